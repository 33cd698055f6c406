"""The argument of our commands: one object, strictly checked.

{"uri": str, "version": int, "range": Range, "prompt"?: str, "outputType"?: str, "language"?: str, "into"?: str}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from getcode_lsp.editing.text import Span
from getcode_lsp.prompts.request import API_LANGUAGES, OUTPUT_TYPES
from getcode_lsp.server.documents import Documents, InvalidParamsError, OpenDocument

LONGEST_PROMPT = 100_000
_KNOWN = {"uri", "version", "range", "prompt", "outputType", "language", "into"}
_INTO = ("below",)


@dataclass(frozen=True, slots=True)
class Target:
    """What a command is to work on: a span of an open document, with what overrides its comment."""

    document: OpenDocument
    span: Span
    prompt: str | None = None
    output_type: str | None = None
    language: str | None = None


def read_target(documents: Documents, arguments: object) -> Target:
    """Read the one argument; InvalidParamsError says what is wrong with it."""
    if not isinstance(arguments, list) or len(arguments) != 1:
        raise InvalidParamsError("exactly one argument, an object, is expected")
    tree = arguments[0]
    if not isinstance(tree, Mapping):
        raise InvalidParamsError("the argument must be an object")
    if unknown := sorted(str(name) for name in tree if name not in _KNOWN):
        raise InvalidParamsError(f"unknown members: {', '.join(unknown)[:200]}")
    document = read_document(documents, tree)
    version = tree.get("version", document.version)
    if not isinstance(version, int) or isinstance(version, bool):
        raise InvalidParamsError("version must be an integer")
    span = documents.span(document.mirror, tree.get("range"))
    if version != document.version:
        carried = document.carried(documents.unclamped_span(tree.get("range")), version)
        if carried is None:
            raise InvalidParamsError("version is too old: ask for the code actions again")
        span = carried
    return Target(
        document,
        span,
        _text(tree, "prompt"),
        _choice(tree, "outputType", OUTPUT_TYPES),
        _choice(tree, "language", API_LANGUAGES),
    )


def read_document(documents: Documents, tree: Mapping[str, Any]) -> OpenDocument:
    """The open document that `uri` names."""
    uri = tree.get("uri")
    document = documents.get(uri) if isinstance(uri, str) else None
    if document is None:
        raise InvalidParamsError("uri must name an open document")
    _choice(tree, "into", _INTO)
    return document


def _text(tree: Mapping[str, Any], name: str) -> str | None:
    value = tree.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise InvalidParamsError(f"{name} must be a string that is not empty")
    if len(value) > LONGEST_PROMPT:
        raise InvalidParamsError(f"{name} is longer than {LONGEST_PROMPT:,} characters")
    return value


def _choice(tree: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str | None:
    value = tree.get(name)
    if value is not None and value not in choices:
        raise InvalidParamsError(f"{name} must be one of {', '.join(choices)}")
    return value
