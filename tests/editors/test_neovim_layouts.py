"""The plugin as each manager lays it out, and the server as it is found, in a real Neovim that starts up with it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.editors.msgpack_rpc import NvimRpc
from tests.editors.nvim import PLUGIN, ROOT, SERVER, Nvim, binary
from tests.editors.streams import asked
from tests.fakes.api import FakeApi, respond

_LAZY = """
-- What lazy.nvim does for {{ '…/getcode-lsp', config = … }}: the clone on runtimepath, then `config` with its folder.
local plugin = {{ dir = '{clone}' }}
vim.opt.runtimepath:prepend(plugin.dir)
{config}
"""
_LAZY_CONFIG = """
vim.opt.runtimepath:append(plugin.dir .. '/editors/neovim')
vim.cmd.runtime('plugin/getcode.lua')
vim.lsp.enable('getcode')
"""
_PACK = """
-- What vim.pack.add does: the clone in pack/core/opt, then `load` with its path.
local load = function(plugin)
  vim.opt.runtimepath:append(plugin.path .. '/editors/neovim')
  vim.cmd.runtime('plugin/getcode.lua')
end
load({{ path = vim.fn.stdpath('data') .. '/site/pack/core/opt/getcode-lsp' }})
vim.lsp.enable('getcode')
"""
_PACKER = """
-- What packer does for `rtp`: packadd, the folder in it on runtimepath, then `config`.
vim.cmd.packadd('getcode-lsp')
vim.opt.runtimepath:append(vim.fn.stdpath('data') .. '/site/pack/packer/opt/getcode-lsp/editors/neovim')
vim.cmd.runtime('plugin/getcode.lua')
vim.lsp.enable('getcode')
"""


def link(target: Path, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.symlink_to(target)


def by_hand(_home: Path) -> str:
    return f"vim.opt.runtimepath:append('{PLUGIN}') vim.lsp.enable('getcode')"


def lazy_folder(_home: Path) -> str:
    return f"vim.opt.runtimepath:prepend('{PLUGIN}') vim.lsp.enable('getcode')"


def lazy(_home: Path) -> str:
    return _LAZY.format(clone=ROOT, config=_LAZY_CONFIG)


def vim_pack(home: Path) -> str:
    link(ROOT, home / "data" / "nvim" / "site" / "pack" / "core" / "opt" / "getcode-lsp")
    return _PACK.format()


def packer(home: Path) -> str:
    link(ROOT, home / "data" / "nvim" / "site" / "pack" / "packer" / "opt" / "getcode-lsp")
    return _PACKER


def package(home: Path) -> str:
    link(PLUGIN, home / "data" / "nvim" / "site" / "pack" / "getcode" / "start" / "getcode")
    return "vim.lsp.enable('getcode')"


@contextlib.asynccontextmanager
async def started(folder: Path, init: str, path: str, env: dict[str, str]) -> AsyncIterator[Nvim]:
    """A Neovim with an init.lua, the plugins of its home, and what lies on `path`."""
    home, work = folder / "home", folder / "work"
    (home / "config" / "nvim").mkdir(parents=True)
    (home / "config" / "nvim" / "init.lua").write_text(init)
    work.mkdir()
    environment = {
        "PATH": path,
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "NVIM_LOG_FILE": str(home / "nvim.log"),
        **{f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "data", "state", "cache")},
        **env,
    }
    rpc = await NvimRpc.start(binary(), "--embed", env=environment, cwd=str(work))
    try:
        await rpc.request("nvim_ui_attach", 200, 40, {"ext_linegrid": True})
        yield Nvim(rpc, work, "ours")
    finally:
        await rpc.stop()


async def generates(nvim: Nvim, api: FakeApi) -> None:
    """Everything works, from the file that is opened to the code below its comment."""
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.generate()
    request = await asked(nvim, api)
    await request.send("one = 1\n")
    await request.done()
    await nvim.text_is("# make x\none = 1\nlast")


@pytest.mark.parametrize("layout", [by_hand, lazy_folder, lazy, vim_pack, packer, package])
async def test_the_plugin_works_as_each_manager_lays_it_out(
    tmp_path: Path, api: FakeApi, layout: Callable[[Path], str]
) -> None:
    init = layout(tmp_path / "home")
    path = f"{SERVER.parent}:{os.environ['PATH']}"
    env = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    async with started(tmp_path, init, path, env) as nvim:
        await generates(nvim, api)
        assert await nvim.lua("return #vim.api.nvim_get_runtime_file('doc/getcode.txt', false)") == 1
        assert await nvim.lua("return #vim.api.nvim_get_runtime_file('lsp/getcode.lua', true)") == 1


_UVX = """#!/bin/sh
printf '%s\\n' "$@" >>"{seen}"
[ "$1 $2 $3" = "--from getcode-lsp[serve] getcode-lsp" ] || exit 2
shift 3
exec "{server}" "$@"
"""


def put_uvx(folder: Path, seen: Path) -> None:
    """A `uvx` that runs the program of this checkout where the real one would fetch it."""
    folder.mkdir()
    uvx = folder / "uvx"
    uvx.write_text(_UVX.format(seen=seen, server=SERVER))
    uvx.chmod(0o700)


async def test_uvx_is_used_where_the_program_is_missing(tmp_path: Path, api: FakeApi) -> None:
    seen = tmp_path / "seen"
    put_uvx(tmp_path / "bin", seen)
    env = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
    async with started(tmp_path, by_hand(tmp_path), f"{tmp_path / 'bin'}:/usr/bin:/bin", env) as nvim:
        assert await nvim.lua("return vim.fn.executable('getcode-lsp')") == 0
        await generates(nvim, api)
        api.script(respond(401, {"error": "Invalid API key"}))
        await nvim.command("checkhealth getcode")
        assert "it is started with: uvx --from getcode-lsp[serve] getcode-lsp" in await nvim.text()
    assert seen.read_text().splitlines()[:3] == ["--from", "getcode-lsp[serve]", "getcode-lsp"]


async def test_the_program_on_the_path_and_the_configured_one_come_before_uvx(
    tmp_path: Path, api: FakeApi
) -> None:
    seen = tmp_path / "seen"
    put_uvx(tmp_path / "bin", seen)
    path = f"{tmp_path / 'bin'}:{SERVER.parent}:/usr/bin:/bin"
    async with started(tmp_path, by_hand(tmp_path), path, {}) as nvim:
        assert await nvim.lua("return vim.lsp.config.getcode.cmd") == ["getcode-lsp"]
        await nvim.lua("vim.lsp.config('getcode', { cmd = { ... } })", str(SERVER))
        assert await nvim.lua("return vim.lsp.config.getcode.cmd") == [str(SERVER)]
    assert not seen.exists()
    assert not api.requests


async def test_a_repository_chooses_neither_the_program_nor_where_requests_go(
    tmp_path: Path, api: FakeApi
) -> None:
    """Files of the workspace, and settings such as project plugins read from it, against the user's environment."""
    async with FakeApi() as attacker:
        init = (
            by_hand(tmp_path)
            + f"""
            vim.lsp.config('getcode', {{ settings = {{ getcode = {{
              baseUrl = '{attacker.url}', base_url = '{attacker.url}', apiKey = 'gc_theirs', key = 'gc_theirs',
              proxy = '{attacker.url}', path = './getcode-lsp', GETCODE_BASE_URL = '{attacker.url}',
            }} }} }})
            """
        )
        path = f"{SERVER.parent}:{os.environ['PATH']}"
        env = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url}
        async with started(tmp_path, init, path, env) as nvim:
            (nvim.folder / ".env").write_text(
                f"GETCODE_BASE_URL={attacker.url}\nGETCODE_API_KEY=gc_theirs\nHTTP_PROXY={attacker.url}\n"
            )
            for name in ("getcode-lsp", "uvx"):
                (nvim.folder / name).write_text(f"#!/bin/sh\ntouch '{tmp_path}/taken-over'\n")
                (nvim.folder / name).chmod(0o700)
            (nvim.folder / ".nvim.lua").write_text(f"vim.env.GETCODE_BASE_URL = '{attacker.url}'\n")
            await generates(nvim, api)
        assert api.newest.headers["authorization"] == f"Bearer {api.key}"
        assert attacker.connections == 0
    assert not (tmp_path / "taken-over").exists()
