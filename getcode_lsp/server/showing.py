"""The command `getcode.showRequest`: what would be sent for a comment, shown and not sent."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from getcode_lsp import recovery
from getcode_lsp.prompts.context import file_name
from getcode_lsp.server.editor import ERROR, INFO
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import Command, Offer, Place
from getcode_lsp.server.prompting import wanted

COMMAND = "getcode.showRequest"
MOST = 20  # files that are kept


class Showing:
    """Shows the body of a request in a document."""

    kinds: tuple[str, ...] = ()
    requests = frozenset({COMMAND})

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self.commands: Mapping[str, Command] = {COMMAND: self.show}

    def offers(self, _place: Place) -> Iterable[Offer]:
        """Nothing in the menu."""
        return ()

    def show(self, arguments: object) -> None:
        """Run the command `getcode.showRequest`."""
        found = wanted(self._jobs.documents, arguments, self._jobs.settings, self._jobs.window)
        if found is not None:
            body = json.dumps(found.request.body(), ensure_ascii=False, indent=2)
            name = file_name(found.prompt.target.document.uri)
            self._jobs.reports.later(self._show(f"{body}\n", name))

    async def _show(self, text: str, name: str) -> None:
        window = self._jobs.window
        try:
            path = await asyncio.to_thread(_write, text, name)
        except OSError as error:
            window.show(ERROR, f"The request could not be shown: {error.strerror}.")
            return
        if window.client.shows_documents:
            await window.show_file(path.as_uri())
        else:
            window.log(f"this would be sent: {text}")
            window.show(INFO, f"What would be sent is in {path}; nothing was sent.")


def _write(text: str, name: str) -> Path:
    """Write a text to the file of a document's request, which only the user can read."""
    folder = recovery.folder().parent / "requests"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    plain = re.sub(r"[^\w.-]", "_", name)[-80:] or "text"
    path, new = folder / f"{plain}.request.json", folder / f".{plain}.{os.getpid()}.new"
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    new.replace(path)
    _prune(folder)
    return path


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.request.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST:]:
        file.unlink(missing_ok=True)
