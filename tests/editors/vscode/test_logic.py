"""The logic of our extension: mocha inside the extension host of a real VS Code, one test here for each test there."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.editors.vscode.code_server import ROOT, code_server, entry
from tests.editors.vscode.extension_host import EXTENSION, Desk, Report, build, put, run, titles
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi
from tests.packages import needs

SUITES = ("manifest", "apply", "python", "server", "keys", "progress", "connection")
RESTRICTED = ("restricted",)
WITHIN = 400.0  # seconds for all suites of one window
PYTHON_EXTENSION = ROOT / "tests/editors/vscode/python-extension"

pytestmark = pytest.mark.timeout(500)

Run = Callable[[tuple[str, ...]], Report]


@pytest.fixture(scope="module")
def ran(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Run:
    """How some suites went: they run once, even where several workers share this module's tests."""
    needs(None if entry().exists() and (EXTENSION / "bundled/libs/getcode_lsp").exists() else "libkrb5-dev")
    temporary = tmp_path_factory.getbasetemp()

    def once(suites: tuple[str, ...]) -> Report:
        folder = (temporary if worker_id == "master" else temporary.parent) / f"vscode_{suites[0]}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "ended").exists():
                build()
                (folder / "ended").write_text("\n".join(run_suites(chromium, folder, suites)))
        return Report.read(folder / "report.json", (folder / "ended").read_text().splitlines())

    return once


@pytest.fixture(scope="module")
def report(ran: Run) -> Report:
    return ran(SUITES)


@pytest.fixture(scope="module")
def restricted(ran: Run) -> Report:
    """In a folder that is not trusted."""
    return ran(RESTRICTED)


def run_suites(chromium: Browser, folder: Path, suites: tuple[str, ...]) -> list[str]:
    put(PYTHON_EXTENSION, folder)
    desk = Desk({})
    settings = {"security.workspace.trust.startupPrompt": "never"}
    with ThreadedFakeApi(FakeApi()) as api, desk.listening() as url:
        environment = {
            "GETCODE_API_KEY": api.key,
            "GETCODE_BASE_URL": api.url,
            "GETCODE_TEST_DESK": url,
            "GETCODE_TEST_REPORT": str(folder / "report.json"),
            "GETCODE_TEST_SUITES": " ".join(suites),
        }
        trusting = suites is not RESTRICTED
        with code_server(folder, [], environment, settings, trusting=trusting, driven=True) as server:
            return run(chromium, server, desk, WITHIN)


@pytest.mark.parametrize("title", titles("manifest"))
def test_what_the_manifest_promises(report: Report, title: str) -> None:
    report.passed("manifest", title)


@pytest.mark.parametrize("title", titles("apply"))
def test_how_edits_are_applied(report: Report, title: str) -> None:
    report.passed("apply", title)


@pytest.mark.parametrize("title", titles("python"))
def test_which_python_runs_the_server(report: Report, title: str) -> None:
    report.passed("python", title)


@pytest.mark.parametrize("title", titles("server"))
def test_what_the_server_is_started_with(report: Report, title: str) -> None:
    report.passed("server", title)


@pytest.mark.parametrize("title", titles("keys"))
def test_where_keys_are_kept(report: Report, title: str) -> None:
    report.passed("keys", title)


@pytest.mark.parametrize("title", titles("progress"))
def test_how_progress_is_shown(report: Report, title: str) -> None:
    report.passed("progress", title)


@pytest.mark.parametrize("title", titles("connection"))
def test_the_life_of_the_server(report: Report, title: str) -> None:
    report.passed("connection", title)


@pytest.mark.parametrize("title", titles("restricted"))
def test_a_folder_that_is_not_trusted(restricted: Report, title: str) -> None:
    restricted.passed("restricted", title)
