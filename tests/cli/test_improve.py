"""`getcode-lsp improve`: a better prompt on standard output."""

from __future__ import annotations

import json

from tests.cli.running import Shell
from tests.fakes.api import done, improved, respond
from tests.fakes.api_thread import ThreadedFakeApi


def test_the_better_prompt_comes_out_and_can_be_piped_on(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(improved("A landing page\nwith a hero", 312), path="/api/improve")
    ran = shell.run("improve", "landing page", "--type", "website")
    assert (ran.code, ran.out) == (0, "A landing page\nwith a hero\n")
    assert "312 tokens" in ran.err
    assert api.requests[0].json == {"prompt": "landing page", "outputType": "website"}
    api.script("ok", done(), path="/api/generate")
    assert shell.run("generate", "-", stdin=ran.raw).code == 0
    assert api.requests[1].json["prompt"] == "A landing page\nwith a hero"


def test_as_json(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(improved("Better é", 5))
    told = json.loads(shell.run("improve", "-", "--json", "-q", stdin="good").out)
    assert told == {"improved": "Better é", "outputType": "api", "tokensUsed": 5}


def test_into_a_file_but_never_over_one(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(improved("Better", 5))
    told = json.loads(shell.run("improve", "good", "--json", "-o", "brief.md").out)
    assert told == {"file": "brief.md", "outputType": "word", "tokensUsed": 5}
    assert (shell.folder / "brief.md").read_text() == "Better\n"
    assert shell.run("improve", "good", "-o", "brief.md").code == 2
    assert len(api.requests) == 1


def test_a_refused_key(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(respond(401, {"error": "no"}))
    ran = shell.run("improve", "good")
    assert (ran.code, ran.out) == (3, "")
    assert "login" in ran.err


def test_the_waits_between_tries_are_told(shell: Shell, api: ThreadedFakeApi) -> None:
    api.script(respond(503, {"error": "busy"}, {"Retry-After": "0.1"}), times=1)
    api.script(improved("Better"))
    ran = shell.run("improve", "good")
    assert (ran.code, ran.out) == (0, "Better\n")
    assert "trying again" in ran.err
