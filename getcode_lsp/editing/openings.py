"""Whether a piece of code has a string, a comment or a here-document open at its end: signs, not a parser.

No language is known here. The signs say "open" too often (an apostrophe, a glob that looks like a comment)
rather than too seldom, so what hangs on them must stand an "open" that is not true.
"""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\.|(?<=\w)'(?=\w)")  # a character after a backslash; an apostrophe in a word
_PARITY = ('"', "'", "`")
_TRIPLE = ('"""', "'''")
_PAIRS = (("/*", "*/"), ("<!--", "-->"), ("[[", "]]"), ("=begin", "=end"))
_HERE_DOCUMENT = re.compile(r"(?<![\w<])<<[-~]?(?:([\"'])([A-Za-z_]\w*)\1|([A-Z_][A-Z_]+)\b)")


class Openings:
    """Counts the signs line by line; `any` and `surely` hold for the whole lines that were fed."""

    def __init__(self) -> None:
        self._line: list[str] = []
        self._odd = dict.fromkeys((*_PARITY, *_TRIPLE), False)
        self._open = dict.fromkeys(_PAIRS, 0)
        self._here_document: str | None = None

    @property
    def surely(self) -> bool:
        """Whether a triple-quoted string or a here-document is open."""
        return self._here_document is not None or any(self._odd[mark] for mark in _TRIPLE)

    @property
    def any(self) -> bool:
        """Whether anything may be open that reaches over lines."""
        return self.surely or any(self._odd.values()) or any(count > 0 for count in self._open.values())

    def feed(self, text: str) -> None:
        """Take in some more of the code; a line counts when its LF has come."""
        *whole, rest = text.split("\n")
        for line in whole:
            self._line.append(line)
            self._count("".join(self._line))
            self._line.clear()
        if rest:
            self._line.append(rest)

    def _count(self, line: str) -> None:
        if self._here_document is not None:
            word = line.strip()
            if word == self._here_document or word.rstrip(";),") == self._here_document:
                self._here_document = None
            return
        found = _HERE_DOCUMENT.search(line) if "<<" in line else None
        if found:
            self._here_document = found[2] or found[3]
        line = _ESCAPED.sub("", line) if "\\" in line or "'" in line else line
        for mark in self._odd:
            if mark in line:
                self._odd[mark] ^= line.count(mark) % 2 == 1
        for pair, count in self._open.items():
            if pair[0] in line or pair[1] in line:
                self._open[pair] = max(0, count + line.count(pair[0]) - line.count(pair[1]))
