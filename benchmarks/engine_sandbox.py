"""Where an engine's output is run: a folder of its own, a bare environment, limits of time and memory."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

STARTS_WITHIN = 40.0  # seconds
_SECONDS = 20.0
_MEMORY = 2 * 1024**3


class Failed(Exception):
    """The output does not do what was asked; the message says what it did instead."""


def check(condition: object, what: str) -> None:
    """Raise Failed with these words unless the condition holds."""
    if not condition:
        raise Failed(what)


def _limits(memory: int | None) -> Callable[[], None] | None:
    """What a child does before it becomes the program: limits for whatever it may be."""
    if os.name != "posix":
        return None

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return limit


def _environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def run(words: Sequence[str], folder: Path, memory: int | None = _MEMORY) -> str:
    """What a program prints; raises Failed where it fails or takes too long."""
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            preexec_fn=_limits(memory),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"it ran longer than {_SECONDS:g} s") from None
    last = (done.stderr.strip().splitlines() or [""])[-1][:200]
    check(done.returncode == 0, f"it failed: {last}")
    return done.stdout


_CALLER = """
import importlib.util, json, sys
name, cases = sys.argv[1], json.loads(sys.argv[2])
spec = importlib.util.spec_from_file_location("output", "output.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
results = []
for arguments in cases:
    try:
        results.append(["value", getattr(module, name)(*arguments)])
    except Exception as error:
        results.append(["error", type(error).__name__])
print("\\n" + json.dumps(results))
"""

_CALLER_JS = """
const fs = require("fs"), vm = require("vm");
const [name, cases] = [process.argv[2], JSON.parse(process.argv[3])];
const code = fs.readFileSync("output.js", "utf8").replace(/^export default |^export /gm, "");
const module_ = { exports: {} };
const box = { module: module_, exports: module_.exports, require, console, structuredClone };
vm.createContext(box);
vm.runInContext(code + `\\n;globalThis.__found = typeof ${name} === "function" ? ${name} : null;`, box);
const found = box.__found || module_.exports[name] || module_.exports.default || module_.exports;
const results = cases.map((given) => {
  try { return ["value", found(...given)]; } catch (error) { return ["error", error.name]; }
});
console.log("\\n" + JSON.stringify(results));
"""


def call_python(code: str, name: str, cases: Sequence[Sequence[Any]], folder: Path) -> list[Any]:
    """What a function of a Python module gives for each case: ["value", …] or ["error", type]."""
    (folder / "output.py").write_text(code, "utf-8")
    words = [sys.executable, "-I", "-c", _CALLER, name, json.dumps(cases)]
    return _results(run(words, folder))


def call_javascript(
    code: str, name: str, cases: Sequence[Sequence[Any]], folder: Path, node: str
) -> list[Any]:
    """The same for a function of a JavaScript file; node reserves more memory than it uses, so it has no limit of that."""
    (folder / "output.js").write_text(code, "utf-8")
    (folder / "caller.cjs").write_text(_CALLER_JS, "utf-8")
    return _results(run([node, "caller.cjs", name, json.dumps(cases)], folder, memory=None))


def _results(printed: str) -> list[Any]:
    try:
        results: list[Any] = json.loads(printed.rstrip().rpartition("\n")[2])
    except ValueError:
        raise Failed("it printed no result") from None
    return results


@contextmanager
def serving(words: Sequence[str], folder: Path, **environment: str) -> Iterator[httpx.Client]:
    """A program that listens on PORT, and a client for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "said.txt").open("w+b") as said:
        child = subprocess.Popen(
            words,
            cwd=folder,
            env=_environment(folder, PORT=str(port), **environment),
            stdout=said,
            stderr=said,
            preexec_fn=_limits(None),
            start_new_session=os.name == "posix",
        )
        try:
            _wait_for(port, child, folder / "said.txt")
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=15) as client:
                try:
                    yield client
                except httpx.HTTPError as error:
                    raise Failed(f"a request failed: {type(error).__name__}") from None
        finally:
            _end(child)


def _wait_for(port: int, child: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if child.poll() is not None:
            last = (said.read_text("utf-8", "replace").strip().splitlines() or [""])[-1][:200]
            raise Failed(f"it ended: {last}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Failed("it did not listen on PORT")


def _end(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # our own child's group, and all that it started
    else:
        child.kill()
    child.wait(10)
