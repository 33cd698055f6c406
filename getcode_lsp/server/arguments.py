"""The argument of our commands: one object, strictly checked.

{"uri": str, "version": int, "range": Range, "prompt"?: str, "outputType"?: str, "language"?: str, "into"?: str}

and for `getcode.describe` also "file": str.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from getcode_lsp.editing.text import Span
from getcode_lsp.prompts.directives import INTO, Into
from getcode_lsp.prompts.request import API_LANGUAGES, LONGEST_PROMPT, OUTPUT_TYPES
from getcode_lsp.server.documents import Documents, InvalidParamsError, OpenDocument

_KNOWN = {"uri", "version", "range", "prompt", "outputType", "language", "into"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a command is to work on: a span of an open document, with what overrides its comment."""

    document: OpenDocument
    span: Span
    prompt: str | None = None
    output_type: str | None = None
    language: str | None = None
    into: Into | None = None
    file: str | None = None


def read_target(documents: Documents, arguments: object, *, takes_file: bool = False) -> Target:
    """Read the one argument; InvalidParamsError says what is wrong with it."""
    if not isinstance(arguments, list) or len(arguments) != 1:
        raise InvalidParamsError("exactly one argument, an object, is expected")
    tree = arguments[0]
    if not isinstance(tree, Mapping):
        raise InvalidParamsError("the argument must be an object")
    known = _KNOWN | {"file"} if takes_file else _KNOWN
    if unknown := sorted(str(name) for name in tree if name not in known):
        raise InvalidParamsError(f"unknown members: {', '.join(unknown)[:200]}")
    if takes_file and "file" not in tree:
        raise InvalidParamsError("file must name the file to describe")
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
        _into(tree),
        _text(tree, "file"),
    )


def read_document(documents: Documents, tree: Mapping[str, Any]) -> OpenDocument:
    """The open document that `uri` names."""
    uri = tree.get("uri")
    document = documents.get(uri) if isinstance(uri, str) else None
    if document is None:
        raise InvalidParamsError("uri must name an open document")
    return document


def _into(tree: Mapping[str, Any]) -> Into | None:
    wanted = _choice(tree, "into", INTO)
    return next((place for place in INTO if place == wanted), None)


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
