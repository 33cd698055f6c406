"""Request bodies: read within a limit of size and time, then checked field by field."""

from __future__ import annotations

import json
from collections.abc import Collection

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from getcode_lsp.service.engines.base import Task
from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES

LARGEST_BODY = 1024 * 1024  # bytes
_READ_SECONDS = 30.0
_TYPES_WITH_LANGUAGE = ("website", "api")


async def read_json(request: Request) -> object:
    """The JSON value that a request carries; raises HTTPException 400, 408, 413 or 415."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415, "Send the request as JSON, with Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the request without a Content-Encoding.")
    try:
        with anyio.fail_after(_READ_SECONDS):
            raw = await _read(request)
    except TimeoutError:
        raise HTTPException(408, "The request's body did not arrive in time.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The request's body ended early.") from None
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request's body is not JSON in UTF-8.") from None


async def _read(request: Request) -> bytes:
    """The body's bytes; the connection is closed behind a body that is too large, for the rest is unread."""
    too_large = HTTPException(
        413, f"The request's body is larger than {LARGEST_BODY} bytes.", {"Connection": "close"}
    )
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise too_large
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise too_large
    return bytes(raw)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def read_generate(body: object) -> Task:
    """The task of a /api/generate body; raises HTTPException 400 that names the field."""
    fields = _fields(body, required=("prompt", "outputType"), optional=("originalPrompt", "language"))
    language = _choice(fields, "language", API_LANGUAGES) if "language" in fields else "auto"
    if "originalPrompt" in fields:
        _text(fields, "originalPrompt")
    task = _task(fields)
    # The reference: `language` "only applies to website and api types".
    return Task(
        task.prompt, task.output_type, language if task.output_type in _TYPES_WITH_LANGUAGE else "auto"
    )


def read_improve(body: object) -> Task:
    """The task of a /api/improve body; raises HTTPException 400 that names the field."""
    return _task(_fields(body, required=("prompt", "outputType")))


def _task(fields: dict[str, object]) -> Task:
    prompt = _text(fields, "prompt")
    if not prompt.strip():
        raise HTTPException(400, "prompt must not be empty.")
    return Task(prompt, _choice(fields, "outputType", OUTPUT_TYPES))


def _fields(body: object, *, required: Collection[str], optional: Collection[str] = ()) -> dict[str, object]:
    if not isinstance(body, dict):
        raise HTTPException(400, "The request's body must be a JSON object.")
    for name in required:
        if name not in body:
            raise HTTPException(400, f"{name} is missing.")
    for name in body:
        if name not in required and name not in optional:
            raise HTTPException(400, f"{name[:40]!a} is not a field of this request.")
    return body


def _text(fields: dict[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise HTTPException(400, f"{name} must be a string.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise HTTPException(400, f"{name} holds half of a surrogate pair.") from None
    return value


def _choice(fields: dict[str, object], name: str, choices: Collection[str]) -> str:
    value = _text(fields, name)
    if value not in choices:
        raise HTTPException(400, f"{name} must be one of: {', '.join(choices)}.")
    return value
