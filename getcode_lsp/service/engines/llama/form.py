"""The form that a model fills in for an API: a JSON schema that bounds what it can write, and the chat that asks."""

from __future__ import annotations

import json
import re
from typing import Any

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.instructions import Message
from getcode_lsp.service.engines.scaffold.api import choose_language
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation

MOST_ENTITIES, MOST_FIELDS = 8, 14
MOST_TOKENS = 1_400

_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,27}$"}
_TYPES = [
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "datetime",
    "time",
    "email",
    "url",
    "list",
    "object",
]
_WORD = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9 _-]{0,23}$"}

_FIELD = {
    "type": "object",
    "properties": {
        "name": _NAME,
        "type": {"enum": _TYPES},
        "required": {"type": "boolean"},
        "unique": {"type": "boolean"},
        "choices": {"type": "array", "items": _WORD, "minItems": 2, "maxItems": 8},
        "minimum": {"type": "integer", "minimum": -1_000_000, "maximum": 1_000_000},
        "maximum": {"type": "integer", "minimum": -1_000_000, "maximum": 1_000_000},
    },
    "required": ["name", "type", "required"],
    "additionalProperties": False,
}
_ENTITY = {
    "type": "object",
    "properties": {
        "name": _NAME,
        "fields": {"type": "array", "items": _FIELD, "maxItems": MOST_FIELDS},
        "belongs_to": {"type": "array", "items": _NAME, "maxItems": 4},
        "has_and_belongs_to_many": {"type": "array", "items": _NAME, "maxItems": 4},
    },
    "required": ["name", "fields", "belongs_to"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9 ]{0,39}$"},
        "entities": {"type": "array", "items": _ENTITY, "maxItems": MOST_ENTITIES},
    },
    "required": ["title", "entities"],
    "additionalProperties": False,
}

_TOLD = (
    "You read a request for an API and fill in a form about the records that it stores. entities: one for each kind of "
    "record, named in the singular. fields: exactly those that the request names, in snake_case, without id and without "
    "references; where it names none for a record, the two or three that everyone would expect. belongs_to: the entities "
    "of which a record names one. has_and_belongs_to_many: those of which it has several. Where the request is about no "
    "records, entities is empty."
)
_ASKED = (
    "A Python API for a music school: teachers with a name and an email, lessons with a date, a level (beginner, "
    "advanced) and an optional note. A lesson has one teacher and several students."
)
_FILLED = {
    "title": "Music School",
    "entities": [
        {
            "name": "teacher",
            "fields": [
                {"name": "name", "type": "string", "required": True},
                {"name": "email", "type": "email", "required": True},
            ],
            "belongs_to": [],
        },
        {
            "name": "lesson",
            "fields": [
                {"name": "date", "type": "date", "required": True},
                {"name": "level", "type": "string", "required": True, "choices": ["beginner", "advanced"]},
                {"name": "note", "type": "string", "required": False},
            ],
            "belongs_to": ["teacher"],
            "has_and_belongs_to_many": ["student"],
        },
        {
            "name": "student",
            "fields": [{"name": "name", "type": "string", "required": True}],
            "belongs_to": [],
        },
    ],
}

_OF_RECORDS = re.compile(
    r"\b(?:rest(?:ful)?|crud|apis?|endpoints?|back-?end|web ?service|microservice|server|fast ?api|express|database|"
    r"records?|inventory|tracker|store|shop|manage(?:s|r|ment)?)\b",
    re.IGNORECASE,
)
_OF_CODE = re.compile(
    r"\b(?:functions?|method|decorator|class|scripts?|algorithm|component|hook|client|scraper|wrapper|regex|middleware|"
    r"tests?|command[- ]line)\b",
    re.IGNORECASE,
)


def fits(task: Task) -> bool:
    """Whether a task is one for the form: an API that keeps records, in a language that there are templates for."""
    if task.output_type != "api" or is_computation(task.prompt):
        return False
    if _OF_CODE.search(task.prompt) or not _OF_RECORDS.search(task.prompt):
        return False
    try:
        choose_language(task)
    except EngineRefusal:
        return False
    return True


def chat(task: Task) -> list[Message]:
    """The chat that asks for the form, with one that is filled in as an example."""
    return [
        {"role": "system", "content": _TOLD},
        {"role": "user", "content": _ASKED},
        {"role": "assistant", "content": json.dumps(_FILLED, separators=(",", ":"))},
        {"role": "user", "content": task.prompt},
    ]


def grammar() -> str:
    """The schema as a grammar of llama.cpp, without the blanks that JSON allows: each costs a token."""
    import xllamacpp

    rules: str = xllamacpp.json_schema_to_grammar(SCHEMA)
    return re.sub(r"^space ::= .*$", 'space ::= ""', rules, flags=re.MULTILINE)
