"""The log, to standard error, by a thread of its own: a client that does not read it blocks nothing."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading

# So many lines wait for a client that does not read; later ones are left out.
MOST_WAITING = 1000


class StderrHandler(logging.Handler):
    """Writes each record as one piece to descriptor 2, and never waits for that."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.Queue[bytes | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="stderr", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take in a record."""
        try:
            self._lines.put_nowait(f"{self.format(record)}\n".encode("utf-8", "backslashreplace"))
        except queue.Full:
            return
        except Exception:  # noqa: BLE001 - logging must never fail
            self.handleError(record)

    def finish(self, within: float) -> None:
        """Wait a moment until all is written."""
        try:
            self._lines.put_nowait(None)
        except queue.Full:
            return
        self._thread.join(within)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while (line := self._lines.get()) is not None:
                while line:
                    line = line[os.write(2, line) :]
