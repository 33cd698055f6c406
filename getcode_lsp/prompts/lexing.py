"""Where the comments of a line are, and what was left open above it.

One pass over a line, left to right: a mark inside a string is none, a quote without a partner on its line is
an apostrophe. To learn what a line begins in, only the lines above it are looked at that hold a mark of a
construct of several lines, and never more than `BACK` lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from getcode_lsp.editing.text import Point, content
from getcode_lsp.prompts.syntax import Block, Quote, Syntax

BACK = 1_200
FORWARD = 2_000
NEAR = 100

# A line that begins a definition at the left edge: very likely not inside a string or a comment.
_DEFINITION = re.compile(
    r"(?:(?:async|export|pub|public|static|default|abstract|final) )*"
    r"(?:def|class|function|func|fn|struct|enum|interface|impl|trait|const|let|var|type|package|namespace)\b"
    r"|[ \t]*(?:async )?(?:def|class) \w+[(:]"
)


class Mark(NamedTuple):
    """A comment as it was found: its span, its opening mark as it stands there, its block or None."""

    start: Point
    end: Point
    opener: str
    block: Block | None


class Open(NamedTuple):
    """A string or block comment that is still open: what it is, where it began, how deep it nests."""

    construct: Block | Quote
    start: Point
    depth: int


@dataclass(frozen=True, slots=True)
class _Lexer:
    token: re.Pattern[str]
    constructs: dict[str, Block | Quote]
    leaving: dict[str, re.Pattern[str]]
    stop: re.Pattern[str] | None
    spanning: tuple[str, ...]
    nests: bool
    quotes: bool


def _either(patterns: Sequence[str]) -> str:
    return "|".join(patterns) or r"(?!)"


def _line_mark(mark: str, syntax: Syntax) -> str:
    # What may not stand before the mark is looked for from behind it: a pattern that begins with plain
    # characters is found many times faster.
    barred = r"\S" if syntax.space_before else ":" if mark == "//" else ""
    before = f"(?<!{barred}{re.escape(mark)})" if barred else ""
    after = r"(?!\S)" if syntax.space_after else r"(?!\[)" if mark == "#" and syntax.stops else ""
    bang = "!?" if mark == "//" else ""
    repeated = "" if mark[-1].isalnum() else f"{re.escape(mark[-1])}*"
    return f"{re.escape(mark)}{before}{repeated}{bang}{after}"


def _leaving(construct: Block | Quote) -> str:
    ways = [f"(?P<close>{re.escape(construct.close)})"]
    if isinstance(construct, Block):
        if construct.nests:
            ways.append(f"(?P<open>{re.escape(construct.open)})")
    elif construct.escapes:
        ways.insert(0, r"\\.")
    return "|".join(ways)


@lru_cache(maxsize=128)
def _lexer(syntax: Syntax) -> _Lexer:
    constructs: dict[str, Block | Quote] = {item.open: item for item in syntax.block}
    constructs.update({item.open: item for item in syntax.quotes})
    opens = sorted(constructs, key=len, reverse=True)
    token = re.compile(
        f"(?P<open>{_either([re.escape(mark) for mark in opens])})"
        f"|(?P<literal>{_either(syntax.literals)})"
        f"|(?P<line>{_either([_line_mark(mark, syntax) for mark in syntax.line])})"
    )
    marks = [mark for item in constructs.values() for mark in (item.open, item.close)]
    return _Lexer(
        token,
        constructs,
        {mark: re.compile(_leaving(item)) for mark, item in constructs.items()},
        re.compile(_either([re.escape(stop) for stop in syntax.stops]), re.IGNORECASE)
        if syntax.stops
        else None,
        tuple(dict.fromkeys(marks)),
        any(block.nests for block in syntax.block),
        bool(syntax.quotes),
    )


def scan_line(
    text: str, line: int, syntax: Syntax, opened: Open | None = None, column: int = 0
) -> tuple[list[Mark], Open | None]:
    """The comments that end on a line (without its end), from a column on, and what it leaves open."""
    return _scan(_lexer(syntax), text, line, opened, column)


def _scan(
    lexer: _Lexer, text: str, line: int, opened: Open | None, column: int = 0
) -> tuple[list[Mark], Open | None]:
    marks: list[Mark] = []
    while True:
        if opened is not None:
            column, opened = _leave(lexer, text, line, column, opened, marks)
            if opened is not None:
                return marks, opened
        found = lexer.token.search(text, column)
        if found is None:
            return marks, None
        column = found.end()
        if found.lastgroup == "open":
            opened = Open(lexer.constructs[found.group()], Point(line, found.start()), 1)
        elif found.lastgroup == "line":
            stop = lexer.stop.search(text, column) if lexer.stop else None
            column = len(text[: stop.start()].rstrip()) if stop else len(text)
            marks.append(Mark(Point(line, found.start()), Point(line, column), found.group(), None))
            return marks, None


def _leave(
    lexer: _Lexer, text: str, line: int, column: int, opened: Open, marks: list[Mark]
) -> tuple[int, Open | None]:
    construct, start, depth = opened
    for found in lexer.leaving[construct.open].finditer(text, column):
        if found.lastgroup == "open":
            depth += 1
        elif found.lastgroup == "close":
            depth -= 1
            if not depth:
                if isinstance(construct, Block):
                    marks.append(Mark(start, Point(line, found.end()), construct.open, construct))
                return found.end(), None
    return len(text), Open(construct, start, depth)


def open_at(lines: Sequence[str], line: int, syntax: Syntax, origin: Point) -> Open | None:
    """What is open at the beginning of a line, seen from `origin`, where nothing is open."""
    lexer = _lexer(syntax)
    first, column = origin
    if line <= first or not lexer.spanning:
        return None
    known = _certain(lines, max(first + 1, line - NEAR), line, lexer)
    if known is not None:
        return known[0]
    if line - first > BACK:
        first, column = _resume(lines, line - BACK, line), 0
    opened: Open | None = None
    for number in range(first, line):
        text = lines[number]
        # A line without such a mark neither opens nor closes anything.
        for mark in lexer.spanning:
            if mark in text:
                _, opened = _scan(lexer, content(text), number, opened, column)
                break
        column = 0
    return opened


def _certain(lines: Sequence[str], first: int, line: int, lexer: _Lexer) -> tuple[Open | None] | None:
    """What a line near above leaves open whatever it began in, when there is such a line."""
    if lexer.nests:
        return None  # it may have begun at any depth
    for number in range(line - 1, first - 1, -1):
        text = lines[number]
        if not any(mark in text for mark in lexer.spanning):
            continue
        above = Point(-1, 0)
        begun = [None, *(Open(construct, above, 1) for construct in lexer.constructs.values())]
        left = {_scan(lexer, content(text), number, opened)[1] for opened in begun}
        if len(left) == 1:
            return (left.pop(),)
        if lexer.quotes:
            return None  # a string's mark opens what it closes: only the way from above can tell
    return None


def _resume(lines: Sequence[str], first: int, line: int) -> int:
    for number in range(first, line):
        if _DEFINITION.match(lines[number]):
            return number
    return first


def marks_at(lines: Sequence[str], line: int, syntax: Syntax, origin: Point) -> list[Mark]:
    """The comments that touch a line, in order; one that is never closed is none."""
    opened = open_at(lines, line, syntax, origin)
    column = origin.column if line == origin.line else 0
    marks, opened = scan_line(content(lines[line]), line, syntax, opened, column)
    if opened is None or not isinstance(opened.construct, Block):
        return marks
    start = opened.start
    for number in range(line + 1, min(len(lines), line + 1 + FORWARD)):
        closed, opened = scan_line(content(lines[number]), number, syntax, opened)
        if opened is None or opened.start != start:
            return [*marks, *(mark for mark in closed if mark.start == start)]
    return marks
