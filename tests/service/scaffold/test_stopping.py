"""Reading that nobody waits for any more ends by itself."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.engine import writer_of

SENTENCE = "A page and a report with books: title 1, price 2. "
TYPES = ("api", "website", "chart", "excel", "email", "pdf", "word", "powerpoint", "image", "video")


@pytest.mark.parametrize("deed", ["write", "improve"])
@pytest.mark.parametrize("output_type", TYPES)
async def test_every_reader_of_a_long_prompt_can_be_stopped(output_type: str, deed: str) -> None:
    task = Task((SENTENCE * 400)[:19_990], output_type)
    loop = asyncio.get_running_loop()
    begun, cancelled = asyncio.Event(), threading.Event()
    ends: list[type] = []

    def run(task: Task) -> str:
        loop.call_soon_threadsafe(begun.set)
        cancelled.wait(20)
        try:
            text: str = getattr(writer_of(task), deed)(task)
        except BaseException as error:
            ends.append(type(error))
            raise
        ends.append(str)
        return text

    # One worker: what is run after it tells that it has ended.
    loop.set_default_executor(ThreadPoolExecutor(1))
    reading = asyncio.ensure_future(stopping.in_thread(run, task))
    await begun.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    cancelled.set()
    await asyncio.to_thread(int)
    assert ends == [stopping.Unwanted]


async def test_who_waits_gets_the_text() -> None:
    task = Task(SENTENCE, "api")
    assert await stopping.in_thread(writer_of(task).write, task) == writer_of(task).write(task)
    assert await stopping.in_thread(len, "abc") == 3


def test_where_nobody_can_leave_nothing_is_stopped() -> None:
    stopping.check()
