"""What a clause says of the program itself: "a bookstore API with …", "REST API to manage tasks"."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    PREPOSITIONS,
    with_at,
)
from getcode_lsp.service.engines.scaffold.grammar.entities import (
    entity_list,
    is_quoted,
    system_list,
)
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    FILLERS,
    MANAGE,
    PROGRAMS,
    is_known_thing,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.reading import Reading, absurd
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    first_match,
    is_mark,
    is_word,
    lower,
    text_of,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural

TECHNOLOGY = frozenset(
    """fastapi express express.js expressjs python node node.js nodejs javascript js flask django pydantic rest json
    http sqlite uvicorn restful typescript""".split()
)


TAILS = frozenset(
    "schema schemas model models resource resources table tables collection controller router code set suite".split()
)
"""Nouns that say how records are kept or served, where they stand behind what is served, or before "for"."""

_LETS = frozenset(
    """that which where in lets let allows allow enables enable helps help me us you people users user clients everyone
    to be able can makes it possible so""".split()
)


class ProgramReader:
    """The part of reading that knows what the program is about; clauses and actors are read by what extends it."""

    def __init__(self) -> None:
        self.reading = Reading()

    def clause(self, nodes: Sequence[Node]) -> None:
        """Read one clause."""
        raise NotImplementedError

    def actor(self, rest: list[Node]) -> bool:
        """Read "users can create notes"; false where the clause isn't one."""
        raise NotImplementedError

    def set_domain(self, words: tuple[str, ...]) -> None:
        """Keep what the program is about, where nothing was said before."""
        words = words[1:] if words[:1] == ("of",) else words
        words = tuple(word for word in words if word not in FILLERS | TECHNOLOGY | {"run", "own"})
        if absurd(words):
            return
        if words and not self.reading.domain and len(words) <= 4:
            self.reading.domain = words

    def program(self, rest: list[Node]) -> bool:
        """As in "bookstore API with …", "REST API to manage tasks"."""
        at = self.program_at(rest)
        if at is None:
            return False
        end = at + 1
        while end < len(rest) and lower(rest[end]) in PROGRAMS | TAILS:
            end += 1
        self.reading.program = self.reading.program or any(
            lower(node)
            in ("api", "crud", "backend", "rest", "server", "endpoints", "service", "microservice")
            for node in rest[:end]
        )
        self.set_domain(
            words_of([node for node in rest[:at] if lower(node) not in PROGRAMS | FILLERS | TECHNOLOGY])
        )
        self.reading.of_system = True
        self._after_program(rest[end:])
        return True

    def program_at(self, rest: list[Node]) -> int | None:
        """Where a clause names the program, as "API" in "a bookstore API"; None where it doesn't."""
        for at, node in enumerate(rest[:10]):
            if (
                isinstance(node, Group)
                or not words_of([node])
                or lower(node) in PREPOSITIONS - {"of"}
                or is_word(node, "and", "that")
            ):
                return None
            if lower(node) in TAILS and at + 1 < len(rest) and is_word(rest[at + 1], "for"):
                return at  # "a resource for songs"
            if at and with_at(rest, at):
                return None
            following = rest[at + 1] if at + 1 < len(rest) else None
            if lower(node) in PROGRAMS and not (is_word(following, "of") or isinstance(following, Group)):
                return at
        return None

    def _after_program(self, rest: list[Node]) -> None:
        rest = self._skip_technology(rest)
        while rest and isinstance(rest[0], Token) and rest[0].kind is Kind.MARK and rest[0].text not in ":,-":
            rest = rest[1:]
        if not rest:
            return
        manage = first_match(rest, 1 if is_word(rest[0], "for", "that", "which") else 0, MANAGE)
        with_length = with_at(rest, 0)
        if manage:
            start = manage + (
                1 if is_word(rest[0], "for", "that", "which") and not first_match(rest, 0, MANAGE) else 0
            )
            start = max(start, first_match(rest, 0, MANAGE))
            entity_list(self.reading, rest[start:], self.clause)
        elif with_length and self.program_at(rest[with_length:]) is not None:
            self.program(rest[with_length:])  # "a server with CRUD routes for cars"
        elif with_length or is_mark(rest[0], ":"):
            system_list(self.reading, rest[max(with_length, 1) :], self.clause)
        elif is_word(rest[0], "for", "of", "about", "on", "around"):
            if not self._for_a_domain(rest[1:]):
                entity_list(self.reading, rest[1:], self.clause)
        elif is_mark(rest[0], ",", "-") or is_word(rest[0], "and"):
            self.clause(rest[1:])
        else:
            self._told_after(rest)

    def _told_after(self, rest: list[Node]) -> None:
        """Read "an api tasks", "an API that lets people …", or keep it as ignored."""
        if (
            len(rest) <= 2
            and all(map(lower, rest))
            and (counts_as_plural(lower(rest[-1])) or is_known_thing(words_of(rest)))
        ) or all(len(item) == 1 and counts_as_plural(lower(item[0])) for item in split_items(rest)):
            entity_list(self.reading, rest, self.clause)
        elif not self._lets_people(rest):
            self.reading.ignore(rest)

    def _lets_people(self, rest: list[Node]) -> bool:
        """As in "that lets me create, read and delete journal entries", "where users can …"."""
        told = strip_words(rest, _LETS)
        if told and lower(told[0]) in ACTIONS and self.actor([*tokenize("to"), *told]):
            return True
        return self.actor(rest) or self.actor(
            strip_words(rest, frozenset({"that", "which", "where", "in", "to", "so"}))
        )

    def _for_a_domain(self, rest: list[Node]) -> bool:
        """As in "for a zoo: animals (…)": one thing, which holds what comes behind it."""
        if not is_word(rest[0] if rest else None, "a", "an", "my", "our", "the"):
            return False
        end = next((at for at in range(1, len(rest)) if not lower(rest[at]) or with_at(rest, at)), len(rest))
        words = words_of(strip_words(rest[:end], FILLERS))
        following = rest[end] if end < len(rest) else None
        if not words or len(words) > 3 or counts_as_plural(words[-1]) or words[-1] in PROGRAMS:
            return False
        if any(lower(node) in PREPOSITIONS | {"and", "or", "that", "which"} for node in rest[:end]):
            return False
        if following is not None and not (is_mark(following, ":", ",", "-") or with_at(rest, end)):
            return False
        self.set_domain(words)
        if following is not None:
            system_list(self.reading, rest[end + max(with_at(rest, end), 1) :], self.clause)
        return True

    def _skip_technology(self, rest: list[Node]) -> list[Node]:
        """Take "using FastAPI", "in Python", "called Shelf" off the front."""
        while len(rest) > 1:
            if is_word(rest[0], "in", "using", "with", "on", "via", "based") and lower(
                rest[1]
            ) in TECHNOLOGY | {"on"}:
                rest = rest[2:]
                while rest and (
                    lower(rest[0]) in TECHNOLOGY
                    or (is_word(rest[0], "and") and len(rest) > 1 and lower(rest[1]) in TECHNOLOGY)
                ):
                    rest = rest[1:]
            elif is_word(rest[0], "called", "named"):
                size = 1 if is_quoted(rest[1]) else self._title_size(rest[1:])
                self.reading.title = text_of(rest[1 : 1 + size])
                rest = rest[1 + size :]
            else:
                return rest
        return [] if rest and lower(rest[0]) in TECHNOLOGY else rest

    def _title_size(self, rest: Sequence[Node]) -> int:
        size = 1
        while (
            size < len(rest) and isinstance(rest[size], type(rest[0])) and text_of([rest[size]])[:1].isupper()
        ):
            size += 1
        return size
