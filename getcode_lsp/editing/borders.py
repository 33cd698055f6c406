"""Where the borders of a region go when somebody else changes the text around it.

A change can often be spelled at several places with the same result: a line break put in before a line break
is the same text as one put in behind it. An editor's diff may choose any of them, so every spelling is looked
at, and the judgement is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from getcode_lsp.editing.text import Document, Point, Span, Splice, reduce, shift


def carry(region: Span, change: Splice, document: Document) -> Span | None:
    """Carry a region through a foreign change, `document` being the text before it.

    Typing at the region's start, or at an empty region, is before it; typing at its end is behind it. None
    where the change lies inside the region or takes away any of it: then nobody may write there any more.
    """
    change = reduce(change)
    if not change.old:
        return _carry_insertion(region, change, document) if change.new else region
    if change.end <= region.start:
        if not change.new and region.start < region.end and _deletion_reaches(change, region.start, document):
            return None
        return Span(shift(region.start, change), shift(region.end, change))
    if change.start >= region.end:
        if not change.new and region.start < region.end and _deletion_starts_in(change, region.end, document):
            return None
        return region
    if region.start == region.end and not change.new:
        return _carry_deletion_over(region.start, change, document)
    return None


def follow(span: Span, change: Splice) -> Span:
    """Carry a span loosely through any change: what is put into it widens it, what is taken away narrows it."""

    def through(point: Point) -> Point:
        if point >= change.end:
            return shift(point, change)
        return min(point, change.start)

    return Span(through(span.start), through(span.end))


def _carry_insertion(region: Span, change: Splice, document: Document) -> Span | None:
    at, text = change.start, change.new
    if at <= region.start:
        return Span(shift(region.start, change), shift(region.end, change))
    if at >= region.end or _slides_right(text, document.slice(at, region.end)):
        return region
    if _slides_left(text, document.slice(region.start, at)):
        moved = Splice(region.start, region.start, "", text)
        return Span(shift(region.start, moved), shift(region.end, moved))
    return None


def _carry_deletion_over(point: Point, change: Splice, document: Document) -> Span | None:
    """Carry an empty region through a deletion around it, where that may be spelled on one side of it."""
    before, behind = document.slice(change.start, point), document.slice(point, change.end)
    following = _take(characters_after(document, change.end), len(before))
    if following == before:
        # Spelled behind the point: what stands before it stays.
        return Span(point, point)
    preceding = _take(characters_before(document, change.start), len(behind))[::-1]
    if preceding == behind:
        start = advance_back(document, change.start, len(behind))
        return Span(start, start)
    return None


def _deletion_reaches(change: Splice, start: Point, document: Document) -> bool:
    """Whether a deletion before a region could as well be spelled to take its first character."""
    old, at = change.old, change.end
    for index, (point, character) in enumerate(characters_after(document, at)):
        if old[index % len(old)] != character:
            return False
        if point >= start:
            return True
    return False


def _deletion_starts_in(change: Splice, end: Point, document: Document) -> bool:
    """Whether a deletion behind a region could as well be spelled to take its last character."""
    old = change.old
    for index, (point, character) in enumerate(characters_before(document, change.start)):
        if old[-1 - index % len(old)] != character:
            return False
        if point < end:
            return True
    return False


def _slides_left(text: str, before: str) -> bool:
    """Whether `text` may be spelled `len(before)` characters further left, `before` standing there."""
    return all(text[-1 - index % len(text)] == before[-1 - index] for index in range(len(before)))


def _slides_right(text: str, behind: str) -> bool:
    """Whether `text` may be spelled `len(behind)` characters further right, `behind` standing there."""
    return all(text[index % len(text)] == character for index, character in enumerate(behind))


def characters_before(document: Document, point: Point) -> Iterator[tuple[Point, str]]:
    """The characters before a point, backwards, each with the point where it begins."""
    line, column = point
    while True:
        text = document.lines[line]
        for index in range(column - 1, -1, -1):
            yield Point(line, index), text[index]
        line -= 1
        if line < 0:
            return
        column = len(document.lines[line])


def characters_after(document: Document, point: Point) -> Iterator[tuple[Point, str]]:
    """The characters from a point on, each with the point where it begins."""
    line, column = point
    while line < len(document.lines):
        text = document.lines[line]
        for index in range(column, len(text)):
            yield Point(line, index), text[index]
        line, column = line + 1, 0


def _take(characters: Iterator[tuple[Point, str]], count: int) -> str:
    return "".join(character for _point, character in islice(characters, count))


def advance_back(document: Document, point: Point, count: int) -> Point:
    """The point `count` characters before another, at the text's start where there are fewer."""
    for point, _character in islice(characters_before(document, point), count):  # noqa: B007, B020
        pass
    return point
