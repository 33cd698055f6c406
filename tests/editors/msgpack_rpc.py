"""Neovim's API over stdio, for asyncio: requests with answers, and the notifications that come in.

pynvim's own client runs its own loop, in which the fake API of a test could not answer meanwhile.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import msgpack  # type: ignore[import-untyped]

PATIENCE = 20.0  # seconds for an answer; generous, for a loaded machine


class NvimError(Exception):
    """Neovim's own error text."""


class NvimRpc:
    """One Neovim process started with --embed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.notifications: list[tuple[str, list[Any]]] = []  # all but the redrawing of the screen
        self._ids = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.ensure_future(self._read())

    @classmethod
    async def start(cls, *argv: str, env: dict[str, str], cwd: str) -> NvimRpc:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=env, cwd=cwd
        )
        return cls(process)

    async def request(self, method: str, *args: Any) -> Any:
        """Call an API function and wait for its result."""
        number = next(self._ids)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        assert self.process.stdin is not None
        self.process.stdin.write(msgpack.packb([0, number, method, args], unicode_errors="surrogateescape"))
        done, _ = await asyncio.wait({answer}, timeout=PATIENCE)
        if not done:
            raise TimeoutError(f"Neovim did not answer {method} {args!r} within {PATIENCE} s")
        return answer.result()

    async def stop(self) -> None:
        """End the process, by force where it does not go."""
        if self.process.returncode is None and self.process.stdin is not None:
            self.process.stdin.write(msgpack.packb([2, "nvim_command", ["qall!"]]))
            leaving = asyncio.ensure_future(self.process.wait())
            if not (await asyncio.wait({leaving}, timeout=5))[0]:
                self.process.kill()
            await leaving
        await self._reader

    async def _read(self) -> None:
        unpacker = msgpack.Unpacker(raw=False, strict_map_key=False, unicode_errors="surrogateescape")
        assert self.process.stdout is not None
        while data := await self.process.stdout.read(1 << 16):
            unpacker.feed(data)
            for message in unpacker:
                self._take(message)
        for answer in self._waiting.values():
            answer.cancel()

    def _take(self, message: list[Any]) -> None:
        if message[0] == 1:
            _, number, error, result = message
            answer = self._waiting.pop(number)
            if answer.done():
                return
            if error is None:
                answer.set_result(result)
            else:
                answer.set_exception(NvimError(error[1] if isinstance(error, list) else str(error)))
        elif message[0] == 2 and message[1] != "redraw":
            self.notifications.append((message[1], message[2]))
