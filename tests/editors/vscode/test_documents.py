"""Our extension in a real VS Code: documents of every kind, and what happens to them while code streams in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.editors.vscode.conftest import Open
from tests.fakes.api_thread import ThreadedFakeApi

BEFORE = "# make x\nlast = 0\n"
FIRST = "one = 1\n"
REST = "two = 2\nthree = 3\n"
AFTER = f"# make x\n{FIRST}{REST}last = 0\n"


@pytest.fixture(scope="module")
def settings() -> Mapping[str, Any]:
    """Languages that are saved, formatted and cleaned up, each in its way."""
    return {
        "[ruby]": {"files.trimTrailingWhitespace": True, "files.insertFinalNewline": True},
        "[shellscript]": {"files.autoSave": "afterDelay", "files.autoSaveDelay": 50},
        "[jsonc]": {"editor.formatOnSave": True},
    }


def test_an_untitled_document(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("beside.py", BEFORE) as vscode:
        files = sorted(vscode.server.work.iterdir())
        vscode.does("untitled")
        vscode.page.wait_for_selector('.tab.active[aria-label^="Untitled-"]')
        vscode.focus()
        vscode.type("# make x")
        vscode.generate()
        assert api.request().json["prompt"] == "make x"
        api.send(FIRST + REST)
        api.done(9)
        vscode.shows(f"# make x\n{FIRST}{REST}".strip())
        assert sorted(vscode.server.work.iterdir()) == files, "nothing was written to the disk"


def test_a_cell_of_a_notebook(opened: Open, api: ThreadedFakeApi) -> None:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": ["# make x"],
    }
    notebook = {
        "cells": [cell, {**cell, "source": ["# other"]}],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 2,
    }
    with opened("cells.ipynb", json.dumps(notebook)) as vscode:
        vscode.page.locator(".notebook-editor .view-line", has_text="make").first.click()
        vscode.press("End")
        vscode.generate()
        assert api.request().json["prompt"] == "make x"
        api.send(FIRST + REST)
        api.done(9)
        cells = vscode.page.locator(".notebook-editor .cell .monaco-editor")
        vscode.sees(lambda: "three" in cells.first.inner_text(), "the code in its cell")
        vscode.press("Control+s")
        vscode.has_on_disk("three = 3")
        first, second = json.loads(vscode.file.read_text())["cells"]
        assert "".join(first["source"]).split() == f"# make x\n{FIRST}{REST}".split()
        assert "".join(second["source"]) == "# other"


def test_a_file_that_may_not_be_changed_is_told_of(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("fixed.py", BEFORE) as vscode:
        vscode.does("read only")
        vscode.go(1, 3)
        vscode.command("GetCode: Generate from Comment")
        api.request()
        api.send(FIRST)
        api.closed()
        vscode.says("read-only")
        assert vscode.file.read_text() == BEFORE
        assert vscode.page.locator(".tab.active.dirty").count() == 0


def test_a_file_that_becomes_read_only_keeps_what_came(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("frozen.py", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        vscode.press("Control+s")
        vscode.has_on_disk(FIRST)
        vscode.does("read only")
        api.send(REST)
        api.done(9)
        vscode.says("read-only")
        assert vscode.file.read_text() == f"# make x\n{FIRST}last = 0\n"


def test_where_a_read_only_file_takes_nothing_the_view_stays(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("still.py", BEFORE + "".join(f"# line {number}\n" for number in range(300))) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        vscode.does("read only")
        vscode.go(150, 1)
        vscode.shows("# line 150")
        seen = vscode.screen()
        api.send(REST)
        api.done(9)
        vscode.says("read-only")
        vscode.sees(lambda: vscode.screen() == seen, f"the view as it was:\n{seen}")


def test_a_renamed_file_stops_it_and_the_old_one_does_not_come_back(
    opened: Open, api: ThreadedFakeApi
) -> None:
    with opened("old_name.py", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        vscode.press("Control+s")
        vscode.has_on_disk(FIRST)
        vscode.page.locator(".explorer-viewlet .monaco-list-row", has_text="old_name.py").click()
        vscode.press("F2")
        box = vscode.page.locator(".explorer-viewlet .monaco-inputbox input")
        box.fill("new_name.py")
        box.press("Enter")
        api.closed()
        vscode.page.wait_for_selector('.tab.active[aria-label^="new_name.py"]')
        assert not vscode.file.exists()
        assert vscode.file.with_name("new_name.py").read_text() == f"# make x\n{FIRST}last = 0\n"


def test_a_deleted_file_is_not_written_anew(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("deleted.py", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        vscode.file.unlink()
        vscode.page.wait_for_selector(".tab.active .label-name.strikethrough, .tab.active .strikethrough")
        api.send(REST)
        api.done(9)
        vscode.shows(AFTER.strip())  # the tab still has it, to be saved or not
        assert not vscode.file.exists()


def test_a_file_that_changes_on_the_disk_stops_it(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("reloaded.py", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        assert FIRST in vscode.saved()
        vscode.file.write_text("# make x\nquite another\ntext = 1\n")
        vscode.shows("quite another")
        api.closed()
        vscode.text_is("# make x\nquite another\ntext = 1\n")


def test_saving_that_trims_blanks_goes_on(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("saved.rb", "# make x\nlast = 0  \nend") as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("one = 1")
        vscode.press("Control+s")
        vscode.has_on_disk("last = 0\nend\n")
        api.send("two = 2  \n")
        vscode.shows("two = 2")
        vscode.press("Control+s")
        api.send("three = 3\n")
        api.done(9)
        vscode.text_is(f"# make x\n{FIRST}{REST}last = 0\nend\n")


def test_auto_save_goes_on(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("auto.sh", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        for line in (FIRST + REST).splitlines(keepends=True):
            api.send(line)
            vscode.has_on_disk(line)
        api.done(9)
        vscode.sees(lambda: vscode.file.read_text() == AFTER, "all of it saved by itself")


def test_a_formatter_in_mid_stream_gives_no_text_twice(opened: Open, api: ThreadedFakeApi) -> None:
    before = '// make x\n{"last": 0}\n'
    with opened("formatted.jsonc", before) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send('{"one":1,\n')
        vscode.shows('"one"')
        vscode.press("Control+s")
        vscode.has_on_disk("one")
        api.send('"two":2}\n')
        api.done(9)
        vscode.sees(
            lambda: vscode.page.locator(".notification-toast").count() == 0 or "two" in vscode.screen(),
            "an end",
        )
        text = "".join(vscode.saved().split())
        whole = '//makex{"one":1,"two":2}{"last":0}'
        assert text in (whole, whole.replace('"two":2}', "")), text


def test_tags_are_not_closed_twice(opened: Open, api: ThreadedFakeApi) -> None:
    with opened("tags.html", "<!-- make x -->\n<p>last</p>\n") as vscode:
        vscode.go(1, 8)
        vscode.generate()
        api.request()
        for piece in ("<div>", "\n<ul>", "<li>", "a</li>", "</ul>\n", "</div>\n"):
            api.send(piece)
        api.done(9)
        vscode.text_is("<!-- make x -->\n<div>\n<ul><li>a</li></ul>\n</div>\n<p>last</p>\n")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """An extension that writes a line of its own right behind what first comes into a file called neighbour.py."""
    file = tmp_path_factory.mktemp("neighbour") / "neighbour.vsix"
    manifest = {
        "name": "neighbour",
        "publisher": "tests",
        "version": "1.0.0",
        "engines": {"vscode": "^1.91.0"},
        "main": "./main.js",
        "activationEvents": ["onStartupFinished"],
    }
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("extension/package.json", json.dumps(manifest))
        archive.writestr("extension/main.js", NEIGHBOUR)
    return [file]


NEIGHBOUR = """
const vscode = require('vscode');
exports.activate = (context) => {
  let seen = false;
  context.subscriptions.push(vscode.workspace.onDidChangeTextDocument(async ({ document, contentChanges }) => {
    if (seen || !document.fileName.endsWith('neighbour.py') || !contentChanges.length) return;
    seen = true;
    const { range, text } = contentChanges[0];
    const end = document.positionAt(document.offsetAt(range.start) + text.length);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, end, 'other = 0\\n');
    await vscode.workspace.applyEdit(edit);
  }));
};
"""


def test_what_another_extension_writes_at_the_insertion_point_comes_once(
    opened: Open, api: ThreadedFakeApi
) -> None:
    with opened("neighbour.py", BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST)
        vscode.shows("other = 0")
        api.send(REST)
        api.done(9)
        vscode.sees(lambda: not vscode.is_busy(), "an end")
        lines = vscode.saved().splitlines()
        assert sorted(lines) == sorted([*AFTER.splitlines(), "other = 0"])
        assert [line for line in lines if line != "other = 0"] == AFTER.splitlines()


@pytest.mark.parametrize("name", ["with blanks.py", "percent%41.py", "hash#mark.py", "über😀.py"])
def test_names_that_a_uri_spells_otherwise(opened: Open, api: ThreadedFakeApi, name: str) -> None:
    with opened(name, BEFORE) as vscode:
        vscode.go(1, 3)
        vscode.generate()
        api.request()
        api.send(FIRST + REST)
        api.done(9)
        vscode.text_is(AFTER)


def test_ten_thousand_lines(opened: Open, api: ThreadedFakeApi) -> None:
    lines = [f"line_{number} = {number}\n" for number in range(10_000)]
    code = "".join(f"value_{number} = {number}\n" for number in range(300))
    with opened("long.py", "".join([*lines[:5000], "# make x\n", *lines[5000:]])) as vscode:
        vscode.go(5001, 4)
        vscode.generate()
        api.request()
        for line in code.splitlines(keepends=True):
            api.send(line)
        api.done(9)
        vscode.shows("value_299 = 299")  # saving in mid-stream makes an undo step
        vscode.text_is("".join([*lines[:5000], "# make x\n", code, *lines[5000:]]))
        vscode.press("Control+z")
        vscode.text_is("".join([*lines[:5000], "# make x\n", *lines[5000:]]))
