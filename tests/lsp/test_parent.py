"""The editor's process is watched: the server ends with it, also where somebody else holds the pipes open."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import psutil
import pytest

from getcode_lsp.server import parent
from getcode_lsp.server.parent import ParentWatch
from tests.fakes.api import FakeApi
from tests.lsp.conftest import SERVER
from tests.lsp.raw import CAPABLE, RawServer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes of POSIX")

# An editor whose terminal, here `sleep`, has inherited the pipes to the server and outlives it.
EDITOR = """
import json, os, subprocess, sys, time
server = subprocess.Popen(json.loads(sys.argv[1]), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
ends = server.stdin.fileno(), server.stdout.fileno()
terminal = subprocess.Popen(["sleep", "600"], pass_fds=ends)
def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
    server.stdin.flush()
pid = os.getpid() if sys.argv[2] == "watched" else None
capable = json.loads(sys.argv[3])
send({"id": 1, "method": "initialize", "params": {"processId": pid, "rootUri": None, "capabilities": capable}})
server.stdout.readline()
send({"method": "initialized", "params": {}})
document = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": "# make a list\\n"}
send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
place = {"line": 0, "character": 3}
argument = {"uri": "file:///a.py", "version": 1, "range": {"start": place, "end": place}}
generate = {"command": "getcode.generate", "arguments": [argument]}
send({"id": 2, "method": "workspace/executeCommand", "params": generate})
print(server.pid, terminal.pid, flush=True)
time.sleep(600)
"""


@asynccontextmanager
async def killed_editor(
    environment: dict[str, str], api: FakeApi, *, watched: bool
) -> AsyncIterator[tuple[psutil.Process, psutil.Process, Any]]:
    """The server, the terminal and the request under way, after the editor was killed."""
    arguments = [json.dumps(SERVER), "watched" if watched else "not", json.dumps(CAPABLE)]
    editor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", EDITOR, *arguments, env=environment, stdout=asyncio.subprocess.PIPE
    )
    made: list[psutil.Process] = []
    try:
        assert editor.stdout is not None
        made += [psutil.Process(int(pid)) for pid in (await editor.stdout.readline()).split()]
        request = await api.request()
        await request.send("items = [1,")
        editor.kill()
        yield made[0], made[1], request
    finally:
        for process in made:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        with suppress(ProcessLookupError):
            editor.kill()
        await editor.wait()
        editor._transport.close()  # type: ignore[attr-defined]


def over(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def until(condition: Callable[[], bool], within: float) -> None:
    """Look again and again: nothing tells of the end of a process that is not ours."""
    deadline = asyncio.get_running_loop().time() + within
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"not within {within} s"
        await asyncio.sleep(0.01)


async def test_the_server_ends_with_the_editor_though_its_pipes_stay_open(
    with_key: dict[str, str], api: FakeApi
) -> None:
    async with killed_editor(with_key, api, watched=True) as (server, terminal, request):
        await request.closed(within=2)
        await until(lambda: over(server), 2)
        assert not over(terminal), "then the end of the pipes would have done"


async def test_without_a_process_id_the_end_of_the_pipes_counts(
    with_key: dict[str, str], api: FakeApi
) -> None:
    async with killed_editor(with_key, api, watched=False) as (server, terminal, request):
        with pytest.raises(AssertionError):
            await request.closed(within=1)
        assert not over(server)
        terminal.kill()
        await request.closed(within=2)
        await until(lambda: over(server), 2)


async def test_an_editor_that_is_gone_already(raw: RawServer) -> None:
    ended = await asyncio.create_subprocess_exec("true")
    await ended.wait()
    await raw.initialize(processId=ended.pid)
    assert await raw.exit_code() == 1


@pytest.mark.parametrize("pid", [None, 0, -1, 2**40])
async def test_what_is_no_process_is_not_watched(raw: RawServer, pid: int | None) -> None:
    assert "error" not in await raw.initialize(processId=pid)
    await raw.is_well()
    assert "error" not in await raw.ask("shutdown")
    raw.send("exit")
    assert await raw.exit_code() == 0


async def test_the_end_of_the_editor_after_shutdown_is_an_orderly_one(raw: RawServer) -> None:
    editor = await asyncio.create_subprocess_exec("sleep", "600")
    await raw.initialize(processId=editor.pid)
    assert "error" not in await raw.ask("shutdown")
    editor.kill()
    await editor.wait()
    assert await raw.exit_code() == 0


@pytest.mark.parametrize("system", ["as it is", "without pidfd", "that forbids it"])
async def test_the_end_of_a_process_is_told_once(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(parent, "LOOK_EVERY", 0.01)
    if system == "without pidfd":
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    elif system == "that forbids it":

        def refuse(_pid: int) -> int:
            raise PermissionError

        monkeypatch.setattr(os, "pidfd_open", refuse, raising=False)
    editor = await asyncio.create_subprocess_exec("sleep", "600")
    gone: list[bool] = []
    watch, stopped = ParentWatch(lambda: gone.append(True)), ParentWatch(lambda: gone.append(False))
    watch.start(editor.pid)
    stopped.start(editor.pid)
    stopped.stop()
    assert not gone
    editor.send_signal(signal.SIGKILL)
    await editor.wait()
    await until(lambda: bool(gone), 5)
    await asyncio.sleep(0.05)
    assert gone == [True]


async def test_a_process_of_somebody_else_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_pid: int, _number: int) -> None:
        raise PermissionError

    monkeypatch.delattr(os, "pidfd_open", raising=False)
    monkeypatch.setattr(os, "kill", refuse)
    monkeypatch.setattr(parent, "LOOK_EVERY", 0.01)
    gone: list[bool] = []
    watch = ParentWatch(lambda: gone.append(True))
    watch.start(4711)
    await asyncio.sleep(0.05)
    watch.stop()
    assert not gone
