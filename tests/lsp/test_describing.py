"""Describe a file as a prompt: what a comment names goes to the service, and its answer into the comment."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.fakes.api import FakeApi, described, pause, reset, respond
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import Start, every_editor, live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
DESCRIBE = "Describe menu.png as a prompt"
PROMPT = "import os\n# a page like menu.png$0\nx = 1\n"
BEFORE = PROMPT.replace("$0", "")
DONE: dict[str, Any] = {"type": "done", "tokensUsed": 1, "model": "fake"}


def picture(ed: Editor, name: str = "menu.png", content: bytes = PNG) -> Path:
    """Put a picture into the folder that the editor works in."""
    path = ed.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


async def describe(ed: Editor, title: str = DESCRIBE) -> None:
    await ed.run(await ed.action(title))


async def works_again(ed: Editor, api: FakeApi) -> None:
    """The server answers the next request."""
    api.clear_scripts()
    api.script(described("A menu."))
    ed.open(PROMPT)
    await describe(ed)
    await ed.text_is("import os\n# A menu.\nx = 1\n")
    await ed.progress_ended()


@every_editor
async def test_the_description_replaces_the_comment_in_one_edit(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/api/upload")
    assert base64.b64decode(request.json["fileData"], validate=True) == PNG
    assert request.json["mimeType"] == "image/png"
    assert request.json["fileName"] == "menu.png"
    assert request.json["outputType"] == "api"
    await request.described("A page with a menu.\n\n- soups\n- salads")
    await ed.text_is("import os\n# A page with a menu.\n#\n# - soups\n# - salads\nx = 1\n")
    await ed.progress_ended()
    assert len(ed.edits.received) == 1
    ed.undo()
    ed.edits.flush()
    assert ed.text == BEFORE


@in_vscode
async def test_the_action_names_the_file_and_has_a_kind_of_its_own(ed: Editor, api: FakeApi) -> None:
    ed.open('# like docs/menu.pdf and "old menu.png"$0\n')
    offered = [action for action in await ed.actions() if action.title.startswith("Describe")]
    assert [action.title for action in offered] == [
        "Describe menu.pdf as a prompt",
        "Describe old menu.png as a prompt",
    ]
    for action, file in zip(offered, ("docs/menu.pdf", "old menu.png"), strict=True):
        assert isinstance(action, types.CodeAction)
        assert action.kind == "refactor.rewrite.getcode.describe"
        assert action.command is not None
        assert action.command.command == "getcode.describe"
        argument: Any
        (argument,) = action.command.arguments or ()
        assert argument["file"] == file
        assert set(argument) == {"uri", "version", "range", "file"}
    only = await ed.actions(only=["refactor.rewrite.getcode.describe"])
    assert len(only) == 2
    assert api.connections == 0


@in_vscode
@pytest.mark.parametrize(
    "text",
    [
        "# a page$0\n",
        "# see https://example.org/menu.png$0\n",
        "# menu.txt$0\n",
        'x = "menu.png"$0\n',
        "$0\n",
    ],
)
async def test_nothing_is_offered_where_no_file_is_named(ed: Editor, text: str) -> None:
    ed.open(text)
    assert not [action for action in await ed.actions() if action.title.startswith("Describe")]


@live_editors
async def test_what_the_user_typed_goes_along_with_the_next_generation(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    await (await api.request()).described("A menu with soups.")
    await ed.text_is("import os\n# A menu with soups.\nx = 1\n")
    await ed.progress_ended()
    await ed.generate()
    request = await api.request()
    assert request.json["prompt"] == "A menu with soups."
    assert request.json["originalPrompt"] == "a page like menu.png"
    await request.done()
    await ed.progress_ended()


@in_vscode
async def test_a_directive_and_the_argument_choose_the_output_type(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open("# like menu.png$0\n# @getcode type=website\n")
    await describe(ed)
    request = await api.request()
    assert request.json["outputType"] == "website"
    await request.described("A menu.")
    await ed.text_is("# A menu.\n# @getcode type=website\n")
    await ed.progress_ended()
    place = {"line": 0, "character": 3}
    span = {"start": place, "end": place}
    argument = {"uri": ed.buffer.uri, "version": ed.buffer.version, "range": span}
    await ed.execute("getcode.describe", {**argument, "file": "menu.png", "outputType": "pdf"})
    assert (await api.request()).json["outputType"] == "pdf"
    await api.described("Another menu.")
    await ed.text_is("# Another menu.\n# @getcode type=website\n")
    await ed.progress_ended()


@live_editors
async def test_typing_elsewhere_while_the_service_looks(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    request = await api.request()
    ed.go_to_start()
    ed.type("yy\n")
    ed.go_to_end()
    ed.type("z")
    ed.edits.flush()
    await ed.caught_up()
    await request.described("A menu.")
    await ed.text_is("yy\nimport os\n# A menu.\nx = 1\nz")
    await ed.progress_ended()


@live_editors
async def test_a_comment_that_changes_meanwhile_is_left_alone(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    request = await api.request()
    ed.go_after("# a page")
    ed.type("!")
    ed.edits.flush()
    await request.closed(within=2)
    await ed.progress_ended()
    await ed.caught_up()
    assert ed.text == BEFORE.replace("a page", "a page!")
    ed.forgive()


@in_vscode
@pytest.mark.parametrize("phase", ["before the head", "in the body", "in the back-off"])
async def test_cancelling_in_every_phase(ed: Editor, api: FakeApi, phase: str) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    request = await api.request()
    await ed.progress_began()
    if phase == "in the body":
        await request.start(content_type="application/json")
        await request.raw(b'{"analysedPrompt": "A')
    elif phase == "in the back-off":
        await request.respond(429, {"error": "Slow down"}, {"Retry-After": "100"})
        await ed.progress_says("retrying in")
    ed.cancel()
    await ed.progress_ended(within=1)
    if phase != "in the back-off":
        await request.closed(within=1)
    await ed.caught_up()
    assert ed.text == BEFORE
    assert ed.shown == []
    assert len(api.requests) == 1
    await works_again(ed, api)


@in_vscode
async def test_closing_the_document_ends_the_upload(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    request = await api.request()
    ed.close()
    await request.closed(within=1)
    await ed.progress_ended()
    assert ed.edits.received == []


@in_vscode
async def test_a_rate_limit_is_waited_for_with_a_countdown(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    first = await api.request()
    await first.respond(429, {"error": "Slow down"}, {"Retry-After": "2"})
    await ed.progress_says("too many requests; retrying in 2 s")
    await ed.progress_says("too many requests; retrying in 1 s")
    second = await api.request()
    assert second.body == first.body
    assert second.at - first.at >= 1.9
    await second.described("A menu.")
    await ed.text_is("import os\n# A menu.\nx = 1\n")
    await ed.progress_ended()


@in_vscode
@pytest.mark.parametrize(
    ("answer", "told", "requests"),
    [
        (respond(401, {"error": "Invalid API key"}), ("refused the API key", "getcode-lsp login"), 1),
        (respond(402, {"error": "Upgrade"}), ("Pro",), 1),
        (respond(403, {"error": "Pro plan required"}), ("Pro plan required", "describing a file"), 1),
        (respond(429, {"error": "Hourly limit"}, {"Retry-After": "3600"}), ("Hourly limit", "60 min"), 1),
        (respond(413, {"error": "At most 5 MB"}), ("too large", "At most 5 MB"), 1),
        (respond(503, {"error": "Down"}, {"Retry-After": "0"}), ("Down",), 3),
        (respond(200, {"improved": "something else"}), ("bad reply",), 1),
        (respond(200, {"analysedPrompt": "\u200b\n"}), ("says nothing",), 1),
        (respond(200, b"<html>"), ("bad reply",), 1),
        (respond(302, b"", {"Location": "https://example.test/"}), ("example.test", "refused"), 1),
        (reset(), ("broke before an answer came",), 3),
    ],
    ids=lambda value: "" if not isinstance(value, tuple) else value[0],
)
async def test_errors_are_told_and_the_comment_stays(
    ed: Editor, api: FakeApi, answer: Any, told: tuple[str, ...], requests: int
) -> None:
    picture(ed)
    ed.open(PROMPT)
    api.script(answer)
    await describe(ed)
    await ed.told(*told)
    await ed.progress_ended()
    assert len(ed.shown) == 1
    assert len(api.requests) == requests
    assert ed.text == BEFORE
    await works_again(ed, api)


EVIL = (
    'a */ b --> c """ d ?> e <!-- f /* g \' h \\\ni\rj\x0bk\x0cl\x85m\u2028n\u2029o\r\np {# q #} r ]]> s\x00t'
    "\u202eu --!> v */ w\\"
)


