"""Real processes for the tests: start one, hear what it says, wait for things with a deadline, end it by its id."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

DEADLINE = 30.0  # seconds; a whole machine may be busy with other tests


def clean_environment(extra: Mapping[str, str], home: Path) -> dict[str, str]:
    """An environment without any key, whose home and data folders are the test's own."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ
    }
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_DATA_HOME": home / "data",
        "LOCALAPPDATA": home / "data",
    }
    return {
        **kept,
        **{name: str(folder) for name, folder in folders.items()},
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONDONTWRITEBYTECODE": "1",
        **extra,
    }


def wait_until(condition: Callable[[], bool], what: str, within: float = DEADLINE) -> float:
    """Wait for a condition and return the seconds it took; fails by name when it does not come."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        threading.Event().wait(0.01)
    return time.monotonic() - began


def told(lines: Sequence[str], words: str) -> None:
    """Wait until one of the lines that a process writes has these words."""
    wait_until(lambda: any(words in line for line in list(lines)), f"{words!r} among what is written")


def gone(pid: int) -> bool:
    """Whether no process of this id runs (one that only waits to be collected does not)."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Spoken:
    """A stream of a process, read line by line as it comes."""

    def __init__(self, stream: IO[str]) -> None:
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.append(line.rstrip("\n"))
            self._queue.put(self.lines[-1])
        self._queue.put(None)

    def next(self) -> str:
        """The next line; fails when none comes."""
        line = self._queue.get(timeout=DEADLINE)
        assert line is not None, f"the stream ended after {self.lines}"
        return line

    def rest(self) -> list[str]:
        """All lines, once the stream has ended."""
        self._thread.join(DEADLINE)
        return self.lines


class Process:
    """A child of the tests."""

    def __init__(self, popen: subprocess.Popen[str]) -> None:
        assert popen.stdout
        assert popen.stderr
        self.popen = popen
        self.out = Spoken(popen.stdout)
        self.err = Spoken(popen.stderr)

    @property
    def pid(self) -> int:
        return self.popen.pid

    def exit_code(self, within: float = DEADLINE) -> int:
        return self.popen.wait(within)


@contextmanager
def process(words: Sequence[str], environment: Mapping[str, str]) -> Iterator[Process]:
    """Run `python WORDS…`; whatever happens it is gone afterwards, and what it wrote to stderr is shown."""
    with subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        encoding="utf-8",
    ) as popen:
        child = Process(popen)
        try:
            yield child
        finally:
            if popen.poll() is None:
                popen.kill()
            popen.wait(DEADLINE)
            print("stderr:", *child.err.rest(), sep="\n  ")
