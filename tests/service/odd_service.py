"""The real service around an engine that does what its prompt says; started as a process by the tests.

The first argument is a file that gets one line for each engine generator that is closed, and one for each cancelled improve.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from pathlib import Path

from getcode_lsp.service.app import create_app
from getcode_lsp.service.composing import Policy, compose
from getcode_lsp.service.engines.base import (
    Brief,
    EngineRefusal,
    EngineUnavailable,
    Piece,
    Task,
    Used,
    Waiting,
)
from getcode_lsp.service.listening import Place
from getcode_lsp.service.serve import run

KEY = "odd-key-0123456789"


class OddEngine:
    """Prompts: `count N`, `echo`, `refuse`, `break`, `break late`, `forever`, `busy`, `silent`, `block`,
    `wait`, `down`."""

    name = "odd"

    def __init__(self, diary: Path) -> None:
        self._diary = diary

    def _note(self, line: str) -> None:
        with self._diary.open("a") as diary:
            diary.write(line + "\n")

    async def generate(self, task: Task) -> AsyncGenerator[Piece, None]:
        word, _, rest = task.prompt.partition(" ")
        try:
            if word == "refuse":
                raise EngineRefusal("odd: not this one")
            if word == "break":
                if rest == "late":
                    yield "some text"
                raise RuntimeError("canary of the inner works")
            if word == "echo":
                yield f"{task.output_type} {task.language} {rest}"
                return
            if word == "wait":
                yield Waiting("2 before you")
                yield "my turn"
                yield Used(77)
                return
            if word == "down":
                raise EngineUnavailable("odd: the engine is down", 503, 7)
            if word == "block":
                yield "now"
                time.sleep(60)  # noqa: ASYNC251 - what an engine must not do
            if word == "silent":
                await asyncio.Event().wait()
            number = 0
            while word in ("forever", "busy") or number < int(rest):
                yield f"{number} "
                number += 1
                if word == "forever":
                    await asyncio.sleep(0.005)
        finally:
            self._note(f"closed {task.prompt}")

    async def improve(self, task: Task) -> Brief:
        if task.prompt == "refuse":
            raise EngineRefusal("odd: not this one")
        if task.prompt == "break":
            raise RuntimeError("canary of the inner works")
        if task.prompt == "silent":
            try:
                await asyncio.Event().wait()
            finally:
                self._note("cancelled improve")
        if task.prompt == "down":
            raise EngineUnavailable("odd: the engine is down", 503, 7)
        return Brief(f"better: {task.prompt}", 77 if task.prompt == "counted" else None)

    async def close(self) -> None:
        self._note("closed the engine")


def main() -> None:
    options = parser().parse_args()
    place = Place(port=0)
    policy = Policy(
        KEY,
        limited=options.data is not None,
        history=options.data is not None,
        free_may_generate=True,
        folder=options.data,
        in_memory=options.data is None,
    )
    service, _ = compose(policy, OddEngine(options.diary), lambda: KEY, print)
    parent = sys.stdin.buffer if options.parent_pipe else None
    run(create_app(service), place, place.listen(), lambda url: print(url, flush=True), parent)


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser()
    found.add_argument("diary", type=Path)
    found.add_argument("--parent-pipe", action="store_true")
    found.add_argument("--data", type=Path, help="with plans, limits and a history in this folder")
    return found


if __name__ == "__main__":
    main()
