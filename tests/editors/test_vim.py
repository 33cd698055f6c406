"""A real Vim 9 with the least of a language client (lsp_client.vim), and the real server."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.editors import vim as vim_module
from tests.editors.nvim import SERVER
from tests.editors.vim import Vim
from tests.fakes.api import FakeApi
from tests.packages import needs

ESC = "\x1b"
PLAIN = "let g:versioned = 0"
LATE = "let g:versioned = 0 | let g:late = 1 | let g:client_name = 'vim-lsp'"
Start = Callable[..., AbstractAsyncContextManager[Vim]]


@pytest.fixture
def start(tmp_path: Path, api: FakeApi) -> Start:
    @contextlib.asynccontextmanager
    async def start(habits: str = "") -> AsyncIterator[Vim]:
        needs(vim_module.missing())
        env = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
        async with Vim.start(tmp_path, SERVER, habits=habits, env=env) as vim:
            yield vim
            assert api.key not in str(await vim.eval("g:trace"))

    return start


async def stream(api: FakeApi, *tokens: str) -> None:
    await api.request()
    for token in tokens:
        await api.send(token)


@pytest.mark.parametrize("habits", ["", PLAIN], ids=["versioned", "plain"])
async def test_the_stream_and_what_is_typed_meanwhile(start: Start, api: FakeApi, habits: str) -> None:
    async with start(habits) as vim:
        await vim.open("a.py", "top\n# make x$0\nlast\n")
        await vim.generate()
        await stream(api, "x = 1\n")
        if not habits:
            await vim.text_is("top\n# make x\nx = 1\nlast")  # before the reply is complete
        vim.press("ggO" + "typed" + ESC)
        for number in range(8):
            await api.send(f"y = {number}\n")
        vim.press("Gobelow" + ESC)
        await vim.until(lambda: vim.eval("search('below', 'n')"), "all keys are typed")
        await api.done()
        code = "".join(f"y = {number}\n" for number in range(8))
        await vim.text_is(f"typed\ntop\n# make x\nx = 1\n{code}last\nbelow")
        await vim.is_told("tokens used")


async def test_a_change_that_is_shown_at_the_next_key_only(start: Start, api: FakeApi) -> None:
    """As with vim-lsp: the edit goes in, and nothing is said of it until the user does something."""
    async with start(LATE) as vim:
        await vim.open("a.py", "top\n# make x$0\nlast\n")
        await vim.generate()
        await stream(api, "x = 1\n", "y = 2\n")
        await api.done()
        await vim.text_is("top\n# make x\nx = 1\ny = 2\nlast")
        vim.press("j")
        await vim.is_told("tokens used")
        assert "Stopped" not in await vim.messages()


async def test_one_u_takes_the_code_back_where_it_came_in_one_edit(start: Start, api: FakeApi) -> None:
    async with start(PLAIN) as vim:
        await vim.open("a.py", "# make x$0\nlast\n")
        await vim.generate()
        await stream(api, "x = 1\n", "y = 2\n")
        await api.done()
        await vim.text_is("# make x\nx = 1\ny = 2\nlast")
        vim.press("u")
        await vim.text_is("# make x\nlast")


@pytest.mark.parametrize("habits", ["", PLAIN], ids=["versioned", "plain"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a = 1\r\n# make x$0\r\nb = 2\r\n", b"a = 1\r\n# make x\r\nx = 1\r\ny = 2\r\nb = 2\r\n"),
        ("# 😀 make x 😀$0\nb = '😀'\n".encode(), "# 😀 make x 😀\nx = 1\ny = 2\nb = '😀'\n".encode()),
        (b"a = 1\n# make x$0", b"a = 1\n# make x\nx = 1\ny = 2"),
        (b"a = 1\n# make x$0\n", b"a = 1\n# make x\nx = 1\ny = 2\n"),
    ],
    ids=["crlf", "astral", "no newline at the end", "last line"],
)
async def test_the_file_on_disk_is_what_it_should_be(
    start: Start, api: FakeApi, habits: str, text: bytes, expected: bytes
) -> None:
    async with start(habits) as vim:
        path = await vim.open("a.py", text)
        await vim.generate()
        await stream(api, "x = 1\n", "y = 2\n")
        await api.done()
        await vim.text_is(expected.decode().replace("\r\n", "\n").removesuffix("\n"))
        await vim.command("write")
        assert path.read_bytes() == expected


async def test_undo_in_mid_stream_stops_it(start: Start, api: FakeApi) -> None:
    async with start() as vim:
        await vim.open("a.py", "# make x$0\nlast\n")
        await vim.generate()
        request = await api.request()
        await request.send("x = 1\ny")
        await vim.text_is("# make x\nx = 1\ny\nlast")
        vim.press("u")
        await request.closed(within=5)
        await vim.until(lambda: vim.eval("!search('x = 1', 'n')"), "the text is taken back")
        assert await vim.text() == "# make x\nlast"
