"""How long a token takes from the service's socket to the editor: `python -m benchmarks.streaming`.

Three servers take turns in one run: a bare relay (the floor), getcode-lsp, and an ordinary pygls server. Ratios
are taken between neighbours in time, so what else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import selectors
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.editor import BenchmarkError, Editor
from benchmarks.figures import Spread, by_pairs, percentile, table
from benchmarks.runs import Condition, Run, document, measure
from benchmarks.source import TokenSource

FLOOR, OURS, ORDINARY = "relay", "getcode-lsp", "pygls"
SERVERS: Mapping[str, tuple[str, ...]] = {
    FLOOR: ("-m", "benchmarks.relay"),
    OURS: ("-m", "getcode_lsp"),
    ORDINARY: ("-m", "benchmarks.plain_pygls"),
}
RATES = (50, 500, 5_000)
LINES = (200, 100_000)
WARM_UP = Condition(rate=500, lines=200, tokens=50)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: tokens at each rate, and how often everything is repeated."""

    tokens: tuple[int, int, int]
    repeats: int

    @property
    def conditions(self) -> list[Condition]:
        """Every rate with every document."""
        return [
            Condition(rate, lines, tokens)
            for rate, tokens in zip(RATES, self.tokens, strict=True)
            for lines in LINES
        ]


FULL = Size(tokens=(100, 800, 5_000), repeats=6)
QUICK = Size(tokens=(5, 30, 200), repeats=1)


class Results:
    """All runs by condition and server, and the start-up times by server, in the order of the repeats.

    `kept_waiting` tells how much of its time the measuring process waited for a core that others had.
    """

    def __init__(self) -> None:
        self.runs: dict[tuple[Condition, str], list[Run]] = {}
        self.start_ups: dict[str, list[float]] = {name: [] for name in SERVERS}
        self.kept_waiting = ""

    def add(self, condition: Condition, name: str, run: Run) -> None:
        """Add one run."""
        self.runs.setdefault((condition, name), []).append(run)

    def latency(self, condition: Condition, name: str, share: float) -> list[float]:
        """A percentile of each run, in milliseconds."""
        return [1000 * percentile(run.latencies, share) for run in self.runs[condition, name]]


async def collect(size: Size, folder: Path) -> Results:
    """Run everything, the servers in turn."""
    source, results = TokenSource(), Results()
    environment = _environment(await source.start(), folder)
    texts = {lines: document(lines) for lines in LINES}
    before = machine.share()
    try:
        for repeat in range(size.repeats):
            await _repeat(repeat, size, source, environment, folder, texts, results)
    finally:
        await source.stop()
    results.kept_waiting = machine.kept_waiting(before, machine.share())
    return results


async def _repeat(
    repeat: int,
    size: Size,
    source: TokenSource,
    environment: Mapping[str, str],
    folder: Path,
    texts: Mapping[int, str],
    results: Results,
) -> None:
    names = list(SERVERS)
    names = names[repeat % len(names) :] + names[: repeat % len(names)]  # each one is first in its turn
    async with AsyncExitStack() as stack:
        editors: dict[str, Editor] = {}
        for name in names:
            editor = Editor(name, (sys.executable, *SERVERS[name]), environment, folder / f"{name}.log")
            stack.push_async_callback(editor.stop)
            editors[name] = editor
            results.start_ups[name].append(await editor.start())
            await measure(editor, source, WARM_UP, texts[WARM_UP.lines])
        for number, condition in enumerate(size.conditions):
            _say(f"{repeat + 1}/{size.repeats}: {condition.rate}/s, {condition.lines} lines")
            first = number % len(names)
            for name in names[first:] + names[:first]:
                gc.collect()
                results.add(
                    condition, name, await measure(editors[name], source, condition, texts[condition.lines])
                )


