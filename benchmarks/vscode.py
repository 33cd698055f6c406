"""How fast text comes into a real VS Code, in a short file and in a long one: `make bench-vscode`.

A token's time runs from just before it is written to the socket until the window paints it. Edits are counted as they
are painted: two that one frame shows together count once.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import running_chromium
from tests.editors.vscode.code_server import PATIENCE, ROOT, code_server
from tests.editors.vscode.window import Windows, windows
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi

TOKENS = 300
SIZES = (10, 10_000)  # lines of the file
# Notes in every frame which token is the last in view, and when it was painted first, in milliseconds since 1970.
_WATCH = """() => {
  window.painted = {};
  window.watching = true;
  const look = () => {
    for (const line of document.querySelectorAll('.editor-instance .view-line')) {
      const token = /token_(\\d+)/.exec(line.textContent);
      if (token) window.painted[token[1]] ??= Date.now();
    }
    if (window.watching) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@dataclass(frozen=True, slots=True)
class Run:
    """One generation: seconds to the first token, seconds for all of them, edits that were painted."""

    first: float
    whole: float
    edits: int


def measure(shown: Windows, api: ThreadedFakeApi, lines: int, number: int) -> Run:
    """Stream all tokens at once into the middle of a file with so many lines."""
    half = "".join(f"line_{line} = {line}\n" for line in range(lines // 2))
    with shown.opened(f"size_{lines}_{number}.py", f"{half}# make x\n{half}") as vscode:
        vscode.go(lines // 2 + 1, 4)
        page = vscode.page
        vscode.generate()
        api.request()
        page.evaluate(_WATCH)
        begin = time.time()
        for token in range(TOKENS):
            api.send(f"token_{token} = {token}\n")
        api.done(TOKENS)
        vscode.sees(lambda: _painted(page).get(str(TOKENS - 1)) is not None, "the last token")
        painted = _painted(page)
        page.evaluate("() => { window.watching = false; }")
        vscode.sees(lambda: not vscode.is_busy(), "the end")
    first = min(painted.values())
    return Run(first / 1000 - begin, painted[str(TOKENS - 1)] / 1000 - begin, len(set(painted.values())))


def _painted(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate("() => window.painted")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.vscode", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    runs: dict[int, list[Run]] = {lines: [] for lines in SIZES}
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadedFakeApi(FakeApi(), PATIENCE) as api,
        running_chromium() as browser,
        code_server(
            Path(folder),
            [ROOT / ".cache" / "getcode.vsix"],
            {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url},
        ) as server,
        windows(browser, server) as shown,
    ):
        for number in range(options.repeats):
            for lines in SIZES:
                runs[lines].append(measure(shown, api, lines, number))
    say = sys.stdout.write
    say(
        f"{TOKENS} tokens, a line each, sent at once; medians of {options.repeats} runs, least to most in brackets\n\n"
    )
    say(
        "|  lines | first token, ms | all tokens, s | edits painted | edits/s |\n| -----: | --: | --: | --: | --: |\n"
    )
    for lines, of_size in runs.items():
        columns = (
            _spread([run.first * 1000 for run in of_size], 0),
            _spread([run.whole for run in of_size], 2),
            _spread([float(run.edits) for run in of_size], 0),
            _spread([run.edits / run.whole for run in of_size], 0),
        )
        say(f"| {lines:,} | {' | '.join(columns)} |\n")
    return 0


def _spread(values: list[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
