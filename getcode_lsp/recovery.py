"""What could not be written into a document: kept in files of its own until the user has had it.

A file holds exactly the text; where it came from and when is in its name, `YYYYMMDD-HHMMSS-N-NAME`. Files lie in the
state folder, readable by their owner alone, and are bounded in number, age and size: the oldest go first, the newest
always stays. The folder is never followed through a symbolic link, nor used where it is somebody else's.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

MOST = 50
OLDEST = 30 * 24 * 3600.0
MOST_BYTES = 100_000_000

# Where the system can do it, files are made and removed by the open folder, whatever becomes of its name meanwhile.
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")


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
    OSError, whose `strerror` is fit to be shown, where that can't be done; then nothing of it is left behind.
    """
    target = folder()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = re.sub(r"[^\w.-]", "_", name)[-80:] or "text"
    stamp = time.strftime("%Y%m%d-%H%M%S")
    with _opened(target) as at:
        for number in range(10_000):
            file = f"{stamp}-{number}-{plain}"
            try:
                _write(text, target / file, at)
            except FileExistsError:
                continue
            prune()
            return target / file
    raise FileExistsError(errno.EEXIST, "the folder is full of files of this second")


def kept() -> list[Kept]:
    """The kept texts, the newest first."""
    return [Kept(path, at) for path, at, _size in _entries()]


def remove(entry: Kept) -> None:
    """Remove one kept text; nothing where it is gone already, OSError where it can't be removed."""
    entry.path.unlink(missing_ok=True)


def prune() -> None:
    """Remove what is too old, too many or too much, but never the newest."""
    limit, total = time.time() - OLDEST, 0
    for number, (path, at, size) in enumerate(_entries()):
        total += size
        if number and (number >= MOST or at < limit or total > MOST_BYTES):
            with contextlib.suppress(OSError):
                path.unlink()


def _entries() -> list[tuple[Path, float, int]]:
    """The kept files, the newest first, with time and size: what is no plain file is none of ours."""
    found = []
    try:
        if folder().is_symlink():
            return []
        for path in folder().iterdir():
            with contextlib.suppress(FileNotFoundError):  # removed by another process meanwhile
                state = path.lstat()
                if stat.S_ISREG(state.st_mode):
                    found.append((path, state.st_mtime, state.st_size))
    except OSError:
        return []
    return sorted(found, key=lambda entry: (entry[1], entry[0].name), reverse=True)


@contextlib.contextmanager
def _opened(target: Path) -> Iterator[int | None]:
    """The folder as a descriptor, None where the system has none; OSError where it is not safe to use."""
    if target.is_symlink():
        raise PermissionError(errno.EPERM, "its folder is a symbolic link")
    if not _BY_DESCRIPTOR:
        yield None
        return
    descriptor = os.open(target, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        state = os.fstat(descriptor)
        if state.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "its folder belongs to somebody else")
        if stat.S_IMODE(state.st_mode) != 0o700:
            os.fchmod(descriptor, 0o700)
        yield descriptor
    finally:
        os.close(descriptor)


def _write(text: str, path: Path, at: int | None) -> None:
    """Write a new file as a whole, or leave none."""
    name = path if at is None else path.name
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=at)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=at)
        raise
