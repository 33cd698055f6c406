"""The `workspace/applyEdit` handler of our Neovim client, in a real Neovim, against a scripted server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors.scripted import Scripted


async def start(nvim: Scripted, text: str | bytes = "# make x$0\nlast\n", name: str = "a.py") -> None:
    """Open a file and make ready to stream below its first line."""
    await nvim.open(name, text)
    first = (text if isinstance(text, str) else text.decode()).splitlines()[0].replace("$0", "")
    nvim.at = (0, len(first.encode("utf-16-le")) // 2)


async def stream(nvim: Scripted, *chunks: str) -> None:
    """Insert one after the other; after keys that the server hasn't heard of yet the first try is refused."""
    for chunk in chunks:
        answer = await nvim.insert(chunk)
        if not answer["applied"]:
            answer = await nvim.insert(chunk)
        assert answer == {"applied": True}


async def test_one_u_takes_back_a_stream_and_one_redo_brings_it_again(scripted: Scripted) -> None:
    await start(scripted)
    await stream(scripted, "\na", "b\nc", "d", "\n", "\n    e", "f")
    assert await scripted.text() == "# make x\nab\ncd\n\n    ef\nlast"
    await scripted.type("u")
    await scripted.text_is("# make x\nlast")
    assert not await scripted.lua("return vim.bo.modified")
    await scripted.type("<C-r>")
    await scripted.text_is("# make x\nab\ncd\n\n    ef\nlast")


async def test_keys_that_change_nothing_leave_it_one_step(scripted: Scripted) -> None:
    await start(scripted)
    await stream(scripted, "\na")
    for keys in ("j", "k", "G", "v<Esc>", "i<Esc>", ":<Esc>"):
        await scripted.type(keys)
        await scripted.until(lambda: scripted.lua("return vim.fn.getchar(1) == 0"), "the keys are taken")
        await stream(scripted, "b")
    await scripted.type("u")
    await scripted.text_is("# make x\nlast")


async def test_what_is_typed_meanwhile_keeps_its_own_undo_steps(scripted: Scripted) -> None:
    await start(scripted, "# make x$0\n\nlast\n")
    await stream(scripted, "\na", "b")
    await scripted.type("Goone")
    await scripted.text_is("# make x\nab\n\nlast\none")
    await stream(scripted, "c", "d")
    await scripted.type("two<Esc>")
    await scripted.text_is("# make x\nabcd\n\nlast\nonetwo")
    await stream(scripted, "e", "f")
    await scripted.text_is("# make x\nabcdef\n\nlast\nonetwo")
    # Newest first, each either ours or the user's, and everything comes back.
    steps = ["\nabcd\n\nlast\nonetwo", "\nabcd\n\nlast\none", "\nab\n\nlast\none", "\nab\n\nlast", "\n\nlast"]
    for step in steps:
        await scripted.command("undo")
        assert await scripted.text() == "# make x" + step
    for step in [*steps[-2::-1], "\nabcdef\n\nlast\nonetwo"]:
        await scripted.command("redo")
        assert await scripted.text() == "# make x" + step


async def test_typing_on_the_comments_own_line_is_not_taken_back_with_the_stream(scripted: Scripted) -> None:
    await start(scripted)
    await scripted.type("Ione ")
    await scripted.text_is("one # make x\nlast")
    scripted.at = (0, 12)
    await stream(scripted, "\na", "b")
    await scripted.type("two ")
    await scripted.text_is("one two # make x\nab\nlast")
    await stream(scripted, "c")
    await scripted.type("<Esc>")
    await scripted.until(lambda: scripted.lua("return vim.fn.mode() == 'n'"), "normal mode")
    for step in ("one two # make x\nab", "one # make x\nab", "one # make x", "# make x"):
        await scripted.command("undo")
        assert await scripted.text() == step + "\nlast"


async def test_a_stream_after_another_is_a_step_of_its_own(scripted: Scripted) -> None:
    await start(scripted)
    await scripted.progress_of("1", "begin")
    await stream(scripted, "\n# more", " of it")
    await scripted.progress_of("1", "end")
    await scripted.progress_of("2", "begin")
    await stream(scripted, "\nx", "y")  # where the other ended, and nothing changed since
    await scripted.command("undo")
    assert await scripted.text() == "# make x\n# more of it\nlast"
    await scripted.command("undo")
    assert await scripted.text() == "# make x\nlast"


async def test_a_rewritten_comment_and_the_stream_below_it_are_two_steps(scripted: Scripted) -> None:
    await start(scripted)
    assert await scripted.edit((0, 0), (0, 8), "# make y well") == {"applied": True}
    scripted.at = (0, 13)
    await stream(scripted, "\na", "b")
    await scripted.command("undo")
    assert await scripted.text() == "# make y well\nlast"
    await scripted.command("undo")
    assert await scripted.text() == "# make x\nlast"


