"""A generation in a real Neovim, from the comment to the last token: our client and Neovim's own."""

from __future__ import annotations

import asyncio
import os
import random
from itertools import pairwise

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import asked, begin, finish, send, shaped, tokens
from tests.fakes.api import FakeApi


async def test_300_tokens_while_keys_are_typed_everywhere(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api, "top\n\n# make x$0\n\nlast\n")
    reply = tokens(100)
    sending = asyncio.ensure_future(send(api, reply, 0.01))
    await nvim.type("ggOtyped above<Esc>", pace=0.02)
    await nvim.type("/# make<CR>Iy = 1  <Esc>A and more<Esc>", pace=0.02)
    await nvim.type("Gotyped below<CR>and below<Esc>", pace=0.02)
    await nvim.type("gg0xiT<Esc>", pace=0.02)
    await sending
    await finish(nvim, api)
    assert len(api.requests) == 1
    expected = (
        f"Typed above\ntop\n\ny = 1  # make x and more\n{shaped(reply)}\n\nlast\ntyped below\nand below"
    )
    assert await nvim.text() == expected


async def test_keys_in_bursts_share_notifications_with_the_stream(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api, "top\n# make x$0\nlast\n")
    reply = tokens(60)
    for number, three in enumerate(zip(reply[::3], reply[1::3], reply[2::3], strict=True)):
        await send(api, three)
        await nvim.type("Goq<Esc>ggOp<Esc>" if number % 3 == 0 else "ggAx<Esc>")
        await asyncio.sleep(0.005)
    await finish(nvim, api)
    text = await nvim.text()
    body = f"\n# make x\n{shaped(reply)}\nlast" + "\nq" * 20
    assert text.endswith(body), text
    above = text.removesuffix(body)
    assert above.count("p") == 20 + 1
    assert above.count("x") == 40
    assert len(above.split("\n")) == 21


async def test_what_is_typed_at_random_is_what_stands_there(nvim: Nvim, api: FakeApi) -> None:
    seed = int(os.environ.get("GETCODE_TEST_SEED") or random.randrange(1 << 32))
    print(f"GETCODE_TEST_SEED={seed}")
    rng = random.Random(seed)
    start = "TOP\n\n# make x\n\nEND"
    strokes = []
    for _ in range(25):
        place = rng.choice(
            ["/^TOP<CR>O", "/^TOP<CR>A", "/# make<CR>I", "/# make<CR>A", "/^END<CR>o", "/^END<CR>O"]
        )
        word = "".join(
            rng.choice(["a", "b", "é", "🐍", " c", "<CR>d", "e<BS>f"]) for _ in range(rng.randrange(1, 5))
        )
        if "make" in place:
            word = word.replace("<CR>", "")
        strokes.append(f"gg{place}{word}<Esc>")
    await nvim.open("control.txt", start, attached=False)
    await nvim.command("set autoindent& formatoptions= indentexpr= nohlsearch wrapscan")
    await nvim.type("".join(strokes) + ":let g:typed = 1<CR>")
    await nvim.until(lambda: nvim.lua("return vim.g.typed == 1"), "all keys are typed")
    control = await nvim.text()
    await nvim.command("write | let g:typed = 0")

    await nvim.open("a.py", start.replace("x\n", "x$0\n") + "\n")
    await nvim.command("set autoindent& formatoptions= indentexpr=")
    await nvim.generate()
    await asked(nvim, api)
    reply = tokens(100)
    sending = asyncio.ensure_future(send(api, reply, 0.008))
    for stroke in strokes:
        await nvim.type(stroke, pace=rng.choice([0, 0, 0.005, 0.02]))
        await asyncio.sleep(rng.choice([0, 0.01, 0.2]))
    await nvim.type(":let g:typed = 1<CR>")
    await nvim.until(lambda: nvim.lua("return vim.g.typed == 1"), "all keys are typed")
    await sending
    await finish(nvim, api)
    block = "\n" + shaped(reply)
    text = await nvim.text()
    assert text.count(block) == 1, f"seed {seed}\n{text}\n{await nvim.trace()}"
    assert text.replace(block, "") == control, f"seed {seed}"


async def test_a_first_edit_that_crosses_keys_splits_no_character(nvim: Nvim, api: FakeApi) -> None:
    # Neovim's own handler compares no version 0, so this edit lands where the text was before the keys.
    await begin(nvim, api, "# make x$0\nlast\n")
    await nvim.type("Ix🐍🐍🐍<Esc>")
    await nvim.text_is("x🐍🐍🐍# make x\nlast")
    await send(api, ["one = 1\n", "two = 2"], 0.2)
    await finish(nvim, api)
    assert await nvim.text() == "x🐍🐍🐍# make x\none = 1\ntwo = 2\nlast"


