"""How wide a file is written, told by the lines around a comment."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.text import Document, Point, Span
from getcode_lsp.prompts.width import USUAL, width_of

COMMENT = "# make a list of books with a title, an author and a price, which can be sorted by any of them, and much more\n"


def told_by(*others: str) -> int:
    """The width of a file of these lines with a comment, which is far too wide itself, in its middle."""
    half = len(others) // 2
    document = Document(
        "".join([f"{line}\n" for line in others[:half]] + [COMMENT] + [f"{line}\n" for line in others[half:]])
    )
    return width_of(document.lines, Span(Point(half, 0), Point(half, len(COMMENT) - 1)))


@pytest.mark.parametrize(
    ("widest", "limit"),
    [(60, 72), (72, 72), (73, 80), (79, 80), (80, 80), (88, 88), (99, 100), (117, 120), (300, 120)],
)
def test_it_is_the_limit_that_the_lines_keep_to(widest: int, limit: int) -> None:
    assert told_by(*["x" * 30] * 40, *["y" * widest] * 5) == limit


def test_a_single_line_that_is_wider_changes_nothing() -> None:
    assert told_by(*["x" * 78] * 60, "y" * 5_000) == 80
    assert told_by(*["x" * 78] * 60, *["y" * 99] * 20) == 100


def test_tabs_count_as_columns_and_blanks_at_the_end_do_not() -> None:
    assert told_by(*["\t" * 2 + "x" * 71] * 20) == 80
    assert told_by(*["x" * 71 + " " * 60] * 20) == 72


@pytest.mark.parametrize("others", [(), ("x" * 100,) * 9, ("x = 1",) * 50, ("",) * 50])
def test_few_or_short_lines_say_nothing(others: tuple[str, ...]) -> None:
    assert told_by(*others) == USUAL
