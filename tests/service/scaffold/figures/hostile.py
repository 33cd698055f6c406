"""Prompts that try to break the file that is written; every seed gives the same one."""

from __future__ import annotations

import random
from collections.abc import Sequence

ATTACKS = (
    "</svg>", "]]>", "-->", "<!--", "--", "&", "&amp;", "&#x0;", "<", ">", '"', "'", "`", "\\", "</title>", "</style>", "</script>",
    "<script>alert(1)</script>", "<![CDATA[", "<?xml", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "${x}", "{{x}}", "%s", "javascript:alert(1)",
    "\x00", "\x08", "\x0b", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\ud800", "\U0001fffe",
    "مرحبا", "שלום", "日本語", "🙂", "👩‍👩‍👧", "é", "ﬁ", "1e999", "-1e999", "NaN", "Infinity", "0x10", "1e-999", "9" * 40, "0", "-0", "1" + "0" * 14,
    "1,2,3", "1.234,5", "1e14", "::", ";;", ",,", "||", "|---|", "(", ")", "\n", "\r\n", "\t", "a" * 300, "%", "$", "=", "=1+1", "@SUM(A1)",
    "+1", "-1", "=cmd|' /C calc'!A0", "the rest", "to", "from", "and", ":", "2019", "Jan", "->", "in", "\n\n", "- ", "#", "style=x", "onload=x",
)  # fmt: skip


def hostile(seed: int, prompts: Sequence[str], roles: Sequence[str]) -> str:
    """A role filled with attacks, or an ordinary prompt with attacks thrown in."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return chance.choice(roles).replace("{x}", "".join(chance.choices(ATTACKS, k=chance.randint(1, 3))))
    prompt = chance.choice(prompts)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(prompt) + 1)
        prompt = prompt[:at] + chance.choice(ATTACKS) + prompt[at + chance.choice((0, 0, 1, 4)) :]
    return prompt


def long_ones() -> list[str]:
    """Prompts as long as are taken, of one kind each."""
    return [
        "a" * 20_000, "1 " * 10_000, "1," * 10_000, ", ".join(f"c{n} {n}" for n in range(1600)), "(" * 20_000, "\n" * 20_000,
        "-> " * 6000, ": " * 10_000, "Jan 1 " * 3000, "a, " * 6000, "| a " * 5000, "- x\n" * 5000, "A -> B; " * 2500, '"' * 20_000,
        "(1, 2) " * 2800, "titled " * 2800, "in " * 6600, ", ".join("9" * 15 for _ in range(1100)), "column " * 2800, "scene 1: a. " * 1600,
    ]  # fmt: skip
