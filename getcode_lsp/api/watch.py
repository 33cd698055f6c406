"""The limits of time on one stream, without a task or a timer for every piece that comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from getcode_lsp.api.errors import StoppedEarly, TimedOut
from getcode_lsp.api.limits import Limits

T = TypeVar("T")

# A loop that was held up (a suspended process, a debugger) first reads what has come meanwhile, in seconds.
_LATE = 1.0
_GRACE = 1.0


class StreamWatch:
    """Breaks a connection when the next token, or the end, takes too long.

    The reader then sees the end of the stream and finds in `expired` the sentence that says why. Breaking the
    connection instead of cancelling the reader leaves no doubt about who a cancellation came from, which
    `asyncio.wait_for` before Python 3.12 has. Times are those of the loop, in seconds.
    """

    def __init__(self, limits: Limits, begun: float, wall_at: float, break_off: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._limits = limits
        self._break_off = break_off
        self._wall_at = wall_at
        self._seconds = limits.first_token
        self._streaming = False
        self._due = begun + self._seconds
        self._away_since: float | None = None
        self.expired: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._arm(min(self._due, wall_at))

    def queued(self) -> None:
        """A queue notice came: the wait for the first token begins anew."""
        if not self._streaming:
            self._due = self._loop.time() + self._seconds

    def token(self) -> None:
        """A token came: the wait for the next one begins."""
        self._due = self._loop.time() + self._limits.no_token
        if not self._streaming:
            self._streaming = True
            # From the wait for the first token to the wait for the next, which may be the shorter one.
            self._seconds = self._limits.no_token
            self.end()
            self._arm(min(self._due, self._wall_at))

    def away(self) -> None:
        """The reader is busy with what came and does not wait."""
        self._away_since = self._loop.time()

    def back(self) -> None:
        """The reader waits again; the time away does not count."""
        if self._away_since is not None:
            self._due += self._loop.time() - self._away_since
            self._away_since = None

    def end(self) -> None:
        """Watch no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self, at: float) -> None:
        self._timer = self._loop.call_at(at, self._look, at)

    def _look(self, scheduled: float) -> None:
        now = self._loop.time()
        if now >= self._wall_at:
            self._expire(f"The reply took longer than {self._limits.wall:g} s.")
            return
        # However long the reader stays away: its wait is looked at again when it could be over at the soonest.
        left = self._due - (now if self._away_since is None else self._away_since)
        if left > 0:
            self._arm(min(now + left, self._wall_at))
        elif now - scheduled > _LATE:
            self._arm(min(now + _GRACE, self._wall_at))
        else:
            self._expire(f"No token came for {self._seconds:g} s.")

    def _expire(self, sentence: str) -> None:
        self._timer = None
        self.expired = sentence
        self._break_off()


class Work:
    """Tasks of a client: each has a limit of time, and all can be ended at once."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Future[object]] = set()

    def start(self, work: Awaitable[T]) -> asyncio.Future[T]:
        """Run some work as a task that `stop` ends."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)  # type: ignore[arg-type]  # only to be cancelled and waited for
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Future[T]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Looked at, even where nobody waits any more: asyncio would log it, with the service's words in it.
            task.exception()

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """The result of some work; raises TimedOut after so many seconds, StoppedEarly where `stop` ended it.

        When the time is over, or the caller is cancelled, the work is cancelled and its end awaited.
        """
        task = self.start(work)
        try:
            finished, _ = await asyncio.wait({task}, timeout=max(seconds, 0.0))
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        if not finished:
            raise TimedOut(
                f"The service gave no answer for {round(max(seconds, 0.0), 1):g} s. Try again later."
            )
        if task.cancelled():
            raise StoppedEarly
        return task.result()

    async def stop(self) -> None:
        """Cancel every task and wait until all have ended."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
