"""The self-hosted GetCode API as a Starlette application: the endpoints together, behind the guard of hosts."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from getcode_lsp.service.endpoints import Endpoint, Service, route
from getcode_lsp.service.generating import GENERATE
from getcode_lsp.service.health import HEALTH
from getcode_lsp.service.improving import IMPROVE
from getcode_lsp.service.loopback import LoopbackGuard
from getcode_lsp.service.refusals import failed, refused

ENDPOINTS: tuple[Endpoint, ...] = (GENERATE, IMPROVE, HEALTH)


def create_app(service: Service) -> Starlette:
    """The application; every answer of an endpoint that is not a stream is JSON, errors as `{"error": message}`."""
    app = Starlette(
        routes=[route(endpoint, service) for endpoint in ENDPOINTS],
        middleware=[Middleware(LoopbackGuard)],
        exception_handlers={HTTPException: refused, Exception: failed},
    )
    app.router.redirect_slashes = False
    return app
