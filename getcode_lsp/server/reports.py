"""What the user is told when work has ended, and what is done with text that did not reach the document.

A message is one sentence, or two: what happened, and what to do next. Where the client has buttons it gets them; in
an editor in which a question takes the user's keys, only what answers a command at once is a question.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from getcode_lsp import recovery
from getcode_lsp.api.errors import (
    ConnectionFailed,
    GenerationFailed,
    GetCodeError,
    KeyMissing,
    KeyRefused,
    RateLimited,
    ServiceUnavailable,
    StoppedEarly,
    TimedOut,
)
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop
from getcode_lsp.server.access import ServiceAccess
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import ERROR, INFO, WARNING, Window

_SET_KEY = "Set a key"
_USE_LOCAL = "Use the local service"
_OPEN_REST = "Open the rest"
_TRY_AGAIN = "Try again"
# The user ended these on purpose, or can see why: no message on top, only the progress says so.
_QUIET = (Stop.CANCELLED, Stop.CLOSED, Stop.TOUCHED)
# The same request may well succeed the next time.
_PASSING = (ConnectionFailed, GenerationFailed, RateLimited, ServiceUnavailable, StoppedEarly, TimedOut)

LONGEST = 280  # characters of a message
_LONGEST_REASON = 120
# So many questions may be open; the oldest is dropped for a new one.
_MOST_QUESTIONS = 8
# So many texts, and characters of them, wait in memory for a folder that can be written.
_MOST_WAITING = 20
_MOST_CHARACTERS = 32_000_000


@dataclass(frozen=True, slots=True)
class _Rest:
    """A text to be kept, and the document that it was meant for."""

    text: str
    name: str


class Reports:
    """Tells how work ended; questions to the user are tasks of their own, for nothing waits for an answer."""

    def __init__(self, window: Window, access: ServiceAccess) -> None:
        self._window = window
        self._access = access
        self._questions: list[asyncio.Task[None]] = []
        self._waiting: deque[_Rest] = deque(maxlen=_MOST_WAITING)

    def close(self) -> None:
        """Drop the questions that are still open."""
        for question in list(self._questions):
            question.cancel()

    def error(self, error: GetCodeError, kept: str, again: Callable[[], None]) -> None:
        """Tell what went wrong, and what was `kept`; `again` is run where the user mends it on the spot."""
        message = sentence(_with(error.message, kept))
        if isinstance(error, KeyRefused):
            self._access.forget_key()  # the user may log in anew before the next try
        if isinstance(error, KeyMissing):
            self.later(self._ask_for_service(message, again))
        elif self._window.client.questions_block:
            self._window.show(ERROR, message)
        elif isinstance(error, KeyRefused) and not self._access.local:
            self.later(self._ask_for_service(message, again))
        elif isinstance(error, _PASSING) and not kept:
            self.later(self._ask_again(message, again))
        else:
            self._window.show(ERROR, message)

    async def hand_back(self, document: OpenDocument, delivery: Delivery, unsent: str) -> None:
        """Keep what did not reach the document; say so unless the user ended it on purpose."""
        if unsent.strip():
            rest = _Rest(unsent, unquote(document.uri.rpartition("/")[2]))
            path = await self._keep(rest)
            if path is None:
                return
            stopped = delivery.session.stopped
            if delivery.session.believed:
                self._window.log(f"the editor did not confirm the last edit, so a copy of it is in {path}.")
            elif stopped in _QUIET or stopped is None:
                self._window.log(f"{len(unsent):,} characters that were not written are in {path}.")
            else:
                self._offer(f"Stopped: {delivery.end_reason[:_LONGEST_REASON]}.", rest, path)

    async def _keep(self, rest: _Rest) -> Path | None:
        """Write a text to the folder, after those that wait for it; None, with a message, where that can't be done.

        A text that can't be written waits in memory for the next time. Neither the log nor a document is a place for
        it: it may be large, and nobody else's business.
        """
        self._waiting.append(rest)
        path = None
        while self._waiting:
            first = self._waiting[0]
            try:
                path = await asyncio.to_thread(recovery.keep, first.text, first.name)
            except OSError as error:
                self._complain(rest, error)
                return None
            if self._waiting and self._waiting[0] is first:
                self._waiting.popleft()
        return path

    def _complain(self, rest: _Rest, error: OSError) -> None:
        while len(self._waiting) > 1 and sum(len(each.text) for each in self._waiting) > _MOST_CHARACTERS:
            self._waiting.popleft()
        why = (error.strerror or "the folder can't be written").rstrip(".")
        message = sentence(
            f"{len(rest.text):,} characters could not be written to {recovery.folder()}: {why}. "
            "Mend that and try again; until then they wait in memory."
        )
        if self._window.client.questions_block:
            self._window.show(ERROR, message)
        else:
            self.later(self._ask_to_keep(message, rest))

    async def _ask_to_keep(self, message: str, rest: _Rest) -> None:
        if await self._window.ask(ERROR, message, (_TRY_AGAIN,)) == _TRY_AGAIN and self._waiting:
            self._waiting = deque((each for each in self._waiting if each is not rest), maxlen=_MOST_WAITING)
            if (path := await self._keep(rest)) is not None:
                self._offer("The rest is kept now.", rest, path)

    def later(self, question: Coroutine[None, None, None]) -> None:
        """Ask the user something while everything else goes on."""
        if len(self._questions) >= _MOST_QUESTIONS:
            self._questions[0].cancel()
        task = asyncio.ensure_future(question)
        self._questions.append(task)
        task.add_done_callback(self._questions.remove)

    async def _ask_for_service(self, message: str, again: Callable[[], None]) -> None:
        answer = await self._window.ask(WARNING, message, (_SET_KEY, _USE_LOCAL))
        if answer == _USE_LOCAL:
            self._access.use_local()
            again()
        elif answer == _SET_KEY:
            self._window.show(INFO, "Run `getcode-lsp login` in a terminal, then generate again.")
            self._access.forget_key()

    async def _ask_again(self, message: str, again: Callable[[], None]) -> None:
        if await self._window.ask(ERROR, message, (_TRY_AGAIN,)) == _TRY_AGAIN:
            again()

    def _offer(self, message: str, rest: _Rest, path: Path) -> None:
        client, size = self._window.client, f"{len(rest.text):,} characters"
        self._window.log(f"{size} that were not written are in {path}.")
        if not client.shows_documents or client.questions_block:
            where = f"The rest, {size}, is in {path.name}: `getcode-lsp recover` shows it."
            self._window.show(WARNING, sentence(f"{message} {where}"))
        else:
            self.later(
                self._ask_to_open(
                    sentence(f"{message} The rest, {size}, is in {path.name}."), (_OPEN_REST,), path
                )
            )

    async def _ask_to_open(self, message: str, buttons: Sequence[str], path: Path) -> None:
        if await self._window.ask(WARNING, message, buttons) == _OPEN_REST:
            await self._window.show_file(path.as_uri())


def sentence(message: str) -> str:
    """A message in its form: one line, a capital first, a full stop at the end, not too long."""
    line = " ".join(message.split())
    if len(line) > LONGEST:
        line = line[: LONGEST - 2].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _with(message: str, kept: str) -> str:
    """A message with what was kept in its first sentence: there are two of them at most."""
    kept = kept.strip().rstrip(".")
    if not kept:
        return message
    first, _, rest = message.partition(". ")
    return f"{first.rstrip('.')}; {kept}.{f' {rest}' if rest else ''}"
