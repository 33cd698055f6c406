"""Indentation: the code stands where the comment stands, in the file's tabs or spaces."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.indentation import unit_of
from tests.unit.replies import shape

FUNCTION = "def f(x):\n    if x:\n        return 1\n\n    return 2\n"


def test_every_line_that_is_not_blank_stands_at_the_comments_column() -> None:
    assert shape(FUNCTION, indent="    ", unit="    ") == (
        "\n    def f(x):\n        if x:\n            return 1\n\n        return 2"
    )


def test_a_file_indented_with_tabs_gets_tabs() -> None:
    assert shape(FUNCTION, indent="\t", unit="\t") == (
        "\n\tdef f(x):\n\t\tif x:\n\t\t\treturn 1\n\n\t\treturn 2"
    )


def test_two_spaces_of_the_reply_are_one_tab_of_the_file() -> None:
    assert shape("{\n  a\n    b\n}", unit="\t") == "\n{\n\ta\n\t\tb\n}"


def test_a_file_indented_with_spaces_gets_its_own_number_of_them_for_a_tab() -> None:
    assert shape("if x:\n\ty\n\t\tz", indent="  ", unit="  ") == "\n  if x:\n    y\n      z"


def test_steps_of_the_reply_are_kept_between_spaces_and_spaces() -> None:
    assert shape(FUNCTION, unit="  ") == "\n" + FUNCTION.rstrip()


def test_what_a_reply_is_indented_by_itself_goes() -> None:
    reply = "".join(f"    {line}" if line.strip() else line for line in FUNCTION.splitlines(True))
    for indent in ("", "    ", "\t"):
        assert shape(reply, indent=indent) == shape(FUNCTION, indent=indent)


def test_a_line_less_deep_than_the_first_stands_at_the_comment() -> None:
    assert shape("        return 1\n    x\ny", indent="  ") == "\n  return 1\n  x\n  y"


def test_a_base_in_other_white_space_is_compared_by_its_columns() -> None:
    assert shape("\ta\n    b\n        c", unit="    ") == "\na\nb\n    c"


def test_alignment_keeps_its_spaces_behind_the_tabs() -> None:
    assert shape("f(\n    a,\n      b)\n/*\n * c\n */", unit="\t") == "\nf(\n\ta,\n\t  b)\n/*\n * c\n */"


def test_tabs_with_alignment_say_nothing_about_the_step() -> None:
    assert shape("a\n\t  b\n    c", unit="\t") == "\na\n\t  b\n\tc"


def test_a_deep_first_step_is_two_steps() -> None:
    assert shape("def f(\n        a,\n    ):\n    g()", unit="\t") == "\ndef f(\n\t\ta,\n\t):\n\tg()"


def test_blanks_within_a_line_stay() -> None:
    assert shape("a    b\tc", unit="\t") == "\na    b\tc"
    assert shape("a    b\tc", unit="    ") == "\na    b\tc"


def test_lines_inside_a_string_are_treated_like_all_others() -> None:
    assert (
        shape('s = """\nText\n    deep\n"""', indent="\t", unit="\t")
        == '\n\ts = """\n\tText\n\t\tdeep\n\t"""'
    )


def test_without_an_indentation_to_reach_nothing_changes() -> None:
    reply = "a\n  b\n\tc\n \t d"
    assert shape(reply, unit="") == "\n" + reply


def test_white_space_that_is_data_stays() -> None:
    assert shape("\tone\n  two", indent=" ", unit=None) == "\n \tone\n   two"


UNITS = {
    "tabs": (["a\n", "\tb\n", "\t\tc\n"], "\t"),
    "four spaces": (["a\n", "    b\n", "        c\n"], "    "),
    "two spaces": (["a\n", "  b\n", "    c\n", "      d\n"], "  "),
    "deep lines": (["a\n", "  b\n", "    c\n", "    d\n", "a\n", "  b\n", "    c\n"], "  "),
    "eight spaces": (["a\n", "        b\n"], " " * 8),
    "nothing": (["a\n", "b\n", ""], ""),
    "blank lines": (["a\n", "    \n", "\t\n"], ""),
    "stars of a comment": (["/**\n", " * a\n", " */\n", "\tb\n"], "\t"),
    "mostly tabs": (["a\n", "\tb\n", "\tc\n", "a\n", "  b\n"], "\t"),
    "mostly spaces": (["a\n", "  b\n", "a\n", "  b\n", "\tc\n"], "  "),
    "alignment": (["f(a,\n", "  b)\n", "if x\n", "    y\n", "if x\n", "    y\n"], "    "),
}


@pytest.mark.parametrize("name", UNITS)
def test_the_files_own_step_is_found(name: str) -> None:
    lines, unit = UNITS[name]
    assert unit_of(lines) == unit


def test_the_comments_own_indentation_decides_where_a_file_has_both() -> None:
    assert unit_of(["a\n", "\tb\n", "\tc\n"], indent="  ") == "    "
    assert unit_of(["a\n", "  b\n", "    c\n"], indent="\t") == "\t"


@pytest.mark.parametrize("language", ["makefile", "markdown", "csv", "plaintext"])
def test_some_languages_have_white_space_that_is_data(language: str) -> None:
    assert unit_of(["\ta\n"], language_id=language) is None
