"""The shaper of a document that is new: from the first character of the reply to one line end."""

from __future__ import annotations

import random
import secrets

import pytest

from getcode_lsp.editing.escapes import visible
from getcode_lsp.editing.new_text import NewTextShaper


def shaped(reply: str, *, line_end: str = "\n", final: bool = True, cuts: tuple[int, ...] = ()) -> str:
    shaper = NewTextShaper(line_end=line_end, fences=True, escape=visible, languages=("python",), final=final)
    parts = [reply[start:end] for start, end in zip((0, *cuts), (*cuts, len(reply)), strict=True)]
    return "".join([*(shaper.feed(part) for part in parts), shaper.finish(), shaper.finish()])


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("x = 1", "x = 1\n"),
        ("x = 1\n\n\n", "x = 1\n"),
        ("\n\nx = 1\n", "x = 1\n"),
        ("```python\ndef f():\n    pass\n```\n", "def f():\n    pass\n"),
        ("Here it is:\n\n```python\nx = 1\n```\nThat is all.\n", "x = 1\n"),
        ("\ufeffx = 1\n", "x = 1\n"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_it_begins_at_the_top_and_ends_with_one_line_end(reply: str, text: str) -> None:
    assert shaped(reply) == text
    assert shaped(reply, final=False) == text.removesuffix("\n")
    assert shaped(reply, line_end="\r\n") == text.replace("\n", "\r\n")


def test_however_the_reply_is_cut_the_text_is_the_same() -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    reply = "Here it is:\n\n```python\n\ndef f(a):\n    return a\n\n\nprint(f(1))\n```\nThat is all.\n"
    for _ in range(300):
        cuts = tuple(sorted(dice.choices(range(len(reply) + 1), k=dice.randrange(12))))
        assert shaped(reply, cuts=cuts) == shaped(reply) == "def f(a):\n    return a\n\n\nprint(f(1))\n", cuts
