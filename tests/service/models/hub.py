"""A hub on a real socket that can go wrong: no ranges, cut connections, wrong bytes, refusals, redirects."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from getcode_lsp.service.models.catalogue import Model

CONTENT = random.Random(7).randbytes(3_000_000)
MODEL = Model(
    "tiny", "someone/tiny-GGUF", "tiny.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), "MIT"
)


@dataclass
class Hub:
    """How it answers, and what it was asked: the Range header of each request, None where there was none."""

    url: str = ""
    content: bytes = CONTENT
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    """After how many bytes to cut each of the next answers."""
    statuses: list[int] = field(default_factory=list)
    location: str | None = None
    """Where the next request is redirected to, or with `forever` every one."""
    forever: bool = False
    hold: threading.Event | None = None
    """Where it is set, an answer stops in the middle until this happens."""
    asked: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    holding: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hub_running() -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.asked.append(self.headers.get("Range"))
            hub.paths.append(self.path)
            if hub.statuses:
                self.send_error(hub.statuses.pop(0))
            elif hub.location is not None:
                self.send_response(302)
                self.send_header("Location", hub.location)
                hub.location = hub.location if hub.forever else None
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._send()

        def _send(self) -> None:
            at = 0
            asked = self.headers.get("Range")
            if asked and hub.ranges:
                at = int(asked.removeprefix("bytes=").removesuffix("-"))
                if at >= len(hub.content):
                    self.send_error(416)
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {at}-{len(hub.content) - 1}/{len(hub.content)}")
            else:
                self.send_response(200)
            body = hub.content[at:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if hub.hold is not None:
                self.wfile.write(body[: len(body) // 2])
                hub.holding.set()
                hub.hold.wait(60)
                body = body[len(body) // 2 :]
            elif hub.cuts:
                body = body[: hub.cuts.pop(0)]
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        if hub.hold is not None:
            hub.hold.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
