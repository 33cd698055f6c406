"""What the service adds to a token: `python -m benchmarks.service`.

The whole service and a bare uvicorn loop that writes the same events take turns in one run. A token holds the moment
at which its engine made it; its latency ends when its event's line is read off the socket here.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter, perf_counter_ns

import psutil

from benchmarks import machine
from benchmarks.figures import Spread, percentile, table
from benchmarks.token_servers import KEY

SERVERS = ("bare", "ours")
_PACKAGES = ("getcode-lsp", "uvicorn", "starlette", "sse-starlette", "h11")
_STAMP = re.compile(rb'"text": "(\d+) "')
_PATIENCE = 60.0  # seconds beyond the time that a run should take


@dataclass(frozen=True, slots=True)
class Condition:
    """How much is asked for: streams at once, tokens a second in each (0: as fast as they come), tokens in each."""

    streams: int
    rate: int
    tokens: int


FULL = (Condition(1, 50, 200), Condition(1, 500, 2_000), Condition(64, 20, 100), Condition(1, 0, 20_000))
QUICK = (Condition(1, 500, 50), Condition(8, 20, 5), Condition(1, 0, 200))


@dataclass(frozen=True, slots=True)
class Run:
    """What one server showed under one condition; seconds, `cpu` that of the server."""

    latencies: Sequence[float]
    elapsed: float
    cpu: float


class BenchmarkError(Exception):
    """A server lost, doubled or refused something."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: psutil.Process
    port: int

    def cpu(self) -> float:
        """Its time on a core so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def server(name: str) -> Iterator[Server]:
    """One of the two servers, in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.token_servers", name]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as popen:
        try:
            assert popen.stdout
            yield Server(psutil.Process(popen.pid), int(popen.stdout.readline().rpartition(":")[2]))
        finally:
            popen.terminate()


async def measure(target: Server, condition: Condition) -> Run:
    """All streams of a condition at once; raises BenchmarkError."""
    begun, cpu = perf_counter(), target.cpu()
    expected = condition.tokens / condition.rate if condition.rate else 0.0
    streams = [_stream(target.port, condition, number) for number in range(condition.streams)]
    latencies = await asyncio.wait_for(asyncio.gather(*streams), expected + _PATIENCE)
    elapsed = perf_counter() - begun
    return Run([value for values in latencies for value in values], elapsed, target.cpu() - cpu)


async def _stream(port: int, condition: Condition, number: int) -> list[float]:
    """The latency of each token of one stream; the streams' tokens are made one after the other, not all at once."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    phase = number / condition.streams / condition.rate if condition.rate else 0.0
    prompt = f"{condition.rate} {condition.tokens} {phase}"
    body = json.dumps({"prompt": prompt, "outputType": "api"}).encode()
    head = f"POST /api/generate HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    latencies: list[float] = []
    stamps: list[int] = []
    ended = False
    while line := await reader.readline():
        now = perf_counter_ns()
        if found := _STAMP.search(line):
            stamps.append(int(found[1]))
            latencies.append((now - stamps[-1]) / 1e9)
        ended = ended or b'"type": "done"' in line
    writer.close()
    if not ended or len(stamps) != condition.tokens or stamps != sorted(stamps):
        raise BenchmarkError(f"{len(stamps)} of {condition.tokens} tokens came, done: {ended}")
    return latencies


def collect(
    conditions: Sequence[Condition], repeats: int
) -> tuple[Mapping[tuple[Condition, str], list[Run]], str]:
    """All runs, the servers in turn, and how much of its time this process waited for a core."""
    runs: dict[tuple[Condition, str], list[Run]] = {}
    before = machine.share()
    with ExitStack() as stack:
        targets = {name: stack.enter_context(server(name)) for name in SERVERS}
        for target in targets.values():
            asyncio.run(measure(target, Condition(1, 0, 100)))  # to warm up
        for repeat in range(repeats):
            for number, condition in enumerate(conditions):
                order = SERVERS if (repeat + number) % 2 else SERVERS[::-1]
                for name in order:
                    gc.collect()
                    run = asyncio.run(measure(targets[name], condition))
                    runs.setdefault((condition, name), []).append(run)
    return runs, machine.kept_waiting(before, machine.share())


def report(
    runs: Mapping[tuple[Condition, str], list[Run]],
    conditions: Sequence[Condition],
    waited: str,
    repeats: int,
) -> str:
    """The machine's line and the table."""
    meaning = (
        f"{repeats} repeats. p50 and p99 are medians of the repeats; the overhead is the median of the differences "
        "between the two p50 of each repeat, in brackets the least and the most of them. The measuring process had "
        f"to wait for a core during {waited} of the time that it wanted one."
    )
    heads = [
        "streams",
        "tokens/s each",
        "server",
        "p50 ms",
        "p99 ms",
        "p50 overhead ms",
        "CPU ms/token",
        "tokens/s",
    ]
    rows = []
    for condition in conditions:
        for name in SERVERS:
            mine, floor = runs[condition, name], runs[condition, SERVERS[0]]
            p50, base = ([1000 * percentile(run.latencies, 0.5) for run in some] for some in (mine, floor))
            p99 = median(1000 * percentile(run.latencies, 0.99) for run in mine)
            total = condition.streams * condition.tokens
            cells = [str(condition.streams), str(condition.rate or "all"), name]
            if condition.rate:
                overhead = Spread.of([value - other for value, other in zip(p50, base, strict=True)])
                cells += [f"{median(p50):.2f}", f"{p99:.2f}", str(overhead)]
            else:
                cells += ["-", "-", "-"]  # what waits in the socket says nothing about a token
            cells.append(f"{1000 * median(run.cpu for run in mine) / total:.3f}")
            cells.append(f"{total / median(run.elapsed for run in mine):,.0f}")
            rows.append(cells)
    return "\n\n".join((machine.describe(_PACKAGES), meaning, table(heads, rows)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table; 1 where a server lost or doubled anything."""
    parser = argparse.ArgumentParser(prog="benchmarks.service", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few tokens, once: only to see that it runs")
    parser.add_argument(
        "--repeats", type=int, default=5, help="how often all is repeated (default %(default)s)"
    )
    options = parser.parse_args(arguments)
    conditions, repeats = (QUICK, 1) if options.quick else (FULL, max(1, options.repeats))
    try:
        runs, waited = collect(conditions, repeats)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(runs, conditions, waited, repeats))
    return 0


if __name__ == "__main__":
    sys.exit(main())
