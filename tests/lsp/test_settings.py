"""Settings by every way they come; wrong ones are shown once and defaulted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, MINIMAL, NEOVIM, VSCODE, Profile
from tests.lsp.conftest import Start

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
some = pytest.mark.parametrize("profile", [VSCODE, NEOVIM, MINIMAL], ids=lambda profile: profile.name)
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}
CHART = {"outputType": {"python": "chart"}}


@pytest.fixture(autouse=True)
def answering(api: FakeApi) -> None:
    api.script("x = 1\n", DONE)


async def output_type(ed: Editor, api: FakeApi) -> Any:
    ed.open("# make a list$0\n")
    await ed.generate()
    request = await api.request()
    await ed.text_is("# make a list\nx = 1\n")
    await ed.progress_ended()
    return request.json["outputType"]


@some
async def test_initialization_options(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile, options={"settings": CHART})
    assert await output_type(ed, api) == "chart"


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM, EGLOT], ids=lambda profile: profile.name)
async def test_workspace_configuration(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile, settings=CHART)
    assert await output_type(ed, api) == "chart"


@some
async def test_a_change_of_configuration(start: Start, api: FakeApi, profile: Profile) -> None:
    ed = await start(profile)
    assert await output_type(ed, api) == "api"
    await ed.configure(CHART)
    assert await output_type(ed, api) == "chart"
    await ed.configure({})
    assert await output_type(ed, api) == "api"


@in_vscode
async def test_changes_are_registered_for(ed: Editor, api: FakeApi) -> None:
    assert await output_type(ed, api) == "api"
    assert "workspace/didChangeConfiguration" in ed.registered


@some
async def test_wrong_values_are_shown_once_and_defaulted(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    wrong: dict[str, Any] = {
        "apply": "sometimes",
        "improve": {"width": "wide"},
        "limits": {"refusals": -1, "wallSeconds": True},
        "outputType": {"python": "program"},
    }
    ed = await start(profile, options={"settings": wrong}, settings=wrong)
    for names in (("apply", "coalesced"), ("width",), ("refusals",), ("wallSeconds",), ("outputType",)):
        await ed.told(*names)
    assert await output_type(ed, api) == "api"
    await ed.configure(wrong)
    assert await output_type(ed, api) == "api"
    assert len(ed.shown) == len(set(ed.shown)) == 5


@in_vscode
@pytest.mark.parametrize("settings", [None, "x", [{}]], ids=str)
async def test_settings_of_any_shape_do_no_harm(
    start: Start, api: FakeApi, profile: Profile, settings: Any
) -> None:
    ed = await start(profile, options={"settings": settings}, settings=settings)
    shapes: list[Any] = [settings, 7, [], {"apply": None}, {"limits": []}, {"improve": {"width": {}}}]
    for shape in shapes:
        ed.send("workspace/didChangeConfiguration", {"settings": shape})
        ed.send("workspace/didChangeConfiguration", shape)
        await ed.configure(shape)
    assert await output_type(ed, api) == "api"
    ed.forgive()


@in_vscode
@pytest.mark.parametrize("options", [7, [], {"client": 7}, {"client": {"name": 7}, "settings": 7}], ids=str)
async def test_initialization_options_of_any_shape_do_no_harm(
    start: Start, api: FakeApi, profile: Profile, options: Any
) -> None:
    ed = await start(profile, options=options)
    assert await output_type(ed, api) == "api"
    ed.forgive()


@in_vscode
async def test_what_a_repository_may_not_set_is_not_there(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    evil = {
        "baseUrl": "http://127.0.0.1:1",
        "base_url": "http://127.0.0.1:1",
        "key": "gc_evil",
        "apiKey": "gc_evil",
        "proxy": "http://127.0.0.1:1",
        "path": "/bin/false",
    }
    ed = await start(profile, options={"settings": evil}, settings=evil)
    assert await output_type(ed, api) == "api"
    assert api.requests[0].headers["authorization"] == f"Bearer {api.key}"
    ed.forgive()


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM], ids=lambda profile: profile.name)
async def test_apply_final_writes_once_at_the_end(start: Start, api: FakeApi, profile: Profile) -> None:
    api.clear_scripts()
    ed = await start(profile, settings={"apply": "final"})
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    for number in range(10):
        await api.send(f"x = {number}\n")
    await ed.progress_says("60 characters")
    assert ed.edits.received == []
    await api.done()
    await ed.text_is("# make a list\n" + "".join(f"x = {number}\n" for number in range(10)))
    await ed.progress_ended()
    assert len(ed.edits.received) == 1


@in_vscode
async def test_apply_coalesced_writes_now_and_then(start: Start, api: FakeApi, profile: Profile) -> None:
    api.clear_scripts()
    ed = await start(profile, settings={"apply": "coalesced", "limits": {"coalesceMs": 1000}})
    ed.open("# make a list$0\n")
    await ed.generate()
    await api.request()
    for number in range(50):
        await api.send(f"x = {number}\n")
    await api.done()
    await ed.text_is("# make a list\n" + "".join(f"x = {number}\n" for number in range(50)))
    await ed.progress_ended()
    assert len(ed.edits.received) <= 5
