"""A GetCode API that does what the test says, on a real socket: hand-cranked, and able to go wrong at any byte.

By default a request waits until the test answers it:

    async with FakeApi() as api:
        ...                                   # the client under test uses api.url and api.key
        request = await api.request()         # method, path, headers, json
        await api.send("print(1)\n")          # one token event
        await api.done(tokens=12)
        await api.closed(within=0.5)          # the client let go of the connection

The methods of `api` act on the newest request; every request has the same methods for itself. Where no test code
can be in the loop, `api.script("a", pause(0.1), "b", done())` answers by itself, and `FakeApi.threaded()` runs
everything in a thread behind methods that are not coroutines.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tests.fakes.api_wire import EVENT_STREAM, PATIENCE, Answers, FakeRequest, Framing, Headers, Wire, sse

if TYPE_CHECKING:
    from tests.fakes.api_thread import ThreadedFakeApi

__all__ = ["FakeApi", "FakeRequest", "Headers", "Step", "sse"]

T = TypeVar("T")


@dataclass(frozen=True)
class _Step:
    do: Callable[[FakeRequest], Awaitable[None]]


Step = str | bytes | dict[str, Any] | _Step


def done(tokens: int = 12, model: str = "fake") -> _Step:
    return _Step(lambda request: request.done(tokens, model))


def queue(message: str = "You are next.") -> _Step:
    return _Step(lambda request: request.queue(message))


def error(message: str = "The model failed.") -> _Step:
    return _Step(lambda request: request.error(message))


def respond(status: int, content: object = b"", headers: Headers | None = None) -> _Step:
    return _Step(lambda request: request.respond(status, content, headers))


def improved(text: str, tokens: int = 312) -> _Step:
    return _Step(lambda request: request.improved(text, tokens))


def described(text: str, name: str = "menu.png", kind: str = "image") -> _Step:
    return _Step(lambda request: request.described(text, name, kind))


def pause(seconds: float) -> _Step:
    return _Step(lambda _: asyncio.sleep(seconds))


def end() -> _Step:
    return _Step(lambda request: request.close())


def cut() -> _Step:
    return _Step(lambda request: request.cut())


def reset() -> _Step:
    return _Step(lambda request: request.reset())


@dataclass
class _Script:
    steps: tuple[Step, ...]
    path: str | None
    times: int | None
    delay: float

    def takes(self, request: FakeRequest) -> bool:
        return self.times != 0 and self.path in (None, request.path)

    async def play(self, request: FakeRequest) -> None:
        for number, step in enumerate(self.steps):
            if number and self.delay:
                await asyncio.sleep(self.delay)
            if request.client_gone:
                return
            if isinstance(step, str):
                await request.send(step)
            elif isinstance(step, bytes):
                await request.raw(step)
            elif isinstance(step, dict):
                await request.event(step)
            else:
                await step.do(request)


class FakeApi(Answers):
    """The server: where it is, what came in, and the newest request's methods."""

    def __init__(
        self,
        *,
        key: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.key = key or "gc_canary_" + secrets.token_hex(12)
        self.requests: list[FakeRequest] = []
        self.connections = 0
        self.open_connections = 0
        self.bytes_received = 0
        self.trace: list[str] = []
        self.host, self.port = host, port
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._wires: set[Wire] = set()
        self._arrived: asyncio.Queue[FakeRequest] | None = None
        self._scripts: list[_Script] = []
        self._playing: set[asyncio.Task[None]] = set()
        self._began = time.monotonic()

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://{self.host}:{self.port}"

    @property
    def newest(self) -> FakeRequest:
        assert self.requests, "no request has come in yet"
        return self.requests[-1]

    @staticmethod
    def threaded(**options: Any) -> ThreadedFakeApi:
        """The same in a thread of its own, with methods that are not coroutines."""
        from tests.fakes.api_thread import ThreadedFakeApi  # it imports this module

        return ThreadedFakeApi(FakeApi(**options))

    async def __aenter__(self) -> FakeApi:
        self._arrived = asyncio.Queue()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Wire(self), self.host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Stop listening and drop every connection: from now on a connection is refused."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._playing:
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)
        for wire in list(self._wires):
            wire.abort()

    def script(
        self, *steps: Step, path: str | None = None, times: int | None = None, delay: float = 0.0
    ) -> None:
        """Answer requests (of one path, a number of times) by itself: a string is a token, a dict an event.

        Scripts are asked in the order they were given; requests that none takes wait for the test.
        """
        self._scripts.append(_Script(steps, path, times, delay))

    def clear_scripts(self) -> None:
        self._scripts.clear()

    async def request(self, within: float = PATIENCE) -> FakeRequest:
        """The next request that no call of this has returned yet, answered by a script or not."""
        assert self._arrived is not None, "the server is not running"
        return await self.wait(self._arrived.get(), within, "a request")

    async def start(
        self,
        status: int = 200,
        content_type: str | None = EVENT_STREAM,
        headers: Headers | None = None,
        framing: Framing = "chunked",
    ) -> None:
        await self.newest.start(status, content_type, headers, framing)

    async def raw(self, data: bytes) -> None:
        await self.newest.raw(data)

    async def wire(self, data: bytes) -> None:
        await self.newest.wire(data)

    async def respond(self, status: int, content: object = b"", headers: Headers | None = None) -> None:
        await self.newest.respond(status, content, headers)

    async def close(self) -> None:
        await self.newest.close()

    async def cut(self) -> None:
        await self.newest.cut()

    async def reset(self) -> None:
        await self.newest.reset()

    async def closed(self, within: float = PATIENCE) -> float:
        return await self.newest.closed(within)

    async def wait(self, what: Awaitable[T], within: float, name: str) -> T:
        """Wait for something with a deadline; the trace is in the failure."""
        waiting = asyncio.ensure_future(what)
        try:
            finished, _ = await asyncio.wait({waiting}, timeout=within)
        finally:
            if not waiting.done():
                waiting.cancel()
        if not finished:
            raise AssertionError(f"waited {within} s for {name}; so far:\n" + "\n".join(self.trace[-200:]))
        return waiting.result()

    def note(self, line: str) -> None:
        self.trace.append(f"{time.monotonic() - self._began:8.3f} {line}")

    def received(self, request: FakeRequest) -> None:
        self.requests.append(request)
        self.note(f"-> {request!r}")
        assert self._arrived is not None
        self._arrived.put_nowait(request)
        script = next((script for script in self._scripts if script.takes(request)), None)
        if script is not None:
            if script.times is not None:
                script.times -= 1
            task = asyncio.get_running_loop().create_task(script.play(request))
            self._playing.add(task)
            task.add_done_callback(self._playing.discard)

    def connected(self, wire: Wire) -> None:
        self.connections += 1
        self.open_connections += 1
        self._wires.add(wire)
        self.note("connected")

    def disconnected(self, wire: Wire) -> None:
        self.open_connections -= 1
        self._wires.discard(wire)
        self.note("disconnected")


@contextlib.contextmanager
def refused_port() -> Iterator[int]:
    """A port of 127.0.0.1 on which connections are refused: bound, so nobody else gets it, yet not listening."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]
