"""The main job, in every kind of editor: a comment becomes code that streams into the document."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from tests.fakes.api import FakeApi
from tests.fakes.editor import GENERATE, IMPROVE, Editor
from tests.fakes.profiles import ALL, MINIMAL, OLD, VSCODE, Profile
from tests.lsp.conftest import Start, every_editor, live_editors


@every_editor
async def test_a_comment_becomes_code_below_it(ed: Editor, api: FakeApi, profile: Profile) -> None:
    ed.open("# make a list$0\nprint(items)\n")
    await ed.generate()
    await api.request()
    await ed.until(lambda: not profile.progress or bool(ed.running), "a progress bar")

    await api.send("items = [1,")
    if profile.live:
        await ed.text_is("# make a list\nitems = [1,\nprint(items)\n")
    await api.send(" 2]\n")
    await api.done(tokens=12, model="fake")

    await ed.text_is("# make a list\nitems = [1, 2]\nprint(items)\n")
    await ed.progress_ended()
    assert ed.text == "# make a list\nitems = [1, 2]\nprint(items)\n"


@live_editors
async def test_the_end_is_told_with_tokens_and_model(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    await api.send("items = []")
    await api.done(tokens=4821, model="engine-7")
    await ed.progress_ended()
    await ed.told("4,821 tokens", "engine-7")


@live_editors
async def test_the_progress_stops_saying_that_it_waits_with_the_first_text(ed: Editor, api: FakeApi) -> None:
    api.script("items = []\n", {"type": "done", "tokensUsed": 1, "model": "fake"})
    ed.open("# make a list$0\n")
    await ed.generate()
    await ed.progress_ended()
    assert [said for said in ed.progress[-1].said if said.startswith("11 characters")]


async def test_the_end_is_told_without_progress_too(start: Start, api: FakeApi) -> None:
    ed = await start(MINIMAL)
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    await api.send("items = []")
    await api.done(tokens=4821, model="engine-7")
    await ed.text_is("# make a list\nitems = []\n")
    await ed.logged("4,821 tokens", "engine-7")


@every_editor
async def test_three_hundred_tokens_arrive_whole(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    code = "".join(f"item_{number} = {number}\n" for number in range(100))
    tokens = [part for line in code.splitlines(keepends=True) for part in line.split(" ", 2)]
    assert len(tokens) == 300
    for token in tokens[:-1]:
        await api.send(token + ("" if token.endswith("\n") else " "))
    await api.send(tokens[-1])
    await api.done()
    await ed.text_is("# make a list\n" + code, within=20)
    await ed.progress_ended()


@every_editor
async def test_the_next_request_is_answered_on_the_same_server(ed: Editor, api: FakeApi) -> None:
    api.script("a = 1\n", {"type": "done", "tokensUsed": 1, "model": "fake"})
    ed.open("# first$0\n\n# second\n")
    await ed.generate()
    await ed.text_is("# first\na = 1\n\n# second\n")
    await ed.progress_ended()
    ed.go_after("# second")
    await ed.generate()
    await ed.text_is("# first\na = 1\n\n# second\na = 1\n")
    await ed.progress_ended()
    assert len(api.requests) == 2


@pytest.mark.parametrize("profile", [*ALL, OLD], ids=lambda profile: profile.name)
async def test_code_actions_have_exact_titles_and_complete_commands(ed: Editor, profile: Profile) -> None:
    buffer = ed.open("# make$0 a list\nx = 1\n")
    actions = await ed.actions()
    assert [action.title for action in actions] == [GENERATE, IMPROVE]
    names = ("generate", "improve")
    for action, name in zip(actions, names, strict=True):
        command = action if isinstance(action, types.Command) else action.command
        assert command is not None
        assert command.command == f"getcode.{name}"
        assert command.arguments is not None
        argument: Any = command.arguments[0]
        assert len(command.arguments) == 1
        place = {"line": 0, "character": 6}
        expected = {"uri": buffer.uri, "version": buffer.version, "range": {"start": place, "end": place}}
        assert {key: argument[key] for key in expected} == expected
        if isinstance(action, types.CodeAction):
            assert action.kind == f"refactor.rewrite.getcode.{name}"
            assert action.edit is None
            assert action.disabled is None


@every_editor
async def test_code_actions_only_where_there_is_a_prompt(ed: Editor) -> None:
    ed.open("#!/usr/bin/env python\n$0x = '# no comment'  # noqa\n\n#\n# a real one\n")
    assert await ed.actions() == []
    ed.go_after("# noqa")
    assert await ed.actions() == []
    ed.go_after("#!/usr")
    assert await ed.actions() == []
    ed.go_before(" comment'")
    assert await ed.actions() == []
    ed.go_after("a real")
    assert len(await ed.actions()) == 2


@pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
async def test_code_actions_by_kind(ed: Editor) -> None:
    ed.open("# make a list$0\n")

    async def titles(*only: str) -> list[str]:
        return [action.title for action in await ed.actions(only=list(only))]

    assert await titles("refactor") == [GENERATE, IMPROVE]
    assert await titles("refactor.rewrite") == [GENERATE, IMPROVE]
    assert await titles("refactor.rewrite.getcode.generate") == [GENERATE]
    assert await titles("refactor.rewrite.getcode.improve") == [IMPROVE]
    assert await titles("quickfix") == []
    assert await titles("refactor.rewrite.get") == []
    assert await titles("") == [GENERATE, IMPROVE]


@every_editor
async def test_indentation_and_fences_are_taken_care_of(ed: Editor, api: FakeApi) -> None:
    ed.open("def f():\n    # double x$0\n    return y\n")
    await ed.generate()
    await api.request()
    for token in ("```py", "thon\ny = x\n", "if y:\n", "    y *= 2", "\n```", "\n"):
        await api.send(token)
    await api.done()
    await ed.text_is("def f():\n    # double x\n    y = x\n    if y:\n        y *= 2\n    return y\n")
    await ed.progress_ended()


@live_editors
async def test_a_changed_document_is_followed_from_the_action_to_the_command(
    ed: Editor, api: FakeApi
) -> None:
    ed.open("import os\n# make a list$0\n")
    action = await ed.action(GENERATE)
    ed.go_to_start()
    ed.insert("# licence\n\n")
    await ed.run(action)
    request = await api.request()
    assert request.json["prompt"] == "make a list"
    await api.send("items = []")
    await api.done()
    await ed.text_is("# licence\n\nimport os\n# make a list\nitems = []\n")


@live_editors
async def test_a_comment_that_is_gone_is_said_to_be_gone(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# make a list$0\n")
    action = await ed.action(GENERATE)
    ed.replace("# make a list", "x = 1")
    await ed.run(action)
    await ed.told("no comment")
    assert not api.requests
    assert ed.text == "import os\nx = 1\n"


@live_editors
async def test_what_is_generated_is_known_while_it_streams(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    await ed.progress_began()
    assert ed.running[0].cancellable
    await api.queue("You are third in line.")
    await ed.progress_says("You are third in line.")
    await api.send("items = [" + "1, " * 500)
    await ed.progress_says("1,50")
    await api.done()
    await ed.progress_ended()
