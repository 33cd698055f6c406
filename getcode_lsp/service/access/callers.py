"""Who calls: a key, and what it is found to be."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from getcode_lsp.service.access.plans import Plan


@dataclass(frozen=True, slots=True)
class Caller:
    """The owner of a key that was found to be right; `key_id` names the key and can't be turned back into it.

    `limited` is whether the plan's hourly limit counts for it.
    """

    key_id: str
    plan: Plan
    limited: bool = True


class Keys(Protocol):
    """The keys that a service takes."""

    async def find(self, key: str) -> Caller | None:
        """The caller with this key, None where no such key is in force; takes as long for any wrong key."""
        ...


class OneKey:
    """The key of the person who runs the service, made at its start or given by the environment.

    It may do everything, and as often as it likes unless it is `limited`.
    """

    def __init__(self, key: str, *, limited: bool = False) -> None:
        self._digest = digest(key)
        self.caller = Caller(f"own-{self._digest.hex()[:12]}", Plan.PRO, limited)

    async def find(self, key: str) -> Caller | None:
        """The caller, if this is the key."""
        return self.caller if hmac.compare_digest(digest(key), self._digest) else None


class EitherOf:
    """The keys of two places."""

    def __init__(self, first: Keys, second: Keys) -> None:
        self._places = (first, second)

    async def find(self, key: str) -> Caller | None:
        """The caller that either place knows; both are asked, so that a wrong key takes as long as a right one."""
        found = [await place.find(key) for place in self._places]
        return found[0] or found[1]


def digest(key: str) -> bytes:
    """What is kept and compared instead of a key: it is random and long, so a fast hash can't be searched."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
