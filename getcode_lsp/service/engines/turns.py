"""Turns: how many generations an engine runs at once; the others wait in the order they came, and are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from getcode_lsp.service.engines.base import Waiting


class Turns:
    """A line of those who wait; `at_once` of them may work at a time, all of them where it is None."""

    def __init__(self, at_once: int | None) -> None:
        if at_once is not None and at_once < 1:
            raise ValueError("at least one at a time")
        self._at_once = at_once
        self._line: list[Turn] = []

    def join(self) -> Turn:
        """A place at the end of the line, taken until `Turn.leave`."""
        turn = Turn(self)
        self._line.append(turn)
        return turn

    def before(self, turn: Turn) -> int:
        """How many must leave before this one may work; 0 when it is its turn."""
        return 0 if self._at_once is None else max(0, self._line.index(turn) - self._at_once + 1)

    def left(self, turn: Turn) -> None:
        """Take one out of the line and wake those who wait."""
        if turn in self._line:
            self._line.remove(turn)
            for other in self._line:
                other.moved.set()


class Turn:
    """One place in the line."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.moved = asyncio.Event()

    async def come(self) -> AsyncGenerator[Waiting, None]:
        """Ends when it is this one's turn; meanwhile it yields its place, each time that changes."""
        told = 0
        while before := self._turns.before(self):
            if before != told:
                told = before
                yield Waiting(_place(before))
            await self.moved.wait()
            self.moved.clear()

    def leave(self) -> None:
        """Give the place up; more than once is once."""
        self._turns.left(self)


def _place(before: int) -> str:
    others = "one request is" if before == 1 else f"{before} requests are"
    return f"The model is busy: {others} before this one."
