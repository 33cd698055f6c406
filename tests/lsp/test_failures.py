"""When the service says no, breaks off or talks nonsense: what the user is told, and what stays."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from tests.fakes.api import FakeApi, refused_port
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, MINIMAL, NEOVIM, OUR_NEOVIM, VSCODE, Profile
from tests.lsp.conftest import Start, every_editor, live_editors

DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}
PROMPT = "# make a list$0\nx = 1\n"
BEFORE = "# make a list\nx = 1\n"

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def works_again(ed: Editor, api: FakeApi) -> None:
    """The server answers the next request."""
    api.clear_scripts()
    api.script("again = 1\n", DONE)
    before = ed.text
    ed.go_to_start()
    await ed.generate()
    head, _, rest = before.partition("\n")
    await ed.text_is(f"{head}\nagain = 1\n{rest}")
    await ed.progress_ended()


@every_editor
@pytest.mark.parametrize("as_event", [False, True], ids=["status", "event"])
async def test_a_refused_key_is_told_once_with_the_way_out(ed: Editor, api: FakeApi, as_event: bool) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    if as_event:
        await api.error("Invalid API key")
    else:
        await api.respond(401, {"error": "Invalid API key"})
    await ed.told("key", "" if as_event else "getcode-lsp login")
    await ed.progress_ended()
    await ed.caught_up()
    assert len(ed.shown) == 1
    assert len(api.requests) == 1, "a refused key is not tried again"
    assert ed.text == BEFORE
    await works_again(ed, api)


@in_vscode
@pytest.mark.parametrize("status", [402, 403])
async def test_a_plan_that_is_too_small(ed: Editor, api: FakeApi, status: int) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.respond(status, {"error": "Upgrade to Pro to use the API"})
    await ed.told("pro")
    await ed.progress_ended()
    assert len(api.requests) == 1
    assert ed.text == BEFORE
    await works_again(ed, api)


@live_editors
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_a_rate_limit_is_waited_for_with_a_countdown(ed: Editor, api: FakeApi, form: str) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    asked = time.monotonic()
    # A date has whole seconds: 3 from now means between 2 and 3.
    retry_after = "2" if form == "seconds" else formatdate(time.time() + 3, usegmt=True)
    await api.respond(429, {"error": "Slow down"}, {"Retry-After": retry_after})
    await ed.progress_says("retrying in 2 s")
    await ed.progress_says("retrying in 1 s")
    await api.request()
    assert time.monotonic() - asked >= 1.9
    assert len(api.requests) == 2
    await api.send("items = []\n")
    await api.done()
    await ed.text_is("# make a list\nitems = []\nx = 1\n")
    await ed.progress_ended()
    assert len(api.requests) == 2


@live_editors
async def test_waiting_for_a_rate_limit_can_be_cancelled(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.respond(429, {"error": "Slow down"}, {"Retry-After": "100"})
    await ed.progress_says("retrying in")
    ed.cancel()
    await ed.progress_ended(within=1)
    assert len(api.requests) == 1
    assert ed.text == BEFORE
    await works_again(ed, api)


@in_vscode
async def test_a_rate_limit_of_an_hour_is_not_waited_for(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.respond(429, {"error": "Slow down"}, {"Retry-After": "3600"})
    await ed.progress_ended()
    await ed.told("again")
    assert len(api.requests) == 1


@in_vscode
async def test_a_service_that_is_down_is_tried_three_times(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    for _ in range(3):
        await api.request()
        await api.respond(503, {"error": "Down for maintenance"}, {"Retry-After": "0"})
    await ed.told("Down for maintenance")
    await ed.progress_ended()
    assert len(api.requests) == 3
    await works_again(ed, api)


@pytest.mark.parametrize(
    ("profile", "tokens", "end"),
    [
        (VSCODE, 0, "close"),
        (VSCODE, 1, "close"),
        (VSCODE, 1, "reset"),
        (VSCODE, 5, "close"),
        (VSCODE, 5, "reset"),
        (NEOVIM, 1, "reset"),
        (OUR_NEOVIM, 1, "close"),
        (EGLOT, 5, "close"),
        (MINIMAL, 5, "close"),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
async def test_what_came_before_a_break_stays(
    ed: Editor, api: FakeApi, profile: Profile, tokens: int, end: str
) -> None:
    """A clean end without `done` is a break like any other. Before the first token a reset is tried anew."""
    ed.open(PROMPT)
    await ed.generate()
    request = await api.request()
    lines = [f"item = {number}\n" for number in range(tokens)]
    for line in lines:
        await request.send(line)
    if profile.live:
        await ed.text_is("# make a list\n" + "".join(lines) + "x = 1\n")
    await (request.reset() if end == "reset" else request.close())
    await ed.told("early", *([f"{sum(map(len, lines))} characters"] if tokens else []))
    await ed.text_is("# make a list\n" + "".join(lines) + "x = 1\n")
    await ed.progress_ended()
    assert not any("done" in said for bar in ed.progress for said in bar.said)
    assert len(api.requests) == 1
    await works_again(ed, api)


@live_editors
async def test_an_error_in_mid_stream_is_told_and_the_text_stays(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.send("items = [")
    await ed.text_is("# make a list\nitems = [\nx = 1\n")
    await api.error("The model ran out of\n\x1b[31mmemory")
    said = await ed.told("The model ran out of", "memory")
    assert "\n" not in said
    assert "\x1b" not in said
    await ed.progress_ended()
    assert ed.text == "# make a list\nitems = [\nx = 1\n"
    await works_again(ed, api)


@in_vscode
@pytest.mark.parametrize(
    ("status", "content", "headers"),
    [
        (200, {"error": "No engine"}, {}),
        (200, b"<html><h1>Welcome to the hotel</h1>", {"Content-Type": "text/html"}),
        (200, b'data: {"type":"token","text":"evil = 1"}\n\n', {"Content-Type": "text/plain"}),
    ],
    ids=["json", "html", "plain"],
)
async def test_a_reply_of_another_kind_is_not_believed(
    ed: Editor, api: FakeApi, status: int, content: object, headers: dict[str, str]
) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.respond(status, content, headers)
    await ed.progress_ended()
    await ed.told("No engine" if isinstance(content, dict) else "reply")
    assert ed.text == BEFORE
    await works_again(ed, api)


@in_vscode
async def test_a_service_that_is_not_there(start: Start, profile: Profile, with_key: dict[str, str]) -> None:
    with refused_port() as port:
        ed = await start(profile, environment={**with_key, "GETCODE_BASE_URL": f"http://127.0.0.1:{port}"})
        ed.open(PROMPT)
        await ed.generate()
        await ed.told("GETCODE_BASE_URL", within=20)
        await ed.progress_ended()
        assert ed.text == BEFORE


@in_vscode
@pytest.mark.parametrize("key", ["gc_canary bad", "gc_canary\nbad", "gc_canary_ü", "gc_canary\t"])
async def test_a_malformed_key_is_not_sent(
    start: Start, profile: Profile, with_key: dict[str, str], api: FakeApi, key: str
) -> None:
    ed = await start(profile, environment={**with_key, "GETCODE_API_KEY": key})
    ed.secret = "gc_canary"
    ed.open(PROMPT)
    await ed.generate()
    await ed.told("key", "malformed")
    await ed.progress_ended()
    assert not api.requests
    assert ed.text == BEFORE


@in_vscode
async def test_a_key_that_the_service_sends_back_is_not_shown(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    await api.request()
    await api.error(f"The key {api.key} has expired")
    await ed.told("has expired")
    await ed.progress_ended()


@in_vscode
@pytest.mark.parametrize("url", ["http://example.org", "https://user:word@example.org", "http://2130706433"])
async def test_a_base_url_that_means_something_else_is_refused(
    start: Start, profile: Profile, with_key: dict[str, str], url: str
) -> None:
    ed = await start(profile, environment={**with_key, "GETCODE_BASE_URL": url})
    ed.open(PROMPT)
    await ed.generate()
    await ed.told("GETCODE_BASE_URL")
    await ed.progress_ended()
    assert ed.text == BEFORE
