"""Shaping: what of a reply goes into the document, and that it does not depend on how the reply was cut."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from getcode_lsp.editing.characters import RULES, escape_for
from getcode_lsp.editing.shaping import PROSE_CHARACTERS, PROSE_LINES, Shaper


def shape(
    reply: str,
    cuts: list[int] | None = None,
    *,
    indent: str = "",
    line_end: str = "\n",
    fences: bool = True,
    language: str = "",
) -> str:
    shaper = Shaper(indent=indent, line_end=line_end, fences=fences, escape=escape_for(language))
    bounds = [0, *(cuts or []), len(reply)]
    out = [shaper.feed(reply[a:b]) for a, b in pairwise(bounds)]
    return "".join(out) + shaper.finish()


def prefix_before(reply: str, marker: str, *, fences: bool = True) -> str:
    """What has been sent when the reply has come up to and with `marker`, one character at a time."""
    shaper = Shaper(fences=fences)
    end = reply.index(marker) + len(marker)
    return "".join(shaper.feed(character) for character in reply[:end])


CODE = "import os\n\n\ndef f(x):\n    return x\n"
SHAPED = "\nimport os\n\n\ndef f(x):\n    return x"

FENCED = {
    "a plain fence": f"```python\n{CODE}```\n",
    "no language": f"```\n{CODE}```",
    "tildes": f"~~~python\n{CODE}~~~\n",
    "longer fence": f"````python\n{CODE}````\n",
    "blank lines around": f"\n\n```python\n\n{CODE}\n```\n\n",
    "a sentence before": f"Here is the code:\n\n```python\n{CODE}```",
    "a sentence after": f"```python\n{CODE}```\nThis code does it.\n",
    "sentences around": f"Sure! Here's the function you asked for:\n```python\n{CODE}```\n\nLet me know, please.",
    "another language": f"Hier ist der Code:\n```python\n{CODE}```\nViel Erfolg!",
    "letters without case": f"以下是代码：\n```python\n{CODE}```\n这段代码可以运行。",
    "a heading": f"### `books.py`\n\n```python\n{CODE}```\n",
    "a bold name": f"**books.py**\n```python\n{CODE}```\n",
    "a name in backticks": f"`books.py`:\n```python\n{CODE}```\n",
    "a list before": f"This does the following:\n- reads the file\n- writes it\n\n```python\n{CODE}```",
    "inline code in prose": f"The name `x = f(1)` is used:\n```python\n{CODE}```\nCall `f(2)` then.",
    "how to run it": f"```python\n{CODE}```\nRun it with:\n```bash\npython books.py\n```\nEnjoy.",
    "closing fence with blanks": f"```python\n{CODE}```  \n",
    "never closed": f"```python\n{CODE}",
    "CR LF": f"Here it is:\n```python\n{CODE}```\n".replace("\n", "\r\n"),
    "a fence that is indented": "  ```python\n" + re.sub("(?m)^(?=.)", "  ", CODE) + "  ```\n",
}


@pytest.mark.parametrize("name", FENCED)
def test_the_code_comes_out_of_its_fence(name: str) -> None:
    assert shape(FENCED[name]) == SHAPED


INNER = {
    "indented inside a docstring": 'def f():\n    """Do.\n\n    ```\n    f()\n    ```\n    """\n',
    "with a language": "const s = `\n```js\nf()\n```\n`;\n",
    "bare, code follows": "const s = `\n```\nf()\n```\n`;\n",
    "another kind of marks": "s = '''\n~~~\nText here.\n~~~\n'''\n",
}


@pytest.mark.parametrize("name", INNER)
def test_a_fence_inside_the_code_stays(name: str) -> None:
    assert shape(f"```python\n{INNER[name]}```\nThat is all.") == "\n" + INNER[name].rstrip()


UNTOUCHED = {
    "code without a fence": CODE,
    "code with a fence later": f'x = 1\n"""\n```\n{CODE}```\n"""\n',
    "prose without a fence": "Dear Ann,\n\nThank you for the book.\n\nYours\nBob",
    "prose, then code, then a fence": f"Here it is:\nx = 1\n```python\n{CODE}```",
    "code that ends in a fence": f"{CODE}```",
    "one line between backticks": "```f()```\n",
    "prose of too many lines": "Word.\n" * (PROSE_LINES + 1) + f"```python\n{CODE}```",
    "prose that is too long": "Word and word.\n" * 3
    + "Word " * (PROSE_CHARACTERS // 5)
    + f"\n```\n{CODE}```",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_not_wrapped_is_untouched(name: str) -> None:
    stripped = re.sub("[ \t]+\n", "\n", UNTOUCHED[name])
    assert shape(UNTOUCHED[name]) == "\n" + stripped.rstrip()


@pytest.mark.parametrize("name", [*FENCED, *INNER])
def test_a_markdown_target_keeps_its_fences(name: str) -> None:
    reply = (FENCED | INNER)[name].replace("\r\n", "\n")
    assert shape(reply, fences=False) == "\n" + re.sub("[ \t]+(?=\n|$)", "", reply).strip("\n")


def test_a_second_block_in_the_same_language_goes_on() -> None:
    reply = "```python\na = 1\n```\nAnd the rest:\n```Python\nb = 2\n```\nDone.\n```bash\nls\n```"
    assert shape(reply) == "\na = 1\n\nb = 2"


def test_what_was_left_out_can_be_had() -> None:
    shaper = Shaper()
    shaper.feed("Here:\n```python\na = 1\n```\nRun it.")
    shaper.finish()
    assert shaper.left_out == "Here:\n```python\n```\nRun it."


@pytest.mark.parametrize(
    "reply",
    [
        "import os\n",
        "def f():",
        "<!DOCTYPE html>",
        "#!/bin/sh\n",
        "# A comment\nx",
        "// a comment",
        "/* x */",
        "@app.get('/')",
        "{ 1 }",
        '"use strict";',
        "$x = 1;",
        "x = 1",
        "const a = 1",
        "CREATE TABLE books",
        "FROM python:3",
    ],
)
def test_code_streams_from_its_first_characters(reply: str) -> None:
    visible = reply.split("\n")[0]
    for marker in range(2, len(visible) + 1):
        sent = prefix_before(reply, reply[:marker])
        assert sent == "\n" + visible[:marker].rstrip(), f"after {visible[:marker]!r}"


def test_code_in_a_fence_streams_from_its_first_character() -> None:
    reply = f"Here is the code:\n```python\n{CODE}```"
    assert prefix_before(reply, "```python\n") == ""
    assert prefix_before(reply, "```python\ni") == "\ni"
    assert prefix_before(reply, "return x\n``") == SHAPED


def test_a_name_with_a_capital_streams_at_the_first_sign_of_code() -> None:
    assert prefix_before("Base = declarative_base()", "Base =") == "\nBase ="
    assert prefix_before("Print(x)", "Print(x") == "\nPrint(x"


def test_the_indentation_goes_before_every_line_that_is_not_blank() -> None:
    assert shape("a\n\n  b\n\tc\n", indent="    ") == "\n    a\n\n      b\n    \tc"


def test_leading_blank_lines_go_but_the_first_line_keeps_its_own_indentation() -> None:
    assert shape("\n \n    return x\n\n  y", indent="\t") == "\n\t    return x\n\n\t  y"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_the_file(line_end: str) -> None:
    expected = line_end + line_end.join(["a", "b", "c", "", "d"])
    assert shape("a\nb\r\nc\r\rd\r\n", line_end=line_end) == expected


def test_a_line_break_cut_in_two_is_one() -> None:
    shaper = Shaper()
    assert [shaper.feed(token) for token in ("a\r", "", "\nb", "\r", "\r\n", "\nc")] == [
        "\na", "", "\nb", "", "", "\n\n\nc",
    ]  # fmt: skip


def test_nothing_is_sent_before_something_can_be_seen() -> None:
    shaper = Shaper(indent="  ")
    assert [shaper.feed(token) for token in (" ", "\n", "\t", "\n\n")] == [""] * 4
    assert shaper.finish() == ""


def test_blanks_wait_for_the_next_visible_character_of_their_line() -> None:
    shaper = Shaper()
    assert [shaper.feed(token) for token in ("a", "  ", "\tb ", "\n", " ", "\n", "c ", " \n")] == [
        "\na", "", "  \tb", "", "", "", "\n\nc", "",
    ]  # fmt: skip
    assert shaper.finish() == ""


@pytest.mark.parametrize("character", ["\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_separators_that_end_no_line_in_lsp_are_sent(character: str) -> None:
    assert shape(f"a{character}b\nc", indent=" ") == f"\n a{character}b\n c"


@pytest.mark.parametrize("character", ["\u200d", "\u200c", "\u200e", "\u200f", "\xa0", "\u3000", "\ufe0f"])
def test_characters_that_scripts_and_emoji_need_are_sent(character: str) -> None:
    assert shape(f"x = {character}b") == f"\nx = {character}b"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.first:04X}")
def test_characters_of_the_table_are_made_visible_and_counted(
    rule: tuple[int, int, str, str],
) -> None:
    first, last, name, reason = rule
    shaper = Shaper()
    sent = shaper.feed(f"x{chr(first)}{chr(last)}y") + shaper.finish()
    assert sent == f"\nx<U+{first:04X}><U+{last:04X}>y"
    assert shaper.warnings == {name: 2}
    assert shaper.warning
    assert name in shaper.warning
    assert reason


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("python", "\\x1b\\u202e\\U000e0041"),
        ("typescript", "\\x1b\\u202e\\u{e0041}"),
        ("html", "<U+001B><U+202E><U+E0041>"),
    ],
)
def test_a_language_may_have_its_own_escape(language: str, expected: str) -> None:
    assert shape("x\x1b\u202e\U000e0041", language=language) == "\nx" + expected


ENGLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"


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


PIECES = [
    "\n", "\r", "\r\n", " ", "\t", "a", "b", "Here is", "The code:", "import os", "x = 1", "f(s)", "f(1)",
    "``", "`", "```", "```python", "~~~", "`x = 1`", "-", "*", "**", "#", "# ", "1.", ",", "\ud83d", "\ude00",
    "\u202e", "\x00", "\U0001f3f4", ENGLAND, "\U000e0067", "\U000e007f", "\udb40", "\udc67", "\ufeff", "\x0c",
    "\u2028", "Word " * 90, "Word.\n" * 9, "(file", "s)", "A", ".", " " * 120,
]  # fmt: skip


@pytest.mark.parametrize("block", range(20))
def test_the_cuts_do_not_matter(block: int) -> None:
    for seed in range(block * 150, block * 150 + 150):
        rng = random.Random(seed)
        reply = "".join(rng.choices(PIECES, k=rng.randint(1, 25)))
        fences = rng.random() < 0.8
        whole = shape(reply, indent="  ", fences=fences)
        cuts = sorted(rng.randint(0, len(reply)) for _ in range(rng.randint(1, 30)))
        assert shape(reply, cuts, indent="  ", fences=fences) == whole, f"seed {seed}: {reply!r} {cuts}"
        every = list(range(1, len(reply)))
        assert shape(reply, every, indent="  ", fences=fences) == whole, f"seed {seed}: {reply!r}"
        assert not whole or (whole.startswith("\n  ") and whole[-1] not in " \t\r\n"), f"seed {seed}"
        assert not re.search(r"[ \t]\n|[\x00-\x08\ud800-\udfff\u202e]", whole), f"seed {seed}: {whole!r}"


def test_every_reply_is_sent_or_left_out() -> None:
    for seed in range(2000):
        rng = random.Random(seed)
        reply = "".join(rng.choices([*"\n ab=", "Here. ", "```", "```js", "x = 1\n"], k=rng.randint(1, 40)))
        shaper = Shaper()
        sent = "".join(shaper.feed(character) for character in reply) + shaper.finish()
        # Blanks are dropped and lines may be dedented, so count what can be seen.
        assert sorted(re.sub(r"\s", "", sent + shaper.left_out)) == sorted(re.sub(r"\s", "", reply)), (
            f"seed {seed}: {reply!r}"
        )


def test_the_time_does_not_grow_with_what_is_held() -> None:
    shaper = Shaper()
    shaper.feed("x")
    for _ in range(200_000):
        assert shaper.feed(" ") == ""
    assert shaper.feed("y") == " " * 200_000 + "y"
