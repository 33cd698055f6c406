"""Routes in a prompt: the collections that they name, what is sent to them, and which of them lie under which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from getcode_lsp.service.engines.scaffold.grammar.declarations import entry
from getcode_lsp.service.engines.scaffold.grammar.deed_phrases import Passing
from getcode_lsp.service.engines.scaffold.grammar.words import singular

_METHOD = r"(?:GET|POST|PUT|PATCH|DELETE)"
_ROUTE = re.compile(rf"\b{_METHOD}(?:\s?[/|,&]\s?{_METHOD}){{0,4}}\s+(/[\w/{{}}:.\-<>]{{1,80}})")
_ROUTE_LINE = re.compile(
    rf"^[ \t]*(?:[-*•]|\d{{1,2}}[.)])?[ \t]*`?{_ROUTE.pattern}`?(?:(?:[ \t]{{1,9}}(?:->|=>|[-–—:(#])|:(?=\s))[^\n]{{0,160}})?[ \t]*$", re.MULTILINE
)  # fmt: skip
# "POST /notes {title, body}", "POST /notes with title and body"
_SENT = re.compile(
    rf"\b(?:POST|PUT|PATCH)\s+(?P<path>/[\w/{{}}:.\-<>]{{1,80}})[ \t]{{1,4}}(?:(?:->|:|-|=>)[ \t]{{0,4}})?"
    r"(?:(?:with |takes |accepts |expects )?(?:an? )?(?:json )?(?:body|payload)?:?[ \t]{0,4}\{(?P<body>[^{}]{2,600})\}"
    rf"|(?:with|takes|taking|accepts|accepting|expects|expecting) (?!(?:an? )?(?i:json|body|payload)\b)(?P<told>[^.;\n{{}}]{{2,160}}?)"
    rf"(?=,? (?:and )?{_METHOD} /|\s*[.;\n]|\s*$))"
)
_PAIR = re.compile(
    r"""["']?(?P<name>[A-Za-z_][\w ]{0,40})(?P<mark>\?)?["']?\??\s*(?::\s*(?P<value>[^,]{1,80}))?"""
)
# "CRUD for /books and /books/:id/reviews": without a method before it
_BARE = re.compile(
    r"(?:(?<=[ \t(,`])|^)(?P<path>/[a-z][a-z_-]{1,30}s(?:/(?::\w{1,30}|\{\w{1,30}\}|<[\w:]{1,30}>)(?:/[a-z][a-z_-]{1,30}s)?){0,2})(?![\w/])",
    re.MULTILINE,
)


def plain_routes(text: str) -> tuple[str, list[str], list[Passing]]:
    """The text with collections in the place of their routes, the routes that name none, and what lies under what."""
    sent = [(match["path"], match) for match in _SENT.finditer(text)]
    bodies = [(_steps(path)[-1:], list(_fields(match))) for path, match in sent]
    text = _SENT.sub(lambda match: f"POST {match['path']}", text)
    found = [(match[0], match[1].rstrip(".:")) for match in _ROUTE.finditer(text)]
    nested: dict[Passing, None] = {}
    collections: dict[str, None] = {}
    others = []
    for route, path in found:
        plain = _steps(path)
        if plain and plain[-1].endswith("s") and path.count("/") < 6 and all(map(_is_name, plain)):
            collections.update(dict.fromkeys(step for step in plain if step.endswith("s")))
            nested.update(dict.fromkeys(_under(path)))
        else:
            others.append(" ".join(route.split()).rstrip("."))
    if found:
        text = _ROUTE.sub("", _ROUTE_LINE.sub("", text))
        text = re.sub(r"(?m)^[ \t,;.:\-]+$", "", re.sub(r"([,;:]\s*){2,20}(?=[.\n]|$|[A-Z])", ". ", text))
    nested.update(dict.fromkeys(one for match in _BARE.finditer(text) for one in _under(match["path"])))
    text = _BARE.sub(lambda match: _words(_steps(match["path"])[-1]), text)
    told = "".join(entry(_words(name[0]), fields) for name, fields in bodies if name and fields)
    named = ", ".join(map(_words, collections))
    text = f"API to manage {named}.\n\n{text.lstrip(' ,;.')}" if named else text
    return f"{text}\n{told}" if told else text, others, list(nested)


def _steps(path: str) -> list[str]:
    """The parts of a route that are names."""
    steps = [step for step in path.strip("/.").split("/") if step and step not in ("api", "v1", "v2")]
    return [step for step in steps if not re.match(r"[{:<]", step)]


def _is_name(step: str) -> bool:
    return step.isidentifier() or "-" in step


def _under(path: str) -> Iterator[Passing]:
    """As in "/caves/:id/visits": a visit belongs to a cave."""
    for match in re.finditer(
        r"([a-z_-]{2,30}s)/[:{<][^/]{1,32}/(?=([a-z_-]{2,30}s)(?:/|$))", path.rstrip(".")
    ):
        owner, record = (singular(_words(name)) for name in match.groups())
        yield Passing(record, owner)


def _words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


_VALUES = (
    (r"true|false", "boolean"), (r"-?\d+", "integer"), (r"-?\d+\.\d+", "number"), (r"\[.*\]?", "list"),
    (r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d-\d\dT.*", "datetime"), (r"[\"'].*", ""),
)  # fmt: skip
_TYPES = frozenset(
    "string str int integer number float decimal bool boolean date datetime email url text".split()
)


def _fields(match: re.Match[str]) -> Iterator[str]:
    """What is sent to a route, a line for each field."""
    if match["told"]:
        yield from (part for part in re.split(r",\s*(?:and )?| and ", match["told"].strip()) if part)
        return
    for pair in _PAIR.finditer(re.sub(r"\[[^\[\]]*\]", "[]", match["body"])):
        value = (pair["value"] or "").strip()
        bare = value.strip("\"' ?")
        plain = next((kind for pattern, kind in _VALUES if re.fullmatch(pattern, bare or value)), value)
        said = bare if bare.lower() in _TYPES else "" if value[:1] in "\"'" and plain == value else plain
        optional = "optional" if pair["mark"] or value.endswith("?") else ""
        yield f"{pair['name'].strip()}: {', '.join(filter(None, (said, optional)))}".rstrip(": ")
