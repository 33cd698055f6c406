"""The events of a generation, and their JSON.

The service writes them and the client reads them with the same definitions; the form is that of the API
reference: `{"type": "token", "text": "..."}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class MalformedEvent(ValueError):
    """The data of an event is not what the API sends; the message says what is wrong and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the output; it may end inside a surrogate pair or a CR LF."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The output is complete."""

    tokens_used: int
    model: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The request waits for its turn."""

    message: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The generation failed.

    `status` (an HTTP status) and `retry_after` (seconds, or a date, as in the header) are not in the reference;
    a service that sends them is understood.
    """

    message: str
    status: int | None = None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """The client waits this many seconds from now before it tries again; never on the wire."""

    seconds: float
    reason: str


Event = Token | Done | Queue | Failure | Retry

_MOST_TOKENS = 2**53  # the integers that every JSON reader has
_MOST_DIGITS = 30


def parse_event(data: str) -> Event | None:
    """The event in the data of a server-sent event, None for a type that is not known.

    Raises MalformedEvent.
    """
    try:
        fields = _decode(data)
    except (ValueError, RecursionError):
        raise MalformedEvent("it is not JSON") from None
    if not isinstance(fields, dict):
        raise MalformedEvent("it is not a JSON object")
    kind = fields.get("type")
    if not isinstance(kind, str):
        raise MalformedEvent("it has no type")
    parse = _PARSERS.get(kind)
    return parse(fields) if parse is not None else None


def encode(event: Event) -> str:
    """The JSON of an event, on one line, in ASCII; raises TypeError for a Retry, which is the client's own."""
    fields: dict[str, object]
    if isinstance(event, Token):
        fields = {"type": "token", "text": event.text}
    elif isinstance(event, Done):
        fields = {"type": "done", "tokensUsed": event.tokens_used, "model": event.model}
    elif isinstance(event, Queue):
        fields = {"type": "queue", "message": event.message}
    elif isinstance(event, Failure):
        fields = {"type": "error", "message": event.message}
        if event.status is not None:
            fields["status"] = event.status
        if event.retry_after is not None:
            fields["retryAfter"] = event.retry_after
    else:
        raise TypeError("a countdown is not sent")
    return json.dumps(fields)


def _integer(digits: str) -> int:
    """An integer of a sane length: turning a million digits into a number takes quadratic time."""
    if len(digits) > _MOST_DIGITS:
        raise MalformedEvent("a number is too long")
    return int(digits)


def _refuse_constant(name: str) -> float:
    raise MalformedEvent("NaN and Infinity are not JSON")


def _token(fields: Mapping[str, Any]) -> Token:
    text = fields.get("text")
    if not isinstance(text, str):
        raise MalformedEvent("a token has no text")
    return Token(text)


def _done(fields: Mapping[str, Any]) -> Done:
    """Complete is complete: a count or a name that is left out costs no one their text."""
    tokens, model = fields.get("tokensUsed"), fields.get("model")
    tokens = 0 if tokens is None else tokens
    if isinstance(tokens, float) and tokens.is_integer():
        tokens = int(tokens)
    if not isinstance(tokens, int) or isinstance(tokens, bool) or not 0 <= tokens <= _MOST_TOKENS:
        raise MalformedEvent("tokensUsed is not a count")
    if not isinstance(model, str | None):
        raise MalformedEvent("the model's name is not a string")
    return Done(tokens, model or "")


def _message(fields: Mapping[str, Any]) -> str:
    message = fields.get("message")
    return message if isinstance(message, str) else ""


def _queue(fields: Mapping[str, Any]) -> Queue:
    return Queue(_message(fields))


def _failure(fields: Mapping[str, Any]) -> Failure:
    """An error is an error even where its words are missing or in another place than the reference says."""
    message = _message(fields)
    if not message and isinstance(fields.get("error"), str):
        message = fields["error"]
    status = next((fields[name] for name in ("status", "statusCode", "code") if name in fields), None)
    if isinstance(status, str) and re.fullmatch(r"[1-5][0-9]{2}", status):
        status = int(status)
    known = isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599
    wait = fields.get("retryAfter", fields.get("retry_after"))
    if isinstance(wait, bool) or not isinstance(wait, str | int | float):
        wait = None
    return Failure(message, status if known else None, None if wait is None else str(wait))


# Made once: `json.loads` with functions of its own makes a decoder for every event.
_decode = json.JSONDecoder(parse_int=_integer, parse_constant=_refuse_constant).decode

_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "token": _token,
    "done": _done,
    "queue": _queue,
    "error": _failure,
}
