"""Where the key goes in a real Neovim: from the keyboard to the program's standard input, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

from tests.editors.nvim import SERVER, Nvim
from tests.editors.streams import asked
from tests.fakes.api import FakeApi

# Stands for the program: it writes down how it was called, then becomes it.
_WITNESS = """#!/bin/sh
{ echo "called with: $*"; tr '\\0' '\\n' </proc/$$/environ; } >>"$GETCODE_TEST_WITNESS"
exec "$GETCODE_TEST_SERVER" "$@"
"""
_SHOWN = """
local shown = {}
for _, command in ipairs({ 'messages', 'history :', 'history @', 'registers', 'let g:', 'let v:', 'changes' }) do
  table.insert(shown, vim.api.nvim_exec2(command, { output = true }).output)
end
table.insert(shown, vim.inspect(vim.fn.environ()))
return table.concat(shown, '\\n')
"""


def holders(folder: Path, key: str) -> list[str]:
    """The folders of all files that hold a key."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.parent.name for path in files if key.encode() in path.read_bytes()]


def environment_of(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


async def test_a_key_that_is_typed_is_used_at_once_and_is_nowhere_else(tmp_path: Path, api: FakeApi) -> None:
    program, seen = tmp_path / "getcode-lsp", tmp_path / "seen"
    program.write_text(_WITNESS)
    program.chmod(0o700)
    environment = {
        "GETCODE_BASE_URL": api.url,
        "GETCODE_TEST_SERVER": str(SERVER),
        "GETCODE_TEST_WITNESS": str(seen),
    }
    async with Nvim.start(tmp_path, env=environment) as nvim:
        await nvim.enable([str(program)])
        await nvim.open("a.py", "# make x$0\nlast\n")
        await nvim.type(":GetCodeLogin<CR>")
        await nvim.type(api.key + "<CR>")
        await nvim.until(lambda: nvim.is_told("is kept in"), "word that the key is kept")
        await nvim.generate()
        request = await asked(nvim, api)
        assert request.headers["authorization"] == f"Bearer {api.key}"
        await request.send("one = 1\n")
        await request.done()
        await nvim.progress_ends()
        await nvim.command("wshada")
        assert api.key not in await nvim.lua(_SHOWN)
        assert api.key not in json.dumps(await nvim.said()) + json.dumps(await nvim.progress())
        assert api.key.encode() not in environment_of(nvim.rpc.process.pid)
        log = nvim.log.read_text(errors="replace")
    assert "called with: login --stdin" in seen.read_text()
    assert 'command = "getcode.reloadCredentials"' in log
    reload = next(
        line for line in log.splitlines() if "rpc.send" in line and "getcode.reloadCredentials" in line
    )
    assert "arguments" not in reload
    assert holders(tmp_path, api.key) == ["keys"]


async def test_a_key_is_kept_for_the_address_of_the_servers_own_environment(
    nvim_alone: Nvim, api: FakeApi
) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    await nvim.lua("vim.lsp.config('getcode', { cmd_env = { GETCODE_BASE_URL = ... } })", api.url)
    await nvim.type(":GetCodeLogin<CR>")
    await nvim.type(api.key + "<CR>")
    await nvim.until(lambda: nvim.is_told(f"The key for {api.url} is kept in"), "word that the key is kept")


async def test_no_key_and_no_program_are_answered(nvim_alone: Nvim) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    await nvim.type(":GetCodeLogin<CR><CR>")
    await nvim.until(lambda: nvim.is_told("no key was given"), "the answer")
    await nvim.type(":GetCodeLogin<CR>")
    await nvim.type("not a key with blanks<CR>")
    await nvim.until(lambda: nvim.is_told("the key was not kept"), "the answer")
    assert "not a key with blanks" not in json.dumps(await nvim.said())
    await nvim.lua("vim.lsp.config('getcode', { cmd = { 'no-such-program' } })")
    await nvim.type(":GetCodeLogin<CR>")
    await nvim.until(lambda: nvim.is_told("the server is not found"), "the answer")
