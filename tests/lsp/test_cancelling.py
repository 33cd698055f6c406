"""Cancel by every route and in every phase: the stream is closed at once and nothing is written after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.api import FakeApi, FakeRequest
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE, Profile
from tests.lsp.conftest import every_editor, live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def press_the_button(ed: Editor) -> None:
    ed.cancel()


async def run_the_command(ed: Editor) -> None:
    await ed.execute("getcode.cancel", {"uri": ed.buffer.uri})


async def run_the_command_for_all(ed: Editor) -> None:
    await ed.execute("getcode.cancel")


async def close_the_file(ed: Editor) -> None:
    ed.close()


ROUTES = [press_the_button, run_the_command, run_the_command_for_all, close_the_file]
routes = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)


async def queueing(ed: Editor, request: FakeRequest) -> None:
    await request.queue("You are next.")
    await ed.progress_says("You are next.")


async def streaming(ed: Editor, request: FakeRequest) -> None:
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\nx = 1\n")


async def waiting(ed: Editor, request: FakeRequest) -> None:
    pass


PHASES = [waiting, queueing, streaming]


@in_vscode
@routes
@pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.__name__)
async def test_cancel(
    ed: Editor, api: FakeApi, route: Callable[[Editor], Any], phase: Callable[..., Any]
) -> None:
    buffer = ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await ed.progress_began()
    await phase(ed, request)
    before = buffer.text
    began = time.monotonic()
    await route(ed)
    closed = await request.closed(within=2)
    await ed.progress_ended()
    assert closed - began < 0.5
    sent = len(ed.edits.received)
    await request.send("evil = 1\n")
    if route is close_the_file:
        ed.open("# another$0\n")
    await ed.caught_up()
    assert len(ed.edits.received) == sent
    assert buffer.text == before
    if route is not close_the_file:
        await ed.progress_says("cancelled")
    assert ed.shown == []


@every_editor
async def test_cancel_by_command_in_every_editor(ed: Editor, api: FakeApi, profile: Profile) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    if profile.live:
        await ed.text_is("# make a list\nitems = [1,\nx = 1\n")
    await run_the_command(ed)
    await request.closed(within=1)
    await ed.progress_ended()
    text = ed.text
    await ed.caught_up()
    assert ed.text == text
    api.script("again = 1\n", {"type": "done", "tokensUsed": 1, "model": "fake"})
    ed.go_after("# make a list")
    await ed.generate()
    await ed.until(lambda: "again = 1" in ed.text, "the next generation")
    await ed.progress_ended()


@live_editors
async def test_cancel_with_an_edit_under_way(ed: Editor, api: FakeApi) -> None:
    """The edit was sent before; it still lands, is settled, and nothing follows it."""
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    ed.edits.holding = True
    await request.send("items = [1,")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    await request.send(" 2]\n")
    ed.cancel()
    await request.closed(within=1)
    await ed.progress_ended()
    ed.edits.release()
    ed.edits.flush()
    await ed.caught_up()
    assert ed.text == "# make a list\nitems = [1,\nx = 1\n"
    assert len(ed.edits.received) == 1


@in_vscode
async def test_cancel_of_one_of_two(ed: Editor, api: FakeApi) -> None:
    first = ed.open("# first$0\n")
    await ed.generate()
    one = await api.request()
    second = ed.open("# second$0\n")
    await ed.generate()
    two = await api.request()
    await ed.progress_began(2)
    ed.show(first)
    await run_the_command(ed)
    await one.closed(within=1)
    await two.send("a = 2\n")
    await two.done()
    ed.show(second)
    await ed.text_is("# second\na = 2\n")
    await ed.progress_ended()
    assert first.text == "# first\n"


@in_vscode
async def test_cancel_right_after_the_command(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await run_the_command(ed)
    await ed.until(lambda: not ed.running, "the end of the progress, if it was begun")
    await ed.caught_up()
    assert ed.text == "# make a list\n"
    for request in api.requests:
        await request.closed(within=1)


@in_vscode
async def test_cancel_when_nothing_is_under_way(ed: Editor) -> None:
    ed.open("# make a list$0\n")
    await run_the_command(ed)
    await run_the_command_for_all(ed)
    assert ed.shown == []


@live_editors
async def test_what_was_not_written_is_kept_silently_after_a_cancel(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    ed.edits.holding = True
    await request.send("items = [1,")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    await request.send(" 2]\nmore = 3\n")
    await ed.progress_says("24 characters")
    ed.cancel()
    await ed.progress_ended()
    ed.edits.release()
    ed.edits.flush()
    await ed.until(lambda: "more = 3" in ed.recovered, "a recovery file")
    assert ed.text == "# make a list\nitems = [1,\nx = 1\n"
    assert ed.recovered == "2]\nmore = 3"
    assert ed.shown == []


@in_vscode
async def test_a_closed_file_is_not_reopened(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()
    ed.edits.holding = True
    await request.send("items = [1,")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    ed.close()
    await request.closed(within=1)
    await ed.progress_ended()
    ed.open("# other$0\n")
    await ed.caught_up()
    ed.edits.drop()


@in_vscode
async def test_a_file_closed_and_opened_again_is_another_one(ed: Editor, api: FakeApi) -> None:
    buffer = ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\n")
    ed.close()
    ed.open("# make a list$0\n", uri=buffer.uri)
    await request.closed(within=1)
    await ed.caught_up()
    assert ed.text == "# make a list\n"
    await ed.generate()
    request = await api.request()
    await request.send("items = [2]\n")
    await request.done()
    await ed.text_is("# make a list\nitems = [2]\n")
    await ed.progress_ended()
