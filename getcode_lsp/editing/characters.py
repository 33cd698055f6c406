"""Which characters of a reply go into a document as they came, and how the others are made visible.

One table, `RULES`, names every character that is not simply sent on, with the reason. A character that no
rule names goes through as it is, and that holds for ZWJ, ZWNJ, LRM and RLM: scripts and emoji need them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

Escape = Callable[[int], str]
"""Writes a code point as visible text."""


class Rule(NamedTuple):
    """Code points from `first` to `last`, what a user would call them, and why they are not sent on."""

    first: int
    last: int
    name: str
    reason: str


RULES: tuple[Rule, ...] = (
    Rule(0x00, 0x00, "control", "NUL ends a string in editors written in C; Vim stores it as a line break"),
    Rule(0x01, 0x08, "control", "invisible; a terminal acts on it"),
    Rule(0x0E, 0x1F, "control", "invisible; ESC begins a terminal's command"),
    Rule(0x7F, 0x7F, "control", "invisible; a terminal acts on it"),
    Rule(0x80, 0x84, "control", "invisible; some terminals act on C1 as on ESC sequences"),
    Rule(0x86, 0x9F, "control", "invisible; CSI and OSC among them begin a terminal's command"),
    Rule(0x061C, 0x061C, "bidi", "a bidi control (Unicode property Bidi_Control): it reorders what is shown"),
    Rule(0x202A, 0x202E, "bidi", "embedding and override: what is read differs from what runs"),
    Rule(0x2066, 0x2069, "bidi", "isolates: what is read differs from what runs"),
    Rule(0x206A, 0x206F, "bidi", "deprecated format controls, invisible, that change how text is shown"),
    Rule(0xE0000, 0xE007F, "tag", "invisible text; meant only inside an emoji flag sequence"),
)

SENT_AS_THEY_ARE: tuple[Rule, ...] = (
    Rule(0x09, 0x09, "tab", "indentation"),
    Rule(0x0B, 0x0B, "vertical tab", "an ordinary character of a line in LSP"),
    Rule(0x0C, 0x0C, "form feed", "separates sections in some code; an ordinary character of a line in LSP"),
    Rule(0x85, 0x85, "NEL", "an ordinary character of a line in LSP"),
    Rule(0x200C, 0x200D, "ZWNJ and ZWJ", "needed by scripts and emoji"),
    Rule(0x200E, 0x200F, "LRM and RLM", "plain marks that open nothing; needed in mixed-direction text"),
    Rule(0x2028, 0x2029, "line and paragraph separator", "ordinary characters of a line in LSP"),
)
"""Characters that look as if they wanted a rule and have none, with the reason."""


def visible(code: int) -> str:
    """Write a code point as `<U+202E>`, which no language takes for something else by accident."""
    return f"<U+{code:04X}>"


def python_escape(code: int) -> str:
    r"""Write a code point as Python does in a string: `\x1b`, `\u202e`, `\U000e0041`."""
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def javascript_escape(code: int) -> str:
    r"""Write a code point as JavaScript does in a string: `\x1b`, `\u202e`, `\u{e0041}`."""
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}"


_ESCAPES: dict[str, Escape] = {
    "python": python_escape,
    "javascript": javascript_escape,
    "javascriptreact": javascript_escape,
    "typescript": javascript_escape,
    "typescriptreact": javascript_escape,
}


def escape_for(language_id: str) -> Escape:
    """The escape of a language (an LSP language id) whose strings have one; else `visible`."""
    return _ESCAPES.get(language_id, visible)


_FLAG = "\U0001f3f4"
# Subdivision flags spell a region in tag letters and digits: 3 to 6 of them, then CANCEL TAG (UTS 51, C.1).
_FLAG_TAGS = "\U000e0030-\U000e0039\U000e0061-\U000e007a"
_FLAG_END = "\U000e007f"


def _class(rules: tuple[Rule, ...]) -> str:
    return "".join(f"{re.escape(chr(rule.first))}-{re.escape(chr(rule.last))}" for rule in rules)


_REPLACED = re.compile(f"({_FLAG}[{_FLAG_TAGS}]{{3,6}}{_FLAG_END})|[{_class(RULES)}\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_OPEN_END = re.compile(f"(?:{_FLAG}[{_FLAG_TAGS}]{{0,6}})?[\ud800-\udbff]?\\Z")
_OPEN_END_LENGTH = 8
# What makes a token need a closer look; most have none of it.
_SUSPECT = re.compile(f"[\r{_FLAG}{_class(RULES)}\ud800-\udfff]")


def _name(code: int) -> str:
    for rule in RULES:
        if rule.first <= code <= rule.last:
            return rule.name
    return "surrogate"


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
        return self._line_ends(self._replace(token)) if token else ""

    def finish(self) -> str:
        """What was held back; nothing follows."""
        text, self._held = self._held, ""
        return self._line_ends(self._replace(text)) if text else ""

    def _hold(self, text: str) -> str:
        text = _PAIR.sub(
            lambda pair: pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text
        )
        end = _OPEN_END.search(text, max(0, len(text) - _OPEN_END_LENGTH))
        cut = end.start() if end else len(text)
        self._held = text[cut:]
        return text[:cut]

    def _replace(self, text: str) -> str:
        return _REPLACED.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        if match.group(1):
            return match.group()
        code = ord(match.group())
        name = _name(code)
        self.replaced[name] += 1
        return "\ufffd" if name == "surrogate" else self._escape(code)

    def _line_ends(self, text: str) -> str:
        if self._after_cr and text[0] == "\n":
            text = text[1:]
            self._after_cr = False
            if not text:
                return ""
        self._after_cr = text[-1] == "\r"
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
