"""The screenshots of the VS Code extension, taken of a real VS Code: `make screenshots`, after `make test-vscode`.

The code in them is what the scaffold engine writes; it comes line by line, so that it can be seen coming.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from docs.pictures import save
from tests.browser import running_chromium
from tests.editors.vscode.code_server import PATIENCE, ROOT, code_server
from tests.editors.vscode.window import Window, windows
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi
from tests.service.scaffold.programs import generated

FOLDER = ROOT / "editors" / "vscode" / "media"
_COMMENT = "# A bookstore API: books with title, author, price and publication date"
_SETTINGS = {
    "workbench.colorTheme": "Default Dark Modern",
    "editor.fontSize": 15,
    "workbench.activityBar.location": "hidden",
    "workbench.sideBar.visible": False,
}


def main() -> None:
    """Take all of them anew."""
    lines = generated(_COMMENT.removeprefix("# "), "python").splitlines(keepends=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadedFakeApi(FakeApi(), PATIENCE) as api,
        running_chromium() as browser,
        code_server(
            Path(folder),
            [ROOT / ".cache" / "getcode.vsix"],
            {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url},
            _SETTINGS,
        ) as server,
        windows(browser, server, size=(1040, 640)) as shown,
        shown.opened("bookstore.py", f"{_COMMENT}\n") as vscode,
    ):
        vscode.press("Control+b")
        _pictures(vscode, api, lines)


def _pictures(vscode: Window, api: ThreadedFakeApi, lines: list[str]) -> None:
    vscode.go(1, 100)
    vscode.press("Control+.")
    vscode.page.locator(".action-widget .monaco-list-row", has_text="Generate from comment").wait_for()
    save(vscode.page, FOLDER / "menu.png", height=260)
    vscode.press("Escape")
    vscode.generate()
    api.request()
    for line in lines[:17]:
        api.send(line)
    vscode.says("GetCode: generating", "characters")
    vscode.shows(lines[15].strip())
    save(vscode.page, FOLDER / "streaming.png")
    for line in lines[17:]:
        api.send(line)
    api.done(sum(len(line.split()) for line in lines), "scaffold")
    vscode.sees(lambda: not vscode.is_busy(), "the end")
    vscode.go(1, 100)
    vscode.page.locator(".codelens-decoration a", has_text="Discard").first.wait_for()
    save(vscode.page, FOLDER / "generated.png")


if __name__ == "__main__":
    main()
