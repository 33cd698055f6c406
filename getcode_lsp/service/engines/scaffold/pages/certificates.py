"""Certificates and vouchers: to whom they are given, for what, by whom, and until when they hold."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.look import Look, names_colours
from getcode_lsp.service.engines.scaffold.pages.documents import Block, Document
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, plain

_NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|St)\.?\s+)?[A-ZÀ-Þ][\w'’-]*(?:\s+(?:&\s+|and\s+(?=[A-Z])|of\s+(?=[A-Z]))?[A-ZÀ-Þ][\w'’-]*){0,4}"
_TITLE = re.compile(
    r"\b(?P<title>(?:[a-z]+\s+){0,2}?(?:certificate(?:\s+of\s+[a-z]+(?:\s+[a-z]+)?)?|diploma|(?:gift\s+)?voucher|gift\s+card))(?=\s+(?:for|to|from|of|with|worth|in|on|signed)\b|\s*[,.:\n]|\s*\Z)",
    re.IGNORECASE,
)
_MAKING = re.compile(
    r"\A(?:(?:an?|the|my|our|please|make|create|write|design|generate|print|printable|me)\s+)+", re.IGNORECASE
)
_TO = re.compile(rf"\b(?:(?i:awarded|presented|given|issued)\s+to|for|to)\s+(?P<name>{_NAME})(?!\w)")
_WINNER = re.compile(
    rf"\b(?P<what>(?:winners?|graduates?|student|participants?|volunteer|employee|runner-up|champions?)\b[^,.;:\n]*),\s+(?P<name>{_NAME})(?=\s*[,.;\n]|\s*\Z)",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\b(?:signed|awarded|presented|issued|given)\s+by\s+(?P<name>{_NAME})(?:,\s+(?P<house>{_NAME}))?|\bfrom\s+(?P<giver>{_NAME})"
)
_REASON = re.compile(
    r"\bfor\s+(?P<reason>(?:(?:successfully\s+)?[a-z]+ing\b|(?:the|his|her|their|an?|outstanding|excellent|best|\d+)\s)[^,.;\n]*?)(?=\s+(?:on\s+\d|worth|for\s+[A-Z]|from\s+[A-Z]|to\s+[A-Z]|signed|awarded\s+by|presented\s+by)|[,.;\n]|\Z)"
)
_WORTH = re.compile(
    r"\b(?:worth|value(?:\s+of)?|over)\s*:?\s*(?P<v>[€$£]\s?\d[\d.,]*\d|[€$£]\s?\d|\d[\d.,]*\s?(?:€|£|euros?|pounds?|dollars?))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:valid\s+(?:until|till|to)|expires(?:\s+on)?|until)\s*:?\s*(?:the\s+)?(?P<v>{DATE.pattern})",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\b(?:certificate|diploma|gift\s+voucher|voucher|gift\s+card)\b", re.IGNORECASE)


def is_certificate(text: str) -> bool:
    """Whether a prompt asks for a certificate or a voucher, by its first words."""
    found = _MARKS.search(text[:80])
    return found is not None and not re.search(
        r"\b(?:report|letter|sections?|headings?|contract|policy)\b", text, re.IGNORECASE
    )


def read_certificate(prompt: Prompt, look: Look) -> Document:
    """Read a prompt for a certificate or voucher."""
    text = plain(prompt.restore(prompt.text))
    named = _TITLE.search(text)
    title = _MAKING.sub("", named["title"]) if named else "Certificate"
    voucher = "voucher" in title.lower() or "card" in title.lower()
    by, winner = _BY.search(text), _WINNER.search(text)
    giver = (by["name"] or by["giver"]) if by else ""
    to = winner or next(
        (one for one in _TO.finditer(text) if one["name"] != giver and not DATE.match(one["name"])), None
    )
    reason = _REASON.search(text)
    said = winner["what"].strip() if winner else reason["reason"].strip() if reason else ""
    worth, until = _WORTH.search(text), _UNTIL.search(text)
    date = next((one for one in DATE.finditer(text) if not until or one[0] not in until[0]), None)
    facts = [
        ("From", giver if voucher else ""), ("Worth", worth["v"] if worth else ""), ("Valid until", until["v"] if until else ""), ("Date", date[0].rstrip(".") if date else "" if voucher else "[Date]"),
    ]  # fmt: skip
    signers = () if voucher else tuple(filter(None, (giver or "[Name]", (by["house"] or "") if by else "")))
    lead = "This voucher is for" if voucher else "This certificate is awarded to"
    quotes = [quote for quote in prompt.quotes if quote not in (to["name"] if to else "", title)]
    reason_text = (
        ""
        if not said or names_colours(said)
        else f"For {said}."
        if not winner
        else f"{said[:1].upper()}{said[1:]}."
    )
    blocks = (
        Block("", (lead,)),
        Block(
            to["name"] if to else "[Name]",
            tuple(filter(None, (reason_text or ("" if quotes else "For [what it is given for]."), *quotes))),
        ),
    )
    if to and look.brand in to["name"]:
        look = replace(look, brand="")  # who gets it doesn't give it
    return Document(
        "certificate",
        title[:1].upper() + title[1:],
        look,
        tuple(fact for fact in facts if fact[1]),
        blocks,
        signers,
    )
