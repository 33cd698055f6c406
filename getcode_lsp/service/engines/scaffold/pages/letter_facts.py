"""The facts of a message: numbers, amounts, dates, times, places."""

from __future__ import annotations

import re

_FACTS = (
    ("Invoice", r"\binvoice\s+(?:number\s+|no\.?\s+|nr\.?\s+|#\s?)?(?P<v>#?[A-Z]{0,4}-?\d[\w/-]*)"), ("Order", r"\border\s+(?:number\s+|no\.?\s+|#\s?)?(?P<v>#?[A-Z]{0,4}-?\d[\w/-]*)"),
    ("Total", r"\b(?:in\s+)?total\s*(?:of|is|:|price|amount|due|sum)?\s*(?P<v>[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|\$|£|EUR|USD|GBP|euros?|dollars?|pounds?)(?!\w))"),
    ("Amount", r"(?P<v>(?:[€$£]\s?\d[\d.,]*\d|[€$£]\s?\d)|\d[\d.,]*\s?(?:€|\$|£|EUR|USD|GBP|euros?|dollars?|pounds?)(?!\w))"),
    ("Arrives", r"\b(?:arriv\w+|delivered|delivery|expected)\s+(?:on\s+|by\s+|date\s*:?\s*)?(?P<v>(?:{date})(?:\s+(?:between|from)\s+[\d:.]+(?:\s?[ap]m)?\s+(?:and|to)\s+[\d:.]+(?:\s?[ap]m)?)?)"),
    ("Due", r"\bdue\s+(?:on\s+|by\s+|date\s*:?\s*)?(?:the\s+)?(?P<v>{date})"), ("Date", r"\b(?:on|date\s*:?)\s+(?:the\s+)?(?P<v>{date})"), ("Time", r"\b(?:at|time\s*:?|from)\s+(?P<v>\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}[:.]\d{2}(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?)"),
    ("Place", r"\b(?:in\s+the|at\s+the|venue\s*:?|location\s*:?|place\s*:?)\s+(?P<v>(?:the\s+)?[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){0,4})"), ("Code", r"\bcode\s*:?\s+(?P<v>[A-Z0-9][A-Z0-9-]{3,})"),
)  # fmt: skip
_DATE = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:,?\s+)?)?(?:(?:the\s+)?\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})|(?:(?:next|this)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DATE = re.compile(_DATE, re.IGNORECASE)


def facts_in(text: str) -> tuple[tuple[str, str], ...]:
    """The facts of a text, each with its label."""
    found: dict[str, str] = {}
    for label, pattern in _FACTS:
        match = re.search(
            pattern.replace("{date}", _DATE), text, re.IGNORECASE if label not in ("Place", "Code") else 0
        )
        if match and match["v"] not in found.values():
            found[label] = match["v"].strip(" .,")
    if "Total" in found:
        found.pop("Amount", None)
    if "Date" in found and found.get("Date") == found.get("Due"):
        del found["Date"]
    return tuple(found.items())
