"""What a comment that was found is: its place, its text, and how it is laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.syntax import Block, Line, Syntax

BLANK = " \t"
WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Form:
    """How a comment is laid out, so that another text can be written in the same way.

    `opener` is the mark as it stands there (`#`, `///`, `/**`; empty for a paragraph of plain text), `block` its
    block with the marks as they stand or None, `mark` the line mark. `alone`: nothing else stands on its lines.
    `lines` counts the lines it takes. Of a block of several lines, `opener_alone` and `closer_alone` say whether
    its marks share a line with text, `stars` whether every line in between begins with one, `body_indent` is the
    white space before its text. `lead` stands before the first word (`|` of Haddock). `indented`: deeper lines
    below a mark. `docstring`: a string, "raw" where a backslash is one.
    """

    syntax: Syntax
    opener: str
    block: Block | None = None
    mark: Line | None = None
    alone: bool = True
    lines: int = 1
    opener_alone: bool = False
    closer_alone: bool = False
    stars: bool = False
    body_indent: str | None = None
    lead: str = ""
    indented: bool = False
    docstring: Literal["", "plain", "raw"] = ""

    @property
    def paragraph(self) -> bool:
        """Whether it is plain text."""
        return not self.opener


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
        """Whether it is a comment (or what counts as one: a docstring, a paragraph) or a selected piece."""
        return "comment" if self.form else "selection"


def comment(lines: Sequence[str], span: Span, text: str, form: Form) -> Comment | None:
    """The comment, or None where it says nothing."""
    if not WORD.search(parse(text).prompt):
        return None
    first = lines[span.start.line]
    insertion = Point(span.end.line, len(content(lines[span.end.line])))
    return Comment(span, text, form, first[: min(blanks(first), span.start.column)], insertion)


def blanks(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(BLANK))


def dedented(lines: Sequence[str], limit: int | None = None) -> list[str]:
    """The lines without the white space that all filled ones begin with, at most `limit` characters of it."""
    common = min((blanks(line) for line in lines if line.strip()), default=0)
    if limit is not None:
        common = min(common, limit)
    return [line[min(common, blanks(line)) :] for line in lines]


def joined(lines: Sequence[str]) -> str:
    """The lines as one text without blanks at their ends and empty lines at its borders."""
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return "\n".join(kept)
