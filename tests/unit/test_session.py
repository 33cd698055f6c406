"""The edit session by example: what settles an edit, where the region's borders are, when it waits, when it stops."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.session import EditSession, Limits, Policy, Profile, Stop
from getcode_lsp.editing.settling import Answer, Edit
from getcode_lsp.editing.text import Document, Point, Span

STRICT = Profile(strict=True, honest=True)
STOCK_NEOVIM = Profile(strict=True, honest=False)
VSCODE = Profile(strict=False, honest=True)
UNKNOWN = Profile()
IGNORES_VERSIONS = Profile(policy=Policy.FINAL)
EVERY = pytest.mark.parametrize("profile", [STRICT, STOCK_NEOVIM, VSCODE, UNKNOWN])


class Stage:
    """A session, its mirror and a clock. Places in the text are offsets; the comment is the first line."""

    def __init__(self, text: str = "# todo", profile: Profile = STRICT, limits: Limits | None = None) -> None:
        self.document = Document(text)
        self.session = EditSession(self.document, self.document.line_end_at(0), profile, limits)
        self.now = 100.0

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def generated(self) -> str:
        """The text of the region."""
        return self.document.slice(*self.session.region)

    def in_flight(self) -> bool:
        return self.session.in_flight

    def ended(self) -> bool:
        return self.session.ended

    def policy(self) -> Policy:
        return self.session.policy

    def point(self, offset: int) -> Point:
        for number, line in enumerate(self.document.lines):
            if offset < len(line) or number == len(self.document.lines) - 1:
                return Point(number, offset)
            offset -= len(line)
        raise AssertionError

    def feed(self, text: str) -> Edit:
        """Feed some text; it must go out at once."""
        self.session.feed(text)
        return self.edit()

    def edit(self) -> Edit:
        edit = self.session.next_edit(self.now)
        assert edit is not None, self.session
        return edit

    def nothing_to_send(self) -> bool:
        return self.session.next_edit(self.now) is None

    def change(self, offset: int, new: str, remove: int = 0, *, ranged: bool = True) -> None:
        """The mirror hears of a change, whoever made it."""
        splice = self.document.splice(self.point(offset), self.point(offset + remove), new)
        self.session.changed(splice, self.now, ranged=ranged)
        self.document.apply(splice)

    def type_before(self, what: str, new: str) -> None:
        self.change(self.text.index(what), new)

    def type_behind(self, what: str, new: str) -> None:
        self.change(self.text.index(what) + len(what), new)

    def remove(self, what: str) -> None:
        self.change(self.text.index(what), "", len(what))

    def becomes(self, text: str) -> None:
        """A change without a range."""
        splice = self.document.whole(text)
        self.session.changed(splice, self.now)
        self.document.apply(splice)

    def shows(self, edit: Edit) -> None:
        """The editor shows the change that an edit made."""
        splice = self.document.splice(edit.start, edit.end, edit.text)
        self.session.changed(splice, self.now, ranged=True)
        self.document.apply(splice)

    def answers(self, edit: Edit, answer: Answer = Answer.APPLIED) -> None:
        self.session.answered(edit.id, answer, self.now)

    def lands(self, edit: Edit) -> None:
        self.shows(edit)
        self.answers(edit)

    def wait(self, seconds: float) -> None:
        """Let time pass as the driver does: wake when the session wants to be woken."""
        until = self.now + seconds
        for _ in range(1000):
            wake = self.session.wake_at(self.now)
            if wake is None or wake > until:
                break
            self.now = wake
            self.session.tick(self.now)
        self.now = until
        self.session.tick(until)

    def finish(self) -> None:
        self.session.finish(self.now)


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


# Where the borders are.


def streamed(profile: Profile = STRICT) -> Stage:
    stage = Stage("# todo\nrest", profile)
    stage.lands(stage.feed("\nabc"))
    return stage


def test_typing_above_and_below_moves_the_region() -> None:
    stage = streamed()
    stage.change(0, "one\ntwo\n")
    stage.type_behind("rest", "!")
    stage.lands(stage.feed("d"))
    assert stage.text == "one\ntwo\n# todo\nabcd\nrest!"


def test_typing_on_the_comments_own_line_is_before_the_region() -> None:
    stage = streamed()
    stage.type_behind("# todo", " now")
    stage.lands(stage.feed("d"))
    assert stage.text == "# todo now\nabcd\nrest"


def test_typing_where_the_region_is_still_empty_is_before_it() -> None:
    stage = Stage("# todo\nrest")
    stage.type_behind("# todo", "!")
    stage.lands(stage.feed("\na"))
    assert stage.text == "# todo!\na\nrest"


def test_typing_at_the_end_is_behind_and_the_stream_goes_on_in_front_of_it() -> None:
    stage = streamed()
    stage.type_behind("abc", "xyz")
    stage.lands(stage.feed("d"))
    assert stage.text == "# todo\nabcdxyz\nrest"


def test_a_final_line_end_and_trimmed_blanks_behind_it_are_not_its_business() -> None:
    stage = Stage("# todo  ")
    stage.lands(stage.feed("\nabc"))
    stage.type_behind("abc", "\n")
    stage.change(6, "", 2)
    stage.lands(stage.feed("d"))
    assert stage.text == "# todo\nabcd\n"


@pytest.mark.parametrize(
    ("offset", "new", "removed"), [(8, "x", 0), (7, "", 1), (9, "", 1), (8, "y", 1), (5, "", 6)]
)
@EVERY
def test_a_change_inside_stops_it(profile: Profile, offset: int, new: str, removed: int) -> None:
    stage = streamed(profile)
    stage.change(offset, new, removed)
    stage.session.feed("d")
    assert stage.nothing_to_send()
    assert stage.session.stopped is Stop.TOUCHED
    assert stage.session.unsent == "d"


def test_a_deletion_around_an_empty_region_stops_it() -> None:
    stage = Stage("# todo\nrest")
    stage.change(3, "", 6)
    assert stage.session.stopped is Stop.TOUCHED


@EVERY
def test_a_change_inside_while_an_edit_is_under_way_stops_it(profile: Profile) -> None:
    stage = streamed(profile)
    edit = stage.feed("d")
    stage.type_behind("a", "x")
    stage.answers(edit, Answer.APPLIED if profile is STOCK_NEOVIM else Answer.REFUSED)
    stage.wait(1)
    assert stage.ended()
    assert stage.session.stopped is Stop.TOUCHED
    assert stage.session.unsent == "d"
    assert stage.text == "# todo\naxbc\nrest"


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
    assert stage.session.stopped is Stop.GAVE_UP
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


# One edit in place of some text.


def replacing(profile: Profile = STRICT) -> Stage:
    stage = Stage("# todo\nrest", profile)
    whole = Span(Point(0, 0), Point(0, 6))
    stage.session = EditSession(stage.document, whole.end, profile, replacing=whole)
    stage.session.feed("# to do\n# more")
    assert stage.nothing_to_send(), "a replacement goes out whole"
    stage.finish()
    return stage


@EVERY
def test_a_replacement_is_one_edit(profile: Profile) -> None:
    stage = replacing(profile)
    stage.lands(stage.edit())
    assert stage.ended()
    assert stage.session.stopped is None
    assert stage.text == "# to do\n# more\nrest"


def test_a_replacement_is_sent_again_where_its_place_has_moved() -> None:
    stage = replacing()
    edit = stage.edit()
    stage.change(0, "x\n")
    stage.answers(edit, Answer.REFUSED)
    stage.lands(stage.edit())
    assert stage.text == "x\n# to do\n# more\nrest"


def test_a_replacement_stops_where_the_old_text_was_changed() -> None:
    stage = replacing()
    edit = stage.edit()
    stage.type_before("odo", "!")
    stage.answers(edit, Answer.REFUSED)
    assert stage.ended()
    assert stage.session.stopped is Stop.TOUCHED
    assert stage.session.unsent == "# to do\n# more"
    assert stage.text == "# t!odo\nrest"