async def test_two_streams_in_two_buffers_are_a_step_each(scripted: Scripted) -> None:
    await start(scripted)
    first, first_at = scripted.uri, scripted.at
    await scripted.command("set hidden")
    await start(scripted, "# make y$0\n", "b.py")
    second, second_at = scripted.uri, scripted.at
    places = {first: first_at, second: second_at}
    for _ in range(5):
        for uri in places:
            scripted.uri, scripted.at = uri, places[uri]
            version = await scripted.lua("return vim.lsp.util.buf_versions[vim.uri_to_bufnr(...)]", uri)
            answer = await scripted.edit(scripted.at, scripted.at, "\nz", version=version)
            assert answer == {"applied": True}
            places[uri] = (scripted.at[0] + 1, 1)
    assert await scripted.text() == "# make y" + "\nz" * 5
    await scripted.command("undo")
    assert await scripted.text() == "# make y"
    await scripted.command("buffer a.py")
    assert await scripted.text() == "# make x" + "\nz" * 5 + "\nlast"
    await scripted.command("undo")
    assert await scripted.text() == "# make x\nlast"


async def test_the_end_of_another_stream_does_not_split_this_one(scripted: Scripted) -> None:
    await start(scripted)
    await scripted.progress_of("1", "begin")
    await scripted.progress_of("2", "begin")
    await stream(scripted, "\na")
    await scripted.progress_of("2", "end")
    await stream(scripted, "b")
    await scripted.command("undo")
    assert await scripted.text() == "# make x\nlast"


async def test_two_streams_in_one_buffer_are_not_joined(scripted: Scripted) -> None:
    await start(scripted)
    await stream(scripted, "\na")
    scripted.at = (2, 4)
    await stream(scripted, "\nb")
    await scripted.command("undo")
    assert await scripted.text() == "# make x\na\nlast"


async def test_an_undo_in_between_does_not_break_the_next_edit(scripted: Scripted) -> None:
    await start(scripted)
    await stream(scripted, "\na", "b")
    await scripted.command("undo")
    scripted.at = (0, 8)
    version = await scripted.lua("return vim.lsp.util.buf_versions[0]")
    assert (await scripted.edit(scripted.at, scripted.at, "\nc", version=version))["applied"] is False
    await stream(scripted, "\nc")
    await scripted.text_is("# make x\nc\nlast")
    assert "E790" not in await scripted.messages()


async def test_a_stale_edit_is_refused_and_the_server_hears_why(scripted: Scripted) -> None:
    await start(scripted)
    await scripted.type("Goq")
    await scripted.text_is("# make x\nlast\nq")
    answer = await scripted.insert("\na")
    assert answer["applied"] is False
    assert "changed" in answer["failureReason"]
    assert await scripted.text() == "# make x\nlast\nq"
    # The change was sent before the answer, not 150 ms later: the next edit is up to date.
    assert await scripted.insert("\na") == {"applied": True}
    assert await scripted.text() == "# make x\na\nlast\nq"


async def test_the_echo_of_an_edit_comes_before_its_answer(scripted: Scripted) -> None:
    await start(scripted)
    before = len(await scripted.heard("textDocument/didChange"))
    echoes = await scripted.lua(
        """
        local uri = ...
        local seen = {}
        local function count()
          return #vim.tbl_filter(function(m) return m.method == 'textDocument/didChange' end, server.received)
        end
        for i = 1, 20 do
          local answer = server.edit(uri, server.version(), { 0, 8 }, { 0, 8 }, '\\nx')
          assert(answer.applied)
          seen[i] = count()
        end
        return seen
        """,
        scripted.uri,
    )
    assert echoes == [before + i for i in range(1, 21)]


@pytest.mark.parametrize("option", ["modifiable", "readonly"])
async def test_a_buffer_that_takes_no_text_refuses_and_names_the_option(
    scripted: Scripted, option: str
) -> None:
    await start(scripted)
    await scripted.command("set nomodifiable" if option == "modifiable" else "set readonly")
    answer = await scripted.insert("\na")
    assert answer["applied"] is False
    assert option in answer["failureReason"]
    assert await scripted.text() == "# make x\nlast"
    await scripted.generate()
    assert option in (await scripted.said())[-1]
    assert not await scripted.heard("textDocument/codeAction")


