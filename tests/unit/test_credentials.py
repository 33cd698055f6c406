"""Keys: where they are found, that each belongs to one origin, and that nothing tells them."""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from getcode_lsp import credentials
from getcode_lsp.credentials import check_key, find_key, forget_key, key_file, store_key

KEY = "gc_canary_7f3b"
HOSTED = "https://getcode.one"
OTHER = "https://api.example.com:8443"

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


class FakeKeyring(ModuleType):
    """The `keyring` package, as far as it is used; `breaks` makes every call fail with the key in its text."""

    def __init__(self, priority: float = 5, breaks: bool = False, forgets: bool = False) -> None:
        super().__init__("keyring")
        self.priority = priority
        self.breaks = breaks
        self.forgets = forgets
        self.kept: dict[tuple[str, str], str] = {}

    def get_keyring(self) -> FakeKeyring:
        return self

    def get_password(self, service: str, user: str) -> str | None:
        self._break()
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        self._break()
        if not self.forgets:
            self.kept[service, user] = password

    def delete_password(self, service: str, user: str) -> None:
        self._break()
        del self.kept[service, user]

    def _break(self) -> None:
        if self.breaks:
            raise RuntimeError(f"backend trouble with {KEY}")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder in the test's own, no key in the environment, no keyring."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, appauthor: tmp_path / name)
    monkeypatch.delenv("GETCODE_API_KEY", raising=False)
    monkeypatch.delenv("GETCODE_BASE_URL", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)  # an import of it fails
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_tells_the_key(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    out, err = capfd.readouterr()
    assert KEY not in caplog.text + out + err


def use_keyring(monkeypatch: pytest.MonkeyPatch, keyring: FakeKeyring) -> FakeKeyring:
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    return keyring


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_kept_for_its_origin_alone() -> None:
    assert find_key(HOSTED) is None
    assert store_key(HOSTED, KEY) == str(key_file(HOSTED))
    assert find_key(HOSTED) == KEY
    for origin in (
        OTHER,
        "http://getcode.one",
        "https://getcode.one:8443",
        "http://127.0.0.1:8765",
        "local",
        "",
    ):
        assert find_key(origin) is None
    store_key(OTHER, KEY + "2")
    assert (find_key(HOSTED), find_key(OTHER)) == (KEY, KEY + "2")
    assert forget_key(HOSTED)
    assert not forget_key(HOSTED)
    assert (find_key(HOSTED), find_key(OTHER)) == (None, KEY + "2")


def test_a_file_moved_to_another_origin_is_not_believed() -> None:
    store_key(HOSTED, KEY)
    key_file(HOSTED).rename(key_file(OTHER))
    assert find_key(OTHER) is None


@posix
def test_file_and_folder_are_private_from_the_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    really = os.fdopen

    def watched(descriptor: int, *arguments: object, **more: object) -> object:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return really(descriptor, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "fdopen", watched)
    before = os.umask(0)
    try:
        store_key(HOSTED, KEY)
    finally:
        os.umask(before)
    path = key_file(HOSTED)
    assert seen == [0o600]
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


@posix
def test_an_open_folder_or_file_is_closed(caplog: pytest.LogCaptureFixture) -> None:
    path = key_file(HOSTED)
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    store_key(HOSTED, KEY)
    assert mode(path.parent) == 0o700
    path.chmod(0o644)
    assert find_key(HOSTED) == KEY
    assert mode(path) == 0o600
    assert "open to other users" in caplog.text


@posix
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives a file away")
def test_a_file_of_another_user_is_not_used() -> None:
    store_key(HOSTED, KEY)
    os.chown(key_file(HOSTED), 12345, 12345)
    assert find_key(HOSTED) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"origin": 1}', json.dumps({"origin": HOSTED, "key": 3}), "[" * 50_000, "\x00"],
)
def test_a_broken_file_is_no_key(text: str, caplog: pytest.LogCaptureFixture) -> None:
    store_key(HOSTED, KEY)
    key_file(HOSTED).write_text(text)
    assert find_key(HOSTED) is None
    assert "key file" in caplog.text


