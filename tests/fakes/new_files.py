"""How the scripted editor makes new documents: CreateFile on the disk, `untitled:` in itself, shown and opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types

from tests.fakes.buffer import Buffer
from tests.fakes.client import Client
from tests.fakes.edits import Edits
from tests.fakes.profiles import Profile

LANGUAGES = {
    ".py": "python",
    ".js": "javascript",
    ".ts": "typescript",
    ".html": "html",
    ".vue": "vue",
    ".jsx": "javascriptreact",
    ".php": "php",
    ".go": "go",
    ".md": "markdown",
    ".csv": "csv",
    ".svg": "svg",
}


class NewFiles:
    """Carries out what the server wants made and shown."""

    def __init__(
        self, client: Client, profile: Profile, edits: Edits, open_: Callable[[str, str, str], Buffer]
    ) -> None:
        self.client = client
        self.profile = profile
        self.edits = edits
        self.created: list[str] = []
        self.opened: list[Buffer] = []
        self.options: list[types.CreateFileOptions] = []
        self.refusal: str | None = None  # why nothing is created
        self.shows = True  # else `success: false`
        self.opens = True  # else a document is shown that the server is not told of
        self.template = ""  # what some plugin writes into every new file
        self.before_creating: Callable[[Path], None] = lambda _: None
        self._waiting: list[str] = []
        self._open = open_
        edits.create = self._create
        client.requests["window/showDocument"] = self._show

    def open_late(self) -> None:
        """Open what was shown and not opened."""
        waiting, self._waiting = self._waiting, []
        for uri in waiting:
            self._open_new(uri)

    def _create(self, msg_id: Any, creation: types.CreateFile) -> None:
        workspace = self.profile.capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        operations = (edit.resource_operations if edit else None) or ()
        assert types.ResourceOperationKind.Create in operations, "this client creates no files"
        options = creation.options or types.CreateFileOptions()
        self.options.append(options)
        path = path_of(creation.uri)
        self.before_creating(path)
        if self.refusal is not None:
            self.client.protocol.answer(msg_id, {"applied": False, "failureReason": self.refusal})
            return
        if self.edits.habits.empties:
            if options.overwrite or not options.ignore_if_exists:
                path.write_text("")
        elif path.exists() and not (options.overwrite or options.ignore_if_exists):
            self.client.protocol.answer(msg_id, {"applied": False})
            return
        elif options.overwrite or not path.exists():
            path.write_text("")
        self.created.append(creation.uri)
        self.client.protocol.answer(msg_id, {"applied": True})

    def _show(self, msg_id: Any, params: types.ShowDocumentParams) -> None:
        window = self.profile.capabilities.window
        assert window is not None, "this client shows no documents"
        assert window.show_document is not None, "this client shows no documents"
        untitled = params.uri.startswith("untitled:")
        assert not untitled or self.profile.name == "vscode", "this client has no untitled: documents"
        if not self.shows:
            self.client.protocol.answer(msg_id, {"success": False})
            return
        self.client.shown_documents.append(params)
        if untitled or params.uri in self.created:
            self._waiting.append(params.uri)
            if self.opens:
                self.open_late()
        self.client.protocol.answer(msg_id, {"success": True})

    def _open_new(self, uri: str) -> None:
        path = path_of(uri)
        text = path.read_text() if path.exists() else ""
        # Neovim's text of an empty buffer is one empty line with its end.
        text = f"{text}{self.template}" or ("\n" if self.edits.habits.empties else "")
        self.opened.append(self._open(text, LANGUAGES.get(path.suffix, "plaintext"), uri))
        self.client.stir()


def path_of(uri: str) -> Path:
    """The path of a file: URI, or the name of an untitled: one."""
    return Path(unquote(uri.removeprefix("file://").removeprefix("untitled:")))
