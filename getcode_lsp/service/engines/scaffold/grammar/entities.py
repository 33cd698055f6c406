"""Lists of entities: "books (title, author) and authors", "products with name and price"."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.annotations import only_annotates
from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    COMMON_FIELDS,
    PREPOSITIONS,
    RELATION_VERBS,
    find_has,
    find_relation,
    is_entity_group,
    looks_like_field,
    sentences,
    starts_clause,
    strip_tail,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.field_lists import Clause, add_items, strip_following
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    EXPLICIT,
    FEATURES,
    FILLERS,
    KIND_NOUNS,
    PROGRAMS,
    is_known_thing,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.relative_clauses import (
    container_of,
    read_relative,
    relative_at,
)
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    first_match,
    is_mark,
    is_word,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import Name, counts_as_plural

_LIST_OF = ("list of", "lists of", "catalog of", "catalogue of", "collection of", "database of", "set of", "inventory of",
            "registry of", "directory of", "table of", "tables of", "model of", "series of", "resource of", "archive of", "db of", "number of", "log of", "records of", "stock of", "kinds of")  # fmt: skip
_MODALS = frozenset("can could should must may might will is are was were".split())
PRONOUNS = frozenset("i we you they it i've we've i'm i'd".split())


def list_at(nodes: Sequence[Node]) -> int:
    """Where "list of" stands in a phrase, plus one; 0 where it doesn't."""
    at = next((at for at in range(min(len(nodes), 4)) if first_match(nodes, at, _LIST_OF)), -1)
    return at + 1 if all(lower(node) in FILLERS for node in nodes[: max(at, 0)]) else 0


def system_list(reading: Reading, nodes: Sequence[Node], clause: Clause) -> None:
    """Read what a program is said to have: entities, or the fields of the one that it is about."""
    nodes = strip_following(nodes)
    items = split_items(nodes)
    if not items:
        return
    about = domain_entity(reading)
    plain = [strip_words(item, FILLERS | {"optional", "required", "unique"}) for item in items]
    plain = [item for item in plain if item]
    if about and plain and Name(words_of(plain[0])).singular().words == tuple(about) and len(plain[0]) == 1:
        entity_list(reading, nodes, clause)  # "the hotel has rooms"
        return
    named = any(map(_names_entity, plain)) or (bool(plain) and reading.known(words_of(plain[0])) is not None)
    fields = bool(plain) and looks_like_field(plain[0]) and not _names_entity(plain[0])
    if (
        (fields or are_fields(plain))
        and about
        and not any(is_entity_group(item[:-1], item[-1]) for item in plain)
    ):
        target = reading.declare(about)
        if target:
            reading.current, reading.of_system = [target], False
            add_items(reading, [target], nodes, clause)
    elif named or not fields or len(items) < 2:
        entity_list(reading, nodes, clause)
    else:
        reading.ignore(nodes)


def are_fields(items: Sequence[Sequence[Node]]) -> bool:
    """Whether several nouns in the singular, one of them known for a field, are fields: "make, model, year"."""
    return len(items) > 1 and not any(map(_names_entity, items)) and any(map(looks_like_field, items))


def domain_entity(reading: Reading) -> tuple[str, ...]:
    """The words of what the program is about: "book" for a bookstore, "recipe" for a recipe API."""
    if not reading.domain:
        return ()
    kept = container_of(reading.domain)
    return (kept,) if kept else reading.domain


def head_names_entity(items: Sequence[Sequence[Node]]) -> bool:
    """Whether the first item of a list names an entity: "clients, projects"."""
    return bool(items) and _names_entity(strip_words(items[0], FILLERS))


def _names_entity(item: Sequence[Node]) -> bool:
    head = next((at for at, node in enumerate(item) if isinstance(node, Group) or not lower(node)), len(item))
    with_index = next((at for at in range(1, head) if with_at(item, at)), 0)
    words = words_of(item[: with_index or head])
    if not words or words[:2] == ("number", "of"):
        return False
    if with_index or (head < len(item) and is_entity_group(item[:head], item[head])):
        return True
    if any(is_mark(node, ":") for node in item):
        return _headed(item, head, words)
    if words[-1] in KIND_NOUNS and len(words) > 1:
        return True
    return counts_as_plural(words[-1]) and words[-1] not in COMMON_FIELDS and not looks_like_field(item)


def _headed(item: Sequence[Node], colon: int, words: tuple[str, ...]) -> bool:
    """Whether a colon brings the first field of a record, as in "books: title", and no type as in "tags: list"."""
    behind = item[colon + 1 :]
    return (
        bool(behind)
        and is_mark(item[colon], ":")
        and counts_as_plural(words[-1])
        and words[-1] not in COMMON_FIELDS
        and lower(behind[0]) not in EXPLICIT
        and looks_like_field(behind)
        and not only_annotates(behind)
    )


