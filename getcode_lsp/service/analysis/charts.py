"""The labels and numbers of a chart in a picture."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from getcode_lsp.service.analysis.material import Series
from getcode_lsp.service.analysis.rows import Row, Segment, rows_of
from getcode_lsp.service.analysis.values import number_in

_TOGETHER = re.compile(r"(.*[^\W\d_].*?)\s*[:(–-]?\s*([\d.,]+\s?%?)\)?")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, its series, what its scale reaches from and to, and the texts that are nothing of these."""

    title: str
    series: tuple[Series, ...]
    axis: tuple[str, str] | None
    others: tuple[str, ...]


def chart_of(segments: Sequence[Segment]) -> Chart | None:
    """The chart that these texts are from; None where they don't stand as a chart's do."""
    numbers = [one for one in segments if _value(one)]
    axis = _axis(numbers)
    left = [one for one in segments if one not in axis]
    points, used = _below(left) or _beside(left) or _in_one(left) or ([], [])
    if len(points) < _FEWEST:
        if len(axis) < _FEWEST:
            return None
        points = []
        used = _categories(left)
        if len(used) < 2:
            return None
        points = [(one.text, "") for one in used]
    others = [one for one in left if one not in used and not _value(one)]
    if len(others) > 12:
        return None  # a page of text with some numbers
    title = _title(others)
    scale = (axis[-1].text, axis[0].text) if axis else None
    rest = tuple(one.text for one in others if one is not title)
    return Chart(title.text if title else "", (Series("", tuple(points)),), scale, rest)


def _value(one: Segment) -> bool:
    return number_in(one.text) is not None and not _is_year(one.text)


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None


def _axis(numbers: Sequence[Segment]) -> list[Segment]:
    """The numbers of a vertical scale, from the top: one below the other in even steps."""
    best: list[Segment] = []
    for one in numbers:
        column = sorted((other for other in numbers if _in_column(one, other)), key=lambda other: other.top)
        values = [float(number_in(other.text) or 0) for other in column]
        steps = [above - below for above, below in itertools.pairwise(values)]
        even = bool(steps) and min(steps) > 0 and max(steps) - min(steps) <= 0.02 * max(steps)
        if even and len(column) >= _FEWEST and len(column) > len(best):
            best = column
    return best


def _in_column(one: Segment, other: Segment) -> bool:
    """Whether two numbers stand below each other, by their left or their right edges."""
    return min(abs(other.x0 - one.x0), abs(other.x1 - one.x1)) < one.size


_Points = tuple[list[tuple[str, str]], list[Segment]]


def _below(segments: Sequence[Segment]) -> _Points | None:
    """Columns: a row of labels, and above each its number."""
    labels = _categories(segments)
    values = [one for one in segments if _value(one) and one not in labels]
    points: list[tuple[str, str]] = []
    used: list[Segment] = []
    for label in labels:
        centre = (label.x0 + label.x1) / 2
        reach = max(label.x1 - label.x0, 3 * label.size) / 2
        above = [
            one
            for one in values
            if abs((one.x0 + one.x1) / 2 - centre) <= reach and one.middle < label.middle
        ]
        if len(above) > 1:
            return None
        points.append((label.text, above[0].text if above else ""))
        used += [label, *above]
    read = sum(bool(value) for _, value in points)  # a number that was not made out stays open
    return (points, used) if len(points) >= _FEWEST and read * 3 >= len(points) * 2 else None


def _categories(segments: Sequence[Segment]) -> list[Segment]:
    """The lowest row of three or more labels."""
    rows: list[Row] = [row for row in rows_of(segments) if len(row) >= 2]
    rows = [row for row in rows if not any(_value(one) for one in row)]
    if not rows:
        return []
    lowest = max(rows, key=lambda row: (len(row) >= _FEWEST, row[0].middle))
    found = [one for one in segments if any(one.text == two.text and one.x0 == two.x0 for two in lowest)]
    return sorted(found, key=lambda one: one.x0)


def _beside(segments: Sequence[Segment]) -> _Points | None:
    """Bars that lie, or a legend with numbers: each row a label and its number."""
    points: list[tuple[str, str]] = []
    used: list[Segment] = []
    rows = rows_of(segments)
    for row in rows:
        if len(row) == 2 and not _value(row[0]) and _value(row[1]) and len(row[0].text) <= 40:
            points.append((row[0].text, row[1].text))
            used += [one for one in segments if any(one.x0 == two.x0 and one.text == two.text for two in row)]
    return (points, used) if len(points) >= _FEWEST and len(points) * 2 >= len(rows) else None


def _in_one(segments: Sequence[Segment]) -> _Points | None:
    """A pie: label and number as one text, as in "Rent 35%"."""
    points: list[tuple[str, str]] = []
    used: list[Segment] = []
    for one in segments:
        match = _TOGETHER.fullmatch(one.text)
        if match and len(one.text) <= 40 and number_in(match[2]):
            points.append((match[1], match[2]))
            used.append(one)
    return (points, used) if len(points) >= _FEWEST and len(points) * 2 >= len(segments) else None


def _title(others: Sequence[Segment]) -> Segment | None:
    return max(others, key=lambda one: (one.size, -one.top)) if others else None
