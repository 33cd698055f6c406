"""How the reading of a long prompt ends when nobody waits for it any more.

A thread can't be ended from outside. The readers' most called functions look here, so one that isn't wanted ends
itself well within a second.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
A = TypeVar("A")

_unwanted: ContextVar[threading.Event | None] = ContextVar("unwanted", default=None)


class Unwanted(Exception):
    """Nobody waits for the result; seen by nobody either."""


async def in_thread(function: Callable[[A], T], argument: A) -> T:
    """Run a function in a thread; where the caller is cancelled, its next `check` raises `Unwanted`."""
    unwanted = threading.Event()

    def run() -> T:
        _unwanted.set(unwanted)
        return function(argument)

    try:
        return await asyncio.to_thread(run)
    except asyncio.CancelledError:
        unwanted.set()
        raise


def check() -> None:
    """Raise `Unwanted` in a thread whose result nobody waits for; elsewhere do nothing."""
    unwanted = _unwanted.get()
    if unwanted is not None and unwanted.is_set():
        raise Unwanted
