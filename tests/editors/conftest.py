from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.editors.scripted import Scripted


@pytest_asyncio.fixture
async def scripted(tmp_path: Path) -> AsyncIterator[Scripted]:
    """Our client in a real Neovim, with a server that does what the test says."""
    async with Scripted.start_scripted(tmp_path) as nvim:
        yield nvim
