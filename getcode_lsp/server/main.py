"""The language server's process: LSP over standard input and output, from start to an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading

from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from getcode_lsp import __version__
from getcode_lsp.server.features import Features
from getcode_lsp.server.logs import StderrHandler
from getcode_lsp.server.parent import ParentWatch
from getcode_lsp.server.protocol import GetCodeProtocol
from getcode_lsp.server.stdio import open_stdio

logger = logging.getLogger(__name__)

# From the word to the end, in seconds: for the work under way, for what is still to be sent, and for all of it.
_END_WORK, _END_OUTPUT, _END = 1.4, 0.3, 1.8


def run_stdio() -> int:
    """Serve one client until it goes; returns the exit code (0 after an orderly shutdown)."""
    log = StderrHandler()
    logging.basicConfig(handlers=[log], level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs whole messages
    try:
        return asyncio.run(_serve())
    except KeyboardInterrupt:  # before there was a handler for it
        return 128 + signal.SIGINT
    finally:
        log.finish(0.1)


class _Server(LanguageServer):
    """Pygls' server without its habit of showing its own errors to the user."""

    def __init__(self) -> None:
        super().__init__(
            "getcode-lsp", __version__, protocol_cls=GetCodeProtocol, converter_factory=default_converter
        )

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log it: whoever asked gets an answer where it happened."""
        logger.error("%s", type(error).__name__, exc_info=error)


async def _serve() -> int:
    server = _Server()
    protocol = server.protocol
    if not isinstance(protocol, GetCodeProtocol):
        raise TypeError("pygls made another protocol than it was told to")
    features = Features(server, protocol)
    parent = ParentWatch(protocol.ended)
    protocol.on_parent = parent.start
    _on_signals(protocol)
    writer = await open_stdio(protocol)
    await protocol.stopped.wait()
    _end_by_force(protocol.exit_code)
    parent.stop()
    with contextlib.suppress(Exception):
        await asyncio.wait_for(features.end(), _END_WORK)
    await writer.close(_END_OUTPUT)
    return protocol.exit_code


def _end_by_force(exit_code: int) -> None:
    """End the process even where a thread hangs, say in a look-up of a name: nothing may keep it alive."""
    timer = threading.Timer(_END, os._exit, (exit_code,))
    timer.daemon = True
    timer.start()


def _on_signals(protocol: GetCodeProtocol) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, protocol.stop, 128 + number)
        except NotImplementedError:  # Windows
            signal.signal(
                number, lambda number, _frame: loop.call_soon_threadsafe(protocol.stop, 128 + number)
            )
