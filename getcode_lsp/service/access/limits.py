"""How many requests a key may make in any hour, counted in the service's database."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from getcode_lsp.service.access.callers import Caller
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import Database

HOUR = 3600.0
DEFAULT_LIMITS: Mapping[Plan, int] = {Plan.FREE: 10, Plan.STARTER: 60, Plan.PRO: 300}
_MOST = 1_000_000


class LimitsUnavailable(Exception):
    """What counts the requests can't be reached; the message is for the client's user."""


class Limits(Protocol):
    """The rolling-hour limit of each key."""

    async def take(self, caller: Caller) -> int | None:
        """Count a request and return None; or, where the key has had its number, the seconds until it may again.

        Raises LimitsUnavailable and StorageError.
        """
        ...

    async def close(self) -> None:
        """Let go of what counts."""
        ...


class NoLimits:
    """Everybody may, always."""

    async def take(self, caller: Caller) -> int | None:
        """None."""
        return None

    async def close(self) -> None:
        """Nothing to let go of."""


class KeptLimits:
    """The limit counted in the database: it survives a restart and holds for all processes that share the file."""

    def __init__(
        self, database: Database, per_hour: Mapping[Plan, int], clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._per_hour = per_hour
        self._clock = clock

    async def take(self, caller: Caller) -> int | None:
        """Count a request, or say how long to wait."""
        most = self._per_hour[caller.plan]
        return await self._database.writing(lambda connection: self._take(connection, caller.key_id, most))

    async def close(self) -> None:
        """The database is closed by its owner."""

    def _take(self, connection: sqlite3.Connection, key_id: str, most: int) -> int | None:
        now = self._clock()  # read inside the transaction, so that times rise in the order of the requests
        connection.execute("DELETE FROM uses WHERE at <= ?", (now - HOUR,))
        # A clock that was set back must not lock anybody out for longer than an hour.
        connection.execute("UPDATE uses SET at = ? WHERE key_id = ? AND at > ?", (now, key_id, now))
        row: tuple[float] | None = connection.execute(
            "SELECT at FROM uses WHERE key_id = ? ORDER BY at DESC LIMIT 1 OFFSET ?", (key_id, most - 1)
        ).fetchone()
        if row is not None:
            return max(1, math.ceil(row[0] + HOUR - now))
        connection.execute("INSERT INTO uses (key_id, at) VALUES (?, ?)", (key_id, now))
        return None


def parse_limits(text: str) -> Mapping[Plan, int]:
    """Limits from words such as `starter=100,pro=500`; what is not named keeps its default. Raises ValueError."""
    limits = dict(DEFAULT_LIMITS)
    for part in text.split(","):
        word, _, number = part.strip().partition("=")
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:10]) <= _MOST):
            raise ValueError(f"a limit is written as in pro=500, with a number from 1 to {_MOST:,}")
        limits[Plan.of(word)] = int(number)
    return limits
