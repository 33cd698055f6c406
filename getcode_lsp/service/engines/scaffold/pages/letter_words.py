"""How a message words what its prompt says: said to the reader, as a sentence, as places for points."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.look import names_colours
from getcode_lsp.service.engines.scaffold.pages.prompt import NUMBERS

_COUNTED = re.compile(
    rf"(?P<count>\d{{1,2}}|{'|'.join(list(NUMBERS)[1:10])})\s+(?:\w+\s+)?(?P<noun>tip|reason|benefit|fact|idea|step)s\b(?!\s*:)(?P<on>[^:,;(]*)",
    re.IGNORECASE,
)


def counted_points(clause: str) -> list[str]:
    """A place for each of "three tips for working from home", which the prompt leaves to the writer."""
    match = _COUNTED.fullmatch(clause.strip(" ."))
    if match is None:
        return []
    count = int(match["count"]) if match["count"].isdigit() else NUMBERS[match["count"].lower()]
    noun = match["noun"].capitalize()
    return [f"[{noun} {at}{match['on'].rstrip()}]" for at in range(1, min(count, 12) + 1)]


def to_reader(text: str, *, named: bool) -> str:
    """What is said of them as it is said to them: "their" becomes "your", and "his" where they are named before."""
    for pattern, told in (
        *(((r"\b(?:his|her(?=\s+[a-z]))\b", "your"), (r"\b(?:him|her)\b", "you")) if named else ()),
        (r"\b(?:their|his or her)\b", "your"),
        (r"\b(?:them|they)\b", "you"),
        (r"\bthe customers?'?s?\b", "you"),
    ):
        text = re.sub(pattern, told, text)
    return text


_ABOUT_ITSELF = re.compile(
    r"\s*(?:use|make|keep|add|includ|write|sign|ask|tell|invit|remind|thank|no\b|don't|do\s+not|avoid|to\s*:|from\s*:|cc\b|send|start|end|mention|say|put|create|draft|offer|apologi|explain|list|highlight)|"
    r".*\b(?:tone|style|styled|button|colou?rs?|theme|polite\w*|friendly|formal|informal|short|concise|signature|signed|html|words\s+long|lines|subject|e-?mail|message|letter|design|layout|font)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_told(sentence: str) -> bool:
    """Whether a sentence of a prompt is told to the reader of the message, not about it."""
    return len(sentence.split()) > 2 and not _ABOUT_ITSELF.match(sentence) and not names_colours(sentence)


def as_sentence(text: str) -> str:
    """A clause with a capital letter and a full stop."""
    text = " ".join(text.split()).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", '"', "”")) else f"{text}."
