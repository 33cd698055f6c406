"""Work that writes by one delivery after another, or waits for a document first: stopped as one thing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop

T = TypeVar("T")


class Stages:
    """What is under way now; a stop ends it, and everything that would follow."""

    def __init__(self, delivery: Delivery | None = None) -> None:
        self._delivery = delivery
        self._task: asyncio.Future[Any] | None = None
        self._stopped: Stop | None = None

    def go_on(self, delivery: Delivery) -> None:
        """Write by this delivery from now on."""
        self._delivery = delivery
        if self._stopped is not None:
            delivery.stop(self._stopped)

    async def run(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Wait for work that writes nothing; None where it was stopped."""
        task = self._task = asyncio.ensure_future(work)
        if self._stopped is not None:
            task.cancel()
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        return None if task.cancelled() or self._stopped is not None else task.result()

    def stop(self, reason: Stop) -> None:
        """Send nothing more; an edit under way is still settled."""
        self._stopped = self._stopped or reason
        if self._task is not None:
            self._task.cancel()
        if self._delivery is not None:
            self._delivery.stop(reason)

    def abandon(self, reason: Stop) -> None:
        """End at once."""
        self._stopped = self._stopped or reason
        if self._task is not None:
            self._task.cancel()
        if self._delivery is not None:
            self._delivery.abandon(reason)
