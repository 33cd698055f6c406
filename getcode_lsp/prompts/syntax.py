"""How comments and strings are spelled: what a finder needs to know of a language, and no more.

A `Syntax` says which marks begin a comment, which strings may hold such a mark without meaning it, which other
languages are embedded, and which fragments a text may not contain when it is written into a comment.
Syntaxes and what they are made of (blocks apart) compare by identity: each is made once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

# A coding line may stand anywhere in a comment of the first two lines (PEP 263; Ruby's magic comments).
CODING = ("coding :", "coding =")

Place = Literal["anywhere", "space", "start"]
Docs = Literal["python", "elixir", "statement"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The mark of a line comment; its last character may be repeated (`///`, `##`).

    `place`: anywhere, behind white space, or first on its line. `spaced`: white space or the line's end
    follows. `pattern` spells the mark where it varies. `indented`: the deeper lines below belong to it too.
    `joins`: with its like on the next line it makes one comment.
    """

    mark: str
    place: Place = "anywhere"
    spaced: bool = False
    pattern: str = ""
    indented: bool = False
    joins: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A comment between two marks; `nests` where an opener inside needs a closer of its own.

    `opening` and `closing` are patterns where the marks vary; `{tag}` in the closing one is the opening one's
    group `tag`. `whole_lines`: each mark takes a line of its own. `hint`: what every opener holds, where that
    is not `open`.
    """

    open: str
    close: str
    nests: bool = False
    opening: str = ""
    closing: str = ""
    whole_lines: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """A string that may go over several lines; `escapes` where a backslash takes the next character along.

    `opening` and `closing` as for a block. `doubled`: its closer written twice is a character of it.
    `begins`: on which line its text begins: on this one, on the next (a heredoc), or on the next and as long
    as that is deeper than this one (a block scalar of YAML). `code` opens, deepens and closes code inside it.
    """

    open: str
    close: str
    escapes: bool = True
    opening: str = ""
    closing: str = ""
    doubled: bool = False
    begins: Literal["here", "below", "deeper"] = "here"
    code: tuple[str, str, str] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Another language inside: what opens and closes it (patterns), and which syntax holds there.

    `choose` gets the opening mark (`to_bracket`: the tag up to its `>`); None means that nothing else begins. `hard`: the end counts in strings and comments too. `hints` are plain texts, one of
    which every opening and closing holds; `broken` keeps a comment from ending the region.
    """

    opening: str
    closing: str
    hints: tuple[str, ...]
    choose: Callable[[str], Syntax | None]
    hard: bool = True
    to_bracket: bool = False
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """The lexical side of a language.

    `literals` are patterns of what stands on one line and hides a mark: strings, characters, escapes.
    `broken` are fragments that a written text may not hold, spelled with the space that takes them apart;
    `swaps` characters that are written as others; `continuation` matches what would take the next line along.
    `docs`: where a triple-quoted string is documentation. `paragraphs`: plain text, a paragraph is a prompt.
    `bare`: how a file is read in which no region is ever opened. `braces`: a block comment may stand in `{}`.
    `doc_prefix` stands before each line of a block comment of several lines, None where none is usual.
    """

    line: tuple[Line, ...] = ()
    block: tuple[Block, ...] = ()
    quotes: tuple[Quote, ...] = ()
    literals: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    broken: tuple[str, ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()
    continuation: str = r"(?:\\|\?\?/)$"
    docs: Docs | None = None
    paragraphs: bool = False
    bare: Syntax | None = None
    braces: bool = False
    doc_prefix: str | None = None
    end: Region | None = None

    @property
    def has_coding_lines(self) -> bool:
        """Whether a comment in the first two lines may name the file's encoding."""
        return CODING[0] in self.broken

    @property
    def fragments(self) -> tuple[str, ...]:
        """Every fragment to be taken apart in a text that is written into a comment, with the space in it."""
        ends = [end for block in self.block for end in block_fragments(block)]
        return tuple(dict.fromkeys([*self.broken, *(self.end.broken if self.end else ()), *ends]))


def block_fragments(block: Block) -> list[str]:
    """The marks of a block, taken apart; none for marks that count only at the left edge, or are one letter."""
    if block.whole_lines:
        return []
    marks = (mark for mark in (block.close, block.open) if len(mark) > 1 and " " not in mark)
    return [f"{mark[:-1]} {mark[-1]}" for mark in marks]


@lru_cache(maxsize=512)
def inside(syntax: Syntax, region: Region) -> Syntax:
    """The syntax as it holds inside a region, which may end it."""
    return Syntax(
        syntax.line,
        syntax.block,
        syntax.quotes,
        syntax.literals,
        syntax.regions,
        syntax.broken,
        syntax.swaps,
        syntax.continuation,
        syntax.docs,
        syntax.paragraphs,
        None,
        syntax.braces,
        syntax.doc_prefix,
        region,
    )


def lines(*marks: str, place: Place = "anywhere", spaced: bool = False) -> tuple[Line, ...]:
    """Line marks of one kind."""
    return tuple(Line(mark, place, spaced) for mark in marks)
