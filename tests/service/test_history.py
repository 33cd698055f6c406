"""The history: what is kept of a generation, for whom, for how long, and how it is seen."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from getcode_lsp.service.database import Database
from getcode_lsp.service.history import Generation, History
from tests.service.conftest import ODD_SERVICE
from tests.service.odd_service import KEY
from tests.service.serving import PROMPT, Home, Running, error_of, events


@contextmanager
def odd(folder: Path) -> Iterator[tuple[Running, str]]:
    """The service with the odd engine and a database, and its key."""
    diary = folder / "diary"
    diary.touch()
    folder.chmod(0o700)
    with Home(folder).serve(str(diary), "--data", str(folder), program=[ODD_SERVICE]) as service:
        yield service, KEY


@dataclass
class Kept:
    """A service that has generated for two keys."""

    home: Home
    service: Running
    mine: str
    other: str
    outputs: list[str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    home = Home(tmp_path_factory.mktemp("history"))
    mine, other = home.key("pro", "mine"), home.key("pro", "other")
    with home.serve() as service:
        answers = [
            service.generate(mine, language="python", originalPrompt="books, pls \U0001f4da"),
            service.generate(other),
            service.generate(mine, outputType="api"),
        ]
        outputs = ["".join(event.get("text", "") for event in events(answer)) for answer in answers]
    with home.serve() as service:  # all that follows is seen after a restart
        yield Kept(home, service, mine, other, outputs)


def listed(service: Running, key: str, query: str = "") -> list[dict[str, Any]]:
    response = service.get(key, f"/api/history{query}")
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    assert list(answer) == ["generations"]
    generations: list[dict[str, Any]] = answer["generations"]
    return generations


def test_what_is_kept_of_a_generation(kept: Kept) -> None:
    new, old = listed(kept.service, kept.mine)
    created = old.pop("created")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", created)
    assert datetime.now(timezone.utc) - datetime.fromisoformat(f"{created[:-1]}+00:00") < timedelta(minutes=5)
    assert old == {
        "id": 1,
        "prompt": PROMPT,
        "originalPrompt": "books, pls \U0001f4da",
        "outputType": "api",
        "language": "python",
        "languageIgnored": False,
        "model": "scaffold",
        "tokensUsed": -(-len(kept.outputs[0]) // 4),
    }
    assert (new["originalPrompt"], new["language"]) == (None, "auto")
    whole = kept.service.get(kept.mine, "/api/history/1").json()
    assert whole == {**old, "created": created, "output": kept.outputs[0]}


def test_a_key_sees_its_own_only(kept: Kept) -> None:
    assert [entry["id"] for entry in listed(kept.service, kept.mine)] == [3, 1]
    assert [entry["id"] for entry in listed(kept.service, kept.other)] == [2]
    for number in (2, 4, 2**53 - 1):
        refused = kept.service.get(kept.mine, f"/api/history/{number}")
        assert refused.status_code == 404
        assert error_of(refused) == "This key has no generation of this id."
    assert kept.service.get("wrong", "/api/history").status_code == 401


def test_pages(kept: Kept) -> None:
    assert [entry["id"] for entry in listed(kept.service, kept.mine, "?limit=1")] == [3]
    assert [entry["id"] for entry in listed(kept.service, kept.mine, "?limit=1&before=3")] == [1]
    assert listed(kept.service, kept.mine, "?before=1") == []


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=x", "limit"),
        ("?before=0", "before"),
        ("?before=-1", "before"),
        ("?before=99999999999999999999", "before"),
        ("?before=", "before"),
        ("?limit=1&limit=2", "once"),
        ("?offset=3", "'offset'"),
        ("/0", "id"),
        ("/x", "id"),
        ("/1?limit=1", "'limit'"),
        ("/%D9%A1", "id"),
    ],
)
def test_a_bad_parameter_is_named(kept: Kept, path: str, named: str) -> None:
    refused = kept.service.get(kept.mine, f"/api/history{path}")
    assert refused.status_code == 400
    assert named in error_of(refused)


def test_the_command_lists_all_keys_and_shows_what_came(kept: Kept) -> None:
    entries = json.loads(kept.home.said("history", "--json"))
    assert [entry["id"] for entry in entries] == [3, 2, 1]
    ids = {entry["name"]: entry["id"] for entry in json.loads(kept.home.said("keys", "list", "--json"))}
    assert [entry["key"] for entry in entries] == [ids["mine"], ids["other"], ids["mine"]]
    assert [e["id"] for e in json.loads(kept.home.said("history", "--json", "--key", ids["other"]))] == [2]
    assert len(json.loads(kept.home.said("history", "--json", "--limit", "1"))) == 1
    assert kept.home.said("history", "show", "1") == kept.outputs[0]
    assert json.loads(kept.home.said("history", "show", "1", "--json"))["output"] == kept.outputs[0]
    lines = kept.home.said("history").splitlines()
    assert "api python" in lines[4]
    assert PROMPT in lines[5]
    assert kept.home.run("history", "show", "9").returncode == 2


def test_what_is_removed_is_gone_for_the_service_too(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert "Nothing" in home.said("history")
    assert home.run("history", "remove").returncode == 2
    key = home.key("pro")
    with home.serve() as service:
        for _ in range(3):
            service.generate(key)
        assert home.said("history", "remove", "2") == "1 removed.\n"
        assert [entry["id"] for entry in listed(service, key)] == [3, 1]
        assert home.run("history", "remove", "2").returncode == 2
        assert home.said("history", "remove", "--all") == "2 removed.\n"
        assert listed(service, key) == []
        service.generate(key)
        assert listed(service, key)[0]["id"] == 4, "an id is never used again"


def test_no_history(tmp_path: Path) -> None:
    home = Home(tmp_path)
    key = home.key("pro")
    with home.serve("--no-history") as service:
        assert events(service.generate(key))[-1]["type"] == "done"
        for path in ("/api/history", "/api/history/1"):
            refused = service.get(key, path)
            assert (refused.status_code, error_of(refused)) == (404, "This service keeps no history.")
    assert PROMPT.encode() not in b"".join(path.read_bytes() for path in home.database.parent.iterdir())


def test_a_language_that_does_not_count_is_kept_as_ignored(tmp_path: Path) -> None:
    """With the odd engine, which takes every output type and says what it was asked."""
    with odd(tmp_path) as (service, key):
        heard = events(service.generate(key, "echo", outputType="chart", language="vue"))
        assert heard[0]["text"].split() == ["chart", "auto"]
        service.generate(key, "echo", outputType="website", language="vue")
        service.generate(key, "echo", outputType="chart", language="auto")
        seen = [(one["outputType"], one["language"], one["languageIgnored"]) for one in listed(service, key)]
    assert seen == [("chart", "auto", False), ("website", "vue", False), ("chart", "vue", True)]


def test_only_what_was_completed_is_kept(tmp_path: Path) -> None:
    with odd(tmp_path) as (service, key):
        for prompt in ("refuse", "break late", "down"):
            assert events(service.generate(key, prompt))[-1]["type"] == "error"
        with service.client(key) as client:
            asked = {"prompt": "forever", "outputType": "api"}
            with client.stream("POST", "/api/generate", json=asked) as stream:
                next(stream.iter_lines())
        service.generate(key, "wait")
        assert [(one["prompt"], one["tokensUsed"]) for one in listed(service, key)] == [("wait", 77)]


def test_a_history_that_can_not_be_written_costs_nobody_their_text(tmp_path: Path) -> None:
    with odd(tmp_path) as (service, key):
        path = tmp_path / "service.sqlite3"
        with sqlite3.connect(path) as connection:
            connection.execute("DROP TABLE generations")
        connection.close()
        assert events(service.generate(key, "count 2"))[-1]["type"] == "done"
        assert service.get(key, "/api/history").status_code == 503
        assert any("not in the history" in line for line in service.process.err.lines)


def generation(key_id: str, output: str = "out") -> Generation:
    return Generation(0, key_id, 0.0, "p", None, "api", "auto", False, "odd", 1, output)


async def test_it_is_bounded_in_number_for_each_key_and_in_age() -> None:
    now = [0.0]
    history = History(Database(None), most=3, days=2, clock=lambda: now[0])
    for number in range(5):
        now[0] = number * 3600.0
        await history.add(generation("busy"))
    await history.add(generation("quiet"))
    assert [one.number for one in history.page(None, 10)] == [6, 5, 4, 3]
    now[0] += 2 * 24 * 3600 - 1
    assert [one.number for one in history.page(None, 10)] == [6, 5]
    assert history.get(4) is None
    await history.add(generation("quiet"))
    assert [one.number for one in history.page("quiet", 10)] == [7, 6]
    now[0] += 1
    assert [one.number for one in history.page(None, 10)] == [7, 6, 5]
    now[0] += 1
    assert [one.number for one in history.page(None, 10)] == [7]


async def test_text_of_every_kind_comes_back() -> None:
    history = History(Database(None))
    await history.add(generation("key", "a\x00b\r\n\u2028\ud83d\ude00\ud800"))
    found = history.get(1)
    assert found is not None
    assert found.output == "a\x00b\r\n\u2028\U0001f600\ufffd"
