"""Who calls: a key, and what it is found to be."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from getcode_lsp.service.plans import Plan


@dataclass(frozen=True, slots=True)
class Caller:
    """The owner of a key that was found to be right; `key_id` names the key and can't be turned back into it."""

    key_id: str
    plan: Plan


class Keys(Protocol):
    """The keys that a service takes."""

    async def find(self, key: str) -> Caller | None:
        """The caller with this key, None where no such key is in force; takes as long for any wrong key."""
        ...


class OneKey:
    """The one key of a service that has no others: it may do everything."""

    def __init__(self, key: str) -> None:
        self._digest = digest(key)
        self.caller = Caller(f"own-{self._digest.hex()[:12]}", Plan.PRO)

    async def find(self, key: str) -> Caller | None:
        """The caller, if this is the key."""
        return self.caller if hmac.compare_digest(digest(key), self._digest) else None


def digest(key: str) -> bytes:
    """What is kept and compared instead of a key: it is random and long, so a fast hash can't be searched."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
