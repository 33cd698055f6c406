"""What the client makes of refusals: as a status with JSON, and as the first event of a stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from getcode_lsp.api.client import GetCodeClient
from getcode_lsp.api.errors import (
    BadReply,
    ConnectionFailed,
    GenerationFailed,
    GetCodeError,
    KeyRefused,
    PlanRequired,
    ProxyMisconfigured,
    RateLimited,
    RedirectRefused,
    RequestRejected,
    ServiceUnavailable,
    StoppedEarly,
    clean,
    redact,
)
from getcode_lsp.api.events import Failure, Token
from getcode_lsp.api.refusals import Transient, refusal_of, retry_after
from getcode_lsp.prompts.request import ImproveRequest
from tests.fakes.api import FakeApi, Step, cut, done, end, error, refused_port, reset, respond
from tests.fakes.api_call import QUICK, Call


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


@pytest.fixture
async def client(api: FakeApi) -> AsyncIterator[GetCodeClient]:
    client = GetCodeClient(api.url, api.key, QUICK)
    yield client
    await client.aclose()


Refusal = tuple[int, type[GetCodeError], int]

# status, error, requests that are sent in all
REFUSALS: list[Refusal] = [
    (400, RequestRejected, 1),
    (401, KeyRefused, 1),
    (402, PlanRequired, 1),
    (403, PlanRequired, 1),
    (404, BadReply, 1),
    (405, BadReply, 1),
    (407, ProxyMisconfigured, 1),
    (408, ServiceUnavailable, 3),
    (413, RequestRejected, 1),
    (418, BadReply, 1),
    (422, RequestRejected, 1),
    (429, RateLimited, 3),
    (500, ServiceUnavailable, 3),
    (501, RequestRejected, 1),
    (502, ServiceUnavailable, 3),
    (503, ServiceUnavailable, 3),
    (599, ServiceUnavailable, 3),
    (204, BadReply, 1),
    (206, BadReply, 1),
]


@pytest.mark.parametrize(("status", "kind", "requests"), REFUSALS)
async def test_a_status(
    api: FakeApi, client: GetCodeClient, status: int, kind: type[GetCodeError], requests: int
) -> None:
    api.script(respond(status, {"error": "Because of the moon"} if status != 204 else b""))
    call = Call(client)
    told = await call.fails(kind)
    assert status in (204, 407) or "Because of the moon" in told.message
    assert len(api.requests) == requests
    assert len(call.retries) == requests - 1
    with pytest.raises(kind):
        await client.improve(ImproveRequest("a shop", "website"))
    assert len(api.requests) == 2 * requests


@pytest.mark.parametrize(
    ("status", "kind", "requests"), [row for row in REFUSALS if row[0] in (401, 402, 429, 503)]
)
async def test_the_same_as_a_first_event(
    api: FakeApi, client: GetCodeClient, status: int, kind: type[GetCodeError], requests: int
) -> None:
    api.script({"type": "error", "message": "Because of the moon", "status": status}, end())
    call = Call(client)
    assert "Because of the moon" in (await call.fails(kind)).message
    assert len(api.requests) == requests


@pytest.mark.parametrize(
    ("message", "kind", "requests"),
    [
        ("Invalid API key", KeyRefused, 1),
        ("Your API key has expired.", KeyRefused, 1),
        ("Unauthorized", KeyRefused, 1),
        ("This endpoint requires a Pro plan.", PlanRequired, 1),
        ("Please upgrade to Pro", PlanRequired, 1),
        ("Error 402: payment required", PlanRequired, 1),
        ("Rate limit exceeded", RateLimited, 3),
        ("Too many requests; try again in 2 hours", RateLimited, 1),
        ("HTTP 503", ServiceUnavailable, 3),
        ("The model is overloaded", ServiceUnavailable, 3),
        ("Internal Server Error", ServiceUnavailable, 3),
        ("The model could not plan the layout", GenerationFailed, 1),
        ("The engine failed; the service's own output says why.", GenerationFailed, 1),
        ("I can't write a rate calculator for 429 keys", GenerationFailed, 1),
        ("A subscription plan table can't be generated", GenerationFailed, 1),
        ("", GenerationFailed, 1),
    ],
)
async def test_a_first_event_that_has_words_alone(
    api: FakeApi, client: GetCodeClient, message: str, kind: type[GetCodeError], requests: int
) -> None:
    api.script(error(message))
    told = await Call(client).fails(kind)
    assert message in told.message
    assert len(api.requests) == requests


async def test_an_error_after_the_first_token_is_final(api: FakeApi, client: GetCodeClient) -> None:
    api.script("a", error("Rate limit exceeded (429)"))
    call = Call(client)
    assert "Rate limit exceeded" in (await call.fails(GenerationFailed)).message
    assert call.text == "a"
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("content", "content_type", "kind"),
    [
        (b'{"error": "Because of the moon"}', "application/json", GenerationFailed),
        (b'{"error": "Invalid API key"}', "application/json; charset=utf-8", KeyRefused),
        (b'{"error": {"message": "Because of the moon"}}', "application/json", GenerationFailed),
        (b'{"improved": "x"}', "application/json", BadReply),
        (b"<html><title>Sign in</title></html>", "text/html", BadReply),
        (b"Because of\r\n\r\n the moon", "text/plain", BadReply),
        (b'data: {"type":"token","text":"a"}\n\n', "text/plain", BadReply),
        (b'data: {"type":"token","text":"a"}\n\n', "text/event-stream-not", BadReply),
        (b'data: {"type":"token","text":"a"}\n\n', "x; text/event-stream", BadReply),
        (b'data: {"type":"token","text":"a"}\n\n', "", BadReply),
        (b"\x00\xff\xfe", "application/octet-stream", BadReply),
    ],
)
async def test_a_200_that_is_no_stream(
    api: FakeApi, client: GetCodeClient, content: bytes, content_type: str, kind: type[GetCodeError]
) -> None:
    api.script(respond(200, content, {"Content-Type": content_type}))
    call = Call(client)
    told = await call.fails(kind)
    assert call.events == []
    assert b"moon" not in content or "Because of the moon" in told.message
    assert "<" not in told.message
    assert len(api.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 304])
@pytest.mark.parametrize("where", ["there", "nowhere", "nonsense"])
async def test_a_redirect_is_refused(api: FakeApi, client: GetCodeClient, status: int, where: str) -> None:
    async with FakeApi() as other:
        location = {"there": f"{other.url}/api/generate", "nowhere": None, "nonsense": "http://[::1"}[where]
        api.script(respond(status, b"", {"Location": location} if location else {}))
        told = await Call(client).fails(RedirectRefused)
        assert where != "there" or f"127.0.0.1:{other.port}" in told.message
        assert (other.connections, other.bytes_received) == (0, 0)
    assert len(api.requests) == 1


@pytest.mark.parametrize("as_date", [False, True])
async def test_retry_after_is_obeyed(api: FakeApi, client: GetCodeClient, as_date: bool) -> None:
    now = datetime.now(timezone.utc)
    wait = format_datetime(now + timedelta(seconds=2), usegmt=True) if as_date else "2"
    headers = {"Retry-After": wait, "Date": format_datetime(now, usegmt=True)}
    api.script(respond(429, {"error": "slow down"}, headers), times=1)
    api.script("a", done())
    call = Call(client)
    await call.done()
    assert [retry.seconds for retry in call.retries] == [2.0]
    assert len(api.requests) == 2
    assert 2.0 <= api.requests[1].at - api.requests[0].at < 4.0


@pytest.mark.parametrize("status", [429, 503])
async def test_a_long_retry_after_is_not_waited_for(api: FakeApi, client: GetCodeClient, status: int) -> None:
    api.script(respond(status, {"error": "slow down"}, {"Retry-After": "3600"}))
    started = time.monotonic()
    told = await Call(client).fails(RateLimited if status == 429 else ServiceUnavailable)
    assert time.monotonic() - started < 5
    assert "in 60 min, at " in told.message
    assert len(api.requests) == 1
    if isinstance(told, RateLimited):
        assert told.retry_after == 3600


@pytest.mark.parametrize("header", ["-1", "nan", "inf", "5, 10", "", "soon", "1e3", "٣", "0x10", "9" * 400])
async def test_a_retry_after_without_sense(api: FakeApi, client: GetCodeClient, header: str) -> None:
    api.script(respond(429, {"error": "slow down"}, {"Retry-After": header}))
    call = Call(client)
    await call.fails(RateLimited)
    assert len(api.requests) == 3
    assert all(retry.seconds < 1 for retry in call.retries)


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        ("0", None, 0.0),
        (" 120 ", None, 120.0),
        ("1.5", None, 1.5),
        ("Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", 60.0),
        ("Thursday, 01-Jan-26 00:01:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", 60.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", "nonsense", 90.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", None, 90.0),
        ("Wed, 31 Dec 2025 00:00:00 GMT", None, None),
        ("Thu, 01 Jan 99999 00:01:00 GMT", None, None),
        ("-1", None, None),
        ("+5", None, None),
        ("5, 10", None, None),
        ("nan", None, None),
        (None, None, None),
    ],
)
def test_retry_after(header: str | None, date: str | None, seconds: float | None) -> None:
    now = datetime(2025, 12, 31, 23, 59, 30, tzinfo=timezone.utc).timestamp()
    assert retry_after(header, date, now) == seconds


@pytest.mark.parametrize("retry", ["30", 30, 30.0])
def test_a_wait_in_an_event(retry: object) -> None:
    found = refusal_of(Failure("slow down", 429, str(retry)), None, None)
    assert isinstance(found, Transient)
    assert found.wait == 30


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reset(), ConnectionFailed),
        (cut(), ConnectionFailed),
    ],
    ids=["reset", "closed"],
)
async def test_no_answer_at_all(
    api: FakeApi, client: GetCodeClient, answer: Step, kind: type[GetCodeError]
) -> None:
    api.script(answer)
    call = Call(client)
    await call.fails(kind)
    assert len(api.requests) == 3
    assert [retry.reason for retry in call.retries] == ["the connection broke"] * 2


async def test_a_second_try_succeeds(api: FakeApi, client: GetCodeClient) -> None:
    api.script(reset(), times=1)
    api.script(respond(502, b"<html>"), times=1)
    api.script("a", done())
    call = Call(client)
    await call.done()
    assert call.text == "a"
    assert len(api.requests) == 3


@pytest.mark.parametrize("tokens", [0, 1, 5])
@pytest.mark.parametrize("how", ["reset", "cut", "end"])
@pytest.mark.parametrize("framing", ["chunked", "close"])
async def test_a_stream_that_stops_early(
    api: FakeApi, client: GetCodeClient, tokens: int, how: str, framing: str
) -> None:
    call = Call(client)
    count = 0
    while not call.task.done():
        arrival = asyncio.ensure_future(api.request())
        await asyncio.wait({arrival, call.task}, return_when=asyncio.FIRST_COMPLETED)
        if not arrival.done():
            arrival.cancel()
            break
        count += 1
        await api.start(framing="chunked" if framing == "chunked" else "close")
        for number in range(tokens):
            await api.send(str(number))
            await call.comes(Token(str(number)))
        await {"reset": api.reset, "cut": api.cut, "end": api.close}[how]()
        await asyncio.wait({call.task}, timeout=0.02)
    await call.fails(StoppedEarly)
    assert call.text == "".join(map(str, range(tokens)))
    cleanly = how == "end" or (how == "cut" and framing == "close")
    assert count == (1 if tokens or cleanly else 3)


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense",
        b"null",
        b"7",
        b"[]",
        b"[DONE]",
        b'{"type":"token"}',
        b"[" * 100_000,
        b'{"a":' + b"9" * 50_000,
    ],
    ids=lambda data: repr(data)[:20],
)
async def test_an_event_that_is_none(api: FakeApi, client: GetCodeClient, data: bytes) -> None:
    api.script("a", b"data: " + data + b"\n\n")
    call = Call(client)
    assert "bad reply" in (await call.fails(BadReply)).message
    assert call.text == "a"
    await api.closed(within=0.5)


async def test_what_does_not_speak_http(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await (await api.request()).wire(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await call.fails(BadReply)
    assert len(api.requests) == 1


async def test_nobody_listens() -> None:
    with refused_port() as port:
        call = Call(GetCodeClient(f"http://127.0.0.1:{port}", "gc_key", QUICK))
        told = await call.fails(ConnectionFailed)
    assert f"127.0.0.1:{port}" in told.message
    assert "refused" in told.message
    assert len(call.retries) == 2


KEY = "gc_canary_0123456789"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a {KEY} b", "a [key] b"),
        (f"Bearer {KEY}, {KEY.upper()}", "Bearer [key], [key]"),
        (f"cut off {KEY[:14]}", "cut off [key]"),
        (f"{KEY[:10]}\n{KEY[10:]}", "[key]"),
        ("gc_ is no key", "gc_ is no key"),
    ],
)
def test_redact(text: str, expected: str) -> None:
    assert redact(text, KEY) == expected


def test_a_key_that_is_a_pattern() -> None:
    assert redact("x a.*+(b]%20 y", "a.*+(b]%20") == "x [key] y"
    assert redact("x a%2Fb%2Bc y", "a/b+c") == "x [key] y"


def test_clean_does_not_leave_the_most_of_a_key_at_the_cut() -> None:
    for before in range(250, 310):
        assert KEY[:9] not in clean("x" * before + KEY + "y" * 50, KEY)
    for before in range(5_950, 6_010):
        assert KEY[:9] not in clean("\n" * before + KEY + "y" * 50, KEY)
