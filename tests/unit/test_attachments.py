"""Files that are read to be described, and those that are not."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from getcode_lsp import attachments
from getcode_lsp.attachments import AttachmentRefused, find_attachment, read_attachment, read_mentioned

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
CONTENTS = {
    "a.pdf": b"%PDF-1.7\n%\xe2\xe3",
    "b.PDF": b"\xef\xbb\xbf\n%PDF-1.4",
    "c.png": PNG,
    "d.jpg": b"\xff\xd8\xff\xe0" + bytes(16),
    "e.jpeg": b"\xff\xd8\xff\xdb" + bytes(16),
    "f.gif": b"GIF89a" + bytes(8),
    "g.webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "größe ½ 图.png": PNG,
}
SECRET = PNG + b"secret"

on_posix = pytest.mark.skipif(os.name != "posix", reason="files of this kind are POSIX's")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a document in a folder, and a picture outside."""
    root = tmp_path / "workspace"
    (root / "src").mkdir(parents=True)
    (root / "src" / "page.py").write_text("# x\n")
    (tmp_path / "secret.png").write_bytes(SECRET)
    return root


def refused(mention: str, workspace: Path, *words: str, roots: list[Path] | None = None) -> str:
    document = workspace / "src" / "page.py"
    with pytest.raises(AttachmentRefused) as caught:
        read_mentioned(mention, document, [workspace] if roots is None else roots)
    message = caught.value.message
    for word in words:
        assert word in message, message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_of_every_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CONTENTS[name])
    attachment = read_attachment(tmp_path / name)
    kind = name.rpartition(".")[2].lower()
    assert attachment.content == CONTENTS[name]
    assert attachment.mime_type == {"pdf": "application/pdf", "jpg": "image/jpeg"}.get(kind, f"image/{kind}")
    assert attachment.file_name == name
    assert "PNG" not in repr(attachment)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"hello", "no PDF"),
        ("a.pdf", PNG, "holds a PNG, not a PDF"),
        ("a.jpg", PNG, "holds a PNG, not a JPEG"),
        ("a.png", b"%PDF-1.7", "holds a PDF, not a PNG"),
        ("a.webp", b"RIFF\x10\x00\x00\x00WAVEfmt ", "no WebP"),
        ("a.gif", b"GIF88a", "no GIF"),
        ("a.pdf", bytes(2000) + b"%PDF-1.7", "no PDF"),
        ("a.txt", b"%PDF-1.7", "choose a file of these"),
        ("png", PNG, "choose a file of these"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AttachmentRefused, match=words):
        read_attachment(tmp_path / name)


def test_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    assert read_attachment(path, limit=len(PNG)).content == PNG
    with pytest.raises(AttachmentRefused, match="too large"):
        read_attachment(path, limit=len(PNG) - 1)
    with path.open("r+b") as file:
        file.truncate(100 * 1024 * 1024)  # a hole: it takes no room
    with pytest.raises(AttachmentRefused, match="100 MB, at most 10"):
        read_attachment(path)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    real = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        path.write_bytes(PNG + bytes(100))
        return status

    monkeypatch.setattr(os, "fstat", grown)
    with pytest.raises(AttachmentRefused, match="too large"):
        read_attachment(path, limit=len(PNG) + 10)


@on_posix
def test_a_device_a_pipe_a_socket_and_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket.png"))
        before = descriptors()
        for name in ("pipe.png", "folder.png", "zero.png", "socket.png"):
            with pytest.raises(AttachmentRefused, match="a folder or a device"):
                read_attachment(tmp_path / name)
        assert descriptors() == before


