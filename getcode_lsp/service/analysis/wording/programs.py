"""The wording for output type api: entities with typed fields, in sentences that the scaffold engine's grammar reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from getcode_lsp.service.analysis.genres import DOCUMENT, Genre, genre
from getcode_lsp.service.analysis.material import Entry, Kind, Material, Section, Table
from getcode_lsp.service.analysis.wording.names import entity_name, field_name, plural
from getcode_lsp.service.analysis.wording.phrases import article, listing, money_of, seen, unknown

_MOST_FIELDS = 16
_MOST_ENTITIES = 8
_TYPES = {
    Kind.LONG_TEXT: "text",
    Kind.AMOUNT: "number",
    Kind.PERCENT: "number",
    Kind.INTEGER: "integer",
    Kind.PHONE: "text",
    Kind.URL: "url",
    Kind.BOOLEAN: "boolean",
    Kind.CHOICE: "text",
}
_SYNONYMS = {
    "customer name": ("customer", "client", "bill to", "recipient"),
    "recipient": ("to",),
    "total": ("amount due", "grand total", "total due", "amount"),
    "number": ("reference", "order number", "quote number", "invoice number"),
}
# What the sections of a CV are records of.
_RECORDS_OF_A_CV = (
    (r"experience|employment|work|career|berufs", "position",
     (("title", Kind.TEXT), ("employer", Kind.TEXT), ("start date", Kind.DATE), ("end date", Kind.DATE), ("description", Kind.LONG_TEXT))),
    (r"education|studies|academic|ausbildung", "degree", (("title", Kind.TEXT), ("school", Kind.TEXT), ("year", Kind.INTEGER))),
    (r"skill|technolog|kenntnisse", "skill", (("name", Kind.TEXT),)),
    (r"language|sprachen", "language", (("name", Kind.TEXT), ("level", Kind.TEXT))),
    (r"project", "project", (("name", Kind.TEXT), ("description", Kind.LONG_TEXT), ("link", Kind.URL))),
    (r"certificat|courses|training", "certificate", (("name", Kind.TEXT), ("issuer", Kind.TEXT), ("year", Kind.INTEGER))),
)  # fmt: skip
_FEATURES = frozenset(
    "report statistic test review comment role notification metric search filter log note error".split()
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FORM_WORDS = re.compile(
    r"\b(?:form|formular|online|please|fill|complete|us|new|page|now|here|today|your|create|account|an|welcome|back|to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    fields: tuple[str, ...]
    parent: str = ""


def api_prompt(material: Material) -> str:
    """The prompt for an API that keeps what such documents hold."""
    if material.picture and material.empty:
        return _of_picture(material)
    records = _records(material)[:_MOST_ENTITIES]
    main, *others = records
    sentences = [f"An API for {plural(main.name)} with {listing(main.fields)}."]
    if (
        main.name.split()[-1] in _FEATURES
    ):  # "an API for reports with …" would ask for reports of something else
        sentences = [f"An API to manage {plural(main.name)}. Each {main.name} has {listing(main.fields)}."]
    for record in others:
        each = f"Each {record.name} has {listing(record.fields)}."
        if record.parent:
            each += f" Each {record.name} belongs to {article(record.parent)}."
        sentences.append(each)
    if money := money_of(material):
        sentences.append(f"All prices are in {money}.")
    return "\n\n".join(sentences)


def _of_picture(material: Material) -> str:
    picture = material.picture
    shown = f" It is {article(material.medium)} of {seen(picture)}." if picture else ""
    return (
        "An API for pictures with title (text), description (text, optional), file name (text), width (integer), "
        f"height (integer) and colours (list of texts).\n\n({unknown(material)}{shown})"
    )


def _records(material: Material) -> list[_Record]:
    if material.genre == "chart":
        return [_Record("data point", _fields(((_label_of(material), Kind.TEXT), ("value", Kind.NUMBER))))]
    kind = DOCUMENT if material.genre == "picture" else genre(material.genre)
    if kind.record == kind.item:
        return [_listed(material, kind)]
    main = _main(material, kind)
    if kind is DOCUMENT and material.tables and not material.entries and not material.form:
        return _tables(material, kind, "")
    children = _cv(material.sections, main.name) if kind.name == "CV" else []
    children += _tables(material, kind, main.name)
    if kind.name in ("report", "document", "contract", "meeting minutes") and material.sections:
        name = "clause" if kind.name == "contract" else "section"
        fields = _fields((("heading", Kind.TEXT), ("body", Kind.LONG_TEXT), ("position", Kind.INTEGER)))
        children.append(_Record(name, fields, main.name))
    seen_names = {main.name}
    different = []
    for child in children:
        if child.name not in seen_names:
            seen_names.add(child.name)
            different.append(child)
    return [main, *different]


def _label_of(material: Material) -> str:
    """What a chart's points are called, as its title says: "Revenue by quarter"."""
    match = re.search(r"\b(?:by|per)\s+([A-Za-z]+)", material.title)
    return field_name(match[1]) or "label" if match else "label"