def test_a_failed_write_keeps_the_old_key_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(HOSTED, KEY)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(credentials.CredentialsError, match="No space left") as refusal:
        store_key(HOSTED, KEY + "new")
    assert KEY not in str(refusal.value)
    assert find_key(HOSTED) == KEY
    assert list(key_file(HOSTED).parent.iterdir()) == [key_file(HOSTED)]


def test_a_folder_that_is_a_file(own_folder: Path) -> None:
    (own_folder / "getcode-lsp").write_text("")
    assert find_key(HOSTED) is None
    with pytest.raises(credentials.CredentialsError):
        store_key(HOSTED, KEY)
    with pytest.raises(credentials.CredentialsError):
        forget_key(HOSTED)


@pytest.mark.parametrize(
    ("base_url", "owner"),
    [
        (None, HOSTED),
        ("", HOSTED),
        ("https://GETCODE.one/", HOSTED),
        (OTHER, OTHER),
        ("local", None),
        ("http://evil.example", None),
    ],
)
def test_the_environments_key_belongs_to_the_origin_that_it_names(
    monkeypatch: pytest.MonkeyPatch, base_url: str | None, owner: str | None
) -> None:
    monkeypatch.setenv("GETCODE_API_KEY", KEY)
    if base_url is not None:
        monkeypatch.setenv("GETCODE_BASE_URL", base_url)
    for origin in (HOSTED, OTHER, "http://127.0.0.1:8765", "http://evil.example", "", "local"):
        assert find_key(origin) == (KEY if origin == owner and origin.startswith("https") else None)


def test_the_environments_key_comes_first_and_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(HOSTED, KEY)
    for given in ("gc_other", "", "with blank", "two\nlines"):
        monkeypatch.setenv("GETCODE_API_KEY", given)
        assert find_key(HOSTED) == given


def test_a_working_keyring_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(HOSTED, "old-key-in-a-file")
    keyring = use_keyring(monkeypatch, FakeKeyring())
    assert find_key(HOSTED) == "old-key-in-a-file"
    assert store_key(HOSTED, KEY) == "the system's keyring"
    assert not key_file(HOSTED).exists()
    assert list(keyring.kept.values()) == [KEY]
    assert find_key(HOSTED) == KEY
    assert find_key(OTHER) is None
    assert forget_key(HOSTED)
    assert keyring.kept == {}
    assert not forget_key(HOSTED)


@pytest.mark.parametrize(
    "keyring",
    [
        FakeKeyring(breaks=True),
        FakeKeyring(priority=0.5),
        FakeKeyring(priority=-1),
        FakeKeyring(forgets=True),
    ],
    ids=["breaks", "plain text", "null", "forgets"],
)
def test_a_keyring_that_does_not_keep_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, keyring: FakeKeyring
) -> None:
    use_keyring(monkeypatch, keyring)
    assert store_key(HOSTED, KEY) == str(key_file(HOSTED))
    assert find_key(HOSTED) == KEY
    assert keyring.kept == {}


def test_a_keyring_that_would_not_remove_says_so_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    use_keyring(monkeypatch, FakeKeyring(breaks=True))
    with pytest.raises(credentials.CredentialsError, match="RuntimeError") as refusal:
        forget_key(HOSTED)
    assert KEY not in str(refusal.value)


@pytest.mark.parametrize(
    "key", ["", " ", f"{KEY} b", f"{KEY}\n", f"\t{KEY}", f"{KEY}ü", f"{KEY}\u2028", "\x00", "\x7f", KEY * 500]
)
def test_what_can_be_no_key(key: str) -> None:
    with pytest.raises(ValueError, match=r"^the key") as refusal:
        check_key(key)
    assert len(str(refusal.value)) < 80
    assert KEY not in str(refusal.value)
    with pytest.raises(ValueError, match=r"^the key"):
        store_key(HOSTED, key)
    assert find_key(HOSTED) is None


def test_what_can_be_a_key() -> None:
    for key in (KEY, "!", "~" * 4096, "a=b&c%20"):
        assert check_key(key) == key
