"""A real Vim in a terminal, whose tests read as sentences.

    async with Vim.start(folder, server, env=…) as vim:
        await vim.open("a.py", "# make x$0\n")        # $0 is the cursor
        await vim.generate()
        vim.press("ihello\x1b")                       # keys as a keyboard sends them
        await vim.text_is("…")

What is looked at comes through a Vim channel that the test listens on; what is typed goes through the terminal.
No LSP plugin for Vim is packaged by Debian, npm or PyPI: `lsp_client.vim` is the least that one needs, on Vim's own
`lsp` channels and `listener_add`. With `plugin` a checkout of a real one can be tried.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.editors.terminal import Terminal

CLIENT = Path(__file__).with_name("lsp_client.vim")
PATIENCE = 20.0  # seconds for what should happen at once; generous, for a loaded machine
KIND = "refactor.rewrite.getcode"


def missing() -> str | None:
    """The Debian package that is not there, None where it is."""
    return "vim" if shutil.which("vim") is None else None


class Vim:
    """One Vim with a screen, a keyboard and a language client."""

    def __init__(
        self,
        terminal: Terminal,
        folder: Path,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.terminal = terminal
        self.folder = folder
        self._reader = reader
        self._writer = writer
        self._calls = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def start(
        cls,
        folder: Path,
        server: Path,
        *,
        client: Path = CLIENT,
        habits: str = "",
        env: dict[str, str] | None = None,
    ) -> AsyncIterator[Vim]:
        """Start Vim in a home of its own below `folder`; `habits` are commands run before the client starts."""
        home, work = folder / "home", folder / "work"
        home.mkdir()
        work.mkdir()
        connected: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
        connected = asyncio.get_running_loop().create_future()
        listener = await asyncio.start_server(
            lambda reader, writer: connected.set_result((reader, writer)), "127.0.0.1", 0
        )
        port = listener.sockets[0].getsockname()[1]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(home / "state"),
            "GETCODE_TEST_SERVER": str(server),
            **(env or {}),
        }
        command = ("vim", "--clean", "-n", "-c", habits or "let g:habits = 1", "-c", f"source {client}")
        connect = f"let g:test = ch_open('127.0.0.1:{port}', {{'mode': 'json'}})"
        async with Terminal.start(*command, "-c", connect, env=environment, cwd=str(work)) as terminal:
            try:
                reader, writer = await asyncio.wait_for(asyncio.shield(connected), PATIENCE)
            except asyncio.TimeoutError:
                raise AssertionError(f"Vim did not start\n{terminal.screen}") from None
            try:
                yield cls(terminal, work, reader, writer)
            finally:
                writer.close()
                listener.close()

    # What a person does.

    async def open(self, name: str, text: str | bytes) -> Path:
        """Write a file and edit it, the cursor where `$0` stands; waits for the language client."""
        data = text.encode() if isinstance(text, str) else text
        before, _mark, after = data.partition(b"$0")
        path = self.folder / name
        path.write_bytes(before + after)
        await self.command(f"edit {path}")
        await self.until(lambda: self.eval("GetCodeTestConnected()"), "the client to be connected")
        line_start = before.rfind(b"\n") + 1
        await self.eval(f"cursor({before.count(bytes([10])) + 1}, {max(len(before) - line_start, 1)})")
        return path

    async def act(self, kind: str) -> None:
        """Run the code action of a kind."""
        await self.eval(f"GetCodeTestAction('{KIND}.{kind}')")

    async def generate(self) -> None:
        await self.act("generate")

    def press(self, keys: str) -> None:
        """Press keys: the bytes that a terminal sends."""
        self.terminal.press(keys)

    async def command(self, line: str) -> None:
        """Run an Ex command."""
        await self.eval(f"execute({json.dumps(line)})")

    async def eval(self, expression: str) -> Any:
        """Evaluate an expression (`:help channel-commands`)."""
        self._calls += 1
        call = -self._calls
        self._writer.write(json.dumps(["expr", expression, call]).encode() + b"\n")
        try:
            while True:
                line = await asyncio.wait_for(self._reader.readuntil(b"\n"), PATIENCE)
                number, value = json.loads(line)
                if number == call:
                    assert value != "ERROR", f"Vim can't evaluate {expression}\n{self.terminal.screen}"
                    return value
        except asyncio.TimeoutError:
            raise AssertionError(f"Vim did not evaluate {expression}\n{self.terminal.screen}") from None

    # What a person sees.

    async def text(self) -> str:
        """The lines of the buffer, joined."""
        return str(await self.eval("join(getline(1, '$'), nr2char(10))"))

    async def messages(self) -> str:
        return str(await self.eval("execute('messages')"))

    async def is_told(self, words: str) -> None:
        async def look() -> bool:
            return words in await self.messages()

        await self.until(look, f"a message with {words!r}")

    async def text_is(self, expected: str) -> None:
        async def look() -> bool:
            return await self.text() == expected

        await self.until(look, f"the text {expected!r}")

    async def until(self, condition: Callable[[], Awaitable[Any]], what: str) -> None:
        """Wait until a condition holds; a failure shows what was seen and said."""
        deadline = time.monotonic() + PATIENCE
        while not await condition():
            if time.monotonic() > deadline:
                said = f"{await self.messages()}\n{await self.eval('g:trace')}"
                raise AssertionError(f"waited for {what}\ntext {await self.text()!r}\n{said[-6000:]}")
            await asyncio.sleep(0.05)
