"""Many runs over many seeds: `python -m tests.sim.fuzz --runs 1000000 --editor vscode --seed 0`.

Every line of the summary is about one editor. A run that went wrong is made smaller and shown; it comes again with
`--editor NAME --seed SEED --runs 1`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from getcode_lsp.editing.session import Profile, Stop
from tests.sim.buffer import Editor
from tests.sim.editors import EDITORS
from tests.sim.run import Result, Run, run
from tests.sim.script import Script, draw

BLOCK = 2000
SHOWN = 3
EXAMPLES = 8
PROFILES: dict[str, Profile | None] = {"own": None, "unknown": Profile()}


@dataclass
class Summary:
    """What a number of runs in one editor came to."""

    runs: int = 0
    wrong: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[int]] = field(default_factory=dict)

    def count(self, what: str, seed: int, number: int = 1) -> None:
        if number:
            self.counts[what] += number
            found = self.examples.setdefault(what, [])
            if len(found) < EXAMPLES:
                found.append(seed)

    def add(self, other: Summary) -> None:
        self.runs += other.runs
        for what, seeds in other.examples.items():
            self.examples[what] = (self.examples.get(what, []) + seeds)[:EXAMPLES]
        self.wrong += other.wrong
        self.counts += other.counts

    def line(self, name: str) -> str:
        counts = ", ".join(f"{key} {count}" for key, count in sorted(self.counts.items()))
        return f"{name}: {self.runs} runs, {len(self.wrong)} wrong; {counts}"


def many(name: str, first: int, count: int, profile: str = "own") -> Summary:
    """Run the seeds from `first` on."""
    summary = Summary(runs=count)
    for seed in range(first, first + count):
        try:
            result = run(draw(seed), EDITORS[name], PROFILES[profile])
        except Exception:  # noqa: BLE001 - whatever it is, it is the session's or the simulator's fault
            summary.wrong.append(seed)
            continue
        _tally(summary, seed, result)
    return summary


def _tally(summary: Summary, seed: int, result: Result) -> None:
    summary.count("edits", seed, result.edits)
    summary.count("crossings", seed, result.crossings)
    summary.count("more than one crossing", seed, result.crossings > 1)
    if result.stopped is None:
        summary.count("complete", seed)
    elif result.needless:
        ambiguous = " (ambiguous)" if result.ambiguous else ""
        summary.count(f"needless {result.stopped.name}{ambiguous}", seed)
    else:
        summary.count("stopped", seed)
    if result.stopped in {None, Stop.GAVE_UP} and result.seconds > 5 and not result.obstructed:
        summary.count("slow (over 5 s)", seed)


def failure(script: Script, kind: type[Editor], profile: Profile | None) -> tuple[str, list[str]] | None:
    """The words and the trace of a run that goes wrong, None if it goes well."""
    attempt = Run(script, kind, profile or kind.profile, trace=True)
    try:
        attempt.go()
    except Exception as error:  # noqa: BLE001 - see `many`
        return f"{type(error).__name__}: {error}", attempt.result.trace
    return None


def traced(name: str, seed: int, profile: str) -> list[str]:
    """What happens in one run, whole."""
    script = draw(seed)
    kind = EDITORS[name]
    attempt = Run(script, kind, PROFILES[profile] or kind.profile, trace=True)
    with contextlib.suppress(Exception):
        attempt.go()
    return [str(script), *attempt.result.trace]


def shrink(script: Script, kind: type[Editor], profile: Profile | None) -> Script:
    """Leave out of a wrong run what it does not need to go wrong."""
    smaller: Script | None = script
    while smaller is not None:
        script = smaller
        smaller = next((less for less in script.smaller() if failure(less, kind, profile)), None)
    return script


def show(name: str, seed: int, profile: str) -> str:
    """A wrong run, as small as it gets."""
    kind, chosen = EDITORS[name], PROFILES[profile]
    script = shrink(draw(seed), kind, chosen)
    found = failure(script, kind, chosen)
    words, trace = found or ("it went well the second time", [])
    return "\n".join([f"--- {name}, profile {profile}, seed {seed}: {words}", f"    {script}", *trace])


def blocks(runs: int, seed: int) -> Iterator[tuple[int, int]]:
    for first in range(seed, seed + runs, BLOCK):
        yield first, min(BLOCK, seed + runs - first)


def fuzz(name: str, runs: int, seed: int, profile: str, processes: int) -> Summary:
    """Spread the runs over processes."""
    summary = Summary()
    starts = list(blocks(runs, seed))
    if processes == 1 or len(starts) == 1:
        for first, count in starts:
            summary.add(many(name, first, count, profile))
        return summary
    with ProcessPoolExecutor(processes) as pool:
        tasks = [pool.submit(many, name, first, count, profile) for first, count in starts]
        for task in tasks:
            summary.add(task.result())
    return summary


def main() -> int:
    parser = argparse.ArgumentParser(description="Try an edit session against simulated editors.")
    parser.add_argument("--runs", type=int, default=20_000, help="runs per editor")
    parser.add_argument(
        "--editor", choices=sorted(EDITORS), action="append", help="may be given more than once"
    )
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="own", help="what the session is told")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--examples", action="store_true", help="name some seeds of everything counted")
    parser.add_argument("--trace", action="store_true", help="show what happens in the run of the first seed")
    options = parser.parse_args()
    wrong = False
    for name in options.editor or EDITORS:
        began = time.monotonic()
        summary = fuzz(name, options.runs, options.seed, options.profile, options.processes)
        print(f"{summary.line(name)}; {time.monotonic() - began:.0f} s", flush=True)
        if options.examples:
            print("\n".join(f"    {what}: {seeds}" for what, seeds in sorted(summary.examples.items())))
        if options.trace:
            print("\n".join(traced(name, options.seed, options.profile)))
        for seed in summary.wrong[:SHOWN]:
            print(show(name, seed, options.profile), flush=True)
        wrong = wrong or bool(summary.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
