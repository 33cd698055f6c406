"""What the process of an analysis is kept from: memory and time without end, files, the network, other programs."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys

from getcode_lsp.service.analysis.limits import AnalysisLimits

_GRACE = 5.0  # seconds that the service has to end it first
_REFUSED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "urllib.Request",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.rmtree",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Confined(PermissionError):
    """Something that no analysis may do was tried."""


def confine(limits: AnalysisLimits) -> None:
    """From here on: no file is written, nothing is connected or started, memory and time are bounded.

    Memory and processor time are bounded where the system can (POSIX); the wall time everywhere, also when nobody is
    left to end the process.
    """
    _bound(limits)
    sys.addaudithook(_guard)


def _bound(limits: AnalysisLimits) -> None:
    seconds = limits.seconds + _GRACE
    faulthandler.dump_traceback_later(seconds, exit=True)
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):
            continue  # a system that knows the limit by name alone


def _guard(event: str, args: tuple[object, ...]) -> None:
    """An audit hook (PEP 578): refuses what an analysis has no need of."""
    if event == "open":
        _path, mode, flags = args
        writes = isinstance(mode, str) and any(sign in mode for sign in "wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            raise Confined("a file was to be written")
    elif event in _REFUSED:
        raise Confined(event)
