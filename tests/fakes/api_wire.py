"""One connection of the fake API: requests cut out of the bytes, answers in every framing, and every break of it."""

from __future__ import annotations

import abc
import asyncio
import json
import socket
import struct
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

Headers = Mapping[str, str]
Framing = Literal["chunked", "close", "none"]
T = TypeVar("T")

PATIENCE = 10.0  # seconds for what should happen at once; generous, for a loaded machine
EVENT_STREAM = "text/event-stream"
REASONS = {
    200: "OK",
    302: "Found",
    401: "Unauthorized",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Listener(Protocol):
    """The server that a connection belongs to."""

    bytes_received: int

    def note(self, line: str) -> None: ...
    def received(self, request: FakeRequest) -> None: ...
    def connected(self, wire: Wire) -> None: ...
    def disconnected(self, wire: Wire) -> None: ...
    async def wait(self, what: Awaitable[T], within: float, name: str) -> T: ...


class Answers(abc.ABC):
    """What both a request and the whole server can be told to answer; the server means its newest request."""

    @abc.abstractmethod
    async def start(
        self,
        status: int = 200,
        content_type: str | None = EVENT_STREAM,
        headers: Headers | None = None,
        framing: Framing = "chunked",
    ) -> None:
        """Send the head of a response whose body follows piece by piece."""

    @abc.abstractmethod
    async def raw(self, data: bytes) -> None:
        """Send bytes of the body, in the framing of the response; starts an event stream if none is."""

    @abc.abstractmethod
    async def wire(self, data: bytes) -> None:
        """Send bytes as they are, outside every framing."""

    @abc.abstractmethod
    async def respond(self, status: int, content: object = b"", headers: Headers | None = None) -> None:
        """Send a whole response: bytes as they are, anything else as JSON."""

    @abc.abstractmethod
    async def close(self) -> None:
        """End the body as the protocol wants it, whatever was sent in it."""

    @abc.abstractmethod
    async def cut(self) -> None:
        """Close the connection in the middle of everything, politely (FIN)."""

    @abc.abstractmethod
    async def reset(self) -> None:
        """Close the connection with RST; bytes that wait in the client's kernel may be lost, too."""

    @abc.abstractmethod
    async def closed(self, within: float = PATIENCE) -> float:
        """Wait until the connection is closed; the time of that on the monotonic clock."""

    async def event(self, event: object) -> None:
        """Send one event with any JSON value as its data."""
        await self.raw(sse(event))

    async def send(self, text: str) -> None:
        """Send one token."""
        await self.event({"type": "token", "text": text})

    async def queue(self, message: str = "You are next.") -> None:
        """Send a queue notice."""
        await self.event({"type": "queue", "message": message})

    async def done(self, tokens: int = 12, model: str = "fake", *, end: bool = True) -> None:
        """Send `done`, and the end of the body unless told not to."""
        await self.event({"type": "done", "tokensUsed": tokens, "model": model})
        if end:
            await self.close()

    async def error(self, message: str = "The model failed.", *, end: bool = True) -> None:
        """Send an `error` event, and the end of the body unless told not to."""
        await self.event({"type": "error", "message": message})
        if end:
            await self.close()

    async def ping(self) -> None:
        """Send a comment line, as servers do to keep a connection open."""
        await self.raw(b": ping\n\n")

    async def improved(self, text: str, tokens: int = 312) -> None:
        """Answer /api/improve."""
        await self.respond(200, {"improved": text, "tokensUsed": tokens})

    async def described(self, text: str, name: str = "menu.png", kind: str = "image") -> None:
        """Answer /api/upload."""
        await self.respond(200, {"analysedPrompt": text, "fileName": name, "fileType": kind})


class FakeRequest(Answers):
    """One request that came in, and the means to answer it well or badly."""

    def __init__(self, wire: Wire, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path = path
        self.headers = headers  # names in lower case
        self.body = body
        self.at = time.monotonic()
        self._wire = wire
        self._framing: Framing | None = None

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def client_gone(self) -> bool:
        return self._wire.gone.is_set()

    async def start(
        self,
        status: int = 200,
        content_type: str | None = EVENT_STREAM,
        headers: Headers | None = None,
        framing: Framing = "chunked",
    ) -> None:
        fields = dict(headers or {})
        if content_type is not None:
            fields.setdefault("Content-Type", content_type)
        if framing == "chunked":
            fields["Transfer-Encoding"] = "chunked"
        if framing == "close":
            fields["Connection"] = "close"
        self._framing = framing
        await self._wire.write(_head(status, fields))

    async def raw(self, data: bytes) -> None:
        if self._framing is None:
            await self.start()
        if data and self._framing == "chunked":
            data = b"%x\r\n%b\r\n" % (len(data), data)
        await self._wire.write(data)

    async def wire(self, data: bytes) -> None:
        await self._wire.write(data)

    async def respond(self, status: int, content: object = b"", headers: Headers | None = None) -> None:
        fields = dict(headers or {})
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
            fields.setdefault("Content-Type", "application/json")
        fields.setdefault("Content-Length", str(len(content)))
        self._framing = "none"
        await self._wire.write(_head(status, fields) + content)

    async def close(self) -> None:
        if self._framing is None:
            await self.start()
        if self._framing == "chunked":
            await self._wire.write(b"0\r\n\r\n")
            self._framing = "none"
        else:
            self._wire.end()

    async def cut(self) -> None:
        self._wire.end()

    async def reset(self) -> None:
        self._wire.reset()

    async def closed(self, within: float = PATIENCE) -> float:
        await self._wire.api.wait(self._wire.gone.wait(), within, "the client to close the connection")
        return self._wire.gone_at

    def __repr__(self) -> str:
        return f"<{self.method} {self.path} {len(self.body)} bytes>"


@dataclass(eq=False)
class Wire(asyncio.Protocol):
    """One connection: requests are cut out of the bytes that come, answers go out as they are."""

    api: Listener
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    gone_at: float = 0.0
    _input: bytearray = field(default_factory=bytearray)
    _looked_at: int = 0
    _writable: asyncio.Event = field(default_factory=asyncio.Event)
    _transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._writable.set()
        self.api.connected(self)

    def data_received(self, data: bytes) -> None:
        self.api.bytes_received += len(data)
        self._input += data
        while (request := self._next_request()) is not None:
            self.api.received(request)

    def _next_request(self) -> FakeRequest | None:
        end = self._input.find(b"\r\n\r\n", self._looked_at)
        if end < 0:
            self._looked_at = max(0, len(self._input) - 3)
            return None
        self._looked_at = end  # the body may come in a thousand pieces
        first, *lines = self._input[:end].decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        length = int(headers.get("content-length", "0"))
        if len(self._input) < end + 4 + length:
            return None
        body = bytes(self._input[end + 4 : end + 4 + length])
        del self._input[: end + 4 + length]
        self._looked_at = 0
        method, target, _ = first.split(" ", 2)
        return FakeRequest(self, method, target, headers, body)

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def eof_received(self) -> bool:
        self._mark_gone()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._mark_gone()
        self._writable.set()
        self.api.disconnected(self)

    def _mark_gone(self) -> None:
        if not self.gone.is_set():
            self.gone_at = time.monotonic()
            self.gone.set()

    async def write(self, data: bytes) -> None:
        assert self._transport is not None
        shown = repr(data if len(data) < 300 else data[:300])
        if self._transport.is_closing():
            self.api.note(f"<- (connection is closed) {shown}")
            return
        self.api.note(f"<- {shown}")
        self._transport.write(data)
        await self._writable.wait()

    def end(self) -> None:
        assert self._transport is not None
        self.api.note("<- FIN")
        self._transport.close()

    def reset(self) -> None:
        assert self._transport is not None
        self.api.note("<- RST")
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def sse(event: object) -> bytes:
    """One event as the API sends it; a lone surrogate, which UTF-8 lacks, as a JSON escape."""
    try:
        data = json.dumps(event, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        data = json.dumps(event).encode()
    return b"data: " + data + b"\n\n"


def _head(status: int, headers: Headers) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Fake')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")