def descriptors() -> int:
    """How many files this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AttachmentRefused, match="is not there"):
        read_attachment(tmp_path / "none.png")
    with pytest.raises(AttachmentRefused):
        read_attachment(tmp_path / "no\0ne.png")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_options: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "a.png").write_bytes(PNG)
    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(AttachmentRefused, match="can't be read: Permission denied"):
        read_attachment(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("mention", "place"),
    [
        ("a.png", "src/a.png"),
        ("./a.png", "src/a.png"),
        ("../a.png", "a.png"),
        ("docs/a.png", "docs/a.png"),
        ("src/a.png", "src/a.png"),
        ("../docs/menu ½.png", "docs/menu ½.png"),
        ("docs/../a.png", "a.png"),
    ],
)
def test_a_file_of_the_workspace(workspace: Path, mention: str, place: str) -> None:
    path = workspace / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PNG)
    document = workspace / "src" / "page.py"
    assert find_attachment(mention, document, [workspace]) == path.resolve()
    assert read_mentioned(mention, document, [workspace]).content == PNG


def test_a_file_beside_the_document_comes_first(workspace: Path) -> None:
    (workspace / "a.png").write_bytes(PNG + b"root")
    (workspace / "src" / "a.png").write_bytes(PNG + b"beside")
    read = read_mentioned("a.png", workspace / "src" / "page.py", [workspace])
    assert read.content.endswith(b"beside")


@pytest.mark.parametrize(
    "mention",
    [
        "../../secret.png",
        "../../../../../../etc/secret.png",
        "src/../../secret.png",
        "/etc/secret.png",
        "C:\\secret.png",
        "C:secret.png",
        "\\\\host\\share\\secret.png",
        "//host/share/secret.png",
        "\\secret.png",
        "\\\\?\\C:\\secret.png",
    ],
)
def test_nothing_outside_is_opened(workspace: Path, mention: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    real = os.open

    def watched(path: object, *args: object, **options: object) -> int:
        opened.append(path)
        return real(path, *args, **options)  # type: ignore[arg-type]

    looked_at: list[Path] = []
    resolve = attachments._real

    def resolved(path: Path) -> Path:
        looked_at.append(path)
        return resolve(path)

    monkeypatch.setattr(os, "open", watched)
    monkeypatch.setattr(attachments, "_real", resolved)
    refused(mention, workspace, "workspace", "not read")
    assert opened == []
    assert all(path.is_relative_to(workspace) for path in looked_at), looked_at


def test_what_is_not_there_outside_is_told_the_same_way(workspace: Path) -> None:
    there = refused("../../secret.png", workspace)
    nowhere = refused("../../nowhere.png", workspace)
    assert there.replace("secret", "nowhere") == nowhere


@pytest.mark.parametrize("mention", ["a\0.png", "a\n.png", "a\u202egnp.png", "\ud800.png"])
def test_a_name_that_can_not_be_one(workspace: Path, mention: str) -> None:
    message = refused(mention, workspace)
    assert message.isprintable()


def test_a_mention_of_another_kind_of_file(workspace: Path) -> None:
    (workspace / "src" / "id_rsa").write_bytes(PNG)
    refused("id_rsa", workspace, "choose a file of these")


@on_posix
def test_links_out_of_the_workspace(workspace: Path) -> None:
    (workspace / "src" / "link.png").symlink_to(workspace.parent / "secret.png")
    (workspace / "up").symlink_to(workspace.parent)
    (workspace / "src" / "loop.png").symlink_to("loop.png")
    (workspace / "src" / "null.png").symlink_to("/dev/null")
    refused("link.png", workspace, "not in the workspace")
    refused("up/secret.png", workspace, "not in the workspace")
    refused("null.png", workspace, "not in the workspace")
    refused("loop.png", workspace)


@on_posix
def test_links_within_the_workspace(workspace: Path) -> None:
    (workspace / "docs").mkdir()
    (workspace / "docs" / "a.png").write_bytes(PNG)
    (workspace / "src" / "link.png").symlink_to("../docs/a.png")
    (workspace / "pictures").symlink_to("docs")
    document = workspace / "src" / "page.py"
    assert read_mentioned("link.png", document, [workspace]).content == PNG
    assert read_mentioned("pictures/a.png", document, [workspace]).content == PNG
    (workspace / "src" / "id.png").symlink_to("id_rsa")
    (workspace / "src" / "id_rsa").write_bytes(PNG)
    refused("id.png", workspace, "choose a file of these")


@on_posix
def test_a_workspace_that_is_reached_over_a_link(workspace: Path) -> None:
    (workspace.parent / "alias").symlink_to(workspace)
    (workspace / "src" / "a.png").write_bytes(PNG)
    alias = workspace.parent / "alias"
    assert read_mentioned("a.png", alias / "src" / "page.py", [alias]).content == PNG
    assert read_mentioned("a.png", alias / "src" / "page.py", [workspace]).content == PNG


@on_posix
@pytest.mark.parametrize("by_steps", [True, False])
@pytest.mark.parametrize("exchanged", ["file", "folder"])
def test_a_path_that_is_exchanged_after_it_was_found(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, exchanged: str, by_steps: bool
) -> None:
    (workspace / "docs").mkdir()
    (workspace / "docs" / "secret.png").write_bytes(PNG)
    monkeypatch.setattr(attachments, "_BY_STEPS", by_steps)
    find = find_attachment

    def find_then_exchange(*args: object) -> Path:
        path = find(*args)  # type: ignore[arg-type]
        if exchanged == "file":
            path.unlink()
            path.symlink_to(workspace.parent / "secret.png")
        else:
            (workspace / "docs").rename(workspace / "old")
            (workspace / "docs").symlink_to(workspace.parent)
        return path

    monkeypatch.setattr(attachments, "find_attachment", find_then_exchange)
    refused("docs/secret.png", workspace, "link")


@on_posix
def test_a_link_that_flips_all_the_time(workspace: Path) -> None:
    """Whichever of the two is met, the one outside is never read."""
    inside, outside = workspace / "docs", workspace.parent
    inside.mkdir()
    (inside / "secret.png").write_bytes(PNG)
    over = threading.Event()

    def flip() -> None:
        while not over.is_set():
            for target in (inside, outside):
                (workspace / "next").symlink_to(target)
                (workspace / "next").rename(workspace / "now")

    def attempt() -> bytes:
        try:
            return read_mentioned("now/secret.png", workspace / "src" / "page.py", [workspace]).content
        except AttachmentRefused:
            return b"refused"

    (workspace / "now").symlink_to(inside)
    thread = threading.Thread(target=flip)
    thread.start()
    try:
        met: set[bytes] = set()
        deadline, rounds = time.monotonic() + 20, 0
        while (rounds < 1000 or len(met) < 2) and time.monotonic() < deadline:
            met.add(attempt())
            rounds += 1
    finally:
        over.set()
        thread.join()
    assert SECRET not in met
    assert met == {PNG, b"refused"}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    root = tmp_path / "other"
    root.mkdir()
    (root / "b.png").write_bytes(PNG + b"other")
    return root


def test_several_roots(workspace: Path, other: Path) -> None:
    document = workspace / "src" / "page.py"
    assert read_mentioned("b.png", document, [workspace, other]).content.endswith(b"other")
    assert read_mentioned("../../other/b.png", document, [workspace, other]).content.endswith(b"other")
    refused("../../secret.png", workspace, "not in the workspace", roots=[workspace, other])
    (workspace / "b.png").write_bytes(PNG + b"own")
    assert read_mentioned("b.png", document, [other, workspace]).content.endswith(b"own")


def test_a_document_without_a_workspace_has_its_own_folder(workspace: Path) -> None:
    (workspace / "a.png").write_bytes(PNG)
    (workspace / "src" / "b.png").write_bytes(PNG)
    document = workspace / "src" / "page.py"
    assert read_mentioned("b.png", document, []).content == PNG
    refused("../a.png", workspace, "not in the workspace", roots=[])


def test_a_document_that_is_no_file(workspace: Path) -> None:
    (workspace / "a.png").write_bytes(PNG)
    assert read_mentioned("a.png", None, [workspace]).content == PNG
    with pytest.raises(AttachmentRefused, match="save this file"):
        read_mentioned("a.png", None, [])
