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
from getcode_lsp.api.body import Body
from getcode_lsp.api.errors import (
    BadBaseUrl,
    BadReply,
    ConnectionFailed,
    GetCodeError,
    KeyMalformed,
    KeyMissing,
    RedirectRefused,
    ReplyTooLarge,
    StoppedEarly,
    clean,
)
from getcode_lsp.api.events import Done, Event, Failure, Retry
from getcode_lsp.api.limits import Limits
from getcode_lsp.api.refusals import Transient, Tries
from getcode_lsp.api.replies import ConnectionBroke, Improved, broken, generation_events, improved_prompt
from getcode_lsp.api.watch import StreamWatch, Work
from getcode_lsp.credentials import check_key
from getcode_lsp.settings import check_base_url

if TYPE_CHECKING:
    import httpx

    from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest

__all__ = ["GetCodeClient", "Improved", "Limits"]

logger = logging.getLogger(__name__)

_EVENT_STREAM = "text/event-stream"
_JSON = "application/json"
_ERROR_BYTES = 64 * 1024  # of an error's body; its words are cut to a line anyhow
_ERROR_SECONDS = 5.0
_KEEP_ALIVE_SECONDS = 30.0
# They log the headers of replies, which may repeat the key.
_WIRE_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)


class GetCodeClient:
    """The API at one origin with one key. Making one is quick and does nothing; `aclose` ends all it does."""

    def __init__(self, base_url: str, key: str | None, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._base_url = base_url
        self._key = key
        self._limits = limits
        self._http: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()
        self._work = Work()
        self._in_use = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    async def warm(self) -> None:
        """Build what the first request needs; what goes wrong here is for that request to tell."""
        with suppress(GetCodeError):
            await self._client()

    async def aclose(self) -> None:
        """Close every connection at once; what is under way ends with StoppedEarly."""
        self._closed = True
        await self._work.stop()
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

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
        response = await self._send("generate", fields, _EVENT_STREAM, wall_at)
        body = Body(
            self._work,
            _chunks(response, self._limits.reply_bytes),
            lambda: _shut(response),
            lambda: self._close(response),
        )
        watch = StreamWatch(self._limits, begun, wall_at, body.break_off)
        complete = False
        try:
            events = generation_events(body, watch, self._limits, self._key, _wait(response))
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, Done):
                        complete = True
                        body.read_on(self._limits.drain)
                    yield event
        except Transient as failure:
            raise self._unless_closed(failure) from None
        finally:
            watch.end()
            if not complete:
                body.give_up()

    async def _improve(self, body: dict[str, str]) -> Improved:
        wall_at = asyncio.get_running_loop().time() + self._limits.first_token
        response = await self._send("improve", body, _JSON, wall_at)
        try:
            content = await self._body(response, self._limits.reply_bytes, wall_at)
        except ConnectionBroke:
            raise self._unless_closed(broken(begun=False)) from None
        return improved_prompt(content, _wait(response), self._key)

    async def _send(self, what: str, body: dict[str, str], accept: str, wall_at: float) -> httpx.Response:
        """Send a request; the head of the reply, which is a 200 of the right type."""
        origin, key = self._checked()
        http = await self._client()
        import httpx

        request = http.build_request(
            "POST",
            f"{origin}/api/{what}",
            content=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key}", "Accept": accept, "Content-Type": _JSON},
        )
        seconds = min(self._limits.first_token, wall_at - asyncio.get_running_loop().time())
        try:
            response = await self._work.within(seconds, http.send(request, stream=True), self._close)
        except (httpx.HTTPError, OSError) as error:
            raise self._unless_closed(self._not_connected(error)) from None
        logger.debug("%s: status %d", what, response.status_code)
        try:
            await self._check_head(response, accept)
        except BaseException:
            await self._close(response)
            raise
        return response

    def _checked(self) -> tuple[str, str]:
        """The origin and the key, once both are known to be well formed."""
        if self._closed:
            raise StoppedEarly("The connection to the service was closed.")
        if self._key is None:
            raise KeyMissing
        try:
            check_key(self._key)
        except ValueError as error:
            raise KeyMalformed(f"The API key is malformed: {error}. {KeyMalformed.advice}") from None
        try:
            return check_base_url(self._base_url), self._key
        except ValueError as error:
            raise BadBaseUrl(f"GETCODE_BASE_URL can't be used: {error}") from None

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

    async def _check_head(self, response: httpx.Response, accept: str) -> None:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        compressed = response.headers.get("content-encoding", "").strip().lower() not in ("", "identity")
        if response.status_code == 200 and compressed:
            raise BadReply("The service sent a bad reply: it is compressed, which was not asked for.")
        if response.status_code == 200 and _is_kind(kind, accept):
            return
        words = "" if compressed else await self._words(response, kind)
        if response.status_code != 200:
            raise refusals.refusal(response.status_code, words, _wait(response))
        if words and _is_kind(kind, _JSON):
            raise refusals.refusal_of(Failure(words), _wait(response), self._key)
        shown = clean(kind, self._key, 60) or "no content type"
        raise BadReply(
            f"The service sent a bad reply: {shown} instead of {accept}. Check GETCODE_BASE_URL."
            + (f" It says: {words}" if words else "")
        )

    async def _words(self, response: httpx.Response, kind: str) -> str:
        """What the body of an error says, as far as it can be had."""
        wall_at = asyncio.get_running_loop().time() + _ERROR_SECONDS
        with suppress(GetCodeError, ConnectionBroke):
            return refusals.message_in(await self._body(response, _ERROR_BYTES, wall_at), kind, self._key)
        return ""

    async def _body(self, response: httpx.Response, limit: int, wall_at: float) -> bytes:
        """The whole body; raises ReplyTooLarge, TimedOut or ConnectionBroke."""
        chunks = _chunks(response, limit)

        async def read() -> bytes:
            return b"".join([chunk async for chunk in chunks])

        try:
            return await self._work.within(wall_at - asyncio.get_running_loop().time(), read())
        finally:
            await self._close(response)

    async def _close(self, response: httpx.Response) -> None:
        """Give a response up: its connection is closed at once, unless it was read to the end.

        The socket is shut before anything is awaited, and the rest is a task of its own: a second cancellation
        can't come between.
        """
        if not response.is_closed:
            _shut(response)
        await asyncio.wait({self._work.start(response.aclose())})

    async def _client(self) -> httpx.AsyncClient:
        async with self._building:
            if self._http is None:
                http = await asyncio.to_thread(_build, self._base_url, self._key, self._limits)
                if self._closed:
                    await http.aclose()
                    raise StoppedEarly("The connection to the service was closed.")
                self._http = http
            return self._http


