"""Parts of a message that stand in its prompt word for word: subject, greeting, sentences, signature."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, split_with_separators

PERSON = r"[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:(?:of|von|van|de)\s+)?[A-ZÀ-Þ&][\w'’.-]*){0,3}"
_GREETING = re.compile(
    rf"(?:\A|(?<=[.!?:\n]))\s*(?P<line>(?:Hi|Hello|Hey|Dear|Good\s+(?:morning|afternoon|evening))\s+(?P<name>{PERSON}|all|everyone|everybody|team|there))\s*(?:[,!]|[-–—]\s|\n)\s*"
)
_ORDER = re.compile(
    r"\s*(?:(?:please|can\s+you|could\s+you|i\s+(?:need|want|would\s+like)(?:\s+you\s+to)?)\s+)*(?:write|create|make|draft|compose|generate|prepare|an?\s+(?:e-?mail|letter|message))\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:\A|(?<=[.!?\n]))\s*(?P<formula>(?:(?:Kind|Best|Warm|Warmest|Many)\s+)?(?:[Rr]egards|[Ww]ishes|[Tt]hanks)|Thank\s+you|Cheers|Yours(?:\s+(?:sincerely|faithfully|truly))?|Sincerely|Love|Best|All\s+the\s+best),?"
    rf"\s+(?P<name>{PERSON}(?:,\s*[^,.;:\n]{{1,40}}){{0,3}})[\s.]*\Z"
)
_LONGEST_SIGNATURE = 240
_SUBJECT = re.compile(
    rf"\bsubject(?:\s+line)?\s*(?:(?P<mark>:|=|-|is\b|reads?\b)\s*)?(?:(?P<quoted>{QUOTE})|(?P<plain>(?-i:[A-ZÀ-Þ0-9])[^\n.]*))",
    re.IGNORECASE,
)
_INSTRUCTION = (
    r"[,;]\s+(?:and\s+)?(?:(?:with\s+)?(?:an?\s+|the\s+)?(?:button|cta|body|text|message|link|tone)\b|(?:say|tell|ask|thank|mention|includ|sign|invit|remind)\w*\b|from\s+(?-i:[A-Z])|to\s+(?-i:[A-Z])|(?:friendly|formal|polite)\b)|"
    r"\s+(?:and\s+(?:an?\s+button|tell|say|ask|mention|the\s+(?:text|body|message))|saying|telling|with\s+(?:an?\s+|the\s+)?(?:button|body|text|message))\b"
)
_SUBJECT_ENDS = re.compile(_INSTRUCTION, re.IGNORECASE)
_BARE_ENDS = re.compile(
    rf"{_INSTRUCTION}|[,;]\s|\s+(?:to\s+(?:(?-i:[A-Z])|(?:my|our|the|all)\b)|from\s+(?-i:[A-Z])|(?:about|in\s+an?)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:please|(?:we|i|you|it|there|they|he|she)(?:['’](?:re|m|s|ve|ll|d))?|unfortunately|(?:the|my|our|your|this|that|all|his|her|their)\s+(?:[\w'’-]+\s+){1,5}?"
    r"(?:is|are|has|have|had|was|were|will|can|cannot|can't|must|should|needs?|starts?|ends?|opens?|closes?|begins?|takes?|costs?|does|do|did|works?|went|came|got))\b",
    re.IGNORECASE,
)


def without_subject(text: str) -> tuple[str, str]:
    """The subject that a prompt gives, still with its quotes set apart, and the prompt without it."""
    match = _SUBJECT.search(text)
    if match is None:
        return "", text
    said, end = match["quoted"], match.end()
    if said is None:
        said = match["plain"]
        ends = (_SUBJECT_ENDS if match["mark"] else _BARE_ENDS).search(said)
        if ends:
            said, end = said[: ends.start()], match.start("plain") + ends.start()
    return said.strip(" ,;"), f"{text[: match.start()]} {text[end:]}"


def greeted(text: str) -> tuple[str, str, str] | None:
    """Who is greeted in a message that stands in the prompt, the line that does, and the text behind it."""
    match = _GREETING.search(text)
    if match is None or _ORDER.match(text[match.end() :]):
        return None
    return match["name"], f"{' '.join(match['line'].split())},", text[match.end() :]


def signed(text: str) -> tuple[str, str, str]:
    """The formula and the name with which a prompt ends as a letter does, and the prompt without them."""
    start = max(0, len(text) - _LONGEST_SIGNATURE)
    match = _SIGNED.search(text, start)
    if match is None:
        return "", "", text
    return f"{match['formula']},", " ".join(match["name"].split()).rstrip("."), text[: match.start()]


def clauses(text: str) -> list[str]:
    """The sentences of "the heating is broken, please send someone"; none where a list of topics stands there."""
    found: list[str] = []
    for part, separator in split_with_separators(text):
        if _CLAUSE.match(part):
            found.append(part)
        elif not found:
            return []
        else:
            found[-1] += f"{'' if separator.startswith(',') else ' '}{separator.strip()} {part}"
    return found
