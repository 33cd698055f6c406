"""The user goes on working while text streams in: typing, undoing, saving, formatting, anywhere in the file."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, NEOVIM, OUR_NEOVIM, VSCODE, Echo, Profile, Spelling
from tests.lsp.conftest import Start, every_editor, live_editors

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
some_editors = pytest.mark.parametrize("profile", [VSCODE, NEOVIM], ids=lambda profile: profile.name)


def line(number: int) -> str:
    return f"item_{number} = {number}\n"


@every_editor
@pytest.mark.parametrize(
    ("go", "expected"),
    [
        (lambda ed: ed.go_to_start(), "{keys}import os\n# make a list\n{code}print(items)\n"),
        (lambda ed: ed.go_to_end(), "import os\n# make a list\n{code}print(items)\n{keys}"),
        (lambda ed: ed.go_before("make a list"), "import os\n# {keys}make a list\n{code}print(items)\n"),
        (lambda ed: ed.go_before("print(items)"), "import os\n# make a list\n{code}{keys}print(items)\n"),
    ],
    ids=["above", "below", "on the comment's line", "right below"],
)
async def test_the_stream_follows_what_is_typed_around_it(
    ed: Editor, api: FakeApi, go: Callable[[Editor], None], expected: str
) -> None:
    ed.open("import os\n# make a list$0\nprint(items)\n")
    await ed.generate()
    await api.request()
    go(ed)
    keys = "xyzzy()[]{} item_1 = 1"
    for number, key in enumerate(keys):
        await api.send(line(number))
        ed.type(key)
    await api.done()
    code = "".join(map(line, range(len(keys))))
    await ed.text_is(expected.format(keys=keys, code=code), within=20)
    await ed.progress_ended()
    ed.edits.flush()
    await ed.caught_up()
    assert ed.text == expected.format(keys=keys, code=code)


@every_editor
async def test_typing_at_the_end_of_the_comment_is_the_comments(ed: Editor, api: FakeApi) -> None:
    """Before the first token the region is empty, and what is typed at it stands before it."""
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    ed.type(" of ten")
    ed.edits.flush()
    await ed.caught_up()
    await api.send("items = []\n")
    await api.done()
    await ed.text_is("# make a list of ten\nitems = []\nx = 1\n", within=20)


@live_editors
async def test_typing_behind_the_last_character_stays_behind_it(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    await api.send("items = [1")
    await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    ed.go_after("items = [1")
    ed.type("  # mine")
    ed.edits.flush()
    await api.send(", 2]")
    await api.done()
    await ed.text_is("# make a list\nitems = [1, 2]  # mine\nx = 1\n")
    await ed.progress_ended()


@live_editors
async def test_a_new_line_between_comment_and_code_is_before_it(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    await api.send("items = [1")
    await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    ed.go_after("# make a list")
    ed.type("\n# really")
    ed.edits.flush()
    await api.send(", 2]")
    await api.done()
    await ed.text_is("# make a list\n# really\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()


@live_editors
@pytest.mark.parametrize("touch", ["type", "delete", "replace"])
async def test_a_change_inside_the_text_stops_the_stream(ed: Editor, api: FakeApi, touch: str) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1, 2")
    await ed.text_is("# make a list\nitems = [1, 2\nx = 1\n")
    if touch == "type":
        ed.go_after("items = [")
        ed.type("0, ")
        now = "# make a list\nitems = [0, 1, 2\nx = 1\n"
    elif touch == "delete":
        ed.go_after("items = [1, 2")
        ed.backspace()
        now = "# make a list\nitems = [1, \nx = 1\n"
    else:
        ed.replace("items", "things")
        now = "# make a list\nthings = [1, 2\nx = 1\n"
    ed.edits.flush()
    await request.closed(within=2)
    await ed.progress_ended()
    await ed.progress_says("stopped")
    await ed.caught_up()
    assert ed.text == now


@live_editors
async def test_undo_in_mid_stream_stops_it_and_nothing_comes_back(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1")
    await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    ed.undo()
    ed.edits.flush()
    await request.closed(within=2)
    await ed.progress_ended()
    await ed.caught_up()
    assert ed.text == "# make a list\nx = 1\n"
    ed.redo()
    ed.edits.flush()
    await ed.caught_up()
    assert ed.text == "# make a list\nitems = [1\nx = 1\n"


@live_editors
async def test_undo_of_the_users_own_change_elsewhere_goes_on(ed: Editor, api: FakeApi) -> None:
    ed.open("y = 0\n# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    await api.send("items = [1")
    await ed.text_is("y = 0\n# make a list\nitems = [1\nx = 1\n")
    ed.go_to_start()
    ed.type("z")
    ed.undo()
    ed.edits.flush()
    await api.send(", 2]")
    await api.done()
    await ed.text_is("y = 0\n# make a list\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()


def whole_or_stopped(ed: Editor, head: str, code: str, tail: str) -> None:
    """The whole text is there, or a part with the rest kept; never a character of it twice, nor the user's lost."""
    assert ed.text.startswith(head), ed.text
    assert ed.text.endswith(tail), ed.text
    written = ed.text[len(head) : len(ed.text) - len(tail)]
    assert code.startswith(written), f"{written!r} is no part of {code!r}"
    if written != code:
        assert any("stopped" in said for bar in ed.progress for said in bar.said)
    ed.forgive()


