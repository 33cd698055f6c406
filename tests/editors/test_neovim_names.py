"""Buffers and the names that the server knows them by, in a real Neovim with our client."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import asked, begin, finish, send, stays
from tests.fakes.api import FakeApi

pytestmark = pytest.mark.parametrize("nvim", ["ours"], indirect=True)

_ATTACHED = "return #vim.lsp.get_clients({ name = 'getcode', bufnr = ... }) > 0"


async def nameless(nvim: Nvim, text: str) -> int:
    """A new buffer without a name, whose cursor is on its first line."""
    await nvim.command("set hidden | enew | setlocal filetype=python")
    await nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(..., '\\n'))", text)
    await nvim.cursor(1)
    return int(await nvim.lua("return vim.api.nvim_get_current_buf()"))


async def test_of_two_buffers_without_a_name_one_is_written_and_the_other_told_why(
    nvim: Nvim, api: FakeApi
) -> None:
    await nvim.open("seed.py", "x = 1\n")
    first = await nameless(nvim, "# make one\nlast")
    await nvim.attached()
    await nvim.generate()
    await asked(nvim, api)
    await send(api, ["one = 1\n"])
    await nvim.text_is("# make one\none = 1\nlast", first)
    second = await nameless(nvim, "# make two")
    await nvim.generate()
    await nvim.until(lambda: nvim.is_told("another buffer without a name is open"), "the reason")
    await nvim.type("Gotyped into the second<Esc>")
    await send(api, ["more = 2\n"])
    await finish(nvim, api)
    assert await nvim.text(first) == "# make one\none = 1\nmore = 2\nlast"
    assert await nvim.text(second) == "# make two\ntyped into the second"
    assert len(api.requests) == 1
    # The way out that the message names.
    await nvim.command("silent write two.py")
    await nvim.command("edit")
    await nvim.attached()
    await nvim.cursor(1)
    await nvim.generate()
    request = await asked(nvim, api)
    assert request.json["prompt"] == "make two"
    await request.send("two = 2\n")
    await request.done()
    await nvim.text_is("# make two\ntwo = 2\ntyped into the second", second)
    await nvim.progress_ends(2)


async def test_two_at_once_are_one_too_many(nvim: Nvim, api: FakeApi) -> None:
    await nvim.command("new | setlocal filetype=python | new | setlocal filetype=python")
    buffers = await nvim.lua("return vim.tbl_map(vim.api.nvim_win_get_buf, vim.api.nvim_list_wins())")

    async def attached() -> list[bool]:
        return [await nvim.lua(_ATTACHED, buffer) for buffer in buffers]

    await nvim.until(lambda: nvim.lua("return #vim.lsp.get_clients({ name = 'getcode' }) == 1"), "the client")
    assert (await attached()).count(True) == 1
    assert not api.requests


async def test_a_new_name_is_told_at_once(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.command("silent file b.py")
    await nvim.generate()
    await asked(nvim, api)
    await send(api, ["one = 1\n"])
    await finish(nvim, api)
    assert await nvim.text() == "# make x\none = 1\nlast"
    assert not (nvim.folder / "b.py").exists()
    await nvim.command("silent write")
    assert (nvim.folder / "b.py").read_text() == "# make x\none = 1\nlast\n"


async def test_a_new_name_in_mid_stream_stops_it(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_holds("two = 2")
    await nvim.command("silent file b.py")
    await api.closed(within=2)
    await stays(nvim, api)
    assert await nvim.text() == "# make x\none = 1\ntwo = 2\nlast"


async def test_a_name_that_is_taken_changes_nothing(nvim: Nvim, api: FakeApi) -> None:
    await nvim.command("set hidden")
    await nvim.open("b.py", "other\n")
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.command("silent! file b.py")
    await nvim.attached()
    await nvim.generate()
    await asked(nvim, api)
    await send(api, ["one = 1\n"])
    await finish(nvim, api)
    assert await nvim.text() == "# make x\none = 1\nlast"


@pytest.mark.parametrize("name", ["with blank.py", "50%.py", "ü #1?.py", "[a]'b.py", "c:d.py", "a\\b.py"])
async def test_names_that_a_uri_spells_otherwise(nvim: Nvim, api: FakeApi, name: str) -> None:
    path = nvim.folder / name
    path.write_text("# make x\nlast\n")
    await nvim.lua("vim.cmd.edit(vim.fn.fnameescape(...))", name)
    await nvim.attached()
    assert unquote(await nvim.lua("return vim.uri_from_bufnr(0)")).endswith(name)
    await nvim.generate()
    await asked(nvim, api)
    await send(api, ["one = 1\n"])
    await finish(nvim, api)
    await nvim.command("silent write")
    assert path.read_text() == "# make x\none = 1\nlast\n"
    assert sorted(file.name for file in nvim.folder.iterdir()) == [name]


async def test_a_buffer_of_another_plugin_is_written_in_the_buffer_alone(nvim: Nvim, api: FakeApi) -> None:
    """As with the buffers of file browsers and of notebooks: a name with a scheme of its own, and no file."""
    await nvim.open("seed.py", "x = 1\n")
    await nvim.command("set hidden")
    await nvim.lua("vim.cmd.edit(vim.fn.fnameescape('cell://notebook/1.py')) vim.bo.filetype = 'python'")
    await nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, true, { '# make x', 'last' })")
    await nvim.attached()
    await nvim.generate()
    await asked(nvim, api)
    await send(api, ["one = 1\n"])
    await finish(nvim, api)
    assert await nvim.text() == "# make x\none = 1\nlast"
    assert [file.name for file in nvim.folder.iterdir()] == ["seed.py"]
