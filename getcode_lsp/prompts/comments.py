"""The comment at a place in a file, as a prompt.

Adjacent line comments with the same mark and indentation are one comment; blank lines, code and comments that
speak to tools end it. Cost is bounded by what surrounds the place, not by the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.blocks import read_block, read_docstring
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.docstrings import raw_docstring, short_docstring
from getcode_lsp.prompts.forms import WORD, Comment, Form, blanks, comment, dedented, joined
from getcode_lsp.prompts.guessing import syntax_for
from getcode_lsp.prompts.indented import read_indented
from getcode_lsp.prompts.languages import Language
from getcode_lsp.prompts.lexing import Mark, State, scan_line
from getcode_lsp.prompts.licences import is_licence
from getcode_lsp.prompts.pragmas import is_pragma
from getcode_lsp.prompts.regions import marks_at, read_on, state_at
from getcode_lsp.prompts.syntax import Block, Line, Quote, Syntax

__all__ = ["Comment", "Form", "find_comment"]

LONGEST_RUN = 500
LONGEST_SELECTION = 20_000

# Haddock's signs before the first word of a comment.
_LEAD = re.compile(r"[ \t]*[|^](?=[ \t])")
# A paragraph of plain text ends at a line that is nothing but a rule.
_RULE = re.compile(r"[ \t]*([-=*_~#])(?:[ \t]*\1){2,}[ \t]*$")


def find_comment(lines: Sequence[str], span: Span, language: Language) -> Comment | None:
    """Find the comment at a cursor (an empty span) or in a selection; None where there is no prompt.

    `lines` keep their ends, the last one has none (`Document.lines`).
    """
    start, end = _clamp(lines, span.start), _clamp(lines, span.end)
    if start < end:
        start, end = _trim(lines, start, end)
    syntax = syntax_for(lines, language.syntax)
    if start < end and not _within_line(lines, start, end):
        return _selected(lines, start, end, syntax)
    found = _at(lines, start, syntax)
    if start < end and (found is None or (found.form is not None and found.form.paragraph)):
        return _selection(lines, start, end)
    if found is not None and is_licence(lines, found.span.start.line, found.text):
        return _selection(lines, start, end) if start < end else None
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


def _at(lines: Sequence[str], at: Point, syntax: Syntax) -> Comment | None:
    marks, state = marks_at(lines, at.line, syntax)
    if any(line.indented for line in syntax.line) or syntax.regions:
        found = read_indented(lines, at, syntax, state)
        if found is not None:
            return found
    mark = _choose(_prompts(lines, marks, at.line, syntax, state), lines, at)
    if mark is not None:
        return _read(lines, mark, syntax, state)
    return _paragraph(lines, at, syntax) if syntax.paragraphs and not marks else None


def _prompts(
    lines: Sequence[str], marks: Sequence[Mark], line: int, syntax: Syntax, state: State
) -> list[Mark]:
    """The comments, and of the strings those that are documentation."""
    found = [m for m in marks if not isinstance(m.construct, Quote) or raw_docstring(lines, m) is not None]
    if not found and not state:
        short = short_docstring(lines, line, syntax)
        return [] if short is None else [short]
    return found


def _read(lines: Sequence[str], mark: Mark, syntax: Syntax, state: State) -> Comment | None:
    if isinstance(mark.construct, Block):
        return read_block(lines, mark, mark.construct, alone=_alone(lines, mark))
    if isinstance(mark.construct, Quote):
        return read_docstring(lines, mark, raw=bool(raw_docstring(lines, mark)))
    if not _alone(lines, mark):
        return _run(lines, [mark], alone=False)
    return _run(lines, _neighbours(lines, mark, syntax, state))


def _choose(marks: Sequence[Mark], lines: Sequence[str], at: Point) -> Mark | None:
    for mark in reversed(marks):  # at a border shared by two, the one that begins there
        if mark.start <= at <= mark.end:
            return mark
    return next((mark for mark in marks if _alone(lines, mark)), None)


def _alone(lines: Sequence[str], mark: Mark) -> bool:
    before = lines[mark.start.line][: mark.start.column].strip()
    behind = lines[mark.end.line][mark.end.column :].strip()
    return (not before and not behind) or (mark.syntax.braces and (before, behind) == ("{", "}"))


def _neighbours(lines: Sequence[str], mark: Mark, syntax: Syntax, state: State) -> list[Mark]:
    """The run of line comments around one that stands alone on its line."""
    above: list[Mark] = []
    below: list[Mark] = []
    for run, step in ((above, -1), (below, 1)):
        number = mark.start.line + step
        while 0 <= number < len(lines) and len(run) < LONGEST_RUN:
            other = _lone_mark(lines, number, mark, syntax, state)
            if other is None or _speaks_to_tools(lines, other):
                break
            run.append(other)
            number += step
    above.reverse()
    if above and _of_a_string(lines, above[0].start.line, mark.start.line, syntax, state):
        above.clear()
    return [*above, mark, *below]


def _of_a_string(lines: Sequence[str], first: int, line: int, syntax: Syntax, state: State) -> bool:
    """Whether lines that look like comments belong to something that was opened above them."""
    begun = state_at(lines, first, syntax)
    return len(begun) != len(state) or read_on(lines, first, line, syntax, begun) != begun


def _lone_mark(lines: Sequence[str], number: int, like: Mark, syntax: Syntax, state: State) -> Mark | None:
    """The line comment that a whole line is, when it has the indentation and the mark of another."""
    text = content(lines[number])
    indent = lines[like.start.line][: like.start.column]
    if not text.startswith(indent + like.opener) or not isinstance(like.construct, Line):
        return None
    if not like.construct.joins:
        return None
    marks, _ = scan_line(text, number, syntax, state)
    mark = marks[0] if marks else None
    if mark is None or not isinstance(mark.construct, Line) or mark.start.column != len(indent):
        return None
    return mark if mark.opener == like.opener and _alone(lines, mark) else None


def _speaks_to_tools(lines: Sequence[str], mark: Mark) -> bool:
    behind = lines[mark.start.line][mark.start.column + len(mark.opener) : mark.end.column]
    return is_pragma(behind, coding=mark.syntax.has_coding_lines and mark.start.line < 2)


def _run(lines: Sequence[str], marks: Sequence[Mark], *, alone: bool = True) -> Comment | None:
    if any(mark.opener and _speaks_to_tools(lines, mark) for mark in marks):
        return None
    first = marks[0]
    opener, syntax = first.opener, first.syntax
    texts = [lines[mark.start.line][mark.start.column + len(opener) : mark.end.column] for mark in marks]
    lead = (
        _LEAD.match(texts[0]) if opener == "--" and not any(b.close == "*/" for b in syntax.block) else None
    )
    if lead is not None:
        texts[0] = texts[0][lead.end() :]
    span = Span(marks[0].start, marks[-1].end)
    form = Form(
        syntax,
        opener,
        mark=first.construct if isinstance(first.construct, Line) else None,
        alone=alone,
        lines=len(marks),
        lead=lead.group().strip() if lead else "",
    )
    return comment(lines, span, joined(dedented(texts)), form)


def _paragraph(lines: Sequence[str], at: Point, syntax: Syntax) -> Comment | None:
    """The paragraph of plain text that a line belongs to."""
    if not _of_paragraph(lines, at.line, syntax):
        return None
    first = last = at.line
    while first > 0 and _of_paragraph(lines, first - 1, syntax) and at.line - first < LONGEST_RUN:
        first -= 1
    while last + 1 < len(lines) and _of_paragraph(lines, last + 1, syntax) and last - at.line < LONGEST_RUN:
        last += 1
    parts = [content(line) for line in lines[first : last + 1]]
    begin = Point(first, blanks(parts[0]))
    span = Span(begin, Point(last, len(parts[-1].rstrip())))
    form = Form(syntax, "", lines=len(parts))
    return comment(lines, span, joined(dedented(parts)), form)


def _of_paragraph(lines: Sequence[str], number: int, syntax: Syntax) -> bool:
    text = content(lines[number])
    if not text.strip() or _RULE.match(text):
        return False
    return scan_line(text, number, syntax) == ([], ())


def _selected(lines: Sequence[str], start: Point, end: Point, syntax: Syntax) -> Comment | None:
    """What a selection of whole lines, or of several, stands for."""
    last = Point(end.line, max(0, end.column - 1))
    marks, state = marks_at(lines, start.line, syntax)
    mark = _choose(_prompts(lines, marks, start.line, syntax, state), lines, start)
    if mark is None or not _alone(lines, mark):
        return _selection(lines, start, end)
    if not isinstance(mark.construct, Line):
        inside = mark.start <= last <= mark.end
        return _read(lines, mark, syntax, state) if inside else _selection(lines, start, end)
    if mark.construct.indented:
        found = read_indented(lines, start, syntax, state)
        if found is not None:
            return found if last <= found.span.end else _selection(lines, start, end)
    run = _selected_run(lines, mark, end.line, syntax, state)
    return _selection(lines, start, end) if run is None else _run(lines, run)


def _selected_run(
    lines: Sequence[str], mark: Mark, last: int, syntax: Syntax, state: State
) -> list[Mark] | None:
    """The line comments from one on to a line when all lines are such, blank ones let through; else None."""
    run = [mark]
    for number in range(mark.start.line + 1, min(last + 1, mark.start.line + LONGEST_RUN)):
        if not lines[number].strip():
            blank = Point(number, 0)
            run.append(Mark(blank, blank, "", "", mark.construct, mark.syntax))
            continue
        other = _lone_mark(lines, number, mark, syntax, state)
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
    text = joined(dedented(parts))
    if len(WORD.findall(parse(text).prompt[:1000])) < 2:
        return None
    insertion = Point(end.line, len(content(lines[end.line])))
    return Comment(Span(start, end), text, None, first[: min(blanks(first), start.column)], insertion)
