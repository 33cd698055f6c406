"""The comment at a place in a file, as a prompt.

Adjacent line comments with the same mark and indentation are one comment; blank lines, code and comments that
speak to tools end it. Cost is bounded by what surrounds the place, not by the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.languages import Language
from getcode_lsp.prompts.lexing import Mark, marks_at, scan_line
from getcode_lsp.prompts.pragmas import is_pragma
from getcode_lsp.prompts.regions import region_at
from getcode_lsp.prompts.syntax import Block, Syntax

LONGEST_RUN = 500
LONGEST_SELECTION = 20_000

_BLANK = " \t"
# `/**`, `/*!`: what a block's opener is decorated with.
_DECORATION = re.compile(r"[*!]+(?=\s|$)")
_STAR = re.compile(r"[ \t]*\*[ \t]?")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Form:
    """How a comment is laid out, so that another text can be written in the same way.

    `opener` is the mark as it stands there (`#`, `///`, `/**`), `block` its block or None for line comments.
    `alone`: nothing else stands on its lines. `lines` counts the lines it takes. Of a block of several lines,
    `opener_alone` and `closer_alone` say whether its marks share a line with text, `stars` whether every line
    in between begins with one, `body_indent` is the white space before its text.
    """

    syntax: Syntax
    opener: str
    block: Block | None = None
    alone: bool = True
    lines: int = 1
    opener_alone: bool = False
    closer_alone: bool = False
    stars: bool = False
    body_indent: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A prompt found in a file.

    `span` reaches from the first mark to the end of the comment, `text` is what it says: no marks, no common
    indentation, lines joined by LF. `indent` is the white space that its first line begins with, `insertion`
    the end of its last line. A selection that is no comment has no form.
    """

    span: Span
    text: str
    form: Form | None
    indent: str
    insertion: Point

    @property
    def kind(self) -> Literal["comment", "selection"]:
        """Whether it is a comment or a selected piece of text."""
        return "comment" if self.form else "selection"


def find_comment(lines: Sequence[str], span: Span, language: Language) -> Comment | None:
    """Find the comment at a cursor (an empty span) or in a selection; None where there is no prompt.

    `lines` keep their ends, the last one has none (`Document.lines`).
    """
    start, end = _clamp(lines, span.start), _clamp(lines, span.end)
    if start < end:
        start, end = _trim(lines, start, end)
    if start < end and not _within_line(lines, start, end):
        return _selected(lines, start, end, language)
    found = _at(lines, start, language)
    if found is None and start < end:
        return _selection(lines, start, end)
    return found


def _clamp(lines: Sequence[str], point: Point) -> Point:
    line = min(max(point.line, 0), len(lines) - 1)
    return Point(line, min(max(point.column, 0), len(content(lines[line]))))


def _trim(lines: Sequence[str], start: Point, end: Point) -> tuple[Point, Point]:
    """A selection without the blanks and line ends at its borders; empty where there is nothing else."""
    while start < end and not content(lines[start.line])[start.column :].strip():
        start = Point(start.line + 1, 0)
    while start < end and not lines[end.line][: end.column].strip():
        end = Point(end.line - 1, len(content(lines[end.line - 1])))
    if end <= start:
        return start, start
    head, tail = lines[start.line][start.column :], lines[end.line][: end.column]
    start = Point(start.line, start.column + len(head) - len(head.lstrip()))
    return start, max(start, Point(end.line, len(tail.rstrip())))


def _within_line(lines: Sequence[str], start: Point, end: Point) -> bool:
    """Whether a selection is a part of one line, as of an editor whose cursor is a selection."""
    if start.line != end.line:
        return False
    text = lines[start.line]
    return bool(text[: start.column].strip() or text[end.column :].strip())


