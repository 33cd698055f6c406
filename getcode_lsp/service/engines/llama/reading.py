"""A filled-in form as the scaffold engine's `Spec`: checked, repaired where that is plain, else given up."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from getcode_lsp.service.engines.llama.form import MOST_ENTITIES, MOST_FIELDS
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft, RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.parser import read_prompt
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.resolve import settle
from getcode_lsp.service.engines.scaffold.grammar.tokens import readable
from getcode_lsp.service.engines.scaffold.grammar.words import Name, split_words
from getcode_lsp.service.engines.scaffold.spec import Bound, Spec, Type

_TYPES: Mapping[str, Type] = {
    "string": Type.STRING,
    "integer": Type.INTEGER,
    "number": Type.NUMBER,
    "boolean": Type.BOOLEAN,
    "date": Type.DATE,
    "datetime": Type.DATETIME,
    "time": Type.TIME,
    "email": Type.EMAIL,
    "url": Type.URL,
    "object": Type.OBJECT,
}
_LONGEST_NAME = 30


class FormUnusable(ValueError):
    """A form that can't be made a program; the message is a clause that says why."""


def read_form(text: str, prompt: str, model: str, *, grounded: bool = True) -> Spec:
    """The `Spec` of a form that a model filled in for a prompt; raises FormUnusable.

    With `grounded` at least one of its entities must be named in the prompt: a model that was out of its depth writes
    a right form about something else.
    """
    form, cut = _form(text)
    reading = Reading(title=_title(form))
    given = form.get("entities")
    entities = (
        [one for one in given[:MOST_ENTITIES] if isinstance(one, dict)] if isinstance(given, list) else []
    )
    for one in entities:
        _entity(reading, one, prompt)
    for one in entities:
        _relations(reading, one)
    if not reading.entities:
        raise FormUnusable("it names no records")
    if grounded and not _named(reading, prompt):
        raise FormUnusable("it is about something else")
    reading.note(f"entities and fields were read from the prompt by the model {model}")
    if cut:
        reading.note("the model did not come to the end of them")
    with suppress(RecursionError):
        reading.queries = read_prompt(prompt).queries
    return settle(reading, " ".join(readable(prompt).split()))


def _form(text: str) -> tuple[Mapping[str, Any], bool]:
    """The form, and whether its end was missing and has been made up."""
    for number, candidate in enumerate(_endings(text)):
        try:
            form = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(form, dict):
            return form, number > 0
    raise FormUnusable("it is not JSON")


def _endings(text: str) -> list[str]:
    """The text, then the text up to each whole object in it, the last one first, with all that is open closed."""
    found: list[str] = []
    closing: list[str] = []
    in_string = escaped = False
    for at, character in enumerate(text):
        if in_string:
            in_string, escaped = escaped or character != '"', not escaped and character == "\\"
        elif character == '"':
            in_string = True
        elif character in "{[":
            closing.append("}" if character == "{" else "]")
        elif character in "}]" and closing:
            closing.pop()
            if character == "}":
                found.append(text[: at + 1] + "".join(reversed(closing)))
    return [text, *reversed(found)]


def _title(form: Mapping[str, Any]) -> str:
    title = form.get("title")
    words = re.findall(r"[A-Za-z0-9]+", title)[:6] if isinstance(title, str) else []
    return " ".join(word for word in words if word.lower() != "api")


def _words(value: object) -> tuple[str, ...]:
    """The words of a name; none where it can be none."""
    words = split_words(value)[:4] if isinstance(value, str) else ()
    right = words and words[0][0].isalpha() and len("_".join(words)) <= _LONGEST_NAME
    return words if right else ()


def _entity(reading: Reading, one: Mapping[str, Any], prompt: str) -> None:
    words = _words(one.get("name"))
    if not words:
        return
    name = Name(words).singular()
    draft = reading.entities.setdefault(name.words, EntityDraft(name))
    fields = one.get("fields")
    for field in fields[:MOST_FIELDS] if isinstance(fields, list) else []:
        if isinstance(field, dict) and (found := _field(field, prompt)) is not None:
            reading.add([draft], found)


def _relations(reading: Reading, one: Mapping[str, Any]) -> None:
    draft = reading.known(_words(one.get("name")))
    if draft is None:
        return
    for target in _targets(one.get("belongs_to"), draft.name):
        reading.add([draft], RelationDraft(target))
    for target in _targets(one.get("has_and_belongs_to_many"), draft.name):
        # Many on both sides is what the grammar calls so only when both sides say it.
        if (other := reading.declare(target)) is not None:
            reading.add([draft], RelationDraft(target, many=True))
            reading.add([other], RelationDraft(draft.name.words, many=True))


def _targets(names: object, own: Name) -> list[tuple[str, ...]]:
    found = [_words(name) for name in names[:4]] if isinstance(names, list) else []
    return [words for words in found if words and Name(words).singular() != own]


def _field(field: Mapping[str, Any], prompt: str) -> FieldDraft | None:
    words = _words(field.get("name"))
    if not words:
        return None
    kind = field.get("type")
    choices = field.get("choices")
    draft = FieldDraft(words, _TYPES.get(str(kind)), many=True if kind == "list" else None)
    # A type that says no more than that it is text is left to what the name suggests: "created_at", "price".
    draft.type = None if draft.type is Type.STRING else draft.type
    draft.required = None if field.get("required") is True else False
    draft.unique = field.get("unique") is True
    if isinstance(choices, list):
        # What the prompt doesn't say must not be forbidden by a list that the model made up.
        said = prompt.lower()
        draft.choices = list(
            dict.fromkeys(
                one for one in choices if isinstance(one, str) and one.strip() and one.lower() in said
            )
        )
    draft.minimum, draft.maximum = (_bound(field.get(name), prompt) for name in ("minimum", "maximum"))
    draft.lengths = draft.type is None and (draft.minimum or draft.maximum) is not None
    return draft


def _bound(value: object, prompt: str) -> Bound | None:
    """A bound that the prompt speaks of, or a small one, which it may have in words."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    said = re.search(rf"(?<![0-9]){abs(value)}(?![0-9])", prompt.replace(",", "")) is not None
    return Bound(value) if said or 0 <= value <= 10 else None


def _named(reading: Reading, prompt: str) -> bool:
    said = {Name((word,)).singular().words[0] for word in split_words(prompt)}
    return any(words[-1] in said for words in reading.entities)
