"""Every error of the service through the real server: what the user reads, and the button that goes with it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from getcode_lsp import attachments
from getcode_lsp.api import errors
from tests.fakes.api import FakeApi, refused_port
from tests.fakes.editor import Editor
from tests.fakes.profiles import MINIMAL, NEOVIM, VSCODE
from tests.lsp.conftest import Start

PROMPT = "# make a list$0\nx = 1\n"
AGAIN = "Try again"
SERVICES = ["Set a key", "Use the local service"]

Answer = Callable[[FakeApi], Awaitable[None]]


def responds(status: int, content: object = b"", headers: dict[str, str] | None = None) -> Answer:
    async def answer(api: FakeApi) -> None:
        await (await api.request()).respond(status, content, headers)

    return answer


async def three_times_down(api: FakeApi) -> None:
    for _ in range(3):
        await responds(503, {"error": "down for maintenance"}, {"Retry-After": "0"})(api)


async def closes(api: FakeApi) -> None:
    request = await api.request()
    await request.start()
    await request.close()


async def fails(api: FakeApi) -> None:
    await (await api.request()).error("the model is\n\x1b[31mtired " + "very " * 200)


async def floods(api: FakeApi) -> None:
    request = await api.request()
    await request.send("x" * 1_100_000)


async def is_silent(api: FakeApi) -> None:
    await api.request()


async def _nothing(api: FakeApi) -> None:
    pass


@dataclass(frozen=True)
class Case:
    answer: Answer = _nothing
    says: tuple[str, ...] = ()
    buttons: list[str] = field(default_factory=list)
    environment: dict[str, str | None] = field(default_factory=dict)
    settings: Any = None
    prompt: str = PROMPT
    action: str = "Generate from comment"


KINDS = {
    "KeyMissing": Case(says=("no API key",), buttons=SERVICES, environment={"GETCODE_API_KEY": None}),
    "KeyMalformed": Case(says=("malformed",), environment={"GETCODE_API_KEY": "gc canary"}),
    "KeyRefused": Case(responds(401, {"error": "Invalid API key"}), ("key",), SERVICES),
    "PlanRequired": Case(responds(403, {"error": "upgrade to Pro"}), ("Pro",)),
    "RateLimited": Case(responds(429, {"error": "Slow down"}, {"Retry-After": "3600"}), ("again",), [AGAIN]),
    "ServiceUnavailable": Case(three_times_down, ("down for maintenance",), [AGAIN]),
    "ConnectionFailed": Case(
        says=("GETCODE_BASE_URL",), buttons=[AGAIN], environment={"at": "a refused port"}
    ),
    "TlsFailed": Case(says=("secure",), environment={"at": "no TLS"}),
    "TimedOut": Case(
        is_silent, ("no answer for 0.2 s",), [AGAIN], settings={"limits": {"firstTokenSeconds": 0.2}}
    ),
    "RedirectRefused": Case(responds(302, b"", {"Location": "https://example.org/"}), ("redirect",)),
    "BadReply": Case(responds(200, b"<html>", {"Content-Type": "text/html"}), ("reply",)),
    "ReplyTooLarge": Case(floods, ("too large",), settings={"limits": {"replyMegabytes": 1}}),
    "StoppedEarly": Case(closes, ("early",), [AGAIN]),
    "GenerationFailed": Case(fails, ("the model is", "tired"), [AGAIN]),
    "BadBaseUrl": Case(says=("GETCODE_BASE_URL",), environment={"GETCODE_BASE_URL": "http://example.org"}),
    "ProxyMisconfigured": Case(
        says=("ALL_PROXY",),
        environment={"GETCODE_BASE_URL": "https://getcode.invalid", "ALL_PROXY": "socks5://127.0.0.1:9"},
    ),
    "RequestRejected": Case(responds(400, {"error": "prompt is required"}), ("prompt is required",)),
    "AttachmentRefused": Case(
        says=("missing.png",),
        prompt="# like missing.png$0\nx = 1\n",
        action="Describe missing.png as a prompt",
    ),
}


def kinds(base: type[errors.GetCodeError]) -> Iterator[str]:
    for kind in base.__subclasses__():
        yield kind.__name__
        yield from kinds(kind)


def test_no_kind_of_error_is_left_out() -> None:
    assert attachments.AttachmentRefused.__name__ in KINDS
    assert set(kinds(errors.GetCodeError)) == set(KINDS)


def is_in_form(message: str, key: str) -> None:
    """Two or three short sentences at most, the service's own words among them, on one line, from a capital to a full stop (or what shows a cut), and nothing in it that is nobody's business."""
    text = message.removeprefix("GetCode: ")
    assert message != text
    assert len(message) <= 300, message
    assert re.fullmatch(r"[A-Z].*(?<!…)[.!?…]", text), message
    assert text.isprintable(), message
    assert len(re.findall(r"[.!?](?= [A-Z]|$)", text)) <= 3, message
    assert not re.search(r"Traceback|Error\b|Exception|0x[0-9a-f]{6}", text), message
    assert key not in text
    assert "canary" not in text


@contextlib.asynccontextmanager
async def not_tls() -> AsyncIterator[int]:
    """The port of something that answers every hello in the clear."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def provoke(start: Start, api: FakeApi, environment: dict[str, str], case: Case, kind: Any) -> Editor:
    """An editor of a kind that has run into an error."""
    changed = {"GETCODE_BASE_URL": api.url, **case.environment}
    kept = {**environment, **changed}
    ed = await start(
        kind, environment={name: value for name, value in kept.items() if value}, settings=case.settings
    )
    ed.open(case.prompt)
    await ed.run(await ed.action(case.action))
    await case.answer(api)
    await ed.until(lambda: bool(ed.shown), "a message", within=20)
    await ed.progress_ended()
    return ed


