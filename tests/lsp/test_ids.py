"""Ids, in both directions: what may be one, whose it is, and what becomes of answers nobody waits for."""

from __future__ import annotations

import asyncio
from typing import Any

from getcode_lsp.server.main import _Server
from getcode_lsp.server.protocol import MOST_ASKED, GetCodeProtocol
from tests.fakes.api import FakeApi
from tests.lsp.raw import NOWHERE, RawServer

INVALID_REQUEST, METHOD_NOT_FOUND = -32600, -32601
ACTIONS = "textDocument/codeAction"


async def test_ids_of_every_kind_come_back_as_they_went(raw: RawServer) -> None:
    await raw.initialize()
    ids: list[Any] = [0, 1, -1, 2**53, 2**70, "", "1", "a b", "ü\u2028😀", "getcode-1"]
    for id_ in ids:
        raw.send(ACTIONS, NOWHERE, id=id_)
        assert "error" not in await raw.answer(id_), id_
        raw.send("textDocument/hover", {}, id=id_)
        assert (await raw.answer(id_))["error"]["code"] == METHOD_NOT_FOUND, id_


async def test_initialize_answers_with_the_very_id(raw: RawServer) -> None:
    params: Any = {"processId": None, "rootUri": None, "capabilities": {}}
    raw.send("initialize", params, id="0")
    assert "error" not in await raw.answer("0")


async def test_what_is_no_id_is_refused(raw: RawServer) -> None:
    await raw.initialize()
    wrong: list[Any] = [None, True, False, 1.5, [], {}]
    for id_ in wrong:
        raw.send("shutdown", None, id=id_)
        answer = await raw.message()
        assert answer["id"] is None, (id_, answer)
        assert answer["error"]["code"] == INVALID_REQUEST, (id_, answer)
    await raw.is_well()


async def test_requests_without_an_id_do_nothing(raw: RawServer, api: FakeApi) -> None:
    await raw.initialize()
    raw.open("# make a list\n")
    place = {"line": 0, "character": 3}
    argument = {"uri": "file:///a.py", "range": {"start": place, "end": place}}
    raw.send("workspace/executeCommand", {"command": "getcode.generate", "arguments": [argument]})
    raw.send("shutdown")
    raw.send("initialize", {})
    await raw.is_well()
    assert not api.requests


async def test_answers_to_nothing_are_passed_over(raw: RawServer) -> None:
    await raw.initialize()
    ids: list[Any] = [None, 1, "getcode-1", "getcode-999", True, [], {"a": 1}]
    for id_ in ids:
        for answer in ({"result": None}, {"error": {"code": 1, "message": "no"}}, {"error": "no"}):
            raw.write_message({"id": id_, **answer})
    await raw.is_well()
    assert raw.unread == []


async def test_a_second_answer_to_an_edit_changes_nothing(raw: RawServer, api: FakeApi) -> None:
    await raw.initialize()
    raw.open("# make a list\n")
    await raw.answer(raw.generate())
    request = await api.request()
    await request.send("a = 1\n")
    edit = await raw.until("workspace/applyEdit")
    raw.write_message({"id": edit["id"], "result": {"applied": True}})
    raw.change("\na = 1", version=2, line=0, character=13)
    await request.send("b = 2\n")
    second = await raw.until("workspace/applyEdit")
    raw.write_message({"id": edit["id"], "result": {"applied": False}})  # the first one's, again
    raw.write_message({"id": edit["id"], "error": {"code": -32803, "message": "no"}})
    raw.write_message({"id": second["id"], "result": {"applied": True}})
    raw.change("\nb = 2", version=3, line=1, character=5)
    await request.done()
    counts = await raw.settled()
    assert counts["pending"] == 0, counts
    edits = [m for m in raw.trace.received() if m.get("method") == "workspace/applyEdit"]
    assert [edit["params"]["edit"]["documentChanges"][0]["edits"][0]["newText"] for edit in edits] == [
        "\na = 1",
        "\nb = 2",
    ]


async def test_questions_that_are_never_answered_are_bounded() -> None:
    """Who waits for one goes on as if the user had chosen nothing."""
    protocol = _Server().protocol
    assert isinstance(protocol, GetCodeProtocol)
    count = MOST_ASKED + 50
    waiting = [
        asyncio.ensure_future(protocol.ask_and_wait("window/showMessageRequest", {})) for _ in range(count)
    ]
    done, pending = await asyncio.wait(waiting, timeout=0)
    while len(done) < 50:
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    assert {task.result() for task in waiting[:50]} == {None}
    assert len(pending) == protocol.counts["pending"]() == MOST_ASKED
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    assert protocol.counts["pending"]() == 0


async def test_an_edit_that_is_never_answered_is_not_taken_for_refused() -> None:
    protocol = _Server().protocol
    assert isinstance(protocol, GetCodeProtocol)
    answers: list[Any] = []
    for _ in range(MOST_ASKED + 50):
        protocol.ask("workspace/applyEdit", {}, lambda *answer: answers.append(answer))
    assert protocol.counts["pending"]() == MOST_ASKED
    assert answers == []
