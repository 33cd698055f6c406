"""pytest-lsp's client with every message recorded and every spec warning fatal."""

from __future__ import annotations

import asyncio
import functools
import json
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from lsprotocol import types
from pygls.client import JsonRPCClient
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, LanguageClientProtocol, LspSpecificationWarning
from pytest_lsp.client import register_lsp_features

from tests.fakes.trace import Trace

Handler = Callable[[Any, Any], None]
T = TypeVar("T")


class Protocol(LanguageClientProtocol):
    """Records the wire and hands the editor's own methods to it; the rest is pytest-lsp's."""

    _server: Client

    def structure_message(self, data: dict[str, Any]) -> Any:
        if "jsonrpc" in data:
            self._server.trace.record(dict(data), sent=False)  # pygls puts an object in place of a result
            self._server.stir()
        return super().structure_message(data)

    def _send_data(self, data: Any) -> None:
        """Write a message as editors do: UTF-8, not ASCII with escapes."""
        body = json.dumps(data, default=self._serialize_message, ensure_ascii=False)
        self._server.trace.record(json.loads(body), sent=True)
        self._server.write(body)

    def _handle_request(self, msg_id: Any, method_name: str, params: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error", LspSpecificationWarning)
            try:
                handler = self._server.requests.get(method_name)
                if handler is None:
                    super()._handle_request(msg_id, method_name, params)  # type: ignore[no-untyped-call]
                else:
                    handler(msg_id, params)
            except (AssertionError, LspSpecificationWarning) as fault:
                self._server.faults.append(f"{method_name}: {fault}")
                self.refuse(msg_id, str(fault))
        self._server.stir()

    def _handle_notification(self, method_name: str, params: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error", LspSpecificationWarning)
            super()._handle_notification(method_name, params)  # type: ignore[no-untyped-call]
        self._server.stir()

    def answer(self, msg_id: Any, result: Any) -> None:
        self._send_response(msg_id, result)

    def refuse(self, msg_id: Any, message: str) -> None:
        self._send_response(msg_id, error=types.ResponseError(code=-32803, message=message))


@functools.cache
def _converter() -> Any:
    """One for all: to build it takes a quarter of a second."""
    return default_converter()  # type: ignore[no-untyped-call]


class Client(LanguageClient):
    """The connection of one editor to one server process."""

    protocol: Protocol

    def __init__(self) -> None:
        self.trace = Trace()
        self.faults: list[str] = []
        self.requests: dict[str, Handler] = {}
        self.expects_end = False  # the server process is about to end, and is meant to
        self._stirred: set[asyncio.Event] = set()
        super().__init__(protocol_cls=Protocol, converter_factory=_converter)
        register_lsp_features(self)

    async def start_io(self, cmd: str, *args: Any, **kwargs: Any) -> None:
        await JsonRPCClient.start_io(self, cmd, *args, **kwargs)
        self._stderr_forwarder = asyncio.create_task(self._keep_stderr())

    async def _keep_stderr(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.trace.stderr.append(line.decode(errors="replace").rstrip())
            self.stir()

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._server is not None, "the server is not started"
        return self._server

    def plain(self, params: object) -> Any:
        """LSP's types as JSON."""
        return self.protocol._converter.unstructure(params)

    def typed(self, raw: object, kind: type[T]) -> T:
        """JSON as one of LSP's types."""
        return self.protocol._converter.structure(raw, kind)

    def write(self, body: str) -> None:
        """Put one message on the wire as it is."""
        data = body.encode()
        stdin = self.process.stdin
        if stdin is None or stdin.is_closing() or self.process.returncode is not None:
            return
        stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Keep what pytest-lsp or pygls had to object to; the test fails of it."""
        self.faults.append(f"{source.__name__}: {error!r}")
        self.stir()

    async def server_exit(self, server: asyncio.subprocess.Process) -> None:
        if not self.expects_end:
            self.faults.append(f"the server ended by itself with exit code {server.returncode}")
        self.stir()

    def stir(self) -> None:
        """Something came in or changed: conditions are looked at again."""
        for event in self._stirred:
            event.set()

    async def until(
        self, condition: Callable[[], bool], what: str | Callable[[], str], within: float
    ) -> None:
        """Wait for a condition; a fault ends the wait at once."""
        event = asyncio.Event()
        self._stirred.add(event)
        deadline = asyncio.get_running_loop().time() + within
        try:
            while not condition():
                left = deadline - asyncio.get_running_loop().time()
                if self.faults or left <= 0:
                    break
                event.clear()
                await _wait(event, left)
        finally:
            self._stirred.discard(event)
        assert not self.faults, "\n".join(self.faults)
        if not condition():
            raise AssertionError(f"after {within} s: {what() if callable(what) else what}")


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event or the time, whichever is first."""
    waiter = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({waiter}, timeout=seconds)
    finally:
        waiter.cancel()
