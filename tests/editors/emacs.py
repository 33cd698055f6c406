"""A real Emacs in a terminal, whose tests read as sentences.

    async with Emacs.start(folder, client="eglot", env=…) as emacs:
        await emacs.open("a.py", "# make x$0\n")      # $0 is the cursor
        await emacs.generate()
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        await emacs.text_is("…")

`client` is "eglot" or "lsp-mode", as Debian packages them. What is looked at comes by emacsclient; what is typed
goes through the terminal.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Literal

from tests.editors.terminal import Terminal

Client = Literal["eglot", "lsp-mode"]

SETUP = Path(__file__).with_name("emacs.el")
PATIENCE = 20.0  # seconds for what should happen at once; generous, for a loaded machine
KIND = "refactor.rewrite.getcode"


def missing(client: Client) -> str | None:
    """The Debian package that is not there, None where all are."""
    if shutil.which("emacs") is None:
        return "emacs-nox"
    package = f"elpa-{client}"
    return None if any(Path("/usr/share/emacs/site-lisp/elpa-src").glob(f"{client}-*")) else package


class Emacs:
    """One Emacs with a screen, a keyboard and a language client."""

    def __init__(self, terminal: Terminal, folder: Path, sockets: str) -> None:
        self.terminal = terminal
        self.folder = folder
        self._socket = f"{sockets}/emacs"
        self._file = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def start(
        cls,
        folder: Path,
        server: Path,
        *,
        client: Client = "eglot",
        asks: bool = True,
        env: dict[str, str] | None = None,
    ) -> AsyncIterator[Emacs]:
        """Start Emacs in a home of its own below `folder`; `asks`: eglot asks its user about every edit."""
        home, work = folder / "home", folder / "work"
        home.mkdir()
        work.mkdir()
        with tempfile.TemporaryDirectory(prefix="getcode-") as sockets:  # their paths must be short
            environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "LANG": "C.UTF-8",
                "XDG_STATE_HOME": str(home / "state"),
                "GETCODE_TEST_SERVER": str(server),
                "GETCODE_TEST_CLIENT": client,
                "GETCODE_TEST_SOCKETS": sockets,
                **({} if asks else {"GETCODE_TEST_NO_QUESTIONS": "1"}),
                **(env or {}),
            }
            # -q leaves out the user's own file; -Q would leave out the packages as well.
            command = ("emacs", "-nw", "-q", "-l", str(SETUP))
            async with Terminal.start(*command, env=environment, cwd=str(work)) as terminal:
                emacs = cls(terminal, work, sockets)
                await emacs.until(emacs._is_up, "Emacs to be there")
                yield emacs

    # What a person does.

    async def open(self, name: str, text: str | bytes) -> Path:
        """Write a file and visit it, the cursor where `$0` stands; waits for the language client."""
        data = text.encode() if isinstance(text, str) else text
        before, _mark, after = data.partition(b"$0")
        path = self.folder / name
        path.write_bytes(before + after)
        self._file = str(path)
        await self.eval(f'(getcode-test-open "{path}")')
        await self.until(self._is_connected, "the client to be connected")
        offset = len(before.decode().replace("\r\n", "\n"))
        await self.eval(f'(progn (switch-to-buffer (get-file-buffer "{path}")) (goto-char {offset + 1}))')
        return path

    async def act(self, kind: str) -> None:
        """Run the code action of a kind."""
        await self.eval(
            f'(with-current-buffer (get-file-buffer "{self._file}") (getcode-test-action "{KIND}.{kind}"))'
        )

    async def generate(self) -> None:
        await self.act("generate")

    async def save(self) -> None:
        """Save as it stands, with no newline added."""
        save = "(let ((require-final-newline nil) (mode-require-final-newline nil)) (save-buffer))"
        await self.eval(f'(with-current-buffer (get-file-buffer "{self._file}") {save})')

    def press(self, keys: str) -> None:
        """Press keys: the bytes that a terminal sends."""
        self.terminal.press(keys)

    async def eval(self, code: str) -> str:
        """Evaluate Lisp; what it returns, as it is printed."""
        process = await asyncio.create_subprocess_exec(
            "emacsclient",
            "--socket-name",
            self._socket,
            "--eval",
            code,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()
            raise AssertionError(f"Emacs did not evaluate {code}\n{self.terminal.screen}") from None
        if process.returncode:
            raise EmacsError(f"{code}: {errors.decode()}")
        return out.decode().strip()

    # What a person sees.

    async def text(self) -> str:
        """The text of the file's buffer; line ends are LF in there."""
        return await self._written(f'getcode-test-text "{self._file}"')

    async def messages(self) -> str:
        """What the user was told, and what client and server said to each other."""
        return await self._written("getcode-test-messages")

    async def is_asked(self, words: str) -> None:
        """Wait until there is a question with these words."""

        async def look() -> bool:
            asked = '(if (active-minibuffer-window) (with-selected-window (active-minibuffer-window) (minibuffer-prompt)) "")'
            return words in await self.eval(asked)

        await self.until(look, f"a question with {words!r}")

    async def is_told(self, words: str) -> None:
        async def look() -> bool:
            return words in await self.messages()

        await self.until(look, f"a message with {words!r}")

    async def text_is(self, expected: str) -> None:
        async def look() -> bool:
            return await self.text() == expected

        await self.until(look, f"the text {expected!r}")

    async def until(self, condition: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait until a condition holds; a failure shows what was seen and said."""
        deadline = time.monotonic() + PATIENCE
        while not await condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}\n{await self._trace()}")
            await asyncio.sleep(0.05)

    async def _trace(self) -> str:
        try:
            return f"text {await self.text()!r}\n{(await self.messages())[-8000:]}"
        except (AssertionError, EmacsError) as error:
            return f"{error}\n{self.terminal.screen[-4000:]}"

    async def _written(self, call: str) -> str:
        target = f"{self._socket}.seen"
        await self.eval(f'({call} "{target}")')
        return _read(target)

    async def _is_up(self) -> bool:
        return _is_there(self._socket) and await self.eval("(featurep 'server)") == "t"

    async def _is_connected(self) -> bool:
        code = f'(with-current-buffer (get-file-buffer "{self._file}") (getcode-test-connected))'
        return await self.eval(code) == "t"


def _read(path: str) -> str:
    return Path(path).read_bytes().decode()


def _is_there(path: str) -> bool:
    return Path(path).exists()


class EmacsError(Exception):
    """What Emacs said of Lisp that it could not evaluate."""