def entity_list(reading: Reading, nodes: Sequence[Node], clause: Clause, *, weak: bool = False) -> None:
    """Declare every entity of a list, with the fields that stand behind each."""
    if not weak and _one_with_fields(nodes):
        comma = next(at for at, node in enumerate(nodes) if is_mark(node, ","))
        nodes = [*nodes[:comma], *tokenize("with"), *nodes[comma + 1 :]]
    at = 0
    found: list[EntityDraft] = []
    while at < len(nodes):
        start = at
        at = _skip_joiners(nodes, at)
        if at and _begins_clause(nodes[at:]):
            clause(nodes[at:])
            return
        if found and at < len(nodes) and is_word(nodes[at], "when", "whether", "how", "who", "what"):
            for one in found:  # "plants and when they were last watered"
                one.aside = not one.drafts
            add_items(reading, found, nodes[at:], clause)
            return
        name, at = _noun_phrase(nodes, at)
        following = nodes[at] if at < len(nodes) else None
        entity = _declare(reading, nodes[start:at], name, following, weak=weak)
        if entity is not None:
            found.append(entity)
            reading.current, reading.of_system = found, False
        at, done = _modifiers(reading, entity, nodes, at, clause)
        if done:
            return
        at = max(at, start + 1)


def _one_with_fields(nodes: Sequence[Node]) -> bool:
    """Whether a list is one noun in the plural, and behind a comma its fields: "cars, make, model, year"."""
    first = next((at for at, node in enumerate(nodes[:6]) if not lower(node)), 0)
    if not first or not is_mark(nodes[first], ","):
        return False
    head = strip_words(nodes[:first], FILLERS | ACTIONS)
    if not head or not _names_entity(head) or len(words_of(head)) > 3:
        return False
    if any(with_at(nodes, at) or is_word(nodes[at], "and", "of") for at in range(first)):
        return False
    fields = split_items(nodes[first + 1 :])
    if len(fields) < 2 or _names_entity(fields[0]) or any(map(starts_clause, fields)):
        return False
    known, named = sum(map(looks_like_field, fields)), sum(map(_names_entity, fields))
    return known > 0 and (not named or (known > 1 and known * 2 >= len(fields)))


def _begins_clause(nodes: Sequence[Node]) -> bool:
    split = find_has(nodes)
    return split is not None and not any(is_mark(node, ",") or is_word(node, "and") for node in split.subject)


def _skip_joiners(nodes: Sequence[Node], at: int) -> int:
    while at < len(nodes):
        node = nodes[at]
        if is_mark(node, ",", ";", "\n", "&", "/", ":", "+", "-", "*") or is_word(
            node, "and", "or", "plus", "also", "as", "well"
        ):
            at += 1
        elif first_match(nodes, at, _LIST_OF):
            at += 2
        else:
            break
    return at


def _noun_phrase(nodes: Sequence[Node], at: int) -> tuple[list[Node], int]:
    start = at
    while at < len(nodes):
        node = nodes[at]
        if (
            isinstance(node, Group)
            or node.kind is Kind.MARK
            or is_word(
                node,
                "and",
                "or",
                "plus",
                "that",
                "which",
                "who",
                "whose",
                "can",
                "should",
                "must",
                "may",
                "will",
            )
        ):
            break
        if first_match(nodes, at, ("called", "named")) and at + 1 < len(nodes):
            start = at = at + 1
            continue
        if at > start and _of_one_name(nodes, at):
            at += 2
            continue
        if at > start and (
            with_at(nodes, at)
            or node.lower in PREPOSITIONS
            or first_match(nodes, at, RELATION_VERBS)
            or relative_at(nodes, at)
            or node.lower in PRONOUNS
        ):
            break
        if at > start and first_match(nodes, at, _LIST_OF):
            start = at = at + 2
            continue
        at += 1
    name = strip_words(nodes[start:at], FILLERS | ACTIONS)
    while len(name) > 1 and lower(name[-1]) in KIND_NOUNS:
        name = name[:-1]
    return strip_tail(
        name, frozenset({"too", "etc", "properly", "only", "easily", "correctly", "simply", "please"})
    ), at


