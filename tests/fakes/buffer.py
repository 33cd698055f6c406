"""An editor's buffer: one plain string, a version and an undo stack.

It is written from the LSP specification alone and shares no code with the server's mirror, so that the two
can be held against each other. Offsets count characters of the string; `Position` is LSP's pair in the units
of the negotiated encoding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Position(NamedTuple):
    line: int
    character: int


class BadPositionError(Exception):
    """A position that doesn't exist in the text."""


@dataclass(frozen=True)
class Change:
    """What one change did: `old`, at the offset `start`, became `new`."""

    start: int
    old: str
    new: str

    @property
    def inverse(self) -> Change:
        return Change(self.start, self.new, self.old)


def width(text: str, encoding: str) -> int:
    """The units that a text takes."""
    if encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass
class Buffer:
    uri: str
    language: str
    text: str
    encoding: str
    version: int = 1
    cursor: int = 0
    undone: list[Change] = field(default_factory=list)
    done: list[Change] = field(default_factory=list)
    _starts: list[int] | None = None

    @property
    def line_end(self) -> str:
        """The line break of the first line, LF where there is none."""
        found = LINE_BREAK.search(self.text)
        return found.group() if found else "\n"

    @property
    def starts(self) -> list[int]:
        """The offsets at which lines begin."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]
        return self._starts

    def line(self, number: int) -> str:
        """A line without its end."""
        start = self.starts[number]
        stop = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        text = self.text[start:stop]
        found = LINE_BREAK.search(text)
        return text[: found.start()] if found else text

    def position(self, offset: int) -> Position:
        """The LSP position of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return Position(line, width(self.text[self.starts[line] : offset], self.encoding))

    def offset(self, position: Position, *, strict: bool = False) -> int:
        """The offset of an LSP position; one that doesn't exist is moved to the nearest, or refused."""
        line, character = position
        if line >= len(self.starts):
            if strict:
                raise BadPositionError(f"line {line} of {len(self.starts)}")
            return len(self.text)
        content = self.line(line)
        if content.isascii() or self.encoding == "utf-32":
            return self.starts[line] + self._within(len(content), position, strict=strict)
        units = 0
        for index, letter in enumerate(content):
            if units == character:
                return self.starts[line] + index
            units += width(letter, self.encoding)
            if units > character:
                if strict:
                    raise BadPositionError(f"{position} lies inside the character {letter!r}")
                return self.starts[line] + index
        return self.starts[line] + (
            len(content) if units == character or not strict else self._past(position)
        )

    def _within(self, length: int, position: Position, *, strict: bool) -> int:
        if position.character > length and strict:
            self._past(position)
        return min(position.character, length)

    def _past(self, position: Position) -> int:
        raise BadPositionError(
            f"{position} lies behind the end of its line {self.line(position.line)!r:.200}"
        )

    def replace(self, start: int, end: int, new: str, *, push: bool = False) -> Change:
        """Carry a change out; the cursor keeps its place (`push`: an insertion at it moves it along)."""
        change = Change(start, self.text[start:end], new)
        self.text = self.text[:start] + new + self.text[end:]
        self._starts = None
        if self.cursor > end or (self.cursor == end and (push or start < end)):
            self.cursor += len(new) - (end - start)
        elif self.cursor > start:
            self.cursor = start
        return change

    def find(self, text: str) -> int:
        """The offset of a text that occurs once."""
        found = self.text.count(text)
        assert found == 1, f"{text!r} occurs {found} times in {self.text!r:.500}"
        return self.text.index(text)


def difference(before: str, after: str) -> Change:
    """The smallest single change, found head first: repeated text is spelled at its last possible place."""
    head = 0
    limit = min(len(before), len(after))
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if head and before[head - 1] == "\r":
        head -= 1  # a position between CR and LF does not exist
    while tail and (
        before[len(before) - tail - 1 : len(before) - tail + 1] == "\r\n"
        or after[len(after) - tail - 1 : len(after) - tail + 1] == "\r\n"
    ):
        tail -= 1
    return Change(head, before[head : len(before) - tail], after[head : len(after) - tail])
