"""JSON-RPC messages out of bytes, and what can be told of one that can't be read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

# Error codes of JSON-RPC 2.0, section 5.1, and LSP 3.17, "Response Message".
PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
SERVER_NOT_INITIALIZED = -32002
REQUEST_FAILED = -32803

Message = dict[str, Any]

_BOM = b"\xef\xbb\xbf"
_SETS_TEXT = re.compile(r'"method"\s*:\s*"textDocument\\?/did(?:Open|Change)"')
_URI = re.compile(r'"uri"\s*:\s*("(?:[^"\\]|\\.)*")')


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# Made once, for NaN and Infinity are no JSON though Python reads them.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def decode(body: bytes) -> Any:  # noqa: ANN401 - JSON
    """The JSON of a body, which is UTF-8; ValueError or RecursionError where it can't be read."""
    return _decode(body.removeprefix(_BOM).decode("utf-8"))


def is_id(value: object) -> bool:
    """Whether a value may be the id of a request: a string or an integer, as LSP has it."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Salvage:
    """What is left of a message that can't be read: its id, and whether it was to set a document's text.

    `uri` is None where it can't be told which document.
    """

    id: object = None
    sets_text: bool = False
    uri: str | None = None


def salvage(body: bytes) -> Salvage:
    """Look at a message that can't be read: an answer should carry its id, a lost change its document."""
    text = body.decode("utf-8", "replace")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        message = None
    id_ = message.get("id") if isinstance(message, dict) else None
    return Salvage(id_ if is_id(id_) else None, _SETS_TEXT.search(text) is not None, _uri(text))


def _uri(text: str) -> str | None:
    match = _URI.search(text)
    if match is None or "\ufffd" in match[1]:
        return None
    try:
        uri = json.loads(match[1])
    except ValueError:
        return None
    return uri if isinstance(uri, str) else None
