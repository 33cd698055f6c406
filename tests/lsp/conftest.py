"""The real server process, an editor of some kind and a GetCode API that does what the test says."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import ALL, LIVE, Profile
from tests.lsp.raw import RawServer

SERVER = [str(Path(sys.executable).with_name("getcode-lsp"))]

Start = Callable[..., Awaitable[Editor]]

every_editor = pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.name)
live_editors = pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)


@pytest.fixture
async def api(show_on_failure: Callable[..., None]) -> AsyncIterator[FakeApi]:
    async with FakeApi() as api:
        show_on_failure("the API", lambda: "\n".join(api.trace[-200:]))
        yield api


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A clean environment: a home of its own, no GETCODE_* of the user's, no keyring."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
    }


@pytest.fixture
def with_key(environment: dict[str, str], api: FakeApi) -> dict[str, str]:
    """The environment of a user of the fake API."""
    return {**environment, "GETCODE_BASE_URL": api.url, "GETCODE_API_KEY": api.key}


@pytest.fixture
async def editors(
    tmp_path: Path, show_on_failure: Callable[..., None]
) -> AsyncIterator[Callable[..., Editor]]:
    """Make editors that are not started; those that a test left running are ended and judged."""
    made: list[Editor] = []

    def make(profile: Profile, secret: str | None = None) -> Editor:
        folder = tmp_path / f"work{len(made)}"
        folder.mkdir()
        editor = Editor(profile, folder, secret)
        show_on_failure(f"LSP trace of {profile.name}", lambda: str(editor.trace))
        made.append(editor)
        return editor

    yield make
    for editor in made:
        try:
            await editor.finish()
        finally:
            await editor.kill()


@pytest.fixture
def start(editors: Callable[..., Editor], with_key: dict[str, str], api: FakeApi) -> Start:
    """Start an editor of a kind with its server, which uses the fake API unless told otherwise."""

    async def start(profile: Profile, *, environment: dict[str, str] | None = None, **options: Any) -> Editor:
        editor = editors(profile, api.key)
        await editor.start(SERVER, with_key if environment is None else environment, **options)
        return editor

    return start


@pytest.fixture
async def ed(profile: Profile, start: Start) -> Editor:
    """An editor of the kind that the test is parametrised with."""
    return await start(profile)


@pytest.fixture
async def raw_with(
    show_on_failure: Callable[..., None],
) -> AsyncIterator[Callable[[dict[str, str]], Awaitable[RawServer]]]:
    """Start servers on bare pipes in an environment, before the first message."""
    made: list[RawServer] = []

    async def start(environment: dict[str, str]) -> RawServer:
        server = RawServer()
        made.append(server)
        show_on_failure("LSP trace", lambda: str(server.trace))
        await server.start(SERVER, environment)
        return server

    yield start
    for server in made:
        await server.kill()
        assert not [line for line in server.trace.stderr if "Traceback" in line], server.trace.stderr


RawWith = Callable[[dict[str, str]], Awaitable[RawServer]]


@pytest.fixture
async def raw(raw_with: RawWith, with_key: dict[str, str]) -> RawServer:
    """A server that uses the fake API, on bare pipes."""
    return await raw_with(with_key)


@pytest.fixture
async def raw_local(raw_with: RawWith, environment: dict[str, str]) -> RawServer:
    """A server that uses the embedded service, on bare pipes."""
    return await raw_with({**environment, "GETCODE_BASE_URL": "local"})
