"""POST /api/improve: a prompt put into better words, as JSON."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.endpoints.fields import OUTPUT_TYPE, PROMPT
from getcode_lsp.service.endpoints.generating import ENGINE_FAILED, tokens_in
from getcode_lsp.service.engines.base import Brief, Engine, EngineRefusal, EngineUnavailable, Task
from getcode_lsp.service.http.disconnects import unless_gone
from getcode_lsp.service.http.refusals import NO_STORE

logger = logging.getLogger(__name__)


async def _improve(call: Call) -> Response:
    task = Task(call.fields["prompt"], call.fields["outputType"])
    improved = await unless_gone(call.request, _improved(call.service.engine, task))
    used = tokens_in(len(improved.text)) if improved.tokens is None else improved.tokens
    return JSONResponse({"improved": improved.text, "tokensUsed": used}, headers=NO_STORE)


IMPROVE = Endpoint(
    "POST",
    "/api/improve",
    _improve,
    "Put a prompt into better words.",
    needs=Plan.STARTER,
    counted=True,
    fields=(PROMPT, OUTPUT_TYPE),
    answer={
        "type": "object",
        "properties": {"improved": {"type": "string"}, "tokensUsed": {"type": "integer", "minimum": 0}},
        "required": ["improved", "tokensUsed"],
        "additionalProperties": False,
    },
)


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
        raise HTTPException(500, ENGINE_FAILED) from None
