"""What belongs in the file is kept of a model's answer, however it is cut into pieces."""

from __future__ import annotations

import random

import pytest

from getcode_lsp.service.engines.unfencing import Unfencer

CASES = {
    "nothing around it": ("print(1)\n", "print(1)\n"),
    "a fence": ("```python\nprint(1)\n```\n", "print(1)\n"),
    "a fence that stays open": ("```\nno end", "no end"),
    "a sentence before and after, and a second block": (
        "Here is the code:\n\n```py\na = 1\n```\nRun it with:\n```sh\npython a.py\n```",
        "a = 1\n",
    ),
    "thoughts": ("<think>\nhm ```\n</think>\n\n```html\n<p>\n```", "<p>\n"),
    "thoughts without an end": ("<think>never", ""),
    "a closing fence alone": ("x = '```'\ny\n```", "x = '```'\ny\n"),
    "an opener without a fence": ("Sure, no fence here\nok", "Sure, no fence here\nok"),
    "a longer fence of tildes": ("~~~~\na\n```\nb\n~~~\n~~~~\nz", "a\n```\nb\n~~~\n"),
    "fences in a docstring": (
        "```py\ndef f():\n    '''\n    ```\n    x\n    ```\n    '''\n```",
        "def f():\n    '''\n    ```\n    x\n    ```\n    '''\n",
    ),
    "backticks at the end of a line": ("```\na```\nb\n```", "a```\nb\n"),
    "a table whose first word could open a sentence": ("\n\nTo,From\nA,B\n", "To,From\nA,B\n"),
    "Windows line ends": ("```js\r\na\r\n```\r\nbye", "a\r\n"),
    "a fence inside plain text": ("a\n```\nb", "a\n```\nb"),
    "blank lines at the end": ("a\n\n\n", "a\n\n\n"),
    "nothing": ("", ""),
    "a byte order mark": ("\ufeff```\na\n```", "a\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_only_the_file_is_kept(name: str) -> None:
    answer, wanted = CASES[name]
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    for most in (10**6, 1, *[7] * 60):
        unfencer, out, at = Unfencer(), "", 0
        while at < len(answer):
            size = chance.randint(1, most)
            out += unfencer.feed(answer[at : at + size])
            at += size
        assert out + unfencer.finish() == wanted


def test_code_is_handed_on_as_it_comes() -> None:
    unfencer = Unfencer()
    assert unfencer.feed("import os\n") == "import os\n"
    assert unfencer.feed("x = ") == "x = "
    assert unfencer.feed("1") == "1"


def test_long_prose_without_a_fence_is_the_answer() -> None:
    answer = "Here is a story. " * 200
    unfencer = Unfencer()
    assert unfencer.feed(answer) == answer


def test_it_knows_when_nothing_more_is_kept() -> None:
    unfencer = Unfencer()
    closed = []
    for piece in ("```\na\n``", "`\n", "more\n"):
        unfencer.feed(piece)
        closed.append(unfencer.closed)
    assert closed == [False, True, True]
    assert unfencer.finish() == ""
