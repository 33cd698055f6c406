"""The fields of the requests: one table each, by which bodies are checked and the OpenAPI document is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES

# Every character that Unicode calls white space, spelled out: \s means something else in each regular expression.
_VISIBLE = "[^\\u0000-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"
_HAS_VISIBLE = re.compile(_VISIBLE)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a JSON body; every field of this API is a string.

    With `choices` it is one of them. A field that is required must not be blank.
    """

    name: str
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()

    def check(self, value: object) -> str:
        """The value, if it fits; raises HTTPException 400 that names the field."""
        if not isinstance(value, str):
            raise HTTPException(400, f"{self.name} must be a string.")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise HTTPException(400, f"{self.name} holds half of a surrogate pair.") from None
        if self.choices and value not in self.choices:
            raise HTTPException(400, f"{self.name} must be one of: {', '.join(self.choices)}.")
        if self.required and not _HAS_VISIBLE.search(value):
            raise HTTPException(400, f"{self.name} must not be empty.")
        return value

    def schema(self) -> dict[str, object]:
        """The same as a JSON schema."""
        schema: dict[str, object] = {"type": "string", "description": self.doc}
        if self.choices:
            schema["enum"] = list(self.choices)
        elif self.required:
            schema["pattern"] = _VISIBLE
        return schema


PROMPT = Field("prompt", "What to generate. More detail gives better output.", required=True)
OUTPUT_TYPE = Field("outputType", "What comes out.", required=True, choices=OUTPUT_TYPES)
ORIGINAL_PROMPT = Field("originalPrompt", "What the user typed, before it was improved; kept in the history.")
LANGUAGE = Field(
    "language",
    "The code's language. It counts for website and api; with another outputType it is kept in the history as "
    "ignored.",
    choices=API_LANGUAGES,
)


def check_fields(fields: Sequence[Field], body: object) -> Mapping[str, str]:
    """The fields of a body, checked; raises HTTPException 400 that names the one that is wrong."""
    if not isinstance(body, dict):
        raise HTTPException(400, "The request's body must be a JSON object.")
    known = {field.name: field for field in fields}
    for field in fields:
        if field.required and field.name not in body:
            raise HTTPException(400, f"{field.name} is missing.")
    for name in body:
        if name not in known:
            raise HTTPException(400, f"{name[:40]!a} is not a field of this request.")
    return {name: known[name].check(value) for name, value in body.items()}


def schema_of(fields: Sequence[Field]) -> dict[str, object]:
    """The JSON schema of a body with these fields."""
    return {
        "type": "object",
        "properties": {field.name: field.schema() for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }
