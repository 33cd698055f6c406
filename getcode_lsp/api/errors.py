"""What can go wrong with the service: one exception for each thing that a user can act on.

Every message is one sentence or two on one line: what happened, and what to do next. None holds a key.
"""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar
from urllib.parse import quote

LONGEST_MESSAGE = 300  # characters of the service's own words


class GetCodeError(Exception):
    """The request did not succeed; `message` says why and what to do."""

    default: ClassVar[str] = "The request failed."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.default
        super().__init__(self.message)


class KeyMissing(GetCodeError):
    """There is no API key for this origin."""

    default = "There is no API key. Set one with `getcode-lsp login`, or use the local service."


class KeyMalformed(GetCodeError):
    """The key can't be one; nothing was sent."""

    advice: ClassVar[str] = "Nothing was sent. Set it anew with `getcode-lsp login`."
    default = f"The API key is malformed. {advice}"


class KeyRefused(GetCodeError):
    """The service does not accept the key."""

    default = "The service refused the API key. Set another one with `getcode-lsp login`."


class PlanRequired(GetCodeError):
    """The key's plan does not include this."""

    default = (
        "This needs a higher plan with the service (generating and describing a file need Pro, "
        "improving a prompt Starter)."
    )


class RateLimited(GetCodeError):
    """Too many requests; `retry_after` says in how many seconds to come again, where that is known."""

    default = "The service has had too many requests from this key. Try again later."

    def __init__(self, message: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ServiceUnavailable(GetCodeError):
    """The service is there and can't answer now."""

    default = "The service is not available now. Try again later."


class ConnectionFailed(GetCodeError):
    """No connection, or one that broke before an answer came."""

    default = "The service can't be reached. Check the network and GETCODE_BASE_URL."


class TlsFailed(GetCodeError):
    """The connection can't be trusted; there is no fallback."""

    default = "No secure connection to the service could be made."


class TimedOut(GetCodeError):
    """The service took longer than a limit allows."""

    default = "The service took too long."


class RedirectRefused(GetCodeError):
    """The service pointed elsewhere, and the request was not sent there."""

    default = "The service redirected the request, which was refused. Check GETCODE_BASE_URL."


class BadReply(GetCodeError):
    """The reply is not what the API sends."""

    default = "The service sent a reply that can't be understood (bad reply)."


class ReplyTooLarge(GetCodeError):
    """The reply is larger than the limit."""

    default = "The reply is too large."


class StoppedEarly(GetCodeError):
    """The stream ended without the `done` event; what came before stays."""

    default = "The reply stopped early. Try again for the whole."


class GenerationFailed(GetCodeError):
    """The service's own `error`."""

    default = "The generation failed; the service gave no reason."


class BadBaseUrl(GetCodeError):
    """GETCODE_BASE_URL can't be used."""

    default = "GETCODE_BASE_URL can't be used. It must begin with https://."


class ProxyMisconfigured(GetCodeError):
    """An environment variable about proxies or certificates can't be used; the message names it."""

    default = "The proxy settings can't be used. Check HTTPS_PROXY, ALL_PROXY and NO_PROXY."


class RequestRejected(GetCodeError):
    """The service does not accept the request as it is."""

    default = "The service rejected the request."


def clean(text: str, key: str | None, limit: int = LONGEST_MESSAGE) -> str:
    """Foreign words made fit for a message: one line, nothing invisible, no key, not too long.

    Control, format (bidi among them), private and unassigned characters and lone surrogates go. The key goes
    after them, or one that was broken up by them would come together again, and before the cut, which could
    leave the most of it.
    """
    # A sender may make this as large as it likes: what could not be shown anyhow is not looked at.
    text = text[: 20 * limit]
    text = "".join(" " if character in "\t\n\v\f\r\x85\u2028\u2029" else character for character in text)
    text = "".join(character for character in text if unicodedata.category(character)[0] != "C")
    text = " ".join(redact(text, key).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def redact(text: str, key: str | None) -> str:
    """The text without the key, in any case, plain or percent-encoded, wrapped, or cut off by the text's end."""
    if not key:
        return text
    for form in {key, quote(key, safe="")}:
        wrapped = r"\s*".join(re.escape(character) for character in form)
        text = re.sub(wrapped, "[key]", text, flags=re.IGNORECASE)
        for length in range(min(len(form) - 1, len(text)), 7, -1):
            if text.lower().endswith(form[:length].lower()):
                text = text[:-length] + "[key]"
                break
    return text
