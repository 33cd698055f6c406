"""A client that does not read: the server neither freezes nor grows, and goes on as if nothing had been."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.lsp.conftest import SERVER
from tests.lsp.light import LightEditor, look_again, until_steady

MEGABYTE = 1 << 20

StartLight = Callable[..., Awaitable[LightEditor]]


@pytest.fixture
async def light(with_key: dict[str, str], show_on_failure: Callable[..., None]) -> AsyncIterator[StartLight]:
    made: list[LightEditor] = []

    async def start(**options: Any) -> LightEditor:
        editor = LightEditor()
        show_on_failure("LSP trace", lambda: str(editor))
        made.append(editor)
        await editor.start(SERVER, with_key, **options)
        return editor

    yield start
    for editor in made:
        await editor.kill()


every_stream = pytest.mark.parametrize("one_socket", [False, True], ids=["pipes", "one socket"])


def asked(editor: LightEditor, count: int) -> list[asyncio.Future[Any]]:
    """Requests whose answers are about a thousand bytes each."""
    buffer = editor.buffers["file:///a.py"]
    return [editor.actions(buffer, 3) for _ in range(count)]


async def all_answered(answers: list[asyncio.Future[Any]], within: float = 60) -> None:
    done, pending = await asyncio.wait(answers, timeout=within)
    assert not pending, f"{len(pending)} of {len(answers)} requests have no answer"
    assert all(len(answer.result()["result"]) >= 2 for answer in done)


@every_stream
async def test_a_client_that_does_not_read_for_long(
    light: StartLight, api: FakeApi, *, one_socket: bool
) -> None:
    editor = await light(one_socket=one_socket)
    buffer = editor.open("file:///a.py", "# make a list\nx = 1\n")
    await all_answered(asked(editor, 2000))
    await editor.generate(buffer, "# make")
    request = await api.request()
    await request.send("a0 = 0\n")
    await editor.until(lambda: "a0 = 0" in buffer.text and bool(editor.progress), "the first line")
    before, reports = editor.system.memory_info().rss, editor.reports
    editor.reading.clear()
    answers = asked(editor, 40_000)
    await until_steady(lambda: editor.unsent)
    assert editor.unsent > 0, "the server took in everything though nobody reads its answers"
    for number in range(1, 200):
        await request.send(f"a{number} = {number}\n")
    await asyncio.sleep(2)  # no wait for anything: so long nobody reads
    grown = (editor.system.memory_info().rss - before) / MEGABYTE
    assert grown < 48, f"{grown:.0f} MB more"
    editor.reading.set()
    began = time.monotonic()
    await request.done()
    await all_answered(answers)
    code = "".join(f"a{number} = {number}\n" for number in range(200))
    await editor.until(lambda: buffer.text == f"# make a list\n{code}x = 1\n", lambda: buffer.text[-300:])
    await editor.until(lambda: not editor.progress, "the end of the progress")
    # Where the machine is slow, some are told meanwhile.
    told = 8 + 2 * (time.monotonic() - began)
    assert editor.reports - reports < told, "reports that were overtaken were kept"
    counts = await editor.status()
    assert (counts["pending"], counts["streams"], counts["queued"], counts["keptBack"]) == (0, 0, 0, 0)
    await editor.finish()


async def test_a_client_that_writes_much_before_it_reads(light: StartLight) -> None:
    """It would wait for ever if the server stopped reading as soon as its pipe is full."""
    editor = await light()
    editor.open("file:///a.py", "# make a list\nx = 1\n")
    editor.reading.clear()
    answers = asked(editor, 5000)

    async def all_taken() -> bool:
        return editor.unsent == 0

    await look_again(all_taken, "the server reads though nobody reads its answers")
    editor.reading.set()
    await all_answered(answers)
    await editor.finish()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@every_stream
async def test_a_signal_while_nobody_reads(light: StartLight, api: FakeApi, *, one_socket: bool) -> None:
    editor = await light(one_socket=one_socket)
    buffer = editor.open("file:///a.py", "# make a list\nx = 1\n")
    await editor.generate(buffer, "# make")
    request = await api.request()
    editor.reading.clear()
    asked(editor, 40_000)
    await until_steady(lambda: editor.unsent)
    editor.process.send_signal(signal.SIGTERM)
    await editor.gone(128 + signal.SIGTERM, within=2)
    await request.closed(within=1)


async def test_an_editor_that_goes_while_nothing_is_read_of_it(light: StartLight, api: FakeApi) -> None:
    editor = await light()
    buffer = editor.open("file:///a.py", "# make a list\nx = 1\n")
    await editor.generate(buffer, "# make")
    request = await api.request()
    editor.reading.clear()
    asked(editor, 40_000)
    await until_steady(lambda: editor.unsent)
    editor.hang_up()
    await editor.gone(1, within=2)
    await request.closed(within=1)


async def test_a_log_that_nobody_reads(light: StartLight) -> None:
    editor = await light(stderr=False)
    editor.open("file:///a.py", "# make a list\nx = 1\n")
    for _ in range(20_000):
        editor.notify("textDocument/didClose", {"textDocument": 7})  # worth a line of log each
    await all_answered(asked(editor, 10))
    await editor.finish()
