"""From the tokens of a reply to the text that goes into the document: a pure, streaming filter.

Whatever way a reply is cut into tokens, the concatenated output is the same. Three filters stand in a row:
characters (`editing.characters`), code fences (`editing.fences`), and layout.

**Layout.** Every line that is not blank gets the indentation of its place in front (`editing.indentation`).
Blanks wait for the next visible character of their line and are dropped where none comes, so no line ends in
blanks and a save hook finds nothing to trim; line ends wait likewise, so nothing follows the last visible
character. The text begins with a line end: it goes in behind the comment's last line, in front of that line's
own line end, and so exactly one follows it. Where the comment's line has none, being the file's last,
`finish(at_end_of_file=True)` adds one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from getcode_lsp.editing.characters import CharacterFilter
from getcode_lsp.editing.escapes import Escape, visible
from getcode_lsp.editing.fences import FenceFilter
from getcode_lsp.editing.indentation import Indentation


class Layout:
    """Indent the lines of a stream that end in LF, write the file's line ends, and keep blanks waiting."""

    def __init__(self, *, indentation: Indentation, line_end: str) -> None:
        self._indentation = indentation
        self._line_end = line_end
        self._breaks = 1  # line ends that wait; the one before the first line is always there
        self._blanks: list[str] = []  # blanks that wait, of the line at hand
        self.started = False
        """Whether anything was sent."""

    def feed(self, text: str) -> str:
        """The text up to the last visible character so far."""
        out: list[str] = []
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._blanks.clear()
                self._breaks += 1 if self.started else 0
            shown = piece.rstrip(" \t")
            if shown:
                if self._breaks:
                    out.append(self._begin(shown))
                else:
                    out.extend(self._blanks)
                    out.append(shown)
                self._blanks.clear()
            if len(shown) < len(piece):
                self._blanks.append(piece[len(shown) :])
        return "".join(out)

    def _begin(self, shown: str) -> str:
        """The beginning of a line, with the line ends before it and the indentation of its place."""
        body = shown.lstrip(" \t")
        blanks = "".join(self._blanks) + shown[: len(shown) - len(body)]
        begun = self._line_end * self._breaks + self._indentation.of(blanks) + body
        self._breaks = 0
        self.started = True
        return begun


class Shaper:
    """Turn the tokens of one reply into text ready to stand behind the comment (the rules are the module's).

    `indent` is the comment's indentation and `unit` one step of the file's (`indentation.unit_of`: None leaves
    white space as it came), `line_end` is the file's, `fences` says whether a fence around the reply is taken
    off, `languages` are the names of the target's language, `escape` writes a character that must not go into a
    file as it is. What waits is bounded by the limit on the reply (blanks) and by the figures of
    `editing.fences` (everything else).
    """

    def __init__(
        self,
        *,
        indent: str = "",
        line_end: str = "\n",
        fences: bool = True,
        escape: Escape = visible,
        unit: str | None = "",
        languages: Collection[str] = (),
    ) -> None:
        self._characters = CharacterFilter(escape)
        self._fences = FenceFilter(fences=fences, languages=languages)
        self._layout = Layout(indentation=Indentation(indent, unit), line_end=line_end)
        self._line_end = line_end
        self._begun = False
        self._finished = False

    def feed(self, token: str) -> str:
        """The text that may go into the document after one more token; maybe none."""
        return self._shape(self._characters.feed(token))

    def finish(self, *, at_end_of_file: bool = False) -> str:
        """The last text, once: the reply is complete, or nothing more of it will come.

        `at_end_of_file`: nothing stands behind it in the file, not even a line end, so it brings its own.
        """
        if self._finished:
            return ""
        self._finished = True
        last = self._shape(self._characters.finish()) + self._layout.feed(self._fences.finish())
        return last + self._line_end if at_end_of_file and self._layout.started else last

    @property
    def warnings(self) -> Counter[str]:
        """What was replaced, by kind: control, bidi and tag characters, and lone surrogates."""
        return self._characters.replaced

    @property
    def warning(self) -> str | None:
        """The one sentence for the user about what was replaced, if anything was."""
        kinds = sorted(name for name in self.warnings if name != "surrogate")
        escaped = sum(self.warnings[name] for name in kinds)
        broken = self.warnings["surrogate"]
        parts = []
        if escaped:
            what = f"{_counted(escaped, 'invisible character')} ({', '.join(kinds)})"
            parts.append(f"{what} {_were(escaped)} written as visible escapes")
        if broken:
            parts.append(f"{_counted(broken, 'broken character')} {_were(broken)} replaced by U+FFFD")
        return f"{'; '.join(parts)}: check the text before you run it." if parts else None

    @property
    def left_out(self) -> str:
        """What stood around the code and was not sent on: fence lines and the sentences beside them."""
        return self._fences.left_out

    @property
    def remarks(self) -> str:
        """What of `left_out` a reader could miss: everything but plain fence lines; empty for most replies."""
        return self._fences.remarks

    def _shape(self, text: str) -> str:
        if not self._begun and text:
            # A byte order mark means something only at the start of a file, and this is not one.
            text = text.removeprefix("\ufeff")
            self._begun = True
        return self._layout.feed(self._fences.feed(text)) if text else ""


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
