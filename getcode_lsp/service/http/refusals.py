"""Errors before a stream begins: a status and `{"error": message}`, never a traceback."""

from __future__ import annotations

import http
import logging
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

logger = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_OF_THE_ROUTER = {
    404: "There is nothing here: /openapi.json lists what there is.",
    405: "This method is not allowed here.",
}


async def refused(_request: Request, error: Exception) -> Response:
    """An HTTPException as JSON; where only the router spoke, its message is made a sentence."""
    error = cast("HTTPException", error)  # it is registered for that alone
    message = error.detail
    if message == http.HTTPStatus(error.status_code).phrase:
        message = _OF_THE_ROUTER.get(error.status_code, message)
    return JSONResponse({"error": message}, error.status_code, {**NO_STORE, **(error.headers or {})})


async def not_kept(_request: Request, error: Exception) -> Response:
    """A database that can't be used just now: the client hears that much, the operator why."""
    logger.error("%s", error)
    message = "The service can't reach its own data just now: try again later."
    return JSONResponse({"error": message}, 503, {**NO_STORE, "Retry-After": "5"})


async def not_counted(_request: Request, error: Exception) -> Response:
    """Limits that can't be checked: nobody is let in uncounted."""
    logger.error("%s", error)
    return JSONResponse({"error": str(error)}, 503, {**NO_STORE, "Retry-After": "5"})


async def failed(_request: Request, _error: Exception) -> Response:
    """What was not foreseen: a clean answer; the traceback goes to the service's own output alone."""
    return JSONResponse({"error": "The service failed; its own output says why."}, 500, NO_STORE)
