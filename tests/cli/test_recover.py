"""`getcode-lsp recover`: what could not be written is listed, taken out and removed."""

from __future__ import annotations

import json
import os
import time

import pytest

from tests.cli.running import Shell
from tests.fakes.api import error
from tests.fakes.api_thread import ThreadedFakeApi


@pytest.fixture
def kept(shell: Shell, api: ThreadedFakeApi) -> Shell:
    """Two texts kept by real commands that broke off, the older one two hours ago."""
    api.script("\n\nfirst = 1\x1b[2J\n", error(), times=1)
    api.script("second", error())
    assert shell.run("generate", "x", "-o", "first.py", "--raw").code == 1
    [path] = shell.kept
    os.utime(path, (time.time() - 7_200,) * 2)
    assert shell.run("generate", "x", "-o", "second.js").code == 1
    return shell


def test_the_list_says_what_is_there(kept: Shell) -> None:
    ran = kept.run("recover")
    assert (ran.code, ran.err) == (0, "")
    newer, _, first_line, older, *_ = ran.out.splitlines()
    assert newer.split()[0] == "1"
    assert newer.endswith("second.js")
    assert first_line.split() == ["|", "second"]
    assert older.split()[:3] == ["2", "2", "h"]
    assert older.endswith("first.py")
    assert "first = 1[2J" in ran.out
    assert "\x1b" not in ran.out
    told = json.loads(kept.run("recover", "--json").out)
    assert [entry["from"] for entry in told] == ["second.js", "first.py"]
    assert told[1]["bytes"] == len("\n\nfirst = 1\x1b[2J\n")


def test_one_is_printed_by_number_or_name_as_it_is(kept: Shell) -> None:
    assert kept.run("recover", "2").raw == b"\n\nfirst = 1\x1b[2J\n"
    name = json.loads(kept.run("recover", "--json").out)[1]["name"]
    assert kept.run("recover", name, "-o", "back.py").code == 0
    assert (kept.folder / "back.py").read_bytes() == b"\n\nfirst = 1\x1b[2J\n"
    assert kept.run("recover", "1", "-o", "back.py").code == 2
    assert len(kept.kept) == 2


def test_removing(kept: Shell) -> None:
    ran = kept.run("recover", "--remove", "2")
    assert ran.code == 0
    assert "first.py" in ran.out
    assert [path.name.rpartition("-")[2] for path in kept.kept] == ["second.js"]
    assert kept.run("recover", "--all").code == 0
    assert kept.kept == []
    assert kept.run("recover").out == "Nothing is kept.\n"


@pytest.mark.parametrize(
    "words",
    [["3"], ["0"], ["../x"], ["--remove", "9"], ["1", "--all"], ["-o", "x"], ["--all", "--remove", "1"]],
)
def test_wrong_usage_removes_nothing(kept: Shell, words: list[str]) -> None:
    assert kept.run("recover", *words).code == 2
    assert len(kept.kept) == 2
