"""POST /api/generate: a stream of events, ended by exactly one `done` or one `error`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from getcode_lsp.api.events import Done, Event, Failure, Queue, Token, encode
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import StorageError
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.endpoints.fields import LANGUAGE, ORIGINAL_PROMPT, OUTPUT_TYPE, PROMPT
from getcode_lsp.service.engines.base import (
    EngineRefusal,
    EngineUnavailable,
    Task,
    Used,
    Waiting,
)
from getcode_lsp.service.history import Generation
from getcode_lsp.service.http.refusals import NO_STORE

logger = logging.getLogger(__name__)

ENGINE_FAILED = "The engine failed; the service's own output says why."
# The reference: `language` "only applies to website and api types".
TYPES_WITH_LANGUAGE = ("website", "api")

_FREE_NOTICE = "Free plan: the generation will begin shortly."
_NOTICE_SECONDS = 10.0  # between two notices, so that a client knows that it still waits
_LONGEST_KEPT = 4_000_000  # characters of an output


def tokens_in(characters: int) -> int:
    """How many tokens a number of characters counts as: four characters each, rounded up."""
    return -(-characters // 4)


async def _generate(call: Call) -> Response:
    return EventSourceResponse(_stream(call), headers=NO_STORE, sep="\n")


def _event(
    kind: str, doc: str, required: Mapping[str, object], optional: Mapping[str, object] | None = None
) -> dict[str, object]:
    return {
        "type": "object",
        "description": doc,
        "properties": {"type": {"type": "string", "const": kind}, **required, **(optional or {})},
        "required": ["type", *required],
        "additionalProperties": False,
    }


GENERATE = Endpoint(
    "POST",
    "/api/generate",
    _generate,
    "Generate from a prompt, streamed.",
    needs=Plan.PRO,
    free_by_setting=True,
    counted=True,
    fields=(PROMPT, OUTPUT_TYPE, ORIGINAL_PROMPT, LANGUAGE),
    media_type="text/event-stream",
    answer={
        "oneOf": [
            _event(
                "token",
                "A piece of the output; all pieces together are the whole.",
                {"text": {"type": "string"}},
            ),
            _event(
                "done",
                "The output is complete. Nothing follows.",
                {"tokensUsed": {"type": "integer", "minimum": 0}, "model": {"type": "string"}},
            ),
            _event(
                "error",
                "The generation failed. Nothing follows.",
                {"message": {"type": "string"}},
                {"status": {"type": "integer"}, "retryAfter": {"type": "string"}},
            ),
            _event("queue", "The generation has not begun yet.", {"message": {"type": "string"}}),
        ]
    },
)


async def _stream(call: Call) -> AsyncGenerator[ServerSentEvent, None]:
    async with aclosing(_with_turn(call)) as events:
        async for event in events:
            yield ServerSentEvent(data=encode(event), sep="\n")


async def _with_turn(call: Call) -> AsyncGenerator[Event, None]:
    """The events of a generation, which on the free plan waits for its turn."""
    if call.caller is None or call.caller.plan > Plan.FREE or not call.service.plans:
        async with aclosing(_events(call)) as events:
            async for event in events:
                yield event
        return
    turns, ticket = call.service.free_turns, object()
    yield Queue(_FREE_NOTICE)
    waiting = True
    while waiting:
        with anyio.move_on_after(_NOTICE_SECONDS) as patience:
            await turns.acquire_on_behalf_of(ticket)
        waiting = patience.cancelled_caught
        if waiting:
            yield Queue(_FREE_NOTICE)
    try:
        async with aclosing(_events(call)) as events:
            async for event in events:
                yield event
    finally:
        turns.release_on_behalf_of(ticket)


async def _events(call: Call) -> AsyncGenerator[Event, None]:
    """The events of one generation: tokens, then exactly one `done` or one `error`."""
    engine, task = call.service.engine, _task(call)
    output: list[str] = []
    used: int | None = None
    pieces = engine.generate(task)
    try:
        async for piece in pieces:
            if isinstance(piece, Used):
                used = piece.tokens
            elif isinstance(piece, Waiting):
                yield Queue(piece.message)
            elif piece:
                output.append(piece)
                yield Token(piece)
            await asyncio.sleep(0)  # an engine that never waits must not keep the others from their turn
    except EngineRefusal as refusal:
        yield Failure(str(refusal))
    except EngineUnavailable as down:
        wait = None if down.retry_after is None else str(down.retry_after)
        yield Failure(str(down), down.status, wait)
    except Exception:
        logger.exception("The engine %s failed", engine.name)
        yield Failure(ENGINE_FAILED)
    else:
        tokens = tokens_in(sum(map(len, output))) if used is None else used
        await _keep(call, tokens, output)
        yield Done(tokens, engine.name)
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()  # at once, not when the garbage is collected


def _task(call: Call) -> Task:
    """What is asked of the engine, which hears of a language only where it counts."""
    output_type = call.fields["outputType"]
    language = call.fields.get("language", "auto") if output_type in TYPES_WITH_LANGUAGE else "auto"
    return Task(call.fields["prompt"], output_type, language)


async def _keep(call: Call, tokens: int, output: list[str]) -> None:
    """Put a completed generation into the history; one that can't be kept is complete all the same."""
    history, fields = call.service.history, call.fields
    if history is None or sum(map(len, output)) > _LONGEST_KEPT:
        return
    language = fields.get("language", "auto")
    generation = Generation(
        0,
        call.key_id,
        0.0,
        fields["prompt"],
        fields.get("originalPrompt"),
        fields["outputType"],
        language,
        language != "auto" and fields["outputType"] not in TYPES_WITH_LANGUAGE,
        call.service.engine.name,
        tokens,
        "".join(output),
    )
    try:
        await history.add(generation)
    except StorageError as error:
        logger.error("A generation is not in the history: %s", error)
