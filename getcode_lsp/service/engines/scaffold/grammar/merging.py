"""Entities that a prompt names twice, or that are only the place where the others are kept."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.deed_phrases import Passing
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft, RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural


def relate(reading: Reading, told: Sequence[Passing]) -> None:
    """Add the relations that were told in passing, where the records say nothing of each other themselves."""
    for one in told:
        record = _named(reading, one.record, declares=bool(one.said))
        if record is None or _names(record, tuple(one.owner.split())):
            continue
        owner = _named(reading, one.owner, declares=bool(one.said))
        if owner is None or owner is record:
            continue
        record.weak = owner.weak = False
        reading.ignored[:] = [what for what in reading.ignored if what.lower() != one.said.lower()]
        if _related(reading, record, owner):
            continue
        # Not required: that every record has one was not said.
        reading.add([record], RelationDraft(tuple(one.owner.split()), many=one.many, required=False))
        if one.many:
            reading.add([owner], RelationDraft(tuple(one.record.split()), many=True, required=False))


def _names(record: EntityDraft, words: tuple[str, ...]) -> bool:
    """Whether a record has its owner's name as a plain field: "companies post jobs. Jobs have a title and a company"."""
    return any(not isinstance(draft, RelationDraft) and draft.words == words for draft in record.drafts)


def _named(reading: Reading, name: str, *, declares: bool) -> EntityDraft | None:
    """The entity of a name, or the one whose name ends in it: "member" for "gym member"; a new one if need be."""
    words = tuple(name.split())
    ending = (entity for key, entity in reading.entities.items() if key[-len(words) :] == words)
    found = reading.known(words) or next(ending, None)
    return found or (reading.declare(words) if declares else None)


def merge_long_names(reading: Reading) -> None:
    """In "manage library books. Books have a title" both are the same thing."""
    for draft in list(reading.entities.values()):
        words = draft.name.words
        short = reading.known(words[-1:]) if len(words) > 1 else _ending(reading, words[0])
        if short is None or draft.drafts or not short.drafts:
            continue
        of = reading.known(words[:-1])
        if of is not None and not _related(reading, of, short):
            continue
        named = [
            other.target if isinstance(other, RelationDraft) else other.words
            for entity in reading.entities.values()
            for other in entity.drafts
        ]
        if any(reading.known(name) is draft for name in named):
            continue
        if _one_of_a_kind(reading, words):
            del reading.entities[words]
        else:
            draft.drafts = short.drafts
            del reading.entities[short.name.words]


def _one_of_a_kind(reading: Reading, words: tuple[str, ...]) -> bool:
    """Whether no other entity has the first word too, as in "parking lots and parking spots": it is part of both names."""
    return len(words) < 2 or not any(
        other[0] == words[0] for other in reading.entities if other != words and len(other) > 1
    )


def _related(reading: Reading, one: EntityDraft, other: EntityDraft) -> bool:
    """Whether one of two entities points to the other: "student grades" where a grade belongs to a student."""
    return any(
        reading.known(draft.target if isinstance(draft, RelationDraft) else draft.words) is aim
        for entity, aim in ((one, other), (other, one))
        for draft in entity.drafts
    )


def _ending(reading: Reading, word: str) -> EntityDraft | None:
    """The entity that a compound ends in: "plant" of "houseplant"."""
    found = (other for other in reading.entities.values() if len(other.name.words) == 1)
    return next(
        (
            o
            for o in found
            if len(o.name.words[0]) > 3 and word != o.name.words[0] and word.endswith(o.name.words[0])
        ),
        None,
    )


def drop_place(reading: Reading) -> None:
    """In "manage a wine cellar. Wines have a name …" the cellar is the place, not a record."""
    if len(reading.entities) < 2:
        return
    first, *others = reading.entities.values()
    if first.drafts or not first.one or not any(other.drafts for other in others):
        return
    drafts = [draft for other in others for draft in other.drafts]
    named = [draft.target if isinstance(draft, RelationDraft) else draft.words for draft in drafts]
    if not any(reading.known(words) is first or reading.known(words[:-1]) is first for words in named):
        del reading.entities[first.name.words]
        reading.domain = reading.domain or first.name.words


# What many records share, so that it isn't the part of one: "an order has products".
_SHARED = frozenset(
    """product ingredient tag genre category skill language actor attendee participant volunteer speaker user
    allergen topping amenity keyword role permission topic subject course student flavour flavor colour color label
    group hobby interest material badge allergy symptom supplier author editor artist director instructor teacher
    trainer sport""".split()
)
# What only puts together what is there without it.
_COLLECTIONS = frozenset("playlist watchlist wishlist menu collection favourite favorite".split())
_SHARED_BY = {("order", "dish")}


def parts_of_others(reading: Reading) -> None:
    """Read the plain "questions" of "quizzes have questions" as many that belong to one, where these are records."""
    for entity in reading.entities.values():
        for at, draft in enumerate(entity.drafts):
            if not isinstance(draft, FieldDraft) or draft != FieldDraft(words=draft.words):
                continue
            part = reading.known(draft.words) if counts_as_plural(draft.words[-1]) else None
            if part is not None and part is not entity and not is_shared(entity, part):
                entity.drafts[at] = RelationDraft(draft.words, many=True, required=False, sure=False)


def is_shared(entity: EntityDraft, part: EntityDraft) -> bool:
    """Whether many records have the same part, as orders have products."""
    kind, owner = part.name.words[-1], entity.name.words[-1]
    return kind in _SHARED or owner in _COLLECTIONS or (owner, kind) in _SHARED_BY
