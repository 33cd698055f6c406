"""The body of a streamed reply, read by a task of its own."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from getcode_lsp.api.watch import Work

_AHEAD = 8  # pieces that are read before they are asked for; the HTTP library reads at most 64 KiB at a time
_LEFTOVER_BYTES = 64 * 1024


class Body:
    """The pieces of a body, in order; an error of `parts` comes where the next piece would.

    A cancellation of the reader never reaches into the HTTP library: giving the body up shuts the socket, and
    the library sees an ordinary end of the connection. Cancelled twice in its own tidying up, httpcore would
    count the connection as in use for ever.
    """

    def __init__(
        self,
        work: Work,
        parts: AsyncGenerator[bytes, None],
        shut: Callable[[], bool],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        self._parts = parts
        self._shut = shut
        self._close = close
        self._ready: deque[bytes] = deque()
        self._wanted = True
        self._ended = False
        self._error: Exception | None = None
        self._news = asyncio.Event()  # for the reader: something came, or the end
        self._room = asyncio.Event()  # for the task: go on
        self._room.set()
        self._task = work.start(self._read())
        self._task.add_done_callback(self._end)

    async def _read(self) -> None:
        left_over = 0
        try:
            async for part in self._parts:
                if self._wanted:
                    self._ready.append(part)
                    self._news.set()
                    if len(self._ready) >= _AHEAD:
                        self._room.clear()
                        await self._room.wait()
                    continue
                left_over += len(part)
                if left_over > _LEFTOVER_BYTES:
                    self._shut()
                    break
        finally:
            await self._parts.aclose()
            await self._close()

    def _end(self, task: asyncio.Future[None]) -> None:
        self._ended = True
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._error = error
        self._news.set()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        while not self._ready:
            if self._ended:
                if self._error is not None:
                    raise self._error
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        part = self._ready.popleft()
        self._room.set()
        return part

    def break_off(self) -> None:
        """Shut the connection; what has been read is still given."""
        if not self._ended and not self._shut():
            self._task.cancel()

    def give_up(self) -> None:
        """Want nothing more and shut the connection at once."""
        self._discard()
        self.break_off()

    def read_on(self, seconds: float) -> None:
        """Want nothing more, yet read to the end, if it comes soon: then the connection is kept for the next."""
        self._discard()
        timer = asyncio.get_running_loop().call_later(seconds, self.break_off)
        self._task.add_done_callback(lambda _: timer.cancel())

    def _discard(self) -> None:
        self._wanted = False
        self._ready.clear()
        self._room.set()
