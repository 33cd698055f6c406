"""Tables: from a grid of cells, or from rows whose pieces stand below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.analysis.material import Entry, Kind, Table
from getcode_lsp.service.analysis.rows import Row, Segment, clean
from getcode_lsp.service.analysis.values import kind_of, kind_of_column

MOST_COLUMNS = 16
MOST_ROWS = 60
_LONGEST_CELL = 120
_MOST_CHOICES = 6
TOTALS = re.compile(
    r"(?:sub|grand\s|net\s|invoice\s)?\s?-?totals?|total\s.{0,24}|balance(?:\sdue)?|amount\sdue|(?:vat|tax|gst|mwst|sales\stax)\b.{0,16}|"
    r"shipping.{0,16}|discount.{0,16}|deposit|sum|summe|gesamt.{0,16}|zwischensumme|rounding|tip|service\scharge",
    re.IGNORECASE,
)
"""What stands before the sums below a table."""

Grid = Sequence[Sequence[str]]


def table_of(grid: Grid, title: str = "") -> Table | None:
    """The table that a grid of texts is, the first row its head; None where it is none (a box, a list of labels)."""
    rows = [[clean(cell, _LONGEST_CELL) for cell in row[:MOST_COLUMNS]] for row in grid[: MOST_ROWS + 1]]
    rows = _without_empty(rows)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if sum(bool(cell) for cell in rows[0]) == 1 and len(rows) > 2:  # a caption over all columns
        title = next(cell for cell in rows[0] if cell)
        rows = rows[1:]
    head, body = (rows[0], rows[1:]) if _is_head(rows[0], rows[1:]) else (_numbered(rows), rows)
    body, totals = _split_totals(body)
    if not body:
        return None
    columns = tuple(
        _column(label or f"Column {at + 1}", [row[at] for row in body]) for at, label in enumerate(head)
    )
    return Table(columns, tuple(tuple(row) for row in body), title, totals)


def labels_of(grid: Grid) -> tuple[Entry, ...]:
    """The labelled values that a grid of two columns holds; none where it has another form."""
    rows = _without_empty([[clean(cell, _LONGEST_CELL) for cell in row] for row in grid])
    if not rows or len(rows[0]) != 2 or any(not row[0] or kind_of(row[0]).numeric for row in rows):
        return ()
    colons = sum(row[0].endswith(":") for row in rows)
    kinds = {kind_of(row[1]) for row in rows if row[1]}
    if colons * 2 < len(rows) and kind_of(rows[0][1]) is Kind.TEXT and rows[0][1]:
        return ()  # its first row looks like a head
    if colons * 2 < len(rows) and len(kinds) < 2 and all(row[1] for row in rows) and len(rows) > 2:
        return ()  # one kind of value throughout: a table without a head
    return tuple(
        Entry(row[0].rstrip(": "), kind_of_column(row[0], [row[1]]), row[1]) for row in rows[:MOST_ROWS]
    )


def aligned(rows: Sequence[Row]) -> list[tuple[int, int, Table]]:
    """The tables without ruled lines: where each begins and ends among the rows, and what it holds."""
    found = []
    at = 0
    while at < len(rows):
        end = _run(rows, at)
        cells = _cells(rows[at:end]) if end - at >= 2 else []
        table = table_of(cells) if end - at >= 3 or _short(cells) else None
        if table and _plausible(table, headed=_is_head(cells[0], cells[1:])):
            found.append((at, end, table))
            at = end
        else:
            at += 1
    return found


def _run(rows: Sequence[Row], start: int) -> int:
    """The end of the rows that fit below the columns of the first."""
    head = rows[start]
    if len(head) < 2:
        return start
    end = start + 1
    while end < len(rows) and _fits(head, rows[end]) and _near(rows[end - 1], rows[end]):
        if len(rows[end]) == 1 and rows[end][0].size > 1.1 * head[0].size:
            break  # the heading of what follows
        end += 1
    while end > start and len(rows[end - 1]) < 2:  # a line of text behind the table is no part of it
        end -= 1
    return end


def _fits(head: Row, row: Row) -> bool:
    taken = [_column_at(head, segment) for segment in row]
    if None in taken or len(set(taken)) != len(taken):
        return False
    return len(row) >= min(len(head), 2) or taken[0] in (0, 1)


def _near(above: Row, below: Row) -> bool:
    return below[0].top - above[0].bottom < 2.2 * max(below[0].size, above[0].size)


def _column_at(head: Row, segment: Segment) -> int | None:
    """The column whose head overlaps a segment, or lines up with its left or right edge."""
    best, most = None, -1.5 * segment.size
    for at, top in enumerate(head):
        overlap = min(top.x1, segment.x1) - max(top.x0, segment.x0)
        if overlap > most:
            best, most = at, overlap
    return best


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    head = rows[0]
    grid: list[list[str]] = []
    for row in rows:
        cells = [""] * len(head)
        for segment in row:
            at = _column_at(head, segment)
            cells[at if at is not None else 0] = segment.text
        alone = sum(bool(cell) for cell in cells) == 1
        if grid[1:] and alone and not TOTALS.fullmatch("".join(cells)):
            grid[-1] = [f"{old} {new}".strip() for old, new in zip(grid[-1], cells, strict=True)]
        else:
            grid.append(cells)
    return grid


def _short(cells: Grid) -> bool:
    """Whether two aligned rows are enough: a head of four or more above one row of values, or two names with prices."""
    if len(cells) != 2 or not all(all(row) for row in cells):
        return False
    kinds = [[kind_of(cell) for cell in row] for row in cells]
    if len(cells[0]) >= 4:
        return _is_head(cells[0], cells[1:]) and sum(kind.numeric for kind in kinds[1]) >= 2
    return kinds[0] == kinds[1] == [Kind.TEXT, Kind.AMOUNT]


def _plausible(table: Table, headed: bool) -> bool:
    """Whether aligned rows are a table, rather than prose or labels that happen to line up."""
    if any(column.label.endswith(":") or len(column.label) > 40 for column in table.columns):
        return False
    telling = sum(column.kind is not Kind.TEXT for column in table.columns)
    short = all(len(cell) <= 60 for row in table.rows for cell in row)
    filled = sum(bool(cell) for row in table.rows for cell in row) / (len(table.rows) * len(table.columns))
    numeric = sum(column.kind.numeric for column in table.columns)
    if not headed and numeric < (1 if len(table.columns) == 2 else 2):
        return False  # without a head, numbers alone tell a table from labels beside their values
    least = 1 if headed and len(table.columns) >= 4 else 2
    return len(table.rows) >= least and filled >= 0.6 and (telling > 0 or (len(table.columns) >= 3 and short))


def _without_empty(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The grid without rows and columns that hold nothing, every row as long as the longest."""
    width = max((len(row) for row in rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows if any(row)]
    kept = [at for at in range(width) if any(row[at] for row in full)]
    return [[row[at] for at in kept] for row in full]


def _is_head(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a first row names columns: it holds no values."""
    if any(kind_of(cell) not in (Kind.TEXT, Kind.INTEGER) for cell in first):
        return False
    if any(re.search(r"\d{3}", cell) and not re.search(r"\b(?:19|20)\d\d\b", cell) for cell in first):
        return False  # a number of something
    years = [cell for cell in first if kind_of(cell) is Kind.INTEGER]
    if years and not all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in years):
        return False
    return sum(bool(cell) for cell in first) * 2 > len(first) and bool(body)


def _numbered(rows: Sequence[Sequence[str]]) -> list[str]:
    """Heads for a table that has none, by the kinds of its values."""
    labels = []
    for at in range(len(rows[0])):
        kind = kind_of_column("", [row[at] for row in rows])
        word = "price" if kind is Kind.AMOUNT else kind.value
        labels.append("Name" if at == 0 and kind is Kind.TEXT else word.capitalize())
    seen: dict[str, int] = {}
    for at, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        labels[at] = label if seen[label] == 1 else f"{label} {seen[label]}"
    return labels


def _split_totals(body: Sequence[Sequence[str]]) -> tuple[list[list[str]], tuple[Entry, ...]]:
    """The rows of a body, and the sums that stand below them."""
    rows = [list(row) for row in body]
    totals: list[Entry] = []
    while len(rows) > 1 or (rows and len(body) > 1):
        filled = [cell for cell in rows[-1] if cell]
        if (
            not filled
            or not TOTALS.fullmatch(filled[0].rstrip(": "))
            or len(filled) > max(2, len(rows[-1]) - 1)
        ):
            break
        label = filled[0].rstrip(": ")
        if len(filled) > 1:
            totals.insert(0, Entry(label, kind_of_column(label, [filled[-1]]), filled[-1]))
        rows.pop()
    return rows, tuple(totals)


def _column(label: str, values: Sequence[str]) -> Entry:
    kind = kind_of_column(label, values)
    given = [value for value in values if value]
    different = sorted(set(given))
    few = 2 <= len(different) <= min(_MOST_CHOICES, len(given) // 2)
    if kind is Kind.TEXT and few and all(re.fullmatch(r"[^\W\d_][\w -]{0,19}", value) for value in different):
        return Entry(label, Kind.CHOICE, choices=tuple(different))
    return Entry(label, kind)
