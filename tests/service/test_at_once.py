"""Many at once, and a service that is killed in the middle of it."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.service.odd_service import KEY
from tests.service.processes import wait_until
from tests.service.serving import PROMPT, Home, events
from tests.service.test_history import odd

CLIENTS = 64


def test_64_scaffold_streams_at_once_are_each_whole(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY})
    kinds = (
        {"language": "python"},
        {"language": "nodejs"},
        {"outputType": "website"},
        {"outputType": "chart"},
    )
    prompts = [f"{PROMPT}, a number of pages and a shelf {'A' * (1 + n // 4)}" for n in range(CLIENTS)]
    with home.serve() as service:

        def ask(number: int, client: httpx.Client) -> list[Any]:
            asked = {"prompt": prompts[number], "outputType": "api", **kinds[number % 4]}
            return events(client.post("/api/generate", json=asked))

        with service.client(KEY) as client:
            alone = [ask(number, client) for number in range(8)]
        together = threading.Barrier(CLIENTS)

        def all_at_once(number: int) -> list[Any]:
            with service.client(KEY) as client:
                together.wait()  # without a connection: an idle one may be closed while the others come
                return ask(number, client)

        with ThreadPoolExecutor(CLIENTS) as pool:
            got = list(pool.map(all_at_once, range(CLIENTS)))
        assert [one[-1]["type"] for one in got] == [alone[n % 4][-1]["type"] for n in range(CLIENTS)]
        assert got[:8] == alone
        listed = service.get(KEY, "/api/history?limit=100").json()["generations"]
        done = [one for one in (*got, *alone) if one[-1]["type"] == "done"]
        assert len(listed) == len(done) >= 32
        assert not any("Traceback" in line for line in service.process.err.lines)


def test_64_open_streams_get_their_tokens_and_end_with_their_clients(tmp_path: Path) -> None:
    with odd(tmp_path) as (service, key):
        diary = tmp_path / "diary"
        clients = [service.client(key) for _ in range(CLIENTS)]
        asked = {"prompt": "forever", "outputType": "api"}
        streams = [
            client.send(client.build_request("POST", "/api/generate", json=asked), stream=True)
            for client in clients
        ]
        texts = [
            stream.iter_lines() for stream in streams
        ]  # kept: an iterator that is dropped ends its stream
        for lines in texts:
            assert next(lines).startswith('data: {"type": "token"')
        assert "closed" not in diary.read_text()
        for client in clients:
            client.close()
        closed = wait_until(
            lambda: diary.read_text().count("closed forever") == CLIENTS, "64 engines stopped", within=5.0
        )
        print("all stopped after", closed)


def test_on_the_free_plan_two_generate_and_the_others_wait_their_turn(tmp_path: Path) -> None:
    with ExitStack() as stack:
        service, _ = stack.enter_context(odd(tmp_path))
        free = Home(tmp_path).said("keys", "add", "--plan", "free", "--data", str(tmp_path)).strip()
        streams = []
        for number in range(4):
            client = stack.enter_context(service.client(free))
            asked = {"prompt": f"forever {number}", "outputType": "api"}
            request = client.build_request("POST", "/api/generate", json=asked)
            lines = client.send(request, stream=True).iter_lines()
            assert '"queue"' in next(lines)
            streams.append((client, filter(None, lines)))
        for _, lines in streams[:2]:
            assert '"token"' in next(lines)
        streams[2][0].close()  # one that waits goes away, and keeps nobody from the place
        streams[0][0].close()
        assert next(line for line in streams[3][1] if '"queue"' not in line).startswith(
            'data: {"type": "token"'
        )
        assert "forever 2" not in (tmp_path / "diary").read_text(), "the engine never heard of it"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a service is killed with SIGKILL")
def test_a_service_that_is_killed_forgets_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_LIMITS": "pro=3"})
    key = home.key("pro")
    with home.serve() as service:
        assert events(service.generate(key))[-1]["type"] == "done"
        assert service.improve(key).status_code == 200
        service.process.popen.send_signal(signal.SIGKILL)
        service.process.exit_code(5)
    with home.serve() as service:
        assert [one["prompt"] for one in service.get(key, "/api/history").json()["generations"]] == [PROMPT]
        assert service.improve(key).status_code == 200
        assert service.improve(key).status_code == 429
