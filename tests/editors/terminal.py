"""A program in a terminal of its own: its keyboard is `press`, its screen is drained and kept for a failure."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import re
import struct
import termios
from asyncio.subprocess import Process
from collections import deque
from collections.abc import AsyncIterator

_CONTROL = re.compile(r"\x1b(\[[0-9;?>]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9]|.)|[\x00-\x08\x0e-\x1f]")


def _take_terminal() -> None:
    """Make the terminal the program's own, for those that open /dev/tty."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The controlling side of a pseudo terminal of 40 lines and 200 columns."""

    def __init__(self, process: Process, descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._seen: deque[str] = deque(maxlen=400)
        asyncio.get_running_loop().add_reader(descriptor, self._drain)

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, *command: str, env: dict[str, str], cwd: str) -> AsyncIterator[Terminal]:
        """Start a program; it is killed, if it has to be, at the end."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**env, "TERM": "xterm"},
            cwd=cwd,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)
        terminal = cls(process, ours)
        try:
            yield terminal
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            asyncio.get_running_loop().remove_reader(ours)
            os.close(ours)

    def press(self, keys: str) -> None:
        """Send keys as the bytes that a terminal sends for them."""
        data = keys.encode()
        while data:
            data = data[os.write(self._descriptor, data) :]

    @property
    def screen(self) -> str:
        """The last of what was drawn, without its control sequences."""
        return "\n".join(
            line for line in _CONTROL.sub("\n", "".join(self._seen)).splitlines() if line.strip()
        )

    def _drain(self) -> None:
        try:
            self._seen.append(os.read(self._descriptor, 65536).decode(errors="replace"))
        except OSError:  # the program has ended
            asyncio.get_running_loop().remove_reader(self._descriptor)
