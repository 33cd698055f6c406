"""The commands of our Neovim client and what they ask of a scripted server."""

from __future__ import annotations

import pytest

from tests.editors.scripted import Scripted


async def test_the_client_says_who_it_is_and_passes_its_settings_on(scripted: Scripted) -> None:
    await scripted.open("a.py", "# make x$0\nlast\n")
    said = await scripted.lua("return server.initialize")
    options = said["initializationOptions"]
    assert options["client"]["name"] == "getcode.nvim"
    assert options["client"]["honestRefusals"] is True
    assert options["client"]["undoJoin"] is True
    assert options["settings"] == {"apply": "live"}
    assert said["capabilities"]["workspace"]["workspaceEdit"]["documentChanges"] is True


@pytest.mark.parametrize("range_", ["", "1,2"])
async def test_generate_runs_the_action_of_its_kind_for_the_cursor_or_the_range(
    scripted: Scripted, range_: str
) -> None:
    await scripted.open("a.py", "# make\n# x$0\n")
    kinds = ["refactor.rewrite.getcode.generate", "refactor.rewrite.getcode.improve"]
    await scripted.lua(
        """
        server.actions = vim.tbl_map(function(kind)
          local command = { title = kind, command = 'getcode.generate', arguments = { { kind = kind } } }
          return { title = kind, kind = kind, command = command }
        end, ...)
        """,
        kinds[::-1],
    )
    await scripted.command(range_ + "GetCodeGenerate")
    await scripted.until(lambda: scripted.heard("workspace/executeCommand"), "the command")
    [asked] = await scripted.heard("textDocument/codeAction")
    assert asked["context"] == {"only": [kinds[0]], "diagnostics": [], "triggerKind": 1}
    expected = ((0, 0), (1, 3)) if range_ else ((1, 2), (1, 2))
    start_, end = asked["range"]["start"], asked["range"]["end"]
    assert ((start_["line"], start_["character"]), (end["line"], end["character"])) == expected
    [command] = await scripted.heard("workspace/executeCommand")
    assert command == {"command": "getcode.generate", "arguments": [{"kind": kinds[0]}]}


async def test_improve_without_a_comment_says_so(scripted: Scripted) -> None:
    await scripted.open("a.py", "# make x$0\nlast\n")
    await scripted.command("GetCodeImprove")
    await scripted.until(scripted.said, "a message")
    assert "no comment" in (await scripted.said())[0]


async def test_generate_without_a_server_says_what_is_missing(scripted: Scripted) -> None:
    await scripted.open("a.unknown", "make x\n", attached=False)
    await scripted.generate()
    await scripted.until(scripted.said, "a message")
    assert "filetype" in (await scripted.said())[-1]
    await scripted.command("lua vim.lsp.enable('getcode', false)")
    await scripted.generate()
    assert "vim.lsp.enable" in (await scripted.said())[-1]
    await scripted.lua("vim.lsp.config('getcode', { cmd = { 'no-such-program' } })")
    await scripted.generate()
    assert "no-such-program is not found" in (await scripted.said())[-1]


@pytest.mark.parametrize("bang", [False, True])
async def test_cancel_names_the_buffer_or_all(scripted: Scripted, bang: bool) -> None:
    await scripted.open("a.py", "# make x$0\nlast\n")
    await scripted.command("GetCodeCancel" + "!" * bang)
    await scripted.until(lambda: scripted.heard("workspace/executeCommand"), "the command")
    [command] = await scripted.heard("workspace/executeCommand")
    assert command["command"] == "getcode.cancel"
    assert command.get("arguments") == (None if bang else [{"uri": scripted.uri}])


async def test_a_question_waits_until_nothing_is_being_typed(scripted: Scripted) -> None:
    await scripted.open("a.py", "# make x$0\nlast\n")
    await scripted.type("Goone ")
    await scripted.text_is("# make x\nlast\none ")
    await scripted.lua("server.ask('Open the rest?', 'Open it', 'No')")
    await scripted.type("two")
    await scripted.text_is("# make x\nlast\none two")
    assert await scripted.lua("return server.pressed == nil")
    await scripted.type("<Esc>")
    await scripted.until(lambda: scripted.lua("return vim.fn.mode() == 'c'"), "the menu")
    await scripted.type("1<CR>")
    await scripted.until(lambda: scripted.lua("return server.pressed ~= nil"), "the answer")
    assert await scripted.lua("return server.pressed") == {"title": "Open it"}
    assert await scripted.text() == "# make x\nlast\none two"


async def test_a_command_that_comes_before_the_server_waits_for_it_where_it_was_given(
    scripted: Scripted,
) -> None:
    await scripted.lua("server.slow = true")
    await scripted.open("a.py", "top\n# make x$0\nlast\n", attached=False)
    await scripted.generate()
    assert "the server is starting" in (await scripted.said())[-1]
    await scripted.cursor(3)
    await scripted.lua("vim.api.nvim_buf_set_lines(0, 0, 0, true, { 'new' })")
    assert await scripted.heard("textDocument/codeAction") == []
    await scripted.lua("server.go_on()")
    await scripted.until(lambda: scripted.heard("textDocument/codeAction"), "the question")
    [asked] = await scripted.heard("textDocument/codeAction")
    assert asked["range"]["start"] == {"line": 2, "character": 7}


async def test_a_command_in_the_same_breath_as_the_file_waits_for_the_server(scripted: Scripted) -> None:
    (scripted.folder / "a.py").write_text("# make x\n")
    await scripted.command("edit a.py | GetCodeGenerate")
    await scripted.until(lambda: scripted.heard("textDocument/codeAction"), "the question")
    assert not any("not running" in message for message in await scripted.said())
