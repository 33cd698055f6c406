"""The routes of the playground: fixed files, read once, and a list of what the service around them offers.

The page needs no key. What it shows of a generation runs in a frame of its own origin, without network.
"""

from __future__ import annotations

import hashlib
from importlib import resources

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from getcode_lsp.service.endpoints.declaring import Service
from getcode_lsp.service.http.refusals import NO_STORE

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_PAGE = "index.html"
_FRAME = "frame.html"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def playground_routes(service: Service) -> list[Route]:
    """`/` for the page, `/playground/frame` for the preview, and the page's files below `/playground/`."""
    routes = [_offers(service)]
    for file in sorted(resources.files(__package__).joinpath("static").iterdir(), key=lambda file: file.name):
        path = {_PAGE: "/", _FRAME: "/playground/frame"}.get(file.name, f"/playground/{file.name}")
        routes.append(_route(path, file.name, file.read_bytes()))
    return routes


def _route(path: str, name: str, content: bytes) -> Route:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "Content-Security-Policy": FRAME_POLICY if name == _FRAME else PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",  # asked for anew each time, so that a page never runs parts of two versions
        "ETag": tag,
    }
    media_type = _TYPES[name.rpartition(".")[2]]

    async def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=media_type)

    return Route(path, answer, methods=["GET"])


def _offers(service: Service) -> Route:
    """What the service around the page has, so that the page offers nothing else."""

    async def answer(request: Request) -> Response:
        routes = [route for route in request.app.routes if isinstance(route, Route)]
        paths = {route.path for route in routes if route.path.startswith("/api/") and "{" not in route.path}
        if service.history is None:
            paths.discard("/api/history")
        offered = {"paths": sorted(paths), "uploadBytes": service.upload_bytes}
        return JSONResponse(offered, headers=NO_STORE)

    return Route("/playground/offers", answer, methods=["GET"])
