"""Server-sent events out of bytes: guards around httpx-sse's decoder (WHATWG HTML, "Server-sent events").

The decoder interprets lines. What stands here is what it leaves open: the byte order mark, UTF-8 whatever a
`charset` says, lines that end at CR, LF and CR LF only, events without data, and a bound on what is kept.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx_sse import ServerSentEvent

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class EventTooLarge(Exception):
    """One event, or one line, is longer than the limit."""


class EventReader:
    """Feed it the bytes of a stream in pieces of any size; it gives the events that they complete.

    `limit` bounds the bytes of one event and of one line; beyond it `feed` raises EventTooLarge. What the last
    blank line does not complete is dropped, as the standard wants.
    """

    def __init__(self, limit: int) -> None:
        # Here, because the package imports httpx, which would slow down the start of the language server.
        from httpx_sse._decoders import SSEDecoder

        self._limit = limit
        self._decoder = SSEDecoder()
        self._pending: list[bytes] = []  # the line that has no end yet
        self._pending_size = 0
        self._event_size = 0
        self._has_data = False
        self._first_line = True
        self._after_cr = False

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """The events that end in this piece; exhaust it before the next one."""
        if not chunk:
            return
        if self._after_cr and chunk[0] == 0x0A:
            chunk = chunk[1:]  # the second half of a CR LF whose CR has ended the line already
        self._after_cr = chunk.endswith(b"\r") if chunk else False
        start = 0
        for end in _LINE_END.finditer(chunk):
            event = self._line(chunk[start : end.start()])
            start = end.end()
            if event is not None:
                yield event
        if start < len(chunk):
            self._keep(chunk[start:] if start else chunk)

    def _keep(self, part: bytes) -> None:
        self._pending_size += len(part)
        self._bound(self._pending_size)
        self._pending.append(part)

    def _bound(self, size: int) -> None:
        if self._event_size + size > self._limit:
            raise EventTooLarge(f"an event is longer than {self._limit} bytes")

    def _line(self, line: bytes) -> ServerSentEvent | None:
        """Interpret one whole line; the event, if it is the blank line that ends one."""
        if self._pending:
            line = b"".join((*self._pending, line))
            self._pending.clear()
            self._pending_size = 0
        self._bound(len(line))
        if self._first_line:
            self._first_line = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if line[:1] == b":" or line.startswith(b"retry:"):
            # Nobody reconnects here; and a number may be as long as a line.
            return None
        if line == b"data" or line.startswith(b"data:"):
            self._has_data = True
        self._event_size += len(line)
        event = self._decoder.decode(line.decode("utf-8", "replace"))
        if line:
            return None
        has_data, self._has_data, self._event_size = self._has_data, False, 0
        return event if has_data else None


async def events(chunks: AsyncIterator[bytes], limit: int) -> AsyncGenerator[ServerSentEvent, None]:
    """The events of a stream of bytes; raises EventTooLarge beyond `limit` bytes an event."""
    reader = EventReader(limit)
    async for chunk in chunks:
        for event in reader.feed(chunk):
            yield event
