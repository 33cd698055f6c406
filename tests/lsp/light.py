"""A light editor on bare pipes: quick enough for hundreds of thousands of messages, and able not to read.

It keeps buffers as editors do: a stale edit is refused, every change is told at once. It remembers little, so
that what grows in a long run is the server.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psutil

from tests.fakes.buffer import Buffer, Position
from tests.fakes.trace import Entry, Message
from tests.lsp.raw import framed

CAPABLE = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "window": {"workDoneProgress": True},
}
CLIENT = {"name": "Visual Studio Code", "version": "1.139.1"}
PATIENCE = 20.0


class LightEditor:
    """One server and its editor. `faults` is what must be empty in the end."""

    def __init__(self) -> None:
        self.buffers: dict[str, Buffer] = {}
        self.faults: list[str] = []
        self.shown: list[str] = []
        self.logged = 0
        self.reports = 0
        self.edits = 0
        self.refused = 0
        self.progress: Counter[str] = Counter()  # by token: 1 begun, 0 ended
        self.begun = self.ended = 0
        self.reading = asyncio.Event()
        self.reading.set()
        self.recent: deque[Entry] = deque(maxlen=60)
        self._process: asyncio.subprocess.Process | None = None
        self._in: asyncio.StreamReader | None = None
        self._out: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stirred = asyncio.Event()
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self.stderr: deque[str] = deque(maxlen=50)

    def __str__(self) -> str:
        return "\n".join([*(str(entry)[:600] for entry in self.recent), "--- stderr ---", *self.stderr])

    # -- the process

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    @property
    def system(self) -> psutil.Process:
        """The process as the system sees it."""
        return psutil.Process(self.process.pid)

    @property
    def unsent(self) -> int:
        """How many bytes the server has not taken."""
        assert self._out is not None
        return self._out.transport.get_write_buffer_size()

    async def start(
        self,
        command: list[str],
        environment: dict[str, str],
        *,
        one_socket: bool = False,
        stderr: bool = True,
        **initialize: Any,
    ) -> None:
        pipe = asyncio.subprocess.PIPE
        if one_socket:
            ours, theirs = socket.socketpair()
            self._process = await asyncio.create_subprocess_exec(
                *command, env=environment, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=pipe
            )
            theirs.close()
            self._in, self._out = await asyncio.open_connection(sock=ours)
        else:
            self._process = await asyncio.create_subprocess_exec(
                *command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe
            )
            self._in, self._out = self._process.stdout, self._process.stdin
        self._tasks.append(asyncio.ensure_future(self._listen()))
        if stderr:
            self._tasks.append(asyncio.ensure_future(self._keep_stderr()))
        params = {"processId": os.getpid(), "rootUri": None, "capabilities": CAPABLE, "clientInfo": CLIENT}
        answer = await self.ask("initialize", {**params, **initialize})
        assert "error" not in answer, answer
        self.notify("initialized", {})

    async def _keep_stderr(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.stderr.append(line.decode(errors="replace").rstrip())

    async def finish(self) -> None:
        """Shut down as editors do."""
        assert "error" not in await self.ask("shutdown", None)
        self.notify("exit", None)
        await self.gone(0)
        assert not self.faults, "\n".join(self.faults[:20])
        assert not [line for line in self.stderr if "Traceback" in line], "\n".join(self.stderr)

    async def gone(self, code: int, within: float = 2.0) -> None:
        deadline = asyncio.get_running_loop().time() + within
        while (
            self.process.returncode is None
        ):  # `wait` would wait for its pipes as well, which nobody may read
            assert asyncio.get_running_loop().time() < deadline, f"not gone within {within} s"
            await asyncio.sleep(0.01)
        assert self.process.returncode == code

    async def kill(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        if self._out is not None and not self._out.transport.is_closing():
            self._out.transport.abort()
        self.reading.set()
        await self._process.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- to the server

    def write(self, data: bytes) -> None:
        assert self._out is not None
        self._out.write(data)

    def send(self, message: Message) -> None:
        self.recent.append(Entry(asyncio.get_running_loop().time(), True, message))
        self.write(framed(message))

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> asyncio.Future[Message]:
        """Send a request; its answer comes in the future."""
        id_ = next(self._ids)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[id_] = answer
        self.send({"id": id_, "method": method, "params": params})
        return answer

    async def ask(self, method: str, params: Any, within: float = PATIENCE) -> Message:
        answer = self.request(method, params)
        done, _ = await asyncio.wait({answer}, timeout=within)
        assert done, f"no answer to {method} within {within} s\n{self}"
        return answer.result()

    async def status(self) -> dict[str, int]:
        answer = await self.ask("getcode/status", None)
        counts: dict[str, int] = answer["result"]
        return counts

    def hang_up(self) -> None:
        """Close the server's input."""
        assert self._out is not None
        self._out.transport.abort()

    # -- documents

    def open(self, uri: str, text: str, language: str = "python") -> Buffer:
        buffer = self.buffers[uri] = Buffer(uri, language, text, "utf-16")
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return buffer

    def close(self, buffer: Buffer) -> None:
        del self.buffers[buffer.uri]
        self.notify("textDocument/didClose", {"textDocument": {"uri": buffer.uri}})

    def splice(self, buffer: Buffer, start: int, end: int, text: str) -> None:
        """Change a buffer and tell the server."""
        first, last = buffer.position(start), buffer.position(end)
        span = {"start": _place(first), "end": _place(last)}
        buffer.replace(start, end, text)
        buffer.version += 1
        identifier = {"uri": buffer.uri, "version": buffer.version}
        params = {"textDocument": identifier, "contentChanges": [{"range": span, "text": text}]}
        self.notify("textDocument/didChange", params)

    def actions(self, buffer: Buffer, offset: int) -> asyncio.Future[Message]:
        place = _place(buffer.position(offset))
        span = {"start": place, "end": place}
        identifier = {"uri": buffer.uri}
        params = {"textDocument": identifier, "range": span, "context": {"diagnostics": []}}
        return self.request("textDocument/codeAction", params)

    async def generate(self, buffer: Buffer, comment: str) -> None:
        place = _place(buffer.position(buffer.find(comment) + 3))
        argument = {"uri": buffer.uri, "version": buffer.version, "range": {"start": place, "end": place}}
        params = {"command": "getcode.generate", "arguments": [argument]}
        answer = await self.ask("workspace/executeCommand", params)
        assert "error" not in answer, answer

    def cancel(self, buffer: Buffer) -> asyncio.Future[Message]:
        params = {"command": "getcode.cancel", "arguments": [{"uri": buffer.uri}]}
        return self.request("workspace/executeCommand", params)

    async def until(
        self, condition: Callable[[], bool], what: str | Callable[[], str], within: float = PATIENCE
    ) -> None:
        """Wait until what came in makes a condition true."""
        deadline = asyncio.get_running_loop().time() + within
        while not condition():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or self.faults:
                break
            self._stirred.clear()
            waiter = asyncio.ensure_future(self._stirred.wait())
            await asyncio.wait({waiter}, timeout=left)
            waiter.cancel()
        assert not self.faults, "\n".join(self.faults[:20])
        assert condition(), f"after {within} s: {what() if callable(what) else what}\n{self}"

    # -- from the server

    async def _listen(self) -> None:
        assert self._in is not None
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await self.reading.wait()
                header = await self._in.readuntil(b"\r\n\r\n")
                body = await self._in.readexactly(int(header.removeprefix(b"Content-Length: ")))
                self._received(json.loads(body))
                self._stirred.set()

    def _received(self, message: Message) -> None:
        self.recent.append(Entry(asyncio.get_running_loop().time(), False, message))
        method, id_ = message.get("method"), message.get("id")
        if method is None:
            answer = self._waiting.pop(id_, None) if isinstance(id_, int) else None
            if answer is None:
                self.faults.append(f"an answer to nothing: {message}")
            elif not answer.done():
                answer.set_result(message)
        elif method == "workspace/applyEdit":
            self._apply(id_, message["params"]["edit"])
        elif id_ is not None:
            self.send({"id": id_, "result": None})
        else:
            self._notified(method, message["params"])

    def _notified(self, method: str, params: Any) -> None:
        if method == "$/progress":
            self._progressed(params["token"], params["value"]["kind"])
        elif method == "window/showMessage":
            self.shown.append(params["message"])
        elif method == "window/logMessage":
            self.logged += 1
        else:
            self.faults.append(f"nobody expected {method}")

    def _progressed(self, token: str, kind: str) -> None:
        running = token in self.progress
        if running == (kind == "begin"):
            self.faults.append(f"{kind} of a progress that is {'running' if running else 'not running'}")
        if kind == "begin":
            self.begun += 1
            self.progress[token] = 1
        elif kind == "end":
            self.ended += 1
            self.progress.pop(token, None)
        else:
            self.reports += 1

    def _apply(self, id_: Any, edit: Any) -> None:
        (change,) = edit["documentChanges"]
        buffer = self.buffers.get(change["textDocument"]["uri"])
        if buffer is None:
            self.refused += 1  # closed while the edit was on its way
            self.send({"id": id_, "result": {"applied": False}})
            return
        if change["textDocument"]["version"] != buffer.version:
            self.refused += 1
            self.send({"id": id_, "result": {"applied": False}})
            return
        (text,) = change["edits"]
        self.edits += 1
        start, end = (
            buffer.offset(Position(**text["range"][name]), strict=True) for name in ("start", "end")
        )
        self.splice(buffer, start, end, text["newText"])
        self.send({"id": id_, "result": {"applied": True}})


def _place(position: Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}


async def until_steady(sample: Callable[[], float], every: float = 0.5, within: float = PATIENCE) -> None:
    """Wait until a figure stays what it is from one look to the next."""
    deadline = asyncio.get_running_loop().time() + within
    before, now = None, sample()
    while before != now:
        assert asyncio.get_running_loop().time() < deadline, f"{before} became {now}"
        before = now
        await asyncio.sleep(every)
        now = sample()


async def look_again(condition: Callable[[], Awaitable[bool]], what: str, within: float = PATIENCE) -> None:
    """Ask again and again: nothing tells when the answer changes."""
    deadline = asyncio.get_running_loop().time() + within
    while not await condition():
        assert asyncio.get_running_loop().time() < deadline, f"not within {within} s: {what}"
        await asyncio.sleep(0.05)