@pytest.mark.parametrize("kind", KINDS)
async def test_every_error_has_its_message_and_its_buttons(
    start: Start, api: FakeApi, with_key: dict[str, str], kind: str
) -> None:
    case = KINDS[kind]
    async with not_tls() as plain:
        with refused_port() as port:
            if (somewhere := case.environment.get("at")) is not None:
                url = (
                    f"http://127.0.0.1:{port}"
                    if somewhere == "a refused port"
                    else f"https://127.0.0.1:{plain}"
                )
                case = replace(case, environment={"GETCODE_BASE_URL": url})
            ed = await provoke(start, api, with_key, case, VSCODE)
    said = await ed.told(*case.says)
    await ed.caught_up()
    assert ed.shown == [said], "it is told once"
    is_in_form(said, api.key)
    assert [question.buttons for question in ed.questions] == ([case.buttons] if case.buttons else [])
    assert ed.text.startswith(case.prompt.partition("$0")[0])


@pytest.mark.parametrize("kind", ["KeyRefused", "StoppedEarly", "GenerationFailed"])
async def test_no_question_takes_the_keys_of_an_editor_where_it_would(
    start: Start, api: FakeApi, with_key: dict[str, str], kind: str
) -> None:
    ed = await provoke(start, api, with_key, KINDS[kind], NEOVIM)
    is_in_form(await ed.told(*KINDS[kind].says), api.key)
    assert not ed.questions


async def test_try_again_generates_once_more(start: Start, api: FakeApi) -> None:
    ed = await start(VSCODE)
    ed.open(PROMPT)
    await ed.generate()
    await fails(api)
    question = await ed.asked("tired")
    question.choose(AGAIN)
    request = await api.request()
    assert request.json["prompt"] == "make a list"
    await request.send("items = []\n")
    await request.done()
    await ed.text_is("# make a list\nitems = []\nx = 1\n")
    await ed.progress_ended()


async def test_the_local_service_is_offered_where_the_key_is_refused(start: Start, api: FakeApi) -> None:
    ed = await start(VSCODE)
    ed.open(PROMPT)
    await ed.generate()
    await responds(401, {"error": "Invalid API key"})(api)
    (await ed.asked("key")).choose("Set a key")
    is_in_form(await ed.told("in a terminal"), api.key)


@pytest.mark.parametrize("profile", [VSCODE, MINIMAL], ids=lambda profile: profile.name)
async def test_what_was_kept_is_in_the_first_sentence(ed: Editor, api: FakeApi) -> None:
    ed.open(PROMPT)
    await ed.generate()
    request = await api.request()
    await request.send("items = []\n")
    await request.close()
    said = await ed.told("early")
    is_in_form(said, api.key)
    assert "complete; 11 characters were kept. Try again" in said
    assert not ed.questions, "what came would be there twice"
    await ed.progress_ended()
    await ed.text_is("# make a list\nitems = []\nx = 1\n")
