"""Our extension in a real VS Code: what is seen while code streams in, and what keys and clicks it leaves alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.editors.vscode.conftest import Open
from tests.editors.vscode.window import Window
from tests.fakes.api_thread import ThreadedFakeApi

BEFORE = "# make x\nlast = 0\n"
FIRST = "one = 1\n"
AFTER = f"# make x\n{FIRST}two = 2\nlast = 0\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


LINE = 19  # the height of a line in pixels


def height(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["y"]


def begin(vscode: Window, api: ThreadedFakeApi, line: int = 1) -> None:
    vscode.go(line, 4)
    vscode.generate()
    api.request()
    api.send(FIRST)


def finish(api: ThreadedFakeApi) -> None:
    api.send("two = 2\n")
    api.done(9)


def test_the_light_bulb_offers_it(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("bulb.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.page.locator('[class*="gutter-lightbulb"]').first.click()
        vscode.page.locator(".action-widget .monaco-list-row", has_text="Generate from comment").click()
        assert api.request().json["prompt"] == "make x"
        api.send(FIRST)
        finish(api)
        vscode.text_is(AFTER)


def test_the_menu_of_the_editor_offers_it(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("context.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.page.locator(".view-line", has_text="make").first.click(
            button="right", position={"x": 40, "y": 8}
        )
        vscode.choose("GetCode", "Generate from Comment")
        api.request()
        api.send(FIRST)
        finish(api)
        vscode.text_is(AFTER)


def test_the_progress_tells_how_much_has_come(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("progress.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.generate()
        api.request()
        api.queue("You are number 2 in line.")
        vscode.says("GetCode: generating", "You are number 2 in line.")
        api.send(FIRST)
        vscode.says("GetCode: generating", "8 characters", "/s", " s")
        finish(api)
        vscode.sees(lambda: vscode.page.locator(".notification-toast").count() == 0, "no progress any more")
        vscode.text_is(AFTER)


def test_the_progress_in_the_status_bar_cancels_when_it_is_clicked(
    opened: Open, api: ThreadedFakeApi
) -> None:
    with opened("status.py", BEFORE) as vscode, vscode.settings({"getcode.progress": "statusBar"}):
        begin(vscode, api)
        item = vscode.page.locator(".statusbar-item", has_text="GetCode: generating: 8 characters")
        item.wait_for()
        assert vscode.page.locator(".notification-toast").all_inner_texts() == []
        item.locator("a").click()
        api.closed()
        vscode.sees(lambda: item.count() == 0, "no item any more")
        vscode.text_is(f"# make x\n{FIRST}last = 0\n")


def test_escape_closes_what_is_open_first(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("escape.py", BEFORE) as vscode:
        begin(vscode, api)
        vscode.shows("one = 1")
        vscode.press("Control+f")
        find = vscode.page.locator(".find-widget.visible")
        find.wait_for()
        vscode.press("Escape")  # VS Code's own: the notification moves into the status bar
        vscode.sees(lambda: vscode.page.locator(".notification-toast").count() == 0, "no notification")
        vscode.press("Escape")
        vscode.sees(lambda: find.count() == 0, "the find widget closed")
        vscode.focus()
        vscode.press("Shift+ArrowRight", "Escape")  # a selection is given up
        api.send("two = 2\n")
        vscode.shows("two = 2")
        vscode.press("Escape")
        api.closed()
        vscode.text_is(AFTER)


def test_escape_in_a_list_of_suggestions_closes_the_list(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("suggest.py", f"{BEFORE}lasting = 1\nlas\n") as vscode:
        begin(vscode, api)
        vscode.shows("one = 1")
        vscode.press("Control+End", "ArrowUp", "End", "Control+Space")
        suggestions = vscode.page.locator(".suggest-widget.visible")
        suggestions.wait_for()
        vscode.press("Escape")
        vscode.sees(lambda: suggestions.count() == 0, "the list closed")
        finish(api)
        vscode.text_is(f"{AFTER}lasting = 1\nlas\n")


def test_the_view_follows_what_was_in_view(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("follow.py", BEFORE + "\n" * 100) as vscode:
        begin(vscode, api)
        for number in range(80):
            api.send(f"value_{number} = {number}\n")
        vscode.shows("value_79 = 79")
        assert "Ln 1, Col 4" in vscode.page.inner_text(".part.statusbar"), "the cursor stays"
        api.done(9)


def test_the_view_stays_where_somebody_reads(opened: Open, api: ThreadedFakeApi) -> None:
    text = BEFORE + "".join(f"# line {number}\n" for number in range(300))
    with opened("reading.py", text) as vscode:
        begin(vscode, api)
        vscode.shows("one = 1")
        vscode.press("Control+End")
        vscode.shows("# line 299")
        seen = vscode.screen()
        for number in range(30):
            api.send(f"value_{number} = {number}\n")
        api.done(9)
        vscode.sees(lambda: vscode.page.locator(".notification-toast").count() == 0, "the end")
        # The first line may have been in view by half.
        assert vscode.screen().splitlines()[-25:] == seen.splitlines()[-25:]


def test_the_line_that_somebody_types_in_stays_where_it_is(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("below.py", BEFORE + "\n" * 100) as vscode:
        begin(vscode, api)
        vscode.shows("one = 1")
        vscode.go(20, 1)
        vscode.type("a")
        place = vscode.page.locator(".cursors-layer .cursor").first
        seen = height(place)
        for number in range(60):
            api.send(f"value_{number} = {number}\n")
        api.done(9)
        vscode.sees(lambda: "Ln 80, Col 2" in vscode.page.inner_text(".part.statusbar"), "60 lines above")
        vscode.sees(
            lambda: abs(height(place) - seen) < LINE, f"the cursor at {seen}; it is at {height(place)}"
        )
        vscode.type("b")
        assert "\nab\n" in vscode.saved()


def test_the_focus_stays_where_it_is(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("focus.py", BEFORE) as vscode:
        begin(vscode, api)
        vscode.shows("one = 1")
        vscode.press("Control+Shift+f")
        box = vscode.page.locator(".search-view .search-container textarea").first
        box.wait_for()
        for number in range(10):
            api.send(f"value_{number} = {number}\n")
            vscode.type("abc")
        api.done(9)
        vscode.shows("value_9 = 9")
        assert box.input_value() == "abc" * 10
        vscode.press("Control+Shift+e")


@pytest.mark.parametrize("lens", ["Discard", "Regenerate"])
def test_lenses_stand_above_what_was_generated(opened: Open, api: ThreadedFakeApi, lens: str) -> None:
    with opened(f"lens{lens}.py", BEFORE) as vscode:
        begin(vscode, api)
        finish(api)
        vscode.text_is(AFTER)
        vscode.page.locator(".codelens-decoration a", has_text=lens).first.click()
        if lens == "Discard":
            vscode.text_is(BEFORE)
        else:
            assert api.request().json["prompt"] == "make x"
            api.send("other = 3\n")
            api.done(3)
            vscode.text_is("# make x\nother = 3\nlast = 0\n")


def test_an_image_of_the_explorer_becomes_the_prompt(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("picture.py", BEFORE) as vscode:
        vscode.file.with_name("menu.png").write_bytes(PNG)
        vscode.go(1, 4)
        row = vscode.page.locator(".explorer-viewlet .monaco-list-row", has_text="menu.png")
        row.wait_for()
        row.click(button="right")
        vscode.choose("Describe File as Prompt")
        assert api.request().path == "/api/upload"
        api.described("A page with a menu.")
        vscode.text_is("# A page with a menu.\nlast = 0\n")
