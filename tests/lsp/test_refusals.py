"""Editors that refuse, lose, answer nonsense or never answer: nothing is doubled, and the rest is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, LIVE, MINIMAL, MUTE, NEOVIM, VSCODE, Profile, Reply, Stale
from tests.lsp.conftest import Start

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
QUICK = {
    "limits": {"refusals": 2, "quietMs": 50, "giveUpSeconds": 1, "unsettledSeconds": 1},
}
CODE = "items = [1,\n  2]"


def read(uri: str) -> str:
    return Path(uri.removeprefix("file://")).read_text().strip()


def private(ed: Editor) -> bool:
    state = ed.folder.parent / "home" / "state"
    files = [path for path in state.rglob("*") if path.is_file()]
    return bool(files) and all(path.stat().st_mode & 0o077 == 0 for path in files)


@pytest.mark.parametrize(
    ("profile", "reply"),
    [
        (VSCODE, Reply.FALSE),
        (VSCODE, Reply.NULL),
        (NEOVIM, Reply.FALSE),
        (NEOVIM, Reply.MALFORMED),
        (EGLOT, Reply.ERROR),
        (MINIMAL, Reply.FALSE),
        (MINIMAL, Reply.ERROR),
    ],
    ids=lambda value: value.name.lower(),
)
async def test_an_editor_that_takes_no_edits_is_given_up_and_the_text_kept(
    start: Start, api: FakeApi, profile: Profile, reply: Reply
) -> None:
    ed = await start(profile, options={**(profile.options or {}), "settings": QUICK}, settings=QUICK)
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = reply
    await ed.generate()
    await api.request()
    await api.send(CODE)
    await api.done()
    await ed.told("stopped", "editor", "the rest", ".py", within=15)
    if ed.questions:
        ed.questions[-1].dismiss()
    await ed.progress_ended()
    await ed.until(lambda: ed.recovered != "", "a recovery file")
    assert ed.recovered == CODE
    assert private(ed)
    assert ed.text == "# make a list\nx = 1\n"
    if profile.progress:
        await ed.progress_says("stopped")


@in_vscode
async def test_a_read_only_file_is_told_of_in_the_editors_words(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await start(profile, settings=QUICK)
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = Reply.FALSE
    ed.edits.reason = {"failureReason": "The file is\nread-only."}
    await ed.generate()
    await api.request()
    await api.send(CODE)
    await ed.progress_says("The file is read-only.")
    await api.done()
    await ed.told("stopped", "The file is read-only.", ".py", within=15)
    ed.questions[-1].dismiss()
    await ed.progress_ended()
    assert len(ed.edits.received) < 50, "it spins"
    assert ed.recovered == CODE


@in_vscode
async def test_the_rest_is_opened_on_a_button(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile, options={"settings": QUICK}, settings=QUICK)
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = Reply.FALSE
    await ed.generate()
    await api.request()
    await api.send(CODE)
    await api.done()
    question = await ed.asked("stopped", within=15)
    question.choose("open")
    assert read(await ed.shown_document()) == CODE
    await ed.progress_ended()


@pytest.mark.parametrize("reply", [Reply.FALSE, Reply.ERROR])
@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_an_editor_that_refuses_for_a_while(
    ed: Editor, api: FakeApi, profile: Profile, reply: Reply
) -> None:
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = reply
    await ed.generate()
    await api.request()
    await api.send("items = [1,")
    await ed.edits_are(2)
    ed.edits.reply = Reply.TRUTH
    await api.send(" 2]\n")
    await api.done()
    await ed.text_is("# make a list\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_an_answer_that_never_comes_does_not_matter_when_the_text_shows_the_edit(
    ed: Editor, api: FakeApi
) -> None:
    """Some editors hold answers behind a prompt: cancelling works, and nothing is sent twice."""
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.reply = Reply.NEVER
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.text_is("# make a list\nitems = [1,\nx = 1\n")
    await request.send(" 2]\n")
    ed.edits.flush()
    await ed.caught_up()
    ed.cancel()
    await request.closed(within=2)
    await ed.progress_ended()
    await ed.caught_up()
    assert len([edit for edit in ed.edits.received if edit.text.startswith("\nitems")]) == 1


@in_vscode
async def test_an_edit_that_is_neither_answered_nor_seen(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await start(profile, settings=QUICK, options={"settings": QUICK})
    ed.open("# make a list$0\nx = 1\n")
    ed.edits.holding = True
    await ed.generate()
    request = await api.request()
    await request.send("items = [1,")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    await request.send(" 2]\n")
    await request.done()
    ed.edits.release()
    await ed.text_is("# make a list\nitems = [1, 2]\nx = 1\n")
    await ed.progress_ended()


@pytest.mark.parametrize("profile", [NEOVIM], ids=["neovim"])
async def test_a_stale_edit_that_is_acknowledged_and_dropped_is_sent_again(ed: Editor, api: FakeApi) -> None:
    ed.open("a = 1\n# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    for number in range(8):
        ed.edits.holding = True
        await api.send(f"item = {number}\n")
        await ed.until(lambda: ed.edits.waiting == 1, "an edit")
        ed.go_to_start()
        ed.type("a")
        ed.edits.release()
        assert ed.edits.received[-1].stale
        assert not ed.edits.received[-1].applied
    await api.done()
    code = "".join(f"item = {number}\n" for number in range(8))
    await ed.text_is(f"aaaaaaaaa = 1\n# make a list\n{code}x = 1\n", within=20)
    await ed.progress_ended()


@pytest.mark.parametrize(
    ("profile", "stale"),
    [
        (VSCODE, Stale.REFUSED),
        (VSCODE, Stale.ERROR),
        (NEOVIM, Stale.REFUSED),
        (NEOVIM, Stale.ERROR),
        (NEOVIM, Stale.DROPPED),
    ],
    ids=lambda value: value.name.lower(),
)
@pytest.mark.parametrize("answers_first", [False, True], ids=["change first", "answer first"])
async def test_every_treatment_of_stale_edits(
    start: Start, api: FakeApi, profile: Profile, stale: Stale, answers_first: bool
) -> None:
    ed = await start(profile.behaving(stale=stale, answers_first=answers_first))
    ed.open("a = 1\n# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    for number in range(5):
        ed.edits.holding = True
        await api.send(f"item = {number}\n")
        await ed.until(lambda: ed.edits.waiting == 1, "an edit")
        ed.go_to_start()
        ed.type("a")
        ed.edits.release()
    await api.done()
    code = "".join(f"item = {number}\n" for number in range(5))
    await ed.text_is(f"aaaaaa = 1\n# make a list\n{code}x = 1\n", within=20)
    await ed.progress_ended()


@in_vscode
async def test_a_stale_edit_that_was_applied_all_the_same_is_noticed(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    """An older VS Code: an insertion in the same line moves the text into the comment's line, or not."""
    ed = await start(profile.behaving(stale=Stale.APPLIED))
    ed.open("a = 1\n# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    ed.edits.holding = True
    await api.send("item = 1\n")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    ed.go_to_end()
    ed.type("y")
    ed.edits.release()
    await api.send("item = 2\n")
    await api.done()
    await ed.text_is("a = 1\n# make a list\nitem = 1\nitem = 2\nx = 1\ny")
    await ed.progress_ended()


@pytest.mark.parametrize("profile", [MUTE], ids=["mute"])
async def test_a_client_that_takes_no_edits_is_told_so(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await ed.told("edits")
    assert not api.requests
    assert ed.text == "# make a list\n"


@pytest.mark.parametrize("profile", [MINIMAL], ids=["minimal"])
async def test_a_client_without_progress_or_versions_gets_its_text(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\nx = 1\n")
    await ed.generate()
    await api.request()
    ed.go_to_end()
    ed.type("y")
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.text_is("# make a list\nitems = [1, 2]\nx = 1\ny")
    await ed.caught_up()
    assert ed.progress == []
    assert len(ed.edits.received) == 1
