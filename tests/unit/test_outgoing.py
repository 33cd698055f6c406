"""What goes out is bounded: reports and messages give way, replies and requests hold the client up instead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from getcode_lsp.server import outgoing, stdio
from getcode_lsp.server.framing import Framing
from getcode_lsp.server.outgoing import MOST_MESSAGES, Outgoing


class Pipe:
    """Both streams; the client reads when the test says so."""

    def __init__(self) -> None:
        self.buffer = b""
        self.extra = 0
        self.paused = 0

    @property
    def waiting(self) -> int:
        return len(self.buffer) + self.extra

    def write(self, data: bytes) -> None:
        self.buffer += data

    async def close(self, within: float = 1.0) -> None:
        raise NotImplementedError

    def pause(self) -> None:
        assert not self.paused
        self.paused += 1

    def resume(self) -> None:
        assert self.paused
        self.paused -= 1

    def read(self) -> list[Any]:
        """What the client finds when it reads all."""
        found = [json.loads(body) for body in Framing().feed(self.buffer)]
        self.buffer, self.extra = b"", 0
        return found


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


@pytest.fixture
def out(pipe: Pipe) -> Outgoing:
    out = Outgoing()
    out.connect(pipe, pipe)
    return out


def progress(token: str, kind: str, message: str = "") -> dict[str, Any]:
    return {"method": "$/progress", "params": {"token": token, "value": {"kind": kind, "message": message}}}


def message(text: str, method: str = "window/logMessage") -> dict[str, Any]:
    return {"method": method, "params": {"type": 3, "message": text}}


def test_what_a_client_reads_goes_out_as_it_comes(out: Outgoing, pipe: Pipe) -> None:
    sent = [progress("a", "begin"), progress("a", "report", "1"), progress("a", "report", "2"), message("x")]
    for one in sent:
        out.send(one)
    assert pipe.read() == sent


def test_of_a_progress_the_newest_report_is_kept(out: Outgoing, pipe: Pipe) -> None:
    pipe.extra = stdio.FULL + 1
    for number in range(1000):
        out.send(progress("a", "report", f"a{number}"))
        out.send(progress("b", "report", f"b{number}"))
    assert out.kept_back == 2
    assert pipe.read() == []
    out.caught_up()
    assert pipe.read() == [progress("b", "report", "b999"), progress("a", "report", "a999")][::-1]
    assert out.kept_back == 0


def test_an_end_is_never_followed_by_a_report(out: Outgoing, pipe: Pipe) -> None:
    pipe.extra = stdio.FULL + 1
    out.send(progress("a", "report"))
    out.send(progress("a", "end"))
    assert pipe.read() == [progress("a", "end")]
    out.caught_up()
    assert pipe.read() == []


def test_a_report_that_was_kept_is_overtaken_by_a_later_one(out: Outgoing, pipe: Pipe) -> None:
    pipe.extra = stdio.FULL + 1
    out.send(progress("a", "report", "old"))
    pipe.read()
    out.send(progress("a", "report", "new"))
    out.caught_up()
    assert pipe.read() == [progress("a", "report", "new")]


@pytest.mark.parametrize("method", ["window/logMessage", "window/showMessage"])
def test_of_messages_the_newest_few_are_kept(out: Outgoing, pipe: Pipe, method: str) -> None:
    pipe.extra = stdio.FULL + 1
    for number in range(MOST_MESSAGES + 50):
        out.send(message(str(number), method))
    pipe.read()
    out.caught_up()
    *kept, last = pipe.read()
    assert kept == [message(str(number), method) for number in range(50, MOST_MESSAGES + 50)]
    assert "50 messages were left out" in last["params"]["message"]


def test_replies_and_requests_always_go_out(out: Outgoing, pipe: Pipe) -> None:
    pipe.extra = stdio.FULL + 1
    sent: list[Any] = [
        {"id": 1, "result": None},
        {"id": 2, "error": {}},
        {"id": "x", "method": "workspace/applyEdit"},
    ]
    for one in sent:
        out.send(one)
    assert pipe.read() == sent


def test_too_much_that_waits_holds_the_client_up_until_it_has_read(out: Outgoing, pipe: Pipe) -> None:
    reply = {"id": 1, "result": "x" * 100_000}
    while not pipe.paused:
        out.send(reply)
        assert pipe.waiting < outgoing.LARGEST_QUEUE + 200_000
    assert out.paused
    count = 5
    for _ in range(count):
        out.send(reply)  # what is under way is answered
    assert len(pipe.read()) > count
    out.caught_up()
    assert not pipe.paused
    assert not out.paused


def test_before_there_is_a_client_nothing_goes_out() -> None:
    out = Outgoing()
    out.send(message("x"))
    out.caught_up()
    assert (out.waiting, out.kept_back) == (0, 0)
