"""Pages of other sites in a real browser, against the service on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import opened
from tests.service.serving import Home

KEY = "gc_of_the_operator"
TRIES = """
async ([url, key]) => {
  const seen = {};
  const attempt = async (name, options) => {
    try {
      const response = await fetch(url + (options.path || "/api/generate"), options);
      seen[name] = response.type === "opaque" ? "opaque" : response.status;
    } catch (error) { seen[name] = "blocked"; }
  };
  const body = JSON.stringify({prompt: "an API for books with a title", outputType: "api"});
  const json = {"Content-Type": "application/json", "Authorization": "Bearer " + key};
  await attempt("json", {method: "POST", headers: json, body});
  await attempt("plain", {method: "POST", headers: {"Content-Type": "text/plain"}, body});
  await attempt("no-cors", {method: "POST", mode: "no-cors", headers: {"Content-Type": "text/plain"}, body});
  await attempt("health", {path: "/healthz"});
  await attempt("history", {path: "/api/history", headers: {"Authorization": "Bearer " + key}});
  return seen;
}
"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another site</title>")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def another_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


def test_a_page_of_another_site_reads_nothing_and_starts_nothing(
    chromium: Browser, another_site: str, tmp_path: Path
) -> None:
    with Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY}).serve() as service, opened(chromium) as tab:
        tab.page.goto(another_site)
        seen = tab.page.evaluate(TRIES, [service.url, KEY])
        assert seen == {
            "json": "blocked",
            "plain": "blocked",
            "no-cors": "opaque",
            "health": "blocked",
            "history": "blocked",
        }
        assert service.get(KEY, "/api/history").json() == {"generations": []}
