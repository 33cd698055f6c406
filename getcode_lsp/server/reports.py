"""What the user is told when work has ended, and what is done with text that did not reach the document."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from urllib.parse import unquote

from getcode_lsp import recovery
from getcode_lsp.api.errors import GetCodeError, KeyMissing, KeyRefused
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop
from getcode_lsp.server.access import ServiceAccess
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import ERROR, INFO, WARNING, Window

_SET_KEY = "Set a key"
_USE_LOCAL = "Use the local service"
_OPEN_REST = "Open it"
# The user ended these on purpose, or can see why: no message on top, only the progress says so.
_QUIET = (Stop.CANCELLED, Stop.CLOSED, Stop.TOUCHED)


class Reports:
    """Tells how work ended; questions to the user are tasks of their own, for nothing waits for an answer."""

    def __init__(self, window: Window, access: ServiceAccess) -> None:
        self._window = window
        self._access = access
        self._questions: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Drop the questions that are still open."""
        for question in self._questions:
            question.cancel()

    def error(self, error: GetCodeError, kept: str, again: Callable[[], None]) -> None:
        """Tell what went wrong, and what was `kept`; `again` is run where the user mends it on the spot."""
        if isinstance(error, KeyRefused):
            self._access.forget_key()  # the user may log in anew before the next try
        if isinstance(error, KeyMissing):
            self.later(self._ask_for_service(error, again))
        else:
            self._window.show(ERROR, f"{error.message}{kept}")

    async def hand_back(self, document: OpenDocument, delivery: Delivery, unsent: str) -> None:
        """Keep what did not reach the document; say so unless the user ended it on purpose."""
        if not unsent.strip():
            return
        name = unquote(document.uri.rpartition("/")[2])
        try:
            path = await asyncio.to_thread(recovery.keep, unsent, name)
        except OSError as error:
            self._window.show(ERROR, f"The rest of the text could not be kept: {error.strerror}.")
            return
        stopped = delivery.session.stopped
        if delivery.session.believed:
            self._window.log(f"the editor did not confirm the last edit, so a copy of it is in {path}.")
        elif stopped in _QUIET or stopped is None:
            self._window.log(f"{len(unsent):,} characters that were not written are in {path}.")
        else:
            message = f"Stopped: {delivery.end_reason}. The rest, {len(unsent):,} characters, is in {path}."
            self.later(self._offer(message, path))

    def later(self, question: Coroutine[None, None, None]) -> None:
        """Ask the user something while everything else goes on."""
        task = asyncio.ensure_future(question)
        self._questions.add(task)
        task.add_done_callback(self._questions.discard)

    async def _ask_for_service(self, error: KeyMissing, again: Callable[[], None]) -> None:
        answer = await self._window.ask(WARNING, error.message, (_SET_KEY, _USE_LOCAL))
        if answer == _USE_LOCAL:
            self._access.use_local()
            again()
        elif answer == _SET_KEY:
            self._window.show(INFO, "Run `getcode-lsp login` in a terminal, then generate again.")
            self._access.forget_key()

    async def _offer(self, message: str, path: Path) -> None:
        if not self._window.client.shows_documents or self._window.client.questions_block:
            self._window.show(WARNING, message)
        elif await self._window.ask(WARNING, message, (_OPEN_REST,)) == _OPEN_REST:
            await self._window.show_file(path.as_uri())
