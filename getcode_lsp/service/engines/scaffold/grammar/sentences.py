"""Sentences and clauses: who has what, what the program is about, what belongs to what."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    LINKING,
    PREPOSITIONS,
    find_has,
    find_relation,
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
    PRONOUNS,
    are_fields,
    domain_entity,
    entity_list,
    list_at,
    system_list,
)
from getcode_lsp.service.engines.scaffold.grammar.field_lists import add_item, add_items, strip_following
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.labels import LabelReader, manages_at
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    FILLERS,
    KIND_NOUNS,
    PROGRAMS,
    RECORDS_TOO,
    SUBJECT_TAILS,
    SYSTEM_SUBJECTS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Unread
from getcode_lsp.service.engines.scaffold.grammar.relative_clauses import container_of, relative_at
from getcode_lsp.service.engines.scaffold.grammar.remarks import read_late_remark, read_remark, read_roles
from getcode_lsp.service.engines.scaffold.grammar.rewordings import for_each, with_colon, without_declarator
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
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


def _of_one_record(subject: Sequence[Node], what: Sequence[Node] | None = None) -> bool:
    """Whether "a project", "each list" is one of several records: it has fields like one, and isn't the program."""
    if len(subject) < 2 or not is_word(subject[0], "a", "an", "each", "every"):
        return False
    bare = strip_tail(subject[1:], SUBJECT_TAILS)
    if len(bare) != 1 or lower(bare[0]) not in RECORDS_TOO:
        return False
    items = split_items(strip_following(what)) if what is not None else []
    told = bool(items) and (looks_like_field(items[0]) or are_fields(items))
    return what is None or told or is_word(subject[0], "each", "every")


MAXIMUM_CLAUSES = 50
"""Clauses that each begin in the list of the one before."""
MAXIMUM_REMARK = 30
"""Tokens of an ignored sentence that is looked at again."""
MAXIMUM_NODES = 1_000
"""Tokens and groups of one clause; what stands behind them isn't read."""


class ClauseReader(LabelReader):
    """Reads sentence after sentence into one `Reading`."""

    _depth = 0

    # ---- sentences -------------------------------------------------------------------------------------

    def sentence(self, nodes: Sequence[Node]) -> None:
        """Read one sentence; one that is ignored is kept, for what it says may be of a field that comes later."""
        before = len(self.reading.ignored)
        self._sentence(nodes)
        ignored = self.reading.ignored[before:]
        if len(ignored) == 1 and len(nodes) <= MAXIMUM_REMARK:
            current = () if self.reading.of_system else tuple(self.reading.current)
            self.reading.unread.append(Unread(tuple(nodes), current, ignored[0]))

    def unread(self) -> None:
        """Read the sentences that say something about fields which were named later, or only there."""
        for late in self.reading.unread:
            self.reading.current = list(late.current)
            if read_late_remark(self.reading, late.nodes):
                self.reading.ignored.remove(late.ignored)

    def _sentence(self, nodes: Sequence[Node]) -> None:
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
        if read_remark(self.reading, nodes) or read_roles(self.reading, nodes):
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
            self.colon,
            self._belongs,
            self.has,
            self.each_with,
            self.deed,
            self.program,
            self._manage,
            self.user_story,
            self._fragment,
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
            elif (
                words[-1] in SYSTEM_SUBJECTS
                and self.reading.known(words) is None
                and not _of_one_record(nodes)
            ):
                return []
            elif len(words) <= 4:
                found = self.reading.short_of(words) or self.reading.declare(words)
                targets += [found] if found else []
        if len(targets) > 1 and targets[-1] in targets[:-1]:
            return targets[-1:]  # "users and posts, a post has a title"
        return targets

    # ---- clauses ---------------------------------------------------------------------------------------

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
            elif is_mark(rest[at], ",") and len(sides) == 2 and sides[1]:
                sides.append([])  # "connect a port and a port, leave at a time"
            elif not is_mark(rest[at], ","):
                sides[-1].append(rest[at])
            at += 1
        for side in sides[:2]:
            add_item(self.reading, targets, [*tokenize("belongs to"), *side])
        fields = [tokenize(",")[0] if with_at(rest, i) else node for i, node in enumerate(rest[at:], at)]
        if len(sides) == 3:
            add_items(self.reading, targets, [*sides[2], *fields], self.clause)

    def has(self, rest: list[Node]) -> bool:
        """Read "each book has …"; false where the clause isn't one."""
        split = find_has(rest)
        if split is None:
            return False
        subject = words_of(strip_subject(strip_words(split.subject, FILLERS), self.reading.known))
        if subject and subject[-1] in _META and self.reading.known(subject) is None:
            self.reading.ignore(rest)
            return True
        if not _of_one_record(split.subject, split.object) and self._of_program(subject, split.object):
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
        verb = tokenize("can have" if optional else "has") if self.relational(split.object) else []
        if optional and not verb:
            add_items(self.reading, targets, self._all_optional(split.object), self.clause)
            return True
        add_items(self.reading, targets, [*verb, *split.object], self.clause)
        return True

    def _all_optional(self, nodes: list[Node]) -> list[Node]:
        out: list[Node] = []
        for item in split_items(strip_following(nodes)):
            said = any(is_word(node, "optional", "required", "must", "has", "have") for node in item)
            out += [*tokenize("," if out else ""), *([] if said else tokenize("optional")), *item]
        return out

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
        length = manages_at(rest) or (1 if is_word(rest[0], "for", "manage") else 0)
        if length == 0 and lower(rest[0]) in ACTIONS:
            length = 1
        if not length or length >= len(rest):
            return False
        if self.lists_fields(rest[length:]):
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
        known = [item for item in split_items(head) if self.plain_plural(item)]
        if known:
            entity_list(self.reading, head, self.clause)
        elif container_of(words) and len(head) <= 3:
            self.set_domain(words)
        return bool(known) or bool(container_of(words) and len(head) <= 3)

    def _related_nouns(self, head: list[Node]) -> bool:
        """As in "pets owned by owners, visits of a pet"; "cars for sale" where the program is about these."""
        if self._placed(head):
            entity_list(self.reading, head, self.clause)
            return True
        for item in split_items(head):
            item = (
                item[next((at for at, node in enumerate(item) if is_word(node, "of")), -1) + 1 :]
                if list_at(item)
                else item
            )
            at = next((at for at in range(1, len(item)) if relative_at(item, at)), 0)
            if not (self.plain_plural(item[:at]) if at else self.plain_plural(item)):
                return False
        entity_list(self.reading, head, self.clause)
        return True

    def _placed(self, head: list[Node]) -> bool:
        """Whether a heading is a noun in the plural and what these are for, or where they are: "cars for sale"."""
        at = next((at for at in range(1, len(head)) if lower(head[at]) in PREPOSITIONS), 0)
        first = self.reading.program and not self.reading.entities and not self.reading.domain
        return (
            first
            and is_word(head[at], "for", "in", "at", "on", "from")
            and len(head) - at <= 4
            and all(map(lower, head))
            and self.plain_plural(head[:at])
        )

    def _fragment(self, rest: list[Node]) -> bool:
        """As in "We store flights. A flight number (unique), an airport and a departure time": only fields."""
        current = self.reading.current
        if len(current) != 1 or current[0].drafts or self.reading.of_system or len(split_items(rest)) < 3:
            return False
        items = split_items(rest)
        listed = is_word(rest[0], "a", "an", "the", "its", "their") or sum(
            map(looks_like_field, items)
        ) * 2 >= len(items)
        if not listed or not self.lists_fields(rest):
            return False
        add_items(self.reading, current, rest, self.clause)
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
