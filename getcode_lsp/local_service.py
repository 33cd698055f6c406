"""The embedded default: the self-hosted service as a child process of the language server.

The child lives on a free loopback port with a key made for it alone. It ends when its standard input does, and
only this process holds the other end: a language server that is killed leaves no orphan. Its environment is an
allow-list, so the user's own API key is not in it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import re
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

SERVE_PACKAGES = ("starlette", "uvicorn", "sse_starlette")

_INHERITED = frozenset(
    """PATH HOME LANG LANGUAGE TZ TMPDIR TEMP TMP VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONUTF8 PYTHONWARNINGS
    SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA
    XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME LD_LIBRARY_PATH DYLD_LIBRARY_PATH
    GETCODE_ENGINE GETCODE_ENGINE_URL GETCODE_ENGINE_KEY GETCODE_MODEL GETCODE_ENGINE_AT_ONCE
    GETCODE_ENGINE_THREADS GETCODE_ENGINE_CONTEXT""".split()
)
# The way to an engine's server that is elsewhere; without one the child connects to nobody.
_WAY_TO_ENGINE = frozenset("HTTPS_PROXY HTTP_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR".split())
_URL = re.compile(r"(http://127\.0\.0\.1:[0-9]+)\s")
_END_SECONDS = 0.7
_STEADY_SECONDS = 60.0
_STOPPED = "The local service was ended with the language server."


class LocalServiceUnavailable(Exception):
    """The local service can't run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the running service is, and the key that it wants."""

    base_url: str
    key: str = field(repr=False)


def missing_packages() -> str | None:
    """What to tell the user where the extra [serve] is not installed, with the one command that installs it."""
    missing = [name for name in SERVE_PACKAGES if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    command = _command_line([sys.executable, "-m", "pip", "install", "getcode-lsp[serve]"])
    return f"The local service is not installed. Install it with: {command}"


def _command_line(words: list[str]) -> str:
    """The words as one line for the shell at hand; the requirement is quoted, for shells that read brackets."""
    if os.name == "nt":
        return subprocess.list2cmdline(words)
    return shlex.join(words)


def child_environment(environ: Mapping[str, str], key: str) -> dict[str, str]:
    """The environment of the child: the allow-list and its own key."""
    allowed = _INHERITED | _WAY_TO_ENGINE if environ.get("GETCODE_ENGINE_URL") else _INHERITED
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() in allowed or name.upper().startswith("LC_")
    }
    # `python -m` would look for modules in the folder it runs in (3.11 and later heed this; see also `cwd`).
    return {**kept, "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8", "GETCODE_SERVICE_KEY": key}


class LocalService:
    """The child, started at first use, replaced once if it dies, and ended by `stop`.

    `deadline` is how many seconds it may take to be ready.
    """

    def __init__(self, deadline: float = 30.0) -> None:
        self._deadline = deadline
        self._lock = asyncio.Lock()
        self._child: _Child | None = None
        self._starting: asyncio.Future[Endpoint] | None = None
        self._replaced = False
        self._stopped = False

    @property
    def pid(self) -> int | None:
        """The process id of the child that runs, if one does."""
        return self._child.process.pid if self._child and self._child.alive else None

    async def start(self) -> Endpoint:
        """The endpoint of the running service, which is started where it isn't; callers may come together.

        Raises LocalServiceUnavailable. A child that dies is replaced once; when the next one dies too within a
        minute, that is said, and the next call begins anew.
        """
        # A task of its own: a caller that is cancelled takes neither the child nor the other callers along.
        if self._starting is None or self._starting.done():
            self._starting = asyncio.ensure_future(self._start())
            self._starting.add_done_callback(_retrieved)
        return await asyncio.shield(self._starting)

    async def _start(self) -> Endpoint:
        async with self._lock:
            if self._stopped:
                raise LocalServiceUnavailable(_STOPPED)
            if self._child and self._child.alive:
                return self._child.endpoint
            if message := missing_packages():
                raise LocalServiceUnavailable(message)
            return await self._launch()

    async def stop(self) -> None:
        """End the child within a second, also one that is still starting; it is not started again."""
        self._stopped = True
        if self._child:
            await self._child.end()
        async with self._lock:
            pass  # a start under way has seen it by now and ended its own child

    async def _launch(self) -> Endpoint:
        while not self._stopped:
            await self._count_death()
            self._child = child = await _Child.spawn()
            try:
                # `stop` may come before the child is there, and while it makes itself ready.
                if not self._stopped and await child.ready(self._deadline) and not self._stopped:
                    return child.endpoint
            except BaseException:
                await child.end()
                raise
            await child.end()
        raise LocalServiceUnavailable(_STOPPED)

    async def _count_death(self) -> None:
        """Where a child died: allow one replacement, or say that it won't live."""
        dead, self._child = self._child, None
        if dead is None:
            return
        await dead.end()
        code = dead.process.returncode
        if dead.age > _STEADY_SECONDS:
            self._replaced = False
        if self._replaced:
            self._replaced = False
            raise LocalServiceUnavailable(
                f"The local service ended twice (exit code {code}){dead.last_words}. "
                "Run `getcode-lsp serve` in a terminal to see why."
            )
        self._replaced = True
        logger.warning("The local service ended (exit code %s); it is started again", code)


