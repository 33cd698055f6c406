"""The wordings for websites, e-mails, and documents in Word and PDF: what stands on them, in its order."""

from __future__ import annotations

from getcode_lsp.service.analysis.material import Material
from getcode_lsp.service.analysis.values import first_email, first_phone
from getcode_lsp.service.analysis.wording.phrases import (
    article,
    entries_words,
    item_noun,
    listing,
    main_sections,
    money_of,
    noun_of,
    quoted,
    section_words,
    sections_words,
    seen,
    table_words,
    titled,
    unknown,
)

_MOST_LINES = 12
_MOST_ROWS = 40


def website_prompt(material: Material) -> str:
    """A page with a form, with the document's sections, or with what an image shows."""
    if material.form:
        return _joined(_form_page(material), _texts(material), _look(material))
    if material.empty and material.picture:
        return _joined(
            f"A web page around a picture: {seen(material.picture)}.", unknown(material), _look(material)
        )
    sections = main_sections(material)
    first = f"A web page{titled(material)}, made from {article(noun_of(material))}."
    hero = (
        f"It begins with a hero section with the headline {quoted(material.title)}." if material.title else ""
    )
    order = ""
    if sections:
        order = "Then these sections, in this order:\n" + "\n".join(
            f"- {section_words(one)}" for one in sections[:14]
        )
    return _joined(
        first, hero, order, _tables(material), _texts(material), _contact(material), _look(material)
    )


def email_prompt(material: Material) -> str:
    """A message that carries the document's points."""
    if material.empty and material.picture:
        return _joined(f"An e-mail around a picture: {seen(material.picture)}.", unknown(material))
    about = f" with the subject {quoted(material.title)}" if material.title else ""
    first = f"An e-mail{about}, from {article(noun_of(material))} with its points in this order."
    return _joined(first, _body(material), _texts(material), _buttons(material), _look(material))


def document_prompt(material: Material, medium: str) -> str:
    """A document of the same kind and structure; `medium` is how it is called, as in "PDF"."""
    if material.empty and material.picture:
        return _joined(f"Generate a {medium} with one picture: {seen(material.picture)}.", unknown(material))
    noun = "document" if noun_of(material) in ("picture", "document") else noun_of(material)
    first = f"Generate a {medium} {noun} template{titled(material)}"
    money = money_of(material)
    parts = []
    values = [
        entry for entry in material.entries if not any(entry in table.totals for table in material.tables)
    ]
    if values:
        parts.append(f"a head with the fields {entries_words(values, money)}")
    if material.form:
        parts.append(f"fields to fill in: {entries_words(material.form, money)}")
    if item_noun(material) == "line item" and material.tables:
        parts.append("line items")
    with_parts = f" with {listing(parts)}" if parts else ""
    order = f"Its sections, in this order:\n{sections_words(material)}" if material.sections else ""
    return _joined(f"{first}{with_parts}.", order, _tables(material), _texts(material), _look(material))


def _body(material: Material) -> str:
    money = money_of(material)
    parts = []
    if material.sections:
        parts.append(f"Its sections:\n{sections_words(material)}")
    if material.entries:
        parts.append(f"It names {entries_words(material.entries, money)}.")
    if material.form:
        parts.append(f"It asks for {entries_words(material.form, money)}.")
    return _joined(*parts, _tables(material))


def _form_page(material: Material) -> str:
    name = f" titled {quoted(material.title)}" if material.title else ""
    below = (
        f" Below the fields {_button_words(material)}."
        if material.buttons
        else " Below the fields a button “Submit”."
    )
    required = (
        " Required fields are checked before the form is sent."
        if any(f.required for f in material.form)
        else ""
    )
    return f"A web page{name} with a form. Its fields, in this order: {entries_words(material.form)}.{below}{required}"


def _button_words(material: Material) -> str:
    buttons = [quoted(one, 40) for one in material.buttons[:6]]
    return f"the button{'s' if len(buttons) > 1 else ''} {listing(buttons)}"


def _buttons(material: Material) -> str:
    return f"At its end {_button_words(material)}." if material.buttons else ""


def _tables(material: Material) -> str:
    money = money_of(material)
    items = item_noun(material) == "line item"
    sentences = []
    listed = material.genre in ("menu", "price list")
    for at, table in enumerate(material.tables[:4]):
        if listed and len(table.columns) == 2:
            rows = [" ".join(row) for row in table.rows[:_MOST_ROWS]]
            sentences.append(f"It lists with their prices: {', '.join(rows)}.")
            continue
        of = " of line items" if items and at == 0 else ""
        sentences.append(f"It has {table_words(table, money)}.".replace("a table", f"a table{of}", 1))
    return "\n".join(sentences)


def _texts(material: Material) -> str:
    """The texts that stand outside of all sections: the most that a picture of a page gives away."""
    lines = [line for line in material.lines if len(line) > 2][:_MOST_LINES]
    if not lines:
        return ""
    return f"Further texts on it: {listing([quoted(line, 100) for line in lines])}."


def _contact(material: Material) -> str:
    texts = [
        *material.lines,
        *(entry.value for entry in material.entries),
        *(one.gist for one in material.sections),
    ]
    found = [next((one for one in map(search, texts) if one), "") for search in (first_email, first_phone)]
    found = [one for one in found if one]
    return f"A footer with the contact details {listing(found)}." if found else ""


def _look(material: Material) -> str:
    if material.picture is None or not material.picture.colours:
        return ""
    return f"Colours: {listing(material.picture.colours)}."


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
