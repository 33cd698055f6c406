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

from getcode_lsp.editing.escapes import escape_for
from getcode_lsp.prompts import code_syntax as s
from getcode_lsp.prompts import page_syntax as p
from getcode_lsp.prompts.syntax import Block, Line, Region, Syntax


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
        return tuple(line.mark for line in self.syntax.line)

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


_FENCE_NAME = re.compile(r"[^`~]*[`~]{3,}(?![`~])[ \t]*\{?\.?([\w+#.-]+)")
_SOURCE_NAME = re.compile(r"#\+\w+[ \t]+([\w+#.-]+)")


def _fenced(opener: str) -> Syntax:
    return _named(_FENCE_NAME.match(opener))


def _sourced(opener: str) -> Syntax:
    return _named(_SOURCE_NAME.match(opener))


def _named(found: re.Match[str] | None) -> Syntax:
    """The syntax of the language that a block of code names; that of none where it is not known."""
    name = found.group(1).lower() if found else ""
    language = _BY_ID.get(name) or _BY_EXTENSION.get(name)
    return (
        p.NONE if language is None or language.syntax.paragraphs else language.syntax.bare or language.syntax
    )


# A block of code in a document: its language's own comments count, its end counts everywhere.
_FENCE = Region(
    r"^[ \t>]*(?:[-*+][ \t]+)?(?P<tag>`{3,}|~{3,})[^`]*$",
    r"^[ \t>]*{tag}[`~]*[ \t]*$",
    ("```", "~~~"),
    _fenced,
    broken=("`` `", "~~ ~"),
)
_SOURCE = Region(
    r"^[ \t]*#\+(?i:begin_(?:src|example|export))\b.*",
    r"^[ \t]*#\+(?i:end_(?:src|example|export))\b.*",
    ("#+",),
    _sourced,
)
_MARKDOWN = replace(p.MARKDOWN, regions=(_FENCE,))
_MDX = replace(p.MDX, regions=(_FENCE,))
_ORG = replace(p.ORG, regions=(_SOURCE,))

