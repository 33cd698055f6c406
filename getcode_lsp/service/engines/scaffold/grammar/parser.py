"""The grammar: a prompt in ordinary English, list form or schema form becomes a `Reading`."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    PREPOSITIONS,
    find_has,
    find_relation,
    is_entity_group,
    looks_like_field,
    sentences,
    strip_leads,
    strip_tail,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.deed_phrases import with_relations
from getcode_lsp.service.engines.scaffold.grammar.directives import features_in, is_directive
from getcode_lsp.service.engines.scaffold.grammar.entities import entity_list, system_list
from getcode_lsp.service.engines.scaffold.grammar.field_lists import add_item, add_items, strip_following
from getcode_lsp.service.engines.scaffold.grammar.labels import is_record_heading
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    EXPLICIT,
    FIELD_HEADINGS,
    FILLERS,
    OTHER_HEADINGS,
    PROGRAMS,
    SECTION_HEADINGS,
    SUBJECT_TAILS,
)
from getcode_lsp.service.engines.scaffold.grammar.merging import relate
from getcode_lsp.service.engines.scaffold.grammar.notations import plain_notation
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.phrasings import plainer, spelled
from getcode_lsp.service.engines.scaffold.grammar.queries import without_queries
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.rewordings import without_all_required, without_declarator
from getcode_lsp.service.engines.scaffold.grammar.routes import plain_routes
from getcode_lsp.service.engines.scaffold.grammar.sentences import ClauseReader
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    group,
    is_mark,
    lower,
    readable,
    split_at,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural


def read_prompt(text: str) -> Reading:
    """Read a whole prompt."""
    reader = _Reader()
    plain = without_all_required(readable(text))
    told, slips = spelled(plain)
    told, queries = without_queries(told)
    told, routes, nested = plain_routes(plain_notation(told))
    told, reasons = plainer(told)
    told, passing = with_relations(told)
    for unit in read_layout(told):
        reader.unit(unit)
    reader.fields_before_entity()
    reader.units_before_entity()
    reader.unread()
    relate(reader.reading, [*passing, *nested])
    reader.reading.queries = queries
    for slip in slips:
        reader.reading.note(slip)
    for reason in [*reasons, *routes]:
        reader.reading.ignore(reason)
    for feature in features_in(plain):
        reader.reading.ignore(feature)
    return reader.reading


class _Reader(ClauseReader):
    def __init__(self) -> None:
        super().__init__()
        self._unowned_units: list[Unit] = []

    def units_before_entity(self) -> None:
        """Give a list under "Fields:" that stood before any entity to the one that came behind it."""
        if self._unowned_units and self.reading.current:
            self._field_units(self.reading.current, self._unowned_units)
        else:
            for unit in self._unowned_units:
                self.reading.ignore(unit.text)

    def unit(self, unit: Unit) -> None:
        found = sentences(group(tokenize(unit.text)))
        for sentence in found[: -1 if unit.children else None]:
            self.sentence(sentence)
        if unit.children:
            self._headed(found[-1] if found else [], unit.children)

    def _headed(self, head: list[Node], children: list[Unit]) -> None:
        while head and is_mark(head[-1], ":", ".", "-"):
            head = head[:-1]
        if (
            head
            and sum(map(self._told_entity, children)) > 1
            and all(":" in child.text or " - " in child.text for child in children)
        ):
            self.sentence(head)  # "## Veterinary practice", below it "Owner: name, phone"
            self._entity_units(children)
            return
        bare = tuple(lower(node) for node in strip_words(head, FILLERS | {"with", "are", "of"}))
        if bare and all(word in FIELD_HEADINGS for word in bare) and self.about():
            self._field_units(self.about(), children)
        elif bare and set(bare) <= FIELD_HEADINGS - SECTION_HEADINGS - OTHER_HEADINGS:
            self._unowned_units += children
        elif is_record_heading(bare, [group(tokenize(child.text)) for child in children]):
            self.reading.current, self.reading.of_system = self.subject(tokenize(bare[0])), False
            self._field_units(self.reading.current, children)
        elif bare and all(word in SECTION_HEADINGS | OTHER_HEADINGS for word in bare):
            self._entity_units(children) if bare[-1] in SECTION_HEADINGS else self._units(children)
        elif not self._headed_by_entity(head, children):
            self.sentence(head)
            self._under_program(children)

    def _headed_by_entity(self, head: list[Node], children: list[Unit]) -> bool:
        """As in "Each book has:" or "Book:", fields below."""
        rest = without_declarator(strip_leads(head))
        split = find_has(rest)
        subject = split.subject if split else rest
        if split and strip_following([*split.object, *tokenize(":")]):
            return False
        if not split:
            subject = self._before_with(rest)
            if any(lower(node) in PROGRAMS | PREPOSITIONS for node in subject) or len(subject) > 5:
                return False
            if not all(lower(node) for node in subject):
                return False
        targets = self.subject(subject)
        if not targets:
            return False
        self.reading.current, self.reading.of_system = targets, False
        self._field_units(targets, children)
        return True

    def _before_with(self, rest: list[Node]) -> list[Node]:
        for at in range(1, len(rest)):
            if with_at(rest, at):
                tail = strip_following([*rest[at + 1 :], *tokenize(":")])
                return rest[:at] if not tail else rest
        return rest

    def _under_program(self, children: list[Unit]) -> None:
        first = group(tokenize(children[0].text))
        if sum(map(self._lists_entity, children)) > 1:
            self._entity_units(children)
            return
        if any(child.children for child in children) or len(split_at(first, ".")) > 1 or find_has(first):
            self._entity_units(children)
            return
        heads = [group(tokenize(child.text)) for child in children]
        if any(len(node) > 1 and (is_entity_group(node[:-1], node[-1]) or find_has(node)) for node in heads):
            self._entity_units(children)
        elif self.reading.current and not self.reading.of_system:
            if looks_like_field(heads[0]):
                self._field_units(self.reading.current, children)
            else:
                self._units(children)
        else:
            joined: list[Node] = []
            for nodes in heads:
                joined += [*nodes, *tokenize(",")]
            system_list(self.reading, joined, self.clause)

    def _told_entity(self, child: Unit) -> bool:
        """Whether a line is a name and at least two fields: "Owner: name, phone number"."""
        nodes = group(tokenize(child.text))
        colon = next((at for at, node in enumerate(nodes[:4]) if is_mark(node, ":")), 0)
        return bool(colon) and sum(map(looks_like_field, split_at(nodes[colon + 1 :], ",", ";"))) > 1

    def _lists_entity(self, child: Unit) -> bool:
        """Whether a list item is an entity and its fields: "- tenants: name, email"."""
        nodes = group(tokenize(child.text))
        colon = next((at for at, node in enumerate(nodes[:4]) if is_mark(node, ":")), 0)
        return (
            bool(colon)
            and self.plain_plural(nodes[:colon])
            and len(split_at(nodes[colon + 1 :], ",", ";")) > 1
        )

    def _units(self, children: list[Unit]) -> None:
        for child in children:
            self.unit(child)

    def _entity_units(self, children: list[Unit]) -> None:
        for child in children:
            nodes = group(tokenize(child.text))
            if (
                child.children
                or find_has(nodes)
                or find_relation(nodes)
                or any(is_mark(n, ":", ".") for n in nodes)
            ):
                self.unit(child)
            elif is_directive(child.text):
                self.reading.ignore(child.text)
            else:
                entity_list(self.reading, nodes, self.clause)

    def _field_units(self, targets: list[EntityDraft], children: list[Unit]) -> None:
        for child in children:
            nodes = group(tokenize(child.text))
            while nodes and is_mark(nodes[-1], ".", ":", ";", ","):
                nodes = nodes[:-1]
            if not nodes:
                continue
            if child.children and all(word in FIELD_HEADINGS for word in words_of(nodes)):
                self._field_units(targets, child.children)
                continue
            if child.children:  # the choices of a field
                inner = tokenize(" , ".join(grandchild.text for grandchild in child.children))
                nodes = [*nodes, Group("(", tuple(inner))]
            self._field_line(targets, nodes)

    def _field_line(self, targets: list[EntityDraft], nodes: list[Node]) -> None:
        split = find_has(nodes) or find_relation(nodes)
        if split and self._known_subject(split.subject):
            self.clause(nodes)
            return
        colon = next((at for at, node in enumerate(nodes) if is_mark(node, ":")), None)
        if colon is None:
            add_items(self.reading, targets, nodes, self.clause)
            return
        rest = nodes[colon + 1 :]
        if words_of(nodes[:colon]) and all(word in FIELD_HEADINGS for word in words_of(nodes[:colon])):
            add_items(self.reading, targets, rest, self.clause)
        elif len(split_at(rest, ",")) > 1 and lower(rest[0]) not in EXPLICIT:
            add_item(self.reading, targets, [*nodes[:colon], Group("(", tuple(rest))])
        else:
            add_item(self.reading, targets, nodes)

    def _known_subject(self, subject: list[Node]) -> bool:
        words = words_of(strip_tail(strip_words(subject, FILLERS), SUBJECT_TAILS))
        return not words or self.reading.known(words) is not None or counts_as_plural(words[-1])
