"""The edit session by example: what settles an edit, however a client spells it."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.session import Profile, Stop
from getcode_lsp.editing.settling import Answer
from getcode_lsp.editing.text import Point
from tests.unit.stage import EVERY, STOCK_NEOVIM, STRICT, VSCODE, Stage

# One edit at a time.


def test_tokens_go_in_at_the_end_of_the_comments_line() -> None:
    stage = Stage("# todo\nrest\n")
    stage.lands(stage.feed("\nx = 1"))
    stage.lands(stage.feed("\ny = 2"))
    stage.finish()
    assert stage.text == "# todo\nx = 1\ny = 2\nrest\n"
    assert stage.ended()
    assert stage.session.stopped is None
    assert stage.session.unsent == ""


@pytest.mark.parametrize("text", ["# todo", "# todo\n", "# todo\r\nrest", ""])
def test_it_works_at_the_end_of_a_file_and_with_any_line_end(text: str) -> None:
    stage = Stage(text)
    line_end = stage.document.line_end
    stage.lands(stage.feed(f"{line_end}x"))
    assert stage.text == text[: len("# todo")] + f"{line_end}x" + text[len("# todo") :]


def test_what_comes_while_an_edit_is_under_way_goes_out_as_one() -> None:
    stage = Stage()
    first = stage.feed("\na")
    for token in ("b", "c", "\nd"):
        stage.session.feed(token)
        assert stage.nothing_to_send()
    stage.lands(first)
    assert stage.edit().text == "bc\nd"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_much_text_goes_out_in_several_edits_and_no_line_break_is_split(line_end: str) -> None:
    stage = Stage(f"# todo{line_end}rest")
    text = f"{line_end}x" * 100_000 + line_end * 100_001
    edit, sizes = stage.feed(text), []
    stage.session.finish(stage.now)
    while True:
        assert not edit.text.endswith("\r")
        sizes.append(len(edit.text))
        stage.lands(edit)
        if stage.ended():
            break
        edit = stage.edit()
    assert stage.generated == text
    assert len(sizes) > 1
    assert max(sizes) <= 1 << 17


@EVERY
def test_the_answer_may_come_before_the_change(profile: Profile) -> None:
    stage = Stage(profile=profile)
    edit = stage.feed("\na")
    stage.answers(edit)
    assert stage.in_flight()
    stage.shows(edit)
    assert not stage.in_flight()
    assert stage.generated == "\na"


@EVERY
def test_the_answer_may_come_after_the_change(profile: Profile) -> None:
    stage = Stage(profile=profile)
    edit = stage.feed("\na")
    stage.shows(edit)
    assert stage.in_flight()
    stage.answers(edit)
    assert not stage.in_flight()
    assert stage.generated == "\na"


@EVERY
def test_a_change_of_the_users_may_come_between_the_change_and_the_answer(profile: Profile) -> None:
    stage = Stage(profile=profile)
    edit = stage.feed("\na")
    stage.shows(edit)
    stage.change(0, "x\n")
    stage.answers(edit)
    assert stage.generated == "\na"
    assert stage.text == "x\n# todo\na"


def test_success_alone_proves_nothing() -> None:
    stage = Stage(profile=STOCK_NEOVIM)
    edit = stage.feed("\na")
    stage.answers(edit)
    stage.wait(2)
    assert stage.in_flight()
    assert stage.session.unsent == "\na"


def test_a_stale_edit_that_neovim_dropped_is_sent_again_at_the_place_that_has_moved() -> None:
    stage = Stage("# todo\nrest", STOCK_NEOVIM)
    first = stage.feed("\na")
    stage.change(0, "#!\n")
    stage.answers(first)  # it says: applied
    again = stage.edit()
    assert (again.start, again.text) == (Point(1, 6), "\na")
    stage.lands(again)
    assert stage.text == "#!\n# todo\na\nrest"


def test_a_change_that_changes_nothing_makes_an_edit_stale_too() -> None:
    stage = Stage(profile=STOCK_NEOVIM)
    first = stage.feed("\na")
    stage.change(0, "#", 1)
    stage.answers(first)
    assert stage.edit().text == "\na"


def test_a_refused_edit_is_sent_again() -> None:
    stage = Stage(profile=VSCODE)
    first = stage.feed("\na")
    stage.session.feed("b")
    stage.change(0, "x")
    stage.answers(first, Answer.REFUSED)
    again = stage.edit()
    assert (again.start.column, again.text) == (7, "\nab")
    stage.lands(again)
    assert stage.text == "x# todo\nab"


def test_a_refusal_that_overtakes_the_change_that_explains_it() -> None:
    stage = Stage(profile=VSCODE)
    first = stage.feed("\na")
    stage.answers(first, Answer.REFUSED)
    stage.change(0, "x")
    stage.lands(stage.edit())
    assert stage.text == "x# todo\na"


def test_a_late_answer_belongs_to_its_own_edit() -> None:
    stage = Stage(profile=VSCODE)
    first = stage.feed("\na")
    stage.lands(first)
    second = stage.feed("b")
    stage.answers(first, Answer.REFUSED)
    assert stage.in_flight(), "the answer to the first edit settled the second"
    stage.lands(second)
    assert stage.generated == "\nab"


def test_the_first_answer_counts() -> None:
    stage = Stage(profile=VSCODE)
    edit = stage.feed("\na")
    stage.answers(edit, Answer.APPLIED)
    stage.answers(edit, Answer.REFUSED)
    stage.shows(edit)
    assert stage.generated == "\na"


# How a client spells the change.


@EVERY
def test_the_client_may_write_other_line_ends(profile: Profile) -> None:
    stage = Stage("# todo\r\nrest", profile)
    edit = stage.feed("\na\rb")
    stage.change(6, "\r\na\r\nb")
    stage.answers(edit)
    assert stage.generated == "\r\na\r\nb"
    stage.lands(stage.feed("c"))
    assert stage.text == "# todo\r\na\r\nbc\r\nrest"


@EVERY
def test_the_client_may_spell_the_change_at_a_shifted_place(profile: Profile) -> None:
    stage = Stage("# todo\nrest", profile)
    edit = stage.feed("\na")
    stage.change(7, "a\n")  # the same text, one further on
    stage.answers(edit)
    assert stage.generated == "\na"
    assert stage.text == "# todo\na\nrest"


@EVERY
def test_the_client_may_send_the_whole_text(profile: Profile) -> None:
    stage = Stage("# todo\nrest", profile)
    edit = stage.feed("\na")
    stage.becomes("# todo\na\nrest")
    stage.answers(edit)
    assert stage.generated == "\na"


def test_a_whole_text_that_holds_our_edit_and_the_users_change() -> None:
    stage = Stage("# todo\nrest", STRICT)
    edit = stage.feed("\nabc")
    stage.becomes("# todo!\nabc\nrest")
    stage.answers(edit)
    assert stage.generated == "\nabc"
    stage.lands(stage.feed("d"))
    assert stage.text == "# todo!\nabcd\nrest"


def test_a_whole_text_with_a_change_of_the_users_a_line_below() -> None:
    stage = Stage("# todo\nrest", STRICT)
    edit = stage.feed("\nabc")
    stage.becomes("# todo\nabc\nrests")
    stage.answers(edit)
    assert stage.generated == "\nabc"


def test_a_whole_text_with_a_change_inside_our_second_edit() -> None:
    stage = Stage("# todo\nrest", STRICT)
    stage.lands(stage.feed("\na\n\nb"))
    edit = stage.feed("ccag")
    stage.becomes("# todo\na\n\nbccgag\nrest")
    stage.answers(edit)
    assert stage.ended()
    assert stage.session.stopped is Stop.TOUCHED


def test_our_edit_and_the_users_key_in_one_notification() -> None:
    stage = Stage("# todo\nrest", STOCK_NEOVIM)
    edit = stage.feed("\nabc")
    stage.answers(edit)
    stage.shows(edit)
    stage.type_behind("abc", "x")
    assert stage.generated == "\nabc"
    stage.lands(stage.feed("d"))
    assert stage.text == "# todo\nabcdx\nrest"


def test_our_edit_and_its_undo_in_one_notification() -> None:
    stage = Stage("# todo\nrest", STOCK_NEOVIM)
    edit = stage.feed("\nabc")
    stage.session.feed("d")
    stage.answers(edit)
    stage.shows(edit)
    stage.remove("\nabc")
    assert stage.nothing_to_send(), "what was undone came back"
    assert stage.session.stopped is Stop.TOUCHED
    assert stage.session.unsent == "d"


def test_the_user_types_what_neovim_dropped() -> None:
    """Either reading is right; what must not be is the text twice or not at all."""
    stage = Stage("# todo\nrest", STOCK_NEOVIM)
    edit = stage.feed("\na")
    stage.change(6, "\na")
    stage.answers(edit)
    stage.finish()
    while (more := stage.session.next_edit(stage.now)) is not None:
        stage.lands(more)
    assert stage.ended()
    assert stage.session.unsent == ""
    assert stage.generated == "\na"


def test_an_error_is_not_overruled_by_what_the_user_types() -> None:
    stage = Stage("# todo\nrest", STOCK_NEOVIM)
    edit = stage.feed("\na")
    stage.answers(edit, Answer.FAILED)
    stage.change(6, "\na")
    stage.finish()
    stage.wait(1)
    assert "\na" in stage.session.unsent or stage.text.count("\na") == 2
