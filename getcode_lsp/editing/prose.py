"""Telling prose from code at the beginning of a line, without a list of words: it holds for any language.

A line is asked about again with every token of it, so an answer "code" is never taken back, and neither is
"prose for good" after four plain words: no pattern below looks at the end of the line, but for the one that
says "wait".
"""

from __future__ import annotations

import re

_ORNAMENT = re.compile(r"[ \t]*[^\x00-\x7f\w\s]{1,8}[ \t]+")  # an emoji before a sentence
_HEADING = re.compile(r"[ \t]*(?:\*{1,3}(?=\S)|#{2,6}[ \t]+|`[^`\n]+`)")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*+>]|\d{1,3}[.)]|#{1,6})[ \t]+")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+(?=[^\W\d_])")  # a list of dashes or stars may be code
_MARK_BEGUN = re.compile(
    r"[ \t]*(?:\*{1,3}|#{1,6}|`[^`\n]*|[-+>]|\d{1,3}(?:[.)][ \t]*)?|[^\x00-\x7f\w\s]{1,8}[ \t]*)\Z"
)
_WORD_OF_CODE = re.compile(r"[^\W\d_]{2,}[;/\\()\[\]{}=<>+&|%$@#\"]|\w+[.:]\w|\w*_\w|[A-Z]{2}")
_SENTENCE = re.compile(r"(?:[^\W\d_]+(?:['’\-][^\W\d_]+)*,?[ \t]+){4}")
_SIGN_OF_CODE = re.compile(
    r"(?:[^`={}\\<(,;]|`[^`\n]*`|\(|,(?=[\s\d\"'`])|;(?=[ \t]))*"
    r"(?:[={}\\<]|(?<=\w)\((?:[^s]|s[^)])|,[^\s\d\"'`]|;\S)"
)


def reads_like_code(line: str, *, first: bool) -> bool:
    """Whether a line, or the beginning of one, shows a sign of code; `first`: nothing stands before it.

    A line reads like prose while it begins with a capital (or a letter without case), a heading, an emoji or a
    list mark, and holds no sign of code before its fifth word: `=`, braces, `<`, a backslash, a call, a comma
    without a blank behind it.
    """
    if _MARK_BEGUN.match(line):
        return False
    mark = _HEADING.match(line) or (_NUMBER if first else _LIST_MARK).match(line) or _ORNAMENT.match(line)
    body = line[mark.end() :] if mark else line.lstrip(" \t")
    if not body or body.isspace():
        return False
    if not mark and (not body[0].isalpha() or body[0].islower() or _WORD_OF_CODE.match(body)):
        return True
    return not _SENTENCE.match(body) and _SIGN_OF_CODE.match(body) is not None
