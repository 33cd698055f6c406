"""The languages that the server knows: one table, one row each.

A row gives the LSP language id, the name as one says it in a sentence, the syntax, the API's own word for the
language where it has one (`language` of /api/generate), the output type that a file of this kind stands for,
other ids that editors use, and the endings of its file names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from getcode_lsp.editing.characters import escape_for
from getcode_lsp.prompts import syntax as s
from getcode_lsp.prompts.syntax import Block, Syntax


@dataclass(frozen=True, slots=True)
class Language:
    """One row of the table; `name` is empty where there is no language to ask for (plain text)."""

    id: str
    name: str
    syntax: Syntax
    output_type: str
    api_language: str | None = None
    aliases: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()

    @property
    def line(self) -> tuple[str, ...]:
        """The marks of its line comments."""
        return self.syntax.line

    @property
    def block(self) -> tuple[Block, ...]:
        """The pairs of marks of its block comments."""
        return self.syntax.block

    @property
    def doc_prefix(self) -> str | None:
        """What stands before each line of a block comment of several lines, None where none is usual."""
        return self.syntax.doc_prefix

    @property
    def escape(self) -> Callable[[int], str]:
        """Writes a code point that may not stand in a file as this language would spell it."""
        return escape_for(self.id)

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id and every other id that means it."""
        return (self.id, *self.aliases)


def _row(
    language_id: str,
    name: str,
    syntax: Syntax,
    output_type: str = "api",
    api: str | None = None,
    also: str = "",
    ends: str = "",
) -> Language:
    return Language(language_id, name, syntax, output_type, api, tuple(also.split()), tuple(ends.split()))


