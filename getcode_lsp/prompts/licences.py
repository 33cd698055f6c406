"""Licence headers: the first comment of a file that says who may use it is no prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LICENCE = re.compile(
    r"SPDX-License-Identifier|@licen[sc]e\b|@copyright\b|all rights reserved"
    r"|copyright\s+(?:\(c\)|©|\d{4}|holders?\b|notice\b|by\b)|(?:^|\s)(?:\(c\)|©)\s*\d{4}"
    r"|licen[sc]ed (?:under|to)\b|(?:released|distributed|available) under the .{0,60}\blicen[sc]e"
    r"|permission is hereby granted|redistribution and use in source|GNU (?:\w+ )?General Public Licen[sc]e"
    r"|this (?:file|program|library|software|source(?: code)?(?: form)?|work|code) is"
    r" (?:part of|free software|licen[sc]ed|subject to|governed by|distributed under|released under|provided)",
    re.IGNORECASE,
)
_HEAD = 100
# What may stand above a licence: marks and words of comments, the tags that open a page or PHP.
_NOT_CODE = re.compile(
    r"[ \t]*(?:$|#|//|/?\*|--|;|%|\"|'|<!--|<\?|<!doctype|@?rem\b|::|\(\*|\{-|!|@charset)", re.IGNORECASE
)


def is_licence(lines: Sequence[str], line: int, text: str) -> bool:
    """Whether a comment that begins on a line is the licence header of a file."""
    if line > _HEAD or not _LICENCE.search(" ".join(text.split())):
        return False
    return all(_NOT_CODE.match(above) for above in lines[:line])
