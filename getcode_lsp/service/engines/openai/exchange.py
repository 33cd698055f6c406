"""HTTP with the engine's server: a connection for each request, and what goes wrong on the way in words."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from getcode_lsp import __version__, sse
from getcode_lsp.service.engines.base import EngineUnavailable
from getcode_lsp.service.engines.instructions import Message
from getcode_lsp.service.engines.openai.address import Address
from getcode_lsp.service.engines.openai.replies import (
    BadReply,
    Chunk,
    bad_reply,
    read_chunk,
    read_models,
    refusal,
)
from getcode_lsp.service.engines.words import retry_after, words_in

if TYPE_CHECKING:
    import httpx

_CONNECT_SECONDS = 10.0
_LIST_SECONDS = 30.0
_ERROR_BYTES = 64 * 1024
_EVENT_BYTES = 1024 * 1024
_STREAM_BYTES = 64 * 1024 * 1024
_VARIABLES = "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"


class Exchanges:
    """Requests to one server, each on a connection of its own, which closes when the request is over or given up."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._verify: ssl.SSLContext | None = None

    async def models(self) -> list[str]:
        """The ids of the server's models for chat; raises EngineUnavailable."""
        try:
            with anyio.fail_after(_LIST_SECONDS):
                async with self._open("GET", "models") as response:
                    await self._check(response, "")
                    return read_models(await _read(response, _EVENT_BYTES))
        except BadReply as bad:
            raise bad_reply(self.address, str(bad)) from None
        except TimeoutError:
            raise EngineUnavailable(
                f"The engine's server at {self.address.host} did not list its models in time: name one in "
                "GETCODE_MODEL.",
                504,
            ) from None

    async def chat(self, model: str, messages: list[Message]) -> AsyncGenerator[Chunk, None]:
        """The pieces of an answer as they come, until it ends; raises EngineUnavailable and EngineRefusal.

        An answer that is cut short raises, too.
        """
        body = {
            "model": model,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        async with self._open("POST", "chat/completions", body) as response:
            await self._check(response, model)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "text/event-stream":
                raise bad_reply(self.address, "not a stream of events")
            try:
                async with aclosing(self._chunks(response)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except BadReply as bad:
                raise bad_reply(self.address, str(bad)) from None
            except sse.EventTooLarge:
                raise bad_reply(self.address, "too large") from None

    async def _chunks(self, response: httpx.Response) -> AsyncGenerator[Chunk, None]:
        finished = False
        async with aclosing(_bounded(response)) as parts, aclosing(sse.events(parts, _EVENT_BYTES)) as events:
            async for event in events:
                if event.data.strip() == "[DONE]":
                    return
                chunk = read_chunk(event.data, self.address)
                finished = finished or chunk.finished is not None
                yield chunk
        if not finished:
            raise EngineUnavailable(
                f"The engine's server at {self.address.host} ended its answer early: what came is not the whole.",
                502,
            )

    async def _check(self, response: httpx.Response, model: str) -> None:
        if response.status_code != 200:
            words = words_in(await _read(response, _ERROR_BYTES), self.address.key)
            wait = retry_after(response.headers.get("retry-after"))
            raise refusal(response.status_code, words, wait, self.address, model)

    @asynccontextmanager
    async def _open(self, method: str, path: str, body: object = None) -> AsyncIterator[httpx.Response]:
        """Send a request; the reply, whose head has come. Leaving the block closes the connection."""
        headers = {"User-Agent": f"getcode-lsp/{__version__}", "Accept-Encoding": "identity"}
        if self.address.key is not None:
            headers["Authorization"] = f"Bearer {self.address.key}"
        async with self._client() as http, _in_words(self.address):
            request = http.build_request(
                method, f"{self.address.base_url}/{path}", json=body, headers=headers
            )
            response = await http.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        """An HTTP client; raises EngineUnavailable where the environment's settings can't be used."""
        import httpx

        try:
            if self._verify is None:
                self._verify = await asyncio.to_thread(_trusted, self.address)
            client = httpx.AsyncClient(
                verify=self._verify,
                trust_env=not self.address.loopback,
                follow_redirects=False,
                timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS, pool=_CONNECT_SECONDS),
                event_hooks={"response": [_no_redirect(self.address)]},
            )
        except (ImportError, ValueError, OSError, httpx.InvalidURL):
            raise EngineUnavailable(
                "The engine's server can't be called: a proxy or a file of certificates is set wrong. Check "
                f"{_VARIABLES}."
            ) from None
        async with client:
            yield client


def _trusted(address: Address) -> ssl.SSLContext:
    """The certificates to trust; loaded once, off the loop, for it reads files."""
    import httpx

    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below that they log the headers of replies
    if address.base_url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context()


def _no_redirect(address: Address) -> Callable[[httpx.Response], Awaitable[None]]:
    async def refuse(response: httpx.Response) -> None:
        """Stop before httpx looks at where a redirect leads."""
        if 300 <= response.status_code < 400:
            raise refusal(response.status_code, "", None, address, "")

    return refuse


@asynccontextmanager
async def _in_words(address: Address) -> AsyncIterator[None]:
    """Say what an error of the HTTP library means."""
    import httpx

    host = address.host
    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout):
        raise EngineUnavailable(
            f"The engine's server at {host} took no connection within {_CONNECT_SECONDS:g} s: is it on?", 504
        ) from None
    except httpx.ProxyError:
        raise EngineUnavailable(f"The proxy on the way to {host} refused: check {_VARIABLES}.") from None
    except httpx.ConnectError as error:
        raise EngineUnavailable(_unreachable(host, error)) from None
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError):
        raise EngineUnavailable(
            f"The connection to the engine's server at {host} broke: what came is not the whole. Try again.",
            502,
        ) from None


async def _bounded(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > _STREAM_BYTES:
            raise BadReply("too large")
        yield part


async def _read(response: httpx.Response, limit: int) -> bytes:
    """The body, cut off at a limit."""
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > limit:
            break
    return bytes(body[:limit])


def _unreachable(host: str, error: BaseException) -> str:
    causes = list(_causes(error))
    server = f"the engine's server at {host}"
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return f"The certificate of {server} can't be verified: check SSL_CERT_FILE and the address."
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"No secure connection to {server} could be made: is it http:// rather than https://?"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"The name of {server} can't be resolved: check GETCODE_ENGINE_URL."
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return f"Nothing answers at {host} (connection refused): start the engine's server, or check GETCODE_ENGINE_URL."
    return f"The network does not reach {server}: check it and GETCODE_ENGINE_URL."


def _causes(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    if error is None or depth > 10:
        return
    yield error
    for one in getattr(error, "exceptions", ()):
        yield from _causes(one, depth + 1)
    yield from _causes(error.__cause__ or error.__context__, depth + 1)
