"""A file that is sent to be described: what goes over the wire, and what comes back."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator

import pytest

from getcode_lsp.api.client import Described, GetCodeClient, Limits, UploadRequest
from getcode_lsp.api.errors import (
    BadReply,
    ConnectionFailed,
    GenerationFailed,
    GetCodeError,
    KeyRefused,
    PlanRequired,
    RateLimited,
    RedirectRefused,
    ReplyTooLarge,
    RequestRejected,
    ServiceUnavailable,
    StoppedEarly,
    TimedOut,
)
from getcode_lsp.api.events import Retry
from tests.fakes.api import FakeApi, cut, described, refused_port, reset, respond
from tests.fakes.api_call import QUICK

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
UPLOAD = UploadRequest(PNG, "image/png", "menü.png", "website")


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        yield api


@pytest.fixture
async def client(api: FakeApi) -> AsyncIterator[GetCodeClient]:
    client = GetCodeClient(api.url, api.key, QUICK)
    yield client
    await client.aclose()


async def test_an_upload(api: FakeApi, client: GetCodeClient) -> None:
    task = asyncio.ensure_future(client.upload(UPLOAD))
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/api/upload")
    assert request.headers["authorization"] == f"Bearer {api.key}"
    assert request.headers["accept"] == "application/json"
    assert set(request.json) == {"fileData", "mimeType", "fileName", "outputType"}
    assert base64.b64decode(request.json["fileData"], validate=True) == PNG
    assert request.json["mimeType"] == "image/png"
    assert request.json["fileName"] == "menü.png"
    assert request.json["outputType"] == "website"
    await request.described("A menu with\r\n*/ prices", "menü.png", "image")
    assert await task == Described("A menu with\r\n*/ prices", "menü.png", "image")


async def test_a_file_name_that_is_not_utf8_on_the_disk(api: FakeApi, client: GetCodeClient) -> None:
    api.script(described("A menu."))
    await client.upload(UploadRequest(PNG, "image/png", "men\udcfc.png", "website"))
    assert api.newest.json["fileName"] == "men?.png"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (bytes(10 * 1024 * 1024 + 1), "10,485,761 bytes, at most 10,485,760")],
    ids=["empty", "large"],
)
async def test_a_file_that_can_not_be_sent(
    api: FakeApi, client: GetCodeClient, content: bytes, words: str
) -> None:
    with pytest.raises(RequestRejected, match=words):
        await client.upload(UploadRequest(content, "image/png", "a.png", "website"))
    assert api.connections == 0


async def test_the_largest_file_goes_through(api: FakeApi, client: GetCodeClient) -> None:
    content = bytes(10 * 1024 * 1024)
    api.script(described("Nothing."))
    assert (await client.upload(UploadRequest(content, "image/png", "a.png", "image"))).prompt == "Nothing."
    assert base64.b64decode(api.newest.json["fileData"]) == content


async def test_the_loop_is_not_held_up_by_a_large_file(
    api: FakeApi, client: GetCodeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded = UploadRequest.encoded

    def slower(request: UploadRequest) -> bytes:
        time.sleep(0.5)
        return encoded(request)

    monkeypatch.setattr(UploadRequest, "encoded", slower)
    api.script(described("A menu."))
    loop = asyncio.get_running_loop()
    await client.warm()
    longest, before = 0.0, loop.time()
    task = asyncio.ensure_future(client.upload(UPLOAD))
    while not task.done():
        await asyncio.sleep(0.005)
        longest, before = max(longest, loop.time() - before), loop.time()
    await task
    assert longest < 0.4


@pytest.mark.parametrize(
    ("status", "body", "kind", "requests"),
    [
        (400, {"error": "bad"}, RequestRejected, 1),
        (401, {"error": "no"}, KeyRefused, 1),
        (402, {"error": "Pro plan required"}, PlanRequired, 1),
        (403, {"error": "Pro plan required"}, PlanRequired, 1),
        (413, {"error": "too large"}, RequestRejected, 1),
        (422, {"error": "not a PNG"}, RequestRejected, 1),
        (429, {"error": "Rate limit"}, RateLimited, 3),
        (500, b"<html>", ServiceUnavailable, 3),
        (503, {"error": "busy"}, ServiceUnavailable, 3),
        (302, b"", RedirectRefused, 1),
        (200, {}, BadReply, 1),
        (200, {"analysedPrompt": 7}, BadReply, 1),
        (200, {"analysedPrompt": " \n"}, BadReply, 1),
        (200, {"improved": "another answer"}, BadReply, 1),
        (200, {"error": "The model is asleep"}, GenerationFailed, 1),
        (200, {"error": "Upgrade to the Pro plan"}, PlanRequired, 1),
        (200, {"error": "Rate limit exceeded"}, RateLimited, 3),
        (200, b"<html>", BadReply, 1),
    ],
)
async def test_an_upload_that_is_refused(
    api: FakeApi, client: GetCodeClient, status: int, body: object, kind: type[GetCodeError], requests: int
) -> None:
    api.script(respond(status, body))
    with pytest.raises(GetCodeError) as caught:
        await client.upload(UPLOAD)
    assert type(caught.value) is kind
    assert "\n" not in caught.value.message
    assert api.key not in caught.value.message
    assert len(api.requests) == requests


@pytest.mark.parametrize(("name", "kind"), [(None, None), (7, {}), ("a\u202eb\n" + "x" * 500, "\x1b[31m")])
async def test_what_the_service_calls_the_file_is_not_trusted(
    api: FakeApi, client: GetCodeClient, name: object, kind: object
) -> None:
    api.script(respond(200, {"analysedPrompt": "A menu.", "fileName": name, "fileType": kind}))
    answer = await client.upload(UPLOAD)
    assert answer.prompt == "A menu."
    assert len(answer.file_name) <= 100
    assert (answer.file_name + answer.file_type).isprintable()


@pytest.mark.parametrize("broken", [reset(), cut()], ids=["reset", "cut"])
async def test_an_upload_whose_answer_breaks_off_is_tried_again(
    api: FakeApi, client: GetCodeClient, broken: object
) -> None:
    told: list[Retry] = []
    api.script(broken, times=2)  # type: ignore[arg-type]
    api.script(described("A menu."))
    assert (await client.upload(UPLOAD, told.append)).prompt == "A menu."
    assert len(told) == 2
    assert api.requests[0].body == api.requests[2].body


async def test_an_upload_is_tried_three_times_at_most(client: GetCodeClient, api: FakeApi) -> None:
    told: list[Retry] = []
    api.script(reset())
    with pytest.raises(GetCodeError):
        await client.upload(UPLOAD, told.append)
    assert (len(api.requests), len(told)) == (3, 2)


async def test_nobody_listens() -> None:
    told: list[Retry] = []
    with refused_port() as port:
        client = GetCodeClient(f"http://127.0.0.1:{port}", "gc_key", QUICK)
        with pytest.raises(ConnectionFailed):
            await client.upload(UPLOAD, told.append)
    assert len(told) == 2
    await client.aclose()


async def test_an_upload_waits_as_it_is_told(api: FakeApi, client: GetCodeClient) -> None:
    told: list[Retry] = []
    api.script(respond(429, {"error": "slow"}, {"Retry-After": "1"}), times=1)
    api.script(described("A menu."))
    await client.upload(UPLOAD, told.append)
    assert told == [Retry(1.0, "too many requests")]
    first, second = (request.at for request in api.requests)
    assert second - first >= 1.0


@pytest.mark.parametrize("phase", ["before the head", "in the body", "in the back-off"])
async def test_an_upload_that_is_cancelled_closes_the_connection(
    api: FakeApi, client: GetCodeClient, phase: str
) -> None:
    waiting = asyncio.Event()
    task = asyncio.ensure_future(client.upload(UPLOAD, lambda _retry: waiting.set()))
    await api.request()
    if phase == "in the body":
        await api.start(content_type="application/json")
        await api.raw(b'{"analysedPrompt": ')
    elif phase == "in the back-off":
        await api.respond(429, {"error": "slow"}, {"Retry-After": "60"})
        await waiting.wait()
    began = time.monotonic()
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert time.monotonic() - began < 0.5
    if phase != "in the back-off":
        await api.closed(within=0.5)
    assert len(api.requests) == 1


@pytest.mark.parametrize("phase", ["before the head", "in the body"])
async def test_an_upload_without_an_answer_ends(api: FakeApi, phase: str) -> None:
    client = GetCodeClient(api.url, api.key, Limits(first_token=0.2, retries=0))
    task = asyncio.ensure_future(client.upload(UPLOAD))
    await api.request()
    if phase == "in the body":
        await api.start(content_type="application/json")
        await api.raw(b'{"analysedPrompt": ')
    with pytest.raises(TimedOut):
        await task
    await client.aclose()


async def test_a_slow_line_has_the_time_that_a_large_file_takes(api: FakeApi) -> None:
    """The wait for the answer is counted from when the file can have arrived."""
    limits = Limits(first_token=0.1, slowest_upload=1_000.0)
    client = GetCodeClient(api.url, api.key, limits)
    task = asyncio.ensure_future(client.upload(UPLOAD))  # about 450 bytes: half a second
    request = await api.request()
    await asyncio.wait({task}, timeout=0.25)
    assert not task.done()
    await request.described("A menu.")
    assert (await task).prompt == "A menu."
    await client.aclose()


async def test_an_endless_answer(api: FakeApi) -> None:
    client = GetCodeClient(api.url, api.key, Limits(reply_bytes=1000))
    api.script(respond(200, {"analysedPrompt": "x" * 2000}))
    with pytest.raises(ReplyTooLarge):
        await client.upload(UPLOAD)
    await client.aclose()


async def test_closing_the_client_ends_an_upload(api: FakeApi, client: GetCodeClient) -> None:
    task = asyncio.ensure_future(client.upload(UPLOAD))
    await api.request()
    await client.aclose()
    with pytest.raises(StoppedEarly):
        await task
    await api.closed(within=0.5)
    assert len(api.requests) == 1


async def test_uploads_and_generations_share_a_connection(api: FakeApi, client: GetCodeClient) -> None:
    api.script(described("A menu."))
    for _ in range(3):
        await client.upload(UPLOAD)
    assert api.connections == 1


def test_a_request_does_not_show_the_file() -> None:
    assert "menü" not in repr(UPLOAD)
    assert "PNG" not in repr(UPLOAD)
