"""Which plan a prompt wants to stand out: "highlight the Growth plan", "the middle one is most popular"."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.pages.model import Kind, Section

_WORDS = (
    r"(?:most\s+popular|popular|highlighted|recommended|featured|emphasi[sz]ed|best\s+value|our\s+favou?rite)"
)
_SAID = re.compile(
    rf"(?:highlight|emphasi[sz]e|feature|recommend)\s+(?:the\s+)?(?P<name>[^,.;:\n]{{2,40}}?)(?:\s+(?:plan|tier|option|package|one|column))?\s*(?=[,.;\n]|\Z)|"
    rf"(?:(?<=[.;\n,])|\A)\s*(?:and\s+)?(?:the\s+)?(?P<first>[^,.;:\n]{{2,40}}?)(?:\s+(?:plan|tier|option|package|one|column))?\s+(?:is|should\s+be|being|as|marked\s+as)\s+(?:marked\s+)?(?:as\s+)?(?:the\s+|our\s+)?{_WORDS}(?:\s+(?:plan|tier|option|one))?\s*(?=[,.;\n]|\Z)",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "left": 0, "second": 1, "third": 2, "last": -1, "right": -1}


def with_featured(sections: list[Section], text: str) -> list[Section]:
    """Sections in which the plan that a prompt wants to stand out does."""
    return [_featured(section, text) if section.kind is Kind.PRICING else section for section in sections]


def without_featured(text: str) -> str:
    """A text without the sentences that only say which plan stands out."""
    return re.sub(r"[ ,.;]+(?=[.;\n]|\Z)", "", _SAID.sub(" ", text)) if _SAID.search(text) else text


def _featured(section: Section, text: str) -> Section:
    for match in _SAID.finditer(text):
        name = (match["name"] or match["first"]).strip().lower()
        at = _PLACES.get(name, len(section.items) // 2 if name in ("middle", "center", "centre") else None)
        named = [item.title.lower() == name for item in section.items]
        if at is not None and -1 <= at < len(section.items) and section.items:
            named = [one == at % len(section.items) for one in range(len(section.items))]
        if any(named):
            items = tuple(replace(item, featured=on) for item, on in zip(section.items, named, strict=True))
            return replace(section, items=items)
    return section