@pytest.mark.parametrize("how", ["bwipeout!", "bdelete!", "bunload!"])
async def test_a_closed_file_is_not_opened_again(scripted: Scripted, how: str) -> None:
    await start(scripted)
    await stream(scripted, "\na")
    await scripted.command("new")
    await scripted.command(f"{how} a.py")
    answer = await scripted.insert("b")
    assert answer["applied"] is False
    assert await scripted.lua("return vim.tbl_filter(vim.api.nvim_buf_is_loaded, vim.api.nvim_list_bufs())")
    loaded = "return #vim.tbl_filter(function(b) return vim.api.nvim_buf_is_loaded(b) and "
    loaded += "vim.api.nvim_buf_get_name(b):find('a.py') end, vim.api.nvim_list_bufs())"
    assert await scripted.lua(loaded) == 0
    assert len(await scripted.heard("textDocument/didOpen")) == 1


async def test_a_file_that_was_never_open_is_not_opened(scripted: Scripted) -> None:
    await start(scripted)
    other = scripted.folder / "other.py"
    other.write_text("# mine\n")
    scripted.uri = other.as_uri()
    assert (await scripted.edit((0, 0), (0, 0), "x", version=1))["applied"] is False
    assert await scripted.lua("return vim.fn.bufexists('other.py')") == 0
    assert other.read_text() == "# mine\n"


@pytest.mark.parametrize("keys", ["", "i", "A", "0", "G$", "Vj", "gh"])
async def test_cursor_registers_and_jumps_stay(scripted: Scripted, keys: str) -> None:
    text = "# make x$0\n" + "".join(f"line {n}\n" for n in range(60))
    await start(scripted, text)
    await scripted.command("let @\" = 'kept'")
    await scripted.type(keys)
    await scripted.until(lambda: scripted.lua("return vim.fn.getchar(1) == 0"), "the keys are taken")
    look = "local p = vim.fn.getpos('.'); local l = vim.fn.getline('.'):sub(p[3]); "
    look += "return { l, vim.fn.mode(), vim.fn.getreg('\"'), #vim.fn.getjumplist()[1], vim.fn.getline('.'), "
    look += "vim.api.nvim_get_current_win() }"
    before = await scripted.lua(look)
    await stream(scripted, "\na", "b\nc", "d\n", "\n", "e")
    assert await scripted.lua(look) == before


@pytest.mark.parametrize("mode", ["v", "V", "<C-v>", "gh"])
async def test_a_selection_below_keeps_both_its_ends(scripted: Scripted, mode: str) -> None:
    await start(scripted, "# make x\nlast\n\none two\nthree four\nend\n")
    await scripted.cursor(4, 4)
    await scripted.type(mode + "<Down>")
    look = "return { vim.fn.mode(), table.concat(vim.fn.getregion(vim.fn.getpos('v'), vim.fn.getpos('.'), "
    look += "{ type = vim.fn.mode():gsub('s', 'v') }), '/') }"
    await scripted.until(lambda: scripted.lua("return vim.fn.line('.') == 5"), "the selection")
    before = await scripted.lua(look)
    await stream(scripted, "\na", "b\nc", "d")
    assert await scripted.lua(look) == before
    await scripted.type("x" if mode != "gh" else "x<Esc>")
    await scripted.until(lambda: scripted.lua("return vim.fn.mode() == 'n'"), "normal mode")
    text = await scripted.text()
    assert text.startswith("# make x\nab\ncd\nlast\n\n")


async def test_a_block_that_goes_to_the_ends_of_its_lines_still_does(scripted: Scripted) -> None:
    await start(scripted, "# make x\nlast\nshort\na longer one\nend\n")
    await scripted.cursor(3, 0)
    await scripted.type("<C-v>$j")
    await scripted.until(lambda: scripted.lua("return vim.fn.line('.') == 4"), "the selection")
    await stream(scripted, "\na", "b\nc")
    await scripted.type("Aq<Esc>")
    await scripted.text_is("# make x\nab\nc\nlast\nshortq\na longer oneq\nend")


async def test_a_selection_that_the_user_started_above_stays(scripted: Scripted) -> None:
    await start(scripted, "above\n# make x\nlast\n")
    scripted.at = (1, 8)
    await scripted.cursor(1, 1)
    await scripted.type("vG")
    await scripted.until(lambda: scripted.lua("return vim.fn.mode() == 'v' and vim.fn.line('.') == 3"), "it")
    await stream(scripted, "\na", "b\nc")
    assert await scripted.lua("return { vim.fn.getpos('v'), vim.fn.line('.') }") == [[0, 1, 2, 0], 5]


async def test_marks_at_the_end_of_the_comment_stay_there(scripted: Scripted) -> None:
    await start(scripted)
    mark = await scripted.lua(
        "return vim.api.nvim_buf_set_extmark(0, vim.api.nvim_create_namespace('t'), 0, 8, {})"
    )
    await stream(scripted, "\na", "b")
    look = "return vim.api.nvim_buf_get_extmark_by_id(0, vim.api.nvim_create_namespace('t'), ..., {})"
    assert await scripted.lua(look, mark) == [0, 8]


