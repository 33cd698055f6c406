"""The base protocol: bodies come out whole whatever the pieces, and a hopeless stream is given up."""

from __future__ import annotations

import random

import pytest

from getcode_lsp.server import framing
from getcode_lsp.server.framing import Framing, FramingError, frame

BODIES = [b"{}", b'{"a":"\xc3\xa9"}', b"", b"x" * 3000, b"Content-Length: 5\r\n\r\nhello"]


def test_a_body_comes_out_as_it_went_in() -> None:
    assert Framing().feed(frame(b"{}")) == [b"{}"]


def test_several_bodies_in_one_piece_come_out_in_order() -> None:
    assert Framing().feed(b"".join(frame(body) for body in BODIES)) == BODIES


def test_any_split_gives_the_same_bodies() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    stream = b"".join(frame(body) for body in BODIES)
    for _ in range(200):
        framing_, got, at = Framing(), [], 0
        while at < len(stream):
            step = chance.choice((1, 2, 3, 7, 100))
            got += framing_.feed(stream[at : at + step])
            at += step
        assert got == BODIES
        assert framing_.empty


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: 2\r\n\r\n",
        b"CONTENT-LENGTH:2\r\n\r\n",
        b"Content-Length: 2\n\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nX-Other: 1\r\n\r\n",
    ],
)
def test_headers_are_read_in_every_form_that_clients_write(header: bytes) -> None:
    assert Framing().feed(header + b"{}") == [b"{}"]


@pytest.mark.parametrize(
    "stream",
    [
        b"X-Other: 1\r\n\r\n{}",
        b"Content-Length: two\r\n\r\n{}",
        b"Content-Length: -2\r\n\r\n{}",
        b"Content-Length: 99999999999999999\r\n\r\n",
        b"x" * (framing.LARGEST_HEADER + 1),
    ],
)
def test_a_stream_without_a_length_is_given_up(stream: bytes) -> None:
    with pytest.raises(FramingError):
        Framing().feed(stream)


def test_half_a_message_waits() -> None:
    framing_ = Framing()
    assert framing_.feed(b"Content-Length: 4\r\n\r\n{}") == []
    assert not framing_.empty
    assert framing_.feed(b"  ") == [b"{}  "]
