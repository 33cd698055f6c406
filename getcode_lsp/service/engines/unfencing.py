"""A streaming filter that leaves of a model's answer what belongs in the file.

Models are told to answer with a file's contents alone, and many wrap them all the same: thoughts in `<think>`, a
sentence before, a code fence around, an explanation behind. Where there is a fence, only what is inside the first
one is kept; where there is none, everything is.
"""

from __future__ import annotations

import re
from enum import Enum

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[^`\n]*\Z")
_OPENERS = re.compile(
    r"(?:sure|certainly|of course|absolutely|okay|ok|yes|here(?:'s| is| are)|below (?:is|are)|this (?:is|code|file)|"
    r"the following|i |i'll|i've|let's|to (?:create|make|write|build|implement|solve))[\s,.!:]",
    re.IGNORECASE,
)
_LAST_LINES = re.compile(r"(?:\A|(?<=\n))[ \t]{0,3}(?:`*|~*)\s*\Z")
_THINK, _THOUGHT = "<think>", "</think>"
_ENOUGH_FOR_OPENER = 40  # characters of a first line that tell prose from code
_LONGEST_PROSE = 1_200  # characters before a fence; what goes on longer is the answer itself


class _Where(Enum):
    START = "start"
    THINKING = "thinking"
    PROSE = "prose"
    PLAIN = "plain"
    FENCED = "fenced"
    BEHIND = "behind"


class Unfencer:
    """Feed it the answer in pieces of any size; it gives the text that is certain."""

    def __init__(self) -> None:
        self._where = _Where.START
        self._held = ""
        self._fence = ""
        self._in_line = False  # what is held begins in the middle of a line
        self._begun = False

    @property
    def closed(self) -> bool:
        """Whether a fence was opened and closed: nothing that follows is kept."""
        return self._where is _Where.BEHIND

    def feed(self, piece: str) -> str:
        """The text that is certain after one more piece."""
        self._held += piece
        out = ""
        while True:
            before = self._where
            out += self._step(final=False)
            if self._where is before:
                return out

    def finish(self) -> str:
        """What was held back; nothing follows."""
        out = ""
        while self._held:
            before = self._where
            out += self._step(final=True)
            if self._where is before:
                break
        return out

    def _step(self, *, final: bool) -> str:
        return {
            _Where.START: self._start,
            _Where.THINKING: self._thinking,
            _Where.PROSE: self._prose,
            _Where.PLAIN: self._plain,
            _Where.FENCED: self._fenced,
            _Where.BEHIND: self._behind,
        }[self._where](final)

    def _start(self, final: bool) -> str:
        text = self._held.lstrip("\ufeff\r\n")
        bare = text.lstrip()
        if not bare or (_THINK.startswith(bare) and not final):
            return ""
        if bare.startswith(_THINK):
            self._held, self._where = bare[len(_THINK) :], _Where.THINKING
            return ""
        line, newline, _ = bare.partition("\n")
        if not newline and not final and len(bare) < _ENOUGH_FOR_OPENER:
            return ""
        if line.startswith(("```", "~~~")) or _OPENERS.match(f"{line} "):
            self._where = _Where.PROSE
        else:
            self._where = _Where.PLAIN
        self._held = text
        return ""

    def _thinking(self, final: bool) -> str:
        _, found, behind = self._held.partition(_THOUGHT)
        if found:
            self._held, self._where = behind, _Where.START
        elif final:
            self._held = ""
        else:
            self._held = self._held[-len(_THOUGHT) :]
        return ""

    def _prose(self, final: bool) -> str:
        """Wait for the line that opens a fence; without one the words were the answer."""
        position = 0
        while (end := self._held.find("\n", position)) >= 0:
            if opened := _FENCE.match(self._held[position:end].rstrip("\r")):
                self._fence, self._held, self._where = opened[1], self._held[end + 1 :], _Where.FENCED
                return ""
            position = end + 1
        if final or len(self._held) > _LONGEST_PROSE:
            self._where = _Where.PLAIN
        return ""

    def _plain(self, final: bool) -> str:
        """Everything, but for a fence that closes what none has opened, as the last line."""
        tail = _LAST_LINES.search(self._held, 0)
        at = len(self._held) if tail is None or (tail.start() == 0 and self._in_line) else tail.start()
        out, self._held = self._held[:at], self._held[at:]
        if out:
            self._in_line, self._begun = not out.endswith("\n"), True
        if not final:
            return out
        last, self._held = self._held, ""
        return out if self._begun and last.strip() and _is_bar(last.strip(), 3) else out + last

    def _fenced(self, final: bool) -> str:
        position = 0
        while (end := self._held.find("\n", position)) >= 0:
            if not self._in_line and self._closes(self._held[position:end]):
                out, self._held, self._where = self._held[:position], self._held[end + 1 :], _Where.BEHIND
                return out
            position, self._in_line = end + 1, False
        last = self._held[position:]
        if final and not self._in_line and self._closes(last):
            self._where = _Where.BEHIND
        elif final or (last and (self._in_line or not _may_close(last))):
            position, self._in_line = len(self._held), True
        out, self._held = self._held[:position], self._held[position:]
        return out

    def _closes(self, line: str) -> bool:
        bare = line.strip()
        return _is_bar(bare, len(self._fence), self._fence[0]) and not line.startswith("    ")

    def _behind(self, _final: bool) -> str:
        self._held = ""
        return ""


def _is_bar(text: str, least: int, of: str = "`~") -> bool:
    """Whether a text is nothing but backticks, or nothing but tildes."""
    return len(text) >= least and text[0] in of and not text.strip(text[0])


def _may_close(line: str) -> bool:
    """Whether an unfinished line may yet become a closing fence."""
    bare = line.strip()
    return not bare or _is_bar(bare, 1)
