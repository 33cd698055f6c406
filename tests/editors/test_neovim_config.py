"""The plugin's configuration against the server's own tables."""

from __future__ import annotations

from pathlib import Path

from getcode_lsp import __version__
from getcode_lsp.prompts.languages import LANGUAGES
from tests.editors.nvim import PLUGIN, Nvim

# Neovim 0.11 has no filetype for these, or their files have no comments.
ABSENT = set(
    "slim ejs razor gotmpl freemarker velocity mako coffeescript haxe elisp fortran_fixed-form dotenv puppet plantuml "
    "mdx slides mjml webvtt srt".split()
)

KNOWN = """
local detection = table.concat(vim.fn.readfile(vim.env.VIMRUNTIME .. '/lua/vim/filetype.lua'), ' ')
local known = vim.fn.getcompletion('', 'filetype')
for name in detection:gmatch("'([%w_]+)'") do
  table.insert(known, name)
end
return known
"""


async def test_the_filetypes_are_the_languages_that_the_server_knows(tmp_path: Path) -> None:
    async with Nvim.start(tmp_path) as nvim:
        await nvim.enable(["getcode-lsp"])
        filetypes = set(await nvim.lua("return vim.lsp.config.getcode.filetypes"))
        known = await nvim.lua(KNOWN)
    names = {name: language for language in LANGUAGES for name in language.ids}
    assert filetypes <= names.keys()
    assert filetypes <= set(known)
    assert {language.id for language in LANGUAGES} - {names[name].id for name in filetypes} == ABSENT


async def test_the_version_is_the_servers(tmp_path: Path) -> None:
    async with Nvim.start(tmp_path) as nvim:
        await nvim.enable(["getcode-lsp"])
        client = await nvim.lua("return vim.lsp.config.getcode.init_options.client")
    assert client["version"] == __version__


async def test_the_plugin_loads_nothing_before_it_is_used(tmp_path: Path) -> None:
    async with Nvim.start(tmp_path) as nvim:
        await nvim.enable(["getcode-lsp"])
        loaded = (
            "return vim.tbl_filter(function(m) return m:find('^getcode') end, vim.tbl_keys(package.loaded))"
        )
        assert await nvim.lua(loaded) == []
        assert await nvim.lua("return vim.fn.exists(':GetCodeGenerate')") == 2


async def test_the_help_has_every_tag_that_the_messages_name(tmp_path: Path) -> None:
    (tmp_path / "help" / "doc").mkdir(parents=True)
    (tmp_path / "help" / "doc" / "getcode.txt").write_bytes((PLUGIN / "doc" / "getcode.txt").read_bytes())
    async with Nvim.start(tmp_path) as nvim:
        await nvim.lua("vim.opt.runtimepath:prepend(...)", str(tmp_path / "help"))
        await nvim.command(f"helptags {tmp_path / 'help' / 'doc'}")
        for tag in (
            "getcode",
            "getcode-install",
            "getcode-filetypes",
            ":GetCodeGenerate",
            ":GetCodeImprove",
            ":GetCodeCancel",
        ):
            await nvim.command(f"help {tag}")
            assert await nvim.lua("return vim.fn.expand('%:t')") == "getcode.txt"
