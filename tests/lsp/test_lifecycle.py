"""From the first byte to the end of the process: order of messages, and every way in which an editor goes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fakes.api import FakeApi, FakeRequest
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE, Profile
from tests.lsp.conftest import SERVER, Start
from tests.lsp.raw import RawServer

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}
NOT_INITIALIZED, INVALID_REQUEST, METHOD_NOT_FOUND = -32002, -32600, -32601


async def streaming(ed: Editor, api: FakeApi) -> FakeRequest:
    """A generation that has begun to write."""
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\nx = 1\n")
    return request


@in_vscode
async def test_shutdown_and_exit_while_streaming(ed: Editor, api: FakeApi) -> None:
    request = await streaming(ed, api)
    await ed.shutdown()
    await request.closed(within=0.5)
    await ed.progress_ended()
    await ed.exit(code=0, within=2)
    assert ed.text == "# make a list\nitems = [1,\nx = 1\n"


@in_vscode
async def test_exit_without_shutdown_while_streaming(ed: Editor, api: FakeApi) -> None:
    request = await streaming(ed, api)
    ed.ends_abruptly()
    await ed.exit(code=1, within=2)
    await request.closed(within=2)


@in_vscode
async def test_the_end_of_the_input_while_streaming(ed: Editor, api: FakeApi) -> None:
    request = await streaming(ed, api)
    ed.ends_abruptly()
    stdin = ed.client.process.stdin
    assert stdin is not None
    stdin.close()
    await ed.gone(code=1, within=2)
    await request.closed(within=2)


@in_vscode
async def test_the_end_of_the_input_after_shutdown(ed: Editor) -> None:
    await ed.shutdown()
    stdin = ed.client.process.stdin
    assert stdin is not None
    stdin.close()
    await ed.gone(code=0, within=2)


@pytest.mark.parametrize("what", ["nothing", "a file"])
async def test_an_input_that_can_not_be_watched_is_read_to_its_end(
    what: str, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "input"
    file.write_bytes(b'Content-Length: 46\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"shutdown"}  ')
    with (Path(os.devnull) if what == "nothing" else file).open("rb") as given:
        process = await asyncio.create_subprocess_exec(
            *SERVER,
            stdin=given,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
        )
    out, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"Traceback" not in err
    assert (str(NOT_INITIALIZED).encode() in out) == (what == "a file")


@in_vscode
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
async def test_a_signal_while_streaming(ed: Editor, api: FakeApi, name: str) -> None:
    number = getattr(signal, name)
    request = await streaming(ed, api)
    ed.ends_abruptly()
    ed.client.process.send_signal(number)
    await ed.gone(code=128 + number, within=2)
    await request.closed(within=2)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
async def test_a_signal_ends_the_local_service_too(raw_local: RawServer, name: str) -> None:
    number = getattr(signal, name)
    await raw_local.initialize()
    raw_local.open("# a shop with books\n")
    await raw_local.answer(raw_local.generate())
    await raw_local.until("workspace/applyEdit", within=30)
    (service,) = psutil.Process(raw_local.process.pid).children(recursive=True)
    raw_local.process.send_signal(number)
    assert await raw_local.exit_code(within=2) == 128 + number
    await until(lambda: not service.is_running() or service.status() == psutil.STATUS_ZOMBIE, 2)


async def test_a_client_that_closes_the_output_has_gone(raw: RawServer, api: FakeApi) -> None:
    """The input stays open, and yet nobody is left to speak to."""
    await raw.initialize()
    raw.open("# make a list\n")
    await raw.answer(raw.generate())
    request = await api.request()
    raw.close_output()
    assert await raw.exit_code(within=2) == 1
    await request.closed(within=1)


async def test_a_look_up_that_hangs_does_not_hold_the_end_up(
    tmp_path: Path, with_key: dict[str, str], raw_with: Callable[..., Any]
) -> None:
    """A resolver may take half a minute, in a thread that Python waits for."""
    called = tmp_path / "called"
    hang = f"""
