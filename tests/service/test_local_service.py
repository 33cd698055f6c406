"""The embedded default as real processes: its start, its secrets, its deaths and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio

from getcode_lsp.local_service import Endpoint, LocalService, LocalServiceUnavailable, child_environment
from tests.service.processes import clean_environment, gone, process

USERS_KEY = "gc_canary_users_own"
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
posix = pytest.mark.skipif(os.name != "posix", reason="a stand-in for Python is a shell script")


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of an editor: the user's key is in it, and the workspace is the folder at hand."""
    for name in list(os.environ):
        if name.startswith("GETCODE_"):
            monkeypatch.delenv(name)
    for name, value in clean_environment(
        {"GETCODE_API_KEY": USERS_KEY, "SECRET_TOKEN": "s"}, tmp_path
    ).items():
        monkeypatch.setenv(name, value)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    monkeypatch.chdir(workspace)


@pytest_asyncio.fixture
async def local() -> AsyncIterator[LocalService]:
    service = LocalService()
    yield service
    pid = service.pid
    began = time.monotonic()
    await service.stop()
    assert time.monotonic() - began < 1.0
    assert pid is None or gone(pid)


async def eventually(condition: Callable[[], bool], within: float = 20) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        await asyncio.sleep(0.01)


async def kill(service: LocalService) -> None:
    """Kill the child and wait until that is known."""
    assert service.pid is not None
    os.kill(service.pid, KILL)
    await eventually(lambda: service.pid is None)


def ask(endpoint: Endpoint) -> int:
    body = {"prompt": "an API for books with a title", "outputType": "api"}
    headers = {"Authorization": f"Bearer {endpoint.key}"}
    url = f"{endpoint.base_url}/api/generate"
    return httpx.post(url, json=body, headers=headers, trust_env=False, timeout=30).status_code


async def test_it_answers_its_own_key(local: LocalService) -> None:
    endpoint = await local.start()
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert await asyncio.to_thread(ask, endpoint) == 200
    assert await asyncio.to_thread(ask, Endpoint(endpoint.base_url, USERS_KEY)) == 401
    assert endpoint.key not in repr(endpoint)


