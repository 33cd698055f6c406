"""The command line as real processes against the fake API."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.api_thread import ThreadedFakeApi
from tests.service.processes import clean_environment

ROOT = Path(__file__).parents[2]
DEADLINE = 30.0


@dataclass
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str
    raw: bytes


@dataclass
class Shell:
    """A place to run commands in: a home, a folder to work in, and the API that answers."""

    api: ThreadedFakeApi
    folder: Path
    extra: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        home = self.folder / "home"
        given = {"GETCODE_BASE_URL": self.api.url, "GETCODE_API_KEY": self.api.key, **self.extra}
        return clean_environment(
            {**given, "XDG_STATE_HOME": str(home / "state"), "PYTHONPATH": str(ROOT)}, home
        )

    def run(
        self,
        *words: str,
        stdin: str | bytes = b"",
        without: str = "",
        **extra: str,
    ) -> Ran:
        """Run a command to its end, with more variables, and without one."""
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            command(*words),
            input=raw,
            capture_output=True,
            timeout=60,
            cwd=self.folder,
            env={name: value for name, value in {**self.environment, **extra}.items() if name != without},
            check=False,
        )
        return self.check(done.returncode, done.stdout, done.stderr)

    def check(self, code: int, out: bytes, err: bytes) -> Ran:
        """What every run must hold to: no traceback, and the key nowhere."""
        ran = Ran(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), out)
        assert "Traceback" not in ran.out + ran.err, ran
        assert self.api.key not in ran.out + ran.err, "the key was shown"
        return ran

    @property
    def kept(self) -> list[Path]:
        return sorted((self.folder / "home" / "state").rglob("recovery/*"))

    @contextmanager
    def started(self, *words: str) -> Iterator[Running]:
        """A command that runs while the test acts."""
        with subprocess.Popen(
            command(*words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment,
        ) as popen:
            running = Running(popen)
            try:
                yield running
            finally:
                if popen.poll() is None:
                    popen.kill()
                popen.wait(DEADLINE)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "getcode_lsp", *words]


class Running:
    """A process whose output is read as it comes."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        assert popen.stdout
        assert popen.stderr
        self.popen = popen
        self.out, self.err = b"", b""
        self._news = threading.Condition()
        self._threads = [
            threading.Thread(target=self._read, args=(stream.fileno(), name), daemon=True)
            for stream, name in ((popen.stdout, "out"), (popen.stderr, "err"))
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, descriptor: int, name: str) -> None:
        while piece := os.read(descriptor, 65_536):
            with self._news:
                setattr(self, name, getattr(self, name) + piece)
                self._news.notify_all()

    def shows(self, *, out: str = "", err: str = "") -> None:
        """Wait until both have come."""
        with self._news:
            came = self._news.wait_for(
                lambda: out.encode() in self.out and err.encode() in self.err, DEADLINE
            )
        assert came, f"waited {DEADLINE} s for {out!r} and {err!r}; out: {self.out!r}; err: {self.err!r}"

    def ends(self) -> int:
        code = self.popen.wait(DEADLINE)
        for thread in self._threads:
            thread.join(DEADLINE)
        return code
