"""The things of the library that a text names, their numbers and colours."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS
from getcode_lsp.service.engines.scaffold.figures.icons import ALIASES, NAMES, thing_named
from getcode_lsp.service.engines.scaffold.figures.picture import Thing
from getcode_lsp.service.engines.scaffold.look import named_colour

MOST_THINGS = 40
_COUNTS = {"a": 1, "an": 1, "the": 1, **COUNTS}
_THING = "|".join(sorted((re.escape(name) for name in (*NAMES, *ALIASES)), key=len, reverse=True))
_THINGS = re.compile(
    rf"(?<![\w-])(?P<before>(?:[a-z#][\w#-]*\s+){{0,3}}?)(?P<thing>{_THING})(?P<many>e?s|ies)?(?![\w-])",
    re.IGNORECASE,
)


_BEHIND = re.compile(r"\s(?:in|coloured|colored|which is|that is)\s([a-z]+)(?:\s([a-z]+))?", re.IGNORECASE)


def _colour_behind(text: str, at: int) -> str:
    """The colour of "a cart in dark orange"."""
    match = _BEHIND.match(text, at)
    return (named_colour(f"{match[1]} {match[2]}") or named_colour(match[1])) if match else ""


_COLOURS = r"[a-z]{3,10}(?: [a-z]{3,10})?(?:(?:,\s|,?\sand\s)[a-z]{3,10}(?: [a-z]{3,10})?){1,9}"
_LISTED_BEFORE = re.compile(rf"({_COLOURS})\s\Z", re.IGNORECASE)
_LISTED_BEHIND = re.compile(
    rf"\s?(?::|,|\sin|\scoloured|\scolored)\s({_COLOURS})(?=\s*(?:[.,;\n]|\Z))", re.IGNORECASE
)


def _listed_colours(text: str, start: int, end: int) -> list[str]:
    """The colours of "red, yellow and green circles" and "circles in red and green", one for each; none where they aren't all colours."""
    for match in (_LISTED_BEFORE.search(text[max(0, start - 90) : start]), _LISTED_BEHIND.match(text, end)):
        parts = re.split(r",?\sand\s|,\s", match[1].lower()) if match else []
        words = [part.split() for part in parts]
        colours = [named_colour(" ".join(w[-2:])) or named_colour(w[-1]) for w in words]
        if len(colours) > 1 and all(colours):
            return colours
    return []


def things_in(text: str) -> tuple[Thing, ...]:
    """The things of the library that a text names, as many of each as it says, in the colours that stand before them."""
    found: list[Thing] = []
    for match in _THINGS.finditer(text):
        stopping.check()
        name = thing_named(match["thing"])
        before = match["before"].lower().split()
        colour = (
            next((c for size in (2, 1) if (c := named_colour(" ".join(before[-size:])))), "")
            if before
            else ""
        )
        count = next((_COUNTS[word] for word in reversed(before) if word in _COUNTS), 0)
        start = match.start("thing")
        digits = re.search(r"\b(\d{1,2})\s+(?:\w+\s+)?\Z", text[max(0, start - 60) : start])
        count = count or (
            int(digits[1]) if digits else 2 if match["many"] and name not in ("people", "mountain") else 1
        )
        if name in (
            "arrow",
            "cross",
            "check",
            "plus",
            "circle",
            "square",
            "note",
            "star",
            "page",
            "x",
        ) and match["thing"].lower() in ("x", "time", "team", "page", "date"):
            continue
        listed = (
            _listed_colours(text, start, match.end())
            if match["many"] or match["thing"].lower().endswith("s")
            else []
        )
        if listed:
            whole = max(len(listed), min(count if digits or before else 0, 12))
            found += [Thing(name, listed[at % len(listed)]) for at in range(whole)]
            continue
        colour = colour or _colour_behind(text, match.end())
        found += [Thing(name, colour)] * max(1, min(count, 12))
    return tuple(found[:MOST_THINGS])


def crowded(bare: str, things: tuple[Thing, ...]) -> bool:
    """Whether a prompt says so much else that its things are not the picture."""
    rest = _THINGS.sub(lambda match: f"{match['before']} ", bare)
    plain = re.findall(r"[^\W\d_]{3,}", rest)
    words = [word for word in plain if word.lower() not in _ASKING and not named_colour(word)]
    return len(words) > 1 + len(set(things))


_ASKING = frozenset(
    """weather icon icons symbol symbols image picture svg draw create make please generate design simple flat minimal clean modern nice cute small big large
    with and the for that shows showing background white dark light style colour color colours colors row side next beside each other drawing vector clip
    art illustration graphic set some want need give yellow one two three four five clipart transparent app website button line outline filled""".split()
)
