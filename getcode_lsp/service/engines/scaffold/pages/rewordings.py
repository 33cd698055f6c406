"""Ways of asking for a section that are told in its plain words before a page is read."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.values import priced

_FEW = r"(?:[^\W\d_][\w'’-]*\s+){1,3}?"
_NO_NAME = r"(?!(?:with|of|for|and|or|to|in|on|at|by|from|shows?|showing|lists?|listing|displays?|displaying|add|put|include|including|have|has|is|are|it|them|this|that|as|comparing|compares?|website|page|site)\b)"
_DEEDS = {
    "order": "order", "book": "booking", "reserve": "reservation", "register": "registration", "sign up": "sign-up", "apply": "application",
    "contact": "contact", "enquire": "enquiry", "subscribe": "subscribe", "rsvp": "rsvp", "donate": "donation", "volunteer": "volunteer",
    "registration": "registration", "bookings": "booking", "booking": "booking", "orders": "order", "enquiries": "enquiry", "sign-ups": "sign-up",
}  # fmt: skip
_REWORDINGS = (
    # "tour dates in a table (date, city)"
    (
        rf"\b{_NO_NAME}(?P<what>(?:(?:the|our|my|a\s+list\s+of)\s+)?{_NO_NAME}[^\W\d_][\w'’-]*(?:\s+{_NO_NAME}[^\W\d_][\w'’-]*){{0,2}})\s+(?:in|as)\s+an?\s+(?:\w+\s+)?table\b(?!\s+of\b)",
        r"table of \g<what>",
    ),
    (r"\b(?:comparing|compares|to\s+compare)\s+table\s+of\b", "with a comparison table of"),
    # "comparing Basic, Plus and Max: a table with rows storage (1 GB, 2 GB, 3 GB)"
    (
        r"\bcompar(?:ing|es?)\s+(?P<what>[^:;.\n()]{3,90}?)\s*(?:[:,;]|\b(?:in|with|using)\b)\s*(?:an?\s+)?(?:(?:comparison|feature)\s+)?table\s+(?:with|of)\s+(?:the\s+)?rows\b",
        r"with a comparison table of \g<what> with rows",
    ),
    # "people can order through a form with their name"
    (
        rf"\b(?P<deed>{'|'.join(one.replace(' ', '[ -]') for one in sorted(_DEEDS, key=len, reverse=True))})\s+(?:us\s+|[a-z]+\s+|an?\s+[a-z]+\s+)?(?:through|via|using|with|by|on|in)\s+an?\s+(?:\w+\s+)?form\b",
        lambda match: f"{'the' if _is_noun(match['deed']) else 'fill in the'} {_form_of(match['deed'])} form",
    ),
    # "a form to get in touch with name, email"
    (
        r"(?P<named>\b(?:contact|booking|reservation|order|sign[\s-]?up|registration|application|enquiry|inquiry|feedback|request|rsvp|donation|volunteer|appointment|quote)\s+)?\bform\s+(?:to|for|so\s+that|where|that\s+lets)\b(?P<why>[^,.;:()\n]{2,60}?)\s+(?:with|asking(?:\s+for)?|collecting|including|containing|has|that\s+(?:asks\s+for|has))\s+(?=\S)(?!(?:us|me|you|them|a\s+button)\b)",
        lambda match: f"{match['named']}form with " if match["named"] else f"{_purposed(match['why'])} with ",
    ),
    (r"\b(?:an?\s+)?(?:big|large|huge|nice|beautiful|full[\s-]width)\s+(?:picture|photo|image)\s+(?:at|on)\s+(?:the\s+)?top\b", "a hero image"),
    # where a thing stands is the page's own affair: "three plans side by side: Basic"
    (r",?\s+(?:side\s+by\s+side|next\s+to\s+each\s+other|at\s+the\s+(?:very\s+)?(?:bottom|end|top)(?:\s+of\s+(?:the|that|this|my|our)\s+(?:page|site))?(?!\s+of\b)(?=\s*(?:[:,.;\n(]|\Z)))", ""),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), told) for pattern, told in _REWORDINGS)
_WE_SELL = re.compile(
    r"(?:^|(?<=[.!?\n]))(?P<space>\s*)we\s+(?:also\s+|mainly\s+)?(?:sell|serve|offer|do|make|bake|have)\s+(?P<list>[^.!?\n]{5,400}(?:\.\d[^.!?\n]{0,200}){0,12})",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?[$€£]")


def reworded(text: str) -> str:
    """A prompt in which such phrases are told plainly."""
    for pattern, told in _COMPILED:
        text = pattern.sub(told, text)
    return _WE_SELL.sub(_price_list, text)


def _form_of(deed: str) -> str:
    return _DEEDS.get(deed.lower()) or _DEEDS[deed.lower().replace("-", " ")]


def _is_noun(deed: str) -> bool:
    return deed.lower().endswith(("s", "ion", "ing"))


def _purposed(why: str) -> str:
    """The name of a form from what it is for: "to get in touch" makes a contact form."""
    for sought, name in (
        (r"touch|contact|reach|message", "contact form"),
        (r"book|appointment", "booking form"),
        (r"order", "order form"),
        (r"sign|join|regist|enrol", "sign-up form"),
        (r"appl(?:y|i)", "application form"),
        (r"quote", "quote request form"),
        (r"feedback", "feedback form"),
    ):
        if re.search(rf"\b{sought}", why, re.IGNORECASE):
            return name
    return "form"


def has_prices(text: str) -> bool:
    """Whether several amounts of money stand in a text."""
    return len(_PRICE.findall(text)) > 1


def _price_list(match: re.Match[str]) -> str:
    """What is sold at which price is a price list; a sentence without prices stays what it is."""
    if (
        not has_prices(match["list"])
        or priced(match["list"].split(",")[0].replace("(", " ").replace(")", " ")) is None
    ):
        return match[0]
    return f"{match['space']}Price list: {match['list']}"
