"""SVG as text: elements that are valid XML whatever they hold, and how much room words take."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable

from getcode_lsp.service.engines.scaffold.figures.lexing import visible

FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
Attribute = str | float | None

_NARROW = frozenset("iljtfr.,:;'|!()[]I /\\-")
_WIDE = frozenset("mwMW@%&—…")


def escaped(text: str) -> str:
    """A text as character data or the value of an attribute, on one line."""
    flat = " ".join(visible(text).split())
    return (
        flat.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )


def number(value: float) -> str:
    """A length with at most two decimals: "12.5"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def tag(name: str, content: str | Iterable[str] = "", **attributes: Attribute) -> str:
    """An element; `content` is markup already, and `font_size` becomes font-size. Attributes of None are left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = number(value) if isinstance(value, (int, float)) else escaped(value)
            parts.append(f'{key.strip("_").replace("_", "-")}="{shown}"')
    inner = content if isinstance(content, str) else _block(content)
    opening = " ".join(parts)
    return f"<{opening}>{inner}</{name}>" if inner else f"<{opening}/>"


def _block(lines: Iterable[str]) -> str:
    inner = "\n".join(f"  {line}" for part in lines if part for line in part.split("\n"))
    return f"\n{inner}\n" if inner else ""


def text(x: float, y: float, words: str, **attributes: Attribute) -> str:
    """A text element."""
    return tag("text", escaped(words), x=x, y=y, **attributes)


def comment(lines: Iterable[str]) -> str:
    """A comment of several lines, none of which can end it."""
    safe = [_uncommented(" ".join(visible(line).split())) for line in lines]
    body = "\n".join(f"  {line}".rstrip() for line in safe)
    return f"<!--\n{body}\n-->"


def _uncommented(line: str) -> str:
    while "--" in line:
        line = line.replace("--", "- -")
    line = line.replace("<!", "< !").replace("]]>", "]] >")
    return f"{line} " if line.endswith("-") else line


def width_of(words: str, size: float) -> float:
    """How wide a text is at most in ordinary sans-serif fonts, in the unit of its size."""
    return size * sum(_advance(character) for character in words)


def _advance(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _WIDE:
        return 1.0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0x1F000:
        return 1.25
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    return 0.74 if character.isupper() else 0.64


def shortened(words: str, size: float, most: float) -> str:
    """A text that is no wider than this, cut with an ellipsis where it is."""
    if width_of(words, size) <= most:
        return words
    while words and width_of(words + "…", size) > most:
        words = words[: max(len(words) * 9 // 10, 0)] if len(words) > 40 else words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, size: float, most: float, lines: int) -> list[str]:
    """A text on at most so many lines of that width; the last one is cut with an ellipsis where need be."""
    found: list[str] = []
    line = ""
    queue = words.split()
    for at, word in enumerate(queue):
        longer = f"{line} {word}".strip()
        if width_of(longer, size) <= most or not line:
            line = longer
            continue
        if len(found) == lines - 1:
            line = " ".join([line, *queue[at:]])
            break
        found.append(line)
        line = word
    found.append(line)
    return [shortened(part, size, most) for part in found[:lines]]


class Boxes:
    """The rectangles that labels take, so that none is put on another."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, left: float, top: float, width: float, height: float) -> bool:
        """Take a rectangle; False where it would lie on one that is taken."""
        for x, y, w, h in self._taken:
            if left < x + w and x < left + width and top < y + h and y < top + height:
                return False
        self._taken.append((left, top, width, height))
        return True


def document(
    width: float, height: float, title: str, description: str, head: str, parts: Iterable[str]
) -> str:
    """A whole SVG document: `head` is a comment, `parts` are what is drawn."""
    inner = [
        tag("title", escaped(title) or "Figure", id="title"),
        tag("desc", escaped(description), id="desc"),
        *parts,
    ]
    svg = tag(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}", width=width,
        height=height, role="img", aria_labelledby="title desc", font_family=FONT, style="max-width: 100%; height: auto",
    )  # fmt: skip
    return f"{head}\n{own_ids(svg)}\n"


def own_ids(svg: str) -> str:
    """The markup with ids that have an ending of their own, so that several documents can stand in one page."""
    mark = f"{zlib.crc32(svg.encode()):08x}"
    svg = re.sub(
        r'( (?:id|aria-labelledby)="[a-z -]+)"',
        lambda m: f'{m[1].replace("title desc", f"title-{mark} desc")}-{mark}"',
        svg,
    )
    return re.sub(r"url\(#([a-z]+)\)", rf"url(#\1-{mark})", svg)
