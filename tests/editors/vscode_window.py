"""What a person does in a window of VS Code: types, presses keys, looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from tests.editors.code_server import PATIENCE, CodeServer, until

CHORD = "Control+Alt+g"


class Window:
    """One window with one file open in it."""

    def __init__(self, page: Page, server: CodeServer, file: Path) -> None:
        self.page = page
        self.server = server
        self.file = file

    # -- keys

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go(self, line: int, column: int = 1) -> None:
        """Put the cursor there; both count from one, a large column is the line's end."""
        self.focus()
        self.press("Control+g")
        box = self.page.locator(".quick-input-widget:visible input")
        box.fill(f":{line}:{column}")
        box.press("Enter")
        self.page.wait_for_selector(".quick-input-widget", state="hidden")
        self.sees(
            lambda: f"Ln {line}," in self.page.inner_text(".part.statusbar"), f"the cursor in line {line}"
        )

    def focus(self) -> None:
        self.page.locator(
            ".editor-instance .monaco-editor .native-edit-context, .monaco-editor textarea"
        ).first.focus()

    def generate(self) -> None:
        self.press(CHORD, "g")

    def command(self, title: str) -> None:
        """Run a command of the palette."""
        self.press("F1")
        box = self.page.locator(".quick-input-widget:visible input")
        box.fill(f">{title}")
        self.page.locator(".quick-input-list .monaco-list-row", has_text=title).first.wait_for()
        box.press("Enter")

    # -- looks

    def sees(self, condition: Callable[[], bool], what: str) -> None:
        until(condition, lambda: f"{what}\non the screen: {self.screen()}\nlog: {self.log()}")

    def screen(self) -> str:
        """The lines that are in view."""
        lines: str = self.page.evaluate(
            """() => [...document.querySelectorAll('.editor-instance .view-line')]
                .sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top))
                .map(line => line.textContent.replace(/\\u00a0/g, ' ')).join('\\n')"""
        )
        return lines

    def shows(self, text: str) -> None:
        self.sees(lambda: text in self.screen(), f"{text!r} in the editor")

    def says(self, *words: str) -> None:
        """A message or a progress that is shown has these words."""
        boxes = self.page.locator(".notification-list-item-message, .notification-toast")
        self.sees(
            lambda: any(all(word in text for word in words) for text in boxes.all_inner_texts()),
            f"a message with {words}; there are {boxes.all_inner_texts()}",
        )

    def saved(self) -> str:
        """The text, by way of the disk."""
        self.focus()
        self.press("Control+s")
        self.sees(lambda: self.page.locator(".tab.active.dirty").count() == 0, "the file saved")
        return self.file.read_bytes().decode()

    def text_is(self, text: str) -> None:
        seen: list[str] = []

        def is_so() -> bool:
            seen[:] = [self.saved()]
            return seen[0] == text

        until(is_so, lambda: f"the text\n{text!r}\nthere is\n{seen}\n{self.log()}")

    def log(self) -> str:
        logs = (self.server.folder / "data/logs").rglob("*GetCode*.log")
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in logs)


@contextmanager
def window(browser: Browser, server: CodeServer, name: str, text: str | bytes) -> Iterator[Window]:
    """A new window on the work folder, with a new file open."""
    file = server.work / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    host = server.url.removeprefix("http://")
    payload = json.dumps([["openFile", f"vscode-remote://{host}{file}"]])
    try:
        page.goto(f"{server.url}/?folder={server.work}&payload={quote(payload)}")
        page.wait_for_selector(".editor-instance .view-line")
        opened = Window(page, server, file)
        opened.focus()
        yield opened
    finally:
        context.close()
