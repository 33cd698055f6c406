"""Every form of comment in every language: found wherever the cursor is in it, and nowhere else."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.text import Document, Point, Span, advance
from getcode_lsp.prompts.comments import Comment, find_comment
from getcode_lsp.prompts.languages import LANGUAGES, language_for
from tests.unit.comment_forms import EXAMPLES, Example

IDS = [f"{example.language_id}: {example.text!r}" for example in EXAMPLES]


def find(language_id: str, marked: str) -> Comment | None:
    before, behind = marked.split("$0")
    document = Document(before + behind)
    at = advance(Point(0, 0), before)
    return find_comment(document.lines, Span(at, at), language_for(language_id))


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_the_comment_is_found_from_everywhere_in_it(example: Example) -> None:
    comment = find(example.language_id, example.text)
    assert comment is not None
    assert comment.text == example.found
    assert comment.kind == "comment"
    document = Document(example.text.replace("$0", ""))
    language = language_for(example.language_id)
    for line in range(len(document.lines)):
        for column in range(len(document.lines[line].rstrip("\n")) + 1):
            at = Point(line, column)
            found = find_comment(document.lines, Span(at, at), language)
            inside = comment.span.start <= at <= comment.span.end
            if inside:
                assert found == comment, at
            elif found == comment:
                assert at.line in (comment.span.start.line, comment.span.end.line), at
    # The first line of every example is no prompt, but for a letter's.
    if language.id not in ("plaintext", "mail") and comment.span.start.line:
        assert find_comment(document.lines, Span(Point(0, 0), Point(0, 0)), language) is None


def test_every_language_with_comments_has_an_example() -> None:
    shown = {language_for(example.language_id).id for example in EXAMPLES}
    assert {language.id for language in LANGUAGES} - shown == {"srt"}


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_carriage_returns_make_no_difference(example: Example) -> None:
    comment = find(example.language_id, example.text.replace("\n", "\r\n"))
    assert comment is not None
    assert comment.text == example.found
