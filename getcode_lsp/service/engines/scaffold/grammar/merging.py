"""Entities that a prompt names twice, or that are only the place where the others are kept."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.grammar.fields import RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading


def merge_long_names(reading: Reading) -> None:
    """In "manage library books. Books have a title" both are the same thing."""
    for draft in list(reading.entities.values()):
        words = draft.name.words
        short = reading.known(words[-1:]) if len(words) == 2 else _ending(reading, words[0])
        if short is None or draft.drafts or not short.drafts:
            continue
        of = reading.known(words[:1]) if len(words) == 2 else None
        if of is not None and not _related(reading, of, short):
            continue
        named = [
            other.target if isinstance(other, RelationDraft) else other.words
            for entity in reading.entities.values()
            for other in entity.drafts
        ]
        if not any(reading.known(name) is draft for name in named):
            del reading.entities[words]


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