def _main(material: Material, kind: Genre) -> _Record:
    name = _form_record(material) if kind.name == "form" else kind.record
    entries = material.form if material.form and kind.name == "form" else (*material.entries, *material.form)
    some_required = any(entry.required for entry in entries)
    fields = [_field(entry, name, some_required) for entry in entries]
    defaults = [
        Entry(label, given)
        for label, given in kind.fields
        if not _has(label, (entry.label for entry in entries), name)
    ]
    return _Record(
        name,
        _different([*(_field(entry, name, False) for entry in defaults), *fields])
        or _fields(DOCUMENT.fields),
    )


def _form_record(material: Material) -> str:
    """What a form makes a record of, from its title: "Contact form" makes contact requests."""
    about = entity_name(_FORM_WORDS.sub(" ", material.title), "")
    if not about or len(material.title) > 60:
        return "submission"
    if about in ("contact", "support", "quote", "feature", "information"):
        return f"{about} request"
    if re.fullmatch(r"(?:log|sign)(?:\s?in)?|login", about):
        return "login"
    return "registration" if re.fullmatch(r"sign(?:\s?up)?|register|registration", about) else about


def _has(label: str, labels: Iterable[str], entity: str) -> bool:
    names = [field_name(one, entity) for one in labels]
    wanted = (label, *_SYNONYMS.get(label, ()))
    return any(name == one or (one in name.split() and one != "to") for name in names for one in wanted)


def _listed(material: Material, kind: Genre) -> _Record:
    """Where a document is a list of one kind of thing: its table's columns, or what every such list has."""
    name = kind.record
    columns = [
        _named_column(table.columns, at, name)
        for table in material.tables[:1]
        for at in range(len(table.columns))
    ]
    labels = [entry.label for entry in columns]
    defaults = [Entry(label, given) for label, given in kind.fields if not _has(label, labels, name)]
    fields = [_field(entry, name, False) for entry in (*columns, *defaults)]
    if len(material.sections) > 1 and not material.tables:
        headings = tuple(section.heading for section in material.sections[:8])
        fields.append(_field(Entry("category", Kind.CHOICE, choices=headings), name, False))
    return _Record(name, _different(fields))


def _tables(material: Material, kind: Genre, parent: str) -> list[_Record]:
    records = []
    for at, table in enumerate(material.tables):
        name = kind.item if at == 0 and kind.item == "line item" else _row_of(table, kind.item or "entry")
        if name == parent:
            name = f"{name} entry"
        fields = [
            _field(_named_column(table.columns, n, name), name, False) for n in range(len(table.columns))
        ]
        if sum(bool(_YEAR.search(column.label)) for column in table.columns) > 1:
            fields.append(
                _field(Entry("year", Kind.INTEGER), name, False)
            )  # one record a year, not one field a year
        if any(fields):
            records.append(_Record(name, _different(fields), parent))
    return records


def _row_of(table: Table, otherwise: str) -> str:
    """What one row of a table is: its first column names it, where that holds texts."""
    first = table.columns[0]
    if first.kind is Kind.TEXT and first.label.lower() not in ("name", "description", "title"):
        return entity_name(first.label, otherwise)
    return otherwise


def _named_column(columns: Sequence[Entry], at: int, entity: str) -> Entry:
    """A column; the one that the record is called after holds its name."""
    column = columns[at]
    if at == 0 and entity_name(column.label, "") == entity:
        return Entry("name", column.kind, choices=column.choices)
    return column


def _cv(sections: Sequence[Section], parent: str) -> list[_Record]:
    found = []
    for section in sections:
        for words, name, fields in _RECORDS_OF_A_CV:
            if re.search(words, section.heading, re.IGNORECASE):
                found.append(_Record(name, _fields(fields), parent))
                break
    return found


def _fields(pairs: Iterable[tuple[str, Kind]]) -> tuple[str, ...]:
    return tuple(_field(Entry(label, kind), "", False) for label, kind in pairs)


def _field(entry: Entry, entity: str, some_required: bool) -> str:
    """A field in the grammar's words, as in "due date (date)"; empty where the label gives no name."""
    name = field_name(entry.label, entity)
    if not name:
        return ""
    words = _choices(entry.choices) if entry.kind is Kind.CHOICE else ""
    words = words or _TYPES.get(entry.kind, entry.kind.value)
    optional = some_required and not entry.required and entry.kind is not Kind.BOOLEAN
    return f"{name} ({words}{', optional' if optional else ''})"


def _choices(choices: Sequence[str]) -> str:
    plain = [re.sub(r"[^\w &+-]", "", choice).strip()[:40] for choice in choices[:10]]
    plain = list(dict.fromkeys(choice for choice in plain if choice))
    if len(plain) < 2:
        return ""
    shown = [choice if re.fullmatch(r"[A-Za-z]+", choice) else f"'{choice}'" for choice in plain]
    return f"one of {listing(shown, 'or')}"


def _different(fields: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for one in fields:
        if one:
            kept.setdefault(one.partition(" (")[0], one)
    return tuple(kept.values())[:_MOST_FIELDS]
