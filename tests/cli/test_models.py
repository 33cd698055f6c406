"""`getcode-lsp models`: what it says, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from getcode_lsp.cli.models import ProgressBar
from getcode_lsp.service.models.catalogue import CATALOGUE
from tests.unit.test_cli import run


def test_list_path_and_remove_where_nothing_is(tmp_path: Path) -> None:
    listed = run(tmp_path, "models", "list")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == [model.name for model in CATALOGUE]
    assert listed.out.count("not here") == 2
    folder = run(tmp_path, "models", "path")
    assert Path(folder.out.strip()).is_relative_to(tmp_path)
    missing = run(tmp_path, "models", "path", "qwen2.5-coder-0.5b")
    assert (missing.code, missing.out) == (1, "")
    assert "getcode-lsp models pull qwen2.5-coder-0.5b" in missing.err
    removed = run(tmp_path, "models", "remove", "qwen2.5-coder-0.5b")
    assert (removed.code, removed.out) == (0, "qwen2.5-coder-0.5b was not here.\n")


def test_a_model_that_is_here(tmp_path: Path) -> None:
    model = CATALOGUE[1]
    folder = Path(run(tmp_path, "models", "path").out.strip())
    folder.mkdir(parents=True)
    with (folder / model.file).open("wb") as file:
        file.truncate(model.size)
    with (folder / f"{CATALOGUE[0].file}.part").open("wb") as file:
        file.truncate(CATALOGUE[0].size // 2)
    listed = run(tmp_path, "models", "list").out.splitlines()
    assert [line.split("Apache-2.0")[1].strip() for line in listed] == ["50% here", "here"]
    assert run(tmp_path, "models", "path", model.name).out == f"{folder / model.file}\n"
    assert "491 MB are free again" in run(tmp_path, "models", "remove", model.name).out


@pytest.mark.parametrize("action", ["pull", "remove", "path"])
def test_an_unknown_model_lists_the_known_ones(tmp_path: Path, action: str) -> None:
    done = run(tmp_path, "models", action, "gpt-9")
    assert done.code == 1
    assert all(model.name in done.err for model in CATALOGUE)


@pytest.mark.parametrize("url", ["ftp://hub", "https://user:pw@hub", "https://hub?x=1", "hub"])
def test_a_hub_that_can_not_be_one(tmp_path: Path, url: str) -> None:
    done = run(tmp_path, "models", "pull", "qwen2.5-coder-0.5b", "--url", url)
    assert done.code == 1
    assert "https://" in done.err
    assert "pw" not in done.err


def test_a_pull_from_a_file_that_is_something_else(tmp_path: Path) -> None:
    wrong = tmp_path / "model.gguf"
    wrong.write_bytes(b"GGUF")
    done = run(tmp_path, "models", "pull", "qwen2.5-coder-0.5b", "--from", str(wrong))
    assert done.code == 1
    assert "is shorter" in done.err


def test_progress_that_nobody_watches_is_a_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ProgressBar()
    for arrived in range(0, 1_000_001, 1000):
        bar.show(arrived, 1_000_000)
    bar.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "0% of 1 MB"
    assert lines[-1] == "100% of 1 MB"
    assert len(lines) == 11


def test_progress_at_a_terminal_is_one_line_that_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = ProgressBar()
    bar.show(0, 2_000_000)
    bar.show(2_000_000, 2_000_000)
    bar.end()
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "100%  2 of 2 MB" in written
    assert f"[{'#' * 24}]" in written
