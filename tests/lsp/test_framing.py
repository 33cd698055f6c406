"""The stream as the real process reads it: every form of a header, and an end where it can't be followed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.lsp.raw import CAPABLE, NOWHERE, RawServer, framed

PARSE_ERROR, INVALID_REQUEST = -32700, -32600
ACTIONS = "textDocument/codeAction"


def body_of(method: str, params: Any, id_: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": id_, "method": method, "params": params}).encode()


HEADERS = {
    "lower case": "content-length: {}\r\n\r\n",
    "upper case": "CONTENT-LENGTH: {}\r\n\r\n",
    "LF alone": "Content-Length: {}\n\n",
    "lower case and LF alone": "content-length:{}\n\n",
    "content type first": "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
    "unknown header": "X-Other: 1\r\nContent-Length: {}\r\nX-More: a:b\r\n\r\n",
    "the same length twice": "Content-Length: {0}\r\nContent-Length: {0}\r\n\r\n",
    "a blank line before": "\r\n\r\nContent-Length: {}\r\n\r\n",
    "a long header": "X-Other: " + "x" * 4000 + "\r\nContent-Length: {}\r\n\r\n",
}


async def test_headers_of_every_form(raw: RawServer) -> None:
    for name, header in HEADERS.items():
        if name == "lower case":
            params: Any = {"processId": None, "rootUri": None, "capabilities": CAPABLE}
            body = body_of("initialize", params, name)
        else:
            body = body_of(ACTIONS, NOWHERE, name)
        raw.write(header.format(len(body)).encode() + body)
        assert "error" not in await raw.answer(name), name


async def test_messages_cut_anywhere(raw: RawServer) -> None:
    """Many in one piece, and one in many pieces."""
    await raw.initialize()
    raw.write(b"".join(framed(body_of(ACTIONS, NOWHERE, number)) for number in range(500)))
    for number in range(500):
        assert (await raw.message())["id"] == number
    for byte in framed(body_of(ACTIONS, NOWHERE, "byte by byte")):
        raw.write(bytes([byte]))
        await raw.drained()
    await raw.answer("byte by byte")


async def test_a_message_that_takes_its_time(raw: RawServer) -> None:
    await raw.initialize()
    message = framed(body_of(ACTIONS, NOWHERE, 1))
    raw.write(message[:-20])
    await asyncio.sleep(1.5)  # no wait for anything: the client itself is slow
    raw.write(message[-20:])
    await raw.answer(1)


UNREADABLE = {
    "no length": b"X-Other: 1\r\n\r\n{}",
    "a word for a length": b"Content-Length: two\r\n\r\n{}",
    "a negative length": b"Content-Length: -2\r\n\r\n{}",
    "an absurd length": b"Content-Length: 99999999999999999\r\n\r\n{}",
    "a length with a thousand digits": b"Content-Length: " + b"9" * 1000 + b"\r\n\r\n{}",
    "two lengths that differ": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "an endless header": b"X-Other: 1\r\n" * 10_000,
    "an endless line": b"x" * 100_000,
    "no header at all": b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}',
    "a length that is too large": b"Content-Length: 500\r\n\r\n" + body_of(ACTIONS, NOWHERE, 1),
    "no JSON, and too short": b"Content-Length: 500\r\n\r\nhello",
}


@pytest.mark.parametrize("stream", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_stream_that_can_not_be_followed_ends_the_server(raw: RawServer, stream: bytes) -> None:
    await raw.initialize()
    raw.write(stream)
    assert await raw.exit_code(within=2) == 1
    assert any("can't be read" in line for line in raw.trace.stderr)


async def test_a_length_that_is_too_small(raw: RawServer) -> None:
    await raw.initialize()
    raw.write(b"Content-Length: 5\r\n\r\n" + body_of(ACTIONS, NOWHERE, 1))
    answer = await raw.answer(None)
    assert answer["error"]["code"] == PARSE_ERROR
    assert await raw.exit_code(within=2) == 1


async def test_what_came_before_nonsense_is_carried_out(raw: RawServer) -> None:
    await raw.initialize()
    shutdown = framed({"id": 7, "method": "shutdown"})
    raw.write(shutdown + framed({"method": "exit"}) + b"nonsense\r\n\r\n")
    await raw.answer(7)
    assert await raw.exit_code(within=2) == 0


REFUSED: dict[str, tuple[bytes, int, Any]] = {
    "not JSON": (b"{oops", PARSE_ERROR, None),
    "empty": (b"", PARSE_ERROR, None),
    "NaN": (b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown", "params": NaN}', PARSE_ERROR, 1),
    "too deep": (b"[" * 200_000, PARSE_ERROR, None),
    "two values": (b"{} {}", PARSE_ERROR, None),
    "not UTF-8": (b'{"jsonrpc": "2.0", "id": "\xc3\xa4", "method": "a\xff"}', PARSE_ERROR, "ä"),
    "UTF-16": ('{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}'.encode("utf-16"), PARSE_ERROR, None),
    "a number": (b"7", INVALID_REQUEST, None),
    "null": (b"null", INVALID_REQUEST, None),
    "an empty batch": (b"[]", INVALID_REQUEST, None),
    "a batch": (b"[" + body_of("shutdown", None, 1) + b"]", INVALID_REQUEST, None),
    "version 1": (b'{"jsonrpc": "1.0", "id": 5, "method": "shutdown"}', INVALID_REQUEST, 5),
    "no version": (b'{"id": "x", "method": "shutdown"}', INVALID_REQUEST, "x"),
    "a method that is a number": (b'{"jsonrpc": "2.0", "id": 5, "method": 7}', INVALID_REQUEST, 5),
    "neither request nor answer": (b'{"jsonrpc": "2.0", "id": 5}', INVALID_REQUEST, 5),
    "nothing in it": (b'{"jsonrpc": "2.0"}', INVALID_REQUEST, None),
}


async def test_messages_that_are_none_are_refused_and_the_server_stays(raw: RawServer) -> None:
    await raw.initialize()
    for name, (body, code, id_) in REFUSED.items():
        raw.write(framed(body))
        answer = await raw.message()
        assert answer.get("id", ...) == id_, (name, answer)
        assert answer["error"]["code"] == code, (name, answer)
        assert "data" not in answer["error"], (name, answer)
    await raw.is_well()


async def test_a_byte_order_mark_is_passed_over(raw: RawServer) -> None:
    await raw.initialize()
    raw.write(framed(b"\xef\xbb\xbf" + body_of(ACTIONS, NOWHERE, 1)))
    assert "error" not in await raw.answer(1)
