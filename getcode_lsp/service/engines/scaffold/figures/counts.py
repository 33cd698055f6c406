"""Number words, as all readers of figures know them."""

from __future__ import annotations

from collections.abc import Iterable

COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "dozen": 12,
}  # fmt: skip
"""The words that are numbers, with their values; words such as "both" or "some" mean one only where a reader says so."""


def one_of(values: Iterable[int] = range(1, 21)) -> str:
    """The words for these values as alternatives of a regular expression, longer ones first."""
    wanted = set(values)
    words = [word for word, value in COUNTS.items() if value in wanted]
    return "|".join(sorted(words, key=len, reverse=True))
