"""What our Neovim client shows while a generation runs, and what it asks for."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from getcode_lsp import __version__
from tests.editors.nvim import SERVER, Nvim
from tests.editors.scripted import Scripted
from tests.editors.streams import asked, begin, finish, stays
from tests.fakes.api import FakeApi, Step, respond

_SHOWN = """
local shown = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
  if mark[4].virt_text then
    table.insert(shown, { mark[2], mark[4].virt_text[1][1] })
  end
end
return shown
"""


async def shown(nvim: Nvim) -> list[tuple[int, str]]:
    """The virtual text of the buffer: row from zero, words."""
    return [(row, words) for row, words in await nvim.lua(_SHOWN)]


ours = pytest.mark.parametrize("nvim", ["ours"], indirect=True)


@ours
async def test_a_spinner_stands_where_the_text_goes_in(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api, "top\n# make x$0\nlast\n")

    async def waits() -> bool:
        return any(row == 1 and "generating" in words for row, words in await shown(nvim))

    await nvim.until(waits, "a spinner behind the comment")
    await api.send("a = 1\nb = 2\n")

    async def follows() -> bool:
        return any(row == 3 and "characters" in words for row, words in await shown(nvim))

    await nvim.until(follows, "the spinner behind the last line that came")
    screen = "\n".join(words for _row, words in await shown(nvim))
    assert "a = 1" not in screen
    assert "GetCode generating" in await nvim.lua("return require('getcode').status()")
    await finish(nvim, api)
    assert await shown(nvim) == []
    assert await nvim.lua("return require('getcode').status()") == ""
    assert await nvim.text() == "top\n# make x\na = 1\nb = 2\nlast"


@ours
async def test_the_queue_message_shows(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await api.queue("You are number 3 in the queue")

    async def queues() -> bool:
        return any("number 3" in words for _row, words in await shown(nvim))

    await nvim.until(queues, "the queue message in the spinner")
    await nvim.command("GetCodeCancel")
    await stays(nvim, api)
    assert await shown(nvim) == []


@ours
async def test_no_spinner_where_none_is_wanted(nvim: Nvim, api: FakeApi) -> None:
    await nvim.lua("vim.g.getcode = { progress = false }")
    await begin(nvim, api)
    await api.send("a = 1\n")
    await nvim.text_holds("a = 1")
    assert await shown(nvim) == []
    assert "generating" in await nvim.lua("return require('getcode').status()")
    await finish(nvim, api)


@ours
@pytest.mark.parametrize("mode", ["", "Go"])
async def test_the_key_of_ones_choice_cancels_and_is_given_back(nvim: Nvim, api: FakeApi, mode: str) -> None:
    await nvim.lua("vim.g.getcode = { cancel_key = '<C-c>' }")
    await nvim.open("a.py", "# make x$0\nlast\n")
    await nvim.command("nnoremap <buffer> <C-c> <Cmd>let g:mine = 1<CR>")
    await nvim.generate()
    await asked(nvim, api)
    await nvim.until(lambda: nvim.lua("return vim.fn.maparg('<C-c>', 'i') ~= ''"), "the key is mapped")
    if mode:
        await nvim.type(mode)
    await nvim.type("<C-c>")
    await stays(nvim, api)
    if mode:
        assert await nvim.mode() == "i"
        await nvim.type("<Esc>")
    assert await nvim.lua("return vim.fn.maparg('<C-c>', 'i')") == ""
    await nvim.type("<C-c>")
    await nvim.until(lambda: nvim.lua("return vim.g.mine == 1"), "the user's own mapping")


async def test_arguments_go_into_the_one_argument(scripted: Scripted) -> None:
    await scripted.open("a.py", "# make x$0\n")
    await scripted.lua(
        """
        local kind = 'refactor.rewrite.getcode.generate'
        local command = { title = kind, command = 'getcode.generate', arguments = { { uri = 'u' } } }
        server.actions = { { title = kind, kind = kind, command = command } }
        """
    )
    await scripted.command("GetCodeGenerate! type=chart lang=vue")
    await scripted.until(lambda: scripted.heard("workspace/executeCommand"), "the command")
    [command] = await scripted.heard("workspace/executeCommand")
    assert command["arguments"] == [{"uri": "u", "outputType": "chart", "language": "vue", "into": "new"}]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("GetCodeGenerate type=song", "type must be one of website, chart"),
        ("GetCodeGenerate speed=9", "'speed=9' is not understood; give into=, lang=, type="),
    ],
)
async def test_wrong_arguments_are_answered_with_the_right_ones(
    scripted: Scripted, line: str, words: str
) -> None:
    await scripted.open("a.py", "# make x$0\n")
    await scripted.command(line)
    assert words in (await scripted.said())[-1]
    assert await scripted.heard("textDocument/codeAction") == []


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("GetCodeGenerate ", ["into=", "lang=", "type="]),
        ("GetCodeGenerate type=chart ", ["into=", "lang="]),
        ("GetCodeGenerate lang=p", ["lang=python", "lang=php"]),
        ("GetCodeGenerate into=", ["into=below", "into=replace", "into=new"]),
    ],
)
async def test_arguments_are_completed(scripted: Scripted, line: str, offers: list[str]) -> None:
    assert await scripted.lua("return vim.fn.getcompletion(..., 'cmdline')", line) == offers


async def test_without_a_comment_a_prompt_is_asked_for(scripted: Scripted) -> None:
    await scripted.open("a.py", "x = 1$0\nlast\n")
    await scripted.lua("vim.ui.input = function(_, done) done('a list of birds') end")
    await scripted.generate()
    await scripted.until(lambda: scripted.heard("workspace/executeCommand"), "the command")
    [command] = await scripted.heard("workspace/executeCommand")
    [argument] = command["arguments"]
    assert argument["prompt"] == "a list of birds"
    assert argument["uri"] == scripted.uri
    assert argument["range"]["start"]["line"] == 0


@pytest.mark.parametrize("answer", ["nil", "'  '"])
async def test_without_a_prompt_nothing_is_asked_of_the_server(scripted: Scripted, answer: str) -> None:
    await scripted.open("a.py", "x = 1$0\n")
    await scripted.lua(f"vim.ui.input = function(_, done) done({answer}); _G.answered = true end")
    await scripted.generate()
    await scripted.until(lambda: scripted.lua("return _G.answered == true"), "the question")
    assert await scripted.heard("workspace/executeCommand") == []


async def test_the_key_goes_to_the_program_and_nowhere_else(nvim_alone: Nvim, tmp_path: Path) -> None:
    nvim, secret = nvim_alone, "gc_canary_5e1f"
    await nvim.enable([str(SERVER)])
    await nvim.open("a.py", "# make x$0\n")
    await nvim.type(":GetCodeLogin<CR>")
    await nvim.type(secret + "<CR>")

    async def told() -> bool:
        return any("is kept in" in words for words in await nvim.said())

    await nvim.until(told, "word that the key is kept")
    home = nvim.folder.parent / "home"
    holders = [
        path for path in home.rglob("*") if path.is_file() and secret in path.read_text(errors="replace")
    ]
    assert [path.parent.name for path in holders] == ["keys"], holders
    assert secret not in await nvim.messages() + json.dumps(await nvim.said())
    await nvim.command("wshada")
    shada = [path for path in home.rglob("*.shada") if secret.encode() in path.read_bytes()]
    assert shada == []


async def test_health_names_what_is_there_and_what_is_not(nvim_alone: Nvim) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    await nvim.command("checkhealth getcode")
    text = await nvim.text()
    assert f"getcode-lsp {__version__}" in text
    assert "the client is enabled" in text
    await nvim.lua("vim.lsp.config('getcode', { cmd = { 'no-such-program' } })")
    await nvim.lua("vim.g.getcode = { progres = true }")
    await nvim.command("checkhealth getcode")
    text = await nvim.text()
    assert "no-such-program is not found" in text
    assert "vim.g.getcode.progres is not an option" in text


@pytest.mark.parametrize(
    ("improve", "words"),
    [
        (respond(400, {"error": "Prompt is required"}), "OK key: the service accepts it"),
        (respond(401, {"error": "Invalid API key"}), "ERROR key: "),
    ],
)
async def test_health_goes_the_way_to_the_service_and_never_shows_the_key(
    nvim_alone: Nvim, api: FakeApi, improve: Step, words: str
) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    environment = {"GETCODE_BASE_URL": api.url, "GETCODE_API_KEY": api.key}
    await nvim.lua("vim.lsp.config('getcode', { cmd_env = ... })", environment)
    api.script(respond(401, {"error": "Missing API key"}), path="/api/improve", times=1)
    api.script(improve, path="/api/improve")
    api.script(respond(400, {"error": "Prompt is required"}), path="/api/generate")
    await nvim.command("checkhealth getcode")
    text = await nvim.text()
    assert f"a key is there ({len(api.key)} characters)" in text
    assert words in re.sub(r"[^\x20-\x7e\n]+ *", "", text)
    assert api.key not in text


async def test_health_of_the_local_service_is_asked_for_where_it_is_set(nvim_alone: Nvim) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    await nvim.lua("vim.lsp.config('getcode', { settings = { getcode = { service = 'local' } } })")
    await nvim.command("checkhealth getcode")
    assert "the local service: no key, no network" in await nvim.text()


@ours
async def test_the_spinner_tells_characters_and_elapsed_time(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await api.send("a = 1\n")

    async def told() -> bool:
        said = [words for _row, words in await shown(nvim)]
        return any(re.search(r"generating: \d+ characters.*, \d+ s$", words) for words in said)

    await nvim.until(told, "characters and seconds in the spinner")
    await finish(nvim, api)


@ours
async def test_work_that_was_refused_leaves_no_place_behind(nvim: Nvim, api: FakeApi) -> None:
    """It had no progress: the next work's spinner stands where that goes in, though another buffer asked first."""
    await nvim.command("set hidden")
    await nvim.open("b.py", "# make y @getcode type=song$0\nlast\n")
    await nvim.generate()
    await nvim.until(lambda: nvim.is_told("song"), "the refusal")
    await nvim.lua("local now = vim.uv.now vim.uv.now = function() return now() + 2000 end")
    await begin(nvim, api)

    async def here() -> bool:
        return any("generating" in words for _row, words in await shown(nvim))

    await nvim.until(here, "the spinner in the buffer that asked last")
    await finish(nvim, api)


async def test_the_help_has_every_command(nvim_alone: Nvim) -> None:
    nvim = nvim_alone
    await nvim.enable([str(SERVER)])
    await nvim.lua("_G.plugin = vim.api.nvim_get_runtime_file('doc/getcode.txt', false)[1]")
    tags = nvim.folder / "doc"
    tags.mkdir()
    source = Path(await nvim.lua("return _G.plugin"))
    shutil.copy(source, tags)
    await nvim.command(f"helptags {tags}")
    known = {line.split("\t")[0] for line in (tags / "tags").read_text().splitlines()}
    commands = await nvim.lua("return vim.tbl_keys(vim.api.nvim_get_commands({}))")
    ours_ = {f":{name}" for name in commands if name.startswith("GetCode")}
    assert len(ours_) >= 6
    assert ours_ <= known
