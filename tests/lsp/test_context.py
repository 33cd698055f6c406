"""What goes with a prompt, by setting, and the command that shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.api import FakeApi, done
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, LIVE, MINIMAL, VSCODE
from tests.lsp.conftest import Start

TEXT = "SECRET = 1\n\ndef total(items):\n    # sum the prices$0\n    return 0\n\ndef other():\n    pass\n"


async def sent(ed: Editor, api: FakeApi) -> dict[str, Any]:
    api.script("x", done())
    await ed.generate()
    request = await api.request()
    await ed.progress_ended()
    return dict(request.json)


async def configured(start: Start, settings: dict[str, Any]) -> Editor:
    return await start(VSCODE, settings=settings, options={"settings": settings})


async def test_nothing_goes_with_a_prompt_by_default(start: Start, api: FakeApi) -> None:
    ed = await start(VSCODE)
    ed.open(TEXT)
    assert (await sent(ed, api))["prompt"] == "sum the prices"


async def test_the_files_name_goes_with_it_by_setting(start: Start, api: FakeApi) -> None:
    ed = await configured(start, {"context": "file"})
    ed.open(TEXT, uri=(ed.folder / "shop é.py").as_uri())
    body = await sent(ed, api)
    assert body["prompt"] == "sum the prices\n\nIt goes into the file shop é.py."
    assert body["originalPrompt"] == "sum the prices"


async def test_the_function_around_it_goes_with_it_by_setting(start: Start, api: FakeApi) -> None:
    ed = await configured(start, {"context": "function"})
    ed.open(TEXT)
    body = await sent(ed, api)
    assert body["prompt"].startswith("sum the prices\n\n")
    assert "def total(items):\n    # sum the prices\n    return 0" in body["prompt"]
    assert "SECRET" not in body["prompt"]
    assert "other" not in body["prompt"]
    assert body["originalPrompt"] == "sum the prices"


async def test_it_is_never_longer_than_the_setting_says(start: Start, api: FakeApi) -> None:
    ed = await configured(start, {"context": "function", "contextCharacters": 300})
    lines = "".join(f"    line_{number} = {number}\n" for number in range(200))
    ed.open(f"def total(items):\n{lines}    # sum the prices$0\n{lines}    return 0\n")
    body = await sent(ed, api)
    context = body["prompt"].removeprefix("sum the prices\n\n")
    assert len(context) <= 300
    assert "def total(items):\n[… " in context
    assert "    line_199 = 199\n    # sum the prices\n    line_0 = 0\n" in context
    assert context.endswith(" lines left out …]")


async def test_a_wrong_setting_is_named(start: Start) -> None:
    ed = await configured(start, {"context": "everything"})
    await ed.told("getcode.context", "none, file, function")


def argument(ed: Editor, **more: Any) -> dict[str, Any]:
    line, character = ed.buffer.position(ed.buffer.cursor)
    place = {"line": line, "character": character}
    return {
        "uri": ed.buffer.uri,
        "version": ed.buffer.version,
        "range": {"start": place, "end": place},
        **more,
    }


def read(uri: str) -> Any:
    path = Path(uri.removeprefix("file://"))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_what_would_be_sent_is_shown_and_not_sent(ed: Editor, api: FakeApi) -> None:
    ed.open("# sum the “prices” @getcode type=chart$0\n")
    await ed.execute("getcode.showRequest", argument(ed))
    shown = read(await ed.shown_document())
    await ed.caught_up()
    assert not api.requests
    assert api.connections <= 1  # the one that is kept warm
    assert await sent(ed, api) == shown
    assert shown["prompt"] == "sum the “prices”"
    assert ed.text.startswith("# sum the “prices” @getcode type=chart\n")


async def test_what_is_shown_follows_the_settings_and_the_argument(start: Start) -> None:
    ed = await configured(start, {"context": "function"})
    ed.open(TEXT)
    await ed.execute("getcode.showRequest", argument(ed, outputType="website", language="vue", into="new"))
    shown = read(await ed.shown_document())
    assert "def total(items):" in shown["prompt"]
    assert (shown["outputType"], shown["language"]) == ("website", "vue")


@pytest.mark.parametrize("profile", [EGLOT, MINIMAL], ids=lambda profile: profile.name)
async def test_an_editor_that_shows_no_documents_has_it_in_its_log(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.execute("getcode.showRequest", argument(ed))
    said = await ed.told("what would be sent", "nothing was sent")
    await ed.logged('"prompt": "sum the prices"')
    path = said.partition(" is in ")[2].partition(";")[0]
    assert read(path)["prompt"] == "sum the prices"
    assert not api.requests


async def test_a_wrong_directive_shows_no_request(start: Start) -> None:
    ed = await start(VSCODE)
    ed.open("# make it @getcode type=charts$0\n")
    await ed.execute("getcode.showRequest", argument(ed))
    await ed.told('"charts"')
    answer = await ed.ask("workspace/executeCommand", {"command": "getcode.showRequest", "arguments": [7]})
    assert answer["error"]["code"] == -32602


async def test_the_key_is_not_needed_to_see_it(start: Start, environment: dict[str, str]) -> None:
    ed = await start(VSCODE, environment=environment)
    ed.open(TEXT)
    await ed.execute("getcode.showRequest", argument(ed))
    assert read(await ed.shown_document())["outputType"] == "api"
