"""While text streams in, nothing that the user has in hand moves: our client in a real Neovim, a test for each."""

from __future__ import annotations

import asyncio

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import begin, finish, send, shaped, tokens
from tests.fakes.api import FakeApi

pytestmark = pytest.mark.parametrize("nvim", ["ours"], indirect=True)

TEXT = "# make x$0\n" + "".join(f"line {n}\n" for n in range(60))
REST = TEXT.split("\n", 1)[1].removesuffix("\n")

_REGISTERS = """
local found = {}
for register in ('"-0123456789abcz:.%/='):gmatch('.') do
  found[register] = vim.fn.getreg(register)
end
return found
"""
_LOOKS = {
    "focus": "return { vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf(), vim.fn.winnr('$') }",
    "cursor": "return { vim.fn.getline('.'), vim.fn.col('.'), vim.fn.virtcol('.') }",
    "registers": _REGISTERS,
    "jumplist": "return { #vim.fn.getjumplist()[1], vim.fn.getjumplist()[2] }",
    "search": "return { vim.fn.getreg('/'), vim.v.hlsearch, vim.v.searchforward }",
    "marks": 'return vim.tbl_map(function(m) return vim.fn.getline(vim.fn.line(m)) end, { "\'a", "\'\'" })',
    "selection": "return { vim.fn.mode(), vim.fn.getline('v'), vim.fn.col('v'), vim.fn.getline('.'), vim.fn.col('.') }",
    "command line": "return { vim.fn.mode(), vim.fn.getcmdline(), vim.fn.getcmdpos() }",
    "insert mode": "return { vim.fn.mode(), vim.fn.getline('.'), vim.fn.col('.') }",
}
_KEYS = {
    "focus": ":botright new<CR>",
    "cursor": "30Gfn",
    "registers": '20G"ayyyydw:let x = 1<CR>',
    "jumplist": "20G40G<C-o>",
    "search": "/line 30<CR>",
    "marks": "25Gma40G",
    "selection": "30GwVjj",
    "command line": ":echo 'half a com",
    "insert mode": "30GAtyped",
}


@pytest.mark.parametrize("thing", _LOOKS)
async def test_it_stays_as_it_is(nvim: Nvim, api: FakeApi, thing: str) -> None:
    await begin(nvim, api, TEXT)
    buffer = await nvim.lua("return vim.api.nvim_get_current_buf()")
    reply = tokens(10)
    await send(api, reply[:3])
    await nvim.text_holds("value_0 = 0")
    await nvim.type(_KEYS[thing])
    await nvim.until(lambda: nvim.lua("return vim.fn.getchar(1) == 0"), "the keys are taken")
    before = await nvim.lua(_LOOKS[thing])
    changed = await nvim.text(buffer)
    await send(api, reply[3:], 0.005)
    await finish(nvim, api)
    assert await nvim.lua(_LOOKS[thing]) == before
    assert await nvim.text(buffer) == changed.replace("value_0 = 0", shaped(reply))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("30Gd", "d", REST.replace("line 28\n", "")),
        ("30Gd", "<Esc>", REST),
        (
            "30G0<C-v>jIin ",
            "front <Esc>",
            REST.replace("line 28\nline 29", "in front line 28\nin front line 29"),
        ),
        ("30Gcctyped", " over<Esc>", REST.replace("line 28", "typed over")),
    ],
)
async def test_a_command_that_is_half_given_is_carried_out_where_it_was_begun(
    nvim: Nvim, api: FakeApi, before: str, after: str, expected: str
) -> None:
    """Neovim keeps the number of the line, which an edit above it would make another line's."""
    await begin(nvim, api, TEXT)
    await nvim.type(before)
    await nvim.until(lambda: nvim.lua("return vim.fn.state('o') ~= ''"), "the first half")
    reply = tokens(10)
    await send(api, reply)

    async def comes() -> bool:
        return "workspace/applyEdit" in nvim.log.read_text(errors="replace")

    await nvim.until(comes, "an edit")
    await nvim.type(after)
    await finish(nvim, api)
    assert await nvim.text() == f"# make x\n{shaped(reply)}\n{expected}"


async def test_a_dot_repeats_the_users_change_and_not_ours(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, ["one = 1\n"])
    await nvim.text_holds("one = 1")
    await nvim.type("GA!<Esc>")
    await send(api, ["two = 2\n"])
    await nvim.text_holds("two = 2")
    await nvim.type(".")
    await finish(nvim, api)
    assert await nvim.text() == "# make x\none = 1\ntwo = 2\nlast!!"


async def test_a_macro_that_is_recorded_holds_the_users_keys_alone(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await nvim.type("qqG")
    sending = asyncio.ensure_future(send(api, tokens(10), 0.005))
    await nvim.type("Atyped<Esc>", pace=0.01)
    await sending
    await nvim.type("q")
    await finish(nvim, api)
    assert await nvim.lua("return vim.fn.keytrans(vim.fn.getreg('q'))") == "GAtyped<Esc>"
    assert (await nvim.text()).endswith("lasttyped")


async def test_the_key_and_our_edit_and_its_undo_in_one_notification(nvim: Nvim, api: FakeApi) -> None:
    """Neovim gathers changes for 150 ms: an undo of the whole generation with a key before it, all at once."""
    await begin(nvim, api)
    await send(api, ["one = 1\n", "two = 2"])
    await nvim.text_holds("two = 2")
    await nvim.lua("vim.cmd.undo() vim.api.nvim_buf_set_lines(0, -1, -1, true, { 'typed' })")
    await api.closed(within=2)
    await nvim.progress_ends()
    assert await nvim.text() == "# make x\nlast\ntyped"
