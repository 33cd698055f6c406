"""The figures of a server process that must not grow, sampled in a long run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.lsp.light import LightEditor

MEGABYTE = 1 << 20
# Counts that say how much is under way; all are as at the start when nothing is.
TABLES = ("streams", "pending", "progress", "tasks", "queued", "keptBack")


@dataclass(frozen=True)
class Sample:
    """One look: megabytes, open descriptors, and the counts of `getcode/status`."""

    seconds: float
    generations: int
    changes: int
    rss: float
    descriptors: int
    counts: dict[str, int]

    def __str__(self) -> str:
        counts = " ".join(f"{self.counts[name]:>8}" for name in TABLES)
        return (
            f"{self.seconds:>8.0f} {self.generations:>11,} {self.changes:>9,} "
            f"{self.rss:>7.1f} {self.descriptors:>4} {counts}"
        )


HEADER = f"{'seconds':>8} {'generations':>11} {'changes':>9} {'RSS MB':>7} {'fds':>4} " + " ".join(
    f"{name:>8}" for name in TABLES
)


async def sample(editor: LightEditor, began: float, generations: int, changes: int) -> Sample:
    """Look at the server now."""
    counts = await editor.status()
    system = editor.system
    rss = system.memory_info().rss / MEGABYTE
    return Sample(time.monotonic() - began, generations, changes, rss, system.num_fds(), counts)
