"""What can be told of a message that can't be read, and what JSON is none."""

from __future__ import annotations

from typing import Any

import pytest

from getcode_lsp.server.messages import Salvage, decode, is_id, salvage

URI = "file:///a%20b.py"
CHANGE = (
    b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a%20b.py",'
    b'"version":2},"contentChanges":[{"text":"\xfc"}]}}'
)

CASES: dict[str, tuple[bytes, Salvage]] = {
    "a change that is not UTF-8": (CHANGE, Salvage(None, sets_text=True, uri=URI)),
    "with blanks": (
        CHANGE.replace(b":", b" : ").replace(b"file : ", b"file:"),
        Salvage(None, sets_text=True, uri=URI),
    ),
    "cut short": (CHANGE[:-3], Salvage(None, sets_text=True, uri=URI)),
    "cut before the uri": (CHANGE[:80], Salvage(None, sets_text=True, uri=None)),
    "escaped slashes": (CHANGE.replace(b"/", b"\\/"), Salvage(None, sets_text=True, uri=URI)),
    "a uri that can't be read": (CHANGE.replace(b"a%20b", b"\xff"), Salvage(None, sets_text=True, uri=None)),
    "an open": (CHANGE.replace(b"didChange", b"didOpen"), Salvage(None, sets_text=True, uri=URI)),
    "a save": (CHANGE.replace(b"didChange", b"didSave"), Salvage(None, sets_text=False, uri=URI)),
    "a request": (b'{"id": 7, "method": "a\xff"}', Salvage(7)),
    "an id that is none": (b'{"id": true, "method": "a\xff"}', Salvage(None)),
    "an id further down": (b'{"params": {"id": 7}, "method": "a\xff"}', Salvage(None)),
    "a batch": (b"[" + CHANGE + b"]", Salvage(None, sets_text=True, uri=URI)),
    "nothing": (b"", Salvage(None)),
    "too deep": (b"[" * 200_000, Salvage(None)),
    "bytes": (bytes(range(256)), Salvage(None)),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_what_is_left_of_a_message(body: bytes, expected: Salvage) -> None:
    assert salvage(body) == expected


@pytest.mark.parametrize(
    "body",
    [b"NaN", b"[Infinity]", b"-Infinity", b"\xff", "{}".encode("utf-16"), b"", b"{} {}", b"'a'", b"[1,]"],
)
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of every kind
        decode(body)


def test_what_is_json() -> None:
    assert decode(b'\xef\xbb\xbf{"a": "\xc3\xa4\\ud83d"}') == {"a": "ä\ud83d"}


def test_what_may_be_an_id() -> None:
    good: list[Any] = ["", "a", 0, -1, 2**70]
    bad: list[Any] = [None, True, 1.0, [], {}]
    assert all(is_id(value) for value in good)
    assert not any(is_id(value) for value in bad)
