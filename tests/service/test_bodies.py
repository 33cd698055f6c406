"""Bodies that arrive late, in pieces, or not at all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from getcode_lsp.service.http import bodies


def request(messages: Iterable[Message]) -> Request:
    """A request whose body comes in these messages, and after them no more."""
    coming = iter(messages)

    async def receive() -> Message:
        for message in coming:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    headers = [(b"content-type", b"application/json")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def piece(body: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_pieces_are_put_together() -> None:
    assert await bodies.read_json(request([piece(b'{"a"'), piece(b""), piece(b": 1}", more=False)])) == {
        "a": 1
    }


async def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_READ_SECONDS", 0.05)
    began = time.monotonic()
    with pytest.raises(HTTPException) as refusal:
        await bodies.read_json(request([piece(b"{")]))
    assert refusal.value.status_code == 408
    assert time.monotonic() - began < 2


async def test_a_client_that_goes_midway() -> None:
    with pytest.raises(HTTPException) as refusal:
        await bodies.read_json(request([piece(b"{"), {"type": "http.disconnect"}]))
    assert refusal.value.status_code == 400


async def test_the_limit_is_exact_and_nothing_more_is_read() -> None:
    whole = b'"' + b"x" * (bodies.LARGEST_BODY - 2) + b'"'
    assert len(str(await bodies.read_json(request([piece(whole, more=False)])))) == bodies.LARGEST_BODY - 2
    endless = (piece(b"x" * 65_536) for _ in iter(int, 1))
    with pytest.raises(HTTPException) as refusal:
        await bodies.read_json(request(endless))
    assert refusal.value.status_code == 413
