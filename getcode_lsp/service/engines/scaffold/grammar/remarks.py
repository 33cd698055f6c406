"""Sentences that say more about fields which are known by then: "The price must be positive and the isbn unique"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.grammar.annotation_phrases import (
    AT_LEAST,
    AT_MOST,
    LESS_THAN,
    MORE_THAN,
)
from getcode_lsp.service.engines.scaffold.grammar.annotations import annotate, starts_annotation
from getcode_lsp.service.engines.scaffold.grammar.clauses import looks_like_field
from getcode_lsp.service.engines.scaffold.grammar.deed_phrases import PERSONS
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft
from getcode_lsp.service.engines.scaffold.grammar.lexicon import ACTORS
from getcode_lsp.service.engines.scaffold.grammar.phrases import looks_like_choices, strip_words
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
from getcode_lsp.service.engines.scaffold.grammar.words import Name, counts_as_plural

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
_LONGEST_UNKNOWN = 4

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


def read_roles(reading: Reading, nodes: Sequence[Node]) -> bool:
    """Read "sender and receiver are users": what known fields refer to; false, and nothing read, for anything else."""
    verb = next(
        (at for at in range(1, min(len(nodes), _LONGEST_SUBJECT)) if is_word(nodes[at], "is", "are")), 0
    )
    if not verb or not all(lower(node) or is_mark(node, ",") for node in nodes):
        return False
    words = words_of(strip_words(nodes[verb + 1 :], _ARTICLES | {"both"}))
    known = reading.known(words) if words else None
    if known is None and (not words or len(words) > 2 or not counts_as_plural(words[-1])):
        return False
    places = _fields(reading, nodes[:verb])
    plain = [entity.drafts[at] for entity, at in places]
    if not plain or any(not isinstance(d, FieldDraft) or d.type or d.choices or d.many for d in plain):
        return False
    for entity, at in places:
        draft = entity.drafts[at]
        if isinstance(draft, FieldDraft):
            entity.drafts[at] = replace(draft, target=Name(words).singular().words)
    return True


def read_late_remark(reading: Reading, nodes: Sequence[Node]) -> bool:
    """The same for a sentence that nothing else was read from, once all is read; a field that it alone names is added."""
    if read_remark(reading, nodes) or read_roles(reading, nodes):
        return True
    added = [place for words in _subjects(nodes) if (place := _added(reading, words)) is not None]
    if added and read_remark(reading, nodes):
        return True
    for entity, at in reversed(added):
        del entity.drafts[at]
    return False


def _subjects(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """What a sentence speaks of, before each "must be": "The isbn must be unique and the price must be positive"."""
    at = first_match(nodes, 0, _LEADS)
    while at < len(nodes):
        stop = min(len(nodes), at + _LONGEST_UNKNOWN + 2)
        verb = next((verb for verb in range(at + 1, stop) if first_match(nodes, verb, _VERBS)), 0)
        if verb and all(lower(node) for node in nodes[at:verb]):
            yield strip_words(nodes[at:verb], _ARTICLES)
        at = (
            next((stop for stop in range(max(verb, at) + 1, len(nodes)) if _joins(nodes[stop])), len(nodes))
            + 1
        )


def _added(reading: Reading, subject: Sequence[Node]) -> _Place | None:
    """A new field of what was spoken of, or of the only thing that is kept; None where it is known, or no field."""
    words = words_of(subject)
    if not words or len(words) > _LONGEST_UNKNOWN or _fields(reading, subject) or reading.known(words):
        return None
    about = list(reading.entities.values())
    if len(about) > 1:
        about = [entity for entity in about if _whose(entity, words)]
    for cut in range(1, len(words)):
        owner = reading.known(words[:cut])
        if owner is not None:
            about, words = [owner], words[cut:]
            break
    one = Name(words).singular()
    if len(about) != 1 or not looks_like_field([*tokenize(one.spaced)]):
        return None
    reading.add(about, FieldDraft(words=one.words))
    return about[0], len(about[0].drafts) - 1


def _whose(entity: EntityDraft, words: tuple[str, ...]) -> bool:
    """Whether a field that no entity is named with can only be this one's: the username a user's, an email a person's."""
    name = entity.name.words[-1]
    person = entity.name.plural().words[-1] in PERSONS or name in ACTORS
    return words[0] != name and (
        words[0].startswith(name) or (person and Name(words).singular().words[-1] == "email")
    )


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
        said = _choices(list(nodes[begin:end]))
        probe = FieldDraft()
        annotate(probe, said)
        if probe.unread or probe == FieldDraft():
            return []
        found.append((places, said))
        at = end
    return found


def _choices(said: list[Node]) -> list[Node]:
    """Read "is soy, paraffin or beeswax" as a choice of these."""
    told = said[1:] if is_word(said[0], "is", "are") else []
    plain = bool(told) and is_word(told[-2] if len(told) > 2 else None, "or") and looks_like_choices(told)
    return [*tokenize("one of"), *told] if plain and not starts_annotation(told, 0) else said


def _joins(node: Node) -> bool:
    return is_mark(node, ",") or is_word(node, "and", "but", "while")


def _head(reading: Reading, nodes: Sequence[Node], at: int, *, bare: bool) -> tuple[list[_Place], int] | None:
    """The fields that are spoken of at an index, and where it is said what of them.

    Without a verb, as in "title required", only where it is clear that this is a remark: `bare`.
    """
    while at < len(nodes) and _joins(nodes[at]):
        at += 1
    for verb in range(at + 1, min(len(nodes), at + _LONGEST_SUBJECT)):
        have, says = first_match(nodes, verb, _HAVE), first_match(nodes, verb, _VERBS)
        have, says = (0, says) if says > have else (have, 0)  # "has to be" is no "has"
        limited = first_match(nodes, verb + have, _LIMITS) if have else 0
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
        entity = reading.known(words[:cut]) or reading.short_of(words[:cut])
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
