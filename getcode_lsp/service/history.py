"""The generations that were completed, kept in the service's database and bounded in number and age.

A generation that failed, or that its client stopped, is not kept: its text was never whole, and the client has what
came of it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from getcode_lsp.service.database import Database

MOST_KEPT = 1000  # of one key
MOST_DAYS = 90.0
MOST_IN_MEMORY = 50
_DAY = 24 * 3600.0

_COLUMNS = "id, key_id, created, prompt, original_prompt, output_type, language, language_ignored, model, tokens_used"


@dataclass(frozen=True, slots=True)
class Generation:
    """One completed generation; `created` is in seconds since the epoch, `number` 0 until it is kept.

    `language_ignored` is whether a language was asked for with an output type that has none. In a list `output` is
    left empty.
    """

    number: int
    key_id: str
    created: float
    prompt: str
    original_prompt: str | None
    output_type: str
    language: str
    language_ignored: bool
    model: str
    tokens_used: int
    output: str = ""


class History:
    """The kept generations; every method raises StorageError.

    `most` is how many are kept of one key, `days` how long.
    """

    def __init__(
        self,
        database: Database,
        most: int = MOST_KEPT,
        days: float = MOST_DAYS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.database = database
        self._most = most
        self._days = days
        self._clock = clock

    async def add(self, generation: Generation) -> None:
        """Keep a generation, at this moment, and let go of what is too old or too many."""
        now = self._clock()
        await self.database.writing(
            lambda connection: self._add(connection, replace(generation, created=now))
        )

    def _add(self, connection: sqlite3.Connection, new: Generation) -> None:
        connection.execute(
            "INSERT INTO generations (key_id, created, prompt, original_prompt, output_type, language, "
            "language_ignored, model, tokens_used, output) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.key_id,
                new.created,
                whole(new.prompt),
                None if new.original_prompt is None else whole(new.original_prompt),
                new.output_type,
                new.language,
                new.language_ignored,
                new.model,
                new.tokens_used,
                whole(new.output),
            ),
        )
        connection.execute("DELETE FROM generations WHERE created < ?", (new.created - self._days * _DAY,))
        connection.execute(
            "DELETE FROM generations WHERE key_id = ? AND id <= (SELECT id FROM generations WHERE key_id = ? "
            "ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (new.key_id, new.key_id, self._most),
        )

    def page(self, key_id: str | None, limit: int, before: int | None = None) -> list[Generation]:
        """The newest generations of a key (None: of all), the newest first, from below the number `before` on."""
        query = f"SELECT {_COLUMNS}, '' FROM generations WHERE created >= ?"  # noqa: S608 - our own words
        values: list[object] = [self._clock() - self._days * _DAY]
        if key_id is not None:
            query, values = f"{query} AND key_id = ?", [*values, key_id]
        if before is not None:
            query, values = f"{query} AND id < ?", [*values, before]
        query = f"{query} ORDER BY id DESC LIMIT ?"
        rows = self.database.read(lambda connection: connection.execute(query, (*values, limit)).fetchall())
        return [_generation(row) for row in rows]

    def get(self, number: int, key_id: str | None = None) -> Generation | None:
        """A generation with its output; with a key, only if it is that key's own."""
        query = f"SELECT {_COLUMNS}, output FROM generations WHERE id = ? AND created >= ?"  # noqa: S608 - ours
        values: list[object] = [number, self._clock() - self._days * _DAY]
        if key_id is not None:
            query, values = f"{query} AND key_id = ?", [*values, key_id]
        row = self.database.read(lambda connection: connection.execute(query, values).fetchone())
        return None if row is None else _generation(row)

    def remove(self, number: int | None, key_id: str | None = None) -> int:
        """Remove one generation, or all (of a key); returns how many there were."""
        query, values = "DELETE FROM generations WHERE TRUE", list[object]()
        if number is not None:
            query, values = f"{query} AND id = ?", [*values, number]
        if key_id is not None:
            query, values = f"{query} AND key_id = ?", [*values, key_id]
        return self.database.write(lambda connection: connection.execute(query, values).rowcount)


def as_json(generation: Generation) -> dict[str, object]:
    """A generation as it is listed, without its output."""
    created = datetime.fromtimestamp(generation.created, timezone.utc)
    return {
        "id": generation.number,
        "created": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "prompt": generation.prompt,
        "originalPrompt": generation.original_prompt,
        "outputType": generation.output_type,
        "language": generation.language,
        "languageIgnored": generation.language_ignored,
        "model": generation.model,
        "tokensUsed": generation.tokens_used,
    }


def _generation(row: tuple[int, str, float, str, str | None, str, str, int, str, int, str]) -> Generation:
    number, key_id, created, prompt, original, output_type, language, ignored, model, tokens, output = row
    return Generation(
        number,
        key_id,
        created,
        prompt,
        original,
        output_type,
        language,
        bool(ignored),
        model,
        tokens,
        output,
    )


def whole(text: str) -> str:
    """The text with surrogate pairs joined that came in two pieces, and U+FFFD for half a pair."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
