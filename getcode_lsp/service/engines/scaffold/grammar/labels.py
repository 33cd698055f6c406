"""Clauses with a colon: "book: title, author", "fields: …", "a school: teachers (…)"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from getcode_lsp.service.engines.scaffold.grammar.annotations import only_annotates
from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    PREPOSITIONS,
    find_has,
    find_relation,
    is_entity_group,
    looks_like_field,
    strip_leads,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.deeds import DeedReader
from getcode_lsp.service.engines.scaffold.grammar.entities import (
    are_fields,
    domain_entity,
    entity_list,
    head_names_entity,
    is_title,
    system_list,
)
from getcode_lsp.service.engines.scaffold.grammar.field_lists import add_item, add_items, strip_following
from getcode_lsp.service.engines.scaffold.grammar.fields import tells_deed
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    ACTORS,
    EXPLICIT,
    FIELD_HEADINGS,
    FILLERS,
    MANAGE,
    OTHER_HEADINGS,
    PROGRAMS,
    SECTION_HEADINGS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import looks_like_choices, strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft
from getcode_lsp.service.engines.scaffold.grammar.relative_clauses import container_of
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    first_match,
    is_mark,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural

ENTITIES_TOO = frozenset("author artist company category publisher comment message director".split())
"""Names of fields that are the names of records as well."""


def manages_at(nodes: Sequence[Node]) -> int:
    """The length of "to manage" at the start; 0 for "records (artist, year)", where the word is a noun."""
    length = first_match(nodes, 0, MANAGE)
    if length and (length == len(nodes) or not words_of([nodes[length]]) or with_at(nodes, length)):
        return 0
    return length


_RECORD_HEADINGS = frozenset(
    """note notes goal goals rule rules feature features requirement requirements example examples table tables
    record records""".split()
)
_NO_FIELD_LINE = frozenset(
    "is are must should can may will has have use no not only in for with to as if when every each all".split()
)


def is_record_heading(bare: tuple[str, ...], items: Sequence[Sequence[Node]]) -> bool:
    """Whether "notes" is the name of a record, for its fields stand behind it: "notes: title, body"."""
    if len(bare) != 1 or bare[0] not in _RECORD_HEADINGS or len(items) < 2:
        return False
    names = [list(takewhile(lambda node: bool(lower(node)), item)) for item in items]
    if not all(0 < len(name) <= 4 and not _NO_FIELD_LINE.intersection(map(lower, name)) for name in names):
        return False
    if any(map(find_relation, items)) or head_names_entity([names[0]]) or lower(names[0][-1]) in ENTITIES_TOO:
        return False
    known = [looks_like_field(item) or words_of(item) == ("number",) for item in items]
    return known[0] and sum(known) * 3 >= len(items)


def _with_default(values: list[Node]) -> list[Node]:
    """Read "approved/declined/pending (pending)" as choices and the default among them."""
    last = values[-1] if values else None
    if not isinstance(last, Group) or len(last.nodes) != 1 or not lower(last.nodes[0]):
        return values
    return [*values[:-1], *tokenize("; default"), last.nodes[0]]


def _all_bracketed(items: Sequence[Sequence[Node]]) -> bool:
    """Whether every item is a noun with several things in brackets: "tram(id, line), stop(id, name)"."""
    return len(items) > 1 and all(
        len(item) == 2 and isinstance(item[1], Group) and len(split_items(item[1].nodes)) > 1
        for item in items
    )


def _opened(nodes: list[Node]) -> list[Node]:
    """What stands in the brackets that are all of a phrase, else the phrase."""
    return list(nodes[0].nodes) if len(nodes) == 1 and isinstance(nodes[0], Group) else nodes


class LabelReader(DeedReader):
    """The part of reading that knows what a colon announces."""

    def __init__(self) -> None:
        super().__init__()
        self._unowned: list[Node] = []

    def sentence(self, nodes: Sequence[Node]) -> None:
        """Read one sentence."""
        raise NotImplementedError

    def subject(self, nodes: Sequence[Node]) -> list[EntityDraft]:
        """The entities that a subject names."""
        raise NotImplementedError

    def has(self, rest: list[Node]) -> bool:
        """Read "each book has …"; false where the clause isn't one."""
        raise NotImplementedError

    def colon(self, rest: list[Node]) -> bool:
        """Read a clause with a colon; false where it isn't one."""
        at = next((i for i, node in enumerate(rest) if is_mark(node, ":")), 0)
        if not at or at > 14:
            return False
        left, right = rest[:at], rest[at + 1 :]
        if self._heading(left, right):
            return True
        comma = next((i for i, node in enumerate(right) if is_mark(node, ",")), len(right))
        if self._has_records(left, right):
            return True
        if self._announces(left):
            self.has([*left, *right])
        elif self._slashed(left, right[:comma]):
            values = Group("(", tuple(_with_default(right[:comma])))
            add_item(self.reading, self.reading.current, [*left, values])
            add_items(self.reading, self.reading.current, right[comma + 1 :], self.clause)
        elif self._chooses(left, right):
            add_item(self.reading, self.reading.current, [*left, Group("(", tuple(right))])
        elif self._is_field(left, right):
            add_item(self.reading, self.reading.current, rest)
        else:
            return self._titles(left, right) or self._labelled(left, right)
        return True

    def _heading(self, left: list[Node], right: list[Node]) -> bool:
        """As in "fields: …", "entities: …", "notes: …"."""
        bare = tuple(lower(node) for node in strip_words(left, FILLERS | {"with", "are"}))
        if not bare:
            return False
        kept = bare[0] in ("members", "keys") and any(one.drafts for one in self.reading.current)
        items = split_items(right)
        known = any(looks_like_field(item) or words_of(item) == ("number",) for item in items)
        if kept and known and len(items) > 1:
            self.reading.current, self.reading.of_system = self.subject(tokenize(bare[0])), False
            add_items(self.reading, self.reading.current, right, self.clause)
        elif bare == ("data",) and _all_bracketed(split_items(right)):
            entity_list(self.reading, right, self.clause)
        elif all(word in FIELD_HEADINGS for word in bare):
            if self.about():
                add_items(self.reading, self.about(), right, self.clause)
            else:
                self._unowned = right
        elif is_record_heading(bare, split_items(opened := _opened(right))):
            targets = self.subject(tokenize(bare[0]))
            self.reading.current, self.reading.of_system = targets, False
            add_items(self.reading, targets, opened, self.clause)
        elif all(word in SECTION_HEADINGS | {"kinds", "of", "types", "sorts"} for word in bare):
            entity_list(self.reading, right, self.clause)
        elif all(word in OTHER_HEADINGS for word in bare):
            self.reading.program = self.reading.program or "api" in bare
            self.sentence(right)
        else:
            return False
        return True

    def about(self) -> list[EntityDraft]:
        """The entities that a list under "Fields:" speaks of: the last ones, else what the program is about."""
        if not self.reading.current and domain_entity(self.reading):
            found = self.reading.declare(domain_entity(self.reading))
            self.reading.current, self.reading.of_system = [found] if found else [], False
        return self.reading.current

    def fields_before_entity(self) -> None:
        """Give a list under "Fields:" that stood before any entity to the one that came behind it."""
        if self._unowned and self.reading.current:
            add_items(self.reading, self.reading.current, self._unowned, self.clause)
        elif self._unowned:
            self.reading.ignore(self._unowned)

    def _has_records(self, left: list[Node], right: list[Node]) -> bool:
        """As in "our choir has concerts: date, venue": the fields are those of the concerts."""
        split, items = find_has(left), split_items(right)
        what = strip_words(split.object, FILLERS | {"many"}) if split else []
        if not self.plain_plural(what) or lower(what[-1]) in FIELD_HEADINGS or len(items) < 2:
            return False
        if not looks_like_field(items[0]) or looks_like_field(what) or head_names_entity(items):
            return False
        self.clause(left)
        self.reading.current, self.reading.of_system = self.subject(what), False
        add_items(self.reading, self.reading.current, right, self.clause)
        return True

    def _announces(self, left: list[Node]) -> bool:
        """Whether a phrase ends as "each book has the following fields" does."""
        split = find_has(left)
        return split is not None and not strip_following([*split.object, *tokenize(":")])

    def _chooses(self, left: list[Node], right: list[Node]) -> bool:
        """As in "genre: one of comedy, drama, horror", behind the entity's own sentence."""
        said = first_match(right, 0, ("one of", "either")) > 0
        return bool(self.reading.current) and said and len(left) <= 3

    def _slashed(self, left: list[Node], right: list[Node]) -> bool:
        """As in "decision: approved/declined/pending (pending)", behind the entity's own sentence."""
        values = right[:-1] if right and isinstance(right[-1], Group) else right
        plain = any(is_mark(node, "/", "|") for node in values) and looks_like_choices(values)
        told = plain and all(lower(node) or is_mark(node, "/", "|") for node in values)
        return bool(self.reading.current) and told and len(left) <= 3 and not find_has(left)

    def _is_field(self, left: list[Node], right: list[Node]) -> bool:
        typed = bool(right) and (lower(right[0]) in EXPLICIT or only_annotates(right))
        return typed and bool(self.reading.current) and len(split_items(right)) == 1 and len(left) <= 4

    def _labelled(self, left: list[Node], right: list[Node]) -> bool:
        if find_has(left) and not any(lower(node) in PROGRAMS for node in left):
            return False
        words = words_of(left)
        right = _opened(right)
        place = self._is_place(words, right)
        if any(lower(node) in PROGRAMS for node in left) or place or self._tells(right):
            self._announced(left, right)
            return True
        cut = next((at for at, node in enumerate(left) if at and lower(node) in PREPOSITIONS), len(left))
        if cut < len(left) and with_at(left, cut) and self._with_records(left, cut, right):
            return True
        if cut < len(left) and not self._of_one(left[:cut], right):
            return self._list_under(right)
        left = left[:cut]
        if any(isinstance(node, Group) for node in left) or len(left) > 6:
            return False
        length = first_match(left, 0, MANAGE) or (1 if lower(left[0]) in ACTIONS else 0)
        targets = self.subject(left[length:] if length < len(left) else left)
        targets = targets or self._no_program(words, right)
        if targets and right:
            self.reading.current, self.reading.of_system = targets, False
            add_items(self.reading, targets, right, self.clause)
        return bool(targets)

    def _announced(self, left: list[Node], right: list[Node]) -> None:
        """Read what stands before a colon as the program, and what stands behind it as what that keeps."""
        before = set(self.reading.entities)
        self.clause(left)
        for key in set(self.reading.entities) - before:
            if is_title(self.reading.entities[key], left[-1], right):
                del self.reading.entities[key]  # "an api for parish: families (…), persons (…)"
                self.reading.domain, self.reading.current = self.reading.domain or key, []
        self.reading.of_system = not self.reading.current or self.reading.of_system
        if (
            self._tells_program(strip_leads(right))
            or find_has(right)
            or find_relation(right)
            or manages_at(right)
        ):
            self.clause(right)
        elif self.lists_fields(right) or self._fields_of_new(before, left[-1], right):
            add_items(self.reading, self.reading.current, right, self.clause)
        else:
            system_list(self.reading, right, self.clause)

    def _fields_of_new(self, before: set[tuple[str, ...]], noun: Node, right: list[Node]) -> bool:
        """Whether the fields of "an API for bulletins: region, level" stand behind the colon, though none is known for one."""
        new = [entity for key, entity in self.reading.entities.items() if key not in before]
        if new != self.reading.current or len(new) != 1 or new[0].drafts or not counts_as_plural(lower(noun)):
            return False
        items = split_items(right)
        said = [[node for node in item if isinstance(node, Group)] for item in items]
        plain = len(items) > 1 and bool(words_of(items[0])) and not head_names_entity(items)
        return plain and all(map(only_annotates, said))

    def _no_program(self, words: tuple[str, ...], right: list[Node]) -> list[EntityDraft]:
        """Read "Project: name, key" as a record, though the word can stand for the program."""
        items = split_items(right)
        kept = (
            self.reading.declare(words)
            if len(words) == 1 and len(items) > 1 and looks_like_field(items[0])
            else None
        )
        return [kept] if kept else []

    def _tells(self, right: list[Node]) -> bool:
        """Whether a clause stands behind a colon: "a restaurant: menu items belong to a category"."""
        has, relation = find_has(right), find_relation(right)
        if has is not None:
            return not any(
                is_mark(node, ",") for node in has.subject
            )  # "name, mobile, has a licence" is a list
        if tells_deed(words_of(right)):
            return all(map(lower, right))
        words = words_of(strip_words(relation.subject, FILLERS)) if relation else ()
        told = bool(words) and (
            counts_as_plural(words[-1]) or lower(right[0]) in ("a", "an", "each", "every")
        )
        return told and not looks_like_field(relation.subject if relation else [])

    def _tells_program(self, nodes: list[Node]) -> bool:
        at = self.program_at(nodes)
        return at is not None and not is_mark(nodes[at + 1] if at + 1 < len(nodes) else None, ",")

    def _titles(self, left: list[Node], right: list[Node]) -> bool:
        """As in "Blog: posts: title, slug": what stands before the first colon is only what it is all about."""
        at = next((at for at, node in enumerate(right[:4]) if is_mark(node, ":")), 0)
        words = words_of(strip_words(left, FILLERS))
        if find_has(left) or not at or not words or counts_as_plural(words[-1]):
            return False
        place = words[-1] in PROGRAMS or bool(container_of(words))
        one = place and self._heads_fields(
            right[:at], right[at + 1 :]
        )  # "employee directory: employee: name"
        if not one and not self.plain_plural(right[:at]):
            return False
        if self.reading.known(words) is not None or looks_like_field(right[:at]):
            return False
        self.set_domain(words)
        self.clause(right)
        return True

    def _heads_fields(self, head: list[Node], behind: list[Node]) -> bool:
        """Whether a noun before a colon has fields behind it, rather than a type or its values."""
        fields = split_items(behind)
        plain = len(fields) > 1 and len(head) <= 2 and all(map(lower, head))
        return plain and lower(behind[0]) not in EXPLICIT and looks_like_field(fields[0])

    def _with_records(self, left: list[Node], cut: int, right: list[Node]) -> bool:
        """As in "an asset register with assets: tag, type": the fields are those of the assets."""
        tail = strip_words(left[cut + with_at(left, cut) :], FILLERS)
        first = (split_items(right) or [[]])[0]
        if len(first) > 1 and isinstance(first[-1], Group) and is_entity_group(first[:-1], first[-1]):
            # "a blog with nested comments: posts (title), comments (text)"
            self.set_domain(words_of(left[:cut]))
            system_list(self.reading, right, self.clause)
            return True
        if (
            not self.plain_plural(tail)
            or not all(lower(node) for node in tail)
            or lower(tail[-1]) in FIELD_HEADINGS
        ):
            return False
        targets = self.subject(tail)
        self.set_domain(words_of(left[:cut]))
        self.reading.current, self.reading.of_system = targets, False
        add_items(self.reading, targets, right, self.clause)
        return bool(targets)

    def _of_one(self, head: list[Node], right: list[Node]) -> bool:
        """Whether "messages between users" before a colon tells whose fields stand behind it."""
        items = split_items(right)
        plain = self.plain_plural(head) and len(items) > 1 and not head_names_entity(items)
        return plain and any(map(looks_like_field, items))

    def _list_under(self, right: list[Node]) -> bool:
        """As in "time tracking for freelancers: clients, projects and invoices"."""
        if not head_names_entity(split_items(right)):
            return False
        system_list(self.reading, right, self.clause)
        return True

    def _is_place(self, words: tuple[str, ...], right: list[Node]) -> bool:
        """Whether "school" or "event calendar" before a colon is what the entities behind it are kept in."""
        first = (split_items(right) or [[]])[0]
        at = next(
            (at for at in range(1, len(first)) if isinstance(first[at], Group) or with_at(first, at)), 0
        )
        brings = bool(at) and (with_at(first, at) > 0 or is_entity_group(first[:at], first[at]))
        if brings and counts_as_plural((words_of(first[:at]) or ("",))[-1]):
            return bool(words) and not counts_as_plural(words[-1]) and self.reading.known(words) is None
        return bool(container_of(words)) and not looks_like_field(first)

    def lists_fields(self, nodes: list[Node]) -> bool:
        """Whether a list is fields of the entity that was spoken of last."""
        if not self.reading.current or self.reading.of_system:
            return False
        items = split_items(nodes)
        bare = all(not draft.drafts for draft in self.reading.current)
        return bool(items) and (looks_like_field(items[0]) or (bare and are_fields(items)))

    def plain_plural(self, item: Sequence[Node]) -> bool:
        """Whether a phrase is nothing but a noun in the plural."""
        words = words_of(strip_words(item, FILLERS))
        return (
            0 < len(words) <= 3
            and counts_as_plural(words[-1])
            and words[0] not in ACTORS | {"data", "information"}
        )
