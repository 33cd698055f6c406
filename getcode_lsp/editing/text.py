"""An open document as a list of lines, and the arithmetic of positions in it.

Lines end at LF, CR LF or CR and nowhere else (LSP 3.17, "Text Documents"): form feed, NEL and U+2028 are
ordinary characters. A `Point` counts characters (code points); conversion to the units that a client speaks
happens at the border, with the encoding that was negotiated. A change costs what it changes, not what the
document holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Point(NamedTuple):
    """A place between two characters: line and column, both zero-based, the column in characters."""

    line: int
    column: int


class Span(NamedTuple):
    """The text from one point up to another, the second not before the first."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Splice:
    """`old`, which stood at `start` and reached to `end`, is replaced by `new`."""

    start: Point
    end: Point
    old: str
    new: str

    @property
    def new_end(self) -> Point:
        """The point after the new text."""
        return advance(self.start, self.new)

    @property
    def cost(self) -> int:
        """How many characters it takes away and puts in."""
        return len(self.old) + len(self.new)


def split_lines(text: str) -> list[str]:
    """Split a text into lines that keep their ends; the last line has none and may be empty."""
    lines = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def content(line: str) -> str:
    """A line without its end."""
    return line.rstrip("\r\n") if line and line[-1] in "\r\n" else line


def advance(start: Point, text: str) -> Point:
    """The point that lies behind `text` where it begins at `start` (`start` not inside a CR LF)."""
    lines = split_lines(text)
    if len(lines) == 1:
        return Point(start.line, start.column + len(text))
    return Point(start.line + len(lines) - 1, len(lines[-1]))


def shift(point: Point, splice: Splice) -> Point:
    """Carry a point that lies at or behind the end of a splice through it."""
    new_end = splice.new_end
    if point.line == splice.end.line:
        return Point(new_end.line, new_end.column + point.column - splice.end.column)
    return Point(point.line + new_end.line - splice.end.line, point.column)


def normalize(text: str) -> str:
    """The text with every line break written as LF."""
    return _LINE_BREAK.sub("\n", text) if "\r" in text else text


def to_units(text: str, characters: int, encoding: Encoding) -> int:
    """Count the units that the first `characters` characters of a text take in an encoding."""
    if encoding == "utf-32" or text.isascii():
        return min(characters, len(text))
    return _units(text[:characters], encoding)


def from_units(text: str, units: int, encoding: Encoding) -> int:
    """Count the characters of a text that `units` units cover; inside a character it is the one before."""
    if units <= 0:
        return 0
    if encoding == "utf-32" or text.isascii():
        return min(units, len(text))
    if encoding == "utf-16":
        covered = text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
        # Half of a pair decodes to a surrogate that the text does not have; a lone one that it has counts.
        halved = covered and covered[-1] != text[len(covered) - 1]
        return len(covered) - 1 if halved else len(covered)
    return len(text.encode("utf-8", "surrogatepass")[:units].decode("utf-8", "ignore"))


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


class Document:
    """The mirror of one open document.

    `lines` keep their ends; there is always a last line without one. Points past the end of a line mean its
    end, lines past the last one mean the end of the text (LSP 3.17, "Position").
    """

    __slots__ = ("lines",)

    def __init__(self, text: str = "") -> None:
        self.lines = split_lines(text)

    @property
    def text(self) -> str:
        """The whole text; it costs what the document holds."""
        return "".join(self.lines)

    @property
    def end(self) -> Point:
        """The point behind the last character."""
        return Point(len(self.lines) - 1, len(self.lines[-1]))

    @property
    def line_end(self) -> str:
        """The line break in use: that of the first line, LF where there is none."""
        first = self.lines[0]
        return first[len(content(first)) :] or "\n"

    def clamp(self, point: Point) -> Point:
        """The nearest point that exists."""
        if point.line < 0:
            return Point(0, 0)
        if point.line >= len(self.lines):
            return self.end
        return Point(point.line, min(max(point.column, 0), len(content(self.lines[point.line]))))

    def line_end_at(self, line: int) -> Point:
        """The point at the end of a line, before its line break."""
        return Point(line, len(content(self.lines[line])))

    def slice(self, start: Point, end: Point) -> str:
        """The text between two points that exist."""
        if start.line == end.line:
            return self.lines[start.line][start.column : end.column]
        parts = [self.lines[start.line][start.column :]]
        parts.extend(self.lines[start.line + 1 : end.line])
        parts.append(self.lines[end.line][: end.column])
        return "".join(parts)

    def splice(self, start: Point, end: Point, new: str) -> Splice:
        """Describe the replacement of the text between two points, without doing it."""
        start, end = self.clamp(start), self.clamp(end)
        if end < start:
            start, end = end, start
        return Splice(start, end, self.slice(start, end), new)

    def whole(self, new: str) -> Splice:
        """Describe the replacement of the whole text as the smallest splice of lines that does it."""
        after = split_lines(new)
        before = self.lines
        head, limit = 0, min(len(before), len(after))
        while head < limit and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        old = "".join(before[head : len(before) - tail])
        start = Point(head, 0)
        if head == len(before):  # only more came, behind a last line that is equal
            start = self.end
        new_part = "".join(after[head : len(after) - tail])
        end = advance(start, old)
        return Splice(start, end, old, new_part)

    def apply(self, splice: Splice) -> None:
        """Carry out a splice made from this very text."""
        first, last = splice.start.line, splice.end.line
        joined = self.lines[first][: splice.start.column] + splice.new + self.lines[last][splice.end.column :]
        if first and joined[:1] == "\n" and self.lines[first - 1][-1] == "\r":
            # A CR that ended a line becomes the first half of a CR LF.
            first -= 1
            joined = self.lines[first] + joined
        replacement = split_lines(joined)
        if last < len(self.lines) - 1 and not replacement[-1]:
            replacement.pop()  # only the document's last line goes without an end
        self.lines[first : last + 1] = replacement

    def point(self, line: int, units: int, encoding: Encoding) -> Point:
        """The point of an LSP position, clamped to the text."""
        if line < 0:
            return Point(0, 0)
        if line >= len(self.lines):
            return self.end
        return Point(line, from_units(content(self.lines[line]), units, encoding))

    def units(self, point: Point, encoding: Encoding) -> int:
        """The column of a point in the units of an encoding."""
        return to_units(self.lines[point.line], point.column, encoding)


def common_affixes(before: str, after: str) -> tuple[int, int]:
    """The lengths of the longest common head and, of what remains, the longest common tail."""
    limit = min(len(before), len(after))
    head = _common_head(before, after, limit)
    tail, room = 0, limit - head
    while tail < room and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


def _common_head(before: str, after: str, limit: int) -> int:
    if before[:limit] == after[:limit]:
        return limit
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before[:middle] == after[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def reduce(splice: Splice) -> Splice:
    """The same change without the text that it takes away and puts back at either end."""
    head, tail = common_affixes(splice.old, splice.new)
    if not head and not tail:
        return splice
    old, new = splice.old, splice.new
    kept = old[len(old) - tail :] if tail else ""
    if head and head < max(len(old), len(new)) - tail and old[head - 1] == "\r":
        # Never begin between a CR and its LF: such a point does not exist.
        head -= 1
    if kept[:1] == "\n" and (old[: len(old) - tail][-1:] == "\r" or new[: len(new) - tail][-1:] == "\r"):
        tail -= 1
    start = advance(splice.start, old[:head])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    return Splice(start, advance(start, middle_old), middle_old, middle_new)
