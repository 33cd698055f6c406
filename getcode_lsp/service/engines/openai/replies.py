"""What a server of chat completions sends: pieces of a stream, lists of models, and its many ways to refuse."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from getcode_lsp.service.engines.base import EngineRefusal, EngineUnavailable
from getcode_lsp.service.engines.openai.address import Address
from getcode_lsp.service.engines.words import clean

_CONTEXT = re.compile(
    r"context|too (long|large|many tokens)|maximum.{0,20}(length|tokens)|exceed", re.IGNORECASE
)
_NOT_FOR_CHAT = re.compile(r"embed|rerank|whisper|\btts\b|clip|moderation|dall-e", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a stream: text, whether the model thinks aloud, why it ended, and the output's tokens."""

    text: str = ""
    thinking: bool = False
    finished: str | None = None
    tokens: int | None = None


class BadReply(ValueError):
    """What came is not what the protocol sends; the message is a clause that says what is wrong."""


def read_chunk(data: str, address: Address) -> Chunk:
    """The piece in one event's data; raises BadReply, and EngineUnavailable where the server reports an error."""
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        raise BadReply("an event that is not JSON") from None
    if not isinstance(fields, dict):
        raise BadReply("an event that is not a JSON object")
    if fields.get("error"):
        raise _in_stream(fields["error"], address)
    choices = fields.get("choices")
    if not isinstance(choices, list):
        raise BadReply("an event without choices")
    tokens = _tokens(fields.get("usage"))
    if not choices:  # the piece that brings the usage alone
        return Chunk(tokens=tokens)
    choice = choices[0]
    delta = choice.get("delta") if isinstance(choice, dict) else None
    if not isinstance(delta, dict):
        raise BadReply("a choice without a delta")
    text, finished = delta.get("content"), choice.get("finish_reason")
    if not isinstance(text, str | None) or not isinstance(finished, str | None):
        raise BadReply("a delta that is not text")
    thinking = any(isinstance(delta.get(name), str) for name in ("reasoning_content", "reasoning"))
    return Chunk(text or "", thinking, finished or None, tokens)


def _tokens(usage: object) -> int | None:
    tokens = usage.get("completion_tokens") if isinstance(usage, dict) else None
    return (
        tokens if isinstance(tokens, int) and not isinstance(tokens, bool) and 0 <= tokens < 2**53 else None
    )


def _in_stream(error: object, address: Address) -> EngineUnavailable | EngineRefusal:
    words = error.get("message") if isinstance(error, dict) else error
    code = error.get("code") if isinstance(error, dict) else None
    said = clean(words, address.key) if isinstance(words, str) else ""
    if isinstance(code, int) and 400 <= code <= 599:
        return refusal(code, said, None, address, "")
    return EngineUnavailable(f"The model at {address.host} failed.{_quote(said)}", 502)


def read_models(body: bytes) -> list[str]:
    """The ids of a list of models, those for chat; raises BadReply."""
    try:
        data = json.loads(body)["data"]
        ids = [model["id"] for model in data]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise BadReply("a list of models that can't be read") from None
    if not all(isinstance(one, str) and one.isprintable() and 0 < len(one) <= 400 for one in ids):
        raise BadReply("a list of models that can't be read")
    return [one for one in ids if not _NOT_FOR_CHAT.search(one)]


def shown(model: str) -> str:
    """A model's id as a person reads it: of the path of a file, which some servers give, the file's name."""
    if model.startswith("/"):
        return PurePosixPath(model).name
    return PureWindowsPath(model).name if re.match(r"[A-Za-z]:\\", model) else model


def refusal(
    status: int, words: str, wait: int | None, address: Address, model: str
) -> EngineUnavailable | EngineRefusal:
    """What a status other than 200 means for whoever asked; `words` are the server's own, cleaned."""
    server, said = f"The engine's server at {address.host}", _quote(words)
    if status in (401, 403):
        what = "wants a key" if address.key is None else "refused the key"
        return EngineUnavailable(
            f"{server} {what} ({status}): set GETCODE_ENGINE_KEY where the service runs.{said}", 502
        )
    if status == 404:
        return EngineUnavailable(
            f"{server} has no model {shown(model)!a}, or no chat completions: check GETCODE_MODEL and "
            f"GETCODE_ENGINE_URL.{said}",
            502,
        )
    if status == 413 or (status in (400, 422, 500) and _CONTEXT.search(words)):
        return EngineRefusal(f"The prompt is too long for the model's context: shorten it.{said}")
    if status == 429:
        return EngineUnavailable(f"{server} has had too many requests.{_when(wait)}{said}", 429, wait)
    if status in (408, 425) or status >= 500:
        return EngineUnavailable(f"{server} can't answer now ({status}).{_when(wait)}{said}", 503, wait)
    if 300 <= status < 400:
        return EngineUnavailable(
            f"{server} redirected the request, which was refused: check GETCODE_ENGINE_URL.", 502
        )
    return EngineUnavailable(f"{server} rejected the request ({status}).{said}", 502)


def bad_reply(address: Address, what: str) -> EngineUnavailable:
    """A reply that is not what the protocol sends."""
    return EngineUnavailable(
        f"The engine's server at {address.host} sent a bad reply ({what}): is it OpenAI-compatible? Check "
        "GETCODE_ENGINE_URL.",
        502,
    )


def _when(wait: int | None) -> str:
    return " Try again later." if wait is None else f" Try again in {wait} s."


def _quote(words: str) -> str:
    return f" It says: {words}" if words else ""
