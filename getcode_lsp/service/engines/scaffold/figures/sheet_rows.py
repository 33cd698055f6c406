"""The rows that a prompt names without their values: "for each month", "from Monday to Sunday", "for North and South"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.calendar_names import MONTH_OR_DAY
from getcode_lsp.service.engines.scaffold.figures.categories import (
    Category,
    between,
    day_place,
    follow,
    month_place,
)
from getcode_lsp.service.engines.scaffold.figures.sheet import Column
from getcode_lsp.service.engines.scaffold.spec import Type

_EACH = re.compile(
    r",?\s(?:with\sa\srow\s|(?:with\s)?one\srow\s)?(?:for|per|by)\s(?:each|every|all)\s(?:the\s)?(?P<unit>months?|weekdays?|days?|quarters?)(?:\s(?:of|in)\s(?:the\s|an?\s)?(?:year|week|(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf",?\s(?:(?:for|from)\s)?(?P<first>{MONTH_OR_DAY})\s?(?:to|-|–|through|until)\s?(?P<last>{MONTH_OR_DAY})\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w'’&-]{0,24}(?:\s[A-Z][\w'’&-]{0,24}){0,2}"
_NAMES = re.compile(
    rf"\sfor\s(?P<names>{_NAME}(?:,\s{_NAME}){{0,30}},?\sand\s{_NAME})(?=\s*(?:[.;\n]|,\s\d|\Z))"
)


_LISTS = {
    "planets": ("Planet", ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune")),
    "continents": ("Continent", ("Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America")),
    "oceans": ("Ocean", ("Arctic", "Atlantic", "Indian", "Pacific", "Southern")),
    "seasons": ("Season", ("Spring", "Summer", "Autumn", "Winter")),
    "zodiac signs": ("Sign", ("Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio", "Sagittarius", "Capricorn", "Aquarius", "Pisces")),
}  # fmt: skip
"""Lists that everybody writes in the same way."""
_KNOWN = re.compile(
    rf"\s?\b(?:of|for|listing|with)\s(?:each\sof\s|all\s)?(?:the\s)?(?:\w{{1,6}}\s)?({'|'.join(_LISTS)})\b(?:\s(?:of|in)\s(?:the|our)\s(?:solar system|world|year|zodiac))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the rows are called; `head` names their column, "" where it is the first that the prompt names."""

    head: str
    names: tuple[str, ...]


def take_labels(text: str) -> tuple[Labels | None, str]:
    """The names of the rows, and the text without them."""
    each, span = _EACH.search(text), _RANGE.search(text)
    if span:
        first, last = _category(span["first"]), _category(span["last"])
        names = tuple(category.text for category in between(first, last))
        if len(names) > 1:
            head = first.kind.capitalize()
            return Labels(head, names), _RANGE.sub(" ", _EACH.sub(" ", text, count=1), count=1)
    if each:
        return _each(each["unit"].lower().rstrip("s")), _EACH.sub(" ", text, count=1)
    known = _KNOWN.search(text)
    if known:
        head, names = _LISTS[known[1].lower()]
        return Labels(head, names), text[: known.start()] + text[known.end() :]
    named = _NAMES.search(text)
    if named:
        names = tuple(re.split(r",\s(?:and\s)?|,?\sand\s", named["names"]))
        return Labels("", names), text[: named.start()] + text[named.end() :]
    return None, text


def _category(word: str) -> Category:
    place = month_place(word)
    if place is not None:
        return Category(word.capitalize(), "month", place)
    return Category(word.capitalize(), "day", day_place(word) or 0)


def _each(unit: str) -> Labels:
    if unit == "quarter":
        return Labels("Quarter", ("Q1", "Q2", "Q3", "Q4"))
    if unit == "month":
        return Labels("Month", tuple(c.text for c in follow(Category("January", "month", 0), 12)))
    count = 5 if unit == "weekday" else 7
    return Labels("Day", tuple(c.text for c in follow(Category("Monday", "day", 0), count)))


def labelled(columns: tuple[Column, ...], labels: Labels) -> tuple[tuple[Column, ...], int]:
    """The columns with one for the labels, and its place; -1 where there is none for them."""
    if not labels.head:
        good = bool(columns) and columns[0].formula is None and columns[0].type is Type.STRING
        return columns, 0 if good and not columns[0].choices else -1
    place = next((at for at, column in enumerate(columns) if column.name.lower() == labels.head.lower()), -1)
    if place < 0 and columns and columns[0].name.lower() in ("name", f"{labels.head.lower()} name"):
        place = 0
    if place >= 0:
        return columns, place
    if any(column.name in labels.names for column in columns):
        return columns, -1
    return (Column(labels.head), *columns), 0
