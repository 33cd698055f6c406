"""Write a text back as a comment of the same form, so that it can neither end the comment nor leave it.

What would do so is taken apart or spelled out where one can see it: closers and openers, tags that end the
surrounding region, trailing backslashes, coding lines, modelines, directives, and every character that an
editor or a compiler might take for a line break. What is then written reads back as one comment.
"""

from __future__ import annotations

import re
import textwrap
from collections import deque
from dataclasses import replace
from functools import lru_cache

from getcode_lsp.editing.characters import CharacterFilter
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.forms import Comment, Form
from getcode_lsp.prompts.lexing import scan_line
from getcode_lsp.prompts.pragmas import is_pragma
from getcode_lsp.prompts.syntax import Block, Syntax, block_fragments

NARROWEST = 20
_TAB = 4
_UNBOUNDED = 1 << 40

# What str.splitlines and one or another compiler or editor take for a line break.
_BREAKS = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")
# A comment of any language may not contain these: they take effect wherever they stand.
_ANYWHERE = ("@ getcode", "-* -")
# A modeline, which Vim looks for in the first and last lines of a file; in front of it white space or nothing.
_MODELINE = r"(?<=(?<!\S)vim)(?=[<=>]?\d*:)|(?<=(?<!\S)vi)(?=:)|(?<=(?<!\S)ex)(?=:)"
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ ]+")
_WORD = re.compile(r"[^\W_]")
_RULE = re.compile(r"([-=*_~#])(?:[ \t]*\1){2,}[ \t]*$")
# What Haddock reads at the beginning of a comment, and reStructuredText as a directive.
_HADDOCK = re.compile(r"[|^](?:\s|$)")
# Behind these marks a line of text begins with a word.
_STRICT = ("REM", "..", "::", "*", "C")
_CALLS = re.compile(r"\S+::")


def write_back(comment: Comment, text: str, *, width: int, line_end: str) -> str:
    """The replacement for `comment.span` that says `text`, in lines of at most `width` characters.

    Words are never broken, a line that fits stays as it is, directives of the comment are kept. A comment that
    shares its line with code stays on one line. ValueError for a selection and for a text without a word.
    """
    form = comment.form
    if form is None:
        raise ValueError("A selection that is not a comment can't be written back as one.")
    indent = comment.indent if form.alone else ""
    parsed = parse(comment.text)
    if form.lines == 1 and not form.alone:
        lines = [" ".join([*_one_line(form, text), *parsed.pieces])]
    else:
        room = max(NARROWEST, width - _margin(form, indent))
        lines = wrapped(form, text, room)
        lines = [*parsed.pieces, *lines] if parsed.leading else [*lines, *parsed.pieces]
    if form.indented:
        return _indented(comment, form, lines, line_end)
    if form.block is None:
        return _line_comments(form, lines, indent, line_end)
    if form.docstring == "plain":
        lines = [line.replace("\\", "\\\\") for line in lines]
    return _block_comment(comment, form, form.block.close, lines, width, line_end)


def wrapped(form: Form, text: str, room: int) -> list[str]:
    """The lines of a text, harmless in a comment of this form, each of at most `room` characters.

    Only a word that is longer stands out. ValueError for a text without a word.
    """
    waiting = deque(_dedented(_harmless(text, form)))
    if form.paragraph:
        waiting = deque(line for line in waiting if line)
    lines: list[str] = []
    while waiting:
        pieces = _pieces(waiting.popleft(), room)
        settled = [
            _spelled_out(piece, form, first=not lines and not number) for number, piece in enumerate(pieces)
        ]
        if settled == pieces and len(pieces) == 1:
            lines.append(pieces[0])
        else:
            waiting.extendleft(reversed(settled))
    if not any(_WORD.search(line) for line in lines):
        raise ValueError("There is no word in the text to write into the comment.")
    return lines


def _one_line(form: Form, text: str) -> list[str]:
    words = _harmless(text, form).split()
    return wrapped(form, " ".join(words), _UNBOUNDED)


def _harmless(text: str, form: Form) -> str:
    """The text without control characters, odd line breaks and what would take effect."""
    characters = CharacterFilter()
    text = _BREAKS.sub("\n", characters.feed(text) + characters.finish()).expandtabs(_TAB)
    marks = f"{form.block.open}{form.block.close}" if form.block else "" if form.alone else form.opener
    for letter, other in form.syntax.swaps:
        if letter in marks:
            text = text.replace(letter, other)
    if form.docstring and form.block:
        return _apart((form.block.close,)).sub(" ", _fragments(form.syntax).sub(" ", text))
    text = _fragments(form.syntax).sub(" ", text)
    return _apart((form.block.open.strip(), form.block.close.strip())).sub(" ", text) if form.block else text


