"""A proxy on 127.0.0.1 that answers CONNECT and leads every name to one port of this machine."""

from __future__ import annotations

import contextlib
import selectors
import socket
import socketserver
import threading
from collections.abc import Iterator


class Tunnel(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, leads_to: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.leads_to = leads_to
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Tunnel)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.request.recv(1)
        self.server.asked.append(head.decode())
        with socket.create_connection(("127.0.0.1", self.server.leads_to)) as behind:
            self.request.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            with contextlib.suppress(OSError):
                _join(self.request, behind)


def _join(one: socket.socket, other: socket.socket) -> None:
    with selectors.DefaultSelector() as ready:
        ready.register(one, selectors.EVENT_READ, other)
        ready.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in ready.select():
                assert isinstance(key.fileobj, socket.socket)
                piece = key.fileobj.recv(65_536)
                if not piece:
                    return
                key.data.sendall(piece)


@contextlib.contextmanager
def tunnel(leads_to: int) -> Iterator[Tunnel]:
    with Tunnel(leads_to) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
