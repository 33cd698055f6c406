"""Run the service: a port, one line that names it, and an end that never hangs."""

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
from getcode_lsp.service.composing import Policy, compose
from getcode_lsp.service.engines.choosing import EngineChoice, choose
from getcode_lsp.service.http.connections import BoundedConnection
from getcode_lsp.service.listening import Place

_GRACE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve: where, with which engine, and for whom.

    `parent_pipe` ends the service when its standard input does, which only its parent holds.
    """

    place: Place = field(default_factory=Place)
    policy: Policy = field(default_factory=Policy)
    engine: EngineChoice = field(default_factory=EngineChoice)
    parent_pipe: bool = False


def serve(
    options: ServeOptions,
    announce: Callable[[str, str | None, str], None],
    make_key: Callable[[], str],
    warn: Callable[[str], None],
) -> None:
    """Serve until a signal or the end of the parent. Raises ServeError.

    `announce` is given the URL, the key that `make_key` made where the service had none, and which engine answers;
    `warn` what else the operator should know.
    """
    place = options.place.checked()
    place.check_certificate()
    chosen = choose(options.engine)
    service, made = compose(options.policy, chosen.engine, make_key, warn)
    app = create_app(service, place.allowed_hosts)
    listener = place.listen()
    parent = sys.stdin.buffer if options.parent_pipe else None
    run(app, place, listener, lambda url: announce(url, made, chosen.told), parent)


def run(
    app: ASGIApp,
    place: Place,
    listener: socket.socket,
    announce: Callable[[str], None],
    parent: BinaryIO | None = None,
) -> None:
    """Run an application on a place's socket until a signal or, where there is a parent, until it is gone."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=BoundedConnection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=place.proxies is not None,
        forwarded_allow_ips=place.proxies,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.private_key,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, lambda: announce(place.url(listener)))
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
        if self.started:
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
