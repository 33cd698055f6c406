"""Pages of text in their places become `Material`: title, sections, tables, labels, fields, genre."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from getcode_lsp.service.analysis.genres import recognise
from getcode_lsp.service.analysis.labels import labelled, plain_label
from getcode_lsp.service.analysis.material import Entry, Material, Section, Table
from getcode_lsp.service.analysis.outline import gist_of, is_heading, sections_of, without_bullet
from getcode_lsp.service.analysis.rows import Box, Row, Segment, body_size, columns_apart, rows_of, text_of
from getcode_lsp.service.analysis.tables import Grid, aligned, labels_of, table_of

MOST_SECTIONS = 40
MOST_ENTRIES = 40
MOST_TABLES = 8
_MOST_LINES = 60
_PROSE = 60  # letters of a line that goes on in the next one
_PAGE_NUMBER = re.compile(r"(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"untitled.*|\(?anonymous\)?|microsoft\s(?:word|powerpoint|excel)\s-.*|document\d*|.*\.(?:docx?|pptx?|xlsx?|indd|pdf|tex|odt|html?)|about:blank",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands where on a page; `grids` are its ruled tables with the box that each takes."""

    width: float
    height: float
    segments: tuple[Segment, ...]
    grids: tuple[tuple[Box, Grid], ...] = ()


@dataclass
class _Found:
    rows: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    form: list[Entry] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_pages(
    pages: Sequence[Page], medium: str, title: str = "", author: str = "", letters: float | None = None
) -> Material:
    """All that the pages hold.

    `title` and `author` are what the file says of itself, to be believed or not; `letters` is the size of most letters
    where not all of them are in the pages.
    """
    repeated = _repeated(pages)
    body = letters or body_size(row for page in pages for row in rows_of(page.segments))
    found = _Found()
    for at, page in enumerate(pages):
        # A running head is no text of its own, except where it stands for the first time.
        _read(page, repeated if at else frozenset(), body, found)
    own_title = "" if _NO_TITLE.fullmatch(title.strip()) or len(title) > 160 else title.strip()
    shown, rows = _title(found.rows, body)
    bold = sum(row[0].bold for row in rows) * 2 > len(rows)
    before, sections = sections_of(rows, body, all_bold=bold)
    title = _chosen(own_title, shown)
    sections = [one for one in sections if one.heading and one.heading != title][:MOST_SECTIONS]
    found.tables = [
        replace(one, title="") if one.title == shown else one for one in _merged(found.tables)[:MOST_TABLES]
    ]
    genre = recognise(title, found.texts, sections, found.tables, found.form)
    return Material(
        medium=medium,
        genre=genre,
        title=title,
        author="" if _NO_TITLE.fullmatch(author) else author[:80],
        pages=len(pages),
        sections=tuple(sections),
        entries=_different(found.entries)[:MOST_ENTRIES],
        form=_different(found.form)[:MOST_ENTRIES],
        tables=tuple(found.tables),
        lines=tuple(_paragraphs(before)[:_MOST_LINES]),
    )


def _read(page: Page, repeated: frozenset[str], body: float, found: _Found) -> None:
    found.texts += [text_of(row) for row in rows_of(page.segments)][:400]
    grids: list[tuple[Box, Table | None]] = []
    for box, grid in page.grids:
        entries = labels_of(grid)
        table = None if entries else table_of(grid)
        _file(found, entries)
        if entries or table:
            grids.append((box, table))
    outside = [one for one in page.segments if not any(box.holds(one) for box, _ in grids)]
    headings: list[Row] = []
    for part in columns_apart(outside, page.width):
        _read_column(
            [row for row in rows_of(part) if not _marginal(row, page, repeated)], body, found, headings
        )
    for box, table in grids:
        if table:
            _add_table(table, headings, box.top, found)


def _read_column(rows: Sequence[Row], body: float, found: _Found, headings: list[Row]) -> None:
    """File the rows of one column; its headings are added to those of the page."""
    runs = aligned(rows)
    for at, row in enumerate(rows):
        run = next((run for run in runs if run[0] <= at < run[1]), None)
        if run is None:
            if is_heading(row, body):
                headings.append(row)
            _keep(row, body, found)
        elif run[0] == at:
            _add_table(run[2], headings, row[0].top, found)


