"""Pieces of text by their places on a page, put together into rows in the order of reading."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_BLANKS = re.compile(r"\s+")
_UNMAPPED = re.compile(r"\(cid:\d+\)")  # how pdfminer spells a glyph without a character: a bullet mostly
_FEWEST_LINES = 5
_RUNNING = 25  # letters of an average line of a column of text
_JOINED = 0.9  # a gap up to this share of the letters' size is a blank between words


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text on one line; places in points or pixels from the top left, `size` is that of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


Row = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: of a table, an input field or a button."""

    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, segment: Segment, margin: float = 2.0) -> bool:
        """Whether a segment's middle is inside."""
        across = (segment.x0 + segment.x1) / 2
        return (
            self.x0 - margin <= across <= self.x1 + margin
            and self.top - margin <= segment.middle <= self.bottom + margin
        )


def clean(text: str, longest: int = 400) -> str:
    """A text on one line, without control characters, bidi controls and the like, of bounded length."""
    text = unicodedata.normalize("NFKC", _UNMAPPED.sub("•", text[: longest * 4]))
    kept = "".join(c if unicodedata.category(c)[0] not in "C" else " " if c in "\t\n\r" else "" for c in text)
    return _BLANKS.sub(" ", kept).strip()[:longest]


def rows_of(segments: Iterable[Segment]) -> list[Row]:
    """The rows from top to bottom, each from left to right; words that stand close are one segment."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.middle, one.x0)):
        if rows and abs(_middle(rows[-1]) - segment.middle) < 0.45 * min(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_joined(sorted(row, key=lambda one: one.x0)) for row in rows]


def _middle(row: Sequence[Segment]) -> float:
    return sum(one.middle for one in row) / len(row)


def _joined(row: Sequence[Segment]) -> Row:
    joined: list[Segment] = []
    for segment in row:
        before = joined[-1] if joined else None
        if before and segment.x0 - before.x1 < _JOINED * min(before.size, segment.size):
            touching = segment.x0 - before.x1 < 0.1 * before.size
            joined[-1] = Segment(
                before.text + ("" if touching else " ") + segment.text,
                before.x0,
                max(before.x1, segment.x1),
                min(before.top, segment.top),
                max(before.bottom, segment.bottom),
                max(before.size, segment.size),
                before.bold and segment.bold,
            )
        else:
            joined.append(segment)
    return tuple(replace(one, text=clean(one.text)) for one in joined if clean(one.text))


def columns_apart(segments: Sequence[Segment], width: float) -> list[list[Segment]]:
    """The segments in the order of reading where running text stands in two columns: what spans both, left, right.

    A page without a gutter is one list.
    """
    lines = [one for row in rows_of(segments) for one in row]
    for step in range(21):
        gutter = width * (0.5 + 0.025 * (step // 2) * (-1 if step % 2 else 1))
        left = [one for one in lines if one.x1 <= gutter]
        right = [one for one in lines if one.x0 >= gutter]
        across = [one for one in lines if one.x0 < gutter < one.x1]
        if not _are_columns(left, right, across):
            continue
        top = min(one.top for one in (*left, *right))
        above = [one for one in lines if one.bottom < top or one in across]
        return [
            above,
            [one for one in left if one not in above],
            [one for one in right if one not in above],
        ]
    return [list(segments)]


def _are_columns(left: Sequence[Segment], right: Sequence[Segment], across: Sequence[Segment]) -> bool:
    """Whether lines on both sides of a gutter are two columns of text, one of which may be narrow."""
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    top = min(one.top for one in (*left, *right))
    if any(one.bottom > top for one in across):
        return False
    return max(sum(len(one.text) for one in side) / len(side) for side in (left, right)) >= _RUNNING


def body_size(rows: Iterable[Row]) -> float:
    """The size of most letters; 10 where there are none."""
    letters: Counter[float] = Counter()
    for row in rows:
        for segment in row:
            letters[round(segment.size * 2) / 2] += len(segment.text)
    return max(letters.items(), key=lambda item: (item[1], -item[0]))[0] if letters else 10.0


def text_of(row: Row) -> str:
    """A row as one text."""
    return " ".join(segment.text for segment in row)
