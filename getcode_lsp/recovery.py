"""What could not be written into a document: kept in files of its own until the user has had it.

Files lie in the state folder, readable by their owner alone, and are bounded in number and age.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import platformdirs

MOST = 50
OLDEST = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept text: where it lies and when it was kept, in seconds since the epoch."""

    path: Path
    at: float


def folder() -> Path:
    """The folder of the kept texts, whether it exists or not."""
    return platformdirs.user_state_path("getcode-lsp", appauthor=False) / "recovery"


def keep(text: str, name: str) -> Path:
    """Write a text to a new file that only the user can read.

    `name` is the document's file name: it becomes part of the new one, so that its language is known again.
    OSError where the folder can't be written.
    """
    target = folder()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.chmod(0o700)
    plain = re.sub(r"[^\w.-]", "_", name)[-80:] or "text"
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(10_000):
        path = target / f"{stamp}-{number}-{plain}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        prune()
        return path
    raise FileExistsError(f"{target} is full of files of this second")


def kept() -> list[Kept]:
    """The kept texts, the newest first."""
    try:
        found = [Kept(path, path.stat().st_mtime) for path in folder().iterdir() if path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda entry: (entry.at, entry.path.name), reverse=True)


def prune() -> None:
    """Remove what is too old or too many."""
    limit = time.time() - OLDEST
    for number, entry in enumerate(kept()):
        if number >= MOST or entry.at < limit:
            entry.path.unlink(missing_ok=True)