QUICK = {"limits": {"unsettledSeconds": 1, "giveUpSeconds": 1}}


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM, EGLOT], ids=lambda profile: profile.name)
@pytest.mark.parametrize("spelling", list(Spelling), ids=lambda spelling: spelling.name.lower())
async def test_our_edit_and_a_key_in_one_notification(
    start: Start, api: FakeApi, profile: Profile, spelling: Spelling
) -> None:
    held = profile.behaving(echo=Echo.HELD, spelling=spelling)
    ed = await start(held, settings={"apply": "live", **QUICK})
    ed.open("a = 1\n# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1")
    await ed.edits_are(1)
    ed.go_to_start()
    ed.type("a")
    ed.edits.flush()
    await request.send(", 2")
    await ed.until(lambda: len(ed.edits.received) > 1 or not ed.running, "a second edit, or a stop")
    ed.go_to_end()
    ed.type("y")
    ed.edits.flush()
    ed.edits.habits = ed.profile.behaving(echo=Echo.AT_ONCE).habits
    await request.send("]\n")
    await request.done()
    await ed.progress_ended()
    ed.edits.flush()
    await ed.caught_up()
    whole_or_stopped(ed, "aa = 1\n# make a list", "\nitems = [1, 2]", "\nx = 1\ny")
    if spelling in (Spelling.EXACT, Spelling.SHIFTED):
        assert "items = [1, 2]" in ed.text


@some_editors
@pytest.mark.parametrize("spelling", list(Spelling), ids=lambda spelling: spelling.name.lower())
async def test_our_edit_and_its_undo_in_one_notification(
    start: Start, api: FakeApi, profile: Profile, spelling: Spelling
) -> None:
    ed = await start(profile.behaving(echo=Echo.HELD, spelling=spelling), settings=QUICK)
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1")
    await ed.edits_are(1)
    ed.undo()
    ed.edits.flush()
    if spelling in (Spelling.MERGED, Spelling.WHOLE):
        # The text came and went unseen: nothing of ours is there, so it may be sent anew, whole, or not at all.
        ed.edits.habits = ed.profile.behaving(echo=Echo.AT_ONCE).habits
        await request.send(", 2]\n")
        await request.done()
        await ed.progress_ended(within=15)
        await ed.caught_up()
        whole_or_stopped(ed, "# make a list", "\nitems = [1, 2]", "\nx = 1\n")
    else:
        await request.closed(within=2)
        await ed.progress_ended()
        assert ed.text == "# make a list\nx = 1\n"


@some_editors
@pytest.mark.parametrize("spelling", list(Spelling), ids=lambda spelling: spelling.name.lower())
async def test_repeated_text_however_the_editor_spells_it(
    start: Start, api: FakeApi, profile: Profile, spelling: Spelling
) -> None:
    ed = await start(profile.behaving(spelling=spelling))
    ed.open("# x\n# x$0\n# x\n\n\n")
    await ed.generate()
    await api.request()
    ed.go_to_end()
    for _ in range(10):
        await api.send("x\n")
        await api.send("x x\n")
        ed.type("x")
    await api.done()
    await ed.text_is("# x\n# x\n# x\n" + "x\nx x\n" * 10 + "\n\n" + "x" * 10, within=20)
    await ed.progress_ended()


@live_editors
async def test_saving_with_clean_up_in_mid_stream(ed: Editor, api: FakeApi) -> None:
    ed.open("x = 1   \n# make a list$0\ny = 1  ")
    await ed.generate()
    await api.request()
    await api.send("if x:\n    \n")
    await ed.until(lambda: "if x:" in ed.text, "the first line")
    ed.save(trim=True, final_newline=True)
    await api.send("    items = [1,")
    await ed.until(lambda: "items" in ed.text, "the second line")
    ed.save(trim=True, final_newline=True)
    await api.send(" 2]\n")
    await api.done()
    await ed.text_is("x = 1\n# make a list\nif x:\n\n    items = [1, 2]\ny = 1\n")
    await ed.progress_ended()


