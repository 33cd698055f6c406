"""Real Chromium, headless: every page notes its errors, and nothing outside this machine is reached."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from tests.packages import needs

_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_NEAR = ("127.0.0.1", "localhost", "")  # "" is data:, blob: and about:


@dataclass
class Opened:
    """A page, what it complained of, and the addresses outside this machine that it asked for."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.context.route("**/*", self._pass)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _pass(self, route: Route) -> None:
        if (urlsplit(route.request.url).hostname or "") in _NEAR:
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def is_clean(self) -> None:
        """Fails where the page complained of anything, or asked for anything from elsewhere."""
        assert (self.errors, self.outside) == ([], [])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium for the tests of a module; each test opens pages of its own in it.

    While it is there, the thread's event loop counts as running: no test of such a module may start another one in
    this thread, and no module's tests may run inside the browser's life that do.
    """
    needs(None if _binary() else "chromium")
    with running_chromium() as browser:
        yield browser


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A Chromium that runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_binary(), args=_ARGUMENTS)
        yield browser
        browser.close()


def _binary() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def opened(
    browser: Browser, *, width: int = 1280, height: int = 800, scheme: str = "light"
) -> Iterator[Opened]:
    """An empty page in a context of its own; `scheme` is what the user prefers, light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        yield Opened(context.new_page())
    finally:
        context.close()
