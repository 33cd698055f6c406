"""What is open at a place of a file, and the comments of a line, whatever they began in.

The lines above are read from the top of the file, or for a place further down than `BACK` lines from a line near
by where nothing is likely to be open; in pages the nearest tag above decides, however far away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.editing.text import content
from getcode_lsp.prompts.lexing import Mark, State, hints, scan_line
from getcode_lsp.prompts.syntax import Block, Quote, Region, Syntax

BACK = 1_500
REACH = 20_000
FORWARD = 2_000
LONGEST_STRING = 100
_CHUNK = 2_000
_TAG_LINES = 10

# A line that begins a definition at the left edge: very likely not inside a string or a comment.
_DEFINITION = re.compile(
    r"(?:(?:async|export|pub|public|static|default|abstract|final) )*"
    r"(?:def|class|function|func|fn|struct|enum|interface|impl|trait|const|let|var|type|package|namespace)\b"
    r"|[ \t]*(?:async )?(?:def|class) \w+[(:]"
)


def state_at(lines: Sequence[str], line: int, syntax: Syntax) -> State:
    """What is open at the beginning of a line."""
    first, state = (0, ()) if line <= BACK else _resume(lines, line - BACK, line, syntax)
    return read_on(lines, first, line, syntax, state)


def read_on(lines: Sequence[str], first: int, line: int, syntax: Syntax, state: State) -> State:
    """What is open at the beginning of a line, when it is known for one above."""
    wanted = hints(state, syntax)
    for number in range(first, line):
        text = lines[number]
        if wanted is not None:
            # A line without such a text neither opens nor closes anything.
            for hint in wanted:
                if hint in text:
                    break
            else:
                continue
        _, after = scan_line(content(text), number, syntax, _believable(state, number))
        if after != state:
            state = after
            wanted = hints(state, syntax)
    return state


def _believable(state: State, number: int) -> State:
    """The state without a string of one quote that has been open too long: a quote was misread above."""
    if state and isinstance(state[-1].construct, Quote):
        top = state[-1]
        if top.opener in ('"', "'") and number - top.start.line > LONGEST_STRING:
            return state[:-1]
    return state


def marks_at(lines: Sequence[str], line: int, syntax: Syntax) -> tuple[list[Mark], State]:
    """The comments that touch a line, in order, and what is open where it begins.

    One that is never closed is none.
    """
    state = state_at(lines, line, syntax)
    marks, after = scan_line(content(lines[line]), line, syntax, state)
    left = next((frame for frame in reversed(after) if isinstance(frame.construct, Block | Quote)), None)
    if left is None:
        return marks, state
    wanted = hints(after, syntax)
    for number in range(line + 1, min(len(lines), line + 1 + FORWARD)):
        text = lines[number]
        if wanted is not None and not any(hint in text for hint in wanted):
            continue
        closed, after = scan_line(content(text), number, syntax, after)
        wanted = hints(after, syntax)
        if not any(frame.start == left.start for frame in after):
            return [*marks, *(mark for mark in closed if mark.start == left.start)], state
    return marks, state


def _resume(lines: Sequence[str], first: int, line: int, syntax: Syntax) -> tuple[int, State]:
    """A line to begin with, and what is open there."""
    state = _nearest_region(lines, first, syntax) if syntax.regions else ()
    limit = line
    if syntax.regions:
        tags = [hint for region in syntax.regions for hint in region.hints]
        limit = next((n for n in range(first, line) if any(tag in lines[n] for tag in tags)), line)
    number = next((n for n in range(first, limit) if _DEFINITION.match(lines[n])), first)
    return number, state


def _nearest_region(lines: Sequence[str], line: int, syntax: Syntax) -> State:
    """The regions that a line is in, by the nearest tag above."""
    tags = re.compile(
        "|".join(f"(?:{_unnamed(tag)})" for r in syntax.regions for tag in (r.opening, r.closing))
    )
    texts = [hint for region in syntax.regions for hint in region.hints]
    for end in range(line, max(0, line - REACH), -_CHUNK):
        begin = max(0, end - _CHUNK)
        chunk = "".join(lines[begin:end])
        if not any(text in chunk for text in texts):
            continue
        for number in range(end - 1, begin - 1, -1):
            text = lines[number]
            if any(hint in text for hint in texts) and tags.search(content(text)):
                last = min(line, number + _TAG_LINES)
                state = read_on(lines, number, last, syntax, ())
                return tuple(frame for frame in state if isinstance(frame.construct, Region))
    # A long file of PHP without a tag is code.
    return scan_line("<?php", 0, syntax)[1] if syntax.bare is not None and line > REACH else ()


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("{tag}", "(?:`{3}|~{3})")
