"""After a generation, in a real Neovim: again, away, and what could not be written is found again."""

from __future__ import annotations

import pytest

from tests.editors.nvim import SERVER, Nvim
from tests.editors.streams import asked, begin, finish, send, stays
from tests.fakes.api import FakeApi

_KEYS = """
return vim.tbl_filter(function(map)
  return (map.lhs .. (map.rhs or '')):lower():find('getcode') ~= nil and not map.lhs:find('^<Plug>')
end, vim.iter({ 'n', 'x', 'i', 'o', 'c' }):map(vim.api.nvim_get_keymap):flatten():totable())
"""

ours = pytest.mark.parametrize("nvim", ["ours"], indirect=True)


async def generated(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2\n"])
    await finish(nvim, api)
    await nvim.text_is("# make x\none = 1\ntwo = 2\nlast")


@ours
async def test_regenerate_puts_the_new_code_in_the_place_of_the_old(nvim: Nvim, api: FakeApi) -> None:
    await generated(nvim, api)
    await nvim.cursor(2)
    await nvim.command("GetCodeRegenerate")
    request = await asked(nvim, api)
    assert request.json["prompt"] == "make x"
    assert await nvim.text() == "# make x\none = 1\ntwo = 2\nlast"
    await send(api, ["three = 3\n"])
    await api.done()
    await nvim.progress_ends(2)
    assert await nvim.text() == "# make x\nthree = 3\nlast"


@ours
async def test_discard_leaves_what_the_user_wrote_into_it(nvim: Nvim, api: FakeApi) -> None:
    await generated(nvim, api)
    await nvim.type("ggjomine = 3<Esc>")
    await nvim.text_is("# make x\none = 1\nmine = 3\ntwo = 2\nlast")
    await nvim.command("GetCodeDiscard")
    await nvim.text_is("# make x\nmine = 3\nlast")
    await nvim.type("u")
    await nvim.text_is("# make x\none = 1\nmine = 3\ntwo = 2\nlast")


@ours
@pytest.mark.parametrize("command", ["GetCodeRegenerate", "GetCodeDiscard"])
async def test_where_nothing_was_generated_that_is_said(nvim: Nvim, api: FakeApi, command: str) -> None:
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.command(command)
    await nvim.until(lambda: nvim.is_told("nothing was generated here"), "the reason")
    assert not api.requests


@ours
async def test_the_plug_mappings_do_what_the_commands_do_and_no_key_is_taken(
    nvim: Nvim, api: FakeApi
) -> None:
    await nvim.open("a.py", "x = 1\n# make x$0\nlast\n")
    assert await nvim.lua(_KEYS) == []
    for key, name in (("1", "generate"), ("2", "cancel"), ("3", "regenerate"), ("4", "discard")):
        await nvim.command(f"nmap \\{key} <Plug>(getcode-{name})")
        if name != "cancel":
            await nvim.command(f"xmap \\{key} <Plug>(getcode-{name})")
    await nvim.type("V\\1")
    request = await asked(nvim, api)
    assert request.json["prompt"] == "make x"
    await request.send("one = 1\n")
    await nvim.text_holds("one = 1")
    await nvim.type("\\2")
    await request.closed(within=2)
    await stays(nvim, api)
    await nvim.type("\\3")
    request = await asked(nvim, api)
    await request.send("two = 2\n")
    await request.done()
    await nvim.text_is("x = 1\n# make x\ntwo = 2\nlast")
    await nvim.progress_ends(2)
    await nvim.type("\\4")
    await nvim.text_is("x = 1\n# make x\nlast")


@ours
async def test_a_bang_generates_into_a_new_buffer(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "# books with authors$0\nlast\n")
    await nvim.command("GetCodeGenerate! type=api lang=php")
    request = await asked(nvim, api)
    assert (request.json["outputType"], request.json["language"]) == ("api", "php")
    await request.send("<?php\n")
    await request.done()
    await nvim.progress_ends()
    assert await nvim.text() == "# books with authors\nlast"
    [buffer] = await nvim.lua(
        "return vim.tbl_filter(function(b) return vim.api.nvim_buf_get_name(b):find('books_authors') ~= nil end,"
        " vim.api.nvim_list_bufs())"
    )
    await nvim.text_is("<?php", buffer)


@ours
async def test_a_prompt_is_asked_for_at_the_keyboard_and_follows_the_text(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "top\nx = 1$0\n\nlast\n")
    await nvim.type(":GetCodeGenerate lang=python<CR>")
    await nvim.until(lambda: nvim.lua("return vim.fn.getcmdtype() == '@'"), "the question")
    await nvim.lua("vim.api.nvim_buf_set_lines(0, 0, 0, true, { '-- by another plugin' })")
    await nvim.type("a list of birds<CR>")
    request = await asked(nvim, api)
    assert request.json["prompt"].startswith("a list of birds")
    await request.send("birds = []\n")
    await request.done()
    await nvim.text_is("-- by another plugin\ntop\nx = 1\nbirds = []\n\nlast")
    await nvim.progress_ends()


@ours
async def test_what_the_buffer_did_not_take_is_found_again(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n"])
    await nvim.text_holds("one = 1")
    await nvim.command("set nomodifiable")
    await send(api, ["two = 2\n", "three = 3\n"])
    await nvim.until(lambda: nvim.is_told("modifiable"), "the reason")
    await nvim.command("bwipeout!")
    await api.closed(within=2)
    await nvim.progress_ends()
    await nvim.lua("vim.ui.select = function(entries, opts, done) _G.offered = entries done(entries[1]) end")
    await nvim.command("GetCodeRecover")
    await nvim.until(lambda: nvim.lua("return _G.offered ~= nil"), "the list")
    await nvim.text_holds("two = 2\nthree = 3")
    assert await nvim.lua("return vim.bo.readonly and vim.bo.filetype") == "python"


async def test_where_nothing_is_kept_that_is_said(nvim_alone: Nvim) -> None:
    await nvim_alone.enable([str(SERVER)])
    await nvim_alone.command("GetCodeRecover")
    await nvim_alone.until(lambda: nvim_alone.is_told("nothing is kept"), "the answer")
    await nvim_alone.lua("vim.lsp.config('getcode', { cmd = { 'no-such-program' } })")
    await nvim_alone.type(":GetCodeRecover<CR>")
    await nvim_alone.until(lambda: nvim_alone.is_told("the server is not found"), "what is missing")
