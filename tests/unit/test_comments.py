"""The comment at a cursor or in a selection. `¦` is the cursor, two of them are a selection."""

from __future__ import annotations

import time

import pytest

from getcode_lsp.editing.text import Document, Point, Span, advance
from getcode_lsp.prompts.comments import Comment, find_comment
from getcode_lsp.prompts.languages import LANGUAGES, language_for
from getcode_lsp.prompts.pragmas import is_pragma


def find(language_id: str, marked: str) -> tuple[Comment | None, Document]:
    parts = marked.split("¦")
    document = Document("".join(parts))
    points = [advance(Point(0, 0), "".join(parts[:count])) for count in range(1, len(parts))]
    return find_comment(document.lines, Span(points[0], points[-1]), language_for(language_id)), document


def prompt(language_id: str, marked: str) -> str | None:
    comment, _ = find(language_id, marked)
    return comment.text if comment else None


def taken(language_id: str, marked: str) -> str | None:
    """The text of the comment's span."""
    comment, document = find(language_id, marked)
    return document.slice(*comment.span) if comment else None


@pytest.mark.parametrize(
    ("language_id", "text", "found"),
    [
        ("python", "# make¦ it", "make it"),
        ("python", "¦    # make it\nx", "make it"),
        ("python", "    #make it¦\nx", "make it"),
        ("python", "x\n# a\n# b¦\n# c\n\n# d\n", "a\nb\nc"),
        ("python", "# a\n#\n#   - b¦\n#     c\n#\nx\n", "a\n\n  - b\n    c"),
        ("python", "# a\n  # b¦\n# c\n", "b"),
        ("python", "## a\n# b¦\n", "b"),
        ("python", "x = 1  # make¦ it\n# other\n", "make it"),
        ("python", "# other\nx = 1  # make it¦\n", "make it"),
        ("python", "x =¦ 1  # make it\n", None),
        ("python", "¦\n# a\n", None),
        ("python", "# a\n¦x\n", None),
        ("python", "x = '# no¦'\n", None),
        ("python", 'x = "a\\"# no¦"\n', None),
        ("python", "x = '#'  # yes¦\n", "yes"),
        ("python", 'x = """\n# no¦\n"""\n# yes\n', None),
        ("python", '"""\n# no\n"""\n# yes¦\n', "yes"),
        ("python", "x = '''a\n\"\"\"\n# no¦\n'''\n", None),
        ("python", '# a """\n# b¦\n', 'a """\nb'),
        ("python", 'x = """a"""  # yes¦\n', "yes"),
        ("javascript", "// make¦ it\n", "make it"),
        ("javascript", "a = 'http://x¦'\n", None),
        ("javascript", "a = `\n// no¦\n`\n", None),
        ("javascript", "a = `\n\\`\n// no\n`; // yes¦\n", "yes"),
        ("javascript", "a = b.replace(/'/g, c) // it's¦\n", "it's"),
        ("javascript", "a = /[/*]/; // yes¦\n", "yes"),
        ("javascript", "x = /`/;\n// yes¦\n", "yes"),
        ("javascript", "a / b; // a¦ / b\n", "a / b"),
        ("javascript", "¦// a\r\n// b\r\nx\r\n", "a\nb"),
        ("typescript", "/// a¦\n/// b\n// c\n", "a\nb"),
        ("typescriptreact", "<p>{/* make¦ it */}</p>\n", "make it"),
        ("typescriptreact", "<a>http://x¦.y</a>\n", None),
        ("c", "/* make¦ it */\n", "make it"),
        ("c", "int a; /* one */ int b; /* two¦ */ int c;\n", "two"),
        ("c", "/* one */¦/* two */\n", "two"),
        ("c", "char c = '\"'; // yes¦ \"\n", 'yes "'),
        ("c", "/*\n * a\n *\n *   b¦\n */\n", "a\n\n  b"),
        ("c", "/**\n * a\n */¦\nint b;\n", "a"),
        ("c", "/* a\n   b\n     c¦ */\n", "a\nb\n  c"),
        ("c", "/*\n\ta\n\t\tb¦\n*/\n", "a\n\tb"),
        ("c", "/**** a¦ ****/\n", "a"),
        ("c", "int a;\n/* never¦ closed\nint b;\n", None),
        ("c", "/**/¦\n", None),
        ("c", "/* a */ int b; ¦\n", None),
        ("c", "// see /* there\n// b¦\n", "see /* there\nb"),
        ("rust", "/* a /* b¦ */ c */\nfn d() {}\n", "a /* b */ c"),
        ("rust", "fn a<'a>(b: &'a str) { // it's¦\n", "it's"),
        ("rust", 'let a = r#"\n// no¦ "\n"#;\n', None),
        ("rust", "//! a¦\n/// b\n", "a"),
        ("csharp", 'var a = @"c:\\"; // yes¦\n', "yes"),
        ("go", "a := `\n// no¦\n`\n", None),
        ("java", '"""\n// no¦\n"""\n', None),
        ("css", "a { background: url(//x.y/¦z) }\n", None),
        ("scss", "a { background: url(//x.y/z) } // yes¦\n", "yes"),
        ("shellscript", "echo $# a#b # yes¦\n", "yes"),
        ("shellscript", "echo ${a#¦b}\n", None),
        ("yaml", "a: b#c¦\n", None),
        ("yaml", "a: 'b' # it's¦\n", "it's"),
        ("lua", "--[[\n  a\n  b¦\n]]\n", "a\nb"),
        ("lua", "a = [[\n-- no¦\n]]\n", None),
        ("lua", "--- a¦\n--- b\n", "a\nb"),
        ("lua", "--[==[ a ]] b¦ ]==]\n", "a ]] b"),
        ("sql", "select '--¦' from a\n", None),
        ("sql", "select 'it''s' -- yes¦\n", "yes"),
        ("latex", "100\\% of¦ it\n", None),
        ("latex", "100\\% % yes¦\n", "yes"),
        ("haskell", "{- a {- b -} c¦ -}\n", "a {- b -} c"),
        ("html", "<!-- make¦ it -->\n", "make it"),
        ("html", "<p>it's</p>\n<!--\n  a\n  b¦\n-->\n", "a\nb"),
        ("html", "// no¦\n", None),
        ("html", "<script>\n// yes¦\n</script>\n", "yes"),
        ("html", "<script>\n</script>\n// no¦\n", None),
        ("html", "<SCRIPT>\n// yes¦\n", "yes"),
        ("html", "<script>let a; // yes¦</script>\n", "yes"),
        ("html", "<script>\n'<!-- no -->¦'\n</script>\n", None),
        ("html", '<script type="application/json">\n// no¦\n</script>\n', None),
        ("html", "<style>\n/* a¦ */\n// b\n</style>\n", "a"),
        ("html", "<style>\n// no¦\n</style>\n", None),
        ("vue", '<style lang="scss">\n// yes¦\n</style>\n', "yes"),
        ("vue", '<template>\n  <!-- a¦ -->\n</template>\n<script\n  setup\n  lang="ts">\n// b\n', "a"),
        ("vue", '<template>\n  <!-- a -->\n</template>\n<script\n  setup\n  lang="ts">\n// b¦\n', "b"),
        ("php", "<?php\n// a¦\n", "a"),
        ("php", "<?php\n# a¦\n", "a"),
        ("php", "<?php\n#[Attribute¦]\n", None),
        ("php", "<?php // a¦ ?><p># no</p>\n", "a"),
        ("php", "<?php a(); ?>\n# no¦\n", None),
        ("php", "<?php a(); ?>\n<!-- a¦ -->\n", "a"),
        ("php", "<p>\n<script>\n// a¦\n</script>\n<?php b();\n", "a"),
        ("php", "// a¦\n", "a"),
        ("svg", "<svg>\n<!-- a¦ -->\n</svg>\n", "a"),
        ("markdown", "# no¦\n<!-- a -->\n", None),
        ("csv", "# a¦\na,b\n", "a"),
        ("unheard-of", "-- a¦\n", "a"),
        ("unheard-of", "x #fff¦\n", None),
        ("unheard-of", "x // a¦\n", "a"),
        ("unheard-of", "<!-- a¦ -->\n", "a"),
        ("plaintext", "words¦ only\n", "words only"),
        ("mail", "# words¦ only\n", "# words only"),
        ("srt", "# words¦ only\n", None),
        ("python", "¦", None),
        ("python", "# a\u2028b\x0cc\x85d¦\n# e\n", "a\u2028b\x0cc\x85d\ne"),
        ("python", "x\n# 😀 make¦ it\r# b\r\n# c", "😀 make it\nb\nc"),
    ],
)
def test_the_prompt_at_the_cursor(language_id: str, text: str, found: str | None) -> None:
    assert prompt(language_id, text) == found


