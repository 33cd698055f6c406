"""Names of categories that have an order: months, weekdays, quarters, years, weeks, dates, times, age groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.calendar_names import DAYS, MONTHS

_GERMAN_MONTHS = {
    "januar": 0,
    "februar": 1,
    "märz": 2,
    "mai": 4,
    "juni": 5,
    "juli": 6,
    "oktober": 9,
    "dezember": 11,
}
MONTH = r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|oktober|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
DAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:days?)?\b"
COUNTED = (
    "week|day|quarter|group|class|team|year|level|phase|step|round|version|grade|product|region|store|sample|test|page|"
    "floor|room|station|option|question|chapter|sprint|season|model|site|plant|lap|month|hour|trial|run|stage|branch|"
    "category|item|wave|batch|generation|zone|district|lesson|unit|semester|cohort|machine|game|match|episode|volume"
)
_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = r"[12]\d\d\d"
_LEADS = r"(?:[:=]|\s+[-–=:(]|\s+(?:[-−$€£]?\d|\())"
"""What stands behind a category whose own text ends in a digit, so that it can't be taken for the number."""

CATEGORY = re.compile(
    rf"""(?P<iso>\b{_YEAR}-\d\d(?:-\d\d)?\b)
    |(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}(?:,?\s{_YEAR}\b|(?=\s?[:=]))|\b\d{{1,2}}(?:st|nd|rd|th)\s(?:of\s)?{MONTH}(?=\W|\Z)|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}\b(?={_LEADS})|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)\b)
    |(?P<halfyear>\b[QH][1-4](?:[\s/'’-]+{_YEAR}\b|\s?[/'’-]\s?\d\d\b|\s+\d\d(?=\s*[:=]))?|\b{_YEAR}[\s-]?[QH][1-4]\b|\bFY\s?\d\d(?:\d\d)?\b)
    |(?P<age>\b\d{{1,3}}\s?[-–]\s?\d{{1,3}}(?:\s?[a-z]{{1,5}}(?=\s*[:=]))?(?=\s*(?:[:=(]|years|yrs|y\.o))|\b\d{{1,3}}\+(?=\s*(?:[:=(]|years|\d))|\b(?:under|over|above|below|less\sthan|more\sthan)\s\d{{1,4}}\s?[a-z%]{{0,6}}(?=\s*[:=(]))
    |(?P<time>\b\d{{1,2}}:\d\d(?:\s?[ap]m)?\b|\b\d{{1,2}}\s?[ap]m\b)
    |(?P<monthyear>\b{MONTH}\s+{_YEAR}(?={_LEADS})|\b{MONTH}\s+\d{{1,2}}(?=[:=]|\s+[:=]|\s+[-$€]?\d))
    |(?P<month>\b{MONTH}(?=\W|\Z))
    |(?P<day>\b{DAY}(?=\W|\Z))
    |(?P<counted>\b(?:{COUNTED})\s\#?(?:\d{{1,4}}|[A-Z])(?={_LEADS}))
    |(?P<led>(?<=\bin\s)(?:{COUNTED})\s\#?\d{{1,4}}\b|(?<=\bfor\s)(?:{COUNTED})\s\#?\d{{1,4}}\b|(?<=\bon\s)(?:{COUNTED})\s\#?\d{{1,4}}\b)
    |(?P<plural>\b(?:{COUNTED.replace("|", "s|")}s|ages)\s\d{{1,4}}\s?(?:to|-|–|through|until|till)\s?\d{{1,4}}\b)
    |(?P<years>\b{_YEAR}\s?(?:to|-|–|through|until|till)\s?{_YEAR}\b)
    |(?P<year>\b{_YEAR}(?:/\d\d)?(?={_LEADS})|(?<=\bin\s){_YEAR}\b|(?<=\bfor\s){_YEAR}\b|(?<=\bby\s){_YEAR}\b|(?<=\bsince\s){_YEAR}\b|(?<=\byear\s){_YEAR}\b|(?<=\bduring\s){_YEAR}\b|(?<=\b{_ANY_YEAR}\sand\s){_YEAR}(?=\s*[.;:\n]|\s*\Z)|(?<=\b{_ANY_YEAR}\svs\s){_YEAR}(?=\s*[.;:\n]|\s*\Z))
    """,
    re.IGNORECASE | re.VERBOSE,
)
RANGE_WORDS = frozenset(("to", "-", "–", "—", "through", "until", "till", "bis", "thru", "..."))
LONGEST_RANGE = 400


@dataclass(frozen=True, slots=True)
class Category:
    """A category with a place in an order: its text, its kind ("month"), and its place where a range may need it."""

    text: str
    kind: str
    place: int = 0


