"""Wishes written into the comment itself: `@getcode type=chart lang=vue into=below`.

A directive may stand on a line of its own or at the end of one. It ends at the first word that is not
`name=value`; what follows belongs to the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_NAME_DOCS: Mapping[str, str] = {
    "type": "What is to be made.",
    "lang": "The language it is to be written in; for website and api.",
    "into": "Where it goes.",
}
_VALUE_DOCS: Mapping[str, Mapping[str, str]] = {
    "type": {
        "website": "A page.",
        "chart": "A chart.",
        "api": "Code: an API, a program.",
        "email": "An e-mail.",
        "pdf": "A document to print.",
        "excel": "A table.",
        "word": "A text document.",
        "powerpoint": "Slides.",
        "video": "A video.",
        "image": "An image.",
    },
    "lang": {
        "auto": "The service decides.",
        "html": "Plain HTML.",
        "react": "React components.",
        "vue": "Vue components.",
        "typescript": "TypeScript.",
        "python": "Python.",
        "nodejs": "JavaScript for Node.js.",
        "php": "PHP.",
    },
    "into": {
        "below": "Below the comment.",
        "replace": "Below the comment, which is taken out when all has come.",
        "new": "Into a new document beside this one.",
    },
}
# What may be completed: the cursor stands behind it.
_BEGUN = re.compile(r"(?<!\S)@\w*\Z")
_INSIDE = re.compile(
    r"(?<!\S)@getcode(?P<pairs>(?:[ \t,;]+[A-Za-z]\w*=[^\s,;]*)*)[ \t,;]+(?P<word>(?:[A-Za-z]\w*=?)?[^\s,;=]*)\Z",
    re.IGNORECASE,
)
_WORD_REST = re.compile(r"\w*")
_WORD = "@getcode"


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


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand between two columns of a line: a name, a value, or the word `@getcode` itself."""

    text: str
    doc: str
    start: int
    end: int
    is_value: bool = False


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


def directive_at(line: str, column: int) -> int | None:
    """Where the directive begins that is being written at a column of a line; cheap, for every key asks."""
    if "@" not in line:
        return None
    before = line[:column]
    found = _BEGUN.search(before) or _INSIDE.search(before)
    return None if found is None else found.start()


def completions(line: str, column: int, others: str = "") -> Sequence[Completion]:
    """What may be written at a column of a comment's line (without its end).

    `others` are the comment's other lines: a name that is given there is not offered again.
    """
    before = line[:column]
    rest = _WORD_REST.match(line, column)
    end = rest.end() if rest else column
    begun = _BEGUN.search(before)
    if begun is not None:
        fits = _WORD.startswith(begun.group().lower())
        doc = f"Wishes for this comment: {_EXAMPLE}"
        return [Completion(f"{_WORD} ", doc, begun.start(), end)] if fits else []
    inside = _INSIDE.search(before)
    if inside is None:
        return []
    word = inside.group("word")
    name, equals, value = word.partition("=")
    if equals:
        return list(_values(name, value, column - len(value), end))
    given = _given(inside.group("pairs")) | _given(others) | _given(line[end:])
    end += line[end : end + 1] == "="
    return list(_open_names(word, given, column - len(word), end))


def _values(name: str, begun: str, start: int, end: int) -> Iterator[Completion]:
    key = _NAMES.get(name.lower(), "")
    for value in _CHOICES.get(key, ()):
        if value.startswith(begun.lower()):
            yield Completion(value, _VALUE_DOCS[key][value], start, end, is_value=True)


def _open_names(begun: str, given: set[str], start: int, end: int) -> Iterator[Completion]:
    for name, doc in _NAME_DOCS.items():
        if name not in given and name.startswith(begun.lower()):
            yield Completion(f"{name}=", doc, start, end)


def _given(text: str) -> set[str]:
    """The names that a text gives values to, in directives or in what follows one."""
    return {_NAMES.get(name.lower(), "") for name, _ in _PAIR.findall(text)}
