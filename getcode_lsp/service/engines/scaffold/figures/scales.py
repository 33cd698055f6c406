"""From numbers to places: round ticks, linear scales, and numbers as a reader wants them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values to places; `ticks` are round values inside it."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Where a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def nice_step(span: float, count: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that gives about so many ticks."""
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        (m * power for m in (1, 2, 2.5, 5) if m * power >= rough * 0.999 and (m != 2.5 or power != 1)),
        10 * power,
    )


def scale(
    values: Sequence[float], start: float, end: float, *, zero: bool = True, count: int = 5,
    limits: tuple[float, float] | None = None,
) -> Scale:  # fmt: skip
    """A scale that holds all values, from one round number to another; `zero` makes it hold zero."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if limits:
        low, high = min(limits[0], low), max(limits[1], high)
    if high - low <= abs(high) * 1e-9:
        margin = abs(high) * 0.1 or 1.0
        low, high = (0.0 if zero and low >= 0 else low - margin), high + margin
    step = nice_step(high - low, count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(_clean(at * step, step) for at in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def _clean(value: float, step: float) -> float:
    digits = max(0, 2 - math.floor(math.log10(step)))
    return round(value, min(digits, 12)) + 0.0


_BEFORE = ("$", "€", "£", "¥", "₹")
_SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"))


def shown(value: float, unit: str = "", *, short: bool = True) -> str:
    """A number as it stands beside a mark: "1,234.5", "$3.7M", "−2 °C"; exact where it isn't `short`."""
    size = abs(value)
    suffix = ""
    if short:
        for least, letter in _SUFFIXES:
            if size >= least:
                size, suffix = size / least, letter
                break
    digits = _digits(size, short)
    text = f"{size:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    sign = "−" if value < 0 and text.strip("0.,") else ""
    if unit in _BEFORE:
        return f"{sign}{unit}{text}{suffix}"
    joined = unit if unit in ("%", "°", "") else f" {unit}"
    return f"{sign}{text}{suffix}{joined}"


def _digits(size: float, short: bool) -> int:
    if not short:
        return 10 if size < 1 else 6
    if size == 0 or size >= 1000:
        return 0 if size == round(size) else 1
    return max(0, min(6, 3 - math.floor(math.log10(size)) - 1))


def ticks_shown(ticks: Sequence[float], unit: str) -> list[str]:
    """The labels of ticks, all with the same number of decimals and the same suffix."""
    top = max(abs(tick) for tick in ticks)
    least, letter = next(((least, letter) for least, letter in _SUFFIXES if top >= least), (1.0, ""))
    scaled = [tick / least for tick in ticks]
    digits = next((d for d in range(13) if all(abs(round(t, d) - t) <= 1e-9 * abs(t) for t in scaled)), 12)
    found = []
    for tick in scaled:
        body = f"{abs(tick):,.{digits}f}"
        sign = "−" if tick < 0 else ""
        suffix = letter if tick else ""
        joined = unit if unit in ("%", "°", "") else f" {unit}"
        found.append(f"{sign}{unit}{body}{suffix}" if unit in _BEFORE else f"{sign}{body}{suffix}{joined}")
    return found


@dataclass(frozen=True, slots=True)
class Bins:
    """The classes of a histogram: their edges, one more than there are counts."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def bins(values: Sequence[float], wanted: int = 0) -> Bins:
    """Values counted in classes of a round width."""
    count = wanted or max(4, min(20, math.ceil(math.log2(len(values)) + 1)))
    found = scale(values, 0, 1, zero=False, count=count)
    step = found.ticks[1] - found.ticks[0]
    counts = [0] * (len(found.ticks) - 1)
    for value in values:
        counts[min(int((value - found.low) / step + 1e-9), len(counts) - 1)] += 1
    return Bins(found.ticks, tuple(counts))
