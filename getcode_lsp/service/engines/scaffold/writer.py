"""What the engine knows of each output type: who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from getcode_lsp.service.engines.base import Task

OTHER_ENGINES = (
    "Such prompts need a language model: the engines llama (a model on this machine) and openai (any compatible "
    "address), or the hosted service."
)
"""The end of a refusal: what can be used instead."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One output type: its text, and a prompt for it as a detailed brief.

    Both are pure and deterministic, run in a thread of their own, and raise `EngineRefusal` where the prompt asks
    for what they can't do.
    """

    write: Callable[[Task], str]
    improve: Callable[[Task], str]
