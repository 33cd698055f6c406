"""A prompt made ready for reading: texts in quotes set apart, characters that can't be seen dropped, lists split."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.brands import QUOTED, unquoted
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

LONGEST_SENTENCE = 4_000
"""Characters of a prompt without the end of a sentence or line; a longer run is no English, and slow to search."""
_SENTENCE_ENDS = re.compile(r"[.!?;:]\s|\n")
_FIRST = 0xE000
_MOST = 0x18FF
_PRIVATE = re.compile("[\ue000-\uf8ff]")
QUOTE = "[\ue000-\uf8ff]"
"""A character that stands for one text in quotes, as a class of a regular expression."""
_SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:and\s+(?:then\s+)?|then\s+|(?-i:plus)\s+|or\s+|finally\s+)?(?=\s|$|[^\d\s])|;\s*|\n\s*(?:[-*•–]\s+|\d+[.)]\s+)?|"
    r"(?<=\s)(?:and\s+(?:then|also|finally)|and|then|(?-i:plus)|followed\s+by(?:\s+an?)?|as\s+well\s+as|along\s+with|&)\s(?=\S))\s*",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(questions|terms|privacy|pros|drag|light|dark|black|food|arts?|research|bed|name|before|log|sign|wear|"
    r"pick|search|mix|salt|fish|bread|health|rights|supply|science|mac|gin)\s+(and|&|or)\s+"
    r"(answers|conditions|cookies|policy|cons|drop|dark|light|white|drinks?|beverages|crafts?|development|breakfast|surname|"
    r"after|find|match|pepper|chips|butter|safety|wellness|duties|demand|technology|cheese|tonic)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(between\s+[\d.,]+)\s+and\s+(\d)", re.IGNORECASE)
_KEPT = "\u2060"  # joins the words of a fixed phrase; it never comes from a prompt
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text in which each quoted text is one character, and those texts."""

    text: str
    quotes: tuple[str, ...]

    def restore(self, text: str) -> str:
        """A piece of the text with its quoted texts in place, without the quotes."""
        return _PRIVATE.sub(lambda match: self.quotes[ord(match[0]) - _FIRST], plain(text))

    def quoted_in(self, text: str) -> list[str]:
        """The quoted texts in a piece of the text."""
        return [self.quotes[ord(match[0]) - _FIRST] for match in _PRIVATE.finditer(text)]


def prepare(prompt: str) -> Prompt:
    """Set the quoted texts of a prompt apart."""
    quotes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        inside = " ".join(unquoted(match).split())
        if not inside or len(quotes) >= _MOST:
            return match[0]
        quotes.append(inside)
        return (
            f" {chr(_FIRST + len(quotes) - 1)} "
            if match.end() < len(match.string)
            else chr(_FIRST + len(quotes) - 1)
        )

    text = QUOTED.sub(keep, visible(prompt))
    text = _BETWEEN.sub(lambda m: f"{m[1]}{_KEPT}and{_KEPT}{m[2]}", text)
    text = _TOGETHER.sub(lambda m: f"{m[1]}{_KEPT}{m[2]}{_KEPT}{m[3]}", text)
    return Prompt(
        re.sub(rf"({QUOTE}) +([,.;:)!?])", r"\1\2", re.sub(r" {2,}(?=\S)(?<=\S  )", " ", text)), tuple(quotes)
    )


def admitted(text: str) -> str:
    """The visible part of a prompt; raises `EngineRefusal` where its sentences are too long to be read."""
    shown = visible(text)
    if any(len(sentence) > LONGEST_SENTENCE for sentence in _SENTENCE_ENDS.split(shown)):
        raise EngineRefusal(
            f"The prompt has more than {LONGEST_SENTENCE} characters without the end of a sentence or line; "
            f"put line breaks between its parts. {OTHER_ENGINES}"
        )
    return shown


def visible(text: str) -> str:
    """A text without control, format, surrogate and private characters; line breaks and the joiners of emoji stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (
        c if c in "\n\u200d" else " " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else ""
        if unicodedata.category(c) in ("Cf", "Cs", "Co", "Cn")
        else c
        for c in text.replace("\t", "    ")
    )  # fmt: skip
    return "".join(kept)


def plain(text: str) -> str:
    """A piece of a prompt on one line, its fixed phrases taken apart again."""
    stopping.check()
    return " ".join(text.replace(_KEPT, " ").split())


def split_list(text: str) -> list[str]:
    """The parts of an enumeration, outside brackets: at commas, semicolons, line breaks and "and"."""
    return [part for part, _ in split_with_separators(text)]


def split_with_separators(text: str) -> list[tuple[str, str]]:
    """The parts of an enumeration, each with the separator in front of it."""
    stopping.check()
    parts: list[tuple[str, str]] = []
    start, before = 0, ""
    spans = _bracketed(text)
    for match in _SEPARATOR.finditer(text):
        at = match.start() + len(match[0]) - len(match[0].lstrip())
        if match.end() <= start or any(left < at < right for left, right in spans):
            continue
        if match[0].strip() == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        _append(parts, text[start : match.start()], before)
        start, before = match.end(), match[0]
    _append(parts, text[start:], before)
    return parts


def _append(parts: list[tuple[str, str]], text: str, before: str) -> None:
    stripped = re.sub(r"\s+[-–—]+\Z", "", text.strip(" .,;\n"))
    if stripped:
        parts.append((stripped, before))


def _bracketed(text: str) -> list[tuple[int, int]]:
    spans, stack = [], []
    for at, character in enumerate(text):
        if character in _OPEN:
            stack.append(at)
        elif character in _CLOSE and stack:
            left = stack.pop()
            if not stack:
                spans.append((left, at))
    return spans


def brackets(text: str) -> tuple[str, list[str]]:
    """A text without what stands in its outer brackets, and that."""
    found, outside, at = [], [], 0
    for left, right in _bracketed(text):
        outside.append(text[at:left])
        found.append(text[left + 1 : right])
        at = right + 1
    outside.append(text[at:])
    return " ".join("".join(outside).split()), found


def sentences(text: str) -> list[str]:
    """The sentences of a text; a question keeps its mark."""
    parts = re.split(
        r"(?<=[^\s.][.!?])(?<!\b[A-Z]\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bvs\.)\s+(?=\S)",
        text,
    )
    return [part.strip() for part in parts if part.strip(" .,;!\n")]


NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
) | {"a": 1, "an": 1, "single": 1, "couple": 2, "dozen": 12}


def counted(text: str, most: int = 24) -> int:
    """The number at the front of "three plans" or "6 photos"; 0 where there is none."""
    match = re.match(
        r"(?:the\s+|our\s+|exactly\s+|about\s+)?(\d{1,3}|[a-z]+)\s+\S", text.strip(), re.IGNORECASE
    )
    if match is None:
        return 0
    word = match[1].lower()
    return min(int(word), most) if word.isdigit() else NUMBERS.get(word, 0)
