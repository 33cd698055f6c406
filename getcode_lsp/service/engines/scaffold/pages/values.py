"""Values in ordinary English: prices, opening times, e-mail addresses, telephone numbers, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from getcode_lsp.service.engines.scaffold.pages.model import Contact, Item
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE

_SIGN = r"(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|AUD|CAD|JPY)\s?)"
_NAME_OF_MONEY = r"(?:\s?(?:[€£$¥]|(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?|francs?|bucks)\b))"
_PER = (
    r"(?:\s*(?:/|per\b|an?\b|each\b|every\b)\s*(?P<unit>month|mo|year|yr|week|day|night|hour|hr|user|seat|person|class|session|head|kg|lb|"
    r"item|piece|visit|ticket|user\s*(?:/|per)\s*month|seat\s*(?:/|per)\s*month)?\b|\s+(?P<adverb>monthly|yearly|annually|weekly|daily))"
)
_AMOUNT = rf"(?P<money>{_SIGN}?\s?\d[\d,]*(?:[.,]\d{{1,2}})?k?{_NAME_OF_MONEY}?|free|custom|contact\s+us|on\s+request)"
_PRICE = re.compile(
    rf"(?:\s*(?:[:=–—-]|\bat\b|\bfor\b|\bcosts?\b|\bis\b|\bfrom\b|\()?\s*(?P<from>from\s+)?)(?<![\w.]){_AMOUNT}(?P<per>{_PER})?\)?\s*\Z",
    re.IGNORECASE,
)
_SHORT_UNITS = {"mo": "month", "yr": "year", "hr": "hour"}
_ADVERBS = {"monthly": "month", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day"}
_DAY = r"(?:mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|weekdays?|weekends?|daily|every\s+day|holidays|public\s+holidays)"
_TIME = r"\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|h|uhr)?|noon|midnight"
_HOURS = re.compile(
    rf"(?P<days>\b{_DAY}(?:\s*(?:-|–|—|to|through|till|until|and|&|,|/)\s*{_DAY})*)\s*[:,]?\s*(?:from\s+)?"
    rf"(?P<times>(?:{_TIME})\s*(?:-|–|—|to|till|until)\s*(?:{_TIME})(?:\s*(?:and|&|,)\s*(?:{_TIME})\s*(?:-|–|—|to)\s*(?:{_TIME}))*|closed)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    rf"\bclosed\s+(?:on\s+)?(?P<days>{_DAY}(?:\s*(?:and|&|,|-|–|to)\s*{_DAY})*)", re.IGNORECASE
)
_OPEN_FROM = re.compile(
    rf"\bopen\s+(?:from\s+)?(?P<times>(?:{_TIME})\s*(?:-|–|to|till|until)\s*(?:{_TIME}))\s*,?\s*(?:on\s+)?(?P<days>{_DAY}(?:\s*(?:-|–|to|and|through|&)\s*{_DAY})*)",
    re.IGNORECASE,
)
_ONLY_HOURS = re.compile(
    rf"(?:(?:open|closed)\s+)?(?:on\s+|from\s+)?{_DAY}(?:\s*(?:-|–|—|to|through|till)\s*{_DAY})*(?:[\s:]+(?:from\s+)?(?:{_TIME})\s*(?:-|–|—|to|till|until)\s*(?:{_TIME})|[\s:]+closed)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b", re.IGNORECASE)
_URL = re.compile(
    r"\b(?:https?://[^\s<>\"'`,;()\ue000-\uf8ff]{3,200}|www\.[^\s<>\"'`,;()]{3,200}|(?:[a-z0-9-]+\.){1,3}(?:com|org|net|io|dev|app|shop|co\.uk|de|fr|pt|eu|me)(?:/[\w/-]*)?\b(?!@))",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,5}\)[\s.-]?)?(?:0\d{4}\s\d{6}|\d{2,5}(?:[\s./-]\d{2,5}){1,4})(?![\w/-])|(?<![\w])\+\d{7,14}\b|\b0\d{6,11}\b"
)
_STREET = (
    r"(?i:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|square|boulevard|blvd\.?|drive|way|place|alley|court|quay|terrace|hill|gate|row|"
    r"\w*stra(?:ß|ss)e|\w*weg|\w*platz|\w*gasse)"
)
_ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-z]?\s+(?:[A-ZÀ-Þ][\w'’.-]*\s+){{1,4}}{_STREET}\b(?:,\s*(?:\d{{4,5}}\s+)?[A-ZÀ-Þ][\w'’-]*(?:\s+[A-Z0-9][\w'’-]*){{0,3}}){{0,2}}|"
    r"\b(?:Rua|Rue|Via|Calle|Avenida|Avenue|Plaza|Piazza)\s+(?:[\w'’.-]+\s+){0,4}[\w'’.-]*?\s?\d{1,4}\b(?:,\s*(?:[\d-]{4,8}\s+)?[A-ZÀ-Þ][\w'’-]*)?|"
    r"\b[A-ZÄÖÜ][\w-]*(?:stra(?:ß|ss)e|weg|platz|gasse|allee)\s+\d{1,4}[a-z]?(?:,\s*(?:\d{4,5}\s+)?[A-ZÄÖÜ][\w-]*)?",
)  # fmt: skip


def priced(text: str) -> Item | None:
    """An item that ends in a price, "Pro 12 per month", "Espresso: €2.50"; None where there is none."""
    match = _PRICE.search(text)
    if match is None:
        return None
    name = text[: match.start()].strip(" :-–—(,")
    money = " ".join(match["money"].split())
    if not name and money.lower() == "free":
        return Item("Free", value="0")
    if not name or (money.isdigit() and len(money) > 6):
        return None
    return Item(_without_article(name), value=f"from {money}" if match["from"] else money, unit=_unit(match))


def _unit(match: re.Match[str]) -> str:
    if match["adverb"]:
        return f"per {_ADVERBS[match['adverb'].lower()]}"
    unit = " ".join((match["unit"] or "").replace("/", " per ").split()).lower()
    return (
        f"per {_SHORT_UNITS.get(unit, unit)}"
        if unit
        else "each"
        if (match["per"] or "").strip() == "each"
        else ""
    )


def _without_article(text: str) -> str:
    return re.sub(r"^(?:an?|the)\s+(?=\S)", "", text, flags=re.IGNORECASE)


def share_units(items: Iterable[Item]) -> tuple[Item, ...]:
    """Give "per month" at the end of a list to the prices before it too."""
    items = tuple(items)
    units = {item.unit for item in items if item.unit}
    if len(units) != 1 or not items or not items[-1].unit:
        return items
    (unit,) = units
    return tuple(
        replace(item, unit=unit) if item.value and item.value[0] in "0123456789$€£¥₹" else item
        for item in items
    )


@lru_cache(8)  # each section of opening times asks for those of the whole prompt
def opening_hours(text: str) -> tuple[Item, ...]:
    """The opening times in a text, as items with the days as title and the times as value."""
    found: list[tuple[int, Item]] = []
    taken: list[tuple[int, int]] = []
    for match in _HOURS.finditer(text):
        found.append((match.start(), Item(_days(match["days"]), value=_times(match["times"]))))
        taken.append(match.span())
    found += [
        (match.start(), Item(_days(match["days"]), value=_times(match["times"])))
        for match in _OPEN_FROM.finditer(text)
        if not any(left < match.end() and match.start() < right for left, right in taken)
    ]
    for match in _CLOSED.finditer(text):
        days = _days(match["days"])
        if not any(item.title == days for _, item in found):
            found.append((match.start(), Item(days, value="Closed")))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def only_hours(text: str) -> bool:
    """Whether a text is nothing but a day or days with their hours."""
    return _ONLY_HOURS.fullmatch(text.strip()) is not None


def _days(text: str) -> str:
    words = " ".join(text.split())
    words = re.sub(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\btill\b|\buntil\b)\s*", "–", words, flags=re.IGNORECASE)
    return re.sub(
        r"[^\W\d_]+", lambda m: m[0] if m[0].lower() in ("and", "day") else m[0][:1].upper() + m[0][1:], words
    )


def _times(text: str) -> str:
    if text.lower() == "closed":
        return "Closed"
    return re.sub(
        r"\s*(?:-|–|—|\bto\b|\btill\b|\buntil\b)\s*", "–", " ".join(text.split()), flags=re.IGNORECASE
    )


def contact_in(text: str) -> Contact:
    """The e-mail address, telephone number, street and links in a text."""
    email = _EMAIL.search(text)
    bare = _EMAIL.sub(" ", text)
    links = tuple(dict.fromkeys(match[0].rstrip(".") for match in _URL.finditer(bare)))
    bare = _URL.sub(" ", bare)
    address = _ADDRESS.search(bare)
    phone = next(
        (m[0] for m in _PHONE.finditer(_HOURS.sub(" ", bare)) if _is_phone(m[0], bare[: m.start()])), ""
    )
    return Contact(email[0] if email else "", phone.strip(), address[0].strip() if address else "", links)


def _is_phone(text: str, before: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    date = re.fullmatch(
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}\s?-\s?\d{4}", text.strip()
    )
    said = re.search(
        r"(?:phone|tel|call|telephone|mobile|fax|whatsapp)\W*(?:\w+\W+){0,3}\Z", before[-40:], re.IGNORECASE
    )
    return not date and (digits >= 9 or text.startswith(("+", "(", "0")) or (bool(said) and digits >= 5))


def without_quotes(text: str) -> str:
    """A text without the characters that stand for quoted texts."""
    return re.sub(QUOTE, " ", text)
