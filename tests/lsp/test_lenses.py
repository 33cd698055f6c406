"""Code lenses on what was generated or improved, regenerating, undoing an improvement, and what was used."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, NEOVIM, VSCODE, Profile
from tests.lsp.conftest import Start
from tests.lsp.test_after_generation import REGENERATE, generated, settled, titles

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
live_and_final = pytest.mark.parametrize("profile", [VSCODE, EGLOT], ids=lambda profile: profile.name)
UNDO = "Undo improve"


async def seen(ed: Editor) -> list[tuple[int, str]]:
    return [(line, command.title) for line, command in await ed.lenses()]


@in_vscode
async def test_lenses_follow_a_generation_from_its_beginning_to_its_end(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# two functions$0\nx = 1\n")
    assert await seen(ed) == []
    await ed.generate()
    request = await api.request()
    await ed.until(lambda: ed.refreshes >= 1, "a refresh")
    assert [title for _line, title in await seen(ed)] == ["Cancel generation"]
    await request.send("a = 1\n")
    await request.done(tokens=4821, model="engine-7")
    await ed.progress_ended()
    await settled(ed)
    await ed.until(lambda: ed.refreshes >= 2, "another refresh")
    assert await seen(ed) == [(2, "Discard"), (2, "Regenerate (4,821 tokens, engine-7)")]
    ed.go_to_start()
    ed.insert("\n")
    (line, discard), _ = await ed.lenses()
    assert line == 3
    await ed.execute(discard.command, *(discard.arguments or []))
    await ed.text_is("\nimport os\n# two functions\nx = 1\n")
    refreshes = ed.refreshes
    await ed.until(lambda: ed.refreshes >= max(refreshes, 3), "a refresh")
    assert await seen(ed) == []


@in_vscode
async def test_lenses_can_be_switched_off(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile, settings={"codeLens": False})
    ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    assert await seen(ed) == []
    assert ed.refreshes == 0


@live_and_final
async def test_regenerating_puts_new_code_in_the_place_of_the_old(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n    # a number$0\nx = 1\n")
    await generated(ed, api, "old = 1\nold = 2\n")
    for code in ("new = 1\n", "newer = 2\nnewest = 3\n"):
        ed.go_after("# a number")
        await ed.run(await ed.action(REGENERATE))
        request = await api.request()
        assert request.json["prompt"] == "a number"
        await ed.caught_up()
        assert "old" in ed.text or "new" in ed.text, "the old code stays until the new one comes"
        await request.send(code)
        await request.done()
        indented = "".join(f"    {line}\n" for line in code.splitlines())
        await ed.text_is(f"import os\n    # a number\n{indented}x = 1\n")
        ed.edits.flush()
        await ed.progress_ended()
        await settled(ed)


@live_and_final
async def test_regenerating_asks_for_what_the_comment_says_now(ed: Editor, api: FakeApi) -> None:
    ed.open("# a number$0\nx = 1\n")
    await generated(ed, api, "old = 1\n")
    ed.replace("# a number", "# a float")
    ed.go_after("old =")
    await ed.run(await ed.action(REGENERATE))
    request = await api.request()
    assert request.json["prompt"] == "a float"
    await request.send("new = 1.0\n")
    await request.done()
    await ed.text_is("# a float\nnew = 1.0\nx = 1\n")
    await ed.progress_ended()


@in_vscode
async def test_regenerating_without_the_comment_asks_the_same_again(ed: Editor, api: FakeApi) -> None:
    ed.open("x = 0\n# a number$0\nx = 1\n")
    await generated(ed, api, "old = 1\n")
    first = api.newest.json
    ed.replace("# a number", "y = 0")
    ed.go_after("old = 1")
    ed.insert("\nmine = 2")
    await ed.run(await ed.action(REGENERATE))
    request = await api.request()
    assert request.json == first
    await request.send("new = 1\n")
    await request.done()
    await ed.text_is("x = 0\ny = 0\nnew = 1\nmine = 2\nx = 1\n")
    await ed.progress_ended()


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM], ids=lambda profile: profile.name)
async def test_a_failure_before_the_first_text_leaves_the_old_code(ed: Editor, api: FakeApi) -> None:
    ed.open("# a number$0\nx = 1\n")
    await generated(ed, api, "old = 1\n")
    ed.go_after("# a")
    await ed.run(await ed.action(REGENERATE))
    await (await api.request()).respond(403, {"error": "Upgrade to Pro"})
    await ed.told("Pro")
    await ed.progress_ended()
    assert ed.text == "# a number\nold = 1\nx = 1\n"
    assert REGENERATE in await titles(ed)


@live_and_final
async def test_an_improvement_is_undone(ed: Editor, api: FakeApi) -> None:
    ed.open("a\n# make a list$0\n#  of two\nx = 1\n")
    await ed.improve()
    await (await api.request()).improved("A list.")
    await ed.text_is("a\n# A list.\nx = 1\n")
    ed.edits.flush()
    await ed.progress_ended()
    ed.go_after("# A")
    await ed.run(await ed.action(UNDO))
    await ed.text_is("a\n# make a list\n#  of two\nx = 1\n")


posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@posix
@in_vscode
async def test_changes_right_behind_an_improvement_are_followed(ed: Editor, api: FakeApi) -> None:
    """The editor's change, its answer and the user's next changes are read at once."""
    ed.open("a\n# make a list$0\nx = 1\n")
    await ed.improve()
    ed.edits.holding = True
    await (await api.request()).improved("A list\nof ten.")
    await ed.until(lambda: ed.edits.waiting == 1, "the edit")
    async with ed.read_at_once():
        ed.edits.release()
        ed.splice(0, 2, "")
    await ed.progress_ended()
    assert await seen(ed) == [(0, UNDO)]
    ed.go_after("# A")
    await ed.run(await ed.action(UNDO))
    await ed.text_is("# make a list\nx = 1\n")


@posix
@in_vscode
async def test_an_improvement_that_is_undone_at_once_leaves_nothing(ed: Editor, api: FakeApi) -> None:
    ed.open("a\n# make a list$0")
    await ed.improve()
    ed.edits.holding = True
    await (await api.request()).improved("A list\nof ten\nitems.")
    await ed.until(lambda: ed.edits.waiting == 1, "the edit")
    async with ed.read_at_once():
        ed.edits.release()
        ed.undo()
    await ed.progress_ended()
    assert ed.text == "a\n# make a list"
    await ed.caught_up()


@in_vscode
async def test_an_improvement_that_was_edited_is_not_undone(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.improve()
    await (await api.request()).improved("A list.")
    await ed.progress_ended()
    assert await seen(ed) == [(0, UNDO)]
    ed.go_after("# A")
    ed.type(" long")
    await ed.run(await ed.action(UNDO))
    await ed.told("changed", "stays as it is")
    assert ed.text == "# A long list.\nx = 1\n"


@in_vscode
async def test_what_the_session_has_used(ed: Editor, api: FakeApi) -> None:
    ed.open("# one$0\n")
    empty: Any = await ed.execute("getcode.usage")
    await ed.told("Nothing has been generated since")
    assert (empty["tokens"], empty["models"]) == (0, {})
    await generated(ed, api, "a = 1\n", model="engine-7")
    used: Any = await ed.execute("getcode.usage")
    await ed.told("1 generation since", "used 12 tokens (engine-7: 12)")
    assert used["models"] == {"engine-7": {"generations": 1, "tokens": 12}}
    assert (used["generations"], used["improvements"], used["since"]) == (1, 0, empty["since"])


@in_vscode
async def test_a_client_that_shows_results_gets_no_message_on_top(start: Start, profile: Profile) -> None:
    ed = await start(profile, options={"client": {"name": "x", "version": "1", "showsResults": True}})
    used: Any = await ed.execute("getcode.usage")
    assert used["generations"] == 0
    await ed.caught_up()
    assert ed.shown == []
