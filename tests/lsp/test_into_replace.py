"""`@getcode into=replace`: the code streams below the comment, which goes in one last edit, if it is unchanged."""

from __future__ import annotations

import pytest

from tests.fakes.api import FakeApi, done
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE, Profile, Reply
from tests.lsp.conftest import Start, every_editor, live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
TEXT = "import os\n# make a list @getcode into=replace$0\nprint(items)\n"
COMMENT = "# make a list @getcode into=replace\n"


@every_editor
async def test_the_comment_goes_when_all_has_come(ed: Editor, api: FakeApi, profile: Profile) -> None:
    ed.open(TEXT)
    await ed.generate()
    request = await api.request()
    assert request.json["prompt"] == "make a list"
    await api.send("items = [1,")
    if profile.live:
        await ed.text_is(f"import os\n{COMMENT}items = [1,\nprint(items)\n")
    await api.send(" 2]\n")
    if profile.live:
        await ed.text_is(f"import os\n{COMMENT}items = [1, 2]\nprint(items)\n")
    before = len(ed.edits.received)
    await api.done()
    await ed.text_is("import os\nitems = [1, 2]\nprint(items)\n")
    await ed.progress_ended()
    assert ed.text == "import os\nitems = [1, 2]\nprint(items)\n"
    assert ed.edits.received[-1].text == ""
    assert len(ed.edits.received) == before + (1 if profile.live else 2)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("python", "def f():\n    # make it @getcode into=replace$0\n    return 1\n", "def f():\n    CODE\n    return 1\n"),
        ("python", "# make it\n# in two lines @getcode into=replace$0\n", "CODE\n"),
        ("python", "# make it @getcode into=replace$0", "CODE"),
        ("python", "x = 1  # make it @getcode into=replace$0\ny = 2\n", "x = 1\nCODE\ny = 2\n"),
        ("python", "a\n\n# make it @getcode into=replace$0\n\nb\n", "a\n\nCODE\n\nb\n"),
        ("python", "a\r\n# make it @getcode into=replace$0\r\nb\r\n", "a\r\nCODE\r\nb\r\n"),
        ("python", "é😀 = 1  # make it 😀 @getcode into=replace$0\n", "é😀 = 1\nCODE\n"),
        ("javascript", "/* make it\n * @getcode into=replace$0\n */\nb();\n", "CODE\nb();\n"),
        ("javascript", "  /* make it @getcode into=replace$0 */ foo();\n", "  foo();\n  CODE\n"),
        ("javascript", "foo(); /* make it @getcode into=replace$0 */ \n", "foo();\nCODE\n"),
        ("javascriptreact", "  <p>\n    {/* make it @getcode into=replace$0 */}\n  </p>\n", "  <p>\n    CODE\n  </p>\n"),
        ("javascriptreact", "function f() {/* make it @getcode into=replace$0 */}\n", "function f() {}\nCODE\n"),
        ("python", 'def f():\n    """Make it. @getcode into=replace$0"""\n    return 1\n', "def f():\n    CODE\n    return 1\n"),
        ("html", "<p>\n  <!-- make it\n    @getcode into=replace$0 -->\n</p>\n", "<p>\n  CODE\n</p>\n"),
        ("javascript", "a(/* make it @getcode into=replace$0 */ 1);\n", "a( 1);\nCODE\n"),
    ],
)  # fmt: skip
@in_vscode
async def test_no_blank_line_and_no_trailing_blank_is_left(
    ed: Editor, api: FakeApi, language: str, before: str, after: str
) -> None:
    api.script("CODE\n", done())
    ed.open(before, language)
    await ed.generate()
    await ed.progress_ended()
    # A file that had no line end at its end has one now, or has not: both are in order.
    assert ed.text in (after, f"{after}\n")


