"""Tokens of a prompt: words, numbers, quoted texts, marks, and bracketed groups of these."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.grammar.words import split_words

MAXIMUM_DEPTH = 20
"""Brackets nested deeper than this are read as if they were not there."""

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "，": ",", "：": ":"}
)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_TOKEN = re.compile(
    r"""
      "(?P<double>[^"\n]{0,200})" | (?<!\w)'(?P<single>[^'\n]{1,80})'(?!\w) | `(?P<tick>[^`\n]{1,80})`
    | (?P<number>\d{1,3}(?:,\d{3})+(?![\w.]) | \d+(?:\.\d+)?(?![\w]))
    | (?P<word>\w+(?:['\-]\w+|\.(?:js|ts|net|io)\b)*)
    | (?P<mark>\n | \.\.+ | [<>]=? | [^\s\w])
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    QUOTED = "quoted"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, quoted text or mark; `text` is as written, without quotes; `lower` for comparing.

    `glued` means that no white space stands before it.
    """

    kind: Kind
    text: str
    lower: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two brackets."""

    opener: str
    nodes: tuple[Node, ...]


Node = Token | Group


def readable(text: str) -> str:
    """A text without control, format and private characters, with plain quotes and one kind of line end."""
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_QUOTES)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def tokenize(text: str) -> list[Token]:
    """The tokens of a text in order; a dash between spaces counts as a colon."""
    stopping.check()
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(re.sub(r"(?<=\w)[ \t]+[-–—]{1,2}[ \t]+(?=[^\W\d])", ": ", text)):
        kind = match.lastgroup or "mark"
        raw = match[kind]
        tokens.append(_token(kind, raw, glued=match.start() == end and bool(tokens)))
        end = match.end()
    return tokens


def _token(kind: str, raw: str, *, glued: bool) -> Token:
    if kind == "number":
        return Token(Kind.NUMBER, raw.replace(",", ""), raw.replace(",", ""), glued)
    if kind == "word":
        return Token(Kind.WORD, raw, raw.lower(), glued)
    if kind == "mark":
        return Token(Kind.MARK, raw, raw, glued)
    return Token(Kind.QUOTED, raw, raw.lower(), glued)


def group(tokens: Sequence[Token]) -> list[Node]:
    """Fold bracketed tokens into groups; a bracket without its other half is dropped."""
    stopping.check()
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for token in tokens:
        if token.kind is not Kind.MARK or token.text not in "()[]{}":
            stack[-1][1].append(token)
        elif token.text in _CLOSERS:
            if len(stack) <= MAXIMUM_DEPTH:
                stack.append((token.text, []))
        elif len(stack) > 1 and _CLOSERS[stack[-1][0]] == token.text:
            opener, nodes = stack.pop()
            stack[-1][1].append(Group(opener, tuple(nodes)))
    while len(stack) > 1:
        _, nodes = stack.pop()
        stack[-1][1].extend(nodes)
    return stack[0][1]


def unquoted(nodes: Sequence[Node]) -> list[Node]:
    """JSON's quoted keys and words as plain words, inside groups too."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Group):
            out.append(Group(node.opener, tuple(unquoted(node.nodes))))
        elif node.kind is Kind.QUOTED and node.text.isidentifier():
            out.append(Token(Kind.WORD, node.text, node.lower, node.glued))
        else:
            out.append(node)
    return out


def is_word(node: Node | None, *words: str) -> bool:
    """Whether a node is a word, one of these where any are given."""
    return isinstance(node, Token) and node.kind is Kind.WORD and (not words or node.lower in words)


def is_mark(node: Node | None, *marks: str) -> bool:
    """Whether a node is one of these marks."""
    return isinstance(node, Token) and node.kind is Kind.MARK and node.text in marks


def lower(node: Node) -> str:
    """The lower-case text of a word, else an empty string."""
    return node.lower if isinstance(node, Token) and node.kind is Kind.WORD else ""


def words_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The lower-case words of a phrase, for identifiers; quoted texts count, marks and groups don't."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Token) and node.kind is not Kind.MARK:
            found.extend(split_words(node.text))
    return tuple(found)


def text_of(nodes: Sequence[Node]) -> str:
    """A phrase as text, for showing to people."""
    out = ""
    for node in nodes:
        if isinstance(node, Group):
            piece, glued = node.opener + text_of(node.nodes) + _CLOSERS[node.opener], False
        elif node.text == "\n":
            continue
        else:
            piece, glued = node.text, node.kind is Kind.MARK
        out += piece if glued or not out else " " + piece
    return out


def split_at(nodes: Sequence[Node], *marks: str) -> list[list[Node]]:
    """The runs of nodes between marks, none of them empty."""
    runs: list[list[Node]] = [[]]
    for node in nodes:
        if is_mark(node, *marks):
            runs.append([])
        else:
            runs[-1].append(node)
    return [run for run in runs if run]


def matches(nodes: Sequence[Node], at: int, phrase: str) -> int:
    """How many nodes a phrase of words and marks covers at an index; 0 where it doesn't stand there."""
    parts = phrase.split(" ")
    if at + len(parts) > len(nodes):
        return 0
    for part, node in zip(parts, nodes[at : at + len(parts)], strict=True):
        if not isinstance(node, Token) or node.kind is Kind.QUOTED or node.lower != part:
            return 0
    return len(parts)


def first_match(nodes: Sequence[Node], at: int, phrases: Sequence[str]) -> int:
    """The length of the longest of several phrases at an index, 0 where none stands there."""
    stopping.check()
    first = nodes[at] if -len(nodes) <= at < len(nodes) else None
    if not isinstance(first, Token):
        return 0
    # Most phrases don't even begin like it: reading a prompt is mostly this.
    return max(
        (matches(nodes, at, phrase) for phrase in phrases if phrase.startswith(first.lower)), default=0
    )
