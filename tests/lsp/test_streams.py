"""Every form in which the same reply can come, and the characters that break naive readers."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.fakes.api import FakeApi, sse
from tests.fakes.editor import Editor
from tests.fakes.profiles import LIVE, VSCODE
from tests.lsp.conftest import every_editor, live_editors

pytestmark = pytest.mark.filterwarnings("error")

DONE = {"type": "done", "tokensUsed": 3, "model": "fake"}
in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def generate_raw(ed: Editor, api: FakeApi, pieces: Iterator[bytes] | list[bytes]) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()
    for piece in pieces:
        await request.raw(piece)
    await request.close()
    await ed.progress_ended()


@live_editors
async def test_one_byte_at_a_time(ed: Editor, api: FakeApi) -> None:
    tokens = ["a = '😀ü'\n", "b = 2\r", "\nc = 3\n"]
    stream = b"".join(sse({"type": "token", "text": token}) for token in tokens) + sse(DONE)
    await generate_raw(ed, api, [bytes([byte]) for byte in stream])
    await ed.text_is("# make a list\na = '😀ü'\nb = 2\nc = 3\n")


FORMS = {
    "bom": b"\xef\xbb\xbf" + sse({"type": "token", "text": "a = 1"}) + sse(DONE),
    "cr": (sse({"type": "token", "text": "a = 1"}) + sse(DONE)).replace(b"\n", b"\r"),
    "crlf": (sse({"type": "token", "text": "a = 1"}) + sse(DONE)).replace(b"\n", b"\r\n"),
    "comments": b": hello\n\n" + sse({"type": "token", "text": "a = 1"}) + b": ping\n" + sse(DONE),
    "multi-line data": b'data: {"type": "token",\ndata: "text": "a = 1"}\n\n' + sse(DONE),
    "id and retry only": b"id: 7\n\nretry: 10\n\n" + sse({"type": "token", "text": "a = 1"}) + sse(DONE),
    "event names": b"event: token\n" + sse({"type": "token", "text": "a = 1"}) + b"event: done\n" + sse(DONE),
    "unknown types": sse({"type": "thinking", "text": "hm"})
    + sse({"type": "token", "text": "a = 1"})
    + sse(DONE),
    "no blank after the colon": b'data:{"type":"token","text":"a = 1"}\n\n' + sse(DONE),
}


@in_vscode
async def test_every_form_of_an_event_stream(ed: Editor, api: FakeApi) -> None:
    for name, stream in FORMS.items():
        await generate_raw(ed, api, [stream])
        assert ed.text == "# make a list\na = 1\n", name


@in_vscode
async def test_the_content_type_may_have_parameters(ed: Editor, api: FakeApi) -> None:
    for content_type in ("text/event-stream; charset=utf-8", "Text/Event-Stream;charset=iso-8859-1"):
        ed.open("# make a list$0\n")
        await ed.generate()
        request = await api.request()
        await request.start(content_type=content_type)
        await request.send("a = 'ü'")
        await request.done()
        await ed.progress_ended()
        assert ed.text == "# make a list\na = 'ü'\n"


BAD = {
    "bad JSON": b"data: {oops\n\n",
    "null": b"data: null\n\n",
    "number": b"data: 17\n\n",
    "list": b"data: []\n\n",
    "DONE": b"data: [DONE]\n\n",
    "no text": sse({"type": "token"}),
    "wrong text": sse({"type": "token", "text": 7}),
    "deep": b"data: " + b"[" * 100_000 + b"\n\n",
}


@in_vscode
async def test_nonsense_ends_the_stream_with_a_reason_and_keeps_the_text(ed: Editor, api: FakeApi) -> None:
    for name, nonsense in BAD.items():
        ed.open("# make a list$0\n")
        await ed.generate()
        request = await api.request()
        await request.send("a = 1")
        await request.raw(nonsense)
        await ed.progress_ended()
        assert ed.text == "# make a list\na = 1\n", name
        await request.closed()
    await ed.until(lambda: len(ed.shown) == len(BAD), f"{len(BAD)} messages")
    await ed.told("bad reply")


@every_editor
async def test_line_breaks_that_are_none_stay_and_later_edits_find_their_place(
    ed: Editor, api: FakeApi
) -> None:
    ed.open("x = 'a\u2028b'\n# make a list$0\ny = 1\n")
    await ed.generate()
    await api.request()
    odd = ["a = '\u2028", "\u2029", "\x0c", "\x0b", "\x85", "\t'\n", "b = 2\n", "c = '\x0c'\n", "d = 4\n"]
    for token in odd:
        await api.send(token)
    await api.done()
    code = "a = '\u2028\u2029\x0c\x0b\x85\t'\nb = 2\nc = '\x0c'\nd = 4\n"
    await ed.text_is(f"x = 'a\u2028b'\n# make a list\n{code}y = 1\n")
    await ed.progress_ended()


@live_editors
async def test_characters_split_over_tokens_come_together(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()

    async def send_escaped(escaped: str) -> None:
        await request.raw(b'data: {"type": "token", "text": "' + escaped.encode() + b'"}\n\n')

    for escaped in (
        "a = '\\ud83d",
        "\\ude00'\\r",
        "\\nb = '\\ud83d",
        "'\\r\\n",
        "c = '\\ude00",
        "'\\n",
        "d = '\\ud83d",
    ):
        await send_escaped(escaped)
    await request.done()
    await ed.text_is("# make a list\na = '😀'\nb = '\ufffd'\nc = '\ufffd'\nd = '\ufffd\n")
    await ed.progress_ended()
    await ed.told("3 broken characters")


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_control_characters_become_visible_and_are_warned_of_once(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    for token in ("a = '\u202e", "\x1b[31m", "\x00", "\u200d\u200e", "'\n"):
        await api.send(token)
    await api.done()
    await ed.progress_ended()
    await ed.text_is("# make a list\na = '\\u202e\\x1b[31m\\x00\u200d\u200e'\n")
    await ed.until(lambda: bool(ed.shown), "a warning")
    await ed.told(ed.shown[0])
    assert "character" in ed.shown[0]
    await ed.caught_up()
    assert len(ed.shown) == 1


def test_the_forms_are_what_they_are_called() -> None:
    assert b"\n" not in FORMS["cr"]
    assert FORMS["crlf"].count(b"\r\n") == FORMS["crlf"].count(b"\n")
    assert json.loads(b'{"type": "token",\n"text": "a = 1"}')["text"] == "a = 1"
