"""Output of type excel: a table as CSV.

CSV has no comments, so what was understood stands in the improved prompt alone; the file is data from its first line.
"""

from __future__ import annotations

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.figures.sheet import BLANK_ROWS, Column, Sheet, csv_text
from getcode_lsp.service.engines.scaffold.figures.sheet_prompt import NoTable, read_sheet
from getcode_lsp.service.engines.scaffold.figures.sheet_samples import example_rows
from getcode_lsp.service.engines.scaffold.spec import Type
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer


def _understand(task: Task) -> Sheet:
    try:
        return read_sheet(task.prompt)
    except NoTable:
        raise EngineRefusal(
            "The scaffold engine found no columns in the prompt: name them, as in "
            '"a budget with columns category, planned, actual and difference, 10 sample rows", or write the table. '
            f"{OTHER_ENGINES}"
        ) from None


def _write(task: Task) -> str:
    sheet = _understand(task)
    rows = sheet.rows
    if not rows and sheet.examples:
        rows = example_rows(sheet, sheet.examples)
    elif not rows and (sheet.totals or any(column.formula for column in sheet.columns)):
        rows = tuple(("",) * len(sheet.columns) for _ in range(BLANK_ROWS))
    return csv_text(sheet, rows)


def _improve(task: Task) -> str:
    sheet = _understand(task)
    if sheet.said:
        return f"{sheet.said}, as a table."
    lead = f"A {sheet.topic} table" if sheet.topic else "A table"
    sentences = [
        f"{lead} with columns: {', '.join(_column(column, bare=bool(sheet.rows)) for column in sheet.columns)}."
    ]
    if sheet.examples:
        sentences.append(f"Fill it with {sheet.examples} sample rows.")
    names = f" for {', '.join(sheet.summed)}" if sheet.summed else ""
    sentences += [
        f"Add a {'totals' if function == 'SUM' else 'row with the average'}{' row' if function == 'SUM' else ''}{names}."
        for function in sheet.totals
    ]
    text = " ".join(sentences)
    if sheet.rows:
        entered = [at for at, column in enumerate(sheet.columns) if column.formula is None]
        table = [
            [sheet.columns[at].name for at in entered],
            ["---"] * len(entered),
            *([row[at] for at in entered] for row in sheet.rows),
        ]
        text += "\n\n" + "\n".join(
            f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in table
        )
    return text


_TYPES = {
    Type.INTEGER: "integer", Type.NUMBER: "number", Type.BOOLEAN: "yes/no", Type.DATE: "date", Type.DATETIME: "datetime",
    Type.TIME: "time", Type.EMAIL: "email", Type.URL: "url",
}  # fmt: skip


def _column(column: Column, *, bare: bool) -> str:
    """A column as it is named in a brief; `bare` leaves out the types, which the rows show themselves."""
    if column.formula:
        terms = column.formula.names[0]
        if column.formula.function:
            verb = "sum" if column.formula.function == "SUM" else "average"
            return f"{column.name} ({verb} of {terms} to {column.formula.names[1]})"
        for sign, name in zip(column.formula.signs, column.formula.names[1:], strict=True):
            terms += f" {sign} {name}"
        return f"{column.name} = {terms}"
    if bare:
        return column.name
    if column.choices:
        return f"{column.name} ({', '.join(column.choices)})"
    return (
        f"{column.name} ({_TYPES[column.type]})"
        if column.type in _TYPES and "(" not in column.name
        else column.name
    )


WRITER = Writer(_write, _improve)
