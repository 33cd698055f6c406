"""One run in virtual time: an EditSession on one side of the wire, a simulated editor and its user on the other.

The judge is `Truth` for every edit that lands, and `_check` for how it all ends.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from getcode_lsp.editing.session import EditLimits, EditSession, Profile, Stop
from getcode_lsp.editing.settling import Answer
from getcode_lsp.editing.text import Document, normalize
from tests.sim.buffer import OURS, Editor, Item, WireEdit, point
from tests.sim.script import Action, Scene, Script, changes_of
from tests.sim.truth import Reading, Truth, Wrong

HORIZON = 200.0  # virtual seconds, after which a session that has not ended never will


@dataclass
class Result:
    """How a run ended."""

    stopped: Stop | None = None
    touched: bool = False
    ambiguous: bool = False
    cancelled: bool = False
    obstructed: bool = False  # the editor became read-only or mute
    crossings: int = 0
    edits: int = 0
    seconds: float = 0.0  # from the reply's end to the session's
    trace: list[str] = field(default_factory=list)

    @property
    def needless(self) -> bool:
        """It stopped although nobody gave it a reason."""
        reason = self.touched or self.cancelled or self.obstructed
        return self.stopped is not None and not reason


class Run:
    """The clock, the wire and the server's side."""

    def __init__(self, script: Script, kind: type[Editor], profile: Profile, *, trace: bool = False) -> None:
        self.script = script
        self.rng = random.Random(script.seed ^ 0x5EED)
        self.now = 0.0
        self.truth = Truth(script.at)
        self.editor = kind(self, script.text, script.line_end)
        self.mirror = Document(script.text.replace("\n", script.line_end))
        self.version = 1
        self.session = EditSession(self.mirror, point(script.text, script.at), profile, EditLimits())
        self.result = Result()
        self._trace = trace
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._last_arrival = {"changes": 0.0, "answers": 0.0, "edits": 0.0}
        self._wake: float | None = None
        self._unread: WireEdit | None = None
        self._in_flight = False
        self._last_size = 0
        self._finished_at = 0.0
        self._whole_at_end = True
        self._cursor = 0

    # What an editor may do (World).

    def later(self, delay: float, action: Callable[[], None]) -> None:
        self._at(self.now + delay, action)

    def _at(self, time: float, action: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._agenda, (time, self._count, action))

    def send_changes(self, version: int, items: list[Item]) -> None:
        self.note("  didChange", version, items)
        told = self.truth.changes
        self._transmit("changes", lambda: self._did_change(version, items, told))

    def send_answer(self, edit_id: int, answer: Answer) -> None:
        if self.editor.mute:
            return
        self.note("  answer", edit_id, answer.name)
        # Only VS Code lets an answer overtake a change; the others have one queue.
        lane = "answers" if self.editor.name.startswith("vscode") else "changes"
        self._transmit(lane, lambda: self._answered(edit_id, answer))

    def note(self, *what: object) -> None:
        if self._trace:
            self.result.trace.append(f"{self.now:8.3f} " + " ".join(map(str, what)))

    def _transmit(self, lane: str, action: Callable[[], None]) -> None:
        delay = self.script.latency * self.rng.random() * 2
        arrival = max(self.now + delay, self._last_arrival[lane])
        self._last_arrival[lane] = arrival
        self._at(arrival, action)

    # The server's side.

    def _did_change(self, version: int, items: list[Item], told: int) -> None:
        self.note("server: didChange", version, items)
        self.truth.seen(told)
        for start, end, text in items:
            if start is None or end is None:
                splice = self.mirror.whole(text)
            else:
                splice = self.mirror.splice(start, end, text)
            self.session.changed(splice, self.now, ranged=start is not None)
            self.mirror.apply(splice)
            self._note_end()
        self.version = version
        self._pump()

    def _answered(self, edit_id: int, answer: Answer) -> None:
        self.note("server: answer", edit_id, answer.name)
        self.session.answered(edit_id, answer, self.now)
        self._pump()

    def _feed(self, chunk: str) -> None:
        if self.session.ended:
            return  # whoever runs the session closes the reply's stream then
        self.note("server: token", repr(chunk))
        self.truth.reply += chunk
        self.session.feed(chunk.replace("\n", self.script.reply_line_end))
        self._pump()

    def _finish(self) -> None:
        self.note("server: done")
        self._finished_at = self.now
        self.session.finish(self.now)
        self._pump()

    def _cancel(self) -> None:
        if not self.session.ended:
            self.note("server: cancelled")
            self.result.cancelled = True
            self.session.stop(Stop.CANCELLED, self.now)
            self._pump()

    def _pump(self) -> None:
        session = self.session
        session.tick(self.now)
        was_stopped = session.stopped or session.ended
        if not session.in_flight:
            self._in_flight = False
            self.truth.settled()
        edit = session.next_edit(self.now)
        if edit is not None:
            if was_stopped:
                raise Wrong(f"sent {edit} after it had stopped")
            if self._in_flight or (self._unread is not None and not self.editor.mute):
                raise Wrong(f"sent {edit} with another one under way")
            self.note("server: edit", edit, "version", self.version)
            self._send(WireEdit(edit.id, self.version, edit.start, edit.end, edit.text))
        self.note("  session", session.region, repr(session.unsent), session.stopped or "")
        self._note_end()
        self._set_alarm()

    def _note_end(self) -> None:
        if self.session.ended and not self.result.seconds:
            self.result.seconds = max(self.now - self._finished_at, 1e-9)
            self._whole_at_end = self.session.stopped is not None or self._is_whole()
            self.note("server: ended", self.session.stopped or "complete")

    def _send(self, edit: WireEdit) -> None:
        self.result.edits += 1
        self._in_flight, self._unread = True, edit
        self._last_size = len(normalize(edit.text))
        self.truth.sent(normalize(edit.text))
        self._transmit("edits", lambda: self._receive(edit))

    def _set_alarm(self) -> None:
        wake = self.session.wake_at(self.now)
        if wake is None or (self._wake is not None and self.now < self._wake <= wake):
            return
        self._wake = wake
        self._at(wake, self._alarm)

    def _alarm(self) -> None:
        if not self.session.ended:
            self._pump()

    # The editor's side.

    def _receive(self, edit: WireEdit) -> None:
        self.note("editor: edit", edit.id, "version", edit.version, "at", self.editor.version)
        self._unread = None
        self.editor.receive(edit)

    def _act(self, action: Action) -> None:
        editor, truth = self.editor, self.truth
        self.note("user:", action.kind, action.where, repr(editor.text))
        if action.kind == "undo":
            editor.undo()
        elif action.kind == "redo":
            editor.redo()
        else:
            region = truth.region or next(iter(sorted(truth.readings)), Reading(0, 0, 0))
            scene = Scene(editor.text, region, self._coming(region), self._cursor)
            changes = changes_of(action, scene)
            self.note("     ", changes)
            editor.type(changes)
            self._cursor = changes[0].start + len(changes[0].new)
            if action.kind == "burst":
                self.later(0.001, lambda: self._act(action._replace(kind="type", where="cursor")))

    def _coming(self, region: Reading) -> str:
        if self._unread is not None:
            return normalize(self._unread.text)
        return self.truth.reply[region.landed :]

    # The whole.

    def go(self) -> Result:
        """Let it all happen; raises Wrong if the session does what it must not."""
        self._plan()
        while self._agenda:
            time, _, action = heapq.heappop(self._agenda)
            self.now = max(self.now, time)
            if self.now > HORIZON:
                raise Wrong("the session never ended")
            action()
        self.editor.flush()
        while self._agenda:
            self.now, _, action = heapq.heappop(self._agenda)
            action()
        self._check()
        return self.result

    def _plan(self) -> None:
        script, editor = self.script, self.editor
        for time, chunk in script.chunks:
            self.later(time, lambda chunk=chunk: self._feed(chunk))  # type: ignore[misc]
        self.later(script.chunks[-1][0] + 0.01, self._finish)
        for action in script.actions:
            self.later(action.time, lambda action=action: self._act(action))  # type: ignore[misc]
        if script.cancel_at is not None:
            self.later(script.cancel_at, self._cancel)
        if script.read_only_at is not None:
            self.later(script.read_only_at, lambda: setattr(editor, "read_only", True))
        if script.mute_at is not None:
            self.later(script.mute_at, lambda: setattr(editor, "mute", True))

    def _check(self) -> None:
        session, editor, truth, result = self.session, self.editor, self.truth, self.result
        result.stopped = session.stopped
        result.touched, result.ambiguous = truth.touched, truth.ambiguous
        result.obstructed = editor.read_only or editor.mute
        result.crossings = editor.crossings
        if not session.ended:
            raise Wrong("the session never ended")
        if normalize(self.mirror.text) != editor.text:
            raise Wrong(f"the mirror {self.mirror.text!r} is not the buffer {editor.text!r}")
        unsent = normalize(session.unsent)
        if not truth.reply.endswith(unsent):
            raise Wrong(f"unsent {unsent!r} is no end of the reply {truth.reply!r}")
        if editor.crossings or session.stopped is Stop.CROSSED:
            # It landed where it was not meant to: it must be named.
            if session.stopped is None and not self._whole_at_end and not (session.believed and unsent):
                raise Wrong("an edit that crossed a change was not named")
        elif session.stopped is None and not (session.believed and unsent):
            self._check_complete(unsent)
        elif not session.believed:  # what is believed is in the document or not, but handed back
            self._check_stopped(len(truth.reply) - len(unsent))

    def _check_complete(self, unsent: str) -> None:
        truth, reply = self.truth, self.truth.reply
        if unsent:
            raise Wrong(f"complete with {unsent!r} unsent")
        if len(reply) not in truth.reached:
            raise Wrong(f"complete, but only {sorted(truth.landed)} of {len(reply)} characters came")

    def _check_stopped(self, handed_out: int) -> None:
        landed, reached = self.truth.landed, max(self.truth.reached)
        if handed_out > reached:
            lost = self.truth.reply[reached:handed_out]
            raise Wrong(f"lost {lost!r}: neither in the document nor handed back")
        if handed_out < min(landed) - self._last_size:
            raise Wrong(f"handed back more than one chunk that is in the document ({handed_out}, {landed})")

    def _is_whole(self) -> bool:
        """Whether the region holds the reply and nothing that we wrote stands anywhere else."""
        region = normalize(self.mirror.slice(*self.session.region))
        return region == self.truth.reply and self.editor.marks.count(OURS) <= len(region)


def run(script: Script, kind: type[Editor], profile: Profile | None = None, *, trace: bool = False) -> Result:
    """Run one script in one editor, with the profile that the server gives that editor or another one."""
    return Run(script, kind, profile or kind.profile, trace=trace).go()
