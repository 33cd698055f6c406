"""Clauses that tell what somebody does: "customers rent cars", "users can create notes"."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    PREPOSITIONS,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.entities import entity_list
from getcode_lsp.service.engines.scaffold.grammar.field_lists import add_items
from getcode_lsp.service.engines.scaffold.grammar.fields import read_item
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    ACTORS,
    FILLERS,
    KIND_NOUNS,
    PLURAL_MODIFIERS,
    PROGRAMS,
    SYSTEM_SUBJECTS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.programs import ProgramReader
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft
from getcode_lsp.service.engines.scaffold.grammar.relative_clauses import container_of
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    is_mark,
    is_word,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural


class DeedReader(ProgramReader):
    """The part of reading that knows deeds; what they are done with is stored."""

    def relational(self, nodes: Sequence[Node]) -> bool:
        """Whether an object is told as a relation: "many courses", "one manager"."""
        return is_word(nodes[0], "many", "multiple", "several", "one", "exactly") if nodes else False

    def deed(self, rest: list[Node]) -> bool:
        """As in "customers rent cars": both are kept; what the one does with the other isn't."""
        end = next(
            (at for at in range(3, len(rest)) if lower(rest[at]) in PREPOSITIONS or with_at(rest, at)),
            len(rest),
        )
        words = [lower(node) for node in rest[:end] if lower(node) not in FILLERS]
        if not 3 <= len(words) <= 4 or not all(words) or PREPOSITIONS.intersection(words):
            return False
        if (
            any(is_word(node, "that", "which", "who", "whose") for node in rest)
            or words[0] in PROGRAMS | SYSTEM_SUBJECTS
        ):
            return False
        one = is_word(rest[0], "a", "an", "the", "each", "every", "our", "my")
        verb = next(
            (at for at in range(1, len(words) - 1) if counts_as_plural(words[at - 1])), 1 if one else 0
        )
        if not verb or words[verb - 1] in PLURAL_MODIFIERS:
            return False
        if words[verb].endswith("s") == counts_as_plural(words[verb - 1]):
            return False  # "shops sell", "a shop sells"
        if words[verb] in (PROGRAMS | KIND_NOUNS) - {"list"}:
            return False
        if {"and", "or", "can", "may", "could", "should", "must", "will", "to"}.intersection(
            words
        ) or not counts_as_plural(words[-1]):
            return False
        for side in (words[:verb], words[verb + 1 :]):
            place = container_of(side) and not counts_as_plural(side[-1])
            kept = self.reading.declare(side, weak=True) if side[-1] not in ACTORS and not place else None
            if kept is not None:
                self.reading.current, self.reading.of_system = [kept], False
        length = with_at(rest, end) if end < len(rest) else 0
        if length:
            add_items(self.reading, self.reading.current, rest[end + length :], self.clause)
        self.reading.ignore(rest[:end] if length else rest)
        return True

    def each_with(self, rest: list[Node]) -> bool:
        """As in "users leave reviews, each with a rating and a text"."""
        length = with_at(rest, 1) if len(rest) > 2 and is_word(rest[0], "each", "every") else 0
        if not length or not self.reading.current:
            return False
        add_items(self.reading, self.reading.current, rest[1 + length :], self.clause)
        return True

    def user_story(self, rest: list[Node]) -> bool:
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
            if actor and (not known_verb or self.relational(rest[verb:])):
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
        if self.relational(what):
            draft = read_item([*tokenize("has"), *(split_items(what) or [[]])[0]])
            if draft is not None:
                self.reading.add([actor], draft)
