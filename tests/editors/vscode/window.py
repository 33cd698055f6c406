"""What a person does in a window of VS Code: types, presses keys, looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.editors.vscode.code_server import KEYS, PATIENCE, CodeServer, until

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
        self.page.locator(f'.quick-input-list .monaco-list-row[aria-label^="{title}"]').first.click()

    def does(self, deed: str) -> None:
        """One of the commands that have a key of the tests' own."""
        self.press(KEYS[deed][0])

    def choose(self, *names: str) -> None:
        """Take an entry of the menu that is open, by way of its submenus, with the keys as soon as it has them."""
        for name in names:
            self.page.get_by_role("menuitem", name=name).hover()
            self.page.locator(".monaco-menu .action-item.focused", has_text=name).last.wait_for()
            self.press("Enter")

    @contextmanager
    def settings(self, settings: Mapping[str, object]) -> Iterator[None]:
        """The folder's settings are these, for a while; the window's title shows when it has read them."""
        mark = f"settings for {self.file.name}"
        file = self.server.work / ".vscode/settings.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({**settings, "window.title": mark}))
        try:
            self.sees(lambda: self.page.title().startswith(mark), "the settings read")
            yield
        finally:
            file.write_text("{}")
        self.sees(lambda: not self.page.title().startswith(mark), "the settings read again")

    # -- looks

    def sees(self, condition: Callable[[], bool], what: str) -> None:
        until(condition, lambda: f"{what}\n{self.trace()}")

    def trace(self) -> str:
        """What can be seen, for the message of a test that fails."""
        picture = self.server.folder / f"{self.file.stem}.png"
        self.page.screenshot(path=picture)
        return f"on the screen ({picture}): {self.screen()}\nlog: {self.log()}"

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

    def is_busy(self) -> bool:
        """A progress of ours is shown."""
        return self.page.locator(".notification-toast", has_text="GetCode: generating").count() > 0

    def saved(self) -> str:
        """The text, by way of the disk; what streams in meanwhile is saved with the next look."""

        def is_dirty() -> bool:
            return self.page.locator(".tab.active.dirty").count() > 0

        def stamp() -> int:
            return self.file.stat().st_mtime_ns if self.file.exists() else 0

        def is_saved() -> bool:
            if is_dirty():
                before = stamp()
                self.focus()
                self.press("Control+s")
                # A key pressed again before this save has ended would save once more, at a time that nobody knows.
                self.sees(lambda: not is_dirty() or stamp() != before, "the file on the disk")
                with suppress(PlaywrightTimeout):
                    self.page.wait_for_selector(".tab.active.dirty", state="detached", timeout=1000)
            return not is_dirty()

        self.sees(is_saved, "the file saved")
        return self.file.read_bytes().decode()

    def has_on_disk(self, text: str) -> None:
        """The file holds this text by now, among other."""
        self.sees(lambda: text in self.file.read_text(), f"{text!r} on the disk: {self.file.read_text()!r}")

    def text_is(self, text: str) -> None:
        seen: list[str] = []

        def is_so() -> bool:
            seen[:] = [self.saved()]
            return seen[0] == text

        until(is_so, lambda: f"the text\n{text!r}\nthere is\n{seen}\n{self.trace()}")

    def log(self) -> str:
        """The end of our extension's output."""
        return self.log_text()[-2000:]

    def log_text(self) -> str:
        """Our extension's output."""
        logs = sorted((self.server.folder / "data/logs").rglob("*GetCode*.log"))
        return "\n".join(path.read_text(errors="replace") for path in logs)


class Windows:
    """Opens files in one window of VS Code, one after the other, each with nothing left of those before."""

    def __init__(self, page: Page, server: CodeServer) -> None:
        self.page = page
        self.server = server

    @contextmanager
    def opened(self, name: str, text: str | bytes) -> Iterator[Window]:
        """A new file of the work folder, open and with the cursor in it."""
        file = self.server.work / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        window = Window(self.page, self.server, file)
        window.press("Control+p")
        box = self.page.locator(".quick-input-widget:visible input")
        box.fill(str(file))
        self.page.locator(f'.quick-input-list .monaco-list-row[aria-label^="{file.name}"]').first.wait_for()
        box.press("Enter")
        self.page.wait_for_selector(f'.tab.active[aria-label^="{file.name}"]')
        shown = ".notebook-editor .view-line" if file.suffix == ".ipynb" else ".editor-instance .view-line"
        self.page.wait_for_selector(shown)
        window.focus()
        try:
            yield window
        finally:
            self._clear(window)

    def reload(self, said: str = "is Python") -> None:
        """The window anew, with a new extension host; the one before has ended."""
        for log in self._logs():
            log.rename(log.with_suffix(".before"))
        self.page.reload()
        self.wait_for_start(said)

    def wait_for_start(self, said: str) -> None:
        """Wait for the workbench, and for our extension to have said these words in its log."""
        self.page.wait_for_selector(".part.statusbar")
        window = Window(self.page, self.server, self.server.work)
        window.sees(lambda: bool(self._logs()) and said in window.log(), "the extension at work")

    def trace(self) -> None:
        """Everything that is said between VS Code and the server goes into our output from now on."""
        window = Window(self.page, self.server, self.server.work)
        window.command("Developer: Set Log Level")
        for choice in ("GetCode", "Trace"):
            self.page.locator(f'.quick-input-list .monaco-list-row[aria-label^="{choice}"]').first.click()

    def _logs(self) -> list[Path]:
        return list((self.server.folder / "data/logs").rglob("*GetCode*.log"))

    def _clear(self, window: Window) -> None:
        def is_empty() -> bool:
            if self.page.locator(".quick-input-widget:visible, .context-view:visible").count():
                window.press("Escape")
            window.does("close")
            return not self.page.locator(".tab").count()

        window.sees(is_empty, "no tab any more")
        window.does("clear messages")


@contextmanager
def windows(
    browser: Browser, server: CodeServer, said: str = "is Python", size: tuple[int, int] = (1280, 800)
) -> Iterator[Windows]:
    """A window on the work folder, in which our extension has started: its log has these words."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    context.route("**/*", _stay_here)
    shown = Windows(page, server)
    try:
        page.goto(f"{server.url}/?folder={server.work}")
        shown.wait_for_start(said)
        yield shown
    finally:
        context.close()


def _stay_here(route: Route) -> None:
    if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost", None):
        route.continue_()
    else:
        route.abort()
