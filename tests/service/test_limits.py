"""The hourly limit: exact, kept over a restart, shared by two services; and too many wrong keys."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from getcode_lsp.service.access.callers import Caller
from getcode_lsp.service.access.guesses import Guesses
from getcode_lsp.service.access.limits import DEFAULT_LIMITS, HOUR, KeptLimits, parse_limits
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import Database
from tests.service.serving import Home, Running, error_of


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


PRO = Caller("key", Plan.PRO)


def limits(clock: Clock, most: int) -> KeptLimits:
    return KeptLimits(Database(None), {**DEFAULT_LIMITS, Plan.PRO: most}, clock)


async def test_after_the_time_that_is_said_and_not_before() -> None:
    clock = Clock()
    counted = limits(clock, 2)
    assert await counted.take(PRO) is None
    clock.now += 100.25
    assert await counted.take(PRO) is None
    clock.now += 0.5
    assert await counted.take(PRO) == 3500, "3499.25 s, rounded up"
    clock.now += 3499
    assert await counted.take(PRO) == 1
    clock.now += 0.25
    assert await counted.take(PRO) is None
    assert await counted.take(PRO) == 101


async def test_it_is_what_a_list_of_times_says() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    rng, clock = random.Random(seed), Clock()
    most = {Plan.FREE: 1, Plan.STARTER: 3, Plan.PRO: 7}
    counted = KeptLimits(Database(None), most, clock)
    callers = [Caller(f"{plan.word}{n}", plan) for plan in Plan for n in range(2)]
    taken: dict[str, list[float]] = {caller.key_id: [] for caller in callers}
    for _ in range(600):
        clock.now += rng.expovariate(1 / 200)
        caller = rng.choice(callers)
        inside = [at for at in taken[caller.key_id] if at > clock.now - HOUR]
        wait = await counted.take(caller)
        if len(inside) < most[caller.plan]:
            assert wait is None
            taken[caller.key_id].append(clock.now)
        else:
            left = inside[-most[caller.plan]] + HOUR - clock.now
            assert wait is not None
            assert left <= wait < left + 1


async def test_a_smaller_limit_counts_at_once_and_a_clock_that_was_set_back_locks_nobody_out() -> None:
    clock, database = Clock(), Database(None)
    many = KeptLimits(database, {**DEFAULT_LIMITS, Plan.PRO: 5}, clock)
    for _ in range(5):
        assert await many.take(PRO) is None
        clock.now += 10
    few = KeptLimits(database, {**DEFAULT_LIMITS, Plan.PRO: 2}, clock)
    assert await few.take(PRO) == 3580, "the second newest has to go"
    clock.now -= 7 * 24 * HOUR
    assert await few.take(PRO) == HOUR
    clock.now += HOUR
    assert await few.take(PRO) is None


@pytest.mark.parametrize(
    "words", ["", "pro", "pro=0", "pro=-1", "pro=1e3", "gold=1", "pro=9999999", "pro=5;free=1"]
)
def test_limits_that_make_no_sense_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"plan is one of|as in pro=500"):
        parse_limits(words)


def test_limits_by_words() -> None:
    assert parse_limits("pro=7, free=2") == {Plan.FREE: 2, Plan.STARTER: 60, Plan.PRO: 7}


def test_a_bad_limit_of_the_environment_is_named(tmp_path: Path) -> None:
    done = Home(tmp_path, {"GETCODE_LIMITS": "pro=none"}).run("serve", "--port", "0")
    assert done.returncode == 2
    assert "GETCODE_LIMITS" in done.stderr


def wait_of(response: httpx.Response) -> int:
    """The seconds of a 429."""
    assert response.status_code == 429
    wait = int(response.headers["retry-after"])
    assert error_of(response) == f"The Pro plan's requests of this hour are used up: try again in {wait} s."
    return wait


def age(home: Home, seconds: float) -> None:
    """Let time pass for everything that was counted."""
    with sqlite3.connect(home.database) as connection:
        connection.execute("UPDATE uses SET at = at - ?", (seconds,))
    connection.close()


def test_the_limit_survives_a_restart_and_ends_when_it_said(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_LIMITS": "pro=3"})
    key, other = home.key("pro"), home.key("pro")
    with home.serve() as service:
        assert service.generate(key, prompt=" ").status_code == 400, "what is refused is not counted"
        assert service.improve(key).status_code == 200
        assert service.generate(key).status_code == 200
    with home.serve() as service:
        assert service.generate(key).status_code == 200
        wait = wait_of(service.generate(key))
        assert 3500 < wait <= 3600
        assert wait_of(service.improve(key)) <= wait, "one limit for all endpoints"
        assert service.generate(other).status_code == 200, "each key has its own"
        assert service.get(key, "/api/history").status_code == 200, "to look is not counted"
        age(home, wait - 60)
        assert wait_of(service.generate(key)) <= 60
        age(home, 60)
        assert service.generate(key).status_code == 200


def test_two_services_on_one_database_count_together(tmp_path: Path) -> None:
    home = Home(tmp_path)
    key = home.key("pro")
    with home.serve("--limits", "pro=20") as one, home.serve("--limits", "pro=20") as two:
        start = threading.Barrier(16)

        def ask(number: int) -> list[int]:
            service = (one, two)[number % 2]
            with service.client(key) as client:
                start.wait()
                asked = {"prompt": "a shop", "outputType": "api"}
                return [client.post("/api/improve", json=asked).status_code for _ in range(3)]

        with ThreadPoolExecutor(16) as pool:
            answers = [status for statuses in pool.map(ask, range(16)) for status in statuses]
    assert Counter(answers) == {200: 20, 429: 28}


def test_the_operators_own_key_is_limited_only_where_limits_are_given(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": "gc_own"})
    with home.serve("--limits", "pro=1") as service:
        assert service.improve("gc_own").status_code == 200
        wait_of(service.improve("gc_own"))
    with home.serve() as service:
        assert service.improve("gc_own").status_code == 200


def test_a_database_that_is_locked_by_another_lets_nobody_in_uncounted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    key = home.key("pro")
    with home.serve() as service:
        holder = sqlite3.connect(home.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        refused = service.improve(key)
        holder.execute("ROLLBACK")
        holder.close()
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert error_of(refused).startswith("The service can't reach its own data")
        assert service.improve(key).status_code == 200
        assert any("locked" in line for line in service.process.err.lines)


def test_wrong_keys_are_counted_by_address_and_lock_no_neighbour_out() -> None:
    clock = Clock()
    guesses = Guesses(3, 60.0, clock)
    guesses.was_right("192.0.2.1", "mine")
    for _ in range(3):
        assert guesses.wait("192.0.2.1") is None
        guesses.was_wrong("192.0.2.1")
        clock.now += 10
    assert guesses.wait("192.0.2.1") == 30
    assert guesses.wait("192.0.2.2") is None
    assert guesses.knows("192.0.2.1", "mine")
    assert not guesses.knows("192.0.2.2", "mine")
    clock.now += 30
    assert guesses.wait("192.0.2.1") is None
    for address in ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:0:1::"):
        guesses.was_wrong(address)
    assert guesses.wait("2001:db8::2") == 60, "a /64 is one customer"
    assert guesses.wait("2001:db8:0:1::2") is None


def test_the_addresses_that_are_remembered_are_bounded() -> None:
    guesses = Guesses(1, 60.0, Clock())
    for number in range(10_001):
        guesses.was_wrong(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        guesses.was_right(f"10.0.{number >> 8}.{number & 255}", "key")
    assert guesses.wait("10.0.0.0") is None
    assert guesses.wait("10.0.39.16") == 60
    assert not guesses.knows("10.0.0.0", "key")


def wrong_until_refused(service: Running) -> httpx.Response:
    for number in range(100):
        response = service.improve(f"wrong-{number}")
        if response.status_code == 429:
            return response
        assert response.status_code == 401
    raise AssertionError("a hundred wrong keys were looked at")


def test_an_address_that_guesses_has_to_wait_whatever_key_it_tries_next(tmp_path: Path) -> None:
    home = Home(tmp_path)
    known, new = home.key("pro"), home.key("pro")
    with home.serve() as service:
        assert service.improve(known).status_code == 200
        refused = wrong_until_refused(service)
        assert error_of(refused) == "Too many wrong keys came from this address."
        assert 0 < int(refused.headers["retry-after"]) <= 300
        assert service.improve(new).status_code == 429, "a guess that is right is not told"
        assert service.improve(known).status_code == 200, "whoever worked here before goes on"
        with httpx.Client(base_url=service.url, trust_env=False) as nobody:
            assert nobody.post("/api/improve").status_code == 401, "no key is no guess"
            assert nobody.get("/healthz").status_code == 200
