"""A generation in Neovim, step by step: the request, the tokens, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tests.editors.nvim import Nvim
from tests.fakes.api import FakeApi, FakeRequest

BEFORE = "# make x\nlast\n"


def tokens(lines: int = 100) -> list[str]:
    """A reply of three tokens a line, cut where models cut them, with blanks at their edges."""
    return [token for n in range(lines) for token in (f"value_{n}", f" = {n} ", "\n")]


def shaped(parts: Sequence[str]) -> str:
    """What such a reply is in the file: no blanks at line ends, no line break at its own."""
    return "\n".join(line.rstrip() for line in "".join(parts).split("\n")).rstrip()


async def begin(
    nvim: Nvim, api: FakeApi, text: str | bytes = "# make x$0\nlast\n", name: str = "a.py"
) -> None:
    """Open a file, run "Generate from comment" and wait for the request."""
    await nvim.open(name, text)
    await nvim.generate()
    request = await asked(nvim, api)
    assert request.path == "/api/generate"
    assert request.headers["authorization"] == f"Bearer {api.key}"


async def asked(nvim: Nvim, api: FakeApi) -> FakeRequest:
    """The next request; without one the failure shows what client and server said to each other."""
    try:
        return await api.request()
    except AssertionError as error:
        raise AssertionError(f"{error}\n{await nvim.trace()}") from None


async def send(api: FakeApi, parts: Sequence[str], pace: float = 0.0) -> None:
    for part in parts:
        await api.send(part)
        await asyncio.sleep(pace)


async def finish(nvim: Nvim, api: FakeApi) -> None:
    await api.done(tokens=300, model="fake")
    end = await nvim.progress_ends()
    assert end["title"].startswith("GetCode")
    assert "300 tokens" in end["message"]


async def stays(nvim: Nvim, api: FakeApi, buffer: int = 0) -> None:
    """After a stop: the stream is closed, the progress has ended once, and no edit comes any more."""
    await nvim.progress_ends()
    before = await nvim.text(buffer)
    edits = nvim.log.read_text(errors="replace").count("workspace/applyEdit")
    # The server answers after whatever it still had to say.
    await nvim.lua(
        "vim.lsp.get_clients({ name = 'getcode' })[1]:request_sync('textDocument/codeAction', ...)",
        {
            "textDocument": {"uri": "file:///nowhere"},
            "context": {"diagnostics": []},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
        },
    )
    assert nvim.log.read_text(errors="replace").count("workspace/applyEdit") == edits
    assert await nvim.text(buffer) == before
