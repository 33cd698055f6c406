"""What a refusal means and whether to try again.

A service refuses with a status and a JSON body, or with a first `error` event in a stream that began with 200;
both end here and come out as the same errors.
"""

from __future__ import annotations

import json
import math
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from getcode_lsp.api.errors import (
    BadReply,
    GenerationFailed,
    GetCodeError,
    KeyRefused,
    PlanRequired,
    ProxyMisconfigured,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    clean,
)
from getcode_lsp.api.events import Failure, Retry

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class Transient(Exception):
    """A failure that may pass: try again after `wait` seconds (None: the client's choice) or raise `error`.

    `reason` is a clause for the countdown: "the service is unavailable (503)".
    """

    def __init__(self, error: GetCodeError, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.error, self.reason, self.wait = error, reason, wait


@dataclass(slots=True)
class Tries:
    """How often and when a request is tried again."""

    left: int
    backoff: float
    longest_wait: float

    def next(self, failure: Transient, remaining: float = math.inf) -> Retry:
        """The wait before the next try; raises the failure's error where there is none.

        A wait that would outlast the `remaining` seconds is not begun.
        """
        wait = failure.wait
        if self.left <= 0 or (wait is not None and wait > self.longest_wait):
            raise failure.error from None
        if wait is None:
            # Spread, so that clients which failed together do not come back together.
            wait = self.backoff * random.uniform(0.8, 1.2)  # noqa: S311 - not a secret
        if wait >= remaining:
            raise failure.error from None
        self.left -= 1
        self.backoff *= 2.5
        return Retry(wait, failure.reason)


def retry_after(header: str | None, date: str | None = None, now: float | None = None) -> float | None:
    """The seconds that a Retry-After asks for: a number of seconds or an HTTP date (RFC 9110, 10.2.3).

    `date` is the Date header of the same response, which spares the two clocks from having to agree. None
    where there is no header or no sense in it ("-1", "nan", "5, 10", a date that has passed).
    """
    if header is None:
        return None
    header = header.strip()
    if _SECONDS.fullmatch(header):
        return float(header)
    until = _timestamp(header)
    if until is None:
        return None
    sent = _timestamp(date) if date is not None else None
    if sent is None:
        sent = time.time() if now is None else now
    return until - sent if until > sent else None


def _timestamp(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def message_in(body: bytes, content_type: str, key: str | None) -> str:
    """The service's own words in the body of an error: one clean line, or nothing.

    `{"error": "..."}` is the API's form; the forms of proxies and frameworks in front of it are read, too. A
    web page says nothing in one line.
    """
    text = body.decode("utf-8", "replace")
    try:
        return clean(_words(json.loads(text)), key)
    except (ValueError, RecursionError):
        pass
    return clean(text, key) if content_type.startswith("text/plain") else ""


def _words(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and depth < 3:
        for name in ("error", "message", "detail"):
            if words := _words(value.get(name), depth + 1):
                return words
    return ""


def refusal(status: int, words: str, wait: float | None) -> GetCodeError | Transient:
    """What a status other than 200 means; `words` are the service's own, cleaned, or empty."""
    make = _MEANINGS.get(status)
    if make is not None:
        return make(words)
    if status == 429:
        return Transient(_rate_limited(words, wait), "too many requests", wait)
    if status in (408, 425) or status >= 500:
        soon = f" It asks to be tried again {_when(wait)}." if wait is not None else " Try again later."
        error = ServiceUnavailable(_quoted(f"The service can't answer now ({status}).{soon}", words))
        return Transient(error, f"the service can't answer ({status})", wait)
    return BadReply(
        _quoted(f"The service sent a bad reply (status {status}). Check GETCODE_BASE_URL.", words)
    )


def refusal_of(failure: Failure, header_wait: float | None, key: str | None) -> GetCodeError | Transient:
    """What an `error` event that came before any token means."""
    words = clean(failure.message, key)
    status = failure.status if failure.status is not None else _status_of(words)
    if status is None or status < 400:
        return GenerationFailed(_quoted("The generation failed.", words) if words else None)
    wait = retry_after(failure.retry_after)
    if wait is None:
        wait = header_wait if header_wait is not None else _wait_of(words)
    return refusal(status, words, wait)


def generation_failed(failure: Failure, key: str | None) -> GenerationFailed:
    """The error of an `error` event after the first token."""
    words = clean(failure.message, key)
    return GenerationFailed(_quoted("The generation failed.", words) if words else None)


def _rate_limited(words: str, wait: float | None) -> RateLimited:
    when = f" Try again {_when(wait)}." if wait is not None else " Try again later."
    return RateLimited(_quoted("The service has had too many requests from this key." + when, words), wait)


def _when(seconds: float) -> str:
    """A wait as a person says it, with the time of day where it is long."""
    if seconds < 120:
        return f"in {seconds:.0f} s"
    try:
        at = datetime.fromtimestamp(time.time() + seconds).astimezone()
    except (ValueError, OverflowError, OSError):
        return "much later"
    if seconds < 86_400:
        return f"in {seconds / 60:.0f} min, at {at:%H:%M}"
    return f"on {at:%Y-%m-%d at %H:%M}"


def _quoted(sentence: str, words: str) -> str:
    return f"{sentence} It says: {words}" if words else sentence


def _said(kind: type[GetCodeError]) -> Callable[[str], GetCodeError]:
    return lambda words: kind(_quoted(kind.default, words))


_MEANINGS: Mapping[int, Callable[[str], GetCodeError]] = {
    400: _said(RequestRejected),
    401: _said(KeyRefused),
    402: _said(PlanRequired),
    403: _said(PlanRequired),
    407: lambda _: ProxyMisconfigured("The proxy wants a user name and password (407). Check HTTP_PROXY."),
    413: lambda words: RequestRejected(_quoted("The service rejected the request as too large.", words)),
    422: _said(RequestRejected),
    501: _said(RequestRejected),  # another try would find it no more able
}

# Words that an `error` event may use for what a status would say; narrow, for they are a guess, and anything
# else is simply a failed generation with the same words.
_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE))
    for status, pattern in (
        (429, r"\brate[ -]?limit|\btoo many requests\b|\bquota (is )?exceeded\b"),
        (
            401,
            (
                r"\b(invalid|missing|unknown|expired|revoked|malformed|wrong)\b.{0,12}\b(api )?(key|token)\b"
                r"|\b(api )?key\b.{0,12}\b(invalid|missing|unknown|expired|revoked|refused|not valid)\b"
                r"|\bunauthori[sz]ed\b|\bnot authenticated\b|\bauthentication (failed|required)\b"
            ),
        ),
        (
            402,
            (
                r"\b(pro|starter|paid|higher|current|free) (plan|tier|subscription)\b|\bupgrade (to|your)\b"
                r"|\bpayment required\b|\b(requires|needs) (the )?(pro|starter)\b"
            ),
        ),
        (
            503,
            (
                r"\b(service|server|model)\b.{0,12}\b(overloaded|unavailable|busy)\b|\binternal server error\b"
                r"|\bbad gateway\b|\bgateway time-?out\b"
            ),
        ),
    )
)
_STATUS = re.compile(r"\b(?:http|status|error|code)[ :]{0,2}(40[123]|408|429|50[0234])\b", re.IGNORECASE)
_WAIT = re.compile(
    r"\b(?:in|after|for) ([0-9]{1,6}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b", re.IGNORECASE
)


def _status_of(words: str) -> int | None:
    if number := _STATUS.search(words):
        return int(number[1])
    return next((status for status, pattern in _WORDS if pattern.search(words)), None)


def _wait_of(words: str) -> float | None:
    if (found := _WAIT.search(words)) is None:
        return None
    return float(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2][0].lower()]
