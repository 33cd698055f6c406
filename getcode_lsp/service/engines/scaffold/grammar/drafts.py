"""Fields and relations as a prompt words them."""

from __future__ import annotations

from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.grammar.tokens import Node
from getcode_lsp.service.engines.scaffold.spec import Bound, Type


@dataclass(slots=True)
class FieldDraft:
    """A field as the prompt words it; what it leaves open is None, and `resolve` decides."""

    words: tuple[str, ...] = ()
    type: Type | None = None
    many: bool | None = None
    required: bool | None = None
    unique: bool = False
    choices: list[str] = field(default_factory=list)
    default: str | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    stamped: bool = False
    lengths: bool = False
    measured: bool = False
    target: tuple[str, ...] = ()
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RelationDraft:
    """A relation as the prompt words it, seen from the entity whose list it stands in.

    `sure` is false for "is shown in a list": it counts only where `target` turns out to be an entity.
    """

    target: tuple[str, ...]
    many: bool = False
    required: bool = True
    sure: bool = True
    tail: tuple[Node, ...] = ()


Draft = FieldDraft | RelationDraft
