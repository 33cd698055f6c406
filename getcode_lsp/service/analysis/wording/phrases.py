"""Pieces of sentences that all wordings share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.analysis.genres import genre
from getcode_lsp.service.analysis.material import Entry, Kind, Material, Picture, Section, Table
from getcode_lsp.service.analysis.values import currency_in

MOST_LISTED = 14


def listing(parts: Sequence[str], word: str = "and") -> str:
    """As in "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def quoted(text: str, longest: int = 120) -> str:
    """A text in quotes, shortened where it is long."""
    text = re.sub(r"[“”„\"]", "'", text)
    return f"“{text if len(text) <= longest else text[:longest].rpartition(' ')[0] + ' …'}”"


def article(noun: str) -> str:
    """A noun with its article."""
    spoken = re.match(r"[aeio]|u(?!n[ai]|s[ae]|til)|[AEFHILMNORSX](?=[A-Z])", noun)
    return f"{'an' if spoken else 'a'} {noun}"


def noun_of(material: Material) -> str:
    """What the document is, as a noun."""
    return material.genre if material.genre != "picture" else "picture"


def money_of(material: Material) -> str:
    """The code of the document's currency; empty where that isn't clear."""
    texts = [entry.value for entry in material.entries]
    texts += [cell for table in material.tables for row in table.rows for cell in row]
    texts += [column.label for table in material.tables for column in table.columns]
    return currency_in(texts)


def entry_words(entry: Entry, money: str = "") -> str:
    """A field or column with its kind, as in "Due date (date)"."""
    if entry.kind is Kind.CHOICE and entry.choices:
        kind = f"choice of {listing(entry.choices[:8], 'or')}"
    elif entry.kind is Kind.AMOUNT and money:
        kind = f"amount in {money}"
    else:
        kind = entry.kind.value
    return f"{entry.label} ({kind}{', required' if entry.required else ''})"


def entries_words(entries: Sequence[Entry], money: str = "") -> str:
    """The same for several, not too many."""
    return listing([entry_words(entry, money) for entry in entries[:MOST_LISTED]])


def table_words(table: Table, money: str = "") -> str:
    """A table by its columns and totals."""
    name = f"{quoted(table.title, 80)} " if table.title else ""
    words = f"a table {name}with the columns {entries_words(table.columns, money)}"
    if table.totals:
        words += f", and below it {listing([total.label for total in table.totals])}"
    return words


def item_noun(material: Material) -> str:
    """What one row of the document's main table is."""
    return genre(material.genre).item if material.genre != "picture" else ""


def section_words(section: Section) -> str:
    """A section by its heading and the gist of its text, or its points."""
    if section.items:
        return f"{quoted(section.heading, 90)} with the points {listing([quoted(one, 70) for one in section.items[:6]])}"
    if section.gist:
        return f"{quoted(section.heading, 90)} ({section.gist.rstrip('.')})"
    return quoted(section.heading, 90)


def sections_words(material: Material, most: int = MOST_LISTED) -> str:
    """The sections in their order, as a list of lines."""
    lines = []
    for section in material.sections[:most]:
        indent = "  " if section.level > _top(material) else ""
        lines.append(f"{indent}- {section_words(section)}")
    return "\n".join(lines)


def _top(material: Material) -> int:
    return min((section.level for section in material.sections), default=1)


def main_sections(material: Material) -> tuple[Section, ...]:
    """The sections of the highest level, or all where there is but one of those."""
    top = [one for one in material.sections if one.level == _top(material)]
    return tuple(top) if len(top) > 1 else material.sections


def titled(material: Material) -> str:
    """As in ` titled “Report”`; empty without a title."""
    return f" titled {quoted(material.title)}" if material.title else ""


def seen(picture: Picture) -> str:
    """What an image is to the eye, in one sentence."""
    ratio = picture.width / picture.height
    shape = "square" if 0.95 <= ratio <= 1.05 else "landscape" if ratio > 1 else "portrait"
    kind = "like a photo" if picture.photo else "like a drawing"
    colours = f", mostly {listing(picture.colours)}" if picture.colours else ""
    frames = f", animated in {picture.frames} frames" if picture.frames > 1 else ""
    return f"{picture.width} × {picture.height} pixels ({shape}), {kind}{colours}{frames}"


def unknown(material: Material) -> str:
    """For an image without text: honestly, what can't be told."""
    picture = material.picture
    if picture is None or not material.empty or material.series or material.buttons:
        return ""
    if not picture.text_sought:
        return "No text was looked for in it, so what it shows can't be told from here: say that in a sentence of your own."
    return "There is no readable text in it, so what it shows can't be told from here: say that in a sentence of your own."
