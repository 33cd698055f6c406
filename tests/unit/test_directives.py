"""`@getcode name=value` inside a comment."""

from __future__ import annotations

import pytest

from getcode_lsp.prompts.directives import Directives, parse
from getcode_lsp.prompts.request import API_LANGUAGES, OUTPUT_TYPES


@pytest.mark.parametrize(
    ("text", "prompt", "directives"),
    [
        ("make a list", "make a list", Directives()),
        ("make a list\n@getcode type=chart", "make a list", Directives("chart")),
        ("@getcode lang=vue into=new\nmake a page", "make a page", Directives(None, "vue", "new")),
        (
            "a page @getcode type=website lang=react into=replace",
            "a page",
            Directives("website", "react", "replace"),
        ),
        (
            "a page @getcode type=website, lang=react; with books",
            "a page with books",
            Directives("website", "react"),
        ),
        ("a\n\n@getcode TYPE=PDF language=Python\n\nb", "a\n\n\nb", Directives("pdf", "python")),
        ("a @getcode type=pdf\nb @getcode type=word", "a\nb", Directives("word")),
        (
            "mail me@getcode.one or @getcode.one, @getcoder",
            "mail me@getcode.one or @getcode.one, @getcoder",
            Directives(),
        ),
        ("@getcode type=pdf", "", Directives("pdf")),
    ],
)
def test_directives_are_taken_out_of_the_prompt(text: str, prompt: str, directives: Directives) -> None:
    parsed = parse(text)
    assert (parsed.prompt, parsed.directives, parsed.problems) == (prompt, directives, ())


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("@getcode type=charts", OUTPUT_TYPES),
        ("@getcode lang=golang", API_LANGUAGES),
        ("@getcode into=x", ("below", "replace", "new")),
    ],
)
def test_a_wrong_value_is_answered_with_the_right_ones(text: str, choices: tuple[str, ...]) -> None:
    parsed = parse(f"make it\n{text}")
    assert parsed.directives == Directives()
    assert len(parsed.problems) == 1
    assert text.split("=")[1] in parsed.problems[0]
    assert ", ".join(choices) in parsed.problems[0]


def test_a_wrong_name_is_answered_with_the_right_ones() -> None:
    assert parse("@getcode typ=chart lang=vue").problems == (
        "@getcode knows no typ=: use type=, lang= or into=",
    )
    assert parse("@getcode typ=chart lang=vue").directives == Directives(None, "vue")


def test_a_directive_that_says_nothing_is_answered_with_an_example() -> None:
    parsed = parse("@getcode type = chart")
    assert "@getcode type=chart" in parsed.problems[0]
    assert parsed.prompt == "type = chart"


def test_the_pieces_are_kept_as_they_were_written() -> None:
    parsed = parse("@getcode type=pdf, lang=php;\nmake it @getcode into=x")
    assert parsed.pieces == ("@getcode type=pdf, lang=php", "@getcode into=x")
    assert parsed.leading
    assert not parse("make it\n@getcode type=pdf").leading
