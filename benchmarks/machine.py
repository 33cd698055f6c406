"""What the figures were measured on, and how much else went on there."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

_PACKAGES = ("getcode-lsp", "pygls", "httpx", "httpx-sse")


class Share(NamedTuple):
    """The seconds for which this process ran, and for which it could have but others had the cores."""

    ran: float
    waited: float


def share() -> Share | None:
    """This process' share so far (Linux: /proc/self/schedstat, in nanoseconds); None where it is not told."""
    try:
        ran, waited, _ = Path("/proc/self/schedstat").read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return Share(int(ran) / 1e9, int(waited) / 1e9)


def kept_waiting(before: Share | None, after: Share | None) -> str:
    """How much of the time that the measuring process wanted a core it had to wait for one, in words."""
    if before is None or after is None:
        return "unknown"
    ran, waited = after.ran - before.ran, after.waited - before.waited
    return f"{waited / max(ran + waited, 1e-9):.0%}"


def describe(names: Sequence[str] = _PACKAGES) -> str:
    """Cores, system and the versions of these packages, in one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, {packages}"
