"""The titles of a chart and its axes, out of the words around its numbers."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.figures.grids import read_grid
from getcode_lsp.service.engines.scaffold.figures.series import Data
from getcode_lsp.service.engines.scaffold.look import named_colour

CHART = r"(?:chart|graph|plot|diagram|visuali[sz]ation|figure)"
KIND_WORDS = re.compile(
    rf"\b(?:as|in|using|with|into)\s+(?:an?\s+|the\s+)?(?:\w+\s+){{0,3}}?(?:{CHART}s?|bars|columns|lines?|pie|donut|histogram)\b(?!\s*[:(])",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^(?:please\s+)?(?:can you\s+|could you\s+)?(?:(?:create|make|draw|plot|show|generate|build|give|produce|i\s+need|i\s+want|i'd\s+like|visuali[sz]e|display|graph|chart|compare)\s+)*(?:me\s+|us\s+)?(?:an?\s+|the\s+|our\s+|my\s+)*(?:(?:\w+[\s-]+){{0,4}}?(?:{CHART}|histogram|bars?(?!\s+{CHART})|line(?=\s(?:of|for|showing)\s)|scatter(?!\s+{CHART})|(?:pie|donut|doughnut)(?:\s+{CHART})?)s?\b\s*)?(?:(?:of|for|ranking|showing|shows|that\s+shows|about|with|comparing|to\s+show|displaying|illustrating|on|depicting|representing)\s+)?(?:the\s+|our\s+|my\s+|an?\s+)*",
    re.IGNORECASE,
)


def cleaned(heading: str) -> str:
    """A heading without "please draw a bar chart of"; "" where nothing is left."""
    text = KIND_WORDS.sub(" ", " ".join(heading.split()))
    text = re.sub(r"^(?:show|display|draw|plot|chart)?\s*how (?:many|much)\s+", "", text, flags=re.IGNORECASE)
    text = _LEADING.sub("", text, count=1).strip(" :,-–()")
    text = re.sub(
        r"(?:\s+(?:are|is|was|were|as follows|over|for|in|on|by|across|of|and|with|from|to|between|as|rang(?:es?|ed|ing)|rose|fell|went|grew|doubled|tripled|varied|varies))+\Z",
        "",
        text,
        flags=re.IGNORECASE,
    )
    if re.fullmatch(
        rf"(?:(?:\w+[\s-])*{CHART}s?|values?|data|pie|donut|histogram|(?:(?:stacked|grouped|horizontal|vertical|clustered)\s)?(?:bars?|columns?|lines?)|horizontal|stacked|this|it|following|the following|numbers?|that|colou?rs?|labels?|(?:one|two|three|four|several)\s(?:series|lines)|categories|visuali[sz]e|plot|draw|show|display|make|create|[xy](?:[\s-]axis)?|pie,?)?",
        text,
        re.IGNORECASE,
    ):
        return ""
    return _capital(text)


def _capital(text: str) -> str:
    """A heading with a capital at its start; a name such as "iPhone" keeps its own."""
    return text if re.match(r"[a-z][A-Z]", text) else text[:1].upper() + text[1:]


def derived_title(text: str, data: Data) -> str:
    """A title out of the words before the numbers; "" where they say nothing."""
    for heading in (*data.headings, "" if data.points else data.measure):
        found = cleaned(heading)
        if found:
            return _whole(found, text)
    if data.axis and data.series and not data.headings:
        grid = read_grid(text)
        text = grid.around if grid else text
    head = re.split(r"\b[QH][1-4]\b|[:;\n.!?]|,\s|\s-\s|(?<!\w)[-$€£]?\d", text.strip(), maxsplit=1)[0]
    words = re.search(
        rf"\b(?:{CHART}|histogram|bars|pie|donut)s?\s+(?:of|for|showing|about|comparing)\s+(.*)",
        head,
        re.IGNORECASE,
    )
    names = {name.lower() for name in (*data.categories, *(series.name for series in data.series))}
    found = cleaned(words[1] if words else head)
    last = found.lower().split()
    while last and (
        last[-1] in names
        or last[-1].strip("(,")
        in (
            *names,
            "",
            "we",
            "had",
            "was",
            "were",
            "of",
            "in",
            "for",
            "with",
            "by",
            "got",
            "a",
            "the",
            "our",
            "and",
        )
    ):
        last.pop()
        found = cleaned(" ".join(found.split()[: len(last)]))
    if len(last) > 1 and last[0] in names:
        found = found.partition(" ")[2]
    if found and len(found) <= 70:
        return _capital(found)
    named = [
        series.name
        for series in data.series
        if series.name not in ("Value", "Example") and cleaned(series.name)
    ]
    joined = " and ".join(named)[:70] if len(named) in (1, 2) else data.noun
    return _capital(joined)


def _whole(heading: str, text: str) -> str:
    """A heading with the words before it in its sentence, of which the reading of labels keeps the last alone."""
    at = text.lower().find(heading.lower())
    begin = max((text.rfind(mark, 0, at) for mark in ".!?:;\n,"), default=-1) + 1 if at > 0 else 0
    if at <= 0 or at - begin > 120:
        return heading
    words = cleaned(text[begin : at + len(heading)])
    good = (
        len(words) <= 70
        and words.lower().endswith(heading.lower())
        and not re.search(r"\d", words[: -len(heading)])
    )
    return words if good else heading


def x_title(data: Data, *, counted: bool) -> str:
    """The title of the axis of categories; `counted` says that a histogram counts them."""
    if data.points:
        first, _, _second = data.measure.partition(" / ")
        return _capital(first) if _second else ""
    if counted:
        return cleaned(data.measure)
    axis = data.axis.strip()
    return (
        ""
        if axis.lower() in ("category", "name", "", "label", "labels", "x axis", "x-axis", "x")
        else axis[:1].upper() + axis[1:]
    )


def y_title(data: Data, title: str) -> str:
    """The title of the axis of values: what they count, where the title does not say it."""
    if data.points:
        return _capital(data.measure.partition(" / ")[2])
    if (
        len(data.series) == 1
        and data.noun
        and not named_colour(data.noun)
        and data.noun.lower() not in title.lower()
    ):
        return data.noun[:1].upper() + data.noun[1:]
    return ""
