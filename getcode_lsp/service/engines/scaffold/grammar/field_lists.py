"""Lists of fields and relations: "a title, an author and a price", each item given to the entities it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    find_has,
    is_entity_group,
    looks_like_field,
    starts_clause,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.drafts import RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.fields import read_item
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    FIELD_HEADINGS,
    FILLERS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    is_mark,
    is_word,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural

_COMMA = tokenize(",")[0]
_COMPOUND = frozenset("coordinates coordinate dimensions dimension measurements geolocation".split())
_MEASURES = frozenset("lat lng lon long latitude longitude altitude width height depth length".split())
_FOLLOWING = frozenset(
    "the following these fields field attributes attribute properties columns such as of are is".split()
)
Clause = Callable[[Sequence[Node]], None]


def strip_following(nodes: Sequence[Node]) -> list[Node]:
    """A list without "the following fields:" before it."""
    at = 0
    while at < len(nodes) and (lower(nodes[at]) in _FOLLOWING or is_mark(nodes[at], ":", ",")):
        at += 1
    said = any(lower(node) in FIELD_HEADINGS | {"following"} or is_mark(node, ":") for node in nodes[:at])
    return list(nodes[at:]) if said else list(nodes)


def add_items(reading: Reading, targets: list[EntityDraft], nodes: Sequence[Node], clause: Clause) -> None:
    """Give every item of a list to entities; from an item that begins a new clause on, read on as a clause."""
    items = _with_shared_notes(split_items(strip_following(nodes)))
    related = False
    if any(is_word(item[0], "from") for item in items):
        items = [_kept_to(item) for item in items]
    for at, item in enumerate(items):
        if at and not (related and _goes_on(reading, item)) and starts_clause(item):
            clause(_joined(items[at:]))
            return
        if related and _goes_on(reading, item) and not is_word(item[0], "has", "have"):
            item = [*tokenize("belongs to"), *item]
        if _brings_target(reading, targets, item, items[at + 1 :], clause):
            return
        related = _add_related(reading, targets, item, after=related, clause=clause)


def _kept_to(item: list[Node]) -> list[Node]:
    """The "to" of "from account, to account" as part of the name, which it isn't elsewhere."""
    named = len(item) > 1 and is_word(item[0], "to") and is_word(item[1])
    return [Token(Kind.QUOTED, "to", "to"), *item[1:]] if named else item


def _brings_target(
    reading: Reading, targets: list[EntityDraft], item: Sequence[Node], more: list[list[Node]], clause: Clause
) -> bool:
    """Whether an item is a relation to many, with their fields behind it: "work in departments with a name and a floor"."""
    draft = None if isinstance(item[0], Group) else read_item(item)
    if not isinstance(draft, RelationDraft) or not draft.tail or not with_at(draft.tail, 0):
        return False
    if not counts_as_plural(draft.target[-1]):
        return False
    reading.add(targets, draft)
    clause([*tokenize(" ".join(draft.target)), *_joined([list(draft.tail), *more])])
    return True


def _with_shared_notes(items: list[list[Node]]) -> list[list[Node]]:
    """Give "(both optional)" at the end of a list to the items before it too."""
    last = items[-1][-1] if items and len(items[-1]) > 1 else None
    if not isinstance(last, Group) or not is_word(last.nodes[0] if last.nodes else None, "both", "all"):
        return items
    note = Group(last.opener, last.nodes[1:])
    shared = len(items) if is_word(last.nodes[0], "all") else 2
    return [*items[:-shared], *([*item, note] for item in items[-shared:-1]), [*items[-1][:-1], note]]


def _goes_on(reading: Reading, item: Sequence[Node]) -> bool:
    """Whether an item behind "belongs to a car" names a second one: "and a spot", "and a spot with an entry time"."""
    if is_word(item[0], "has", "have"):
        return True
    if not is_word(item[0], "a", "an", "one", "the") or len(item) < 2:
        return False
    end = next((at for at in range(2, len(item)) if with_at(item, at)), len(item))
    words = words_of(item[1:end])
    if find_has(item) or not words or len(words) > 3:
        return False
    return reading.known(words) is not None or not looks_like_field(item[1:end])


