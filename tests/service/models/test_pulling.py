"""A model comes whole or not at all, goes on where it stopped, and nothing else is ever taken for it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from getcode_lsp.service.models.pulling import pull, take
from getcode_lsp.service.models.store import ModelError, ModelStore
from tests.fakes.api import refused_port
from tests.service.models.hub import CONTENT, MODEL, Hub, hub_running
from tests.service.processes import clean_environment


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with hub_running() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", [MODEL])


def pulled(store: ModelStore, hub: Hub) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    place = pull(store, MODEL, hub.url, lambda arrived, whole: told.append((arrived, whole)))
    assert place == store.place(MODEL)
    assert place.read_bytes() == CONTENT
    assert not store.part(MODEL).exists()
    assert store.has(MODEL)
    return told


def test_it_comes_whole_with_its_progress(store: ModelStore, hub: Hub) -> None:
    told = pulled(store, hub)
    assert hub.paths == ["/someone/tiny-GGUF/resolve/main/tiny.gguf"]
    assert [whole for _, whole in told] == [MODEL.size] * len(told)
    assert sorted(told) == told
    assert told[-1][0] == MODEL.size


def test_one_that_is_here_is_not_fetched_again(store: ModelStore, hub: Hub) -> None:
    pulled(store, hub)
    pulled(store, hub)
    assert len(hub.asked) == 1


def test_cut_connections_are_taken_up_where_they_broke(store: ModelStore, hub: Hub) -> None:
    hub.cuts = [1_000_000, 700_000, 5]
    pulled(store, hub)
    assert hub.asked == [None, "bytes=1000000-", "bytes=1700000-", "bytes=1700005-"]


def test_a_server_without_ranges_begins_anew(store: ModelStore, hub: Hub) -> None:
    hub.cuts, hub.ranges = [1_000_000], False
    pulled(store, hub)
    assert hub.asked == [None, "bytes=1000000-"]


def test_tries_that_bring_nothing_end_and_the_part_is_kept_for_the_next_time(
    store: ModelStore, hub: Hub
) -> None:
    hub.cuts = [1_000_000, 0, 0, 0, 0]
    with pytest.raises(ModelError, match=r"1\.0 MB are kept: run the same command again"):
        pulled(store, hub)
    assert store.arrived(MODEL) == 1_000_000
    assert not store.has(MODEL)
    pulled(store, hub)
    assert hub.asked[-1] == "bytes=1000000-"


@pytest.mark.parametrize(
    "content", [CONTENT[:-1] + b"x", CONTENT[:-5], CONTENT + b"more"], ids=["other", "shorter", "longer"]
)
def test_what_is_not_the_model_is_deleted(store: ModelStore, hub: Hub, content: bytes) -> None:
    hub.content = content
    with pytest.raises(ModelError, match="was deleted"):
        pulled(store, hub)
    assert not store.has(MODEL)
    hub.content = CONTENT
    pulled(store, hub)


def test_a_part_of_something_else_is_found_out_and_the_next_try_is_right(store: ModelStore, hub: Hub) -> None:
    store.folder.mkdir()
    store.part(MODEL).write_bytes(b"x" * 1000)
    with pytest.raises(ModelError, match="sha256"):
        pulled(store, hub)
    pulled(store, hub)


def test_a_part_that_is_too_large_is_begun_anew(store: ModelStore, hub: Hub) -> None:
    store.folder.mkdir()
    store.part(MODEL).write_bytes(b"x" * (MODEL.size + 1))
    pulled(store, hub)


def test_a_whole_part_needs_no_connection(store: ModelStore) -> None:
    store.folder.mkdir()
    store.part(MODEL).write_bytes(CONTENT)
    pull(store, MODEL, "http://127.0.0.1:9", lambda *_: None)
    assert store.has(MODEL)


@pytest.mark.parametrize(
    ("status", "says"), [(404, "does not have the file"), (401, "for everyone"), (418, "no sense")]
)
def test_a_refusal_is_final(store: ModelStore, hub: Hub, status: int, says: str) -> None:
    hub.statuses = [status]
    with pytest.raises(ModelError, match=says):
        pulled(store, hub)
    assert len(hub.asked) == 1


def test_a_busy_hub_is_asked_again(store: ModelStore, hub: Hub) -> None:
    hub.statuses = [503, 429]
    pulled(store, hub)
    assert len(hub.asked) == 3


def test_nobody_there(store: ModelStore) -> None:
    with refused_port() as port, pytest.raises(ModelError, match=rf"127.0.0.1:{port}"):
        pull(store, MODEL, f"http://127.0.0.1:{port}", lambda *_: None)


def test_a_hub_may_keep_its_files_elsewhere(store: ModelStore, hub: Hub) -> None:
    with hub_running() as other:
        hub.location = f"{other.url}/blob"
        pulled(store, hub)
        assert other.paths == ["/blob"]


def test_a_hub_that_redirects_in_circles(store: ModelStore, hub: Hub) -> None:
    hub.location, hub.forever = f"{hub.url}/again", True
    with pytest.raises(ModelError, match="circles"):
        pulled(store, hub)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    store: ModelStore, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(ModelError, match=r"1\.0 MB are free: make room"):
        pulled(store, hub)
    assert hub.asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="a full disk at will is Linux'")
def test_a_disk_that_fills_up_keeps_what_came(store: ModelStore, hub: Hub) -> None:
    """A limit on the size of files stands for the full disk: the system's own refusal, from the same call."""
    script = (
        "import resource, signal, sys, errno, pathlib\n"
        "from getcode_lsp.service.models import pulling, store\n"
        "from tests.service.models.hub import MODEL\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))\n"
        "try:\n"
        "    pulling.pull(store.ModelStore(pathlib.Path(sys.argv[1]), [MODEL]), MODEL, sys.argv[2], lambda *_: None)\n"
        "except store.ModelError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.folder), hub.url],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert os.strerror(errno.EFBIG) in done.stdout
    assert "Traceback" not in done.stderr
    assert 0 < store.arrived(MODEL) <= 1_500_000
    pulled(store, hub)


def test_two_at_once_are_kept_apart(store: ModelStore, hub: Hub) -> None:
    with store.locked(MODEL), pytest.raises(ModelError, match="Another process"):
        pulled(store, hub)
    assert hub.asked == []
    pulled(store, hub)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_killed_pull_goes_on_where_it_was_and_leaves_no_lock(
    store: ModelStore, hub: Hub, tmp_path: Path
) -> None:
    hub.hold = threading.Event()
    script = (
        "import pathlib, sys\n"
        "from getcode_lsp.service.models import pulling, store\n"
        "from tests.service.models.hub import MODEL\n"
        "pulling.pull(store.ModelStore(pathlib.Path(sys.argv[1]), [MODEL]), MODEL, sys.argv[2], "
        "lambda n, _: print(n, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store.folder), hub.url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env=clean_environment({"PYTHONPATH": str(Path(__file__).parents[3])}, tmp_path),
    ) as child:
        assert child.stdout
        child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    hub.hold.set()
    hub.hold = None
    hub.asked.clear()
    kept = store.arrived(MODEL)
    pulled(store, hub)
    assert kept > 0
    assert hub.asked == [f"bytes={kept}-"]


@pytest.mark.parametrize("as_folder", [False, True])
def test_a_machine_without_a_hub_takes_a_file_or_the_folder_it_is_in(
    store: ModelStore, tmp_path: Path, as_folder: bool
) -> None:
    source = tmp_path / "usb" / "deep" / ("blob" if as_folder else "tiny.gguf")
    source.parent.mkdir(parents=True)
    source.write_bytes(CONTENT)
    place = take(store, MODEL, tmp_path / "usb" if as_folder else source, lambda *_: None)
    assert place.read_bytes() == CONTENT
    assert source.exists()


def test_a_wrong_file_is_not_taken(store: ModelStore, tmp_path: Path) -> None:
    wrong = tmp_path / "tiny.gguf"
    wrong.write_bytes(b"x" * MODEL.size)
    with pytest.raises(ModelError, match="sha256"):
        take(store, MODEL, wrong, lambda *_: None)
    with pytest.raises(ModelError, match=r"no tiny\.gguf in"):
        take(store, MODEL, Path(__file__).parent, lambda *_: None)
    with pytest.raises(ModelError, match="no file or folder"):
        take(store, MODEL, tmp_path / "nowhere", lambda *_: None)
    assert not store.has(MODEL)


def test_the_best_of_those_that_are_here(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    assert store.best() is None
    for model in reversed(store.catalogue):
        with store.place(model).open("wb") as file:
            file.truncate(model.size)  # no bytes on the disk
        assert store.best() == model
    assert store.remove(store.catalogue[0]) == store.catalogue[0].size
    assert store.best() == store.catalogue[1]


def test_the_catalogue_is_of_right_entries() -> None:
    for model in ModelStore(Path()).catalogue:
        assert len(bytes.fromhex(model.sha256)) == 32
        assert model.url("https://hub/") == f"https://hub/{model.repository}/resolve/main/{model.file}"
        assert model.size > 100_000_000
