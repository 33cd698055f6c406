"""Typing, deleting, undoing and changing windows at random while 300 tokens stream into a real Neovim.

`GETCODE_TEST_SEEDS=200 pytest tests/editors/test_neovim_random.py` is the long form; `GETCODE_TEST_SEED=N` runs one.
"""

from __future__ import annotations

import asyncio
import os
import random
from dataclasses import dataclass

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import asked, send, shaped, tokens
from tests.fakes.api import FakeApi

SEEDS = int(os.environ.get("GETCODE_TEST_SEEDS", "20"))
START = "TOP\n\n# make x\n\nEND"
PLACES = ("/^TOP<CR>O", "/^TOP<CR>A", "/# make<CR>I", "/# make<CR>A", "/^END<CR>o", "/^END<CR>O")
WORDS = ("a", "b", "é", "🐍", " c", "<CR>d", "e<BS>f")
OTHER_WINDOW = "<C-w>w"


@dataclass(frozen=True)
class Run:
    """What one user does: bursts of keys, each ending in Normal mode, and how fast they come."""

    strokes: list[str]
    paces: list[float]
    undoes: bool


def run_of(rng: random.Random) -> Run:
    undoes, away, strokes = rng.random() < 0.5, False, []
    for number in range(25):
        place = rng.choice(PLACES)
        word = f"w{number}_" + "".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 4)))
        if "make" in place:
            word = word.replace("<CR>", "")
        stroke = f"gg{place}{word}<Esc>"
        kind = rng.random()
        if kind < 0.15:
            stroke += "x"  # deletes its last character
        elif kind < 0.25:
            stroke = "gg/^END<CR>owhole line<Esc>dd"
        elif kind < 0.4 and undoes:
            stroke += "u"
        elif kind < 0.45 and undoes:
            stroke += "u<C-r>"
        elif kind < 0.6:
            stroke, away = OTHER_WINDOW + stroke, not away
        strokes.append(stroke)
    if away:
        strokes.append(OTHER_WINDOW)
    if undoes and rng.random() < 0.5:
        strokes.insert(rng.randrange(5, 20), "u")  # of whatever came last, by then what was generated
    return Run(strokes, [rng.choice([0, 0, 0.005, 0.02]) for _ in strokes], undoes)


async def two_windows(nvim: Nvim, left: str, right: str) -> tuple[int, int]:
    """Two files side by side, the cursor in the first one's comment; the buffers."""
    await nvim.command("silent only | set hidden autoindent& wrapscan nohlsearch")
    other = await _opened(nvim, right)
    await nvim.command("leftabove vsplit")
    return await _opened(nvim, left), other


async def _opened(nvim: Nvim, name: str) -> int:
    await nvim.open(name, START.replace("x\n", "x$0\n") + "\n", attached=name.endswith(".py"))
    await nvim.command("setlocal formatoptions= indentexpr= autoindent&")
    return int(await nvim.lua("return vim.api.nvim_get_current_buf()"))


async def typed(nvim: Nvim, run: Run, paces: list[float]) -> None:
    await nvim.command("let g:typed = 0")
    for stroke, pace in zip(run.strokes, paces, strict=True):
        await asyncio.sleep(0.2 if stroke == "u" and any(paces) else 0)
        await nvim.type(stroke, pace=0 if "u" in stroke[-6:] else pace)
        await asyncio.sleep(pace)
    await nvim.type(":let g:typed = 1<CR>")
    await nvim.until(lambda: nvim.lua("return vim.g.typed == 1"), "all keys are typed")


async def one(nvim: Nvim, api: FakeApi, seed: int, done: int) -> bool:
    """One session of a seed; whether the stream came to its end."""
    run = run_of(random.Random(seed))
    buffers = await two_windows(nvim, f"a{seed}.txt", f"b{seed}.txt")
    await typed(nvim, run, [0.0] * len(run.paces))
    control, other = [await nvim.text(buffer) for buffer in buffers]

    buffers = await two_windows(nvim, f"a{seed}.py", f"b{seed}.py")
    await nvim.generate()
    request = await asked(nvim, api)
    reply = tokens(100)
    sending = asyncio.ensure_future(send(api, reply[:270], 0.005))
    await typed(nvim, run, run.paces)
    await sending
    if (
        not request.client_gone
    ):  # the last of it when nothing is typed any more, for an `u` would take it back
        await send(api, reply[270:])
        await request.done(300, "fake")
    await nvim.progress_ends(done + 1)

    text = await nvim.text(buffers[0])
    assert await nvim.text(buffers[1]) == other, f"seed {seed}: the other window\n{await nvim.trace()}"
    block = "\n" + shaped(reply)
    whole = block in text
    assert whole or "u" in run.strokes, (
        f"seed {seed}: stopped, though nothing of it was undone\n{text}\n{await nvim.trace()}"
    )
    if "u" not in run.strokes:
        assert text.replace(block, "", 1) == control, f"seed {seed}\n{text}\n{await nvim.trace()}"
    else:  # it took back what was generated, or the part of a word that was typed since our last edit
        last = max(number for number, stroke in enumerate(run.strokes) if stroke.endswith(("u", "<C-r>")))
        for word in (f"w{number}_" for number in range(25)):
            if any(word in stroke for stroke in run.strokes[last + 1 :]):
                assert text.count(word) == control.count(word), f"seed {seed}: {word}\n{text}"
    await restores(nvim, buffers[0], text, seed)
    return whole


async def restores(nvim: Nvim, buffer: int, text: str, seed: int) -> None:
    """Everything can be taken back to the very beginning, and brought again."""
    newest = await nvim.lua(
        "vim.api.nvim_win_set_buf(0, ...) local now = vim.fn.undotree().seq_cur vim.cmd('silent undo 0') return now",
        buffer,
    )
    assert await nvim.text(buffer) == START, f"seed {seed}: not the text of the beginning"
    await nvim.command(f"silent undo {newest}")
    assert await nvim.text(buffer) == text, f"seed {seed}: not the text of the end"


@pytest.mark.parametrize("nvim", ["ours"], indirect=True)
@pytest.mark.parametrize("part", range(2))
@pytest.mark.timeout(0 if SEEDS > 20 else 240)
async def test_text_and_keystrokes_are_whole(nvim: Nvim, api: FakeApi, part: int) -> None:
    given = os.environ.get("GETCODE_TEST_SEED")
    first = int(given or random.randrange(1 << 31))
    seeds = [first] if given else range(first, first + SEEDS)[part::2]
    whole = []
    for number, seed in enumerate(seeds):
        print(f"GETCODE_TEST_SEED={seed}")
        whole.append(await one(nvim, api, seed, number))
    print(
        f"{whole.count(True)} of {len(whole)} came to their ends; an undo of what had come stopped the others"
    )
    assert given or any(whole)
