"""Improve prompt: one edit replaces the comment, which stays one comment whatever the service answers."""

from __future__ import annotations

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import GENERATE, Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import Start, every_editor, live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}


@every_editor
async def test_one_edit_replaces_the_comment(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# make a list$0\nx = 1\n")
    await ed.improve()
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/api/improve")
    assert request.json == {"prompt": "make a list", "outputType": "api"}
    await request.improved("A list of ten items.\n\n- each has a name\n- each has a price")
    improved = "# A list of ten items.\n#\n# - each has a name\n# - each has a price"
    await ed.text_is(f"import os\n{improved}\nx = 1\n")
    await ed.progress_ended()
    assert len(ed.edits.received) == 1
    ed.undo()
    ed.edits.flush()
    assert ed.text == "import os\n# make a list\nx = 1\n"


@live_editors
async def test_the_original_goes_along_with_the_next_generation(ed: Editor, api: FakeApi) -> None:
    ed.open("import os\n# make a list$0\nx = 1\n")
    await ed.improve()
    await (await api.request()).improved("A list of ten items.")
    await ed.text_is("import os\n# A list of ten items.\nx = 1\n")
    await ed.progress_ended()
    ed.go_to_start()
    ed.insert("import sys\n")
    ed.go_after("# A list")
    ed.type("!")
    await ed.generate()
    request = await api.request()
    assert request.json["prompt"] == "A list! of ten items."
    assert request.json["originalPrompt"] == "make a list"
    await request.send("x = 1\n")
    await request.done()
    await ed.progress_ended()


@in_vscode
async def test_improving_twice_keeps_the_first_original(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    for improved in ("A list.", "A long list."):
        await ed.improve()
        await (await api.request()).improved(improved)
        await ed.text_is(f"# {improved}\n")
        await ed.progress_ended()
    await ed.generate()
    request = await api.request()
    assert request.json["originalPrompt"] == "make a list"
    await request.done()
    await ed.progress_ended()


@in_vscode
async def test_another_comment_is_its_own_original(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n# a shop\n")
    await ed.improve()
    await (await api.request()).improved("A list.")
    await ed.progress_ended()
    ed.go_after("# a shop")
    await ed.generate()
    request = await api.request()
    assert request.json["originalPrompt"] == "a shop"
    await request.done()
    await ed.progress_ended()


@live_editors
async def test_typing_elsewhere_while_the_service_thinks(ed: Editor, api: FakeApi) -> None:
    ed.open("a = 1\n# make a list$0\nx = 1\n")
    await ed.improve()
    request = await api.request()
    ed.go_to_start()
    ed.type("yy\n")
    ed.go_to_end()
    ed.type("z")
    ed.edits.flush()
    await ed.caught_up()
    await request.improved("A list.")
    await ed.text_is("yy\na = 1\n# A list.\nx = 1\nz")
    await ed.progress_ended()


@live_editors
async def test_a_comment_that_changes_meanwhile_is_left_alone(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.improve()
    request = await api.request()
    ed.go_after("# make")
    ed.type(" me")
    ed.edits.flush()
    await request.closed(within=2)
    await ed.progress_ended()
    await ed.caught_up()
    assert ed.text == "# make me a list\nx = 1\n"
    ed.forgive()


@in_vscode
async def test_improving_can_be_cancelled(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.improve()
    request = await api.request()
    await ed.progress_began()
    ed.cancel()
    await request.closed(within=1)
    await ed.progress_ended()
    assert ed.text == "# make a list\n"
    assert ed.shown == []


@in_vscode
async def test_errors_of_improving_are_told(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.improve()
    await (await api.request()).respond(401, {"error": "Invalid API key"})
    await ed.told("key", "getcode-lsp login")
    await ed.progress_ended()
    await ed.improve()
    await (await api.request()).respond(200, {"better": "no"})
    await ed.told("reply")
    await ed.progress_ended()
    await ed.improve()
    await (await api.request()).respond(403, {"error": "Starter plan needed"})
    await ed.told("Starter")
    await ed.progress_ended()
    assert ed.text == "# make a list\n"


EVIL = (
    'a */ b --> c """ d ?> e <!-- f /* g \' h \\\ni\rj\x0bk\x0cl\x85m\u2028n\u2029o\r\np {# q #} r ]]> s\x00t'
    "\u202eu --!> v */ w\\"
)
FORMS = {
    ("python", "{}# make a list$0\nx = 1\n"),
    ("javascript", "{}// make a list$0\nx = 1;\n"),
    ("javascript", "{}/* make a list$0 */\nx = 1;\n"),
    ("javascript", "{}/**\n * make a list$0\n * and more\n */\nx = 1;\n"),
    ("c", "{}// make a list$0\nint x = 1;\n"),
    ("html", "{}<!-- make a list$0 -->\n<p>x</p>\n"),
    ("css", "{}/* make a list$0 */\np {{ }}\n"),
    ("php", "<?php\n{}// make a list$0\n$x = 1;\n"),
    ("php", "<?php\n{}# make a list$0\n$x = 1;\n"),
    ("lua", "{}-- make a list$0\nx = 1\n"),
    ("sql", "{}-- make a list$0\nselect 1;\n"),
    ("rust", "{}/* make a list$0 */\nlet x = 1;\n"),
    ("python", "{}x = 1  # make a list$0\ny = 1\n"),
}


@in_vscode
async def test_no_answer_gets_out_of_the_comment(ed: Editor, api: FakeApi) -> None:
    api.script({"type": "done", "tokensUsed": 1, "model": "fake"}, path="/api/generate")
    for language, form in sorted(FORMS):
        for indent in ("", "    "):
            text = form.format(indent)
            ed.open(text, language)
            comment = text.replace("$0", "")
            head = comment[: comment.index("make a list")]
            before = head[: head.rindex("\n") + 1] if "\n" in head else ""
            before = "" if language == "javascript" and "/**" in form else before
            after = comment[comment.rindex("\n", 0, -1) :]
            await ed.improve()
            await (await api.request()).improved(EVIL)
            await ed.progress_ended()
            assert ed.text != comment, (language, form)
            assert ed.text.startswith(before), (language, form, ed.text)
            assert ed.text.endswith(after), (language, form, ed.text)
            inside = ed.text[len(before) : len(ed.text) - len(after)]
            await reads_as_one_comment(ed, api, len(before), len(before) + len(inside))


async def reads_as_one_comment(ed: Editor, api: FakeApi, start: int, end: int) -> None:
    """From every line of it the same whole comment is found, and its text makes the prompt."""
    prompts = set()
    lines = [at for at in ed.buffer.starts if start <= at < end] or [start]
    for at in {lines[0], lines[len(lines) // 2], lines[-1]}:
        length = len(ed.buffer.line(ed.buffer.position(at).line))
        ed.buffer.cursor = min(at + max(length - 3, length // 2), end)
        await ed.run(await ed.action(GENERATE))
        prompts.add((await api.request()).json["prompt"])
        await ed.progress_ended()
    (prompt,) = prompts
    for word in "bcdefghijklmnopqrstuvw":
        assert f"{word}" in prompt.split("Write it in")[0]


@in_vscode
async def test_the_width_of_the_comment_is_a_setting(start: Start, api: FakeApi, profile: object) -> None:
    ed = await start(profile, settings={"improve": {"width": 30}})
    ed.open("# make a list$0\n")
    await ed.improve()
    await (await api.request()).improved("words " * 30)
    await ed.progress_ended()
    lines = ed.text.splitlines()
    assert len(lines) > 5
    assert all(len(line) <= 30 for line in lines)


@in_vscode
@pytest.mark.parametrize("columns", [72, 100])
async def test_without_it_the_comment_keeps_to_the_width_of_the_file(
    ed: Editor, api: FakeApi, columns: int
) -> None:
    code = f"x = {'1' * (columns - 4)}\n" * 20
    ed.open(f"{code}# make a list$0\n{code}")
    await ed.improve()
    await (await api.request()).improved("words " * 100)
    await ed.progress_ended()
    widths = [len(line) for line in ed.text.splitlines() if line.startswith("#")]
    assert columns - 6 < max(widths) <= columns


@in_vscode
async def test_a_directive_stays_in_the_comment(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n# @getcode type=chart\n")
    await ed.improve()
    request = await api.request()
    assert request.json == {"prompt": "make a list", "outputType": "chart"}
    await request.improved("A chart of lists.")
    await ed.text_is("# A chart of lists.\n# @getcode type=chart\n")
    await ed.progress_ended()


@live_editors
async def test_line_ends_of_the_file_are_kept(ed: Editor, api: FakeApi) -> None:
    ed.open("a\r\n# make a list$0\r\nb\r\n")
    await ed.improve()
    await (await api.request()).improved("A list\nof ten.")
    await ed.progress_ended()
    assert ed.text.replace("\r\n", "").count("\n") == 0
    assert ed.text.startswith("a\r\n# A list")
    assert ed.text.endswith("of ten.\r\nb\r\n")
