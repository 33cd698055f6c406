"""Documents for print: their kinds, their parts, and their briefs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from getcode_lsp.service.engines.scaffold.look import Look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, first, write_brief
from getcode_lsp.service.engines.scaffold.pages.model import Kind, Section

KINDS = {
    "invoice": r"invoice|bill\b|rechnung", "quote": r"quotation|estimate|price\s+quote|\bquote\s+for\b|offer\s+with\s+prices", "receipt": r"receipt",
    "minutes": r"minutes|meeting\s+notes", "cv": r"\bcv\b|curriculum\s+vitae|r[eé]sum[eé]", "contract": r"contract|agreement|\bnda\b|lease|terms\s+(?:and\s+conditions|of\s+service)",
    "letter": r"letter|memo\b|memorandum", "report": r"report|analysis|study|white\s?paper|case\s+study", "proposal": r"proposal|pitch\b|business\s+plan|project\s+plan",
    "job": r"job\s+(?:description|posting|advert\w*|ad\b)|vacancy", "recipe": r"recipe", "press release": r"press\s+release", "agenda": r"(?:meeting\s+)?agenda",
    "certificate": r"certificate|diploma", "guide": r"guide|manual|handbook|instructions|how-to|tutorial|checklist|policy|specification",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with what stands under it: paragraphs, a list, a table; an empty heading continues the one before."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `facts` stand under its title, `signers` below its end."""

    kind: str
    title: str
    look: Look
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    signers: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def document_kind(text: str) -> str:
    """What kind of document a prompt names first; "document" where it names none."""
    found = [
        (match.start(), kind)
        for kind, words in KINDS.items()
        if (match := re.search(rf"\b(?:{words})", text, re.IGNORECASE))
    ]
    return min(found)[1] if found else "document"


def document_brief(document: Document) -> str:
    """The improved prompt of a document."""
    entries: list[Entry] = [
        ("Kind", (document.kind,)),
        ("Title", (document.title,)),
        *(("Fact", fact) for fact in document.facts),
    ]
    for block in document.blocks:
        entries.append(("Section", (block.heading or " ",)))
        entries += [("Text", (text,)) for text in block.paragraphs]
        entries += [("Point", (text,)) for text in block.points]
        entries += [("Columns", block.columns)] if block.columns else []
        entries += [("Row", row) for row in block.rows]
    entries += [("Signed by", (name,)) for name in document.signers]
    return write_brief("Document", document.look, entries)


def from_brief(look: Look, entries: list[Entry], other: list[str]) -> Document:
    """A document from the entries of its brief; `other` are the lines that have another form."""
    blocks: list[Block] = []
    for name, values in entries:
        if name == "Section" or (name in ("Text", "Point", "Columns", "Row") and not blocks):
            blocks.append(Block(values[0].strip() if name == "Section" else ""))
        last = blocks[-1] if blocks else Block("")
        if name == "Text":
            blocks[-1] = replace(last, paragraphs=(*last.paragraphs, values[0]))
        elif name == "Point":
            blocks[-1] = replace(last, points=(*last.points, values[0]))
        elif name == "Columns":
            blocks[-1] = replace(last, columns=values)
        elif name == "Row":
            blocks[-1] = replace(last, rows=(*last.rows, values))
    facts = tuple((values[0], values[1]) for name, values in entries if name == "Fact" and len(values) > 1)
    signers = tuple(values[0] for name, values in entries if name == "Signed by")
    return Document(
        first(entries, "Kind"), first(entries, "Title"), look, facts, tuple(blocks), signers, tuple(other)
    )


def from_section(section: Section) -> Block:
    """A section that the grammar of pages read, as a part of a document."""
    if section.fields:
        columns = tuple(one.label for one in section.fields)
        return Block(
            section.title,
            columns=columns,
            rows=tuple(tuple(f"[{column}]" for column in columns) for _ in range(section.count or 3)),
        )
    if section.kind is Kind.FAQ:
        return Block(
            section.title, tuple(f"{item.title} {item.text or '[Answer]'}" for item in section.items)
        )
    if section.kind in (Kind.STATS, Kind.HOURS, Kind.TEAM) and section.items:
        heads = {Kind.STATS: ("Figure", "Value"), Kind.HOURS: ("Day", "Hours"), Kind.TEAM: ("Name", "Role")}[
            section.kind
        ]
        return Block(
            section.title,
            columns=heads,
            rows=tuple((item.title, item.value or item.text or "[…]") for item in section.items),
        )
    return Block(
        section.title,
        points=tuple(
            ": ".join(filter(None, (" ".join(filter(None, (item.value, item.title))), item.text)))
            for item in section.items
        ),
    )