@pytest.mark.parametrize("nvim", ["ours"], indirect=True)  # Neovim's own handler makes a step of every edit
async def test_one_u_takes_the_generation_back_and_redo_brings_it_again(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    reply = tokens(20)
    await send(api, reply, 0.005)
    await finish(nvim, api)
    await nvim.type("u")
    await nvim.text_is("# make x\nlast")
    assert not await nvim.lua("return vim.bo.modified")
    await nvim.type("<C-r>")
    await nvim.text_is(f"# make x\n{shaped(reply)}\nlast")


async def test_all_undo_steps_together_restore_the_file(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await send(api, tokens(10), 0.02)
    await finish(nvim, api)
    await nvim.command("undo 0")
    assert await nvim.text() == "# make x\nlast"


async def test_saving_with_a_hook_that_trims_goes_on(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api, "# make x$0\nlast   \n")
    await nvim.command(r"autocmd BufWritePre * keeppatterns %s/\s\+$//e")
    reply = ["def f():\n", "    ", "return 1 ", "\n", "\n    ", "\n", "def g():\n", "    return ", "2\n"]
    path = nvim.folder / "a.py"
    for number, part in enumerate(reply):
        await api.send(part)
        if number % 2:
            text = await nvim.lua("vim.cmd('silent write') return vim.api.nvim_buf_get_lines(0, 0, -1, true)")
            assert path.read_text() == "\n".join([*text, ""])
            assert all(line == line.rstrip() for line in text)
        await asyncio.sleep(0.05)
    await finish(nvim, api)
    assert await nvim.text() == "# make x\ndef f():\n    return 1\n\n\ndef g():\n    return 2\nlast"
    if nvim.client == "ours":
        await nvim.type("u")
        await nvim.until(lambda: nvim.lua("return vim.fn.search('def g', 'nw') == 0"), "the undo")


async def test_a_page_has_its_own_comments_and_output_type(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.html", "<body>\n  <!-- a page$0\n  of cats -->\n</body>\n")
    await nvim.generate()
    request = await asked(nvim, api)
    assert request.json["prompt"] == "a page\nof cats"
    assert (request.json["outputType"], request.json["language"]) == ("website", "html")
    await send(api, ["```html\n", "<p>\n", "  Cats\n", "</p>\n", "```\n"])
    await finish(nvim, api)
    assert await nvim.text() == ("<body>\n  <!-- a page\n  of cats -->\n  <p>\n    Cats\n  </p>\n</body>")


async def test_what_another_plugin_writes_at_the_insertion_point_stays_behind_it(
    nvim: Nvim, api: FakeApi
) -> None:
    await begin(nvim, api)
    await send(api, ["f(one"])
    await nvim.text_holds("f(one")
    await nvim.lua("vim.api.nvim_buf_set_text(0, 1, 5, 1, 5, { ')' })")
    await send(api, [", two", ", three"], 0.1)
    await finish(nvim, api)
    assert await nvim.text() == "# make x\nf(one, two, three)\nlast"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"# make x$0\r\nlast\r\n", b"# make x\r\na = '\xf0\x9f\x90\x8d'\r\n\x0cb = 2\r\nlast\r\n"),
        (b"# make x$0", b"# make x\na = '\xf0\x9f\x90\x8d'\n\x0cb = 2"),
        (b"# make x$0\n", b"# make x\na = '\xf0\x9f\x90\x8d'\n\x0cb = 2\n"),
        (
            "s = '🐍'  # make 🐍 x$0\n\f\n🐍 last\n".encode(),
            "s = '🐍'  # make 🐍 x\na = '🐍'\n\fb = 2\n\f\n🐍 last\n".encode(),
        ),
        (
            b"\xef\xbb\xbf# make x$0\nlast\n",
            b"\xef\xbb\xbf# make x\na = '\xf0\x9f\x90\x8d'\n\x0cb = 2\nlast\n",
        ),
    ],
    ids=["crlf", "no-last-line-break", "one-line", "emoji-and-form-feed", "byte-order-mark"],
)
async def test_line_ends_and_odd_characters(nvim: Nvim, api: FakeApi, before: bytes, after: bytes) -> None:
    await nvim.command("set nofixendofline")
    await begin(nvim, api, before)
    await send(api, ["a = ", "'🐍", "'\r\n", "\fb =", " 2"], 0.03)
    await finish(nvim, api)
    await nvim.command("silent write")
    assert (nvim.folder / "a.py").read_bytes() == after


