"""What goes with a prompt beside the language, by setting: the file's name, or the function around the comment.

Nothing of any other file, and never more than a stated number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.languages import Language

REACH = 1_500  # lines that are looked at, in either direction
_HEADER_LINES = 20

Blocks = Literal["braces", "indentation"]

# How a language shows what encloses what; a language that is not listed has no functions to send.
_BRACES = (
    "c cpp csharp css dart go groovy java javascript javascriptreact kotlin less objective-c perl php powershell proto "
    "r rust scala scss swift terraform typescript typescriptreact zig"
)
_INDENTATION = (
    "crystal elixir elm fish fsharp gdscript haskell julia lua matlab nim ocaml python ruby shellscript"
)
# Pages: what stands in a script is code with braces.
_PAGES = frozenset("astro html svelte vue".split())
BLOCKS: dict[str, Blocks] = {
    **dict.fromkeys(_BRACES.split(), "braces"),
    **dict.fromkeys(_INDENTATION.split(), "indentation"),
    **dict.fromkeys(_PAGES, "braces"),
}
_SCRIPT = re.compile(r"<(/?)script\b[^>]*>?", re.IGNORECASE)

# What may hold a brace or a word without meaning it. It need not be exact: it decides what goes with a prompt.
_HASH_COMMENTS = frozenset(
    "crystal elixir fish gdscript julia nim perl php powershell python r ruby shellscript".split()
)
_DASH_COMMENTS = frozenset("elm haskell lua".split())
_PERCENT_COMMENTS = frozenset({"matlab"})
_NO_SLASHES = _HASH_COMMENTS | _DASH_COMMENTS | _PERCENT_COMMENTS | {"ocaml", "css"}
_BLOCK_COMMENTS = {
    "lua": r"--\[\[.*?(?:\]\]|\Z)",
    "julia": r"#=.*?(?:=#|\Z)",
    "powershell": r"<#.*?(?:#>|\Z)",
    **dict.fromkeys(("elm", "haskell"), r"\{-.*?(?:-\}|\Z)"),
    **dict.fromkeys(("fsharp", "ocaml"), r"\(\*.*?(?:\*\)|\Z)"),
}
_STAR_COMMENT = r"/\*.*?(?:\*/|\Z)"
# `'` begins no string there, but may stand around one character.
_CHARACTERS = frozenset("c cpp csharp elm fsharp go haskell java kotlin ocaml rust scala swift zig".split())
_JAVASCRIPT = _PAGES | set("javascript javascriptreact typescript typescriptreact".split())

_FUNCTION = re.compile(
    r"(?:(?:async|local|private|public|protected|static|inline|override|final|export|default|pub(?:\([\w:]*\))?|abstract|"
    r"suspend|open|internal|unsafe|const|extern|virtual|let|rec|member|partial|self\.)\s+)*"
    r"(?:def[mp]?|defmacrop?|function|func|fun|fn|sub|proc|method|iterator|macro|let)\b"
)
_TYPE = re.compile(
    r"(?:\w+\s+)*(?:class|struct|interface|trait|impl|enum|object|module|namespace|defmodule|extension|record|type)\b"
)
_CONTROL = re.compile(
    r"(?:\}\s*)?(?:if|for|foreach|while|until|unless|switch|match|catch|with|else|elif|elsif|elseif|do|try|finally|"
    r"except|rescue|ensure|begin|using|lock|synchronized|when|case|loop|select|guard|defer|return|struct|class|enum|"
    r"namespace|interface|impl|trait|module)\b"
)
_CALLED = re.compile(r"\)[^;(){}=]*\Z|=>\s*\Z|\)\s*(?:->|:)[^;{}]*\Z")
_CLOSERS = re.compile(r"[)\]}]|end\b|fi\b|done\b|esac\b")


@dataclass(frozen=True, slots=True)
class _Header:
    first: int  # its first line
    last: int  # the line with the brace, or its last
    rank: int  # 2 a function, 1 a type, 0 something else
    column: int = 0  # of the brace


def context_for(
    setting: str, lines: Sequence[str], span: Span, language: Language, uri: str, most: int
) -> str:
    """What goes with the prompt at a span; empty where nothing does.

    `setting` is none, file or function. `lines` keep their ends. At most `most` characters.
    """
    if setting == "file":
        sentence = f"It goes into the file {file_name(uri)}."
        return sentence if file_name(uri) and len(sentence) <= most else ""
    if setting != "function":
        return ""
    block = enclosing(lines, span, language)
    return "" if block is None else _told(lines, block, span, most)


def file_name(uri: str) -> str:
    """The last part of a URI's path, on one line."""
    name = re.split(r"[/\\:]", unquote(uri))[-1]
    return "".join(letter for letter in name if letter.isprintable())[:200]


