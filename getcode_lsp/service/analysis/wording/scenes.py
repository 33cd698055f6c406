"""The wordings for presentations, videos and images: slides, scenes, and what can be seen."""

from __future__ import annotations

from getcode_lsp.service.analysis.material import Material
from getcode_lsp.service.analysis.wording.phrases import (
    article,
    entries_words,
    listing,
    main_sections,
    money_of,
    noun_of,
    quoted,
    section_words,
    seen,
    table_words,
    titled,
    unknown,
)

_MOST = 12


def slides_prompt(material: Material) -> str:
    """A slide for each section and table."""
    if material.picture and material.empty:
        return f"A presentation of one picture: {seen(material.picture)}. {unknown(material)}"
    return (
        f"A presentation{titled(material)}, from {article(noun_of(material))}, with these slides:\n"
        + _numbered(material)
    )


def video_prompt(material: Material) -> str:
    """A scene for each section and table."""
    if material.picture and material.empty:
        return f"A short video around one picture: {seen(material.picture)}. {unknown(material)}"
    return (
        f"A short animated video{titled(material)}, from {article(noun_of(material))}, with these scenes:\n"
        + _numbered(material)
    )


def image_prompt(material: Material) -> str:
    """An image like the one that was sent, or a picture of a document's title and points."""
    picture = material.picture
    if picture is None:
        points = [quoted(one.heading, 60) for one in main_sections(material)[:6]]
        points = points or [entry.label for entry in material.entries[:6]]
        shown = f" Below it {listing(points)}." if points else ""
        return f"An image for {article(noun_of(material))} with the title {quoted(material.title or 'Document')}.{shown}"
    first = f"An image of {seen(picture)}."
    if material.empty and not material.series:
        return f"{first} {unknown(material)}"
    texts = [material.title, *(one.heading for one in material.sections), *material.lines]
    texts += [
        f"{entry.label}: {entry.value}" if entry.value else entry.label
        for entry in (*material.entries, *material.form)
    ]
    texts += [f"{label} {value}".strip() for one in material.series for label, value in one.points]
    texts += [column.label for table in material.tables for column in table.columns]
    texts += material.buttons
    shown = listing([quoted(text, 60) for text in texts if text][:18])
    what = f" It shows {article(noun_of(material))}." if noun_of(material) != "picture" else ""
    return f"{first}{what} The texts on it, from top to bottom: {shown}."


def _numbered(material: Material) -> str:
    money = money_of(material)
    scenes = [f"Title: {quoted(material.title or noun_of(material).capitalize())}"]
    scenes += [section_words(one) for one in main_sections(material)[:_MOST]]
    if material.entries and not material.sections:
        scenes.append(f"Key facts: {entries_words(material.entries, money)}")
    if material.form:
        scenes.append(f"The form with {entries_words(material.form, money)}")
    scenes += [table_words(table, money).capitalize() for table in material.tables[:3]]
    for one in material.series:
        scenes.append(f"A chart of {listing([f'{label} {value}'.strip() for label, value in one.points])}")
    if len(scenes) == 1 and material.lines:
        scenes += [quoted(line, 100) for line in material.lines[:6]]
    return "\n".join(f"{number}. {scene}" for number, scene in enumerate(scenes, 1))
