"""Kinds of values: by how a value is written, and by what a label says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.analysis.material import Kind

_CURRENCY = r"(?:[€$£¥₹]|(?:EUR|USD|GBP|CHF|JPY|CAD|AUD|INR|SEK|NOK|DKK|PLN)\b)"
_DIGITS = r"\d{1,3}(?:[,.'\u00a0\u202f ]\d{3})+(?:[.,]\d{1,4})?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(rf"[-+(]?\s?(?:{_DIGITS})\)?")
_AMOUNT = re.compile(
    rf"[-+(]?\s?(?:{_CURRENCY}\s?-?\s?(?:{_DIGITS})(?:\s?{_CURRENCY})?|(?:{_DIGITS})\s?(?:{_CURRENCY}|,-))\)?"
)
_INTEGER = re.compile(r"[-+]?\d{1,12}|\d{1,3}(?:[,.'\u00a0 ]\d{3})+")
_PERCENT = re.compile(rf"[-+]?\s?(?:{_DIGITS})\s?%")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember)\.?"
)
_DATE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]{3,300}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|\(?0)[\d\s()./-]{6,22}\d")
_BOOLEAN = re.compile(r"yes|no|true|false|[☐☑☒✓✗]|\[[ xX]?\]", re.IGNORECASE)

_BY_VALUE = (
    (Kind.EMAIL, _EMAIL),
    (Kind.URL, _URL),
    (Kind.DATE, _DATE),
    (Kind.AMOUNT, _AMOUNT),
    (Kind.PERCENT, _PERCENT),
    (Kind.INTEGER, _INTEGER),
    (Kind.NUMBER, _NUMBER),
    (Kind.TIME, _TIME),
    (Kind.PHONE, _PHONE),
    (Kind.BOOLEAN, _BOOLEAN),
)
_BY_LABEL = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (  # the first that fits counts
        (Kind.EMAIL, r"e-?mails?(?:\saddress)?"),
        (Kind.PHONE, r"phone|telephone|tel|mobile|cell|fax|telefon"),
        (Kind.URL, r"website|web\ssite|url|homepage|linkedin|github"),
        (
            Kind.TEXT,
            (
                r"(?:numbers?|no|nr|id|code|reference|ref|zip|post\s?code|postal\scode|plz|iban|bic|swift|account|names?|terms|method|"
                r"(?:vat|tax)\s(?:id|number|no)|type|status|title|subject|sku|city|town|country)"
            ),
        ),
        (Kind.DATE, r"date|dates|(?:first|last|start|end)\sday|arrival|departure|due|deadline|birthday|dob|issued|expires|expiry|valid\suntil|datum|fällig"),
        (Kind.TIME, r"time"),
        (Kind.PERCENT, r"percent|percentage|rate"),
        (
            Kind.AMOUNT,
            (
                r"(?:prices?|amounts?|totals?|sub-?total|tax|vat|gst|fees?|balance|costs?|salary|discount|shipping|deposit|"
                r"debit|credit|budget|revenue|profit|paid|payment|net|gross|betrag|preis|summe|gesamt|mwst)"
            ),
        ),
        (Kind.INTEGER, r"qty|quantity|count|pages|year|age|guests|people|persons|pieces|units|seats|hours|menge|stock"),
        (
            Kind.LONG_TEXT,
            r"messages?|comments?|notes?|remarks?|description|details|feedback|reason|questions?|summary|address",
        ),
    )
)  # fmt: skip
_SHORT = 60  # letters of a text that fits on one line
_AMOUNT_OF = re.compile(r"\b(?:total|amount|price|net|gross|subtotal)\b", re.IGNORECASE)
_NAMES_OF_MONEY = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
}


def kind_of(value: str) -> Kind:
    """The kind that one value has by how it is written; TEXT for all else."""
    text = value.strip()
    for kind, form in _BY_VALUE:
        if form.fullmatch(text):
            return kind
    return Kind.TEXT


def kind_by_label(label: str) -> Kind:
    """The kind that a label promises; TEXT where it says nothing."""
    if re.search(r"\b(?:vat|tax|mwst)\s*(?:rate|%)|%", label, re.IGNORECASE):
        return Kind.PERCENT
    for kind, form in _BY_LABEL:
        if form.search(label):
            return Kind.AMOUNT if kind is Kind.TEXT and _AMOUNT_OF.search(label) else kind
    return Kind.TEXT


def kind_of_column(label: str, values: Sequence[str]) -> Kind:
    """The kind of all values under one label: theirs where they agree, else the label's."""
    promised = kind_by_label(label)
    found = {kind_of(value) for value in values if value.strip()}
    if not found:
        return promised
    if promised in (Kind.TEXT, Kind.PHONE) and is_code(label) and not found & {Kind.EMAIL, Kind.URL}:
        return promised
    if promised is Kind.AMOUNT and found <= {Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT}:
        return Kind.AMOUNT
    if found <= {Kind.INTEGER, Kind.NUMBER}:
        return Kind.INTEGER if found == {Kind.INTEGER} else Kind.NUMBER
    if found <= {Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT}:
        return Kind.AMOUNT
    if len(found) == 1:
        (only,) = found
        long = promised is Kind.LONG_TEXT and max(map(len, values)) > _SHORT
        return promised if only is Kind.TEXT and long else only
    return Kind.TEXT


def is_code(label: str) -> bool:
    """Whether a label promises something that may look like a number and is none: "Account no.", "Phone"."""
    return "#" in label or kind_by_label(label) is Kind.PHONE or bool(_BY_LABEL[3][1].search(label))


def number_in(text: str) -> str | None:
    """The number of a value as a program would write it ("1.234,50 €" is 1234.50); None where it is none."""
    bare = re.sub(rf"{_CURRENCY}|[%\s\u00a0\u202f']", "", text.strip())
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    digits = bare.strip("()+-")
    if not re.fullmatch(r"\d[\d.,]*", digits):
        return None
    digits = digits.rstrip(".,")
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        mark, behind = digits[last], len(digits) - last - 1
        other = "," if mark == "." else "."
        thousands = behind == 3 and (digits.count(mark) > 1 or mark == ",") and other not in digits
        if thousands or digits.count(mark) > 1:
            digits = digits.replace(mark, "")
        else:
            digits = digits[:last].replace(".", "").replace(",", "") + "." + digits[last + 1 :]
    return ("-" if negative else "") + digits


def currency_in(texts: Sequence[str]) -> str:
    """The code of the one currency that amounts are in, as "EUR"; empty where there is none or more than one."""
    found = {match[0] for text in texts for match in re.finditer(_CURRENCY, text)}
    codes = {_NAMES_OF_MONEY.get(name, name) for name in found}
    return codes.pop() if len(codes) == 1 else ""


def first_email(text: str) -> str:
    """The first e-mail address in a text; empty without one."""
    match = _EMAIL.search(text)
    return match[0] if match else ""


def first_phone(text: str) -> str:
    """The first telephone number in a text; empty without one."""
    match = re.search(r"(?<![\d-])" + _PHONE.pattern, text)
    return match[0] if match else ""