def enclosing(lines: Sequence[str], span: Span, language: Language) -> tuple[int, int] | None:
    """The first and last line of the function around a span, of the type where there is no function, or None."""
    blocks = BLOCKS.get(language.id)
    origin = _script(lines, span.start) if language.id in _PAGES else 0
    if blocks is None or origin is None:
        return None
    first, last = max(origin, span.start.line - REACH), min(len(lines), span.end.line + 1 + REACH)
    code = _code(lines[first:last], language.id)
    find = _by_braces if blocks == "braces" else _by_indentation
    found = find(code, span.start.line - first, span.start.column, span.end.line - first)
    return None if found is None else (found[0] + first, min(found[1] + first, len(lines) - 1))


def _script(lines: Sequence[str], at: Point) -> int | None:
    """The line below the tag of the script that a point is in, None where it is in no script."""
    for number in range(at.line, max(-1, at.line - REACH), -1):
        text = lines[number] if number < at.line else lines[number][: at.column]
        tags = list(_SCRIPT.finditer(text))
        if tags:
            return None if tags[-1].group(1) else number + 1
    return None


def _code(lines: Sequence[str], language_id: str) -> list[str]:
    """The lines, without their ends, with blanks where comments and strings stand."""
    text = "\n".join(content(line) for line in lines)
    return _hiding(language_id).sub(_blanked, text).split("\n")


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


@lru_cache(maxsize=64)
def _hiding(language_id: str) -> re.Pattern[str]:
    ways = [r'"""(?:\\.|.)*?(?:"""|\Z)', r"'''(?:\\.|.)*?(?:'''|\Z)"]
    ways.append(
        _BLOCK_COMMENTS.get(language_id, _STAR_COMMENT if language_id not in _HASH_COMMENTS else r"(?!)")
    )
    if language_id == "php":
        ways.append(_STAR_COMMENT)
    if language_id not in _NO_SLASHES or language_id == "php":
        ways.append(r"(?<!:)//[^\n]*")
    for languages, mark in ((_HASH_COMMENTS, "#"), (_DASH_COMMENTS, "--"), (_PERCENT_COMMENTS, "%")):
        if language_id in languages:
            ways.append(rf"(?<![$\w{{]){mark}[^\n]*")
    ways.append(r'"(?:\\.|[^"\\\n])*"')
    ways.append(r"'(?:\\[^'\n]{1,10}|[^'\\\n])'" if language_id in _CHARACTERS else r"'(?:\\.|[^'\\\n])*'")
    if language_id in _JAVASCRIPT or language_id == "go":
        ways.append(r"`(?:\\.|[^`\\])*`")
    if language_id in _JAVASCRIPT:
        ways.append(r"(?<=[=(,:\[!&|?])[ \t]*/(?![*/])(?:\\.|[^\\/\n])+/")
    return re.compile("|".join(ways), re.DOTALL)


def _by_braces(code: Sequence[str], line: int, column: int, last: int) -> tuple[int, int] | None:
    opened: list[Point] = []
    for number in range(line + 1):
        text = code[number] if number < line else code[number][:column]
        for found in re.finditer("[{}]", text):
            if found.group() == "{":
                opened.append(Point(number, found.start()))
            elif opened:
                opened.pop()
    chosen = _best([_brace_header(code, at) for at in reversed(opened)])
    return None if chosen is None else (chosen.first, _closing(code, chosen, last))


def _brace_header(code: Sequence[str], at: Point) -> _Header:
    number, text = at.line, code[at.line][: at.column]
    if not text.strip() and number:
        number -= 1
        text = code[number]
    while text.count(")") > text.count("(") and number and at.line - number < _HEADER_LINES:
        number -= 1
        text = f"{code[number]} {text}"
    words = text.strip()
    control = _CONTROL.match(words)
    if not control and (_FUNCTION.match(words) or _CALLED.search(words)):
        rank = 2
    else:
        rank = 1 if _TYPE.match(words) else 0
    return _Header(number, at.line, rank, at.column)


