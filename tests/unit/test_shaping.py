"""Shaping: lines, blanks and latency of what goes into the document."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.shaping import Shaper
from tests.unit.replies import prefix_before, shape


@pytest.mark.parametrize(
    "reply",
    [
        "import os\n",
        "def f():",
        "<!DOCTYPE html>",
        "#!/bin/sh\n",
        "# A comment\nx",
        "// a comment",
        "/* x */",
        "@app.get('/')",
        "{ 1 }",
        '"use strict";',
        "$x = 1;",
        "x = 1",
        "const a = 1",
        "CREATE TABLE books",
        "FROM python:3",
    ],
)
def test_code_streams_from_its_first_characters(reply: str) -> None:
    visible = reply.split("\n")[0]
    for marker in range(2, len(visible) + 1):
        sent = prefix_before(reply, reply[:marker])
        assert sent == "\n" + visible[:marker].rstrip(), f"after {visible[:marker]!r}"


def test_a_name_with_a_capital_streams_at_the_first_sign_of_code() -> None:
    assert prefix_before("Base = declarative_base()", "Base =") == "\nBase ="
    assert prefix_before("Print(x)", "Print(x") == "\nPrint(x"


def test_the_indentation_goes_before_every_line_that_is_not_blank() -> None:
    assert shape("a\n\n  b\n\tc\n", indent="    ") == "\n    a\n\n      b\n    \tc"


def test_leading_blank_lines_go() -> None:
    assert shape("\n \n  x\n\n  y", indent="\t") == "\n\tx\n\n\ty"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_the_file(line_end: str) -> None:
    expected = line_end + line_end.join(["a", "b", "c", "", "d"])
    assert shape("a\nb\r\nc\r\rd\r\n", line_end=line_end) == expected


def test_a_line_break_cut_in_two_is_one() -> None:
    shaper = Shaper()
    assert [shaper.feed(token) for token in ("a\r", "", "\nb", "\r", "\r\n", "\nc")] == [
        "\na", "", "\nb", "", "", "\n\n\nc",
    ]  # fmt: skip


def test_nothing_is_sent_before_something_can_be_seen() -> None:
    shaper = Shaper(indent="  ")
    assert [shaper.feed(token) for token in (" ", "\n", "\t", "\n\n")] == [""] * 4
    assert shaper.finish() == ""


def test_blanks_wait_for_the_next_visible_character_of_their_line() -> None:
    shaper = Shaper()
    assert [shaper.feed(token) for token in ("a", "  ", "\tb ", "\n", " ", "\n", "c ", " \n")] == [
        "\na", "", "  \tb", "", "", "", "\n\nc", "",
    ]  # fmt: skip
    assert shaper.finish() == ""


def test_nothing_follows_the_last_character_that_can_be_seen() -> None:
    assert shape("a\n\n\n \t\n") == "\na"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_at_the_end_of_the_file_exactly_one_line_end_follows(line_end: str) -> None:
    shaper = Shaper(line_end=line_end)
    assert shaper.feed("a\nb\n\n\n") == f"{line_end}a{line_end}b"
    assert shaper.finish(at_end_of_file=True) == line_end
    assert shaper.finish(at_end_of_file=True) == ""


def test_an_empty_reply_adds_nothing_to_the_end_of_the_file() -> None:
    shaper = Shaper()
    assert shaper.feed("```\n \n```\n") == ""
    assert shaper.finish(at_end_of_file=True) == ""


def test_the_time_does_not_grow_with_what_is_held() -> None:
    shaper = Shaper()
    shaper.feed("x")
    for _ in range(200_000):
        assert shaper.feed(" ") == ""
    assert shaper.feed("y") == " " * 200_000 + "y"
