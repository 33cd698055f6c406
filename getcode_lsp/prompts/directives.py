"""Wishes written into the comment itself: `@getcode type=chart lang=vue into=below`.

A directive may stand on a line of its own or at the end of one. It ends at the first word that is not
`name=value`; what follows belongs to the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Into = Literal["below", "replace", "new"]

OUTPUT_TYPES = ("website", "chart", "api", "email", "pdf", "excel", "word", "powerpoint", "video", "image")
API_LANGUAGES = ("auto", "html", "react", "vue", "typescript", "python", "nodejs", "php")
INTO: tuple[Into, ...] = ("below", "replace", "new")

_DIRECTIVE = re.compile(
    r"(?<!\S)@getcode(?!\S)(?P<pairs>(?:[ \t,;]+[A-Za-z]\w*=[^\s,;]*)*)[,;]*", re.IGNORECASE
)
_PAIR = re.compile(r"([A-Za-z]\w*)=([^\s,;]*)")
_BLANKS = re.compile(r"[ \t]{2,}")
_EXAMPLE = "@getcode type=chart lang=vue into=below"
_NAMES: Mapping[str, str] = {"type": "type", "lang": "lang", "language": "lang", "into": "into"}
_CHOICES: Mapping[str, tuple[str, ...]] = {"type": OUTPUT_TYPES, "lang": API_LANGUAGES, "into": INTO}
_WHAT: Mapping[str, str] = {"type": "an output type", "lang": "a language of the API", "into": "a place"}


@dataclass(frozen=True, slots=True)
class Directives:
    """What the comment asked for; None where it said nothing."""

    output_type: str | None = None
    language: str | None = None
    into: Into | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A comment's text taken apart.

    `prompt` is the text without directives, `problems` one sentence for each thing that could not be
    understood, `pieces` the directives as they were written, `leading` whether one stood on the first line
    with nothing else.
    """

    prompt: str
    directives: Directives = Directives()
    problems: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    leading: bool = False


def parse(text: str) -> Parsed:
    """Take the directives out of a comment's text; a later one overrules an earlier one."""
    if "@" not in text:
        return Parsed(text.strip())
    values: dict[str, str] = {}
    problems: list[str] = []
    pieces: list[str] = []
    kept: list[str] = []
    leading = False
    for number, line in enumerate(text.split("\n")):
        found = list(_DIRECTIVE.finditer(line))
        if not found:
            kept.append(line)
            continue
        for directive in found:
            pieces.append(directive.group().rstrip(",; \t"))
            _read(directive.group("pairs"), values, problems)
        rest = _BLANKS.sub(" ", _DIRECTIVE.sub(" ", line)).strip()
        if rest:
            kept.append(rest)
        else:
            leading = leading or number == 0
    return Parsed("\n".join(kept).strip(), _directives(values), tuple(problems), tuple(pieces), leading)


def _read(pairs: str, values: dict[str, str], problems: list[str]) -> None:
    found = _PAIR.findall(pairs)
    if not found:
        problems.append(f"@getcode says nothing here: write for example {_EXAMPLE}")
    for name, value in found:
        key = _NAMES.get(name.lower())
        if key is None:
            problems.append(f"@getcode knows no {name}=: use type=, lang= or into=")
        elif value.lower() not in _CHOICES[key]:
            choices = ", ".join(_CHOICES[key])
            problems.append(f'@getcode {name}={value}: "{value}" is not {_WHAT[key]}; use one of {choices}')
        else:
            values[key] = value.lower()


def _directives(values: Mapping[str, str]) -> Directives:
    wanted = values.get("into")
    into = next((place for place in INTO if place == wanted), None)
    return Directives(values.get("type"), values.get("lang"), into)
