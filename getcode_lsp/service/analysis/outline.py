"""Headings by size, weight and form; the first sentence and the lists below each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from getcode_lsp.service.analysis.material import Kind, Section
from getcode_lsp.service.analysis.rows import Row, text_of
from getcode_lsp.service.analysis.values import kind_of

_BULLET = re.compile(r"^(?:[•◦▪‣●○■–—*·-]|\(?[a-z0-9]{1,2}[.)])\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_SENTENCE = re.compile(r"^(.{20,}?[.!?])(?:\s+[A-ZÀ-Þ\"“(]|$)")
_LONGEST_HEADING = 90
_LONGEST_GIST = 160
_MOST_ITEMS = 12
_LARGER = 1.13


@dataclass
class _Draft:
    heading: str
    size: float
    number: str
    text: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def without_bullet(text: str) -> str:
    """A line of a list without its mark."""
    return _BULLET.sub("", text) or text


def is_heading(row: Row, body: float) -> bool:
    """Whether a row stands out as a heading among letters of this size."""
    text = text_of(row)
    if len(row) != 1 or len(text) > _LONGEST_HEADING or not re.search(r"[^\W\d_]{2}", text):
        return False
    if kind_of(text) is not Kind.TEXT or (_BULLET.match(text) and not _NUMBERED.match(text)):
        return False
    if row[0].size >= body * _LARGER:
        return True
    ends = text.endswith((".", ",", ";", ":"))
    short = len(text.split()) <= 9
    capitals = text.isupper() and len(text) > 3 and not re.search(r"[\d:]", text)
    return short and not ends and (row[0].bold or capitals)


def sections_of(rows: Sequence[Row], body: float, all_bold: bool = False) -> tuple[list[str], list[Section]]:
    """The texts before the first heading, and the sections in their order.

    Where all letters are bold, weight says nothing; that is for the caller to know.
    """
    before: list[str] = []
    drafts: list[_Draft] = []
    for row in rows:
        text = text_of(row)
        heading = is_heading(row, body) and not (all_bold and row[0].size < body * _LARGER)
        if heading:
            _begin(drafts, row, text)
        elif not drafts:
            before.append(text)
        elif _BULLET.match(text):
            drafts[-1].items.append(_BULLET.sub("", text))
        else:
            drafts[-1].text.append(text)
    return before, _finished(drafts)


def _begin(drafts: list[_Draft], row: Row, text: str) -> None:
    last = drafts[-1] if drafts else None
    numbered = _NUMBERED.match(text)
    wrapped = last and not last.text and not last.items and abs(last.size - row[0].size) < 0.1
    if last and wrapped and not numbered and text[:1].islower():
        last.heading = f"{last.heading} {text}"
        return
    drafts.append(_Draft(_NUMBERED.sub("", text), row[0].size, numbered[1] if numbered else ""))


def _finished(drafts: Sequence[_Draft]) -> list[Section]:
    sizes = sorted({round(draft.size) for draft in drafts}, reverse=True)
    sections = []
    for draft in drafts:
        level = draft.number.count(".") + 1 if draft.number else sizes.index(round(draft.size)) + 1
        items = tuple(item[:_LONGEST_HEADING] for item in draft.items[:_MOST_ITEMS])
        sections.append(Section(draft.heading.rstrip(": "), level, gist_of(draft.text), items))
    return sections


def gist_of(lines: Sequence[str]) -> str:
    """The first sentence of a text, shortened between words where it is long."""
    text = " ".join(lines[:8]).replace("- ", "-" if lines and lines[0].endswith("-") else "- ")
    if len(text) < 12:
        return ""
    found = _SENTENCE.match(text)
    sentence = found[1] if found else text
    if len(sentence) <= _LONGEST_GIST:
        return sentence
    return sentence[:_LONGEST_GIST].rpartition(" ")[0].rstrip(",;: ") + " …"
