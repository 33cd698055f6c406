"""Storyboards that are written as a table, by the clock or as a list of captions, put into bullets."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.figures.grids import Grid, read_grid

_CLOCK = r"(?P<{0}m>\d{{1,2}}):(?P<{0}s>[0-5]\d)"
_SPANS = re.compile(
    rf"(?<![\d:]){_CLOCK.format('a')}(?:\s?(?:-|–|—|to|until)\s?{_CLOCK.format('b')})?(?![\d:])|"
    r"(?<![\w:.])(?P<from>\d{1,3}(?:\.\d)?)\s?s?\s?(?:-|–|to)\s?(?P<to>\d{1,3}(?:\.\d)?)\s?(?:s|secs?|seconds?)(?!\w)",
    re.IGNORECASE,
)
_QUOTE = r"(?:\"[^\"\n]{1,90}\"|“[^”\n]{1,90}”|(?<!\w)'[^'\n]{1,90}'(?!\w))"
_LISTED = re.compile(
    rf"\b(?:captions?|texts|titles|words|slogans|lines|headlines|slides|scenes|frames)\b\s?(?:are\s|of\s|with\s|saying\s|that say\s|called\s|:\s?)?(?P<list>{_QUOTE}(?:(?:,|\s?and|,\sand|,?\sthen|\s?/)\s?{_QUOTE}){{1,40}})",
    re.IGNORECASE,
)
_VISUAL = re.compile(
    r"(?:scene|shot|visuals?|image|picture|description|action|what|video|frame|on screen|slide)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:captions?|text|voice[\s-]?over|narration|dialogue|words|subtitles?|title|on-screen text|audio|script)",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"(?:seconds?|secs?|durations?|time|length|timing)(?:\s?\((?:s|sec|seconds?)\))?", re.IGNORECASE
)


def in_bullets(text: str) -> str:
    """The text with such a storyboard as bullets, a scene each; the text itself where it holds none."""
    if "|" in text:
        grid = read_grid(text)
        if grid and (rows := _from_grid(grid)):
            return f"{grid.around.strip()}\n{rows}"
    spans = list(_SPANS.finditer(text))
    if len(spans) > 1 and (rows := _by_clock(text, spans)):
        return f"{text[: spans[0].start()].rstrip(' -*•')}\n{rows}"
    listed = _LISTED.search(text)
    if listed:
        rows = "\n".join(f"- {quote}" for quote in re.findall(_QUOTE, listed["list"]))
        return f"{text[: listed.start()]}\n{rows}\n"
    return text


def _from_grid(grid: Grid) -> str:
    """The rows of a table with a column for what is seen or said; "" for any other table."""
    places: dict[str, int] = {}
    for kind, pattern in (("time", _TIMED), ("said", _SAID), ("seen", _VISUAL)):
        fitting = [
            at for at, head in enumerate(grid.header) if pattern.fullmatch(head) and at not in places.values()
        ]
        worded = [
            at for at in fitting if kind == "time" or any(re.search(r"[^\W\d]", row[at]) for row in grid.rows)
        ]
        if worded:
            places[kind] = worded[0]
    if not places.keys() & {"said", "seen"}:
        return ""
    lines = []
    for row in grid.rows:
        cells = {kind: row[at].strip() for kind, at in places.items()}
        said = cells.get("said", "").strip("\"“”'").replace('"', "'")
        words = (
            f'{cells["seen"]}, caption "{said}"' if said and cells.get("seen") else cells.get("seen") or said
        )
        lines.append(f"- {words}{_lasting(cells.get('time', ''))}")
    return "\n".join(lines)


def _lasting(cell: str) -> str:
    span = _SPANS.search(cell)
    if span:
        start, end = _ends(span)
        return f" ({end - start:g} seconds)" if end > start else ""
    number = re.search(r"\d{1,3}(?:\.\d)?", cell)
    return f" ({number[0]} seconds)" if number else ""


def _ends(span: re.Match[str]) -> tuple[float, float]:
    """The start and the end of a span in seconds; the end is 0 where only a start is written."""
    if span["from"]:
        return float(span["from"]), float(span["to"])
    start = int(span["am"]) * 60 + int(span["as"])
    return float(start), float(int(span["bm"]) * 60 + int(span["bs"])) if span["bm"] else 0.0


def _by_clock(text: str, spans: list[re.Match[str]]) -> str:
    """The scenes behind their times, as in "0:00-0:04 rain, 0:04-0:09 sun"; "" where the times don't go on."""
    ends = [_ends(span) for span in spans]
    starts = [start for start, _end in ends]
    if starts != sorted(set(starts)):
        return ""
    lines = []
    for at, span in enumerate(spans):
        stop = spans[at + 1].start() if at + 1 < len(spans) else len(text)
        words = re.sub(r"\s*[(\[]?\s*\Z", "", text[span.end() : stop]).strip(" \n\t:,;.–—-)]*•")
        words = re.sub(r",?\s(?:and|then)\Z", "", words)
        if not re.search(r"[^\W\d]", words):
            return ""
        end = ends[at][1] or (starts[at + 1] if at + 1 < len(spans) else 0.0)
        lines.append(
            f"- {' '.join(words.split())}{f' ({end - starts[at]:g} seconds)' if end > starts[at] else ''}"
        )
    return "\n".join(lines)
