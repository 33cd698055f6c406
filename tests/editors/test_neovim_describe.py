"""`:GetCodeDescribe`: a PDF or an image takes the place of the comment, in a real Neovim with the real server."""

from __future__ import annotations

import base64

import pytest

from tests.editors.nvim import Nvim
from tests.editors.streams import asked
from tests.fakes.api import FakeApi

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
PDF = b"%PDF-1.7\n" + bytes(64)
TEXT = "# something$0\nlast\n"

pytestmark = pytest.mark.parametrize("nvim", ["ours"], indirect=True)


def put(nvim: Nvim, name: str, content: bytes) -> None:
    path = nvim.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize(("name", "content"), [("menu.png", PNG), ("my menu.pdf", PDF)])
async def test_a_file_takes_the_place_of_the_comment_and_one_u_brings_it_back(
    nvim: Nvim, api: FakeApi, name: str, content: bytes
) -> None:
    put(nvim, name, content)
    await nvim.open("a.py", TEXT)
    await nvim.type(":GetCodeDescribe " + name.replace(" ", "\\ ") + "<CR>")
    request = await asked(nvim, api)
    assert request.path == "/api/upload"
    assert base64.b64decode(request.json["fileData"]) == content
    assert request.json["fileName"] == name
    await request.described("A page with a menu.", name)
    await nvim.text_is("# A page with a menu.\nlast")
    await nvim.progress_ends()
    await nvim.type("u")
    await nvim.text_is("# something\nlast")


async def test_without_a_file_it_is_the_one_that_the_comment_names(nvim: Nvim, api: FakeApi) -> None:
    put(nvim, "menu.png", PNG)
    await nvim.open("a.py", "# a page like menu.png$0\nlast\n")
    await nvim.command("GetCodeDescribe")
    await (await asked(nvim, api)).described("A menu.")
    await nvim.text_is("# A menu.\nlast")
    await nvim.progress_ends()


async def test_without_a_file_and_a_name_it_says_what_to_give(nvim: Nvim, api: FakeApi) -> None:
    await nvim.open("a.py", TEXT)
    await nvim.command("GetCodeDescribe")
    await nvim.until(lambda: nvim.is_told("as in :GetCodeDescribe menu.png"), "what to give")
    assert not api.requests


@pytest.mark.parametrize("where", ["docs/menu.png", "code/menu.png", "menu.png"])
async def test_a_path_from_the_current_directory_is_the_file_that_goes_out(
    nvim: Nvim, api: FakeApi, where: str
) -> None:
    """The buffer's file is in another folder, where files of the same name may lie."""
    (nvim.folder / ".git").mkdir()
    for name in ("docs/menu.png", "code/menu.png", "menu.png", "code/docs/menu.png"):
        put(nvim, name, PNG + name.encode())
    await nvim.open("code/a.py", TEXT)
    await nvim.command(f"GetCodeDescribe {where}")
    request = await asked(nvim, api)
    assert base64.b64decode(request.json["fileData"]).endswith(b"\0" + where.encode())
    await request.described("A menu.")
    await nvim.text_is("# A menu.\nlast")
    await nvim.progress_ends()


async def test_a_file_outside_the_workspace_is_not_read(nvim: Nvim, api: FakeApi) -> None:
    (nvim.folder / ".git").mkdir()  # the checkout that the tests run in may lie above
    (nvim.folder.parent / "secret.png").write_bytes(PNG)
    await nvim.open("a.py", TEXT)
    await nvim.command("GetCodeDescribe ../secret.png")
    await nvim.until(lambda: nvim.is_told("secret.png is not in the workspace"), "the reason")
    assert not api.requests
    assert await nvim.text() == "# something\nlast"


async def test_files_are_completed(nvim: Nvim, api: FakeApi) -> None:
    put(nvim, "menu.png", PNG)
    put(nvim, "menu.pdf", PDF)
    await nvim.open("a.py", TEXT)
    offers = await nvim.lua("return vim.fn.getcompletion('GetCodeDescribe me', 'cmdline')")
    assert offers == ["menu.pdf", "menu.png"]
    assert not api.requests
