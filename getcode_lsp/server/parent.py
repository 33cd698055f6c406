"""The editor's process, watched: a server must not outlive its editor (LSP 3.17, `processId` of initialize).

The end of standard input says so too, but not where another process has inherited the pipe.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
from collections.abc import Callable

logger = logging.getLogger(__name__)

# How often, in seconds, a process is looked for where the system does not tell of its end.
LOOK_EVERY = 2.0


class ParentWatch:
    """Calls `gone`, once, when a process has ended. `stop` lets go of it."""

    def __init__(self, gone: Callable[[], None]) -> None:
        self._gone = gone
        self._descriptor: int | None = None
        self._timer: asyncio.TimerHandle | None = None

    def start(self, pid: int) -> None:
        """Watch a process; one that is not there has ended."""
        if pid <= 0 or not hasattr(os, "kill") or os.name == "nt":
            return  # on Windows `kill` would do something to it; the end of the input has to do there
        loop = asyncio.get_running_loop()
        opener = getattr(os, "pidfd_open", None)
        if opener is None:
            self._look(pid)
            return
        try:
            self._descriptor = opener(pid)
            loop.add_reader(self._descriptor, self._ended)
        except OSError as error:
            if error.errno == errno.ESRCH:
                loop.call_soon(self._ended)
            else:  # a kernel before 5.3, or one that does not let us
                self._look(pid)
        except OverflowError:
            logger.warning("The process id %s can't be that of an editor; it is not watched", pid)

    def stop(self) -> None:
        """Watch no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._descriptor is not None:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None

    def _look(self, pid: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            loop.call_soon(self._ended)
            return
        except PermissionError:
            pass  # it is there, and somebody else's
        except OverflowError:
            return
        self._timer = loop.call_later(LOOK_EVERY, self._look, pid)

    def _ended(self) -> None:
        self.stop()
        logger.warning("The editor's process has ended; so does the language server")
        self._gone()
