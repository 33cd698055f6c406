"""Keys and plans: made, listed and revoked on the command line, and what each plan may do."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from getcode_lsp.service.access.accounts import Accounts
from getcode_lsp.service.access.callers import EitherOf, OneKey
from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.database import Database
from tests.service.processes import told
from tests.service.serving import Home, Running, error_of, events

KEY = re.compile(r"gc_([0-9a-f]{8})_[\w-]{43}")


@dataclass
class Team:
    """A service with a key of each plan."""

    home: Home
    service: Running
    keys: dict[str, str]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    home = Home(tmp_path_factory.mktemp("team"))
    keys = {plan: home.key(plan) for plan in ("free", "starter", "pro")}
    with home.serve() as service:
        yield Team(home, service, keys)
        assert not any("key" in line for line in service.process.out.lines), (
            "none is made where some are kept"
        )


@pytest.mark.parametrize(
    ("plan", "improve", "generate"), [("free", 403, 403), ("starter", 200, 403), ("pro", 200, 200)]
)
def test_what_each_plan_may_do(team: Team, plan: str, improve: int, generate: int) -> None:
    key = team.keys[plan]
    improved, generated = team.service.improve(key), team.service.generate(key)
    assert (improved.status_code, generated.status_code) == (improve, generate)
    if improve == 403:
        assert error_of(improved) == "This needs the Starter plan; the key has the Free plan."
    if generate == 403:
        assert error_of(generated).startswith("This needs the Pro plan; the key has the ")
    else:
        assert events(generated)[-1]["type"] == "done"
    assert team.service.get(key, "/api/history").status_code == 200


def test_the_plan_is_checked_before_the_body(team: Team) -> None:
    with team.service.client(team.keys["free"], **{"Content-Type": "text/plain"}) as client:
        assert client.post("/api/generate", content=b"no JSON").status_code == 403


def test_a_key_is_shown_once_and_only_a_hash_is_kept(team: Team) -> None:
    kept = b"".join(path.read_bytes() for path in team.home.database.parent.iterdir())
    listed = team.home.said("keys", "list") + team.home.said("keys", "list", "--json")
    for key in team.keys.values():
        found = KEY.fullmatch(key)
        assert found
        assert found[1] in listed
        secret = key.removeprefix(f"gc_{found[1]}_")
        assert secret not in listed
        assert secret.encode() not in kept


def test_the_database_is_for_its_owner_alone(team: Team) -> None:
    assert stat.S_IMODE(team.home.database.parent.stat().st_mode) == 0o700
    files = sorted(team.home.database.parent.iterdir())
    assert {path.suffix for path in files} >= {".sqlite3", ".sqlite3-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_service_that_runs_takes_new_keys_and_drops_revoked_ones(team: Team) -> None:
    key = team.home.key("pro", "carol")
    assert team.service.generate(key).status_code == 200
    team.home.said("keys", "revoke", "carol")
    assert team.service.generate(key).status_code == 401
    listed = {entry["name"]: entry for entry in json.loads(team.home.said("keys", "list", "--json"))}
    assert listed["carol"]["revoked"]
    again = team.home.said("keys", "revoke", listed["carol"]["id"])
    assert again == f"The key {listed['carol']['id']} was revoked before.\n"


def test_a_key_with_another_ones_id_is_wrong(team: Team) -> None:
    mine, other = team.keys["pro"], team.keys["free"]
    mixed = f"gc_{other.split('_')[1]}_{mine.split('_', 2)[2]}"
    for wrong in (mixed, mine[:-1], f"{mine}x", mine.upper(), f"gc_{'0' * 8}_x", "gc__", "own"):
        assert team.service.generate(wrong).status_code == 401


def test_no_key_is_revoked_by_a_key_an_unknown_name_or_two(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert "no keys" in home.said("keys", "list")
    assert not home.database.exists(), "to look makes nothing"
    key = home.key("pro", "twin")
    home.key("free", "twin")
    for which, said in ((key, "not the key itself"), ("nobody", "no such key"), ("twin", "2 keys")):
        done = home.run("keys", "revoke", which)
        assert done.returncode == 2
        assert said in done.stderr
        assert key not in done.stdout + done.stderr


def test_a_name_that_would_break_the_list_is_refused(tmp_path: Path) -> None:
    for name in ("a\nb", "x" * 101, "\x1b[31m"):
        done = Home(tmp_path).run("keys", "add", name)
        assert (done.returncode, done.stdout) == (2, "")


def test_free_keys_generate_where_the_service_lets_them_after_a_queue_notice(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_FREE_MAY_GENERATE": "1"})
    free, starter = home.key("free"), home.key("starter")
    with home.serve() as service:
        got = events(service.generate(free))
        assert got[0] == {"type": "queue", "message": "Free plan: the generation will begin shortly."}
        assert {event["type"] for event in got[1:-1]} == {"token"}
        assert got[-1]["type"] == "done"
        assert events(service.generate(starter))[0]["type"] == "token"
        assert service.improve(free).status_code == 403


def test_without_kept_keys_one_is_made_and_works_beside_those_that_come(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.serve() as service:
        made = service.process.out.next().removeprefix("key: ")
        assert service.generate(made).status_code == 200
        assert service.generate(home.key("pro")).status_code == 200
        assert service.generate(made).status_code == 200
    home.said("keys", "revoke", json.loads(home.said("keys", "list", "--json"))[0]["id"])
    with home.serve() as service:
        assert service.process.out.next().startswith("key: "), "all are revoked: one is made"


def test_the_environments_key_and_the_kept_ones_both_work(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": "gc_of_the_operator"})
    kept = home.key("starter")
    with home.serve() as service:
        assert service.generate("gc_of_the_operator").status_code == 200
        assert service.improve(kept).status_code == 200
        assert service.generate(kept).status_code == 403
        assert not any("key" in line for line in service.process.out.lines)


def test_without_limits_any_right_key_may(tmp_path: Path) -> None:
    home = Home(tmp_path)
    free = home.key("free")
    with home.serve("--no-limits", "--limits", "free=1") as service:
        for _ in range(2):
            assert events(service.generate(free))[0]["type"] == "token"
        assert service.generate("wrong").status_code == 401


def test_a_child_of_an_editor_writes_nothing_and_knows_no_other_key(tmp_path: Path) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": "gc_of_the_editor"})
    with home.serve("--no-limits", "--parent-pipe") as service:
        assert service.generate("gc_of_the_editor").status_code == 200
        page = service.get("gc_of_the_editor", "/api/history").json()
        assert len(page["generations"]) == 1, "the history is in memory"
        assert not home.database.exists()
        assert service.generate(home.key("pro")).status_code == 401
    assert list(tmp_path.iterdir()) == [tmp_path / "data"], "which `keys add` made"


async def test_every_wrong_key_is_compared_with_something(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = Accounts(Database(None))
    _, key = accounts.add("", Plan.STARTER)
    compared: list[bytes] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(other)
        return one == other

    monkeypatch.setattr("hmac.compare_digest", compare)
    keys = EitherOf(OneKey("own"), accounts)
    for given in (key, f"gc_{'0' * 8}_{key[12:]}", "own"):
        await keys.find(given)
    assert len(compared) == 5, "the own key each time; a kept one for each key of their shape"
    found = await keys.find(key)
    assert found is not None
    assert (found.plan, found.limited) == (Plan.STARTER, True)


def test_two_processes_make_the_database_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    home = Home(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda number: home.key("pro", f"k{number}"), range(4)))
    assert len(set(keys)) == len(json.loads(home.said("keys", "list", "--json"))) == 4


@pytest.mark.parametrize("wrong", ["newer", "no database", "open folder", "link"])
def test_a_database_that_can_not_be_used_is_named(tmp_path: Path, wrong: str) -> None:
    home = Home(tmp_path)
    home.key("pro")
    if wrong == "newer":
        with sqlite3.connect(home.database) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    elif wrong == "no database":
        for path in home.database.parent.iterdir():
            path.unlink()
        home.database.write_text("this is a text, and a long one, too\n" * 100)
    elif wrong == "open folder":
        home.database.parent.chmod(0o755)
    else:
        home.database.rename(tmp_path / "elsewhere")
        home.database.symlink_to(tmp_path / "elsewhere")
    for words in (("keys", "list"), ("keys", "add"), ("history",), ("serve", "--port", "0")):
        done = home.run(*words)
        assert (done.returncode, done.stdout) == (1, ""), words
        assert "Traceback" not in done.stderr
        assert str(home.database.parent) in done.stderr


def test_a_home_that_can_not_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the data folder should be")
    with Home(tmp_path).serve() as service:
        key = service.process.out.next().removeprefix("key: ")
        assert service.generate(key).status_code == 200
        told(service.process.err.lines, "kept in memory")
    done = Home(tmp_path).run("serve", "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "can't be opened" in done.stderr
