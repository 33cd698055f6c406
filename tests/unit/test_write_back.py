"""A text written back into a comment stays inside it, whatever it holds, and is found again as that comment."""

from __future__ import annotations

import io
import re
import tokenize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Comment as CommentToken  # type: ignore[import-untyped]

from getcode_lsp.editing.text import Document, Point, Span, advance
from getcode_lsp.prompts.comments import Comment, find_comment
from getcode_lsp.prompts.directives import parse
from getcode_lsp.prompts.languages import Language, language_for
from getcode_lsp.prompts.write_back import wrapped, write_back

# A file of every form, the cursor at ¦: language id and text.
FORMS = {
    "hash": ("python", "x = 1\n    # make¦ a list\n    # of books\ny = 2\n"),
    "hash, first line": ("python", "# make¦ a list"),
    "docstring, lines": ("python", '"""Make¦ a list\nof books."""\nx = 1\n'),
    "hash, trailing": ("python", "x = 'a # b'  # make¦ a list\ny = 2\n"),
    "hash, CR LF and tabs": ("ruby", "x\r\n\t# make¦ it\r\n\t#   now\r\ny\r\n"),
    "shell": ("shellscript", "echo ${#x}\n# make¦ a list\necho $x\n"),
    "slashes": ("c", "int a;\n// make¦ a list\nint b;\n"),
    "slashes, trailing": ("java", 'String s = "// no"; // make¦ a list\nint b;\n'),
    "triple slashes": ("rust", "/// make¦ a list\nfn a() {}\n"),
    "slashes before the end of PHP": ("php", "<?php\n$a = 1; // make¦ it ?><b>hi</b>\n"),
    "PHP block": ("php", "<?php\n/*\n * make¦ it\n */\necho 1;\n"),
    "PHP markup": ("php", "<p>\n  <!-- make¦ it -->\n</p>\n<?php echo 1; ?>\n"),
    "PHP without its tag": ("php", "# make¦ it\n"),
    "script": ("html", "<p>\n<script>\n  // make¦ it\n</script>\n<p>\n"),
    "script, one line": ("html", "<p><script>let a; // make¦ it</script><p>\n"),
    "style": ("vue", "<style>\n/* make¦ it */\np { }\n</style>\n<p>\n"),
    "block": ("c", "int a;\n  /* make¦ a list */\nint b;\n"),
    "block, inline": ("javascript", "call(/* make¦ a list */ x);\ny();\n"),
    "block, two lines": ("css", "a {}\n/* make¦ a list\n   of books */\nb {}\n"),
    "block, after code": ("go", "var a int /* make¦ a list\n of books */\nvar b int\n"),
    "block, stars": ("java", "class A {\n\t/**\n\t * Make¦ a list\n\t * of books.\n\t **/\n\tint b;\n}\n"),
    "block, stars at once": ("typescript", "/** Make¦ a list\n *  of books. */\nlet b;\n"),
    "block, marks alone": ("scss", "/*\n      make¦ a list\n        of books\n*/\nb {}\n"),
    "nesting block": ("rust", "/* make¦ /* a */ list */\nfn b() {}\n"),
    "markup": ("html", "<p>\n  <!-- make¦ a page -->\n</p>\n"),
    "markup, lines": ("vue", "<p>\n  <!--make¦ a page\n      of books-->\n</p>\n"),
    "markup, marks alone": ("markdown", "# Hi\n\n<!--\nmake¦ a page\n-->\n\nText\n"),
    "XML": ("svg", "<svg>\n  <!-- make¦ a logo -->\n</svg>\n"),
    "dashes": ("sql", "select 1;\n-- make¦ a list\nselect 2;\n"),
    "Lua block": ("lua", "a = 1\n--[[ make¦ a list ]]\nb = 2\n"),
    "Haskell block": ("haskell", "a = 1\n{- make¦ a list -}\nb = 2\n"),
    "OCaml": ("ocaml", "let a = 1\n(* make¦ a list *)\nlet b = 2\n"),
    "semicolon": ("clojure", "(a)\n;; make¦ a list\n(b)\n"),
    "percent": ("latex", "a \\% b % make¦ a list\nb\n"),
    "PowerShell": ("powershell", "$a = 1\n<# make¦ a list #>\n$b = 2\n"),
    "Julia": ("julia", "a = 1\n#= make¦ a list =#\nb = 2\n"),
    "subtitles": ("webvtt", "WEBVTT\n\nNOTE make¦ a film\n\n00:01.000 --> 00:02.000\nHi\n"),
    "CSV": ("csv", "# make¦ a table\na,b\n"),
    "unknown, hash": ("some-language", "a\n# make¦ it\nb\n"),
    "unknown, block": ("some-language", "a\n/* make¦ it */\nb\n"),
    "directive": ("python", "# make¦ it\n# @getcode type=chart\n"),
    "directive first": ("javascript", "/*\n * @getcode lang=vue\n * make¦ it\n */\n"),
    "directive at once": ("html", "<!-- make¦ it @getcode lang=vue into=below -->\n<p>\n"),
}

