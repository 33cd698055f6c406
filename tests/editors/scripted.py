"""Neovim with our client and a language server that does what the test says (scripted.lua)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.editors.msgpack_rpc import NvimRpc
from tests.editors.nvim import PLUGIN, Client, Nvim

Position = tuple[int, int]  # line and character, as LSP counts them
Answer = dict[str, Any]

_SETUP = """
local plugin, path, encoding = ...
dofile(path)
_G.server.encoding = encoding
vim.opt.runtimepath:prepend(plugin)
vim.cmd.runtime('plugin/getcode.lua')
vim.lsp.config('getcode', { cmd = _G.server.cmd, settings = { getcode = { apply = 'live' } } })
vim.lsp.enable('getcode')
"""


class Scripted(Nvim):
    """The driver of `Nvim`, and the server's side of the conversation."""

    def __init__(self, rpc: NvimRpc, folder: Path, client: Client = "ours") -> None:
        super().__init__(rpc, folder, client)
        self.at: Position = (0, 0)  # where the next `insert` goes
        self.version: int | None = None  # what the next `insert` says it was made for
        self.uri = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def start_scripted(cls, folder: Path, encoding: str = "utf-16") -> AsyncIterator[Scripted]:
        async with Nvim.start(folder) as nvim:
            lua = str(Path(__file__).with_name("scripted.lua"))
            await nvim.lua(_SETUP, str(PLUGIN), lua, encoding)
            yield cls(nvim.rpc, nvim.folder)

    async def open(self, name: str, text: str | bytes, *, attached: bool = True) -> Path:
        path = await super().open(name, text, attached=attached)
        self.uri = await self.lua("return vim.uri_from_bufnr(0)")
        return path

    async def edit(self, start: Position, end: Position, text: str, *, version: int | None = None) -> Answer:
        """Ask for one edit, made for the newest text that the server has heard of, and return the answer."""
        answer: Answer = await self.lua(
            "local uri, version, start, finish, text = ...\n"
            "return server.edit(uri, version ~= vim.NIL and version or server.version(), start, finish, text)",
            self.uri,
            version,
            start,
            end,
            text,
        )
        return answer

    async def insert(self, text: str) -> Answer:
        """Insert at `at`, as a stream does, and go on behind it."""
        answer = await self.edit(self.at, self.at, text)
        if answer["applied"]:
            *above, last = text.split("\n")
            column = (0 if above else self.at[1]) + len(last.encode("utf-16-le")) // 2
            self.at = (self.at[0] + len(above), column)
        return answer

    async def heard(self, method: str) -> list[Any]:
        """The parameters of every message of one method that the server was sent."""
        code = "return vim.tbl_filter(function(m) return m.method == ... end, server.received)"
        code = code.replace("...", "wanted")
        return [m.get("params") for m in await self.lua("local wanted = ...\n" + code, method)]

    async def progress_of(self, token: str, kind: str) -> None:
        await self.lua("server.progress(...)", token, kind)