async def test_the_child_has_no_secret_but_its_own(
    local: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GETCODE_ENGINE", "scaffold")
    endpoint = await local.start()
    child = psutil.Process(local.pid)
    given = child.environ()
    assert given["GETCODE_ENGINE"] == "scaffold"
    assert given["GETCODE_SERVICE_KEY"] == endpoint.key
    assert USERS_KEY not in given.values()
    assert "SECRET_TOKEN" not in given
    assert endpoint.key not in " ".join(child.cmdline())
    assert child.cwd() != str(Path.cwd())


def test_the_childs_environment_is_an_allow_list() -> None:
    environ = {
        "PATH": "/bin",
        "LC_CTYPE": "C",
        "SystemRoot": "C:\\Windows",
        "GETCODE_MODEL": "m",
        "GETCODE_ENGINE_KEY": "e",
        "GETCODE_API_KEY": USERS_KEY,
        "GETCODE_BASE_URL": "https://x",
        "AWS_SECRET_ACCESS_KEY": "s",
        "HTTPS_PROXY": "http://user:pw@proxy",
        "PYTHONSTARTUP": "x.py",
    }
    kept = child_environment(environ, "own")
    assert set(kept) - {"PYTHONSAFEPATH", "PYTHONIOENCODING"} == {
        "PATH",
        "LC_CTYPE",
        "SystemRoot",
        "GETCODE_MODEL",
        "GETCODE_ENGINE_KEY",
        "GETCODE_SERVICE_KEY",
    }
    assert kept["GETCODE_SERVICE_KEY"] == "own"


def test_the_way_to_an_engines_server_goes_along_with_its_address() -> None:
    environ = {"https_proxy": "http://proxy", "SSL_CERT_FILE": "ca.pem", "GETCODE_API_KEY": USERS_KEY}
    assert not {"https_proxy", "SSL_CERT_FILE"} & set(child_environment(environ, "own"))
    kept = child_environment({**environ, "GETCODE_ENGINE_URL": "https://engine"}, "own")
    assert (kept["https_proxy"], kept["SSL_CERT_FILE"]) == ("http://proxy", "ca.pem")
    assert USERS_KEY not in kept.values()


def lay_traps(folder: Path) -> None:
    """Modules that show when they are imported."""
    for name in ("uvicorn", "starlette", "json", "sitecustomize", "getcode_lsp"):
        (folder / f"{name}.py").write_text("open('ran', 'w').close()\n")


async def test_nothing_in_the_workspace_is_imported(local: LocalService) -> None:
    """`python -m` looks into the folder it runs in first; a repository must not get to run code that way."""
    lay_traps(Path.cwd())
    endpoint = await local.start()
    assert await asyncio.to_thread(ask, endpoint) == 200
    assert not os.path.exists("ran")  # noqa: ASYNC240, PTH110 - a test may block


async def test_callers_that_come_together_share_one_child(local: LocalService) -> None:
    endpoints = await asyncio.gather(*(local.start() for _ in range(5)))
    assert len(set(endpoints)) == 1
    assert len(psutil.Process().children()) == 1
    assert await local.start() == endpoints[0]


async def test_a_dead_child_is_replaced_once_and_then_it_says_so(local: LocalService) -> None:
    first = await local.start()
    await kill(local)
    second = await local.start()
    assert second.key != first.key
    assert await asyncio.to_thread(ask, second) == 200
    await kill(local)
    with pytest.raises(LocalServiceUnavailable, match="ended twice"):
        await local.start()
    third = await local.start()
    assert await asyncio.to_thread(ask, third) == 200


async def test_a_child_that_cannot_start_gives_its_reason(
    local: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GETCODE_ENGINE", "warp")
    with pytest.raises(LocalServiceUnavailable, match=r"no engine 'warp'.*getcode-lsp serve") as refusal:
        await local.start()
    assert "Traceback" not in str(refusal.value)
    assert psutil.Process().children() == []
    monkeypatch.setenv("GETCODE_ENGINE", "scaffold")
    await local.start()


async def test_stop_closes_the_port_and_is_final() -> None:
    local = LocalService()
    endpoint = await local.start()
    pid = local.pid
    assert pid
    began = time.monotonic()
    await local.stop()
    assert time.monotonic() - began < 1.0
    assert gone(pid)
    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(ask, endpoint)
    with pytest.raises(LocalServiceUnavailable):
        await local.start()
    await local.stop()


@pytest.mark.parametrize("turns", [0, 2, 5, None])
async def test_stop_ends_a_start_under_way(turns: int | None) -> None:
    """At every early turn of the loop, and when the child is there."""
    local = LocalService()
    starting = asyncio.ensure_future(local.start())
    if turns is None:
        await eventually(lambda: len(psutil.Process().children()) == 1)
    for _ in range(turns or 0):
        await asyncio.sleep(0)
    began = time.monotonic()
    await local.stop()
    assert time.monotonic() - began < 1.0
    with pytest.raises(LocalServiceUnavailable):
        await starting
    assert psutil.Process().children() == []


@pytest.mark.parametrize("turns", [1, 3, 8, None])
async def test_a_caller_that_is_cancelled_takes_neither_child_nor_other_callers_along(
    turns: int | None,
) -> None:
    local = LocalService()
    starting, other = asyncio.ensure_future(local.start()), asyncio.ensure_future(local.start())
    if turns is None:
        await eventually(lambda: len(psutil.Process().children()) == 1)
    for _ in range(turns or 0):
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    endpoint = await other
    assert await local.start() == endpoint
    assert await asyncio.to_thread(ask, endpoint) == 200
    await local.stop()
    assert psutil.Process().children() == []


@pytest.mark.parametrize("turns", [1, 3, 8, None])
async def test_a_cancelled_start_leaves_no_child_behind_the_end(turns: int | None) -> None:
    local = LocalService()
    starting = asyncio.ensure_future(local.start())
    if turns is None:
        await eventually(lambda: len(psutil.Process().children()) == 1)
    for _ in range(turns or 0):
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await local.stop()
    assert psutil.Process().children() == []


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Another program in Python's place."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(path))


@posix
async def test_a_child_that_says_nothing_is_given_up_and_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'first line' >&2; echo 'last line' >&2; exec sleep 60")
    local = LocalService(deadline=0.5)
    began = time.monotonic()
    with pytest.raises(LocalServiceUnavailable, match=r"0\.5 s: last line"):
        await local.start()
    assert time.monotonic() - began < 2
    assert psutil.Process().children() == []


@posix
async def test_a_child_that_ignores_its_pipe_is_killed_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'service at http://127.0.0.1:9'; exec sleep 60")
    local = LocalService()
    assert (await local.start()).base_url == "http://127.0.0.1:9"
    began = time.monotonic()
    await local.stop()
    assert time.monotonic() - began < 1.0
    assert psutil.Process().children() == []


@posix
async def test_output_that_never_ends_does_not_block_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(
        tmp_path, monkeypatch, "echo 'at http://127.0.0.1:9'; while :; do echo $$$$$$$$$$$$; echo x >&2; done"
    )
    local = LocalService()
    await local.start()
    child = psutil.Process(local.pid)
    written = child.io_counters().write_chars if sys.platform == "linux" else 0
    if sys.platform == "linux":
        await eventually(lambda: child.io_counters().write_chars > written + 1_000_000)
    await local.stop()


async def test_no_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(LocalServiceUnavailable, match="can't be started"):
        await LocalService().start()


PARENT = """
import asyncio, sys
from getcode_lsp.local_service import LocalService

async def main():
    local = LocalService()
    endpoint = await local.start()
    print(local.pid, endpoint.base_url, endpoint.key, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("number", [KILL, signal.SIGTERM])
async def test_a_killed_server_leaves_no_orphan(tmp_path: Path, number: signal.Signals) -> None:
    with process(["-c", PARENT], clean_environment({}, tmp_path)) as parent:
        words = await asyncio.to_thread(parent.out.next)
        pid = int(words.split()[0])
        try:
            assert not gone(pid)
            os.kill(parent.pid, number)
            parent.popen.wait(10)
            began = time.monotonic()
            await eventually(lambda: gone(pid), within=1.0)
            print("gone after", time.monotonic() - began)
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, KILL)
