"""The editor over LSP: edits, progress, messages and questions."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types

from getcode_lsp.editing.settling import Answer, Edit
from getcode_lsp.editing.text import Point, Span
from getcode_lsp.server.clients import Client, is_declined
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.protocol import GetCodeProtocol

logger = logging.getLogger(__name__)

ERROR, WARNING, INFO, LOG = 1, 2, 3, 4
_LONGEST_REASON = 200
# How long, in seconds, the change may take that shows a fresh buffer's first real version.
_WAKE = 1.0


class DocumentEditor:
    """Sends edits for one open document."""

    def __init__(self, protocol: GetCodeProtocol, client: Client, document: OpenDocument) -> None:
        self._protocol = protocol
        self._client = client
        self._document = document
        self._asked = ""
        self.refusal = ""

    def ready(self) -> bool:
        """Whether the editor will compare the version of an edit sent now.

        Neovim compares none at version 0, which a buffer has until it is changed for the first time: an edit
        made for what is gone would go in all the same, even into the middle of a character. So an edit that
        changes nothing is sent first: harmless wherever it goes in, and the version is a real one after it.
        """
        if self._document.version > 0 or self._client.profile.honest or not self._client.profile.strict:
            return True
        if self._document.turns.waking is None:
            self._wake()
        return self._document.turns.waking is False

    def _wake(self) -> None:
        turns = self._document.turns
        turns.waking = True
        nothing = Edit(0, Point(0, 0), Point(0, 0), "")

        def over() -> None:
            turns.waking = False
            turns.pump_soon()

        def answered(answer: Answer) -> None:
            # Refused: then the edits themselves will be, and say why. Else the change tells the new version.
            asyncio.get_running_loop().call_later(_WAKE if answer is Answer.APPLIED else 0, over)

        self.send_edit(nothing, answered)
        self._asked = ""  # whoever comes next waits for this answer, too

    def send_edit(self, edit: Edit, answered: Callable[[Answer], None]) -> None:
        """Send one edit for the version that the mirror has now."""
        document, documents = self._document, self._protocol.documents
        edits = [
            {"range": documents.range(document.mirror, Span(edit.start, edit.end)), "newText": edit.text}
        ]
        change: dict[str, Any]
        if self._client.versioned:
            identifier = {"uri": document.uri, "version": document.version}
            change = {"documentChanges": [{"textDocument": identifier, "edits": edits}]}
        else:
            change = {"changes": {document.uri: edits}}

        def reply(result: object, error: Mapping[str, Any] | None) -> None:
            answer = _answer(result, error)
            self.refusal = "" if answer is Answer.APPLIED else _reason(result, error)
            if answer is Answer.DECLINED:
                self._client.experience.declined = True
            answered(answer)

        self._asked = self._protocol.ask(types.WORKSPACE_APPLY_EDIT, {"edit": change}, reply)

    def end(self) -> None:
        """Wait for no reply any more."""
        self._protocol.forget(self._asked)


def _answer(result: object, error: Mapping[str, Any] | None) -> Answer:
    applied = result.get("applied") if isinstance(result, Mapping) else None
    if error is None and applied is True:
        return Answer.APPLIED
    if is_declined(_reason(result, error)):
        return Answer.DECLINED
    if error is not None:
        return Answer.FAILED
    return Answer.REFUSED if applied is False else Answer.UNCLEAR


def _reason(result: object, error: Mapping[str, Any] | None) -> str:
    """The editor's own words for a refusal, as one short line."""
    words = error.get("message") if error else isinstance(result, Mapping) and result.get("failureReason")
    line = (
        " ".join("".join(c if c.isprintable() else " " for c in words).split())
        if isinstance(words, str)
        else ""
    )
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"


class Progress:
    """One progress of the client's: begun when the client has agreed to it, ended exactly once."""

    def __init__(
        self, protocol: GetCodeProtocol, token: str, title: str, on_end: Callable[[str], None]
    ) -> None:
        self._protocol = protocol
        self._token = token
        self._title = title
        self._message = ""
        self._begun = self._over = False
        self._asked = ""
        self._on_end = on_end

    def create(self) -> None:
        """Ask the client for the progress."""
        create = types.WINDOW_WORK_DONE_PROGRESS_CREATE
        self._asked = self._protocol.ask(create, {"token": self._token}, self._created)

    def report(self, message: str) -> None:
        """Show how far the work is."""
        self._message = message
        if self._begun and not self._over:
            self._send({"kind": "report", "message": message, "cancellable": True})

    def end(self, message: str) -> None:
        """End it, with a last word."""
        if self._over:
            return
        self._over = True
        self._protocol.forget(self._asked)
        self._on_end(self._token)
        if self._begun:
            self._send({"kind": "end", "message": message})

    def _created(self, _result: object, error: Mapping[str, Any] | None) -> None:
        if error is not None or self._over:
            return
        self._begun = True
        begin = {"kind": "begin", "title": self._title, "cancellable": True}
        self._send({**begin, "message": self._message} if self._message else begin)

    def _send(self, value: Mapping[str, object]) -> None:
        self._protocol.notify_raw(types.PROGRESS, {"token": self._token, "value": value})


class Window:
    """What the user sees of the server beside the text."""

    def __init__(self, protocol: GetCodeProtocol) -> None:
        self._protocol = protocol
        self._tokens = itertools.count(1)
        self._cancels: dict[str, Callable[[], None]] = {}
        protocol.counts["progress"] = lambda: len(self._cancels)
        self.client = Client()

    def progress(self, title: str, cancel: Callable[[], None]) -> Progress:
        """A new progress; `cancel` runs when the user presses its button."""
        token = f"getcode-progress-{next(self._tokens)}"
        progress = Progress(self._protocol, token, title, lambda token: void(self._cancels.pop(token, None)))
        if self.client.progress:
            self._cancels[token] = cancel
            progress.create()
        return progress

    def cancelled(self, params: object) -> None:
        """Take in `window/workDoneProgress/cancel`."""
        token = params.get("token") if isinstance(params, Mapping) else None
        cancel = self._cancels.get(token) if isinstance(token, str) else None
        if cancel is not None:
            cancel()

    def show(self, level: int, message: str) -> None:
        """Show one sentence to the user."""
        self._protocol.notify_raw(
            types.WINDOW_SHOW_MESSAGE, {"type": level, "message": f"GetCode: {message}"}
        )

    def log(self, message: str) -> None:
        """Write one line into the client's log of this server."""
        self._protocol.notify_raw(types.WINDOW_LOG_MESSAGE, {"type": INFO, "message": f"GetCode: {message}"})

    async def ask(self, level: int, message: str, buttons: Sequence[str]) -> str | None:
        """Show a message with buttons and return the title of the one that was pressed, if any."""
        actions = [{"title": button} for button in buttons]
        chosen = await self._protocol.ask_and_wait(
            types.WINDOW_SHOW_MESSAGE_REQUEST,
            {"type": level, "message": f"GetCode: {message}", "actions": actions},
        )
        title = chosen.get("title") if isinstance(chosen, Mapping) else None
        return title if isinstance(title, str) else None

    async def show_file(self, uri: str) -> None:
        """Let the client open a file."""
        await self._protocol.ask_and_wait(types.WINDOW_SHOW_DOCUMENT, {"uri": uri, "takeFocus": True})


def void(_value: object) -> None:
    """Drop a value: for callbacks that must return nothing."""
