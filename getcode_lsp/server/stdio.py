"""Standard input and output as a byte stream on the event loop.

Pipes and sockets are asyncio transports, so a client that stops reading blocks nothing. What the loop can't
watch (files; consoles and pipes on Windows) gets a thread for each direction. Either way the input can be
paused, and the output says how much of it the client has not taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import select
import stat
import threading
from collections.abc import Callable
from io import RawIOBase
from typing import Protocol

# So many bytes that wait are a client that does not keep up; at so few it has caught up.
FULL = 64 * 1024
CAUGHT_UP = 16 * 1024
_PIECE = 1 << 16
# So many pieces of the input may wait for the loop.
_PIECES = 8
# How often, in seconds, a paused input is looked at for whether anybody is left at its other end.
_LOOK_EVERY = 0.25


class Writer(Protocol):
    """Where messages go; `write` never blocks."""

    @property
    def waiting(self) -> int:
        """How many bytes the client has not taken."""

    def write(self, data: bytes) -> None:
        """Send bytes, or keep them until the client reads."""

    async def close(self, within: float = 1.0) -> None:
        """Wait a moment for what is waiting, then close."""


class Reader(Protocol):
    """Where messages come from."""

    def pause(self) -> None:
        """Read nothing for the time being."""

    def resume(self) -> None:
        """Go on reading."""


class Connection(Protocol):
    """Who speaks over the streams; all is called on the loop."""

    def connect(self, writer: Writer, reader: Reader) -> None:
        """Take over both streams; called before the first byte is read."""

    def received(self, chunk: bytes) -> None:
        """Take in a piece of the input."""

    def ended(self) -> None:
        """Hear that the input has ended, or that nobody reads the output any more; perhaps twice."""

    def caught_up(self) -> None:
        """Hear that a client that was behind (`FULL`) has taken nearly all of the output."""


async def open_stdio(connection: Connection) -> Writer:
    """Take over standard input and output for a connection."""
    source, sink = os.dup(0), os.dup(1)
    # Nothing else may ever write into the protocol's stream, nor read from it.
    _redirect(0, os.open(os.devnull, os.O_RDONLY))
    _redirect(1, os.dup(2) if _is_open(2) else os.open(os.devnull, os.O_WRONLY))
    # On one socket for both, asyncio would take what comes in for the end of what goes out.
    one_socket = stat.S_ISSOCK(os.fstat(sink).st_mode) and os.fstat(sink) == os.fstat(source)
    outgoing = os.fdopen(sink, "wb", 0)
    writer = _ThreadWriter(outgoing, connection) if one_socket else await _open_writer(outgoing, connection)
    await _start_reader(os.fdopen(source, "rb", 0), writer, connection)
    return writer


async def _open_writer(sink: RawIOBase, connection: Connection) -> Writer:
    try:
        transport, protocol = await asyncio.get_running_loop().connect_write_pipe(
            lambda: _Sink(connection), sink
        )
    except (ValueError, OSError, NotImplementedError):
        return _ThreadWriter(sink, connection)
    transport.set_write_buffer_limits(high=FULL, low=CAUGHT_UP)
    return _PipeWriter(transport, protocol)


async def _start_reader(source: RawIOBase, writer: Writer, connection: Connection) -> None:
    loop = asyncio.get_running_loop()
    reader = _PipeReader(source, writer, connection)
    if not _is_device(source):
        with contextlib.suppress(ValueError, OSError, NotImplementedError):
            await loop.connect_read_pipe(lambda: reader, source)
            return
    thread = _ThreadReader(loop, source, connection)
    connection.connect(writer, thread)
    thread.start()


class _PipeReader(asyncio.Protocol):
    def __init__(self, source: RawIOBase, writer: Writer, connection: Connection) -> None:
        self._source = source
        self._writer = writer
        self._connection = connection
        self._transport: asyncio.ReadTransport | None = None
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.ReadTransport):
            self._transport = transport
        self._connection.connect(self._writer, self)

    def data_received(self, data: bytes) -> None:
        self._connection.received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_looking()
        self._connection.ended()

    def pause(self) -> None:
        if self._transport is not None and self._look is None and not self._transport.is_closing():
            self._transport.pause_reading()
            self._look_for_the_end()

    def resume(self) -> None:
        if self._transport is not None and self._look is not None:
            self._stop_looking()
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def _look_for_the_end(self) -> None:
        """What is not read does not show its end: ask for it."""
        if _hung_up(self._source):
            self._look = None
            self._connection.ended()
            return
        loop = asyncio.get_running_loop()
        self._look = loop.call_later(_LOOK_EVERY, self._look_for_the_end)

    def _stop_looking(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None


class _Sink(asyncio.BaseProtocol):
    def __init__(self, connection: Connection) -> None:
        self.lost = asyncio.Event()
        self._connection = connection

    def resume_writing(self) -> None:
        self._connection.caught_up()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()
        self._connection.ended()


class _PipeWriter:
    def __init__(self, transport: asyncio.WriteTransport, sink: _Sink) -> None:
        self._transport = transport
        self._sink = sink

    @property
    def waiting(self) -> int:
        return self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    async def close(self, within: float = 1.0) -> None:
        self._transport.close()
        flushed = asyncio.ensure_future(self._sink.lost.wait())
        await asyncio.wait({flushed}, timeout=within)
        flushed.cancel()
        if not self._sink.lost.is_set():
            self._transport.abort()


class _ThreadWriter:
    def __init__(self, sink: RawIOBase, connection: Connection) -> None:
        self._sink = sink
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._waiting = 0
        self._behind = False
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="stdout", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        return self._waiting

    def write(self, data: bytes) -> None:
        with self._lock:
            self._waiting += len(data)
            self._behind = self._behind or self._waiting > FULL
        self._queue.put(data)

    async def close(self, within: float = 1.0) -> None:
        self._queue.put(None)
        closed = asyncio.ensure_future(_in_daemon_thread(lambda: self._thread.join(within)))
        await asyncio.wait({closed}, timeout=within)

    def _run(self) -> None:
        while (data := self._queue.get()) is not None:
            view = memoryview(data)
            try:
                while view:
                    view = view[self._sink.write(view) or 0 :]
            except OSError:
                self._tell(self._connection.ended)
                return
            with self._lock:
                self._waiting -= len(data)
                caught_up = self._behind and self._waiting <= CAUGHT_UP
                self._behind = self._behind and not caught_up
            if caught_up:
                self._tell(self._connection.caught_up)

    def _tell(self, what: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(what)


class _ThreadReader:
    """Reads in a thread; what waits for the loop is bounded, so a flood stays where it comes from."""

    def __init__(self, loop: asyncio.AbstractEventLoop, source: RawIOBase, connection: Connection) -> None:
        self._loop = loop
        self._source = source
        self._connection = connection
        self._pieces = threading.Semaphore(_PIECES)
        self._going = threading.Event()
        self._going.set()

    def start(self) -> None:
        threading.Thread(target=self._run, name="stdin", daemon=True).start()

    def pause(self) -> None:
        self._going.clear()

    def resume(self) -> None:
        self._going.set()

    def _run(self) -> None:
        try:
            while data := self._source.read(_PIECE):
                self._pieces.acquire()
                self._going.wait()
                self._loop.call_soon_threadsafe(self._take, data)
            self._loop.call_soon_threadsafe(self._connection.ended)
        except (OSError, RuntimeError):
            return  # the loop or the input is gone

    def _take(self, data: bytes) -> None:
        self._pieces.release()
        self._connection.received(data)


async def _in_daemon_thread(function: Callable[[], None]) -> None:
    """Run a function in a thread that keeps no process alive."""
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def run() -> None:
        function()
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, daemon=True).start()
    await done.wait()


def _hung_up(source: RawIOBase) -> bool:
    """Whether the other end of a pipe or socket is closed, though there may be something left to read."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(source.fileno(), 0)
    return any(events & (select.POLLHUP | select.POLLERR) for _, events in poll.poll(0))


def _is_device(source: RawIOBase) -> bool:
    """Whether it is a device that is no terminal, as `/dev/null`: asyncio takes it, and epoll does not."""
    return stat.S_ISCHR(os.fstat(source.fileno()).st_mode) and not source.isatty()


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
