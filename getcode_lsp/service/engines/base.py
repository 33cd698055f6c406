"""The interface of every engine behind the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of an engine; the fields mean what they mean in the body of /api/generate."""

    prompt: str
    output_type: str
    language: str = "auto"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The engine is busy with others: what the client's user is told meanwhile, in a `queue` event."""

    message: str


@dataclass(frozen=True, slots=True)
class Used:
    """How many tokens the output took as the engine counts them; without it they are estimated."""

    tokens: int


Piece = str | Waiting | Used


@dataclass(frozen=True, slots=True)
class Brief:
    """An improved prompt, and the tokens that it took where the engine counts them."""

    text: str
    tokens: int | None = None


class EngineRefusal(Exception):
    """An engine can't do a task; the message is written for the user and says what can be done instead."""


class EngineUnavailable(Exception):
    """What an engine needs is down, busy or refuses it: the message is for the user, `status` for HTTP.

    `retry_after` is in seconds where it is known when to try again.
    """

    def __init__(self, message: str, status: int = 503, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Engine(Protocol):
    """Something that turns a prompt into text."""

    @property
    def name(self) -> str:
        """The `model` of the done event."""
        ...

    def generate(self, task: Task) -> AsyncIterator[Piece]:
        """Yield the output piece by piece, `Waiting` before the first text only and `Used` at most once.

        Raises `EngineRefusal` before the first text, `EngineUnavailable` at any time. Closing the iterator stops
        the work at once.
        """
        ...

    async def improve(self, task: Task) -> Brief:
        """Rewrite the prompt as a detailed brief; raises `EngineRefusal` and `EngineUnavailable`."""
        ...

    async def close(self) -> None:
        """Let go of connections and models."""
        ...
