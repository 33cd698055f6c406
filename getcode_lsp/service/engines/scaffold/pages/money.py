"""Line items in ordinary English, "3 hours of design at €80", and sums computed exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_SIGNS = {
    "€": "€",
    "$": "$",
    "£": "£",
    "eur": "€",
    "euro": "€",
    "euros": "€",
    "usd": "$",
    "dollar": "$",
    "dollars": "$",
    "gbp": "£",
    "pound": "£",
    "pounds": "£",
    "chf": "CHF",
}
_MONEY = r"(?:[€$£]\s?)?\d{1,3}(?:[,' ]\d{3})+(?:\.\d{1,2})?(?:\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b))?|(?:[€$£]\s?)?\d+(?:[.,]\d{1,2})?(?:\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b))?"
_UNIT = r"(?:hours?|hrs?|h|days?|pcs|pieces|units?|months?|licen[cs]es?|nights?|kg|items?|sessions?|pages?|weeks?|years?|seats?|users?)"
_AT = r"(?:\s*(?:@|×|\bx\b|\bat\b|\ba\b|à|\bfor\b|[:=–-])\s*(?:a\s+rate\s+of\s+)?)"
_LINE = re.compile(
    rf"(?P<count>\d+(?:[.,]\d+)?)\s*(?:x|×)?\s+(?:(?P<unit>{_UNIT})\s+(?:of\s+|for\s+)?)?(?P<what>[^\d€$£@(:]*?[^\W\d_][^\d€$£@(:]*?){_AT}(?P<price>{_MONEY})\s*(?:each|apiece|per\s+\w+|/\s*\w+|an?\s+\w+)?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<what>[^\d€$£@(]*?[^\W\d_][^\d€$£@(]*?)\s*[:,(–-]?\s*(?P<count>\d+(?:[.,]\d+)?)\s*(?P<unit>{_UNIT})?\s*(?:@|×|\bx\b|\bat\b|\ba\b|à)\s*(?P<price>{_MONEY})\s*(?:each|per\s+\w+|/\s*\w+|an?\s+\w+)?\)?\Z",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"(?P<what>[^\d€$£@]*?[^\W\d_][^€$£@]*?){_AT}?\s*\(?(?P<price>{_MONEY})\)?\Z", re.IGNORECASE
)
_TAX = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%\s*(?P<name>vat|tax|sales\s+tax|gst|mwst\.?|iva|ust\.?)|(?P<named>vat|tax|gst|mwst\.?|iva|ust\.?)\s*(?:of|:|at|rate)?\s*(\d{1,2}(?:[.,]\d{1,2})?)\s?%",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%\s*(?:discount|off|rebate)|discount\s*(?:of|:)?\s*(\d{1,2}(?:[.,]\d{1,2})?)\s?%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice: a quantity of something at a price each."""

    what: str
    count: Decimal
    unit: str
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """The quantity times the price, to the cent."""
        return cents(self.count * self.price)


@dataclass(frozen=True, slots=True)
class Sums:
    """What an invoice comes to; rates are in percent."""

    net: Decimal
    discount: Decimal
    discount_rate: Decimal
    tax: Decimal
    tax_rate: Decimal
    tax_name: str
    total: Decimal


def cents(value: Decimal) -> Decimal:
    """A value to two places."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


_MOST_DIGITS = 12
"""Of a price or a count: with more, the sums have more places than a decimal keeps."""


def read_line(text: str) -> Line | None:
    """A line item; None where the text has no price."""
    text = re.sub(r"^(?:and|plus|an?|the)\s+", "", text.strip(" .,;"), flags=re.IGNORECASE)
    if len(text) > 300:
        return None
    for pattern in (_LINE, _BEHIND, _PLAIN):
        match = pattern.match(text)
        if match:
            groups = match.groupdict()
            what = " ".join((groups["what"] or "").split()).strip(" :,-–(")
            what = re.sub(r"^(?:of|x)\s+", "", what)
            if (
                max(len(re.sub(r"\D", "", groups.get(name) or "")) for name in ("count", "price"))
                > _MOST_DIGITS
            ):
                return None
            if what:
                return Line(
                    what[:1].upper() + what[1:],
                    number(groups.get("count") or "1"),
                    (groups.get("unit") or "").lower(),
                    number(match["price"]),
                )
    return None


def number(text: str) -> Decimal:
    """A number with or without separators of thousands, with a point or comma before the decimals."""
    bare = re.sub(r"[^\d.,]", "", text).strip(".,")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        bare = bare.replace(",", "")
    return Decimal(
        bare.replace(",", ".")
        if bare.count(",") + bare.count(".") <= 1
        else re.sub(r"[.,](?=.*[.,])", "", bare).replace(",", ".") or "0"
    )


def currency(text: str) -> str:
    """The sign of the currency that a text uses; "" where it uses none."""
    match = re.search(r"[€$£]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b", text, re.IGNORECASE)
    return _SIGNS.get(match[0].lower(), match[0]) if match else ""


def sums(lines: tuple[Line, ...], text: str) -> Sums:
    """What the lines come to, with the tax and the discount that a text names."""
    net = sum((line.amount for line in lines), Decimal())
    off, tax = _DISCOUNT.search(text), _TAX.search(text)
    off_rate = number(off[1] or off[2]) if off else Decimal()
    tax_rate = number(tax[1] or tax[4]) if tax else Decimal()
    discount = cents(net * off_rate / 100)
    taxed = cents((net - discount) * tax_rate / 100)
    name = (tax["name"] or tax["named"]) if tax else ""
    shown = name.upper() if len(name) < 4 else name.capitalize()
    return Sums(net, discount, off_rate, taxed, tax_rate, shown, net - discount + taxed)


def shown(value: Decimal, sign: str) -> str:
    """A sum as it is printed: 1,234.50 with its sign."""
    plain = f"{value:,.2f}"
    return f"{plain} {sign}" if sign.isalpha() else f"{sign}{plain}"
