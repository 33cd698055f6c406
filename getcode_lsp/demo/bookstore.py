"""Starts the generated bookstore on loopback and uses it: the proof that the code runs."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from getcode_lsp.demo.client import DemoError

# An interpreter that has to import FastAPI on a busy machine, in seconds.
PATIENCE = 60.0


def use(program: Path, say: Callable[[str], None]) -> None:
    """Create an author and a book over HTTP, list the books, and end the program. Raises DemoError."""
    port = _free_port()
    with _running(program, port):
        author = _call(port, "POST", "/authors", {"name": "Ursula K. Le Guin", "birth_date": "1929-10-21"})
        say(f"POST /authors  201  id {author['id']}")
        book = {
            "title": "The Dispossessed",
            "price": 9.5,
            "pages": 387,
            "number_of_pages": 387,
            "published_date": "1974-05-01",
            "in_stock": True,
            "author_id": author["id"],
        }
        made = _call(port, "POST", "/books", book)
        say(f"POST /books    201  id {made['id']}")
        books = _call(port, "GET", "/books")
        say(f"GET  /books    200  {json.dumps(books)}")
        if [entry["title"] for entry in books] != [book["title"]]:
            raise DemoError("The list of books is not what was created.")


@contextmanager
def _running(program: Path, port: int) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GETCODE_")}
    process = subprocess.Popen(
        [sys.executable, str(program)],
        env={**environment, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()


def _wait_for(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            words = process.stderr.read() if process.stderr else ""
            raise DemoError(f"The generated program ended at once:\n{words[-2000:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise DemoError("The generated program did not open its port in time.")


def _call(port: int, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        payload = None if body is None else json.dumps(body)
        connection.request(method, path, payload, {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise DemoError(f"{method} {path} failed: {error}") from error
    finally:
        connection.close()
    if response.status not in (200, 201):
        raise DemoError(f"{method} {path} answered {response.status}: {text[:500]}")
    return json.loads(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