@live_editors
async def test_a_formatter_that_changes_other_lines_in_mid_stream(ed: Editor, api: FakeApi) -> None:
    ed.open("x=1\n# make a list$0\ny=1\n")
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.text_is("x=1\n# make a list\nitems = [1,\ny=1\n")
    ed.rewrite(lambda text: text.replace("x=1", "x = 1").replace("y=1", "y = 1"))
    ed.edits.flush()
    await ed.caught_up()
    if not request.client_gone:
        await request.send(" 2]\n")
        await request.done()
    await ed.progress_ended()
    await ed.caught_up()
    stopped = "x = 1\n# make a list\nitems = [1,\ny = 1\n"
    assert ed.text in (stopped, stopped.replace("[1,", "[1, 2]"))
    if ed.text == stopped:
        await ed.progress_says("stopped")


@live_editors
async def test_an_extension_that_inserts_right_behind_our_text(ed: Editor, api: FakeApi) -> None:
    ed.open("<!-- a page$0 -->\n<p>\n", "html")
    await ed.generate()
    await api.request()
    await api.send("<div>")
    await ed.text_is("<!-- a page -->\n<div>\n<p>\n")
    ed.go_after("<div>")
    ed.insert("</div>")  # auto-closing tags
    ed.edits.flush()
    await api.send("\n  <b>")
    await ed.text_is("<!-- a page -->\n<div>\n  <b></div>\n<p>\n")
    await api.send("x</b>")
    await api.done()
    await ed.text_is("<!-- a page -->\n<div>\n  <b>x</b></div>\n<p>\n")
    await ed.progress_ended()


@pytest.mark.parametrize(
    ("profile", "spelling"),
    [
        (VSCODE, Spelling.EXACT),
        (VSCODE, Spelling.WHOLE),
        (NEOVIM, Spelling.SHIFTED),
        (NEOVIM, Spelling.EXACT),
        (OUR_NEOVIM, Spelling.SHIFTED),
    ],
    ids=lambda value: value.name.lower(),
)
async def test_random_work_elsewhere_never_harms_either_text(
    start: Start, api: FakeApi, profile: Profile, spelling: Spelling
) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    chance = random.Random(seed)
    ed = await start(profile.behaving(spelling=spelling))
    top, bottom = "import a\nimport b\n", "x\nxx\n\nx = 1\n"
    ed.open(f"{top}# make a list$0\n{bottom}")
    await ed.generate()
    await api.request()
    # An indented first line would be the base of all others (editing/indentation.py).
    code = "x\n" + "".join(chance.choice(["x\n", "x = 1\n", "xx\n\n", "  x\n"]) for _ in range(60)) + "x"
    left = code
    while left:
        size = chance.randint(1, 9)
        await api.send(left[:size])
        left = left[size:]
        text = chance.choice(["x", "\n", "x = 1\n", "xx\n", "😀"])
        if chance.random() < 0.5:
            at = chance.randint(0, len(top))
            top = top[:at] + text + top[at:]
            ed.splice(at, at, text)
        else:
            at = chance.randint(0, len(bottom))
            bottom = bottom[:at] + text + bottom[at:]
            start_of = len(ed.text) - (len(bottom) - len(text)) + at
            ed.splice(start_of, start_of, text)
    await api.done()
    await ed.progress_ended(within=30)
    ed.edits.flush()
    shaped = "\n".join(part.rstrip() for part in code.lstrip("\n").split("\n"))
    await ed.text_is(f"{top}# make a list\n{shaped}\n{bottom}")


@some_editors
async def test_three_line_ends_and_a_stock_neovim(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile)
    for end in ("\n", "\r\n", "\r"):
        ed.open(f"a = 1{end}# make a list$0{end}b = 2{end}")
        await ed.generate()
        await api.request()
        for token in ("x = 1\n", "y = 2\r", "\nz = 3\r\n"):
            await api.send(token)
            ed.go_to_start()
            ed.type("a")
        await api.done()
        parts = ["aaaa = 1", "# make a list", "x = 1", "y = 2", "z = 3", "b = 2", ""]
        await ed.text_is(end.join(parts), within=20)
        await ed.progress_ended()


@pytest.mark.parametrize("profile", [OUR_NEOVIM], ids=["our-neovim"])
async def test_keys_between_sending_and_applying_an_edit(ed: Editor, api: FakeApi) -> None:
    """The edit is refused, carried through what was typed, and sent again, once."""
    ed.open("a = 1\n# make a list$0\nb = 2\n")
    await ed.generate()
    await api.request()
    ed.edits.holding = True
    await api.send("x = 1\n")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    ed.go_to_start()
    ed.type("yy")
    ed.edits.release()
    await ed.text_is("yya = 1\n# make a list\nx = 1\nb = 2\n")
    await api.done()
    await ed.progress_ended()
    assert [edit.applied for edit in ed.edits.received] == [False, True]
