"""The syntax of programming, query and configuration languages. Sources: their reference manuals."""

from __future__ import annotations

from dataclasses import replace

from getcode_lsp.prompts.syntax import CODING, Block, Line, Quote, Region, Syntax, lines

# Literals that end on their line. A quote without its partner is an apostrophe, so it hides nothing.
DOUBLE = r'"[^"\\]*(?:\\.[^"\\]*)*"'
SINGLE = r"'[^'\\]*(?:\\.[^'\\]*)*'"
BACKSLASH = r"\\."
CHARACTER = r"'(?:\\[^']{1,10}|[^'\\])'"
PLAIN_DOUBLE = r'"[^"]*"'
PLAIN_SINGLE = r"'[^']*'"
STRINGS = (DOUBLE, SINGLE, BACKSLASH)
_REGEX = (
    r"/(?:(?<=[=(,:\[!&|?{};+~]/)|(?<=[=(,:\[!&|?{};+~] /)|(?<=return /)|(?<=^/))"
    r"(?![*/])(?:[^\\/\[]|\\.|\[(?:[^\]\\]|\\.){0,200}\]){1,500}/"
)
_URL = r"""url\([^()"']*\)"""

STAR = Block("/*", "*/")
NESTING_STAR = Block("/*", "*/", nests=True)
# A string that may go over several lines although one quote opens it.
LONG_DOUBLE = Quote('"', '"')
LONG_SINGLE = Quote("'", "'")
_TRIPLE = Quote('"""', '"""')
_TRIPLE_SINGLE = Quote("'''", "'''")
_RAW_TRIPLE = Quote('"""', '"""', escapes=False)
_RAW_BACKTICK = Quote("`", "`", escapes=False)

SLASHES = lines("//")
C = Syntax(line=SLASHES, block=(STAR,), literals=(DOUBLE, CHARACTER, BACKSLASH), doc_prefix=" * ")
CPP = replace(
    C, quotes=(Quote('R"', '"', escapes=False, opening=r'R"(?P<tag>[^()\\\s]{0,16})\(', closing=r'\){tag}"'),)
)
GO = replace(C, quotes=(_RAW_BACKTICK,))
# Unicode escapes are read before comments are (Java Language Specification, 3.3), and a bad one is an error.
JAVA = replace(C, quotes=(_TRIPLE,), broken=("\\ u",))
CSHARP = replace(
    C,
    quotes=(
        Quote('@"', '"', escapes=False, doubled=True),
        Quote('@$"', '"', escapes=False, doubled=True),
        Quote('"""', '"""', escapes=False, opening=r'(?P<tag>"{3,})', closing="{tag}"),
    ),
)
NESTING_C = replace(C, block=(NESTING_STAR,))
KOTLIN = replace(NESTING_C, quotes=(_RAW_TRIPLE,))
SWIFT = replace(
    NESTING_C,
    quotes=(
        _TRIPLE,
        Quote('#"""', '"""#', escapes=False, opening=r'(?P<tag>#+)"""', closing='"""{tag}'),
        Quote('#"', '"#', escapes=False, opening=r'(?P<tag>#+)"(?!"")', closing='"{tag}'),
    ),
)
GROOVY = replace(JAVA, literals=STRINGS, quotes=(_TRIPLE, _TRIPLE_SINGLE, Quote("$/", "/$", escapes=False)))
RUST = replace(
    C,
    block=(NESTING_STAR,),
    quotes=(
        Quote(
            'r#"', '"#', escapes=False, opening=r'(?<!\w)(?:b|c)?r(?P<tag>#*)"', closing='"{tag}', hint='"'
        ),
        LONG_DOUBLE,
    ),
    literals=(CHARACTER, BACKSLASH),
)
DART = replace(
    NESTING_C, literals=(r"r'(?!'')[^']*'", r'r"(?!"")[^"]*"', *STRINGS), quotes=(_TRIPLE_SINGLE, _TRIPLE)
)
D = replace(
    C, block=(STAR, Block("/+", "+/", nests=True)), quotes=(_RAW_BACKTICK, Quote('r"', '"', escapes=False))
)
ZIG = replace(C, block=(), literals=(r"\\\\.*", *C.literals), doc_prefix=None)
CSS = Syntax(block=(STAR,), literals=(*STRINGS, _URL), doc_prefix=" * ")
SCSS = replace(CSS, line=SLASHES)
SASS = Syntax(line=(Line("//", indented=True), Line("/*", "start", indented=True)), literals=(*STRINGS, _URL))
JAVASCRIPT = Syntax(
    line=SLASHES,
    block=(STAR,),
    quotes=(Quote("`", "`", code=("${", "{", "}")),),
    literals=(*STRINGS, _REGEX),
    doc_prefix=" * ",
)
JSX = replace(JAVASCRIPT, braces=True)
COFFEE = Syntax(
    line=lines("#"),
    block=(Block("###", "###", opening=r"###(?!#)"),),
    quotes=(_TRIPLE, _TRIPLE_SINGLE, Quote("`", "`")),
    literals=STRINGS,
)
_PHP_HEREDOC = Quote(
    "<<<",
    "",
    False,
    r"<<<[ \t]*(?P<q>[\"']?)(?P<tag>[A-Za-z_]\w*)(?P=q)[ \t]*$",
    r"^[ \t]*{tag}\b",
    begins="below",
)
PHP_CODE = Syntax(
    line=(*SLASHES, Line("#", pattern=r"#+(?!\[)")),
    block=(STAR,),
    quotes=(_PHP_HEREDOC, LONG_DOUBLE, LONG_SINGLE),
    doc_prefix=" * ",
)

