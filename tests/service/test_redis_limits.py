"""The hourly limit counted in a real Redis, for replicas of the service that share nothing else."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.packages import needs
from tests.service.processes import DEADLINE, told, wait_until
from tests.service.serving import Home, error_of

PASSWORD = "canary-of-redis"


@dataclass
class Server:
    """A redis-server of the test's own, on a socket in its folder."""

    socket: Path

    @property
    def url(self) -> str:
        return f"unix://:{PASSWORD}@{self.socket}"

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), password=PASSWORD)

    def answers(self) -> bool:
        with self.client() as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


@contextmanager
def redis_server(folder: Path) -> Iterator[Server]:
    program = shutil.which("redis-server")
    if program is None:
        needs("redis-server")
        raise AssertionError
    path = folder / "redis.sock"
    words = [
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--requirepass",
        PASSWORD,
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen([program, *words], stdout=subprocess.DEVNULL) as popen:
        try:
            server = Server(path)
            wait_until(server.answers, "an answer of redis-server")
            yield server
        finally:
            popen.terminate()
            popen.wait(DEADLINE)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:  # the path of a socket must be short
        yield Path(folder)


def age(server: Server, seconds: float) -> None:
    """Let time pass for everything that was counted."""
    with server.client() as client:
        for key in client.keys("getcode*"):
            times = [float(at) - seconds for at in client.lrange(key, 0, -1)]
            client.delete(key)
            client.rpush(key, *times)


def test_replicas_count_together_and_say_exactly_when(folder: Path) -> None:
    with redis_server(folder) as server:
        homes = [Home(folder / name, {"GETCODE_REDIS_URL": server.url}) for name in ("one", "two")]
        key = homes[0].key("pro")
        shutil.copytree(homes[0].folder, homes[1].folder)  # the same keys, in databases of their own
        with homes[0].serve("--limits", "pro=6") as one, homes[1].serve("--limits", "pro=6") as two:
            with ThreadPoolExecutor(10) as pool:
                answers = list(pool.map(lambda n: (one, two)[n % 2].improve(key).status_code, range(10)))
            assert Counter(answers) == {200: 6, 429: 4}
            refused = two.improve(key)
            wait = int(refused.headers["retry-after"])
            assert 3500 < wait <= 3600
            assert error_of(refused).endswith(f"try again in {wait} s.")
            age(server, wait - 30)
            assert int(one.improve(key).headers["retry-after"]) <= 30
            age(server, 30)
            assert one.improve(key).status_code == 200
        with homes[1].serve("--limits", "pro=6") as again:
            answers = [again.improve(key).status_code for _ in range(6)]
            assert answers.count(429) >= 1, "a restart forgets nothing"


def test_without_redis_nobody_is_let_in_uncounted(folder: Path) -> None:
    home = Home(folder)
    key = home.key("pro")
    with redis_server(folder) as server, home.serve("--redis-url", server.url) as service:
        assert service.improve(key).status_code == 200
        with server.client() as client:
            client.shutdown(nosave=True)
        refused = service.generate(key)
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "Redis does not answer" in error_of(refused)
        told(service.process.err.lines, "Redis does not answer")
        assert PASSWORD not in "\n".join(service.process.err.lines) + refused.text


@pytest.mark.parametrize("url", ["http://127.0.0.1", f"redis://x:{PASSWORD}@127.0.0.1:port", "redis"])
def test_an_address_that_is_none_is_refused_unseen(tmp_path: Path, url: str) -> None:
    done = Home(tmp_path, {"GETCODE_REDIS_URL": url}).run("serve", "--port", "0")
    assert done.returncode == 1
    assert "Redis" in done.stderr
    assert PASSWORD not in done.stderr


def test_a_redis_that_is_not_there_is_found_out_at_the_first_request(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    home = Home(tmp_path, {"GETCODE_REDIS_URL": f"redis://127.0.0.1:{port}"})
    key = home.key("pro")
    with home.serve() as service:
        assert service.improve(key).status_code == 503
        assert service.get(key, "/healthz").status_code == 200
