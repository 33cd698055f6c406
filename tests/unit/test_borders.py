"""The borders of a region under foreign changes, by example and against every spelling there is."""

from __future__ import annotations

import itertools

import pytest

from getcode_lsp.editing.borders import carry, follow
from getcode_lsp.editing.text import Document, Point, Span


def offset(document: Document, point: Point) -> int:
    return sum(map(len, document.lines[: point.line])) + point.column


def point_at(document: Document, position: int) -> Point:
    for number, line in enumerate(document.lines):
        if position < len(line) or number == len(document.lines) - 1:
            return Point(number, position)
        position -= len(line)
    raise AssertionError


def carried(marked: str, start: int, end: int, new: str) -> str | None:
    """`marked` holds the region in brackets; the text after the change comes back marked likewise."""
    first, last = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    document = Document(text)
    region = Span(point_at(document, first), point_at(document, last))
    change = document.splice(point_at(document, start), point_at(document, end), new)
    after = carry(region, change, document)
    document.apply(change)
    if after is None:
        return None
    one, two = offset(document, after.start), offset(document, after.end)
    return f"{document.text[:one]}[{document.text[one:two]}]{document.text[two:]}"


@pytest.mark.parametrize(
    ("marked", "start", "end", "new", "expected"),
    [
        ("ab[cd]ef", 1, 1, "x", "axb[cd]ef"),
        ("ab[cd]ef", 2, 2, "x", "abx[cd]ef"),  # at the start: before it
        ("ab[cd]ef", 4, 4, "x", "ab[cd]xef"),  # at the end: behind it
        ("ab[cd]ef", 3, 3, "x", None),  # strictly inside
        ("ab[]ef", 2, 2, "x", "abx[]ef"),  # at an empty region: before it
        ("ab[cd]ef", 0, 2, "", "[cd]ef"),
        ("ab[cd]ef", 4, 6, "", "ab[cd]"),
        ("ab[cd]ef", 1, 3, "", None),
        ("ab[cd]ef", 3, 5, "", None),
        ("ab[cd]ef", 0, 6, "", None),
        ("ab[cd]ef", 3, 4, "", None),  # undo of the last piece
        ("ab[]ef", 1, 3, "", None),
        ("# c[\nx]\ny", 3, 3, "\n", "# c\n[\nx]\ny"),
        ("# c[\nx]\ny", 4, 4, "\n", "# c\n[\nx]\ny"),  # the same, spelled one further on
        ("ab[cc]cd", 4, 5, "", None),  # may as well be a deletion of ours
        ("ab\n[cd]ef", 0, 1, "x\r\ny", "x\r\nyb\n[cd]ef"),
    ],
)
def test_borders(marked: str, start: int, end: int, new: str, expected: str | None) -> None:
    assert carried(marked, start, end, new) == expected


def test_every_spelling_of_a_change_is_judged_the_same() -> None:
    """All texts of up to 5 characters over a tiny alphabet, all regions, all insertions and deletions."""
    for length in range(1, 6):
        for text in map("".join, itertools.product("a\n", repeat=length)):
            for first, last in itertools.combinations_with_replacement(range(length + 1), 2):
                verdicts: dict[str, set[str | None]] = {}
                marked = f"{text[:first]}[{text[first:last]}]{text[last:]}"
                for at in range(length + 1):
                    for new in ("a", "\n", "a\n", "\na"):
                        after = text[:at] + new + text[at:]
                        verdicts.setdefault(after, set()).add(carried(marked, at, at, new))
                    for to in range(at + 1, length + 1):
                        after = text[:at] + text[to:]
                        verdicts.setdefault(after, set()).add(carried(marked, at, to, ""))
                for after, judged in verdicts.items():
                    stopped = None in judged
                    assert not stopped or len(judged) == 1, (marked, after, judged)


def test_a_span_is_followed_loosely() -> None:
    document = Document("abcdef")
    span = Span(Point(0, 2), Point(0, 4))
    assert follow(span, document.splice(Point(0, 3), Point(0, 3), "xy")) == Span(Point(0, 2), Point(0, 6))
    assert follow(span, document.splice(Point(0, 1), Point(0, 3), "")) == Span(Point(0, 1), Point(0, 2))
