"""Which characters of a reply go into a document as they came, and what becomes of the others.

One table, `RULES`, names every character that is looked at, what is done with it, and why. A character that
no rule names goes through as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from typing import NamedTuple

from getcode_lsp.editing.escapes import Escape, escape_for, visible

__all__ = ["RULES", "CharacterFilter", "Escape", "Rule", "Treatment", "escape_for", "visible"]


class Treatment(Enum):
    """What is done with a character."""

    SENT = "sent as it is"
    LINE_END = "becomes the file's line end"
    ESCAPED = "written as the language's escape, or as <U+XXXX>, and counted"
    REPLACED = "becomes U+FFFD, and is counted"


class Rule(NamedTuple):
    """Code points from `first` to `last`, what a user would call them, what is done with them, and why."""

    first: int
    last: int
    name: str
    treatment: Treatment
    reason: str


_SENT, _LINE_END = Treatment.SENT, Treatment.LINE_END
_ESCAPED, _REPLACED = Treatment.ESCAPED, Treatment.REPLACED

RULES: tuple[Rule, ...] = (
    Rule(0x00, 0x00, "control", _ESCAPED, "NUL ends a string in C; Vim stores it as a line break"),
    Rule(0x01, 0x08, "control", _ESCAPED, "invisible; a terminal acts on it"),
    Rule(0x09, 0x09, "tab", _SENT, "indentation"),
    Rule(0x0A, 0x0A, "line feed", _LINE_END, "a file has one kind of line end"),
    Rule(0x0B, 0x0B, "vertical tab", _SENT, "an ordinary character of a line in LSP"),
    Rule(0x0C, 0x0C, "form feed", _SENT, "separates sections in some code; ordinary in LSP"),
    Rule(0x0D, 0x0D, "carriage return", _LINE_END, "alone or before LF: editors read either as a line end"),
    Rule(0x0E, 0x1F, "control", _ESCAPED, "invisible; ESC begins a terminal's command"),
    Rule(0x7F, 0x7F, "control", _ESCAPED, "DEL: invisible; a terminal acts on it"),
    Rule(0x80, 0x84, "control", _ESCAPED, "C1: invisible; some terminals act on it as on ESC sequences"),
    Rule(0x85, 0x85, "NEL", _SENT, "an ordinary character of a line in LSP"),
    Rule(0x86, 0x9F, "control", _ESCAPED, "C1: CSI and OSC among them begin a terminal's command"),
    Rule(0x061C, 0x061C, "bidi", _ESCAPED, "Arabic letter mark: a bidi control, it reorders what is shown"),
    Rule(0x200B, 0x200B, "zero width space", _SENT, "ends words in Thai and Khmer; it changes no order"),
    Rule(0x200C, 0x200C, "ZWNJ", _SENT, "spells words of Persian and of Indic scripts"),
    Rule(0x200D, 0x200D, "ZWJ", _SENT, "joins emoji and letters of Indic scripts"),
    Rule(0x200E, 0x200E, "LRM", _SENT, "a mark that opens nothing; texts of mixed direction need it"),
    Rule(0x200F, 0x200F, "RLM", _SENT, "a mark that opens nothing; texts of mixed direction need it"),
    Rule(0x2028, 0x2029, "line and paragraph separator", _SENT, "ordinary characters of a line in LSP"),
    Rule(0x202A, 0x202E, "bidi", _ESCAPED, "embedding and override: what is read differs from what runs"),
    Rule(0x2066, 0x2069, "bidi", _ESCAPED, "isolates: what is read differs from what runs"),
    Rule(0x206A, 0x206F, "bidi", _ESCAPED, "deprecated controls, invisible, that change how text is shown"),
    Rule(
        0xD800, 0xDFFF, "surrogate", _REPLACED, "half a character is none; some editors stop answering at it"
    ),
    Rule(0xE0000, 0xE007F, "tag", _ESCAPED, "invisible text; sent inside an emoji flag sequence only"),
)

_FLAG = "\U0001f3f4"
# Subdivision flags spell a region in tag letters and digits: 3 to 6 of them, then CANCEL TAG (UTS 51, C.1).
_FLAG_TAGS = "\U000e0030-\U000e0039\U000e0061-\U000e007a"
_FLAG_END = "\U000e007f"


def _class(*treatments: Treatment) -> str:
    return "".join(
        f"{re.escape(chr(rule.first))}-{re.escape(chr(rule.last))}"
        for rule in RULES
        if rule.treatment in treatments
    )


_CHANGED = re.compile(f"({_FLAG}[{_FLAG_TAGS}]{{3,6}}{_FLAG_END})|[{_class(_ESCAPED, _REPLACED)}]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_OPEN_END = re.compile(f"(?:{_FLAG}[{_FLAG_TAGS}]{{0,6}})?[\ud800-\udbff]?\\Z")
_OPEN_END_LENGTH = 8
# What makes a token need a closer look; most have none of it.
_SUSPECT = re.compile(f"[\r{_FLAG}{_class(_ESCAPED, _REPLACED)}]")


def _rule(code: int) -> Rule:
    return next(rule for rule in RULES if rule.first <= code <= rule.last)


class CharacterFilter:
    """Apply the table to a stream, however it is split: line ends become LF, surrogate pairs are joined.

    At most one flag sequence and half a character are held back. `replaced` counts by the rule's name what
    was escaped, and under "surrogate" what became U+FFFD.
    """

    def __init__(self, escape: Escape = visible) -> None:
        self._escape = escape
        self._held = ""
        self._after_cr = False
        self.replaced: Counter[str] = Counter()

    def feed(self, token: str) -> str:
        """The text that is certain after one more token."""
        if not token:
            return ""
        if self._held or _SUSPECT.search(token):
            token = self._hold(self._held + token)
            if token:
                token = _CHANGED.sub(self._replacement, token)
        return self._line_ends(token) if token else ""

    def finish(self) -> str:
        """What was held back; nothing follows."""
        text, self._held = self._held, ""
        return self._line_ends(_CHANGED.sub(self._replacement, text)) if text else ""

    def _hold(self, text: str) -> str:
        text = _PAIR.sub(
            lambda pair: pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text
        )
        end = _OPEN_END.search(text, max(0, len(text) - _OPEN_END_LENGTH))
        cut = end.start() if end else len(text)
        self._held = text[cut:]
        return text[:cut]

    def _replacement(self, match: re.Match[str]) -> str:
        if match.group(1):
            return match.group()
        code = ord(match.group())
        rule = _rule(code)
        self.replaced[rule.name] += 1
        return "\ufffd" if rule.treatment is Treatment.REPLACED else self._escape(code)

    def _line_ends(self, text: str) -> str:
        if self._after_cr and text[0] == "\n":
            text = text[1:]
            self._after_cr = False
            if not text:
                return ""
        self._after_cr = text[-1] == "\r"
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
