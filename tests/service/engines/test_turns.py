"""Turns are given in the order of asking, and whoever waits is told its place."""

from __future__ import annotations

import asyncio

import pytest

from getcode_lsp.service.engines.turns import Turn, Turns


async def comes(turn: Turn, told: list[str]) -> None:
    async for notice in turn.come():
        told.append(notice.message)  # noqa: PERF401 - looked at while it grows


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_at_a_time_in_the_order_they_came() -> None:
    turns = Turns(1)
    line = [turns.join() for _ in range(3)]
    told: list[list[str]] = [[], [], []]
    tasks = [asyncio.create_task(comes(turn, words)) for turn, words in zip(line, told, strict=True)]
    await settled()
    assert [task.done() for task in tasks] == [True, False, False]
    assert told[2] == ["The model is busy: 2 requests are before this one."]
    line[0].leave()
    await settled()
    assert [task.done() for task in tasks] == [True, True, False]
    assert told[2][1:] == ["The model is busy: one request is before this one."]
    line[1].leave()
    line[1].leave()
    await settled()
    assert tasks[2].done()


async def test_one_that_goes_away_while_it_waits_holds_nobody_up() -> None:
    turns = Turns(1)
    first, gone, last = (turns.join() for _ in range(3))
    waiting = asyncio.create_task(comes(last, []))
    await settled()
    gone.leave()
    first.leave()
    await asyncio.wait_for(waiting, 5)


async def test_several_at_once_or_all() -> None:
    two, all_of_them = Turns(2), Turns(None)
    assert [two.before(turn) for turn in [two.join() for _ in range(4)]] == [0, 0, 1, 2]
    assert {all_of_them.before(turn) for turn in [all_of_them.join() for _ in range(50)]} == {0}
    with pytest.raises(ValueError, match="at least one"):
        Turns(0)