# What may end, open or bend a comment, and the pieces of it.
MARKS = (
    "*/ /* --> --!> <!-- -- \"\"\" ''' ?> <?php <? <% </script> </STYLE> <script> ]] --[[ ]=] #} {# -} {- *) (* |# "
    "=# #= #> <# // / * - # > < ! \\ ??/ ` \" ' % ; :: [ @getcode \\u002a/ \\u000a coding=x ex:x noqa !/bin/sh + NOTE"
)
CHARACTERS = (
    "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\t \x00\u202e\u2066\ufeff\u200d\ud800\udc00\U000e0041\xa0é漢😀"
)
PHRASES = (
    "@getcode type=x|coding: latin-1|vim: set ts=3:|-*- c -*-|type: ignore|eslint-disable|go:build x|\r\n|\n\n|"
    "* item|- item|1. item|• item|word|https://a.b/c/*x*/|    indented|\x1b[2J|\\\n|  |"
    "a rather long run of ordinary words that has to be wrapped somewhere"
)
FRAGMENTS = [*MARKS.split(" "), *CHARACTERS, *PHRASES.split("|"), "x" * 50]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), min_size=1, max_size=14).map(
    "".join
)
WORD = re.compile(r"[^\W_]")


def at_cursor(form: str) -> tuple[Document, Comment, Language]:
    language_id, text = FORMS[form]
    cursor = text.index("¦")
    document = Document(text.replace("¦", "", 1))
    at = advance(Point(0, 0), text[:cursor])
    language = language_for(language_id)
    comment = find_comment(document.lines, Span(at, at), language)
    assert comment is not None, form
    assert comment.form is not None
    return document, comment, language


def written(form: str, text: str, width: int) -> tuple[Document, Comment, str, Comment | None]:
    """The document after the write-back, the comment before, what was written, the comment found after."""
    document, comment, language = at_cursor(form)
    new = write_back(comment, text, width=width, line_end=document.line_end)
    document.apply(document.splice(*comment.span, new))
    start = comment.span.start
    return document, comment, new, find_comment(document.lines, Span(start, start), language)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=120, deadline=None)
@given(text=TEXTS, width=st.integers(20, 120))
@example(text="ends with a backslash \\", width=20)
@example(text="noqa: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", width=20)
@example(text="* a\n* b\n* c", width=88)
@example(text="a\n* b\n* c", width=88)
@example(text="a **", width=88)
@example(text="*\n**\na", width=88)
def test_nothing_outside_changes_and_it_reads_back_as_one_comment(form: str, text: str, width: int) -> None:
    before, comment, _ = at_cursor(form)
    assert comment.form is not None
    head, tail = before.slice(Point(0, 0), comment.span.start), before.slice(comment.span.end, before.end)
    try:
        document, _, new, found = written(form, text, width)
    except ValueError:
        try:
            wrapped(comment.form, text, width)
        except ValueError:
            return  # no word in it
        raise
    assert document.text == head + new + tail
    assert found is not None, new
    assert found.span == Span(comment.span.start, advance(comment.span.start, new)), new
    one_line = comment.form.lines == 1 and not comment.form.alone
    assert not one_line or not re.search(r"[\r\n]", new)
    # What it says is what was to be said, word by word, and it keeps the directives.
    said = parse(found.text)
    assert said.pieces == parse(comment.text).pieces
    assert words(said.prompt) == words(neutral(text)), new
    # Once more changes nothing.
    again = write_back(found, said.prompt, width=width, line_end=document.line_end)
    assert again == new


