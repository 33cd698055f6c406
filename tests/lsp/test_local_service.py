"""The embedded default with the real service: no key, no internet; and what a newcomer is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.fakes.editor import Editor
from tests.fakes.profiles import MINIMAL, NEOVIM, VSCODE, Profile
from tests.lsp.conftest import SERVER, every_editor

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
some = pytest.mark.parametrize("profile", [VSCODE, NEOVIM, MINIMAL], ids=lambda profile: profile.name)
BOOKSTORE = "# A bookstore API with books (title, author, price)$0\n"
SLOW = 40.0  # seconds, for a child process on a loaded machine


def children(ed: Editor) -> list[psutil.Process]:
    return psutil.Process(ed.client.process.pid).children(recursive=True)


async def bookstore(ed: Editor) -> None:
    """The text of a whole API is below the comment."""
    await ed.until(lambda: "FastAPI(" in ed.text and "__main__" in ed.text, "an API", SLOW)
    await ed.progress_ended(within=SLOW)
    head, _, code = ed.text.partition("\n")
    assert head == BOOKSTORE.replace("$0", "").strip()
    compile(code, "books.py", "exec")
    assert "/books" in code


@every_editor
async def test_a_bookstore_without_key_or_internet(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)
    await ed.told("scaffold") if profile.progress else await ed.logged("scaffold")


@in_vscode
async def test_the_service_by_setting(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, environment, settings={"service": "local"})
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)


@in_vscode
async def test_the_service_ends_with_the_server_and_knows_no_key(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    secret = "gc_canary_of_the_user"
    ed = editors(profile, secret)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local", "GETCODE_API_KEY": secret})
    assert children(ed) == []
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)
    (child,) = children(ed)
    assert secret not in " ".join(child.cmdline())
    assert secret not in str(child.environ())
    ours = child.environ().get("GETCODE_SERVICE_KEY", "a key by another way")
    assert ours not in " ".join(child.cmdline())
    await ed.finish()
    await gone(child)


@in_vscode
async def test_a_killed_server_leaves_no_service(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)
    (child,) = children(ed)
    ed.ends_abruptly()
    await ed.kill()
    await gone(child)


@in_vscode
async def test_a_service_that_dies_is_started_again(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)
    (child,) = children(ed)
    child.kill()
    await gone(child)
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)


@in_vscode
async def test_a_service_that_dies_while_it_is_asked_is_started_again_and_asked_again(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(BOOKSTORE)
    await ed.generate()
    await bookstore(ed)
    (child,) = children(ed)
    child.suspend()
    ed.open(BOOKSTORE)
    await ed.generate()
    await ed.progress_says("waiting, 1 s")
    child.kill()
    await bookstore(ed)


@in_vscode
async def test_what_the_engine_cannot_do_is_said(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open("# write a function that sorts a list of numbers$0\n")
    await ed.generate()
    await ed.told("scaffold", within=SLOW)
    await ed.progress_ended(within=SLOW)
    assert ed.text == "# write a function that sorts a list of numbers\n"


@in_vscode
async def test_improving_with_the_local_service(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(BOOKSTORE + "x = 1\n")
    await ed.improve()
    await ed.progress_ended(within=SLOW)
    *comment, code, _ = ed.text.split("\n")
    assert code == "x = 1"
    assert len(comment) > 1
    assert all(line.startswith("#") for line in comment)
    assert "price" in ed.text


@some
async def test_without_key_and_url_the_user_is_asked_and_uses_the_local_service(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, environment)
    ed.open(BOOKSTORE)
    await ed.generate()
    question = await ed.asked("key")
    assert len(question.buttons) == 2
    await ed.progress_ended()  # of the first try
    question.choose("use the local service")
    await bookstore(ed)


@some
async def test_without_key_and_url_the_user_may_set_a_key(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, environment)
    ed.open(BOOKSTORE)
    await ed.generate()
    question = await ed.asked("key")
    question.choose("set a key")
    await ed.until(lambda: len(ed.shown) == 2, "how to set one")
    await ed.told("getcode-lsp login")
    await ed.progress_ended()
    assert ed.text == BOOKSTORE.replace("$0", "")


@in_vscode
async def test_without_key_and_url_the_user_may_do_nothing(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    await ed.start(SERVER, environment)
    ed.open(BOOKSTORE)
    await ed.generate()
    (await ed.asked("key")).dismiss()
    await ed.progress_ended()
    await ed.caught_up()
    assert len(ed.shown) == 1
    assert ed.text == BOOKSTORE.replace("$0", "")


@in_vscode
async def test_a_key_that_was_set_meanwhile_is_found(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile, "gc_canary_login")
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "http://127.0.0.1:9"})
    ed.open(BOOKSTORE)
    await ed.generate()
    (await ed.asked("key")).dismiss()
    await ed.progress_ended()
    login = await asyncio.create_subprocess_exec(
        *SERVER,
        "login",
        "--stdin",
        env={**environment, "GETCODE_BASE_URL": "http://127.0.0.1:9"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await login.communicate(b"gc_canary_login\n")
    assert login.returncode == 0, out
    assert b"gc_canary_login" not in out
    await ed.execute("getcode.reloadCredentials")
    await ed.generate()
    await ed.told("GETCODE_BASE_URL", within=20)  # there is nobody at this address, but a key was found
    await ed.progress_ended(within=20)
    files = [path for path in Path(environment["HOME"]).rglob("*") if path.is_file()]  # noqa: ASYNC240
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


async def gone(process: psutil.Process) -> None:
    """The process has ended, within a second or two."""
    deadline = asyncio.get_running_loop().time() + 3
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        assert asyncio.get_running_loop().time() < deadline, f"{process} is still there"
        await asyncio.sleep(0.02)
