"""The self-hosted GetCode API as a Starlette application: the endpoints together, behind the guard of hosts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from getcode_lsp.service.access.limits import LimitsUnavailable
from getcode_lsp.service.database import StorageError
from getcode_lsp.service.endpoints.declaring import Endpoint, Service, route
from getcode_lsp.service.endpoints.generating import GENERATE
from getcode_lsp.service.endpoints.health import HEALTH
from getcode_lsp.service.endpoints.history import LIST, SHOW
from getcode_lsp.service.endpoints.improving import IMPROVE
from getcode_lsp.service.endpoints.openapi import description_of
from getcode_lsp.service.endpoints.uploading import upload_of
from getcode_lsp.service.http.hosts import HostGuard
from getcode_lsp.service.http.refusals import failed, not_counted, not_kept, refused
from getcode_lsp.service.playground.routes import playground_routes


def endpoints_of(upload_bytes: int) -> tuple[Endpoint, ...]:
    """The endpoints of a service that takes files of at most so many bytes."""
    endpoints = (GENERATE, IMPROVE, upload_of(upload_bytes), LIST, SHOW, HEALTH)
    return (*endpoints, description_of(endpoints))


def create_app(service: Service, allowed_hosts: Collection[str] = ()) -> Starlette:
    """The application; every answer of an endpoint that is not a stream is JSON, errors as `{"error": message}`.

    Its end closes the engine, the limits and what analyses files. `allowed_hosts` are names beside the loopback ones.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await service.analyst.close()
        await service.limits.close()
        await service.engine.close()

    app = Starlette(
        routes=[
            *(route(endpoint, service) for endpoint in endpoints_of(service.upload_bytes)),
            *playground_routes(service),
        ],
        middleware=[Middleware(HostGuard, allowed=allowed_hosts)],
        exception_handlers={
            HTTPException: refused,
            StorageError: not_kept,
            LimitsUnavailable: not_counted,
            Exception: failed,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app
