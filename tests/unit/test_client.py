"""The API client against a real socket: what it sends, what it gives, and how it lets go."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest

from getcode_lsp.api.client import GetCodeClient, Improved
from getcode_lsp.api.errors import (
    BadBaseUrl,
    BadReply,
    GenerationFailed,
    KeyMalformed,
    KeyMissing,
    RateLimited,
)
from getcode_lsp.api.events import Done, Queue, Retry, Token
from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest
from tests.fakes.api import FakeApi, done, respond
from tests.fakes.api_call import QUICK, Call
from tests.fakes.api_wire import sse


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


@pytest.fixture
async def client(api: FakeApi) -> AsyncIterator[GetCodeClient]:
    client = GetCodeClient(api.url, api.key, QUICK)
    yield client
    await client.aclose()


async def test_a_generation(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/api/generate")
    assert request.json == {"prompt": "A page for a café", "outputType": "website", "language": "html"}
    assert request.headers["authorization"] == f"Bearer {api.key}"
    assert request.headers["accept"] == "text/event-stream"
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("getcode-lsp/")

    await api.queue("Number 2")
    await call.comes(Queue("Number 2"))
    for text in ("é", "", "\u2028\u2029\x0b\x0c\x85\t", "\ud83d", "\r"):
        await api.send(text)
        await call.comes(Token(text))
    await api.done(tokens=4821, model="m-1")
    assert await call.done() == Done(4821, "m-1")
    assert call.text == "é\u2028\u2029\x0b\x0c\x85\t\ud83d\r"


async def test_unknown_events_and_pings_are_passed_over(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.event({"type": "usage", "tokens": 1})
    await api.ping()
    await api.raw(b"event: ping\nid: 3\nretry: 5\n\n")
    await api.send("a")
    await api.raw(b"event: whatever\nid: 4\n" + sse({"type": "token", "text": "b"}))
    await api.done()
    await call.done()
    assert call.text == "ab"


STREAM = "".join(
    [
        "\ufeff: hello\r\n\r\n",
        'data: {"type":"token",\r\ndata: "text":"é😀 "}\r\n\r\n',
        'id: 1\rdata: {"type":"token","text":"\u2028x\\r\\ny"}\r\r',
        "id: 2\n\nretry: 10\n\n",
        'data: {"type":"done","tokensUsed":3,"model":"m"}\n\n',
    ]
).encode()


@pytest.mark.parametrize("content_type", ["text/event-stream", "Text/Event-Stream ; charset=iso-8859-1"])
async def test_a_stream_one_byte_at_a_time(api: FakeApi, client: GetCodeClient, content_type: str) -> None:
    call = Call(client)
    await api.request()
    await api.start(content_type=content_type)
    for byte in STREAM:
        await api.raw(bytes([byte]))
    await api.close()
    assert await call.done() == Done(3, "m")
    assert call.text == "é😀 \u2028x\r\ny"


async def test_a_stream_split_everywhere(api: FakeApi, client: GetCodeClient) -> None:
    for at in range(1, len(STREAM)):
        call = Call(client)
        await api.request()
        await api.raw(STREAM[:at])
        await api.raw(STREAM[at:])
        await api.close()
        await call.done()
        assert call.text == "é😀 \u2028x\r\ny", f"split at byte {at}"


@pytest.mark.parametrize("framing", ["chunked", "close"])
async def test_both_framings(api: FakeApi, client: GetCodeClient, framing: str) -> None:
    call = Call(client)
    await api.request()
    await api.start(framing="chunked" if framing == "chunked" else "close")
    await api.send("a")
    await api.done()
    await call.done()
    assert call.text == "a"


async def test_what_follows_done_is_not_looked_at(api: FakeApi, client: GetCodeClient) -> None:
    call = Call(client)
    await api.request()
    await api.done(end=False)
    await api.raw(b"data: [DONE]\n\ndata: nonsense\n\n")
    await api.error("too late")
    await call.done()


async def test_generations_side_by_side(api: FakeApi, client: GetCodeClient) -> None:
    calls = [Call(client, GenerateRequest(str(number), "api")) for number in range(8)]
    requests = [await api.request() for _ in calls]
    for letter in "xyz":
        for request in requests:
            await request.send(request.json["prompt"] + letter)
    for request in requests[::-1]:
        await request.done(tokens=int(request.json["prompt"]))
    for number, call in enumerate(calls):
        assert (await call.done()).tokens_used == number
        assert call.text == f"{number}x{number}y{number}z"


async def test_improve(api: FakeApi, client: GetCodeClient) -> None:
    task = asyncio.ensure_future(client.improve(ImproveRequest("a shop", "website")))
    request = await api.request()
    assert request.path == "/api/improve"
    assert request.json == {"prompt": "a shop", "outputType": "website"}
    assert request.headers["accept"] == "application/json"
    await api.improved("A shop with\r\n*/ a cart", 312)
    assert await task == Improved("A shop with\r\n*/ a cart", 312)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", BadReply),
        (b"{", BadReply),
        (b"null", BadReply),
        (b'"improved"', BadReply),
        (b"[" * 100_000, BadReply),
        ({}, BadReply),
        ({"improved": None}, BadReply),
        ({"improved": 7}, BadReply),
        ({"improved": "  \n"}, BadReply),
        ({"error": "The model is asleep"}, GenerationFailed),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_improve_with_a_bad_reply(
    api: FakeApi, client: GetCodeClient, content: object, error: type[Exception]
) -> None:
    api.script(respond(200, content, {"Content-Type": "application/json"}))
    with pytest.raises(error):
        await client.improve(ImproveRequest("a shop", "website"))
    assert len(api.requests) == 1


@pytest.mark.parametrize("tokens", [None, "12", -1, True, 1.5, 2**80])
async def test_improve_without_a_sensible_count(api: FakeApi, client: GetCodeClient, tokens: object) -> None:
    api.script(respond(200, {"improved": "better", "tokensUsed": tokens}))
    assert await client.improve(ImproveRequest("a shop", "website")) == Improved("better", 0)


async def test_improve_is_tried_again(api: FakeApi, client: GetCodeClient) -> None:
    told: list[Retry] = []
    api.script(respond(503, {"error": "busy"}), times=1)
    api.script(respond(200, {"improved": "better", "tokensUsed": 1}))
    assert await client.improve(ImproveRequest("a shop", "website"), told.append) == Improved("better", 1)
    assert [retry.reason for retry in told] == ["the service can't answer (503)"]


async def test_improve_cancelled_closes_the_connection(api: FakeApi, client: GetCodeClient) -> None:
    task = asyncio.ensure_future(client.improve(ImproveRequest("a shop", "website")))
    await api.request()
    await api.start(content_type="application/json")
    await api.raw(b'{"improved": ')
    task.cancel()
    await api.closed(within=0.5)


@pytest.mark.parametrize(
    "key", ["", "a b", "gc_secret\n", "gc_sec\x00ret", "gc_sécret", "gc_secret\x7f", " gc"]
)
async def test_a_malformed_key_is_not_sent(api: FakeApi, key: str) -> None:
    error = await Call(GetCodeClient(api.url, key)).fails(KeyMalformed)
    assert api.connections == 0
    assert "sec" not in error.message
    assert "login" in error.message


async def test_no_key(api: FakeApi) -> None:
    await Call(GetCodeClient(api.url, None)).fails(KeyMissing)
    assert api.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://getcode.one",
        "https://user:secret@getcode.one",
        "http://127.1:80",
        "http://2130706433",
        "ftp://x",
        "",
    ],
)
async def test_a_base_url_that_is_not_fit_is_not_called(url: str) -> None:
    error = await Call(GetCodeClient(url, "gc_key")).fails(BadBaseUrl)
    assert "GETCODE_BASE_URL" in error.message
    assert "secret" not in error.message


async def test_making_a_client_does_nothing_and_warm_builds_it_once(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key)
    assert vars(client)["_verify"] is None, "what is slow has to wait"
    await asyncio.gather(*(client.warm() for _ in range(5)))
    assert api.connections == 0
    loaded = client._verify
    await client.warm()
    assert client._verify is loaded is not None
    await client.aclose()


async def test_the_key_is_in_no_message_and_no_log(
    api: FakeApi, client: GetCodeClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A service that repeats the key everywhere it can: header, body, reason, redirect, event."""
    for name in ("", "getcode_lsp", "httpx", "httpcore", "httpcore.http11", "httpcore.connection", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    key = api.key
    broken = "\u200b".join(key)
    words = f"{key} Bearer {key} {key.upper()} {broken} {' '.join(key)} {'x' * 180} {key}{key}"
    echo = {"X-Key": key, "Server": key, "WWW-Authenticate": key, "Set-Cookie": f"key={key}"}
    seen: list[str] = []
    for status in (200, 301, 400, 401, 402, 403, 404, 407, 418, 422, 429, 500, 503):
        headers = {**echo, "Location": f"https://{key}@{key}.example/{key}", "Retry-After": key}
        api.script(respond(status, {"error": words}, headers), times=3)
        call = Call(client)
        await asyncio.wait({call.task})
        seen.append(str(call.task.exception()) + repr(call.task.exception()) + repr(call.events))
        api.clear_scripts()
    for answer in (respond(200, words.encode(), {**echo, "Content-Type": key}), respond(500, words.encode())):
        api.script(answer, times=3)
        call = Call(client)
        await asyncio.wait({call.task})
        seen.append(repr(call.task.exception()) + repr(call.events))
        api.clear_scripts()
    api.script(
        {"type": "queue", "message": words}, {"type": "token", "text": "a"}, done(model=words), times=1
    )
    call = Call(client)
    await call.done()
    seen.append(repr(call.events))
    api.script({"type": "queue", "message": words}, {"type": "error", "message": words}, times=1)
    api.script("a", {"type": "error", "message": words}, times=1)
    api.script(f'data: "{words}"\n\n'.encode(), times=1)
    for _ in range(3):
        call = Call(client)
        await asyncio.wait({call.task})
        seen.append(repr(call.task.exception()) + repr(call.events))
    await garbage(api, client, f"HTTP/1.1 {key}\r\n\r\n", seen)
    await garbage(api, client, f"HTTP/1.1 200 {key}\r\n{key}\r\n\r\n", seen)

    assert len(api.requests) > 20
    log = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    for text in (*seen, log):
        for part in (key, key[:20], key[4:]):
            assert text.lower().count(part.lower()) == 0, text
    assert "[key]" in "".join(seen)


async def garbage(api: FakeApi, client: GetCodeClient, answer: str, seen: list[str]) -> None:
    call = Call(client)
    request = await api.request()
    while request is not api.newest:
        request = await api.request()
    await request.wire(answer.encode())
    await request.cut()
    await asyncio.wait({call.task}, timeout=1)
    call.task.cancel()
    await asyncio.wait({call.task})
    if not call.task.cancelled():
        seen.append(repr(call.task.exception()))


async def test_a_message_is_one_clean_line(api: FakeApi, client: GetCodeClient) -> None:
    nasty = "Line one\r\nline two\u2028three\x1b[31m\x00\u202eevil\u202c\U000e0041\ud800 " + "x" * 1_000
    api.script(respond(429, json.dumps({"error": nasty}).encode(), {"Retry-After": "3600"}))
    error = await Call(client).fails(RateLimited)
    assert "Line one line two three[31mevil xxx" in error.message
    assert error.message.isprintable()
    assert len(error.message) < 500
