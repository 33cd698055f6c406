"""What a reply says: its head, the events of a generation, an improved prompt, a described file."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from getcode_lsp import sse
from getcode_lsp.api import refusals
from getcode_lsp.api.errors import BadReply, GetCodeError, ReplyTooLarge, StoppedEarly, TimedOut, clean
from getcode_lsp.api.events import Done, Failure, MalformedEvent, Queue, Token, parse_event
from getcode_lsp.api.limits import Limits
from getcode_lsp.api.refusals import Transient
from getcode_lsp.api.watch import StreamWatch

EVENT_STREAM = "text/event-stream"
JSON = "application/json"

_NAME = 100  # characters of the model's name
_MOST_TOKENS = 2**53
_AGAIN = "Try again for the whole."


class ConnectionBroke(Exception):
    """The body of a reply ended against the protocol: a reset, or too few bytes."""


@dataclass(frozen=True, slots=True)
class Improved:
    """The answer of /api/improve."""

    improved: str
    tokens_used: int


@dataclass(frozen=True, slots=True)
class Described:
    """The answer of /api/upload: a prompt for /api/generate, and what the service took the file for."""

    prompt: str
    file_name: str
    file_type: str


async def check_head(
    status: int,
    headers: Mapping[str, str],
    accept: str,
    words_in: Callable[[str], Awaitable[str]],
    wait: float | None,
    key: str | None,
) -> None:
    """Raise what the head of a reply means, unless it is a plain 200 of the type that was asked for.

    `words_in` reads what the body of a refusal says, for its content type; `headers` has names in any case.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    compressed = headers.get("content-encoding", "").strip().lower() not in ("", "identity")
    if status == 200 and compressed:
        raise BadReply("The service sent a bad reply: it is compressed, which was not asked for.")
    if status == 200 and _is_kind(kind, accept):
        return
    words = "" if compressed else await words_in(kind)
    if status != 200:
        raise refusals.refusal(status, words, wait)
    if words and _is_kind(kind, JSON):
        raise refusals.refusal_of(Failure(words), wait, key)
    shown = clean(kind, key, 60) or "no content type"
    raise BadReply(
        f"The service sent a bad reply: {shown} instead of {accept}. Check GETCODE_BASE_URL."
        + (f" It says: {words}" if words else "")
    )


def _is_kind(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted == JSON and kind.startswith("application/") and kind.endswith("+json"))


async def generation_events(
    chunks: AsyncIterator[bytes],
    watch: StreamWatch,
    limits: Limits,
    key: str | None,
    wait: float | None = None,
) -> AsyncGenerator[Token | Queue | Done, None]:
    """The events of a generation up to `done`; every other end raises a GetCodeError, or Transient.

    `wait` is what the head of the reply said about when to come again.
    """
    begun = False
    try:
        async with aclosing(sse.events(chunks, limits.event_bytes)) as messages:
            async for message in messages:
                if watch.expired is not None:
                    break
                event = _read(message.data, key, begun, wait)
                if event is None:
                    continue
                begun = begun or isinstance(event, Token)
                _tell(watch, event)
                watch.away()
                yield event
                watch.back()
                if isinstance(event, Done):
                    return
    except sse.EventTooLarge:
        raise ReplyTooLarge(
            f"The reply is too large: an event of more than {limits.event_bytes:,} bytes."
        ) from None
    except ConnectionBroke:
        if watch.expired is None:
            raise broken(begun) from None
    if watch.expired is not None:
        raise TimedOut(f"{watch.expired} {_AGAIN if begun else 'Try again later.'}")
    raise StoppedEarly(f"The reply stopped early: it ended without being complete. {_AGAIN}")


def _tell(watch: StreamWatch, event: Token | Queue | Done) -> None:
    if isinstance(event, Token):
        watch.token()
    elif isinstance(event, Queue):
        watch.queued()
    else:
        watch.end()


def broken(begun: bool) -> GetCodeError | Transient:
    """The error of a connection that broke while the body came; before the first token it may be repeated."""
    error = StoppedEarly(f"The reply stopped early: the connection broke. {_AGAIN}")
    return error if begun else Transient(error, "the connection broke")


def _read(data: str, key: str | None, begun: bool, wait: float | None) -> Token | Queue | Done | None:
    """The event in some data, its words cleaned; None where it has no meaning here."""
    try:
        event = parse_event(data)
    except MalformedEvent as error:
        raise BadReply(
            f"The service sent an event that can't be understood (bad reply): {error}. {_AGAIN}"
        ) from None
    if isinstance(event, Token):
        return event
    if isinstance(event, Queue):
        return Queue(clean(event.message, key))
    if isinstance(event, Done):
        return replace(event, model=clean(event.model, key, _NAME))
    if isinstance(event, Failure):
        raise refusals.generation_failed(event, key) if begun else refusals.refusal_of(event, wait, key)
    return None


def improved_prompt(content: bytes, wait: float | None, key: str | None) -> Improved:
    """The improved prompt in the JSON of a reply; raises a GetCodeError, or Transient."""
    fields, improved = _answer_in(content, "improved", "improved prompt", wait, key)
    tokens = fields.get("tokensUsed")
    if not isinstance(tokens, int) or isinstance(tokens, bool) or not 0 <= tokens <= _MOST_TOKENS:
        tokens = 0
    return Improved(improved, tokens)


def described_file(content: bytes, wait: float | None, key: str | None) -> Described:
    """The prompt that describes a file, in the JSON of a reply; raises a GetCodeError, or Transient."""
    fields, prompt = _answer_in(content, "analysedPrompt", "description of the file", wait, key)
    name, kind = fields.get("fileName"), fields.get("fileType")
    return Described(
        prompt,
        clean(name, key, _NAME) if isinstance(name, str) else "",
        clean(kind, key, _NAME) if isinstance(kind, str) else "",
    )


def _answer_in(
    content: bytes, name: str, what: str, wait: float | None, key: str | None
) -> tuple[Mapping[str, object], str]:
    """The JSON object of a reply and the text in the member that the reply is for."""
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        raise BadReply("The service sent a bad reply: it is not JSON.") from None
    text = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(text, str):
        words = refusals.message_in(content, JSON, key)
        if words and isinstance(fields, dict):
            raise refusals.refusal_of(Failure(words), wait, key)
        raise BadReply(f"The service sent a bad reply: there is no {what} in it.")
    if not text.strip():
        raise BadReply(f"The service sent a bad reply: the {what} is empty.")
    return fields, text
