"""The npm packages that tests need, each set in a folder with its own lock; installed once, whichever process comes first."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.service.scaffold.programs import node_binary

WORK = Path(__file__).parent / ".work"


def modules_of(folder: Path) -> Path:
    """The node_modules of a folder that has a package-lock.json, installed from that lock where they are not yet."""
    modules = folder / "node_modules"
    installed = modules / ".package-lock.json"
    WORK.mkdir(exist_ok=True)
    with _lock(WORK / f"{folder.name}.lock"):
        lock = folder / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            _install(folder)
            installed.touch()
    return modules


def _install(folder: Path) -> None:
    environment = {**os.environ, "npm_config_cache": str(WORK / "npm")}
    node = Path(node_binary())
    bundled = [
        path
        for path in (
            node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
            node.parent / "node_modules" / "npm" / "bin" / "npm-cli.js",
        )
        if path.exists()
    ]
    npm = [str(node), str(bundled[0])] if bundled else ["npm"]
    done = subprocess.run(
        [*npm, "ci", "--loglevel=error"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, f"npm ci failed in {folder}:\n{done.stdout}\n{done.stderr}"


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold a lock between the processes of a test run; one whose holder has died is taken over."""
    deadline = time.monotonic() + 100
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            stale = path.exists() and time.time() - path.stat().st_mtime > 120
            if stale:
                path.unlink(missing_ok=True)
            assert time.monotonic() < deadline, f"another run holds {path}"
            time.sleep(0.1)  # between two tries; the deadline bounds it
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
