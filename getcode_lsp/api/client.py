"""The GetCode API over HTTP: a generation as a stream of events; an improved prompt, a described file as one answer.

httpx is imported when the first client is built, off the event loop: importing it and loading the certificates
take longer than everything else that a request needs. Nothing is believed before the status and the content
type are right, a redirect is never followed, and nothing is sent again once the first token has come.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from getcode_lsp.api import network, refusals, transport
from getcode_lsp.api.errors import GetCodeError, StoppedEarly
from getcode_lsp.api.events import Done, Event, Retry
from getcode_lsp.api.exchange import Exchange
from getcode_lsp.api.limits import Limits
from getcode_lsp.api.refusals import Transient, Tries
from getcode_lsp.api.replies import (
    EVENT_STREAM,
    JSON,
    ConnectionBroke,
    Described,
    Improved,
    broken,
    check_head,
    described_file,
    generation_events,
    improved_prompt,
)
from getcode_lsp.api.uploads import UploadRequest
from getcode_lsp.api.watch import StreamWatch, Work

if TYPE_CHECKING:
    import httpx

    from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest

__all__ = ["Described", "GetCodeClient", "Improved", "Limits", "UploadRequest"]

T = TypeVar("T")

logger = logging.getLogger(__name__)

_ERROR_BYTES = 64 * 1024  # of an error's body; its words are cut to a line anyhow
_ERROR_SECONDS = 5.0
_LEFTOVER_BYTES = 64 * 1024  # that may follow `done`
_SPARE = 4  # connections that wait for the next request


class GetCodeClient:
    """The API at one origin with one key. Making one is quick and does nothing; `aclose` ends all it does.

    `locate` is for a service that may move: it is asked before another try for the origin and the key by then.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        locate: Callable[[], Awaitable[tuple[str, str | None]]] | None = None,
    ) -> None:
        self._base_url = base_url
        self._key = key
        self._limits = limits
        self._locate = locate
        self._verify: ssl.SSLContext | None = None
        self._loading = asyncio.Lock()
        self._work = Work()
        self._exchanges: set[Exchange] = set()
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
        return await self._ask("improve", _encoded(request.body()), improved_prompt, on_retry)

    async def upload(
        self, request: UploadRequest, on_retry: Callable[[Retry], None] | None = None
    ) -> Described:
        """A file described as a prompt; `on_retry` as for `improve`. Raises GetCodeError."""
        request.check(self._limits.upload_bytes)
        # Off the loop: some megabytes take long enough to be felt by whoever types meanwhile.
        content = await asyncio.to_thread(request.encoded)
        return await self._ask("upload", content, described_file, on_retry)

    async def _ask(
        self,
        what: str,
        content: bytes,
        read: Callable[[bytes, float | None, str | None], T],
        on_retry: Callable[[Retry], None] | None,
    ) -> T:
        """The one answer to a request, tried again where that may help; `read` makes it of the JSON."""
        with self._using():
            tries = self._tries()
            while True:
                try:
                    return await self._answer(what, content, read)
                except Transient as failure:
                    retry = tries.next(failure)
                if on_retry is not None:
                    on_retry(retry)
                await self._before_another_try(retry)

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

    async def _before_another_try(self, retry: Retry) -> None:
        await asyncio.sleep(retry.seconds)
        if self._locate is not None:
            self._base_url, self._key = await self._locate()

    async def _generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        tries = self._tries()
        loop = asyncio.get_running_loop()
        wall_at = loop.time() + self._limits.wall
        content = _encoded(request.body())
        while True:
            try:
                async with aclosing(self._attempt(content, wall_at)) as events:
                    async for event in events:
                        yield event
                return
            except Transient as failure:
                retry = tries.next(failure, wall_at - loop.time())
            yield retry
            await self._before_another_try(retry)

    async def _attempt(self, content: bytes, wall_at: float) -> AsyncGenerator[Event, None]:
        """One try at a generation; raises Transient where another one may succeed."""
        begun = asyncio.get_running_loop().time()
        exchange = await self._send("generate", content, EVENT_STREAM, wall_at)
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

    async def _read_on(self, exchange: Exchange, chunks: AsyncIterator[bytes]) -> None:
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

    async def _answer(
        self, what: str, content: bytes, read: Callable[[bytes, float | None, str | None], T]
    ) -> T:
        """One try at a request that has one answer; raises Transient where another one may succeed."""
        sending = len(content) / self._limits.slowest_upload
        wall_at = asyncio.get_running_loop().time() + self._limits.first_token + sending
        exchange = await self._send(what, content, JSON, wall_at, sending)
        try:
            body = await self._body(exchange, self._limits.reply_bytes, wall_at)
        except ConnectionBroke:
            raise self._unless_closed(broken(begun=False)) from None
        finally:
            await self._finish(exchange)
        return read(body, exchange.wait, self._key)

    async def _body(self, exchange: Exchange, limit: int, wall_at: float) -> bytes:
        """The whole body; raises ReplyTooLarge, TimedOut or ConnectionBroke."""

        async def read() -> bytes:
            return b"".join([chunk async for chunk in exchange.chunks(limit)])

        return await self._work.within(wall_at - asyncio.get_running_loop().time(), read())

    async def _send(
        self, what: str, content: bytes, accept: str, wall_at: float, sending: float = 0.0
    ) -> Exchange:
        """Send a request; its exchange, once a 200 of the right type is there.

        `sending` is how many seconds the body may take on its way, beside the wait for the answer.
        """
        if self._closed:
            raise StoppedEarly("The connection to the service was closed.")
        origin, key = network.checked(self._base_url, self._key)
        exchange = Exchange(await self._take(), self._exchanges)
        try:
            request = exchange.http.build_request(
                "POST",
                f"{origin}/api/{what}",
                content=content,
                headers={"Authorization": f"Bearer {key}", "Accept": accept, "Content-Type": JSON},
            )
            seconds = min(self._limits.first_token + sending, wall_at - asyncio.get_running_loop().time())
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

    async def _reply_to(self, exchange: Exchange, request: httpx.Request, seconds: float) -> None:
        import httpx

        try:
            await self._work.within(seconds, exchange.send(request))
        except (httpx.HTTPError, OSError) as error:
            raise self._unless_closed(transport.not_connected(self._base_url, error, self._limits)) from None

    def _unless_closed(self, error: Exception) -> Exception:
        """The error, or StoppedEarly where it comes of our own `aclose`: then nothing is tried again."""
        return StoppedEarly("The connection to the service was closed.") if self._closed else error

    async def _words(self, exchange: Exchange, kind: str) -> str:
        """What the body of an error says, as far as it can be had."""
        wall_at = asyncio.get_running_loop().time() + _ERROR_SECONDS
        with suppress(GetCodeError, ConnectionBroke):
            return refusals.message_in(await self._body(exchange, _ERROR_BYTES, wall_at), kind, self._key)
        return ""

    async def _finish(self, exchange: Exchange) -> None:
        """Keep the connection of an exchange that was read to the end, close any other."""
        if exchange.whole and not self._closed and len(self._spare) < _SPARE:
            exchange.release()
            self._spare.append(exchange.http)
            # As many as others that are under way may want, and one: what nobody takes would not be seen to close.
            while len(self._spare) > max(1, self._in_use - 1):
                await self._spare.pop(0).aclose()
        else:
            await exchange.abandon()

    async def _take(self) -> httpx.AsyncClient:
        if self._spare:
            return self._spare.pop()
        return transport.build(await self._load(), self._base_url, self._key, self._limits)

    async def _load(self) -> ssl.SSLContext:
        async with self._loading:
            if self._verify is None:
                self._verify = await asyncio.to_thread(transport.load, self._base_url)
        if self._closed:
            raise StoppedEarly("The connection to the service was closed.")
        return self._verify


def _encoded(fields: dict[str, str]) -> bytes:
    return json.dumps(fields).encode()
