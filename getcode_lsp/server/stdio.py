"""Standard input and output as a byte stream on the event loop.

Pipes and sockets are asyncio transports, so a client that stops reading blocks nothing. What the loop can't
watch (files; consoles and pipes on Windows) gets a thread for each direction.
"""

from __future__ import annotations

import asyncio
import os
import queue
import stat
import threading
from collections.abc import Callable
from io import RawIOBase
from typing import Protocol

_PIECE = 1 << 16


class Writer(Protocol):
    """Where messages go; `write` never blocks."""

    def write(self, data: bytes) -> None:
        """Send bytes, or keep them until the client reads."""

    async def close(self) -> None:
        """Wait a moment for what is waiting, then close."""


async def open_stdio(
    connect: Callable[[Writer], None], on_bytes: Callable[[bytes], None], on_end: Callable[[], None]
) -> Writer:
    """Take over standard input and output; `connect` gets the writer before the first byte is read.

    The callbacks run on the loop: `on_bytes` for every piece of the input, `on_end` once, at its end.
    """
    source, sink = os.dup(0), os.dup(1)
    # Nothing else may ever write into the protocol's stream, nor read from it.
    _redirect(0, os.open(os.devnull, os.O_RDONLY))
    _redirect(1, os.dup(2) if _is_open(2) else os.open(os.devnull, os.O_WRONLY))
    # On one socket for both, asyncio would take what comes in for the end of what goes out.
    one_socket = stat.S_ISSOCK(os.fstat(sink).st_mode) and os.fstat(sink) == os.fstat(source)
    outgoing = os.fdopen(sink, "wb", 0)
    writer = _ThreadWriter(outgoing) if one_socket else await _open_writer(outgoing)
    connect(writer)
    await _start_reader(os.fdopen(source, "rb", 0), on_bytes, on_end)
    return writer


async def _open_writer(sink: RawIOBase) -> Writer:
    try:
        transport, protocol = await asyncio.get_running_loop().connect_write_pipe(_Sink, sink)
    except (ValueError, OSError, NotImplementedError):
        return _ThreadWriter(sink)
    return _PipeWriter(transport, protocol)


async def _start_reader(
    source: RawIOBase, on_bytes: Callable[[bytes], None], on_end: Callable[[], None]
) -> None:
    loop = asyncio.get_running_loop()
    reader = _Reader(on_bytes, on_end)
    try:
        await loop.connect_read_pipe(lambda: reader, source)
    except (ValueError, OSError, NotImplementedError):
        _read_in_thread(loop, source, on_bytes, on_end)


class _Reader(asyncio.Protocol):
    def __init__(self, on_bytes: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self._on_bytes = on_bytes
        self._on_end = on_end

    def data_received(self, data: bytes) -> None:
        self._on_bytes(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_end()


class _Sink(asyncio.BaseProtocol):
    def __init__(self) -> None:
        self.lost = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()


class _PipeWriter:
    def __init__(self, transport: asyncio.WriteTransport, sink: _Sink) -> None:
        self._transport = transport
        self._sink = sink

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    async def close(self) -> None:
        self._transport.close()
        flushed = asyncio.ensure_future(self._sink.lost.wait())
        await asyncio.wait({flushed}, timeout=1)
        flushed.cancel()
        if not self._sink.lost.is_set():
            self._transport.abort()


class _ThreadWriter:
    def __init__(self, sink: RawIOBase) -> None:
        self._sink = sink
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="stdout", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        self._queue.put(data)

    async def close(self) -> None:
        self._queue.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join, 1.0)

    def _run(self) -> None:
        while (data := self._queue.get()) is not None:
            view = memoryview(data)
            try:
                while view:
                    view = view[self._sink.write(view) or 0 :]
            except OSError:
                return


def _read_in_thread(
    loop: asyncio.AbstractEventLoop,
    source: RawIOBase,
    on_bytes: Callable[[bytes], None],
    on_end: Callable[[], None],
) -> None:
    def run() -> None:
        try:
            while data := source.read(_PIECE):
                loop.call_soon_threadsafe(on_bytes, data)
            loop.call_soon_threadsafe(on_end)
        except (OSError, RuntimeError):
            return  # the loop or the input is gone

    threading.Thread(target=run, name="stdin", daemon=True).start()


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _redirect(descriptor: int, target: int) -> None:
    if target != descriptor:
        os.dup2(target, descriptor)
        os.close(target)