def _retrieved(start: asyncio.Future[Endpoint]) -> None:
    """Look at a start's failure, so that none is reported where every caller has gone."""
    if not start.cancelled():
        start.exception()


def _has_exited(pid: int) -> bool:
    """Whether a child has ended, asked without taking its exit code from asyncio, which waits for it (waitid, POSIX)."""
    if not hasattr(os, "waitid"):
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


class _Child:
    """One child process: what it said, and its end."""

    def __init__(self, process: asyncio.subprocess.Process, key: str) -> None:
        self.process = process
        self._key = key
        self._base_url: str | None = None
        self._heard = asyncio.Event()  # the address, or the end of the output
        self._errors = ""
        self._started = time.monotonic()
        self._readers = [
            asyncio.ensure_future(self._read_output()),
            asyncio.ensure_future(self._read_errors()),
        ]

    @classmethod
    async def spawn(cls) -> _Child:
        """Start a child; raises LocalServiceUnavailable where the system won't."""
        key = secrets.token_urlsafe(32)
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "getcode_lsp", "serve", "--port", "0", "--no-limits", "--parent-pipe"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=child_environment(os.environ, key),
                cwd=sys.prefix,  # never the folder that is open in the editor: Python imports from where it runs
            )
        except OSError as error:
            raise LocalServiceUnavailable(
                f"The local service can't be started: {error.strerror or error}."
            ) from None
        return cls(process, key)

    @property
    def alive(self) -> bool:
        """Whether it runs and has said where. The system knows of its end before its output and its exit code are read."""
        ended = (
            self.process.returncode is not None or self._readers[0].done() or _has_exited(self.process.pid)
        )
        return self._base_url is not None and not ended

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._started

    @property
    def endpoint(self) -> Endpoint:
        """Where it is; only once it is ready."""
        return Endpoint(self._base_url or "", self._key)

    @property
    def last_words(self) -> str:
        """The last line it wrote to its standard error, to stand in a message; never its key."""
        lines = self._errors.replace(self._key, "[key]").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f": {last[:200]}" if last else ""

    async def ready(self, deadline: float) -> bool:
        """Wait until it says where it is; False where it ended instead. Raises LocalServiceUnavailable."""
        heard = asyncio.ensure_future(self._heard.wait())
        try:
            await asyncio.wait({heard}, timeout=deadline)
        finally:
            heard.cancel()
        if not self._heard.is_set():
            raise LocalServiceUnavailable(
                f"The local service was not ready within {deadline:g} s{self.last_words}."
            )
        return self._base_url is not None

    async def end(self) -> None:
        """Close its pipe, wait, and end it by force if that was not enough; at most a second."""
        try:
            if self.process.stdin:
                self.process.stdin.close()
            await asyncio.wait({asyncio.ensure_future(self.process.wait())}, timeout=_END_SECONDS)
        finally:
            if self.process.returncode is None:
                with suppress(ProcessLookupError):
                    self.process.kill()
        await self.process.wait()
        await asyncio.wait(self._readers, timeout=_END_SECONDS)
        for reader in self._readers:
            reader.cancel()

    async def _read_output(self) -> None:
        """Wait for the line with the address; whatever follows is read, so that the pipe never fills."""
        if self.process.stdout is None:
            return
        try:
            said = b""
            while chunk := await self.process.stdout.read(4096):
                said = (said + chunk)[-4096:]
                found = _URL.search(said.decode("utf-8", "replace"))
                if found and self._base_url is None:
                    self._base_url = found[1]
                    self._heard.set()
        finally:
            self._heard.set()

    async def _read_errors(self) -> None:
        if self.process.stderr is None:
            return
        while chunk := await self.process.stderr.read(4096):
            self._errors = (self._errors + chunk.decode("utf-8", "replace"))[-4096:]
