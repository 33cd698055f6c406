"""Pieces of source code: lines that fit, names that are free, prompt text that can't leave a comment."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

WIDTH = 88
_ORDERS = re.compile(r"\b(noqa|eslint|type: ?ignore|fmt|ruff|prettier|isort)", re.IGNORECASE)
_FORBIDDEN = str.maketrans({'"': "'", "\\": "/", "`": "'"})


class Scope:
    """The names of one scope of a program; each is given out once."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._taken = set(reserved)

    def take(self, name: str, suffix: str = "_") -> str:
        """This name, or one like it that nothing else has."""
        while name in self._taken:
            name += suffix
        self._taken.add(name)
        return name


def harmless(text: str) -> str:
    """A text of the prompt on one line that can't end a comment or docstring, nor be a linter's order."""
    flat = plain(text).replace("*/", "* /").replace("/*", "/ *").replace("?>", "? >")
    return _ORDERS.sub(r"'\1", flat)


def plain(text: str) -> str:
    """A text of the prompt on one line, without double quotes, backslashes, backticks and what can't be seen."""
    flat = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(flat.translate(_FORBIDDEN).split())


def quoted(text: str) -> str:
    """A string literal of the plain text, good in Python and JavaScript."""
    return f'"{plain(text)}"'


def fit(before: str, parts: Sequence[str], after: str, *, width: int = WIDTH, spread: str = "") -> list[str]:
    """Lines for a bracketed list: on one line, else its content on a line, else one part on each.

    `before` ends with the opening bracket, `after` begins with the closing one; `spread` is put around the
    parts when they fit on one line (a blank inside braces).
    """
    indent = " " * (len(before) - len(before.lstrip()))
    whole = f"{before}{spread}{', '.join(parts)}{spread}{after}"
    if len(whole) <= width or not parts:
        return [whole]
    inner = f"{indent}    {', '.join(parts)}"
    if len(inner) <= width and not spread:
        return [before, inner, indent + after]
    return [before, *(f"{indent}    {part}," for part in parts), indent + after]


def signature(before: str, parameters: Sequence[str], after: str) -> list[str]:
    """Lines for the head of a Python function: on one line, else one parameter on each, as formatters have it."""
    whole = f"{before}{', '.join(parameters)}{after}"
    if len(whole) <= WIDTH:
        return [whole]
    return [before, *(f"    {parameter}," for parameter in parameters), after]


def wrap(text: str, *, first: str = "", then: str = "", width: int = WIDTH) -> list[str]:
    """Lines of words, none broken; `first` and `then` stand before the first line and the ones after it."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
