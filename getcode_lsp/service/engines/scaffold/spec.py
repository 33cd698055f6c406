"""What a prompt asks for, as far as the grammar understood it: the input of every template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from getcode_lsp.service.engines.scaffold.grammar.words import Name


class Type(Enum):
    """The type of a field's value; the value is the word for it in a header comment."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    EMAIL = "email"
    URL = "url"
    OBJECT = "object"
    REFERENCE = "reference"

    @property
    def textual(self) -> bool:
        """Whether a value is a string without a grammar of its own, so that bounds mean its length."""
        return self in (Type.STRING, Type.EMAIL, Type.URL)


class Persistence(Enum):
    """Where the generated program keeps its data."""

    MEMORY = "memory"
    FILE = "file"


class Stamp(Enum):
    """A time that the server fills in where the client gives none."""

    CREATED = "created"
    UPDATED = "updated"


Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit of a number, or of the length of a text or list."""

    value: int | float
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity.

    `type` is that of the items where `many`. Bounds apply to the number, else to the length of text or list.
    `target` is the entity that a REFERENCE points to. A field that isn't `required` has a `default`, or
    takes null when it is `nullable`.
    """

    name: Name
    type: Type
    many: bool = False
    required: bool = True
    nullable: bool = False
    unique: bool = False
    choices: tuple[str, ...] | tuple[int, ...] = ()
    default: Scalar | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    target: Name | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record: the name of one, the name of many, and its fields."""

    name: Name
    plural: Name
    fields: tuple[Field, ...]
    assumed: bool = False
    """Whether the fields are the engine's own idea, because the prompt names none."""

    def references(self) -> tuple[Field, ...]:
        """The fields that point to other records."""
        return tuple(field for field in self.fields if field.type is Type.REFERENCE)


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole program: what it is called, what it stores, and what is said about the reading of the prompt."""

    title: str
    entities: tuple[Entity, ...]
    persistence: Persistence = Persistence.MEMORY
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    queries: bool = False
    """Whether lists can be filtered, searched, sorted and taken in pages."""