LANGUAGES: tuple[Language, ...] = (
    # Pages.
    _row("html", "HTML", p.MARKUP, "website", "html", "htm xhtml", ".html .htm .xhtml"),
    _row("vue", "Vue", p.VUE, "website", "vue", "vue-html", ".vue"),
    _row("javascriptreact", "JSX", s.JSX, "website", "react", "jsx javascript.jsx", ".jsx"),
    _row("typescriptreact", "TSX", s.JSX, "website", "react", "tsx typescript.tsx", ".tsx"),
    _row("svelte", "Svelte", p.SVELTE, "website", ends=".svelte"),
    _row("astro", "Astro", p.ASTRO, "website", ends=".astro"),
    _row("css", "CSS", s.CSS, "website", also="postcss tailwindcss", ends=".css .pcss"),
    _row("scss", "SCSS", s.SCSS, "website", ends=".scss"),
    _row("less", "Less", s.SCSS, "website", ends=".less"),
    _row("sass", "Sass", s.SASS, "website", ends=".sass"),
    _row("stylus", "Stylus", s.SCSS, "website", ends=".styl"),
    _row("pug", "Pug", p.PUG, "website", also="jade", ends=".pug .jade"),
    _row("haml", "Haml", p.HAML, "website", ends=".haml"),
    _row("slim", "Slim", p.SLIM, "website", ends=".slim"),
    _row(
        "handlebars",
        "Handlebars",
        p.HANDLEBARS,
        "website",
        also="html.handlebars mustache",
        ends=".hbs .mustache",
    ),
    _row(
        "jinja",
        "Jinja",
        p.JINJA,
        "website",
        also="jinja-html jinja2 django-html htmldjango nunjucks njk",
        ends=".jinja .j2 .njk",
    ),
    _row("twig", "Twig", p.TWIG, "website", also="html.twig", ends=".twig"),
    _row("liquid", "Liquid", p.LIQUID, "website", ends=".liquid"),
    _row("blade", "Blade", p.BLADE, "website", also="laravel-blade", ends=".blade.php"),
    _row("erb", "ERB", p.ERB, "website", also="eruby html.erb", ends=".erb"),
    _row("ejs", "EJS", p.EJS, "website", ends=".ejs"),
    _row("jsp", "JSP", p.JSP, "website", also="javaserverpages", ends=".jsp"),
    _row("heex", "HEEx", p.EEX, "website", also="html-eex phoenix-heex eelixir", ends=".heex .eex .leex"),
    _row("razor", "Razor", p.RAZOR, "website", also="aspnetcorerazor cshtml", ends=".cshtml .razor"),
    _row("smarty", "Smarty", p.SMARTY, "website", ends=".tpl"),
    _row(
        "gotmpl",
        "Go template",
        p.GO_TEMPLATE,
        "website",
        also="gohtmltmpl gotexttmpl gohtml helm",
        ends=".tmpl .gohtml",
    ),
    _row("freemarker", "FreeMarker", p.FREEMARKER, "website", also="ftl", ends=".ftl"),
    _row("velocity", "Velocity", p.VELOCITY, "website", ends=".vm"),
    _row("mako", "Mako", p.MAKO, "website", ends=".mako"),
    # Code.
    _row(
        "python",
        "Python",
        s.PYTHON,
        api="python",
        also="py python3 starlark bzl cython sage",
        ends=".py .pyi .pyw .bzl .pyx",
    ),
    _row("typescript", "TypeScript", s.JAVASCRIPT, api="typescript", also="ts", ends=".ts .mts .cts"),
    _row("javascript", "JavaScript", s.JAVASCRIPT, api="nodejs", also="js node", ends=".js .mjs .cjs"),
    _row("coffeescript", "CoffeeScript", s.COFFEE, also="coffee", ends=".coffee"),
    _row("php", "PHP", p.PHP, api="php", ends=".php .phtml"),
    _row("go", "Go", s.GO, also="golang", ends=".go"),
    _row("rust", "Rust", s.RUST, also="rs", ends=".rs"),
    _row("c", "C", s.C, ends=".c .h"),
    _row("cpp", "C++", s.CPP, also="c++ cuda cuda-cpp arduino", ends=".cpp .cc .cxx .hpp .hh .cu .ino"),
    _row("objective-c", "Objective-C", s.C, also="objc", ends=".m"),
    _row("objective-cpp", "Objective-C++", s.CPP, also="objcpp", ends=".mm"),
    _row("csharp", "C#", s.CSHARP, also="cs c#", ends=".cs .csx"),
    _row(
        "vb",
        "Visual Basic",
        s.BASIC,
        also="vbnet basic freebasic vba vbs vbscript visualbasic",
        ends=".vb .bas .vbs",
    ),
    _row("java", "Java", s.JAVA, ends=".java"),
    _row("kotlin", "Kotlin", s.KOTLIN, also="kt", ends=".kt .kts"),
    _row("swift", "Swift", s.SWIFT, ends=".swift"),
    _row("scala", "Scala", s.KOTLIN, also="sbt", ends=".scala .sbt .sc"),
    _row("dart", "Dart", s.DART, ends=".dart"),
    _row("groovy", "Groovy", s.GROOVY, also="gradle jenkinsfile", ends=".groovy .gradle Jenkinsfile"),
    _row("d", "D", s.D, ends=".d"),
    _row("zig", "Zig", s.ZIG, ends=".zig .zon"),
    _row("odin", "Odin", s.NESTING_C, ends=".odin"),
    _row("vala", "Vala", s.KOTLIN, ends=".vala"),
    _row("haxe", "Haxe", replace(s.C, literals=s.STRINGS), ends=".hx"),
    _row("solidity", "Solidity", replace(s.C, literals=s.STRINGS), also="sol", ends=".sol"),
    _row("glsl", "GLSL", s.C, also="hlsl wgsl shaderlab metal", ends=".glsl .vert .frag .hlsl .wgsl"),
    _row("verilog", "Verilog", replace(s.C, literals=(s.DOUBLE, s.BACKSLASH)), ends=".v .vh"),
    _row("systemverilog", "SystemVerilog", replace(s.C, literals=(s.DOUBLE, s.BACKSLASH)), ends=".sv .svh"),
    _row("vhdl", "VHDL", s.VHDL, ends=".vhd .vhdl"),
    _row("ruby", "Ruby", s.RUBY, also="rb", ends=".rb .rake Rakefile Gemfile"),
    _row("perl", "Perl", s.PERL, also="pl perl5 perl6 raku", ends=".pl .pm"),
    _row("elixir", "Elixir", s.ELIXIR, ends=".ex .exs"),
    _row("crystal", "Crystal", s.CRYSTAL, ends=".cr"),
    _row("nim", "Nim", s.NIM, ends=".nim .nims"),
    _row("gdscript", "GDScript", s.HASH_TRIPLE, also="gd", ends=".gd"),
    _row(
        "shellscript", "shell script", s.SHELL, also="sh bash zsh shell ksh csh tcsh", ends=".sh .bash .zsh"
    ),
    _row("fish", "fish", s.FISH, ends=".fish"),
    _row("nushell", "Nushell", s.CONFIG, also="nu", ends=".nu"),
    _row("powershell", "PowerShell", s.POWERSHELL, also="ps1 pwsh", ends=".ps1 .psm1"),
    _row("bat", "batch file", s.BATCH, also="dosbatch batch cmd", ends=".bat .cmd"),
    _row("awk", "AWK", s.AWK, ends=".awk"),
    _row("tcl", "Tcl", s.TCL, ends=".tcl"),
    _row("lua", "Lua", s.LUA, also="luau", ends=".lua .luau"),
    _row("vim", "Vim script", s.VIM, also="viml vimscript", ends=".vim .vimrc"),
    _row("sql", "SQL", s.SQL, also="plsql pgsql postgres sqlite mssql tsql bigquery", ends=".sql .pgsql"),
    _row("mysql", "MySQL", s.MYSQL),
    _row("haskell", "Haskell", s.HASKELL, also="purescript idris idris2 agda", ends=".hs .purs"),
    _row("elm", "Elm", s.ELM, ends=".elm"),
    _row("lean", "Lean", s.LEAN, also="lean4", ends=".lean"),
    _row("ocaml", "OCaml", s.OCAML, also="ml ocaml.interface ocamlinterface coq sml reason", ends=".ml .mli"),
    _row("fsharp", "F#", s.FSHARP, also="fs f#", ends=".fs .fsx"),
    _row(
        "clojure",
        "Clojure",
        s.CLOJURE,
        also="clojurescript edn fennel janet",
        ends=".clj .cljs .cljc .edn .fnl",
    ),
    _row("lisp", "Lisp", s.LISP, also="commonlisp common-lisp scheme racket", ends=".lisp .scm .rkt .el.in"),
    _row("elisp", "Emacs Lisp", s.EMACS_LISP, also="emacs-lisp", ends=".el"),
    _row("erlang", "Erlang", s.ERLANG, ends=".erl .hrl"),
    _row("prolog", "Prolog", s.PROLOG, ends=".prolog"),
    _row(
        "fortran",
        "Fortran",
        s.FORTRAN,
        also="fortran-modern fortranfreeform fortran90",
        ends=".f90 .f95 .f03",
    ),
    _row(
        "fortran_fixed-form",
        "Fortran",
        s.FORTRAN_FIXED,
        also="fortranfixedform fortran77",
        ends=".f .for .f77",
    ),
    _row("cobol", "COBOL", s.COBOL, ends=".cob .cbl"),
    _row("pascal", "Pascal", s.PASCAL, also="objectpascal delphi", ends=".pas .pp .dpr"),
    _row("ada", "Ada", s.DASHES, ends=".adb .ads"),
    _row("abap", "ABAP", s.ABAP, ends=".abap"),
    _row("applescript", "AppleScript", s.APPLESCRIPT, ends=".applescript"),
    _row(
        "asm",
        "assembly language",
        s.ASSEMBLER,
        also="assembly nasm masm gas asm-intel-x86-generic arm",
        ends=".asm .s .S",
    ),
    _row(
        "wat",
        "WebAssembly text",
        replace(s.CLOJURE, line=(Line(";;"),), block=(Block("(;", ";)", nests=True),)),
        also="wast",
        ends=".wat",
    ),
    _row(
        "yaml",
        "YAML",
        s.YAML,
        also="yml dockercompose docker-compose github-actions-workflow ansible yaml.ansible",
        ends=".yaml .yml",
    ),
    _row("toml", "TOML", s.TOML, ends=".toml"),
    _row(
        "ini",
        "INI",
        s.INI,
        also="dosini cfg conf editorconfig gitconfig systemd desktop",
        ends=".ini .cfg .conf .editorconfig",
    ),
    _row(
        "properties", "Java properties", s.PROPERTIES, also="jproperties java-properties", ends=".properties"
    ),
    _row("dotenv", "dotenv", s.CONFIG, also="env", ends=".env"),
    _row("ignore", "ignore file", s.EDGE, also="gitignore", ends=".gitignore .dockerignore"),
    _row(
        "dockerfile",
        "Dockerfile syntax",
        s.DOCKERFILE,
        also="docker containerfile",
        ends="Dockerfile Containerfile",
    ),
    _row("makefile", "Makefile syntax", s.MAKEFILE, also="make", ends="Makefile .mk"),
    _row("just", "Just", s.CONFIG, ends="justfile"),
    _row("cmake", "CMake", s.CMAKE, ends=".cmake CMakeLists.txt"),
    _row("meson", "Meson", replace(s.HASH, quotes=s.PYTHON.quotes), ends="meson.build"),
    _row(
        "terraform", "Terraform", s.TERRAFORM, also="hcl tf terraform-vars opentofu", ends=".tf .tfvars .hcl"
    ),
    _row("bicep", "Bicep", replace(s.C, literals=(s.SINGLE, s.BACKSLASH)), ends=".bicep"),
    _row("nix", "Nix", s.NIX, ends=".nix"),
    _row("puppet", "Puppet", s.HASH, ends=".pp.epp"),
    _row("nginx", "nginx configuration", s.CONFIG, also="apacheconf apache caddyfile"),
    _row("gherkin", "Gherkin", s.EDGE, also="cucumber feature", ends=".feature"),
    _row("robot", "Robot Framework", s.CONFIG, also="robotframework", ends=".robot"),
    _row(
        "jsonc",
        "JSON",
        replace(s.C, literals=(s.DOUBLE, s.BACKSLASH)),
        also="json json5 jsonl",
        ends=".json .jsonc .json5",
    ),
    _row("jsonnet", "Jsonnet", s.C_HASH, also="cue", ends=".jsonnet .libsonnet"),
    _row("graphql", "GraphQL", s.GRAPHQL, ends=".graphql .gql"),
    _row(
        "proto", "Protocol Buffers", replace(s.C, literals=s.STRINGS), also="proto3 protobuf", ends=".proto"
    ),
    _row("thrift", "Thrift", s.C_HASH, ends=".thrift"),
    _row("prisma", "Prisma", replace(s.C, literals=(s.DOUBLE, s.BACKSLASH)), ends=".prisma"),
    _row("cypher", "Cypher", replace(s.C, literals=s.STRINGS), ends=".cypher .cql"),
    _row(
        "sparql",
        "SPARQL",
        replace(s.CONFIG, literals=(*s.STRINGS, r"<[^>\s]{0,300}>")),
        also="turtle",
        ends=".rq .ttl",
    ),
    _row(
        "restclient",
        "HTTP",
        replace(s.EDGE, line=(*s.EDGE.line, *s.SLASHES)),
        also="http rest",
        ends=".http .rest",
    ),
    _row("xml", "XML", p.XML, also="xsl xslt xsd", ends=".xml .xsl .xslt .xsd"),
    _row("m4", "m4", s.M4, also="config", ends=".m4"),
    # Figures.
    _row("r", "R", s.R, "chart", also="rsplus", ends=".r .R"),
    _row("julia", "Julia", s.JULIA, "chart", ends=".jl"),
    _row("matlab", "MATLAB", s.MATLAB, "chart", also="octave"),
    _row("mathematica", "Mathematica", s.MATHEMATICA, "chart", also="mma wolfram", ends=".wl .nb"),
    _row("gnuplot", "gnuplot", s.HASH, "chart", ends=".gp .gnuplot"),
    _row("dot", "Graphviz DOT", s.TERRAFORM, "chart", also="graphviz", ends=".dot .gv"),
    _row("mermaid", "Mermaid", replace(s.PERCENT, line=(Line("%%"),)), "chart", ends=".mmd .mermaid"),
    _row("plantuml", "PlantUML", s.PLANTUML, "chart", ends=".puml .plantuml"),
    # Papers.
    _row("csv", "CSV", s.EDGE, "excel", also="tsv csv_semicolon csv_pipe", ends=".csv .tsv"),
    _row("svg", "SVG", p.XML, "image", ends=".svg"),
    _row("latex", "LaTeX", p.LATEX, "pdf", also="tex plaintex context", ends=".tex .latex"),
    _row("bibtex", "BibTeX", p.BIBTEX, "pdf", also="bib", ends=".bib"),
    _row("typst", "Typst", p.TYPST, "pdf", also="typ", ends=".typ"),
    _row(
        "markdown",
        "Markdown",
        _MARKDOWN,
        "word",
        also="md quarto rmd rmarkdown",
        ends=".md .markdown .qmd .rmd",
    ),
    _row("mdx", "MDX", _MDX, "website", ends=".mdx"),
    _row("restructuredtext", "reStructuredText", p.RST, "word", also="rst", ends=".rst"),
    _row("asciidoc", "AsciiDoc", p.ASCIIDOC, "word", also="adoc asciidoctor", ends=".adoc .asciidoc"),
    _row("org", "Org", _ORG, "word", also="orgmode", ends=".org"),
    _row("slides", "Markdown slides", _MARKDOWN, "powerpoint", also="marp slidev", ends="slides.md .marp.md"),
    _row("mail", "", p.LETTER, "email", also="eml", ends=".eml"),
    _row("mjml", "MJML", p.XML, "email", ends=".mjml"),
    _row("webvtt", "WebVTT", p.SUBTITLES, "video", also="vtt", ends=".vtt"),
    _row("srt", "SubRip format", p.NONE, "video", also="subrip", ends=".srt"),
    _row("plaintext", "", p.TEXT, "word", also="text txt", ends=".txt"),
)

_BY_ID = {name: language for language in LANGUAGES for name in language.ids}
# The longest ending first: `slides.md` before `.md`.
_BY_SUFFIX = sorted(
    ((suffix, language) for language in LANGUAGES for suffix in language.suffixes),
    key=lambda pair: -len(pair[0]),
)
# A name as a block of code in a document may give it: `py`, `sh`.
_BY_EXTENSION = {suffix[1:]: language for suffix, language in _BY_SUFFIX if suffix.startswith(".")}
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
        return Language(language_id, language_id, p.GENERIC, "api")
    if known.id == "plaintext" and by_name is not None:
        return by_name
    if known.id == "markdown" and by_name is _SLIDES:
        return _SLIDES
    if known.id == "xml" and by_name is not None and by_name.syntax is p.XML:
        return by_name
    return known


def _by_file_name(uri: str) -> Language | None:
    name = _SEPARATORS.split(unquote(_TAIL.split(uri, maxsplit=1)[0]))[-1]
    for suffix, language in _BY_SUFFIX:
        if name.endswith(suffix):
            return language
    return None