@in_vscode
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "# like menu.png$0\nx = 1\n"),
        ("javascript", "// like menu.png$0\nx = 1;\n"),
        ("javascript", "/* like menu.png$0 */\nx = 1;\n"),
        ("html", "<!-- like menu.png$0 -->\n<p>x</p>\n"),
        ("php", "<?php\n// like menu.png$0\n$x = 1;\n"),
        ("c", "// like menu.png$0\nint x = 1;\n"),
        ("rust", "/* like menu.png$0 */\nlet x = 1;\n"),
    ],
)
async def test_no_description_gets_out_of_the_comment(
    ed: Editor, api: FakeApi, language: str, text: str
) -> None:
    picture(ed)
    api.script(described(EVIL), path="/api/upload")
    api.script(DONE, path="/api/generate")
    ed.open(text, language)
    before = ed.text
    start = before.index("\n") + 1 if language == "php" else 0
    tail = before[before.index("\n", start) :]
    await describe(ed)
    await api.request()
    await ed.progress_ended()
    assert ed.text != before
    assert ed.text.startswith(before[:start])
    assert ed.text.endswith(tail)
    inside = ed.text[start : len(ed.text) - len(tail)]
    prompts = set()
    for line in {start, start + inside.rfind("\n") + 1}:
        length = len(ed.buffer.line(ed.buffer.position(line).line))
        ed.buffer.cursor = line + max(length - 3, length // 2)
        await ed.generate()
        prompts.add((await api.request()).json["prompt"])
        await ed.progress_ended()
    (prompt,) = prompts
    for letter in "abcdefghijklmnopqrstuvw":
        assert letter in prompt.split("Write it in")[0]


@in_vscode
async def test_arguments_are_checked_strictly(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open(PROMPT)
    place = {"line": 1, "character": 5}
    argument: dict[str, Any] = {"uri": ed.buffer.uri, "version": ed.buffer.version}
    argument["range"] = {"start": place, "end": place}
    await ed.caught_up()
    for wrong in (
        [argument],
        [{**argument, "file": 7}],
        [{**argument, "file": ""}],
        [{**argument, "file": "x" * 200_000}],
        [{**argument, "file": ["menu.png"]}],
        [{**argument, "file": "menu.png", "path": "menu.png"}],
        [{**argument, "file": "menu.png", "prompt": "a page"}],
        [{**argument, "file": "menu.png", "uri": "file:///other.py"}],
        [argument, "menu.png"],
        [],
    ):
        answer = await ed.ask("workspace/executeCommand", {"command": "getcode.describe", "arguments": wrong})
        assert answer["error"]["code"] == -32602, (wrong, answer)
    for command in ("getcode.generate", "getcode.improve"):
        params = {"command": command, "arguments": [{**argument, "file": "menu.png"}]}
        assert (await ed.ask("workspace/executeCommand", params))["error"]["code"] == -32602
    assert api.connections == 0


@in_vscode
async def test_a_selection_and_code_are_not_replaced(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    ed.open("x = 1\n$0")
    place = {"line": 0, "character": 1}
    argument = {"uri": ed.buffer.uri, "version": ed.buffer.version, "range": {"start": place, "end": place}}
    await ed.execute("getcode.describe", {**argument, "file": "menu.png"})
    await ed.told("no comment there")
    end = {"line": 0, "character": 5}
    selection = {"start": {"line": 0, "character": 0}, "end": end}
    await ed.execute("getcode.describe", {**argument, "range": selection, "file": "menu.png"})
    await ed.told("Only a comment")
    assert api.connections == 0


@in_vscode
async def test_without_a_key_the_local_service_is_offered(
    start: Start, profile: Any, environment: dict[str, str], api: FakeApi
) -> None:
    ed = await start(profile, environment=environment)
    picture(ed)
    ed.open(PROMPT)
    await describe(ed)
    question = await ed.asked("no API key")
    assert any("local service" in button for button in question.buttons)
    question.dismiss()
    await ed.progress_ended()
    assert api.connections == 0


@in_vscode
async def test_the_editor_stays_quick_while_a_large_file_is_sent(ed: Editor, api: FakeApi) -> None:
    picture(ed, "menu.png", PNG + bytes(9 * 1024 * 1024))
    ed.open(PROMPT)
    api.script(pause(0.2), described("A menu."))
    await describe(ed)
    while not api.requests:
        await ed.caught_up()
    await ed.text_is("import os\n# A menu.\nx = 1\n")
    await ed.progress_ended()
