"""The header of a generated file: what was understood, what was not, the routes, and how to run it."""

from __future__ import annotations

import re
from collections.abc import Callable

from getcode_lsp.service.engines.scaffold.grammar.words import Name
from getcode_lsp.service.engines.scaffold.spec import Bound, Entity, Field, Persistence, Spec, Type
from getcode_lsp.service.engines.scaffold.templates.relations import nested_lists
from getcode_lsp.service.engines.scaffold.templates.source import harmless, wrap

Spelling = Callable[[Field], str]

QUERIES = (
    "Lists take, alone or together: FIELD=VALUE for any field (of a text, a part is enough), q=TEXT for any text, "
    "sort=FIELD or sort=-FIELD, limit=N and offset=N. X-Total-Count says how many records fit."
)
_WORDS = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+)*")


def header(spec: Spec, spelling: Spelling, *, run: list[str], storage: str) -> list[str]:
    """The lines of the header, without comment marks."""
    lines = [
        f"{harmless(spec.title)}: a REST API, scaffolded from a prompt.",
        "",
        "Understood from the prompt:",
    ]
    for entity in spec.entities:
        lines += _item(f"{entity.name.pascal}: {_fields(entity, spelling)}")
    for title, texts in (("Notes:", _notes(spec, spelling)), ("Ignored, not built:", list(spec.ignored))):
        if texts:
            lines += ["", title]
            for text in texts:
                lines += _item(harmless(text))
    lines += ["", "Routes:"]
    for entity in spec.entities:
        path = f"/{entity.plural.kebab}"
        lines += [f"- GET, POST {path}", f"- GET, PUT, PATCH, DELETE {path}/{{id}}"]
        lines += [f"- GET {nested.path}" for nested in nested_lists(spec) if nested.owner == entity]
    if spec.queries:
        lines += ["", *wrap(QUERIES)]
    lines += ["", *wrap(storage), "", *run]
    return lines


def _item(text: str) -> list[str]:
    return wrap(text, first="- ", then="  ", width=86)


def _fields(entity: Entity, spelling: Spelling) -> str:
    text = ", ".join(f"{spelling(field)} ({describe(field)})" for field in entity.fields)
    return f"{text}; assumed, the prompt names no fields" if entity.assumed else text


def _notes(spec: Spec, spelling: Spelling) -> list[str]:
    notes = list(spec.notes)
    for entity in spec.entities:
        for field in entity.references():
            target = next(other for other in spec.entities if other.name == field.target)
            fate = (
                "are deleted with it" if field.required else f"forget it in {spelling(field)}"
            )  # a list loses the id, a single reference becomes null
            notes.append(f"when {with_article(target.name)} is deleted, its {entity.plural.spaced} {fate}")
    return notes


def describe(field: Field) -> str:
    """A field's type and what holds for its values, in words that the grammar reads back."""
    words = [_type_words(field)]
    if field.unique:
        words.append("unique")
    words += _bounds(field)
    if field.default is not None:
        words.append(
            f"default {str(field.default).lower() if isinstance(field.default, bool) else harmless(str(field.default))}"
        )
    elif field.stamp:
        words.append("set by the server when left out")
    elif field.nullable:
        words.append("optional")
    return ", ".join(words)


def _type_words(field: Field) -> str:
    if field.target is not None:
        return (
            f"ids of {field.target.plural().spaced}" if field.many else f"id of {with_article(field.target)}"
        )
    if field.choices:
        *most, last = map(_choice, field.choices)
        alternatives = f"one of {', '.join(most)} or {last}"
        return f"list, each {alternatives}" if field.many else alternatives
    return f"list of {field.type.value}s" if field.many else field.type.value


def _choice(choice: str | int) -> str:
    """A choice as it is written in a list: in quotes where it isn't a word or two, as in '1-0'."""
    text = harmless(str(choice))
    return text if isinstance(choice, int) or _WORDS.fullmatch(text) or "'" in text else f"'{text}'"


def _bounds(field: Field) -> list[str]:
    found = []
    if field.minimum is not None:
        found.append(
            f"{'more than' if field.minimum.exclusive else 'at least'} {number(field.minimum)}{_unit(field, field.minimum)}"
        )
    if field.maximum is not None:
        found.append(
            f"{'less than' if field.maximum.exclusive else 'at most'} {number(field.maximum)}{_unit(field, field.maximum)}"
        )
    return found


def _unit(field: Field, bound: Bound) -> str:
    if not field.many and not field.type.textual:
        return ""
    unit = "item" if field.many else "character"
    return f" {unit}" if bound.value == 1 else f" {unit}s"


def with_article(name: Name) -> str:
    """A name with "a" or "an" before it."""
    vowel = name.words[0][0] in "aeiou" and not name.words[0].startswith(
        ("user", "uni", "euro", "one", "use", "uti")
    )
    return f"{'an' if vowel else 'a'} {name.spaced}"


def number(bound: Bound) -> str:
    """A bound's value as source code."""
    return repr(bound.value)


def stays(spec: Spec) -> bool:
    """Whether the data outlives the process."""
    return spec.persistence is Persistence.FILE


def types_in(spec: Spec) -> set[Type]:
    """The types that occur anywhere."""
    return {field.type for entity in spec.entities for field in entity.fields}
