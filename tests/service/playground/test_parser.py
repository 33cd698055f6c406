"""The page's own parser of server-sent events, in the browser that runs it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.service.playground.person import Person

READ = """async ([bytes, cuts]) => {
    const { EventStreamParser } = await import("/playground/sse.js");
    const parser = new EventStreamParser(), events = [], whole = Uint8Array.from(bytes);
    let start = 0;
    for (const end of [...cuts, whole.length]) { events.push(...parser.push(whole.slice(start, end))); start = end; }
    return events;
}"""
EXAMPLES = [
    ("data: a\n\n", ["a"]),
    ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
    ("data: a\r\rdata: b\r\r\n", ["a", "b"]),
    ("data: a\ndata: b\ndata\n\n", ["a\nb\n"]),
    (": a comment\nid: 1\nretry: 5\nother: x\ndata:a\n\n", ["a"]),
    ("data:  two blanks\n\n", [" two blanks"]),
    ("\ufeffdata: after a mark\n\n", ["after a mark"]),
    ("data: 🦉é\u2028x\n\n", ["🦉é\u2028x"]),
    ("event: e\n\ndata: a\n\n", ["a"]),
    ("data: a\n\ndata: cut off\n", ["a"]),
    ("data: a\n\ndata: cut off", ["a"]),
    ("\r\n\r\n", []),
]


def read(person: Person, raw: bytes, cuts: list[int]) -> list[str]:
    events: list[dict[str, Any]] = person.page.evaluate(READ, [list(raw), cuts])
    return [event["data"] for event in events]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES, ids=[json.dumps(text) for text, _ in EXAMPLES])
def test_events_are_read_wherever_the_stream_is_cut(person: Person, text: str, expected: list[str]) -> None:
    raw = text.encode()
    # A CR at the very end waits for its LF: one more line end settles it.
    assert read(person, raw, []) == expected or read(person, raw + b"\n", []) == expected
    for cut in range(1, len(raw)):
        assert read(person, raw, [cut]) == read(person, raw, []), cut
    assert read(person, raw, list(range(1, len(raw)))) == read(person, raw, [])


def test_random_streams_cut_at_random_are_read_alike(person: Person) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(20):
        texts = ["".join(chance.choices("a 🦉é:\u2028", k=chance.randrange(12))) for _ in range(10)]
        end = chance.choice(["\n", "\r\n", "\r"])
        raw = "".join(f"data: {text}{end}{end}" for text in texts).encode() + b":\n"
        cuts = sorted(chance.sample(range(1, len(raw)), min(20, len(raw) - 1)))
        assert read(person, raw, cuts) == texts


def test_an_endless_event_is_given_up(person: Person) -> None:
    gave_up = person.page.evaluate(
        """async () => {
            const { EventStreamParser } = await import("/playground/sse.js");
            const parser = new EventStreamParser(), part = new Uint8Array(1 << 20).fill(97);
            try { for (let count = 0; count < 20; count += 1) parser.push(part); } catch (error) { return error.name; }
        }"""
    )
    assert gave_up == "RangeError"
