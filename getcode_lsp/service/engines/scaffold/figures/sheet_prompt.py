"""What a prompt asks of a table: its columns and rows, given, computed or as examples."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS
from getcode_lsp.service.engines.scaffold.figures.grids import Grid, read_grid
from getcode_lsp.service.engines.scaffold.figures.lexing import visible
from getcode_lsp.service.engines.scaffold.figures.series import Data, read_data
from getcode_lsp.service.engines.scaffold.figures.sheet import MOST_ROWS, Column, Sheet
from getcode_lsp.service.engines.scaffold.figures.sheet_columns import (
    read_columns,
    split_list,
    with_formulas,
)
from getcode_lsp.service.engines.scaffold.figures.sheet_computed import computed_sheet
from getcode_lsp.service.engines.scaffold.figures.sheet_rows import labelled, take_labels
from getcode_lsp.service.engines.scaffold.figures.sheet_samples import example_rows
from getcode_lsp.service.engines.scaffold.figures.sheet_spans import ROWWISE
from getcode_lsp.service.engines.scaffold.spec import Type

_COUNTS = {"a few": 3, "some": 5, "several": 5, **COUNTS}
_COUNT = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(_COUNTS)})\s+(?:(?:sample|example|dummy|random|realistic|fictional|made[\s-]up|mock|test|plausible|empty|blank|data|more|different)\s+)*"
    r"(?P<what>rows?|lines?|entries|records|items?|examples?|samples?|employees|people|persons|students|customers|products|books|movies|tasks|orders|members|contacts|transactions|invoices|values)\b(?!\s+(?:and|of|a)\s+\d)",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"\b(?:sample|example|dummy|placeholder|test|mock|fake|fictional|realistic)\s+(?:data|rows?|values|entries|lines?|records|content)\b|\bfill(?:ed)? (?:it )?(?:in )?with\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:grand\s+)?totals?\s+(?:row|line|at|in the last|on the last|below)\b|\b(?:a|the|and|with|add|plus|include)\s+(?:an?\s+|the\s+)?(?:grand\s+)?(?:totals?|sums?)\b(?!\s*(?:=|price|cost|value|amount|column|pay|hours|due|score|points|sales|revenue|spent|weight|volume|distance|time|marks|,|\())|\bsums?\s+(?:row|line|at|up|of all|of the)\b|\bgrand total\b|(?<!,\s)\btotals?\s*[.!]?\s*\Z|\btotals? of\b|\btotal the\b|\bsum up\b",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(
    r"\brows?,?\s(?:and|plus|with)\s(?:an?\s|the\s)?(?:grand\s)?total\s(?!row|line|at|below|in\b|for|of|column)(?P<behind>[^\W\d]\w*(?:\s[^\W\d]\w*)?)(?=\s*[.,;\n]|\s*\Z|\s(?:at|in|below)\s)"
    r"|\btotal\s(?!row|line|at|below|in\b|for|of|column)(?P<low>[^\W\d]\w*(?:\s[^\W\d]\w*)?)\s(?:at the (?:bottom|end|foot)|below|underneath|(?:in|as|on) (?:the|a) last (?:row|line))",
    re.IGNORECASE,
)
"""A row with the total of one column, as in "5 sample rows and the total cost" or "total revenue at the bottom"."""
_AVERAGE = re.compile(
    r"\b(?:an?|the|with)\s+(?:row with\s+)?(?:the\s+)?(?:averages?|mean)\b|\band\s(?:averages?|mean)\b(?!\s[^\W\d])|\baverages?\s+(?:row|at|below)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:totals?|sums?|averages?)(?:\s+row)?\s+(?:\(\w+\)\s*)?(?:for|of|over)\s+(?:the\s+|all\s+)?(?:columns?\s*)?:?\s*([^.;!?\n]+)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+(.+)$", re.MULTILINE)
_ROWS = re.compile(
    r"\b(?:rows|entries|data|lines|values|records)\s*[:=]\s*(?P<list>.+)\Z", re.IGNORECASE | re.DOTALL
)
_ITEM = re.compile(
    r"(?:(?P<qty>\d+(?:[.,]\d+)?)\s*(?P<unit>kg|g|l|ml|pcs|packs?|bottles?|boxes|cans?|x|bags?)?\s+(?:of\s+)?)?(?P<name>[^\W\d][^\d$€£]*?)\s*(?:[:=@-]|\bat\b|\bfor\b)?\s*(?P<price>[$€£]?\s?\d+(?:[.,]\d{1,2})?\s?[€$£]?)?(?P<per>\s(?:per|a|an|each)(?:\s[^\W\d]\w{1,15})?)?"
)
_THINGS_LISTED = re.compile(r"\blist\b[^:\n]{0,20}:(?:[^\n.]*?(?:,|\band))?\s\d{1,3}\s[^\W\d]", re.IGNORECASE)
_TOLD = re.compile(r"(?<=[.;\n] )([^\W\d][\w ]{0,30}):\s([^.;:\n]{1,200}?)\s?(?=[.;\n]|\Z)")
_TEMPLATES: tuple[tuple[str, str], ...] = (
    (r"\bbudget", "Category, planned, actual, difference"),
    (r"\binvoice", "Item, quantity, unit price, amount"),
    (r"\binventory|\bstock\b", "SKU, product, quantity, unit price, total value"),
    (r"\bexpense", "Date, category, description, amount"),
    (r"\bemployee|\bstaff", "Name, email, department, start date, salary"),
    (r"\bcontact|\baddress book|\bcustomer list|\bclient list", "Name, email, phone, city"),
    (r"\bproject plan|\btask list|\bto-?do|\bproject tracker|\btask tracker", "Task, owner, start date, end date, status (open, in progress, done)"),
    (r"\btime ?sheet|\bworking hours", "Date, project, task, hours"),
    (r"\bgrade ?book|\bgrades", "Student, subject, grade, date"),
    (r"\bworkout|\btraining (?:log|plan)", "Date, exercise, sets, reps, weight"),
    (r"\breading list|\bbook list", "Title, author, year, status (to read, reading, read)"),
    (r"\bsales\b", "Date, customer, product, quantity, unit price, amount"),
    (r"\bguest list", "Name, email, attending (yes/no), notes"),
    (r"\bshopping list|\bgrocer", "Item, quantity, price, amount"),
)  # fmt: skip


class NoTable(ValueError):
    """A prompt in which there is nothing to make columns of."""


def read_sheet(prompt: str) -> Sheet:
    """Read a prompt; raises `NoTable`."""
    text = visible(prompt).strip()
    totals = tuple(
        f
        for f, pattern in (("SUM", _TOTAL), ("AVERAGE", _AVERAGE))
        if (f == "SUM" and _TOTAL_OF.search(text))
        or pattern.search(ROWWISE.sub("()", re.sub(r"\"[^\"]*\"", "", text)))
    )
    grid = read_grid(text, loose=True)
    computed = computed_sheet(text) if grid is None else None
    if computed is not None:
        return computed
    summed = _summed(text)
    if grid is not None:
        return _from_grid(grid, totals, summed)
    text = _COLUMN.sub(r"\1", text)
    columns = read_columns(text)
    rows, own = _given_rows(text, columns)
    if rows:
        own = _typed(own, rows)
        return Sheet(own, rows, totals=totals, summed=_known(summed, own))
    if labelled_sheet := _labelled(text, totals, summed):
        return labelled_sheet
    if not columns:
        data = read_data(text)
        if (
            data is not None
            and data.series
            and data.values()
            and not data.numbered
            and len(data.categories) > 1
        ):
            return _from_data(data, totals)
        columns = _template(text)
    if not columns:
        raise NoTable
    return Sheet(
        columns, examples=_count(text), totals=totals, summed=_known(summed, columns), topic=_topic(text)
    )


_COLUMN = re.compile(
    r"\b(?:an?|the)\s(\w{2,20}(?:\s\w{1,20}){0,2}?)\scolumn\b(?=\s?[(,.]|\s*\Z)", re.IGNORECASE
)


def _labelled(text: str, totals: tuple[str, ...], summed: tuple[str, ...]) -> Sheet | None:
    """The table whose rows the prompt names, as in "for each month"; None where it names none."""
    labels, rest = take_labels(text)
    columns, place = labelled(read_columns(rest), labels) if labels else ((), -1)
    if labels is None or place < 0 or len(columns) < 2:
        return None
    kept = Sheet(columns, topic=_topic(text))
    rows = (
        example_rows(kept, len(labels.names)) if _count(text) else [("",) * len(columns)] * len(labels.names)
    )
    filled = tuple(
        (*row[:place], name, *row[place + 1 :]) for name, row in zip(labels.names, rows, strict=True)
    )
    return Sheet(columns, filled, totals=totals, summed=_known(summed, columns))


_TOPIC = re.compile(
    r"\b(?:budget|expenses?|inventory|hardware|products?|tasks?|books?|movies?|groceries|workout|courses?|recipes?)\b",
    re.IGNORECASE,
)


def _topic(text: str) -> str:
    match = _TOPIC.search(text)
    return match[0].lower() if match else ""


def _summed(text: str) -> tuple[str, ...]:
    below = _TOTAL_OF.search(text)
    if below:
        return (below["behind"] or below["low"],)
    match = _FOR.search(text)
    if match is None:
        match = re.search(r"\baverage\s+([^\W\d]\w*(?:\s\w+)?)\s*[.!]?\s*\Z", text, re.IGNORECASE)
    return tuple(split_list(match[1])) if match else ()


def _known(names: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
    own = {column.name.lower(): column.name for column in columns}
    return tuple(own[name.lower()] for name in names if name.lower() in own)


def _template(text: str) -> tuple[Column, ...]:
    for pattern, columns in _TEMPLATES:
        if re.search(pattern, text, re.IGNORECASE):
            return read_columns(f"columns: {columns}")
    return ()


def _count(text: str) -> int:
    for match in _COUNT.finditer(text):
        word = match[1].lower()
        count = int(word) if word.isdigit() else _COUNTS[word]
        if "empty" in match[0] or "blank" in match[0]:
            return 0
        return min(count, MOST_ROWS)
    return 5 if _EXAMPLES.search(text) else 0


# ---- given rows ----------------------------------------------------------------------------------------


def _from_grid(grid: Grid, totals: tuple[str, ...], summed: tuple[str, ...]) -> Sheet:
    columns = []
    described = {column.name.lower(): column for column in read_columns(grid.around)}
    for at, name in enumerate(grid.header):
        cells = [row[at] for row in grid.rows if row[at]]
        numbers = bool(cells) and all(_is_number(cell) for cell in cells)
        own = described.get(name.lower())
        kind = Type.NUMBER if numbers else own.type if own and not cells else Type.STRING
        columns.append(Column(name or f"Column {at + 1}", kind, formula=own.formula if own else None))
    rows = tuple(tuple(_plain_number(cell) for cell in row) for row in grid.rows)
    names = {column.name.lower() for column in columns}
    for column in described.values():
        if (
            column.formula
            and column.name.lower() not in names
            and all(n.lower() in names or n[0].isdigit() for n in column.formula.names)
        ):
            columns.append(column)
            rows = tuple((*row, "") for row in rows)
    found = tuple(columns)
    return Sheet(found, rows, totals=totals, summed=_known(summed, found))


def _typed(columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """The columns with the types that their cells have."""
    numbers = [
        all(_is_number(row[at]) for row in rows if row[at]) and any(row[at] for row in rows)
        for at in range(len(columns))
    ]
    return tuple(
        replace(column, type=Type.NUMBER if number or column.formula else Type.STRING)
        for column, number in zip(columns, numbers, strict=True)
    )


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", cell) is not None


def _plain_number(cell: str) -> str:
    return cell.replace(",", "") if _is_number(cell) else cell


def _from_data(data: Data, totals: tuple[str, ...]) -> Sheet:
    unit = f" ({data.unit})" if data.unit else ""
    temporal = (
        "Month"
        if data.ordered
        and re.match(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", data.categories[0])
        else "Category"
    )
    columns = [Column(data.axis or temporal)]
    for series in data.series:
        name = series.name[:1].upper() + series.name[1:]
        columns.append(Column(f"{name if len(name) < 50 else 'Value'}{unit}", Type.NUMBER))
    rows = [
        (name, *(("" if s.values[at] is None else f"{s.values[at]:.15g}") for s in data.series))
        for at, name in enumerate(data.categories)
    ]
    return Sheet(tuple(columns), tuple(rows), totals=totals)


def _given_rows(
    text: str, columns: tuple[Column, ...]
) -> tuple[tuple[tuple[str, ...], ...], tuple[Column, ...]]:
    """Rows that are written out: behind "rows:", as bullets, or as the items of a shopping list."""
    match = _ROWS.search(text)
    lines = [line.strip(" .") for line in re.split(r"[;\n]", match["list"])] if match else []
    lines = [re.sub(r"^(?:[-*•]|\d{1,3}[.)])\s+", "", line) for line in lines if line]
    if not lines:
        lines = [bullet.strip() for bullet in _BULLET.findall(text)]
    rows = [split_cells(line) for line in lines[:MOST_ROWS]]
    entered = [at for at, column in enumerate(columns) if column.formula is None]
    if columns and rows and all(len(row) in (len(entered), len(columns)) for row in rows):
        whole = [row if len(row) == len(columns) else _placed(row, entered, len(columns)) for row in rows]
        return tuple(
            tuple("" if c.formula else cell for c, cell in zip(columns, row, strict=True)) for row in whole
        ), columns
    told = [(match[1], *split_cells(match[2])) for match in _TOLD.finditer(text)][:MOST_ROWS]
    if len(told) > 1 and columns and all(len(row) == len(entered) for row in told):
        return tuple(tuple(_placed([*row], entered, len(columns))) for row in told), columns
    listed = _THINGS_LISTED.search(text) and not _COUNT.search(text)
    if len(columns) < 2 or listed or re.search(r"\bshopping|\bgrocer", text, re.IGNORECASE):
        items, own = _shopping(text)
        known = {column.name.lower() for column in own}
        more = [] if listed else [column for column in columns if column.name.lower() not in known]
        if items:
            return tuple((*row, *("" for _ in more)) for row in items), with_formulas([*own, *more])
    return (), columns


def split_cells(line: str) -> list[str]:
    """The cells of a row: parted at commas, tabs or bars, without the quotes around them."""
    for delimiter in ("\t", "|", ","):
        if delimiter in line:
            parts = (
                re.findall(r'\s*(?:"((?:[^"]|"")*)"|([^,\t|]*))\s*(?:[,\t|]|\Z)', line.strip("| "))
                if delimiter == ","
                else [("", p) for p in line.strip("| ").split(delimiter)]
            )
            cells = [(a.replace('""', '"') or b).strip() for a, b in parts]
            return (
                cells[:-1]
                if delimiter == "," and cells and not cells[-1] and not line.rstrip().endswith(",")
                else cells
            )
    return [line]


def _placed(row: list[str], entered: list[int], count: int) -> list[str]:
    cells = [""] * count
    for at, cell in zip(entered, row, strict=True):
        cells[at] = cell
    return cells


def _shopping(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[Column, ...]]:
    match = re.search(
        r"\b(?:list|items?|groceries|buy)\b[^:\n]{0,20}:\s*(.+)", text, re.IGNORECASE | re.DOTALL
    )
    if match is None:
        return (), ()
    body = re.split(r"[.!?](?:\s|\Z)", match[1])[0]
    found = [_ITEM.fullmatch(part) for part in split_list(body.replace("\n", ", "))]
    if (
        not found
        or any(item is None for item in found)
        or not any(item and (item["qty"] or item["price"]) for item in found)
    ):
        return (), ()
    items = [item for item in found if item]
    priced = any(item["price"] for item in items)
    counted = any(item["qty"] for item in items)
    columns = [Column("Item"), *([Column("Quantity", Type.NUMBER), Column("Unit")] if counted else [])]
    columns += [Column("Price", Type.NUMBER)] if priced else []
    rows = []
    for item in items:
        row = [
            " ".join([item["name"].strip(), *([f"({item['per'].strip()})"] if item["per"] else [])]),
            *([(item["qty"] or "1").replace(",", "."), item["unit"] or ""] if counted else []),
        ]
        rows.append(
            tuple([*row, re.sub(r"[^\d.]", "", (item["price"] or "").replace(",", "."))] if priced else row)
        )
    return tuple(rows), tuple(columns)
