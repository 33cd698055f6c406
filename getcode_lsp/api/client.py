"""The GetCode API over HTTP: a generation as a stream of events, an improved prompt as one answer.

httpx is imported when the first client is built, off the event loop: importing it and loading the certificates
take longer than everything else that a request needs. Nothing is believed before the status and the content
type are right, a redirect is never followed, and nothing is sent again once the first token has come.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

from getcode_lsp import __version__, sse
from getcode_lsp.api import network, refusals
from getcode_lsp.api.errors import (
    BadReply,
    ConnectionFailed,
    GetCodeError,
    ReplyTooLarge,
    StoppedEarly,
)
from getcode_lsp.api.events import Done, Event, Retry
from getcode_lsp.api.limits import Limits
from getcode_lsp.api.refusals import Transient, Tries
from getcode_lsp.api.replies import (
    EVENT_STREAM,
    JSON,
    ConnectionBroke,
    Improved,
    broken,
    check_head,
    generation_events,
    improved_prompt,
)
from getcode_lsp.api.watch import StreamWatch, Work

if TYPE_CHECKING:
    import httpx

    from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest

__all__ = ["GetCodeClient", "Improved", "Limits"]

logger = logging.getLogger(__name__)

_ERROR_BYTES = 64 * 1024  # of an error's body; its words are cut to a line anyhow
_ERROR_SECONDS = 5.0
_LEFTOVER_BYTES = 64 * 1024  # that may follow `done`
_KEEP_ALIVE_SECONDS = 30.0
_SPARE = 4  # connections that wait for the next request


class _Exchange:
    """One request and its reply, on an HTTP client of its own meanwhile.

    For httpcore's pool does not always survive a cancellation: one that comes between two of its steps leaves a
    connection that is never used and never closed. Here whatever does not end well is closed with its client.
    """

    def __init__(self, http: httpx.AsyncClient, open_exchanges: set[_Exchange]) -> None:
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


class GetCodeClient:
    """The API at one origin with one key. Making one is quick and does nothing; `aclose` ends all it does."""

    def __init__(self, base_url: str, key: str | None, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._base_url = base_url
        self._key = key
        self._limits = limits
        self._verify: ssl.SSLContext | None = None
        self._loading = asyncio.Lock()
        self._work = Work()
        self._exchanges: set[_Exchange] = set()
        self._spare: list[httpx.AsyncClient] = []
        self._in_use = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    async def warm(self) -> None:
        """Load what the first request needs; what goes wrong here is for that request to tell."""
        with suppress(GetCodeError):
            await self._load()

    async def aclose(self) -> None:
        """Close every connection at once; what is under way ends with StoppedEarly."""
        self._closed = True
        await self._work.stop()
        await asyncio.gather(*(exchange.abandon() for exchange in list(self._exchanges)))
        while self._spare:
            await self._spare.pop().aclose()

    async def retire(self) -> None:
        """Close as soon as the requests under way have ended: for a client that another one replaces."""
        await self._idle.wait()
        await self.aclose()

    @asynccontextmanager
    async def generate(self, request: GenerateRequest) -> AsyncIterator[AsyncIterator[Event]]:
        """The events of a generation: Queue, Retry and Token, and Done as the last.

        Every other end is a GetCodeError. Leaving the block, by a cancellation too, closes the connection at
        once, unless the reply is complete.
        """
        with self._using():
            async with aclosing(self._generate(request)) as events:
                yield events

    async def improve(
        self, request: ImproveRequest, on_retry: Callable[[Retry], None] | None = None
    ) -> Improved:
        """A better prompt; `on_retry` is told of each wait before another try. Raises GetCodeError."""
        with self._using():
            tries = self._tries()
            while True:
                try:
                    return await self._improve(request.body())
                except Transient as failure:
                    retry = tries.next(failure)
                if on_retry is not None:
                    on_retry(retry)
                await asyncio.sleep(retry.seconds)

    @contextmanager
    def _using(self) -> Iterator[None]:
        self._in_use += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._idle.set()

    def _tries(self) -> Tries:
        return Tries(self._limits.retries, self._limits.backoff, self._limits.longest_wait)

    async def _generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        tries = self._tries()
        loop = asyncio.get_running_loop()
        wall_at = loop.time() + self._limits.wall
        while True:
            try:
                async with aclosing(self._attempt(request.body(), wall_at)) as events:
                    async for event in events:
                        yield event
                return
            except Transient as failure:
                retry = tries.next(failure, wall_at - loop.time())
            yield retry
            await asyncio.sleep(retry.seconds)

    async def _attempt(self, fields: dict[str, str], wall_at: float) -> AsyncGenerator[Event, None]:
        """One try at a generation; raises Transient where another one may succeed."""
        begun = asyncio.get_running_loop().time()
        exchange = await self._send("generate", fields, EVENT_STREAM, wall_at)
        chunks = exchange.chunks(self._limits.reply_bytes)
        watch = StreamWatch(self._limits, begun, wall_at, exchange.shut)
        complete = False
        try:
            events = generation_events(chunks, watch, self._limits, self._key, exchange.wait)
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, Done):
                        complete = True
                        self._work.start(self._read_on(exchange, chunks))
                    yield event
        except Transient as failure:
            raise self._unless_closed(failure) from None
        finally:
            watch.end()
            if not complete:
                await self._finish(exchange)

    async def _read_on(self, exchange: _Exchange, chunks: AsyncIterator[bytes]) -> None:
        """Read to the end of the body, if it comes soon: only then can the connection be used again."""

        async def rest() -> None:
            size = 0
            async for chunk in chunks:
                size += len(chunk)
                if size > _LEFTOVER_BYTES:
                    return

        try:
            with suppress(GetCodeError, ConnectionBroke):
                await self._work.within(self._limits.drain, rest())
        finally:
            await self._finish(exchange)

    async def _improve(self, fields: dict[str, str]) -> Improved:
        wall_at = asyncio.get_running_loop().time() + self._limits.first_token
        exchange = await self._send("improve", fields, JSON, wall_at)
        try:
            content = await self._body(exchange, self._limits.reply_bytes, wall_at)
        except ConnectionBroke:
            raise self._unless_closed(broken(begun=False)) from None
        finally:
            await self._finish(exchange)
        return improved_prompt(content, exchange.wait, self._key)

    async def _body(self, exchange: _Exchange, limit: int, wall_at: float) -> bytes:
        """The whole body; raises ReplyTooLarge, TimedOut or ConnectionBroke."""

        async def read() -> bytes:
            return b"".join([chunk async for chunk in exchange.chunks(limit)])

        return await self._work.within(wall_at - asyncio.get_running_loop().time(), read())

    async def _send(self, what: str, fields: dict[str, str], accept: str, wall_at: float) -> _Exchange:
        """Send a request; its exchange, once a 200 of the right type is there."""
        if self._closed:
            raise StoppedEarly("The connection to the service was closed.")
        origin, key = network.checked(self._base_url, self._key)
        exchange = _Exchange(await self._take(), self._exchanges)
        try:
            request = exchange.http.build_request(
                "POST",
                f"{origin}/api/{what}",
                content=json.dumps(fields).encode(),
                headers={"Authorization": f"Bearer {key}", "Accept": accept, "Content-Type": JSON},
            )
            seconds = min(self._limits.first_token, wall_at - asyncio.get_running_loop().time())
            await self._reply_to(exchange, request, seconds)
            logger.debug("%s: status %d", what, exchange.response.status_code)
            response = exchange.response
            await check_head(
                response.status_code,
                response.headers,
                accept,
                lambda kind: self._words(exchange, kind),
                exchange.wait,
                self._key,
            )
        except BaseException:
            await self._finish(exchange)
            raise
        return exchange

    async def _reply_to(self, exchange: _Exchange, request: httpx.Request, seconds: float) -> None:
        import httpx

        try:
            await self._work.within(seconds, exchange.send(request))
        except (httpx.HTTPError, OSError) as error:
            raise self._unless_closed(self._not_connected(error)) from None

    def _unless_closed(self, error: Exception) -> Exception:
        """The error, or StoppedEarly where it comes of our own `aclose`: then nothing is tried again."""
        return StoppedEarly("The connection to the service was closed.") if self._closed else error

    def _not_connected(self, error: Exception) -> Exception:
        """What an error means that came before the head of a reply."""
        import httpx

        host = network.host_of(self._base_url)
        if isinstance(error, httpx.ProxyError):
            return network.proxy_refused(str(error))
        if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
            told = f"{host} took no connection within {self._limits.connect:g} s. Check the network."
            return Transient(ConnectionFailed(told), f"no connection to {host}")
        if isinstance(error, httpx.RemoteProtocolError) and "disconnected" not in str(error):
            return BadReply(f"{host} sent a bad reply: it is not HTTP. Check GETCODE_BASE_URL.")
        if isinstance(error, httpx.ConnectError | ssl.SSLError):
            failed = network.connect_error(self._base_url, error)
            passing = isinstance(failed, ConnectionFailed)
            return Transient(failed, f"no connection to {host}") if passing else failed
        told = f"The connection to {host} broke before an answer came. Check the network; try again."
        return Transient(ConnectionFailed(told), "the connection broke")

    async def _words(self, exchange: _Exchange, kind: str) -> str:
        """What the body of an error says, as far as it can be had."""
        wall_at = asyncio.get_running_loop().time() + _ERROR_SECONDS
        with suppress(GetCodeError, ConnectionBroke):
            return refusals.message_in(await self._body(exchange, _ERROR_BYTES, wall_at), kind, self._key)
        return ""

    async def _finish(self, exchange: _Exchange) -> None:
        """Keep the connection of an exchange that was read to the end, close any other."""
        if exchange.whole and not self._closed and len(self._spare) < _SPARE:
            exchange.release()
            self._spare.append(exchange.http)
        else:
            await exchange.abandon()

    async def _take(self) -> httpx.AsyncClient:
        if self._spare:
            return self._spare.pop()
        return _build(await self._load(), self._base_url, self._key, self._limits)

    async def _load(self) -> ssl.SSLContext:
        async with self._loading:
            if self._verify is None:
                self._verify = await asyncio.to_thread(_load, self._base_url)
        if self._closed:
            raise StoppedEarly("The connection to the service was closed.")
        return self._verify


def _load(base_url: str) -> ssl.SSLContext:
    """Import what takes long to import, and load the certificates; raises ProxyMisconfigured."""
    import httpx

    sse.EventReader(0)
    httpx.AsyncHTTPTransport(verify=False)
    network.quiet_http_loggers()
    if not base_url.startswith("https:"):
        # Plain http trusts nobody and needs no certificates.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.create_ssl_context()
    except OSError:
        raise network.certificates_unusable() from None


def _build(verify: ssl.SSLContext, base_url: str, key: str | None, limits: Limits) -> httpx.AsyncClient:
    """An HTTP client for an origin; raises ProxyMisconfigured, which names the variable at fault."""
    import httpx

    try:
        return httpx.AsyncClient(
            verify=verify,
            trust_env=not network.is_loopback(base_url),  # what goes to this machine goes through no proxy
            follow_redirects=False,
            headers={"User-Agent": f"getcode-lsp/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(None, connect=limits.connect, pool=limits.connect),
            limits=httpx.Limits(keepalive_expiry=_KEEP_ALIVE_SECONDS),
            event_hooks={"response": [_refuse_redirect(key)]},
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        raise network.proxies_unusable() from None


def _refuse_redirect(key: str | None) -> Callable[[httpx.Response], Awaitable[None]]:
    """A hook that stops before httpx looks at where a redirect leads."""

    async def refuse(response: httpx.Response) -> None:
        if 300 <= response.status_code < 400:
            raise network.redirect_refused(response.headers.get("location", ""), key)

    return refuse