def _add_related(
    reading: Reading, targets: list[EntityDraft], item: Sequence[Node], *, after: bool, clause: Clause
) -> bool:
    """Add an item; true where it is a relation, behind which "has text" tells a field and "with" brings more."""
    if after and is_word(item[0], "has", "have") and len(item) > 1:
        item = item[1:]
    draft = read_item(item)
    if not isinstance(draft, RelationDraft) or draft.many or isinstance(item[0], Group):
        add_item(reading, targets, item)
        return after and not isinstance(draft, RelationDraft) and is_word(item[0], "has", "have")
    tail = list(draft.tail)
    length = with_at(tail, 0) if tail else 0
    reading.add(targets, draft)
    if length:
        add_items(reading, targets, tail[length:], clause)
    elif len(tail) > 1 and is_word(tail[0], "at", "on", "for", "from") and looks_like_field(tail[1:]):
        add_item(reading, targets, tail[1:])  # "takes place in a room at a start time"
    elif tail and is_word(tail[0], "about", "for", "on", "of", "in", "at", "by"):
        other = read_item([*tokenize("is made for"), *tail[1:]])
        if isinstance(other, RelationDraft):
            reading.add(targets, other)
    return True


def add_item(reading: Reading, targets: list[EntityDraft], item: Sequence[Node]) -> None:
    """Give one item to entities, or keep it as ignored."""
    words = words_of([node for node in item if not isinstance(node, Group)])
    if not words or words in (("etc",), ("so", "on"), ("more",), ("others",)):
        return
    if len(item) > 1 and isinstance(item[-1], Group) and (parts := _parts_of_one(item[-1])):
        add_items(reading, targets, parts, reading.ignore)  # "current location (lat/lng)"
        return
    if (
        len(item) == 2
        and words[-1] in _COMPOUND
        and isinstance(item[-1], Group)
        and len(split_items(item[-1].nodes)) > 1
    ):
        add_items(reading, targets, item[-1].nodes, reading.ignore)  # "coordinates (lat, lng)"
        return
    if len(item) > 1 and _is_part(item[:-1], item[-1]) and isinstance(item[-1], Group):
        part = reading.declare(words)
        if part is not None:
            add_items(reading, [part], item[-1].nodes, reading.ignore)
            reading.add(targets, RelationDraft(words, many=True, required=False))
            return
    draft = read_item(item)
    if draft is None:
        reading.ignore(item)
    else:
        reading.add(targets, draft)


def _parts_of_one(node: Group) -> list[Node]:
    """The numbers that a place or a size is made of, "width x height x depth", as a list; empty where it isn't these."""
    nodes = [_COMMA if is_mark(n, "/", "&") or is_word(n, "and", "x", "by") else n for n in node.nodes]
    parts = split_items(nodes)
    plain = len(parts) > 1 and all(len(part) == 1 and lower(part[0]) in _MEASURES for part in parts)
    return nodes if plain else []


def _is_part(before: Sequence[Node], node: Node) -> bool:
    """Whether a field with brackets is a kind of record of its own: "shelves (code, capacity)"."""
    bare = strip_words(before, FILLERS)
    plain = 0 < len(bare) <= 2 and all(lower(n) for n in bare) and counts_as_plural(lower(bare[-1]))
    if not plain or not is_entity_group(bare, node) or not isinstance(node, Group):
        return False
    items = split_items(node.nodes)
    return len(items) > 1 and all(looks_like_field(item) or lower(item[0]) in FILLERS for item in items)


def _joined(items: Sequence[Sequence[Node]]) -> list[Node]:
    out: list[Node] = []
    for item in items:
        if out:
            out.append(_COMMA)
        out.extend(item)
    return out
