"""What an endpoint asks of a request, said once: method, key and plan, parameters, body; the checks before a handler.

A route declares its requirement as an `Endpoint`; the handler is called when all of it is met. The OpenAPI document
is written from the same declarations.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from getcode_lsp.service.access.callers import Caller, Keys
from getcode_lsp.service.access.guesses import Guesses
from getcode_lsp.service.access.limits import Limits, NoLimits
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.analysis.analyst import Analyst
from getcode_lsp.service.endpoints.fields import Field, check_fields
from getcode_lsp.service.endpoints.parameters import Parameter, check_parameters
from getcode_lsp.service.engines.base import Engine
from getcode_lsp.service.history import History
from getcode_lsp.service.http.bodies import LARGEST_BODY, read_json

FREE_AT_ONCE = 2
MOST_UPLOAD_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Service:
    """What a service runs with, shared by all its handlers.

    Without `plans` any right key may do everything. `free_may_generate` lets the free plan call /api/generate, as many
    at once as `free_turns` has. Wrong keys are counted by `guesses`, where there are any. A file for /api/upload has at
    most `upload_bytes` bytes.
    """

    engine: Engine
    keys: Keys
    limits: Limits = field(default_factory=NoLimits)
    history: History | None = None
    guesses: Guesses | None = None
    plans: bool = True
    free_may_generate: bool = False
    analyst: Analyst = field(default_factory=Analyst)
    upload_bytes: int = MOST_UPLOAD_BYTES
    free_turns: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(FREE_AT_ONCE))


@dataclass(frozen=True, slots=True)
class Call:
    """A request that met its endpoint's requirement: who calls, the checked parameters, the checked fields of the body.

    `caller` is None where the endpoint needs no key.
    """

    request: Request
    service: Service
    caller: Caller | None
    numbers: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def key_id(self) -> str:
        """What names the caller's key; empty where the endpoint needs none."""
        return self.caller.key_id if self.caller else ""


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path.

    `needs` is the least plan, None for everybody, with or without a key; with `free_by_setting` the service may be set
    to let the free plan in. `counted` requests count towards the key's hourly limit. A body is read where there are
    `fields`, up to `largest_body` bytes. `answer` is the JSON schema of a 200; of a stream (`media_type`), that of the
    JSON in each event. `refusals` says what further statuses mean.
    """

    method: str
    path: str
    handle: Handler
    summary: str
    needs: Plan | None = None
    free_by_setting: bool = False
    counted: bool = False
    parameters: tuple[Parameter, ...] = ()
    fields: tuple[Field, ...] = ()
    largest_body: int = LARGEST_BODY
    answer: Mapping[str, object] = field(default_factory=dict)
    media_type: str = "application/json"
    refusals: Mapping[int, str] = field(default_factory=dict)


def route(endpoint: Endpoint, service: Service) -> Route:
    """The endpoint as a route of an application."""

    async def checked(request: Request) -> Response:
        caller = None if endpoint.needs is None else await _caller(request, service)
        if caller is not None:
            _check_plan(caller, endpoint, service)
        numbers = check_parameters(endpoint.parameters, request)
        fields: Mapping[str, str] = {}
        if endpoint.fields:
            fields = check_fields(endpoint.fields, await read_json(request, endpoint.largest_body))
        if endpoint.counted and caller is not None and caller.limited:
            await _count(caller, service)
        return await endpoint.handle(Call(request, service, caller, numbers, fields))

    return Route(endpoint.path, checked, methods=[endpoint.method])


async def _caller(request: Request, service: Service) -> Caller:
    """Who sent the Bearer key; raises HTTPException 401, or 429 after too many wrong keys from one address."""
    address = request.client.host if request.client else ""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    key = given.strip()
    if scheme.lower() != "bearer" or not key:
        raise _no_key()
    caller, guesses = await service.keys.find(key), service.guesses
    if guesses is not None:
        wait = guesses.wait(address)
        if wait is not None and not (caller and guesses.knows(address, caller.key_id)):
            raise HTTPException(
                429, "Too many wrong keys came from this address.", {"Retry-After": str(wait)}
            )
        if caller is not None:
            guesses.was_right(address, caller.key_id)
        else:
            guesses.was_wrong(address)
    if caller is None:
        raise _no_key()
    return caller


def _no_key() -> HTTPException:
    message = "The key is missing or wrong: send Authorization: Bearer KEY."
    return HTTPException(401, message, {"WWW-Authenticate": "Bearer"})


def _check_plan(caller: Caller, endpoint: Endpoint, service: Service) -> None:
    """Raises HTTPException 403 where the caller's plan does not include what is asked."""
    needs = endpoint.needs or Plan.FREE
    if endpoint.free_by_setting and service.free_may_generate:
        needs = Plan.FREE
    if service.plans and caller.plan < needs:
        raise HTTPException(
            403, f"This needs the {needs.title} plan; the key has the {caller.plan.title} plan."
        )


async def _count(caller: Caller, service: Service) -> None:
    """Raises HTTPException 429 where the caller has had what an hour holds."""
    wait = await service.limits.take(caller)
    if wait is not None:
        raise HTTPException(
            429,
            f"The {caller.plan.title} plan's requests of this hour are used up: try again in {wait} s.",
            {"Retry-After": str(wait)},
        )
