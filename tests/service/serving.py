"""`getcode-lsp serve` and its commands as processes, all on one folder of data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.service.processes import Process, clean_environment, process

PROMPT = "an API for books with a title and a price"
_URL = re.compile(r"https?://\S+")


@dataclass
class Home:
    """A folder in which services and commands keep their data."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "getcode-lsp" / "service" / "service.sqlite3"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`getcode-lsp WORDS…`, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "getcode_lsp", *words],
            env=clean_environment(self.environment, self.folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def said(self, *words: str) -> str:
        """The output of a command that must succeed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def key(self, plan: str, name: str = "") -> str:
        """A new key with this plan."""
        words = ("keys", "add", *([name] if name else []), "--plan", plan)
        return self.said(*words).removesuffix("\n")

    @contextmanager
    def serve(self, *words: str, program: Sequence[str] = ()) -> Iterator[Running]:
        """A service on a free port; `program` is another one than `getcode-lsp serve`."""
        started = program or ("-m", "getcode_lsp", "serve", "--port", "0", "--engine", "scaffold")
        with process([*started, *words], clean_environment(self.environment, self.folder)) as child:
            found = _URL.search(child.out.next())
            assert found
            yield Running(child, found[0])


@dataclass
class Running:
    """A service that runs."""

    process: Process
    url: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, key: str, **headers: str) -> httpx.Client:
        given = {"Authorization": f"Bearer {key}", **headers}
        return httpx.Client(base_url=self.url, headers=given, trust_env=False, timeout=30)

    def generate(self, key: str, prompt: str = PROMPT, **more: object) -> httpx.Response:
        asked = {"prompt": prompt, "outputType": "api", **more}
        with self.client(key) as client:
            return client.post("/api/generate", json=asked)

    def improve(self, key: str) -> httpx.Response:
        with self.client(key) as client:
            return client.post("/api/improve", json={"prompt": "a shop", "outputType": "api"})

    def get(self, key: str, path: str) -> httpx.Response:
        with self.client(key) as client:
            return client.get(path)


def events(response: httpx.Response) -> list[Any]:
    """The events of a stream; every line of it is a data line, a comment or empty."""
    lines = response.text.split("\n")
    assert all(line.startswith(("data: ", ":")) or line == "" for line in lines), response.text
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def error_of(response: httpx.Response) -> str:
    """The message of a JSON error: one sentence or more, and nothing of the inner works."""
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ["error"]
    assert "Traceback" not in response.text
    assert "access-control-allow-origin" not in response.headers
    message: str = answer["error"]
    assert message.endswith(".")
    return message
