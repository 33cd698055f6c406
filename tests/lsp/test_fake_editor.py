"""The scripted editor itself: what it is there to catch, it catches."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.buffer import BadPositionError, Buffer, Position, difference
from tests.fakes.editor import Editor
from tests.fakes.profiles import MINIMAL, VSCODE
from tests.fakes.trace import Trace

# A server that answers `initialize` and `shutdown`, sends the messages it is given, and ends at `exit`.
RUDE = """
import json, sys
messages = json.loads(sys.argv[1])
def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
    sys.stdout.buffer.flush()
while True:
    length = 0
    while (line := sys.stdin.buffer.readline()) not in (b"\\r\\n", b""):
        length = int(line.split(b":")[1])
    if not length:
        break
    message = json.loads(sys.stdin.buffer.read(length))
    method = message.get("method")
    if method == "initialize":
        send({"id": message["id"], "result": {"capabilities": {}}})
    elif method == "initialized":
        send({"id": "c", "method": "workspace/configuration", "params": {"items": [{}]}})
    elif method == "textDocument/didOpen":
        for rude in messages:
            send(rude)
    elif method == "shutdown":
        send({"id": message["id"], "result": None})
    elif method == "exit":
        sys.exit(0)
"""
URI = "file:///a.py"


def edit(line: int, character: int, uri: str = URI, version: int = 1, **more: Any) -> dict[str, Any]:
    place = {"line": line, "character": character}
    text = {"range": {"start": place, "end": place}, "newText": "x"}
    change = {"textDocument": {"uri": uri, "version": version}, "edits": [text]}
    params = {"edit": {"documentChanges": [change]}, **more}
    return {"id": f"e{line}{character}", "method": "workspace/applyEdit", "params": params}


def progress(token: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"method": "$/progress", "params": {"token": token, "value": {"kind": kind, **more}}}


CREATE = {"id": "p", "method": "window/workDoneProgress/create", "params": {"token": "t"}}
BEGIN = progress("t", "begin", title="GetCode: generating")
END = progress("t", "end")

RUDENESS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a position behind the end of a line": ([edit(0, 6)], "isn't there"),
    "a line that doesn't exist": ([edit(7, 0)], "isn't there"),
    "inside a character": ([edit(0, 2)], "inside the character"),
    "a file that isn't open": ([edit(0, 0, uri="file:///b.py")], "not open"),
    "a label": ([edit(0, 0, label="GetCode")], "label"),
    "a progress never created": ([BEGIN, END], "Unknown progress token"),
    "a progress begun and not ended": ([CREATE, BEGIN], "is left begin"),
    "a progress ended twice": ([CREATE, BEGIN, END, END], "end when it is end"),
    "a progress of another name": ([CREATE, progress("t", "begin", title="Working"), END], "GetCode"),
    "an answer to nothing": ([{"id": "nobody", "result": None}], "never asked"),
    "an id used twice": ([CREATE, {**CREATE, "params": {"token": "u"}}], "used 2 times"),
    "an unexpected message": (
        [{"method": "window/showMessage", "params": {"type": 3, "message": "hello"}}],
        "nobody expected",
    ),
    "an unknown request": ([{"id": 1, "method": "evil/request", "params": {}}], "Method Not Found"),
    "the key in a message": (
        [{"method": "window/logMessage", "params": {"type": 3, "message": "gc_canary"}}],
        "the key is in",
    ),
    "what is no LSP": ([{"method": "window/showMessage", "params": {"type": "loud"}}], "JsonRpc"),
}


async def rude_server(profile: Any, folder: Path, messages: list[dict[str, Any]]) -> Editor:
    ed = Editor(profile, folder, "gc_canary")
    await ed.start([sys.executable, "-c", RUDE, json.dumps(messages)], {})
    return ed


async def ends_well(ed: Editor) -> None:
    await ed.shutdown()
    await ed.exit()
    ed.judge()


@pytest.mark.parametrize("name", RUDENESS)
async def test_a_rude_server_is_caught(tmp_path: Path, name: str) -> None:
    messages, complaint = RUDENESS[name]
    ed = await rude_server(VSCODE, tmp_path, messages)
    ed.open("a😀 1\n", uri=URI)
    try:
        with pytest.raises(AssertionError, match=complaint):
            await ends_well(ed)
    finally:
        await ed.kill()


async def test_a_polite_server_is_not(tmp_path: Path) -> None:
    ed = await rude_server(VSCODE, tmp_path, [CREATE, BEGIN, edit(0, 3), END])
    ed.open("a😀 1\n", uri=URI)
    await ed.text_is("a😀x 1\n")
    await ed.finish()
    await ed.kill()


async def test_what_a_client_does_not_know_may_not_be_sent_to_it(tmp_path: Path) -> None:
    for number, (message, complaint) in enumerate(
        [(CREATE, "workDoneProgress/create"), (edit(0, 0), "documentChanges")]
    ):
        folder = tmp_path / str(number)
        await asyncio.to_thread(folder.mkdir)
        ed = Editor(MINIMAL, folder)
        try:
            script = RUDE.replace('elif method == "initialized":', "elif method == None:")
            await ed.start([sys.executable, "-c", script, json.dumps([message])], {})
            ed.open("a\n", uri=URI)
            with pytest.raises(AssertionError, match=complaint):
                await ends_well(ed)
        finally:
            await ed.kill()


async def test_a_server_that_dies_is_noticed_at_once(tmp_path: Path) -> None:
    ed = Editor(VSCODE, tmp_path)
    with pytest.raises(AssertionError, match="ended by itself with exit code 3"):
        await ed.start([sys.executable, "-c", "import sys; sys.exit(3)"], {})
    await ed.kill()


def test_a_request_without_an_answer_is_a_violation() -> None:
    trace = Trace()
    trace.record({"jsonrpc": "2.0", "id": 1, "method": "shutdown"}, sent=True)
    assert list(trace.violations(None)) == ["0 answers to request 1"]
    trace.record({"jsonrpc": "2.0", "id": 1, "result": None}, sent=False)
    assert list(trace.violations(None)) == []
    trace.record({"jsonrpc": "2.0", "id": 1, "result": None}, sent=False)
    assert list(trace.violations(None)) == ["2 answers to request 1"]
    trace.stderr.append("Traceback (most recent call last):")
    assert len(list(trace.violations(None))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_and_offsets_are_inverse(encoding: str) -> None:
    text = "ü😀\r\na\x0c\u2028\n\r€\n"
    buffer = Buffer("", "", text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert buffer.offset(buffer.position(offset), strict=True) == offset
    assert buffer.position(1).character == {"utf-8": 2, "utf-16": 1, "utf-32": 1}[encoding]
    for position in (Position(0, 99), Position(9, 0)):
        with pytest.raises(BadPositionError):
            buffer.offset(position, strict=True)


def test_a_difference_makes_the_one_text_out_of_the_other() -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(3000):
        before, after = ("".join(chance.choices("xy\r\n", k=chance.randint(0, 8))) for _ in range(2))
        change = difference(before, after)
        made = before[: change.start] + change.new + before[change.start + len(change.old) :]
        assert made == after, (before, after, change)
        for at in (change.start, change.start + len(change.old)):
            assert before[max(at - 1, 0) : at + 1] != "\r\n", (before, after, change)
