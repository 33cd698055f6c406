"""Which language rules at a place of a page: scripts and styles in markup, code in a PHP template.

The nearest tag above decides, `REACH` lines back at most; what stands in strings or comments is not looked at,
as a browser does not either (`</script` ends a script wherever it stands).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.editing.text import Point
from getcode_lsp.prompts import syntax as s
from getcode_lsp.prompts.syntax import Syntax

REACH = 4_000
_TAG_LINES = 10

_MARKUP_TAG = re.compile(r"<(?P<end>/)?(?P<name>script|style)\b", re.IGNORECASE)
_PHP_TAG = re.compile(r"<\?(?:php\b|=)?|(?P<end>\?>)", re.IGNORECASE)
_LANG = re.compile(r"""\b(?:lang|type)\s*=\s*["']?([\w/+.-]+)""", re.IGNORECASE)
_NOT_CODE = re.compile(r"json|template|html|x-|markdown|mermaid|glsl", re.IGNORECASE)
# A tag is only looked for on lines that hold one of these.
_MARKUP_HINTS = ("<sc", "</sc", "<st", "</st", "<S", "</S")
_START = Point(0, 0)


def region_at(lines: Sequence[str], at: Point, syntax: Syntax) -> tuple[Syntax, Point]:
    """The syntax that holds at a point and the point where its text begins."""
    if syntax.template == "php":
        return _php(lines, at)
    if syntax.template == "markup":
        return _markup(lines, at, syntax, _START)
    return syntax, _START


def _last_tag(
    lines: Sequence[str], at: Point, origin: Point, pattern: re.Pattern[str], hints: tuple[str, ...]
) -> tuple[int, re.Match[str]] | None:
    first = max(origin.line, at.line - REACH)
    whole = "".join(lines[first : at.line + 1])
    hints = tuple(hint for hint in hints if hint in whole)
    if not hints:
        return None
    for number in range(at.line, first - 1, -1):
        text = lines[number]
        if not any(hint in text for hint in hints):
            continue
        column = origin.column if number == origin.line else 0
        end = at.column if number == at.line else len(text)
        found = list(pattern.finditer(text, column, end))
        if found:
            return number, found[-1]
    return None


def _markup(lines: Sequence[str], at: Point, syntax: Syntax, origin: Point) -> tuple[Syntax, Point]:
    hit = _last_tag(lines, at, origin, _MARKUP_TAG, _MARKUP_HINTS)
    if hit is None:
        return syntax, origin
    number, tag = hit
    if tag.group("end"):
        return syntax, Point(number, tag.end())
    attributes, begin = _rest_of_tag(lines, Point(number, tag.end()))
    if begin is None or begin > at:
        return syntax, Point(number, tag.start())
    lang = _LANG.search(attributes)
    kind = lang.group(1).lower() if lang else ""
    if tag.group("name").lower() == "style":
        return (s.STYLE_SCSS if kind in {"scss", "sass", "less", "stylus"} else s.STYLE), begin
    if _NOT_CODE.search(kind):
        return syntax, begin
    return s.SCRIPT, begin


def _rest_of_tag(lines: Sequence[str], start: Point) -> tuple[str, Point | None]:
    column = start.column
    parts: list[str] = []
    for number in range(start.line, min(len(lines), start.line + _TAG_LINES)):
        text = lines[number]
        end = text.find(">", column)
        if end >= 0:
            return " ".join([*parts, text[column:end]]), Point(number, end + 1)
        parts.append(text[column:])
        column = 0
    return "", None


def _php(lines: Sequence[str], at: Point) -> tuple[Syntax, Point]:
    hit = _last_tag(lines, at, _START, _PHP_TAG, ("<?", "?>"))
    if hit is None:
        far = at.line > REACH
        return (s.PHP_CODE if far else s.PHP_OR_MARKUP), _START
    number, tag = hit
    if tag.group("end"):
        return _markup(lines, at, s.MARKUP, Point(number, tag.end()))
    return s.PHP_CODE, Point(number, tag.end())
