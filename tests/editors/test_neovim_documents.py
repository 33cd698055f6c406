"""Directives in a real Neovim: a new document, and the comment's place; our client and Neovim's own."""

from __future__ import annotations

import pytest

from tests.editors.nvim import Nvim
from tests.fakes.api import FakeApi

_BUFFER = "return vim.fn.bufnr(vim.fn.fnamemodify(..., ':p'))"


async def new_buffer(nvim: Nvim, name: str) -> int:
    """The loaded buffer of a file's name, once there is one."""
    await nvim.until(lambda: nvim.lua(f"return {_BUFFER[7:]} > 0", name), f"a buffer of {name}")
    return int(await nvim.lua(_BUFFER, name))


async def test_a_new_document_is_shown_and_filled(nvim: Nvim, api: FakeApi) -> None:
    comment = "# books with authors @getcode into=new"
    old = await nvim.open("a.py", f"{comment}$0\nlast = 1\n")
    await nvim.generate()
    request = await api.request()
    assert request.json["prompt"] == "books with authors"
    buffer = await new_buffer(nvim, "books_authors.py")
    await api.send("def books():\n")
    await nvim.text_is("def books():", buffer)
    await api.send("    return []\n")
    await api.done()
    await nvim.text_is("def books():\n    return []", buffer)
    await nvim.progress_ends()
    assert await nvim.text() == f"{comment}\nlast = 1"
    assert await nvim.lua("return #vim.fn.win_findbuf(...)", buffer) == 1
    assert not (old.parent / "books_authors.py").exists()
    await nvim.lua("vim.api.nvim_buf_call(..., function() vim.cmd('silent write') end)", buffer)
    assert (old.parent / "books_authors.py").read_text() == "def books():\n    return []\n"


async def test_a_file_that_exists_is_not_emptied(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "# books with authors @getcode into=new$0\n")
    mine = nvim.folder / "books_authors.py"
    mine.write_text("mine = 1\n")
    await nvim.generate()
    await api.request()
    buffer = await new_buffer(nvim, "books_authors_2.py")
    await api.send("x = 1\n")
    await api.done()
    await nvim.text_is("x = 1", buffer)
    await nvim.progress_ends()
    assert mine.read_text() == "mine = 1\n"


async def test_a_buffer_without_a_name(nvim: Nvim, api: FakeApi) -> None:
    """Our client finds it; Neovim's own would make another one, so the user is told to give it a name."""
    await nvim.open("seed.py", "last = 1$0\n")
    await nvim.command("enew | set filetype=python")
    await nvim.type("i# make it<Esc>")
    await nvim.attached()
    await nvim.generate()
    if nvim.client == "stock":
        await nvim.until(nvim.is_prompting, "a message that wants a key")
        await nvim.type("<CR>")
        assert await nvim.is_told("save it to a file first")
        assert await nvim.text() == "# make it"
        assert not api.requests
        return
    await api.request()
    await api.send("x = 1\n")
    await api.done()
    await nvim.text_is("# make it\nx = 1")
    await nvim.progress_ends()


@pytest.mark.parametrize("hidden", [True, False])
async def test_unsaved_text_in_the_window_is_no_hindrance(nvim: Nvim, api: FakeApi, hidden: bool) -> None:
    await nvim.command(f"set {'' if hidden else 'no'}hidden")
    await nvim.open("a.py", "# books with authors @getcode into=new$0\n")
    await nvim.type("Gotyped = 1<Esc>gg")
    await nvim.text_is("# books with authors @getcode into=new\ntyped = 1")
    await nvim.generate()
    await api.request()
    buffer = await new_buffer(nvim, "books_authors.py")
    await nvim.type("Gomore = 2<Esc>")
    await api.send("x = 1\n")
    await api.done()
    await nvim.text_is("x = 1", buffer)
    await nvim.text_is("# books with authors @getcode into=new\ntyped = 1\nmore = 2")
    await nvim.progress_ends()


async def test_the_comment_gives_way_to_the_code(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "top = 1\n# make it @getcode into=replace$0\nlast = 1\n")
    await nvim.generate()
    await api.request()
    await api.send("x = 1\n")
    await nvim.text_is("top = 1\n# make it @getcode into=replace\nx = 1\nlast = 1")
    await api.send("y = 2\n")
    await api.done()
    await nvim.text_is("top = 1\nx = 1\ny = 2\nlast = 1")
    await nvim.progress_ends()
    assert await nvim.text() == "top = 1\nx = 1\ny = 2\nlast = 1"