def _at(lines: Sequence[str], at: Point, language: Language) -> Comment | None:
    syntax, origin = region_at(lines, at, language.syntax)
    mark = _choose(marks_at(lines, at.line, syntax, origin), lines, at)
    if mark is None:
        return None
    if mark.block is not None:
        return _block(lines, mark, mark.block, syntax)
    if not _alone(lines, mark):
        return _run(lines, [mark], syntax, alone=False)
    return _run(lines, _neighbours(lines, mark, syntax), syntax)


def _choose(marks: Sequence[Mark], lines: Sequence[str], at: Point) -> Mark | None:
    for mark in reversed(marks):  # at a border shared by two, the one that begins there
        if mark.start <= at <= mark.end:
            return mark
    return next((mark for mark in marks if _alone(lines, mark)), None)


def _alone(lines: Sequence[str], mark: Mark) -> bool:
    before = lines[mark.start.line][: mark.start.column]
    return not before.strip() and not lines[mark.end.line][mark.end.column :].strip()


def _neighbours(lines: Sequence[str], mark: Mark, syntax: Syntax) -> list[Mark]:
    """The run of line comments around one that stands alone on its line."""
    indent = lines[mark.start.line][: mark.start.column]
    above: list[Mark] = []
    below: list[Mark] = []
    for run, step in ((above, -1), (below, 1)):
        number = mark.start.line + step
        while 0 <= number < len(lines) and len(run) < LONGEST_RUN:
            other = _lone_mark(lines, number, indent, mark.opener, syntax)
            if other is None or _speaks_to_tools(lines, other, syntax):
                break
            run.append(other)
            number += step
    return [*reversed(above), mark, *below]


def _lone_mark(lines: Sequence[str], number: int, indent: str, opener: str, syntax: Syntax) -> Mark | None:
    """The line comment that a whole line is, when it has this indentation and mark."""
    text = content(lines[number])
    if not text.startswith(indent + opener):
        return None
    marks, _ = scan_line(text, number, syntax)
    if not marks or marks[0].block or marks[0].start.column != len(indent) or marks[0].opener != opener:
        return None
    return marks[0] if _alone(lines, marks[0]) else None


def _speaks_to_tools(lines: Sequence[str], mark: Mark, syntax: Syntax) -> bool:
    behind = lines[mark.start.line][mark.start.column + len(mark.opener) : mark.end.column]
    return is_pragma(behind, coding=syntax.has_coding_lines and mark.start.line < 2)


def _run(
    lines: Sequence[str], marks: Sequence[Mark], syntax: Syntax, *, alone: bool = True
) -> Comment | None:
    if any(_speaks_to_tools(lines, mark, syntax) for mark in marks):
        return None
    opener = marks[0].opener
    texts = [lines[mark.start.line][mark.start.column + len(opener) : mark.end.column] for mark in marks]
    span = Span(marks[0].start, marks[-1].end)
    form = Form(syntax, opener, alone=alone, lines=len(marks))
    return _comment(lines, span, _joined(_dedent(texts)), form)


def _block(lines: Sequence[str], mark: Mark, block: Block, syntax: Syntax) -> Comment | None:
    opener, parts = _inside(lines, mark, block)
    if is_pragma(parts[0]):
        return None
    span = Span(mark.start, mark.end)
    alone = _alone(lines, mark)
    if len(parts) == 1:
        text = parts[0].strip()
        decorated = text.rstrip("*") if block.close == "*/" and parts[0].endswith("*") else text
        return _comment(lines, span, decorated.strip(), Form(syntax, opener, block, alone))
    head, body = parts[0].strip(), parts[1:]
    closer_alone = not body[-1].strip(_BLANK + ("*" if block.close == "*/" else ""))
    if closer_alone:
        body.pop()
    filled = [line for line in body if line.strip()]
    stars = syntax.doc_prefix is not None and bool(filled) and all(_STAR.match(line) for line in filled)
    body_indent = None
    if stars:
        body = [_STAR.sub("", line, count=1) for line in body]
    elif filled:
        body_indent = filled[0][: _blanks(filled[0])]
    text_column = mark.start.column + len(opener) + 1
    limit = None if not head else 0 if stars else text_column
    text = _joined([head, *_dedent(body, limit)])
    form = Form(syntax, opener, block, alone, len(parts), not head, closer_alone, stars, body_indent)
    return _comment(lines, span, text, form)


