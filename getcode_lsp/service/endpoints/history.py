"""GET /api/history and /api/history/{id}: what a key generated, for that key alone."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.endpoints.parameters import Parameter
from getcode_lsp.service.history import History, as_json
from getcode_lsp.service.http.refusals import NO_STORE
from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES

_MOST_IN_A_PAGE = 100
_LARGEST_NUMBER = 2**53 - 1  # the integers that every JSON reader has

LIMIT = Parameter("limit", "How many to list.", 1, _MOST_IN_A_PAGE, default=20)
BEFORE = Parameter("before", "Only what is older than the generation with this id.", 1, _LARGEST_NUMBER)
ID = Parameter("id", "The generation's id.", 1, _LARGEST_NUMBER, in_path=True)


_PROPERTIES: Mapping[str, object] = {
    "id": {"type": "integer", "minimum": 1},
    "created": {"type": "string", "format": "date-time", "description": "In UTC."},
    "prompt": {"type": "string"},
    "originalPrompt": {"type": ["string", "null"]},
    "outputType": {"type": "string", "enum": list(OUTPUT_TYPES)},
    "language": {"type": "string", "enum": list(API_LANGUAGES)},
    "languageIgnored": {
        "type": "boolean",
        "description": "Whether a language was asked for with an outputType that has none.",
    },
    "model": {"type": "string"},
    "tokensUsed": {"type": "integer", "minimum": 0},
}


def _schema(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


async def _list(call: Call) -> Response:
    history, limit, before = _history(call), call.numbers["limit"], call.numbers.get("before")
    generations = await history.database.off_loop(lambda: history.page(call.key_id, limit, before))
    return JSONResponse({"generations": [as_json(one) for one in generations]}, headers=NO_STORE)


async def _show(call: Call) -> Response:
    history, number = _history(call), call.numbers["id"]
    generation = await history.database.off_loop(lambda: history.get(number, call.key_id))
    if generation is None:
        raise HTTPException(404, "This key has no generation of this id.")
    return JSONResponse({**as_json(generation), "output": generation.output}, headers=NO_STORE)


def _history(call: Call) -> History:
    if call.service.history is None:
        raise HTTPException(404, "This service keeps no history.")
    return call.service.history


LIST = Endpoint(
    "GET",
    "/api/history",
    _list,
    "The key's own generations, the newest first.",
    needs=Plan.FREE,
    parameters=(LIMIT, BEFORE),
    answer=_schema({"generations": {"type": "array", "items": _schema(_PROPERTIES)}}),
    refusals={404: "The service keeps no history."},
)
SHOW = Endpoint(
    "GET",
    "/api/history/{id}",
    _show,
    "One of the key's own generations, with its output.",
    needs=Plan.FREE,
    parameters=(ID,),
    answer=_schema({**_PROPERTIES, "output": {"type": "string"}}),
    refusals={404: "The key has no such generation, or the service keeps no history."},
)
