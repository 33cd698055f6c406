"""The syntax of pages, templates and documents, and what is embedded in them."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.prompts import code_syntax as code
from getcode_lsp.prompts.code_syntax import embedded
from getcode_lsp.prompts.syntax import Block, Line, Quote, Region, Syntax, lines

_LANG = re.compile(r"""\b(?:lang|type)\s*=\s*["']?([\w/+.-]+)""", re.IGNORECASE)
_NOT_CODE = re.compile(r"json|template|html|x-|markdown|mermaid|glsl", re.IGNORECASE)

MARKUP_COMMENT = Block("<!--", "-->")
# `--!>` ends a comment of HTML as well, and `<?` and `<%` begin code wherever a page goes through PHP or ERB.
_BROKEN = ("-- !>", "< ?", "< %")
_SCRIPT_BROKEN = ("< /script", "< script", "< !--", "-- >")
_STYLE_BROKEN = ("< /style", "< !--", "-- >")

PUG_LINES = (Line("//", "start", pattern=r"^[ \t]*//-?", indented=True),)
PUG = Syntax(line=PUG_LINES, literals=())
HAML = Syntax(line=(Line("-#", "start", indented=True), Line("/", "start", spaced=True, indented=True)))
SLIM = Syntax(line=(Line("/", pattern=r"^[ \t]*/!?", indented=True),))


def _lang(tag: str) -> str:
    found = _LANG.search(tag)
    return found.group(1).lower() if found else ""


def _script(tag: str) -> Syntax | None:
    kind = _lang(tag)
    return None if _NOT_CODE.search(kind) else code.COFFEE if "coffee" in kind else code.JSX


def _style(tag: str) -> Syntax:
    kind = _lang(tag)
    return code.SASS if kind == "sass" else code.SCSS if kind in {"scss", "less", "stylus"} else code.CSS


def _template(tag: str) -> Syntax | None:
    return PUG if _lang(tag) in {"pug", "jade"} else None


def _hints(name: str) -> tuple[str, ...]:
    return tuple(f"{mark}{form}" for mark in ("<", "</") for form in (name, name.upper(), name.capitalize()))


def _tag(name: str) -> str:
    return rf"<(?i:{name})\b"


SCRIPT = Region(
    _tag("script"), "(?i:</script)", _hints("sc"), _script, to_bracket=True, broken=_SCRIPT_BROKEN
)
STYLE = Region(_tag("style"), "(?i:</style)", _hints("st"), _style, to_bracket=True, broken=_STYLE_BROKEN)
TEMPLATE = Region(
    _tag("template"),
    "^(?i:</template)",
    _hints("te"),
    _template,
    to_bracket=True,
    broken=("< /template",),
)
MARKUP = Syntax(block=(MARKUP_COMMENT,), regions=(SCRIPT, STYLE), broken=_BROKEN)
VUE = replace(MARKUP, regions=(SCRIPT, STYLE, TEMPLATE))
# XML allows no two hyphens in a comment at all.
XML = Syntax(block=(MARKUP_COMMENT,), quotes=(Quote("<![CDATA[", "]]>", escapes=False),), broken=("- -",))

# PHP in a page. `?>` ends a line comment, but counts for nothing in a string or a block comment.
_PHP = embedded(r"<\?(?!xml)(?:php\b|=)?", r"\?>", ("<?", "?>"), code.PHP_CODE, ("? >",), hard=False)
# A file of PHP that does not say `<?php` yet: either kind of comment may be meant.
_BARE_PHP = replace(code.PHP_CODE, block=(code.STAR, MARKUP_COMMENT), broken=("? >", "< ?", "-- !>"))
PHP = replace(MARKUP, regions=(_PHP, SCRIPT, STYLE), bare=_BARE_PHP)
_TEMPLATE_BROKEN = (*_BROKEN, "{ #", "{ %", "{ {", "# }", "% }", "} }")


def _templates(*blocks: Block, regions: tuple[Region, ...] = ()) -> Syntax:
    return replace(
        MARKUP, block=(*blocks, MARKUP_COMMENT), regions=(*regions, *MARKUP.regions), broken=_TEMPLATE_BROKEN
    )


