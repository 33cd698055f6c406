"""The PDF and image files that a text names, by their form alone: nobody looks whether they are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# The extensions of what /api/upload takes (GetCode API reference).
MIME_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
        "gif": "image/gif",
    }
)

LONGEST_NAME = 260  # characters of a path that is looked for between quotes

# "menu.pdf.bak" and "menu.pdfs" name something else; "menu.pdf." ends a sentence.
_EXTENSION = re.compile(rf"\.(?:{'|'.join(MIME_TYPES)})(?![.]?[A-Za-z0-9_-])", re.IGNORECASE)
_QUOTES = {
    '"': '"',
    "'": "'",
    "`": "`",
    "”": "“",
    "’": "‘",
    "»": "«",
    "“": "„",
    "›": "‹",
    ">": "<",
    "」": "「",
}
_BARE = re.compile(r"""[^\s"'`“”„‘’«»‹›「」<>|*?,;()\[\]{}，。、；（）]+""")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")  # one letter is a drive


def mentioned_files(text: str) -> tuple[str, ...]:
    """The files that a text names, each once, in the order of the text.

    A name with blanks has to stand in quotes; a URL is no file.
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        quoted = list(_quoted(line))
        # A name in quotes is not looked at again, nor glued to its neighbours.
        bare = list(line)
        for start, end in quoted:
            bare[start:end] = " " * (end - start)
        spans = [(start + 1, end - 1) for start, end in quoted] + list(_unquoted("".join(bare)))
        for start, end in sorted(spans):
            if _is_name(name := line[start:end].strip()):
                found.setdefault(name)
    return tuple(found)


def _quoted(line: str) -> list[tuple[int, int]]:
    """Where names in quotes stand, quotes included: from an extension before a closing quote back to the other."""
    spans: list[tuple[int, int]] = []
    for extension in _EXTENSION.finditer(line):
        end = extension.end()
        opener = _QUOTES.get(line[end : end + 1])
        if opener is None:
            continue
        start = line.rfind(opener, max(spans[-1][1] if spans else 0, end - LONGEST_NAME), extension.start())
        if start >= 0:
            spans.append((start, end + 1))
    return spans


def _unquoted(line: str) -> list[tuple[int, int]]:
    spans = []
    for word in _BARE.finditer(line):
        ends = [extension.end() for extension in _EXTENSION.finditer(word[0])]
        if ends:
            start = word.start() + (word[0][0] == "@")  # as chats mark a file
            spans.append((start, word.start() + ends[-1]))
    return spans


def _is_name(name: str) -> bool:
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return bool(stem) and len(name) <= LONGEST_NAME and _SCHEME.match(name) is None
