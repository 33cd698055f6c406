"""What stands behind an entity's name and relates it to another: "owned by a user", "for a pet"."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.drafts import RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.fields import read_item
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    CONTAINER_PHRASES,
    CONTAINERS,
    FILLERS,
)
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    first_match,
    is_mark,
    is_word,
    lower,
    matches,
    tokenize,
    words_of,
)

_RELATIVE = ("that belong to", "which belong to", "that belongs to", "which belongs to", "belonging to", "by", "owned by",
             "written by", "assigned to", "linked to", "created by", "placed by", "related to", "posted by",
             "associated with", "made by", "grouped by", "of", "that are assigned to", "taught by")  # fmt: skip
_KINDS = frozenset("category type kind group genre class brand".split())


def container_of(words: Sequence[str]) -> str:
    """What a place or trade keeps records of, by a small lexicon; empty where it isn't in there."""
    for size in (3, 2):
        if tuple(words[-size:]) in CONTAINER_PHRASES:
            return CONTAINER_PHRASES[tuple(words[-size:])]
    return CONTAINERS.get(words[-1], "") if words else ""


def relative_at(nodes: Sequence[Node], at: int) -> int:
    """The length of "owned by", "looked after by", "that belongs to" at an index; 0 where none stands there."""
    length = first_match(nodes, at, _RELATIVE)
    if length or not lower(nodes[at]).endswith(("ed", "en")):
        return length
    for link in range(at + 1, min(at + 3, len(nodes) - 1)):
        if is_word(nodes[link], "by", "to", "with", "in", "at", "from"):
            return link + 1 - at
    return 0


def read_relative(reading: Reading, entity: EntityDraft | None, nodes: Sequence[Node], at: int) -> int:
    """Read what stands behind an entity's name, as in "owned by a user"; returns where it ends."""
    length = relative_at(nodes, at)
    end = at + max(length, 1)
    while end < len(nodes) and not (
        isinstance(nodes[end], Group) or is_mark(nodes[end], ",", ";", ":", "\n") or is_word(nodes[end], "and", "or")
        or with_at(nodes, end)
    ):  # fmt: skip
        end += 1
    if length and entity is not None and is_word(nodes[at], "of") and entity.name.words[-1] in _KINDS:
        return end  # "categories of puppets": it is the puppet that has one
    if length and entity is not None:
        verb = (
            "belongs to"
            if "belong" in lower(nodes[at])
            or is_word(nodes[at], "owned")
            or matches(nodes, at + 1, "belong")
            or matches(nodes, at + 1, "belongs")
            else "is made by"
        )
        draft = read_item([*tokenize(verb), *nodes[at + length : end]])
        if draft is not None:
            reading.add([entity], draft)
    elif (
        entity is not None
        and end - at > 2
        and is_word(nodes[at], "for")
        and is_word(nodes[at + 1], "a", "an", "one", "each")
        and reading.known(words_of(nodes[at + 2 : end])) not in (None, entity)
    ):
        # "Appointments for a pet": that none is for nobody was not said.
        reading.add([entity], RelationDraft(words_of(nodes[at + 2 : end]), required=False))
    elif is_word(nodes[at], "for", "of", "in") and not reading.domain:
        words = tuple(w for w in words_of(nodes[at + 1 : end]) if w not in FILLERS)
        if container_of(words):
            reading.domain = words
    return end