@lru_cache(maxsize=128)
def _apart(marks: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the places inside the marks of a block, as they stand there."""
    ends = {fragment for mark in marks for fragment in block_fragments(Block(mark, mark))}
    return re.compile("|".join(_place(fragment) for fragment in sorted(ends)) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=256)
def _fragments(syntax: Syntax) -> re.Pattern[str]:
    """Matches the empty places where a space has to go."""
    places = [_MODELINE, *(_place(fragment) for fragment in (*syntax.fragments, *_ANYWHERE))]
    return re.compile("|".join(places), re.IGNORECASE)


def _place(fragment: str) -> str:
    head, tail = fragment.split(" ")
    return f"(?<={re.escape(head)})(?={re.escape(tail)})"


def _dedented(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    lines = textwrap.dedent("\n".join(lines)).split("\n")
    return [lines[0].lstrip(), *lines[1:]]


def _pieces(line: str, room: int) -> list[str]:
    """A line broken at its spaces; what follows an item's first line hangs under its text."""
    if len(line) <= room:
        return [line]
    body = line.lstrip(" ")
    lead = " " * min(len(line) - len(body), room // 2)
    found = _ITEM.match(body)
    item = found.group() if found else ""
    return textwrap.wrap(
        body[len(item) :],
        room,
        initial_indent=lead + item,
        subsequent_indent=lead + " " * min(len(item), room // 4),
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _spelled_out(line: str, form: Form, *, first: bool) -> str:
    """A line that neither speaks to a tool nor takes the next one along, nor ends or begins anything."""
    line = re.sub(f"({form.syntax.continuation})", r"\1.", line)
    if form.docstring and line.endswith(('"', "'", "\\")) and form.docstring == "raw":
        line = f"{line}."
    body = line.lstrip(" ")
    if form.paragraph and _RULE.match(body):
        return f"{line}."
    if body.startswith("- ") or not body:
        return line
    if _speaks(line, body, form, first=first):
        return f"{line[: len(line) - len(body)]}- {body}"
    return line


def _speaks(line: str, body: str, form: Form, *, first: bool) -> bool:
    """Whether a line of text would mean something else where it is to stand."""
    syntax = form.syntax
    if form.paragraph:
        return scan_line(body, 1, syntax) != ([], ())
    if form.block is not None and form.block.whole_lines:
        return any(scan_line(at, 1, syntax)[1] or _closes(at, syntax) for at in (body, line))
    if form.mark is not None and form.mark.mark in _STRICT and (not _WORD.match(body) or _CALLS.match(body)):
        return True
    lead = form.mark is not None and _HADDOCK.match(body) is not None and form.opener == "--"
    return lead or ((first or form.block is None) and is_pragma(f" {line}"))


def _closes(line: str, syntax: Syntax) -> bool:
    return any(block.whole_lines and re.match(block.closing, line) for block in syntax.block)


def _margin(form: Form, indent: str) -> int:
    if form.paragraph:
        mark = 0
    elif form.indented:
        # Where the deeper lines begin may change with what they say: room for the usual depths.
        mark = max(len(form.opener) + 1, 4) + 2
    elif form.docstring:
        mark = len(form.opener)
    elif form.block is not None and form.syntax.doc_prefix is not None:
        mark = len(form.syntax.doc_prefix)
    else:
        mark = len(form.opener) + 1 + (len(form.lead) + 1 if form.lead else 0)
    if form.block is not None and form.lines > 1 and not form.closer_alone:
        mark += len(form.block.close) + 1
    return len(indent.expandtabs(_TAB)) + mark


def _line_comments(form: Form, lines: list[str], indent: str, line_end: str) -> str:
    if form.lead:
        lines = [f"{form.lead} {lines[0]}", *lines[1:]]
    space = "" if form.paragraph else " "
    return f"{line_end}{indent}".join(f"{form.opener}{space}{line}".rstrip() for line in lines)


def _indented(comment: Comment, form: Form, lines: list[str], line_end: str) -> str:
    """A mark and deeper lines below it."""
    body_indent = form.body_indent or comment.indent + ("\t" if "\t" in comment.indent else "  ")
    head = [] if form.opener_alone else lines[:1]
    body = [f"{body_indent}{line}".rstrip() for line in lines[len(head) :]]
    return line_end.join([f"{form.opener} {''.join(head)}".rstrip(), *body])


def _block_comment(
    comment: Comment, form: Form, close: str, lines: list[str], width: int, line_end: str
) -> str:
    space = "" if form.docstring else " "
    # A quotation mark may not touch the three that close a docstring.
    gap = " " if form.docstring and lines[-1].endswith(('"', "'")) else space
    if len(lines) == 1 and not form.opener_alone:
        only = lines[0] if form.alone else " ".join(lines[0].split())
        single = f"{form.opener}{space}{only}{gap}{close}"
        if not form.alone or len(comment.indent.expandtabs(_TAB)) + len(single) <= width:
            return single
    if form.lines == 1:
        stars = form.syntax.doc_prefix is not None and not form.docstring
        form = replace(form, lines=2, opener_alone=not form.docstring, closer_alone=True, stars=stars)
    indent = comment.indent
    head = [] if form.opener_alone else [lines[0]]
    prefix = _prefix(comment, form, lines[len(head) :])
    body = [f"{prefix}{line}".rstrip() for line in lines[len(head) :]]
    body[:0] = [f"{form.opener}{space}{''.join(head)}".rstrip()]
    starred = prefix.rstrip().endswith("*") if len(body) > 1 else form.syntax.doc_prefix is not None
    if form.closer_alone or not _WORD.search(lines[-1]) or len(body) == 1:
        body.append(f"{indent}{' ' if starred else ''}{close}")
    else:
        body[-1] += f"{gap}{close}"
    return line_end.join(body)


def _prefix(comment: Comment, form: Form, body: list[str]) -> str:
    """What stands before each further line of a block."""
    if form.docstring or (form.block is not None and form.block.whole_lines):
        return comment.indent if form.body_indent is None else form.body_indent
    doc_prefix = form.syntax.doc_prefix
    looks_starred = bool(body) and all(line.lstrip().startswith("*") for line in body if line)
    if doc_prefix is not None and (form.stars or looks_starred):
        return comment.indent + doc_prefix
    if not form.opener_alone:
        column = comment.span.start.column + len(form.opener) + 1
        return comment.indent + " " * (column - len(comment.indent))
    return comment.indent + "  " if form.body_indent is None else form.body_indent
