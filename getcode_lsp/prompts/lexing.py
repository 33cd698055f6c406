"""The comments of one line, and what the line leaves open.

One pass, left to right, by one compiled pattern for each state: a mark inside a string is none, and a quote
without a partner on its line is an apostrophe unless the language lets its strings go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from getcode_lsp.editing.text import Point
from getcode_lsp.prompts.syntax import Block, Line, Quote, Region, Syntax, inside

_BLANK = " \t"
_NAMED = re.compile(r"\(\?P<(\w+)>|\(\?P=(\w+)\)|\{tag\}")


class Mark(NamedTuple):
    """A comment as it was found, or a string that may be documentation.

    Its span, its first and last mark as they stand there (`closer` is empty for a line comment), what it is,
    and the syntax that holds there.
    """

    start: Point
    end: Point
    opener: str
    closer: str
    construct: Line | Block | Quote
    syntax: Syntax


class Code(NamedTuple):
    """Code inside a string: the marks that deepen and close it."""

    deeper: str
    close: str


class Tag(NamedTuple):
    """An opening tag that is still to be read to its end."""

    region: Region
    text: str


class Frame(NamedTuple):
    """Something that is open: what, where it began, its opener, what its closer varies by, its depth."""

    construct: Block | Quote | Region | Code | Tag
    start: Point
    syntax: Syntax
    opener: str = ""
    tag: str = ""
    depth: int = 1


State = tuple[Frame, ...]
"""What is open, the innermost last."""


@dataclass(frozen=True, slots=True)
class _Lexer:
    token: re.Pattern[str]
    constructs: tuple[Block | Quote | Region, ...]
    openings: tuple[re.Pattern[str], ...]
    lines: tuple[Line, ...]
    stop: re.Pattern[str] | None


def _renamed(pattern: str, number: int) -> str:
    """A pattern whose group names are its own, so that it can stand beside others."""

    def rename(found: re.Match[str]) -> str:
        if found.group(1):
            return f"(?P<{found.group(1)}_{number}>"
        return f"(?P={found.group(2)}_{number})" if found.group(2) else found.group()

    return _NAMED.sub(rename, pattern)


def _line_pattern(line: Line) -> str:
    if line.pattern:
        return line.pattern
    mark = re.escape(line.mark)
    # What may not stand before the mark is looked for from behind it: a pattern that begins with plain
    # characters is found many times faster.
    barred = r"\S" if line.place == "space" else ":" if line.mark == "//" else ""
    before = rf"(?<!{barred}{mark})" if barred and line.place != "start" else ""
    repeated = "" if line.mark[-1].isalnum() else f"{re.escape(line.mark[-1])}*"
    bang = "!?" if line.mark == "//" else ""
    after = r"(?!\S)" if line.spaced else ""
    head = r"^[ \t]*" if line.place == "start" else ""
    return f"{head}{mark}{before}{repeated}{bang}{after}"


def _opening(construct: Block | Quote | Region) -> str:
    if isinstance(construct, Region):
        return construct.opening
    return construct.opening or re.escape(construct.open)


def _is_simple(quote: Quote) -> bool:
    return (
        len(quote.open) == 1
        and quote.open == quote.close
        and not (quote.opening or quote.code or quote.doubled)
    )


def _whole(quote: Quote) -> str:
    mark = quote.open
    return rf"{mark}[^{mark}\\]*(?:\\.[^{mark}\\]*)*{mark}" if quote.escapes else f"{mark}[^{mark}]*{mark}"


@lru_cache(maxsize=512)
def _lexer(syntax: Syntax, code: Code | None = None) -> _Lexer:
    """The lexer of a syntax, in the code of a string until that closes."""
    ends: tuple[tuple[str, str], ...] = ()
    if code is not None:
        ends = (("close", re.escape(code.close)), ("deeper", re.escape(code.deeper)))
    plain: tuple[Block | Quote, ...] = (*syntax.block, *syntax.quotes)
    constructs = (*sorted(plain, key=lambda item: -len(item.open)), *syntax.regions)
    stop = syntax.end if syntax.end is not None and not syntax.end.hard else None
    parts = [f"(?P<{name}>{pattern})" for name, pattern in ends]
    parts += [f"(?P<stop>{stop.closing})"] if stop else []
    # A mark that counts at the beginning of a line only can't be anything else there.
    patterns = [_line_pattern(line) for line in syntax.line]
    parts += [f"(?P<l{n}>{pattern})" for n, pattern in enumerate(patterns) if pattern[0] == "^"]
    simple = [n for n, item in enumerate(constructs) if isinstance(item, Quote) and _is_simple(item)]
    parts += [
        f"(?P<o{n}>{_renamed(_opening(item), n)})" for n, item in enumerate(constructs) if n not in simple
    ]
    # A string that closes on its line is passed over in one step.
    literals = [*(_whole(quote) for quote in syntax.quotes if _is_simple(quote)), *syntax.literals]
    parts += [f"(?P<literal>{'|'.join(literals)})"] if literals else []
    parts += [f"(?P<o{n}>{_opening(constructs[n])})" for n in simple]
    parts += [f"(?P<l{n}>{pattern})" for n, pattern in enumerate(patterns) if pattern[0] != "^"]
    return _Lexer(
        re.compile("|".join(parts) or r"(?!)"),
        constructs,
        tuple(re.compile(_opening(item)) for item in constructs),
        syntax.line,
        re.compile(stop.closing) if stop else None,
    )


@lru_cache(maxsize=1024)
def _leaving(construct: Block | Quote, tag: str) -> re.Pattern[str]:
    closing = construct.closing.replace("{tag}", re.escape(tag)) or re.escape(construct.close)
    ways = [f"(?P<end>{closing})"]
    if isinstance(construct, Block):
        if construct.nests:
            ways.append(f"(?P<more>{construct.opening or re.escape(construct.open)})")
    else:
        if construct.doubled:
            ways.insert(0, re.escape(construct.close) * 2)
        if construct.escapes:
            ways.insert(0, r"\\.")
        if construct.code:
            ways.append(f"(?P<code>{re.escape(construct.code[0])})")
    return re.compile("|".join(ways))


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def syntax_in(base: Syntax, state: State) -> Syntax:
    """The syntax of the innermost region."""
    return next((frame.syntax for frame in reversed(state) if isinstance(frame.construct, Region)), base)


def scan_line(
    text: str, line: int, base: Syntax, state: State = (), column: int = 0
) -> tuple[list[Mark], State]:
    """The comments that end on a line (without its end), from a column on, and what it leaves open."""
    scanner = _Scanner(line, base, list(state))
    while True:
        stop = scanner.hard_stop(text, column)
        column = scanner.scan(text if stop is None else text[: stop[0]], column)
        if scanner.entered:
            continue  # the end of what was entered counts as well
        if stop is None:
            break
        del scanner.stack[stop[1] :]
        column = stop[2]
    scanner.stack.extend(reversed(scanner.below))
    return scanner.marks, tuple(scanner.stack)


class _Scanner:
    def __init__(self, line: int, base: Syntax, stack: list[Frame]) -> None:
        self.line = line
        self.base = base
        self.stack = stack
        self.marks: list[Mark] = []
        self.below: list[Frame] = []
        self.entered = False

    def hard_stop(self, text: str, column: int) -> tuple[int, int, int] | None:
        """Where the first region ends that ends whatever is open in it: begin, its place on the stack, end."""
        first: tuple[int, int, int] | None = None
        for number, frame in enumerate(self.stack):
            if isinstance(frame.construct, Region) and frame.construct.hard:
                closing = frame.construct.closing.replace("{tag}", re.escape(frame.tag))
                found = _pattern(closing).search(text, column)
                if found and (first is None or found.start() < first[0]):
                    first = (found.start(), number, found.end())
        return first

    def scan(self, text: str, column: int) -> int:
        """Go on to the end of the text, or to where a region begins; where that is."""
        self.entered = False
        while column <= len(text):
            top = self.stack[-1] if self.stack else None
            if top is not None and isinstance(top.construct, Block | Quote):
                column = self._leave(text, column, top, top.construct)
            elif top is not None and isinstance(top.construct, Tag):
                column = self._tag(text, column, top, top.construct)
            else:
                column = self._code(text, column, top)
            if self.entered:
                return column
        return len(text)

    def _code(self, text: str, column: int, top: Frame | None) -> int:
        code = top.construct if top is not None and isinstance(top.construct, Code) else None
        syntax = top.syntax if top is not None else self.base
        lexer = _lexer(syntax, code)
        search = lexer.token.search
        found = search(text, column)
        while found is not None and found.lastgroup == "literal":
            found = search(text, max(found.end(), found.start() + 1))
        if found is None:
            return len(text) + 1
        kind = found.lastgroup or ""
        start = found.start() + len(found.group()) - len(found.group().lstrip(_BLANK))
        if kind[0] == "o":
            return self._open(text, found, Point(self.line, start), int(kind[1:]), lexer, syntax)
        if kind[0] == "l":
            stop = lexer.stop.search(text, found.end()) if lexer.stop else None
            end = len(text[: stop.start()].rstrip()) if stop else len(text)
            opener, mark = text[start : found.end()], lexer.lines[int(kind[1:])]
            self.marks.append(Mark(Point(self.line, start), Point(self.line, end), opener, "", mark, syntax))
            return stop.start() if stop else len(text) + 1
        if kind == "stop":
            while not isinstance(self.stack.pop().construct, Region):
                pass
        elif top is not None:
            depth = top.depth + (1 if kind == "deeper" else -1)
            self.stack.pop()
            if depth:
                self.stack.append(top._replace(depth=depth))
        return found.end()

    def _open(
        self, text: str, found: re.Match[str], start: Point, number: int, lexer: _Lexer, syntax: Syntax
    ) -> int:
        construct = lexer.constructs[number]
        again = lexer.openings[number].match(text, found.start())
        tag = (again.groupdict().get("tag") or "") if again else ""
        opener = text[start.column : found.end()]
        if isinstance(construct, Region):
            if construct.to_bracket:
                self.stack.append(Frame(Tag(construct, ""), start, syntax))
            else:
                self._enter(construct, tag, start, opener)
            return found.end()
        frame = Frame(construct, start, syntax, opener, tag)
        if isinstance(construct, Quote) and construct.begins == "below":
            self.below.append(frame)
        elif isinstance(construct, Quote) and construct.begins == "deeper":
            self.below.append(frame._replace(depth=_scalar_indent(text, found.end())))
        else:
            self.stack.append(frame)
        return found.end()

    def _enter(self, region: Region, tag: str, start: Point, opener: str) -> None:
        syntax = region.choose(opener)
        if syntax is not None:
            self.stack.append(Frame(region, start, inside(syntax, region), opener, tag))
            self.entered = True

    def _tag(self, text: str, column: int, top: Frame, tag: Tag) -> int:
        end = text.find(">", column)
        self.stack.pop()
        if end < 0:
            self.stack.append(top._replace(construct=Tag(tag.region, f"{tag.text[:2000]} {text[column:]}")))
            return len(text) + 1
        whole = f"{tag.text} {text[column:end]}"
        if not whole.endswith("/"):
            self._enter(tag.region, "", top.start, whole)
        return end + 1

    def _leave(self, text: str, column: int, top: Frame, construct: Block | Quote) -> int:
        if isinstance(construct, Quote) and construct.begins == "deeper":
            if not text.strip() or len(text) - len(text.lstrip(" ")) > top.depth:
                return len(text) + 1
            self.stack.pop()
            return column
        depth = top.depth
        for found in _leaving(construct, top.tag).finditer(text, column):
            if found.lastgroup == "more":
                depth += 1
            elif found.lastgroup == "code" and isinstance(construct, Quote) and construct.code:
                self.stack.append(
                    Frame(
                        Code(construct.code[1], construct.code[2]), Point(self.line, found.end()), top.syntax
                    )
                )
                return found.end()
            elif found.lastgroup == "end":
                depth -= 1
                if not depth:
                    self.stack.pop()
                    self._closed(top, construct, found)
                    return found.end()
        self.stack[-1] = top._replace(depth=depth)
        return len(text) + 1

    def _closed(self, top: Frame, construct: Block | Quote, found: re.Match[str]) -> None:
        if isinstance(construct, Block) or (top.syntax.docs and construct.close in ('"""', "'''")):
            end = Point(self.line, found.end())
            self.marks.append(Mark(top.start, end, top.opener, found.group(), construct, top.syntax))


