"""Completion of `@getcode type=chart lang=vue into=below` inside a comment, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from getcode_lsp.editing.text import Point, Span, content
from getcode_lsp.prompts.comments import find_comment
from getcode_lsp.prompts.directives import Completion, completions, directive_at
from getcode_lsp.prompts.languages import language_for
from getcode_lsp.server.documents import InvalidParamsError, OpenDocument
from getcode_lsp.server.protocol import GetCodeProtocol

TRIGGERS = ["@", " ", "="]
_PROPERTY = types.CompletionItemKind.Property.value
_VALUE = types.CompletionItemKind.EnumMember.value
# Stands for the directive when the finder is asked, for a comment that says nothing else is no prompt yet.
_WORDS = "some words"


class Completing:
    """Answers `textDocument/completion`."""

    def __init__(self, server: LanguageServer, protocol: GetCodeProtocol) -> None:
        self._documents = protocol.documents
        options = types.CompletionOptions(trigger_characters=TRIGGERS)
        server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(_listed)
        protocol.direct(types.TEXT_DOCUMENT_COMPLETION, self.complete)

    def complete(self, params: object) -> dict[str, Any] | None:
        """What may be written at a position; no I/O, and hardly any work where no `@` stands before it."""
        if not isinstance(params, Mapping) or not isinstance(params.get("textDocument"), Mapping):
            raise InvalidParamsError("params must hold a textDocument")
        document = self._documents.get(str(params["textDocument"].get("uri")))
        if document is None:
            return None
        position = params.get("position")
        at = self._documents.span(document.mirror, {"start": position, "end": position}).start
        found = _found(document, at)
        if not found:
            return None
        return {"isIncomplete": False, "items": [self._item(document, at, i, c) for i, c in enumerate(found)]}

    def _item(self, document: OpenDocument, at: Point, number: int, found: Completion) -> dict[str, Any]:
        span = Span(Point(at.line, found.start), Point(at.line, found.end))
        return {
            "label": found.text.strip(),
            "kind": _VALUE if found.is_value else _PROPERTY,
            "documentation": found.doc,
            "sortText": f"{number:02}",
            "filterText": found.text.strip(),
            "textEdit": {"range": self._documents.range(document.mirror, span), "newText": found.text},
        }


def _found(document: OpenDocument, at: Point) -> list[Completion]:
    line = content(document.mirror.lines[at.line])
    begin = directive_at(line, at.column)
    if begin is None:
        return []
    found = list(completions(line, at.column))
    if not found:
        return []
    lines = document.mirror.lines.copy()
    lines[at.line] = f"{line[:begin]}{_WORDS}{line[found[0].end :]}"
    inside = Point(at.line, begin + 1)
    comment = find_comment(lines, Span(inside, inside), language_for(document.language_id, document.uri))
    if comment is None or not comment.span.start <= inside <= comment.span.end:
        return []
    return list(completions(line, at.column, comment.text))


def _listed(*_arguments: object) -> None:
    """Stands in pygls' list; the protocol hands the message to the handler of plain JSON first."""
