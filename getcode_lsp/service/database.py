"""The service's SQLite database: keys, what was used in the last hour, and the history.

Several processes may use it at once: it is in WAL mode, a writer waits for the other, and everything that reads
before it writes does so in one transaction. Only its owner can read it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.to_thread
import platformdirs

BUSY_SECONDS = 5.0
_FILE = "service.sqlite3"

Result = TypeVar("Result")

# One script for each version of the tables; `user_version` says how many of them a file has had.
_VERSIONS = (
    """
    CREATE TABLE keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        plan TEXT NOT NULL,
        digest BLOB NOT NULL,
        created REAL NOT NULL,
        revoked REAL
    );
    CREATE TABLE uses (key_id TEXT NOT NULL, at REAL NOT NULL);
    CREATE INDEX uses_of_a_key ON uses (key_id, at);
    CREATE TABLE generations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key_id TEXT NOT NULL,
        created REAL NOT NULL,
        prompt TEXT NOT NULL,
        original_prompt TEXT,
        output_type TEXT NOT NULL,
        language TEXT NOT NULL,
        language_ignored INTEGER NOT NULL,
        model TEXT NOT NULL,
        tokens_used INTEGER NOT NULL,
        output TEXT NOT NULL
    );
    CREATE INDEX generations_of_a_key ON generations (key_id, id);
    """,
)


class StorageError(Exception):
    """The database can't be used; the message says why and what to do."""


def default_folder() -> Path:
    """The folder of the service's data, whether it exists or not."""
    return platformdirs.user_data_path("getcode-lsp", appauthor=False) / "service"


def database_file(folder: Path | None) -> Path:
    """The database in a folder, None for the default one."""
    return (default_folder() if folder is None else folder) / _FILE


class Database:
    """One connection to the database, for one thread at a time.

    Without a path it is in memory and goes with this object. Raises StorageError.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._one_at_a_time = anyio.CapacityLimiter(1)  # who waits does so on the loop, not in a thread
        if path is not None:
            _make_private(path)
        try:
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path,
                timeout=BUSY_SECONDS,
                isolation_level=None,  # transactions begin and end where it is written
                check_same_thread=False,
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise self._storage_error(error) from None
        self.write(self._upgrade)

    def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run work that only reads, on one state of the database; raises StorageError."""
        return self._run("BEGIN", work)

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run work as one transaction that no other writer comes between; raises StorageError."""
        return self._run("BEGIN IMMEDIATE", work)

    async def off_loop(self, use: Callable[[], Result]) -> Result:
        """Run something that uses this database in a thread, while the event loop goes on."""
        return await anyio.to_thread.run_sync(use, limiter=self._one_at_a_time)

    async def reading(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """`read`, off the event loop."""
        return await self.off_loop(lambda: self.read(work))

    async def writing(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """`write`, off the event loop."""
        return await self.off_loop(lambda: self.write(work))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _run(self, begin: str, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._lock:
            try:
                self._connection.execute(begin)
                try:
                    result = work(self._connection)
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                if self._connection.in_transaction:  # a commit that failed leaves it open
                    self._connection.execute("ROLLBACK")
                raise self._storage_error(error) from None
            return result

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_VERSIONS):
            raise StorageError(f"{self.path} was written by a newer getcode-lsp: update this one.")
        for script in _VERSIONS[version:]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_VERSIONS)}")

    def _storage_error(self, error: sqlite3.Error) -> StorageError:
        return StorageError(f"The service's database {self.path or 'in memory'} can't be used: {error}.")


def _make_private(path: Path) -> None:
    """Make the folder and the file where they are missing, and see that nobody else can read them."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and stat.S_IMODE(path.parent.stat().st_mode) & 0o077:
            raise StorageError(f"The folder {path.parent} is open to other users: run chmod 700 on it first.")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StorageError(f"{path} can't be opened: {error.strerror or error}.") from None
