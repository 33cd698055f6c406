"""Comments that reach as far as the lines below are deeper: Pug, Haml, Slim, Sass, reStructuredText."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.forms import Comment, Form, blanks, comment, dedented, joined
from getcode_lsp.prompts.lexing import Mark, State, scan_line
from getcode_lsp.prompts.pragmas import is_pragma
from getcode_lsp.prompts.syntax import Line, Syntax

_REACH = 500
_LEVELS = 30


def read_indented(lines: Sequence[str], at: Point, base: Syntax, state: State) -> Comment | None:
    """The comment by indentation at a place; None where a lone line comment, or none, is there."""
    owner = _owner(lines, at.line, base, state)
    if owner is None:
        return None
    number = owner.start.line
    last = _last(lines, number)
    joins = isinstance(owner.construct, Line) and owner.construct.joins
    if (last == number and joins) or at.line > last:
        return None
    head = content(lines[number])[owner.end.column - len(_head(lines, owner)) : owner.end.column]
    if is_pragma(head):
        return None
    body = [content(line) for line in lines[number + 1 : last + 1]]
    filled = [line for line in body if line.strip()]
    span = Span(owner.start, Point(last, len(content(lines[last]).rstrip()))) if body else Span(*owner[:2])
    form = Form(
        owner.syntax,
        owner.opener,
        mark=owner.construct if isinstance(owner.construct, Line) else None,
        lines=1 + len(body),
        opener_alone=not head.strip() and bool(body),
        body_indent=min((line[: blanks(line)] for line in filled), key=len) if filled else None,
        indented=True,
    )
    return comment(lines, span, joined([head.strip(), *dedented(body)]), form)


def _head(lines: Sequence[str], mark: Mark) -> str:
    return content(lines[mark.start.line])[mark.start.column + len(mark.opener) : mark.end.column]


def _last(lines: Sequence[str], number: int) -> int:
    indent = blanks(lines[number])
    last = number
    for below in range(number + 1, min(len(lines), number + _REACH)):
        if lines[below].strip():
            if blanks(lines[below]) <= indent:
                break
            last = below
    return last


def _owner(lines: Sequence[str], line: int, base: Syntax, state: State) -> Mark | None:
    """The outermost mark whose lines a line belongs to."""
    found: Mark | None = None
    number, indent = line, None
    for _ in range(_LEVELS):
        while number >= 0 and line - number < _REACH:
            text = lines[number]
            if text.strip() and (indent is None or blanks(text) < indent):
                break
            number -= 1
        else:
            break
        indent = blanks(lines[number])
        marks, _after = scan_line(content(lines[number]), number, base, state)
        mark = marks[0] if marks else None
        if (
            mark
            and isinstance(mark.construct, Line)
            and mark.construct.indented
            and mark.start.column == indent
        ):
            found = mark
        if not indent:
            break
        number -= 1
    return found
