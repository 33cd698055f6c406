"""Keeps edit sessions moving: changes, answers and deadlines in, edits out to the editor.

One document may have several streams. They take turns, for an edit of one makes the version of another's stale:
at most one edit is under way for a document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from getcode_lsp.editing.borders import carry, follow
from getcode_lsp.editing.session import EditSession, Stop
from getcode_lsp.editing.settling import Answer, Edit
from getcode_lsp.editing.text import Document, Point, Span, Splice

INSERT = "Insert the generated code"
# The editor took nothing, and provably nothing of the rest is in the document: it may be offered once more.
_OFFERED_AGAIN = (Stop.REFUSED, Stop.DECLINED, Stop.GAVE_UP)


@dataclass(slots=True, eq=False)
class Leftover:
    """Text that an editor did not take, and where it belongs: at the end of `region`."""

    text: str
    region: Span


class Editor(Protocol):
    """The editor that shows one open document."""

    refusal: str
    """The editor's own words for the last refusal, empty where there are none."""

    def ready(self) -> bool:
        """Whether an edit may be sent now; if not, the editor is being made ready and `Turns.pump` follows."""

    def send_edit(self, edit: Edit, answered: Callable[[Answer], None]) -> None:
        """Send one edit for the version that the mirror has now; `answered` gets the reply, once."""

    def end(self) -> None:
        """Wait for no reply any more."""


