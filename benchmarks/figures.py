"""From single measurements to figures: percentiles, and ratios by pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several values and how far they lie apart."""

    middle: float
    least: float
    most: float

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        """The spread of at least one value."""
        return Spread(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.least:.2f}–{self.most:.2f})"


def by_pairs(values: Sequence[float], bases: Sequence[float]) -> Spread:
    """The ratios of what was measured side by side: on a noisy machine they say more than the values."""
    return Spread.of([value / base for value, base in zip(values, bases, strict=True)])


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, padded so that it reads as plain text too; numbers stand to the right."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    right = [all(row[column][:1].isdigit() for row in rows) for column in range(len(heads))]
    rule = [
        "-" * (width - 1) + (":" if is_right else "-") for width, is_right in zip(widths, right, strict=True)
    ]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(cells, widths, right, strict=True)
        )
        return f"| {' | '.join(padded)} |"

    return "\n".join([line(heads), line(rule), *(line(row) for row in rows)])
