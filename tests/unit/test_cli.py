"""The command line: what each command says, where it says it, and its exit code."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import types
from collections.abc import Mapping
from pathlib import Path

import pytest

from getcode_lsp import __version__, cli
from tests.service.processes import clean_environment

KEY = "gc_canary_51c0ffee"


class Result:
    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr
        assert "Traceback" not in self.out + self.err, self.out + self.err
        assert KEY not in self.out + self.err


def run(
    home: Path, *words: str, stdin: str | bytes = "", environment: Mapping[str, str] | None = None
) -> Result:
    """Run `getcode-lsp WORDS…` as a process of its own."""
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "getcode_lsp", *words],
        input=raw,
        capture_output=True,
        timeout=60,
        env=clean_environment(environment or {}, home),
        check=False,
    )
    return Result(
        subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
    )


def key_files(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*.json") if path.parent.name == "keys")


def test_version_and_help(tmp_path: Path) -> None:
    version = run(tmp_path, "--version")
    assert (version.code, version.out, version.err) == (0, f"getcode-lsp {__version__}\n", "")
    helped = run(tmp_path, "--help")
    assert helped.code == 0
    commands = "generate improve describe recover doctor serve demo login logout".split()
    for word in (*commands, "GETCODE_API_KEY", "GETCODE_BASE_URL", "exit codes", "130"):
        assert word in helped.out
    for command in commands:
        assert run(tmp_path, command, "--help").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["sing"],
        ["--sing"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "-1"],
        ["serve", "--port", "http"],
        ["login", KEY[:4]],
        ["login", "--key", "x"],
        ["--stdio", "--sing"],
    ],
)
def test_wrong_usage_is_2_and_says_so_on_stderr(tmp_path: Path, words: list[str]) -> None:
    result = run(tmp_path, *words)
    assert (result.code, result.out) == (2, "")
    assert "usage:" in result.err


def test_login_keeps_the_key_for_the_configured_origin(tmp_path: Path) -> None:
    first = run(tmp_path, "login", "--stdin", stdin=KEY + "\n")
    assert first.code == 0
    assert "https://getcode.one" in first.out
    other = {"GETCODE_BASE_URL": "https://Api.Example.com:443/"}
    assert run(tmp_path, "login", "--stdin", stdin=KEY + "2\r\n", environment=other).code == 0
    kept = {json.loads(path.read_text())["origin"]: path for path in key_files(tmp_path)}
    assert set(kept) == {"https://getcode.one", "https://api.example.com"}
    assert json.loads(kept["https://api.example.com"].read_text())["key"] == KEY + "2"
    assert str(kept["https://getcode.one"]) in first.out
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept.values()} == {0o600}
        assert {stat.S_IMODE(path.parent.stat().st_mode) for path in kept.values()} == {0o700}

    assert run(tmp_path, "logout").code == 0
    assert key_files(tmp_path) == [kept["https://api.example.com"]]
    again = run(tmp_path, "logout")
    assert (again.code, again.out) == (0, "No key was kept for https://getcode.one.\n")


@pytest.mark.parametrize(
    "given", ["", "\n", f"{KEY} x\n", f" {KEY}\n", f"{KEY}\t\n", f"{KEY}é\n", KEY.encode() + b"\xff\n"]
)
def test_login_refuses_what_can_be_no_key(tmp_path: Path, given: str | bytes) -> None:
    result = run(tmp_path, "login", "--stdin", stdin=given)
    assert (result.code, result.out) == (1, "")
    assert "the key" in result.err
    assert key_files(tmp_path) == []


def test_login_without_a_terminal_does_not_wait_for_one(tmp_path: Path) -> None:
    result = run(tmp_path, "login", stdin=KEY)
    assert result.code == 1
    assert "--stdin" in result.err


@pytest.mark.parametrize("base_url", ["local", "http://getcode.one", f"https://u:{KEY}@getcode.one"])
@pytest.mark.parametrize("command", [["login", "--stdin"], ["logout"]])
def test_where_there_is_no_origin_there_is_no_key(tmp_path: Path, base_url: str, command: list[str]) -> None:
    result = run(tmp_path, *command, stdin=KEY, environment={"GETCODE_BASE_URL": base_url})
    assert (result.code, result.out) == (1, "")
    assert "GETCODE_BASE_URL" in result.err
    assert key_files(tmp_path) == []


def test_login_says_that_the_environments_key_comes_first(tmp_path: Path) -> None:
    result = run(tmp_path, "login", "--stdin", stdin="k", environment={"GETCODE_API_KEY": KEY})
    assert result.code == 0
    assert "GETCODE_API_KEY is set" in result.err


@pytest.mark.skipif(os.name != "posix", reason="a terminal of our own is POSIX")
def test_login_at_a_terminal_shows_nothing_of_the_key(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "getcode_lsp", "login"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=clean_environment({}, tmp_path),
        start_new_session=True,
    ) as child:
        os.close(theirs)
        shown = b""
        try:
            while b"API key" not in shown:
                shown += os.read(ours, 1024)
            os.write(ours, KEY.encode() + b"\n")
            assert child.wait(30) == 0
            shown += os.read(ours, 4096)
        finally:
            child.kill()
            os.close(ours)
    assert KEY.encode() not in shown
    assert [json.loads(path.read_text())["key"] for path in key_files(tmp_path)] == [KEY]


@pytest.mark.parametrize("words", [[], ["--stdio"]])
def test_without_a_command_it_is_the_language_server(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    main = types.ModuleType("getcode_lsp.server.main")
    main.run_stdio = lambda: 7  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "getcode_lsp.server.main", main)
    assert cli.main(words) == 7


@pytest.mark.parametrize("terminal", [True, False])
def test_a_person_who_starts_it_at_a_terminal_is_told_what_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool
) -> None:
    main = types.ModuleType("getcode_lsp.server.main")
    main.run_stdio = lambda: 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "getcode_lsp.server.main", main)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: terminal)
    assert cli.main([]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert ("--help" in said.err) is terminal


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is another error elsewhere")
def test_output_that_nobody_reads_is_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "getcode_lsp", "logout"],
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            env=clean_environment({}, tmp_path),
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_demo_gets_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str | None, str | None]] = []
    demo = types.ModuleType("getcode_lsp.demo")
    demo.run = lambda comment, filetype: given.append((comment, filetype)) or 0  # type: ignore[attr-defined,func-returns-value]
    monkeypatch.setitem(sys.modules, "getcode_lsp.demo", demo)
    assert cli.main(["demo"]) == 0
    assert cli.main(["demo", "--comment", "a shop", "--filetype", "javascript"]) == 0
    assert given == [(None, None), ("a shop", "javascript")]


def test_the_command_line_itself_is_quick_to_import(tmp_path: Path) -> None:
    heavy = "{'argparse', 'pygls', 'lsprotocol', 'httpx', 'starlette', 'uvicorn', 'keyring', 'platformdirs', 'asyncio'}"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, getcode_lsp.cli; print(sorted({heavy} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=clean_environment({}, tmp_path),
    )
    assert done.stdout == "['argparse']\n"
