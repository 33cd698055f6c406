"""The engine `openai` against a server that goes wrong: what whoever asked is told, and that nothing is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from getcode_lsp.service.engines.base import EngineRefusal, EngineUnavailable, Task
from getcode_lsp.service.engines.openai.address import read_address
from getcode_lsp.service.engines.openai.engine import OpenAIEngine, Patience
from tests.fakes.api import FakeApi, refused_port
from tests.service.engines.conftest import Output, collect, engine_for

TASK = Task("a function that adds two numbers", "api", "python")


def chunk(text: str | None, finish: str | None = None, **more: object) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice], **more}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


async def fails(engine: OpenAIEngine, kind: type[Exception] = EngineUnavailable) -> tuple[Exception, Output]:
    output = Output()
    with pytest.raises(kind) as failure:
        await asyncio.wait_for(collect(engine.generate(TASK), output), 20)
    return failure.value, output


async def test_a_request_says_what_is_wanted_with_the_key_in_its_header_alone(api: FakeApi) -> None:
    answer = asyncio.create_task(collect(engine_for(api, "qwen").generate(TASK)))
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {api.key}"
    body = request.json
    assert (body["model"], body["stream"], body["stream_options"]) == ("qwen", True, {"include_usage": True})
    system, user = body["messages"]
    assert (system["role"], user) == ("system", {"role": "user", "content": TASK.prompt})
    assert "Python" in system["content"]
    assert api.key.encode() not in request.body
    for part in (
        chunk(None),
        chunk("x = 1\n"),
        chunk("", "stop"),
        b'data: {"choices": [], "usage": {"completion_tokens": 9}}\n\n',
        DONE,
    ):
        await api.raw(part)
    await api.close()
    output = await answer
    assert (output.text, output.tokens) == ("x = 1\n", [9])


async def test_without_a_name_the_first_model_for_chat_is_asked_and_named(api: FakeApi) -> None:
    engine = engine_for(api, None)
    assert engine.name == "openai"
    answer = asyncio.create_task(collect(engine.generate(TASK)))
    listed = await api.request()
    assert (listed.method, listed.path) == ("GET", "/v1/models")
    await api.respond(200, {"data": [{"id": "nomic-embed-text"}, {"id": "/models/qwen.gguf"}, {"id": "z"}]})
    asked = await api.request()
    assert asked.json["model"] == "/models/qwen.gguf"
    await api.raw(chunk("ok", "stop") + DONE)
    await api.close()
    await answer
    assert engine.name == "qwen.gguf (openai)"


async def test_a_model_that_is_gone_is_looked_up_anew(api: FakeApi) -> None:
    engine = engine_for(api, None)
    failing = asyncio.create_task(fails(engine))
    await api.request()
    await api.respond(200, {"data": [{"id": "old"}]})
    await api.request()
    await api.respond(404, {"error": {"message": "model 'old' not found"}})
    error, _ = await failing
    assert "has no model 'old'" in str(error)
    answer = asyncio.create_task(collect(engine.generate(TASK)))
    await api.request()
    await api.respond(200, {"data": [{"id": "new"}]})
    assert (await api.request()).json["model"] == "new"
    await api.raw(chunk("ok", "stop") + DONE)
    await api.close()
    assert (await answer).text == "ok"


@pytest.mark.parametrize("answer", [{"data": []}, {"models": []}, b"<html>", {"data": [{"id": 7}]}])
async def test_a_server_without_a_model_says_so(api: FakeApi, answer: object) -> None:
    failing = asyncio.create_task(fails(engine_for(api, None)))
    await api.request()
    await api.respond(200, answer)
    error, _ = await failing
    assert "GETCODE_MODEL" in str(error) or "bad reply" in str(error)


@pytest.mark.parametrize(
    ("status", "content", "api_status", "says"),
    [
        (401, {"error": {"message": "bad key KEY"}}, 502, "refused the key (401): set GETCODE_ENGINE_KEY"),
        (403, {"error": "no"}, 502, "refused the key (403)"),
        (404, {"error": {"message": "model 'm' not found"}}, 502, "has no model 'm'"),
        (400, {"error": {"message": "bad field"}}, 502, "rejected the request (400). It says: bad field"),
        (429, {"error": {"message": "slow down"}}, 429, "too many requests. Try again later. It says: slow down"),
        (500, b"<html>oops</html>", 503, "can't answer now (500)"),
        (503, {"error": {"message": "Loading model"}}, 503, "It says: Loading model"),
        (418, b"", 502, "(418)"),
    ],
)  # fmt: skip
async def test_a_refusal_is_passed_on_in_words(
    api: FakeApi, status: int, content: object, api_status: int, says: str
) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    if isinstance(content, dict):
        content = json.loads(json.dumps(content).replace("KEY", api.key))
    await api.respond(status, content)
    error, output = await failing
    assert isinstance(error, EngineUnavailable)
    assert error.status == api_status
    assert says in str(error)
    assert api.key not in str(error)
    assert output.pieces == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("1.2", 2), ("-1", None), ("nan", None), ("5, 10", None), ("99999999999", None)],
)
async def test_retry_after_is_passed_on(api: FakeApi, header: str, seconds: int | None) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.respond(429, {"error": "busy"}, {"Retry-After": header})
    error, _ = await failing
    assert isinstance(error, EngineUnavailable)
    assert error.retry_after == seconds


async def test_retry_after_may_be_a_date(api: FakeApi) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    at = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True)
    await api.respond(503, {"error": "busy"}, {"Retry-After": at})
    error, _ = await failing
    assert isinstance(error, EngineUnavailable)
    assert 60 <= (error.retry_after or 0) <= 91


@pytest.mark.parametrize(
    "content",
    [
        {"error": {"message": "This model's maximum context length is 4096 tokens"}},
        {"error": {"message": "the request exceeds the available context size", "type": "exceed_context_size_error"}},
    ],
)  # fmt: skip
async def test_a_prompt_too_long_for_the_context_is_the_prompts_fault(api: FakeApi, content: object) -> None:
    failing = asyncio.create_task(fails(engine_for(api), EngineRefusal))
    await api.request()
    await api.respond(400, content)
    error, _ = await failing
    assert "too long" in str(error)
    assert "shorten" in str(error)


@pytest.mark.parametrize(
    ("head", "data"),
    [
        ({}, b"data: {oops}\n\n"),
        ({}, b"data: [1]\n\n"),
        ({}, b'data: {"choices": "x"}\n\n'),
        ({}, b'data: {"choices": [{"delta": {"content": 7}}]}\n\n'),
        ({}, b'data: {"choices": [7]}\n\n'),
        ({}, b"data: " + b"[" * 100_000 + b"\n\n"),
        ({}, b"data: " + b"x" * 2_000_000 + b"\n\n"),
        ({"Content-Type": "application/json"}, b'{"choices": []}'),
        ({"Content-Type": "text/html"}, b"<html>"),
    ],
)
async def test_garbage_is_called_a_bad_reply(api: FakeApi, head: Mapping[str, str], data: bytes) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.start(200, head.get("Content-Type", "text/event-stream"))
    await api.raw(data)
    error, _ = await failing
    assert "bad reply" in str(error)
    await api.closed()


@pytest.mark.parametrize("end", ["close", "cut", "reset"])
async def test_an_answer_that_is_cut_short_is_never_called_complete(api: FakeApi, end: str) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.raw(chunk("import os\n"))
    await api.raw(chunk("x = 1\n"))
    await asyncio.sleep(0)
    await getattr(api, end)()
    error, output = await failing
    assert isinstance(error, EngineUnavailable)
    assert "not the whole" in str(error)
    if end != "reset":
        assert output.text == "import os\nx = 1\n"


@pytest.mark.parametrize(("reason", "says"), [("length", "cut off"), ("content_filter", "withheld")])
async def test_an_answer_at_its_limit_keeps_its_text_and_says_so(
    api: FakeApi, reason: str, says: str
) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.raw(chunk("import os\n") + chunk("", reason) + DONE)
    error, output = await failing
    assert says in str(error)
    assert output.text == "import os\n"


async def test_an_error_in_the_stream_ends_it(api: FakeApi) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.raw(chunk("import os\n"))
    await api.raw(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')
    error, output = await failing
    assert "out of memory" in str(error)
    assert output.text == "import os\n"


async def test_an_empty_answer_is_no_file(api: FakeApi) -> None:
    failing = asyncio.create_task(fails(engine_for(api)))
    await api.request()
    await api.raw(chunk(None) + chunk("", "stop") + DONE)
    error, _ = await failing
    assert "nothing" in str(error)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_refused_and_the_other_host_hears_nothing(api: FakeApi, status: int) -> None:
    async with FakeApi() as other:
        failing = asyncio.create_task(fails(engine_for(api)))
        await api.request()
        await api.respond(status, b"", {"Location": f"{other.url}/v1/chat/completions"})
        error, _ = await failing
        assert "redirected" in str(error)
        assert other.connections == 0


async def test_nobody_there() -> None:
    with refused_port() as port:
        error, _ = await fails(OpenAIEngine(read_address(f"http://127.0.0.1:{port}", None), "m"))
    assert isinstance(error, EngineUnavailable)
    assert error.status == 503
    assert f"127.0.0.1:{port} (connection refused)" in str(error)


async def test_whoever_waits_for_the_first_text_is_told_and_in_the_end_let_go(api: FakeApi) -> None:
    patience = Patience(first=0.4, next=10, notice=0.1)
    failing = asyncio.create_task(fails(engine_for(api, patience=patience)))
    await api.request()
    error, output = await failing
    assert isinstance(error, EngineUnavailable)
    assert error.status == 504
    assert output.notices
    assert all("at work" in notice for notice in output.notices)
    await api.closed()


async def test_a_model_that_falls_silent_in_the_middle_is_let_go(api: FakeApi) -> None:
    failing = asyncio.create_task(fails(engine_for(api, patience=Patience(next=0.2))))
    await api.request()
    await api.raw(chunk("import os\n"))
    error, output = await failing
    assert isinstance(error, EngineUnavailable)
    assert error.status == 504
    assert output.text == "import os\n"


async def test_thoughts_are_not_text(api: FakeApi) -> None:
    answer = asyncio.create_task(collect(engine_for(api).generate(TASK)))
    await api.request()
    thought = {"choices": [{"delta": {"reasoning_content": "hm"}, "finish_reason": None}]}
    await api.raw(b"data: " + json.dumps(thought).encode() + b"\n\n")
    await api.raw(chunk("<think>so") + chunk("</think>") + chunk("x = 1\n", "stop") + DONE)
    assert (await answer).text == "x = 1\n"


async def test_going_away_closes_the_connection_within_a_second(api: FakeApi) -> None:
    came = asyncio.Event()

    async def listen() -> None:
        async for piece in engine_for(api).generate(TASK):
            assert piece == "import os\n"
            came.set()

    listening = asyncio.create_task(listen())
    await api.request()
    await api.raw(chunk("import os\n"))
    await asyncio.wait_for(came.wait(), 10)
    listening.cancel()
    await api.closed(within=1.0)
    with pytest.raises(asyncio.CancelledError):
        await listening


async def test_no_more_at_once_than_is_asked_for(api: FakeApi) -> None:
    engine = engine_for(api, at_once=1)
    waiting = Output()
    first = asyncio.create_task(collect(engine.generate(TASK)))
    request = await api.request()
    second = asyncio.create_task(collect(engine.generate(TASK), waiting))
    await request.raw(chunk("a = 1\n"))
    await waiting.shows(lambda output: bool(output.notices), "a notice")
    assert len(api.requests) == 1
    await request.raw(chunk("", "stop") + DONE)
    await request.close()
    await first
    request = await api.request()
    await request.raw(chunk("b = 1\n", "stop") + DONE)
    await request.close()
    assert (await second).text == "b = 1\n"


async def test_a_brief_is_taken_out_of_what_is_around_it(api: FakeApi) -> None:
    improving = asyncio.create_task(engine_for(api).improve(Task("a shop", "website")))
    request = await api.request()
    assert "brief" in request.json["messages"][0]["content"]
    await api.raw(
        chunk('Improved prompt: "A **shop** for tea."', "stop", usage={"completion_tokens": 5}) + DONE
    )
    await api.close()
    brief = await improving
    assert (brief.text, brief.tokens) == ("A shop for tea.", 5)


async def test_a_proxy_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://user:canary@proxy")
    error, _ = await fails(OpenAIEngine(read_address("https://engine.invalid", "sk-canary"), "m"))
    assert "HTTPS_PROXY" in str(error)
    assert "canary" not in str(error)