HASH = Syntax(line=lines("#"), literals=STRINGS)
PYTHON = replace(HASH, quotes=(_TRIPLE, _TRIPLE_SINGLE), broken=CODING, docs="python")
RUBY = replace(
    HASH,
    block=(Block("=begin", "=end", False, r"^=begin\b", r"^=end\b.*", whole_lines=True),),
    quotes=(
        Quote(
            "<<~",
            "",
            False,
            r"<<[-~](?P<q>[\"'`]?)(?P<tag>[A-Za-z_]\w*)(?P=q)",
            r"^[ \t]*{tag}$",
            begins="below",
            hint="<<",
        ),
        Quote(
            "<<",
            "",
            False,
            r"(?<=[=(,\s])<<(?P<q>[\"']?)(?P<tag>[A-Z_]+)(?P=q)(?!\w)",
            "^{tag}$",
            begins="below",
        ),
        Quote("%q(", ")", opening=r"%[qQwWiI]\(", closing=r"\)", hint="%"),
        Quote("%q{", "}", opening=r"%[qQwWiI]\{", closing=r"\}", hint="%"),
        Quote("%q[", "]", opening=r"%[qQwWiI]\[", closing=r"\]", hint="%"),
    ),
    literals=(*STRINGS, _REGEX),
    broken=CODING,
)
PERL = replace(
    HASH,
    block=(
        Block("=pod", "=cut", False, r"^=(?!cut\b)[a-zA-Z]\w*.*", r"^=cut\b.*", whole_lines=True, hint="="),
    ),
    quotes=(
        Quote("<<", "", False, r"<<~?(?P<q>[\"'])(?P<tag>[^\"'\n]+)(?P=q)", r"^[ \t]*{tag}$", begins="below"),
        Quote(
            "<<A", "", False, r"<<~?(?P<tag>[A-Z_][A-Z0-9_]*)\b", r"^[ \t]*{tag}$", begins="below", hint="<<"
        ),
        Quote("q{", "}", opening=r"(?<![\w$@%&>])q[qw]?\s?\{", closing=r"\}", hint="q"),
        Quote("q(", ")", opening=r"(?<![\w$@%&>])q[qw]?\s?\(", closing=r"\)", hint="q"),
    ),
    literals=(
        r"\$#",
        r"(?<![\w$@%&])(?:m|qr|s|y|tr)(?P<perl>[/#|!,])(?:\\.|(?!(?P=perl)).){0,500}(?P=perl)",
        *STRINGS,
        _REGEX,
    ),
)
_SHELL_HEREDOC = Quote(
    "<<",
    "",
    False,
    r"(?<!<)<<-?[ \t]*\\?(?P<q>[\"']?)(?P<tag>[A-Za-z_][\w.-]*)(?P=q)",
    r"^[ \t]*{tag}$",
    begins="below",
)
SHELL = Syntax(
    line=lines("#", place="space"),
    quotes=(
        _SHELL_HEREDOC,
        Quote("$'", "'"),
        Quote('"', '"', code=("$(", "(", ")")),
        Quote("'", "'", escapes=False),
    ),
    literals=(BACKSLASH, r"\$#", r"\(\([^()]*\)\)"),
)
FISH = replace(SHELL, quotes=(LONG_DOUBLE, LONG_SINGLE))
CONFIG = Syntax(line=lines("#", place="space"), literals=STRINGS)
EDGE = Syntax(line=lines("#", place="start"))
DOCKERFILE = replace(EDGE, quotes=(_SHELL_HEREDOC,))
MAKEFILE = Syntax(line=lines("#"), literals=(BACKSLASH,))
YAML = Syntax(
    line=lines("#", place="space"),
    quotes=(
        Quote("|", "", False, r"(?:(?<=[:?-])|^)[ \t]+\|[-+0-9]{0,2}(?=[ \t]*(?:$|[ \t]#))", begins="deeper"),
        Quote(">", "", False, r"(?:(?<=[:?-])|^)[ \t]+>[-+0-9]{0,2}(?=[ \t]*(?:$|[ \t]#))", begins="deeper"),
    ),
    literals=(r'(?<![^\s\[{,:])"[^"\\]*(?:\\.[^"\\]*)*"', r"(?<![^\s\[{,:])'[^']*'"),
)
INI = Syntax(line=lines(";", "#", place="space"), literals=STRINGS)
PROPERTIES = Syntax(line=lines("#", "!", place="start"))
CMAKE = Syntax(
    line=lines("#"),
    block=(Block("#[[", "]]", opening=r"#\[(?P<tag>=*)\[", closing=r"\]{tag}\]", hint="#["),),
    quotes=(LONG_DOUBLE, Quote("[[", "]]", False, r"\[(?P<tag>=*)\[", r"\]{tag}\]", hint="[")),
    literals=(BACKSLASH,),
)
ELIXIR = replace(
    HASH,
    quotes=(_TRIPLE, _TRIPLE_SINGLE, Quote("~s(", ")", opening=r"~[a-zA-Z]+\(", closing=r"\)", hint="~")),
    literals=(r"\?\\?.", *STRINGS),
    docs="elixir",
)
HASH_TRIPLE = replace(HASH, quotes=(_TRIPLE,))
GRAPHQL = replace(HASH_TRIPLE, docs="statement")
NIM = replace(
    HASH,
    block=(Block("#[", "]#", nests=True),),
    quotes=(_RAW_TRIPLE,),
    literals=(DOUBLE, CHARACTER, BACKSLASH),
)
TOML = replace(
    HASH, quotes=(_TRIPLE, Quote("'''", "'''", escapes=False)), literals=(DOUBLE, PLAIN_SINGLE, BACKSLASH)
)
NIX = Syntax(
    line=lines("#"),
    block=(STAR,),
    quotes=(Quote("''", "''", False, r"''", r"''(?!['$\\])"), LONG_DOUBLE),
    literals=(r"://\S*",),
    doc_prefix=" * ",
)
POWERSHELL = Syntax(
    line=lines("#", place="space"),
    block=(Block("<#", "#>"),),
    quotes=(Quote('@"', '"@', False, r'@"[ \t]*$', '^"@'), Quote("@'", "'@", False, r"@'[ \t]*$", "^'@")),
    literals=(r"`.", r'"(?:[^"`]|`.|"")*"', PLAIN_SINGLE),
    continuation=r"`$",
)
JULIA = replace(
    HASH,
    block=(Block("#=", "=#", nests=True),),
    quotes=(_TRIPLE, LONG_DOUBLE),
    literals=(CHARACTER, BACKSLASH),
    docs="statement",
)
R = Syntax(
    line=(Line("#", pattern=r"#+'?"),),
    quotes=(
        Quote('r"(', ')"', False, r"(?<!\w)[rR][\"'](?P<tag>-*)\(", r"\){tag}[\"']", hint="("),
        LONG_DOUBLE,
        LONG_SINGLE,
    ),
    literals=(BACKSLASH, r"`[^`]*`"),
)
CRYSTAL = replace(HASH, quotes=RUBY.quotes[:1], broken=())
TERRAFORM = replace(
    HASH,
    line=lines("#", "//"),
    block=(STAR,),
    quotes=(
        Quote("<<", "", False, r"<<[-~]?(?P<tag>[A-Za-z_]\w*)[ \t]*$", r"^[ \t]*{tag}\b", begins="below"),
    ),
    literals=(DOUBLE, BACKSLASH),
    doc_prefix=" * ",
)
C_HASH = replace(C, line=lines("//", "#"), literals=STRINGS)
TCL = Syntax(
    line=(Line("#", "start"), Line("#", pattern=r"(?<=;)#+|(?<=; )#+")), literals=(DOUBLE, BACKSLASH)
)
AWK = replace(HASH, literals=(DOUBLE, BACKSLASH, _REGEX))

