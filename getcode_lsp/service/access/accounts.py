"""The keys of a service and their plans, kept in its database as hashes.

A key is `gc_ID_SECRET`. The id is looked up, the secret compared; it is random and shown once, when it is made.
"""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3
import time
from dataclasses import dataclass

from getcode_lsp.service.access.callers import Caller, digest
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import Database

_SHAPE = re.compile(r"gc_([0-9a-f]{8})_[\x21-\x7e]+")
_NO_KEYS_DIGEST = digest(secrets.token_hex())  # what a key without an entry is compared with
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key as it is kept; times in seconds since the epoch, `revoked` None while it is in force."""

    key_id: str
    name: str
    plan: Plan
    created: float
    revoked: float | None


class Accounts:
    """The keys in a database; changes count at once, in every process that uses it. Raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, plan: Plan) -> tuple[KeptKey, str]:
        """Make a key; returns what is kept, and the key itself, which is not. Raises ValueError for a bad name."""
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise ValueError(f"a name has at most {_LONGEST_NAME} characters, all of them visible")
        kept = KeptKey(secrets.token_hex(4), name, plan, time.time(), None)
        key = f"gc_{kept.key_id}_{secrets.token_urlsafe(32)}"
        row = (kept.key_id, name, plan.word, digest(key), kept.created)
        self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO keys (id, name, plan, digest, created) VALUES (?, ?, ?, ?, ?)", row
            )
        )
        return kept, key

    def kept(self) -> list[KeptKey]:
        """All keys, the oldest first."""
        rows = self._database.read(
            lambda connection: connection.execute(
                "SELECT id, name, plan, created, revoked FROM keys ORDER BY created, id"
            ).fetchall()
        )
        return [KeptKey(key_id, name, Plan.of(plan), *times) for key_id, name, plan, *times in rows]

    def in_force(self) -> bool:
        """Whether there is a key that is not revoked."""
        query = "SELECT EXISTS (SELECT 1 FROM keys WHERE revoked IS NULL)"
        return bool(self._database.read(lambda connection: connection.execute(query).fetchone()[0]))

    def revoke(self, key_id: str) -> bool:
        """Revoke a key for ever; returns whether there was one in force."""
        change = "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL"
        values = (time.time(), key_id)
        return self._database.write(lambda connection: connection.execute(change, values).rowcount > 0)

    async def find(self, key: str) -> Caller | None:
        """The caller with this key, None where no such key is in force."""
        shape = _SHAPE.fullmatch(key)
        if shape is None:
            return None
        row = await self._database.reading(lambda connection: _row(connection, shape[1]))
        plan, kept = row or ("free", _NO_KEYS_DIGEST)
        right = hmac.compare_digest(digest(key), kept)
        return Caller(shape[1], Plan.of(plan)) if right and row is not None else None


def _row(connection: sqlite3.Connection, key_id: str) -> tuple[str, bytes] | None:
    row: tuple[str, bytes] | None = connection.execute(
        "SELECT plan, digest FROM keys WHERE id = ? AND revoked IS NULL", (key_id,)
    ).fetchone()
    return row
