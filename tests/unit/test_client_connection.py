"""How the client lets go of a connection, and when it keeps one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import StoppedEarly
from getcode_lsp.api.events import Queue, Retry, Token
from tests.fakes.api import FakeApi
from tests.fakes.api_call import QUICK, REQUEST, Call


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


@pytest.fixture
async def client(api: FakeApi) -> AsyncIterator[GetCodeClient]:
    client = GetCodeClient(api.url, api.key, QUICK)
    yield client
    await client.aclose()


async def test_the_connection_is_kept_for_the_next_request(api: FakeApi, client: GetCodeClient) -> None:
    for _ in range(5):
        call = Call(client)
        await api.request()
        await api.send("a")
        await api.done()
        await call.done()
        await settled(client)
    assert api.connections == 1


async def test_the_end_of_the_body_may_come_a_little_later(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(drain=5))
    call = Call(client)
    await api.request()
    await api.done(end=False)
    await call.done()  # it does not wait for that end
    await api.close()
    await settled(client)
    again = Call(client)
    await api.request()
    await api.done()
    await again.done()
    assert api.connections == 1
    await client.aclose()


async def test_an_end_that_never_comes_is_not_waited_for(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.done(end=False)
    await call.done()
    await api.closed(within=2)


async def test_leaving_after_the_first_token_closes_the_connection(
    api: FakeApi, client: GetCodeClient
) -> None:
    async def first() -> None:
        async with client.generate(REQUEST) as events:
            async for event in events:
                assert event == Token("a")
                return

    task = asyncio.ensure_future(first())
    await api.request()
    await api.send("a")
    await api.send("b")
    await task
    await api.closed(within=0.5)


@pytest.mark.parametrize("phase", ["before the head", "after the head", "queueing", "streaming"])
async def test_a_cancellation_closes_the_connection_at_once(
    api: FakeApi, client: GetCodeClient, phase: str
) -> None:
    call = Call(client)
    await api.request()
    if phase == "after the head":
        await api.start()
    elif phase == "queueing":
        await api.queue("wait")
        await call.comes(Queue("wait"))
    elif phase == "streaming":
        await api.send("a")
        await call.comes(Token("a"))
    cancelled_at = time.monotonic()
    call.task.cancel()
    closed_at = await api.closed(within=0.5)
    assert closed_at - cancelled_at < 0.5
    await asyncio.wait({call.task})
    assert call.task.cancelled()


async def test_a_cancellation_during_back_off(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.respond(429, {"error": "slow down"}, {"Retry-After": "60"})
    await call.comes(Retry(60.0, "too many requests"))
    call.task.cancel()
    started = time.monotonic()
    await asyncio.wait({call.task})
    assert call.task.cancelled()
    assert time.monotonic() - started < 0.2
    assert len(api.requests) == 1


async def test_a_cancellation_is_never_swallowed(api: FakeApi, client: GetCodeClient) -> None:
    """Whatever it races with: the head, a token, the end."""
    for turns in range(40):
        call = Call(client)
        request = await api.request()
        await request.send("a")
        await request.done()
        for _ in range(turns):
            await asyncio.sleep(0)
        if call.task.cancel():
            await asyncio.wait({call.task}, timeout=2)
            assert call.task.cancelled(), f"after {turns} turns of the loop: {call.task}"
        else:
            await call.done()
    again = Call(client)
    await api.request()
    await api.done()
    await again.done()


async def test_two_cancellations_leave_nothing_behind(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.send("a")
    await call.comes(Token("a"))
    call.task.cancel()
    await asyncio.sleep(0)
    call.task.cancel()
    await api.closed(within=0.5)
    again = Call(client)
    await api.request()
    await api.done()
    await again.done()
    await settled(client)
    assert (api.open_connections, open_connections(client)) == (1, 1)


@pytest.mark.parametrize("phase", ["before the head", "streaming"])
async def test_aclose_ends_what_is_under_way(api: FakeApi, client: GetCodeClient, phase: str) -> None:
    call = Call(client)
    await api.request()
    if phase == "streaming":
        await api.send("a")
        await call.comes(Token("a"))
    await client.aclose()
    await api.closed(within=0.5)
    await call.fails(StoppedEarly)
    assert call.retries == []
    later = Call(client)
    await later.fails(StoppedEarly)
    assert len(api.requests) == 1


async def test_retire_lets_the_stream_end(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.send("a")
    await call.comes(Token("a"))
    retiring = asyncio.ensure_future(client.retire())
    await api.send("b")
    await call.comes(Token("b"))
    assert not retiring.done()
    await api.done()
    await call.done()
    await asyncio.wait({retiring}, timeout=2)
    assert retiring.done()
    await api.closed(within=2)


async def settled(client: GetCodeClient) -> None:
    """Wait until nothing of the client runs in the background."""
    deadline = time.monotonic() + 5
    while client._work._tasks:
        assert time.monotonic() < deadline, client._work._tasks
        await asyncio.wait(set(client._work._tasks), timeout=1)


def open_connections(client: GetCodeClient) -> int:
    assert client._http is not None
    pool = client._http._transport._pool  # type: ignore[attr-defined]
    return len(pool.connections)
