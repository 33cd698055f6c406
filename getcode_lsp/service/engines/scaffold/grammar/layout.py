"""The layout of a prompt: which lines belong together, which are list items, and under which line they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+•‣◦–·]|\(?\d{1,2}[.)]|[a-zA-Z][.)])[ \t]+(?=\S)")
_HEADING = re.compile(r"(?P<indent>)(?P<mark>#{1,6})[ \t]+(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_KEY = re.compile(r"[\w][\w \-]{0,40}\??:(?:\s|$)")
_ENTRY = re.compile(r"[\w][\w \-]{0,40} ?\(")
_DASHED = re.compile(r"\w[\w ]{0,30} [-–—=]{1,2} [^,\n]{1,60},")  # "bookings - slot, guest"
_ABBREVIATIONS = (("e.g.", "eg"), ("i.e.", "ie"), ("etc.", "etc"), ("vs.", "vs"), ("w/ ", "with "))
# A line that ends in one of these goes on in the next one, whatever that begins with.
_GOES_ON = re.compile(
    r"(?:,|\b(?:and|or|with|for|a|an|the|of|to|by|has|have|that|which|their|its|each|from|in|on|is|are|be|"
    r"include|includes|including|contain|contains|containing|manage|manages|managing|store|stores|storing|"
    r"track|tracks|tracking|build|create|write|must|should|can|belongs|many|called|named|as|at|between))$",
    re.IGNORECASE,
)
# A line that begins with one of these goes on with the one before it, as the lines of a wrapped comment do.
_CONTINUES = re.compile(
    r"(?:with|and|or|that|which|who|where|while|having|including|for|of|in|on|to|from|by|as)\s"
)
_PARTICLE = re.compile(r"\b(?:on|at|in|by|from|to)$", re.IGNORECASE)
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(slots=True)
class Unit:
    """One line or list item, or several lines of one sentence, and what is listed under it."""

    text: str
    level: float
    bullet: bool = False
    children: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    level: float
    bullet: bool
    after_blank: bool


def read_layout(text: str) -> list[Unit]:
    """The units of a prompt as a forest; list items and deeper lines are the children of what they stand under."""
    for long, short in _ABBREVIATIONS:
        text = text.replace(long, short)
    text = text.replace(".,", ",")  # "house no., street"
    roots: list[Unit] = []
    path: list[Unit] = []
    for unit in _join(_lines(text)):
        while path and not _under(unit, path[-1]):
            path.pop()
        (path[-1].children if path else roots).append(unit)
        path.append(unit)
    return roots


def _under(unit: Unit, above: Unit) -> bool:
    return unit.level > above.level


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    depth, blank, closes = 0, False, _balance(text) == 0
    for raw in text.expandtabs(4).split("\n"):
        if not raw.strip():
            blank = True
            continue
        if depth > 0 and lines:  # inside brackets a line break only separates
            last = lines[-1]
            lines[-1] = _Line(_inside(last.text, raw), last.level, last.bullet, last.after_blank)
        else:
            lines.append(_line(raw, blank))
        depth = max(depth + _balance(raw), 0) if closes or depth > 0 or _balance(raw) <= 0 else 0
        blank = False
    return lines


def _inside(text: str, raw: str) -> str:
    match = _BULLET.match(raw)
    return f"{text}\n{raw[match.end() :] if match else raw.strip()}"


def _balance(text: str) -> int:
    return sum((c in _OPEN) - (c in _CLOSE) for c in text)


def _line(raw: str, blank: bool) -> _Line:
    heading = _HEADING.match(raw)
    if heading and (len(raw.split()) > 7 or raw.rstrip().endswith((".", ",", ";")) or "," in raw):
        raw, heading = raw[: heading.start("mark")] + raw[heading.end() :], None  # a comment's mark
    bullet = heading or _BULLET.match(raw)
    content = _EMPHASIS.sub(r"\2", raw[bullet.end() :] if bullet else raw).strip()
    if heading:
        return _Line(content.rstrip("#").strip(), len(heading["mark"]) - 10.0, False, True)
    indent = len(bullet["indent"]) if bullet else len(raw) - len(raw.lstrip())
    return _Line(content, indent + (0.5 if bullet else 0.0), bool(bullet), blank)


def _join(lines: list[_Line]) -> list[Unit]:
    units: list[Unit] = []
    listed = False  # under a line that ends with a colon, and nothing but lines of the same depth
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        if before and units and not line.bullet and _goes_on(before, line):
            units[-1].text += " " + line.text
            listed = units[-1].text.endswith(":")
            continue
        if line.bullet or line.text.endswith(":") or line.after_blank:
            listed = False
        level = line.level + (0.25 if listed else 0.0)
        units.append(Unit(line.text, level, line.bullet))
        listed = listed or (line.text.endswith(":") and not line.bullet)
    return units


def _goes_on(before: _Line, line: _Line) -> bool:
    if line.after_blank or before.text.endswith((":", ".", ";", "!")):
        return False
    if _KEY.match(before.text) and _KEY.match(line.text) and _PARTICLE.search(before.text):
        return False  # "Falcon: name, hatched on", below it "Flight: …"
    if _GOES_ON.search(before.text) or (_CONTINUES.match(line.text) and not _KEY.match(line.text)):
        return True
    if before.bullet:
        return line.level > before.level and not _KEY.match(line.text)
    if line.level > before.level:
        return False
    told = any(shape.match(line.text) for shape in (_KEY, _ENTRY, _DASHED))
    return not (told or line.text[:1].isupper())
