"""The text and the layout of a comment between two marks, and of a docstring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from getcode_lsp.editing.text import Span, content
from getcode_lsp.prompts.forms import BLANK, Comment, Form, blanks, comment, dedented, joined
from getcode_lsp.prompts.lexing import Mark
from getcode_lsp.prompts.pragmas import is_pragma
from getcode_lsp.prompts.syntax import Block

Docstring = Literal["", "plain", "raw"]

# `/**`, `/*!`: what a block's opener is decorated with.
_DECORATION = re.compile(r"[*!]+(?=\s|$)")
_STAR = re.compile(r"[ \t]*\*[ \t]?")
_ESCAPED = re.compile(r"\\\\")


def read_block(lines: Sequence[str], mark: Mark, block: Block, *, alone: bool) -> Comment | None:
    """The comment that a block is; None where it speaks to tools or says nothing."""
    opener, parts = _inside(lines, mark)
    if is_pragma(parts[0]):
        return None
    return _read(
        lines, mark, Block(mark.opener, mark.closer, whole_lines=block.whole_lines), opener, parts, alone, ""
    )


def read_docstring(lines: Sequence[str], mark: Mark, *, raw: bool) -> Comment | None:
    """The comment that a docstring is; a plain one's doubled backslashes are read as one."""
    _, parts = _inside(lines, mark)
    if not raw:
        parts = [_ESCAPED.sub(r"\\", part) for part in parts]
    quote = mark.opener if len(mark.opener) == 3 else mark.opener * 3
    return _read(lines, mark, Block(quote, quote), quote, parts, True, "raw" if raw else "plain")


def _read(
    lines: Sequence[str],
    mark: Mark,
    block: Block,
    opener: str,
    parts: list[str],
    alone: bool,
    docstring: Docstring,
) -> Comment | None:
    syntax = mark.syntax
    span = Span(mark.start, mark.end)
    starred = block.close == "*/" or (block.close.startswith("*/") and len(block.close) > 2)
    if len(parts) == 1:
        text = parts[0].strip()
        decorated = text.rstrip("*") if starred and parts[0].endswith("*") else text
        return comment(
            lines, span, decorated.strip(), Form(syntax, opener, block, alone=alone, docstring=docstring)
        )
    head, body = parts[0].strip(), parts[1:]
    closer_alone = not body[-1].strip(BLANK + ("*" if starred else ""))
    if closer_alone:
        body.pop()
    filled = [line for line in body if line.strip()]
    stars = syntax.doc_prefix is not None and bool(filled) and all(_STAR.match(line) for line in filled)
    body_indent = None
    if stars:
        body = [_STAR.sub("", line, count=1) for line in body]
    elif filled:
        body_indent = min((line[: blanks(line)] for line in filled), key=len)
    text_column = mark.start.column + len(opener) + 1
    limit = None if not head or docstring else 0 if stars else text_column
    text = joined([head, *dedented(body, limit)])
    form = Form(
        syntax,
        opener,
        block,
        alone=alone,
        lines=len(parts),
        opener_alone=not head,
        closer_alone=closer_alone,
        stars=stars,
        body_indent=body_indent,
        docstring=docstring,
    )
    return comment(lines, span, text, form)


def _inside(lines: Sequence[str], mark: Mark) -> tuple[str, list[str]]:
    """The opener as it stands there, and what is between it and the closer, line by line."""
    first, last = mark.start.line, mark.end.line
    begin, end = mark.start.column + len(mark.opener), mark.end.column - len(mark.closer.lstrip(BLANK))
    if first == last:
        parts = [lines[first][begin:end]]
    else:
        inner = [content(lines[number]) for number in range(first + 1, last)]
        parts = [content(lines[first])[begin:], *inner, lines[last][:end]]
    decoration = _DECORATION.match(parts[0]) if mark.opener.endswith("/*") else None
    if decoration is None:
        return mark.opener, parts
    return mark.opener + decoration.group(), [parts[0][decoration.end() :], *parts[1:]]
