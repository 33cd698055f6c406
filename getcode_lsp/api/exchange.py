"""One request and its reply, and the certain end of both."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

from getcode_lsp.api import refusals
from getcode_lsp.api.errors import ReplyTooLarge
from getcode_lsp.api.replies import ConnectionBroke

if TYPE_CHECKING:
    import httpx

logger = logging.getLogger(__name__)


class Exchange:
    """One request and its reply, on an HTTP client of its own meanwhile.

    For httpcore's pool does not always survive a cancellation: one that comes between two of its steps leaves a
    connection that is never used and never closed. Here whatever does not end well is closed with its client.
    """

    def __init__(self, http: httpx.AsyncClient, open_exchanges: set[Exchange]) -> None:
        self.http = http
        self.whole = False  # the body was read to its end
        self._open = open_exchanges
        self._open.add(self)
        self._sending: asyncio.Future[httpx.Response] | None = None
        self._closing: asyncio.Future[None] | None = None

    def send(self, request: httpx.Request) -> asyncio.Future[httpx.Response]:
        """Send the request; the head of the reply."""
        self._sending = asyncio.ensure_future(self.http.send(request, stream=True))
        return self._sending

    @property
    def response(self) -> httpx.Response:
        """The reply, once its head has come."""
        assert self._sending is not None  # noqa: S101 - `send` comes first
        return self._sending.result()

    @property
    def wait(self) -> float | None:
        """The seconds that the reply asks to wait before the next request."""
        headers = self.response.headers
        return refusals.retry_after(headers.get("retry-after"), headers.get("date"))

    async def chunks(self, limit: int) -> AsyncIterator[bytes]:
        """The bytes of the body as they come; raises ReplyTooLarge beyond the limit, ConnectionBroke."""
        import httpx

        size = 0
        try:
            async for part in self.response.aiter_raw():
                size += len(part)
                if size > limit:
                    raise ReplyTooLarge(f"The reply is too large: more than {limit:,} bytes.")
                yield part
        except (httpx.HTTPError, httpx.StreamError, OSError):
            raise ConnectionBroke from None
        self.whole = True

    def shut(self) -> None:
        """Shut the socket, if it is known yet: reading ends, and the service sees it at once."""
        sending = self._sending
        if sending is None or not sending.done() or sending.cancelled() or sending.exception() is not None:
            return
        stream = sending.result().extensions.get("network_stream")
        sock = stream.get_extra_info("socket") if stream is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """The exchange is over and its HTTP client free."""
        self._open.discard(self)

    async def abandon(self) -> None:
        """Close the connection, at once and in a task of its own: a second cancellation changes nothing."""
        if self._closing is None:
            self.shut()
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.wait({self._closing})

    async def _close(self) -> None:
        try:
            if self._sending is not None:
                self._sending.cancel()
                await asyncio.wait({self._sending})
                if not self._sending.cancelled() and self._sending.exception() is None:
                    await self.response.aclose()
            await self.http.aclose()
        except Exception as error:  # noqa: BLE001 - a connection that is given up owes nothing more
            logger.debug("closing a connection: %s", type(error).__name__)
        finally:
            self.release()
