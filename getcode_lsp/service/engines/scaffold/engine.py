"""The engine: finds the writer of an output type, and hands out what it wrote in small pieces."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping

from getcode_lsp.service.engines.base import Brief, EngineRefusal, Task
from getcode_lsp.service.engines.scaffold import api
from getcode_lsp.service.engines.scaffold.figures import chart, excel, image, video
from getcode_lsp.service.engines.scaffold.pages import email, powerpoint, printing, website
from getcode_lsp.service.engines.scaffold.stopping import in_thread
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

MAXIMUM_PROMPT = 20_000
"""Characters of a prompt; a longer one is no description that a grammar could read."""

_PIECE = re.compile(r"\s*\S+\s?|\s+")
_WRITERS: Mapping[str, Writer] = {
    "api": api.WRITER,
    "website": website.WRITER,
    "chart": chart.WRITER,
    "excel": excel.WRITER,
    "email": email.WRITER,
    "pdf": printing.WRITER,
    "word": printing.WRITER,
    "powerpoint": powerpoint.WRITER,
    "image": image.WRITER,
    "video": video.WRITER,
}


class ScaffoldEngine:
    """Writes scaffolds of what a prompt describes; deterministic, offline, always there."""

    name = "scaffold"

    async def generate(self, task: Task) -> AsyncIterator[str]:
        """Yield the output word by word, without a code fence; raises `EngineRefusal` before the first."""
        async for piece in word_by_word(await in_thread(writer_of(task).write, task)):
            yield piece

    async def improve(self, task: Task) -> Brief:
        """The prompt as a detailed brief; raises `EngineRefusal`."""
        return Brief(await in_thread(writer_of(task).improve, task))

    async def close(self) -> None:
        """There is nothing to let go of."""


async def word_by_word(text: str) -> AsyncIterator[str]:
    """A finished text in pieces of a word each."""
    for count, piece in enumerate(_PIECE.findall(text)):
        if count % 16 == 0:
            await asyncio.sleep(0)  # others get their turn, and a cancellation its chance
        yield piece


def writer_of(task: Task) -> Writer:
    """Who writes the output type of a task; raises `EngineRefusal`."""
    if task.output_type not in _WRITERS:
        raise EngineRefusal(
            f"The scaffold engine writes output of type {', '.join(_WRITERS)} only, not {task.output_type}. "
            f"{OTHER_ENGINES}"
        )
    if len(task.prompt) > MAXIMUM_PROMPT:
        raise EngineRefusal(
            f"The prompt has more than {MAXIMUM_PROMPT} characters; describe what is wanted more shortly. "
            f"{OTHER_ENGINES}"
        )
    return _WRITERS[task.output_type]
