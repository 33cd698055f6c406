"""A service that streams tokens at a set pace and writes down when each one went out.

HTTP/1.1 with a chunked body, one server-sent event to a chunk, as GetCode's API sends them. Every token carries
a marker (`t000123`) that is looked for in what the language server sends.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from time import perf_counter

MARKER = re.compile(r"t(\d{6})")
TOKENS_A_LINE = 12

_LENGTH = re.compile(rb"^content-length: *(\d+)\r$", re.IGNORECASE | re.MULTILINE)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next request gets: `tokens` tokens, `rate` of them a second."""

    tokens: int
    rate: int


def token(number: int) -> str:
    """The text of one token: its marker, then a blank or a line break."""
    return f"t{number:06d}" + ("\n" if (number + 1) % TOKENS_A_LINE == 0 else " ")


class TokenSource:
    """The server; `written` holds when each token of the last request was written, by `perf_counter`."""

    def __init__(self) -> None:
        self.plan = Plan(0, 1)
        self.written: list[float] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen on a free port of the loopback address; returns the base URL."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = _LENGTH.search(head)
                await reader.readexactly(int(length[1]) if length else 0)
                await self._answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return  # the client closed the connection
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        plan = self.plan
        chunks = [_chunk({"type": "token", "text": token(number)}) for number in range(plan.tokens)]
        done = {"type": "done", "tokensUsed": plan.tokens, "model": "benchmark"}
        self.written = written = []
        writer.write(_HEAD)
        due = perf_counter()
        for chunk in chunks:
            due += 1 / plan.rate
            if (wait := due - perf_counter()) > 0:
                await asyncio.sleep(wait)
            written.append(perf_counter())
            writer.write(chunk)
        writer.write(_chunk(done) + b"0\r\n\r\n")
        await writer.drain()


def _chunk(event: dict[str, object]) -> bytes:
    data = b"data: " + json.dumps(event).encode() + b"\n\n"
    return b"%x\r\n%b\r\n" % (len(data), data)
