"""When text goes into the document: by what the client is, by the setting `getcode.apply`, by what it has shown."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest
from lsprotocol import types

from tests.fakes.api import FakeApi
from tests.fakes.editor import GENERATE, INSERT, Editor
from tests.fakes.profiles import (
    COC,
    EGLOT,
    HELIX,
    KAKOUNE,
    KATE,
    LSP_MODE,
    MINIMAL,
    NEOVIM,
    OTHERS,
    UNNAMED_EGLOT,
    VIM_LSP,
    VSCODE,
    Profile,
    Reply,
)
from tests.lsp.conftest import Start

QUICK = {"limits": {"refusals": 2, "quietMs": 50, "giveUpSeconds": 3, "unsettledSeconds": 1}}
TEXT = "# make a list$0\nx = 1\n"
BARE = TEXT.replace("$0", "")
WHOLE = "# make a list\nitems = [1, 2]\nx = 1\n"
a_few = pytest.mark.parametrize("profile", [VSCODE, EGLOT, MINIMAL], ids=lambda profile: profile.name)


async def begin(start: Start, profile: Profile, **settings: Any) -> Editor:
    """Start with settings, by initializationOptions: some clients have no other way."""
    own = {"settings": {**QUICK, **settings}}
    ed = await start(profile, options={**(profile.options or {}), **own}, settings=own["settings"])
    ed.open(TEXT)
    await ed.generate()
    return ed


@a_few
async def test_live_shows_the_text_before_the_reply_is_complete(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await begin(start, profile, apply="live")
    await api.request()
    await api.send("items = [1")
    await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    await api.send(", 2]\n")
    await api.done()
    await ed.text_is(WHOLE)
    await ed.progress_ended()


@a_few
async def test_final_is_one_edit(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await begin(start, profile, apply="final")
    await api.request()
    for token in ("items", " = [1", ", 2]\n"):
        await api.send(token)
    await ed.caught_up()
    assert ed.text == BARE
    await api.done()
    await ed.text_is(WHOLE)
    await ed.progress_ended()
    assert len(ed.edits.received) == 1


@a_few
async def test_coalesced_is_fewer_edits_than_tokens(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await begin(start, profile, apply="coalesced", limits={**QUICK["limits"], "coalesceMs": 60_000})
    await api.request()
    await api.send("items = [1")
    await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    await api.send(", ")
    await api.send("2]\n")
    ed.edits.flush()
    await ed.caught_up()
    assert len(ed.edits.received) == 1
    ed.cancel() if profile.progress else await ed.execute("getcode.cancel")
    await ed.progress_ended()
    ed.forgive()


@pytest.mark.parametrize("profile", OTHERS, ids=lambda profile: profile.name)
async def test_each_editor_by_default(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile)
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = [1")
    if profile.live:
        await ed.text_is("# make a list\nitems = [1\nx = 1\n")
    await api.send(", 2]\n")
    await ed.caught_up()
    assert profile.live or ed.text == BARE
    await api.done()
    await ed.text_is(WHOLE)
    ed.edits.flush()  # the user's next key
    await ed.progress_ended()
    await ed.logged("tokens used")
    assert profile.live or len(ed.edits.received) == 1


@pytest.mark.parametrize("profile", [HELIX, COC, LSP_MODE, KAKOUNE, VIM_LSP], ids=lambda p: p.name)
async def test_each_editor_while_keys_are_typed(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile)
    ed.open(f"a = 1\n{TEXT}")
    await ed.generate()
    await api.request()
    ed.go_to_start()
    for number in range(6):
        await api.send(f"item = {number}\n")
        ed.type("a")
    ed.edits.flush()
    await ed.caught_up()
    await api.done()
    code = "".join(f"item = {number}\n" for number in range(6))
    expected = f"{'a' * 6}a = 1\n# make a list\n{code}x = 1\n"
    await ed.text_is(expected, within=20)
    ed.edits.flush()
    await ed.progress_ended()
    assert ed.text == expected


@pytest.mark.parametrize("profile", [UNNAMED_EGLOT, EGLOT, VSCODE], ids=lambda profile: profile.name)
async def test_a_user_who_declines_an_edit_is_asked_once_more_at_the_end(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await begin(start, profile, apply="live")
    await api.request()
    ed.edits.reply = Reply.DECLINED
    await api.send("items = [1")
    await ed.edits_are(1)
    ed.edits.reply = Reply.TRUTH
    await api.send(", ")
    await api.send("2]\n")
    await ed.caught_up()
    assert ed.text == BARE
    await api.done()
    await ed.text_is(WHOLE)
    ed.edits.flush()
    await ed.progress_ended()
    assert len(ed.edits.received) == 2


@pytest.mark.parametrize("profile", [UNNAMED_EGLOT, VSCODE], ids=lambda profile: profile.name)
async def test_declined_at_the_end_the_text_is_kept_and_can_be_inserted(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await begin(start, profile, apply="final")
    await api.request()
    ed.edits.reply = Reply.DECLINED
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.told("declined", INSERT, ".py")
    if ed.questions:
        ed.questions[-1].dismiss()
    await ed.progress_ended()
    assert len(ed.edits.received) == 1, "the user is asked once"
    assert ed.recovered == "items = [1, 2]"
    ed.edits.reply = Reply.TRUTH
    ed.go_to_start()
    ed.type("# mine\n")
    ed.go_before("make a list")
    await ed.insert_generated()
    await ed.text_is(f"# mine\n{WHOLE}")
    ed.edits.flush()
    await ed.progress_ended()
    assert len(api.requests) == 1
    assert INSERT not in [action.title for action in await ed.actions()]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
async def test_what_was_left_over_is_followed_from_the_answer_on(start: Start, api: FakeApi) -> None:
    """The refusal and the user's next change are read at once."""
    ed = await begin(start, VSCODE, apply="final")
    await api.request()
    ed.edits.holding = True
    ed.edits.reply = Reply.DECLINED
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.until(lambda: ed.edits.waiting == 1, "the edit")
    async with ed.read_at_once():
        ed.edits.release()
        ed.splice(0, 0, "# mine\n\n\n")
    await ed.told("declined", INSERT, ".py")
    ed.questions[-1].dismiss()
    await ed.progress_ended()
    ed.edits.reply = Reply.TRUTH
    ed.go_before("make a list")
    await ed.insert_generated()
    await ed.text_is(f"# mine\n\n\n{WHOLE}")
    await ed.progress_ended()


