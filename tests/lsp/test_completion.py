"""Completion of directives: inside a comment behind `@getcode`, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from getcode_lsp.prompts.directives import API_LANGUAGES, INTO, OUTPUT_TYPES
from tests.fakes.editor import Editor
from tests.fakes.profiles import NEOVIM, VSCODE
from tests.lsp.conftest import Start, every_editor

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def completed(ed: Editor) -> list[dict[str, Any]]:
    """What is offered at the cursor."""
    ed.edits.flush()
    line, character = ed.buffer.position(ed.buffer.cursor)
    params = {
        "textDocument": {"uri": ed.buffer.uri},
        "position": {"line": line, "character": character},
        "context": {"triggerKind": 1},
    }
    answer = await ed.ask("textDocument/completion", params)
    assert "error" not in answer, answer
    if answer["result"] is None:
        return []
    assert answer["result"]["isIncomplete"] is False
    items: list[dict[str, Any]] = answer["result"]["items"]
    return items


async def labels(ed: Editor) -> list[str]:
    return [item["label"] for item in await completed(ed)]


async def choose(ed: Editor, label: str) -> None:
    """Take an item: its edit is carried out, and the cursor stands behind it."""
    (item,) = [item for item in await completed(ed) if item["label"] == label]
    span, text = item["textEdit"]["range"], item["textEdit"]["newText"]
    place = ed.buffer.position(ed.buffer.cursor)
    assert span["start"]["line"] == span["end"]["line"] == place.line
    assert span["start"]["character"] <= place.character <= span["end"]["character"]
    start, end = (_offset(ed, span[name]) for name in ("start", "end"))
    ed.splice(start, end, text)
    ed.buffer.cursor = start + len(text)


def _offset(ed: Editor, place: dict[str, int]) -> int:
    line = [ed.buffer.position(offset).line for offset in range(len(ed.text) + 1)].index(place["line"])
    for offset in range(line, len(ed.text) + 1):
        if ed.buffer.position(offset) == (place["line"], place["character"]):
            return offset
    raise AssertionError(f"there is no {place}")


async def test_the_server_names_what_sets_completion_off(start: Start) -> None:
    ed = await start(VSCODE)
    provider = ed.capabilities.completion_provider
    assert provider is not None
    assert list(provider.trigger_characters or ()) == ["@", " ", "="]


@every_editor
async def test_a_directive_is_written_by_completion_alone(ed: Editor) -> None:
    ed.open("é = '😀'\n# 😀 books$0\n", "python")
    ed.type(" @")
    await choose(ed, "@getcode")
    assert await labels(ed) == ["type=", "lang=", "into="]
    await choose(ed, "type=")
    assert await labels(ed) == list(OUTPUT_TYPES)
    ed.type("we")
    await choose(ed, "website")
    ed.type(" ")
    assert await labels(ed) == ["lang=", "into="]
    ed.type("l")
    await choose(ed, "lang=")
    assert await labels(ed) == list(API_LANGUAGES)
    await choose(ed, "vue")
    ed.type(" ")
    await choose(ed, "into=")
    assert await labels(ed) == list(INTO)
    await choose(ed, "new")
    ed.type(" ")
    assert await labels(ed) == []
    assert ed.text == "é = '😀'\n# 😀 books @getcode type=website lang=vue into=new \n"


@in_vscode
async def test_every_item_says_what_it_is(ed: Editor) -> None:
    for text in ("# @$0", "# @getcode $0", "# @getcode type=$0", "# @getcode lang=$0", "# @getcode into=$0"):
        ed.open(text)
        found = await completed(ed)
        assert found
        assert all(
            item["documentation"].endswith(".") or "@getcode type=" in item["documentation"] for item in found
        )
        assert [item["sortText"] for item in found] == sorted(item["sortText"] for item in found)


@in_vscode
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "x = '@getcode $0'\n"),
        ("python", "@getcode $0\n"),
        ("python", "@$0\n"),
        ("python", "@$0  # a comment\n"),
        ("python", "# mail me@getcode $0\n"),
        ("python", "# @getcode makes $0\n"),
        ("python", "# nothing $0\n"),
        ("python", "# type=$0\n"),
        ("python", "# @getcode nothing=$0\n"),
        ("python", "# @getcode type=x$0\n"),
        ("javascript", "/* not closed @getcode $0\n"),
        ("html", "<p>@getcode $0</p>\n"),
    ],
)
async def test_nothing_is_offered_elsewhere(ed: Editor, language: str, text: str) -> None:
    ed.open(text, language)
    assert await completed(ed) == []


@in_vscode
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "# @getcode $0"),
        ("python", "x = 1  # make it @getcode $0\n"),
        ("javascript", "/* make it @getcode $0 */\n"),
        ("javascript", "/**\n * make it\n * @getcode $0\n */\n"),
        ("html", "<!-- @getcode $0 -->\n"),
        ("sql", "-- @getcode $0\n"),
        ("css", "/* @getcode $0*/\n"),
    ],
)
async def test_every_form_of_comment_has_it(ed: Editor, language: str, text: str) -> None:
    ed.open(text, language)
    assert await labels(ed) == ["type=", "lang=", "into="]


@in_vscode
async def test_names_that_are_given_are_not_offered_again(ed: Editor) -> None:
    ed.open("# @getcode type=pdf\n# make it @getcode $0 language=vue\n")
    assert await labels(ed) == ["into="]


@in_vscode
async def test_a_word_is_replaced_as_a_whole(ed: Editor) -> None:
    ed.open("# make it @getcode type=ch$0xyz\n")
    await choose(ed, "chart")
    assert ed.text == "# make it @getcode type=chart\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_ranges_are_in_the_encoding_of_the_client(start: Start, encoding: str) -> None:
    ed = await start(NEOVIM.offering(encoding))
    ed.open("# 😀é @getcode in$0\n")
    await choose(ed, "into=")
    assert ed.text == "# 😀é @getcode into=\n"


@in_vscode
async def test_wrong_params_are_refused(ed: Editor) -> None:
    ed.open("# @getcode $0")
    for params in (None, {}, {"textDocument": {"uri": ed.buffer.uri}}, {"textDocument": 7, "position": {}}):
        answer = await ed.ask("textDocument/completion", params)
        assert answer.get("error", {}).get("code") == -32602, answer
    closed = {"textDocument": {"uri": "file:///not/open.py"}, "position": {"line": 0, "character": 0}}
    assert (await ed.ask("textDocument/completion", closed)).get("result", 7) is None


@in_vscode
async def test_one_message_names_all_that_is_wrong_and_nothing_is_sent(ed: Editor) -> None:
    ed.open("# make it @getcode type=charts lang=golang into=here$0\n")
    await ed.generate()
    said = await ed.told('"charts"', '"golang"', '"here"')
    for choices in (OUTPUT_TYPES, API_LANGUAGES, INTO):
        assert ", ".join(choices) in said
    await ed.caught_up()
    assert len(ed.shown) == 1
