"""The terms of a contract that its prompt enumerates, under the clauses that they belong to."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.documents import Block
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, plain, split_list

_WHERE = (
    ("Payment", r"\b(?:rent|deposit|fees?|price|pays?|paid|payment|salary|instal\w+|rate|costs?|interest)\b|[€$£]\s?\d"),
    ("Term and termination", r"\b(?:start\w*|begin\w*|end\w*|notice|term|terminat\w+|until|from\s+\d|months?|years?|weeks?|duration|valid)\b"),
)  # fmt: skip
_PARTIES_END = re.compile(
    r"\bbetween\b[^,.;:\n]*?\band\b\s+[A-ZÀ-Þ][\w'’.&-]*(?:\s+[A-ZÀ-Þ&][\w'’.&-]*)*(?:\s*\([^)]*\))?"
)


def with_terms(blocks: list[Block], prompt: Prompt) -> list[Block]:
    """Clauses with what the first sentence of a prompt says behind the parties."""
    parties = _PARTIES_END.search(prompt.text)
    if parties is None:
        return blocks
    told: dict[str, list[str]] = {}
    for part in split_list(prompt.text[parties.end() :]):
        text = plain(prompt.restore(part)).strip(" .,")
        if not re.search(r"\w", text):
            continue
        heading = next(
            (name for name, words in _WHERE if re.search(words, text, re.IGNORECASE)), "Subject matter"
        )
        text = re.sub(r"\A(?:for|about|on|regarding)\s+", "", text) if heading == "Subject matter" else text
        told.setdefault(heading, []).append(f"{text[:1].upper()}{text[1:]}.")
    return [
        Block(one.heading, (" ".join(told[one.heading]),)) if one.heading in told else one for one in blocks
    ]
