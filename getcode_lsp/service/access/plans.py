"""The plans of the reference: free, starter and pro, each including what the one before it may do."""

from __future__ import annotations

import enum


class Plan(enum.IntEnum):
    """A plan; a greater one may do whatever a smaller one may."""

    FREE = 1
    STARTER = 2
    PRO = 3

    @property
    def word(self) -> str:
        """The plan's name as it is written on the command line and kept."""
        return self.name.lower()

    @property
    def title(self) -> str:
        """The plan's name as it stands in a sentence."""
        return self.name.capitalize()

    @classmethod
    def of(cls, word: str) -> Plan:
        """The plan of a word; raises ValueError that lists the words."""
        for plan in cls:
            if plan.word == word:
                return plan
        raise ValueError(f"a plan is one of {', '.join(plan.word for plan in cls)}, not {word[:40]!a}")
