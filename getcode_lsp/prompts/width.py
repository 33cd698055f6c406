"""How wide a file is written: the limit that its lines keep to, for text that is to fit in."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.editing.text import Span, content

USUAL = 88
# What formatters and style guides take for a limit.
_LIMITS = (72, 80, 88, 100, 120)
_REACH = 1_000  # lines that are looked at, in either direction
_FEWEST = 10  # lines of text, below which nothing can be told
_OUTLIERS = 0.02  # so large a part of the lines may be wider: addresses, tables, long strings
_TAB = 4
_LONGEST = 1_000  # characters of a line that is measured


def width_of(lines: Sequence[str], around: Span) -> int:
    """The columns that the lines around a comment keep to, without the comment's own; 88 where few lines say so.

    One of 72, 80, 88, 100 and 120. `lines` may keep their ends.
    """
    first, last = around.start.line, around.end.line
    others = [*lines[max(0, first - _REACH) : first], *lines[last + 1 : last + 1 + _REACH]]
    widths = [_width(line) for line in others if line.strip()]
    if len(widths) < _FEWEST or max(widths) <= _LIMITS[0] // 2:
        return USUAL
    allowed = int(len(widths) * _OUTLIERS)
    for limit in _LIMITS:
        if sum(width > limit for width in widths) <= allowed:
            return limit
    return _LIMITS[-1]


def _width(line: str) -> int:
    return len(content(line[:_LONGEST]).expandtabs(_TAB).rstrip())
