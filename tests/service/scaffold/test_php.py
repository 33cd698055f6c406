"""What only programs in PHP have: two ways of keeping data, and a folder that goes with the server."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.service.scaffold.programs import (
    free_port,
    generated,
    listens,
    missing,
    php_binary,
    php_modules,
    running,
    wait_until,
)


@pytest.mark.parametrize(
    ("modules", "ending"), [("", "json"), (None, "db")], ids=["without SQLite", "with SQLite"]
)
def test_php_keeps_data_in_what_there_is(
    modules: str | None, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if modules is None and "pdo_sqlite" not in php_modules():
        missing("no pdo_sqlite: install php-sqlite3 (Debian, Ubuntu: apt-get install php-sqlite3)")
    if modules is not None:
        monkeypatch.setenv("PHP_INI_SCAN_DIR", modules)  # where Debian's PHP is told of modules
        if "pdo_sqlite" in php_modules():
            pytest.skip("this PHP has SQLite built in")
    code = generated("Notes have a title (unique) and a folder. Save to a file. Add search.", "php")
    for run in (1, 2):
        with running(code, "php", tmp_path) as program:
            note = program("POST", "/notes", {"title": f"n{run}", "folder": "f"}, 201)
            assert note["id"] == run
            program.refuses("POST", "/notes", {"title": f"n{run}", "folder": "g"}, "title")
            assert len(program("GET", "/notes?folder=f")) == run
            gone = f"/notes/{note['id']}"
            assert program("PATCH", gone, {"folder": "F"})["folder"] == "F"
    assert {path.name for path in tmp_path.iterdir()} == {"output.txt", "program.php", f"program.{ending}"}


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_php_leaves_nothing_behind_however_it_ends(
    signal_number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    (tmp_path / "program.php").write_text(generated("API for notes with title", "php"), encoding="utf-8")
    environment = {**os.environ, "PORT": str(free_port())}
    with (tmp_path / "output.txt").open("wb") as sink:
        child = subprocess.Popen(
            [php_binary(), "program.php"], cwd=tmp_path, env=environment, stdout=sink, stderr=sink
        )
    try:
        wait_until(lambda: any(temporary.iterdir()) and listens(int(environment["PORT"])), "it didn't start")
        child.send_signal(signal_number)
        child.wait(20)
        wait_until(lambda: not any(temporary.iterdir()), "its data is still there")
    finally:
        child.kill()
        child.wait(20)
