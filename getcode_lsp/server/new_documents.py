"""New documents: a file that the client creates, or an untitled document of its own, shown and opened.

A path that exists is never touched: the disk is looked at first, and the client is told not to overwrite.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from lsprotocol import types
from pygls import uris

from getcode_lsp.prompts.file_names import numbered
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import Window
from getcode_lsp.server.protocol import GetCodeProtocol

MOST_NAMES = 100

_NO_EDITS = "This editor takes no edits from a language server, so nothing can be written."
_NO_SHOWING = (
    "This editor does not let a language server show a document (window/showDocument), so into=new can't be "
    "done here: leave it out, and the code goes below the comment."
)
_NO_CREATING = (
    "This editor does not let a language server create a file (workspaceEdit.resourceOperations), so into=new "
    "can't be done here: leave it out, and the code goes below the comment."
)
_NO_FOLDER = "This document is in no folder yet: save it first, then into=new knows where to go."
# Editors that open `untitled:NAME` as a document which is on no disk yet.
_UNTITLED = ("visual studio code", "vscode", "vscodium", "cursor", "code-oss", "code-server", "windsurf")


class NotOpened(Exception):
    """A new document that did not come to be; its text is fit to be shown."""


@dataclass(frozen=True, slots=True)
class _Abilities:
    creates: bool
    shows: bool
    untitled: bool
    empties: bool  # CreateFile empties a file that exists, unless told to pass over it

    @staticmethod
    def of(client: types.InitializeParams | None, *, versioned: bool) -> _Abilities:
        capabilities = client.capabilities if client else types.ClientCapabilities()
        workspace, window = capabilities.workspace, capabilities.window
        edit = workspace.workspace_edit if workspace else None
        operations = (edit.resource_operations if edit else None) or ()
        show = window.show_document if window else None
        name = (client.client_info.name if client and client.client_info else "").lower()
        return _Abilities(
            creates=versioned and types.ResourceOperationKind.Create in operations,
            shows=bool(show and show.support),
            untitled=any(known in name for known in _UNTITLED),
            empties=name.startswith("neovim"),
        )


class NewDocuments:
    """Creates documents, has them shown, and waits until they are open."""

    def __init__(self, protocol: GetCodeProtocol, window: Window) -> None:
        self._protocol = protocol
        self._window = window
        self._awaited: dict[str, asyncio.Future[OpenDocument]] = {}
        protocol.direct(types.TEXT_DOCUMENT_DID_OPEN, self._opened)

    def why_not(self, document: OpenDocument) -> str | None:
        """Why no document can be made beside this one; None where one can."""
        able = self._abilities()
        if not self._window.client.applies_edits:
            return _NO_EDITS
        if not able.shows:
            return _NO_SHOWING
        if able.untitled or (able.creates and _is_file(document.uri)):
            return None
        return _NO_FOLDER if able.creates else _NO_CREATING

    async def open(self, beside: OpenDocument, name: str, patience: float) -> OpenDocument:
        """Make a new document in the folder of another, under a name that is free, and wait until it is open.

        NotOpened where the client refuses, where it is not open after `patience` seconds, or not blank.
        """
        able = self._abilities()
        in_file = able.creates and _is_file(beside.uri)
        folder = beside.uri[: beside.uri.rindex("/") + 1] if in_file else "untitled:"
        taken = {_normal(document.uri) for document in self._protocol.documents.all()}
        for number in range(1, MOST_NAMES + 1):
            candidate = numbered(name, number)
            uri = folder + quote(candidate)
            if _normal(uri) in taken or _normal(uri) in self._awaited:
                continue
            awaited = self._awaited[_normal(uri)] = asyncio.get_running_loop().create_future()
            try:
                if not in_file or await self._create(uri, candidate, able):
                    return await self._show(uri, candidate, awaited, patience)
            finally:
                del self._awaited[_normal(uri)]
        raise NotOpened(
            f"There are {MOST_NAMES} files of the name {name} already: rename some, then ask again."
        )

    def _abilities(self) -> _Abilities:
        return _Abilities.of(self._protocol.client, versioned=self._window.client.versioned)

    async def _create(self, uri: str, name: str, able: _Abilities) -> bool:
        """Have a file created; False where there is one of this name."""
        if await asyncio.to_thread(_exists, uri):
            return False
        # Neovim empties an existing file where the specification wants a failure, and never creates one where
        # it may pass over it: the buffer is new all the same, and on the disk when its user writes it.
        options = {"overwrite": False, "ignoreIfExists": able.empties}
        edit = {"documentChanges": [{"kind": "create", "uri": uri, "options": options}]}
        answer = await self._protocol.ask_and_wait(types.WORKSPACE_APPLY_EDIT, {"edit": edit})
        if isinstance(answer, Mapping) and answer.get("applied") is True:
            return True
        if await asyncio.to_thread(_exists, uri):
            return False  # somebody else was quicker
        words = answer.get("failureReason") if isinstance(answer, Mapping) else None
        reason = f": {' '.join(words.split())[:200]}" if isinstance(words, str) and words.strip() else "."
        raise NotOpened(f"The editor did not create {name}{reason}")

    async def _show(
        self, uri: str, name: str, awaited: asyncio.Future[OpenDocument], patience: float
    ) -> OpenDocument:
        """Have a document shown and wait until it is open."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        params = {"uri": uri, "takeFocus": False}
        showing = asyncio.ensure_future(self._protocol.ask_and_wait(types.WINDOW_SHOW_DOCUMENT, params))
        try:
            await asyncio.wait({awaited, showing}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            if showing.done() and not awaited.done():
                if not _successful(showing.result()):
                    raise NotOpened(
                        f"The editor did not show the new document {name}: nothing was generated."
                    )
                await asyncio.wait({awaited}, timeout=max(deadline - loop.time(), 0))
        finally:
            showing.cancel()
        if not awaited.done():
            raise NotOpened(
                f"The editor did not open {name} for GetCode within {patience:g} s, so nothing was generated: is "
                "GetCode set up for this kind of file?"
            )
        document = awaited.result()
        if document.mirror.text.strip():
            raise NotOpened(f"The new document {name} is not empty, so nothing was generated into it.")
        return document

    def _opened(self, params: object) -> None:
        """Take in `textDocument/didOpen`."""
        documents = self._protocol.documents
        documents.opened(params)
        uri = str(params["textDocument"]["uri"]) if isinstance(params, Mapping) else ""
        awaited, document = self._awaited.get(_normal(uri)), documents.get(uri)
        if awaited is not None and document is not None and not awaited.done():
            awaited.set_result(document)


def _is_file(uri: str) -> bool:
    return uri.lower().startswith("file:") and "/" in uri


def _exists(uri: str) -> bool:
    path = uris.to_fs_path(uri)
    return path is not None and os.path.lexists(path)


def _normal(uri: str) -> str:
    """A URI without the differences in spelling that clients make (`%3A`, a drive's case)."""
    return unquote(uri).casefold()


def _successful(answer: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(answer, Mapping) and answer.get("success") is True
