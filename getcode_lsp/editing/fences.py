"""Take the code of a reply out of its fence: a pure, streaming filter, whatever way the reply is cut.

A reply wrapped in ```` ```lang … ``` ```` loses the two fence lines, and the sentences that a model writes
around the block. Code must stream from its first character on, so the beginning is held back only as long as
it reads like prose (`editing.prose`) or like a fence:

- **Before the block.** Prose is left out only when every line before the fence reads like prose and the fence
  comes within the first 20 lines and 2,000 characters. At the first sign of code all that was held is sent,
  and fences no longer mean anything in this reply; so a reply that has no fence is untouched.
- **Inside the block** a fence line that is indented deeper than the opening one, has other or fewer marks, or
  names a language, and the bare one that ends the latter, belong to the code.
- **A bare fence** ends the block, unless the code before it has something open that may reach over lines (a
  string, a comment, a here-document: `editing.openings`). Then the next line decides: inside a triple-quoted
  string or a here-document any further line means that the fence was the code's own, and so does a line of
  code where the signs are weaker; prose, another fence or the end mean that the block is over.
- **Behind the block** all is left out, but for further blocks whose fence names the same language: models cut
  one answer into several blocks with explanations between, so those are joined by a blank line. Blocks of
  another language are commands to run or other files, and do not belong into this one.
- **A shell block first.** Where the target's language is known and is no shell, a short block of commands
  (`pip install …`) in front of a block in the target's language is left out too. It is held meanwhile, within
  the bounds above, and is the code where no such block follows.

Nothing is thrown away: `FenceFilter.left_out` has all that was not sent on, `remarks` what of it a reader could
miss (everything but plain fence lines).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from enum import Enum, auto

from getcode_lsp.editing.openings import Openings
from getcode_lsp.editing.prose import reads_like_code

PROSE_LINES = 20
PROSE_CHARACTERS = 2000
_INFO = 100  # the longest text behind the marks of a fence line that is still taken for one
_SHELLS = frozenset("bash console cmd powershell sh shell shellscript terminal zsh".split())

_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(rf"([ \t]{{0,100}})(`{{3,}}|~{{3,}})[ \t]*([^`\n]{{0,{_INFO}}})\n?\Z")
_FENCE_BEGUN = re.compile(
    rf"[ \t]{{0,100}}(?:`{{0,2}}|~{{0,2}}|(?:`{{3,}}|~{{3,}})[ \t]*[^`\n]{{0,{_INFO}}})\n?\Z"
)
# Languages whose own text has fences: a reply for such a file is left as it is.
_FENCES_ARE_TEXT = frozenset("markdown mdx slides quarto rmd".split())


def wrapped_in_fences(language_id: str) -> bool:
    """Whether a fence in a reply for a file of this language (an LSP language id) is around it, not of it."""
    return language_id not in _FENCES_ARE_TEXT


class Fence:
    """A fence line: its indentation, its marks, and the language it names (in lower case, maybe empty).

    A `plain` one says nothing but that.
    """

    __slots__ = ("indent", "info", "marks", "plain")

    def __init__(self, indent: str, marks: str, info: str) -> None:
        words = info.split()
        self.indent = len(indent)
        self.marks = marks
        self.info = words[0].lower() if words else ""
        self.plain = len(words) <= 1

    @staticmethod
    def read(line: str) -> Fence | None:
        """The fence that a line is, if it is one."""
        match = _FENCE.match(line)
        return Fence(match[1], match[2], match[3]) if match else None

    def bounds(self, other: Fence) -> bool:
        """Whether the other line could end or nest in the block that this one opened."""
        return (
            other.indent <= self.indent
            and other.marks[0] == self.marks[0]
            and len(other.marks) >= len(self.marks)
        )


class _State(Enum):
    PRELUDE = auto()  # nothing is sent yet: the beginning may be prose before a fence
    PLAIN = auto()  # no fence wraps this reply
    COMMANDS = auto()  # in a first block of shell commands: maybe not what was asked for
    BETWEEN = auto()  # behind it
    INSIDE = auto()  # in the block
    CLOSED = auto()  # a bare fence came: the block's end, or a line of the code
    OUTSIDE = auto()  # in the prose behind the block
    OTHER = auto()  # in a block of another language behind the block


class FenceFilter:
    """Take the code out of its fence (the rule is the module's); lines end in LF here.

    `languages` are the names of the target's language, none where it is not known.
    """

    def __init__(self, *, fences: bool, languages: Collection[str] = ()) -> None:
        self._state = _State.PRELUDE if fences else _State.PLAIN
        self._languages = frozenset(name.lower() for name in languages)
        self._line = ""  # a line that is not decided yet
        self._rest = False  # the line is decided, and the rest of it goes the same way
        self._held: list[str] = []  # whole lines that are not decided yet
        self._held_length = 0
        self._fence: Fence | None = None
        self._other: Fence | None = None
        self._depth = 0
        self._openings = Openings()
        self._left_out: list[tuple[str, bool]] = []
        self._steps: dict[_State, Callable[[str, Fence | None, bool], str | None]] = {
            _State.PRELUDE: self._prelude,
            _State.COMMANDS: self._commands,
            _State.BETWEEN: self._commands,
            _State.INSIDE: self._inside,
            _State.CLOSED: self._closed,
            _State.OUTSIDE: self._outside,
            _State.OTHER: self._in_other,
        }

    @property
    def left_out(self) -> str:
        """The fences and what stood around them."""
        return "".join(text for text, _worth in self._left_out)

    @property
    def remarks(self) -> str:
        """What stood around the code and says something: all that was left out but plain fence lines."""
        return "".join(text for text, worth in self._left_out if worth).strip("\n")

    def feed(self, text: str) -> str:
        """The text that is certain after some more."""
        if self._state is _State.PLAIN:
            return text
        return "".join([self._piece(piece) for piece in _PIECE.findall(text)])

    def finish(self) -> str:
        """What was held back and is part of the code; nothing follows."""
        line, self._line = self._line, ""
        if self._state in (_State.COMMANDS, _State.BETWEEN):
            return self._take_commands(line) + self.finish()
        fence = Fence.read(line)
        if self._state is _State.PRELUDE:
            if not fence:
                return self._release(line)
            self._drop(self._take_held())
            return self._drop(line, worth=not fence.plain)
        if self._state is _State.INSIDE:
            return self._drop(line, worth=False) if fence and self._closes(fence) else self._dedent(line)
        self._drop(self._take_held(), worth=False)
        return self._drop(line, worth=not fence or self._state is _State.OTHER)

    def _piece(self, piece: str) -> str:
        if self._state is _State.PLAIN:
            return piece
        whole = piece[-1] == "\n"
        if self._rest:
            self._rest = not whole
            return self._send(piece) if self._state is _State.INSIDE else self._drop(piece)
        self._line += piece
        if not whole and _FENCE_BEGUN.match(self._line):
            return ""
        line, self._line = self._line, ""
        result = self._steps[self._state](line, Fence.read(line) if whole else None, whole)
        if result is None:  # not decided before there is more of the line
            self._line = line
            return ""
        return result

    # One step per state: a line that can't (or can no longer) be an unfinished fence, and the fence if it is
    # a whole one. The answer is what to send on, or None as long as the line is not decided.

    def _prelude(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if self._held_length + len(line) > PROSE_CHARACTERS:
            return self._release(line)
        if fence:
            self._drop(self._take_held())
            return self._first(fence, line)
        if reads_like_code(line, first=not self._held_length):
            return self._release(line)
        if not whole:
            return None
        if len(self._held) >= PROSE_LINES:
            return self._release(line)
        if self._held_length or not line.isspace():
            self._hold(line)
        return ""

    def _commands(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if len(self._held) >= PROSE_LINES or self._held_length + len(line) > PROSE_CHARACTERS:
            return self._take_commands(line)
        if not whole:
            return None
        if fence and self._state is _State.BETWEEN and fence.info in self._languages:
            self._drop(self._take_held())
            return self._open(fence, line)
        if fence and self._fence and self._fence.bounds(fence) and not fence.info:
            self._state = _State.BETWEEN
        self._hold(line)
        return ""

    def _inside(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence and self._fence and self._fence.bounds(fence):
            if self._closes(fence):
                if not self._openings.any:
                    self._state = _State.OUTSIDE
                    return self._drop(line, worth=False)
                self._state = _State.CLOSED
                self._hold(line)
                return ""
            self._depth += 1 if fence.info else -1
        self._rest = not whole
        return self._send(self._dedent(line))

    def _closed(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence:
            self._drop(self._take_held(), worth=False)
            return self._another(fence, line)
        if whole and line.isspace() and len(self._held) < PROSE_LINES:
            self._hold(line)
            return ""
        if not line.isspace() and (self._openings.surely or reads_like_code(line, first=False)):
            self._state = _State.INSIDE
            self._depth = 1
            self._rest = not whole
            return self._send(self._take_held() + self._dedent(line))
        if not whole and len(line) <= PROSE_CHARACTERS:
            return None
        self._state = _State.OUTSIDE
        self._rest = not whole
        self._drop(self._take_held(), worth=False)
        return self._drop(line)

    def _outside(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence:
            return self._another(fence, line)
        self._rest = not whole
        return self._drop(line)

    def _in_other(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence and self._other and self._other.bounds(fence) and not fence.info:
            self._state = _State.OUTSIDE
        self._rest = not whole
        return self._drop(line)

    def _first(self, fence: Fence, line: str) -> str:
        """Enter the first block, or hold it where it may be commands that go with the code."""
        if not self._languages or fence.info not in _SHELLS or fence.info in self._languages:
            return self._open(fence, line)
        self._state, self._fence = _State.COMMANDS, fence
        self._hold(line)
        return ""

    def _take_commands(self, line: str) -> str:
        """The block of commands was the code after all: go through it again as such."""
        opening, *lines = self._held
        self._take_held()
        fence = Fence.read(opening)
        sent = self._open(fence, opening) if fence else ""
        return sent + self.feed("".join(lines) + line)

    def _open(self, fence: Fence, line: str) -> str:
        self._state, self._fence, self._depth = _State.INSIDE, fence, 0
        self._openings = Openings()
        return self._drop(line, worth=not fence.plain)

    def _another(self, fence: Fence, line: str) -> str:
        if self._fence and self._same_language(fence, self._fence):
            self._open(fence, line)
            return "\n"  # a blank line between two parts of the code; layout drops it before nothing
        self._state, self._other = _State.OTHER, fence
        return self._drop(line)

    def _same_language(self, one: Fence, other: Fence) -> bool:
        return one.info == other.info or {one.info, other.info} <= self._languages

    def _closes(self, fence: Fence) -> bool:
        return bool(self._fence and self._fence.bounds(fence) and not fence.info and not self._depth)

    def _dedent(self, line: str) -> str:
        width = self._fence.indent if self._fence else 0
        blanks = len(line) - len(line.lstrip(" \t"))
        return line[min(width, blanks) :]

    def _send(self, text: str) -> str:
        self._openings.feed(text)
        return text

    def _hold(self, line: str) -> None:
        self._held.append(line)
        self._held_length += len(line)

    def _take_held(self) -> str:
        held, self._held, self._held_length = "".join(self._held), [], 0
        return held

    def _release(self, line: str) -> str:
        self._state = _State.PLAIN
        return self._take_held() + line

    def _drop(self, text: str, *, worth: bool = True) -> str:
        """Leave a text out; `worth` says whether a reader could miss it."""
        if text:
            self._left_out.append((text, worth))
        return ""
