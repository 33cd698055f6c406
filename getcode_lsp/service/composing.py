"""A service put together from its options: keys, limits and history over one database."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from getcode_lsp.service.access.accounts import Accounts
from getcode_lsp.service.access.callers import EitherOf, Keys, OneKey
from getcode_lsp.service.access.guesses import Guesses
from getcode_lsp.service.access.limits import DEFAULT_LIMITS, KeptLimits, Limits, NoLimits
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import Database, StorageError, database_file
from getcode_lsp.service.endpoints.declaring import MOST_UPLOAD_BYTES, Service
from getcode_lsp.service.engines.base import Engine
from getcode_lsp.service.errors import ServeError
from getcode_lsp.service.history import MOST_DAYS, MOST_IN_MEMORY, MOST_KEPT, History


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the service lets in and what it keeps.

    `key` is one that the environment gave. `per_hour` is None where nobody chose it; `limited` is whether plans and
    limits count at all. `in_memory` keeps everything in memory and knows no other key than its own. `folder` is where
    the database lies, None for the user's data folder. `upload_bytes` is the size of the largest file that is taken.
    """

    key: str | None = field(default=None, repr=False)
    limited: bool = True
    per_hour: Mapping[Plan, int] | None = None
    redis_url: str | None = field(default=None, repr=False)
    free_may_generate: bool = False
    history: bool = True
    most_kept: int = MOST_KEPT
    days_kept: float = MOST_DAYS
    folder: Path | None = None
    in_memory: bool = False
    upload_bytes: int = MOST_UPLOAD_BYTES


def compose(
    policy: Policy, engine: Engine, make_key: Callable[[], str], warn: Callable[[str], None]
) -> tuple[Service, str | None]:
    """The service, and the key that was made for it: where none was given and none is kept in force.

    `warn` is told what the operator should know. Raises ServeError.
    """
    database = _database(policy, warn)
    accounts = Accounts(database)
    try:
        kept = not policy.in_memory and accounts.in_force()
    except StorageError as error:
        raise ServeError(str(error)) from None
    made = make_key() if policy.key is None and not kept else None
    own = policy.key or made
    keys: Keys = accounts
    if own is not None:
        one = OneKey(own, limited=policy.limited and policy.per_hour is not None)
        keys = one if policy.in_memory else EitherOf(one, accounts)
    service = Service(
        engine,
        keys,
        _limits(policy, database),
        _history(policy, database),
        Guesses() if policy.limited else None,
        plans=policy.limited,
        free_may_generate=policy.free_may_generate,
        upload_bytes=policy.upload_bytes,
    )
    return service, made


def _database(policy: Policy, warn: Callable[[str], None]) -> Database:
    """The database on disk; in memory where that is asked for, or where there is no place for a first one."""
    path = database_file(policy.folder)
    try:
        return Database(None if policy.in_memory else path)
    except StorageError as error:
        if policy.folder is not None or _there(path):
            raise ServeError(str(error)) from None
        warn(f"{error} History and limits are kept in memory; another folder is chosen with --data.")
        return Database(None)


def _there(path: Path) -> bool:
    """Whether there is a database, which may hold keys; also where that can't be told."""
    try:
        return path.exists()
    except OSError:
        return True


def _history(policy: Policy, database: Database) -> History | None:
    if not policy.history:
        return None
    most = min(policy.most_kept, MOST_IN_MEMORY) if database.path is None else policy.most_kept
    return History(database, most, policy.days_kept)


def _limits(policy: Policy, database: Database) -> Limits:
    if not policy.limited:
        return NoLimits()
    per_hour = DEFAULT_LIMITS if policy.per_hour is None else policy.per_hour
    if policy.redis_url is None:
        return KeptLimits(database, per_hour)
    if any(importlib.util.find_spec(name) is None for name in ("redis", "limits")):
        raise ServeError("Limits in Redis need the extra [redis]: pip install 'getcode-lsp[redis]'.")
    from getcode_lsp.service.access.redis_limits import RedisLimits

    try:
        return RedisLimits(policy.redis_url, per_hour)
    except ValueError as error:
        raise ServeError(f"--redis-url: {error}.") from None