async def test_who_declined_an_edit_is_not_asked_for_every_piece_of_the_next(
    start: Start, api: FakeApi
) -> None:
    ed = await begin(start, VSCODE)
    first = await api.request()
    ed.edits.reply = Reply.DECLINED
    await first.send("items = [1, 2]\n")
    await ed.edits_are(1)
    ed.edits.reply = Reply.TRUTH
    await first.done()
    await ed.text_is(WHOLE)
    await ed.progress_ended()
    ed.go_before("make a list")
    await ed.generate()
    second = await api.request()
    await second.send("other = 1\n")
    await ed.caught_up()
    assert ed.text == WHOLE
    await second.done()
    await ed.text_is(WHOLE.replace("list\n", "list\nother = 1\n"))
    await ed.progress_ended()


async def test_kate_takes_edits_just_after_a_command_only(start: Start, api: FakeApi) -> None:
    """A generation that takes longer is refused; the code is not generated anew but put in by one more command."""
    ed = await start(KATE.behaving(grace=0.3))
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    await api.send("items = [1, 2]\n")
    clock = ed.edits
    await ed.until(clock._is_too_late, "the editor's patience to end", within=5)
    await api.done()
    await ed.told("the editor refused the edit", INSERT, ".py")
    assert len(ed.edits.received) == 1
    assert ed.text == BARE
    await ed.insert_generated()
    await ed.text_is(WHOLE)
    await ed.caught_up()
    assert len(api.requests) == 1


async def test_an_insertion_that_is_refused_can_be_tried_again(start: Start, api: FakeApi) -> None:
    ed = await start(KATE)
    ed.open(TEXT)
    await ed.generate()
    await api.request()
    ed.edits.reply = Reply.FALSE
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.told("refused", INSERT)
    await ed.insert_generated()
    await ed.edits_are(2)
    await ed.until(lambda: len(ed.shown) == 2, "a second message")
    ed.edits.reply = Reply.TRUTH
    await ed.insert_generated()
    await ed.text_is(WHOLE)
    ed.forgive()


async def test_what_is_generated_anew_takes_the_place_of_what_was_left(start: Start, api: FakeApi) -> None:
    ed = await start(KATE)
    ed.open(TEXT)
    await ed.generate()
    first = await api.request()
    ed.edits.reply = Reply.FALSE
    await first.send("old = 1\n")
    await first.done()
    await ed.told("refused", INSERT)
    ed.edits.reply = Reply.TRUTH
    await ed.generate()
    second = await api.request()
    await second.send("items = [1, 2]\n")
    await second.done()
    await ed.text_is(WHOLE)
    assert [action.title for action in await ed.actions()][:1] == [GENERATE]


async def test_there_is_nothing_to_insert(start: Start, api: FakeApi) -> None:
    ed = await start(VSCODE)
    ed.open(TEXT)
    action = await ed.action(GENERATE)
    assert isinstance(action, types.CodeAction)
    assert action.command is not None
    (argument,) = action.command.arguments or ()
    await ed.execute("getcode.insert", argument)
    await ed.told("nothing left to insert")
    assert ed.text == BARE


@pytest.mark.parametrize("profile", [VIM_LSP, KAKOUNE], ids=lambda profile: profile.name)
async def test_an_edit_that_is_never_shown_ends_and_a_copy_is_kept(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    """Its user sees the text and does nothing: that is no reason to call it lost."""
    held = replace(profile, habits=replace(profile.habits, echo=VIM_LSP.habits.echo))
    ed = await begin(start, held)
    await api.request()
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.logged("did not confirm the last edit", within=15)
    await ed.progress_ended()
    assert ed.text == WHOLE
    assert ed.recovered == "items = [1, 2]"
    assert ed.shown == []


@pytest.mark.parametrize("profile", [NEOVIM, VSCODE], ids=lambda profile: profile.name)
async def test_an_editor_that_never_answers_gets_the_whole_text_once(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await begin(start, profile, apply="final")
    ed.edits.reply = Reply.NEVER
    await api.request()
    await api.send("items = [1, 2]\n")
    await api.done()
    await ed.text_is(WHOLE)
    await ed.progress_ended(within=15)
    assert len(ed.edits.received) == 1
    assert ed.shown == []


async def test_an_edit_that_is_said_to_be_applied_and_never_shown_is_named(
    start: Start, api: FakeApi
) -> None:
    ed = await begin(start, VSCODE.behaving(echo=VIM_LSP.habits.echo))
    await api.request()
    await api.send("items = [1")
    await ed.edits_are(1)
    await api.send(", 2]\n")
    await api.done()
    await ed.told("did not show what became of an edit", ".py", within=15)
    ed.questions[-1].dismiss()
    await ed.progress_ended()
    assert INSERT not in [action.title for action in await ed.actions()], "some of it is there"
    assert "2]" in ed.recovered


def test_every_editor_here_says_what_it_is_or_is_told_apart_by_what_it_offers() -> None:
    names = {profile.client.name for profile in OTHERS if isinstance(profile.client, types.ClientInfo)}
    assert len(names) == len(OTHERS) - 1
