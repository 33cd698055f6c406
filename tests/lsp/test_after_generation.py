"""After a generation: what came can be discarded or generated anew, and what the user wrote since stays."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from tests.fakes.api import FakeApi
from tests.fakes.editor import GENERATE, IMPROVE, Editor
from tests.fakes.profiles import EGLOT, MINIMAL, NEOVIM, VSCODE, Profile, Reply
from tests.lsp.conftest import Start, every_editor, live_editors

DISCARD = "Discard generated code"
REGENERATE = "Regenerate"
CANCEL = "Cancel generation"
CODE = "def a():\n    return 1\n\n\ndef b():\n    return 2\n"

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def generated(ed: Editor, api: FakeApi, code: str = CODE, *, model: str = "fake") -> None:
    """Let the comment at the cursor become some code, to the end."""
    await ed.generate()
    request = await api.request()
    await request.send(code)
    await request.done(tokens=12, model=model)
    await ed.until(lambda: code.strip().splitlines()[-1] in ed.text, "the last line of the code")
    ed.edits.flush()
    await ed.progress_ended()
    await settled(ed)


async def settled(ed: Editor) -> None:
    """Nothing is coming any more: the menu offers to discard, no longer to cancel."""
    while CANCEL in [action.title for action in await ed.actions()]:
        ed.edits.flush()


async def titles(ed: Editor, end: str | None = None) -> list[str]:
    return [action.title for action in await ed.actions(end=end)]


@every_editor
async def test_discarding_restores_the_document(ed: Editor, api: FakeApi) -> None:
    before = "import os\n# two functions$0\n\nx = 1\n"
    ed.open(before)
    await generated(ed, api)
    assert ed.text == f"import os\n# two functions\n{CODE}\nx = 1\n"
    ed.go_after("return 1")
    await ed.run(await ed.action(DISCARD))
    await ed.text_is(before.replace("$0", ""))
    ed.go_after("# two")
    while DISCARD in await titles(ed):  # it is forgotten when the edit has settled
        await ed.caught_up()
    assert await titles(ed) == [GENERATE, IMPROVE]


@every_editor
async def test_what_the_user_wrote_into_it_stays(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# two functions$0\nx = 1\n")
    await generated(ed, api)
    ed.go_to_start()
    ed.insert("# licence\n\n")
    ed.go_after("    return 1")
    ed.insert("\nMINE = 3")
    ed.replace("return 2", "return 22")
    ed.go_to_end()
    ed.type("z")
    ed.go_after("def b")
    await ed.run(await ed.action(DISCARD))
    await ed.told("discarded", "2 lines that you wrote stay")
    await ed.text_is("# licence\n\nimport os\n# two functions\nMINE = 3\n    return 22\nx = 1\nz")


@live_editors
async def test_one_undo_brings_discarded_code_back(ed: Editor, api: FakeApi) -> None:
    ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    before = ed.text
    edits = len(ed.edits.received)
    await ed.run(await ed.action(DISCARD))
    await ed.text_is("# two functions\nx = 1\n")
    assert len(ed.edits.received) == edits + 1
    ed.undo()
    ed.edits.flush()
    assert ed.text == before


@every_editor
async def test_it_is_offered_on_the_region_and_its_comment_alone(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# two functions$0\nx = 1\n")
    await generated(ed, api)
    ed.go_after("# two")
    assert await titles(ed) == [GENERATE, IMPROVE, DISCARD, REGENERATE]
    ed.go_after("return 2")
    assert await titles(ed) == [DISCARD, REGENERATE]
    ed.go_before("x = 1")
    assert await titles(ed) == []
    ed.go_to_start()
    assert await titles(ed) == []
    ed.go_before("import")
    assert DISCARD in await titles(ed, end="def a")


@in_vscode
async def test_the_actions_have_kinds_and_documented_arguments(ed: Editor, api: FakeApi) -> None:
    buffer = ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    kind = "refactor.rewrite.getcode"
    found = [await ed.actions(only=[f"{kind}.{name}"]) for name in ("discard", "regenerate")]
    for actions, title, command in zip(found, (DISCARD, REGENERATE), ("discard", "regenerate"), strict=True):
        (action,) = actions
        assert isinstance(action, types.CodeAction)
        assert action.command is not None
        assert (action.title, action.command.command) == (title, f"getcode.{command}")
        argument: Any = (action.command.arguments or [None])[0]
        assert set(argument) == {"uri", "version", "range"}
        assert argument["uri"] == buffer.uri


@live_editors
async def test_a_region_that_was_deleted_or_undone_is_forgotten(ed: Editor, api: FakeApi) -> None:
    ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    ed.replace("\n" + CODE.rstrip(), "")
    ed.edits.flush()
    assert ed.text == "# two functions\nx = 1\n"
    assert await titles(ed) == [GENERATE, IMPROVE]
    await generated(ed, api)
    while ed.text != "# two functions\nx = 1\n":
        ed.undo()
    ed.edits.flush()
    ed.go_after("# two")
    assert await titles(ed) == [GENERATE, IMPROVE]


@live_editors
async def test_what_is_half_there_can_be_discarded(ed: Editor, api: FakeApi) -> None:
    ed.open("# two functions$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("a = [\n    1,\n")
    await ed.text_is("# two functions\na = [\n    1,\nx = 1\n")
    ed.cancel()
    await ed.progress_ended()
    await settled(ed)
    await ed.run(await ed.action(DISCARD))
    await ed.text_is("# two functions\nx = 1\n")


@live_editors
async def test_text_that_the_user_stopped_by_typing_into_it_can_be_discarded(
    ed: Editor, api: FakeApi
) -> None:
    ed.open("# two functions$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("a = 1\nb = 2\nc = 3\n")
    await ed.text_is("# two functions\na = 1\nb = 2\nc = 3\nx = 1\n")
    ed.edits.flush()
    await ed.caught_up()
    ed.go_after("b = 2")
    ed.insert("\nmine = 4")
    ed.edits.flush()
    await request.closed(within=2)
    await ed.progress_ended()
    await settled(ed)
    await ed.run(await ed.action(DISCARD))
    await ed.told("1 line that you wrote stays")
    await ed.text_is("# two functions\nmine = 4\nx = 1\n")


@live_editors
async def test_while_it_comes_it_can_be_cancelled_from_the_menu(ed: Editor, api: FakeApi) -> None:
    ed.open("# one$0\n\n# two\n")
    await ed.generate()
    first = await api.request()
    await first.send("one = 1\n")
    await ed.until(lambda: "one = 1" in ed.text, "the first text")
    ed.go_after("# two")
    await ed.generate()
    second = await api.request()
    await second.send("two = 2\n")
    await ed.until(lambda: "two = 2" in ed.text, "the second text")
    ed.edits.flush()
    ed.go_after("one =")
    assert await titles(ed) == [CANCEL]
    await ed.run(await ed.action(CANCEL))
    await first.closed(within=2)
    await second.send("three = 3\n")
    await second.done()
    await ed.text_is("# one\none = 1\n\n# two\ntwo = 2\nthree = 3\n")
    await ed.progress_ended()


@every_editor
async def test_two_regions_in_one_document_are_told_apart(ed: Editor, api: FakeApi) -> None:
    ed.open("# one$0\n\n# two\nend\n")
    await generated(ed, api, "one = 1\n")
    ed.go_after("# two")
    await generated(ed, api, "two = 2\n")
    ed.go_after("# one")
    await ed.run(await ed.action(DISCARD))
    await ed.text_is("# one\n\n# two\ntwo = 2\nend\n")
    await settled(ed)
    ed.go_after("two = ")
    await ed.run(await ed.action(DISCARD))
    await ed.text_is("# one\n\n# two\nend\n")


@live_editors
async def test_discarding_while_another_stream_runs_in_the_same_document(ed: Editor, api: FakeApi) -> None:
    ed.open("# one$0\n\n# two\nend\n")
    await generated(ed, api, "one = 1\n")
    ed.go_after("# two")
    await ed.generate()
    second = await api.request()
    await second.send("two = 2\n")
    await ed.until(lambda: "two = 2" in ed.text, "the first of the second text")
    ed.edits.flush()
    ed.go_after("# one")
    action = await ed.action(DISCARD)
    await second.send("three = 3\n")
    await ed.run(action)
    await second.send("four = 4\n")
    await second.done()
    await ed.text_is("# one\n\n# two\ntwo = 2\nthree = 3\nfour = 4\nend\n")
    await ed.progress_ended()


@live_editors
async def test_a_file_with_carriage_returns(ed: Editor, api: FakeApi) -> None:
    ed.open("a\r\n# two functions$0\r\nb\r\n")
    await generated(ed, api)
    ed.go_after("return 1")
    ed.insert("\r\nmine = 1")
    ed.edits.flush()
    await ed.run(await ed.action(DISCARD))
    await ed.told("1 line")
    await ed.text_is("a\r\n# two functions\r\nmine = 1\r\nb\r\n")


@in_vscode
async def test_the_end_of_a_file_without_a_last_line_end(ed: Editor, api: FakeApi) -> None:
    ed.open("# two functions$0")
    await generated(ed, api)
    await ed.run(await ed.action(DISCARD))
    await ed.until(lambda: ed.text.rstrip("\n") == "# two functions", "the code to go")


async def test_a_refused_discard_is_told_and_the_code_stays(start: Start, api: FakeApi) -> None:
    ed = await start(VSCODE, settings={"limits": {"giveUpSeconds": 0.5}})
    ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    before = ed.text
    ed.edits.reply = Reply.FALSE
    await ed.run(await ed.action(DISCARD))
    await ed.told("The generated code stays", "again")
    assert ed.text == before
    ed.edits.reply = Reply.TRUTH
    await ed.run(await ed.action(DISCARD))
    await ed.text_is("# two functions\nx = 1\n")


@in_vscode
async def test_typing_into_it_at_the_same_moment_is_kept(ed: Editor, api: FakeApi) -> None:
    """The edit is refused as stale; it is worked out anew with what was typed."""
    ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    action = await ed.action(DISCARD)
    ed.edits.holding = True
    await ed.run(action)
    await ed.until(lambda: ed.edits.waiting == 1, "the edit")
    ed.go_after("return 1")
    ed.insert("\nmine = 1")
    ed.edits.release()
    await ed.told("1 line")
    await ed.text_is("# two functions\nmine = 1\nx = 1\n")


@in_vscode
async def test_closing_in_between_says_nothing(ed: Editor, api: FakeApi) -> None:
    buffer = ed.open("# two functions$0\nx = 1\n")
    await generated(ed, api)
    action = await ed.action(DISCARD)
    ed.edits.holding = True
    await ed.run(action)
    await ed.until(lambda: ed.edits.waiting == 1, "the edit")
    ed.close()
    ed.edits.drop()
    await ed.caught_up()
    assert ed.shown == []
    ed.open("# two functions$0\nx = 1\n", uri=buffer.uri)
    assert await titles(ed) == [GENERATE, IMPROVE]


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM, EGLOT, MINIMAL], ids=lambda profile: profile.name)
async def test_an_argument_for_a_place_without_code_is_answered(
    ed: Editor, profile: Profile, api: FakeApi
) -> None:
    buffer = ed.open("# two functions$0\nx = 1\n")
    place = {"line": 1, "character": 0}
    argument = {"uri": buffer.uri, "version": buffer.version, "range": {"start": place, "end": place}}
    for command in ("getcode.discard", "getcode.regenerate"):
        await ed.execute(command, argument)
        await ed.told("There is no generated code there")
    await ed.execute("getcode.undoImprove", argument)
    await ed.told("There is no improved comment there")
    assert not api.requests
