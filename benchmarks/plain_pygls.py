"""The ordinary way: a server on pygls as its documentation shows it, with httpx and httpx-sse.

Its own documents, `start_io`, `workspace_apply_edit_async`; one edit under way, as it must be for an editor that
refuses stale ones.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import uuid
from typing import Any

import httpx
from httpx_sse import aconnect_sse
from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("plain-pygls", "1")
tasks: set[asyncio.Task[None]] = set()
client = httpx.AsyncClient(base_url=os.environ.get("GETCODE_BASE_URL", ""), timeout=60)


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_actions(ls: LanguageServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer to generate where the line is a comment."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    line = params.range.end.line
    if not document.lines[line].lstrip().startswith("#"):
        return []
    title = "Generate from comment"
    arguments: list[Any] = [{"uri": document.uri, "line": line}]
    command = types.Command(title=title, command="getcode.generate", arguments=arguments)
    return [types.CodeAction(title=title, kind=types.CodeActionKind.RefactorRewrite, command=command)]


@server.command("getcode.generate")
def generate(ls: LanguageServer, argument: dict[str, Any]) -> None:
    """Start to generate and return at once."""
    task = asyncio.ensure_future(Stream(ls, argument["uri"], argument["line"]).run())
    tasks.add(task)
    task.add_done_callback(tasks.discard)


class Stream:
    """One reply on its way into a document."""

    def __init__(self, ls: LanguageServer, uri: str, line: int) -> None:
        self._ls = ls
        self._uri = uri
        text = ls.workspace.get_text_document(uri).lines[line].rstrip("\r\n")
        self._prompt = text.lstrip("# ")
        self._at = types.Position(line, len(text))
        self._pending = ["\n"]
        self._arrived = asyncio.Event()
        self._complete = False

    async def run(self) -> None:
        """Read and write side by side, under a progress."""
        progress, token = self._ls.work_done_progress, str(uuid.uuid4())
        await progress.create_async(token)
        progress.begin(token, types.WorkDoneProgressBegin(title="GetCode"))
        await asyncio.gather(self._read(), self._write())
        progress.end(token, types.WorkDoneProgressEnd())

    async def _read(self) -> None:
        body = {"prompt": self._prompt, "outputType": "api"}
        async with aconnect_sse(client, "POST", "/api/generate", json=body) as source:
            async for sse in source.aiter_sse():
                event = json.loads(sse.data)
                if event["type"] == "token":
                    self._pending.append(event["text"])
                else:
                    self._complete = True
                self._arrived.set()

    async def _write(self) -> None:
        while not self._complete or self._pending:
            await self._arrived.wait()
            self._arrived.clear()
            while self._pending:
                text = "".join(self._pending)
                self._pending.clear()
                await self._apply(text)

    async def _apply(self, text: str) -> None:
        version = self._ls.workspace.get_text_document(self._uri).version
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=self._uri, version=version)
        edit = types.TextEdit(range=types.Range(self._at, self._at), new_text=text)
        change = types.TextDocumentEdit(text_document=identifier, edits=[edit])
        await self._ls.workspace_apply_edit_async(
            types.ApplyWorkspaceEditParams(edit=types.WorkspaceEdit(document_changes=[change]))
        )
        last = text.rpartition("\n")[2]
        column = len(last) if "\n" in text else self._at.character + len(text)
        self._at = types.Position(self._at.line + text.count("\n"), column)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    server.start_io()
