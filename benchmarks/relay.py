"""The floor: the least that any language server in Python must do to stream a reply.

Bare asyncio: no pygls, no httpx, no document, no checks. It reads the events' lines off the socket, keeps one
edit under way, and puts its messages together by hand. It is right only for the benchmark's own source, which
never cuts an event in two lines.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

_CAPABILITIES = {
    "capabilities": {
        "textDocumentSync": 2,
        "codeActionProvider": True,
        "executeCommandProvider": {"commands": ["getcode.generate"]},
    }
}
_EDIT = (
    '{"jsonrpc":"2.0","id":"edit","method":"workspace/applyEdit","params":{"edit":{"documentChanges":[{'
    '"textDocument":{"uri":%s,"version":%d},"edits":[{"range":{"start":{"line":%d,"character":%d},'
    '"end":{"line":%d,"character":%d}},"newText":%s}]}]}}}'
)


class Relay(asyncio.Protocol):
    """The editor's end: reads messages, sends edits."""

    def __init__(self) -> None:
        self.out: asyncio.WriteTransport | None = None
        self.stopped = asyncio.Event()
        self._buffer = b""
        self._uri = ""
        self._version = 0
        self._line = self._column = 0
        self._pending: list[str] = []
        self._in_flight = False
        self._complete = False
        self._stream: asyncio.Task[None] | None = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            stop = end + 4 + int(self._buffer[16:end])  # behind "Content-Length: "
            if len(self._buffer) < stop:
                return
            body, self._buffer = self._buffer[end + 4 : stop], self._buffer[stop:]
            self._take(json.loads(body))

    def connection_lost(self, exc: Exception | None) -> None:
        self.stopped.set()

    def feed(self, text: str) -> None:
        """Add one token and send it if no edit is under way."""
        self._pending.append(text)
        self._pump()

    def finish(self) -> None:
        """The reply is complete."""
        self._complete = True
        self._pump()

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            if message["id"] == "edit":
                self._in_flight = False
                self._pump()
        elif method in ("textDocument/didOpen", "textDocument/didChange"):
            self._version = message["params"]["textDocument"]["version"]
        elif method == "exit":
            self.stopped.set()
        elif "id" in message:
            self._send(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": self._answer(message)}))

    def _answer(self, message: dict[str, Any]) -> object:
        params = message["params"]
        if message["method"] == "initialize":
            return _CAPABILITIES
        if message["method"] == "textDocument/codeAction":
            argument = {"uri": params["textDocument"]["uri"], "range": params["range"]}
            title = "Generate from comment"
            run = {"title": title, "command": "getcode.generate", "arguments": [argument]}
            return [{"title": title, "command": run}]
        if message["method"] == "workspace/executeCommand":
            argument = params["arguments"][0]
            self._uri = argument["uri"]
            self._line, self._column = argument["range"]["end"]["line"], argument["range"]["end"]["character"]
            self._pending, self._complete = ["\n"], False
            self._stream = asyncio.ensure_future(self._open_stream())
        return None

    async def _open_stream(self) -> None:
        host, port = os.environ["GETCODE_BASE_URL"].removeprefix("http://").split(":")
        await asyncio.get_running_loop().create_connection(lambda: Stream(self), host, int(port))

    def _pump(self) -> None:
        if self._in_flight:
            return
        if self._pending and (len(self._pending) > 1 or self._pending[0] != "\n"):
            text = "".join(self._pending)
            self._pending.clear()
            self._in_flight = True
            line, column = self._line, self._column
            uri, new = json.dumps(self._uri), json.dumps(text)
            self._send(_EDIT % (uri, self._version, line, column, line, column, new))
            breaks = text.count("\n")
            self._line += breaks
            self._column = len(text) - text.rfind("\n") - 1 if breaks else column + len(text)
        elif self._complete:
            self._complete = False
            self._send(
                '{"jsonrpc":"2.0","method":"$/progress","params":{"token":"1","value":{"kind":"end"}}}'
            )

    def _send(self, message: str) -> None:
        if self.out is not None:
            body = message.encode()
            self.out.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


class Stream(asyncio.Protocol):
    """The service's end: picks the tokens out of the reply."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(b"POST /api/generate HTTP/1.1\r\nHost: relay\r\nContent-Length: 2\r\n\r\n{}")

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                if event["type"] == "token":
                    self._relay.feed(event["text"])
                else:
                    self._relay.finish()
                    self._transport.close()


async def main() -> None:
    """Serve one client on standard input and output."""
    loop = asyncio.get_running_loop()
    relay = Relay()
    transport, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, sys.stdout)
    relay.out = transport
    await loop.connect_read_pipe(lambda: relay, sys.stdin)
    await relay.stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
