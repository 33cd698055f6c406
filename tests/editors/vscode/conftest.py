"""One code-server and one window for each module of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.editors.vscode.code_server import PATIENCE, ROOT, CodeServer, code_server, entry
from tests.editors.vscode.window import Window, windows
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi
from tests.packages import needs

VSIX = ROOT / ".cache" / "getcode.vsix"
TIMEOUT = 300  # seconds for one test, of which the first waits for VS Code to start

Open = Callable[[str, "str | bytes"], AbstractContextManager[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(ROOT / "tests/editors/vscode")
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.timeout(TIMEOUT))


@pytest.fixture(scope="module")
def api() -> Iterator[ThreadedFakeApi]:
    """The GetCode API, answered by the test; it waits as long as everything here does."""
    with ThreadedFakeApi(FakeApi(), PATIENCE) as api:
        yield api


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The extension as a file to install, made by `make test-vscode`."""
    needs(None if entry().exists() and VSIX.exists() else "libkrb5-dev")
    return VSIX


@pytest.fixture(scope="module")
def settings() -> Mapping[str, Any]:
    """The user's settings; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def others() -> Sequence[Path]:
    """Extensions that are installed beside ours."""
    return ()


@pytest.fixture(scope="module")
def server(
    vsix: Path,
    api: ThreadedFakeApi,
    settings: Mapping[str, Any],
    others: Sequence[Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[CodeServer]:
    environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    with code_server(tmp_path_factory.mktemp("vscode"), [vsix, *others], environment, settings) as running:
        yield running


@pytest.fixture(scope="module")
def opened(chromium: Browser, server: CodeServer) -> Iterator[Open]:
    """Opens a file with a text, in the window that the module's tests share."""
    with windows(chromium, server) as shown:
        yield shown.opened
