"""The service's side of an analysis: a child process for each file, a few at a time, none of which outlives its request."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict

from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.refusals import NOT_THAT, TOO_MUCH, FileRefused

logger = logging.getLogger(__name__)

AT_ONCE = 2
MOST_WAITING = 16
BUSY = 503
"""The HTTP status where too many files wait for their turn."""

_ANSWER_BYTES = 512 * 1024
_START_SECONDS = 20.0  # for a Python that starts on a busy machine, beside the analysis itself
_INHERITED = frozenset(
    "PATH LANG TZ VIRTUAL_ENV PYTHONPATH PYTHONHOME LD_LIBRARY_PATH SYSTEMROOT SYSTEMDRIVE WINDIR".split()
)


class Analyst:
    """Describes files, at most `at_once` at a time; each in a process of its own that is killed when it is not wanted.

    The child has neither the service's environment nor a place to write to; see `confinement`.
    """

    def __init__(self, limits: AnalysisLimits | None = None, at_once: int = AT_ONCE) -> None:
        self.limits = limits or AnalysisLimits()
        self._turns = asyncio.Semaphore(at_once)
        self._most_waiting = MOST_WAITING + at_once
        self._asked = 0
        self._children: set[asyncio.subprocess.Process] = set()
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """The process ids of the analyses under way."""
        return [child.pid for child in self._children if child.returncode is None]

    async def describe(self, content: bytes, mime_type: str, output_type: str) -> str:
        """The prompt for a file whose first bytes fit its MIME type; raises FileRefused.

        Cancelled, it takes its process along.
        """
        if self._asked >= self._most_waiting:
            raise FileRefused("Too many files are being analysed just now: try again in a few seconds.", BUSY)
        self._asked += 1
        try:
            async with self._turns:
                return await self._ask(content, mime_type, output_type)
        finally:
            self._asked -= 1

    async def close(self) -> None:
        """End all analyses at once."""
        self._closed = True
        for child in tuple(self._children):
            await _end(child)

    async def _ask(self, content: bytes, mime_type: str, output_type: str) -> str:
        head = {
            "size": len(content),
            "mimeType": mime_type,
            "outputType": output_type,
            "limits": asdict(self.limits),
        }
        job = json.dumps(head).encode("ascii") + b"\n" + content
        child = await self._spawn()
        try:
            raw = await asyncio.wait_for(_exchange(child, job), self.limits.seconds + _START_SECONDS)
        except (TimeoutError, asyncio.TimeoutError):
            raise FileRefused(
                f"The analysis took longer than {self.limits.seconds:g} s: send fewer pages or a smaller picture.",
                TOO_MUCH,
            ) from None
        finally:
            await _end(child)
            self._children.discard(child)
        return _answer(raw, child.returncode)

    async def _spawn(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise FileRefused("The service is ending.", BUSY)
        try:
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "getcode_lsp.service.analysis.worker",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a reader says of a file holds pieces of it
                env=_environment(os.environ),
                cwd=sys.prefix,  # Python imports from where it runs: never the folder of a user
                limit=_ANSWER_BYTES,
            )
        except OSError as error:
            logger.error("An analysis could not be started: %s", error.strerror or error)
            raise FileRefused("The analysis can't be started just now: try again later.", BUSY) from None
        self._children.add(child)
        return child


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The child's environment: an allow-list, and one thread for each library that would take all processors."""
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() in _INHERITED or name.upper().startswith("LC_")
    }
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**kept, **threads, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}


async def _exchange(child: asyncio.subprocess.Process, job: bytes) -> bytes:
    """Send the job, read the one line that answers it; the child's input stays open until then."""
    if child.stdin is None or child.stdout is None:
        return b""
    with suppress(ConnectionError):
        child.stdin.write(job)
        await child.stdin.drain()
    try:
        return await child.stdout.readline()
    except ValueError:  # longer than any answer is
        return b""


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
    await child.wait()


def _answer(raw: bytes, code: int | None) -> str:
    """The prompt in a child's answer; raises FileRefused for what it refused, and where it died."""
    try:
        answer = json.loads(raw) if raw.endswith(b"\n") else {}
    except ValueError:
        answer = {}
    if isinstance(answer.get("prompt"), str):
        prompt: str = answer["prompt"]
        return prompt
    if "refusal" in answer:
        raise FileRefused(str(answer["refusal"]), int(answer.get("status", NOT_THAT)))
    if "failure" in answer:
        logger.error("An analysis failed: %s", answer["failure"])
        raise FileRefused(
            "The file can't be read: it is not built as its kind should be. Save it anew and try again."
        )
    logger.error("An analysis died (exit code %s)", code)
    raise FileRefused(
        "The file can't be read: it takes more memory or time than an analysis may have, or it is built to harm. "
        "Send a smaller one, or save it anew.",
    )
