"""The language server's process: LSP over standard input and output, from start to an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys

from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from getcode_lsp import __version__
from getcode_lsp.server.features import Features
from getcode_lsp.server.protocol import GetCodeProtocol
from getcode_lsp.server.stdio import open_stdio

logger = logging.getLogger(__name__)


def run_stdio() -> int:
    """Serve one client until it goes; returns the exit code (0 after an orderly shutdown)."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs whole messages
    return asyncio.run(_serve())


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
    _on_signals(protocol)
    writer = await open_stdio(protocol.connect, protocol.received, protocol.ended)
    await protocol.stopped.wait()
    with contextlib.suppress(Exception):
        await asyncio.wait_for(features.end(), 1.5)
    await writer.close()
    return protocol.exit_code


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
