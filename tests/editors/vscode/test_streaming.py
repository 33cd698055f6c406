"""Our extension in a real VS Code: code streams in while a person types, undoes, cancels and looks elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import TimeoutError as NotInTime

from tests.editors.vscode.conftest import Open
from tests.fakes.api_thread import ThreadedFakeApi

BEFORE = "import os\n# make x\n\nprint('end')\n"
CODE = "".join(f"value_{number} = {number}\n" for number in range(40))
AFTER = f"import os\n# make x\n{CODE}\nprint('end')\n"


def stream(api: ThreadedFakeApi, code: str = CODE) -> None:
    for line in code.splitlines(keepends=True):
        api.send(line)


def test_a_comment_becomes_code_and_one_undo_takes_it_back(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("undo.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        assert api.request().json["prompt"] == "make x"
        vscode.says("GetCode: generating")
        stream(api)
        api.done(300)
        vscode.shows("value_39 = 39")  # saving in mid-stream makes an undo step
        vscode.text_is(AFTER)
        vscode.go(2, 5)
        vscode.press("Control+z")
        vscode.text_is(BEFORE)
        vscode.press("Control+Shift+z")
        vscode.text_is(AFTER)
        assert "Ln 2, Col 5" in vscode.page.inner_text(".part.statusbar"), "the cursor stayed"


def test_typing_above_and_below_while_it_streams(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("typing.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("value_0 = 0\n")
        vscode.shows("value_0 = 0")
        vscode.go(1, 100)
        lines = CODE.splitlines(keepends=True)[1:]
        for number, line in enumerate(lines):
            api.send(line)
            if number % 4 == 0:
                vscode.type(", a")
        vscode.press("Control+End")  # what is typed takes the view back to where it is typed
        vscode.shows("value_39 = 39")
        vscode.press("Control+End")
        vscode.type("last")
        api.done(300)
        vscode.text_is(AFTER.replace("import os", "import os" + ", a" * 10) + "last")


def test_typing_inside_stops_it_and_loses_nothing(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("inside.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("one = 1\ntwo = 2\nthree = 3\n")
        vscode.shows("three = 3")
        vscode.go(4, 100)
        vscode.type("2")
        api.closed()
        vscode.text_is("import os\n# make x\none = 1\ntwo = 22\nthree = 3\n\nprint('end')\n")


def test_an_undo_in_mid_stream_stops_it(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("mid.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("one = 1\ntwo = 2\nthree = 3\n")
        vscode.shows("three = 3")
        vscode.press("Control+z")
        api.closed()
        vscode.text_is(BEFORE)


@pytest.mark.parametrize("key", ["Escape", "chord"])
def test_a_key_cancels(opened: Open, api: ThreadedFakeApi, key: str) -> None:
    with opened(f"cancel{key}.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("one = 1\ntwo = 2\n")
        vscode.shows("two = 2")
        if key == "Escape":
            vscode.press("Escape")
        else:
            vscode.press("Control+Alt+g", "c")
        api.closed()
        vscode.text_is("import os\n# make x\none = 1\ntwo = 2\n\nprint('end')\n")


def test_the_progress_has_a_button_that_cancels(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("button.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.queue("You are next in line.")
        vscode.says("GetCode: generating", "You are next in line.")
        vscode.page.get_by_role("button", name="Cancel").first.click()
        api.closed()
        vscode.text_is(BEFORE)


def test_a_closed_tab_stays_closed(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("closed.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("one = 1\n")
        vscode.shows("one = 1")
        vscode.press("Control+s")
        vscode.sees(lambda: vscode.page.locator(".tab.active.dirty").count() == 0, "it saved")
        vscode.does("close tab")
        api.closed()
        vscode.sees(lambda: vscode.page.locator(".tab").count() == 0, "no tab")
        assert vscode.file.read_text() == "import os\n# make x\none = 1\n\nprint('end')\n"


def test_another_tab_while_it_streams(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("hidden.py", BEFORE) as vscode:
        vscode.go(2, 5)
        vscode.generate()
        api.request()
        api.send("value_0 = 0\n")
        vscode.shows("value_0 = 0")
        vscode.does("untitled")
        vscode.sees(lambda: vscode.page.locator(".tab").count() == 2, "two tabs")
        stream(api, "".join(CODE.splitlines(keepends=True)[1:]))
        api.done(300)
        vscode.does("other tab")
        vscode.shows("value_39 = 39")
        vscode.text_is(AFTER)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("crlf.py", b"# make x\r\nend\r\n", "# make x\r\na = 1\r\nb = '\U0001f600'\r\nend\r\n"),
        ("emoji.py", "# \U0001f600 make x\nend\n", "# \U0001f600 make x\na = 1\nb = '\U0001f600'\nend\n"),
        ("eof.py", "# make x", "# make x\na = 1\nb = '\U0001f600'"),
    ],
)
def test_line_ends_wide_characters_and_the_end_of_a_file(
    opened: Open, api: ThreadedFakeApi, name: str, before: str | bytes, after: str
) -> None:
    with opened(name, before) as vscode:
        vscode.go(1, 100)
        vscode.generate()
        api.request()
        stream(api, "a = 1\nb = '\U0001f600'\n")
        api.done(3)
        vscode.text_is(after)


def test_the_menu_of_code_actions_offers_both(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("menu.py", BEFORE) as vscode:
        vscode.go(2, 5)
        entries = vscode.page.locator(".action-widget .monaco-list-row")

        def offered() -> bool:
            vscode.press("Control+.")
            try:
                entries.filter(has_text="Generate from comment").wait_for(timeout=2000)
            except NotInTime:  # the menu opens empty while the server starts
                vscode.press("Escape")
                return False
            return True

        vscode.sees(offered, "the menu")
        assert any("Improve prompt" in text for text in entries.all_inner_texts())
        entries.filter(has_text="Improve prompt").click()
        api.request()
        api.improved("A list of ten items.")
        vscode.text_is(BEFORE.replace("make x", "A list of ten items."))
