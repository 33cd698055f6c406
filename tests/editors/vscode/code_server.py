"""A real VS Code in Chromium: code-server with our extension, as a process of the test's own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PATIENCE = 40.0  # seconds; a whole machine may be busy with other tests
_LISTENS = re.compile(r"listening on (http://127\.0\.0\.1:[0-9]+)")
_QUIET = {
    "remote.autoForwardPorts": False,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "extensions.ignoreRecommendations": True,
    "update.mode": "none",
    "telemetry.telemetryLevel": "off",
    "editor.minimap.enabled": False,
    "files.autoSave": "off",
    "git.openRepositoryInParentFolders": "never",
    "window.confirmBeforeClose": "never",
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.editor.empty.hint": "hidden",
}
# What tests do that a person would click at: keys of our own, so that no menu has to be read for it.
KEYS = {
    "close": ("Control+Alt+Shift+F1", "workbench.action.revertAndCloseActiveEditor"),
    "close tab": ("Control+Alt+Shift+F2", "workbench.action.closeActiveEditor"),
    "other tab": ("Control+Alt+Shift+F3", "workbench.action.nextEditor"),
    "untitled": ("Control+Alt+Shift+F4", "workbench.action.files.newUntitledFile"),
    "clear messages": ("Control+Alt+Shift+F5", "notifications.clearAll"),
    "read only": ("Control+Alt+Shift+F6", "workbench.action.files.setActiveEditorReadonlyInSession"),
}


def entry() -> Path:
    """The program of code-server, which npm put below the tests' own folder."""
    return ROOT / "tests/editors/vscode/server/node_modules/code-server/out/node/entry.js"


def node() -> str:
    return str(Path(sys.executable).with_name("node"))


@dataclass
class CodeServer:
    """One code-server process with folders of its own."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    said: list[str]

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def kill_language_server(self) -> None:
        """End the language servers below this process at once, as a crash would."""
        found = [pid for pid in _below(self.process.pid) if "getcode_lsp" in _command_line(pid)]
        assert found, "no language server runs"
        for pid in found:
            os.kill(pid, signal.SIGKILL)


@contextmanager
def code_server(
    folder: Path,
    extensions: Sequence[Path],
    environment: Mapping[str, str],
    settings: Mapping[str, object] | None = None,
    *,
    trusting: bool = True,
    driven: bool = False,
) -> Iterator[CodeServer]:
    """Install extensions, start, and end by process id.

    `trusting`: every folder is trusted. `driven`: a window may be told to run an extension's tests.
    """
    for name in ("work", "data/User", "extensions", "home"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "data/User/settings.json").write_text(json.dumps({**_QUIET, **(settings or {})}))
    keys = [
        {"key": key.replace("Control", "ctrl").lower(), "command": command} for key, command in KEYS.values()
    ]
    (folder / "data/User/keybindings.json").write_text(json.dumps(keys))
    (folder / "config.yaml").write_text("auth: none\n")
    words = [node(), str(entry()), "--config", str(folder / "config.yaml")]
    words += ["--user-data-dir", str(folder / "data"), "--extensions-dir", str(folder / "extensions")]
    clean = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    clean |= {"HOME": str(folder / "home"), **environment}
    for extension in extensions:
        _install(words, extension, clean)
    process = subprocess.Popen(
        [
            *words,
            *("--auth", "none", "--bind-addr", "127.0.0.1:0", "--reconnection-grace-time", "3"),
            *("--disable-telemetry", "--disable-update-check"),
            *(("--disable-workspace-trust",) if trusting else ()),
            *(("--vscode-option", "enable-smoke-test-driver") if driven else ()),
            "--disable-getting-started-override",
        ],
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    reader = threading.Thread(target=_read, args=(process, said), daemon=True)
    reader.start()
    try:
        yield CodeServer(process, _url(process, said), folder, said)
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End it with all that it started: the wheel's `node` is a script whose child is the server."""
    os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def _below(pid: int) -> list[int]:
    """The processes that this one started, and those that they did."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return [*children, *(deeper for child in children for deeper in _below(child))]


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _install(words: list[str], extension: Path, environment: dict[str, str]) -> None:
    installed = subprocess.run(
        [*words, "--install-extension", str(extension)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "successfully installed" in installed.stdout, installed.stdout + installed.stderr


def _read(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stdout is not None
    said.extend(line.rstrip() for line in process.stdout)  # each as it comes


def _url(process: subprocess.Popen[str], said: list[str]) -> str:
    found: list[str] = []

    def listens() -> bool:
        assert process.poll() is None, "\n".join(said)
        found[:] = [match[1] for line in said if (match := _LISTENS.search(line))]
        return bool(found)

    until(listens, lambda: "code-server listens:\n" + "\n".join(said))
    return found[0]


def until(condition: Callable[[], bool], what: Callable[[], str], within: float = PATIENCE) -> None:
    """Wait for a condition; says what it waited for where it does not come."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} s: {what()}"
        threading.Event().wait(0.02)
