"""Sentences and clauses: who has what, what the program is about, what belongs to what."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    LINKING,
    PREPOSITIONS,
    find_has,
    find_relation,
    is_entity_group,
    looks_like_field,
    per_each,
    split_clauses,
    strip_leads,
    strip_subject,
    strip_tail,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation, is_directive, is_honoured
from getcode_lsp.service.engines.scaffold.grammar.entities import (
    add_item,
    add_items,
    are_fields,
    PRONOUNS,
    container_of,
    domain_entity,
    entity_list,
    list_at,
    relative_at,
    strip_following,
    system_list,
)
from getcode_lsp.service.engines.scaffold.grammar.fields import read_item
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    ACTORS,
    EXPLICIT,
    FIELD_HEADINGS,
    FILLERS,
    KIND_NOUNS,
    MANAGE,
    PLURAL_MODIFIERS,
    OTHER_HEADINGS,
    PROGRAMS,
    SECTION_HEADINGS,
    SYSTEM_SUBJECTS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.programs import ProgramReader
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft
from getcode_lsp.service.engines.scaffold.grammar.rewordings import for_each, with_colon, without_declarator
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    first_match,
    is_mark,
    is_word,
    lower,
    split_at,
    text_of,
    tokenize,
    unquoted,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural

_PRONOUNS = frozenset("it they them these those each one ones both all every there which that".split())
# What a sentence about the program's behaviour speaks of: "each endpoint has …".
_META = frozenset("endpoint endpoints route routes request requests response responses error errors method".split()) | {
    "collection", "collections", "handler", "handlers", "url", "urls", "body", "code",
}  # fmt: skip


MAXIMUM_CLAUSES = 50
"""Clauses that each begin in the list of the one before."""
MAXIMUM_NODES = 1_000
"""Tokens and groups of one clause; what stands behind them isn't read."""


