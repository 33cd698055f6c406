"""What a person does in the playground, and what they see there."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser import Opened
from tests.service.playground.playing_service import KEY
from tests.service.processes import wait_until

# A refusal that the page shows is also noted by the browser itself.
_REFUSAL_NOTED = re.compile(
    r"Failed to load resource: (the server responded with a status of (4|50[03])|net::ERR_)"
)


class Person:
    """Somebody at a page of the playground."""

    def __init__(self, tab: Opened, url: str, key: str | None = KEY) -> None:
        self.tab = tab
        self.page: Page = tab.page
        self.page.goto(url)
        self.is_at_the_page()
        if key is not None:
            self.pastes(key)

    def is_at_the_page(self) -> None:
        """The page is there and knows its service."""
        expect(self.page.locator("#engine-name")).to_be_visible()

    def pastes(self, key: str) -> None:
        self.page.get_by_label("API key").fill(key)

    def chooses(self, label: str) -> None:
        self.page.get_by_role("radio", name=label, exact=True).check(force=True)

    def picks_language(self, label: str) -> None:
        self.page.get_by_label("Language").select_option(label=label)

    def writes(self, prompt: str) -> None:
        self.page.get_by_label("Prompt", exact=True).fill(prompt)

    def sends(self, prompt: str) -> None:
        self.writes(prompt)
        self.page.locator("#send").click()

    def generates(self, prompt: str) -> None:
        """Send a prompt and see it through."""
        self.sends(prompt)
        self.is_told("Done:")

    def clicks(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_told(self, text: str | re.Pattern[str]) -> None:
        """The status line says this."""
        expect(self.page.locator("#status")).to_contain_text(text, timeout=30_000)

    def is_shown_problem(self, title: str, *sentences: str) -> None:
        expect(self.page.locator("#problem-title")).to_have_text(title, timeout=30_000)
        for sentence in sentences:
            expect(self.page.locator("#problem")).to_contain_text(sentence)

    def waits_for_output(self, text: str) -> None:
        """The output has got as far as this text."""
        expect(self.page.locator("#output")).to_contain_text(text, timeout=30_000)

    def waits_until(self, condition: str) -> None:
        """A JavaScript expression holds; asked from outside, for the page's policy lets nothing be evaluated in it."""
        wait_until(lambda: bool(self.page.evaluate(condition)), condition)

    @property
    def output(self) -> str:
        return self.page.locator("#output").text_content() or ""

    @property
    def prompt(self) -> str:
        return self.page.locator("#prompt").input_value()

    def previews(self) -> FrameLocator:
        self.clicks("Preview")
        return self.page.frame_locator("#preview iframe")

    def downloads(self, folder: Path) -> Path:
        """Download the output; its file, under the name that the page gave it."""
        with self.page.expect_download() as coming:
            self.clicks("Download")
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def saw_no_fault(self) -> None:
        """Nothing was asked from elsewhere, and the console has nothing but refusals that the page showed."""
        assert self.tab.outside == []
        assert [error for error in self.tab.errors if not _REFUSAL_NOTED.match(error)] == []
