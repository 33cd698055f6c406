"""Our extension in a real VS Code: the commands of the palette."""

from __future__ import annotations

from tests.editors.vscode.conftest import Open
from tests.editors.vscode.window import Window
from tests.fakes.api_thread import ThreadedFakeApi

BEFORE = "# make x\nlast = 0\n"
AFTER = "# make x\none = 1\nlast = 0\n"


def generated(vscode: Window, api: ThreadedFakeApi) -> None:
    vscode.go(1, 4)
    vscode.command("GetCode: Generate from Comment")
    api.request()
    api.send("one = 1\n")
    api.done(7)
    vscode.text_is(AFTER)


def test_regenerate_then_discard(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("again.py", BEFORE) as vscode:
        generated(vscode, api)
        vscode.go(2, 1)
        vscode.command("GetCode: Regenerate")
        assert api.request().json["prompt"] == "make x"
        api.send("two = 2\n")
        api.done(7)
        vscode.text_is("# make x\ntwo = 2\nlast = 0\n")
        vscode.command("GetCode: Discard Generated Code")
        vscode.text_is(BEFORE)


def test_improve_prompt(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("improve.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.command("GetCode: Improve Prompt")
        assert api.request().path == "/api/improve"
        api.improved("Make a list of ten items.")
        vscode.text_is("# Make a list of ten items.\nlast = 0\n")


def test_generate_into_a_new_file(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("new.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.command("GetCode: Generate into New File")
        api.request()
        api.send("one = 1\n")
        api.done(7)
        vscode.sees(lambda: vscode.page.locator(".tab").count() == 2, "a tab for the new file")
        vscode.page.locator('.tab:not([aria-label^="new.py"])').first.click()
        vscode.shows("one = 1")
        assert vscode.file.read_text() == BEFORE


def test_without_a_comment_it_says_so(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("none.py", "last = 0\n") as vscode:
        for title, told in (
            ("Generate from Comment", "no comment at the cursor to generate from"),
            ("Improve Prompt", "no comment at the cursor to improve"),
            ("Discard Generated Code", "Nothing was generated at the cursor"),
        ):
            vscode.command(f"GetCode: {title}")
            vscode.says(told)
            vscode.does("clear messages")


def test_what_was_used_is_shown(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("usage.py", BEFORE) as vscode:
        generated(vscode, api)
        vscode.command("GetCode: Show Usage")
        vscode.says("GetCode in this session", "generations", "tokens")


def test_what_could_not_be_written_is_found_again(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("lost.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.generate()
        api.request()
        api.send("one = 1\n")
        vscode.shows("one = 1")
        vscode.does("read only")
        api.send("two = 2\n")
        api.done(7)
        vscode.says("Open the rest")
        vscode.command("GetCode: Recover Unwritten Text…")
        vscode.page.locator(".quick-input-list .monaco-list-row", has_text="two = 2").first.click()
        vscode.sees(lambda: vscode.page.locator(".tab").count() == 2, "a tab with the rest")
        vscode.shows("two = 2")


def test_a_restart_in_mid_stream_keeps_what_came(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("restart.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.generate()
        api.request()
        api.send("one = 1\n")
        vscode.shows("one = 1")
        vscode.command("GetCode: Restart Server")
        api.closed()
        vscode.sees(lambda: vscode.page.locator(".notification-toast").count() == 0, "no progress any more")
        vscode.text_is(AFTER)
        vscode.press("Control+z")
        vscode.text_is(BEFORE)
        generated(vscode, api)


def test_a_server_that_dies_in_mid_stream_is_started_anew(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("died.py", BEFORE) as vscode:
        vscode.go(1, 4)
        vscode.generate()
        api.request()
        api.send("one = 1\n")
        vscode.shows("one = 1")
        vscode.server.kill_language_server()
        api.closed()
        vscode.sees(
            lambda: vscode.page.locator(".notification-toast", has_text="generating").count() == 0,
            "no progress",
        )
        vscode.text_is(AFTER)
        vscode.press("Control+z")
        vscode.text_is(BEFORE)
        generated(vscode, api)
