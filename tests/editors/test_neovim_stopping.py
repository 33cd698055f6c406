"""What ends a generation in a real Neovim before its last token, and that nothing comes afterwards."""

from __future__ import annotations

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import BEFORE, asked, begin, send, stays
from tests.fakes.api import FakeApi


@pytest.mark.parametrize("how", ["progress", "command"])
async def test_cancel_stops_at_once_and_keeps_what_came(nvim: Nvim, api: FakeApi, how: str) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_is("# make x\none = 1\ntwo = 2\nlast")
    if how == "progress":
        await nvim.cancel_progress()
    elif nvim.client == "ours":
        await nvim.command("GetCodeCancel")
    else:
        await nvim.lua("vim.lsp.get_clients({name='getcode'})[1]:exec_cmd({command='getcode.cancel'})")
    await api.closed(within=0.5)
    await stays(nvim, api)
    assert await nvim.text() == "# make x\none = 1\ntwo = 2\nlast"


async def test_a_wiped_buffer_stops_it_and_stays_wiped(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2\n"])
    await nvim.text_holds("one = 1")
    await nvim.command("bwipeout!")
    await api.closed(within=0.5)
    await stays(nvim, api)
    assert await nvim.lua("return vim.fn.bufexists('a.py')") == 0
    assert (nvim.folder / "a.py").read_text() == BEFORE


async def test_undo_while_it_streams_stops_it_and_nothing_comes_back(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2\n", "three"], 0.2)
    await nvim.text_holds("three")
    await nvim.type("u")
    await nvim.until(lambda: nvim.lua("return vim.fn.search('three', 'nw') == 0"), "the undo")
    await api.closed(within=2)
    await stays(nvim, api)
    assert "three" not in await nvim.text()
    if nvim.client == "ours":
        assert await nvim.text() == "# make x\nlast"
    await nvim.type("<C-r>")
    await nvim.text_is("# make x\none = 1\ntwo = 2\nthree\nlast")
    await nvim.command("undo 0")
    assert await nvim.text() == "# make x\nlast"


async def test_typing_inside_what_came_stops_it(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_is("# make x\none = 1\ntwo = 2\nlast")
    await nvim.type("ggjAmine<Esc>")
    await nvim.text_holds("one = 1mine")
    await api.closed(within=2)
    await stays(nvim, api)
    assert await nvim.text() == "# make x\none = 1mine\ntwo = 2\nlast"


async def test_a_formatter_that_rewrites_what_came_stops_it(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await nvim.command("autocmd BufWritePre * keeppatterns %s/ = /=/e")
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_holds("two = 2")
    await nvim.command("silent write")
    await api.closed(within=2)
    await stays(nvim, api)
    assert await nvim.text() == "# make x\none=1\ntwo=2\nlast"


@pytest.mark.parametrize("how", ["saveas b.py", "edit!", "silent! !echo mine > a.py"])
async def test_a_renamed_or_reloaded_file_stops_it(nvim: Nvim, api: FakeApi, how: str) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_holds("two = 2")
    await nvim.command("silent write" if "echo" in how else "let g:x = 1")
    await nvim.command(f"silent {how}")
    if "echo" in how:
        await nvim.command("set autoread | checktime")
        await nvim.text_is("mine")
    await api.closed(within=2)
    await stays(nvim, api)
    expected = {"e": "# make x\nlast", "s": "# make x\none = 1\ntwo = 2\nlast"}
    assert await nvim.text() == ("mine" if "echo" in how else expected[how[0]])
    if how.startswith("saveas"):
        assert (nvim.folder / "a.py").read_text() == BEFORE


async def test_a_buffer_that_takes_no_text_is_told_of_and_not_tried_for_ever(
    nvim: Nvim, api: FakeApi
) -> None:
    api.script("one = 1\n", "two = 2\n")
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.command("set nomodifiable")
    await nvim.lua(
        "vim.lsp.buf.code_action({apply=true, context={diagnostics={}, "
        "only={'refactor.rewrite.getcode.generate'}}})"
    )
    request = await asked(nvim, api)
    await nvim.until(lambda: nvim.is_told("modifiable"), "the reason")
    await nvim.cancel_progress()
    await request.closed(within=1)
    await stays(nvim, api)
    assert await nvim.text() == "# make x\nlast"
    times = nvim.log.read_text(errors="replace").count('method = "workspace/applyEdit"')
    assert times < 20
