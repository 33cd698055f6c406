"""Relations told in a list of fields: "belongs to an author", "has many tags", "is written by a user"."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import RELATION_VERBS, with_at
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft, RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.field_phrases import (
    BE,
    BELONGS,
    DETERMINERS,
    HAVE,
    LINKS,
    MANY,
    STOPS,
    SURE_LINKS,
)
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    Token,
    first_match,
    is_word,
    lower,
    words_of,
)

MAXIMUM_WORDS = 6
MAXIMUM_LENGTH = 36
"""A longer phrase isn't the name of a field."""


def is_name(words: tuple[str, ...]) -> bool:
    """Whether words are short enough to name a field or a record."""
    fits = 0 < len(words) <= MAXIMUM_WORDS and len("_".join(words)) <= MAXIMUM_LENGTH
    return fits and not words[0].isdigit()


def relation_in(draft: FieldDraft, rest: list[Node]) -> RelationDraft | None:
    """The relation that an item tells of; None where it tells of none."""
    at = first_match(rest, 0, ("can", "may", "optionally", "must", "should", "could", "also", "always"))
    optional = lower(rest[0]) in ("can", "may", "optionally", "could") or draft.required is False
    length = first_match(rest, at, BELONGS)
    if length:
        return _target(rest, at + length, required=not optional)
    have = first_match(rest, 0, HAVE)
    many = first_match(rest, have, MANY)
    if many:
        return _target(rest, have + many, many=True, required=False)
    return _passive(rest, optional=optional) or _active(rest, optional=optional)


def _active(rest: list[Node], *, optional: bool) -> RelationDraft | None:
    """As in "lies in a country", "takes place in a room", "work in departments"."""
    at = next((at for at in (1, 2) if len(rest) > at + 1 and lower(rest[at]) in LINKS), 0)
    verb = lower(rest[0])
    if not at or not (
        first_match(rest, 0, RELATION_VERBS) or (verb.endswith("s") and not verb.endswith("ss"))
    ):
        return None
    if not first_match(rest, 0, RELATION_VERBS) and not is_word(rest[at + 1], "a", "an", "one"):
        return None
    return _target(rest, at + 1, required=not optional, sure=False)


def _passive(rest: list[Node], *, optional: bool) -> RelationDraft | None:
    """As in "is written by an author", "assigned to a user"."""
    be = first_match(rest, 0, BE)
    at = be
    if at >= len(rest) or not lower(rest[at]):
        return None
    if be and len(rest) > at + 2 and lower(rest[at]).endswith("ed") and lower(rest[at + 2]) in LINKS:
        rest = rest[: at + 1] + rest[at + 2 :]  # "is looked after by"
    if lower(rest[at]).endswith(
        ("ed", "en", "wn", "de", "ld", "ught", "nt", "ven", "cast", "aid", "kept", "won")
    ) or (be and lower(rest[at]) in LINKS):
        at += 0 if lower(rest[at]) in LINKS else 1
        if at + 1 < len(rest) and lower(rest[at]) in LINKS and (be or _introduces(rest, at)):
            many = first_match(rest, at + 1, MANY)
            sure = first_match(rest, at, SURE_LINKS) > 0 and _introduces(rest, at)
            return _target(rest, at + 1 + many, many=many > 0, required=not optional, sure=sure)
    return None


def _introduces(rest: Sequence[Node], at: int) -> bool:
    determined = is_word(rest[at + 1], "a", "an", "the", "one", "many", "multiple", "several")
    return is_word(rest[at], "by") or determined


def _target(
    rest: list[Node], at: int, *, many: bool = False, required: bool = True, sure: bool = True
) -> RelationDraft | None:
    while at < len(rest) and lower(rest[at]) in DETERMINERS | {
        "another",
        "other",
        "or",
        "zero",
        "optional",
        "more",
    }:
        required = required and lower(rest[at]) not in ("zero", "optional")
        at += 1
    end = at
    while (
        end < len(rest)
        and lower(rest[end])
        and lower(rest[end]) not in STOPS | set(LINKS)
        and not with_at(rest, end)
    ):
        end += 1
    target = words_of(rest[at:end])
    if not is_name(target):
        return None
    if any(is_word(node, "optional", "optionally", "nullable") for node in _flat(rest[end:])):
        required = False
    return RelationDraft(target, many, required, sure, tuple(rest[end:]))


def _flat(nodes: Sequence[Node]) -> list[Token]:
    out: list[Token] = []
    for node in nodes:
        out.extend(_flat(node.nodes) if isinstance(node, Group) else [node])
    return out