async def test_a_hidden_buffer_is_written_and_the_other_stays_in_front(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    buffer = await nvim.lua("return vim.api.nvim_get_current_buf()")
    await nvim.command("set hidden | enew")
    reply = tokens(20)
    sending = asyncio.ensure_future(send(api, reply, 0.01))
    await nvim.type("ityped in the other buffer", pace=0.02)
    await sending
    await finish(nvim, api)
    assert await nvim.text() == "typed in the other buffer"
    assert await nvim.mode() == "i"
    assert await nvim.text(buffer) == f"# make x\n{shaped(reply)}\nlast"


async def test_another_window_keeps_the_focus_its_cursor_and_its_selection(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    buffer = await nvim.lua("return vim.api.nvim_get_current_buf()")
    await nvim.command("new")
    await nvim.type("ione two three<Esc>vb")
    await nvim.until(lambda: nvim.lua("return vim.fn.mode() == 'v' and vim.fn.col('.') == 9"), "selection")
    look = "return { vim.api.nvim_get_current_win(), vim.fn.mode(), vim.fn.getpos('v'), vim.fn.getpos('.') }"
    before = await nvim.lua(look)
    reply = tokens(20)
    await send(api, reply, 0.01)
    await finish(nvim, api)
    assert await nvim.lua(look) == before
    assert await nvim.text(buffer) == f"# make x\n{shaped(reply)}\nlast"


async def test_a_prompt_of_neovim_holds_the_stream_and_loses_nothing(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    reply = tokens(20)
    await send(api, reply[:15], 0.01)
    await nvim.text_holds("value_4")
    await nvim.type(r':echo "a\nb"<CR>')
    await nvim.until(lambda: nvim.is_prompting(), "the hit-enter prompt")
    await send(api, reply[15:], 0.01)
    await nvim.type("<CR>")
    await finish(nvim, api)
    assert await nvim.text() == f"# make x\n{shaped(reply)}\nlast"


async def test_two_files_stream_side_by_side(nvim: Nvim, api: FakeApi) -> None:
    await nvim.command("set hidden")
    replies, requests, buffers = [tokens(20), [t.upper() for t in tokens(20)]], [], []
    for name in ("a.py", "b.py"):
        await nvim.open(name, "# make x$0\nlast\n")
        await nvim.generate()
        requests.append(await asked(nvim, api))
        buffers.append(await nvim.lua("return vim.api.nvim_get_current_buf()"))
    for parts in zip(*replies, strict=True):
        for request, part in zip(requests, parts, strict=True):
            await request.send(part)
        await asyncio.sleep(0.01)
    for request in requests:
        await request.done()
    await nvim.progress_ends(2)
    for buffer, reply in zip(buffers, replies, strict=True):
        assert await nvim.text(buffer) == f"# make x\n{shaped(reply)}\nlast"
    if nvim.client == "ours":
        for buffer in buffers:
            await nvim.command(f"buffer {buffer} | undo")
            assert await nvim.text() == "# make x\nlast"


async def test_the_stream_of_progress_begins_reports_and_ends(nvim: Nvim, api: FakeApi) -> None:
    await begin(nvim, api)
    await api.queue("You are third.")
    await nvim.until(lambda: nvim.has_progress("You are third."), "the queue's message")
    await send(api, ["one = 1"])
    await finish(nvim, api)
    kinds = [p["value"]["kind"] for p in await nvim.progress()]
    assert kinds[0] == "begin"
    assert kinds[-1] == "end"
    assert all(pair != ("begin", "begin") for pair in pairwise(kinds))


async def test_an_improved_prompt_is_one_undo_step_and_one_comment(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", "# make x$0\nlast\n")
    if nvim.client == "ours":
        await nvim.command("GetCodeImprove")
    else:
        await nvim.lua(
            "vim.lsp.buf.code_action({apply=true, context={diagnostics={}, "
            "only={'refactor.rewrite.getcode.improve'}}})"
        )
    request = await asked(nvim, api)
    assert request.path == "/api/improve"
    await api.improved("Make x well.\nWith y.")
    await nvim.text_is("# Make x well.\n# With y.\nlast")
    await nvim.progress_ends()
    await nvim.type("u")
    await nvim.text_is("# make x\nlast")
