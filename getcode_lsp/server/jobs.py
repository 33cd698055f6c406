"""The work that commands start: each a task of our own with one delivery, ended with its document or the server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Protocol

from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import EditLimits, EditSession, Stop
from getcode_lsp.editing.text import Span
from getcode_lsp.server.access import ServiceAccess
from getcode_lsp.server.clients import with_policy
from getcode_lsp.server.documents import Documents, OpenDocument
from getcode_lsp.server.editor import ERROR, WARNING, DocumentEditor, Window
from getcode_lsp.server.generated import Following
from getcode_lsp.server.new_documents import NewDocuments
from getcode_lsp.server.protocol import GetCodeProtocol
from getcode_lsp.server.reports import Reports
from getcode_lsp.server.usage import Usage
from getcode_lsp.settings import Settings

logger = logging.getLogger(__name__)

_BUSY = "Code is being generated there already: wait for it, or cancel it first."
_NAMELESS = "This text has no name yet, so nothing can be written into it: save it to a file first."
_NO_EDITS = "This editor takes no edits from a language server, so nothing can be written."
_WITHOUT_PATH = ("", "file://", "file:///")


class Stoppable(Protocol):
    """What a job writes by: a delivery, or several that follow each other."""

    def stop(self, reason: Stop) -> None:
        """Send nothing more; an edit under way is still settled."""

    def abandon(self, reason: Stop) -> None:
        """End at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One piece of work under way on a document."""

    document: OpenDocument
    delivery: Stoppable
    task: asyncio.Task[None]


class Jobs:
    """Everything under way, and what it needs: the service, the user's window, the settings in force."""

    def __init__(self, protocol: GetCodeProtocol, window: Window, access: ServiceAccess) -> None:
        self.window = window
        self.access = access
        self.reports = Reports(window, access)
        self.new_documents = NewDocuments(protocol, window)
        self.settings = Settings()
        self.usage = Usage(window)
        self.following = Following(lambda: (document.generated for document in protocol.documents.all()))
        self._protocol = protocol
        self._jobs: set[Job] = set()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the server is about to end: nothing is begun any more."""
        return self._closed

    @property
    def documents(self) -> Documents:
        """The open documents."""
        return self._protocol.documents

    def delivery(
        self, document: OpenDocument, span: Span, *, replacing: bool, joined: bool = False
    ) -> Delivery | None:
        """A delivery for a span of a document: in its place, or behind it; None, with a message, if that can't be.

        `joined`: it belongs to one that is under way at the same place.
        """
        if self._closed:
            return None
        client = self.window.client
        if not client.applies_edits:
            self.window.show(ERROR, _NO_EDITS)
            return None
        if document.uri in _WITHOUT_PATH and not client.finds_nameless:
            self.window.show(WARNING, _NAMELESS)
            return None
        if not joined and document.turns.occupied(span.end, document.mirror):
            self.window.show(WARNING, _BUSY)
            return None
        profile = with_policy(client.profile, self.settings.apply)
        replaced = span if replacing else None
        session = EditSession(
            document.mirror, span.end, profile, _edit_limits(self.settings), replacing=replaced
        )
        return Delivery(session, DocumentEditor(self._protocol, client, document), document.turns)

    def start(
        self, document: OpenDocument, delivery: Stoppable, work: Coroutine[None, None, None]
    ) -> asyncio.Task[None]:
        """Run the work of a delivery as a task; what goes wrong in it is logged and told."""
        job = Job(document, delivery, asyncio.ensure_future(work))
        self._jobs.add(job)
        job.task.add_done_callback(lambda task: self._ended(job, task))
        return job.task

    def end_all(self) -> None:
        """Cancel everything and begin nothing any more."""
        self._closed = True
        self.cancel(None)

    def cancel(self, document: OpenDocument | None) -> None:
        """Cancel what is under way on a document, or everywhere."""
        for job in list(self._jobs):
            if document is None or job.document is document:
                job.delivery.stop(Stop.CANCELLED)

    async def close(self) -> None:
        """Cancel everything, wait until the streams are closed and keep what was not written."""
        self.end_all()
        self.reports.close()
        jobs = list(self._jobs)
        if not jobs:
            return
        tasks = [job.task for job in jobs]
        await asyncio.wait(tasks, timeout=0.4)
        for job in jobs:
            job.delivery.abandon(Stop.CANCELLED)  # nobody is left to settle an edit under way
        await asyncio.wait(tasks, timeout=0.8)
        for task in tasks:
            task.cancel()

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        self._jobs.discard(job)
        job.delivery.abandon(Stop.CANCELLED)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("A job failed: %s", type(error).__name__, exc_info=error)
            self.window.show(ERROR, "Something went wrong in the language server; its log says what.")


def _edit_limits(settings: Settings) -> EditLimits:
    return EditLimits(
        refusals=settings.limits_refusals,
        quiet=settings.limits_quiet_ms / 1000,
        give_up=settings.limits_give_up_seconds,
        unsettled=settings.limits_unsettled_seconds,
        interval=settings.limits_coalesce_ms / 1000,
    )