_HASHES = Block("{#", "#}")
_COMMENT_TAG = Block(
    "{% comment %}",
    "{% endcomment %}",
    opening=r"\{%-?\s*comment\b[^%}]*%\}",
    closing=r"\{%-?\s*endcomment\s*-?%\}",
    hint="{%",
)
JINJA = _templates(_COMMENT_TAG, _HASHES)
TWIG = _templates(_HASHES)
LIQUID = _templates(_COMMENT_TAG, Block("{% #", "%}", opening=r"\{%-?\s*#", closing=r"-?%\}", hint="{%"))
HANDLEBARS = _templates(
    Block("{{!--", "--}}", opening=r"\{\{~?!--", closing=r"--~?\}\}", hint="{{"),
    Block("{{!", "}}", opening=r"\{\{~?!(?!--)", closing=r"~?\}\}", hint="{{"),
)
BLADE = _templates(
    Block("{{--", "--}}"),
    regions=(_PHP, embedded("@php(?![(\\w])", "@endphp", ("@php", "@endphp"), code.PHP_CODE, ("@ endphp",))),
)
_ERB_COMMENT = Block("<%#", "%>", opening="<%#", closing="-?%>")
ERB = _templates(_ERB_COMMENT, regions=(embedded("<%[-=]?", "%>", ("<%", "%>"), code.RUBY, ("% >",)),))
EJS = _templates(_ERB_COMMENT, regions=(embedded("<%[-=_]?", "%>", ("<%", "%>"), code.JAVASCRIPT, ("% >",)),))
JSP = _templates(
    Block("<%--", "--%>"), regions=(embedded("<%[@!=]?(?!--)", "%>", ("<%", "%>"), code.JAVA, ("% >",)),)
)
EEX = _templates(
    Block("<%!--", "--%>"),
    _ERB_COMMENT,
    regions=(embedded("<%=?", "%>", ("<%", "%>"), code.ELIXIR, ("% >",)),),
)
RAZOR = _templates(Block("@*", "*@"))
SMARTY = _templates(Block("{*", "*}"))
GO_TEMPLATE = _templates(Block("{{/*", "*/}}", opening=r"\{\{-?\s*/\*", closing=r"\*/\s*-?\}\}", hint="{{"))
FREEMARKER = _templates(Block("<#--", "-->"))
VELOCITY = replace(_templates(Block("#*", "*#")), line=(Line("##"),))
MAKO = replace(_templates(Block("<%doc>", "</%doc>")), line=(Line("##", "start"),))
_EXPRESSION = Block("{/*", "*/}")
SVELTE = replace(MARKUP, block=(_EXPRESSION, MARKUP_COMMENT))
_FRONT_MATTER = embedded("^---[ \t]*$", "^---", ("---",), code.JAVASCRIPT, ("-- -",))
ASTRO = replace(SVELTE, regions=(_FRONT_MATTER, SCRIPT, STYLE))
MARKDOWN = replace(MARKUP, regions=())
MDX = replace(MARKDOWN, block=(_EXPRESSION, MARKUP_COMMENT))


def _verbatim(name: str) -> Quote:
    return Quote(f"\\begin{{{name}}}", f"\\end{{{name}}}", escapes=False)


LATEX = Syntax(
    line=lines("%"),
    block=(
        Block(
            "\\begin{comment}", "\\end{comment}", False, r"^\\begin\{comment\}", r"^\\end\{comment\}", True
        ),
    ),
    quotes=(_verbatim("verbatim"), _verbatim("lstlisting")),
    literals=(code.BACKSLASH,),
)
BIBTEX = Syntax(line=lines("%"), literals=(code.BACKSLASH, r"%(?=[0-9A-Fa-f]{2})"))
TYPST = replace(code.NESTING_C, literals=(r"://\S*",))
RST = Syntax(
    line=(
        Line(
            "..",
            pattern=r"^[ \t]*\.\.(?!\S)(?![ \t]+(?:[\w+.:-]+::|\[[^\]]+\]|_|\|[^|]+\||__))",
            indented=True,
            joins=False,
        ),
    )
)
ASCIIDOC = Syntax(
    line=(Line("//", pattern=r"^//(?!/)"),),
    block=(Block("////", "////", opening=r"^/{4,}[ \t]*$", closing=r"^/{4,}[ \t]*$", whole_lines=True),),
)
ORG = Syntax(
    line=(Line("#", pattern=r"^[ \t]*#(?![^ \t])"),),
    block=(
        Block(
            "#+begin_comment",
            "#+end_comment",
            opening=r"^[ \t]*#\+(?i:begin_comment)\b.*",
            closing=r"^[ \t]*#\+(?i:end_comment)\b.*",
            whole_lines=True,
            hint="#+",
        ),
    ),
)
SUBTITLES = Syntax(line=(Line("NOTE", "start", spaced=True),), broken=("-- >",))
NONE = Syntax()
# A text of no language. Comments are commonly made by these marks, first on their line.
_COMMON = lines("//", "#", "--", ";", "%", place="start", spaced=True)
TEXT = Syntax(
    line=_COMMON,
    block=(Block("/*", "*/", opening=r"^[ \t]*/\*"), Block("<!--", "-->", opening=r"^[ \t]*<!--")),
    paragraphs=True,
)
LETTER = Syntax(paragraphs=True)
# A language that is not known: any of the common marks, some of them first on their line only.
GENERIC = Syntax(
    line=(
        *lines("//", "#", "--", place="space", spaced=True),
        *lines(";", "%", "!", place="start", spaced=True),
        Line("'", pattern=r"^[ \t]*'+(?=[ \t]|$)"),
        Line('"', pattern=r'^[ \t]*"(?=[ \t]|$)'),
        Line("REM", pattern=r"^[ \t]*@?[Rr][Ee][Mm](?!\S)"),
    ),
    block=(
        code.STAR,
        MARKUP_COMMENT,
        *(
            Block(block.open, block.close, opening=rf"(?:^|(?<=\s)){re.escape(block.open)}(?=\s)")
            for block in (
                Block("{-", "-}"),
                Block("(*", "*)"),
                Block("{#", "#}"),
                Block("<#", "#>"),
                Block("#|", "|#"),
            )
        ),
    ),
    literals=code.STRINGS,
    doc_prefix=" * ",
)
