"""The edit session by example: where the region's borders are, and one edit in place of some text."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.session import EditSession, Profile, Stop
from getcode_lsp.editing.settling import Answer
from getcode_lsp.editing.text import Point, Span
from tests.unit.stage import EVERY, STOCK_NEOVIM, STRICT, Stage

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