@pytest.mark.parametrize(
    "line",
    [
        *(
            "#",
            "# ",
            "# -----",
            "########",
            "#!/usr/bin/env python",
            "# -*- coding: utf-8 -*-",
            "# coding=latin-1",
        ),
        *(
            "# vim: set ts=4:",
            "# vim: ts=4",
            "# noqa",
            "# noqa: E501",
            "# type: ignore[x]",
            "# pylint: disable=x",
        ),
        *("# fmt: off", "# pragma: no cover", "# ruff: noqa", "# /// script", "#region x", "# isort: skip"),
        *("# nosec", "# SPDX-License-Identifier: MIT", "# @getcode type=chart"),
    ],
)
def test_what_speaks_to_tools_or_says_nothing_is_no_prompt(line: str) -> None:
    assert prompt("python", f"{line}¦\n") is None
    if is_pragma(line[1:], coding=True):
        assert prompt("python", f"{line}¦\n# make it\n") is None
        assert prompt("python", f"{line}\n# make it¦\n") == "make it"


@pytest.mark.parametrize(
    ("language_id", "line"),
    [
        ("javascript", "// eslint-disable-next-line no-console"),
        ("javascript", "/* eslint-disable */"),
        ("typescript", "// @ts-ignore"),
        ("typescript", '/// <reference path="a" />'),
        ("javascript", "//# sourceMappingURL=a.js.map"),
        ("javascript", "/* prettier-ignore */"),
        ("go", "//go:build linux"),
        ("cpp", "// NOLINTNEXTLINE(x)"),
        ("c", "// LCOV_EXCL_START"),
        ("dart", "// ignore: avoid_print"),
        ("csharp", "// ReSharper disable once X"),
        ("haskell", "{-# LANGUAGE GADTs #-}"),
        ("fortran", "!$omp parallel do"),
        ("ruby", "# rubocop:disable Style/X"),
        ("rust", "// SPDX-License-Identifier: MIT"),
        ("csharp", "//#region a"),
        ("lua", "-- vim: ts=2"),
        ("vim", '" vim: ts=2'),
        ("go", "//nolint:errcheck"),
        ("c", "// clang-format off"),
        ("html", "<!-- prettier-ignore -->"),
        ("html", "<!--[if IE]> x <![endif]-->"),
        ("ruby", "# frozen_string_literal: true"),
        ("shellscript", "# shellcheck disable=SC2034"),
        ("yaml", "# yaml-language-server: $schema=x"),
        ("dockerfile", "# syntax=docker/dockerfile:1"),
    ],
)
def test_pragmas_of_other_languages(language_id: str, line: str) -> None:
    assert prompt(language_id, f"{line}¦\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "go: a server",
        "coverage report",
        "check: is it prime",
        "region picker",
        "type: a form",
        "export a list",
        "vital: x",
    ],
)
def test_ordinary_words_are_no_pragma(text: str) -> None:
    assert prompt("go", f"// {text}¦\n") == text
    assert prompt("python", f"x\n\n# {text}¦\n") == text


