"""Discarding generated code: the generated lines go, the user's own stay."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.discarding import (
    ChangedSinceError,
    discard,
    discard_edits,
    undo_improvement,
)
from getcode_lsp.editing.text import Document, Point

GENERATED = "\ndef f(x):\n    if x:\n        return 1\n\n    return 2"


def left(present: str, generated: str = GENERATED, *, at_end_of_file: bool = False) -> str:
    return discard(generated, present, at_end_of_file=at_end_of_file).text


def test_what_nobody_changed_goes_to_the_last_byte() -> None:
    discarded = discard(GENERATED, GENERATED)
    assert discarded.text == ""
    assert discarded.kept == 0
    assert discarded.cuts == ((0, len(GENERATED)),)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_are_no_change(line_end: str) -> None:
    assert left(GENERATED.replace("\n", line_end)) == ""


def test_a_line_of_the_users_in_between_stays() -> None:
    discarded = discard(GENERATED, GENERATED.replace("\n\n", "\n    print(x)\n\n"))
    assert discarded.text == "\n    print(x)"
    assert discarded.kept == 1


def test_lines_of_the_users_at_either_end_stay() -> None:
    assert left(f"\n# mine{GENERATED}") == "\n# mine"
    assert left(f"{GENERATED}\n\n\ndef mine():\n    pass") == "\n\n\ndef mine():\n    pass"


def test_a_generated_line_that_the_user_changed_stays_as_changed() -> None:
    discarded = discard(GENERATED, GENERATED.replace("return 1", "return 11"))
    assert discarded.text == "\n        return 11"
    assert discarded.kept == 1


def test_a_line_that_the_user_deleted_is_gone_already() -> None:
    assert left(GENERATED.replace("\n    return 2", "")) == ""


def test_a_line_that_was_only_indented_anew_goes() -> None:
    assert left(GENERATED.replace("\n    ", "\n\t")) == ""
    assert left(GENERATED.replace("\n", "\n  ")) == ""


def test_blanks_that_a_save_hook_trimmed_are_no_change() -> None:
    assert left("\na\nb", "\na  \nb") == ""


def test_a_copied_line_stays_once() -> None:
    assert left("\na\nb\na\nb", "\na\nb") == "\na\nb"
    assert discard("\na\nb", "\na\nb\na").kept == 1


def test_blank_lines_that_would_be_all_that_is_left_go() -> None:
    assert left(GENERATED.replace("\n    if", "\n\n  \n    if") + "\n\n") == ""


def test_the_line_end_at_the_end_of_the_file_stays() -> None:
    assert left(f"{GENERATED}\n", at_end_of_file=True) == "\n"
    assert left(f"{GENERATED}\n") == ""


def test_the_line_end_that_was_generated_goes_with_the_rest() -> None:
    assert left(f"{GENERATED}\n", f"{GENERATED}\n", at_end_of_file=True) == ""


def test_text_typed_behind_the_comment_stays_there() -> None:
    assert left(f" and more{GENERATED}") == " and more"


def test_a_generated_line_drawn_up_to_the_comment_goes() -> None:
    assert left(GENERATED[1:]) == ""


def test_two_lines_made_one_are_the_users() -> None:
    assert left("\na b", "\na\nb") == "\na b"


def test_a_moved_line_stays_for_it_was_put_there() -> None:
    assert discard("\na\nb\nc", "\nc\na\nb").kept == 1


def test_an_empty_region_has_nothing_to_discard() -> None:
    assert discard(GENERATED, "").text == ""
    assert discard("", "\nmine").text == "\nmine"
    assert discard("", "").cuts == ()


def test_the_users_own_block_among_like_lines_stays_whole() -> None:
    generated = "\nf {\n  a\n}\n\nh {\n  c\n}"
    mine = "\ng {\n  b\n}\n"
    assert left(generated.replace("\nh", f"{mine}\nh"), generated) == mine


def test_the_edits_leave_what_stands_around_alone() -> None:
    present = GENERATED.replace("\n\n", "\n    print(x)\n\n").replace("\n", "\r\n")
    document = Document(f"import os\r\n  # todo{present}\r\nthe end\r\n")
    start = document.line_end_at(1)
    for splice in reversed(discard_edits(discard(GENERATED, present), start, present)):
        assert document.slice(splice.start, splice.end) == splice.old
        document.apply(splice)
    assert document.text == "import os\r\n  # todo\r\n    print(x)\r\nthe end\r\n"
    assert start == Point(1, 8)


def test_an_improvement_is_undone_in_the_files_line_ends() -> None:
    original, improved = "# a list\n# of books", "# A list of books,\n# sorted by title"
    assert undo_improvement(original, improved, improved) == original
    present = improved.replace("\n", "\r\n")
    assert undo_improvement(original, improved, present) == original.replace("\n", "\r\n")
    assert undo_improvement("# a list", improved, present) == "# a list"
    assert undo_improvement(original, "# A list", "# A list  ") == original


@pytest.mark.parametrize("present", ["", "# A List", "# A list\n# more", "  # A list"])
def test_an_improvement_that_was_changed_is_not_undone(present: str) -> None:
    with pytest.raises(ChangedSinceError, match=r"was changed after .* so it stays"):
        undo_improvement("# a list", "# A list", present)