def _keep(row: Row, body: float, found: _Found) -> None:
    """File a row that is in no table: as a heading, labelled values, fields, or text."""
    if not is_heading(row, body):
        entries, form = labelled(row)
        found.entries += entries
        found.form += form
        if entries or form:
            return
    found.rows.append(row)


def _file(found: _Found, entries: Sequence[Entry]) -> None:
    """Values are values; labels without one are a form's."""
    empty = [entry for entry in entries if not entry.value]
    if len(empty) * 2 > len(entries):
        found.form += entries
    else:
        found.entries += entries


def _add_table(table: Table, headings: Sequence[Row], top: float, found: _Found) -> None:
    """Keep a table; one without a title of its own has that of the heading above it."""
    found.tables.append(replace(table, title=table.title or _above(headings, top)))
    found.entries += table.totals


def _above(headings: Sequence[Row], top: float) -> str:
    """The heading that stands closest above a place."""
    above = [row for row in headings if row[0].top < top]
    return text_of(max(above, key=lambda row: row[0].top)) if above else ""


def _marginal(row: Row, page: Page, repeated: frozenset[str]) -> bool:
    """Whether a row is a running head, a footer or a page's number."""
    text = text_of(row)
    edge = row[0].bottom < page.height * 0.1 or row[0].top > page.height * 0.9
    return edge and (bool(_PAGE_NUMBER.fullmatch(text)) or re.sub(r"\d+", "0", text) in repeated)


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    """The texts that stand on most pages, numbers aside."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({re.sub(r"\d+", "0", text_of(row)) for row in rows_of(page.segments)})
    return frozenset(text for text, count in seen.items() if count * 3 > len(pages) * 2)


def _title(rows: Sequence[Row], body: float) -> tuple[str, list[Row]]:
    """The largest of the first rows where it is larger than the text, and the other rows."""
    top = [row for row in rows[:12] if len(row) <= 2]
    if not top:
        return "", list(rows)
    largest = max(top, key=lambda row: row[0].size)
    if min(one.size for one in largest) < body * 1.1 and not is_heading(largest, body):
        return "", list(rows)
    at = next(at for at, row in enumerate(rows) if row is largest)
    end = at + 1
    while end < len(rows) and len(rows[end]) == 1 and _continues(rows[end - 1][0], rows[end][0]):
        end += 1
    title = " ".join(text_of(row) for row in rows[at:end])
    return title[:160], [*rows[:at], *rows[end:]]


def _continues(above: Segment, below: Segment) -> bool:
    """Whether a title goes on in the next line."""
    return abs(below.size - above.size) < 0.3 and 0 <= below.top - above.bottom < 0.35 * below.size


def _chosen(own: str, shown: str) -> str:
    """The shown title, unless the file's own says the same and more."""
    return own if not shown or shown.lower() in own.lower() else shown


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines of running text as the first sentence of each paragraph; short lines as they are."""
    paragraphs: list[list[str]] = []
    for line in map(without_bullet, lines):
        if paragraphs and len(paragraphs[-1][-1]) >= _PROSE:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [one[0] if len(one) == 1 and len(one[0]) < _PROSE else gist_of(one) for one in paragraphs]


def _different(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each label once."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        kept.setdefault(entry.label.lower(), entry)
    return tuple(kept.values())


def _merged(tables: Sequence[Table]) -> list[Table]:
    """The tables, one that goes on over a page break as one."""
    merged: list[Table] = []
    for table in tables:
        last = merged[-1] if merged else None
        if last and [one.label for one in last.columns] == [one.label for one in table.columns]:
            merged[-1] = replace(last, rows=last.rows + table.rows, totals=last.totals + table.totals)
        else:
            merged.append(table)
    return merged


def with_form(material: Material, form: Sequence[Entry], buttons: Sequence[str] = ()) -> Material:
    """The material with the fields of a form that the file itself declares, or that are drawn in it."""
    fields = _different([*form, *material.form])
    sections: tuple[Section, ...] = material.sections
    texts = [*material.lines, *(entry.label for entry in material.entries)]
    entries, names = material.entries, {one.label.lower() for one in fields}
    lines = tuple(line for line in material.lines if plain_label(line).lower() not in names)
    if len(fields) >= 2:
        entries = tuple(one for one in entries if one.value and one.label.lower() not in names)
    genre = recognise(material.title, texts, sections, material.tables, fields)
    return replace(material, form=fields, buttons=tuple(buttons), genre=genre, entries=entries, lines=lines)
