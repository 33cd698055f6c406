"""The table of characters: what goes into a document as it came, and what becomes of the rest."""

from __future__ import annotations

import ast
import html
import json
import re
import unicodedata
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from getcode_lsp.editing.characters import RULES, Rule, Treatment
from getcode_lsp.editing.escapes import escape_for
from getcode_lsp.editing.shaping import Shaper
from tests.unit.replies import CODE, ENGLAND, shape, whole

EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.first:04X}")


@EVERY_RULE
def test_each_row_of_the_table_does_what_it_says(rule: Rule) -> None:
    for code in (rule.first, rule.last):
        reply = f"x = a{chr(code)}b"
        shaper = Shaper()
        sent = shaper.feed(reply) + shaper.finish()
        expected = {
            Treatment.SENT: chr(code),
            Treatment.LINE_END: "\n",
            Treatment.ESCAPED: f"<U+{code:04X}>",
            Treatment.REPLACED: "\ufffd",
        }[rule.treatment]
        counted = rule.treatment in (Treatment.ESCAPED, Treatment.REPLACED)
        assert sent == f"\nx = a{expected}b"
        assert shaper.warnings == ({rule.name: 1} if counted else {})
        assert bool(shaper.warning) is counted


@EVERY_RULE
def test_each_row_of_the_table_has_a_reason(rule: Rule) -> None:
    assert len(rule.reason) > 10
    assert rule.first <= rule.last


def test_no_character_has_two_rows() -> None:
    for one, other in pairwise(RULES):
        assert one.last < other.first


def test_every_control_bidi_and_tag_character_has_a_row() -> None:
    isolating = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    for code in range(0x110000):
        if (
            unicodedata.category(chr(code)) in ("Cc", "Cs")
            or unicodedata.bidirectional(chr(code)) in isolating
        ):
            assert any(rule.first <= code <= rule.last for rule in RULES), f"U+{code:04X}"


@pytest.mark.parametrize("character", ["\xa0", "\u3000", "\ufe0f", "\xad", "\u0301", "\U000e0100"])
def test_characters_without_a_row_are_sent(character: str) -> None:
    assert shape(f"x = a{character}b") == f"\nx = a{character}b"


def test_one_sentence_counts_all_that_was_replaced() -> None:
    assert whole("x\x1b\u202e\u202ey\ud800").warning == (
        "3 invisible characters (bidi, control) were written as visible escapes; "
        "1 broken character was replaced by U+FFFD: check the text before you run it."
    )
    assert whole("x\x00").warning == (
        "1 invisible character (control) was written as visible escapes: check the text before you run it."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("python", "\\x1b\\x9b\\u202e\\U000e0041"),
        ("typescript", "\\x1b\\x9b\\u202e\\u{e0041}"),
        ("rust", "\\u{1b}\\u{9b}\\u{202e}\\u{e0041}"),
        ("go", "\\u001b\\u009b\\u202e\\U000e0041"),
        ("java", "\\u001b\\u009b\\u202e\\udb40\\udc41"),
        ("c", "\\033\\302\\233\\u202e\\U000e0041"),
        ("perl", "\\x{1b}\\x{9b}\\x{202e}\\x{e0041}"),
        ("powershell", "`u{1b}`u{9b}`u{202e}`u{e0041}"),
        ("css", "\\00001b\\00009b\\00202e\\0e0041"),
        ("lua", "\\027\\194\\155\\226\\128\\174\\243\\160\\129\\129"),
        ("html", "&lt;U+001B&gt;&lt;U+009B&gt;&#x202E;&#xE0041;"),
        ("xml", "&lt;U+001B&gt;&#x9B;&#x202E;&#xE0041;"),
        ("sql", "<U+001B><U+009B><U+202E><U+E0041>"),
        ("of tomorrow", "<U+001B><U+009B><U+202E><U+E0041>"),
    ],
)
def test_a_language_may_have_its_own_escape(language: str, expected: str) -> None:
    assert shape("x\x1b\x9b\u202e\U000e0041", language=language) == "\nx" + expected


ESCAPED = [
    code for rule in RULES if rule.treatment is Treatment.ESCAPED for code in range(rule.first, rule.last + 1)
]


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("python", lambda text: ast.literal_eval(f'"{text}"')),
        ("json", lambda text: json.loads(f'"{text}"')),
        ("css", lambda text: re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), text)),
    ],
)
def test_an_escape_is_read_back_as_the_character(language: str, read: object) -> None:
    assert callable(read)
    for code in ESCAPED:
        assert read(f"a{escape_for(language)(code)}1") == f"a{chr(code)}1", f"U+{code:04X}"


def test_what_is_escaped_in_markup_stays_well_formed() -> None:
    for code in ESCAPED:
        text = ET.fromstring(f"<p>{escape_for('xml')(code)}</p>").text  # noqa: S314
        assert text == (chr(code) if code >= 0x20 else f"<U+{code:04X}>")
        assert html.unescape(escape_for("html")(code)) == (chr(code) if code >= 0xA0 else f"<U+{code:04X}>")


@pytest.mark.parametrize("after", ["", "x", "\n", ENGLAND, "\U0001f3f4", "\U0001f600"])
def test_a_flag_keeps_its_tags(after: str) -> None:
    assert shape("x" + ENGLAND + after) == "\nx" + ENGLAND + after.strip("\n")


@pytest.mark.parametrize("tags", ["g", "gb", "gbengland", "GBENG", "gb ng"])
def test_tags_that_spell_no_flag_are_made_visible(tags: str) -> None:
    codes = [0xE0000 + ord(letter) for letter in tags] + [0xE007F]
    sent = shape("x\U0001f3f4" + "".join(map(chr, codes)))
    assert sent == "\nx\U0001f3f4" + "".join(f"<U+{code:04X}>" for code in codes)


def test_surrogates_are_joined_and_lone_ones_replaced() -> None:
    shaper = Shaper()
    assert [shaper.feed(t) for t in ("x\ud83d", "\ude00y", "\ude00", "\ud83d", "z", "\ud83d")] == [
        "\nx", "\U0001f600y", "\ufffd", "", "\ufffdz", "",
    ]  # fmt: skip
    assert shaper.finish() == "\ufffd"
    assert shaper.warnings == {"surrogate": 3}


def test_a_byte_order_mark_at_the_start_goes() -> None:
    assert shape("\ufeffimport os\nx = '\ufeff'") == "\nimport os\nx = '\ufeff'"


def test_no_warning_without_a_cause() -> None:
    shaper = Shaper()
    shaper.feed(CODE)
    shaper.finish()
    assert shaper.warning is None
