"""Columns that add up or average others of their row: "Total (sum of the four quarters)", "average of the three"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS
from getcode_lsp.service.engines.scaffold.figures.sheet import Column, Product
from getcode_lsp.service.engines.scaffold.spec import Type

_WORDS = {"both": 2, **COUNTS}
_COUNTED = rf"(?:the\s|all\s)*(?P<count>\d{{1,2}}|{'|'.join(_WORDS)})(?:\s\w{{1,20}}){{0,2}}"
_ALL = r"(?:the\s)?(?:all|above|others?)(?:\s(?:the|\w{1,20})){0,2}"
ROWWISE = re.compile(
    rf"\(\s?=?\s?(?:sum|total|average|mean)\sof\s[^()\n]{{1,120}}\)|\b(?:sum|average|mean)\sof\s(?:the\s|all\s)*(?:\d{{1,2}}|{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
"""What speaks of a column of each row, not of a row of totals."""
_SPAN = re.compile(
    r"^(?P<name>[^()=]{0,40}?)\s?[(=:]?\s?(?P<function>sum|total|average|mean)\sof\s(?P<what>[^()]{1,120}?)\)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^(?P<first>.{1,50}?)\s(?:to|-|–|through)\s(?P<last>.{1,50})$", re.IGNORECASE)
SERIAL = re.compile(
    r"(?:Q[1-4]|H[12]|(?:19|20)\d\d|(?:week|day|test|exam|quiz|round|game|month|quarter)\s?\d{1,2}|"
    r"maths?|mathematics|science|english|history|physics|chemistry|biology|geography|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w{0,6}|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"Q[1-4]|H[12]|(?:test|exam|quiz)\s?\d{1,2}|maths?|mathematics", re.IGNORECASE)


def read_span(part: str) -> tuple[str, Product] | None:
    """The name of such a column and its formula, of which the words are still to be resolved; None for any other."""
    match = _SPAN.match(part.strip())
    if match is None:
        return None
    what = match["what"].strip()
    if (
        not re.fullmatch(rf"{_COUNTED}|{_ALL}", what, re.IGNORECASE)
        and not _RANGE.match(what)
        and "(" not in part
    ):
        return None
    function = "SUM" if match["function"].lower() in ("sum", "total") else "AVERAGE"
    name = match["name"].strip(" :") or ("Total" if function == "SUM" else "Average")
    return name, Product((what,), (), function)


def with_spans(columns: Sequence[Column]) -> list[Column]:
    """The columns with these formulas resolved, and with those that a "Total" behind "Q1, Q2, Q3" implies."""
    out = list(columns)
    for at, column in enumerate(columns):
        first, last, function = at, at, ""
        if column.formula and column.formula.function:
            first, last = _resolved(column.formula.names[0], columns, at)
            function = column.formula.function
        elif column.formula is None and (match := _SUMMING.fullmatch(column.name)):
            first, last = _serial_before(columns, at)
            function = "SUM" if match["sum"] else "AVERAGE"
        if first < last:
            for covered in range(first, last + 1):
                out[covered] = replace(out[covered], type=_numeric(out[covered]))
            names = (columns[first].name, columns[last].name)
            out[at] = replace(column, type=Type.NUMBER, formula=Product(names, (), function))
        elif function and column.formula:
            out[at] = replace(column, formula=None)
    serial = sum(_NUMBERS.fullmatch(column.name) is not None for column in columns)
    if serial:
        out = [replace(c, type=_numeric(c)) if SERIAL.fullmatch(c.name) and not c.choices else c for c in out]
    return out


_SUMMING = re.compile(
    r"(?P<sum>(?:(?:yearly|annual|weekly|year|full year|grand|row)\s)?total|sum)|average|mean|average (?:score|grade|mark)",
    re.IGNORECASE,
)


def _numeric(column: Column) -> Type:
    return column.type if column.type in (Type.NUMBER, Type.INTEGER) else Type.NUMBER


def _resolved(what: str, columns: Sequence[Column], at: int) -> tuple[int, int]:
    """The first and the last column that words mean; the same twice where they mean none."""
    names = [column.name.lower() for column in columns]
    whole = re.fullmatch(_COUNTED, what, re.IGNORECASE)
    if whole:
        count = _WORDS.get(whole["count"].lower()) or int(whole["count"])
        return (at - count, at - 1) if 1 < count <= at else (at, at)
    spanned = _RANGE.match(what)
    ends = (spanned["first"], spanned["last"]) if spanned else ()
    listed = [part.strip().lower() for part in ends or re.split(r",\s?(?:and\s)?|\sand\s", what)]
    places = sorted(names.index(name) for name in listed if name in names)
    if len(places) == len(listed) > 1 and (spanned or places == list(range(places[0], places[-1] + 1))):
        return (places[0], places[-1]) if not places[0] <= at <= places[-1] else (at, at)
    return (
        _serial_before(columns, at)
        if re.match(r"(?:the\s)?(?:all|above|other)\b", what, re.IGNORECASE)
        else (at, at)
    )


def _serial_before(columns: Sequence[Column], at: int) -> tuple[int, int]:
    first = at
    while first and columns[first - 1].formula is None and SERIAL.fullmatch(columns[first - 1].name):
        first -= 1
    return (first, at - 1) if at - first > 1 else (at, at)
