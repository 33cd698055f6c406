"""The base protocol: messages framed by a header with their length in bytes (LSP 3.17, "Base Protocol")."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

LARGEST_HEADER = 8 * 1024
LARGEST_MESSAGE = 256 * 1024 * 1024

# A header field as far as it has come: a token (RFC 7230, section 3.2.6), a colon, any value.
_FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*:[^\x00-\x08\x0a-\x1f]*")
_BEGINNING = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*(?::[^\x00-\x08\x0a-\x1f]*)?\r?")
_LENGTH = re.compile(rb"[0-9]{1,18}")


class FramingError(Exception):
    """The stream can't be followed any further."""


class Framing:
    """Cuts a stream of bytes into message bodies, whatever the pieces it comes in.

    Header names may be in any case and lines may end in LF alone; other headers and blank lines before a header
    are passed over.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._header = 0
        self._length: int | None = None
        self._in_body = False

    @property
    def empty(self) -> bool:
        """Whether the stream stands between two messages."""
        return not self._buffer and not self._header and not self._in_body

    @property
    def hopeless(self) -> bool:
        """Whether what has come of a body shows that its length is wrong, so that it never gets complete.

        It costs what has come: for a moment in which nothing more comes.
        """
        if not self._in_body:
            return False
        text = self._buffer.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if text[:1] not in ("{", "["):
            return bool(text)
        try:
            json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return False
        return True

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The bodies that a further piece completes; then FramingError where no length can be read."""
        self._buffer += chunk
        while (body := self._next()) is not None:
            yield body

    def _next(self) -> bytes | None:
        while not self._in_body:
            line = self._line()
            if line is None:
                return None
            self._take_header_line(line)
        length = self._length or 0
        if len(self._buffer) < length:
            return None
        with memoryview(self._buffer) as view:
            body = bytes(view[:length])
        del self._buffer[:length]
        self._length, self._in_body = None, False
        return body

    def _line(self) -> bytes | None:
        """The next line of a header without its end; None where it is not complete."""
        end = self._buffer.find(b"\n", self._searched)
        if (end if end >= 0 else len(self._buffer)) + self._header > LARGEST_HEADER:
            raise FramingError("a header without an end")
        if end < 0:
            self._searched = len(self._buffer)
            if self._buffer.rstrip(b"\r") and not _BEGINNING.fullmatch(self._buffer):
                raise FramingError("no header where one must be")
            return None
        line = bytes(self._buffer[:end]).removesuffix(b"\r")
        del self._buffer[: end + 1]
        self._searched = 0
        return line

    def _take_header_line(self, line: bytes) -> None:
        if not line:
            if self._header and self._length is None:
                raise FramingError("a header without a Content-Length")
            self._in_body = self._length is not None
            self._header = 0
            return
        if not _FIELD.fullmatch(line):
            raise FramingError("no header where one must be")
        self._header += len(line) + 2
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            self._take_length(value.strip())

    def _take_length(self, value: bytes) -> None:
        if not _LENGTH.fullmatch(value):
            raise FramingError("a Content-Length that is not a number of bytes")
        length = int(value)
        if length > LARGEST_MESSAGE:
            raise FramingError(f"a message of {length:,} bytes")
        if self._length not in (None, length):
            raise FramingError("two Content-Lengths that differ")
        self._length = length


def frame(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
