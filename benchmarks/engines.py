"""How good each engine is: twelve prompts, whose outputs are run, not read.

python -m benchmarks.engines                               the scaffold engine
python -m benchmarks.engines --model /path/to/model.gguf   and the engine llama with a model of this machine
python -m benchmarks.engines --url http://127.0.0.1:11434 --name qwen2.5-coder:7b   and a server
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Error as BrowserError

from benchmarks import machine
from benchmarks.engine_sandbox import Failed
from benchmarks.engine_tasks import TRIALS, Trial, Workshop
from benchmarks.figures import table
from getcode_lsp.service.engines.base import Engine, EngineRefusal, EngineUnavailable, Used, Waiting
from getcode_lsp.service.engines.choosing import EngineChoice, choose
from tests.browser import running_chromium
from tests.npm import modules_of
from tests.service.scaffold.programs import node_binary

EXPRESS = Path(__file__).parents[1] / "tests" / "service" / "scaffold" / "express"


@dataclass
class Result:
    """What came of one prompt: how long it took in seconds, its tokens where they are counted, and what is wrong."""

    trial: Trial
    output: str = ""
    first: float | None = None
    seconds: float = 0.0
    tokens: int | None = None
    problem: str | None = None


async def generate(engine: Engine, trial: Trial) -> Result:
    """Let an engine write, and watch the clock."""
    result = Result(trial)
    began = time.perf_counter()
    try:
        async for piece in engine.generate(trial.task):
            if isinstance(piece, Used):
                result.tokens = piece.tokens
            elif not isinstance(piece, Waiting) and piece:
                result.first = result.first or time.perf_counter() - began
                result.output += piece
    except EngineRefusal:
        result.problem = "refused"
    except EngineUnavailable as error:
        result.problem = str(error)
    result.seconds = time.perf_counter() - began
    return result


def judged(result: Result, shop: Workshop) -> Result:
    """Run the output."""
    if result.problem is None:
        try:
            result.trial.check(result.output, shop)
        except Failed as failed:
            result.problem = str(failed)
        except (ValueError, AttributeError, TypeError, KeyError, BrowserError) as error:
            result.problem = f"it can't be judged: {type(error).__name__}: {str(error)[:100]}"
    return result


async def _outputs(engine: Engine) -> list[Result]:
    try:
        # The first generation also loads the model: it is not counted.
        if engine.name != "scaffold":
            await generate(engine, TRIALS[0])
        return [await generate(engine, trial) for trial in TRIALS]
    finally:
        await engine.close()


@contextmanager
def _shops() -> Iterator[Iterator[Workshop]]:
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        express = modules_of(EXPRESS)

        def shops() -> Iterator[Workshop]:
            for number in range(10_000):
                place = Path(folder) / str(number)
                place.mkdir()
                yield Workshop(place, browser, node_binary(), express)

        yield shops()


def _row(name: str, results: Sequence[Result]) -> list[str]:
    passed = sum(result.problem is None for result in results)
    firsts = [result.first for result in results if result.first is not None]
    speeds = [
        result.tokens / (result.seconds - result.first)
        for result in results
        if result.tokens and result.first is not None and result.seconds - result.first > 0.1
    ]
    return [
        name,
        f"{passed}/{len(results)}",
        f"{median(firsts):.3f}" if firsts else "-",
        f"{median(speeds):.0f}" if speeds else "not counted",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--model", help="a GGUF file, or a model of `getcode-lsp models`, for the engine llama"
    )
    parser.add_argument("--threads", type=int, help="processor threads of that model")
    parser.add_argument(
        "--context", type=int, help="tokens that a prompt and its output may have together with it"
    )
    parser.add_argument("--url", help="an OpenAI-compatible server (its key in GETCODE_ENGINE_KEY)")
    parser.add_argument("--name", help="what that server calls the model")
    parser.add_argument("--keep", type=Path, help="a folder to write the outputs to")
    options = parser.parse_args()
    choices = [EngineChoice("scaffold")]
    if options.model:
        choices.append(
            EngineChoice("llama", model=options.model, threads=options.threads, context=options.context)
        )
    if options.url:
        key = os.environ.get("GETCODE_ENGINE_KEY")
        choices.append(EngineChoice("openai", options.url, key, options.name))
    # All the writing comes first: a browser's event loop stands in the way of another one.
    written: list[tuple[str, list[Result]]] = []
    for choice in choices:
        engine = choose(choice).engine
        results = asyncio.run(_outputs(engine))
        written.append((engine.name, results))
        _keep(options.keep, engine.name, results)
    with _shops() as shops:
        for _, results in written:
            for result in results:
                judged(result, next(shops))
    print(machine.describe(), end="\n\n")
    rows = [_row(name, results) for name, results in written]
    if not options.model:
        rows.append(["llama", "not measured", "-", "-"])
    if not options.url:
        rows.append(["openai", "not measured", "-", "-"])
    print(table(["engine", "passed", "first token s", "tokens/s"], rows), end="\n\n")
    names = [name for name, _ in written]
    details = [
        [trial.name, *(results[number].problem or "passed" for _, results in written)]
        for number, trial in enumerate(TRIALS)
    ]
    print(table(["prompt", *names], details))
    return 0


def _keep(folder: Path | None, name: str, results: Sequence[Result]) -> None:
    if folder is not None:
        place = folder / name.replace("/", "_")
        place.mkdir(parents=True, exist_ok=True)
        for result in results:
            (place / f"{result.trial.name.replace(' ', '_')}.txt").write_text(result.output, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
