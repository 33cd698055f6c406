"""Runs our extension's own tests by mocha inside the extension host of a real VS Code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.editors.vscode.code_server import PATIENCE, ROOT, CodeServer, node

EXTENSION = ROOT / "editors" / "vscode"
_TITLE = re.compile(r"^\s*test\(\s*'((?:[^'\\]|\\.)+)'", re.MULTILINE)

_TOLD = (AssertionError, LookupError, TimeoutError, PlaywrightError)  # to the test that asked

Calls = Mapping[str, Callable[..., object]]
"""What a test in the host may ask for, by name."""


def titles(suite: str) -> list[str]:
    """The tests of `test/SUITE.test.ts`, as they are written there."""
    text = (EXTENSION / "test" / f"{suite}.test.ts").read_text("utf-8")
    return [title.replace("\\'", "'") for title in _TITLE.findall(text)]


def build() -> None:
    """Bundle the extension and its tests as they are now."""
    for words in (["--minify"], ["--tests"]):
        subprocess.run([node(), "esbuild.mjs", *words], cwd=EXTENSION, check=True, timeout=60)


@dataclass
class Report:
    """How each test went: None for one that passed, else its error; and what the window said meanwhile."""

    outcomes: dict[str, str | None]
    said: list[str]

    def passed(self, suite: str, title: str) -> None:
        """Fails with the test's own error, or where it did not run at all."""
        name = f"{suite} {title}"
        assert name in self.outcomes, f"{name} did not run\n" + "\n".join(self.said[-40:])
        error = self.outcomes[name]
        assert error is None, f"{error}\n" + "\n".join(self.said[-40:])

    @classmethod
    def read(cls, path: Path, said: list[str]) -> Report:
        """The report that mocha wrote; an empty one where it wrote none."""
        tests = json.loads(path.read_text("utf-8"))["tests"] if path.exists() else []
        return cls({test["fullTitle"]: test["err"].get("stack") for test in tests}, said)


@dataclass
class Desk:
    """Answers what the tests in the host ask for: a call by name over HTTP, made in the thread that has the page."""

    calls: Calls
    asked: SimpleQueue[tuple[str, list[Any], Future[object]]] = field(default_factory=SimpleQueue)

    def answer(self) -> None:
        """Make the calls that wait."""
        while True:
            try:
                name, words, answer = self.asked.get_nowait()
            except Empty:
                return
            try:
                answer.set_result(self.calls[name](*words))
            except _TOLD as error:
                answer.set_exception(error)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Where the tests ask: a URL."""
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                name, *words = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer: Future[object] = Future()
                asked.put((name, words, answer))
                try:
                    status, body = 200, json.dumps(answer.result(PATIENCE))
                except _TOLD as error:
                    status, body = 500, json.dumps(f"{name}: {error}")
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                del code, size  # said nowhere

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(PATIENCE)


def put(extension: Path, folder: Path) -> None:
    """Another extension into the folders of a code-server that is yet to start."""
    about = json.loads((extension / "package.json").read_text("utf-8"))
    name = f"{about['publisher']}.{about['name']}-{about['version']}"
    shutil.copytree(extension, folder / "extensions" / name)


def run(browser: Browser, server: CodeServer, desk: Desk, within: float) -> list[str]:
    """Open a window that runs the tests, until they have ended; what the window's console said."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    said: list[str] = []
    ended: list[object] = []
    page.expose_function("codeAutomationLog", lambda kind, words: said.append(f"{kind}: {words}"))
    page.expose_function("codeAutomationExit", lambda code, _logs: ended.append(code))
    host = f"vscode-remote://{server.url.removeprefix('http://')}"
    payload = [
        ["extensionDevelopmentPath", f"{host}{EXTENSION}"],
        ["extensionTestsPath", f"{host}{EXTENSION}/dist-test/index.js"],
    ]
    desk.calls = {**desk.calls, **window_calls(page)}
    deadline = monotonic() + within
    try:
        page.goto(f"{server.url}/?folder={server.work}&payload={quote(json.dumps(payload))}")
        while not ended:
            assert monotonic() < deadline, f"not ended within {within} s\n" + "\n".join(said[-60:])
            page.wait_for_timeout(10)  # lets the page's events in
            desk.answer()
    finally:
        context.close()
    return said


def window_calls(page: Page) -> Calls:
    """What a person does at the window, and sees there."""
    return {
        "press": page.keyboard.press,
        "type": page.keyboard.type,
        "count": lambda selector: page.locator(selector).count(),
        "attribute": lambda selector, name: page.locator(selector).first.get_attribute(name),
        "texts": lambda selector: page.locator(selector).all_inner_texts(),
        "click": lambda selector: page.locator(selector).first.click(),
    }
