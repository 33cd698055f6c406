"""Number series out of a prompt: categories, one or several series of values, or points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.figures.amounts import AMOUNT, decimal_comma, metres, read_amount
from getcode_lsp.service.engines.scaffold.figures.categories import (
    CATEGORY,
    ORDERED,
    Category,
    follow,
    read_category,
)
from getcode_lsp.service.engines.scaffold.figures.grids import Grid, read_grid, read_points, without_points
from getcode_lsp.service.engines.scaffold.figures.lexing import lex, without_orders
from getcode_lsp.service.engines.scaffold.figures.phrasing import plain
from getcode_lsp.service.engines.scaffold.figures.runs import Run, Runs, read_runs

MOST_VALUES = 2000
MOST_SERIES = 24
_VERSUS = re.compile(r"\b([^\W\d]\w*)\s+(?:vs|versus|against)\s+([^\W\d]\w*)(?=\s*:)", re.IGNORECASE)

_TWO_YEARS = re.compile(
    r"\b((?:19|20)\d\d)\s(?:and|vs|versus|with|to)\s((?:19|20)\d\d)\s[^\W\d][^:\n.]{0,60}:"
)

_PER_EACH = re.compile(
    r"\b([^\W\d]\w{0,20}) (?:and|vs|versus|/) ([^\W\d]\w{0,20}) (?:for each|for every|per|of each|by|in each) \w{1,20}(?: \w{1,20})?\s?[:,(]",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"(?<![\w/])([^\W\d]\w{0,20}(?:\s?/\s?[^\W\d]\w{0,20}){1,11})\s(?:per|for|by|in|of|at)\s|\(\s?([^\W\d][\w ]{0,20}(?:,\s[^\W\d][\w ]{0,20}|\s(?:and|vs)\s[^\W\d]\w{0,20}){1,11})\s?\)[^:\n]{0,40}:"
)
"""The names of the values that each category has, as in "apples/pears per orchard: North 12/4, South 7/8"."""
_STEPS = re.compile(
    r"\bfrom\s+(-?\d+(?:\.\d+)?)\s+(?:up\s+)?to\s+(-?\d+(?:\.\d+)?)[,\s]+(?:in|with|by)\s+(?:steps?|increments?|intervals?)\s+(?:of\s+)?(-?\d+(?:\.\d+)?)|"
    r"\bfrom\s+(-?\d+(?:\.\d+)?)\s+to\s+(-?\d+(?:\.\d+)?)\s+(?:by|every)\s+(\d+(?:\.\d+)?)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compar(?:e|ing)|comparison\s+of)\s+(?:the\s+)?([^\W\d]\w*(?:\s\w+){0,2}?)\s+(?:and|with|to|vs\.?|versus)\s+([^\W\d]\w*(?:\s\w+){0,2}?)(?=\s*[:,.]|\s+(?:in|for|over|by|from|per|across|\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name; None where the prompt gives none for that category."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What a figure shows.

    `series` have one value for each category. Where there are `points`, they are pairs of x and y and the rest is
    empty. `ordered` says that the categories follow each other. `measure` is what the numbers are of, "" if unsaid.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    ordered: bool = False
    measure: str = ""
    noun: str = ""
    points: tuple[tuple[float, float], ...] = ()
    axis: str = ""
    headings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    numbered: bool = False
    """Whether the categories are only 1, 2, 3, because the prompt names none."""

    def values(self) -> list[float]:
        """All values that are there."""
        return [value for series in self.series for value in series.values if value is not None]


def read_data(text: str) -> Data | None:
    """The numbers of a text as data; None where it has none that can be shown."""
    grid = read_grid(text)
    if grid is not None:
        data = _from_grid(grid)
        if data is not None:
            return data
    text = plain(_STEPS.sub(_steps, without_orders(text)))
    points = read_points(text)
    if points:
        return Data((), (), points=tuple(points[:MOST_VALUES]), measure=_points_measure(without_points(text)))
    runs = read_runs(lex(text, millions=not metres(text)))
    return _from_runs(runs, text) if runs.runs else None


def _steps(match: re.Match[str]) -> str:
    first, last, step = (float(part) for part in match.groups() if part is not None)
    step = abs(step) if last >= first else -abs(step)
    if not step or abs((last - first) / step) > 500:
        return match[0]
    count = int(abs((last - first) / step) + 1e-9) + 1
    return ": " + ", ".join(f"{round(first + at * step, 9):.10g}" for at in range(count))


def _points_measure(text: str) -> str:
    match = re.search(
        r"([^\W\d_][\w ]{1,30}?)\s+(?:vs\.?|versus|against|and|to)\s+([^\W\d_][\w ]{1,30}?)\s*(?=[:,.\n]|\Z|\s{2})",
        text,
    )
    if match is None:
        return ""
    parts = re.split(r"\b(?:of|for|showing|comparing|relating)\s(?:the\s)?", match[1])
    return f"{parts[-1].strip() if len(parts) > 1 else parts[0].split()[-1]} / {match[2]}"


_X_VALUES = re.compile(r"x|time|t|(?:x[\s-]?axis )?labels?|x[\s-]?axis|(?:\w+ )?x[\s-]values", re.IGNORECASE)
_AMOUNT_NAME = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)\s?[a-z°%]{0,8}", re.IGNORECASE)


def with_points(data: Data, text: str) -> Data:
    """One series whose categories are amounts, as "1h 52, 2h 55", as the points that these pairs are."""
    places = [_AMOUNT_NAME.fullmatch(name) for name in data.categories]
    if data.points or data.numbered or len(data.series) != 1 or len(places) < 2 or not all(places):
        return data
    pairs = zip(places, data.series[0].values, strict=True)
    points = tuple((float(place[1]), value) for place, value in pairs if place and value is not None)
    measure = _points_measure(text.partition(":")[0])
    return Data(
        (), (), points=points, measure=measure, headings=data.headings or (data.measure,), notes=data.notes
    )


# ---- tables --------------------------------------------------------------------------------------------


def _from_grid(grid: Grid) -> Data | None:
    cells = [*grid.header, *(cell for row in grid.rows for cell in row)]
    comma = decimal_comma("\n".join(cells))
    columns = [[_cell(row[at], comma) for row in grid.rows] for at in range(len(grid.header))]
    units = [_unit([row[at] for row in grid.rows], comma) for at in range(len(grid.header))]
    numeric = [sum(v is not None for v in column) * 2 > len(column) for column in columns]
    years = all(re.fullmatch(r"(?:19|20)\d\d|\d{4}-\d\d(?:-\d\d)?", row[0]) for row in grid.rows)
    first = (
        1
        if not numeric[0]
        or years
        or not any(numeric[1:])
        or _stepped(columns[0])
        or _X_VALUES.fullmatch(grid.header[0])
        else 0
    )
    wanted = [at for at in range(first, len(grid.header)) if numeric[at]]
    if not wanted:
        return None
    notes = [
        f"the column {grid.header[at]} has no numbers"
        for at in range(first, len(grid.header))
        if at not in wanted
    ]
    names = tuple(row[0] for row in grid.rows) if first else tuple(str(n + 1) for n in range(len(grid.rows)))
    kept = tuple(Series(grid.header[at] or f"Series {at}", tuple(columns[at])) for at in wanted[:MOST_SERIES])
    found = {units[at] for at in wanted}
    return Data(
        names, kept, unit=found.pop() if len(found) == 1 else "", ordered=years or _orders(names),
        axis=_axis(grid.header[0]) if first else "", notes=tuple(notes), numbered=not first or (_counts_up(columns[0]) and grid.header[0].lower() in ("category", "#", "")),
    )  # fmt: skip


def _axis(label: str) -> str:
    return re.sub(r"[\s-](?:x[\s-])?values", "", label)


def _stepped(column: Sequence[float | None]) -> bool:
    """Whether a column rises in even steps, so that it says where the values of the others stand."""
    steps = {round(b - a, 9) for a, b in pairwise(column) if a is not None and b is not None}
    return len(column) > 2 and None not in column and len(steps) == 1 and min(steps) > 0


def _counts_up(column: Sequence[float | None]) -> bool:
    return len(column) > 2 and all(
        a is not None and b is not None and b - a == 1 for a, b in pairwise(column)
    )


def _cell(text: str, comma: bool) -> float | None:
    match = AMOUNT.fullmatch(text.strip().strip("*_`")) if text.strip() else None
    amount = read_amount(match, comma=comma, millions=True) if match else None
    return amount.value if amount else None


def _unit(cells: Sequence[str], comma: bool) -> str:
    for cell in cells:
        match = AMOUNT.fullmatch(cell.strip())
        amount = read_amount(match, comma=comma, millions=True) if match else None
        if amount and amount.unit:
            return amount.unit
    return ""


def _orders(names: Sequence[str]) -> bool:
    """Whether names are months, quarters, years and the like."""
    found = [CATEGORY.match(f"{name}:") for name in names]
    return all(match is not None and (match.lastgroup in ORDERED) for match in found)


# ---- runs ----------------------------------------------------------------------------------------------


def _from_runs(found: Runs, text: str) -> Data | None:
    runs = [run for run in found.runs if run.values][:MOST_VALUES]
    if not runs:
        return None
    notes = list(found.notes)
    singles = [run for run in runs if len(run.values) == 1]
    long = [run for run in runs if len(run.values) > 1]
    if long and sum(len(run.values) for run in long) > len(singles):
        return _from_lists(found, long, text, notes)
    _part_groups(singles)
    groups = list(dict.fromkeys(run.heading for run in singles if run.heading))
    labels = [run.label for run in singles]
    if len(groups) > 1 and len(set(labels)) < len(labels):
        return _from_groups(found, singles, groups, notes)
    return _from_singles(found, singles, text, notes)


def _part_groups(singles: Sequence[Run]) -> None:
    """Read "Germany coal 30 gas 15, France coal 2 gas 8" as groups: what recurs is a series, what leads it a group."""
    counts = Counter(run.label for run in singles)
    heads = [run for run in singles if counts[run.label] == 1]
    ends = {run.label.rpartition(" ")[2] for run in heads}
    if len(heads) < 2 or len(heads) == len(singles) or len(ends) > 1 or singles[0] is not heads[0]:
        return
    if any(" " not in run.label or run.heading_kind for run in heads):
        return
    group = ""
    for run in singles:
        if counts[run.label] == 1:
            group, _, run.label = run.label.rpartition(" ")
        run.heading, run.heading_kind = group, ""


def _from_singles(found: Runs, singles: list[Run], text: str, notes: list[str]) -> Data:
    singles = _with_times(_with_names(singles, found))
    total = sum(run.values[0] for run in singles[:-1])
    if (
        len(singles) > 3
        and not singles[-1].label
        and singles[0].label
        and abs(total - singles[-1].values[0]) < 1e-9
    ):
        notes.append(f"the total of {total:g} is not drawn beside its parts")
        singles = singles[:-1]
    names = tuple(run.label or f"Value {at + 1}" for at, run in enumerate(singles))
    ordered = all(run.kind in ORDERED for run in singles) or _orders(names)
    measure = next((run.heading for run in singles if run.heading), "")
    noun = next((run.noun for run in singles if run.noun), "")
    values = tuple(run.values[0] for run in singles)
    name = measure or noun or "Value"
    return Data(
        names, (Series(name, values),), unit=_common_unit(singles), ordered=ordered, measure=measure, noun=noun,
        headings=tuple(found.headings), notes=tuple(notes), numbered=all(not run.label for run in singles),
    )  # fmt: skip


def _with_names(singles: list[Run], found: Runs) -> list[Run]:
    """Give numbers without labels the categories that are listed elsewhere, where they are as many."""
    if len(found.categories) == len(singles) and all(not run.label for run in singles):
        for run, category in zip(singles, found.categories, strict=True):
            run.label, run.kind = category.text, category.kind
    return singles


def _with_times(singles: list[Run]) -> list[Run]:
    """Let "18 members in 2015" be the one of 2015, where the other numbers have years of their own."""
    times = [run.label if run.kind else run.when.text if run.when else "" for run in singles]
    if all(times) and len(set(times)) == len(times) and any(run.kind in ORDERED for run in singles):
        for run in singles:
            if run.when and not run.kind:
                run.noun, run.label, run.kind = run.label, run.when.text, run.when.kind
    return singles


def _common_unit(runs: Sequence[Run]) -> str:
    units = {run.unit for run in runs if run.unit}
    return units.pop() if len(units) == 1 else ""


def _from_groups(found: Runs, singles: list[Run], groups: list[str], notes: list[str]) -> Data:
    inner = list(dict.fromkeys(run.label for run in singles))
    kinds = {run.heading_kind for run in singles if run.heading}
    inner_ordered = all(run.kind in ORDERED for run in singles)
    values = {(run.heading, run.label): run.values[0] for run in singles}
    within = kinds == {"year"} and {run.kind for run in singles} <= {"halfyear", "month", "day"}
    across = inner_ordered and (within or not kinds <= ORDERED)
    if across:
        kept = tuple(Series(g, tuple(values.get((g, label)) for label in inner)) for g in groups)
        names = tuple(inner)
    else:
        kept = tuple(Series(label, tuple(values.get((g, label)) for g in groups)) for label in inner)
        names = tuple(groups)
    if any(value is None for series in kept for value in series.values):
        notes.append("not every category has a value in every series")
    return Data(
        names, kept[:MOST_SERIES], unit=_common_unit(singles), ordered=inner_ordered if across else kinds <= ORDERED,
        headings=tuple(heading for heading in found.headings if heading not in groups), notes=tuple(notes),
    )  # fmt: skip


def _from_lists(found: Runs, long: list[Run], text: str, notes: list[str]) -> Data:
    categories, axis, numbered = list(found.categories), "", False
    lead = long[0]
    if len(long) > 1 and _X_VALUES.fullmatch(lead.label) and not categories:
        long = long[1:]
        categories = [Category(f"{value:g}", "counted") for value in lead.values]
        axis = _axis(lead.label)
    compared = (
        _TWO_YEARS.search(text) or _PER_EACH.search(text) or _COMPARED.search(text) or _VERSUS.search(text)
    )
    if compared and not categories and all(len(run.values) == 2 for run in long):
        return _compared(found, long, (compared[1], compared[2]), notes)
    order = (
        _IN_ORDER.search(text)
        if len(long) > 1 and not categories and all(run.label for run in long)
        else None
    )
    names = tuple(re.split(r"\s?[/,]\s?|\s(?:and|vs)\s", order[1] or order[2])) if order else ()
    if names and all(len(run.values) == len(names) for run in long):
        return _compared(found, long, names, notes)
    if compared and not categories and len(long) == 2 and not any(run.label for run in long):
        long[0].label, long[1].label = compared[1], compared[2]
    count = max(len(run.values) for run in long)
    if not categories:
        categories = next((names for names in found.listed if len(names) == count), [])
    if len(categories) != count:
        if categories:
            notes.append(f"the prompt names {len(categories)} categories for {count} values")
        categories, numbered = _implied(text, count, categories)
    runs = [*long][:MOST_SERIES]
    kept = tuple(
        Series(
            run.label or (f"Series {at + 1}" if len(runs) > 1 else run.heading or "Value"),
            tuple(run.values[place] if place < len(run.values) else None for place in range(count)),
        )
        for at, run in enumerate(runs)
    )
    if any(len(run.values) != count for run in runs):
        notes.append("the series have different numbers of values")
    ordered = all(category.kind in ORDERED for category in categories) or numbered
    measure = runs[0].label if len(runs) == 1 else next((run.heading for run in runs if run.heading), "")
    return Data(
        tuple(category.text for category in categories), kept, unit=_common_unit(runs), ordered=ordered,
        measure=measure, axis=axis, headings=tuple(found.headings), notes=tuple(notes), numbered=numbered,
    )  # fmt: skip


def _compared(found: Runs, long: list[Run], names: tuple[str, ...], notes: list[str]) -> Data:
    kept = tuple(Series(name, tuple(run.values[at] for run in long)) for at, name in enumerate(names))
    labels = tuple(run.label or f"Value {at + 1}" for at, run in enumerate(long))
    return Data(
        labels, kept, unit=_common_unit(long), ordered=all(run.kind in ORDERED for run in long),
        headings=tuple(found.headings), notes=tuple(notes),
    )  # fmt: skip


def _implied(text: str, count: int, named: Sequence[Category]) -> tuple[list[Category], bool]:
    """Categories for values that have none: months for twelve monthly values, else their numbers."""
    low = text.lower()
    start = re.search(r"\b(?:starting|beginning|from|since)\s+(?:in|from|with|on|at)?\s*", low)
    if start:
        match = CATEGORY.match(f"in {text[start.end() :]}", 3)
        first = read_category(match)[:1] if match else []
        if first and len(found := follow(first[0], count)) == count:
            return found, False
    counted = re.search(r"\b(\d{1,3})\s+(weeks|months|days|years|rounds|sprints|semesters|laps)\b", low)
    if counted and int(counted[1]) == count:
        return [
            Category(f"{counted[2][:-1].capitalize()} {n + 1}", "counted", n + 1) for n in range(count)
        ], False
    if count == 12 and "month" in low:
        return follow(Category("Jan", "month", 0), 12), False
    if count == 7 and re.search(r"\bdail?y|\bdays?\b|\bweek", low):
        return follow(Category("Mon", "day", 0), 7), False
    if count == 4 and "quarter" in low:
        return [Category(f"Q{n}", "halfyear", n) for n in range(1, 5)], False
    return [Category(str(n + 1), "counted", n + 1) for n in range(count)], True
