"""The wordings for charts and spreadsheets: columns, rows and series with their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.analysis.material import Entry, Kind, Material, Series, Table
from getcode_lsp.service.analysis.values import number_in
from getcode_lsp.service.analysis.wording.names import plural
from getcode_lsp.service.analysis.wording.phrases import (
    article,
    entries_words,
    item_noun,
    listing,
    money_of,
    noun_of,
    quoted,
    seen,
    titled,
    unknown,
)

_MOST_POINTS = 24
_MOST_SERIES = 5
_MOST_ROWS = 6
_MOST_SECTIONS = 12
_IN_TIME = re.compile(
    r"(?:19|20)\d\d.*|q[1-4]\b.*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|"
    r"(?:week|day|month|year)\s\d+|\d{1,2}[./]\d{4}",
    re.IGNORECASE,
)


def chart_prompt(material: Material) -> str:
    """A chart of the numbers in a chart, in the first table that has some, or among the labelled values."""
    series, about, unit = _series(material)
    if not series:
        return _without_numbers(material)
    points = series[0].points
    valued = any(value for _, value in points)
    kind = _kind(points, len(series))
    name = f" titled {quoted(about)}" if about else ""
    money = f" in {unit}" if unit else ""
    if not valued:
        scale = f", on a scale from {material.axis[0]} to {material.axis[1]}" if material.axis else ""
        return (
            f"{article(kind).capitalize()} chart{name} with {listing([label for label, _ in points])}{scale}. The picture "
            "gives no number for each: put them in."
        )
    if len(series) == 1:
        return f"{article(kind).capitalize()} chart{name}{money}: {_points(points)}."
    lines = [f"- {one.name}: {_points(one.points)}" for one in series]
    return f"{article(kind).capitalize()} chart{name}{money} with {len(series)} series:\n" + "\n".join(lines)


def _without_numbers(material: Material) -> str:
    if material.picture and material.empty:
        return f"A chart that looks like a picture: {seen(material.picture)}. {unknown(material)}"
    headings = listing([quoted(one.heading, 60) for one in material.sections[:6]])
    parts = f" Its parts are {headings}." if headings else ""
    return (
        f"A bar chart on {article(noun_of(material))}{titled(material)}.{parts} The document holds no table of numbers: "
        "say which numbers to draw."
    )


def _points(points: Sequence[tuple[str, str]]) -> str:
    return ", ".join(
        f"{label.replace(',', '')} {number_in(value) or value}{'%' if '%' in value else ''}"
        for label, value in points
    )


def _kind(points: Sequence[tuple[str, str]], series: int) -> str:
    if len(points) > 2 and all(_IN_TIME.fullmatch(label) for label, _ in points):
        return "line" if len(points) > 5 or series > 1 else "bar"
    numbers = [number_in(value) for _, value in points]
    shares = all("%" in value for _, value in points) and len(points) > 1
    if shares and series == 1 and 97 <= sum(float(number or 0) for number in numbers) <= 103:
        return "pie"
    return "bar"


def _series(material: Material) -> tuple[list[Series], str, str]:
    """The series, what they are about, and their unit."""
    if material.series:
        return list(material.series), material.title, ""
    for table in material.tables:
        if found := _of_table(table):
            amounts = any(column.kind is Kind.AMOUNT for column in table.columns)
            return found, table.title or material.title, money_of(material) if amounts else ""
    values = [entry for entry in material.entries if entry.kind.numeric and number_in(entry.value)]
    if len(values) < 2:
        return [], "", ""
    points = tuple((entry.label, entry.value) for entry in values[:_MOST_POINTS])
    return [Series("", points)], material.title, money_of(material)


def _of_table(table: Table) -> list[Series]:
    """A series for each column of numbers, by the labels of the first other column."""
    columns = table.columns
    label = next((at for at, column in enumerate(columns) if not column.kind.numeric), 0)
    numeric = [at for at, column in enumerate(columns) if column.kind.numeric and at != label]
    amounts = [at for at in numeric if columns[at].kind is Kind.AMOUNT]
    if amounts and any(columns[at].kind is Kind.INTEGER for at in numeric):
        numeric = amounts[-1:]  # of quantity, unit price and amount, the amount
    first = columns[numeric[0]].kind if numeric else None
    numeric = [
        at for at in numeric if columns[at].kind is first
    ]  # shares and amounts have no scale in common
    found = []
    for at in numeric[:_MOST_SERIES]:
        points = tuple(
            (row[label] or "–", row[at])
            for row in table.rows[:_MOST_POINTS]
            if number_in(row[at]) is not None
        )
        if len(points) >= 2:
            found.append(Series(columns[at].label, points))
    return found


def excel_prompt(material: Material) -> str:
    """A spreadsheet with a sheet for each table, else with the labelled values as columns."""
    if material.picture and material.empty:
        return f"A spreadsheet made from a picture: {seen(material.picture)}. {unknown(material)}"
    money = money_of(material)
    if material.series:
        points = material.series[0].points
        head = ("Label", "Value") if any(value for _, value in points) else ("Label",)
        rows = [[_cell(text) for text in point[: len(head)]] for point in points]
        return f"A spreadsheet{titled(material)} with the columns {listing(head)}.{_rows(rows)}"
    if not material.tables:
        return _of_entries(material, money)
    sheets = [_sheet(material, table, money, at) for at, table in enumerate(material.tables[:4])]
    return "\n\n".join(sheets)


def _sheet(material: Material, table: Table, money: str, at: int) -> str:
    name = table.title or (material.title if at == 0 else "")
    about = plural(item_noun(material)) if at == 0 and item_noun(material) else ""
    first = f"{'A spreadsheet' if at == 0 else 'A further sheet'}{f' titled {quoted(name)}' if name else ''}"
    first += f" for the {about} of {article(noun_of(material))}" if about else ""
    columns = f" with the columns {_columns(table.columns, money)}."
    return (
        first
        + columns
        + _totals(table)
        + _rows([[_cell(cell) for cell in row] for row in table.rows[:_MOST_ROWS]])
    )


def _columns(columns: Sequence[Entry], money: str) -> str:
    return entries_words(columns, money).replace("(check box", "(yes or no")


def _cell(text: str) -> str:
    """A value as it stands in a list of values."""
    number = number_in(text)
    return number if number is not None else re.sub(r"[,;]", "", text)


def _rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows as the last lines of a sheet: what stands behind them would be read as one more value."""
    return f"\n\nIts first rows: {'; '.join(', '.join(row) for row in rows)}" if rows else ""


def _totals(table: Table) -> str:
    sums = [column.label for column in table.columns if column.kind is Kind.AMOUNT]
    if table.totals:
        return f" Below the rows, worked out from them: {listing([total.label for total in table.totals])}."
    return f" Below the rows the sum of {sums[-1]}." if sums else ""


def _of_entries(material: Material, money: str) -> str:
    entries: Sequence[Entry] = material.form or material.entries
    if not entries:
        rows = [[_cell(one.heading), _cell(one.gist or "–")] for one in material.sections[:_MOST_SECTIONS]]
        return (
            f"A spreadsheet{titled(material)} for the sections of {article(noun_of(material))} with the columns Heading "
            f"(text) and Summary (long text).{_rows(rows)}"
        )
    return (
        f"A spreadsheet{titled(material)} with the columns {_columns(entries, money)}: one row for each "
        f"{noun_of(material)}."
    )
