"""A generation as a person sees it: Neovim in a terminal of 80 columns, with the keyboard and the screen alone."""

from __future__ import annotations

import os
from pathlib import Path

from tests.editors.seen import Seen
from tests.editors.streams import shaped, tokens
from tests.fakes.api import FakeApi, error

ESC = "\x1b"
CTRL_C = "\x03"


def environment(api: FakeApi) -> dict[str, str]:
    return {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}


async def captured(seen: Seen, name: str) -> None:
    """Keep a screen to be looked at, where GETCODE_TEST_SCREENS names a folder."""
    folder = os.environ.get("GETCODE_TEST_SCREENS")
    if folder:
        write(Path(folder) / f"{name}.txt", "\n".join(await seen.screen()))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")


async def test_from_the_comment_that_is_typed_to_the_u_that_takes_the_code_back(
    tmp_path: Path, api: FakeApi
) -> None:
    async with Seen.start(tmp_path, env=environment(api)) as seen:
        await seen.type(":e a.py\r")
        await seen.shows("a.py    ")
        await seen.type("i# make x" + ESC + ":GetCodeGenerate\r")
        request = await api.request()
        await request.queue("You are third.")
        lines = await seen.shows("You are third.")
        assert lines[0].startswith("# make x ")
        assert "generating: You are third." in lines[0]
        await captured(seen, "queue")
        reply = tokens(12)
        for part in reply[:18]:
            await request.send(part)
        lines = await seen.shows("value_5 = 5")
        assert lines[1:6] == [f"value_{n} = {n}" for n in range(5)]
        await seen.shows("characters")
        await captured(seen, "streaming")
        await seen.type("ggOtyped meanwhile" + ESC)
        await seen.shows("typed meanwhile")
        for part in reply[18:]:
            await request.send(part)
        await request.done()
        lines = await seen.until(
            lambda lines: any("value_11 = 11" in line for line in lines) and not _spins(lines), "the end"
        )
        await captured(seen, "done")
        assert lines[:14] == ["typed meanwhile", "# make x", *shaped(reply).split("\n")]
        assert not any("Press ENTER" in line for line in lines)
        # Newest first: the rest of the generation, what was typed into it, its beginning.
        await seen.type(ESC + "u")
        await seen.shows_no("value_11")
        await seen.type("u")
        await seen.shows_no("typed meanwhile")
        await seen.type("u")
        lines = await seen.shows_no("value_")
        assert lines[:2] == ["# make x", "~"]


async def test_one_u_takes_it_all_back(tmp_path: Path, api: FakeApi) -> None:
    async with Seen.start(tmp_path, env=environment(api)) as seen:
        await seen.type(":e a.py\r")
        await seen.shows("a.py    ")
        await seen.type("i# make x" + ESC + ":GetCodeGenerate\r")
        request = await api.request()
        for part in tokens(12):
            await request.send(part)
        await request.done()
        await seen.until(
            lambda lines: any("value_11 = 11" in line for line in lines) and not _spins(lines), "the end"
        )
        await seen.type("u")
        lines = await seen.shows_no("value_")
        assert lines[:2] == ["# make x", "~"]
        await captured(seen, "undone")
        await seen.type("\x12")
        await seen.shows("value_11 = 11")


async def test_a_long_message_takes_no_key_and_is_whole_in_the_list(tmp_path: Path, api: FakeApi) -> None:
    reason = "The model failed, " + "because of this and that, " * 6 + "to be exact."
    api.script(error(reason))
    async with Seen.start(tmp_path, env=environment(api)) as seen:
        await seen.type(":e a.py\r")
        await seen.shows("a.py    ")
        await seen.type("i# make x" + ESC + ":lua vim.ui.select = function() end\r:GetCodeGenerate\r")
        await seen.type(":GetCodeDescribe\r")
        await seen.shows("… (:messages)")
        await captured(seen, "message")
        await seen.type("Gotyped at once" + ESC)
        lines = await seen.shows("typed at once")
        assert not any("Press ENTER" in line for line in lines)
        await seen.type(":messages\r")
        await seen.shows("menu.png.")


async def test_control_c_cancels_where_that_is_wanted_and_what_came_stays(
    tmp_path: Path, api: FakeApi
) -> None:
    init = "vim.g.getcode = { cancel_key = '<C-c>' }"
    async with Seen.start(tmp_path, env=environment(api), init=init) as seen:
        await seen.type(":e a.py\r")
        await seen.shows("a.py    ")
        await seen.type("i# make x" + ESC + ":GetCodeGenerate\r")
        request = await api.request()
        await request.send("one = 1\n")
        await seen.shows("one = 1")
        await seen.type(CTRL_C)
        await request.closed(within=2)
        lines = await seen.until(lambda lines: not _spins(lines), "the end of the spinner")
        assert lines[:2] == ["# make x", "one = 1"]
        await captured(seen, "cancelled")


async def test_health_is_a_page_to_read(tmp_path: Path, api: FakeApi) -> None:
    async with Seen.start(tmp_path, env={"GETCODE_BASE_URL": "local"}) as seen:
        await seen.type(":checkhealth getcode\r")
        lines = await seen.shows("OK plan: ")
        assert sum(" OK " in line for line in lines) >= 7
        assert not any("ERROR" in line for line in lines)
        await captured(seen, "health")
    assert not api.requests


def _spins(lines: list[str]) -> bool:
    return any(mark in line for line in lines for mark in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
