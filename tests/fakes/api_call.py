"""A call of the client under test that runs beside the test, and what became of it."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import GetCodeError
from getcode_lsp.api.events import Done, Event, Retry, Token
from getcode_lsp.prompts.request import GenerateRequest
from tests.fakes.api_wire import PATIENCE

E = TypeVar("E", bound=GetCodeError)

REQUEST = GenerateRequest(prompt="A page for a café", output_type="website", language="html")
# Waits short enough for tests; everything else as it ships.
QUICK = Limits(backoff=0.02, drain=0.1)


class Call:
    """One generation: its events so far, and its end."""

    def __init__(self, client: GetCodeClient, request: GenerateRequest = REQUEST) -> None:
        self.events: list[Event] = []
        self._came = asyncio.Event()
        self.task = asyncio.ensure_future(self._run(client, request))

    async def _run(self, client: GetCodeClient, request: GenerateRequest) -> None:
        async with client.generate(request) as events:
            async for event in events:
                self.events.append(event)
                self._came.set()

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Token))

    @property
    def retries(self) -> list[Retry]:
        return [event for event in self.events if isinstance(event, Retry)]

    async def comes(self, event: Event) -> None:
        """Wait until an event has come."""
        while event not in self.events:
            await self._wait(asyncio.ensure_future(self._came.wait()), f"{event} among {self.events}")
            self._came.clear()

    async def done(self) -> Done:
        """Wait for a good end."""
        await self._wait(self.task, "the generation to end")
        self.task.result()
        assert isinstance(self.events[-1], Done), self.events
        return self.events[-1]

    async def fails(self, kind: type[E]) -> E:
        """Wait for an end by exactly this error."""
        await self._wait(self.task, f"{kind.__name__}; events: {self.events}")
        error = self.task.exception()
        assert type(error) is kind, f"{error!r} instead of {kind.__name__}; events: {self.events}"
        assert isinstance(error, kind)
        assert error.message == str(error)
        assert "\n" not in error.message
        return error

    async def _wait(self, task: asyncio.Future[Any], name: str) -> None:
        finished, _ = await asyncio.wait({task}, timeout=PATIENCE)
        assert finished, f"waited {PATIENCE} s for {name}"
