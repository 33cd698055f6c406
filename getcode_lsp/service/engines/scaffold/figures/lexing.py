"""A prompt about numbers, cut into amounts, categories, words and marks; orders such as a size are taken out first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.figures.amounts import (
    AMOUNT,
    Amount,
    alike,
    decimal_comma,
    read_amount,
)
from getcode_lsp.service.engines.scaffold.figures.categories import (
    CATEGORY,
    RANGE_WORDS,
    Category,
    between,
    read_category,
)

MOST_TOKENS = 6000
_BLANKS = re.compile(r"(?<=\S) {2,}|(?<= {40}) +| +(?=\n)|\t{9,}")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_THIN = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
"""The blanks that only part thousands."""
_JOINERS = "\u200c\u200d"
_WORD = re.compile(
    r"[^\W\d_](?:[\w’'&+./-]*[\w+#])?|\d+(?:\.\d+)?[^\W\d_][\w-]*|[&@#]?\w+|[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\U0001f000-\U0001faff\u2640-\u27bf]*"
)
_MARK = re.compile(r"[,;:.!?()=|\n•*→]|[-–—]+|/|&|\+|[!-/:-@\[-`{-~«»„“”‘’…·]")
_DIRECTIVES = re.compile(
    r"\b\d+\s?(?:x|×|by(?!\s(?:19|20)\d\d\b))\s?\d+\s?(?:px|pixels)?\b|\b(?:width|height)\s*(?:of|:|=)?\s*\d+\s?(?:px|pixels|cm|mm)?|"
    r"\b\d+\s?(?:px|pixels)\b|\#[0-9a-f]{3,8}\b|rgba?\([^)]{0,40}\)|\b\d+\s+(?:colou?rs?|bars|slices|lines|series|bins|decimals?|decimal places)\b|"
    r"\btop\s+\d+\b|\b[23]d\b|\bGPT-?\d\b|\bA4\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b(?:e\.g\.|i\.e\.|approx\.|no\.|etc\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """An amount as it stands in the prompt."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Named:
    """One category, or several that were written as a range."""

    categories: tuple[Category, ...]

    @property
    def text(self) -> str:
        """The category's name, where it is one."""
        return self.categories[0].text


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of punctuation, or a line break."""

    text: str


Lexeme = Number | Named | Word | Mark


def visible(text: str) -> str:
    """A text without control, format and unpaired surrogate characters, nor many blanks; line breaks and tabs stay."""
    text = _THIN.sub("", text)
    flat = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    shown = "".join(_shown(character) for character in flat)
    return _EMPTY_LINES.sub("\n\n", _BLANKS.sub(" ", shown))


def _shown(character: str) -> str:
    if character in "\n\t" or character in _JOINERS:
        return character
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "\ufffd"
    if kind[0] == "C" or ord(character) & 0xFFFE == 0xFFFE:
        return " " if kind == "Cc" else ""
    return " " if kind[0] == "Z" else character


def without_orders(text: str) -> str:
    """A text without the numbers that say how the figure shall be made: sizes, colours, counts of bars."""
    return _DIRECTIVES.sub(" ", _INITIALS.sub(" ", text.replace("vs.", "vs")))


def lex(text: str, *, millions: bool = True) -> list[Lexeme]:
    """The lexemes of a text in order, at most `MOST_TOKENS` of them."""
    comma = decimal_comma(text)
    text = _spaced_lists(text, comma=comma)
    found: list[Lexeme] = []
    for lexeme in _scan(text, comma, millions):
        found.append(lexeme)
        if len(found) >= MOST_TOKENS:
            break
    amounts = iter(alike([lexeme.amount for lexeme in found if isinstance(lexeme, Number)]))
    found = [Number(next(amounts)) if isinstance(lexeme, Number) else lexeme for lexeme in found]
    return _with_ranges(_with_counted(_with_years(found)))


_COMPACT = re.compile(r"(?<![\w.,])-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)+(?![\w,.]*\d)")


def _spaced_lists(text: str, *, comma: bool) -> str:
    """Part "1,2,3" into a list, but leave 1,234 and 12,345,678 whole."""

    def part(match: re.Match[str]) -> str:
        parts = match[0].split(",")
        thousands = all(re.fullmatch(r"\d{3}(\.\d+)?", p) for p in parts[1:]) and re.fullmatch(
            r"-?[1-9]\d{0,2}", parts[0]
        )
        if thousands and len(parts) < 4:
            return match[0]
        if comma and len(parts) == 2:
            return match[0]
        return ", ".join(parts)

    return _COMPACT.sub(part, text)


def _scan(text: str, comma: bool, millions: bool) -> Iterator[Lexeme]:
    at = 0
    while at < len(text):
        stopping.check()
        if text[at] in " \t":
            at += 1
            continue
        category = CATEGORY.match(text, at)
        categories = read_category(category) if category and category[0] and _alone(text, at) else []
        if category and categories:
            yield Named(tuple(categories))
            at = category.end() - _ends_sentence(text, category)
            continue
        number = AMOUNT.match(text, at)
        amount = read_amount(number, comma=comma, millions=millions) if number else None
        if number and amount is not None and not text[number.end() : number.end() + 1].isalpha():
            yield from _signed(number, amount, text)
            at = number.end()
            continue
        plain = _WORD.match(text, at) or _MARK.match(text, at)
        if plain is None:
            at += 1
            continue
        yield (Word if plain.re is _WORD else Mark)(plain[0])
        at = plain.end()


def _ends_sentence(text: str, category: re.Match[str]) -> bool:
    """Whether the dot behind a month ends its sentence, as in "Jan to Jun. Oslo: …", and shortens no name."""
    after = re.compile(r"\s+(?=[^\W\d_])").match(text, category.end())
    return category[0].endswith(".") and after is not None and not CATEGORY.match(text, after.end())


def _alone(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "$€£_")


def _signed(number: re.Match[str], amount: Amount, text: str) -> Iterator[Lexeme]:
    """The dash of "January – 12" and "10 - 20" is a mark, the one of "Mon -2" a sign."""
    sign = number["sign"] or ""
    before = text[max(number.start() - 2, 0) : number.start()]
    dash = sign.strip() in ("-", "−", "–") and (sign != sign.strip() or (before and before[-1:].isalnum()))
    spaced_before = before[-1:].isspace() or not before
    if dash and not (sign == "- " and before.strip()[-1:] in (":", "(", ",", "=")):
        yield Mark("-")
        amount = Amount(-amount.value, amount.unit)
    elif sign.strip() == "–" and not spaced_before:
        amount = Amount(-amount.value, amount.unit)
    yield Number(amount)


def _with_years(found: list[Lexeme]) -> list[Lexeme]:
    """Read the years in "120 (2020), 140 (2021)" and "for 2020, 2021 and 2022" as such, though they look like values."""
    out: list[Lexeme] = []
    at = 0
    while at < len(found):
        here, ahead = found[at], found[at + 1 : at + 3]
        if (
            _is_mark(here, "(")
            and len(ahead) == 2
            and out
            and isinstance(out[-1], Number)
            and _is_mark(ahead[1], ")")
        ):
            year = _year(ahead[0])
            if year:
                out += [Word("in"), year]
                at += 3
                continue
        if (
            len(out) > 1
            and isinstance(out[-2], Named)
            and out[-2].categories[0].kind == "year"
            and _links(out[-1])
        ):
            year = _year(here)
            ends = (
                not ahead
                or (isinstance(ahead[0], Mark) and ahead[0].text not in (":", "=", "("))
                or _links(ahead[0])
            )
            here = year if year and ends else here
        out.append(here)
        at += 1
    return out


def _year(lexeme: Lexeme) -> Named | None:
    if isinstance(lexeme, Named):
        return lexeme if lexeme.categories[0].kind == "year" else None
    if not isinstance(lexeme, Number) or lexeme.amount.unit or lexeme.amount.value not in range(1900, 2101):
        return None
    year = int(lexeme.amount.value)
    return Named((Category(str(year), "year", year),))


def _is_mark(lexeme: Lexeme, text: str) -> bool:
    return isinstance(lexeme, Mark) and lexeme.text == text


def _links(lexeme: Lexeme) -> bool:
    return isinstance(lexeme, (Mark, Word)) and lexeme.text.lower() in (",", "and", "&")


def _with_counted(found: list[Lexeme]) -> list[Lexeme]:
    """Read the numbers in "Customer 1 47", "1: 5" and "the 12 best: …" as parts of names, not as values."""
    out: list[Lexeme] = []
    for at, lexeme in enumerate(found):
        if isinstance(lexeme, Number) and _is_name(found, at):
            out.append(Word(f"{lexeme.amount.value:g}"))
        else:
            out.append(lexeme)
    return out


def _is_name(found: list[Lexeme], at: int) -> bool:
    lexeme = found[at]
    if not isinstance(lexeme, Number) or lexeme.amount.unit or not lexeme.amount.value.is_integer():
        return False
    following = found[at + 1 : at + 7]
    if following and isinstance(following[0], Number):
        return at > 0 and isinstance(found[at - 1], Word)
    words = 0
    while words < len(following) and isinstance(following[words], Word):
        words += 1
    ahead = following[words : words + 2]
    colon = bool(ahead) and isinstance(ahead[0], Mark) and ahead[0].text in ((":",) if words else (":", "="))
    before = found[at - 1] if at else None
    if words and isinstance(before, Mark) and before.text in (":", "="):
        return False
    return (
        colon and words < 5 and len(ahead) == 2 and not (isinstance(ahead[1], Mark) and ahead[1].text == "\n")
    )


def _with_ranges(found: list[Lexeme]) -> list[Lexeme]:
    """Read "Q1 to Q3" and "Monday - Friday" as all the categories from one to the other."""
    out: list[Lexeme] = []
    at = 0
    while at < len(found):
        here = found[at]
        if isinstance(here, Named) and len(here.categories) == 1 and at + 2 < len(found):
            link, last = found[at + 1], found[at + 2]
            if (
                isinstance(link, (Word, Mark))
                and link.text.lower() in RANGE_WORDS
                and isinstance(last, Named)
            ):
                whole = between(here.categories[0], last.categories[0])
                if len(whole) > 1:
                    out.append(Named(tuple(whole)))
                    at += 3
                    continue
        out.append(here)
        at += 1
    return out
