"""What no page alone can do: the clauses of a prompt that ask for it are set apart, and named as not built."""

from __future__ import annotations

import re

_BEYOND = re.compile(
    r"\b(?:stripe|paypal|database|back[\s-]?end(?!\s+(?:engineer|dev))|api\s+(?:call|endpoint)s?|rest\s+api|real[\s-]time|websockets?|oauth|google\s+login|google\s+analytics|analytics\s+tracking|"
    r"chat\s?bot|live\s+chat|machine\s+learning|ai[\s-]powered|recommendation\s+engine|send(?:s|ing)?\s+(?:an?\s+)?(?:e-?mails?|sms)|"
    r"cms|wordpress|shopify|firebase|supabase|cookies?\s+banner|cookie\s+consent|three\.?js|webgl|parallax|server[\s-]side|multi-?language|translations?|"
    r"calculat(?:e|es|or|ing)|infinite\s+scroll|file\s+upload|drag\s+and\s+drop|countdown|counts?\s+down\s+to)\b",
    re.IGNORECASE,
)  # fmt: skip
_CLAUSE_END = re.compile(r"[,.;\n]|\Z")


def without_beyond(text: str) -> tuple[str, list[str]]:
    """A text without the clauses that ask for what no page alone can do, and those clauses."""
    spans: list[tuple[int, int]] = []
    for match in _BEYOND.finditer(text):
        if text.rfind("(", 0, match.start()) > text.rfind(")", 0, match.start()):
            continue  # "experience (Stripe, Shopify)" names employers: what stands in brackets is an item
        start = max(text.rfind(mark, 0, match.start()) for mark in ",.;\n") + 1
        ends = _CLAUSE_END.search(text, match.end())
        end = ends.start() if ends else len(text)
        start, end = _narrowed(text, start, end, match)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    rest = re.sub(r"[ ,]+(?=\.(?:\s|\Z))", "", " ".join([*kept, text[at:]]))
    return rest, [text[start:end] for start, end in spans]


_TO = re.compile(
    r".*?\bcount(?:down|s?\s+down)\b(?:\s+(?:page|timer|clock|site|website))?\s+(?:to|until|till|for)\s+(?:(?:the|our|my|an?)\s+)?(?P<what>[^,.;\n]+)",
    re.IGNORECASE | re.DOTALL,
)


def counted_down(clause: str) -> str:
    """What a countdown leads to: nobody counts on the page, but the day stands on it."""
    match = _TO.match(clause)
    return match["what"].strip() if match else ""


_PART = re.compile(r"\b(?:with|has|and|including)\s+(?=(?:an?|the|some|our)\s)", re.IGNORECASE)


def _narrowed(text: str, start: int, end: int, match: re.Match[str]) -> tuple[int, int]:
    """The one part of a clause that can't be done: "a page with a countdown and a form" keeps its form."""
    parts = [
        one for one in _PART.finditer(text, start, end) if not match.start() <= one.start() < match.end()
    ]
    before = [one.end() for one in parts if one.start() < match.start()]
    after = [one.start() for one in parts if one.start() >= match.end()]
    return (before[-1] if before else start), (after[0] if after else end)
