"""Which syntax a text shows when nobody says its language: the first line first, else the common marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.prompts.languages import language_for
from getcode_lsp.prompts.page_syntax import GENERIC
from getcode_lsp.prompts.syntax import Syntax

_BANG = re.compile(r"#!.*?(?:/env\s+(?:-\S+\s+|\w+=\S+\s+)*|/)(?P<name>[A-Za-z]+)[\d.]*(?:\s|$)")
_FIRST = (
    (re.compile(r"<\?php\b", re.IGNORECASE), "php"),
    (re.compile(r"<\?xml\b", re.IGNORECASE), "xml"),
    (re.compile(r"\s*<svg\b", re.IGNORECASE), "svg"),
    (re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE), "html"),
    (re.compile(r"%YAML\b|---\s*$"), "yaml"),
    (re.compile(r"\\documentclass\b"), "latex"),
    (re.compile(r"\s*<[A-Za-z][\w:-]*[\s>/]"), "html"),
)
_NAMES = {
    "node": "javascript",
    "deno": "typescript",
    "bun": "typescript",
    "rscript": "r",
    "pwsh": "powershell",
}
_LOOK = 40


def syntax_for(lines: Sequence[str], syntax: Syntax) -> Syntax:
    """The syntax to read a text by: the guess where it is of an unknown language, the bare one of a template."""
    if syntax.bare is not None:
        shown = any("<?" in line for line in lines[:_LOOK]) or "<?" in "".join(lines)
        return syntax if shown else syntax.bare
    if syntax is not GENERIC:
        return syntax
    found = _BANG.match(lines[0])
    if found:
        name = found.group("name").lower()
        return language_for(_NAMES.get(name, name)).syntax
    for pattern, language_id in _FIRST:
        if pattern.match(lines[0]):
            return language_for(language_id).syntax
    return syntax
