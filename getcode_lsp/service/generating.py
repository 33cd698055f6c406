"""POST /api/generate: a stream of events, ended by exactly one `done` or one `error`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from getcode_lsp.api.events import Done, Event, Failure, Queue, Token, encode
from getcode_lsp.service.endpoints import Call, Endpoint
from getcode_lsp.service.engines.base import (
    Engine,
    EngineRefusal,
    EngineUnavailable,
    Task,
    Used,
    Waiting,
)
from getcode_lsp.service.fields import LANGUAGE, ORIGINAL_PROMPT, OUTPUT_TYPE, PROMPT
from getcode_lsp.service.plans import Plan
from getcode_lsp.service.refusals import NO_STORE

logger = logging.getLogger(__name__)

ENGINE_FAILED = "The engine failed; the service's own output says why."
# The reference: `language` "only applies to website and api types".
TYPES_WITH_LANGUAGE = ("website", "api")


def tokens_in(characters: int) -> int:
    """How many tokens a number of characters counts as: four characters each, rounded up."""
    return -(-characters // 4)


async def _generate(call: Call) -> Response:
    output_type = call.fields["outputType"]
    language = call.fields.get("language", "auto") if output_type in TYPES_WITH_LANGUAGE else "auto"
    task = Task(call.fields["prompt"], output_type, language)
    return EventSourceResponse(_stream(call.service.engine, task), headers=NO_STORE, sep="\n")


GENERATE = Endpoint(
    "POST",
    "/api/generate",
    _generate,
    "Generate from a prompt, streamed.",
    needs=Plan.PRO,
    counted=True,
    fields=(PROMPT, OUTPUT_TYPE, ORIGINAL_PROMPT, LANGUAGE),
)


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
        yield Failure(ENGINE_FAILED)
    else:
        yield Done(tokens_in(characters) if used is None else used, engine.name)
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()  # at once, not when the garbage is collected
