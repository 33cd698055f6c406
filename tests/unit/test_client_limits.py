"""The client's limits of time and size, and connections that can't be trusted or made at all."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import (
    BadReply,
    GetCodeError,
    ReplyTooLarge,
    ServiceUnavailable,
    TimedOut,
)
from getcode_lsp.api.events import Queue, Token
from getcode_lsp.prompts.request import ImproveRequest
from tests.fakes.api import FakeApi, FakeRequest, done, respond
from tests.fakes.api_call import QUICK, REQUEST, Call
from tests.fakes.api_wire import sse


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


async def test_no_head_in_time(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=1))
    call = Call(client)
    await api.request()
    assert "1 s" in (await call.fails(TimedOut)).message
    await api.closed(within=0.5)
    improving = asyncio.ensure_future(client.improve(ImproveRequest("a shop", "website")))
    await api.request()
    with pytest.raises(TimedOut):
        await improving
    await api.closed(within=0.5)
    assert len(api.requests) == 2
    await client.aclose()


async def test_a_head_one_byte_at_a_time_beats_no_limit(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=0.3))
    call = Call(client)
    request = await api.request()
    dripping = asyncio.ensure_future(drip(request, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000))
    await call.fails(TimedOut)
    await api.closed(within=0.5)
    dripping.cancel()
    await client.aclose()


async def drip(request: FakeRequest, data: bytes) -> None:
    for byte in data:
        await request.wire(bytes([byte]))
        await asyncio.sleep(0.02)


async def ping(request: FakeRequest) -> None:
    while not request.client_gone:
        await request.ping()
        await request.event({"type": "usage"})
        await asyncio.sleep(0.02)


async def test_pings_are_no_first_token(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=0.3, no_token=9))
    call = Call(client)
    pinging = asyncio.ensure_future(ping(await api.request()))
    assert "No token came for 0.3 s" in (await call.fails(TimedOut)).message
    await api.closed(within=0.5)
    await pinging
    assert len(api.requests) == 1
    await client.aclose()


async def test_pings_are_no_next_token(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=9, no_token=0.3))
    call = Call(client)
    request = await api.request()
    await request.send("a")
    await call.comes(Token("a"))
    pinging = asyncio.ensure_future(ping(request))
    started = time.monotonic()
    assert "No token came for 0.3 s" in (await call.fails(TimedOut)).message
    assert 0.2 < time.monotonic() - started < 4
    assert call.text == "a"
    await api.closed(within=0.5)
    await pinging
    await client.aclose()


async def test_tokens_and_queue_notices_start_the_clock_anew(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=1.0, no_token=1.0))
    call = Call(client)
    request = await api.request()
    for number in range(4):
        await asyncio.sleep(0.4)
        await request.queue(str(number))
        await call.comes(Queue(str(number)))
    for number in range(4):
        await asyncio.sleep(0.4)
        await request.send(str(number))
    await request.done()
    await call.done()
    await client.aclose()


async def test_a_reader_that_is_busy_does_not_run_out_of_time(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=0.3, no_token=0.3))
    api.script("a", "b", done())
    seen = []
    async with client.generate(REQUEST) as events:
        async for event in events:
            seen.append(event)
            await asyncio.sleep(0.7)
    assert len(seen) == 3
    await client.aclose()


async def test_the_wall(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(wall=0.5))
    call = Call(client)
    request = await api.request()
    while not request.client_gone:
        await request.send("a")
        await asyncio.sleep(0.02)
    assert "longer than 0.5 s" in (await call.fails(TimedOut)).message
    assert call.text
    await client.aclose()


async def test_the_wall_holds_over_all_tries(api: FakeApi) -> None:
    """A wait that would outlast it is not begun, and the reason is that of the last try."""
    client = GetCodeClient(api.url, api.key, Limits(wall=30))
    api.script(respond(503, headers={"Retry-After": "60"}))
    call = Call(client)
    started = time.monotonic()
    await call.fails(ServiceUnavailable)
    assert time.monotonic() - started < 4
    assert (call.retries, len(api.requests)) == ([], 1)
    await client.aclose()


async def test_a_loop_that_was_held_up_first_reads_what_came() -> None:
    with FakeApi.threaded() as api:
        client = GetCodeClient(api.url, api.key, Limits(first_token=5, no_token=0.5))
        call = Call(client)
        request = await asyncio.to_thread(api.request)
        await asyncio.to_thread(api.send, "a")
        await call.comes(Token("a"))
        api.run(request.send("b"))  # blocks this loop, as a suspended process would be
        time.sleep(2.0)  # noqa: ASYNC251 - the fault itself
        await call.comes(Token("b"))
        await asyncio.to_thread(api.done)
        await call.done()
        await client.aclose()


async def test_a_reply_within_its_limit_and_beyond(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(reply_bytes=5_000))
    body = sse({"type": "token", "text": "x" * 960})
    for count, enough in ((4, True), (6, False)):
        api.script(*[body] * count, done(), times=1)
        call = Call(client)
        if enough:
            await call.done()
        else:
            await call.fails(ReplyTooLarge)
            await api.closed(within=0.5)
    await client.aclose()


class Memory:
    """The most memory that this process had, beyond what it had at first, in bytes."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before = self._process.memory_info().rss
        self.growth = 0
        self._task = asyncio.ensure_future(self._watch())

    def look(self) -> None:
        self.growth = max(self.growth, self._process.memory_info().rss - self._before)

    async def _watch(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(0.002)

    def stop(self) -> int:
        self._task.cancel()
        self.look()
        return self.growth


def endless(piece: bytes) -> list[bytes]:
    return [piece] * 1_600  # of 64 KiB: 100 MB


@pytest.mark.parametrize(
    "pieces",
    [
        [b"data: ", *endless(b"x" * 65_536)],
        [b": ", *endless(b"x" * 65_536)],
        endless(b"data: x\n" * 8_192),
        endless(b"data\r" * 13_107),
        endless(b"x" * 65_536),
        endless(sse({"type": "token", "text": "x" * 65_000})),
        endless((b": " + b"ping" * 100 + b"\n\n") * 160),
        endless(sse({"type": "usage", "of": "x" * 60_000})),
        [b'data: {"type":"token","text":"', *endless("é😀".encode() * 10_922)],
    ],
    ids=[
        *(
            "one line",
            "one comment",
            "one event",
            "bare data",
            "no field",
            "tokens",
            "pings",
            "unknown",
            "emoji",
        ),
    ],
)
async def test_an_endless_reply_takes_no_memory(api: FakeApi, pieces: list[bytes]) -> None:
    client = GetCodeClient(api.url, api.key, Limits())
    await client.warm()
    async with client.generate(REQUEST) as events:
        memory = Memory()

        async def write() -> None:
            request = await api.request()
            for piece in pieces:
                if request.client_gone:
                    return
                await request.raw(piece)

        writing = asyncio.ensure_future(write())
        kind: type[BaseException] | None = None
        try:
            async for _ in events:
                pass
        except GetCodeError as raised:
            kind = type(raised)
    growth = memory.stop()
    await writing
    assert kind is ReplyTooLarge
    assert growth < 32 * 2**20, f"{growth / 2**20:.1f} MB"
    await client.aclose()


@pytest.mark.parametrize("status", [200, 401])
@pytest.mark.parametrize("encoding", ["gzip", "GZip", "br", "deflate", "gzip, identity"])
async def test_a_compressed_reply_is_not_unpacked(api: FakeApi, status: int, encoding: str) -> None:
    bomb = gzip.compress(b"data: " + b"x" * 50_000_000)
    api.script(respond(status, bomb, {"Content-Type": "text/event-stream", "Content-Encoding": encoding}))
    client = GetCodeClient(api.url, api.key, QUICK)
    memory = Memory()
    told = await Call(client).fails(BadReply) if status == 200 else None
    if told is None:
        with pytest.raises(GetCodeError):
            await client.improve(ImproveRequest("a shop", "website"))
    else:
        assert "compressed" in told.message
    assert memory.stop() < 32 * 2**20
    assert len(api.requests) == 1
    await client.aclose()


async def test_an_endless_error(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, QUICK)
    call = Call(client)
    request = await api.request()
    await request.start(401, "application/json")
    for _ in range(100):
        await request.raw(b"x" * 65_536)
        if request.client_gone:
            break
    await asyncio.wait({call.task}, timeout=5)
    assert type(call.task.exception()).__name__ == "KeyRefused"
    assert request.client_gone
    await client.aclose()
