"""What a reply may take."""

from __future__ import annotations

from dataclasses import dataclass

MOST_UPLOAD_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reply may take, in seconds and bytes.

    `first_token` runs from the request, and anew from each queue notice; `no_token` from token to token, pings
    not counting; `wall` over all, retries included. `backoff` is the first wait before another try where the
    service asks for none, `longest_wait` the longest that is waited where it does. `drain` is how long the end
    of a body may take after `done` before the connection is given up. `upload_bytes` bounds a file that is sent;
    sending it may take what it takes at `slowest_upload` bytes a second, before `first_token` runs.
    """

    first_token: float = 120.0
    no_token: float = 60.0
    wall: float = 1_800.0
    reply_bytes: int = 3 * 1024 * 1024
    event_bytes: int = 2 * 1024 * 1024
    connect: float = 10.0
    retries: int = 2
    backoff: float = 1.0
    longest_wait: float = 120.0
    drain: float = 0.3
    upload_bytes: int = MOST_UPLOAD_BYTES
    slowest_upload: float = 50_000.0
