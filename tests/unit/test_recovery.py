"""What could not be written: kept for the user alone, bounded, and in no other place than its own."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from getcode_lsp import recovery

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "state" / "getcode-lsp" / "recovery")
    return tmp_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_a_text_is_kept_as_it_is_for_its_owner_alone(mask: int) -> None:
    before = os.umask(mask)
    try:
        path = recovery.keep("a\r\nb\x00\u2028c", "menu.py")
    finally:
        os.umask(before)
    assert path.read_bytes() == "a\r\nb\x00\u2028c".encode()
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert path.name.endswith("-menu.py")
    assert [entry.path for entry in recovery.kept()] == [path]


def test_texts_of_one_second_do_not_meet() -> None:
    paths = {recovery.keep(str(number), "a.py") for number in range(20)}
    assert len(paths) == 20
    assert sorted(int(path.read_text()) for path in paths) == list(range(20))


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "", "a/b\\c:d\x00\n.py", "ü" * 300, "-rf"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    path = recovery.keep("x", name)
    assert path.parent == recovery.folder()
    assert path.exists()


def test_a_lone_surrogate_is_replaced() -> None:
    assert recovery.keep("a\ud800b", "a.py").read_text() == "a?b"


def aged(name: str, days: float, size: int = 1) -> Path:
    recovery.folder().mkdir(parents=True, exist_ok=True)
    path = recovery.folder() / name
    path.write_bytes(b"x" * size)
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


def test_the_oldest_go_where_there_are_too_many() -> None:
    old = [aged(f"20260101-000000-{number}-a.py", days=1 + number / 100) for number in range(60)]
    newest = recovery.keep("x", "b.py")
    left = [entry.path for entry in recovery.kept()]
    assert left == [newest, *old[: recovery.MOST - 1]]


def test_what_is_too_old_goes() -> None:
    young, old = aged("a", days=29), aged("b", days=31)
    newest = recovery.keep("x", "c.py")
    assert young.exists()
    assert not old.exists()
    assert newest.exists()


def test_the_oldest_go_where_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "MOST_BYTES", 100)
    younger, older = aged("a", days=1, size=60), aged("b", days=2, size=60)
    recovery.keep("x" * 30, "c.py")
    assert younger.exists()
    assert not older.exists()
    assert recovery.keep("x" * 200, "d.py").exists(), "the newest always stays"
    assert not younger.exists()


@posix
def test_a_folder_that_others_can_read_is_closed() -> None:
    recovery.folder().mkdir(parents=True, mode=0o755)
    recovery.folder().chmod(0o755)
    recovery.keep("x", "a.py")
    assert mode(recovery.folder()) == 0o700


@posix
def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "precious").write_text("x")
    recovery.folder().parent.mkdir(parents=True)
    recovery.folder().symlink_to(elsewhere)
    with pytest.raises(OSError, match="symbolic link"):
        recovery.keep("secret", "a.py")
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]
    assert mode(elsewhere) == 0o755
    assert recovery.kept() == []


@posix
def test_a_folder_of_somebody_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    recovery.folder().mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: 4_242)
    with pytest.raises(OSError, match="somebody else"):
        recovery.keep("secret", "a.py")
    assert list(recovery.folder().iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_an_error_to_be_told() -> None:
    recovery.folder().parent.mkdir(parents=True)
    recovery.folder().write_text("x")
    with pytest.raises(FileExistsError) as caught:
        recovery.keep("x", "a.py")
    assert caught.value.strerror
    assert recovery.kept() == []


@posix
def test_a_full_disk_leaves_no_half_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fdopen

    def full(descriptor: int, *arguments: object, **named: object) -> object:
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        recovery.keep("x", "a.py")
    monkeypatch.setattr(os, "fdopen", real)
    assert recovery.kept() == []
    assert list(recovery.folder().iterdir()) == []


def test_one_can_be_removed_twice() -> None:
    recovery.keep("x", "a.py")
    (entry,) = recovery.kept()
    recovery.remove(entry)
    recovery.remove(entry)
    assert recovery.kept() == []


@posix
def test_what_is_no_plain_file_is_none_of_ours(tmp_path: Path) -> None:
    path = recovery.keep("x", "a.py")
    (recovery.folder() / "link").symlink_to(tmp_path / "target")
    (recovery.folder() / "folder").mkdir()
    assert [entry.path for entry in recovery.kept()] == [path]
