"""The screenshots of the playground, taken of the real service with its scaffold engine: `make screenshots`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from playwright.sync_api import Browser, Page, expect

from docs.pictures import save
from tests.browser import opened, running_chromium

FOLDER = Path(__file__).parent / "screenshots"
_KEY = "gc_of_the_screenshots"


@contextmanager
def _service() -> Iterator[str]:
    """The URL of a service that has its own empty folder and a key that everybody may know."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["serve", "--port", "0", "--engine", "scaffold", "--data", folder]
        environment = {**os.environ, "GETCODE_SERVICE_KEY": _KEY}
        with subprocess.Popen(
            [sys.executable, "-m", "getcode_lsp", *words], stdout=subprocess.PIPE, text=True, env=environment
        ) as service:
            try:
                yield str(cast("IO[str]", service.stdout).readline().split()[-1])
            finally:
                service.terminate()


def _generated(page: Page, url: str, output_type: str, language: str | None = None, key: str = _KEY) -> None:
    page.goto(url)
    page.get_by_label("API key").fill(key)
    page.get_by_role("radio", name=output_type, exact=True).check(force=True)
    if language:
        page.get_by_label("Language").select_option(label=language)
    page.get_by_role("button", name="Use an example").click()
    page.locator("#send").click()


def _done(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text(re.compile("^Done"))


def take(browser: Browser, url: str) -> None:
    """All of them, over those that are there."""
    with opened(browser) as tab:
        _generated(tab.page, url, "API", "Python")
        _done(tab.page)
        tab.page.locator("#output").evaluate("at => { at.scrollTop = 0; }")
        save(tab.page, FOLDER / "playground-light.png")
    with opened(browser, scheme="dark") as tab:
        _generated(tab.page, url, "Chart")
        _done(tab.page)
        tab.page.get_by_role("button", name="Preview").click()
        expect(tab.page.frame_locator("#preview iframe").locator("svg").first).to_be_visible()
        save(tab.page, FOLDER / "playground-dark.png")
    with opened(browser) as tab:
        _generated(tab.page, url, "Website", "HTML")
        _done(tab.page)
        tab.page.get_by_role("button", name="Preview").click()
        expect(tab.page.frame_locator("#preview iframe").locator("h1").first).to_be_visible()
        save(tab.page, FOLDER / "playground-preview.png")
    with opened(browser, width=400, height=860) as tab:
        _generated(tab.page, url, "API", "Node.js")
        _done(tab.page)
        tab.page.evaluate("scrollTo(0, 0)")
        save(tab.page, FOLDER / "playground-narrow.png")
    with opened(browser) as tab:
        _generated(tab.page, url, "Website", key="gc_mistyped")
        expect(tab.page.locator("#problem")).to_be_visible()
        save(tab.page, FOLDER / "playground-error.png")


def main() -> None:
    """Start the service, and take its pictures."""
    FOLDER.mkdir(exist_ok=True)
    with _service() as url, running_chromium() as browser:
        take(browser, url)


if __name__ == "__main__":
    main()
