"""A `Spec` as a detailed brief in English, which the grammar reads back as the same entities."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.grammar.words import Name
from getcode_lsp.service.engines.scaffold.spec import Entity, Field, Persistence, Spec
from getcode_lsp.service.engines.scaffold.templates.header import describe, with_article
from getcode_lsp.service.engines.scaffold.templates.source import harmless

_FRAMEWORKS = {
    "python": "FastAPI",
    "nodejs": "Express",
    "typescript": "Express and TypeScript",
    "php": "plain PHP",
}


def brief(spec: Spec, language: str) -> str:
    """The improved prompt: the program, each entity with its fields, relations, and what holds for all routes."""
    things = _listing([_called(entity.plural) for entity in spec.entities])
    paragraphs = [f"{harmless(spec.title)} with {_FRAMEWORKS[language]}: a REST API to manage {things}."]
    paragraphs += [_entity(entity) for entity in spec.entities]
    paragraphs.append(
        "Return JSON, with routes to list, create, get, replace, patch and delete the records of each collection, "
        "and errors that name the field that is wrong."
    )
    if spec.queries:
        paragraphs.append("Lists can be filtered by any field, searched, sorted and taken in pages.")
    if spec.persistence is Persistence.FILE:
        paragraphs.append("Save the data to a file.")
    else:
        paragraphs.append("Keep the data in memory.")
    return "\n\n".join(paragraphs)


def _entity(entity: Entity) -> str:
    own = [field for field in entity.fields if not _plainly_belongs(field)]
    sentences = (
        [f"Each {_called(entity.name)} has {_listing([_field(field) for field in own])}."] if own else []
    )
    for field in entity.references():
        if field.target is not None and _plainly_belongs(field):
            verb = "belongs to" if field.required else "can belong to"
            one = with_article(field.target).replace(field.target.spaced, _called(field.target))
            sentences.append(f"Each {_called(entity.name)} {verb} {one}.")
    return " ".join(sentences)


def _called(name: Name) -> str:
    """An entity's name in a sentence; "check-in" with a hyphen, so that its "in" isn't read as a preposition."""
    particles = {"in", "out", "on", "off", "up", "to", "by", "for", "with", "from", "at", "through", "over"}
    return "-".join(name.words) if particles.intersection(name.words) else name.spaced


def _plainly_belongs(field: Field) -> bool:
    """Whether "belongs to a team" says all; a home team is a field of its own."""
    return field.target is not None and not field.many and field.name == field.target.plus("id")


def _field(field: Field) -> str:
    return f"{field.name.spaced} ({describe(field)})"


def _listing(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
