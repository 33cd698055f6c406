"""One generation: the service's reply, through shaping, into a delivery.

Whatever happens, the stream is closed, the text that came stays in the document or is handed back, and exactly
one `Result` tells how it ended.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from getcode_lsp.api.client import GetCodeClient
from getcode_lsp.api.errors import GetCodeError, StoppedEarly
from getcode_lsp.api.events import Done, Queue, Retry, Token
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.shaping import Shaper
from getcode_lsp.prompts.request import GenerateRequest

# How often progress is told, in seconds: often enough to look alive, seldom enough to cost nothing.
REPORT_EVERY = 0.2


class Reporter(Protocol):
    """Where progress goes."""

    def report(self, message: str) -> None:
        """Show how far the work is."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a generation ended.

    `characters` have come. One of `done`, `stopped` and `error` is set; a reply that failed may be stopped too.
    """

    characters: int
    done: Done | None = None
    stopped: Stop | None = None
    error: GetCodeError | None = None


class Generation:
    """Runs one request. `run` returns when the last edit has settled; `halted` comes sooner."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[GetCodeClient]],
        request: GenerateRequest,
        shaper: Shaper,
        delivery: Delivery,
        reporter: Reporter,
    ) -> None:
        self._connect = connect
        self._request = request
        self._shaper = shaper
        self._delivery = delivery
        self._reporter = reporter
        self._loop = asyncio.get_running_loop()
        self._begun = self._loop.time()
        self._notice = ""
        self._retry_at: float | None = None
        self._first_token: float | None = None
        self.characters = 0

    async def run(self) -> Result:
        """Stream the reply into the document; errors of the service come back in the result."""
        reading = asyncio.ensure_future(self._read())
        halted = asyncio.ensure_future(self._delivery.halted.wait())
        reporting = asyncio.ensure_future(self._report())
        try:
            await asyncio.wait({reading, halted}, return_when=asyncio.FIRST_COMPLETED)
            await _cancelled(reading)
            done, error = _outcome(reading)
            if not self._delivery.halted.is_set():
                # Also after a failure: what came before it belongs to the user.
                self._delivery.feed(self._shaper.finish())
                self._delivery.finish()
                await self._delivery.halted.wait()
        finally:
            await _cancelled(reading)
            await _cancelled(halted)
            await _cancelled(reporting)
        stopped = self._delivery.session.stopped
        if stopped:
            return Result(self.characters, stopped=stopped, error=error)
        return Result(self.characters, done=done, error=error)

    async def handed_back(self) -> str:
        """The text that did not reach the document, once the last edit has settled.

        What shaping left out comes last, as far as it says something: plain fence lines don't.
        """
        await self._delivery.ended.wait()
        unsent = self._delivery.session.unsent + self._shaper.finish()
        return "\n\n".join(part for part in (unsent, self._shaper.remarks) if part)

    async def _read(self) -> Done:
        client = await self._connect()
        async with client.generate(self._request) as events:
            async for event in events:
                if isinstance(event, Token):
                    self._take(event.text)
                elif isinstance(event, Done):
                    return event
                elif isinstance(event, (Queue, Retry)):
                    self._note(event)
        raise StoppedEarly

    def _take(self, text: str) -> None:
        first = self._first_token is None
        if first:
            self._first_token = self._loop.time()
        self.characters += len(text)
        self._delivery.feed(self._shaper.feed(text))
        if first:
            self._reporter.report(self.status())  # it waits no more, whenever the next report is due

    def _note(self, event: Queue | Retry) -> None:
        if isinstance(event, Queue):
            self._notice, self._retry_at = event.message, None
        else:
            self._notice, self._retry_at = event.reason, self._loop.time() + event.seconds
        self._reporter.report(self.status())

    def status(self) -> str:
        """How far it is, in one line."""
        now = self._loop.time()
        elapsed = f"{now - self._begun:.0f} s"
        if (held_up := self._delivery.held_up) is not None:
            return f"{self.characters:,} characters, {held_up}"
        if self._first_token is not None:
            rate = self.characters / max(now - self._first_token, 0.001)
            speed = f", {rate:,.0f}/s" if now - self._first_token >= 1 else ""
            return f"{self.characters:,} characters{speed}, {elapsed}"
        if self._retry_at is not None and self._retry_at > now:
            return f"{self._notice}; retrying in {math.ceil(self._retry_at - now)} s"
        if self._notice and self._retry_at is None:
            comma = "" if self._notice.endswith((".", "!", "?", "…")) else ","
            return f"{self._notice}{comma} {elapsed}"
        return f"waiting, {elapsed}"

    async def _report(self) -> None:
        last = ""
        while True:
            status = self.status()
            if status != last:
                self._reporter.report(status)
                last = status
            await asyncio.sleep(REPORT_EVERY)


def _outcome(reading: asyncio.Future[Done]) -> tuple[Done | None, GetCodeError | None]:
    if reading.cancelled():
        return None, None
    error = reading.exception()
    if error is None:
        return reading.result(), None
    if isinstance(error, GetCodeError):
        return None, error
    raise error


async def _cancelled(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait until it has ended, whatever its result."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
