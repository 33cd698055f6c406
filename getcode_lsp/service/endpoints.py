"""What an endpoint asks of a request, said once: method, key and plan, body; the checks before every handler.

A route declares its requirement as an `Endpoint`; the handler is called when all of it is met. The OpenAPI document
is written from the same declarations.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from getcode_lsp.service.bodies import LARGEST_BODY, read_json
from getcode_lsp.service.callers import Caller, Keys
from getcode_lsp.service.engines.base import Engine
from getcode_lsp.service.fields import Field, check_fields
from getcode_lsp.service.plans import Plan


@dataclass(frozen=True, slots=True)
class Service:
    """What a service runs with, shared by all its handlers."""

    engine: Engine
    keys: Keys


@dataclass(frozen=True, slots=True)
class Call:
    """A request that met its endpoint's requirement: who calls, and the checked fields of the body.

    `caller` is None where the endpoint needs no key.
    """

    request: Request
    service: Service
    caller: Caller | None
    fields: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path.

    `needs` is the least plan, None for everybody, with or without a key; `counted` requests count towards the key's
    hourly limit. A body is read where there are `fields`, up to `largest_body` bytes; `answer` is the JSON schema of
    a 200.
    """

    method: str
    path: str
    handle: Handler
    summary: str
    needs: Plan | None = None
    counted: bool = False
    fields: tuple[Field, ...] = ()
    largest_body: int = LARGEST_BODY
    answer: Mapping[str, object] = field(default_factory=dict)


def route(endpoint: Endpoint, service: Service) -> Route:
    """The endpoint as a route of an application."""

    async def checked(request: Request) -> Response:
        caller = None if endpoint.needs is None else await _caller(request, service)
        if caller is not None and endpoint.needs is not None:
            _check_plan(caller, endpoint.needs)
        fields: Mapping[str, str] = {}
        if endpoint.fields:
            fields = check_fields(endpoint.fields, await read_json(request, endpoint.largest_body))
        return await endpoint.handle(Call(request, service, caller, fields))

    return Route(endpoint.path, checked, methods=[endpoint.method])


async def _caller(request: Request, service: Service) -> Caller:
    """Who sent the Bearer key; raises HTTPException 401."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    caller = await service.keys.find(given.strip()) if scheme.lower() == "bearer" else None
    if caller is None:
        raise HTTPException(
            401,
            "The key is missing or wrong: send Authorization: Bearer KEY.",
            {"WWW-Authenticate": "Bearer"},
        )
    return caller


def _check_plan(caller: Caller, needs: Plan) -> None:
    """Raises HTTPException 403 where the caller's plan does not include what is asked."""
    if caller.plan < needs:
        raise HTTPException(
            403, f"This needs the {needs.title} plan; the key has the {caller.plan.title} plan."
        )
