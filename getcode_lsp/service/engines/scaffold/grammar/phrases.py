"""Small readings that several parts of the grammar share: numbers, choices, noun phrases."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    is_mark,
    is_word,
    lower,
)

_NUMERALS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve".split(),
        range(13),
        strict=True,
    )
)
MAXIMUM_CHOICE = 40
"""The longest text that counts as one of several choices."""


def number_at(nodes: Sequence[Node], at: int) -> tuple[int | float, int] | None:
    """The number that stands at an index, a currency sign before it or not, and how many nodes it covers."""
    start = at
    while at < len(nodes) and is_mark(nodes[at], "$", "€", "£", "=", ":"):
        at += 1
    sign = 1
    if at < len(nodes) and is_mark(nodes[at], "-", "+"):
        sign = -1 if is_mark(nodes[at], "-") else 1
        at += 1
    if at >= len(nodes):
        return None
    node = nodes[at]
    if isinstance(node, Token) and node.kind is Kind.NUMBER and len(node.text) < 19:
        value = float(node.text) if "." in node.text else int(node.text)
        return sign * value, at + 1 - start
    if lower(node) in _NUMERALS:
        return sign * _NUMERALS[lower(node)], at + 1 - start
    return None


def choices_in(nodes: Sequence[Node]) -> tuple[list[str], int]:
    """The alternatives of "A, B or C" at the start of a phrase, and how many nodes they cover.

    The list ends behind what follows "or"; without an "or" it goes to the end of the phrase.
    """
    end, saw_or = 0, False
    found: list[list[str]] = [[]]
    for at, node in enumerate(nodes):
        if _ends_choices(node, saw_or=saw_or, begun=bool(found[0])):
            break
        if is_mark(node, ",", "/", "|", ";", "\n") or is_word(node, "or", "and"):
            if saw_or and found[-1]:
                break
            if found[-1]:
                found.append([])
            saw_or = saw_or or is_word(node, "or")
        elif (
            isinstance(node, Token)
            and node.kind is not Kind.MARK
            and not (
                _opens(node, found[-1])
                and at + 1 < len(nodes)
                and lower(nodes[at + 1]) not in ("", "or", "and")
            )
        ):
            found[-1].append(node.text)
        elif found[-1] and isinstance(node, Token) and _is_sign(node) and not _joined_to(nodes, at):
            found[-1][-1] += node.text  # "A+"
        end += 1
    return _clean([" ".join(words) for words in found]), end


def _is_sign(node: Token) -> bool:
    return is_mark(node, "+", "-") and node.glued


def _joined_to(nodes: Sequence[Node], at: int) -> bool:
    """Whether a mark stands between two words without white space."""
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    return isinstance(following, Token) and following.glued and following.kind is not Kind.MARK


def _ends_choices(node: Node, *, saw_or: bool, begun: bool) -> bool:
    if isinstance(node, Group):
        return True
    if node.kind is Kind.MARK and not (begun and _is_sign(node)):
        separates = node.text in (",", "/", "|", ";", "\n")
        return node.text in (".", "=", ":", "(", "?") or (saw_or and not separates)
    return begun and lower(node) in ("default", "defaults", "defaulting", "required", "optional", "by")


def _opens(node: Token, before: Sequence[str]) -> bool:
    return not before and lower(node) in ("a", "an", "the", "either")


def _clean(found: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for text in found:
        plain = " ".join(text.replace("\\", "/").replace('"', "'").split())
        if 0 < len(plain) <= MAXIMUM_CHOICE and plain not in kept:
            kept.append(plain)
    return kept


def looks_like_choices(nodes: Sequence[Node]) -> bool:
    """Whether a phrase is "A, B or C" or "A|B|C" of short alternatives, quoted or not."""
    if any(isinstance(node, Group) or is_mark(node, ":", "=") for node in nodes):
        return False
    bars = any(is_mark(node, "|", "/") for node in nodes) or any(is_word(node, "or") for node in nodes)
    quoted = sum(isinstance(node, Token) and node.kind is Kind.QUOTED for node in nodes)
    return (bars and len(nodes) >= 3) or quoted >= 2


def strip_words(nodes: Sequence[Node], words: frozenset[str]) -> list[Node]:
    """A phrase without these words at its start."""
    at = 0
    while at < len(nodes) and lower(nodes[at]) in words:
        at += 1
    return list(nodes[at:])