class ClauseReader(ProgramReader):
    """Reads sentence after sentence into one `Reading`."""

    _depth = 0

    def __init__(self) -> None:
        super().__init__()
        self._unowned: list[Node] = []

    # ---- sentences -------------------------------------------------------------------------------------

    def sentence(self, nodes: Sequence[Node]) -> None:
        """Read one sentence."""
        nodes = strip_tail(nodes, frozenset({"please", "thanks"}))
        nodes = [
            n
            for at, n in enumerate(nodes)
            if not (is_mark(n, ",") and at + 1 < len(nodes) and with_at(nodes, at + 1))
        ]
        if len(nodes) == 1 and isinstance(nodes[0], Group):
            for part in split_at(unquoted(nodes[0].nodes), ",", ";", "\n"):
                self.clause(part)
            return
        text = text_of(nodes)
        if is_directive(text) or is_computation(text_of(strip_leads(nodes))):
            if not is_honoured(text):
                self.reading.ignore(text)
            return
        for run in split_clauses(nodes):
            self.clause(run)

    def clause(self, nodes: Sequence[Node]) -> None:
        """Read one clause by the first rule that fits; without one it is kept as ignored."""
        if self._depth >= MAXIMUM_CLAUSES:
            self.reading.ignore(list(nodes[:MAXIMUM_NODES]))
            return
        self._depth += 1
        try:
            self._clause(nodes[:MAXIMUM_NODES])
        finally:
            self._depth -= 1

    def _clause(self, nodes: Sequence[Node]) -> None:
        rest = without_declarator(strip_leads(nodes))
        while rest and is_mark(rest[-1], ".", ",", ":", "?", "-"):
            rest = rest[:-1]
        rest = per_each(for_each(with_colon(rest)))
        if not rest:
            return
        for rule in (
            self._colon,
            self._belongs,
            self._has,
            self.program,
            self._manage,
            self._user_story,
            self._deed,
            self._noun,
            self.actor,
        ):
            if rule(rest):
                return
        self.reading.ignore(rest)

    def subject(self, nodes: Sequence[Node]) -> list[EntityDraft]:
        """The entities that a subject names, or that its pronoun stands for; none for the program itself."""
        targets: list[EntityDraft] = []
        for item in split_items(nodes):
            said = next((at for at in range(1, len(item)) if lower(item[at]) in PRONOUNS), len(item))
            item = item[:said]  # "the books I've read"
            bare = strip_subject(strip_words(item, FILLERS | {"of", "new", "individual"}), self.reading.known)
            bare = bare if len(bare) < 2 else [*bare[:1], *strip_tail(bare[1:], KIND_NOUNS)]
            words = words_of([node for node in bare if not isinstance(node, Group)])
            if not words or (len(words) == 1 and words[0] in _PRONOUNS):
                targets += self.reading.current
            elif words[-1] in SYSTEM_SUBJECTS and self.reading.known(words) is None:
                return []
            elif len(words) <= 4:
                found = self.reading.declare(words)
                targets += [found] if found else []
        return targets

    # ---- clauses ---------------------------------------------------------------------------------------

    def _colon(self, rest: list[Node]) -> bool:
        at = next((i for i, node in enumerate(rest) if is_mark(node, ":")), 0)
        if not at or at > 14:
            return False
        left, right = rest[:at], rest[at + 1 :]
        bare = tuple(lower(node) for node in strip_words(left, FILLERS | {"with", "are"}))
        if bare and all(word in FIELD_HEADINGS for word in bare):
            if self.about():
                add_items(self.reading, self.about(), right, self.clause)
            else:
                self._unowned = right
        elif bare and all(word in SECTION_HEADINGS | {"kinds", "of", "types", "sorts"} for word in bare):
            entity_list(self.reading, right, self.clause)
        elif bare and all(word in OTHER_HEADINGS for word in bare):
            self.sentence(right)
        elif self._announces(left):
            self._has([*left, *right])
        elif self._is_field(left, right):
            add_item(self.reading, self.reading.current, rest)
        else:
            return self._labelled(left, right)
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

    def _announces(self, left: list[Node]) -> bool:
        """Whether a phrase ends as "each book has the following fields" does."""
        split = find_has(left)
        return split is not None and not strip_following([*split.object, *tokenize(":")])

    def _is_field(self, left: list[Node], right: list[Node]) -> bool:
        typed = lower(right[0]) in EXPLICIT if right else False
        return typed and bool(self.reading.current) and len(split_items(right)) == 1 and len(left) <= 4

    def _labelled(self, left: list[Node], right: list[Node]) -> bool:
        if find_has(left) and not any(lower(node) in PROGRAMS for node in left):
            return False
        words = words_of(left)
        if len(right) == 1 and isinstance(right[0], Group):
            right = list(right[0].nodes)
        place = self._is_place(words, right)
        if any(lower(node) in PROGRAMS for node in left) or place or find_has(right):
            self.clause(left)
            self.reading.of_system = not self.reading.current or self.reading.of_system
            if (
                self.program_at(strip_leads(right)) is not None
                or find_has(right)
                or find_relation(right)
                or first_match(right, 0, MANAGE)
            ):
                self.clause(right)
            elif self._lists_fields(right):
                add_items(self.reading, self.reading.current, right, self.clause)
            else:
                system_list(self.reading, right, self.clause)
            return True
        if any(lower(node) in PREPOSITIONS or isinstance(node, Group) for node in left) or len(left) > 6:
            return False
        length = first_match(left, 0, MANAGE) or (1 if lower(left[0]) in ACTIONS else 0)
        targets = self.subject(left[length:] if length < len(left) else left)
        if targets and right:
            self.reading.current, self.reading.of_system = targets, False
            add_items(self.reading, targets, right, self.clause)
        return bool(targets)

    def _is_place(self, words: tuple[str, ...], right: list[Node]) -> bool:
        """Whether "school" or "event calendar" before a colon is what the entities behind it are kept in."""
        first = (split_items(right) or [[]])[0]
        at = next((at for at, node in enumerate(first) if isinstance(node, Group)), 0)
        if (
            at
            and is_entity_group(first[:at], first[at])
            and counts_as_plural((words_of(first[:at]) or ("",))[-1])
        ):
            return bool(words) and not counts_as_plural(words[-1]) and self.reading.known(words) is None
        return bool(container_of(words)) and not looks_like_field(first)

    def _lists_fields(self, nodes: list[Node]) -> bool:
        if not self.reading.current or self.reading.of_system:
            return False
        items = split_items(nodes)
        bare = all(not draft.drafts for draft in self.reading.current)
        return bool(items) and (looks_like_field(items[0]) or (bare and are_fields(items)))

    def _belongs(self, rest: list[Node]) -> bool:
        split = find_relation(rest)
        if split is None:
            return False
        has = find_has(rest)
        if has and len(has.subject) <= len(split.subject):
            return False
        targets = self.subject(split.subject)
        if targets:
            self.reading.current, self.reading.of_system = targets, False
            if split.verb in LINKING:
                self._link(targets, split.object[1:])
                return True
            optional = any(is_word(node, "can", "may", "could", "optionally") for node in split.subject)
            words = tokenize("optionally") if optional else []
            add_items(self.reading, targets, [*words, *split.object], self.clause)
        return bool(targets)

    def _link(self, targets: list[EntityDraft], rest: Sequence[Node]) -> None:
        """As in "enrollments link a student to a course"."""
        sides: list[list[Node]] = [[]]
        at = 0
        while at < len(rest) and not isinstance(rest[at], Group) and len(sides) < 3:
            if is_word(rest[at], "to", "with", "and") or (
                len(sides) == 2 and is_word(rest[at], "at", "on", "for", "have", "has")
            ):
                sides.append([])
            elif not is_mark(rest[at], ","):
                sides[-1].append(rest[at])
            at += 1
        for side in sides[:2]:
            add_item(self.reading, targets, [*tokenize("belongs to"), *side])
        fields = [tokenize(",")[0] if with_at(rest, i) else node for i, node in enumerate(rest[at:], at)]
        if len(sides) == 3:
            add_items(self.reading, targets, [*sides[2], *fields], self.clause)

    def _has(self, rest: list[Node]) -> bool:
        split = find_has(rest)
        if split is None:
            return False
        subject = words_of(strip_subject(strip_words(split.subject, FILLERS), self.reading.known))
        if subject and subject[-1] in _META and self.reading.known(subject) is None:
            self.reading.ignore(rest)
            return True
        if self._of_program(subject, split.object):
            self.set_domain(
                tuple(word for word in subject if word not in SYSTEM_SUBJECTS | PROGRAMS | _PRONOUNS)
            )
            system_list(self.reading, split.object, self.clause)
            return True
        targets = self.subject(split.subject)
        if not targets:
            return False
        self.reading.current, self.reading.of_system = targets, False
        optional = any(is_word(node, "can", "may", "could", "optionally") for node in split.subject)
        verb = tokenize("can have" if optional else "has") if self._relational(split.object) else []
        add_items(self.reading, targets, [*verb, *split.object], self.clause)
        return True

    def _relational(self, nodes: Sequence[Node]) -> bool:
        return is_word(nodes[0], "many", "multiple", "several", "one", "exactly") if nodes else False

    def _of_program(self, subject: tuple[str, ...], what: Sequence[Node]) -> bool:
        if not subject or subject in (("it",), ("we",), ("they",), ("that",), ("which",)):
            return self.reading.of_system
        if subject[-1] in SYSTEM_SUBJECTS | PROGRAMS and self.reading.known(subject) is None:
            return True
        if (
            container_of(subject)
            and not counts_as_plural(subject[-1])
            and self.reading.known(subject) is None
        ):
            first = (split_items(what) or [[]])[0]
            noun = words_of(strip_words(first, FILLERS | {"many", "multiple", "several"}))
            return bool(noun) and counts_as_plural(noun[-1])
        return False

    def _manage(self, rest: list[Node]) -> bool:
        """As in "track employees and departments", "CRUD for order items (…)"."""
        length = first_match(rest, 0, MANAGE) or (1 if is_word(rest[0], "for", "manage") else 0)
        if length == 0 and lower(rest[0]) in ACTIONS:
            length = 1
        if not length or length >= len(rest):
            return False
        if self._lists_fields(rest[length:]):
            add_items(self.reading, self.reading.current, rest[length:], self.clause)
            return True
        before = len(self.reading.entities)
        entity_list(self.reading, rest[length:], self.clause)
        return len(self.reading.entities) > before or bool(self.reading.current) or bool(self.reading.domain)

    def _noun(self, rest: list[Node]) -> bool:
        """As in "Books (title, author)", "a blog with posts and comments", "books, authors and genres"."""
        end = next(
            (at for at in range(1, len(rest)) if isinstance(rest[at], Group) or with_at(rest, at)), len(rest)
        )
        head = strip_words(rest[:end], FILLERS)
        words = words_of(head)
        if not words or len(rest[:end]) > 12:
            return False
        if end < len(rest):
            return self._noun_with(rest, end, words)
        if any(lower(node) in PREPOSITIONS for node in head):
            return self._related_nouns(head)
        known = [item for item in split_items(head) if self._plain_plural(item)]
        if known:
            entity_list(self.reading, head, self.clause)
        elif container_of(words) and len(head) <= 3:
            self.set_domain(words)
        return bool(known) or bool(container_of(words) and len(head) <= 3)

    def _related_nouns(self, head: list[Node]) -> bool:
        """As in "pets owned by owners, visits of a pet"."""
        for item in split_items(head):
            item = (
                item[next((at for at, node in enumerate(item) if is_word(node, "of")), -1) + 1 :]
                if list_at(item)
                else item
            )
            at = next((at for at in range(1, len(item)) if relative_at(item, at)), 0)
            if not (self._plain_plural(item[:at]) if at else self._plain_plural(item)):
                return False
        entity_list(self.reading, head, self.clause)
        return True

    def _deed(self, rest: list[Node]) -> bool:
        """As in "customers rent cars": both are kept; what the one does with the other isn't."""
        words = [lower(node) for node in rest if lower(node) not in FILLERS]
        if not 3 <= len(words) <= 4 or not all(words) or PREPOSITIONS.intersection(words):
            return False
        verb = next((at for at in range(1, len(words) - 1) if counts_as_plural(words[at - 1])), 0)
        if not verb or words[verb - 1] in PLURAL_MODIFIERS or counts_as_plural(words[verb]):
            return False
        if {"and", "or", "can", "may", "could", "should", "must", "will", "to"}.intersection(
            words
        ) or not counts_as_plural(words[-1]):
            return False
        for side in (words[:verb], words[verb + 1 :]):
            if side[-1] not in ACTORS:
                self.reading.declare(side, weak=True)
        self.reading.ignore(rest)
        return True

    def _noun_with(self, rest: list[Node], end: int, words: tuple[str, ...]) -> bool:
        place = not any(lower(node) in PREPOSITIONS for node in rest[:end])
        container = place and bool(container_of(words)) and not counts_as_plural(words[-1])
        if container and not isinstance(rest[end], Group) and self.reading.known(words) is None:
            items = split_items(rest[end + with_at(rest, end) :])
            first = words_of(strip_words(items[0], FILLERS | {"many"})) if items else ()
            if first and (counts_as_plural(first[-1]) or not domain_entity(self.reading)):
                self.set_domain(words)
                system_list(self.reading, rest[end + with_at(rest, end) :], self.clause)
                return True
        before = len(self.reading.entities)
        entity_list(self.reading, rest, self.clause)
        return len(self.reading.entities) > before or self.reading.known(words) is not None

    def _plain_plural(self, item: Sequence[Node]) -> bool:
        words = words_of(strip_words(item, FILLERS))
        return (
            0 < len(words) <= 3
            and counts_as_plural(words[-1])
            and words[0] not in ACTORS | {"data", "information"}
        )

    def _user_story(self, rest: list[Node]) -> bool:
        """As in "users can create notes", by its verb; before the nouns of a list are looked for."""
        modal = next(
            (
                at
                for at in range(1, min(len(rest), 5))
                if is_word(rest[at], "can", "may", "could", "should", "will")
            ),
            0,
        )
        told = modal and all(lower(node) for node in rest[:modal]) and modal + 1 < len(rest)
        return bool(told and lower(rest[modal + 1]) in ACTIONS and self.actor(rest))

    def actor(self, rest: list[Node]) -> bool:
        """As in "users can create, edit and delete notes"."""
        at = next(
            (
                i
                for i, node in enumerate(rest[:8])
                if is_word(node, "can", "to", "may", "could", "should", "will")
            ),
            None,
        )
        if at is None or at + 1 >= len(rest):
            return False
        actors = words_of(strip_words(rest[:at], FILLERS))
        verb = at + 1
        if lower(rest[verb]) == "be" or isinstance(rest[verb], Group):
            return False
        while verb < len(rest) and (
            lower(rest[verb]) in ACTIONS or is_mark(rest[verb], ",", "/") or is_word(rest[verb], "and", "or")
        ):
            verb += 1
        known_verb = verb > at + 1
        verb = verb if known_verb else verb + 1
        if actors and len(actors) <= 2 and self._is_kept(actors):
            actor = self.reading.declare(actors, weak=not known_verb)
            if actor and (not known_verb or self._relational(rest[verb:])):
                self._many_of(actor, rest[verb:])
        if not known_verb and not actors:
            return False
        before = len(self.reading.entities)
        entity_list(self.reading, strip_words(rest[verb:], PREPOSITIONS), self.clause, weak=not known_verb)
        return known_verb or len(self.reading.entities) > before

    def _is_kept(self, actors: tuple[str, ...]) -> bool:
        if self.reading.known(actors) is not None:
            return True
        return actors[-1] not in ACTORS and counts_as_plural(actors[-1])

    def _many_of(self, actor: EntityDraft, rest: list[Node]) -> None:
        """As in "students can enroll in many courses": a relation, whatever the verb is."""
        what = strip_words(rest, PREPOSITIONS)
        if self._relational(what):
            draft = read_item([*tokenize("has"), *(split_items(what) or [[]])[0]])
            if draft is not None:
                self.reading.add([actor], draft)
