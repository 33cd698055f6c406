"""From the tokens of a reply to the text that goes into the document: a pure, streaming filter.

Whatever way a reply is cut into tokens, the concatenated output is the same. Three filters stand in a row:
characters (`editing.characters`), code fences, and layout (indentation, line ends, blanks).

**Fences.** A reply wrapped in ```` ```lang … ``` ```` loses the two fence lines, and the sentences that a
model writes around the block. Code must stream from its first character on, so the beginning is held back
only as long as it reads like prose or like a fence:

- Prose before a fence is left out only when every line before the fence reads like prose and the fence comes
  within the first 20 lines and 2,000 characters. A line reads like prose while it begins with a capital (or a
  letter without case), a heading or a list mark, and holds no sign of code: `=`, braces, `<`, a backslash, a
  call, a comma without a blank behind it. No word list, so this holds for any language. At the first sign of
  code all that was held back is sent, and fences no longer mean anything in this reply.
- Inside the block a fence line that is indented deeper than the opening one, or that names a language, and the
  bare one that ends the latter, belong to the code (Markdown inside a docstring or a template).
- After a bare fence the next line decides: code means that the fence was the code's own; prose, another
  fence or the end mean that the block is over. What follows the block is left out, but a further block whose
  fence names the same language is the code's continuation.
- With `fences=False` (targets that are Markdown themselves) none of this happens.

**Layout.** Every line that is not blank gets the comment's indentation in front. Blanks wait for the next
visible character of their line and are dropped where none comes, so no line ends in blanks and a save hook
finds nothing to trim; line ends wait likewise, so nothing follows the last visible character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from enum import Enum, auto

from getcode_lsp.editing.characters import CharacterFilter, Escape, visible

PROSE_LINES = 20
PROSE_CHARACTERS = 2000
_INFO = 100  # the longest text behind the marks of a fence line that is still taken for one

_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(rf"([ \t]{{0,100}})(`{{3,}}|~{{3,}})[ \t]*([^`\n]{{0,{_INFO}}})\n?\Z")
_FENCE_BEGUN = re.compile(
    rf"[ \t]{{0,100}}(?:`{{0,2}}|~{{0,2}}|(?:`{{3,}}|~{{3,}})[ \t]*[^`\n]{{0,{_INFO}}})\n?\Z"
)

# What reads like code is asked again with every token, so it must never be taken back: none of the patterns
# below looks at the end of the line, but for the one that says "wait".
_HEADING = re.compile(r"[ \t]*(?:\*{1,3}(?=\S)|#{2,6}[ \t]+|`[^`\n]+`)")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*+>]|\d{1,3}[.)]|#{1,6})[ \t]+")
_MARK_BEGUN = re.compile(r"[ \t]*(?:\*{1,3}|#{1,6}|`[^`\n]*|[-+>]|\d{1,3}[.)]?)\Z")
_WORD_OF_CODE = re.compile(r"[^\W\d_]{2,}[;/\\()\[\]{}=<>+&|%$@#\"]|\w+[.:]\w|\w*_\w|[A-Z]{2}")
_SIGN_OF_CODE = re.compile(
    r"(?:[^`={}\\<(,;]|`[^`\n]*`|\(|,(?=[\s\d\"'`])|;(?=[ \t]))*"
    r"(?:[={}\\<]|(?<=\w)\((?:[^s]|s[^)])|,[^\s\d\"'`]|;\S)"
)


class Fence:
    """A fence line: its indentation, its marks, and the language it names (in lower case, maybe empty)."""

    __slots__ = ("indent", "info", "marks")

    def __init__(self, indent: str, marks: str, info: str) -> None:
        self.indent = len(indent)
        self.marks = marks
        self.info = info.split()[0].lower() if info.split() else ""

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


def reads_like_code(line: str, *, first: bool) -> bool:
    """Whether a line, or the beginning of one, shows a sign of code; `first`: nothing stands before it."""
    if _MARK_BEGUN.match(line):
        return False
    mark = _HEADING.match(line) or (None if first else _LIST_MARK.match(line))
    body = line[mark.end() :] if mark else line.lstrip(" \t")
    if not body or body.isspace():
        return False
    if not mark and (not body[0].isalpha() or body[0].islower() or _WORD_OF_CODE.match(body)):
        return True
    return _SIGN_OF_CODE.match(body) is not None


class _State(Enum):
    PRELUDE = auto()  # nothing is sent yet: the beginning may be prose before a fence
    PLAIN = auto()  # no fence wraps this reply
    INSIDE = auto()  # in the block
    CLOSED = auto()  # a bare fence came: the block's end, or a line of the code
    OUTSIDE = auto()  # in the prose after the block
    OTHER = auto()  # in a block of another language after the block


class FenceFilter:
    """Take the code out of its fence (the rule is the module's); lines end in LF here.

    `left_out` is the text that was not sent on: the fences and what stood around them.
    """

    def __init__(self, *, fences: bool) -> None:
        self._state = _State.PRELUDE if fences else _State.PLAIN
        self._line = ""  # a line that is not decided yet
        self._rest = False  # the line is decided, and the rest of it goes the same way
        self._held: list[str] = []  # whole lines that are not decided yet
        self._held_length = 0
        self._fence: Fence | None = None
        self._other: Fence | None = None
        self._depth = 0
        self._left_out: list[str] = []
        self._steps: dict[_State, Callable[[str, Fence | None, bool], str | None]] = {
            _State.PRELUDE: self._prelude,
            _State.INSIDE: self._inside,
            _State.CLOSED: self._closed,
            _State.OUTSIDE: self._outside,
            _State.OTHER: self._in_other,
        }

    @property
    def left_out(self) -> str:
        """The fences and what stood around them."""
        return "".join(self._left_out)

    def feed(self, text: str) -> str:
        """The text that is certain after some more."""
        if self._state is _State.PLAIN:
            return text
        return "".join([self._piece(piece) for piece in _PIECE.findall(text)])

    def finish(self) -> str:
        """What was held back and is part of the code; nothing follows."""
        line, self._line = self._line, ""
        if self._state is _State.PRELUDE:
            return self._drop(self._take_held() + line) if Fence.read(line) else self._release(line)
        if self._state is _State.INSIDE:
            fence = Fence.read(line)
            return self._drop(line) if fence and self._closes(fence) else self._dedent(line)
        return self._drop(self._take_held() + line)

    def _piece(self, piece: str) -> str:
        if self._state is _State.PLAIN:
            return piece
        whole = piece[-1] == "\n"
        if self._rest:
            self._rest = not whole
            return piece if self._state is _State.INSIDE else self._drop(piece)
        self._line += piece
        if not whole and _FENCE_BEGUN.match(self._line):
            return ""
        line = self._line
        result = self._steps[self._state](line, Fence.read(line) if whole else None, whole)
        if result is None:  # not decided before there is more of the line
            return ""
        self._line = ""
        return result

    # One step per state: a line that can't (or can no longer) be an unfinished fence, and the fence if it is
    # a whole one. The answer is what to send on, or None as long as the line is not decided.

    def _prelude(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if self._held_length + len(line) > PROSE_CHARACTERS:
            return self._release(line)
        if fence:
            self._left_out.append(self._take_held() + line)
            return self._open(fence)
        if reads_like_code(line, first=not self._held_length):
            return self._release(line)
        if not whole:
            return None
        if len(self._held) >= PROSE_LINES:
            return self._release(line)
        if self._held_length or not line.isspace():
            self._hold(line)
        return ""

    def _inside(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence and self._fence and self._fence.bounds(fence):
            if self._closes(fence):
                self._state = _State.CLOSED
                self._hold(line)
                return ""
            self._depth += 1 if fence.info else -1
        self._rest = not whole
        return self._dedent(line)

    def _closed(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence:
            self._left_out.append(self._take_held() + line)
            return self._another(fence)
        if whole and line.isspace() and len(self._held) < PROSE_LINES:
            self._hold(line)
            return ""
        if reads_like_code(line, first=False):
            self._state = _State.INSIDE
            self._depth = 1
            self._rest = not whole
            return self._take_held() + self._dedent(line)
        if not whole and len(line) <= PROSE_CHARACTERS:
            return None
        self._state = _State.OUTSIDE
        self._rest = not whole
        return self._drop(self._take_held() + line)

    def _outside(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        self._left_out.append(line)
        if fence:
            return self._another(fence)
        self._rest = not whole
        return ""

    def _in_other(self, line: str, fence: Fence | None, whole: bool) -> str | None:
        if fence and self._other and self._other.bounds(fence) and not fence.info:
            self._state = _State.OUTSIDE
        self._rest = not whole
        return self._drop(line)

    def _open(self, fence: Fence) -> str:
        self._state, self._fence, self._depth = _State.INSIDE, fence, 0
        return ""

    def _another(self, fence: Fence) -> str:
        if self._fence and fence.info == self._fence.info:
            self._open(fence)
            return "\n"  # a blank line between two parts of the code; layout drops it before nothing
        self._state, self._other = _State.OTHER, fence
        return ""

    def _closes(self, fence: Fence) -> bool:
        return bool(self._fence and self._fence.bounds(fence) and not fence.info and not self._depth)

    def _dedent(self, line: str) -> str:
        width = self._fence.indent if self._fence else 0
        blanks = len(line) - len(line.lstrip(" \t"))
        return line[min(width, blanks) :]

    def _hold(self, line: str) -> None:
        self._held.append(line)
        self._held_length += len(line)

    def _take_held(self) -> str:
        held, self._held, self._held_length = "".join(self._held), [], 0
        return held

    def _release(self, line: str) -> str:
        self._state = _State.PLAIN
        return self._take_held() + line

    def _drop(self, text: str) -> str:
        self._left_out.append(text)
        return ""


class Layout:
    """Indent the lines of a stream that end in LF, write the file's line ends, and keep blanks waiting."""

    def __init__(self, *, indent: str, line_end: str) -> None:
        self._indent = indent
        self._line_end = line_end
        self._started = False
        self._breaks = 1  # line ends that wait; the one before the first line is always there
        self._blanks: list[str] = []  # blanks that wait, of the line at hand

    def feed(self, text: str) -> str:
        """The text up to the last visible character so far."""
        out: list[str] = []
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._blanks.clear()
                self._breaks += 1 if self._started else 0
            shown = piece.rstrip(" \t")
            if shown:
                if self._breaks:
                    out.append(self._line_end * self._breaks + self._indent)
                    self._breaks = 0
                    self._started = True
                out.extend(self._blanks)
                out.append(shown)
                self._blanks.clear()
            if len(shown) < len(piece):
                self._blanks.append(piece[len(shown) :])
        return "".join(out)


class Shaper:
    """Turn the tokens of one reply into text ready to stand behind the comment (the rules are the module's).

    `indent` goes before every line that is not blank, `line_end` is the file's, `fences` says whether a fence
    around the reply is taken off, `escape` writes a character that must not go into a file as it is. What
    waits is bounded by the limit on the reply (blanks) and by the figures above (everything else).
    """

    def __init__(
        self, *, indent: str = "", line_end: str = "\n", fences: bool = True, escape: Escape = visible
    ) -> None:
        self._characters = CharacterFilter(escape)
        self._fences = FenceFilter(fences=fences)
        self._layout = Layout(indent=indent, line_end=line_end)
        self._begun = False

    def feed(self, token: str) -> str:
        """The text that may go into the document after one more token; maybe none."""
        return self._shape(self._characters.feed(token))

    def finish(self) -> str:
        """The last text; the reply is complete, or nothing more of it will come."""
        return self._shape(self._characters.finish()) + self._layout.feed(self._fences.finish())

    @property
    def warnings(self) -> Counter[str]:
        """What was replaced, by kind: control, bidi and tag characters, and lone surrogates."""
        return self._characters.replaced

    @property
    def warning(self) -> str | None:
        """The one sentence for the user about what was replaced, if anything was."""
        escaped = sum(count for name, count in self.warnings.items() if name != "surrogate")
        broken = self.warnings["surrogate"]
        parts = []
        if escaped:
            kinds = ", ".join(sorted(name for name in self.warnings if name != "surrogate"))
            parts.append(f"{escaped} invisible characters ({kinds}) were written as visible escapes")
        if broken:
            parts.append(f"{broken} broken characters were replaced by U+FFFD")
        return f"{'; '.join(parts)}: check them before you run the code." if parts else None

    @property
    def left_out(self) -> str:
        """What stood around the code and was not sent on: fence lines and the sentences beside them."""
        return self._fences.left_out

    def _shape(self, text: str) -> str:
        if not self._begun and text:
            # A byte order mark means something only at the start of a file, and this is not one.
            text = text.removeprefix("\ufeff")
            self._begun = True
        return self._layout.feed(self._fences.feed(text)) if text else ""
