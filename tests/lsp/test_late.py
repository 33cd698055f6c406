"""What comes late finds its place anew, or nothing happens: answers to questions, settings, keys, the end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE, Profile
from tests.lsp.conftest import SERVER

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
LOCAL = "Use the local service"
BOOKSTORE = "# A bookstore API with books (title, author, price)$0\nx = 1\n"
SLOW = 40.0  # seconds, for a child process on a loaded machine


async def asked_for_a_service(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> Editor:
    """A generation without key and URL, the question still open."""
    ed = editors(profile)
    await ed.start(SERVER, environment)
    ed.open(BOOKSTORE)
    await ed.generate()
    await ed.asked("no API key")
    return ed


@in_vscode
async def test_the_comment_is_found_again_when_the_question_is_answered(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = await asked_for_a_service(editors, environment, profile)
    question = await ed.asked("no API key")
    ed.go_to_start()
    ed.type("import os\n")
    question.choose(LOCAL)
    await ed.until(lambda: "FastAPI(" in ed.text and ed.text.endswith("\nx = 1\n"), "an API", SLOW)
    await ed.progress_ended(within=SLOW)
    assert ed.text.startswith("import os\n# A bookstore API with books (title, author, price)\n")


@in_vscode
async def test_a_file_that_was_closed_meanwhile_is_left_alone(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = await asked_for_a_service(editors, environment, profile)
    question = await ed.asked("no API key")
    ed.close()
    question.choose(LOCAL)
    await ed.caught_up()
    assert ed.edits.received == []


@in_vscode
async def test_a_close_ends_all_streams_of_a_document_before_one_of_them_sends(
    editors: Callable[..., Editor], with_key: dict[str, str], api: FakeApi, profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, with_key)
    ed.open("# one$0\nx = 1\n# two\n")
    ed.edits.holding = True
    await ed.generate()
    one = await api.request()
    await one.send("a = 1")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    await ed.generate(end="# two")
    two = await api.request()
    await two.send("b = 2")
    await ed.caught_up()
    ed.close()
    await one.closed(within=0.5)
    await two.closed(within=0.5)
    await ed.caught_up()
    assert ed.edits.waiting == 1


@in_vscode
async def test_what_was_not_written_is_kept_when_the_editor_goes(
    editors: Callable[..., Editor], with_key: dict[str, str], api: FakeApi, profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, with_key)
    ed.open("# make a list$0\n")
    ed.edits.holding = True
    await ed.generate()
    request = await api.request()
    await request.send("a = 1")
    await ed.until(lambda: ed.edits.waiting == 1, "an edit")
    await request.send("\nb = 2")
    await ed.progress_says("11 characters")
    ed.ends_abruptly()
    stdin = ed.client.process.stdin
    assert stdin is not None
    stdin.close()
    await ed.gone(code=1, within=2)
    assert ed.recovered == "a = 1\nb = 2"


@in_vscode
async def test_a_key_that_comes_by_login_is_found_by_the_next_try(
    editors: Callable[..., Editor],
    environment: dict[str, str],
    api: FakeApi,
    profile: Profile,
) -> None:
    import subprocess

    there = {**environment, "GETCODE_BASE_URL": api.url}
    ed = editors(profile, api.key)
    await ed.start(SERVER, there)
    ed.open("# make a list$0\n")
    await ed.generate()
    (await ed.asked("no API key")).dismiss()
    await ed.progress_ended()
    command = [sys.executable, "-m", "getcode_lsp", "login", "--stdin"]
    subprocess.run(command, input=f"{api.key}\n", text=True, env=there, check=True, capture_output=True)  # noqa: ASYNC221
    await ed.generate()
    request = await api.request()
    assert request.headers["authorization"] == f"Bearer {api.key}"
    await request.done()
    await ed.progress_ended()


@in_vscode
async def test_a_keyring_that_does_not_answer_does_not_hold_up_the_end(
    editors: Callable[..., Editor], environment: dict[str, str], tmp_path: Path, profile: Profile
) -> None:
    stuck = tmp_path / "site" / "keyring"
    stuck.mkdir(parents=True)
    (stuck / "__init__.py").write_text(
        "import time\n"
        "def get_password(*_): time.sleep(60)\n"
        "set_password = delete_password = get_keyring = get_password\n"
    )
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "PYTHONPATH": str(stuck.parent)})
    ed.open("# make a list$0\n")
    await ed.generate()
    await ed.progress_began()
    ed.cancel()
    await ed.progress_ended()
    await ed.shutdown()
    await ed.exit(code=0, within=2)


@in_vscode
async def test_a_cancelled_command_does_not_start_when_the_settings_come(
    editors: Callable[..., Editor], with_key: dict[str, str], api: FakeApi, profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, with_key)
    ed.open("# make a list$0\n")
    at = {"line": 0, "character": 13}
    argument = {"uri": ed.buffer.uri, "range": {"start": at, "end": at}}
    # The server asks for the settings at the first message; the command and its cancel are right behind it.
    ed.send("workspace/didChangeConfiguration", {"settings": None})
    ed.send("workspace/executeCommand", {"command": "getcode.generate", "arguments": [argument]}, id="late-1")
    ed.send("workspace/executeCommand", {"command": "getcode.cancel", "arguments": []}, id="late-2")
    await ed.configure({"apply": "live"})
    await ed.caught_up()
    assert api.requests == []
