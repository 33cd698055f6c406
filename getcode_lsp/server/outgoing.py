"""What goes out to the client, bounded also where the client does not read.

Replies and requests are never lost: when too many of them wait, nothing more is read, so that the client has to
wait in its turn. What only informs is kept back while the client is behind: of a progress the newest report, of
messages the newest few.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from getcode_lsp.server import stdio
from getcode_lsp.server.framing import frame

if TYPE_CHECKING:
    from getcode_lsp.server.stdio import Reader, Writer

Message = dict[str, Any]

# With so many bytes waiting nothing more is read. A client that writes for long before it reads gets this much.
LARGEST_QUEUE = 8 * 1024 * 1024
# So many messages for the user are kept back, the newest ones.
MOST_MESSAGES = 100

_MESSAGES = ("window/logMessage", "window/showMessage")
# Made once: `json.dumps` with separators of its own makes an encoder for every message.
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Outgoing:
    """The way out to one client."""

    def __init__(self) -> None:
        self._writer: Writer | None = None
        self._reader: Reader | None = None
        self._paused = False
        self._reports: dict[object, Message] = {}
        self._messages: deque[Message] = deque(maxlen=MOST_MESSAGES)
        self._left_out = 0

    def connect(self, writer: Writer, reader: Reader) -> None:
        """Send through this writer from now on, and hold this reader up where that is needed."""
        self._writer, self._reader = writer, reader

    @property
    def waiting(self) -> int:
        """How many bytes the client has not taken."""
        return self._writer.waiting if self._writer is not None else 0

    @property
    def kept_back(self) -> int:
        """How many messages wait until the client reads again."""
        return len(self._reports) + len(self._messages)

    @property
    def paused(self) -> bool:
        """Whether nothing is read because too much waits."""
        return self._paused

    def send(self, message: Message) -> None:
        """Send one message, or keep it back."""
        if self._writer is None:
            return
        behind = self._writer.waiting > stdio.FULL
        if "method" in message and "id" not in message and self._is_kept_back(message, behind=behind):
            return
        self._writer.write(frame(_encode(message).encode()))
        if behind and not self._paused and self._reader and self._writer.waiting > LARGEST_QUEUE:
            self._paused = True
            self._reader.pause()

    def caught_up(self) -> None:
        """The client reads again: tell what was kept back, and read on."""
        reports, self._reports = self._reports, {}
        messages, self._messages = self._messages, deque(maxlen=MOST_MESSAGES)
        left_out, self._left_out = self._left_out, 0
        for message in (*reports.values(), *messages):
            self.send(message)
        if left_out:
            text = f"GetCode: {left_out:,} messages were left out while the editor did not read."
            self.send(_notification("window/logMessage", {"type": 2, "message": text}))
        if self._paused and self._reader is not None:
            self._paused = False
            self._reader.resume()

    def _is_kept_back(self, message: Message, *, behind: bool) -> bool:
        method, params = message["method"], message.get("params")
        if method == "$/progress" and isinstance(params, Mapping):
            token, kind = params.get("token"), params.get("value", {}).get("kind")
            self._reports.pop(token, None)  # the next report, or the end, says more
            if behind and kind == "report":
                self._reports[token] = message
                return True
        elif behind and method in _MESSAGES:
            self._left_out += len(self._messages) == MOST_MESSAGES
            self._messages.append(message)
            return True
        return False


def _notification(method: str, params: object) -> Message:
    return {"jsonrpc": "2.0", "method": method, "params": params}