class Delivery:
    """One session, its editor and its timer.

    `halted` is set when nothing more will be sent, `ended` when the last edit has settled as well.
    """

    def __init__(self, session: EditSession, editor: Editor, turns: Turns) -> None:
        self.session = session
        self.halted = asyncio.Event()
        self.ended = asyncio.Event()
        self._editor = editor
        self._turns = turns
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._leftover: Leftover | None = None
        self._fed: list[str] = []
        self.gate: Callable[[], bool] = lambda: True
        """Whether something that must come first is over; asked when there is text to send."""
        turns.join(self)

    @property
    def held_up(self) -> str | None:
        """Why nothing is being sent although there is text, with the editor's own words."""
        held_up, refusal = self.session.held_up(self._loop.time()), self._editor.refusal
        return f"{held_up} ({refusal})" if held_up and refusal else held_up

    @property
    def end_reason(self) -> str:
        """Why it stopped before its time, in words for the user; empty where it did not."""
        stopped, stray = self.session.stopped, self.session.stray
        if stopped is None:
            return ""
        if stopped in _OFFERED_AGAIN:
            words = f": {self._editor.refusal.rstrip('.')}" if self._editor.refusal else ""
            again = f". “{INSERT}” at the comment puts it in" if self._leftover else ""
            return f"{stopped.value}{words}{again}"
        if stopped is Stop.CROSSED and stray:
            return f"{stopped.value}, at line {stray.start.line + 1}: please remove it there"
        return stopped.value

    @property
    def landed(self) -> str:
        """What of the text that was fed is in the document for all that is known."""
        fed, unsent = "".join(self._fed), self.session.unsent
        return fed[: len(fed) - len(unsent)] if fed.endswith(unsent) else fed

    def feed(self, text: str) -> None:
        """Add text and send it if the editor is ready for it; an empty one takes away what is to be replaced."""
        if text or self.session.replacing:
            self._fed.append(text)
            self.session.feed(text)
            if not self.session.in_flight:  # else its answer, its change or a timer will go on
                self.pump()

    def finish(self) -> None:
        """The reply is complete: what is left goes out, then the delivery ends."""
        self.session.finish(self._loop.time())
        self.pump()

    def stop(self, reason: Stop) -> None:
        """Send nothing more; an edit under way is still settled."""
        self.session.stop(reason, self._loop.time())
        self.pump()

    def abandon(self, reason: Stop) -> None:
        """End at once: the document is gone."""
        self.session.abandon(reason)
        self.pump()

    def pump(self) -> None:
        """Send the next edit if there is one and it is this session's turn."""
        session, now = self.session, self._loop.time()
        session.tick(now)
        if not self._turns.taken and (edit := self._next(now)) is not None:
            self._editor.send_edit(edit, lambda answer: self._answered(edit.id, answer))
        if session.stopped or session.ended:
            self.halted.set()
        if session.ended:
            self._end()
        else:
            self._set_timer(session.wake_at(now))

    def _next(self, now: float) -> Edit | None:
        if not self.session.has_text or not self.gate() or not self._editor.ready():
            return None
        return self.session.next_edit(now)

    def _answered(self, edit_id: int, answer: Answer) -> None:
        self.session.answered(edit_id, answer, self._loop.time())
        if self.session.ended:
            # Now: an ended session follows no change, and the next one may have been read already.
            self.halted.set()
            self._end()
        self._turns.pump_soon(after=self)

    def _set_timer(self, at: float | None) -> None:
        if self._timer is not None:
            if self._timer.when() == at:
                return
            self._timer.cancel()
        self._timer = None if at is None else self._loop.call_at(at, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._turns.pump(after=self)

    def _end(self) -> None:
        self._set_timer(None)
        if not self.ended.is_set():
            self.ended.set()
            self._editor.end()
            self._keep_leftover()
            self._turns.leave(self)

    def _keep_leftover(self) -> None:
        session = self.session
        if session.stopped in _OFFERED_AGAIN and not (session.replacing or session.uncertain):
            self._leftover = self._turns.keep(session.unsent, session.region)


class Turns:
    """The deliveries of one document, in the order in which they get their turn."""

    def __init__(self) -> None:
        self._deliveries: list[Delivery] = []
        self._leftovers: list[Leftover] = []
        self.waking: bool | None = None
        """Whether the editor is being made ready for the first edit; None before, False after."""

    @property
    def taken(self) -> bool:
        """Whether an edit is under way for this document."""
        return any(delivery.session.in_flight for delivery in self._deliveries)

    @property
    def count(self) -> int:
        """How many streams there are."""
        return len(self._deliveries)

    def join(self, delivery: Delivery) -> None:
        """Add a delivery, last in the order; what was left over at its place is out of date."""
        region = delivery.session.region
        self._leftovers = [left for left in self._leftovers if not _meet(left.region, region)]
        self._deliveries.append(delivery)

    def leave(self, delivery: Delivery) -> None:
        """Take out a delivery that has ended and let the others go on."""
        if delivery in self._deliveries:
            self._deliveries.remove(delivery)
            self.pump_soon()  # not at once: the others may be about to be stopped as well

    def keep(self, text: str, region: Span) -> Leftover | None:
        """Remember text that was not taken, for the end of a region; None where there is nothing to see in it."""
        if not text.strip():
            return None
        self._leftovers.append(Leftover(text, region))
        return self._leftovers[-1]

    def leftover(self, span: Span) -> Leftover | None:
        """The newest text left over for a region that shares a line with a span."""
        for left in reversed(self._leftovers):
            if span.start.line <= left.region.end.line and left.region.start.line <= span.end.line:
                return left
        return None

    def changed(self, change: Splice, *, ranged: bool) -> None:
        """Tell every session of one content change, before the mirror is changed."""
        for left in self._leftovers:
            left.region = follow(left.region, change)
        if self._deliveries:
            now = asyncio.get_running_loop().time()
            for delivery in self._deliveries:
                delivery.session.changed(change, now, ranged=ranged)

    def pump(self, after: Delivery | None = None) -> None:
        """Give everyone a turn; `after` has just had one and comes last."""
        if after in self._deliveries and len(self._deliveries) > 1:
            self._deliveries.remove(after)
            self._deliveries.append(after)
        for delivery in list(self._deliveries):
            delivery.pump()

    def pump_soon(self, after: Delivery | None = None) -> None:
        """Give everyone a turn when all that has been read is handled: a close may come right behind a change."""
        if self._deliveries:
            asyncio.get_running_loop().call_soon(self.pump, after)

    def abandon(self, reason: Stop) -> None:
        """End every delivery at once."""
        for delivery in list(self._deliveries):
            delivery.abandon(reason)

    def occupied(self, point: Point, document: Document) -> bool:
        """Whether text put in at a point would go into a region that is being written."""
        probe = Splice(point, point, "", "\n")
        for delivery in self._deliveries:
            region = delivery.session.region
            if point in region or carry(region, probe, document) is None:
                return True
        return False


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
