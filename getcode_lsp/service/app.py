"""The self-hosted GetCode API as a Starlette application: /api/generate, /api/improve and /healthz."""

from __future__ import annotations

import asyncio
import hmac
import http
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import TypeVar, cast

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from getcode_lsp.api.events import Done, Event, Failure, Queue, Token, encode
from getcode_lsp.service.bodies import read_generate, read_improve, read_json
from getcode_lsp.service.engines.base import (
    Brief,
    Engine,
    EngineRefusal,
    EngineUnavailable,
    Task,
    Used,
    Waiting,
)
from getcode_lsp.service.loopback import LoopbackGuard

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Handler = Callable[[Request], Awaitable[Response]]

_ENGINE_FAILED = "The engine failed; the service's own output says why."
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class ServiceConfig:
    """What a service runs with: the key that its clients must send, and its engine."""

    key: str = field(repr=False)
    engine: Engine


def create_app(config: ServiceConfig) -> Starlette:
    """The application; every answer that is not a stream is JSON, errors as `{"error": message}`."""

    async def generate(request: Request) -> Response:
        task = read_generate(await read_json(request))
        return EventSourceResponse(_stream(config.engine, task), headers=_NO_STORE, sep="\n")

    async def improve(request: Request) -> Response:
        task = read_improve(await read_json(request))
        improved = await _unless_gone(request, _improved(config.engine, task))
        used = tokens_in(len(improved.text)) if improved.tokens is None else improved.tokens
        return JSONResponse({"improved": improved.text, "tokensUsed": used}, headers=_NO_STORE)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok", "engine": config.engine.name}, headers=_NO_STORE)

    app = Starlette(
        routes=[
            Route("/api/generate", _with_key(config.key, generate), methods=["POST"]),
            Route("/api/improve", _with_key(config.key, improve), methods=["POST"]),
            Route("/healthz", healthz),
        ],
        middleware=[Middleware(LoopbackGuard)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    app.router.redirect_slashes = False
    return app


def tokens_in(characters: int) -> int:
    """How many tokens a number of characters counts as: four characters each, rounded up."""
    return -(-characters // 4)


def _with_key(key: str, handler: Handler) -> Handler:
    """The handler behind a check of the Bearer key, which takes as long for any wrong key."""
    expected = key.encode()

    async def checked(request: Request) -> Response:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), expected)
        if scheme.lower() != "bearer" or not right:
            raise HTTPException(
                401,
                "The key is missing or wrong: send Authorization: Bearer KEY.",
                {"WWW-Authenticate": "Bearer"},
            )
        return await handler(request)

    return checked


async def _stream(engine: Engine, task: Task) -> AsyncGenerator[ServerSentEvent, None]:
    async with aclosing(_events(engine, task)) as events:
        async for event in events:
            yield ServerSentEvent(data=encode(event), sep="\n")


async def _events(engine: Engine, task: Task) -> AsyncGenerator[Event, None]:
    """The events of one generation: tokens, then exactly one `done` or one `error`."""
    characters = 0
    used: int | None = None
    pieces = engine.generate(task)
    try:
        async for piece in pieces:
            if isinstance(piece, Used):
                used = piece.tokens
            elif isinstance(piece, Waiting):
                yield Queue(piece.message)
            elif piece:
                characters += len(piece)
                yield Token(piece)
            await asyncio.sleep(0)  # an engine that never waits must not keep the others from their turn
    except (EngineRefusal, EngineUnavailable) as refusal:
        yield Failure(str(refusal))
    except Exception:
        logger.exception("The engine %s failed", engine.name)
        yield Failure(_ENGINE_FAILED)
    else:
        yield Done(tokens_in(characters) if used is None else used, engine.name)
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()  # at once, not when the garbage is collected


async def _improved(engine: Engine, task: Task) -> Brief:
    try:
        return await engine.improve(task)
    except EngineRefusal as refusal:
        raise HTTPException(422, str(refusal)) from None
    except EngineUnavailable as down:
        headers = None if down.retry_after is None else {"Retry-After": str(down.retry_after)}
        raise HTTPException(down.status, str(down), headers) from None
    except Exception:
        logger.exception("The engine %s failed", engine.name)
        raise HTTPException(500, _ENGINE_FAILED) from None


async def _unless_gone(request: Request, work: Awaitable[Result]) -> Result:
    """The result of the work, which is cancelled when its client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HTTPException(400, "The client went away.")
        return task.result()
    finally:
        for future in (task, gone):
            future.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    with suppress(ClientDisconnect):
        while (await request.receive())["type"] != "http.disconnect":
            pass


async def _refused(_request: Request, error: Exception) -> Response:
    """An HTTPException as JSON; where only the router spoke, its message is made a sentence."""
    error = cast("HTTPException", error)  # it is registered for that alone
    message = error.detail
    if message == http.HTTPStatus(error.status_code).phrase:
        message = {
            404: "There is nothing here: the API is at /api/generate and /api/improve.",
            405: "This method is not allowed here.",
        }.get(error.status_code, message)
    return JSONResponse({"error": message}, error.status_code, {**_NO_STORE, **(error.headers or {})})


async def _failed(_request: Request, _error: Exception) -> Response:
    """What was not foreseen: a clean answer; the traceback goes to the service's own output alone."""
    return JSONResponse({"error": "The service failed; its own output says why."}, 500, _NO_STORE)