def _inside(lines: Sequence[str], mark: Mark, block: Block) -> tuple[str, list[str]]:
    """The opener as it stands there, and what is between it and the closer, line by line."""
    first, last = mark.start.line, mark.end.line
    begin, end = mark.start.column + len(block.open), mark.end.column - len(block.close)
    if first == last:
        parts = [lines[first][begin:end]]
    else:
        inner = [content(lines[number]) for number in range(first + 1, last)]
        parts = [content(lines[first])[begin:], *inner, lines[last][:end]]
    decoration = _DECORATION.match(parts[0]) if block.open == "/*" else None
    if decoration is None:
        return block.open, parts
    return block.open + decoration.group(), [parts[0][decoration.end() :], *parts[1:]]


def _comment(lines: Sequence[str], span: Span, text: str, form: Form) -> Comment | None:
    if not _WORD.search(parse(text).prompt):
        return None
    first = lines[span.start.line]
    insertion = Point(span.end.line, len(content(lines[span.end.line])))
    return Comment(span, text, form, first[: min(_blanks(first), span.start.column)], insertion)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(_BLANK))


def _dedent(lines: Sequence[str], limit: int | None = None) -> list[str]:
    """The lines without the white space that all filled ones begin with, at most `limit` characters of it."""
    common = min((_blanks(line) for line in lines if line.strip()), default=0)
    if limit is not None:
        common = min(common, limit)
    return [line[min(common, _blanks(line)) :] for line in lines]


def _joined(lines: Sequence[str]) -> str:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return "\n".join(kept)


def _selected(lines: Sequence[str], start: Point, end: Point, language: Language) -> Comment | None:
    """What a selection of whole lines, or of several, stands for."""
    last = Point(end.line, max(0, end.column - 1))
    syntax, origin = region_at(lines, start, language.syntax)
    marks = marks_at(lines, start.line, syntax, origin)
    mark = _choose(marks, lines, start)
    if mark is None or not _alone(lines, mark):
        return _selection(lines, start, end)
    if mark.block is not None:
        inside = mark.start <= last <= mark.end
        return _block(lines, mark, mark.block, syntax) if inside else _selection(lines, start, end)
    run = _selected_run(lines, mark, end.line, syntax)
    return _selection(lines, start, end) if run is None else _run(lines, run, syntax)


def _selected_run(lines: Sequence[str], mark: Mark, last: int, syntax: Syntax) -> list[Mark] | None:
    """The line comments from one on to a line when all lines are such, blank ones let through; else None."""
    indent = lines[mark.start.line][: mark.start.column]
    run = [mark]
    for number in range(mark.start.line + 1, min(last + 1, mark.start.line + LONGEST_RUN)):
        if not lines[number].strip():
            blank = Point(number, 0)
            run.append(Mark(blank, blank, "", None))
            continue
        other = _lone_mark(lines, number, indent, mark.opener, syntax)
        if other is None:
            return None
        run.append(other)
    return run


def _selection(lines: Sequence[str], start: Point, end: Point) -> Comment | None:
    """A selected text as a prompt, when it has at least two letters or digits."""
    if end.line - start.line > LONGEST_SELECTION:
        return None
    middle = [content(line) for line in lines[start.line + 1 : end.line]]
    first = lines[start.line]
    if start.line == end.line:
        parts = [first[start.column : end.column]]
    else:
        parts = [" " * start.column + content(first)[start.column :], *middle, lines[end.line][: end.column]]
    text = _joined(_dedent(parts))
    if len(_WORD.findall(parse(text).prompt[:1000])) < 2:
        return None
    insertion = Point(end.line, len(content(lines[end.line])))
    return Comment(Span(start, end), text, None, first[: min(_blanks(first), start.column)], insertion)
