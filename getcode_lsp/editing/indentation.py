"""Indentation of generated code: where the comment stands, in tabs or spaces as the file has them.

The first line's own indentation is the base: it is taken off every line, and the comment's goes in front. What
a line has beyond the base stays as deep as it was, written in the file's kind of white space. The width of one
step is the file's where tabs become spaces, and the reply's own where spaces become tabs; what is left over
(a line aligned with the one above) stays in spaces behind the tabs.

Lines inside a string of several lines are treated like all others: a docstring wants it, and nothing here knows
a language's strings. With a comment at the left edge, and white space of the file's kind, no line changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

_LOOKED_AT = 5000  # lines of a file that are looked at
_STEPS = (4, 2, 3)
_WIDTH = 4  # of a tab, and of a step, where nothing tells
# Languages in which white space at a line's beginning says something else than depth.
_BLANKS_ARE_DATA = frozenset(
    "asciidoc cobol csv tsv diff fortran_fixed-form mail makefile markdown mdx org plaintext restructuredtext slides srt webvtt".split()
)


def unit_of(lines: Iterable[str], *, indent: str = "", language_id: str = "") -> str | None:
    """One step of a file's indentation: a tab or some spaces; empty where the file shows none.

    `indent` is the comment's own: new lines must go with it, whatever the rest of the file does. None for a
    language (an LSP language id) whose leading white space is to stay as it came.
    """
    if language_id in _BLANKS_ARE_DATA:
        return None
    tabs = 0
    steps: Counter[int] = Counter()
    before = 0
    for line in islice(lines, _LOOKED_AT):
        body = line.lstrip(" \t")
        if not body.strip() or body[0] == "*":  # blank, or a line of a block comment
            continue
        blanks = line[: len(line) - len(body)]
        if blanks[:1] == "\t":
            tabs += 1
            continue
        if len(blanks) > before:
            steps[len(blanks) - before] += 1
        before = len(blanks)
    spaces = sum(steps.values())
    if indent[:1] == "\t" or (not indent and tabs > spaces):
        return "\t"
    step = max((step for step in (2, 3, 4, 8) if steps[step]), key=lambda step: steps[step], default=0)
    if step or spaces or indent:
        return " " * (step or _WIDTH)
    return ""


class Indentation:
    """Turn the white space that a line of the reply begins with into what it gets in the file.

    `indent` is the comment's indentation; `unit` is as `unit_of` gives it.
    """

    def __init__(self, indent: str, unit: str | None) -> None:
        self._indent = indent
        self._unit = unit
        self._base: str | None = None
        self._step = 0  # of the reply, as soon as it shows

    def of(self, blanks: str) -> str:
        """The white space of the next line that is not blank, which came with `blanks`."""
        if self._unit is None:
            return self._indent + blanks
        if self._base is None:
            self._base = blanks
            return self._indent
        return self._indent + self._in_units(self._beyond(blanks, self._base))

    def _beyond(self, blanks: str, base: str) -> str:
        if blanks.startswith(base):
            return blanks[len(base) :]
        return " " * (_columns(blanks, self._step or _WIDTH) - _columns(base, self._step or _WIDTH))

    def _in_units(self, blanks: str) -> str:
        if not blanks or not self._unit:
            return blanks
        if self._unit != "\t":
            return blanks.expandtabs(len(self._unit)) if "\t" in blanks else blanks
        if " " not in blanks:
            return blanks
        if not self._step and "\t" not in blanks:
            self._step = next((step for step in _STEPS if len(blanks) % step == 0), 0)
        step = self._step or _WIDTH
        tabs, rest = divmod(_columns(blanks, step), step)
        return "\t" * tabs + " " * rest


def _columns(blanks: str, tab: int) -> int:
    return len(blanks.expandtabs(tab)) if "\t" in blanks else len(blanks)
