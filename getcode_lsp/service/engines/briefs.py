"""What a model answers when it is asked for a better prompt, made into one."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.base import EngineUnavailable
from getcode_lsp.service.engines.unfencing import Unfencer

_LABEL = re.compile(
    r"\A(?:\W*(?:here(?:'s| is)[^\n:]{0,80}|(?:the )?(?:improved |detailed )?(?:prompt|brief|request))\W*:)\s*",
    re.IGNORECASE,
)
_LONGEST = 20_000


def plain_brief(answer: str, model: str) -> str:
    """The brief in an answer: without fence, label and quotation marks; raises EngineUnavailable where there is none."""
    unfencer = Unfencer()
    text = (unfencer.feed(answer) + unfencer.finish()).strip()
    text = _LABEL.sub("", text).strip()
    if len(text) > 1 and text[0] + text[-1] in ('""', "''", "“”") and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    text = text.replace("**", "")
    if not text:
        raise EngineUnavailable(nothing_from(model), 502)
    return text[:_LONGEST]


def nothing_from(model: str) -> str:
    """The message of an answer that is empty, or holds nothing but what stands around a file."""
    return f"The model {model} answered with nothing. Try again, or with other words."
