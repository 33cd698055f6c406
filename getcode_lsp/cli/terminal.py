"""How a command speaks: its output on standard output, everything else on standard error, and its exit code."""

from __future__ import annotations

import shutil
import sys

OK, FAILED, USAGE, KEY, RATE_LIMIT, INTERRUPTED = 0, 1, 2, 3, 4, 130


class UsageError(Exception):
    """The command can't be run as it was written; the message is a sentence that says why."""


def complain(message: str) -> None:
    """Say something on standard error, with the program's name before it."""
    sys.stderr.write(f"getcode-lsp: {message}\n")
    sys.stderr.flush()


def say(line: str) -> None:
    """Write a line of the command's own output."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Status:
    """What goes on meanwhile: at a terminal one line that changes, elsewhere a line for each new thing."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._shown = False

    @property
    def changes(self) -> bool:
        """Whether a line may be shown anew every second."""
        return self._terminal and not self._quiet

    def show(self, text: str) -> None:
        """Show a state that the next one replaces."""
        if self._quiet:
            return
        if not self._terminal:
            complain(text)
            return
        # A line that wraps could not be taken away again; a terminal of no size has zero columns before Python 3.11.
        width = (shutil.get_terminal_size().columns or 80) - 1
        sys.stderr.write(f"\r\x1b[K{text[:width]}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the changing line away, before anything else is written to the terminal."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    def note(self, text: str) -> None:
        """Say something that stays, unless the user wants to hear nothing."""
        self.clear()
        if not self._quiet:
            complain(text)
