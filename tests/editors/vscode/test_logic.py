"""The logic of our extension: mocha inside the extension host of a real VS Code, one test here for each test there."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.editors.vscode.code_server import code_server, entry
from tests.editors.vscode.extension_host import EXTENSION, Desk, Report, build, run, titles
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi
from tests.packages import needs

SUITES = ("manifest", "apply")
WITHIN = 300.0  # seconds for all suites

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def report(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Report:
    """How the suites went: they run once, even where several workers share this module's tests."""
    needs(None if entry().exists() and (EXTENSION / "bundled/libs/getcode_lsp").exists() else "libkrb5-dev")
    temporary = tmp_path_factory.getbasetemp()
    folder = (temporary if worker_id == "master" else temporary.parent) / "vscode_host"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ended").exists():
            build()
            (folder / "ended").write_text("\n".join(run_suites(chromium, folder)))
    return Report.read(folder / "report.json", (folder / "ended").read_text().splitlines())


def run_suites(chromium: Browser, folder: Path) -> list[str]:
    desk = Desk({})
    with ThreadedFakeApi(FakeApi()) as api, desk.listening() as url:
        environment = {
            "GETCODE_API_KEY": api.key,
            "GETCODE_BASE_URL": api.url,
            "GETCODE_TEST_DESK": url,
            "GETCODE_TEST_REPORT": str(folder / "report.json"),
            "GETCODE_TEST_SUITES": " ".join(SUITES),
        }
        with code_server(folder, None, environment, driven=True) as server:
            return run(chromium, server, desk, [], WITHIN)


@pytest.mark.parametrize("title", titles("apply"))
def test_how_edits_are_applied(report: Report, title: str) -> None:
    report.passed("apply", title)


@pytest.mark.parametrize("title", titles("manifest"))
def test_what_the_manifest_promises(report: Report, title: str) -> None:
    report.passed("manifest", title)
