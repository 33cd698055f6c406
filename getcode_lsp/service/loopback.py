"""The guard of a service on loopback: who may call it, told by the Host and Origin headers.

A page of any site can make a browser send requests to 127.0.0.1, and its host name can be made to resolve there
(DNS rebinding). Such a request carries the name of that site.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class LoopbackGuard:
    """ASGI middleware: 400 for a Host that is not loopback with our port, 403 for another page's Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = _refusal(Headers(scope=scope), _authorities(scope))
        await (refusal or self.app)(scope, receive, send)


def _authorities(scope: Scope) -> Collection[str]:
    """The `host:port` forms by which this service may be called; port 80 may go unsaid."""
    port = (scope.get("server") or ("", None))[1]
    named = {f"{host}:{port}" for host in LOOPBACK_HOSTS}
    return named | set(LOOPBACK_HOSTS) if port == 80 else named


def _refusal(headers: Headers, authorities: Collection[str]) -> JSONResponse | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].lower() not in authorities:
        return JSONResponse({"error": "This service answers to its own loopback address only."}, 400)
    origins = headers.getlist("origin")
    if any(origin.lower().removeprefix("http://") not in authorities for origin in origins):
        return JSONResponse({"error": "Pages of other sites may not call this service."}, 403)
    return None
