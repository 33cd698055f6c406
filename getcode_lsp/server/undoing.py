"""The capability "Undo improve": the comment as the user had written it, put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from getcode_lsp.editing.discarding import ChangedSinceError, undo_improvement
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.text import Span
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.documents import ImprovedComment, OpenDocument
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place

COMMAND = "getcode.undoImprove"
UNDO_IMPROVE = "Undo improve"
_NOT_THERE = "There is no improved comment there: put the cursor into one and try again."
# The user ended these on purpose, or can see why.
_QUIET = (Stop.CANCELLED, Stop.CLOSED)


class Undoing:
    """Offers to put back what a comment said before it was improved, or replaced by a description."""

    kinds = (f"{KIND}.undoImprove",)
    requests: frozenset[str] = frozenset()  # the service is not asked

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self.commands: Mapping[str, Command] = {COMMAND: self.undo}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, where a comment was improved."""
        if improved_at(place.document, place.span) is not None:
            yield Offer(UNDO_IMPROVE, self.kinds[0], COMMAND, place.argument)

    def undo(self, arguments: object) -> None:
        """Run the command `getcode.undoImprove`."""
        target = read_target(self._jobs.documents, arguments)
        document = target.document
        entry = improved_at(document, target.span)
        if entry is None:
            self._jobs.window.show(WARNING, _NOT_THERE)
            return
        try:
            text = undo_improvement(entry.before, entry.written, document.mirror.slice(*entry.span))
        except ChangedSinceError as error:
            self._jobs.window.show(WARNING, str(error))
            return
        delivery = self._jobs.delivery(document, entry.span, replacing=True)
        if delivery is None:
            return

        async def work() -> None:
            delivery.feed(text)
            delivery.finish()
            await delivery.ended.wait()
            stopped = delivery.session.stopped
            if stopped is None:
                document.improved.remove(entry)
                self._jobs.following.on_change()
            elif stopped not in _QUIET:
                self._jobs.window.show(
                    WARNING, f"The comment stays as it is: {delivery.end_reason}. Try again."
                )

        self._jobs.start(document, delivery, work())


def improved_at(document: OpenDocument, span: Span) -> ImprovedComment | None:
    """The newest improvement of the comment that a range touches."""
    for entry in reversed(document.improved):
        if entry.written and entry.span.start <= span.end and span.start <= entry.span.end:
            return entry
    return None
