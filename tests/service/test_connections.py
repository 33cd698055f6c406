"""Connections that send slowly, send nonsense, take nothing, or are too many."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.service.processes import clean_environment, process, wait_until

IMPATIENT = """
import sys
from getcode_lsp.service.http import connections
connections.HEAD_SECONDS = float(sys.argv.pop(1))
connections.STALL_SECONDS = float(sys.argv.pop(1))
connections.MOST_CONNECTIONS = int(sys.argv.pop(1))
from tests.service import odd_service
odd_service.main()
"""


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, Path]]:
    """The real service with shorter times and fewer connections than it has by itself."""
    folder = tmp_path_factory.mktemp("impatient")
    diary = folder / "diary"
    diary.touch()
    words = ["-c", IMPATIENT, "1", "1", "8", str(diary)]
    root = str(Path(__file__).parents[2])
    with process(words, clean_environment({"PYTHONPATH": root}, folder)) as child:
        host, port = child.out.next().removeprefix("http://").split(":")
        yield host, int(port), diary
        assert not any("Traceback" in line for line in child.err.lines)


def answer(connection: socket.socket, within: float = 20) -> tuple[bytes, dict[str, str]]:
    """The status line and the JSON of what comes until the other side closes."""
    connection.settimeout(within)
    raw = b""
    while piece := connection.recv(65_536):
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"application/json" in head.lower()
    return head.partition(b"\r\n")[0], json.loads(body)


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /healthz HTT", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "],
    ids=["nothing", "half a line", "half a head"],
)
def test_a_head_that_does_not_come_is_given_up(impatient: tuple[str, int, Path], sent: bytes) -> None:
    with socket.create_connection(impatient[:2]) as connection:
        connection.sendall(sent)
        status, said = answer(connection)
    assert status == b"HTTP/1.1 408 Request Timeout"
    assert said == {"error": "The request did not arrive in time."}


def test_bytes_in_drops_win_no_time(impatient: tuple[str, int, Path]) -> None:
    with socket.create_connection(impatient[:2]) as connection:
        connection.settimeout(0.1)
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        began = time.monotonic()

        def closed() -> bool:
            try:
                connection.sendall(b"X: y\r\n")
                return bool(connection.recv(100))
            except TimeoutError:
                return False

        wait_until(closed, "the end of a head in drops")
        print("given up after", time.monotonic() - began)


def test_a_body_that_goes_on_behind_its_refusal_is_given_up(impatient: tuple[str, int, Path]) -> None:
    host, port, _ = impatient
    with socket.create_connection((host, port)) as connection:
        head = f"POST /api/improve HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 1000000\r\n\r\n"
        connection.sendall(head.encode())
        connection.settimeout(0.1)
        seen = b""

        def closed() -> bool:
            nonlocal seen
            try:
                connection.sendall(b"x")
                piece = connection.recv(4096)
            except TimeoutError:
                return False
            except OSError:
                return True
            seen += piece
            return not piece

        wait_until(closed, "the end of a body that nobody reads")
        assert seen.startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"HELLO\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)
def test_what_is_no_http_gets_json_too(impatient: tuple[str, int, Path], sent: bytes) -> None:
    with socket.create_connection(impatient[:2]) as connection:
        connection.sendall(sent)
        status, said = answer(connection)
    assert status == b"HTTP/1.1 400 Bad Request"
    assert list(said) == ["error"]


def test_a_client_that_takes_nothing_is_let_go_and_its_engine_stopped(
    impatient: tuple[str, int, Path],
) -> None:
    from tests.service.odd_service import KEY

    host, port, diary = impatient
    body = json.dumps({"prompt": "busy", "outputType": "api"}).encode()
    head = f"POST /api/generate HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, port))
        connection.sendall(head.encode() + body)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        wait_until(lambda: "closed busy" in diary.read_text(), "the end of the engine's work")


def test_connections_are_bounded_and_come_free_again(impatient: tuple[str, int, Path]) -> None:
    host, port, _ = impatient
    url = f"http://{host}:{port}/healthz"

    def answers() -> bool:
        try:
            return httpx.get(url, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(socket.create_connection((host, port)))
        with socket.create_connection((host, port)) as one_more:
            status, said = answer(one_more)
        assert status == b"HTTP/1.1 503 Service Unavailable"
        assert said == {"error": "The service has too many connections: try again in a moment."}
    wait_until(answers, "an answer after the others have gone")
