"""The real server process on bare pipes, for what no editor of good manners would send."""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import suppress
from typing import Any

from tests.fakes.screen import PATIENCE
from tests.fakes.trace import Message, Trace

CAPABLE = {"workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}}
NOWHERE = {
    "textDocument": {"uri": "test:nowhere"},
    "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
    "context": {"diagnostics": []},
}


def framed(message: Message | bytes) -> bytes:
    """A message with its header."""
    body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class RawServer:
    """One server process; what it sends is read only when the test reads it."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.unread: list[Message] = []  # what came before an answer that was waited for
        self._process: asyncio.subprocess.Process | None = None
        self._stderr: asyncio.Task[None] | None = None
        self._ids = 0

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    async def start(self, command: list[str], environment: dict[str, str], **options: Any) -> None:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, **options
        )
        self._stderr = asyncio.ensure_future(self._keep_stderr())

    async def _keep_stderr(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.trace.stderr.append(line.decode(errors="replace").rstrip())

    # -- to the server

    def write(self, data: bytes) -> None:
        """Write bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)

    async def drained(self, within: float = PATIENCE) -> None:
        """The server has taken what was written."""
        assert self.process.stdin is not None
        await self._within(self.process.stdin.drain(), within, "the server to read")

    def send(self, method: str, params: Any = None, **more: Any) -> None:
        self.write_message({"method": method, "params": params, **more})

    def write_message(self, message: Message) -> None:
        """Send a message of any form."""
        self.trace.record(message, sent=True)
        self.write(framed(message))

    def request(self, method: str, params: Any = None) -> str:
        """Send a request; its id."""
        self._ids += 1
        self.send(method, params, id=f"raw-{self._ids}")
        return f"raw-{self._ids}"

    # -- from the server

    async def message(self, within: float = PATIENCE) -> Message:
        """The next message."""
        message: Message = await self._within(self._read(), within, "a message")
        self.trace.record(message, sent=False)
        return message

    async def _read(self) -> Message:
        stdout = self.process.stdout
        assert stdout is not None
        header = await stdout.readuntil(b"\r\n\r\n")
        (length,) = re.findall(rb"Content-Length: ([0-9]+)\r\n", header)
        message: Message = json.loads(await stdout.readexactly(int(length)))
        return message

    async def answer(self, id_: Any, within: float = PATIENCE) -> Message:
        """The answer to a request."""
        while True:
            message = await self.message(within)
            if "method" not in message and message.get("id") == id_ and type(message["id"]) is type(id_):
                return message
            self.unread.append(message)

    async def ask(self, method: str, params: Any = None) -> Message:
        return await self.answer(self.request(method, params))

    async def until(self, method: str, within: float = PATIENCE) -> Message:
        """The next message of a method."""
        while True:
            message = await self.message(within)
            if message.get("method") == method:
                return message
            self.unread.append(message)

    async def is_well(self) -> None:
        """The server answers."""
        answer = await self.ask("textDocument/codeAction", NOWHERE)
        assert "error" not in answer, answer

    async def status(self) -> dict[str, int]:
        answer = await self.ask("getcode/status")
        counts: dict[str, int] = answer["result"]
        return counts

    async def settled(self, within: float = PATIENCE) -> dict[str, int]:
        """The counts when no stream is under way any more."""
        deadline = asyncio.get_running_loop().time() + within
        while (counts := await self.status())["streams"]:
            assert asyncio.get_running_loop().time() < deadline, counts
            await asyncio.sleep(0.01)
        return counts

    # -- the session

    async def initialize(self, capabilities: Any = None, **more: Any) -> Message:
        params = {
            "processId": os.getpid(),
            "clientInfo": {"name": "bare pipes"},
            "rootUri": None,
            "capabilities": capabilities or CAPABLE,
            **more,
        }
        answer = await self.ask("initialize", params)
        self.send("initialized", {})
        return answer

    def open(self, text: str, uri: str = "file:///a.py", version: int = 1) -> None:
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def change(
        self, text: str, *, version: int, line: int, character: int, uri: str = "file:///a.py"
    ) -> None:
        """Put text in at a place."""
        place = {"line": line, "character": character}
        change = {"range": {"start": place, "end": place}, "text": text}
        identifier = {"uri": uri, "version": version}
        self.send("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})

    def generate(self, uri: str = "file:///a.py", version: int = 1, line: int = 0) -> str:
        """Ask for a generation from the comment in a line; the request's id."""
        place = {"line": line, "character": 3}
        argument = {"uri": uri, "version": version, "range": {"start": place, "end": place}}
        params = {"command": "getcode.generate", "arguments": [argument]}
        return self.request("workspace/executeCommand", params)

    async def exit_code(self, within: float = 2.0) -> int:
        """The code with which the process ends."""
        code: int = await self._within(self.process.wait(), within, "the end of the process")
        return code

    def close_output(self) -> None:
        """Close our end of the pipe that the server writes to."""
        transport = self.process._transport.get_pipe_transport(1)  # type: ignore[attr-defined]
        transport.close()

    async def kill(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        if self._stderr is not None:
            await asyncio.wait({self._stderr}, timeout=1)
            self._stderr.cancel()

    async def _within(self, what: Any, seconds: float, name: str) -> Any:
        task = asyncio.ensure_future(what)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            task.cancel()
            raise AssertionError(f"waited {seconds} s for {name}")
        return task.result()
