"""The hourly limit counted in Redis, for several replicas of the service (extra ``redis``)."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

import anyio
from limits import RateLimitItemPerHour
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from getcode_lsp.service.access.callers import Caller
from getcode_lsp.service.access.limits import LimitsUnavailable
from getcode_lsp.service.access.plans import Plan

_SECONDS = 5.0
_SCHEMES = ("redis://", "rediss://", "unix://")


class RedisLimits:
    """A moving window for each key; raises ValueError for a URL that can't be one, which it does not repeat."""

    def __init__(self, url: str, per_hour: Mapping[Plan, int]) -> None:
        if not url.startswith(_SCHEMES):
            raise ValueError(f"the address of Redis begins with {', '.join(_SCHEMES)}")
        try:
            self._pool = ConnectionPool.from_url(
                url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS
            )
        except (ValueError, TypeError, RedisError):
            raise ValueError("the address of Redis is malformed") from None
        storage = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix="getcode",
            connection_pool=self._pool,  # type: ignore[arg-type]  # it is documented, if not typed
        )
        self._window = MovingWindowRateLimiter(storage)
        self._items = {plan: RateLimitItemPerHour(most) for plan, most in per_hour.items()}

    async def take(self, caller: Caller) -> int | None:
        """Count a request, or say how long to wait."""
        item = self._items[caller.plan]
        try:
            with anyio.fail_after(2 * _SECONDS):
                if await self._window.hit(item, caller.key_id):
                    return None
                reset = (await self._window.get_window_stats(item, caller.key_id)).reset_time
        except (RedisError, OSError, TimeoutError):
            raise LimitsUnavailable(
                "The limits can't be checked just now: Redis does not answer. Try again later."
            ) from None
        return max(1, math.floor(reset - time.time()) + 1)  # at the very moment it does not let anyone in yet

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.aclose()
