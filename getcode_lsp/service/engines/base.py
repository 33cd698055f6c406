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


class EngineRefusal(Exception):
    """An engine can't do a task; the message is written for the user and says what can be done instead."""


class Engine(Protocol):
    """Something that turns a prompt into text."""

    name: str
    """The `model` of the done event."""

    def generate(self, task: Task) -> AsyncIterator[str]:
        """Yield the output piece by piece; raises `EngineRefusal` at the first step, never after text."""
        ...

    async def improve(self, task: Task) -> str:
        """Rewrite the prompt as a detailed brief; raises `EngineRefusal`."""
        ...
