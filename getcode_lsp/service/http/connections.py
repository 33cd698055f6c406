"""The service's side of a connection: what h11 and uvicorn leave open is bounded here, in number and in time."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

MOST_CONNECTIONS = 512
HEAD_SECONDS = 15.0  # for a request's line and headers, and for the body of one that is already answered
STALL_SECONDS = 60.0  # for a client that does not take what is sent

_STATUSES = {400: b"Bad Request", 408: b"Request Timeout", 503: b"Service Unavailable"}


class BoundedConnection(H11Protocol):
    """uvicorn's connection with three more bounds: on their number, on a head's time, on a client that stalls."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or send it away."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "The service has too many connections: try again in a moment.")
        else:
            self._head = self.loop.call_later(HEAD_SECONDS, self._is_late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._end_head()
        self._end_stall()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the time for a head runs from its first byte to its last."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if not self._waits_for_client():
            self._end_head()
        elif self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._is_late)

    def pause_writing(self) -> None:
        """The client takes nothing just now."""
        super().pause_writing()
        self._stall = self._stall or self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._end_stall()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP."""
        self._refuse(400, "This is not a request in HTTP/1.1.")

    def _waits_for_client(self) -> bool:
        """Whether a head is incomplete, or a body still comes that nobody reads."""
        answered = self.cycle is not None and self.cycle.response_complete
        state = self.conn.their_state
        return state is h11.IDLE or (state is h11.SEND_BODY and answered)

    def _is_late(self) -> None:
        self._head = None
        if not self.transport.is_closing():
            self._refuse(408, "The request did not arrive in time.")

    def _refuse(self, status: int, message: str) -> None:
        """Answer, where an answer can still be given, and close."""
        body = json.dumps({"error": message}).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Connection", "close"),
            ("Cache-Control", "no-store"),
        ]
        headers.append(("Content-Length", str(len(body))))
        try:
            response = h11.Response(status_code=status, headers=headers, reason=_STATUSES[status])
            events = (response, h11.Data(data=body), h11.EndOfMessage())
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        except h11.LocalProtocolError:
            pass  # an answer has begun already
        self.transport.close()

    def _end_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _end_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
