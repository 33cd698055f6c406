"""Run the service: a loopback port, one line that names it, and an end that never hangs."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

import uvicorn
from starlette.types import ASGIApp

from getcode_lsp.service.app import create_app
from getcode_lsp.service.callers import OneKey
from getcode_lsp.service.endpoints import Service
from getcode_lsp.service.engines.base import Engine

ENGINES = ("scaffold",)
_HOSTS = {
    "127.0.0.1": ("127.0.0.1", socket.AF_INET),
    "localhost": ("127.0.0.1", socket.AF_INET),
    "::1": ("::1", socket.AF_INET6),
    "[::1]": ("::1", socket.AF_INET6),
}
_GRACE_SECONDS = 0.5


class ServeError(Exception):
    """The service can't start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve: where (port 0 is a free one), with which engine and key, and for whom.

    `parent_pipe` ends the service when its standard input does, which only its parent holds.
    """

    key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8765
    engine: str = "auto"
    parent_pipe: bool = False


def serve(options: ServeOptions, announce: Callable[[str], None]) -> None:
    """Serve until a signal or the end of the parent; `announce` is given the URL. Raises ServeError."""
    app = create_app(Service(load_engine(options.engine), OneKey(options.key)))
    listener = listen(options.host, options.port)
    run(app, listener, announce, sys.stdin.buffer if options.parent_pipe else None)


def load_engine(name: str) -> Engine:
    """The engine of a name; `auto` is the best one that is there. Raises ServeError that lists the known ones."""
    if name in ("auto", "scaffold"):
        from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine

        return ScaffoldEngine()
    raise ServeError(f"There is no engine {name[:40]!a}; the engines are: auto, {', '.join(ENGINES)}.")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on loopback; raises ServeError."""
    if host.lower() not in _HOSTS:
        raise ServeError(
            f"The service binds loopback only (127.0.0.1, localhost, ::1), not {host[:80]!a}: it speaks plain "
            "HTTP and has one key for everyone. `ssh -L` reaches it from another machine."
        )
    address, family = _HOSTS[host.lower()]
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would share the port with whoever has it
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(256)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise ServeError(f"Port {port} can't be opened: {reason}. Choose another with --port.") from None
    return listener


def run(
    app: ASGIApp, listener: socket.socket, announce: Callable[[str], None], parent: BinaryIO | None = None
) -> None:
    """Run an application on a listening socket until a signal or, where there is a parent, until it is gone."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, lambda: announce(_url(listener)))
    # uvicorn raises the signal that ended it once more; a service that was asked to end has not failed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: None)
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent, server), name="parent pipe", daemon=True).start()
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A uvicorn server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()


def _end_with(parent: BinaryIO, server: uvicorn.Server) -> None:
    """Wait for the end of the parent's pipe, then end the server, at last by force."""
    try:
        while os.read(parent.fileno(), 4096):
            pass
    except OSError:
        pass  # a pipe that can't be read has no parent either
    server.should_exit = True
    server.force_exit = True
    threading.Event().wait(_GRACE_SECONDS)
    os._exit(0)  # an engine that blocks must not outlive the editor


def _url(listener: socket.socket) -> str:
    address, port = listener.getsockname()[:2]
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
