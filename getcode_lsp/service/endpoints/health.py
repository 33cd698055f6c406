"""GET /healthz: that the service is up, with which engine and version; no key is needed."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from getcode_lsp import __version__
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.http.refusals import NO_STORE


async def _health(call: Call) -> Response:
    answer = {"status": "ok", "engine": call.service.engine.name, "version": __version__}
    return JSONResponse(answer, headers=NO_STORE)


HEALTH = Endpoint(
    "GET",
    "/healthz",
    _health,
    "Whether the service is up.",
    answer={
        "type": "object",
        "properties": {
            "status": {"type": "string", "const": "ok"},
            "engine": {"type": "string"},
            "version": {"type": "string"},
        },
        "required": ["status", "engine", "version"],
        "additionalProperties": False,
    },
)
