"""Which files a comment may have described: those of the workspace, and nothing else is opened."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from tests.fakes.api import FakeApi, described
from tests.fakes.editor import Editor
from tests.lsp.test_describing import BEFORE, PNG, PROMPT, describe, in_vscode, picture, works_again

OUTSIDE = {
    "../secret.png": "not in the workspace",
    "sub/../../secret.png": "not in the workspace",
    "link.png": "not in the workspace",
    "linked/secret.png": "not in the workspace",
    "/etc/secret.png": "not a path inside the workspace",
    "C:\\secret.png": "not a path inside the workspace",
    "\\\\host\\share\\secret.png": "not a path inside the workspace",
    "nowhere.png": "is not there",
    "large.png": "too large",
    "text.png": "holds no PNG",
    "document.png": "holds a PDF, not a PNG",
    "empty.png": "empty",
    "folder.png": "a folder or a device",
    "pipe.png": "a folder or a device",
    "a\0b.png": "can't be a file's name",
    "id_rsa": "choose a file of these",
}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A picture that is none of the workspace's, as its access time tells whether anybody read it."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(PNG + b"secret")
    os.utime(secret, (1_000_000_000, 1_600_000_000))
    yield secret
    assert secret.stat().st_atime == 1_000_000_000, "it was read"


@in_vscode
async def test_what_may_not_be_read_is_refused_with_the_reason(
    ed: Editor, api: FakeApi, outside: Path
) -> None:
    (ed.folder / "link.png").symlink_to(outside)
    (ed.folder / "linked").symlink_to(outside.parent)
    (ed.folder / "folder.png").mkdir()
    os.mkfifo(ed.folder / "pipe.png")
    for name, content in {"text": b"hello", "document": b"%PDF-1.7", "empty": b"", "large": PNG}.items():
        picture(ed, f"{name}.png", content)
    os.truncate(ed.folder / "large.png", 100 * 1024 * 1024)
    picture(ed, "id_rsa")
    place = {"line": 1, "character": 5}
    ed.open(PROMPT)
    argument = {"uri": ed.buffer.uri, "version": ed.buffer.version, "range": {"start": place, "end": place}}
    for file, words in OUTSIDE.items():
        await ed.execute("getcode.describe", {**argument, "file": file})
        await ed.progress_ended()
        await ed.caught_up()
        message = await ed.told(words, PureWindowsPath(file).name.replace("\0", ""))
        assert message.isprintable(), repr(message)
    assert len(ed.shown) == len(OUTSIDE)
    assert api.connections == 0
    assert ed.text == BEFORE
    picture(ed)
    await works_again(ed, api)


@in_vscode
@pytest.mark.usefixtures("outside")
async def test_a_comment_that_names_a_file_outside(ed: Editor, api: FakeApi) -> None:
    ed.open("# like ../secret.png$0\n")
    await describe(ed, "Describe secret.png as a prompt")
    await ed.told("not in the workspace")
    await ed.progress_ended()
    assert api.connections == 0


@in_vscode
async def test_a_file_beside_the_document_and_one_of_another_root(ed: Editor, api: FakeApi) -> None:
    other = ed.folder.parent / "other"
    other.mkdir()
    (other / "far.png").write_bytes(PNG + b"far")
    picture(ed, "src/menu.png", PNG + b"near")
    picture(ed, "menu.png", PNG + b"root")
    ed.open("# like menu.png or far.png$0\n", uri=(ed.folder / "src" / "page.py").as_uri())
    await describe(ed)
    request = await api.request()
    assert base64.b64decode(request.json["fileData"]).endswith(b"near")
    await request.respond(401, {"error": "no"})
    await ed.told("key")
    await ed.progress_ended()
    far = "Describe far.png as a prompt"
    await describe(ed, far)
    await ed.told("far.png is not there")
    await ed.progress_ended()
    folders = [{"uri": path.as_uri(), "name": path.name} for path in (ed.folder, other)]
    ed.send("workspace/didChangeWorkspaceFolders", {"event": {"added": folders, "removed": []}})
    await describe(ed, far)
    request = await api.request()
    assert base64.b64decode(request.json["fileData"]).endswith(b"far")
    await request.described("Far away.")
    await ed.text_is("# Far away.\n")
    await ed.progress_ended()


@in_vscode
async def test_a_document_that_is_no_file_finds_what_the_workspace_has(ed: Editor, api: FakeApi) -> None:
    picture(ed)
    api.script(described("A menu."))
    ed.open(PROMPT, uri="untitled:Untitled-1")
    await describe(ed)
    await ed.text_is("import os\n# A menu.\nx = 1\n")
    await ed.progress_ended()


@in_vscode
async def test_a_name_with_blanks_and_letters_of_any_script(ed: Editor, api: FakeApi) -> None:
    picture(ed, "Speisekarte für 图.png")
    api.script(described("Eine Karte."))
    ed.open('# wie "Speisekarte für 图.png"$0\n')
    await describe(ed, "Describe Speisekarte für 图.png as a prompt")
    assert (await api.request()).json["fileName"] == "Speisekarte für 图.png"
    await ed.text_is("# Eine Karte.\n")
    await ed.progress_ended()
