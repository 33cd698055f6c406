"""Whatever is written into a comment of any form, in any language, stays in it and reads back as one comment."""

from __future__ import annotations

import os
import random
import re

import pytest

from getcode_lsp.editing.text import Document, Point, Span, advance
from getcode_lsp.prompts.comments import Comment, find_comment
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.languages import LANGUAGES, Language, language_for
from getcode_lsp.prompts.write_back import write_back
from tests.unit.comment_forms import EXAMPLES, Example

SEED = int(os.environ.get("GETCODE_SEED") or random.randrange(1 << 32))
RUNS = int(os.environ.get("GETCODE_RUNS") or 25)
WORD = re.compile(r"[^\W_]")

# The marks of every language, and what else takes effect somewhere.
MARKS = sorted(
    {mark for language in LANGUAGES for mark in language.line}
    | {mark for language in LANGUAGES for block in language.block for mark in (block.open, block.close)}
)
PIECES = (
    *MARKS,
    *"\\ ??/ \\\\ ' \" ` ''' \"\"\" * */ /* / // # - = { } [ ] ( ) < > ! | ^ % %~x & _ ; : :: . .. ... ~~~ ``` ---".split(),
    *"--!> ?> <?php <? <% %> -%> </script> <script> </STYLE> @endphp }} {{ #} %} ]==] ]] --}} |# +/ =cut =pod".split(),
    *"=end =begin #+end_comment #+end_src //// ---- \\end{comment} %} endcomment REM NOTE dnl EOF \\u000a \\u{1F}".split(),
    *"@getcode coding: coding=x vim: ex:x -*- noqa !/bin/sh region code-block:: |x| [1] _a: \\N{x} \\x".split(),
    *("ends \\", "ends ^", "ends _", "ends `", 'says "hi"', "it's", "a long run of ordinary words to be wrapped"),
    *("\n", "\n\n", "\r\n", "\n  ", "\n\n    ", "\t", " ", "\u2028", "\x85", "\x0c", "\x00", "\u202e", "é", "😀"),
    *("word", "two words", "- item", "1. item", "x" * 60),
)  # fmt: skip


def unique() -> list[Example]:
    """One example for each form: a language's other ids have the same syntax."""
    seen = {(id(language_for(example.language_id).syntax), example.text): example for example in EXAMPLES}
    return list(seen.values())


FORMS = unique()


def at_cursor(example: Example) -> tuple[Document, Comment, Language]:
    before, behind = example.text.split("$0")
    document = Document(before + behind)
    at = advance(Point(0, 0), before)
    language = language_for(example.language_id)
    comment = find_comment(document.lines, Span(at, at), language)
    assert comment is not None
    return document, comment, language


def hostile(chance: random.Random) -> str:
    count = chance.randint(1, 12)
    space = chance.choice(("", " ", " "))
    return space.join(chance.choice(PIECES) for _ in range(count)) + chance.choice(("", " a", "z"))


def words(text: str) -> str:
    return "".join(WORD.findall(text))


def said(text: str) -> str:
    """The words that must be there; control characters are spelled out."""
    return words(re.sub("[\x00\u202e]", lambda found: f"<U+{ord(found.group()):04X}>", text))


@pytest.mark.parametrize("example", FORMS, ids=[f"{e.language_id}: {e.text!r}" for e in FORMS])
def test_any_text_stays_in_the_comment(example: Example) -> None:
    chance = random.Random(f"{SEED} {example}")
    for _ in range(RUNS):
        text, width = hostile(chance), chance.choice((20, 40, 80, 120))
        where = f"GETCODE_SEED={SEED}: {text!r}, width {width}"
        document, comment, language = at_cursor(example)
        if not WORD.search(text):
            continue
        head, tail = (
            document.slice(Point(0, 0), comment.span.start),
            document.slice(comment.span.end, document.end),
        )
        new = write_back(comment, text, width=width, line_end="\n")
        document.apply(document.splice(*comment.span, new))
        assert document.text == head + new + tail, where
        start = comment.span.start
        found = find_comment(document.lines, Span(start, start), language)
        assert found is not None, f"{where}\n{document.text}"
        assert found.span == Span(start, advance(start, new)), f"{where}\n{document.text}"
        prompt = parse(found.text).prompt
        assert words(prompt) == said(text), f"{where}\n{document.text}"
        again = write_back(found, prompt, width=width, line_end="\n")
        assert again == new, f"{where}\n{new}\n{again}"
        # From its last line the same comment is found.
        end = Point(found.span.end.line, max(0, found.span.end.column - 1))
        assert find_comment(document.lines, Span(end, end), language) == found, f"{where}\n{document.text}"


@pytest.mark.parametrize("width", [30, 60, 100])
def test_lines_keep_to_the_width(width: int) -> None:
    text = "make a list of books with a title and an author, and let me sort it by either of them " * 3
    for example in FORMS:
        document, comment, _ = at_cursor(example)
        assert comment.form is not None
        if not comment.form.alone:
            continue
        document.apply(document.splice(*comment.span, write_back(comment, text, width=width, line_end="\n")))
        assert max(len(line.expandtabs(4)) for line in document.text.split("\n")) <= width, example


def test_the_same_text_changes_nothing() -> None:
    for example in FORMS:
        _, comment, language = at_cursor(example)
        first = write_back(comment, comment.text, width=80, line_end="\n")
        document = at_cursor(example)[0]
        document.apply(document.splice(*comment.span, first))
        found = find_comment(document.lines, Span(comment.span.start, comment.span.start), language)
        assert found is not None, example
        assert words(found.text) == words(comment.text), example
