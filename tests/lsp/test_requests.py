"""What a request says: the prompt, the output type and the language, and where each comes from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE
from tests.lsp.conftest import Start

DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}

pytestmark = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def body(ed: Editor, api: FakeApi, text: str, language: str) -> Any:
    """The body of the request that a comment in a file of a language makes."""
    ed.open(text, language)
    await ed.generate()
    request = await api.request()
    assert (request.method, request.path) == ("POST", "/api/generate")
    await ed.progress_ended()
    return request.json


@pytest.fixture(autouse=True)
def answering(api: FakeApi) -> None:
    api.script("x = 1\n", DONE)


async def test_the_key_and_the_form_of_a_request(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()
    assert request.headers["authorization"] == f"Bearer {api.key}"
    assert request.headers["content-type"].startswith("application/json")
    assert request.headers["accept-encoding"] == "identity"
    assert set(request.json) == {"prompt", "originalPrompt", "outputType", "language"}
    await ed.progress_ended()


async def test_output_type_and_language_follow_the_file_type(ed: Editor, api: FakeApi) -> None:
    files = {
        ("python", "# a shop$0\n"): ("api", "python"),
        ("javascript", "// a shop$0\n"): ("api", "nodejs"),
        ("typescript", "// a shop$0\n"): ("api", "typescript"),
        ("php", "<?php\n// a shop$0\n"): ("api", "php"),
        ("html", "<!-- a shop$0 -->\n"): ("website", "html"),
        ("vue", "<!-- a shop$0 -->\n"): ("website", "vue"),
        ("javascriptreact", "// a shop$0\n"): ("website", "react"),
        ("typescriptreact", "// a shop$0\n"): ("website", "react"),
    }
    for (language, text), (output_type, api_language) in files.items():
        found = await body(ed, api, text, language)
        expected = {"prompt": "a shop", "outputType": output_type, "language": api_language}
        assert found == {**expected, "originalPrompt": "a shop"}, language


async def test_a_language_that_the_api_lacks_is_named_in_the_prompt(ed: Editor, api: FakeApi) -> None:
    found = await body(ed, api, "// a shop$0\n", "go")
    assert found["outputType"] == "api"
    assert found["prompt"].startswith("a shop")
    assert "Go" in found["prompt"]
    assert found["originalPrompt"] == "a shop"
    assert found.get("language") in (None, "auto")


async def test_a_directive_wins_over_the_file_type(ed: Editor, api: FakeApi) -> None:
    found = await body(ed, api, "# sales by month$0\n# @getcode type=chart\n", "python")
    assert found["outputType"] == "chart"
    assert "language" not in found
    assert "@getcode" not in found["prompt"]
    found = await body(ed, api, "# a shop @getcode type=website lang=vue$0\n", "python")
    assert (found["outputType"], found["language"]) == ("website", "vue")


async def test_a_wrong_directive_is_answered_with_the_right_ones(ed: Editor, api: FakeApi) -> None:
    ed.open("# a shop @getcode type=charts$0\n")
    await ed.generate()
    await ed.told("charts", "website", "powerpoint")
    assert not api.requests


async def test_settings_win_over_the_file_type_and_directives_over_settings(
    start: Start, api: FakeApi, profile: Any
) -> None:
    settings = {"outputType": {"python": "website"}, "language": {"python": "react"}}
    ed = await start(profile, settings=settings)
    found = await body(ed, api, "# a shop$0\n", "python")
    assert (found["outputType"], found["language"]) == ("website", "react")
    found = await body(ed, api, "# a shop @getcode lang=vue$0\n", "python")
    assert (found["outputType"], found["language"]) == ("website", "vue")


async def test_the_argument_of_a_command_wins_over_all(ed: Editor, api: FakeApi) -> None:
    buffer = ed.open("# a shop @getcode type=chart$0\n")
    place = {"line": 0, "character": 3}
    argument = {
        "uri": buffer.uri,
        "version": buffer.version,
        "range": {"start": place, "end": place},
        "prompt": "a zoo",
        "outputType": "website",
        "language": "html",
    }
    await ed.execute("getcode.generate", argument)
    found = (await api.request()).json
    assert (found["prompt"], found["outputType"], found["language"]) == ("a zoo", "website", "html")
    await ed.text_is("# a shop @getcode type=chart\nx = 1\n")
    await ed.progress_ended()


async def test_comments_of_every_form_become_plain_prompts(ed: Editor, api: FakeApi) -> None:
    forms = {
        ("python", "# a shop with\n#   - books$0\n# - shelves\nx = 1\n"): "a shop with\n  - books\n- shelves",
        ("javascript", "/*\n * a shop$0\n *\n * with books\n */\n"): "a shop\n\nwith books",
        ("css", "/* a shop$0 */\n"): "a shop",
        ("lua", "-- a shop$0\n-- with books\n"): "a shop\nwith books",
        ("html", "<!--\n  a shop\n  with books$0\n-->\n"): "a shop\nwith books",
        ("python", "x = 1  # a shop$0\n"): "a shop",
    }
    for (language, text), prompt in forms.items():
        found = await body(ed, api, text, language)
        assert found["prompt"].startswith(prompt), (found["prompt"], prompt)


async def test_a_selection_that_is_too_long_is_not_sent(ed: Editor, api: FakeApi) -> None:
    ed.open("$0" + "value = 'some text'\n" * 6_000 + "x = 1\n")
    await ed.generate(end="x = 1")
    await ed.told("at most 100,000 are sent", "select less")
    assert not api.requests


async def test_a_selection_that_is_no_comment_is_a_prompt(ed: Editor, api: FakeApi) -> None:
    ed.open("$0class Book:\n    title: str\n\nx = 1\n")
    await ed.generate(end="    title: str\n")
    request = await api.request()
    assert request.json["prompt"].startswith("class Book:\n    title: str")
    await ed.progress_ended()
