"""The base protocol: messages framed by a header with their length in bytes (LSP 3.17, "Base Protocol")."""

from __future__ import annotations

import re

LARGEST_HEADER = 8 * 1024
LARGEST_MESSAGE = 256 * 1024 * 1024

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class FramingError(Exception):
    """The stream can't be followed any further."""


class Framing:
    """Cuts a stream of bytes into message bodies, whatever the pieces it comes in.

    Header names may be in any case and lines may end in LF alone; other headers are passed over.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._length: int | None = None

    @property
    def empty(self) -> bool:
        """Whether the stream stands between two messages."""
        return not self._buffer and self._length is None

    def feed(self, chunk: bytes) -> list[bytes]:
        """The bodies that a further piece completes; FramingError where no length can be read."""
        self._buffer += chunk
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytes | None:
        if self._length is None and not self._read_header():
            return None
        length = self._length
        if length is None or len(self._buffer) < length:
            return None
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._length = None
        return body

    def _read_header(self) -> bool:
        match = _END_OF_HEADER.search(self._buffer, max(0, self._searched - 3))
        if match is None:
            self._searched = len(self._buffer)
            if self._searched > LARGEST_HEADER:
                raise FramingError("a header without an end")
            return False
        header = bytes(self._buffer[: match.start()])
        del self._buffer[: match.end()]
        self._searched = 0
        length = _LENGTH.search(header)
        if length is None:
            raise FramingError("a header without a Content-Length")
        self._length = int(length[1])
        if self._length > LARGEST_MESSAGE:
            raise FramingError(f"a message of {self._length:,} bytes")
        return True


def frame(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