# `--` with another operator sign behind it is an operator of Haskell (Report 2010, 2.3).
_HASKELL_DASHES = Line("--", pattern=r"--+(?![!#$%&*+./<=>?@\\^|~:])")
_BRACE_DASH = Block("{-", "-}", nests=True)
DASHES = Syntax(line=lines("--"), literals=(DOUBLE, CHARACTER, BACKSLASH))
SQL = Syntax(
    line=lines("--"),
    block=(STAR,),
    quotes=(Quote("'", "'", escapes=False), Quote('"', '"', escapes=False)),
    doc_prefix=" * ",
)
MYSQL = replace(SQL, line=lines("--", "#"), quotes=(LONG_SINGLE, LONG_DOUBLE))
VHDL = replace(DASHES, block=(STAR,), doc_prefix=" * ")
LUA = Syntax(
    line=lines("--"),
    block=(Block("--[[", "]]", opening=r"--\[(?P<tag>=*)\[", closing=r"\]{tag}\]", hint="--["),),
    quotes=(Quote("[[", "]]", False, r"\[(?P<tag>=*)\[", r"\]{tag}\]", hint="["),),
    literals=STRINGS,
)
HASKELL = replace(DASHES, line=(_HASKELL_DASHES,), block=(_BRACE_DASH,))
ELM = replace(HASKELL, line=lines("--"), quotes=(_TRIPLE,))
LEAN = replace(DASHES, block=(Block("/-", "-/", nests=True),))
APPLESCRIPT = replace(DASHES, block=(Block("(*", "*)", nests=True),))
OCAML = Syntax(
    block=(Block("(*", "*)", nests=True),),
    quotes=(Quote("{|", "|}", False, r"\{(?P<tag>[a-z_]*)\|", r"\|{tag}\}", hint="|"), LONG_DOUBLE),
    literals=(CHARACTER, BACKSLASH),
)
FSHARP = Syntax(
    line=SLASHES,
    block=(Block("(*", "*)", nests=True, opening=r"\(\*(?!\))", closing=r"\*\)"),),
    quotes=(_RAW_TRIPLE, Quote('@"', '"', escapes=False, doubled=True), LONG_DOUBLE),
    literals=(CHARACTER, BACKSLASH),
)
MATHEMATICA = Syntax(block=(Block("(*", "*)", nests=True),), quotes=(LONG_DOUBLE,))
PASCAL = Syntax(
    line=SLASHES,
    block=(Block("{", "}"), Block("(*", "*)")),
    literals=(PLAIN_SINGLE,),
    swaps=(("{", "("), ("}", ")")),
)
_SEMICOLONS = lines(";")
LISP = Syntax(
    line=_SEMICOLONS,
    block=(Block("#|", "|#", nests=True),),
    quotes=(LONG_DOUBLE,),
    literals=(r"#\\.", BACKSLASH),
)
EMACS_LISP = replace(LISP, block=(), literals=(r"\?\\?.", BACKSLASH))
CLOJURE = replace(LISP, block=())
ASSEMBLER = Syntax(
    line=(*_SEMICOLONS, *SLASHES, Line("#", "space"), Line("@", "space", spaced=True)),
    block=(STAR,),
    literals=(DOUBLE, CHARACTER, BACKSLASH),
    doc_prefix=" * ",
)
PERCENT = Syntax(line=lines("%"), literals=(BACKSLASH,))
ERLANG = replace(PERCENT, quotes=(_TRIPLE,), literals=(r"\$\\?.", DOUBLE, SINGLE, BACKSLASH))
PROLOG = replace(PERCENT, block=(STAR,), literals=(r"0'.", *STRINGS), doc_prefix=" * ")
MATLAB = Syntax(
    line=(*lines("%"), *lines("#", place="space")),
    block=(Block("%{", "%}", True, r"^[ \t]*%\{[ \t]*$", r"^[ \t]*%\}[ \t]*$", whole_lines=True),),
    literals=(r"(?<![\w\])}.'])'[^']*'", PLAIN_DOUBLE),
)
FORTRAN = Syntax(
    line=(Line("!", pattern=r"!+[<>]?"),), literals=(PLAIN_DOUBLE, PLAIN_SINGLE), continuation=r"(?!)"
)
# In fixed form a comment is marked in the first column.
FORTRAN_FIXED = replace(
    FORTRAN, line=(*FORTRAN.line, Line("C", pattern=r"^[Cc](?=[ \t]|$)"), Line("*", pattern=r"^\*"))
)
COBOL = Syntax(
    line=(Line("*>", pattern=r"\*>"), Line("*", pattern=r"(?<=^ {6})\*(?!>)")),
    literals=(PLAIN_DOUBLE, PLAIN_SINGLE),
)
ABAP = Syntax(
    line=(Line("*", pattern=r"^\*+"), Line('"', "space")), literals=(PLAIN_SINGLE, r"`[^`]*`", r"\|[^|]*\|")
)
BASIC = Syntax(
    line=(Line("'"), Line("REM", pattern=r"(?:^[ \t]*|(?<=:)|(?<=: ))[Rr][Ee][Mm](?!\S)")),
    literals=(PLAIN_DOUBLE,),
    continuation=r"(?:^|(?<=\s))_$",
)
BATCH = Syntax(
    line=(
        Line("REM", pattern=r"^[ \t]*@?[Rr][Ee][Mm](?!\S)"),
        Line("::", pattern=r"^[ \t]*::+(?!\S)|^[ \t]*::"),
    ),
    broken=("% ~",),
    continuation=r"\^$",
)
# A quote begins a comment where a command may begin, or behind a blank when no other quote follows.
VIM = Syntax(
    line=(
        Line('"', pattern=r'^[ \t]*"(?!\\)'),
        Line('"', pattern=r'(?<=\s)"(?=[^"]*$)'),
        Line("#", "space", spaced=True),
    ),
    literals=(DOUBLE, PLAIN_SINGLE, BACKSLASH),
    swaps=(('"', "'"),),
    continuation=r"(?!)",
)
PLANTUML = Syntax(line=lines("'", place="start"), block=(Block("/'", "'/"),))
M4 = Syntax(line=(Line("dnl", spaced=True, pattern=r"(?<!\w)dnl(?!\S)"), *lines("#")))


def embedded(
    opening: str,
    closing: str,
    hints: tuple[str, ...],
    syntax: Syntax,
    broken: tuple[str, ...],
    *,
    hard: bool = True,
) -> Region:
    """A region in which one syntax always holds."""
    return Region(opening, closing, hints, lambda _tag: syntax, hard, broken=broken)
