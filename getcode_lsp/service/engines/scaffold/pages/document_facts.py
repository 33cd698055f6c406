"""The title of a document, and the facts that stand under it."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.look import Look
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, Prompt, plain
from getcode_lsp.service.engines.scaffold.pages.values import contact_in

NOUN = (
    r"(?:invoice|quotation|estimate|quote|receipt|minutes|meeting\s+notes|cv|curriculum\s+vitae|r[eé]sum[eé]|contract|agreement|nda|lease|letter|memo|memorandum|report|analysis|study|white\s?paper|proposal|"
    r"plan|certificate|guide|manual|handbook|instructions|tutorial|checklist|policy|specification|document|essay|article|agenda|programme|brochure|flyer|summary|overview|form|sheet|page|pdf|template|recipe|menu|rules|(?:packing|shopping|to-?do)\s+list|job\s+(?:description|posting|advert)|press\s+release|terms(?:\s+and\s+conditions|\s+of\s+service)?)"
)
TITLE = re.compile(
    rf"^\W*(?:(?:please|can\s+you|could\s+you|create|write|make|generate|draft|prepare|produce|i\s+need|we\s+need|give\s+me|need)\s+)*(?:(?:an?|the|my|our|me)\s+)?(?P<words>(?:[\w'’-]+\s+){{0,5}}?{NOUN})\b(?P<rest>\s+(?:on|about|for|of|regarding)\s+[^,.:\n]{{2,80}}?)?(?=\s+(?:with|including|covering|containing|that|which|in|from|to|between|titled|called|has|consisting)\b|[,.:\n(]|\s*\Z)",
    re.IGNORECASE,
)
PARTIES = re.compile(
    r"\bbetween\s+(?P<one>(?:the\s+)?[A-ZÀ-Þ][\w'’.&-]*(?:\s+(?:[A-ZÀ-Þ&][\w'’.&-]*|of|von|de))*)\s*(?:\([^)]*\)\s*)?(?:and|&)\s+(?P<other>(?:the\s+)?[A-ZÀ-Þ][\w'’.&-]*(?:\s+(?:[A-ZÀ-Þ&][\w'’.&-]*|of|von|de))*)"
)
PEOPLE = re.compile(
    r"\b(?:attendees|participants|present|attended\s+by|attending|with\s+attendees)\s*:?\s+(?:were\s+|are\s+)?(?P<names>[A-ZÀ-Þ][^.;\n]*?)(?=\.|;|\n|\s+(?:agenda|decisions?|action|topics|discussed|the\b)|$)",
    re.IGNORECASE,
)
PLACE = re.compile(
    r",\s*(?:in\s+|at\s+)?(?P<place>(?:[\w'’]+\s+){0,4}(?:hall|room|office|church|school|library|cent(?:re|er)|pub|clubhouse|caf[eé]|online))(?=\s*[,.:;]|\s*\Z)",
    re.IGNORECASE,
)


def title_of(prompt: Prompt, look: Look, kind: str, given: str = "") -> str:
    """The title of a document: the given one, else the words for what it is."""
    titled = re.search(rf"\b(?:titled|called|entitled|title)\s*(?:is|:)?\s*({QUOTE})", prompt.text)
    if titled:
        return prompt.restore(titled[1])
    plainly = re.search(
        r"\b(?:titled|entitled|called)\s+(?P<title>[A-ZÀ-Þ][^,.:;\n]{2,90}?)(?=\s+(?:with|covering|including|containing|that|for)\b|[,.:;\n]|\Z)",
        prompt.text,
    )
    if given or plainly:
        return given or plain(prompt.restore(plainly["title"] if plainly else ""))
    match = TITLE.match(" ".join(prompt.text.split("\n")[0].lstrip("# ").split()))
    if match is None:
        return look.brand or kind.capitalize()
    words = prompt.restore(match["words"] + (match["rest"] or ""))
    words = re.sub(r"\b(?:pdf|word|docx?)\s+(?=\w)", "", words, flags=re.IGNORECASE)
    if kind == "cv":
        return look.brand or "[Name]"
    return words[:1].upper() + words[1:]


def facts_of(text: str, kind: str, look: Look, parties: re.Match[str] | None) -> tuple[tuple[str, str], ...]:
    """What stands under the title of a document of this kind: date, people, addresses."""
    contact = contact_in(text)
    facts: list[tuple[str, str]] = []
    date = DATE.search(text)
    people = PEOPLE.search(text)
    if kind == "contract":
        facts.append(
            (
                "Between",
                f"{parties['one']} and {parties['other']}" if parties else "[Party A] and [Party B]",
            )
        )
    if kind in ("minutes", "report", "proposal", "contract", "letter", "agenda") and date:
        facts.append(("Date", date[0].rstrip(".")))
    time = (
        re.search(r"\b\d{1,2}(?:[:.]\d{2})?\s?[ap]m\b|\b\d{1,2}:\d{2}\b", text)
        if kind in ("agenda", "minutes")
        else None
    )
    if time:
        facts.append(("Time", time[0]))
    place = PLACE.search(text) if kind in ("agenda", "minutes") else None
    if place:
        facts.append(("Place", place["place"].strip()))
    if kind == "minutes":
        facts.append(("Present", plain(people["names"]) if people else "[Names]"))
    author = re.search(
        r"\b(?:by|author\s*:?|prepared\s+by)\s+([A-ZÀ-Þ][\w'’.-]*(?:\s+[A-ZÀ-Þ][\w'’.-]*){0,3})", text
    )
    if author and kind in ("report", "proposal", "guide", "document"):
        facts.append(("Author", author[1]))
    role = (
        re.search(
            rf"{re.escape(look.brand)},\s+(?:an?\s+)?(?P<role>[a-z][^.,;:\n]{{2,60}})(?:,\s+(?P<place>[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?)(?=[,.;\n]))?",
            text,
        )
        if kind == "cv" and look.brand
        else None
    )
    if role:
        facts += [("Role", role["role"]), *([("Place", role["place"])] if role["place"] else [])]
    if kind in ("cv", "letter"):
        facts += [
            (label, value)
            for label, value in (
                ("E-mail", contact.email),
                ("Telephone", contact.phone),
                ("Address", contact.address),
                *(("Web", link) for link in contact.links),
            )
            if value
        ]
    return tuple(facts)
