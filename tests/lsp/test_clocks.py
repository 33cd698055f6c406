"""A process that is stopped for a while, and a clock that jumps: time runs out or the work goes on, nothing hangs."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.profiles import LIVE, VSCODE, Profile
from tests.lsp.conftest import Start

DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}
LIMITS = {"limits": {"noTokenSeconds": 1, "firstTokenSeconds": 2, "unsettledSeconds": 1, "giveUpSeconds": 1}}
PAUSE = 2.5  # seconds, longer than every one of these

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_a_server_that_is_stopped_goes_on_with_what_came_meanwhile(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await start(profile, settings=LIMITS)
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("a = 1\n")
    await ed.until(lambda: "a = 1" in ed.text, "the first line")
    ed.client.process.send_signal(signal.SIGSTOP)
    try:
        await request.send("b = 2\n")
        await request.done()
        await asyncio.sleep(PAUSE)  # no wait for anything: so long it is stopped
    finally:
        ed.client.process.send_signal(signal.SIGCONT)
    await ed.progress_ended()
    assert ed.text == "# make a list\na = 1\nb = 2\nx = 1\n" or ed.shown, ed.text
    ed.forgive()
    api.script("c = 3\n", DONE)
    ed.go_after("# make a list")
    await ed.generate()
    await ed.until(lambda: "c = 3" in ed.text, "the next generation")
    await ed.progress_ended()


@pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
async def test_a_server_that_is_stopped_while_nothing_comes_says_so(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await start(profile, settings=LIMITS)
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("a = 1\n")
    await ed.text_is("# make a list\na = 1\nx = 1\n")
    ed.client.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(PAUSE)  # no wait for anything: so long it is stopped
    finally:
        ed.client.process.send_signal(signal.SIGCONT)
    await request.closed(within=4)
    await ed.progress_ended()
    await ed.until(lambda: bool(ed.shown), "a reason")
    ed.forgive()
    assert ed.text == "# make a list\na = 1\nx = 1\n"
    ed.go_after("# make a list")
    assert len(await ed.actions()) >= 2


# Every look at the clock on the wall is an hour, or a day, off the one before.
JUMPING = """
import itertools, time
real, jumps = time.time, itertools.cycle((0, 3600, -86400, 86400))
time.time = lambda: real() + next(jumps)
"""


@pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
async def test_a_clock_that_jumps_changes_nothing(
    start: Start, api: FakeApi, profile: Profile, tmp_path: Path, with_key: dict[str, str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(JUMPING)
    ed = await start(profile, environment={**with_key, "PYTHONPATH": str(tmp_path)}, settings=LIMITS)
    for number in range(3):
        ed.open("# make a list$0\nx = 1\n")
        await ed.generate()
        request = await api.request()
        for letter in "abc":
            await request.send(f"{letter} = {number}\n")
        await request.done()
        code = "".join(f"{letter} = {number}\n" for letter in "abc")
        await ed.text_is(f"# make a list\n{code}x = 1\n")
        await ed.progress_ended()
    assert ed.shown == []