def _closing(code: Sequence[str], header: _Header, at_least: int) -> int:
    depth = 0
    for number in range(header.last, len(code)):
        text = code[number][header.column :] if number == header.last else code[number]
        for found in re.finditer("[{}]", text):
            depth += 1 if found.group() == "{" else -1
            if not depth:
                return max(number, at_least)
    return len(code) - 1


def _by_indentation(code: Sequence[str], line: int, column: int, last: int) -> tuple[int, int] | None:
    depth = _depth(code[line][:column]) if code[line][:column].strip() else _depth(code[line][:column] + "x")
    headers: list[_Header] = []
    number = line - 1
    while number >= 0 and depth:
        text = code[number]
        if text.strip() and _depth(text) < depth:
            depth = _depth(text)
            number = _opening(code, number)
            words = code[number].strip()
            rank = 2 if _FUNCTION.match(words) else 1 if _TYPE.match(words) else 0
            headers.append(_Header(_decorated(code, number), number, rank))
        number -= 1
    chosen = _best(headers)
    return None if chosen is None else (chosen.first, _outdent(code, chosen, last))


def _opening(code: Sequence[str], number: int) -> int:
    """The line on which a header begins that ends on a line like `) -> int:`."""
    depth = _depth(code[number])
    first = number
    while code[first].strip()[:1] in (")", "]", "}") and first and number - first < _HEADER_LINES:
        first -= 1
        while first and (not code[first].strip() or _depth(code[first]) > depth):
            first -= 1
    return first


def _decorated(code: Sequence[str], number: int) -> int:
    depth = _depth(code[number])
    while number and code[number - 1].strip()[:1] == "@" and _depth(code[number - 1]) == depth:
        number -= 1
    return number


def _outdent(code: Sequence[str], header: _Header, at_least: int) -> int:
    depth = _depth(code[header.last])
    end = max(header.last, at_least)
    for number in range(header.last + 1, len(code)):
        text = code[number]
        if not text.strip():
            continue
        if _depth(text) <= depth and number > at_least:
            closes = _depth(text) == depth and _CLOSERS.match(text.strip())
            if not closes:
                break
            end = number
            if code[number].strip().startswith("end"):
                break
            continue
        end = max(end, number)
    return end


def _depth(text: str) -> int:
    expanded = text.expandtabs(8)
    return len(expanded) - len(expanded.lstrip(" "))


def _best(headers: Sequence[_Header]) -> _Header | None:
    """The innermost function, else the innermost type; the headers go from the inside out."""
    for rank in (2, 1):
        for header in headers:
            if header.rank == rank:
                return header
    return None


def _told(lines: Sequence[str], block: tuple[int, int], span: Span, most: int) -> str:
    """The block as a part of the prompt: whole, or what of it is nearest to the comment."""
    intro = "It goes below the comment in this code, which stays as it is:"
    room = most - len(f"{intro}\n\n")
    first, last = block
    whole = range(first, last + 1)
    if sum(len(content(lines[number])) + 1 for number in whole) <= room + 1:
        kept = set(whole)
    else:
        kept = _nearest(lines, block, span, room)
    if not kept:
        return ""
    return f"{intro}\n\n" + "\n".join(_with_notes(lines, block, kept))


def _with_notes(lines: Sequence[str], block: tuple[int, int], kept: set[int]) -> Iterator[str]:
    left_out = 0
    for number in range(block[0], block[1] + 1):
        if number not in kept:
            left_out += 1
            continue
        if left_out:
            yield _note(left_out)
            left_out = 0
        yield content(lines[number])
    if left_out:
        yield _note(left_out)


def _note(count: int) -> str:
    return f"[… {count:,} line{'' if count == 1 else 's'} left out …]"


def _nearest(lines: Sequence[str], block: tuple[int, int], span: Span, room: int) -> set[int]:
    """The lines that fit: the header first, then outwards from the comment."""
    first, last = block
    budget = room - 3 * (len(_note(last - first)) + 1)
    kept: set[int] = set()

    def keep(number: int) -> bool:
        nonlocal budget
        if number not in kept and first <= number <= last:
            cost = len(content(lines[number])) + 1
            if cost > budget:
                return False
            budget -= cost
            kept.add(number)
        return first <= number <= last

    if not all([keep(first), *(keep(number) for number in range(span.start.line, span.end.line + 1))]):
        return set()
    above, below = span.start.line, span.end.line
    upwards = downwards = True
    while upwards or downwards:
        above, below = above - 1, below + 1
        upwards = upwards and keep(above)
        downwards = downwards and keep(below)
    return kept
