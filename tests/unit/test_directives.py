"""`@getcode name=value` inside a comment."""

from __future__ import annotations

import pytest

from getcode_lsp.prompts.directives import INTO, Directives, completions, directive_at, parse
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


def offered(text: str) -> list[str]:
    """What may be written where `|` stands."""
    column = text.index("|")
    return [found.text for found in completions(text.replace("|", ""), column)]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("# @|", ["@getcode "]),
        ("# @GetC|", ["@getcode "]),
        ("# @getcode|", ["@getcode "]),
        ("# @getcoder|", []),
        ("# me@|", []),
        ("# @getcode |", ["type=", "lang=", "into="]),
        ("# @getcode L|", ["lang="]),
        ("# @getcode type=pdf, |", ["lang=", "into="]),
        ("# @getcode | type=pdf", ["lang=", "into="]),
        ("# @getcode language=vue |", ["type=", "into="]),
        ("# @getcode into=|", list(INTO)),
        ("# @getcode into=N|", ["new"]),
        ("# @getcode type=pdf into=|", list(INTO)),
        ("# @getcode language=p|", ["python", "php"]),
        ("# @getcode typo=|", []),
        ("# @getcode make |", []),
        ("# @getcode make it @getcode |", ["type=", "lang=", "into="]),
    ],
)
def test_what_may_be_written_next(text: str, texts: list[str]) -> None:
    assert offered(text) == texts
    column = text.index("|")
    if texts:
        at = directive_at(text.replace("|", ""), column)
        assert at is not None
        assert text[at] == "@"


def test_a_completion_takes_the_whole_word_with_it() -> None:
    (found,) = completions("# @getcode type=chxx into=new", 18)
    assert (found.text, found.start, found.end, found.is_value) == ("chart", 16, 20, True)
    (found,) = completions("# @getcode typo=pdf", 13)
    assert (found.text, found.start, found.end) == ("type=", 11, 16)
    assert completions("/* @getcode into=new lang=*/", 26)[0].end == 26
    assert completions("/* @getcode */", 12)[0].end == 12


def test_names_given_on_other_lines_are_not_offered_again() -> None:
    assert [found.text for found in completions("# @getcode ", 11, "@getcode type=pdf")] == ["lang=", "into="]


def test_everything_that_is_offered_is_understood_and_explained() -> None:
    for name in completions("@getcode ", 9):
        for value in completions(f"@getcode {name.text}", 9 + len(name.text)):
            assert parse(f"@getcode {name.text}{value.text}").problems == ()
            assert value.doc
        assert name.doc