@pytest.mark.parametrize(
    ("language_id", "text", "span"),
    [
        ("python", "x\n  # a\n  # b¦ \ny\n", "# a\n  # b "),
        ("c", "a; /* b¦ */ c;\n", "/* b */"),
        ("php", "<?php // a¦  ?>\n", "// a"),
        ("html", "<p>\n <!-- a\n b¦ --> </p>\n", "<!-- a\n b -->"),
        ("python", "# a\n¦# b\n# c\n¦# d\n", "# b\n# c"),
    ],
)
def test_the_span_reaches_from_the_first_mark_to_the_end(language_id: str, text: str, span: str) -> None:
    assert taken(language_id, text) == span


def test_where_the_generated_code_goes() -> None:
    comment, _ = find("c", "int a;\n\t/* b¦\n\tc */ int d; \nint e;\n")
    assert comment is not None
    assert comment.indent == "\t"
    assert comment.insertion == Point(2, 13)
    comment, _ = find("python", "if x:\n    y  # a¦")
    assert comment is not None
    assert (comment.indent, comment.insertion) == ("    ", Point(1, 10))


@pytest.mark.parametrize(
    ("language_id", "text", "found"),
    [
        # Selected comment lines, and those only.
        ("python", "# a\n¦# b\n# c¦\n# d\n", ("comment", "b\nc")),
        ("python", "¦  # a\n\n  # b\n¦x\n", ("comment", "a\n\nb")),
        ("python", "# a\n¦# b¦\n# c\n", ("comment", "b")),
        ("python", "# a\n# b¦ib¦\n# c\n", ("comment", "a\nbib\nc")),  # a cursor that is a selection
        ("c", "¦/* a\n b¦ */\n", ("comment", "a\nb")),
        ("c", "\n¦\n  /* a */\n\n¦int b;\n", ("comment", "a")),
        # Anything else is taken as it is.
        ("python", "¦# a\nx = 1\n¦", ("selection", "# a\nx = 1")),
        ("python", "¦# a\n  # b\n¦", ("selection", "# a\n  # b")),
        ("python", "    x = ¦a list of\n    all books¦\n", ("selection", "    a list of\nall books")),
        ("plaintext", "¦Make a list\nof books.\n¦\n", ("selection", "Make a list\nof books.")),
        ("plaintext", "Please ¦make a list¦ of books.", ("selection", "make a list")),
        ("python", "x = ¦a¦ + 1\n", None),
        ("python", "¦\n \n¦x\n", None),
        ("python", "¦# noqa\n# a\n¦", None),
    ],
)
def test_selections(language_id: str, text: str, found: tuple[str, str] | None) -> None:
    comment, _ = find(language_id, text)
    assert (comment and (comment.kind, comment.text)) == found


