"""Replies without end: the user is told, and the server's memory stays what it was."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.api import FakeApi, FakeRequest, improved, respond, sse
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import Start

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])

PROMPT = "# make a list$0\nx = 1\n"
BEFORE = "# make a list\nx = 1\n"
MOST = 32 * 1024  # KiB
DONE: dict[str, Any] = {"type": "done", "tokensUsed": 1, "model": "fake"}


class Memory:
    """What the server process has in memory, in KiB, and the most that it had since this was made."""

    def __init__(self, ed: Editor) -> None:
        self._folder = Path(f"/proc/{ed.client.process.pid}")
        (self._folder / "clear_refs").write_text("5")  # the peak begins anew
        self._before = self._read("VmRSS")

    @property
    def growth(self) -> int:
        return self._read("VmHWM") - self._before

    def _read(self, name: str) -> int:
        found = re.search(rf"^{name}:\s+(\d+) kB", (self._folder / "status").read_text(), re.MULTILINE)
        assert found is not None
        return int(found[1])


async def warm(ed: Editor, api: FakeApi) -> None:
    """Everything that a first request loads is loaded."""
    api.script("a = 1\n", DONE, path="/api/generate", times=1)
    api.script(improved("A list."), path="/api/improve", times=1)
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await ed.progress_ended()
    ed.open(PROMPT)
    await ed.improve()
    await api.request()
    await ed.progress_ended()


async def pour(request: FakeRequest, first: bytes, piece: bytes, megabytes: int = 100) -> int:
    """Send a hundred megabytes, or what the client takes of them; how many bytes it took."""
    await request.raw(first)
    for number in range(megabytes * 16):
        if request.client_gone:
            return number * len(piece)
        await request.raw(piece)
    return megabytes * 2**20


def filled(event: bytes) -> bytes:
    """64 KiB of an event, repeated."""
    return event * (65_536 // len(event))


ENDLESS = {
    "one line of 100 MB": (b"data: ", b"x" * 65_536),
    "one token of 100 MB": (b'data: {"type":"token","text":"', b"x" * 65_536),
    "one event of 100 MB": (b"", b"data: x\n" * 8_192),
    "a field of no meaning": (b"", b"x" * 65_536),
    "unknown events": (b"", sse({"type": "usage", "of": "x" * 60_000})),
    "queue notices": (b"", filled(sse({"type": "queue", "message": "You are next."}))),
    "pings": (b"", filled(b": ping\n\n")),
    "empty tokens": (b"", filled(sse({"type": "token", "text": ""}))),
}


@in_vscode
@pytest.mark.parametrize("case", ENDLESS)
async def test_a_reply_without_end_is_too_large(ed: Editor, api: FakeApi, case: str) -> None:
    await warm(ed, api)
    ed.open(PROMPT)
    memory = Memory(ed)
    await ed.generate()
    request = await api.request()
    taken = await pour(request, *ENDLESS[case])
    await ed.told("too large")
    await ed.progress_ended()
    assert taken < 30 * 2**20
    assert memory.growth <= MOST, f"{memory.growth} KiB"
    assert len(api.requests) == 3, "it is not tried again"
    assert ed.text == BEFORE


@in_vscode
@pytest.mark.parametrize("text", ["x" * 100, "item = 1\n" * 10], ids=["one line", "lines"])
async def test_text_without_end_is_cut_off_and_what_came_is_kept(ed: Editor, api: FakeApi, text: str) -> None:
    await warm(ed, api)
    ed.open(PROMPT)
    memory = Memory(ed)
    await ed.generate()
    request = await api.request()
    taken = await pour(request, b"", filled(sse({"type": "token", "text": text})))
    await ed.told("too large", "characters were kept")
    await ed.progress_ended(within=30)
    assert taken < 30 * 2**20
    assert memory.growth <= MOST, f"{memory.growth} KiB"
    head, tail = "# make a list\n", "\nx = 1\n"
    assert ed.text.startswith(head)
    assert ed.text.endswith(tail)
    assert len(ed.text) > 500_000


@in_vscode
@pytest.mark.parametrize("what", ["generate", "improve"])
@pytest.mark.parametrize("status", [200, 500])
async def test_a_compressed_bomb_is_not_unpacked(ed: Editor, api: FakeApi, what: str, status: int) -> None:
    await warm(ed, api)
    ed.open(PROMPT)
    memory = Memory(ed)
    kind = "text/event-stream" if what == "generate" else "application/json"
    bomb = gzip.compress(b"data: " + b"x" * 100_000_000)
    headers = {"Content-Type": kind, "Content-Encoding": "gzip", "Retry-After": "0"}
    api.script(respond(status, bomb, headers))
    await (ed.generate() if what == "generate" else ed.improve())
    await ed.told("compressed" if status == 200 else "500")
    await ed.progress_ended()
    assert memory.growth <= MOST, f"{memory.growth} KiB"
    assert ed.text == BEFORE


@in_vscode
@pytest.mark.parametrize("status", [200, 401])
async def test_an_answer_to_improve_without_end(ed: Editor, api: FakeApi, status: int) -> None:
    await warm(ed, api)
    ed.open(PROMPT)
    memory = Memory(ed)
    await ed.improve()
    request = await api.request()
    await request.start(status, "application/json")
    taken = await pour(request, b'{"improved": "', b"x" * 65_536)
    await ed.told("too large" if status == 200 else "refused the API key")
    await ed.progress_ended()
    assert taken < 30 * 2**20
    assert memory.growth <= MOST, f"{memory.growth} KiB"
    assert ed.text == BEFORE


@in_vscode
@pytest.mark.parametrize("begun", [False, True], ids=["no token", "one token"])
async def test_pings_and_nothing_else_run_out_of_time(
    start: Start, profile: Any, api: FakeApi, begun: bool
) -> None:
    settings = {"limits": {"firstTokenSeconds": 0.6, "noTokenSeconds": 0.6}}
    ed = await start(profile, settings=settings)
    ed.open(PROMPT)
    await ed.generate()
    request = await api.request()
    if begun:
        await request.send("a = 1\n")
    pinged = 0
    while not request.client_gone and pinged < 1000:
        await request.ping()
        await asyncio.sleep(0.01)  # the pace of the pings
        pinged += 1
    await ed.told("No token came for 0.6 s")
    await ed.progress_ended()
    assert 5 < pinged < 1000
    assert ed.text == ("# make a list\na = 1\nx = 1\n" if begun else BEFORE)
    assert len(api.requests) == 1
