"""At a terminal: a reply can't command it, a countdown counts, a reader that leaves is no failure of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.running import DEADLINE, Shell, command
from tests.fakes.api import done, queue, respond
from tests.fakes.api_thread import ThreadedFakeApi

if sys.platform == "win32":
    pytest.skip("a terminal of our own is POSIX", allow_module_level=True)
import pty


@contextmanager
def at_a_terminal(shell: Shell, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command whose three streams are a terminal; what it shows is read from `stdout`."""
    ours, theirs = pty.openpty()
    with (
        subprocess.Popen(
            command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=shell.environment
        ) as child,
        os.fdopen(ours, "rb", buffering=0) as screen,
    ):
        os.close(theirs)
        child.stdout = screen
        try:
            yield child
        finally:
            child.kill()
            child.wait(DEADLINE)
            child.stdout = None


def shown_until(child: subprocess.Popen[bytes], words: str) -> str:
    """What the terminal shows up to these words; they have a deadline by the test's own time-out."""
    shown = b""
    assert child.stdout is not None
    while words.encode() not in shown:
        try:
            piece = child.stdout.read(4096)
        except OSError:  # the end, as Linux tells it
            piece = b""
        assert piece, f"no {words!r} in {shown!r}"
        shown += piece
    return shown.decode().replace("\r\n", "\n")


def test_a_reply_cannot_command_it(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script("one\x1b]0;title\x07", "\x9b31m\u202etwo\rthree", done())
    with at_a_terminal(shell, "generate", "x", "-q") as child:
        shown = shown_until(child, "three")
        assert child.wait(DEADLINE) == 0
    assert shown.startswith("one<U+001B>]0;title<U+0007><U+009B>31m<U+202E>two\nthree")


def test_neither_can_a_queue_notice_an_error_or_an_improved_prompt(
    shell: Shell, api: ThreadedFakeApi
) -> None:
    api.script(queue("wait\x1b[2J"), {"type": "error", "message": "no\x9b2J\u202eway"}, path="/api/generate")
    with at_a_terminal(shell, "generate", "x") as child:
        shown = shown_until(child, "way")
    assert "wait[2J" in shown
    assert "\x1b[2J" not in shown
    assert "\x9b" not in shown
    api.script(respond(200, {"improved": "better\x1b[2Jend", "tokensUsed": 1}), path="/api/improve")
    with at_a_terminal(shell, "improve", "x") as child:
        assert "better<U+001B>[2Jend" in shown_until(child, "Jend")


def test_a_wait_for_another_try_counts_down_in_one_line(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(respond(429, {"error": "slow down"}, {"Retry-After": "3"}), times=1)
    api.script("then", done())
    with at_a_terminal(shell, "generate", "x") as child:
        shown = shown_until(child, "then")
        assert child.wait(DEADLINE) == 0
    counted = [figure for figure in ("3", "2", "1") if f"trying again in {figure} s" in shown]
    assert counted == ["3", "2", "1"]
    assert "\n" not in shown.partition("then")[0]


def test_whoever_reads_only_the_beginning_is_no_failure_to_shout_about(
    shell: Shell, api: ThreadedFakeApi
) -> None:
    reading, writing = os.pipe()
    with subprocess.Popen(
        command("generate", "x", "-q"),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=shell.environment,
    ) as child:
        os.close(writing)
        api.request()
        api.send("first")
        assert os.read(reading, 100) == b"first"
        os.close(reading)
        api.send("second")
        _, err = child.communicate(timeout=DEADLINE)
        assert (child.returncode, err) == (1, b"")
        api.closed()
