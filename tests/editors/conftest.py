from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.editors.nvim import SERVER, Client, Nvim
from tests.editors.scripted import Scripted
from tests.fakes.api import FakeApi

# What `make test-vscode` sets up and runs.
collect_ignore = [] if os.environ.get("GETCODE_VSCODE") == "1" else ["vscode"]

CLIENTS: tuple[Client, ...] = ("ours", "stock")


@pytest_asyncio.fixture
async def scripted(tmp_path: Path) -> AsyncIterator[Scripted]:
    """Our client in a real Neovim, with a server that does what the test says."""
    async with Scripted.start_scripted(tmp_path) as nvim:
        yield nvim


@pytest_asyncio.fixture
async def api() -> AsyncIterator[FakeApi]:
    """The GetCode API, answered by the test."""
    async with FakeApi() as api:
        yield api


@pytest_asyncio.fixture
async def nvim_alone(tmp_path: Path) -> AsyncIterator[Nvim]:
    """A real Neovim with no server yet, and without a key."""
    async with Nvim.start(tmp_path) as nvim:
        yield nvim


@pytest_asyncio.fixture(params=CLIENTS)
async def nvim(request: pytest.FixtureRequest, tmp_path: Path, api: FakeApi) -> AsyncIterator[Nvim]:
    """A real Neovim with the real server, once with our client and once with the one that Neovim has.

    Afterwards the key is in nothing that the client wrote down.
    """
    environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    async with Nvim.start(tmp_path, client=request.param, env=environment) as nvim:
        await nvim.enable([str(SERVER)])
        yield nvim
        assert not await nvim.is_prompting(), "Neovim waits for a key"
        assert api.key not in await nvim.messages()
    assert api.key not in nvim.log.read_text(errors="replace")
