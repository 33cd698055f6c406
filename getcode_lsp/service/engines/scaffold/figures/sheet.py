"""A table as it is written to CSV: columns with types, rows, formulas, totals."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.spec import Type

BLANK_ROWS = 10
"""Rows that are left to be filled in where a sheet computes something but the prompt gives no rows."""
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Product:
    """A computed column: the names of columns with the signs between them, as in quantity * unit price.

    With a `function` ("SUM", "AVERAGE") the names are the first and the last column of those that it takes.
    """

    names: tuple[str, ...]
    signs: tuple[str, ...]
    function: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `choices` are its possible values, `formula` computes it from others of the same row."""

    name: str
    type: Type = Type.STRING
    choices: tuple[str, ...] = ()
    formula: Product | None = None

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.formula is not None or self.type in (Type.INTEGER, Type.NUMBER)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the prompt.

    `rows` are the text of its cells, without those of computed columns, which are "" there. `examples` is how many
    rows are made up. `totals` are functions of a spreadsheet ("SUM", "AVERAGE") for a row each at the end;
    `summed` names their columns, () for all that are numbers.`said` describes a table
    that is computed as a whole; `topic` is a word for what the table is about, "" where none is known.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    examples: int = 0
    totals: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    said: str = ""
    topic: str = ""


def letter(at: int) -> str:
    """The letters of a column by its index: A, B, …, Z, AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


_NUMERIC = re.compile(r"[-+]?\d[\d.,]*(?:[eE][+-]?\d+)?%?")


def inert(cell: str) -> str:
    """A text of the prompt that no spreadsheet takes for a formula: an apostrophe keeps it text."""
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMERIC.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_text(sheet: Sheet, rows: tuple[tuple[str, ...], ...]) -> str:
    """The whole as CSV by RFC 4180: a header row, lines that end in CRLF, quotes only where they are needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([inert(column.name) for column in sheet.columns])
    names = [column.name.lower() for column in sheet.columns]
    for at, row in enumerate(rows):
        cells = [
            _formula(column.formula, names, at + 2) if column.formula else inert(cell)
            for column, cell in zip(sheet.columns, row, strict=True)
        ]
        writer.writerow(cells)
    for function in sheet.totals if rows else ():
        writer.writerow(_totals(sheet, function, len(rows)))
    return out.getvalue()


def _formula(formula: Product, names: list[str], row: int) -> str:
    parts = [f"{letter(names.index(formula.names[0].lower()))}{row}"]
    if formula.function:
        return f"={formula.function}({parts[0]}:{letter(names.index(formula.names[1].lower()))}{row})"
    for sign, name in zip(formula.signs, formula.names[1:], strict=True):
        operand = (
            name if re.fullmatch(r"\d+(?:\.\d+)?%?", name) else f"{letter(names.index(name.lower()))}{row}"
        )
        parts.append(f"{sign}{operand}")
    return "=" + "".join(parts)


LABELS = {"SUM": "Total", "AVERAGE": "Average", "MAX": "Maximum", "MIN": "Minimum", "COUNT": "Count"}


def _totals(sheet: Sheet, function: str, count: int) -> list[str]:
    wanted = {name.lower() for name in sheet.summed}
    cells = []
    for at, column in enumerate(sheet.columns):
        summed = (
            column.name.lower() in wanted
            if wanted
            else column.numeric and not _unsummed(sheet, column, function)
        )
        cells.append(f"={function}({letter(at)}2:{letter(at)}{count + 1})" if summed else "")
    if not cells[0]:
        cells[0] = LABELS[function]
    return cells


def _unsummed(sheet: Sheet, column: Column, function: str) -> bool:
    """Whether numbers of a column name things or are prices of one, so that their sum means nothing."""
    low = column.name.lower()
    factors = {
        name.lower()
        for c in sheet.columns
        if c.formula and "*" in c.formula.signs
        for name in c.formula.names
    }
    if function == "SUM" and low in factors and re.search(r"price|rate|cost|fee|wage", low):
        return True
    if function != "SUM":
        return re.search(r"\b(?:id|no\.?|number|year|code|zip)\b|#", low) is not None
    return (
        re.search(
            r"\b(?:id|no\.?|number|year|code|age|unit price|price per|rate|rating|%|percent\w*|month|day|zip|week)\b|#",
            low,
        )
        is not None
    )
