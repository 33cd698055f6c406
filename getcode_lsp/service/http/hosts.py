"""The guard of the service's names: who may call it, told by the Host and Origin headers.

A page of any site can make a browser send requests to 127.0.0.1 or into a company's network, and its host name can be
made to resolve there (DNS rebinding). Such a request carries the name of that site.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from getcode_lsp.service.http.refusals import NO_STORE

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_AUTHORITY = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


class HostGuard:
    """ASGI middleware: 400 for a Host that is not one of ours, 403 for another page's Origin.

    Ours are the loopback names with our port, and what is `allowed`: host names, with our port, the usual one or, where
    a port is named with it, that one.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self.app = app
        self._allowed = tuple(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = _refusal(Headers(scope=scope), self._authorities(scope), scope["scheme"])
        await (refusal or self.app)(scope, receive, send)

    def _authorities(self, scope: Scope) -> Collection[str]:
        """The `host:port` forms by which this service may be called; the scheme's usual port may go unsaid."""
        port = (scope.get("server") or ("", None))[1]
        names = {f"{host}:{port}" for host in LOOPBACK_HOSTS}
        if port == _DEFAULT_PORTS.get(scope["scheme"]):
            names |= set(LOOPBACK_HOSTS)
        for host in self._allowed:
            names.add(host)
            if _AUTHORITY.fullmatch(host.lower()) and not has_port(host):
                names |= {f"{host}:{port}", f"{host}:{_DEFAULT_PORTS.get(scope['scheme'])}"}
        return names


def check_host(name: str) -> str:
    """A host name, with or without a port, as it is compared; raises ValueError."""
    if not _AUTHORITY.fullmatch(name.lower()):
        raise ValueError(f"{name[:80]!a} is not a host name, with or without a port (no scheme, no path)")
    return name.lower()


def has_port(host: str) -> bool:
    """Whether a host is written with a port."""
    return bool(re.search(r":[0-9]+\Z", host)) and not host.endswith("]")


def _refusal(headers: Headers, authorities: Collection[str], scheme: str) -> JSONResponse | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].lower() not in authorities:
        message = "This service does not answer to this Host; `serve --allow-host NAME` names another one."
        return JSONResponse({"error": message}, 400, NO_STORE)
    origins = headers.getlist("origin")
    if any(origin.lower().removeprefix(f"{scheme}://") not in authorities for origin in origins):
        return JSONResponse({"error": "Pages of other sites may not call this service."}, 403, NO_STORE)
    return None
