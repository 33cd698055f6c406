"""Sentences that say more about fields which are known by then: "The price must be positive and the isbn unique"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.grammar.annotation_phrases import (
    AT_LEAST,
    AT_MOST,
    LESS_THAN,
    MORE_THAN,
)
from getcode_lsp.service.engines.scaffold.grammar.annotations import FieldDraft, annotate, starts_annotation
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Node,
    first_match,
    is_mark,
    is_word,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import Name

_LEADS = (
    "validate that", "validate", "ensure that", "ensure", "make sure that", "make sure", "check that", "verify that",
    "validation :", "validations :", "validation rules :", "rules :", "constraints :",
)  # fmt: skip
_REFUSE = (
    "reject",
    "refuse",
    "disallow",
    "forbid",
    "do not allow",
    "don't allow",
    "do not accept",
    "don't accept",
)
_OPPOSITES = {"negative": "not negative", "empty": "not empty", "blank": "not empty", "duplicate": "unique"}
_VERBS = (
    "must", "should", "shall", "is", "are", "cannot", "can't", "can not", "can be", "may be", "may not", "has to be",
    "have to be", "needs to be", "need to be",
)  # fmt: skip
_SAY_NOTHING = ("has to be", "have to be", "needs to be", "need to be", "shall be", "shall")
_HAVE = ("must have", "should have", "can have", "may have", "has", "have")  # of a field before a limit alone
_LIMITS = AT_LEAST + AT_MOST + MORE_THAN + LESS_THAN + ("between",)
_ARTICLES = frozenset("a an the its their each every all any of and".split())
_LONGEST_SUBJECT = 12

_Place = tuple[EntityDraft, int]
"""A field: the entity that has it, and where in its drafts."""


def read_remark(reading: Reading, nodes: Sequence[Node]) -> bool:
    """Put what a sentence says of known fields into their drafts; false, and nothing read, where it says anything else."""
    found = _refusal(reading, nodes) or _remarks(reading, nodes)
    for places, said in found:
        for entity, at in places:
            draft = entity.drafts[at]
            if isinstance(draft, FieldDraft):
                # Several entities may share a draft: "books and films have a title".
                own = replace(draft, choices=list(draft.choices), unread=list(draft.unread))
                annotate(own, said)
                entity.drafts[at] = own
    return bool(found)


def _refusal(reading: Reading, nodes: Sequence[Node]) -> list[tuple[list[_Place], list[Node]]]:
    """As in "Reject negative prices"."""
    length = first_match(nodes, 0, _REFUSE)
    said = _OPPOSITES.get(lower(nodes[length])) if 0 < length < len(nodes) else None
    places = _fields(reading, nodes[length + 1 :]) if said else []
    return [(places, list(tokenize(said)))] if said and places else []


def _remarks(reading: Reading, nodes: Sequence[Node]) -> list[tuple[list[_Place], list[Node]]]:
    lead = first_match(nodes, 0, _LEADS)
    found: list[tuple[list[_Place], list[Node]]] = []
    at = lead
    while at < len(nodes):
        head = _head(reading, nodes, at, bare=bool(lead or found))
        if head is None:
            return []
        places, begin = head
        end = next(
            (
                stop
                for stop in range(begin + 1, len(nodes))
                if _joins(nodes[stop]) and _head(reading, nodes, stop, bare=True)
            ),
            len(nodes),
        )
        said = list(nodes[begin:end])
        probe = FieldDraft()
        annotate(probe, said)
        if probe.unread or probe == FieldDraft():
            return []
        found.append((places, said))
        at = end
    return found


def _joins(node: Node) -> bool:
    return is_mark(node, ",") or is_word(node, "and", "but", "while")


def _head(reading: Reading, nodes: Sequence[Node], at: int, *, bare: bool) -> tuple[list[_Place], int] | None:
    """The fields that are spoken of at an index, and where it is said what of them.

    Without a verb, as in "title required", only where it is clear that this is a remark: `bare`.
    """
    while at < len(nodes) and _joins(nodes[at]):
        at += 1
    for verb in range(at + 1, min(len(nodes), at + _LONGEST_SUBJECT)):
        have = first_match(nodes, verb, _HAVE)
        limited = first_match(nodes, verb + have, _LIMITS) if have else 0
        says = 0 if have else first_match(nodes, verb, _VERBS)
        if limited or says or (bare and not have and starts_annotation(nodes, verb)):
            places = _fields(reading, nodes[at:verb])
            skipped = have or first_match(nodes, verb, _SAY_NOTHING)
            return (places, verb + skipped) if places else None
    return None


def _fields(reading: Reading, nodes: Sequence[Node]) -> list[_Place]:
    """The known fields that a phrase names, as "its price", "book titles", "title and price of a book"; else none."""
    of = next((at for at in range(1, len(nodes)) if is_word(nodes[at], "of")), 0)
    owner = reading.known(words_of(strip_words(nodes[of + 1 :], _ARTICLES))) if of else None
    if of and owner is None:
        return []
    places: list[_Place] = []
    name: list[Node] = []
    for node in [*(nodes[:of] if of else nodes), *tokenize(",")]:
        if not _joins(node):
            name.append(node)
            continue
        words = words_of(strip_words(name, _ARTICLES))
        found = _named(reading, words, owner) if words else []
        if words and not found:
            return []
        places += found
        name = []
    return places


def _named(reading: Reading, words: tuple[str, ...], owner: EntityDraft | None) -> list[_Place]:
    if owner is not None:
        return _in([owner], words)
    for cut in range(1, len(words)):
        entity = reading.known(words[:cut])
        if entity is not None and (found := _in([entity], words[cut:])):
            return found
    return _in(reading.current, words) or _in(list(reading.entities.values()), words)


def _in(entities: Sequence[EntityDraft], words: tuple[str, ...]) -> list[_Place]:
    """Where entities have a field of this name, or else only one whose name ends so: "year" for "published year"."""
    wanted = Name(words).singular().words
    found: list[_Place] = []
    for entity in entities:
        fields = [
            (at, Name(draft.words).singular().words)
            for at, draft in enumerate(entity.drafts)
            if isinstance(draft, FieldDraft) and draft.words
        ]
        same = [at for at, name in fields if name == wanted]
        ending = [at for at, name in fields if name[-len(wanted) :] == wanted]
        if same or len(ending) == 1:
            found.append((entity, (same or ending)[0]))
    return found