def _environment(url: str, folder: Path) -> dict[str, str]:
    """What the servers see: the benchmark's own service, no proxy, none of the user's files."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GETCODE_", "XDG_")) and not name.lower().endswith("_proxy")
    }
    own = {
        name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    }
    return {**kept, **own, "GETCODE_BASE_URL": url, "GETCODE_API_KEY": "benchmark"}


def report(results: Results, size: Size) -> str:
    """The machine's line and the tables."""
    meaning = (
        f"{size.repeats} repeats of {'/'.join(map(str, size.tokens))} tokens at {'/'.join(map(str, RATES))}/s. "
        "p50 and p99 are medians of the repeats, a ratio is the median of the ratios within each repeat; in "
        "brackets the least and the most of them. The measuring process had to wait for a core during "
        f"{results.kept_waiting} of the time that it wanted one: the less, the more the figures mean."
    )
    tables = (
        _latency_table(results, size),
        _work_table(results, size),
        _growth_table(results, size),
        _start_table(results),
    )
    return "\n\n".join((machine.describe(), meaning, *tables))


def _latency_table(results: Results, size: Size) -> str:
    heads = ["tokens/s", "lines", "server", "p50 ms", "p99 ms", "p50 to relay", "p99 to relay"]
    rows = []
    for condition in size.conditions:
        for name in SERVERS:
            mine, floor = (
                [results.latency(condition, server, share) for share in (0.5, 0.99)]
                for server in (name, FLOOR)
            )
            cells = [f"{condition.rate:,}", f"{condition.lines:,}", name]
            cells.extend((str(Spread.of(mine[0])), f"{median(mine[1]):.2f}"))
            cells.extend(str(by_pairs(*pair)) for pair in zip(mine, floor, strict=True))
            rows.append(cells)
    return table(heads, rows)


def _work_table(results: Results, size: Size) -> str:
    heads = ["tokens/s", "lines", "server", "edits/s", "CPU ms/token", "code action p50 ms", "most ms"]
    rows = []
    for condition in size.conditions:
        for name in SERVERS:
            runs = results.runs[condition, name]
            actions = [1000 * seconds for run in runs for seconds in run.actions]
            cpu = 1000 * sum(run.cpu for run in runs) / sum(len(run.latencies) for run in runs)
            cells = [f"{condition.rate:,}", f"{condition.lines:,}", name]
            cells.append(f"{median(run.edits / run.elapsed for run in runs):,.0f}")
            cells.append(f"{cpu:.3f}")
            cells.extend((f"{median(actions):.2f}", f"{max(actions):.2f}"))
            rows.append(cells)
    return table(heads, rows)


def _growth_table(results: Results, size: Size) -> str:
    heads = ["server", *(f"p50, {LINES[1]:,} to {LINES[0]} lines, {rate:,}/s" for rate in RATES)]
    rows = []
    for name in SERVERS:
        cells = [name]
        for rate in RATES:
            small, large = (condition for condition in size.conditions if condition.rate == rate)
            cells.append(str(by_pairs(results.latency(large, name, 0.5), results.latency(small, name, 0.5))))
        rows.append(cells)
    return table(heads, rows)


def _start_table(results: Results) -> str:
    rows = []
    for name, seconds in results.start_ups.items():
        spread = Spread.of([1000 * value for value in seconds])
        rows.append([name, f"{spread.middle:.0f} ({spread.least:.0f}–{spread.most:.0f})"])
    return table(["server", "start-up ms"], rows)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<60}", end="", file=sys.stderr, flush=True)


def _new_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.ProactorEventLoop()
    # epoll rounds a timer up to whole milliseconds, which is five tokens at 5,000 tokens a second.
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables; 1 where a server lost, doubled or misplaced anything."""
    parser = argparse.ArgumentParser(prog="benchmarks.streaming", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few tokens, once: only to see that it runs")
    parser.add_argument("--repeats", type=int, help="how often everything is repeated")
    options = parser.parse_args(arguments)
    size = QUICK if options.quick else FULL
    if options.repeats is not None:
        if options.repeats < 1:
            parser.error("--repeats must be at least 1")
        size = Size(size.tokens, options.repeats)
    loop = _new_loop()
    gc.disable()  # it is collected between the runs
    try:
        with tempfile.TemporaryDirectory(prefix="getcode-benchmark-") as folder:
            results = loop.run_until_complete(collect(size, Path(folder)))
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        gc.enable()
        loop.close()
    _say("")
    print(report(results, size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
