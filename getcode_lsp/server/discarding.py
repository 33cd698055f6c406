"""The capability "Discard generated code": what was generated goes, what the user wrote into it since stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from getcode_lsp.editing.discarding import discard
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.text import Span, advance
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import INFO, WARNING
from getcode_lsp.server.generated import GeneratedRegion
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import comment_at
from getcode_lsp.server.stages import Stages

COMMAND, CANCEL = "getcode.discard", "getcode.cancel"
DISCARD, CANCEL_TITLE = "Discard generated code", "Cancel generation"
NOT_THERE = "There is no generated code there any more: put the cursor into some and try again."
BUSY = "Code is being generated there: wait for it, or cancel it first."
# So often it is worked out anew where the user typed into the region while the edit was on its way.
_TRIES = 3


class NotDiscardedError(Exception):
    """The editor did not take the edit; the message says why, and nothing where the user ended it."""


class Discarding:
    """Offers to take generated code out again, and to cancel what is still coming."""

    kinds = (f"{KIND}.discard", f"{KIND}.cancel")
    requests: frozenset[str] = frozenset()  # the service is not asked

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self.commands: Mapping[str, Command] = {COMMAND: self.discard}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, where the cursor or the selection touches generated code or its comment."""
        region = region_at(place.document, place.span)
        if region is None:
            return
        if region.under_way:
            yield Offer(CANCEL_TITLE, self.kinds[1], CANCEL, place.argument)
        else:
            yield Offer(DISCARD, self.kinds[0], COMMAND, place.argument)

    def discard(self, arguments: object) -> None:
        """Run the command `getcode.discard`."""
        target = read_target(self._jobs.documents, arguments)
        document = target.document
        region = region_at(document, target.span)
        if region is None:
            self._jobs.window.show(WARNING, NOT_THERE)
        elif is_busy(document, region):
            self._jobs.window.show(WARNING, BUSY)
        else:
            stages = Stages()
            self._jobs.start(document, stages, self._discard(document, region, stages))

    async def _discard(self, document: OpenDocument, region: GeneratedRegion, stages: Stages) -> None:
        try:
            kept = await take_out(self._jobs, document, region, stages)
        except NotDiscardedError as error:
            if str(error):
                self._jobs.window.show(WARNING, f"The generated code stays: {error}. Try again.")
            return
        if kept:
            lines = "1 line that you wrote stays" if kept == 1 else f"{kept:,} lines that you wrote stay"
            self._jobs.window.show(INFO, f"The generated code is discarded; {lines}.")


async def take_out(jobs: Jobs, document: OpenDocument, region: GeneratedRegion, stages: Stages) -> int:
    """Take a region out in one edit and wait until that has settled; returns how many lines of the user's stay.

    NotDiscardedError where the editor does not take the edit, or the document is closed.
    """
    for last in (False,) * (_TRIES - 1) + (True,):
        mirror, span = document.mirror, region.span
        present = mirror.slice(*span)
        left = discard(region.text, present, at_end_of_file=span.end == mirror.end)
        if not left.cuts:  # the user has taken all of it out
            break
        first, end = left.cuts[0][0], left.cuts[-1][1]
        behind = len(present) - end
        start = advance(span.start, present[:first])
        delivery = jobs.delivery(
            document, Span(start, advance(start, present[first:end])), replacing=True, joined=True
        )
        if delivery is None:
            raise NotDiscardedError("it can't be edited now")
        stages.go_on(delivery)
        delivery.feed(left.text[first : len(left.text) - behind])
        delivery.finish()
        await delivery.ended.wait()
        stopped = delivery.session.stopped
        if stopped is None:
            break
        if stopped in (Stop.CLOSED, Stop.CANCELLED):
            raise NotDiscardedError
        if stopped is not Stop.TOUCHED or last:
            raise NotDiscardedError(_why(stopped, delivery.end_reason))
    document.generated.forget(region)
    return left.kept


def region_at(document: OpenDocument, span: Span) -> GeneratedRegion | None:
    """The generated region that a range touches, itself or by its comment."""
    comment = comment_at(document, span) if len(document.generated) else None
    return document.generated.at(span, comment.insertion if comment else None)


def is_busy(document: OpenDocument, region: GeneratedRegion) -> bool:
    """Whether text is still coming into a region, or into one inside it."""
    return any(other.under_way and other.touches(region.span) for other in document.generated)


def _why(stopped: Stop, reason: str) -> str:
    return "it was edited at the same moment" if stopped is Stop.TOUCHED else reason