def neutral(text: str) -> str:
    """What the text says, by rules of our own: control characters spelled out, surrogates joined or replaced."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def spell(found: re.Match[str]) -> str:
        return f"<U+{ord(found.group()):04X}>"

    return re.sub(
        "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u202a-\u202e\u2066-\u206f\U000e0000-\U000e007f]",
        spell,
        text,
    )


def words(text: str) -> str:
    """The letters and digits of a text; spaces, dashes and dots may have come between them."""
    return "".join(WORD.findall(text))


# An independent reader of the same languages: whatever it takes for no comment must be as it was.
PYGMENTS = {
    "hash": "python",
    "hash, trailing": "python",
    "slashes": "c",
    "slashes, trailing": "java",
    "slashes before the end of PHP": "php",
    "PHP block": "php",
    "script": "html",
    "block": "c",
    "block, inline": "javascript",
    "block, two lines": "css",
    "block, stars": "java",
    "block, stars at once": "typescript",
    "nesting block": "rust",
    "markup": "html",
    "XML": "xml",
    "dashes": "sql",
    "Lua block": "lua",
    "Haskell block": "haskell",
    "OCaml": "ocaml",
    "percent": "latex",
    "semicolon": "clojure",
}


def code(text: str, lexer: str) -> str:
    # Pygments ends a script at `< / script >` too, which no browser does (HTML, "script data less-than sign state").
    text = re.sub(r"< /(script|style)", r"\1", text, flags=re.IGNORECASE)
    tokens = get_lexer_by_name(lexer).get_tokens(text)
    return "".join("".join(value.split()) for kind, value in tokens if kind not in CommentToken)


@pytest.mark.parametrize("form", PYGMENTS)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_another_lexer_sees_the_same_code_as_before(form: str, text: str) -> None:
    before, _, _ = at_cursor(form)
    try:
        document, _, new, _ = written(form, text, 60)
    except ValueError:
        return
    assert code(document.text, PYGMENTS[form]) == code(before.text, PYGMENTS[form]), new


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_python_itself_sees_the_same_tokens_and_the_same_encoding(text: str) -> None:
    before, _, _ = at_cursor("hash, first line")
    try:
        document, _, new, _ = written("hash, first line", text, 60)
    except ValueError:
        return
    encoded = (document.text + "\nx = 1\n").encode()
    tokens = list(tokenize.tokenize(io.BytesIO(encoded).readline))
    assert tokens[0].string == "utf-8", new
    ignored = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING)
    assert [token.string for token in tokens if token.type not in ignored] == ["x", "=", "1", "\n", ""], new
    assert before.text


def show(form: str, text: str, width: int = 40) -> str:
    return written(form, text, width)[0].text


def test_a_long_text_is_wrapped_and_lists_hang() -> None:
    text = "Make a list of books with a title.\n\n- the first item is rather long too\n- short\n\nEnd."
    assert show("hash", text) == (
        "x = 1\n"
        "    # Make a list of books with a title.\n"
        "    #\n"
        "    # - the first item is rather long\n"
        "    #   too\n"
        "    # - short\n"
        "    #\n"
        "    # End.\n"
        "y = 2\n"
    )


def test_a_word_is_never_broken() -> None:
    url = "https://example.org/" + "a" * 60 + "?b=c-d"
    assert f"# {url}\n" in show("hash", f"See {url} please")


def test_a_trailing_comment_stays_on_its_line() -> None:
    assert show("hash, trailing", "one\ntwo\n\nthree " * 5).count("\n") == 2


def test_a_block_on_one_line_opens_up_when_the_text_is_long() -> None:
    assert show("block", "Make a list of books with title and author.") == (
        "int a;\n  /*\n   * Make a list of books with title and\n   * author.\n   */\nint b;\n"
    )
    assert show("block", "Make books.") == "int a;\n  /* Make books. */\nint b;\n"


def test_the_shape_of_a_block_is_kept() -> None:
    assert show("block, two lines", "one\ntwo\nthree") == "a {}\n/* one\n   two\n   three */\nb {}\n"
    assert show("block, stars", "one\n\ntwo") == (
        "class A {\n\t/**\n\t * one\n\t *\n\t * two\n\t */\n\tint b;\n}\n"
    )
    assert show("markup, marks alone", "one\n  two") == "# Hi\n\n<!--\none\n  two\n-->\n\nText\n"


def test_a_quotation_mark_does_not_touch_those_that_close_a_docstring() -> None:
    assert show("docstring, lines", 'Make a list.\nCall it "Books"') == (
        '"""Make a list.\nCall it "Books" """\nx = 1\n'
    )


def test_line_ends_are_those_of_the_file() -> None:
    assert show("hash, CR LF and tabs", "one\ntwo") == "x\r\n\t# one\r\n\t# two\r\ny\r\n"


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("block", "a */ b", "a * / b"),
        ("nesting block", "a /* b", "a / * b"),
        ("markup", "a --> b --!> c", "a -- > b -- !> c"),
        ("XML", "use --flag", "use - -flag"),
        ("slashes before the end of PHP", "a ?> b", "a ? > b"),
        ("slashes", "ends \\", "ends \\."),
        ("slashes", "ends ??/", "ends ??/."),
        ("slashes, trailing", "a \\u000a b", "a \\ u000a b"),
        ("script", "a </script> b", "a < /script> b"),
        ("hash", "a \u202e b", "a <U+202E> b"),
        ("hash", "noqa: E501", "- noqa: E501"),
        ("hash, first line", "with coding: rot13", "with coding : rot13"),
        ("hash", "a @getcode type=pdf", "a @ getcode type=pdf"),
        ("hash", "the regex: a. ex: b", "the regex: a. ex : b"),
        ("Lua block", "a]]b", "a] ]b"),
    ],
)
def test_what_would_take_effect_is_made_visible(form: str, text: str, shown: str) -> None:
    assert shown in show(form, text, 88)


@pytest.mark.parametrize("text", ["", "  \n ", "*/ -->", "\x85\u2028"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    _, comment, _ = at_cursor("hash")
    with pytest.raises(ValueError, match="no word"):
        write_back(comment, text, width=80, line_end="\n")


def test_a_selection_is_no_comment_to_write_into() -> None:
    lines = Document("alpha beta\ngamma\n").lines
    selection = find_comment(lines, Span(Point(0, 0), Point(1, 5)), language_for("python"))
    assert selection is not None
    with pytest.raises(ValueError, match="selection"):
        write_back(selection, "x", width=80, line_end="\n")