import pathlib, socket, time
def look_up(*_, **__):
    pathlib.Path({str(called)!r}).touch()
    time.sleep(60)
socket.getaddrinfo = look_up
"""
    (tmp_path / "sitecustomize.py").write_text(hang)
    named = {"GETCODE_BASE_URL": "http://localhost:9", "PYTHONPATH": str(tmp_path)}
    raw = await raw_with({**with_key, **named})
    await raw.initialize()
    raw.open("# make a list\n")
    await raw.answer(raw.generate())
    await until(called.exists, 8)
    assert "error" not in await raw.ask("shutdown")
    raw.send("exit")
    assert await raw.exit_code(within=2.5) == 0


# An editor that starts the server, has it generate, says its process id and waits.
EDITOR = """
import json, subprocess, sys, time
server = subprocess.Popen(json.loads(sys.argv[1]), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
    server.stdin.flush()
uri, place = "file:///tmp/a.py", {"line": 0, "character": 3}
send({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
server.stdout.readline()
send({"method": "initialized", "params": {}})
document = {"uri": uri, "languageId": "python", "version": 1, "text": "# make a list\\n"}
send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
argument = {"uri": uri, "version": 1, "range": {"start": place, "end": place}}
send({"id": 2, "method": "initialize", "params": {}})
capable = {"command": "getcode.generate", "arguments": [argument]}
send({"id": 3, "method": "workspace/executeCommand", "params": capable})
print(server.pid, flush=True)
time.sleep(600)
""".replace('"capabilities": {}', '"capabilities": {"workspace": {"applyEdit": True}}')


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
async def test_an_editor_that_is_killed_leaves_nothing_behind(api: FakeApi, with_key: dict[str, str]) -> None:
    editor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", EDITOR, json.dumps(SERVER), env=with_key, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert editor.stdout is not None
        server = psutil.Process(int(await editor.stdout.readline()))
        request = await api.request()
        await request.send("items = [1,")
    finally:
        editor.kill()
        await editor.wait()
    await request.closed(within=2)
    await until(lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE, 2)


async def until(condition: Callable[[], bool], within: float) -> None:
    """Look again and again: nothing tells of the end of a process that is not ours."""
    deadline = asyncio.get_running_loop().time() + within
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"not within {within} s"
        await asyncio.sleep(0.01)


@in_vscode
async def test_requests_before_initialize_are_refused(
    editors: Callable[..., Editor], with_key: dict[str, str], profile: Profile, api: FakeApi
) -> None:
    ed = editors(profile, api.key)
    await ed.launch(SERVER, with_key)
    place = {"line": 0, "character": 0}
    params: dict[str, Any] = {
        "textDocument": {"uri": "file:///a.py"},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    for method in ("textDocument/codeAction", "workspace/executeCommand", "shutdown", "getcode/evil"):
        answer = await ed.ask(method, params)
        assert answer.get("error", {}).get("code") == NOT_INITIALIZED, (method, answer)
    ed.send("textDocument/didOpen", {"textDocument": {"uri": "file:///a.py"}})
    ed.send("initialized", {})
    ed.client.expects_end = True
    ed.send("exit", None)
    await ed.gone(code=1, within=2)


@in_vscode
async def test_a_second_initialize_is_refused_and_open_documents_stay(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    params: Any = {"processId": None, "rootUri": None, "capabilities": {}}
    answer = await ed.ask("initialize", params)
    assert answer.get("error", {}).get("code") == INVALID_REQUEST, answer
    api.script("x = 1\n", DONE)
    await ed.generate()
    await ed.text_is("# make a list\nx = 1\n")
    await ed.progress_ended()


@in_vscode
async def test_requests_after_shutdown_are_refused(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    argument = {
        "uri": ed.buffer.uri,
        "version": 1,
        "range": {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3}},
    }
    await ed.shutdown()
    generate = {"command": "getcode.generate", "arguments": [argument]}
    after: list[tuple[str, Any]] = [
        ("workspace/executeCommand", generate),
        ("shutdown", None),
        ("initialize", {}),
    ]
    for method, params in after:
        answer = await ed.ask(method, params)
        assert answer.get("error", {}).get("code") == INVALID_REQUEST, (method, answer)
    assert not api.requests
    await ed.exit(code=0, within=2)


@in_vscode
async def test_unknown_methods_and_optional_notifications(ed: Editor) -> None:
    answer = await ed.ask("textDocument/hover", {"textDocument": {"uri": "file:///a.py"}})
    assert answer.get("error", {}).get("code") == METHOD_NOT_FOUND, answer
    answer = await ed.ask("$/unknownRequest", {})
    assert answer.get("error", {}).get("code") == METHOD_NOT_FOUND, answer
    ed.send("$/unknownNotification", {})
    ed.send("$/setTrace", {"value": "verbose"})
    ed.send("$/cancelRequest", {"id": 987654})
    ed.send("window/workDoneProgress/cancel", {"token": "never made"})
    ed.send("window/workDoneProgress/cancel", {"token": {"a": []}})
    ed.send("window/workDoneProgress/cancel", None)
    ed.open("# make a list$0\n")
    assert len(await ed.actions()) == 2


@in_vscode
async def test_an_answer_to_nothing_and_ids_that_meet(ed: Editor, api: FakeApi) -> None:
    """The client's and the server's ids are two worlds: the same id in both is no answer."""
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = ed.edits.reply.NEVER
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.edits_are(1)
    edit_id = ed.trace.received("workspace/applyEdit")[0]["id"]
    ed.send("textDocument/hover", {}, id=edit_id)
    await ed.until(
        lambda: any(m.get("id") == edit_id and "method" not in m for m in ed.trace.received()),
        "an answer to the request with the same id",
    )
    await request.send(" 2]\n")
    await ed.caught_up()
    assert len(ed.edits.received) == 1, "the request was taken for the answer"
    ed.answer(edit_id, {"applied": True})
    ed.edits.reply = ed.edits.reply.TRUTH
    await request.done()
    await ed.text_is("# make a list\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()


@in_vscode
async def test_malformed_messages_are_refused_and_the_server_stays(ed: Editor) -> None:
    ed.open("# make a list$0\n")

    async def refused_with(body: str, code: int) -> None:
        before = len(ed.trace.received())
        ed.client.write(body)
        await ed.until(lambda: len(ed.trace.received()) > before, f"an answer to {body}")
        answer = ed.trace.received()[-1]
        assert answer.get("error", {}).get("code") == code, (body, answer)

    await refused_with("{oops", -32700)
    await refused_with("[]", INVALID_REQUEST)
    await refused_with("7", INVALID_REQUEST)
    await refused_with('{"jsonrpc": "1.0", "id": null, "method": "shutdown"}', INVALID_REQUEST)
    await refused_with('{"jsonrpc": "2.0", "id": null, "method": 7}', INVALID_REQUEST)
    for method in ("textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"):
        malformed: list[Any] = [None, [], {}, {"textDocument": 7}, {"textDocument": {"uri": 7}}]
        for params in malformed:
            ed.send(method, params)
    assert len(await ed.actions()) == 2


@in_vscode
async def test_start_up_without_a_home(start: Start, profile: Profile, with_key: dict[str, str]) -> None:
    nowhere = {name: value for name, value in with_key.items() if not name.startswith(("XDG_", "HOME"))}
    ed = await start(profile, environment={**nowhere, "HOME": "/nonexistent"})
    ed.open("# make a list$0\n")
    assert len(await ed.actions()) == 2
    assert not Path("/nonexistent").exists()  # noqa: ASYNC240 - one look
