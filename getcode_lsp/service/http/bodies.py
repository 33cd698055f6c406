"""Request bodies: JSON, read within a limit of size and time."""

from __future__ import annotations

import json

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

LARGEST_BODY = 1024 * 1024  # bytes, where a route says nothing else
_READ_SECONDS = 30.0
_SLOWEST = 50_000  # bytes a second of a body that may be larger than most
_LARGE = 256 * 1024  # bytes that are parsed beside the event loop


async def read_json(request: Request, largest: int = LARGEST_BODY) -> object:
    """The JSON value that a request carries; raises HTTPException 400, 408, 413 or 415."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415, "Send the request as JSON, with Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the request without a Content-Encoding.")
    try:
        with anyio.fail_after(_READ_SECONDS + max(0, largest - LARGEST_BODY) / _SLOWEST):
            raw = await _read(request, largest)
    except TimeoutError:
        raise HTTPException(
            408, "The request's body did not arrive in time.", {"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise HTTPException(400, "The request's body ended early.") from None
    try:
        return _parsed(raw) if len(raw) < _LARGE else await anyio.to_thread.run_sync(_parsed, raw)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request's body is not JSON in UTF-8.") from None


async def _read(request: Request, largest: int) -> bytes:
    """The body's bytes; the connection is closed behind a body that is too large, for the rest is unread."""
    too_large = HTTPException(
        413, f"The request's body is larger than {largest} bytes.", {"Connection": "close"}
    )
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > largest:
        raise too_large
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > largest:
            raise too_large
    return bytes(raw)


def _parsed(raw: bytes) -> object:
    return json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
