"""How comments and strings are spelled: what a finder needs to know of a language, and no more.

A `Syntax` says three things: which marks begin a comment, which literals may hold such a mark without
meaning it, and which fragments a text may not contain when it is written into a comment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

# A coding line may stand anywhere in a comment of the first two lines (PEP 263; Ruby's magic comments).
CODING = ("coding :", "coding =")

Template = Literal["markup", "php"]


@dataclass(frozen=True, slots=True)
class Block:
    """A comment between two marks; `nests` where an opener inside needs a closer of its own."""

    open: str
    close: str
    nests: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A string that may go over several lines; `escapes` where a backslash takes the next character along."""

    open: str
    close: str
    escapes: bool = True


@dataclass(frozen=True, slots=True)
class Syntax:
    """The lexical side of a language.

    `line` holds the marks of line comments; the last character of one may be repeated (`///`, `##`).
    `literals` are patterns of what stands on one line and hides a mark: strings, characters, escapes.
    `space_before` and `space_after`: a line mark counts only with white space (or the line's edge) there.
    `stops` end even a line comment (`?>`). `broken` are fragments that a written text may not hold, spelled
    with the space that takes them apart. `template` names how other languages are embedded.
    `doc_prefix` stands before each line of a block comment of several lines, None where none is usual.
    """

    line: tuple[str, ...] = ()
    block: tuple[Block, ...] = ()
    quotes: tuple[Quote, ...] = ()
    literals: tuple[str, ...] = ()
    space_before: bool = False
    space_after: bool = False
    stops: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    template: Template | None = None
    doc_prefix: str | None = None

    @property
    def has_coding_lines(self) -> bool:
        """Whether a comment in the first two lines may name the file's encoding."""
        return CODING[0] in self.broken

    @property
    def fragments(self) -> tuple[str, ...]:
        """Every fragment to be taken apart in a text that is written into a comment, with the space in it."""
        ends = [f"{mark[:-1]} {mark[-1]}" for block in self.block for mark in (block.close, block.open)]
        return tuple(dict.fromkeys([*self.broken, *ends]))


# Literals that end on their line. A quote without its partner is an apostrophe, so it hides nothing.
_DOUBLE = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_SINGLE = r"'[^'\\]*(?:\\.[^'\\]*)*'"
_BACKSLASH = r"\\."
_CHARACTER = r"'(?:\\[^']{1,10}|[^'\\])'"
_STRINGS = (_DOUBLE, _SINGLE, _BACKSLASH)
_REGEX = (
    r"/(?:(?<=[=(,:\[!&|?{};+~]/)|(?<=[=(,:\[!&|?{};+~] /)|(?<=return /)|(?<=^/))"
    r"(?![*/])(?:[^\\/\[]|\\.|\[(?:[^\]\\]|\\.){0,200}\]){1,500}/"
)
_URL = r"""url\([^()"']*\)"""

_STAR = Block("/*", "*/")
_NESTING_STAR = Block("/*", "*/", nests=True)
_MARKUP_COMMENT = Block("<!--", "-->")

C = Syntax(line=("//",), block=(_STAR,), literals=(_DOUBLE, _CHARACTER, _BACKSLASH), doc_prefix=" * ")
CPP = replace(C, quotes=(Quote('R"(', ')"', escapes=False),))
GO = replace(C, quotes=(Quote("`", "`", escapes=False),))
# Unicode escapes are read before comments are (Java Language Specification, 3.3), and a bad one is an error.
JAVA = replace(C, quotes=(Quote('"""', '"""'),), broken=("\\ u",))
CSHARP = replace(C, quotes=(Quote('"""', '"""', escapes=False), Quote('@"', '"', escapes=False)))
NESTING_C = replace(C, block=(_NESTING_STAR,), quotes=(Quote('"""', '"""'),))
RUST = replace(
    C,
    block=(_NESTING_STAR,),
    quotes=(Quote('r##"', '"##', escapes=False), Quote('r#"', '"#', escapes=False)),
)
DART = replace(C, literals=_STRINGS, quotes=(Quote("'''", "'''"), Quote('"""', '"""')))
CSS = Syntax(block=(_STAR,), literals=(*_STRINGS, _URL), doc_prefix=" * ")
SCSS = replace(CSS, line=("//",))
JAVASCRIPT = Syntax(
    line=("//",),
    block=(_STAR,),
    quotes=(Quote("`", "`"),),
    literals=(*_STRINGS, _REGEX),
    doc_prefix=" * ",
)
PHP_CODE = Syntax(
    line=("//", "#"), block=(_STAR,), literals=_STRINGS, stops=("?>",), broken=("? >",), doc_prefix=" * "
)
PHP = replace(PHP_CODE, template="php")

