"""The capability "Insert the generated code": text that the editor did not take, put in when its user asks.

Some editors take edits only for a moment after a command, some ask their user, who may say no by mistake. The text
is complete then: to generate it anew would cost tokens and give another text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from getcode_lsp.delivery import INSERT, Delivery, Leftover
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.text import Span
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import comment_at

COMMAND = "getcode.insert"
# Emacs 28 overlooks a message that it reads together with the answer it waits for, until another one comes: the
# edit keeps so many seconds' distance from the answer to the command.
_APART = 0.1
_NOTHING = "There is nothing left to insert here: generate the code anew."


class Inserting:
    """Offers what was left over at a place."""

    kinds = (f"{KIND}.insert",)
    requests: frozenset[str] = frozenset()  # the service is not asked

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self.commands: Mapping[str, Command] = {COMMAND: self.insert}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, where there is such text."""
        if _leftover(place.document, place.span) is not None:
            yield Offer(INSERT, self.kinds[0], COMMAND, place.argument)

    def insert(self, arguments: object) -> None:
        """Run the command `getcode.insert`."""
        target = read_target(self._jobs.documents, arguments)
        document = target.document
        left = _leftover(document, target.span)
        if left is None:
            self._jobs.window.show(WARNING, _NOTHING)
            return
        end = left.region.end
        delivery = self._jobs.delivery(document, Span(end, end), replacing=False)
        if delivery is not None:
            self._jobs.start(document, delivery, self._insert(document, delivery, left.text))

    async def _insert(self, document: OpenDocument, delivery: Delivery, text: str) -> None:
        progress = self._jobs.window.progress("GetCode: inserting", lambda: delivery.stop(Stop.CANCELLED))
        await asyncio.sleep(_APART)
        delivery.feed(text)
        delivery.finish()
        try:
            await delivery.halted.wait()
        finally:
            stopped = delivery.session.stopped
            progress.end(f"stopped: {stopped.value}" if stopped else f"{len(text):,} characters inserted")
        await delivery.ended.wait()
        await self._jobs.reports.hand_back(document, delivery, delivery.session.unsent)


def _leftover(document: OpenDocument, span: Span) -> Leftover | None:
    comment = comment_at(document, span)
    return document.turns.leftover(comment.span if comment else span)
