"""The JSON of events, there and back, and what else may stand in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from getcode_lsp.api.events import (
    Done,
    Event,
    Failure,
    MalformedEvent,
    Queue,
    Retry,
    Token,
    encode,
    parse_event,
)


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ('{ "type": "token", "text": "a\\n" }', Token("a\n")),
        ('{"type":"token","text":""}', Token("")),
        ('{"type":"token","text":"\\ud83d"}', Token("\ud83d")),
        ('{"type":"token","text":"x","more":[1,{"a":null}]}', Token("x")),
        ('{"type":"done","tokensUsed":4821,"model":"m"}', Done(4821, "m")),
        ('{"type":"done"}', Done(0, "")),
        ('{"type":"done","tokensUsed":12.0,"model":null}', Done(12, "")),
        ('{"type":"queue","message":"soon"}', Queue("soon")),
        ('{"type":"queue"}', Queue("")),
        ('{"type":"error","message":"no"}', Failure("no")),
        ('{"type":"error"}', Failure("")),
        ('{"type":"error","error":"no"}', Failure("no")),
        ('{"type":"error","message":7}', Failure("")),
        ('{"type":"error","message":"no","status":429,"retryAfter":5}', Failure("no", 429, "5")),
        ('{"type":"error","message":"no","code":"503"}', Failure("no", 503)),
        ('{"type":"error","message":"no","code":"E_BROKEN"}', Failure("no")),
        ('{"type":"error","message":"no","status":true}', Failure("no")),
        ('{"type":"usage","tokens":1}', None),
        ('{"type":""}', None),
    ],
)
def test_what_is_understood(data: str, event: Event | None) -> None:
    assert parse_event(data) == event


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            " ",
            "{",
            '{"type":"token"',
            "[DONE]",
            "null",
            "7",
            "true",
            '"token"',
            "[]",
            '[{"type":"token"}]',
        ),
        *("{}", '{"type":null}', '{"type":7}', '{"type":["token"]}', '{"text":"a"}'),
        *('{"type":"token"}', '{"type":"token","text":null}', '{"type":"token","text":7}'),
        *('{"type":"token","text":["a"]}', "{'type':'token'}", '{"type":"token","text":"a"}x'),
        *(
            '{"type":"done","tokensUsed":"12"}',
            '{"type":"done","tokensUsed":-1}',
            '{"type":"done","model":7}',
        ),
        *('{"type":"done","tokensUsed":true}', '{"type":"done","tokensUsed":1.5}'),
        *('{"type":"done","tokensUsed":NaN}', '{"type":"done","tokensUsed":Infinity}'),
        '{"type":"done","tokensUsed":1e999}',
        '{"type":"done","tokensUsed":' + "9" * 20 + "}",
        '{"type":"done","tokensUsed":' + "9" * 1_000_000 + "}",
        '{"type":"token","text":"a","deep":' + "[" * 200_000 + "]" * 200_000 + "}",
        '{"a":' * 200_000,
    ],
    ids=lambda data: data[:40],
)
def test_what_is_not(data: str) -> None:
    with pytest.raises(MalformedEvent) as raised:
        parse_event(data)
    assert len(str(raised.value)) < 60


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        (Token("a\u2028\r\né😀"), {"type": "token", "text": "a\u2028\r\né😀"}),
        (Token("\udcff"), {"type": "token", "text": "\udcff"}),
        (Done(12, "scaffold"), {"type": "done", "tokensUsed": 12, "model": "scaffold"}),
        (Queue("soon"), {"type": "queue", "message": "soon"}),
        (Failure("no"), {"type": "error", "message": "no"}),
        (
            Failure("no", 429, "5"),
            {"type": "error", "message": "no", "status": 429, "retryAfter": "5"},
        ),
    ],
)
def test_there_and_back(event: Event, fields: dict[str, Any]) -> None:
    data = encode(event)
    assert data.isascii()
    assert "\n" not in data
    assert json.loads(data) == fields
    assert parse_event(data) == event


def test_a_countdown_is_not_sent() -> None:
    with pytest.raises(TypeError):
        encode(Retry(1.0, "because"))


def test_the_service_needs_no_http_client_for_them() -> None:
    source = Path(__file__).parents[2] / "getcode_lsp" / "api" / "events.py"
    imported = [line for line in source.read_text().splitlines() if line.startswith(("import", "from"))]
    assert all("getcode_lsp" not in line and "httpx" not in line for line in imported), imported