@live_editors
async def test_typing_elsewhere_does_not_matter(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = []\n")
    await ed.text_is(f"import os\n{COMMENT}items = []\nprint(items)\n")
    ed.go_to_start()
    ed.insert("import re\n")
    ed.go_to_end()
    ed.insert("# end\n")
    await api.done()
    await ed.text_is("import re\nimport os\nitems = []\nprint(items)\n# end\n")
    await ed.progress_ended()


@pytest.mark.parametrize("change", ["inside", "behind", "before", "gone", "blanks"])
@live_editors
async def test_a_comment_that_was_changed_stays(ed: Editor, api: FakeApi, change: str) -> None:
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = [")
    await ed.text_is(f"import os\n{COMMENT}items = [\nprint(items)\n")
    if change == "inside":
        ed.replace("make a list", "make a long list")
    elif change == "behind":
        ed.go_after("into=replace")
        ed.insert(" of mine")
    elif change == "before":
        ed.go_before("# make")
        ed.insert("#")
    elif change == "blanks":
        ed.go_after("into=replace")
        ed.insert("  ")
    else:
        ed.replace("# make a list @getcode into=replace", "# mine")
    now = ed.text
    await api.send("]\n")
    await api.done()
    await ed.text_is(now.replace("items = [", "items = []"))
    await ed.progress_ended()
    await ed.logged("comment stays", "changed")
    assert ed.text == now.replace("items = [", "items = []")


@pytest.mark.parametrize("end", ["error", "cut", "cancel", "nothing"])
@live_editors
async def test_the_comment_stays_when_not_all_has_come(ed: Editor, api: FakeApi, end: str) -> None:
    ed.forgive()
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    if end != "nothing":
        await api.send("items = [")
        await ed.text_is(f"import os\n{COMMENT}items = [\nprint(items)\n")
    if end == "error":
        await api.newest.error("The model failed.")
    elif end == "cut":
        await api.cut()
    elif end == "cancel":
        ed.cancel()
    else:
        await api.done()
    await ed.progress_ended()
    await ed.caught_up()
    assert COMMENT in ed.text


@in_vscode
async def test_it_stays_when_the_generated_text_was_touched(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = [1, 2")
    await ed.text_is(f"import os\n{COMMENT}items = [1, 2\nprint(items)\n")
    ed.replace("[1", "[0")
    await api.closed()
    await ed.progress_ended()
    await ed.caught_up()
    assert ed.text == f"import os\n{COMMENT}items = [0, 2\nprint(items)\n"


async def test_an_editor_that_refuses_the_last_edit_keeps_the_comment(start: Start, api: FakeApi) -> None:
    limits = {"limits": {"refusals": 1, "quietMs": 20, "giveUpSeconds": 0.5}}
    ed = await start(VSCODE, settings=limits, options={"settings": limits})
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = []\n")
    await ed.text_is(f"import os\n{COMMENT}items = []\nprint(items)\n")
    ed.edits.reply = Reply.FALSE
    await api.done()
    await ed.progress_ended()
    await ed.logged("comment stays")
    assert ed.text == f"import os\n{COMMENT}items = []\nprint(items)\n"
    assert ed.recovered == ""


@in_vscode
async def test_cancel_ends_the_last_edit_too(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = []\n")
    await ed.text_is(f"import os\n{COMMENT}items = []\nprint(items)\n")
    ed.edits.reply = Reply.FALSE
    await api.done()
    await ed.progress_says("taking the comment out")
    ed.cancel()
    await ed.progress_ended()
    ed.edits.reply = Reply.TRUTH
    await ed.caught_up()
    assert COMMENT in ed.text


@in_vscode
async def test_a_prompt_without_a_comment_has_nothing_to_replace(ed: Editor, api: FakeApi) -> None:
    ed.open("x = 1\n")
    place = {"line": 0, "character": 0}
    argument = {"uri": ed.buffer.uri, "range": {"start": place, "end": place}, "prompt": "make it"}
    await ed.execute("getcode.generate", {**argument, "into": "replace"})
    await ed.told("no comment", "into=replace")
    await ed.caught_up()
    assert not api.requests


@in_vscode
async def test_the_next_comment_can_be_generated_from_afterwards(ed: Editor, api: FakeApi) -> None:
    api.script("a = 1\n", done())
    ed.open("# first @getcode into=replace$0\n\n# second @getcode into=replace\n")
    await ed.generate()
    await ed.progress_ended()
    ed.go_after("# second")
    await ed.generate()
    await ed.text_is("a = 1\n\na = 1\n")
    await ed.progress_ended()
