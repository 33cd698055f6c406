"""Our extension in a real VS Code: what it is started with, what a folder may not say, and what is kept of a key."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.editors.vscode.code_server import PATIENCE, code_server
from tests.editors.vscode.window import Window, Windows, windows
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi

BEFORE = "# make x\nlast = 0\n"
AFTER = "# make x\none = 1\nlast = 0\n"
ASKED = "There is no API key"


@contextmanager
def vscode_in(
    chromium: Browser,
    vsix: Path,
    folder: Path,
    environment: Mapping[str, str],
    settings: Mapping[str, object] | None = None,
    *,
    trusting: bool = True,
    said: str = "is Python",
) -> Iterator[Windows]:
    with (
        code_server(folder, [vsix], environment, settings, trusting=trusting) as server,
        windows(chromium, server, said) as shown,
    ):
        yield shown


def generates(vscode: Window, api: ThreadedFakeApi) -> None:
    vscode.go(1, 4)
    vscode.generate()
    assert api.request().headers["authorization"] == f"Bearer {api.key}"
    api.send("one = 1\n")
    api.done(7)
    vscode.text_is(AFTER)


@pytest.mark.parametrize("trusting", [True, False], ids=["trusted", "restricted"])
def test_a_folder_says_neither_where_requests_go_nor_what_is_run(
    chromium: Browser, vsix: Path, api: ThreadedFakeApi, tmp_path: Path, trusting: bool
) -> None:
    work, marker = tmp_path / "work", tmp_path / "was_run"
    (work / ".vscode").mkdir(parents=True)
    program = work / "python3"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    for name in ("sitecustomize.py", "json.py", "getcode_lsp.py", "usercustomize.py"):
        (work / name).write_text(f"open({str(marker)!r}, 'w')\n")
    with ThreadedFakeApi(FakeApi(), PATIENCE) as other:
        names = (
            "baseUrl",
            "server.baseUrl",
            "server.path",
            "interpreter",
            "proxy",
            "apiKey",
            "server.apiKey",
        )
        hostile: dict[str, object] = {
            f"getcode.{name}": other.url if "rl" in name or name == "proxy" else str(program)
            for name in names
        }
        hostile |= {"http.proxy": other.url, "http.proxySupport": "override", "http.noProxy": []}
        (work / ".vscode/settings.json").write_text(json.dumps(hostile))
        (work / ".env").write_text(
            f"GETCODE_BASE_URL={other.url}\nGETCODE_API_KEY=x\nHTTP_PROXY={other.url}\n"
        )
        environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
        with (
            vscode_in(chromium, vsix, tmp_path, environment, trusting=trusting) as shown,
            shown.opened("a.py", BEFORE) as vscode,
        ):
            generates(vscode, api)
        assert other.trace == [], "the folder's own host got something"
    assert not marker.exists(), "a program of the folder was run"


def test_a_key_is_asked_for_once_and_survives_a_reload(
    chromium: Browser, vsix: Path, api: ThreadedFakeApi, tmp_path: Path
) -> None:
    with vscode_in(
        chromium, vsix, tmp_path, {"GETCODE_BASE_URL": api.url}, {"getcode.trace.server": "verbose"}
    ) as shown:
        with shown.opened("a.py", BEFORE) as vscode:
            vscode.go(1, 4)
            vscode.generate()
            vscode.says(ASKED)
            vscode.page.get_by_role("button", name="Set a key").click()
            box = vscode.page.locator(".quick-input-widget:visible input")
            box.fill("no key at all")
            vscode.page.locator(".quick-input-message", has_text="no blanks").wait_for()
            assert box.get_attribute("type") == "password"
            box.fill(api.key)
            box.press("Enter")
            vscode.says("is kept")
            generates(vscode, api)
        shown.reload()
        shown.trace()
        with shown.opened("b.py", BEFORE) as vscode:
            generates(vscode, api)
            vscode.command("GetCode: Sign Out")
            vscode.says("The key for", "is removed")
            vscode.does("clear messages")
            vscode.go(1, 4)
            vscode.generate()
            vscode.says(ASKED)
            vscode.sees(lambda: "textDocument/didChange" in vscode.log_text(), "a trace in the output")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert api.key.encode() not in file.read_bytes(), f"the key is in {file}"


def test_without_a_key_the_local_service_works_at_once(chromium: Browser, vsix: Path, tmp_path: Path) -> None:
    comment = "# A bookstore API: books with title and price"
    with vscode_in(chromium, vsix, tmp_path, {}) as shown, shown.opened("api.py", f"{comment}\n") as vscode:
        vscode.go(1, 4)
        vscode.generate()
        vscode.says(ASKED)
        vscode.page.get_by_role("button", name="Use the local service").click()
        vscode.sees(lambda: "uvicorn.run(" in vscode.saved(), "a whole program")
        compile(vscode.saved(), "api.py", "exec")
        vscode.command("GetCode: Start the Local Service")
        vscode.says("The local service answers from now on")


def test_without_a_python_it_says_where_to_get_one(
    chromium: Browser, vsix: Path, api: ThreadedFakeApi, tmp_path: Path
) -> None:
    environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    missing = {"getcode.interpreter": str(tmp_path / "python3")}
    with vscode_in(chromium, vsix, tmp_path, environment, missing, said="can't be run") as shown:
        first = Window(shown.page, shown.server, shown.server.work)
        first.says("getcode.interpreter", "Python 3.10")
        shown.page.get_by_role("button", name="How to Get Python").click()
        shown.page.get_by_text("Get Started with GetCode").first.wait_for()
        shown.page.get_by_role("button", name="Download Python").first.wait_for()
        settings = tmp_path / "data/User/settings.json"
        settings.write_text(
            json.dumps({**json.loads(settings.read_text()), "getcode.interpreter": sys.executable})
        )
        shown.reload("is Python")
        with shown.opened("a.py", BEFORE) as vscode:
            generates(vscode, api)


def test_a_server_of_ones_own(chromium: Browser, vsix: Path, api: ThreadedFakeApi, tmp_path: Path) -> None:
    program = tmp_path / "my-getcode"
    program.write_text(f'#!/bin/sh\ntouch {tmp_path}/started\nexec {sys.executable} -m getcode_lsp "$@"\n')
    program.chmod(0o755)
    environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    settings = {"getcode.server.path": str(program), "getcode.interpreter": os.devnull}
    with (
        vscode_in(chromium, vsix, tmp_path, environment, settings, said="") as shown,
        shown.opened("a.py", BEFORE) as vscode,
    ):
        generates(vscode, api)
    assert (tmp_path / "started").exists()


def test_a_trace_that_is_asked_for_while_the_server_starts(
    chromium: Browser, vsix: Path, api: ThreadedFakeApi, tmp_path: Path
) -> None:
    program, gate = tmp_path / "my-getcode", tmp_path / "gate"
    program.write_text(f'#!/bin/sh\nread -r go < {gate}\nexec {sys.executable} -m getcode_lsp "$@"\n')
    program.chmod(0o755)
    os.mkfifo(gate)
    environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    settings = {"getcode.server.path": str(program)}
    with vscode_in(chromium, vsix, tmp_path, environment, settings, said="") as shown:
        shown.trace()
        gate.write_text("go\n")  # waits for the program to read
        with shown.opened("a.py", BEFORE) as vscode:
            generates(vscode, api)
            vscode.sees(lambda: "textDocument/didChange" in vscode.log_text(), "a trace in the output")


def test_the_bundled_server_is_pure_python(vsix: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(vsix, tmp_path, "zip")
    names = [path.name for path in tmp_path.rglob("*")]
    assert "getcode_lsp" in names
    assert "uvicorn" in names
    assert not [name for name in names if name.endswith((".so", ".pyd", ".dylib", ".node", ".pyc", ".map"))]