def _build(base_url: str, key: str | None, limits: Limits) -> httpx.AsyncClient:
    """The HTTP client for an origin; raises ProxyMisconfigured, which names the variable at fault."""
    import httpx

    sse.EventReader(0)  # so that what it imports is imported here, off the loop
    for name in _WIRE_LOGGERS:
        logging.getLogger(name).addFilter(_only_warnings)
    loopback = network.is_loopback(base_url)
    try:
        # Plain http trusts nobody and needs no certificates, which take long to load.
        verify = (
            httpx.create_ssl_context()
            if base_url.startswith("https:")
            else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        )
    except OSError:
        raise network.certificates_unusable() from None
    try:
        return httpx.AsyncClient(
            verify=verify,
            trust_env=not loopback,  # what goes to this machine goes through no proxy
            follow_redirects=False,
            headers={"User-Agent": f"getcode-lsp/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(None, connect=limits.connect, pool=limits.connect),
            limits=httpx.Limits(keepalive_expiry=_KEEP_ALIVE_SECONDS),
            event_hooks={"response": [_refuse_redirect(key)]},
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        raise network.proxies_unusable() from None


def _only_warnings(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _refuse_redirect(key: str | None) -> Callable[[httpx.Response], Awaitable[None]]:
    """A hook that stops before httpx looks at where a redirect leads."""

    async def refuse(response: httpx.Response) -> None:
        if 300 <= response.status_code < 400:
            host = network.redirect_host(response.headers.get("location", ""))
            raise RedirectRefused(
                f"The service redirected the request to {clean(host, key, 100)}, which was refused; "
                "nothing was sent there. Check GETCODE_BASE_URL."
                if host
                else None
            )

    return refuse


async def _chunks(response: httpx.Response, limit: int) -> AsyncGenerator[bytes, None]:
    """The bytes of a body as they come; raises ReplyTooLarge beyond the limit, ConnectionBroke."""
    import httpx

    size = 0
    try:
        async for part in response.aiter_raw():
            size += len(part)
            if size > limit:
                raise ReplyTooLarge(f"The reply is too large: more than {limit:,} bytes.")
            yield part
    except (httpx.HTTPError, httpx.StreamError, OSError):
        raise ConnectionBroke from None


def _shut(response: httpx.Response) -> bool:
    """Shut the socket of a response in both directions: reading it ends, and the service sees it at once.

    Whether there was a socket.
    """
    stream = response.extensions.get("network_stream")
    sock = stream.get_extra_info("socket") if stream is not None else None
    if sock is None:
        return False
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    return True


def _is_kind(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted == _JSON and kind.startswith("application/") and kind.endswith("+json"))


def _wait(response: httpx.Response) -> float | None:
    return refusals.retry_after(response.headers.get("retry-after"), response.headers.get("date"))
