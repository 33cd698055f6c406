"""Code lenses above what was generated or improved: the same commands as in the menu, in sight."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from lsprotocol import types

from getcode_lsp.editing.text import Point, Span
from getcode_lsp.server import discarding, regenerating, undoing
from getcode_lsp.server.documents import InvalidParamsError, OpenDocument
from getcode_lsp.server.generated import GeneratedRegion
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.protocol import GetCodeProtocol

Lens = dict[str, Any]


class Lenses:
    """Answers `textDocument/codeLens`, and asks the client to ask again when something has changed."""

    def __init__(self, protocol: GetCodeProtocol, jobs: Jobs) -> None:
        self._protocol = protocol
        self._jobs = jobs
        self._documents = protocol.documents
        self._refreshing = False

    def lenses(self, params: object) -> list[Lens]:
        """The lenses of one document; none where the setting `getcode.codeLens` is off."""
        if not isinstance(params, Mapping) or not isinstance(params.get("textDocument"), Mapping):
            raise InvalidParamsError("textDocument must be an object")
        document = self._documents.get(str(params["textDocument"].get("uri")))
        if document is None or not self._jobs.settings.code_lens:
            return []
        return [*self._generated(document), *self._improved(document)]

    def _generated(self, document: OpenDocument) -> Iterator[Lens]:
        for region in document.generated:
            line = region.first_line(document.mirror)
            if region.under_way:
                yield self._lens(document, line, region.span, discarding.CANCEL_TITLE, discarding.CANCEL)
            else:
                yield self._lens(document, line, region.span, "Discard", discarding.COMMAND)
                title = f"Regenerate{_cost(region)}"
                yield self._lens(document, line, region.span, title, regenerating.COMMAND)

    def _improved(self, document: OpenDocument) -> Iterator[Lens]:
        shown: set[int] = set()
        for entry in reversed(document.improved):
            line = entry.span.start.line
            if entry.written and line not in shown:
                shown.add(line)
                yield self._lens(document, line, entry.span, undoing.UNDO_IMPROVE, undoing.COMMAND)

    def _lens(self, document: OpenDocument, line: int, span: Span, title: str, command: str) -> Lens:
        place = Point(line, 0)
        argument = {
            "uri": document.uri,
            "version": document.version,
            "range": self._documents.range(document.mirror, span),
        }
        return {
            "range": self._documents.range(document.mirror, Span(place, place)),
            "command": {"title": title, "command": command, "arguments": [argument]},
        }

    def refresh(self) -> None:
        """Have the client ask again, once for everything that happens now."""
        client, settings = self._jobs.window.client, self._jobs.settings
        if client.refreshes_lenses and settings.code_lens and not self._refreshing:
            self._refreshing = True
            asyncio.get_running_loop().call_soon(self._refresh)

    def _refresh(self) -> None:
        self._refreshing = False
        if not self._jobs.closed:
            self._protocol.ask(types.WORKSPACE_CODE_LENS_REFRESH, None, _ignored)


def _cost(region: GeneratedRegion) -> str:
    return f" ({region.tokens:,} tokens, {region.model})" if region.model else ""


def _ignored(_result: object, _error: Mapping[str, Any] | None) -> None:
    """Pass over an answer."""