async def test_an_edit_to_the_very_end_of_the_text(scripted: Scripted) -> None:
    await start(scripted)
    assert (await scripted.edit((1, 0), (2, 0), ""))["applied"] is True
    assert await scripted.text() == "# make x"


async def test_a_hidden_buffer_takes_the_stream_and_keeps_the_other_in_front(scripted: Scripted) -> None:
    await start(scripted)
    buffer = await scripted.lua("return vim.api.nvim_get_current_buf()")
    await scripted.command("set hidden")
    await scripted.command("enew")
    await scripted.type("iother")
    await scripted.text_is("other")
    await stream(scripted, "\na", "b")
    assert await scripted.text(buffer) == "# make x\nab\nlast"
    assert await scripted.text() == "other"
    assert await scripted.mode() == "i"
    assert await scripted.position() == (1, 5)
    await scripted.type("<Esc>:b#<CR>u")
    await scripted.text_is("# make x\nlast")


async def test_another_window_stays_the_current_one(scripted: Scripted) -> None:
    await start(scripted)
    buffer = await scripted.lua("return vim.api.nvim_get_current_buf()")
    await scripted.command("new")
    await scripted.type("vy")
    window = await scripted.lua("return vim.api.nvim_get_current_win()")
    await scripted.type("ione<Esc>v")
    await scripted.until(lambda: scripted.lua("return vim.fn.mode() == 'v'"), "visual mode")
    await stream(scripted, "\na", "b")
    assert await scripted.text(buffer) == "# make x\nab\nlast"
    assert await scripted.lua("return vim.api.nvim_get_current_win()") == window
    assert await scripted.mode() == "v"


async def test_crlf_emoji_form_feed_and_a_missing_last_line_break(scripted: Scripted, tmp_path: Path) -> None:
    path = await scripted.open("a.py", "# make 🐍 x\r\n\f\r\nlast".encode())
    assert await scripted.lua("return vim.bo.fileformat") == "dos"
    scripted.at = (0, len("# make 🐍 x".encode("utf-16-le")) // 2)
    await stream(scripted, "\r\na = '🐍", "é'\r\n\fb", "c")
    assert await scripted.text() == "# make 🐍 x\na = '🐍é'\n\fbc\n\f\nlast"
    scripted.at = (4, 4)
    await stream(scripted, "\r\nend")
    await scripted.command("set nofixendofline")
    await scripted.command("write")
    expected = "# make 🐍 x\r\na = '🐍é'\r\n\fbc\r\n\f\r\nlast\r\nend"
    assert path.read_bytes() == expected.encode()
    await scripted.command("undo")
    await scripted.command("undo")
    assert await scripted.text() == "# make 🐍 x\n\f\nlast"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_are_counted_in_the_encoding_that_was_agreed(tmp_path: Path, encoding: str) -> None:
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    codec = encoding if size == 1 else encoding + "-le"
    async with Scripted.start_scripted(tmp_path, encoding) as nvim:
        await nvim.open("a.py", "# é🐍x\nlast\n")
        start, end = (len(part.encode(codec)) // size for part in ("# é", "# é🐍"))
        assert await nvim.edit((0, start), (0, end), "ü") == {"applied": True}
        assert await nvim.text() == "# éüx\nlast"


async def test_a_save_in_between_leaves_it_one_step(scripted: Scripted) -> None:
    await start(scripted)
    await stream(scripted, "\na")
    await scripted.command("write")
    await stream(scripted, "b", "c")
    await scripted.command("undo")
    assert await scripted.text() == "# make x\nlast"
    assert await scripted.lua("return vim.bo.modified")  # the file on disk holds a part of it


async def test_an_edit_of_another_shape_goes_to_neovims_own_handler(scripted: Scripted) -> None:
    await start(scripted)
    answer = await scripted.lua(
        """
        local range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } }
        local edit = { changes = { [...] = { { range = range, newText = 'x' }, { range = range, newText = 'y' } } } }
        local answer
        coroutine.wrap(function()
          answer = server.dispatchers.server_request('workspace/applyEdit', { edit = edit })
        end)()
        return answer
        """,
        scripted.uri,
    )
    assert answer["applied"] is True
    assert await scripted.text() == "xy# make x\nlast"


async def test_nothing_is_printed(scripted: Scripted) -> None:
    await start(scripted)
    before = await scripted.messages()
    await stream(scripted, "\na", "b")
    await scripted.type("Goq<Esc>")
    await scripted.text_is("# make x\nab\nlast\nq")
    await scripted.insert("c")
    assert await scripted.messages() == before
