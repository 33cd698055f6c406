"""The edit session by example: when it waits, and when it stops."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.session import Policy, Profile, Stop
from getcode_lsp.editing.settling import Answer
from tests.unit.stage import IGNORES_VERSIONS, STOCK_NEOVIM, STRICT, UNKNOWN, Stage

# Waiting.


def refuse(stage: Stage, times: int) -> None:
    for _ in range(times):
        edit = stage.edit()
        stage.change(0, "x")
        stage.answers(edit, Answer.REFUSED)


def test_after_five_refusals_it_waits_for_a_pause_in_the_typing() -> None:
    stage = Stage()
    stage.session.feed("\na")
    refuse(stage, 5)
    assert stage.nothing_to_send()
    assert stage.session.held_up(stage.now) == "waiting for a pause in your typing"
    stage.wait(0.2)
    stage.change(0, "x")
    stage.wait(0.2)
    assert stage.nothing_to_send(), "there was a key 0.2 seconds ago"
    stage.wait(0.15)
    stage.lands(stage.edit())
    assert stage.session.held_up(stage.now) is None
    stage.session.feed("b")
    refuse(stage, 4)
    stage.edit()


def test_four_refusals_and_a_landing_do_not_add_up() -> None:
    stage = Stage()
    for token in ("\na", "b"):
        stage.session.feed(token)
        refuse(stage, 4)
        stage.lands(stage.edit())
    assert stage.text.endswith("# todo\nab")


def test_thirty_seconds_after_the_end_it_hands_back_the_rest() -> None:
    stage = Stage()
    edit = stage.feed("\na")
    stage.session.feed("b")
    stage.finish()
    stage.answers(edit)  # and no change ever comes
    stage.wait(29.9)
    assert not stage.ended()
    stage.wait(0.2)
    assert stage.ended()
    assert stage.session.stopped is Stop.UNDECIDED
    assert stage.session.unsent == "\nab"


def test_no_deadline_runs_on_the_answer_while_the_reply_comes() -> None:
    stage = Stage()
    edit = stage.feed("\na")
    stage.wait(3600)
    assert not stage.ended()
    stage.lands(edit)
    assert stage.generated == "\na"


def test_success_without_a_change_for_five_seconds_makes_it_cautious() -> None:
    stage = Stage(profile=STOCK_NEOVIM)
    edit = stage.feed("\na")
    stage.answers(edit)
    stage.wait(4.9)
    assert stage.policy() is Policy.LIVE
    stage.wait(0.2)
    assert stage.policy() is Policy.FINAL
    stage.shows(edit)
    stage.session.feed("b")
    assert stage.nothing_to_send()
    stage.finish()
    stage.lands(stage.edit())
    assert stage.text == "# todo\nab"


def test_an_editor_that_refuses_without_any_reason_is_given_up_after_its_patience() -> None:
    stage = Stage()
    stage.session.feed("\na")
    sent = 0
    for _ in range(100):
        edit = stage.session.next_edit(stage.now)
        if edit is not None:
            sent += 1
            stage.answers(edit, Answer.REFUSED)
        if stage.ended():
            break
        stage.wait(0.1)
    assert stage.session.stopped is Stop.REFUSED
    assert stage.session.unsent == "\na"
    assert sent < 10, "it must not spin"


def test_coalesced_edits_keep_their_distance() -> None:
    stage = Stage(profile=Profile(strict=True, honest=True, policy=Policy.COALESCED))
    stage.lands(stage.feed("\na"))
    stage.session.feed("b")
    assert stage.nothing_to_send()
    stage.session.feed("c")
    stage.wait(0.25)
    assert stage.edit().text == "bc"


def test_final_sends_one_edit_when_the_reply_is_complete() -> None:
    stage = Stage(profile=IGNORES_VERSIONS)
    for token in ("\na", "b", "c"):
        stage.session.feed(token)
        assert stage.nothing_to_send()
    stage.finish()
    stage.lands(stage.edit())
    assert stage.ended()
    assert stage.text == "# todo\nabc"


# Stopping.


def test_a_cancel_with_an_edit_under_way_waits_for_what_becomes_of_it() -> None:
    stage = Stage()
    edit = stage.feed("\na")
    stage.session.feed("b")
    stage.session.stop(Stop.CANCELLED, stage.now)
    assert stage.nothing_to_send()
    assert not stage.ended()
    stage.lands(edit)
    assert stage.ended()
    assert stage.session.stopped is Stop.CANCELLED
    assert (stage.generated, stage.session.unsent) == ("\na", "b")


def test_a_cancel_with_a_refused_edit_hands_it_back() -> None:
    stage = Stage()
    edit = stage.feed("\na")
    stage.session.stop(Stop.CANCELLED, stage.now)
    stage.change(0, "x")
    stage.answers(edit, Answer.REFUSED)
    assert stage.nothing_to_send()
    assert stage.ended()
    assert stage.session.unsent == "\na"


def test_a_cancel_does_not_wait_for_ever() -> None:
    stage = Stage()
    stage.feed("\na")
    stage.session.stop(Stop.CANCELLED, stage.now)
    stage.wait(5)
    assert stage.ended()
    assert stage.session.unsent == "\na"


def test_a_closed_document_ends_it_at_once() -> None:
    stage = Stage()
    stage.feed("\na")
    stage.session.feed("b")
    stage.session.abandon(Stop.CLOSED)
    assert stage.ended()
    assert stage.nothing_to_send()
    assert stage.session.unsent == "\nab"


def test_the_first_reason_stands() -> None:
    stage = Stage()
    stage.feed("\na")
    stage.session.stop(Stop.CANCELLED, stage.now)
    stage.session.stop(Stop.FAILED, stage.now)
    stage.session.abandon(Stop.CLOSED)
    assert stage.session.stopped is Stop.CANCELLED


def test_text_that_comes_after_the_end_is_handed_back() -> None:
    stage = Stage()
    stage.session.stop(Stop.CANCELLED, stage.now)
    stage.session.feed("\na")
    assert stage.session.unsent == "\na"


def test_an_edit_that_landed_altered_is_not_sent_again() -> None:
    stage = Stage("# todo\nrest", STRICT)
    edit = stage.feed("\nabc")
    stage.change(6, "\nabd")
    stage.answers(edit)
    stage.wait(1)
    assert stage.nothing_to_send()
    assert stage.session.stopped is Stop.TOUCHED
    assert stage.text == "# todo\nabd\nrest"


def test_an_edit_that_landed_where_its_place_was_is_named() -> None:
    stage = Stage("# todo\nrest", UNKNOWN)
    edit = stage.feed("\nabc")
    stage.session.feed("d")
    stage.change(0, "xy")
    stage.shows(edit)
    stage.answers(edit)
    assert stage.nothing_to_send()
    assert stage.session.stopped is Stop.CROSSED
    assert stage.session.unsent == "\nabcd"
    stray = stage.session.stray
    assert stray is not None
    assert stage.document.slice(*stray) == "\nabc"


# What a user declines, and editors that do not show or do not answer.

LATE = Profile(policy=Policy.FINAL, late=True)


def test_a_declined_piece_makes_it_wait_for_the_end() -> None:
    stage = Stage()
    stage.answers(stage.feed("\na"), Answer.DECLINED)
    stage.session.feed("b")
    assert stage.nothing_to_send()
    assert "declined" in str(stage.session.held_up(stage.now))
    stage.finish()
    edit = stage.edit()
    assert edit.text == "\nab"
    stage.lands(edit)
    assert stage.ended()
    assert stage.session.stopped is None


def test_what_is_declined_at_the_end_is_not_asked_for_again() -> None:
    stage = Stage()
    edit = stage.feed("\na")
    stage.finish()
    stage.answers(edit, Answer.DECLINED)
    assert stage.ended()
    assert stage.session.stopped is Stop.DECLINED
    assert (stage.session.unsent, stage.session.uncertain) == ("\na", False)


@pytest.mark.parametrize(
    "profile", [STRICT, UNKNOWN, IGNORES_VERSIONS], ids=["strict", "unknown", "ignoring"]
)
def test_a_decline_is_believed_of_every_editor(profile: Profile) -> None:
    stage = Stage(profile=profile)
    stage.session.feed("\na")
    stage.finish()
    stage.answers(stage.edit(), Answer.DECLINED)
    assert stage.session.stopped is Stop.DECLINED


def test_where_a_try_costs_a_question_it_waits_for_a_change() -> None:
    stage = Stage(profile=Profile(strict=True, honest=True, patience=30, retry=10))
    stage.answers(stage.feed("\na"), Answer.FAILED)
    stage.wait(9)
    assert stage.nothing_to_send()
    stage.type_before("#", "x")  # that is why
    stage.lands(stage.edit())


def test_an_edit_that_is_not_shown_is_believed_of_an_editor_that_shows_late() -> None:
    stage = Stage(profile=LATE)
    stage.session.feed("\na")
    stage.finish()
    stage.answers(stage.edit())
    stage.wait(4.9)
    assert not stage.ended()
    stage.wait(0.2)
    assert stage.ended()
    assert (stage.session.stopped, stage.session.believed, stage.session.unsent) == (None, True, "\na")


def test_what_a_late_editor_shows_in_time_is_judged_by_the_text() -> None:
    stage = Stage(profile=LATE)
    stage.session.feed("\na")
    stage.finish()
    edit = stage.edit()
    stage.answers(edit)
    stage.wait(3)
    stage.shows(edit)
    assert stage.ended()
    assert (stage.session.believed, stage.session.unsent) == (False, "")


def test_an_edit_that_is_shown_and_never_answered_is_believed_when_all_is_sent() -> None:
    stage = Stage()
    edit = stage.feed("\nanswer = 42")
    stage.shows(edit)
    stage.session.feed("b")
    stage.wait(20)
    assert not stage.ended()
    assert stage.nothing_to_send()
    stage = Stage()
    edit = stage.feed("\nanswer = 42")
    stage.finish()
    stage.shows(edit)
    stage.wait(5.1)
    assert (stage.session.stopped, stage.session.believed, stage.text) == (None, True, "# todo\nanswer = 42")


def test_a_short_text_without_an_answer_may_be_somebody_elses() -> None:
    stage = Stage()
    edit = stage.feed("\n")
    stage.finish()
    stage.shows(edit)
    stage.wait(10)
    assert not stage.ended()
