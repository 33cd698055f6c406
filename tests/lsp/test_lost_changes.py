"""A change that can't be read leaves the text unknown: nothing is written into it until it is known again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import live_editors
from tests.lsp.raw import framed

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}
REQUEST_FAILED = -32803


def change(ed: Editor, *changes: Any, **identifier: Any) -> dict[str, Any]:
    version = ed.buffer.version + 1
    text_document = {"uri": ed.buffer.uri, "version": version, **identifier}
    params = {"textDocument": text_document, "contentChanges": list(changes)}
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


def inserted(text: str, line: int = 0) -> dict[str, Any]:
    place = {"line": line, "character": 0}
    return {"range": {"start": place, "end": place}, "text": text}


def in_latin_1(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode("latin-1")


def write(ed: Editor, body: bytes) -> None:
    """Put bytes on the wire behind the editor's back."""
    stdin = ed.client.process.stdin
    assert stdin is not None
    stdin.write(framed(body))


UNREADABLE = {
    "not UTF-8": lambda ed: in_latin_1(change(ed, inserted("ü"))),
    "cut short": lambda ed: json.dumps(change(ed, inserted("x"))).encode()[:-2],
    "not JSON-RPC": lambda ed: json.dumps({**change(ed, inserted("x")), "jsonrpc": "1.0"}).encode(),
    "a negative line": lambda ed: json.dumps(change(ed, inserted("x", line=-1))).encode(),
    "text that is none": lambda ed: json.dumps(change(ed, {"text": 7})).encode(),
    "a range that is none": lambda ed: json.dumps(change(ed, {"range": [], "text": ""})).encode(),
    "changes that are none": lambda ed: json.dumps(change(ed, 7)).encode(),
    "half of them good": lambda ed: json.dumps(change(ed, inserted("x"), inserted("y", -1))).encode(),
}
unreadable = pytest.mark.parametrize("what", UNREADABLE)


async def refused(ed: Editor) -> None:
    """What is asked of the document is answered with what to do."""
    place = {"line": 0, "character": 3}
    span = {"start": place, "end": place}
    identifier = {"uri": ed.buffer.uri}
    asked: list[tuple[str, Any]] = [
        (
            "textDocument/codeAction",
            {"textDocument": identifier, "range": span, "context": {"diagnostics": []}},
        ),
        (
            "workspace/executeCommand",
            {"command": "getcode.generate", "arguments": [{**identifier, "range": span}]},
        ),
    ]
    for method, params in asked:
        error = (await ed.ask(method, params)).get("error", {})
        assert error.get("code") == REQUEST_FAILED, (method, error)
        assert "open it again" in error["message"]


@in_vscode
@unreadable
async def test_a_stream_into_a_text_that_is_not_known_stops(ed: Editor, api: FakeApi, what: str) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\nx = 1\n")
    write(ed, UNREADABLE[what](ed))
    await ed.told("could not be read", "open it again", "file0")
    await request.closed(within=1)
    await ed.progress_ended()
    await ed.progress_says("could not be read")
    edits = len(ed.edits.received)
    await refused(ed)
    write(ed, json.dumps(change(ed, inserted("more"))).encode())  # useless, and not worth another word
    await refused(ed)
    assert len(ed.edits.received) == edits
    assert len(ed.shown) == 1


@in_vscode
@unreadable
async def test_the_whole_text_makes_it_known_again(ed: Editor, api: FakeApi, what: str) -> None:
    ed.open("# make a list$0\nx = 1\n")
    write(ed, UNREADABLE[what](ed))
    await ed.told("could not be read")
    await refused(ed)
    before = ed.buffer.version
    ed.buffer.replace(0, 0, "y\n")
    ed.buffer.version += 5
    ranged, whole = inserted("nonsense", line=900), {"text": ed.text}
    write(ed, json.dumps(change(ed, ranged, whole, version=ed.buffer.version)).encode())
    old = {"line": 0, "character": 3}
    argument = {"uri": ed.buffer.uri, "version": before, "range": {"start": old, "end": old}}
    stale = {"command": "getcode.generate", "arguments": [argument]}
    answer = await ed.ask("workspace/executeCommand", stale)
    assert answer["error"]["code"] == -32602, "a place in a text that was lost can't be found again"
    api.script("a = 1\n", DONE)
    await ed.generate()
    await ed.text_is("y\n# make a list\na = 1\nx = 1\n")
    await ed.progress_ended()


@live_editors
async def test_opening_the_file_again_makes_it_known_again(ed: Editor, api: FakeApi) -> None:
    buffer = ed.open("# make a list$0\nx = 1\n")
    other = ed.open("# another list$0\n")
    ed.show(buffer)
    write(ed, UNREADABLE["not UTF-8"](ed))
    await ed.told("could not be read", "file0")
    await refused(ed)
    api.script("a = 1\n", DONE)
    ed.show(other)
    await ed.generate()
    await ed.text_is("# another list\na = 1\n")
    await ed.progress_ended()
    ed.show(buffer)
    ed.close()
    ed.open("# make a list$0\nx = 1\n", uri=buffer.uri)
    await ed.generate()
    await ed.text_is("# make a list\na = 1\nx = 1\n")
    await ed.progress_ended()


@in_vscode
async def test_where_it_can_not_be_told_which_document_none_is_known(ed: Editor) -> None:
    ed.open("# first$0\n")
    second = ed.open("# second$0\n")
    body = json.dumps(change(ed, inserted("x"))).encode()
    write(ed, body.replace(b'"uri": "file', b'"uri": "\xff'))
    await ed.until(lambda: len(ed.shown) == 2, "a message for each document")
    await ed.told("file0")
    await ed.told("file1")
    for buffer in ed.edits.buffers.values():
        ed.show(buffer)
        await refused(ed)
    ed.show(second)


@in_vscode
async def test_other_messages_that_can_not_be_read_leave_the_text_alone(ed: Editor) -> None:
    buffer = ed.open("# make a list$0\n")
    save = {"jsonrpc": "2.0", "method": "textDocument/didSave", "params": {"textDocument": {"uri": "ü"}}}
    write(ed, in_latin_1(save))
    write(ed, b"{oops")
    write(ed, json.dumps(change(ed, inserted("x"), uri="file:///not/open.py")).encode())
    assert len(await ed.actions()) == 2
    assert ed.shown == []
    assert buffer.text == "# make a list\n"


@in_vscode
async def test_half_a_surrogate_pair_is_text_as_any(ed: Editor, api: FakeApi) -> None:
    """JSON can hold one; a prompt that goes out can not."""
    ed.open("# make a list$0\n")
    write(ed, json.dumps(change(ed, inserted("# \ud83d\n"))).encode())
    api.script("a = 1\n", DONE)
    ed.buffer.replace(0, 0, "# \ud83d\n")
    ed.buffer.version += 1
    ed.go_to_end()
    ed.go_after("a list")
    await ed.generate()
    await ed.text_is("# \ud83d\n# make a list\na = 1\n")
    await ed.progress_ended()
