"""A name for a new document, out of what is asked for: a few words of the prompt and the ending that fits."""

from __future__ import annotations

import re
import unicodedata

from getcode_lsp.prompts.languages import Language
from getcode_lsp.prompts.request import GenerateRequest

MOST_WORDS = 3
LONGEST_STEM = 40
FALLBACK = "generated"

# The endings of what the API can be asked for by name (`language` of /api/generate).
_BY_API_LANGUAGE = {
    "html": ".html",
    "react": ".jsx",
    "vue": ".vue",
    "typescript": ".ts",
    "python": ".py",
    "nodejs": ".js",
    "php": ".php",
}
# What each output type is written in where nothing else says it (see the last rows of `languages.LANGUAGES`).
_BY_OUTPUT_TYPE = {
    "website": ".html",
    "chart": ".html",
    "api": ".txt",
    "email": ".html",
    "pdf": ".html",
    "excel": ".csv",
    "word": ".md",
    "powerpoint": ".md",
    "video": ".vtt",
    "image": ".svg",
}
# Where a file is named after the one thing in it.
_CAPITALS = frozenset({".jsx", ".tsx", ".vue", ".java", ".kt", ".cs", ".swift", ".scala", ".svelte"})
_HYPHENS = frozenset({".html", ".htm", ".css", ".scss", ".less", ".md", ".svg", ".tex"})
_EMPTY_WORDS = frozenset(
    "a an and api app application as at be build by class code component create csv document file for from function "
    "generate get give has have html i in is it its javascript js let like make me my need of on or our page php "
    "please program python react script should simple small some svg that the this to typescript up us vue want web "
    "website where which with write you your".split()
)
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


def propose(prompt: str, request: GenerateRequest, language: Language) -> str:
    """A file name for what a request asks for; `language` is that of the document with the prompt.

    It has no separator, no leading dot and at most 40 characters before its ending.
    """
    ending = _ending(request, language)
    return f"{_stem(prompt, ending)}{ending}"


def numbered(name: str, number: int) -> str:
    """The name that is tried as the `number`th (from 1): `books.py`, then `books_2.py`."""
    if number <= 1:
        return name
    stem, dot, ending = name.partition(".")
    joint = "-" if f".{ending}" in _HYPHENS else "" if f".{ending}" in _CAPITALS else "_"
    return f"{stem}{joint}{number}{dot}{ending}"


def _ending(request: GenerateRequest, language: Language) -> str:
    asked = request.language if request.language not in (None, "auto") else None
    own = next((suffix for suffix in language.suffixes if suffix.startswith(".")), None)
    if asked is not None and asked != language.api_language:
        return _BY_API_LANGUAGE[asked]
    if own is not None and (asked is not None or request.output_type == language.output_type):
        return own
    return _BY_OUTPUT_TYPE[request.output_type]


def _stem(prompt: str, ending: str) -> str:
    first = _POSSESSIVE.sub("", prompt.strip().split("\n")[0])
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", first)) if len(word) <= LONGEST_STEM]
    said = [word for word in words if word.lower() not in _EMPTY_WORDS]
    chosen = [word.lower() for word in said[:MOST_WORDS]] or [FALLBACK]
    if ending in _CAPITALS:
        chosen = [word.capitalize() for word in chosen]
    joint = "" if ending in _CAPITALS else "-" if ending in _HYPHENS else "_"
    while len(chosen) > 1 and len(joint.join(chosen)) > LONGEST_STEM:
        chosen.pop()
    stem = joint.join(chosen)
    return f"{stem}{joint or '_'}{FALLBACK}" if _RESERVED.match(stem) or stem[0].isdigit() else stem
