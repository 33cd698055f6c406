"""`python -m tests.soak`: the long run, and with `--load` the streams at full speed."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import sys
import tempfile
from pathlib import Path

from tests.fakes.api import FakeApi
from tests.lsp.conftest import SERVER
from tests.lsp.light import LightEditor
from tests.soak import load, soak
from tests.soak.figures import HEADER


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--load", action="store_true", help="streams at full speed instead")
    parser.add_argument("--generations", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=20, help="changes of the user's in each generation")
    parser.add_argument("--seconds", type=float, default=0, help="end after so long (load: 60)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    return parser.parse_args()


def _environment(home: str, api: FakeApi) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": home,
        "XDG_STATE_HOME": str(Path(home) / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "GETCODE_BASE_URL": api.url,
        "GETCODE_API_KEY": api.key,
    }


async def _run(arguments: argparse.Namespace) -> int:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    editor = LightEditor()
    with tempfile.TemporaryDirectory() as home:
        async with FakeApi() as api:
            await editor.start(SERVER, _environment(home, api))
            try:
                run = _load if arguments.load else _soak
                good = await run(editor, api, arguments)
                await editor.finish()
            finally:
                await editor.kill()
    return 0 if good else 1


async def _soak(editor: LightEditor, api: FakeApi, arguments: argparse.Namespace) -> bool:
    seconds = arguments.seconds or float("inf")
    size = soak.Size(arguments.generations, arguments.changes, seconds, look_every=10)
    print(f"seed {arguments.seed}\n{HEADER}")
    report = await soak.Soak(editor, api, size, arguments.seed, print).run()
    print("start", report.start, "end  ", report.end, sep="\n")
    ends = ", ".join(f"{end.name.lower()} {count:,}" for end, count in report.ends.most_common())
    print(f"{report.generations:,} generations: {ends}")
    print(f"{editor.edits:,} edits, {editor.refused:,} refused; RSS at most {report.peak:.1f} MB,", end=" ")
    print(f"{report.growth:+.1f} MB after the first third; {len(report.wrong)} documents wrong")
    print("\n".join(report.wrong[:10]))
    return not report.wrong


async def _load(editor: LightEditor, api: FakeApi, arguments: argparse.Namespace) -> bool:
    pace = load.Pace(seconds=arguments.seconds or 60)
    print(HEADER)
    report = await load.Load(editor, api, pace, print).run()
    print(
        f"{report.sent:,} tokens, {report.keys:,} keys, {report.edits:,} edits, {len(report.pings):,} pings"
    )
    for name, times in (("ping", report.pings), ("the measuring process' own delay", report.lags)):
        shares = ", ".join(f"p{share} {load.quantile(times, share / 100):.1f} ms" for share in (50, 90, 99))
        print(f"{name}: {shares}, at most {max(times):.1f} ms")
    print(f"load average {os.getloadavg()[0]:.1f}; {len(report.wrong)} documents wrong")
    print("\n".join(report.wrong[:10]))
    return not report.wrong


if __name__ == "__main__":
    sys.exit(asyncio.run(_run(_arguments())))