def month_place(word: str) -> int | None:
    """The index of a month's name, short or long; None for any other word."""
    low = word.lower().rstrip(".")
    if low in _GERMAN_MONTHS:
        return _GERMAN_MONTHS[low]
    return next(
        (at for at, month in enumerate(MONTHS) if len(low) > 2 and month.lower().startswith(low[:3])
         and (low in (month.lower(), month[:3].lower(), "sept"))), None,
    )  # fmt: skip


def day_place(word: str) -> int | None:
    """The index of a weekday's name, short or long, Monday first; None for any other word."""
    low = word.lower()
    return next((at for at, day in enumerate(DAYS) if day.lower()[:3] == low[:3]), None)


def read_category(match: re.Match[str]) -> list[Category]:
    """A `CATEGORY` match: one category, or all of a range written as one ("weeks 1 to 5", "2019-2022")."""
    kind, text = match.lastgroup or "", " ".join(match[0].split())
    if kind in ("plural", "years"):
        return _numbered(kind, text)
    if kind == "month":
        place = month_place(text)
        return [Category(text.rstrip(".").capitalize(), kind, place or 0)]
    if kind == "day":
        place = day_place(text)
        plain = text[:-1] if text.lower().endswith("days") else text
        return [Category(plain.capitalize(), kind, place or 0)]
    if kind in ("halfyear",):
        digits = re.search(r"[QHqh]([1-4])", text)
        return [
            Category(text.upper().replace("'", " ").replace("  ", " "), kind, int(digits[1]) if digits else 0)
        ]
    if kind == "year" and text.isdigit():
        return [Category(text, kind, int(text))]
    if kind in ("counted", "led"):
        word, _, number = text.partition(" ")
        number = number.lstrip("#")
        return [Category(f"{word.capitalize()} {number}", "counted", int(number) if number.isdigit() else 0)]
    return [Category(text, kind)]


def _numbered(kind: str, text: str) -> list[Category]:
    numbers = re.findall(r"\d+", text)
    first, last = int(numbers[0]), int(numbers[1])
    step = 1 if last >= first else -1
    if abs(last - first) >= LONGEST_RANGE:
        return []
    word = "" if kind == "years" else text.split()[0].capitalize()
    word = "" if word == "Ages" else word[:-1] if word.endswith("s") else word
    word = "Category" if word == "Categorie" else word
    name = "year" if kind == "years" else "counted"
    return [Category(f"{word} {n}".strip(), name, n) for n in range(first, last + step, step)]


def between(first: Category, last: Category) -> list[Category]:
    """The categories from one to another of the same kind, both included; empty where that makes no sense."""
    if first.kind != last.kind:
        return []
    if first.kind in ("month", "day"):
        names = MONTHS if first.kind == "month" else DAYS
        count = (last.place - first.place) % len(names) + 1
        short = len(first.text) <= 4 and first.text not in names
        places = [(first.place + at) % len(names) for at in range(count)]
        return [Category(names[p][:3] if short else names[p], first.kind, p) for p in places]
    if first.kind == "halfyear" and first.text[:1] == last.text[:1] and last.place >= first.place:
        return [
            Category(re.sub(r"([QH])[1-4]", rf"\g<1>{p}", first.text), "halfyear", p)
            for p in range(first.place, last.place + 1)
        ]
    if first.kind in ("year", "counted") and 0 < last.place - first.place < LONGEST_RANGE:
        return [
            Category(first.text.replace(str(first.place), str(p)), first.kind, p)
            for p in range(first.place, last.place + 1)
        ]
    return []


def days_or_months(first: str, last: str) -> list[str]:
    """The names from one to another, where both are months or both weekdays; none for other words."""
    for kind, names, place in (("month", MONTHS, month_place), ("day", DAYS, day_place)):
        ends = [place(word) for word in (first, last)]
        plain = all(
            at is not None and names[at].lower().startswith(word.lower())
            for at, word in zip(ends, (first, last), strict=True)
        )
        if plain and len(first) > 2 < len(last):
            a, b = (Category(word, kind, at or 0) for word, at in zip((first, last), ends, strict=True))
            return [category.text for category in between(a, b)]
    return []


def follow(first: Category, count: int) -> list[Category]:
    """As many categories as wanted from one on: "starting in March"."""
    if first.kind in ("month", "day"):
        names = MONTHS if first.kind == "month" else DAYS
        short = first.text not in names
        places = [(first.place + at) % len(names) for at in range(count)]
        return [Category(names[p][:3] if short else names[p], first.kind, p) for p in places]
    if first.kind in ("year", "counted"):
        return [
            Category(first.text.replace(str(first.place), str(p)), first.kind, p)
            for p in range(first.place, first.place + count)
        ]
    return []


ORDERED = frozenset("iso date halfyear time monthyear month day counted year age".split())
"""Kinds of categories that follow each other, so that a line between them means something."""
TEMPORAL = frozenset("iso date halfyear time monthyear month day year".split())
