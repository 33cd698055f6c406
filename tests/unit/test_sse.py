"""Server-sent events at every byte split: the examples of WHATWG HTML 9.2, and what the decoder leaves open."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator

import pytest

from getcode_lsp.sse import EventReader, EventTooLarge, events

Expected = list[tuple[str, str, str]]  # event, data, id

LIMIT = 1 << 20

# The examples of the standard, section 9.2.6, in its order, then members of every class of fault.
STREAMS: dict[str, tuple[bytes, Expected]] = {
    "stock ticker": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    "four blocks": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [("message", "first event", "1"), ("message", "second event", ""), ("message", " third event", "")],
    ),
    "empty data": (b"data\n\ndata\ndata\n\ndata:", [("message", "", ""), ("message", "\n", "")]),
    "two identical events": (
        b"data:test\n\ndata: test\n\n",
        [("message", "test", ""), ("message", "test", "")],
    ),
    "named events": (
        b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
        [("add", "73857293", ""), ("remove", "2153", ""), ("add", "113411", "")],
    ),
    "LF": (b"data: a\n\ndata: b\n\n", [("message", "a", ""), ("message", "b", "")]),
    "CR": (b"data: a\r\rdata: b\r\r", [("message", "a", ""), ("message", "b", "")]),
    "CRLF": (b"data: a\r\n\r\ndata: b\r\n\r\n", [("message", "a", ""), ("message", "b", "")]),
    "mixed line ends": (
        b"data: a\rdata: b\ndata: c\r\n\rdata: d\n\r\ndata: e\r\n\n",
        [("message", "a\nb\nc", ""), ("message", "d", ""), ("message", "e", "")],
    ),
    "BOM": (b"\xef\xbb\xbfdata: a\n\n", [("message", "a", "")]),
    "BOM and a blank line": (b"\xef\xbb\xbf\n\ndata: a\n\n", [("message", "a", "")]),
    "a BOM that is not first is text": (
        b"data: \xef\xbb\xbfa\n\n\xef\xbb\xbfdata: b\n\n",
        [("message", "\ufeffa", "")],
    ),
    "comments": (b":\n: ping\n\n:data: no\ndata: a\n: ping\ndata: b\n\n", [("message", "a\nb", "")]),
    "id only": (b"id: 7\n\ndata: a\n\nid: 8\n\n", [("message", "a", "7")]),
    "retry only": (b"retry: 10\n\nretry: x\n\ndata: a\n\n", [("message", "a", "")]),
    "event only": (b"event: ping\n\ndata: a\n\n", [("message", "a", "")]),
    "unknown field": (b"datum: x\n\ndata: a\nfoo\n\n", [("message", "a", "")]),
    "no break but three": (
        "data: a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\n\n".encode(),
        [("message", "a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg", "")],
    ),
    "many-byte characters": (
        "data: é€😀\n\ndata: 👩\u200d💻\n\n".encode(),
        [("message", "é€😀", ""), ("message", "👩\u200d💻", "")],
    ),
    "not UTF-8": (
        b"data: \xff\xc3\n\ndata: \xed\xa0\xbd\n\n",
        [("message", "��", ""), ("message", "���", "")],
    ),
    "one space goes": (b"data:  a \n\ndata:\ta\n\n", [("message", " a ", ""), ("message", "\ta", "")]),
    "an end without a blank line": (b"data: a\n\ndata: lost\n", [("message", "a", "")]),
    "an end without a line end": (b"data: a\n\ndata: lost", [("message", "a", "")]),
    "nothing": (b"", []),
}


def read(pieces: list[bytes], limit: int = LIMIT) -> Expected:
    reader = EventReader(limit)
    return [(event.event, event.data, event.id) for piece in pieces for event in reader.feed(piece)]


@pytest.mark.parametrize("name", STREAMS)
def test_whole(name: str) -> None:
    stream, expected = STREAMS[name]
    assert read([stream]) == expected


@pytest.mark.parametrize("name", STREAMS)
def test_every_split_in_two(name: str) -> None:
    stream, expected = STREAMS[name]
    for at in range(len(stream) + 1):
        assert read([stream[:at], stream[at:]]) == expected, f"split at byte {at}"


@pytest.mark.parametrize("name", STREAMS)
def test_every_split_in_three(name: str) -> None:
    stream, expected = STREAMS[name]
    for first in range(len(stream) + 1):
        for second in range(first, len(stream) + 1):
            pieces = [stream[:first], stream[first:second], stream[second:]]
            assert read(pieces) == expected, f"split at bytes {first} and {second}"


@pytest.mark.parametrize("name", STREAMS)
def test_one_byte_at_a_time(name: str) -> None:
    stream, expected = STREAMS[name]
    assert read([bytes([byte]) for byte in stream]) == expected


def test_random_streams_split_at_random() -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    words = [b"data", b"data:", b"data: x", b"id: 1", b"event: e", b"retry: 5", b":", b"\r", b"\n", b"\r\n"]
    words += ["é😀".encode(), b"\xef\xbb\xbf", b"\xff", b" "]
    for _ in range(2_000):
        stream = b"".join(rng.choice(words) for _ in range(rng.randrange(30)))
        cuts = sorted(rng.randrange(len(stream) + 1) for _ in range(rng.randrange(6)))
        pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
        assert read(pieces) == read([stream]) == naive(stream), stream


def naive(stream: bytes) -> Expected:
    """The standard's own algorithm, on the whole stream, written without a look at the reader."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]
    found: Expected = []
    data, kind, last_id = "", "", ""
    for line in lines:
        if line == "":
            if data:
                found.append((kind or "message", data[:-1], last_id))
            data = kind = ""
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data += value + "\n"
        elif name == "event":
            kind = value
        elif name == "id" and "\0" not in value:
            last_id = value
    return found


