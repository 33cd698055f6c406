"""The HTTP face of the service: a real process, real sockets, an engine that misbehaves on demand."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from getcode_lsp import __version__
from tests.service.conftest import Service
from tests.service.odd_service import KEY
from tests.service.processes import told


def body(prompt: str, **more: object) -> dict[str, object]:
    return {"prompt": prompt, "outputType": "api", **more}


def events(response: httpx.Response) -> list[Any]:
    """The events of a stream; every line of it is a data line or empty."""
    lines = response.text.split("\n")
    assert all(line.startswith("data: ") or line == "" for line in lines), response.text
    return [json.loads(line.removeprefix("data: ")) for line in lines if line]


def error_of(response: httpx.Response) -> str:
    """The message of a JSON error, which shows nothing of the inner works."""
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ["error"]
    message: str = answer["error"]
    assert "Traceback" not in response.text
    assert "canary" not in response.text
    assert KEY not in response.text
    assert message.endswith(".") or message.startswith("odd:")
    return message


def test_a_generation_is_tokens_and_then_done(service: Service) -> None:
    with service.client() as client:
        response = client.post("/api/generate", json=body("count 4", originalPrompt="n", language="python"))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    tokens = [{"type": "token", "text": f"{n} "} for n in range(4)]
    assert events(response) == [*tokens, {"type": "done", "tokensUsed": 2, "model": "odd"}]
    assert response.text.startswith('data: {"type":')


def test_tokens_arrive_while_they_are_made(service: Service) -> None:
    with service.client() as client, client.stream("POST", "/api/generate", json=body("forever")) as stream:
        lines = stream.iter_lines()
        assert json.loads(next(lines).removeprefix("data: ")) == {"type": "token", "text": "0 "}


@pytest.mark.parametrize("text", ["a\u2028b", "é\U0001f600", "\x0c\x0b\x85", "a\r\nb\rc", '"\\', "</script>"])
def test_text_comes_back_as_it_was_sent(service: Service, text: str) -> None:
    with service.client() as client:
        response = client.post("/api/generate", json=body(f"echo {text}"))
    lines = response.content.decode().split("\n")
    assert json.loads(lines[0].removeprefix("data: "))["text"] == f"api auto {text}"


def test_language_counts_for_website_and_api_only(service: Service) -> None:
    with service.client() as client:
        for kind, language in (("website", "vue"), ("api", "vue"), ("chart", "auto")):
            asked = body("echo", outputType=kind, language="vue")
            assert events(client.post("/api/generate", json=asked))[0]["text"].split() == [kind, language]


@pytest.mark.parametrize(
    ("prompt", "before", "message"),
    [
        ("refuse", 0, "odd: not this one"),
        ("break", 0, "The engine failed"),
        ("break late", 1, "The engine failed"),
    ],
)
def test_an_engine_that_fails_gives_one_error_event(
    service: Service, prompt: str, before: int, message: str
) -> None:
    with service.client() as client:
        response = client.post("/api/generate", json=body(prompt))
    assert "canary" not in response.text
    *tokens, last = events(response)
    assert [token["type"] for token in tokens] == ["token"] * before
    assert last["type"] == "error"
    assert last["message"].startswith(message)


def test_an_engine_that_is_busy_says_so_and_counts_its_own_tokens(service: Service) -> None:
    with service.client() as client:
        answer = events(client.post("/api/generate", json=body("wait")))
        counted = client.post("/api/improve", json={"prompt": "counted", "outputType": "api"}).json()
    assert answer == [
        {"type": "queue", "message": "2 before you"},
        {"type": "token", "text": "my turn"},
        {"type": "done", "tokensUsed": 77, "model": "odd"},
    ]
    assert counted["tokensUsed"] == 77


def test_an_engine_that_is_down_is_named_and_when_to_try_again(service: Service) -> None:
    with service.client() as client:
        streamed = events(client.post("/api/generate", json=body("down")))
        improved = client.post("/api/improve", json={"prompt": "down", "outputType": "api"})
    assert streamed == [
        {"type": "error", "message": "odd: the engine is down", "status": 503, "retryAfter": "7"}
    ]
    assert (improved.status_code, improved.headers["retry-after"]) == (503, "7")
    assert error_of(improved) == "odd: the engine is down"


def test_improve(service: Service) -> None:
    with service.client() as client:
        response = client.post("/api/improve", json=body("a shop"))
        assert response.json() == {"improved": "better: a shop", "tokensUsed": 4}
        refused = client.post("/api/improve", json=body("refuse"))
        assert (refused.status_code, error_of(refused)) == (422, "odd: not this one")
        failed = client.post("/api/improve", json=body("break"))
        assert failed.status_code == 500
        assert error_of(failed).startswith("The engine failed")


BAD_BODIES: list[tuple[object, str]] = [
    ([], "object"),
    ("text", "object"),
    (None, "object"),
    ({}, "prompt"),
    ({"prompt": "x"}, "outputType"),
    ({"outputType": "api"}, "prompt"),
    (body("  \n"), "prompt"),
    (body("x", outputType="poem"), "outputType"),
    (body("x", outputType=None), "outputType"),
    (body("x", outputType=["api"]), "outputType"),
    ({"prompt": 3, "outputType": "api"}, "prompt"),
    ({"prompt": None, "outputType": "api"}, "prompt"),
    (body("x", extra=1), "extra"),
]
BAD_GENERATE_BODIES: list[tuple[object, str]] = [
    (body("x", language="cobol"), "language"),
    (body("x", language=1), "language"),
    (body("x", originalPrompt={}), "originalPrompt"),
    (body("x", outputType="chart", language="cobol"), "language"),
]


@pytest.mark.parametrize(
    ("path", "wrong", "named"),
    [
        *(("/api/generate", *case) for case in BAD_BODIES + BAD_GENERATE_BODIES),
        *(("/api/improve", *case) for case in BAD_BODIES),
        ("/api/improve", body("x", language="python"), "language"),
    ],
)
def test_a_bad_field_is_named(service: Service, path: str, wrong: object, named: str) -> None:
    with service.client(**{"Content-Type": "application/json"}) as client:
        response = client.post(path, content=json.dumps(wrong).encode())
    assert response.status_code == 400
    assert named in error_of(response)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"prompt": NaN, "outputType": "api"}',
        b'{"prompt": "\\ud800", "outputType": "api"}',
        b"1" * 5_000,
        b'{"\\ud800": 1, "prompt": "x", "outputType": "api"}',
    ],
)
def test_what_is_no_json_is_refused(service: Service, raw: bytes) -> None:
    with service.client(**{"Content-Type": "application/json"}) as client:
        response = client.post("/api/generate", content=raw)
    assert response.status_code == 400
    error_of(response)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json5", ""])
def test_other_content_types_are_refused(service: Service, kind: str) -> None:
    with service.client(**{"Content-Type": kind}) as client:
        response = client.post("/api/generate", content=json.dumps(body("count 1")).encode())
    assert response.status_code == 415
    error_of(response)


def test_json_with_a_charset_is_json(service: Service) -> None:
    with service.client(**{"Content-Type": "Application/JSON; charset=utf-8"}) as client:
        assert client.post("/api/generate", content=json.dumps(body("count 1")).encode()).status_code == 200
        packed = client.post("/api/generate", content=b"x", headers={"Content-Encoding": "gzip"})
    assert packed.status_code == 415
    error_of(packed)


def test_a_body_over_the_limit_is_refused(service: Service) -> None:
    large = json.dumps(body("x" * (1024 * 1024))).encode()
    with service.client(**{"Content-Type": "application/json"}) as client:
        announced = client.post("/api/generate", content=large)
        chunked = client.post("/api/generate", content=iter([large[:700_000], large[700_000:]]))
        fits = client.post("/api/generate", json=body("echo " + "x" * 1_000_000))
    for response in (announced, chunked):
        assert response.status_code == 413
        error_of(response)
    assert fits.status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer wrong",
        f"Basic {KEY}",
        KEY,
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        "Bearer é",
    ],
)
@pytest.mark.parametrize("path", ["/api/generate", "/api/improve", "/api/upload"])
def test_a_wrong_key_is_refused_before_the_body_is_read(service: Service, path: str, given: str) -> None:
    with httpx.Client(base_url=service.url, trust_env=False) as client:
        headers = {b"Authorization": given.encode("latin-1")} if given else None
        response = client.post(path, content=b"not json", headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    error_of(response)


def test_the_scheme_may_be_written_in_any_case(service: Service) -> None:
    with service.client(Authorization=f"bearer {KEY}") as client:
        assert client.post("/api/improve", json=body("x")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/generate", 405),
        ("PUT", "/api/improve", 405),
        ("OPTIONS", "/api/generate", 405),
        ("POST", "/healthz", 405),
        ("POST", "/", 405),
        ("GET", "/api", 404),
        ("GET", "/api/upload", 405),
        ("POST", "/api/history", 405),
        ("POST", "/api/generate/", 404),
        ("GET", "/api/../etc/passwd", 404),
    ],
)
def test_other_methods_and_paths(service: Service, method: str, path: str, status: int) -> None:
    with service.client() as client:
        response = client.request(method, path)
    assert response.status_code == status
    error_of(response)
    assert status != 405 or response.headers["allow"]


def test_health_needs_no_key(service: Service) -> None:
    response = httpx.get(f"{service.url}/healthz", trust_env=False)
    assert response.json() == {"status": "ok", "engine": "odd", "version": __version__}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Host": "127.0.0.1"}, 400),
        ({"Host": "127.0.0.1:1"}, 400),
        ({"Host": "localhost.evil.example:{port}"}, 400),
        ({"Host": ""}, 400),
        ({"Host": "LOCALHOST:{port}"}, 200),
        ({"Host": "[::1]:{port}"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://localhost:{port}"}, 200),
    ],
)
def test_only_our_own_pages_and_names(service: Service, headers: dict[str, str], status: int) -> None:
    port = service.url.rpartition(":")[2]
    filled = {name: value.format(port=port) for name, value in headers.items()}
    with service.client(**filled) as client:
        for response in (client.post("/api/improve", json=body("x")), client.get("/healthz")):
            assert response.status_code == status
            assert "access-control-allow-origin" not in response.headers
            if status != 200:
                error_of(response)


@pytest.mark.parametrize("prompt", ["forever", "silent", "busy"])
def test_when_the_client_goes_the_engine_stops_within_a_second(service: Service, prompt: str) -> None:
    mine = f"{prompt} {threading.get_ident()}"
    with service.client() as client, client.stream("POST", "/api/generate", json=body(mine)) as stream:
        if prompt != "silent":
            next(stream.iter_lines())
    print(prompt, service.noted(f"closed {mine}", within=1.0))


def test_when_the_client_goes_improve_is_cancelled(service: Service) -> None:
    raw = json.dumps(body("silent")).encode()
    host, port = service.url.removeprefix("http://").split(":")
    head = f"POST /api/improve HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + raw)
        with service.client() as client:  # a request behind it: the first one has been read by then
            client.post("/api/improve", json=body("x"))
    service.noted("cancelled improve", within=1.0)


def test_a_busy_engine_leaves_the_others_their_turn(service: Service) -> None:
    with service.client() as client, client.stream("POST", "/api/generate", json=body("busy")) as stream:
        next(stream.iter_lines())
        assert httpx.get(f"{service.url}/healthz", trust_env=False, timeout=5).status_code == 200


def test_64_clients_at_once(service: Service) -> None:
    def one(number: int) -> list[Any]:
        with service.client() as client:
            return events(client.post("/api/generate", json=body(f"count {number + 1}")))

    with ThreadPoolExecutor(64) as pool:
        for number, got in enumerate(pool.map(one, range(64))):
            assert "".join(event.get("text", "") for event in got) == "".join(
                f"{n} " for n in range(number + 1)
            )
            assert got[-1]["type"] == "done"


def test_no_traceback_is_told_to_clients_but_the_operator_has_it(service: Service) -> None:
    with service.client() as client:
        client.post("/api/improve", json=body("break"))
    assert service.process.popen.poll() is None
    told(service.process.err.lines, "canary of the inner works")
    assert KEY not in "\n".join(service.process.err.lines)
