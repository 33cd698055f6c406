"""Foreign words made fit for a message, and the wait that a server asks for."""

from __future__ import annotations

import json
import math
import re
import time
import unicodedata
from datetime import timezone
from email.utils import parsedate_to_datetime

_LONGEST = 240  # characters
_LONGEST_WAIT = 7 * 86_400.0  # seconds


def clean(text: str, key: str | None = None) -> str:
    """One line without control and format characters and without the key, cut to a readable length."""
    text = text[: 20 * _LONGEST]
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    if key:
        # A server that repeats the key may break it up or cut it off: what is like the most of it goes, too.
        text = re.sub(r"\s*".join(map(re.escape, key)), "[key]", text, flags=re.IGNORECASE)
        for length in range(len(key) - 1, 7, -1):
            text = re.sub(re.escape(key[:length]), "[key]", text, flags=re.IGNORECASE)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def words_in(body: bytes, key: str | None) -> str:
    """What the body of an error says, in the forms that servers use; empty where it says nothing in one line."""
    text = body.decode("utf-8", "replace")
    try:
        return clean(_words(json.loads(text)), key)
    except (ValueError, RecursionError):
        return "" if text.lstrip().startswith("<") else clean(text, key)


def _words(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and depth < 3:
        for name in ("error", "message", "detail"):
            if words := _words(value.get(name), depth + 1):
                return words
    if isinstance(value, list) and value and depth < 3:
        return _words(value[0], depth + 1)
    return ""


def retry_after(header: str | None) -> int | None:
    """The whole seconds that a Retry-After asks for (a number or an HTTP date); None where there is no sense in it."""
    if header is None:
        return None
    header = header.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", header):
        seconds = float(header)
    else:
        try:
            moment = parsedate_to_datetime(header)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        seconds = moment.timestamp() - time.time()
    return math.ceil(seconds) if 0 <= seconds <= _LONGEST_WAIT else None
