"""Replies to shape, in one piece or in many."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from getcode_lsp.editing.escapes import escape_for
from getcode_lsp.editing.shaping import Shaper

CODE = "import os\n\n\ndef f(x):\n    return x\n"
SHAPED = "\nimport os\n\n\ndef f(x):\n    return x"
# A subdivision flag: a black flag, tags that spell a region, and the tag that ends them.
ENGLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"


def shape(
    reply: str,
    cuts: Collection[int] = (),
    *,
    indent: str = "",
    line_end: str = "\n",
    fences: bool = True,
    language: str = "",
    unit: str | None = "",
) -> str:
    """What becomes of a reply that comes cut at the given places; `language` is the target's."""
    shaper = Shaper(
        indent=indent,
        line_end=line_end,
        fences=fences,
        escape=escape_for(language),
        unit=unit,
        languages=(language,) if language else (),
    )
    out = [shaper.feed(reply[a:b]) for a, b in pairwise([0, *cuts, len(reply)])]
    return "".join(out) + shaper.finish()


def prefix_before(reply: str, marker: str, *, fences: bool = True) -> str:
    """What has been sent when the reply has come up to and with `marker`, one character at a time."""
    shaper = Shaper(fences=fences)
    end = reply.index(marker) + len(marker)
    return "".join(shaper.feed(character) for character in reply[:end])


def whole(reply: str) -> Shaper:
    """A shaper that has had a whole reply."""
    shaper = Shaper()
    shaper.feed(reply)
    shaper.finish()
    return shaper
