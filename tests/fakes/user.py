"""What a person does at the keyboard: cursor, typing, undo, saving, opening and closing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lsprotocol import types

from tests.fakes.buffer import Buffer, Change
from tests.fakes.client import Client
from tests.fakes.edits import Edits

TRAILING = re.compile(r"[ \t]+(?=\r\n|\n|\r|\Z)")


class User:
    """Acts on the current buffer; every action is one change, or one per key."""

    client: Client
    edits: Edits
    folder: Path
    _current: str | None = None

    @property
    def buffer(self) -> Buffer:
        assert self._current is not None, "no file is open"
        return self.edits.buffers[self._current]

    @property
    def text(self) -> str:
        return self.buffer.text

    def open(self, text: str, language: str = "python", *, uri: str | None = None) -> Buffer:
        """Open a file; `$0` in the text is where the cursor stands, its start where there is none."""
        cursor = max(text.find("$0"), 0)
        text = text.replace("$0", "", 1)
        if uri is None:
            name = f"file{len(self.edits.buffers)}.{language}"
            uri = (self.folder / name).as_uri()
        version = self.edits.habits.first_version
        buffer = Buffer(uri, language, text, self.edits.encoding, version, cursor)
        self.edits.opened(buffer)
        self._current = uri
        item = types.TextDocumentItem(uri, language, buffer.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return buffer

    def show(self, buffer: Buffer) -> None:
        """Go to a file that is open."""
        self._current = buffer.uri

    def close(self) -> None:
        """Close the current file."""
        uri = self.buffer.uri
        self.edits.closed(uri)
        self._current = None
        identifier = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    # -- the cursor

    def go_to_start(self) -> None:
        self.buffer.cursor = 0

    def go_to_end(self) -> None:
        self.buffer.cursor = len(self.text)

    def go_before(self, text: str) -> None:
        self.buffer.cursor = self.buffer.find(text)

    def go_after(self, text: str) -> None:
        self.buffer.cursor = self.buffer.find(text) + len(text)

    # -- changes

    def type(self, text: str) -> None:
        """Type at the cursor, key by key."""
        for key in text:
            self.insert(key)

    def insert(self, text: str) -> None:
        """Put a text in at the cursor, in one change."""
        cursor = self.buffer.cursor
        self._change(cursor, cursor, text)
        self.buffer.cursor = cursor + len(text)

    def backspace(self) -> None:
        cursor = self.buffer.cursor
        self._change(cursor - 1, cursor, "")

    def replace(self, old: str, new: str) -> None:
        """Replace a text that occurs once."""
        start = self.buffer.find(old)
        self._change(start, start + len(old), new)

    def rewrite(self, new: Callable[[str], str]) -> None:
        """Replace the whole text in one change, as a formatter does."""
        self._change(0, len(self.text), new(self.text))

    def splice(self, start: int, end: int, new: str) -> None:
        """Replace the text between two offsets."""
        self._change(start, end, new)

    def undo(self) -> None:
        """Take back the last change, whoever made it."""
        change = self.buffer.done.pop()
        self.edits.change(self.buffer, change.inverse, undoable=False)
        self.buffer.undone.append(change)

    def redo(self) -> None:
        change = self.buffer.undone.pop()
        self.edits.change(self.buffer, change, undoable=False)
        self.buffer.done.append(change)

    def save(self, *, trim: bool = False, final_newline: bool = False) -> None:
        """Save, with the clean-up that editors do before it: blanks at line ends, the last line's end."""
        if trim:
            for found in reversed(list(TRAILING.finditer(self.text))):
                self._change(found.start(), found.end(), "")
        if final_newline and self.text[-1:] not in ("\n", "\r"):
            self._change(len(self.text), len(self.text), self.buffer.line_end)
        self.edits.flush()
        identifier = types.TextDocumentIdentifier(self.buffer.uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    def _change(self, start: int, end: int, new: str) -> None:
        self.edits.change(self.buffer, Change(start, self.text[start:end], new))
