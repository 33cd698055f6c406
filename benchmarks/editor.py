"""The least LSP client that a streaming server needs: it takes every edit at once and says so.

An edit is answered like in a real editor: first didChange, then the response. What came and when is only
written down; it is judged afterwards, so that the measuring costs little.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import time
from collections import deque
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar, cast

import psutil

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Generate from comment"
PATIENCE = 30.0  # seconds that any single answer may take

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CAPABILITIES = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "window": {"workDoneProgress": True},
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "refactor.rewrite"]}}}
    },
}
_T = TypeVar("_T")
Message = dict[str, Any]


class BenchmarkError(Exception):
    """The measurement can't be believed; the text says why and shows the last messages."""


@dataclass(frozen=True, slots=True)
class Landed:
    """One edit as it came: when (`perf_counter`), for which version, where, and what."""

    at: float
    version: int
    range: Mapping[str, Mapping[str, int]]
    text: str


class Editor(asyncio.SubprocessProtocol):
    """One server process and the client that drives it."""

    def __init__(self, name: str, argv: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.edits: list[Landed] = []
        self.version = 0
        self.stream_ended = asyncio.Event()
        self._argv = argv
        self._environment = environment
        self._log = log
        self._pid = 0
        self._transport: asyncio.SubprocessTransport | None = None
        self._pipe: asyncio.WriteTransport | None = None
        self._exited = asyncio.Event()
        self._buffer = bytearray()
        self._uri = ""
        self._ids = 0
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._trace: deque[bytes] = deque(maxlen=20)

    # Life

    async def start(self) -> float:
        """Start the process; returns the seconds from the spawn to the response to `initialize`."""
        begun = perf_counter()
        with self._log.open("wb") as log:
            transport, _ = await asyncio.get_running_loop().subprocess_exec(
                lambda: self, *self._argv, stderr=log, env=dict(self._environment), cwd=ROOT
            )
        self._transport = transport
        self._pid = transport.get_pid()
        self._pipe = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))
        params = {
            "processId": os.getpid(),
            "clientInfo": {"name": "benchmark"},
            "rootUri": None,
            "capabilities": _CAPABILITIES,
        }
        await self._ask("initialize", params)
        elapsed = perf_counter() - begun
        self._notify("initialized", {})
        return elapsed

    async def stop(self) -> None:
        """Let the process end in order; it is killed where it does not."""
        try:
            if not self._exited.is_set():
                await self._ask("shutdown", None)
                self._notify("exit", None)
                await self.within(self._exited.wait(), "the end of the process", 5)
        finally:
            if self._transport is not None:
                self._transport.close()

    def cpu(self) -> float:
        """The seconds of processor time that the process has used."""
        if platform.system() == "Linux":
            # The clock of another process (clock_getcpuclockid): nanoseconds, where psutil has 10 ms.
            return time.clock_gettime((~self._pid << 3) | 2)
        times = psutil.Process(self._pid).cpu_times()
        return float(times.user + times.system)

    # What an editor does

    def open(self, uri: str, text: str) -> None:
        """Open a document; edits and versions count from here."""
        self._uri, self.version = uri, 1
        self.edits = []
        self.stream_ended.clear()
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": item})

    def close(self) -> None:
        """Close the document."""
        self._notify("textDocument/didClose", {"textDocument": {"uri": self._uri}})

    async def code_action(self, line: int, column: int) -> tuple[float, Message]:
        """Ask what can be done at a place; returns the seconds it took and the command to generate."""
        position = {"line": line, "character": column}
        begun = perf_counter()
        actions = await self._ask(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self._uri},
                "range": {"start": position, "end": position},
                "context": {"diagnostics": []},
            },
        )
        elapsed = perf_counter() - begun
        for action in actions or []:
            if action["title"] == TITLE:
                return elapsed, action["command"]
        raise self.failure(f"no code action {TITLE!r}")

    async def execute(self, command: Message) -> None:
        """Run the command of a code action as it is."""
        await self._ask(
            "workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]}
        )

    async def within(self, work: Awaitable[_T], what: str, seconds: float = PATIENCE) -> _T:
        """Wait for something with a deadline; a BenchmarkError shows what came instead."""
        task = asyncio.ensure_future(work)
        ended = asyncio.ensure_future(self._exited.wait())
        waiting: set[asyncio.Future[Any]] = {task, ended}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not task.done():
            task.cancel()
            why = "the process has ended" if self._exited.is_set() else f"{seconds:.0f} s have passed"
            raise self.failure(f"{what} did not come: {why}")
        return task.result()

    def failure(self, reason: str) -> BenchmarkError:
        """An error that shows the last messages in both directions and the server's last words."""
        trace = "\n".join(message[:400].decode("utf-8", "replace") for message in self._trace)
        log = self._log.read_text("utf-8", "replace")[-4000:] if self._log.exists() else ""
        return BenchmarkError(f"{self.name}: {reason}\n--- last messages\n{trace}\n--- stderr\n{log}")

    # The wire

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        at = perf_counter()
        self._buffer += data
        while (body := self._next_body()) is not None:
            self._trace.append(b"<- " + body[:400])
            self._take(json.loads(body), at)

    def process_exited(self) -> None:
        self._exited.set()

    def _next_body(self) -> bytes | None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = _LENGTH.search(self._buffer[:end])
        if length is None:
            raise self.failure("a message without a length")
        start, stop = end + 4, end + 4 + int(length[1])
        if len(self._buffer) < stop:
            return None
        body = bytes(self._buffer[start:stop])
        del self._buffer[:stop]
        return body

    def _take(self, message: Message, at: float) -> None:
        method = message.get("method")
        if method == "workspace/applyEdit":
            self._apply(message, at)
        elif method == "$/progress":
            if message["params"]["value"]["kind"] == "end":
                self.stream_ended.set()
        elif method is None:
            self._answered(message)
        elif "id" in message:
            self._send({"id": message["id"], "result": None})

    def _apply(self, message: Message, at: float) -> None:
        change = message["params"]["edit"]["documentChanges"][0]
        edit = change["edits"][0]
        document = change["textDocument"]
        self.edits.append(Landed(at, document["version"], edit["range"], edit["newText"]))
        applied = document["version"] == self.version and len(change["edits"]) == 1
        if applied:
            self.version += 1
            content = {"range": edit["range"], "text": edit["newText"]}
            identifier = {"uri": self._uri, "version": self.version}
            self._notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [content]})
        self._send({"id": message["id"], "result": {"applied": applied}})

    def _answered(self, message: Message) -> None:
        future = self._asked.pop(message["id"], None)
        if future is None or future.done():
            return
        if "error" in message:
            future.set_exception(self.failure(f"an error: {message['error']}"))
        else:
            future.set_result(message["result"])

    async def _ask(self, method: str, params: object) -> Any:  # noqa: ANN401 - JSON
        self._ids += 1
        self._asked[self._ids] = future = asyncio.get_running_loop().create_future()
        self._send({"id": self._ids, "method": method, "params": params})
        return await self.within(future, f"the response to {method}")

    def _notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._trace.append(b"-> " + body[:400])
        if self._pipe is not None:
            self._pipe.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
