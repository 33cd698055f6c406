"""The two servers of `benchmarks.service`: the whole service, and a bare loop that writes the same events.

`python -m benchmarks.token_servers ours|bare` prints its URL. Both write as many tokens as the prompt "RATE COUNT
PHASE" says, RATE a second (0: as fast as they are taken) and the first after PHASE seconds, each holding the moment at
which it was made.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from time import perf_counter, perf_counter_ns

import uvicorn
from starlette.types import Receive, Scope, Send

from getcode_lsp.service.app import create_app
from getcode_lsp.service.composing import Policy, compose
from getcode_lsp.service.engines.base import Brief, Piece, Task
from getcode_lsp.service.listening import Place
from getcode_lsp.service.serve import run

KEY = "gc_benchmark"


async def stamps(prompt: str) -> AsyncGenerator[str, None]:
    """The tokens that a prompt asks for, each made at its time."""
    rate, count, phase = prompt.split()
    start = perf_counter() + float(phase)
    for number in range(int(count)):
        if rate != "0" and (ahead := start + number / int(rate) - perf_counter()) > 0:
            await asyncio.sleep(ahead)
        yield f"{perf_counter_ns()} "


class StampEngine:
    """An engine that costs nothing, so that all that is measured is the service."""

    name = "stamps"

    def generate(self, task: Task) -> AsyncGenerator[Piece, None]:
        """The stamps."""
        return stamps(task.prompt)

    async def improve(self, task: Task) -> Brief:
        """Nothing is improved here."""
        return Brief(task.prompt)

    async def close(self) -> None:
        """Nothing is open."""


def ours() -> None:
    """The whole service, with keys, limits and history in a database on disk."""
    with tempfile.TemporaryDirectory() as folder:
        policy = Policy(KEY, per_hour=None, folder=Path(folder))
        service, _ = compose(policy, StampEngine(), lambda: KEY, print)
        place = Place(port=0)
        run(create_app(service), place, place.listen(), _say)


async def bare_app(scope: Scope, receive: Receive, send: Send) -> None:
    """The floor: read the body, write the events, and nothing else."""
    assert scope["type"] == "http"
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for text in stamps(json.loads(body)["prompt"]):
        event = json.dumps({"type": "token", "text": text})
        await send({"type": "http.response.body", "body": f"data: {event}\n\n".encode(), "more_body": True})
    event = json.dumps({"type": "done", "tokensUsed": 0, "model": "bare"})
    await send({"type": "http.response.body", "body": f"data: {event}\n\n".encode()})


def bare() -> None:
    """The bare loop on uvicorn."""
    place = Place(port=0)
    listener = place.listen()
    _say(place.url(listener))
    config = uvicorn.Config(
        bare_app, loop="asyncio", http="h11", lifespan="off", log_config=None, access_log=False
    )
    uvicorn.Server(config).run(sockets=[listener])


def _say(url: str) -> None:
    print(url, flush=True)


if __name__ == "__main__":
    os.environ.pop("GETCODE_SERVICE_KEY", None)
    {"ours": ours, "bare": bare}[sys.argv[1]]()
