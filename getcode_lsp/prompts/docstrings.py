"""Which strings are documentation, and so comments: a prompt may stand in them.

Python: the first statement of a module, a class or a function (PEP 257). Elixir: what follows `@doc` and its like.
Julia and GraphQL: a string in triple quotes that begins its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.editing.text import Point, content
from getcode_lsp.prompts.lexing import Mark
from getcode_lsp.prompts.syntax import Quote, Syntax

_SIGNATURE = 60
_COMMENTS = 300
_PREFIX = re.compile(r"[ \t]*([rRuU]?)$")
_ELIXIR = re.compile(r"[ \t]*@(?:module|type|)doc[ \t]*\(?[ \t]*(~[sS])?$")
_DEFINES = re.compile(r"[ \t]*(?:async[ \t]+def|def|class)\b")
_STATEMENT = re.compile(r"[ \t]*(?:if|elif|else|for|while|with|try|except|finally|match|case)\b")
_SHORT = re.compile(
    r"""[ \t]*[rRuU]?(?P<quote>["'])(?!(?P=quote))(?:\\.|(?!(?P=quote)).)*(?P=quote)[ \t]*(?:#.*)?$"""
)
_TRAILING = re.compile(r"[ \t]+#[^\"']*$")


def raw_docstring(lines: Sequence[str], mark: Mark) -> bool | None:
    """Whether a string is documentation, and if so, whether a backslash is one in it; None where it is not."""
    before = lines[mark.start.line][: mark.start.column]
    behind = content(lines[mark.end.line])[mark.end.column :].strip()
    docs = mark.syntax.docs
    if docs == "elixir":
        found = _ELIXIR.match(before)
        return found.group(1) == "~S" if found else None
    if docs == "statement":
        return None if before.strip() or behind else False
    prefix = _PREFIX.match(before)
    if docs != "python" or prefix is None or (behind and not behind.startswith("#")):
        return None
    return prefix.group(1) in ("r", "R") if _begins_a_body(lines, mark.start.line) else None


def short_docstring(lines: Sequence[str], line: int, syntax: Syntax) -> Mark | None:
    """A docstring in single quotes that takes the whole line."""
    if syntax.docs != "python":
        return None
    text = content(lines[line])
    found = _SHORT.match(text)
    if found is None:
        return None
    begin = found.start("quote")
    quote = found.group("quote")
    end = text.rindex(quote, begin) + 1 if "#" not in text else _end(text, begin, quote)
    construct = Quote(quote, quote)
    mark = Mark(Point(line, begin), Point(line, end), quote, quote, construct, syntax)
    return mark if raw_docstring(lines, mark) is not None else None


def _end(text: str, begin: int, quote: str) -> int:
    found = re.compile(rf"(?:\\.|[^{quote}])*{quote}").match(text, begin + 1)
    return found.end() if found else len(text)


def _begins_a_body(lines: Sequence[str], line: int) -> bool:
    """Whether the code above a line of Python is the head of a definition, or nothing."""
    number = line - 1
    while number >= 0 and _says_nothing(lines[number]):
        number -= 1
        if line - number > _COMMENTS:
            return False
    if number < 0:
        return not lines[line][:1].isspace()
    text = _TRAILING.sub("", content(lines[number])).rstrip()
    if not text.endswith(":") or _indent(lines[line]) <= 0:
        return False
    for above in range(number, max(-1, number - _SIGNATURE), -1):
        found = _DEFINES.match(lines[above])
        if found:
            return _indent(lines[above]) < _indent(lines[line])
        if _STATEMENT.match(lines[above]) or (above < number and _ends(lines[above])):
            return False
    return False


def _ends(line: str) -> bool:
    """Whether a statement has ended with a line above a signature's last one."""
    text = content(line).strip()
    return not text or (text.endswith(":") and not text.startswith((")", "]")))


def _says_nothing(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
