"""The real service, with keys of every plan and a history, around an engine that says what its prompt says.

Arguments: `--no-history`. Its first line is its URL. Started as a process by the tests.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator

from getcode_lsp.service.access.callers import Caller
from getcode_lsp.service.access.limits import KeptLimits
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.app import create_app
from getcode_lsp.service.database import Database
from getcode_lsp.service.endpoints.declaring import Service
from getcode_lsp.service.engines.base import Brief, EngineRefusal, Piece, Task, Used, Waiting
from getcode_lsp.service.history import History
from getcode_lsp.service.listening import Place
from getcode_lsp.service.serve import run

KEY = "gc_playing_0123456789"
FREE_KEY = "gc_free_0123456789"
SPENT_KEY = "gc_spent_0123456789"
_PIECE = 7


class SayingEngine:
    """Prompts: `say TEXT`, `queue TEXT` (which waits for its client to be seen), `lines N`, `slow`, `refuse`,
    `break`."""

    name = "sayer"

    async def generate(self, task: Task) -> AsyncGenerator[Piece, None]:
        word, _, rest = task.prompt.partition(" ")
        if word == "refuse":
            raise EngineRefusal("The sayer can't say this; say something else.")
        if word == "break":
            yield "half of it"
            raise RuntimeError("the inner works")
        if word == "queue":
            yield Waiting("2 before you")
            await asyncio.sleep(1)  # for as long as a person reads it
            yield rest
            yield Used(77)
            return
        if word == "slow":
            for number in range(100_000):
                yield f"line {number}\n"
                await asyncio.sleep(0.01)
        if word == "lines":
            for number in range(int(rest)):
                yield f"{number:>7} the owl looks at the moon and the moon looks at the owl, all night long\n"
            return
        for start in range(0, len(rest), _PIECE):
            yield rest[start : start + _PIECE]

    async def improve(self, task: Task) -> Brief:
        return Brief(f"say A better {task.output_type}: {task.prompt}", 12)

    async def close(self) -> None:
        pass


class FixedKeys:
    """Three keys: one may all, one is free, and one has an hour that holds a single request."""

    async def find(self, key: str) -> Caller | None:
        return {
            KEY: Caller("playing", Plan.PRO, limited=False),
            FREE_KEY: Caller("free", Plan.FREE, limited=False),
            SPENT_KEY: Caller("spent", Plan.STARTER, limited=True),
        }.get(key)


def main() -> None:
    database = Database(None)
    history = None if "--no-history" in sys.argv else History(database)
    limits = KeptLimits(database, {Plan.FREE: 1, Plan.STARTER: 1, Plan.PRO: 1000})
    service = Service(SayingEngine(), FixedKeys(), limits, history)
    place = Place(port=0)
    run(create_app(service), place, place.listen(), lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
