"""Commands from outside: arguments are checked before anything is done; and several at a time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import LIVE, VSCODE
from tests.lsp.conftest import live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])

PLACE = {"line": 0, "character": 3}
RANGE = {"start": PLACE, "end": PLACE}
INVALID_PARAMS = -32602


def good(ed: Editor, **more: Any) -> dict[str, Any]:
    argument = {"uri": ed.buffer.uri, "version": ed.buffer.version, "range": RANGE, **more}
    return {name: value for name, value in argument.items() if value is not ...}


def wrong_arguments(ed: Editor) -> dict[str, Any]:
    return {
        "none": [],
        "two": [good(ed), good(ed)],
        "a string": ["x"],
        "null": [None],
        "a list": [[good(ed)]],
        "no uri": [good(ed, uri=...)],
        "no range": [good(ed, range=...)],
        "uri of another file": [good(ed, uri="file:///etc/passwd")],
        "uri of a number": [good(ed, uri=7)],
        "version of a string": [good(ed, version="1")],
        "version of a boolean": [good(ed, version=True)],
        "range of a string": [good(ed, range="0:0")],
        "range without end": [good(ed, range={"start": PLACE})],
        "negative line": [good(ed, range={"start": {"line": -1, "character": 0}, "end": PLACE})],
        "line of a float": [good(ed, range={"start": {"line": 0.5, "character": 0}, "end": PLACE})],
        "line of a boolean": [good(ed, range={"start": {"line": True, "character": 0}, "end": PLACE})],
        "prompt of a number": [good(ed, prompt=7)],
        "empty prompt": [good(ed, prompt="  ")],
        "endless prompt": [good(ed, prompt="x" * 10_000_000)],
        "unknown output type": [good(ed, outputType="program")],
        "unknown language": [good(ed, language="cobol")],
        "unknown into": [good(ed, into="/etc/passwd")],
        "unknown member": [good(ed, evil=True)],
        "an object": good(ed),
        "a word": "x",
    }


@in_vscode
@pytest.mark.parametrize("command", ["getcode.generate", "getcode.improve"])
async def test_wrong_arguments_are_refused(ed: Editor, api: FakeApi, command: str) -> None:
    ed.open("# make a list$0\n")
    for name, arguments in wrong_arguments(ed).items():
        answer = await ed.ask("workspace/executeCommand", {"command": command, "arguments": arguments})
        assert "error" in answer, f"{name}: {answer}"
        assert answer["error"]["code"] == INVALID_PARAMS, f"{name}: {answer}"
        assert len(answer["error"]["message"]) < 1000, name
    await ed.caught_up()
    assert not api.requests
    assert ed.shown == []
    assert ed.text == "# make a list\n"
    ed.forgive()


@in_vscode
@pytest.mark.parametrize("command", ["getcode.cancel", "getcode.reloadCredentials"])
async def test_the_other_commands_check_theirs_too(ed: Editor, command: str) -> None:
    ed.open("# make a list$0\n")
    wrong: list[Any] = [["x"], [{"uri": "file:///etc/passwd"}], [{"uri": 7}], [{}, {}], "x"]
    for arguments in wrong:
        answer = await ed.ask("workspace/executeCommand", {"command": command, "arguments": arguments})
        assert answer.get("error", {}).get("code") == INVALID_PARAMS, (arguments, answer)
    for arguments in ([], None):
        answer = await ed.ask("workspace/executeCommand", {"command": command, "arguments": arguments})
        assert "error" not in answer, (arguments, answer)


@in_vscode
async def test_an_unknown_command_is_refused(ed: Editor) -> None:
    ed.open("# make a list$0\n")
    unknown: list[Any] = [{"command": "getcode.evil"}, {"command": 7}, {}, [], None]
    for params in unknown:
        answer = await ed.ask("workspace/executeCommand", params)
        assert answer.get("error", {}).get("code") in (INVALID_PARAMS, -32601), (params, answer)


@in_vscode
async def test_code_actions_of_wrong_params(ed: Editor) -> None:
    ed.open("# make a list$0\n")
    text = {"uri": ed.buffer.uri}
    wrong: list[Any] = [
        None,
        [],
        {},
        {"textDocument": text},
        {"textDocument": text, "range": 7, "context": {}},
    ]
    for params in wrong:
        answer = await ed.ask("textDocument/codeAction", params)
        assert answer.get("error", {}).get("code") == INVALID_PARAMS, (params, answer)
    params = {"textDocument": {"uri": "file:///not/open.py"}, "range": RANGE, "context": {"diagnostics": []}}
    assert (await ed.ask("textDocument/codeAction", params)).get("result") in (None, [])


@in_vscode
async def test_a_prompt_in_the_argument_needs_no_comment(ed: Editor, api: FakeApi) -> None:
    ed.open("x = 1$0\ny = 2\n")
    await ed.execute("getcode.generate", good(ed, prompt="make a list"))
    request = await api.request()
    assert request.json["prompt"] == "make a list"
    await request.send("items = []\n")
    await request.done()
    await ed.text_is("x = 1\nitems = []\ny = 2\n")
    await ed.progress_ended()


@live_editors
async def test_a_second_generation_at_the_same_place_is_refused(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await ed.generate()
    await ed.told("already")
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\nx = 1\n")
    ed.go_after("# make a list")
    await ed.generate()
    await ed.until(lambda: len(ed.shown) == 2, "the second refusal")
    await ed.told("already")
    await request.send(" 2]\n")
    await request.done()
    await ed.text_is("# make a list\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()
    assert len(api.requests) == 1


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_two_generations_in_one_document_follow_each_other(ed: Editor, api: FakeApi) -> None:
    ed.open("# first$0\nx = 1\n# second\ny = 1\n")
    await ed.generate()
    one = await api.request()
    ed.go_after("# second")
    await ed.generate()
    two = await api.request()
    await ed.progress_began(2)
    for number in range(10):
        await one.send(f"a = {number}\n")
        await two.send(f"b = {number}\n")
    await two.done()
    await one.done()
    first = "".join(f"a = {number}\n" for number in range(10))
    second = "".join(f"b = {number}\n" for number in range(10))
    await ed.text_is(f"# first\n{first}x = 1\n# second\n{second}y = 1\n", within=30)
    await ed.progress_ended()


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_two_documents_are_written_side_by_side(ed: Editor, api: FakeApi) -> None:
    first = ed.open("# first$0\n")
    await ed.generate()
    one = await api.request()
    second = ed.open("# second$0\n")
    await ed.generate()
    two = await api.request()
    for number in range(10):
        await one.send(f"a = {number}\n")
        await two.send(f"b = {number}\n")
    await ed.until(lambda: "a = 8" in first.text and "b = 8" in second.text, "text in both")
    await two.done()
    await one.done()
    ed.show(first)
    await ed.text_is("# first\n" + "".join(f"a = {number}\n" for number in range(10)), within=20)
    ed.show(second)
    await ed.text_is("# second\n" + "".join(f"b = {number}\n" for number in range(10)), within=20)
    await ed.progress_ended()


@in_vscode
async def test_a_range_of_an_older_version_is_carried(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    argument = good(ed)
    ed.go_to_start()
    ed.insert("a = 1\nb = 2\n")
    await ed.execute("getcode.generate", argument)
    request = await api.request()
    assert request.json["prompt"] == "make a list"
    await request.send("items = []\n")
    await request.done()
    await ed.text_is("a = 1\nb = 2\n# make a list\nitems = []\nx = 1\n")
    await ed.progress_ended()