def test_an_event_is_given_as_soon_as_it_is_complete() -> None:
    """A CR at the end of a piece ends the line; nothing waits for the LF that may follow."""
    reader = EventReader(LIMIT)
    assert [event.data for event in reader.feed(b"data: a\r\r")] == ["a"]
    assert [event.data for event in reader.feed(b"\ndata: b\r\n\r")] == ["b"]
    assert [event.data for event in reader.feed(b"\n")] == []


@pytest.mark.parametrize(
    "stream",
    [
        b"data: " + b"x" * 2_000,
        b":" + b"x" * 2_000,
        b"x" * 2_000,
        b"data: x\n" * 300,
        b"data\n" * 300,
        b"foo: x\n" * 300,
        b"id: x\n" * 300,
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_line_or_an_event_without_end_is_refused(stream: bytes, size: int) -> None:
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    with pytest.raises(EventTooLarge):
        read(pieces, 1_000)


def test_many_events_within_the_limit_are_not_refused() -> None:
    assert len(read([b"data: x\n\n" * 1_000], 10)) == 1_000
    assert len(read([b": ping\n" * 1_000 + b"data: x\n\n"], 10)) == 1


def test_a_long_retry_costs_nothing() -> None:
    started = time.perf_counter()
    assert read([b"retry: " + b"9" * 1_000_000 + b"\n\ndata: a\n\n"], 2_000_000) == [("message", "a", "")]
    assert time.perf_counter() - started < 2


def test_a_long_line_in_small_pieces_takes_linear_time() -> None:
    def seconds(pieces: int) -> float:
        started = time.perf_counter()
        read([b"data: "] + [b"x" * 20] * pieces + [b"\n\n"], 1 << 30)
        return time.perf_counter() - started

    small = min(seconds(20_000) for _ in range(3))
    large = min(seconds(160_000) for _ in range(3))
    assert large < 8 * small * 4, f"8 times the pieces took {large / small:.1f} times as long"


async def test_events_of_a_stream() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for piece in (b"da", b"ta: a\n", b"", b"\ndata: b\n\n"):
            yield piece

    assert [event.data async for event in events(chunks(), LIMIT)] == ["a", "b"]