HASH = Syntax(line=("#",), literals=_STRINGS)
PYTHON = replace(HASH, quotes=(Quote('"""', '"""'), Quote("'''", "'''")), broken=CODING)
RUBY = replace(HASH, broken=PYTHON.broken)
SHELL = replace(HASH, space_before=True)
ELIXIR = replace(HASH, quotes=(Quote('"""', '"""'),))
TOML = replace(HASH, quotes=PYTHON.quotes)
POWERSHELL = replace(HASH, block=(Block("<#", "#>"),))
JULIA = replace(HASH, block=(Block("#=", "=#", nests=True),), quotes=(Quote('"""', '"""'),))
TERRAFORM = replace(HASH, line=("#", "//"), block=(_STAR,), doc_prefix=" * ")

DASHES = Syntax(line=("--",), literals=(_DOUBLE, _CHARACTER, _BACKSLASH))
SQL = Syntax(line=("--",), block=(_STAR,), literals=(r'"[^"]*"', r"'[^']*'"), doc_prefix=" * ")
LUA = Syntax(
    line=("--",),
    block=(Block("--[[", "]]"), Block("--[=[", "]=]"), Block("--[==[", "]==]")),
    quotes=(Quote("[[", "]]", escapes=False), Quote("[=[", "]=]", escapes=False)),
    literals=_STRINGS,
)
HASKELL = replace(DASHES, block=(Block("{-", "-}", nests=True),))
OCAML = Syntax(block=(Block("(*", "*)", nests=True),), literals=(_DOUBLE, _CHARACTER, _BACKSLASH))
LISP = Syntax(line=(";",), block=(Block("#|", "|#", nests=True),), literals=(_DOUBLE, _BACKSLASH))
CLOJURE = Syntax(line=(";",), literals=(_DOUBLE, _BACKSLASH))
PERCENT = Syntax(line=("%",), literals=(_BACKSLASH,))
ERLANG = replace(PERCENT, literals=(_DOUBLE, _BACKSLASH))

# `--!>` ends a comment of HTML as well, and `<?` begins code wherever a page goes through PHP.
MARKUP = Syntax(block=(_MARKUP_COMMENT,), broken=("-- !>", "< ?", "< %"), template="markup")
MARKDOWN = replace(MARKUP, template=None)
# XML allows no two hyphens in a comment at all.
XML = Syntax(block=(_MARKUP_COMMENT,), broken=("- -",))
SUBTITLES = Syntax(line=("NOTE",), space_before=True, space_after=True, broken=("-- >",))
NONE = Syntax()
GENERIC = Syntax(
    line=("//", "#", "--"),
    block=(_STAR, _MARKUP_COMMENT),
    literals=_STRINGS,
    space_before=True,
    space_after=True,
    doc_prefix=" * ",
)

_SCRIPT_FRAGMENTS = ("< /script", "< script", "< !--", "-- >")
SCRIPT = replace(JAVASCRIPT, stops=("</script",), broken=_SCRIPT_FRAGMENTS)
STYLE = replace(CSS, stops=("</style",), broken=("< /style", "< !--", "-- >"))
STYLE_SCSS = replace(SCSS, stops=STYLE.stops, broken=STYLE.broken)
# A file of PHP that does not say `<?php` yet: either kind of comment may be meant.
PHP_OR_MARKUP = replace(PHP_CODE, block=(_STAR, _MARKUP_COMMENT), broken=("? >", "< ?", "-- !>"))
