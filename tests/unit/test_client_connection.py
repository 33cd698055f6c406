"""How the client lets go of a connection, and when it keeps one."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import AsyncIterator

import pytest

from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import GetCodeError, StoppedEarly
from getcode_lsp.api.events import Queue, Retry, Token
from getcode_lsp.api.watch import Work
from tests.fakes.api import FakeApi, Step, cut, done, end, error, reset, respond
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
    await asyncio.wait({call.task}, timeout=10)
    assert call.task.cancelled(), "it waits for its 60 seconds"
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
    assert api.open_connections == 1


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
    while client._work._tasks or client._exchanges:
        assert time.monotonic() < deadline, (client._work._tasks, client._exchanges)
        await asyncio.sleep(0.005)


async def test_an_error_that_nobody_waits_for_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """It may hold words of the service."""

    async def fail() -> None:
        raise ValueError("gc_canary")

    work = Work()
    waiting = asyncio.ensure_future(work.within(5, fail()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    del waiting
    gc.collect()
    assert "gc_canary" not in caplog.text


async def test_many_generations_leave_nothing_behind(api: FakeApi) -> None:
    """Cancelled at every moment, some twice, some failed: sockets, tasks and exchanges are back to the start."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    client = GetCodeClient(api.url, api.key, Limits(backoff=0.001, drain=0.05))
    scripts: list[tuple[Step, ...]] = [
        ("a", "b", done()),
        ("a", reset()),
        ("a", end()),
        (cut(),),
        (respond(401),),
        (respond(503),),
        ("a",),
        (error("x"),),
    ]
    for _ in range(600):
        api.clear_scripts()
        api.script(*rng.choice(scripts))
        call = Call(client)
        await asyncio.wait({call.task}, timeout=rng.choice([0, 0.001, 0.003, 0.02]))
        for _ in range(rng.randrange(1, 4)):
            call.task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait({call.task})
        if not call.task.cancelled():
            assert isinstance(call.task.exception(), GetCodeError | None)
    await settled(client)
    assert len(client._spare) <= 4
    deadline = time.monotonic() + 5
    while api.open_connections > len(client._spare):
        assert time.monotonic() < deadline, f"{api.open_connections} open, {len(client._spare)} spare"
        await asyncio.sleep(0.01)
    await client.aclose()
    while api.open_connections:
        assert time.monotonic() < deadline, api.open_connections
        await asyncio.sleep(0.01)


async def test_a_service_that_has_moved_is_found_at_another_try(api: FakeApi) -> None:
    async def moved() -> tuple[str, str | None]:
        return api.url, api.key

    async with FakeApi() as gone:
        before = gone.url
    movable = GetCodeClient(before, "another_key", QUICK, locate=moved)
    call = Call(movable)
    await api.request()
    await api.send("a")
    await api.done()
    await call.done()
    assert call.text == "a"
    await movable.aclose()