def _scalar_indent(text: str, end: int) -> int:
    """How deep the parent of a block scalar is indented: the column of its key, or of its dash."""
    head = re.match(r" *(?:- +)*", text)
    column = head.end() if head else 0
    return text.rfind("-", 0, column) if text[column : column + 1] in "|>" else column


def hints(state: State, base: Syntax) -> Sequence[str] | None:
    """Texts one of which a line must hold to change the state; None where every line may."""
    return _hints(state[-1].construct if state else None, syntax_in(base, state), bool(state))


@lru_cache(maxsize=1024)
def _hints(
    top: Block | Quote | Region | Code | Tag | None, syntax: Syntax, nested: bool
) -> tuple[str, ...] | None:
    if isinstance(top, Code | Tag):
        return None
    found: list[str] = list(syntax.end.hints) if syntax.end is not None and nested else []
    if isinstance(top, Block | Quote):
        if top.closing or (isinstance(top, Quote) and top.begins == "deeper"):
            return None
        found.append(top.close)
        if isinstance(top, Block) and top.nests:
            found.append(top.hint or top.open)
        if isinstance(top, Quote) and top.code:
            found.append(top.code[0])
    else:
        found.extend(block.hint or block.open for block in syntax.block)
        found.extend(quote.hint or quote.open for quote in syntax.quotes)
        found.extend(hint for region in syntax.regions for hint in region.hints)
    return tuple(dict.fromkeys(found))