def test_a_selection_of_whole_lines_puts_the_code_behind_its_last_one() -> None:
    comment, document = find("plaintext", "¦Make a list\nof books.\n¦\nmore\n")
    assert comment is not None
    assert comment.insertion == Point(1, 9)
    assert document.slice(*comment.span) == "Make a list\nof books."


def test_positions_that_do_not_exist_are_moved_to_where_there_is_text() -> None:
    lines = Document("x\n# a").lines
    for point in (Point(9, 0), Point(1, 99)):
        comment = find_comment(lines, Span(point, point), language_for("python"))
        assert comment is not None
        assert comment.text == "a"
    assert find_comment(lines, Span(Point(-1, -1), Point(-1, -1)), language_for("python")) is None


@pytest.mark.parametrize(
    ("language_id", "repeated"),
    [
        ("python", "x = 1\n"),
        ("python", 'def f():\n    """It\'s\n    # no\n    """\n    return "a"  # make it\n'),
        ("python", "# one endless comment\n"),
        ("javascript", "a = `b` // c\n/* d\n * e */\n"),
        ("javascript", "/* never closed\n"),
        ("c", "/* a */ // b\n"),
        ("html", "<p>a <b>b</b></p>\n"),
        ("vue", "<span>a</span>\n"),
        ("php", "$a = 'b' ?: 'c';\n"),
    ],
)
def test_a_huge_file_costs_no_more_than_a_long_one(language_id: str, repeated: str) -> None:
    document = Document(repeated * (200_000 // repeated.count("\n")))
    for line in (0, 1_000, 100_000, 199_000):
        began = time.process_time()
        find_comment(document.lines, Span(Point(line, 2), Point(line, 2)), language_for(language_id))
        assert time.process_time() - began < 0.3, line  # reading it all takes longer


def test_far_down_in_a_file_strings_are_still_told_from_code() -> None:
    piece = 'def f():\n    a = """It\'s a "string"\n    # no\n    """\n    # yes\n    return 1\n\n\n'
    document = Document(piece * 2_000)
    language = language_for("python")
    for start in range(0, 16_000, 8 * 97):
        no, yes = Point(start + 2, 6), Point(start + 4, 6)
        assert find_comment(document.lines, Span(no, no), language) is None, start
        found = find_comment(document.lines, Span(yes, yes), language)
        assert found is not None, start
        assert found.text == "yes"


def test_a_very_long_line_is_read_once() -> None:
    line = "x = '" + "a\\'\"" * 25_000 + "'  # make it"
    document = Document(line + "\n")
    at = Point(0, len(line))
    found = find_comment(document.lines, Span(at, at), language_for("python"))
    assert found is not None
    assert found.text == "make it"


HOSTILE = (
    '"',
    '\\"',
    "'\"\\",
    "=/[",
    ",/",
    "(/a",
    "/*",
    "url(",
    "`",
    "[[",
    "<!--",
    "<script ",
    "<?",
    "# ex:",
    "-*-",
    " ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_line_makes_the_search_slow(piece: str) -> None:
    line = piece * (20_000 // len(piece))
    for language in {language.syntax: language for language in LANGUAGES}.values():
        mark = [*language.line, *(block.open for block in language.block), ""][0]
        for before in ("", f"{mark} "):
            lines = Document(f"{before}{line}\n").lines
            began = time.process_time()
            find_comment(lines, Span(Point(0, 3), Point(0, 3)), language)
            assert time.process_time() - began < 0.5, language.id  # linear: 0.02 s; quadratic: seconds