LANGUAGES: tuple[Language, ...] = (
    # Pages.
    _row("html", "HTML", s.MARKUP, "website", "html", "htm xhtml htmldjango jinja-html", ".html .htm .xhtml"),
    _row("vue", "Vue", s.MARKUP, "website", "vue", "vue-html", ".vue"),
    _row("javascriptreact", "JSX", s.JAVASCRIPT, "website", "react", "jsx javascript.jsx", ".jsx"),
    _row("typescriptreact", "TSX", s.JAVASCRIPT, "website", "react", "tsx typescript.tsx", ".tsx"),
    _row("svelte", "Svelte", s.MARKUP, "website", ends=".svelte"),
    _row("astro", "Astro", s.MARKUP, "website", ends=".astro"),
    _row("css", "CSS", s.CSS, "website", ends=".css"),
    _row("scss", "SCSS", s.SCSS, "website", ends=".scss"),
    _row("less", "Less", s.SCSS, "website", ends=".less"),
    _row("sass", "Sass", s.SCSS, "website", ends=".sass"),
    _row("handlebars", "Handlebars", s.MARKUP, "website", also="html.handlebars mustache", ends=".hbs"),
    # Code.
    _row("python", "Python", s.PYTHON, api="python", also="py", ends=".py .pyi"),
    _row("typescript", "TypeScript", s.JAVASCRIPT, api="typescript", also="ts", ends=".ts .mts .cts"),
    _row("javascript", "JavaScript", s.JAVASCRIPT, api="nodejs", also="js", ends=".js .mjs .cjs"),
    _row("php", "PHP", s.PHP, api="php", ends=".php"),
    _row("go", "Go", s.GO, also="golang", ends=".go"),
    _row("rust", "Rust", s.RUST, also="rs", ends=".rs"),
    _row("c", "C", s.C, ends=".c .h"),
    _row("cpp", "C++", s.CPP, also="c++", ends=".cpp .cc .cxx .hpp .hh"),
    _row("objective-c", "Objective-C", s.C, also="objc", ends=".m"),
    _row("csharp", "C#", s.CSHARP, also="cs c#", ends=".cs"),
    _row("java", "Java", s.JAVA, ends=".java"),
    _row("kotlin", "Kotlin", s.NESTING_C, also="kt", ends=".kt .kts"),
    _row("swift", "Swift", s.NESTING_C, ends=".swift"),
    _row("scala", "Scala", s.NESTING_C, ends=".scala"),
    _row("dart", "Dart", s.DART, ends=".dart"),
    _row("groovy", "Groovy", replace(s.JAVA, literals=s.DART.literals), ends=".groovy .gradle"),
    _row("zig", "Zig", replace(s.C, block=(), doc_prefix=None), ends=".zig"),
    _row("ruby", "Ruby", s.RUBY, also="rb", ends=".rb"),
    _row("perl", "Perl", s.HASH, also="pl", ends=".pl .pm"),
    _row("elixir", "Elixir", s.ELIXIR, ends=".ex .exs"),
    _row("crystal", "Crystal", s.HASH, ends=".cr"),
    _row("nim", "Nim", s.ELIXIR, ends=".nim"),
    _row("gdscript", "GDScript", s.ELIXIR, ends=".gd"),
    _row("shellscript", "shell script", s.SHELL, also="sh bash zsh shell", ends=".sh .bash .zsh"),
    _row("fish", "fish", s.SHELL, ends=".fish"),
    _row("powershell", "PowerShell", s.POWERSHELL, also="ps1", ends=".ps1"),
    _row("lua", "Lua", s.LUA, ends=".lua"),
    _row("sql", "SQL", s.SQL, also="mysql pgsql plsql", ends=".sql"),
    _row("haskell", "Haskell", s.HASKELL, ends=".hs"),
    _row("elm", "Elm", s.HASKELL, ends=".elm"),
    _row("ocaml", "OCaml", s.OCAML, ends=".ml .mli"),
    _row("fsharp", "F#", replace(s.OCAML, line=("//",)), ends=".fs"),
    _row("clojure", "Clojure", s.CLOJURE, ends=".clj .cljs"),
    _row("lisp", "Lisp", s.LISP, also="commonlisp scheme racket", ends=".lisp .scm .rkt"),
    _row("erlang", "Erlang", s.ERLANG, ends=".erl"),
    _row("yaml", "YAML", s.SHELL, also="yml dockercompose", ends=".yaml .yml"),
    _row("toml", "TOML", s.TOML, ends=".toml"),
    _row("dockerfile", "Dockerfile syntax", s.SHELL, also="docker", ends="Dockerfile"),
    _row("makefile", "Makefile syntax", s.SHELL, also="make", ends="Makefile"),
    _row("terraform", "Terraform", s.TERRAFORM, also="hcl tf", ends=".tf .hcl"),
    _row("jsonc", "JSON", replace(s.C, literals=s.SQL.literals), also="json json5", ends=".json .jsonc"),
    _row("graphql", "GraphQL", s.ELIXIR, ends=".graphql .gql"),
    _row("proto", "Protocol Buffers", s.C, also="proto3", ends=".proto"),
    _row("xml", "XML", s.XML, also="xsl", ends=".xml"),
    # Figures.
    _row("r", "R", s.HASH, "chart", ends=".r .R"),
    _row("julia", "Julia", s.JULIA, "chart", ends=".jl"),
    _row("matlab", "MATLAB", replace(s.PERCENT, literals=s.SQL.literals), "chart", also="octave"),
    _row("gnuplot", "gnuplot", s.HASH, "chart", ends=".gp .gnuplot"),
    _row("dot", "Graphviz DOT", s.TERRAFORM, "chart", also="graphviz", ends=".dot .gv"),
    _row("mermaid", "Mermaid", s.PERCENT, "chart", ends=".mmd .mermaid"),
    # Papers.
    _row("csv", "CSV", s.HASH, "excel", also="tsv csv_semicolon csv_pipe", ends=".csv .tsv"),
    _row("svg", "SVG", s.XML, "image", ends=".svg"),
    _row("latex", "LaTeX", s.PERCENT, "pdf", also="tex plaintex context", ends=".tex .latex"),
    _row("bibtex", "BibTeX", s.PERCENT, "pdf", also="bib", ends=".bib"),
    _row("typst", "Typst", replace(s.NESTING_C, quotes=(), literals=()), "pdf", also="typ", ends=".typ"),
    _row("markdown", "Markdown", s.MARKDOWN, "word", also="md mdx quarto", ends=".md .markdown"),
    _row("restructuredtext", "reStructuredText", s.NONE, "word", also="rst", ends=".rst"),
    _row(
        "slides", "Markdown slides", s.MARKDOWN, "powerpoint", also="marp slidev", ends="slides.md .marp.md"
    ),
    _row("mail", "", s.NONE, "email", also="eml", ends=".eml"),
    _row("mjml", "MJML", s.XML, "email", ends=".mjml"),
    _row("webvtt", "WebVTT", s.SUBTITLES, "video", also="vtt", ends=".vtt"),
    _row("srt", "SubRip format", s.NONE, "video", also="subrip", ends=".srt"),
    _row("plaintext", "", s.GENERIC, "word", also="text txt", ends=".txt"),
)

_BY_ID = {name: language for language in LANGUAGES for name in language.ids}
# The longest ending first: `slides.md` before `.md`.
_BY_SUFFIX = sorted(
    ((suffix, language) for language in LANGUAGES for suffix in language.suffixes),
    key=lambda pair: -len(pair[0]),
)
_SLIDES = _BY_ID["slides"]
_TAIL = re.compile("[?#]")
_SEPARATORS = re.compile(r"[\\/]")


def language_for(language_id: str, uri: str = "") -> Language:
    """The row of a language id; an id that says nothing gives way to the file's name, an unknown one to a guess.

    The guess takes any of the common marks of a comment that the text shows.
    """
    by_name = _by_file_name(uri)
    known = _BY_ID.get(language_id.lower())
    if known is None:
        if by_name is not None:
            return by_name
        return Language(language_id, language_id, s.GENERIC, "api")
    if known.id == "plaintext" and by_name is not None:
        return by_name
    if known.id == "markdown" and by_name is _SLIDES:
        return _SLIDES
    if known.id == "xml" and by_name is not None and by_name.syntax is s.XML:
        return by_name
    return known


def _by_file_name(uri: str) -> Language | None:
    name = _SEPARATORS.split(unquote(_TAIL.split(uri, maxsplit=1)[0]))[-1]
    for suffix, language in _BY_SUFFIX:
        if name.endswith(suffix):
            return language
    return None