def _of_one_name(nodes: Sequence[Node], at: int) -> bool:
    """Whether "of sale" belongs to the name, as in "points of sale"; "reviews of books" tells a relation."""
    if not is_word(nodes[at], "of") or at + 1 >= len(nodes) or not lower(nodes[at + 1]):
        return False
    following = nodes[at + 2] if at + 2 < len(nodes) else None
    ends = (
        following is None or not lower(following) or bool(with_at(nodes, at + 2)) or is_word(following, "and")
    )
    word = lower(nodes[at + 1])
    return ends and word not in FILLERS and not counts_as_plural(word) and not container_of((word,))


def _declare(
    reading: Reading, phrase: Sequence[Node], name: Sequence[Node], following: Node | None, *, weak: bool
) -> EntityDraft | None:
    words = words_of(name)
    if not words or words[0].isdigit() or len(words) > 4:
        if len(words) > 4:
            reading.ignore(list(name))
        return None
    one = any(is_word(node, "a", "an", "the", "my", "our", "your") for node in phrase) or len(words) == len(
        phrase
    )
    if words[-1] in PROGRAMS and not counts_as_plural(words[-1]):
        words = tuple(word for word in words if word not in PROGRAMS)
        if words and not reading.domain:
            reading.domain = words
        return None
    sure = bool(name) and isinstance(following, Group) and is_entity_group(name, following)
    if (
        one
        and not sure
        and container_of(words)
        and not counts_as_plural(words[-1])
        and reading.known(words) is None
    ):
        reading.domain = reading.domain or words
        return None
    if all(word in FEATURES | {"entity", "entities"} for word in words):
        return None
    known = reading.known(words) is not None
    entity = reading.declare(words, weak=weak)
    if entity is not None and not known:
        entity.one = any(
            is_word(node, "a", "an", "my", "our", "the") for node in phrase
        ) and not counts_as_plural(words[-1])
    return entity


def _bracketed(reading: Reading, entity: EntityDraft, node: Group, clause: Clause) -> None:
    """Read the fields in brackets behind an entity, or the sentence in them: "(an episode has a number)"."""
    split = find_has(node.nodes) or find_relation(node.nodes)
    subject = words_of(strip_words(split.subject, FILLERS)) if split else ()
    if split and (
        not subject or subject in (("it",), ("they",), ("which",)) or reading.known(subject) is entity
    ):
        before = reading.current
        reading.current, reading.of_system = [entity], False
        for sentence in sentences(node.nodes):
            clause(sentence)
        reading.current = before
    else:
        add_items(reading, [entity], node.nodes, clause)


def _modifiers(
    reading: Reading, entity: EntityDraft | None, nodes: Sequence[Node], at: int, clause: Clause
) -> tuple[int, bool]:
    """Read what stands behind an entity's name, up to the next one; true when everything is read."""
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Group):
            if entity is not None:
                _bracketed(reading, entity, node, clause)
            at += 1
            continue
        length = with_at(nodes, at)
        if length or (is_mark(node, ":", "=") and entity is not None):
            rest = list(nodes[at + max(length, 1) :])
            if entity is None:
                system_list(reading, rest, clause)
            elif rest and isinstance(rest[0], Group):
                at += max(length, 1)
                continue
            else:
                add_items(reading, [entity], rest, clause)
            return at, True
        if is_mark(node, ",", ";", "\n", "&", "/") or is_word(node, "and", "or", "plus"):
            return at, False
        if lower(node) in _MODALS:  # "todos can be grouped in lists with a name": the name isn't the todo's
            end = next((i for i in range(at, len(nodes)) if is_mark(nodes[i], ",", ";")), len(nodes))
            reading.ignore(nodes[at:end])
            return end, False
        at = read_relative(reading, entity, nodes, at)
    return at, False


def _plain_plural(item: Sequence[Node]) -> bool:
    return len(item) < 3 and all(map(lower, item)) and counts_as_plural(lower(item[-1]))


def is_title(entity: EntityDraft, noun: Node, rest: Sequence[Node]) -> bool:
    """Whether a noun in the singular before a colon is only what the records behind it are all about."""
    first = (split_items(rest) or [[]])[0]
    if entity.drafts or counts_as_plural(lower(noun)) or not first:
        return False
    items = split_items(rest)
    if not is_known_thing(entity.name.words) and len(items) > 2 and all(map(_plain_plural, items)):
        return True  # "an api for yoga studio: instructors, classes, bookings"
    many = counts_as_plural((words_of(first[:-1]) or ("",))[-1])
    return many and len(first) > 1 and isinstance(first[-1], Group) and len(split_items(first[-1].nodes)) > 1


def is_quoted(node: Node) -> bool:
    """Whether a node is a text in quotes."""
    return isinstance(node, Token) and node.kind is Kind.QUOTED
