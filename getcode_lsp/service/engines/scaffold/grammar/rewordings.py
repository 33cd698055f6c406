"""Ways of saying it that are put into the words of another rule first."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.grammar.clauses import (
    PREPOSITIONS,
    find_has,
    strip_tail,
)
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    DECLARATORS,
    FIELD_HEADINGS,
    FILLERS,
    PROGRAMS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import strip_words
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    first_match,
    is_mark,
    is_word,
    lower,
    tokenize,
)

_STORING = ("store", "stores", "save", "saves", "keep", "keeps", "record", "records", "track", "tracks", "has", "have", "need",
            "needs", "include", "list", "hold", "know", "want", "provide")  # fmt: skip


_ALL_REQUIRED = re.compile(
    r"\s*[,;:–—-]\s*(?:and\s+)?(?:all|each|both|everything)(?:\s+of\s+(?:them|these|which))?"
    r"(?:\s+(?:the\s+)?(?:fields|columns|values|attributes))?(?:\s+(?:is|are|being))?"
    r"\s+(?:required|mandatory|obligatory|not\s+null)\b(?=\s*(?:[.;!)\n]|$))",
    re.IGNORECASE,
)


def without_all_required(text: str) -> str:
    """Take ", all required" off the end of a list of fields: a field is required where nothing else is said."""
    return _ALL_REQUIRED.sub("", text)


def with_colon(rest: list[Node]) -> list[Node]:
    """Read "device fields are: a, b" and "fields of a device are a, b" as "device: a, b"."""
    end = next((at for at, node in enumerate(rest[:8]) if is_mark(node, ":") or is_word(node, "are")), 0)
    head = strip_tail(strip_words(rest[:end], FILLERS), frozenset({"are"}))
    behind = end + 1 + (1 if len(rest) > end + 1 and is_mark(rest[end + 1], ":") else 0)
    if len(head) < 2 or not all(lower(node) for node in head):
        return rest
    if (lower(head[-1]) in FIELD_HEADINGS and is_word(rest[end], "are", "")) or lower(head[-1]) in (
        "fields",
        "attributes",
    ):
        name = head[:-1]
    elif lower(head[0]) in FIELD_HEADINGS and is_word(head[1], "of", "for"):
        name = strip_words(head[2:], FILLERS)
    else:
        return rest
    plain = name and not any(lower(node) in PREPOSITIONS | PROGRAMS for node in name) and not find_has(name)
    return [*name, *tokenize(":"), *rest[behind:]] if plain and len(name) <= 3 else rest


def for_each(rest: list[Node]) -> list[Node]:
    """Read "for each dog, store a name" as "each dog has a name"."""
    if not (
        is_word(rest[0] if rest else None, "for")
        and len(rest) > 3
        and is_word(rest[1], "each", "every", "a", "an")
    ):
        return rest
    at = next(
        (at for at in range(3, min(len(rest), 9)) if lower(rest[at]) in _STORING or is_mark(rest[at], ":")),
        0,
    )
    end = at
    while at and at + 2 < len(rest) and is_word(rest[at + 1], "to") and lower(rest[at + 2]) in _STORING:
        at += 2  # "I want to know"
    name = [
        node
        for node in rest[2:end]
        if lower(node) not in ("we", "i", "it", "you", "should", "must", "the", "api", "")
    ]
    return [*tokenize("each"), *name, *tokenize("has"), *rest[at + 1 :]] if at and name else rest


def without_declarator(rest: list[Node]) -> list[Node]:
    """Take the keyword off "interface Book {…}" and "table books (…)"."""
    at = 1 if rest and lower(rest[0]) in ("a", "an", "the") else 0
    length = first_match(rest, at, DECLARATORS)
    following = rest[at + length + 1] if len(rest) > at + length + 1 else None
    if not length or at + length >= len(rest) or not lower(rest[at + length]):
        return rest
    if isinstance(following, Group) or is_mark(following, ":", "=") or is_word(following, "with", "has", "having") or (
        is_word(rest[at + length], "called", "named", "for", "if")
    ):  # fmt: skip
        rest = rest[at + length :]
        while rest and lower(rest[0]) in ("called", "named", "for", "if", "not", "exists"):
            rest = rest[1:]
    return [
        node
        for at, node in enumerate(rest)
        if not (at == 1 and is_mark(node, "=", ":") and isinstance(following, Group))
    ]
