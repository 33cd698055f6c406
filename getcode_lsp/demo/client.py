"""A small LSP client that holds one document: it asks for code actions, runs one, and applies the edits.

It speaks to the real language server over its standard input and output, as an editor does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from getcode_lsp.editing.text import Document

# The start of the embedded service and the generation itself, in seconds.
PATIENCE = 60.0


class DemoError(Exception):
    """The demo can't go on; the message says why."""


@dataclass
class State:
    """What there is to show: the document, the last progress, and what was said."""

    document: Document
    title: str = ""
    progress: str = ""
    said: list[str] = field(default_factory=list)
    begun: bool = False
    ended: bool = False


class DemoClient:
    """One language server process and one open document; `on_change` runs when there is something new to see."""

    def __init__(self, uri: str, language_id: str, text: str, on_change: Callable[[State], None]) -> None:
        self.state = State(Document(text))
        self._uri = uri
        self._language_id = language_id
        self._on_change = on_change
        self._version = 1
        self._ids = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._ended = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start the server with the embedded service and open the document."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GETCODE_")}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "getcode_lsp",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**environment, "GETCODE_BASE_URL": "local"},
        )
        self._reading = asyncio.ensure_future(self._read())
        workspace = {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}
        kinds = {"codeActionKind": {"valueSet": ["refactor.rewrite"]}}
        actions = {"codeAction": {"codeActionLiteralSupport": kinds}}
        capabilities = {"workspace": workspace, "textDocument": actions, "window": {"workDoneProgress": True}}
        info = {"name": "getcode-lsp demo", "version": "1"}
        await self._request(
            "initialize",
            {"processId": os.getpid(), "rootUri": None, "clientInfo": info, "capabilities": capabilities},
        )
        self._notify("initialized", {})
        item = {"uri": self._uri, "languageId": self._language_id, "version": 1}
        self._notify("textDocument/didOpen", {"textDocument": {**item, "text": self.state.document.text}})

    async def generate(self) -> None:
        """Run "Generate from comment" at the top of the document and wait until it has ended."""
        start = {"line": 0, "character": 0}
        actions = await self._request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self._uri},
                "range": {"start": start, "end": start},
                "context": {"diagnostics": []},
            },
        )
        titles = [action["title"] for action in actions or ()]
        if "Generate from comment" not in titles:
            raise DemoError("The server offers no generation for this comment.")
        self.state.said.append(f"code actions: {', '.join(titles)}")
        command = actions[titles.index("Generate from comment")]["command"]
        await self._request(
            "workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]}
        )
        try:
            await asyncio.wait_for(self._ended.wait(), PATIENCE)
        except asyncio.TimeoutError:
            raise DemoError("The generation did not end in time.") from None

    async def stop(self) -> None:
        """Shut the server down in order."""
        process = self._process
        if process is None or process.stdin is None:
            return
        if process.returncode is None:
            with contextlib.suppress(DemoError, ConnectionError, asyncio.TimeoutError):
                await asyncio.wait_for(self._request("shutdown", None), 5)
                self._notify("exit", None)
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()
        if self._reading:
            await self._reading

    async def _request(self, method: str, params: object) -> Any:  # noqa: ANN401 - JSON
        self._ids += 1
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[self._ids] = answer
        self._send({"id": self._ids, "method": method, "params": params})
        try:
            return await asyncio.wait_for(answer, PATIENCE)
        except asyncio.TimeoutError:
            raise DemoError(f"The language server did not answer {method} in time.") from None

    def _notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, object]) -> None:
        if self._process is None or self._process.stdin is None:
            raise DemoError("The language server is not running.")
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        if self._process is None or self._process.stdout is None:
            return
        stream = self._process.stdout
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                header = await stream.readuntil(b"\r\n\r\n")
                length = int(header.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                self._received(json.loads(await stream.readexactly(length)))
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(DemoError("The language server ended."))
        self._ended.set()

    def _received(self, message: Mapping[str, Any]) -> None:
        if "method" not in message:
            self._answered(message)
            return
        method, params = message["method"], message.get("params") or {}
        result: object = None
        if method == "workspace/applyEdit":
            result = {"applied": self._apply(params["edit"])}
        elif method == "$/progress":
            self._progress(params["value"])
        elif method in ("window/showMessage", "window/logMessage", "window/showMessageRequest"):
            self.state.said.append(params["message"])
        if "id" in message:
            self._send({"id": message["id"], "result": result})
        self._on_change(self.state)

    def _answered(self, message: Mapping[str, Any]) -> None:
        answer = self._waiting.pop(message["id"], None)
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(DemoError(message["error"]["message"]))
        else:
            answer.set_result(message.get("result"))

    def _apply(self, edit: Mapping[str, Any]) -> bool:
        document = self.state.document
        for change in edit["documentChanges"]:
            identifier = change["textDocument"]
            if identifier["uri"] != self._uri or identifier["version"] != self._version:
                return False
            for text_edit in change["edits"]:
                start, end = (
                    document.point(place["line"], place["character"], "utf-16")
                    for place in (text_edit["range"]["start"], text_edit["range"]["end"])
                )
                document.apply(document.splice(start, end, text_edit["newText"]))
                self._version += 1
                self._notify(
                    "textDocument/didChange",
                    {
                        "textDocument": {"uri": self._uri, "version": self._version},
                        "contentChanges": [{"range": text_edit["range"], "text": text_edit["newText"]}],
                    },
                )
        return True

    def _progress(self, value: Mapping[str, Any]) -> None:
        state = self.state
        state.title = value.get("title", state.title)
        state.progress = value.get("message", state.progress)
        if value["kind"] == "begin":
            state.begun = True
        elif value["kind"] == "end":
            state.ended = True
            self._ended.set()
