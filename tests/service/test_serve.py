"""`getcode-lsp serve` as a process: what it prints, where it binds, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.service.conftest import ODD_SERVICE
from tests.service.odd_service import KEY
from tests.service.processes import clean_environment, process, wait_until

SERVE = ["-m", "getcode_lsp", "serve", "--port", "0"]
URL = re.compile(r"http://127\.0\.0\.1:[0-9]+")


def generate(url: str, key: str, prompt: str = "a bookstore API with books (title, price)") -> httpx.Response:
    return httpx.post(
        f"{url}/api/generate",
        json={"prompt": prompt, "outputType": "api", "language": "python"},
        headers={"Authorization": f"Bearer {key}"},
        trust_env=False,
        timeout=30,
    )


def test_it_says_where_it_is_and_shows_the_key_it_made_once(tmp_path: Path) -> None:
    with process([*SERVE, "--engine", "scaffold"], clean_environment({}, tmp_path)) as child:
        found = URL.findall(child.out.next())
        assert len(found) == 1
        word, key = child.out.next().split(": ")
        assert word == "key"
        assert len(key) >= 40
        assert generate(found[0], "wrong").status_code == 401
        response = generate(found[0], key)
        assert response.status_code == 200
        got = [json.loads(line.removeprefix("data: ")) for line in response.text.split("\n") if line]
        assert {event["type"] for event in got[:-1]} == {"token"}
        code = "".join(event["text"] for event in got[:-1])
        assert got[-1] == {"type": "done", "tokensUsed": -(-len(code) // 4), "model": "scaffold"}
        compile(code, "books.py", "exec")
        child.popen.send_signal(signal.SIGTERM)
        child.exit_code(5)
        assert child.out.rest()[2:] == ["engine: scaffold"]
        assert child.err.rest() == []


def test_two_services_make_two_keys(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        with process(SERVE, clean_environment({}, tmp_path)) as child:
            child.out.next()
            keys.append(child.out.next())
    assert keys[0] != keys[1]


def test_a_key_from_the_environment_is_used_and_not_shown(tmp_path: Path) -> None:
    with process(SERVE, clean_environment({"GETCODE_SERVICE_KEY": KEY}, tmp_path)) as child:
        url = URL.findall(child.out.next())[0]
        assert generate(url, KEY).status_code == 200
        child.popen.terminate()
        child.exit_code(5)
        assert KEY not in "\n".join(child.out.rest() + child.err.rest())
        assert child.out.lines[1:] == ["engine: scaffold"]


@pytest.mark.parametrize("key", ["", "gc_canary with blank", "gc_canary\nline"])
def test_a_malformed_key_from_the_environment_is_refused_unseen(tmp_path: Path, key: str) -> None:
    with process(SERVE, clean_environment({"GETCODE_SERVICE_KEY": key}, tmp_path)) as child:
        assert child.exit_code() == 2
        said = "\n".join(child.out.rest() + child.err.rest())
    assert "GETCODE_SERVICE_KEY" in said
    assert "canary" not in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", "127.0.0.2", "127.1"])  # noqa: S104 - refused
def test_it_binds_loopback_only(tmp_path: Path, host: str) -> None:
    with process([*SERVE, "--host", host], clean_environment({}, tmp_path)) as child:
        assert child.exit_code() == 1
        assert child.out.rest() == []
        assert any("loopback only" in line for line in child.err.rest())


def test_ipv6_loopback(tmp_path: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with process([*SERVE, "--host", "::1"], clean_environment({}, tmp_path)) as child:
        url = child.out.next().rpartition(" ")[2]
        assert url.startswith("http://[::1]:")
        assert httpx.get(f"{url}/healthz", trust_env=False).json()["engine"] == "scaffold"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process(
            ["-m", "getcode_lsp", "serve", "--port", str(port)], clean_environment({}, tmp_path)
        ) as child:
            assert child.exit_code() == 1
            assert any(str(port) in line and "--port" in line for line in child.err.rest())


@pytest.mark.parametrize("by_environment", [True, False])
def test_an_unknown_engine_lists_the_known_ones(tmp_path: Path, by_environment: bool) -> None:
    words = SERVE if by_environment else [*SERVE, "--engine", "warp"]
    environment = {"GETCODE_ENGINE": "warp"} if by_environment else {"GETCODE_ENGINE": "scaffold"}
    with process(words, clean_environment(environment, tmp_path)) as child:
        assert child.exit_code() == 1
        assert any("'warp'" in line and "scaffold" in line for line in child.err.rest())


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("streaming", [False, True])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals, streaming: bool) -> None:
    diary = tmp_path / "diary"
    diary.touch()
    with process([ODD_SERVICE, str(diary)], clean_environment({}, tmp_path)) as child:
        url = child.out.next()
        stopped = threading.Event()
        if streaming:
            listener = threading.Thread(target=_listen, args=(url, stopped), daemon=True)
            listener.start()
            wait_until(lambda: stopped.is_set() or _streams(url), "a stream")
        began = time.monotonic()
        child.popen.send_signal(number)
        assert child.exit_code(5) == 0
        print("ended after", time.monotonic() - began)
        assert not any("Traceback" in line for line in child.err.rest())
    if streaming:
        assert stopped.wait(5)
        assert "closed forever" in diary.read_text()


def _listen(url: str, stopped: threading.Event) -> None:
    with httpx.Client(headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=30) as client:
        try:
            asked = {"prompt": "forever", "outputType": "api"}
            with client.stream("POST", f"{url}/api/generate", json=asked) as stream:
                for _line in stream.iter_lines():
                    _STREAMING.add(url)
        except httpx.HTTPError:
            pass
    stopped.set()


_STREAMING: set[str] = set()


def _streams(url: str) -> bool:
    return url in _STREAMING


@pytest.mark.parametrize("busy_with", [None, "forever", "silent", "block"])
def test_the_end_of_the_parents_pipe_ends_it_within_a_second(tmp_path: Path, busy_with: str | None) -> None:
    diary = tmp_path / "diary"
    diary.touch()
    with process([ODD_SERVICE, str(diary), "--parent-pipe"], clean_environment({}, tmp_path)) as child:
        url = child.out.next()
        if busy_with:
            host, port = url.removeprefix("http://").split(":")
            connection = socket.create_connection((host, int(port)))
            raw = json.dumps({"prompt": busy_with, "outputType": "api"}).encode()
            head = f"POST /api/generate HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
            connection.sendall(head.encode() + raw)
            assert connection.recv(1024).startswith(b"HTTP/1.1 200")
        assert child.popen.stdin
        began = time.monotonic()
        child.popen.stdin.close()
        try:
            assert child.exit_code(5) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it outlived its parent's pipe")
        assert time.monotonic() - began < 1.0
        if busy_with:
            connection.close()
