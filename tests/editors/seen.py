"""What a person sees: Neovim in a terminal of 80 columns and 24 lines, which is drawn by another Neovim.

    async with Seen.start(folder, env=…) as seen:
        await seen.type(":e a.py\\r")           # bytes as a keyboard sends them
        await seen.shows("make x")              # waits until it is on the screen

Nothing is asked of the inner one: what is not on its screen, or in its files, is not known.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from tests.editors.msgpack_rpc import NvimRpc
from tests.editors.nvim import PATIENCE, PLUGIN, SERVER, binary

_INIT = """
vim.g.loaded_python3_provider = 0
vim.opt.runtimepath:append('{plugin}')
vim.lsp.config('getcode', {{ cmd = {{ '{server}' }} }})
vim.lsp.enable('getcode')
"""
_OPEN = """
local command, environment, folder = ...
vim.o.laststatus, vim.o.cmdheight, vim.o.showmode, vim.o.ruler = 0, 1, false, false
return vim.fn.jobstart(command, { term = true, env = environment, clear_env = true, cwd = folder })
"""


class Seen:
    """A screen and a keyboard."""

    def __init__(self, outer: NvimRpc, job: int, folder: Path) -> None:
        self._outer = outer
        self._job = job
        self.folder = folder

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, folder: Path, *, env: dict[str, str], init: str = "") -> AsyncIterator[Seen]:
        """Start Neovim with the plugin in a home of its own below `folder`; `init` comes before the plugin."""
        home, work = folder / "home", folder / "work"
        (home / "config" / "nvim").mkdir(parents=True)
        work.mkdir()
        text = init + _INIT.format(plugin=PLUGIN, server=SERVER)
        (home / "config" / "nvim" / "init.lua").write_text(text)
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HOME": str(home),
            **{f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "data", "state", "cache")},
        }
        outer = await NvimRpc.start(binary(), "--clean", "--embed", env=environment, cwd=str(work))
        try:
            await outer.request("nvim_ui_attach", 80, 25, {"ext_linegrid": True})
            job = await outer.request("nvim_exec_lua", _OPEN, [[binary()], {**environment, **env}, str(work)])
            yield cls(outer, job, work)
            await outer.request("nvim_exec_lua", "vim.fn.jobstop(...)", [job])
        finally:
            await outer.stop()

    async def type(self, keys: str) -> None:
        """Send keys as the bytes that a terminal sends for them."""
        await self._outer.request("nvim_exec_lua", "vim.fn.chansend(...)", [self._job, keys])

    async def screen(self) -> list[str]:
        """The lines of the screen, without the blanks at their ends."""
        lines: list[str] = await self._outer.request("nvim_buf_get_lines", 0, 0, -1, False)
        return [line.rstrip() for line in lines[:24]]

    async def shows(self, part: str) -> list[str]:
        """Wait until a line of the screen holds this; the screen."""
        return await self.until(lambda lines: any(part in line for line in lines), f"… {part!r} …")

    async def shows_no(self, part: str) -> list[str]:
        """Wait until no line of the screen holds this; the screen."""
        return await self.until(lambda lines: not any(part in line for line in lines), f"no {part!r}")

    async def until(self, fits: Callable[[list[str]], bool], what: str) -> list[str]:
        """Wait until the screen is as it should be."""
        deadline = time.monotonic() + PATIENCE
        while not fits(lines := await self.screen()):
            assert time.monotonic() < deadline, "\n".join([f"waited for {what}; the screen:", *lines])
            await asyncio.sleep(0.02)
        return lines
