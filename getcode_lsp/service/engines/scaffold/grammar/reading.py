"""What the grammar has collected from a prompt so far: entities, their drafted fields, and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.grammar.drafts import Draft
from getcode_lsp.service.engines.scaffold.grammar.lexicon import NEVER_IN_NAMES, PLURAL_MODIFIERS
from getcode_lsp.service.engines.scaffold.grammar.tokens import Node, text_of
from getcode_lsp.service.engines.scaffold.grammar.words import Name, is_plural

MAXIMUM_ENTITIES = 40
MAXIMUM_FIELDS = 80
MAXIMUM_LENGTH = 30


def absurd(words: Sequence[str]) -> bool:
    """Whether words are a clause, or too many, rather than the name of something: "customers rent cars"."""
    if tuple(words[:2]) == ("to", "do"):
        words = words[2:] or ("todo",)
    if len(words) > 3 or NEVER_IN_NAMES.intersection(words):
        return True
    told = any(
        is_plural(word) and word not in PLURAL_MODIFIERS for word in words[:2]
    )  # "shop sells products"
    return len(words) > 2 and "of" not in words and told


@dataclass(slots=True)
class EntityDraft:
    """An entity as far as it was read.

    `weak` where only a verb like "users can borrow books" names it; `one` where its first mention is of one of
    them, as in "manage a wine cellar"; `aside` where its first field is only asked about: "and when they were watered".
    """

    name: Name
    drafts: list[Draft] = field(default_factory=list)
    weak: bool = False
    one: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that nothing was read from, what was spoken of there, and how it is told as ignored."""

    nodes: tuple[Node, ...]
    current: tuple[EntityDraft, ...]
    ignored: str


@dataclass(slots=True)
class Reading:
    """The state of reading: entities in the order they were named, and who the next "it" speaks of."""

    entities: dict[tuple[str, ...], EntityDraft] = field(default_factory=dict)
    current: list[EntityDraft] = field(default_factory=list)
    of_system: bool = True
    title: str = ""
    domain: tuple[str, ...] = ()
    program: bool = False
    queries: bool = False
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def declare(self, words: Sequence[str], *, weak: bool = False) -> EntityDraft | None:
        """The draft of an entity by its name in singular or plural; None when there are too many, or it is too long."""
        if absurd(words):
            self.ignore(" ".join(words))
            return None
        name = Name(tuple(words)).singular()
        draft = self.entities.get(name.words)
        if draft is None:
            if len(self.entities) >= MAXIMUM_ENTITIES or len(name.snake) > MAXIMUM_LENGTH:
                self.ignore(name.spaced)
                return None
            draft = self.entities[name.words] = EntityDraft(name, weak=weak)
        draft.weak = draft.weak and weak
        return draft

    def known(self, words: Sequence[str]) -> EntityDraft | None:
        """The entity of this name, if there is one so far."""
        return self.entities.get(Name(tuple(words)).singular().words) if words else None

    def short_of(self, words: Sequence[str]) -> EntityDraft | None:
        """The one entity with fields whose name ends in a word, where none has the word alone: "listing"."""
        if len(words) != 1 or self.known(words) is not None:
            return None
        end = Name(tuple(words)).singular().words
        found = [
            draft
            for name, draft in self.entities.items()
            if len(name) > 1 and name[-1:] == end and draft.drafts
        ]
        return found[0] if len(found) == 1 else None

    def add(self, targets: Iterable[EntityDraft], draft: Draft) -> None:
        """Give a field or relation to entities."""
        for target in targets:
            if len(target.drafts) < MAXIMUM_FIELDS:
                target.drafts.append(draft)

    def ignore(self, what: str | Sequence[Node]) -> None:
        """Keep a piece of the prompt that has no effect, for the header."""
        text = what if isinstance(what, str) else text_of(what)
        text = " ".join(text.split())[:120]
        if text and text not in self.ignored and len(self.ignored) < 30:
            self.ignored.append(text)

    def note(self, text: str) -> None:
        """Keep a remark for the header."""
        if text not in self.notes:
            self.notes.append(text)
