"""The base protocol: bodies come out whole whatever the pieces, and a hopeless stream is given up."""

from __future__ import annotations

import random
import time

import pytest

from getcode_lsp.server import framing
from getcode_lsp.server.framing import Framing, FramingError, frame

BODIES = [b"{}", b'{"a":"\xc3\xa9"}', b"", b"x" * 3000, b"Content-Length: 5\r\n\r\nhello"]


def bodies_of(stream: bytes) -> list[bytes]:
    return list(Framing().feed(stream))


def test_a_body_comes_out_as_it_went_in() -> None:
    assert bodies_of(frame(b"{}")) == [b"{}"]


def test_several_bodies_in_one_piece_come_out_in_order() -> None:
    assert bodies_of(b"".join(frame(body) for body in BODIES)) == BODIES


def test_any_split_gives_the_same_bodies() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    stream = b"\r\n".join(frame(body) for body in BODIES)
    for _ in range(200):
        framing_, at = Framing(), 0
        got: list[bytes] = []
        while at < len(stream):
            step = chance.choice((1, 2, 3, 7, 100))
            got += framing_.feed(stream[at : at + step])
            at += step
        assert got == BODIES
        assert framing_.empty


GOOD = [
    b"content-length: 2\r\n\r\n",
    b"CONTENT-LENGTH:2\r\n\r\n",
    b"Content-Length: 2\n\n",
    b"content-length:2\n\n",
    b"Content-Length \t: \t2 \t\r\n\r\n",
    b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
    b"Content-Length: 2\r\nX-Other: 1\r\n\r\n",
    b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n",
    b"Content-Length: 0002\r\n\r\n",
    b"Content-Length: 2\r\nX-Other: " + b"x" * 4000 + b"\r\n\r\n",
    b"\r\n\n\r\nContent-Length: 2\r\n\r\n",
]


@pytest.mark.parametrize("header", GOOD)
def test_headers_are_read_in_every_form_that_clients_write(header: bytes) -> None:
    assert bodies_of(header + b"{}" + frame(b"[]")) == [b"{}", b"[]"]


@pytest.mark.parametrize("header", GOOD)
def test_headers_are_read_byte_by_byte(header: bytes) -> None:
    framing_ = Framing()
    assert [body for byte in header + b"{}" for body in framing_.feed(bytes([byte]))] == [b"{}"]
    assert framing_.empty


BAD = [
    b"X-Other: 1\r\n\r\n{}",
    b"Content-Length: two\r\n\r\n{}",
    b"Content-Length: -2\r\n\r\n{}",
    b"Content-Length: +2\r\n\r\n{}",
    b"Content-Length: 2.0\r\n\r\n{}",
    b"Content-Length: 0x2\r\n\r\n{}",
    b"Content-Length: 2, 2\r\n\r\n{}",
    b"Content-Length: \r\n\r\n{}",
    "Content-Length: ٢\r\n\r\n{}".encode(),
    b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"Content-Length: two\r\nContent-Length: 2\r\n\r\n{}",
    b"Content-Length: 99999999999999999\r\n\r\n",
    b"Content-Length: " + b"9" * 1000 + b"\r\n\r\n",
    b"x" * (framing.LARGEST_HEADER + 1),
    b"X-Other: 1\r\n" * (framing.LARGEST_HEADER // 12 + 1),
    b"hello\n",
    b": 2\r\n\r\n{}",
    b'{"jsonrpc": "2.0", "method": "exit"}\n',
    b'{"jsonrpc"',  # no header begins like this: no need to wait for the end of the line
    b"\x00",
]


@pytest.mark.parametrize("stream", BAD, ids=lambda stream: repr(stream[:40]))
def test_a_stream_without_a_length_is_given_up(stream: bytes) -> None:
    with pytest.raises(FramingError):
        bodies_of(stream)


@pytest.mark.parametrize("stream", BAD, ids=lambda stream: repr(stream[:40]))
def test_what_came_before_a_hopeless_header_is_not_lost(stream: bytes) -> None:
    bodies = Framing().feed(frame(b"{}") + frame(b"[]") + stream)
    assert [next(bodies), next(bodies)] == [b"{}", b"[]"]
    with pytest.raises(FramingError):
        next(bodies)


def test_a_length_that_is_too_small_is_noticed_at_once() -> None:
    bodies = Framing().feed(b"Content-Length: 5\r\n\r\n" + b'{"jsonrpc": "2.0"}')
    assert next(bodies) == b'{"jso'
    with pytest.raises(FramingError):
        next(bodies)


@pytest.mark.parametrize(
    "come",
    [b"{}", b'{"a": [1, 2]}' + frame(b"{}"), b"hello", b"[1]\n", b"\xef\xbb\xbf{}", b"\xff\xff", b"7"],
)
def test_a_body_that_can_never_be_complete_is_hopeless(come: bytes) -> None:
    framing_ = Framing()
    assert list(framing_.feed(b"Content-Length: 500\r\n\r\n" + come)) == []
    assert framing_.hopeless


@pytest.mark.parametrize("come", [b"", b"{", b'{"a": "}', b'{"a": "\xc3', b"[1", b'{"a": {}', b" \r\n"])
def test_a_body_that_is_still_coming_is_not_hopeless(come: bytes) -> None:
    framing_ = Framing()
    assert list(framing_.feed(b"Content-Length: 500\r\n\r\n" + come)) == []
    assert not framing_.hopeless


@pytest.mark.parametrize("come", [b"", b"Con", b"Content-Length: 5", b"Content-Length: 5\r\n", b"\r"])
def test_a_header_that_is_still_coming_is_not_hopeless(come: bytes) -> None:
    framing_ = Framing()
    assert list(framing_.feed(come)) == []
    assert not framing_.hopeless


def test_half_a_message_waits() -> None:
    framing_ = Framing()
    assert list(framing_.feed(b"Content-Length: 4\r\n\r\n{}")) == []
    assert not framing_.empty
    assert list(framing_.feed(b"  ")) == [b"{}  "]
    assert framing_.empty


def test_a_large_message_in_small_pieces_takes_time_in_proportion() -> None:
    """A reader that looks at all it has for every piece would take minutes for this."""
    framing_, piece, count = Framing(), b"x" * 64, 200_000
    began = time.monotonic()
    assert list(framing_.feed(b"Content-Length: %d\r\n\r\n" % (len(piece) * count))) == []
    got = [body for _ in range(count) for body in framing_.feed(piece)]
    assert [len(body) for body in got] == [len(piece) * count]
    assert time.monotonic() - began < 20
