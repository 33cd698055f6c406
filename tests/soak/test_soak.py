"""The short form of the long run: the same process, the same ends, the same things that may not grow."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator, Callable

import pytest

from tests.fakes.api import FakeApi
from tests.lsp.conftest import SERVER
from tests.lsp.conftest import api as api
from tests.lsp.conftest import environment as environment
from tests.lsp.conftest import with_key as with_key
from tests.lsp.light import LightEditor
from tests.soak.figures import HEADER, MEGABYTE
from tests.soak.load import Load, Pace
from tests.soak.plans import CANCELLED, FAULTED, End
from tests.soak.soak import Size, Soak

# How long the soak runs; what must be green runs it longer than what a person waits for.
SECONDS = float(os.environ.get("GETCODE_SOAK_SECONDS", "20"))
MOST_MEGABYTES = 150
# A leak of a byte for each change shows in a long run only; stock pygls' 2.9 KB show in this one.
MOST_GROWTH = 8

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors of POSIX")


@pytest.fixture
async def editor(
    with_key: dict[str, str],
    show_on_failure: Callable[..., None],
) -> AsyncIterator[LightEditor]:
    editor = LightEditor()
    show_on_failure("LSP trace", lambda: str(editor))
    await editor.start(SERVER, with_key)
    yield editor
    await editor.kill()


@pytest.mark.timeout(SECONDS + 180)
async def test_a_long_run_leaves_everything_as_it_was(
    editor: LightEditor,
    api: FakeApi,
) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    print(HEADER)
    size = Size(1_000_000, changes_each=20, seconds=SECONDS, look_every=SECONDS / 20)
    report = await Soak(editor, api, size, seed, print).run()
    print(report.start, report.end, report.ends, sep="\n")
    assert report.wrong == []
    assert editor.faults == []
    assert report.start is not None
    assert report.end is not None
    assert report.peak < MOST_MEGABYTES
    assert report.growth < MOST_GROWTH
    assert report.end.counts == report.start.counts
    assert report.end.descriptors <= report.start.descriptors
    # Where nothing happened nothing can grow.
    assert report.generations > 3 * SECONDS
    assert report.ends[End.DONE]
    assert all(any(report.ends[end] for end in some) for some in (CANCELLED, FAULTED))
    await editor.finish()


async def test_streams_at_full_speed_lose_nothing_and_double_nothing(
    editor: LightEditor,
    api: FakeApi,
) -> None:
    """How quickly it answers meanwhile is a figure, and figures live in benchmarks."""
    report = await Load(editor, api, Pace(seconds=5, round=5), print).run()
    assert report.wrong == []
    assert report.sent >= 8 * 5 * 190
    assert report.keys > 8 * 5
    counts = await editor.status()
    assert {
        name: counts[name] for name in ("streams", "pending", "progress", "queued", "keptBack")
    } == dict.fromkeys(("streams", "pending", "progress", "queued", "keptBack"), 0)
    await editor.finish()


async def test_twenty_thousand_changes_leave_no_trace(editor: LightEditor) -> None:
    buffer = editor.open("file:///a.py", "# make a list\nx = 1\n")
    for warm in (True, False):
        before = editor.system.memory_info().rss
        for number in range(20_000):
            if number % 2:
                editor.splice(buffer, 20, 21, "")
            else:
                editor.splice(buffer, 20, 20, "y")
            if number % 500 == 0:
                await editor.status()  # so that what waits is no more than this
        await editor.status()
        grown = (editor.system.memory_info().rss - before) / MEGABYTE
        assert warm or grown < 1, f"{grown:.1f} MB more"
    assert buffer.text == "# make a list\nx = 1\n"
    await editor.finish()
