"""One stream of text going into an open document, one edit at a time.

The session holds the text that has not been sent, at most one edit under way (see `settling`), and the region
that holds what has landed. It knows no editor and no clock: changes, answers and the time come in as arguments,
edits go out. Whatever becomes of it, the user's own text is theirs, and every character fed is in the region or
in `unsent`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from getcode_lsp.editing.borders import carry
from getcode_lsp.editing.settling import Answer, Edit, Outcome, Settling
from getcode_lsp.editing.text import Document, Point, Span, Splice, reduce

# After so many seconds an edit under way is worth a word to the user.
_SLOW = 2.0
# So long after a change, in seconds, there can hardly be another that has not been shown.
_FRESH = 0.06
# Characters of one edit that goes out live: on its way out and back its text is held many times over.
_LARGEST = 1 << 17


class Policy(Enum):
    """When edits are sent."""

    LIVE = "live"  # as soon as the one before has settled
    COALESCED = "coalesced"  # likewise, but not more often than `EditLimits.interval`
    FINAL = "final"  # one, when the reply is complete


@dataclass(frozen=True, slots=True)
class Profile:
    """How a client treats edits.

    `strict`: an edit made for an older version is never applied. `honest`: its answer may decide what the
    text leaves open. `patience`: seconds for which edits may be refused without any change to the text that
    would explain it. `pause`: seconds to wait after a change, for what may come right behind it (a close). `typing`: for so many
    seconds after a foreign change an edit goes out only right behind a change, when the client is sure to have
    shown all that was typed; a stale edit may cost its user a key. `late`: it shows a change only when its user
    next does something, so that the last edit is believed after a while. `retry`: seconds before an edit that was
    refused without a change is tried again, where a try costs its user a question.
    """

    strict: bool = False
    honest: bool = False
    policy: Policy = Policy.LIVE
    patience: float = 5.0
    pause: float = 0.0
    typing: float = 0.0
    late: bool = False
    retry: float = 0.0


@dataclass(frozen=True, slots=True)
class EditLimits:
    """Waiting times, in seconds but for `refusals`.

    After `refusals` refused edits in a row the session waits for `quiet` without a change; `give_up` after the
    reply is complete it hands back what is left. An edit answered with success that shows in no change for
    `unsettled` makes it cautious.
    """

    refusals: int = 5
    quiet: float = 0.3
    give_up: float = 30.0
    unsettled: float = 5.0
    interval: float = 0.25


class Stop(Enum):
    """Why a session ended before all its text was in the document."""

    CANCELLED = "cancelled"
    CLOSED = "the document was closed"
    TOUCHED = "the generated text was edited or undone"
    REFUSED = "the editor refused the edit"
    DECLINED = "the edit was declined"
    UNDECIDED = "the editor did not show what became of an edit"
    CROSSED = "an edit landed in the wrong place"
    OUT_OF_STEP = "a change of the document could not be read"
    GAVE_UP = "the editor took no edit for too long"
    FAILED = "the reply ended early"


class EditSession:
    """The state machine: `feed`, `changed`, `answered` and `tick` in, `next_edit` out.

    `document` is the mirror, which the caller changes after each `changed`. `stray` is where an edit landed that
    crossed a change: it is named and not taken back, for a deletion could meet the user's own text. The region starts as `region`:
    empty where a stream begins, a comment's span where one edit is to replace it. `declined`: the user said no to
    an edit. `believed`: it ended with an edit that was answered with success and not shown, or shown and never
    answered: its text is in `unsent` too. `uncertain`: what is in `unsent` may be in the document as well.
    """

    def __init__(
        self,
        document: Document,
        at: Point,
        profile: Profile,
        limits: EditLimits | None = None,
        *,
        replacing: Span | None = None,
    ) -> None:
        self._document = document
        self._profile = profile
        self._limits = limits or EditLimits()
        self.policy = profile.policy
        self.region = replacing or Span(at, at)
        self._replace = replacing is not None
        self.stray: Span | None = None
        self._pending: list[str] = []
        self._settling: Settling | None = None
        self._edits = 0
        self._sent_at = 0.0
        self._finished_at: float | None = None
        self._last_change = self._last_foreign = -math.inf
        self._refusals = 0
        self._hold_until = 0.0
        self._unexplained_since: float | None = None
        self._shown_at: float | None = None
        self._stopping: Stop | None = None
        self._stop_at = 0.0
        self._lost = ""
        self.declined = False
        self.believed = False
        self.uncertain = False
        self.ended = False

    @property
    def stopped(self) -> Stop | None:
        """Why it ended, or is about to end, before its time."""
        return self._stopping

    @property
    def finished(self) -> bool:
        """Whether the reply is complete."""
        return self._finished_at is not None

    @property
    def replacing(self) -> bool:
        """Whether one edit is to replace the region, rather than text to be added at its end."""
        return self._replace

    @property
    def in_flight(self) -> bool:
        """Whether an edit has been sent and not settled."""
        return self._settling is not None

    @property
    def has_text(self) -> bool:
        """Whether there is text that has not been sent."""
        return bool(self._pending)

    @property
    def unsent(self) -> str:
        """The text that is not provably in the document."""
        under_way = self._settling.edit.text if self._settling else ""
        return self._lost + under_way + "".join(self._pending)

    def held_up(self, now: float) -> str | None:
        """Why nothing is being sent although there is text, in words for a progress message."""
        if self.declined and self._finished_at is None:
            return "you declined an edit, so the text is offered once when it is complete"
        if self._unexplained_since is not None:
            return "the editor refuses the edit, trying again"
        if self._settling and now >= self._sent_at + _SLOW:
            return "waiting for the editor"
        if self._refusals >= self._limits.refusals:
            return "waiting for a pause in your typing"
        return None

    def feed(self, text: str) -> None:
        """Add text to what shall stand at the region's end."""
        if self.ended:
            self._lost += text
        elif text or self._replace:  # a region may be replaced by nothing
            self._pending.append(text)

    def finish(self, now: float) -> None:
        """Tell that the reply is complete."""
        if self._finished_at is None:
            self._finished_at = now
        self._maybe_end()

    def stop(self, reason: Stop, now: float) -> None:
        """Send nothing more; an edit under way is still settled, within `EditLimits.unsettled`."""
        if self._stopping is None and not self.ended:
            self._stopping, self._stop_at = reason, now
        self._maybe_end()

    def abandon(self, reason: Stop) -> None:
        """End at once: there is no document any more that could settle anything."""
        if not self.ended:
            self._stopping = self._stopping or reason
            self._hand_back()
            self.ended = True

    def next_edit(self, now: float) -> Edit | None:
        """The edit to send now, if any: there is never a second one under way."""
        if self.ended or self._stopping or self._settling or now < self._hold_until or self._is_typing(now):
            return None
        edit = self._more(now)
        if edit is not None:
            self._sent_at = now
            self._shown_at = None
            self._settling = Settling(edit, self.region, self._profile.strict, self._profile.honest)
        return edit

    def changed(self, change: Splice, now: float, *, ranged: bool = False) -> None:
        """Take in one content change, called before the mirror is changed.

        `ranged`: the editor itself named the range, so the change is one thing that happened, not two in one.
        A change that changes nothing counts as well: it makes an edit under way stale.
        """
        if self.ended:
            return
        change = reduce(change)
        self._last_change = now
        if self._refusals >= self._limits.refusals:
            self._hold_until = now + self._limits.quiet
        elif self._unexplained_since is not None:
            self._hold_until = now
        self._unexplained_since = None
        if self._settling:
            self._settling.changed(change, self._document, ranged)
            if self._shown_at is None and self._settling.shown:
                self._shown_at = now
            if self._settling.broken:
                self.stop(Stop.TOUCHED, now)
            if not self._settle(now):
                self._last_foreign = now
        else:
            self._last_foreign = now
            self._carry(change, now)
        if self._profile.pause:
            self._hold_until = max(self._hold_until, now + self._profile.pause)

    def answered(self, edit_id: int, answer: Answer, now: float) -> None:
        """Take in the editor's answer to one edit; an answer to any other edit is ignored."""
        if self._settling and self._settling.edit.id == edit_id:
            self._settling.answered(answer, now)
            self._settle(now)

    def tick(self, now: float) -> None:
        """Let deadlines pass."""
        if self.ended:
            return
        self._settle(now)
        if self._stopping:
            if self._settling and now >= self._stop_at + self._limits.unsettled:
                self.abandon(self._stopping)
        elif self._finished_at is not None and now >= self._finished_at + self._limits.give_up:
            self.abandon(Stop.UNDECIDED if self._is_unsettled(now) else Stop.GAVE_UP)
        elif self._is_unsettled(now):
            self.policy = Policy.FINAL
        if not self._stopping and self._is_credible(now):
            self._believe()

    def wake_at(self, now: float) -> float | None:
        """When, after `now`, `tick` and `next_edit` want to be called again if nothing happens before."""
        if self.ended:
            return None
        times = [self._hold_until, self._sent_at + self._limits.interval]
        times.append(self._last_foreign + self._profile.typing)
        if self._settling and self._settling.answer is not None:
            answered = self._settling.answered_at
            times.extend((answered + self._limits.quiet, answered + self._limits.unsettled))
        elif self._settling and self._shown_at is not None:
            times.append(self._shown_at + self._limits.unsettled)
        if self._stopping:
            times.append(self._stop_at + self._limits.unsettled)
        if self._finished_at is not None:
            times.append(self._finished_at + self._limits.unsettled)
            times.append(self._finished_at + self._limits.give_up)
        return min((time for time in times if time > now), default=None)

    def _is_typing(self, now: float) -> bool:
        return self._last_change + _FRESH < now < self._last_foreign + self._profile.typing

    def _is_unsettled(self, now: float) -> bool:
        settling = self._settling
        return (
            settling is not None
            and settling.answer is not None
            and now >= settling.answered_at + self._limits.unsettled
        )

    def _is_credible(self, now: float) -> bool:
        """Whether nothing is left but an edit that was answered and not shown, or shown and not answered."""
        settling, finished = self._settling, self._finished_at
        if settling is None or self._pending or finished is None or now < finished + self._limits.unsettled:
            return False
        if settling.answer is None:
            shown_at = self._shown_at
            waited = shown_at is not None and now >= shown_at + self._limits.unsettled
            return waited and settling.shown is not None
        applied = settling.answer is Answer.APPLIED and self._is_unsettled(now)
        return applied and settling.changes == 0 and self._profile.late

    def _believe(self) -> None:
        self.believed = True
        self._hand_back()
        self.ended = True

    def _more(self, now: float) -> Edit | None:
        if not self._pending or not self._is_due(now):
            return None
        text = "".join(self._pending)
        self._pending.clear()
        if self.policy is Policy.LIVE and not self._replace and len(text) > _LARGEST:
            cut = _LARGEST - text.startswith(
                "\r\n", _LARGEST - 1
            )  # half a line break would become a whole one
            self._pending.append(text[cut:])
            text = text[:cut]
        start = self.region.start if self._replace else self.region.end
        return self._edit(Span(start, self.region.end), text)

    def _is_due(self, now: float) -> bool:
        if self.policy is Policy.FINAL or self._replace:
            return self._finished_at is not None
        return self.policy is Policy.LIVE or now >= self._sent_at + self._limits.interval

    def _edit(self, span: Span, text: str) -> Edit:
        self._edits += 1
        return Edit(self._edits, span.start, span.end, text)

    def _carry(self, change: Splice, now: float) -> None:
        region = carry(self.region, change, self._document)
        if region is None:
            self.stop(Stop.TOUCHED, now)
        else:
            self.region = region

    def _settle(self, now: float) -> bool:
        """Settle the edit under way if that can be done, and tell whether it has landed."""
        if self._settling is None:
            return False
        verdict = self._settling.verdict(now, self._limits.quiet)
        if verdict is None:
            return False
        settling, self._settling = self._settling, None
        if verdict.region is not None:
            self.region = verdict.region
        match verdict.outcome:
            case Outcome.LANDED:
                self._refusals, self._hold_until = 0, 0.0
            case Outcome.ABSENT:
                self._absent(settling, now)
            case Outcome.CROSSED:
                self.stray = verdict.stray
                self._lost += settling.edit.text
                self.stop(Stop.CROSSED, now)
            case Outcome.UNDECIDED:
                self._lost += settling.edit.text
                self.stop(Stop.UNDECIDED, now)
        if verdict.region is None:
            self.stop(Stop.TOUCHED, now)
        self._maybe_end()
        return verdict.outcome is Outcome.LANDED

    def _absent(self, settling: Settling, now: float) -> None:
        nothing_else = not self._pending
        self._pending.insert(0, settling.edit.text)
        if settling.answer is Answer.DECLINED:
            self._decline(now, is_all=nothing_else)
            return
        self._refusals += 1
        if settling.changes:
            self._hold_until = now
        else:
            self._unexplained(now)
        if self._refusals >= self._limits.refusals:
            self._hold_until = max(self._hold_until, self._last_change + self._limits.quiet)

    def _decline(self, now: float, *, is_all: bool) -> None:
        """The user said no: nobody is asked for every piece; what there is at the end is offered once."""
        self.declined = True
        self.policy = Policy.FINAL
        if self._finished_at is not None and is_all:
            self.stop(Stop.DECLINED, now)

    def _unexplained(self, now: float) -> None:
        """Refused, and no change says why: perhaps it is still on its way, perhaps the file is read-only."""
        if self._unexplained_since is None:
            self._unexplained_since = now
        waited = now - self._unexplained_since
        if waited >= self._profile.patience:
            self.stop(Stop.REFUSED, now)
        self._hold_until = now + max(self._limits.quiet, self._profile.retry, waited)

    def _hand_back(self) -> None:
        self.uncertain = self._settling is not None or bool(self._lost)
        if self._settling and (region := self._settling.shown or self._settling.absent.region):
            self.region = region
        self._lost = self.unsent
        self._settling = None
        self._pending.clear()

    def _maybe_end(self) -> None:
        if self.ended or self._settling:
            return
        complete = self._finished_at is not None and not self._pending
        if self._stopping or complete:
            self._hand_back()
            self.ended = True
