"""Numbers as people write them: separators of either kind, currencies, percent, thousands and millions, units."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST = 1e15
"""A number beyond this isn't drawn: nobody reads it from a figure."""

_SYMBOLS = {"$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹", "usd": "$", "eur": "€", "euro": "€", "euros": "€", "gbp": "£",
            "dollar": "$", "dollars": "$", "pounds sterling": "£", "bucks": "$", "chf": "CHF", "jpy": "¥", "inr": "₹",
            "rupees": "₹", "yen": "¥", "us$": "$", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN"}  # fmt: skip
_SCALES = {"k": 1e3, "thousand": 1e3, "tsd": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
           "mil": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12}  # fmt: skip
UNITS = (
    "°C|°F|°|degrees|kWh|MWh|GWh|kW|MW|GW|kg|g|mg|lbs?|km/h|mph|km|cm|mm|metres|meters|miles|ms|seconds|secs?|minutes|mins?|"
    "hours|hrs?|h(?=\\s*(?:[,;.)\n]|\\Z|and\b))|m|ml|l|litres|liters|GB|MB|TB|kcal|bpm|points|pts|m²|sqm|m/s|tons|tonnes|kt|fps|px|dB|Hz|ppm|mbar|hPa"
)
_WORDS = "|".join(sorted((re.escape(word) for word in _SYMBOLS), key=len, reverse=True))
_DIGITS = r"(?:\d{1,3}(?:[,.'’\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)?|\.\d+)(?:[eE][+-]?\d{1,4}\b)?"
AMOUNT = re.compile(
    rf"(?<![\w.#])(?P<sign>[-−–+]\s?|minus\s)?(?:(?P<before>[$€£¥₹]|US\$|(?:usd|eur|gbp|chf|inr|jpy)\b)\s?)?(?P<minus>[-−])?"
    rf"(?P<digits>{_DIGITS})"
    rf"(?:(?P<near>k|K|m|M|mn|bn|Bn|B|b|T|tn|mio|Mio)(?![\w²/])|\s?(?P<scale>thousand|millions?|billions?|trillion|Mio|bn|mn|tsd)\b\.?)?"
    rf"(?:\s?(?P<percent>%|percent\b|per\s?cent\b|pct\b)|\s?(?P<after>[€£¥₹$]|(?:{_WORDS.replace('US', '')})\b)|\s?(?P<unit>{UNITS})(?![\w]))?",
    re.IGNORECASE,
)
_GERMAN = re.compile(r"\d\.\d{3},\d{1,2}(?!\d)|\d,\d{1,2}\s?€|€\s?\d+,\d{2}(?!\d)")
_ENGLISH = re.compile(r"\d,\d{3}\.\d|\d\.\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the prompt: its value, and what it counts ("$", "%", "kg", "")."""

    value: float
    unit: str = ""


def decimal_comma(text: str) -> bool:
    """Whether a text plainly writes 1.234,5 for what English writes as 1,234.5."""
    return _GERMAN.search(text) is not None and not re.search(r"\d,\d{3}\.\d", text)


_METRES = re.compile(
    r"\d\sm\b(?!\s?[€$£])|\bmet(?:re|er)s?\b|\bin m\b|\b(?:height|depth|distance|length|altitude|elevation|width|jump|throw)s?\b|\b(?:tall|deep|long)(?:est)?\b",
    re.IGNORECASE,
)


def metres(text: str) -> bool:
    """Whether an "m" behind the numbers of a text means metres, not millions."""
    return _METRES.search(text) is not None and not re.search(r"[$€£¥₹]|\b(?:USD|EUR|GBP|millions?)\b", text)


_FAMILIES: tuple[dict[str, float], ...] = (
    {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3}, {"mg": 1e-6, "g": 1e-3, "kg": 1.0, "t": 1e3, "tons": 1e3, "tonnes": 1e3},
    {"ml": 1e-3, "l": 1.0}, {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}, {"MB": 1e-3, "GB": 1.0, "TB": 1e3},
    {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6}, {"kW": 1.0, "MW": 1e3, "GW": 1e6},
)  # fmt: skip


def alike(amounts: Sequence[Amount]) -> list[Amount]:
    """Amounts in the unit that most of them have, where their units measure the same: of "30 cm, 1.1 m" both in cm."""
    units = [amount.unit for amount in amounts if amount.unit]
    family = next((family for family in _FAMILIES if set(units) <= family.keys()), None)
    sizes = [family[unit] for unit in units] if family else []
    if family is None or len(set(units)) < 2 or max(sizes) > 1001 * min(sizes):
        return list(amounts)
    unit = max(dict.fromkeys(units), key=units.count)
    return [
        Amount(float(f"{amount.value * family[amount.unit] / family[unit]:.12g}"), unit)
        if amount.unit
        else amount
        for amount in amounts
    ]


def read_digits(digits: str, *, comma: bool) -> float | None:
    """The value of digits with separators; None where they mean no number that a figure can show."""
    mantissa, _, exponent = digits.lower().partition("e")
    plain = re.sub(r"['’\u00a0\u202f]", "", mantissa)
    plain = plain.replace(".", "").replace(",", ".") if comma else _without_thousands(plain)
    try:
        value = float(plain + (f"e{exponent}" if exponent else ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None


def _without_thousands(plain: str) -> str:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", plain) or re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}", plain):
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "")


def read_amount(match: re.Match[str], *, comma: bool, millions: bool = False) -> Amount | None:
    """An `AMOUNT` match as a value with its unit; `millions` says that a lone "m" isn't metres."""
    value = read_digits(match["digits"], comma=comma)
    if value is None:
        return None
    currency = _SYMBOLS.get((match["before"] or match["after"] or "").lower(), "")
    near, unit = match["near"] or "", match["unit"] or ""
    scale = (match["scale"] or "").lower()
    if near == "m" and not (currency or millions):
        near, unit = "", "m"
    if near == "b" and not (currency or millions):
        return None
    if unit.lower() == "m" and currency:  # "$12 m"
        near, unit = "m", ""
    value *= _SCALES.get(near.lower(), 1) * _SCALES.get(scale, 1)
    if abs(value) > LARGEST:
        return None
    if match["minus"] or (match["sign"] or "").strip() in ("-", "−", "–", "minus"):
        value = -value
    return Amount(value, "%" if match["percent"] else currency or _spelled(unit))


def _spelled(unit: str) -> str:
    known = {"degrees": "°", "metres": "m", "meters": "m", "litres": "l", "liters": "l", "pts": "points", "sec": "s",
             "secs": "s", "seconds": "s", "mins": "min", "minutes": "min", "hrs": "h", "hr": "h", "lb": "lbs",
             "°c": "°C", "°f": "°F", "hours": "h"}  # fmt: skip
    return known.get(unit.lower(), unit)
