"""GET /openapi.json: the API described, from the same declarations by which requests are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import JSONResponse, Response

from getcode_lsp import __version__
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.endpoints.fields import schema_of
from getcode_lsp.service.http.refusals import NO_STORE

_REFUSALS: Mapping[int, str] = {
    400: "The request is malformed; the message names what is wrong.",
    401: "The key is missing or wrong.",
    403: "The key's plan does not include this, or a page of another site calls.",
    408: "The request did not arrive in time.",
    413: "The body is too large.",
    415: "The body is not JSON, or it is encoded.",
    422: "The engine can't do this; the message says what can be done instead.",
    429: "The key has used up its hour, or too many wrong keys came from this address.",
    500: "The service or its engine failed.",
    503: "What is needed is down or busy.",
}
_WITH_RETRY_AFTER = (429, 503)


def document(endpoints: Sequence[Endpoint]) -> dict[str, object]:
    """The OpenAPI 3.1 document of these endpoints."""
    paths: dict[str, dict[str, object]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "GetCode, self-hosted", "version": __version__},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": {
                    "type": "object",
                    "properties": {"error": {"type": "string"}},
                    "required": ["error"],
                    "additionalProperties": False,
                }
            },
        },
    }


def description_of(endpoints: Sequence[Endpoint]) -> Endpoint:
    """The endpoint that serves the document of these and of itself."""

    async def describe(_call: Call) -> Response:
        return JSONResponse(document([*endpoints, described]), headers=NO_STORE)

    described = Endpoint(
        "GET", "/openapi.json", describe, "This document.", answer={"type": "object", "required": ["openapi"]}
    )
    return described


def _operation(endpoint: Endpoint) -> dict[str, object]:
    operation: dict[str, object] = {
        "summary": endpoint.summary,
        "operationId": f"{endpoint.method.lower()}_{endpoint.path.strip('/').replace('/', '_').strip('{}')}",
        "responses": {"200": _success(endpoint), **_refusals(endpoint)},
        "security": [] if endpoint.needs is None else [{"key": []}],
    }
    if endpoint.needs is not None and endpoint.needs > Plan.FREE:
        operation["description"] = _plan_sentence(endpoint)
    if endpoint.parameters:
        operation["parameters"] = [parameter.described() for parameter in endpoint.parameters]
    if endpoint.fields:
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {endpoint.largest_body} bytes.",
            "content": {"application/json": {"schema": schema_of(endpoint.fields)}},
        }
    return operation


def _plan_sentence(endpoint: Endpoint) -> str:
    least = endpoint.needs.title if endpoint.needs else ""
    above = "" if endpoint.needs is Plan.PRO else " or a greater one"
    also = " The service may be set to let other plans in." if endpoint.free_by_setting else ""
    return f"Needs a key with the {least} plan{above}.{also}"


def _success(endpoint: Endpoint) -> dict[str, object]:
    schema, description = dict(endpoint.answer), "Done."
    if endpoint.media_type == "text/event-stream":
        description = (
            "Server-sent events as they are made; the schema is that of each event, whose `data` is a JSON object on "
            "one line. The last event is exactly one `done` or one `error`. Lines that begin with a colon keep the "
            "connection open."
        )
        data = {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}
        schema = {"type": "object", "properties": {"data": data}, "required": ["data"]}
    return {"description": description, "content": {endpoint.media_type: {"schema": schema}}}


def _refusals(endpoint: Endpoint) -> dict[str, object]:
    """What can go wrong, by what the endpoint asks for."""
    statuses = {400, 403, 408, 500, 503}
    if endpoint.needs is not None:
        statuses |= {401, 429}
    if endpoint.fields:
        statuses |= {413, 415, 422}
    meanings = {**{status: _REFUSALS[status] for status in statuses}, **endpoint.refusals}
    return {str(status): _refusal(status, meanings[status]) for status in sorted(meanings)}


def _refusal(status: int, meaning: str) -> dict[str, object]:
    refusal: dict[str, object] = {
        "description": meaning,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    if status in _WITH_RETRY_AFTER:
        schema = {"type": "integer", "minimum": 1}
        refusal["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": schema}}
    return refusal
