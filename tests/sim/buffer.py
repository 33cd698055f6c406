"""What all simulated editors share: a buffer, an undo stack, and a world around them.

A buffer holds LF; what goes over the wire has the line ends of the file. `World` is the rest of the run: the
clock and the two directions of the wire. Everything random comes from the run's one generator.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from getcode_lsp.editing.session import Profile
from getcode_lsp.editing.settling import Answer
from getcode_lsp.editing.text import Point
from tests.sim.truth import Change, Truth, Wrong, reduced


class Item(NamedTuple):
    """One entry of `contentChanges`; without a start it is the whole text."""

    start: Point | None
    end: Point | None
    text: str


class WireEdit(NamedTuple):
    """One `workspace/applyEdit`."""

    id: int
    version: int
    start: Point
    end: Point
    text: str


class World(Protocol):
    now: float
    rng: random.Random
    truth: Truth

    def later(self, delay: float, action: Callable[[], None]) -> None: ...
    def send_changes(self, version: int, items: list[Item]) -> None: ...
    def send_answer(self, edit_id: int, answer: Answer) -> None: ...
    def note(self, *what: object) -> None: ...


USER, OURS = "u", "o"


@dataclass
class Step:
    """One undo step: changes with what they took away, in the order in which they were made."""

    changes: list[tuple[Change, str, str]] = field(default_factory=list)  # old text, old marks
    ours: bool = False


def offset(text: str, point: Point) -> int:
    """Where a point is in a text, clamped to its line and to the text."""
    at = 0
    for _ in range(point.line):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    end = text.find("\n", at)
    return min(at + point.column, len(text) if end < 0 else end)


def point(text: str, at: int) -> Point:
    return Point(text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1)


class Editor:
    """What all editors share; `apply_edit` and `changed` are what makes each of them."""

    name = ""
    profile = Profile()
    may_cross = False  # whether it applies an edit at a place that has moved

    def __init__(self, world: World, text: str, line_end: str) -> None:
        self.world = world
        self.text = text
        self.marks = USER * len(text)  # who wrote each character
        self.line_end = line_end
        self.version = 1
        self.undo_stack: list[Step] = []
        self.redo_stack: list[Step] = []
        self.crossings = 0
        self.read_only = False  # refuses every edit
        self.mute = False  # never answers again

    # The user's side.

    def type(self, changes: list[Change]) -> None:
        """One action of the user: several changes (from the bottom up) are several cursors."""
        step = Step()
        items = [self._foreign(change, step) for change in changes]
        self.undo_stack.append(step)
        self.redo_stack.clear()
        self.version += self.jump()
        self.changed(items)

    def undo(self) -> None:
        if self.undo_stack:
            self._replay(self.undo_stack, self.redo_stack)

    def redo(self) -> None:
        if self.redo_stack:
            self._replay(self.redo_stack, self.undo_stack)

    def _replay(self, source: list[Step], target: list[Step]) -> None:
        step, back = source.pop(), Step()
        items = []
        for change, old, marks in reversed(step.changes):
            undoing = Change(change.start, change.start + len(change.new), old)
            # What the user brings back of ours with a redo is the user's deed.
            items.append(self._foreign(undoing, back, USER * len(old) if step.ours else marks))
        back.ours = step.ours
        target.append(back)
        self.version += self.jump()
        self.world.note("  replayed", items)
        self.changed(items)

    def _foreign(self, change: Change, step: Step, marks: str | None = None) -> Item:
        self.world.truth.somebody_else(change, self.text)
        return self._do(change, step, USER * len(change.new) if marks is None else marks)

    def _do(self, change: Change, step: Step, marks: str) -> Item:
        item = self.item(self.spell(change))
        start, end, _new = change
        step.changes.append((change, self.text[start:end], self.marks[start:end]))
        kept = reduced(change, self.text)  # what is put back as it was remains whose it was
        first = kept.start - start
        self.marks = self.marks[: kept.start] + marks[first : first + len(kept.new)] + self.marks[kept.end :]
        self.text = change.apply(self.text)
        return item

    def item(self, change: Change) -> Item:
        text = change.new if self.line_end == "\n" else change.new.replace("\n", self.line_end)
        return Item(point(self.text, change.start), point(self.text, change.end), text)

    def whole_text(self) -> Item:
        return Item(None, None, self.text.replace("\n", self.line_end))

    def jump(self) -> int:
        return 1

    def spell(self, change: Change) -> Change:
        """How this editor writes a change down; the same as it was made, if it keeps track."""
        return change

    # The server's side.

    def receive(self, edit: WireEdit) -> None:
        if self.mute:
            return
        if self.read_only:
            self.refuse_read_only(edit)
        else:
            self.apply_edit(edit)

    def refuse_read_only(self, edit: WireEdit) -> None:
        self.world.send_answer(edit.id, Answer.REFUSED)

    def applies_unchecked(self) -> bool:
        """Whether it may apply an edit at a place that has moved."""
        return False

    def apply_edit(self, edit: WireEdit) -> None:
        raise NotImplementedError

    def changed(self, items: list[Item]) -> None:
        raise NotImplementedError

    def insert(self, edit: WireEdit, *, join: bool = False) -> Item:
        """Carry out an edit of ours; the truth judges it."""
        new = edit.text.replace("\r\n", "\n").replace("\r", "\n")
        change = Change(offset(self.text, edit.start), offset(self.text, edit.end), new)
        self.world.note("  applied", change, "to", repr(self.text))
        if not new or change.start != change.end:
            raise Wrong(f"{change} takes something away")
        unchecked = self.applies_unchecked()
        if not self.world.truth.ours(change, self.text, may_cross=unchecked):
            if not unchecked:
                raise Wrong(f"{change} continues no reading of {self.text!r}")
            self.crossings += 1
            self.world.truth.crossed(change, self.text)
        step = self.undo_stack[-1] if join and self.undo_stack else Step(ours=True)
        item = self._do(change, step, OURS * len(new))
        if not self.undo_stack or step is not self.undo_stack[-1]:
            self.undo_stack.append(step)
        self.redo_stack.clear()
        self.version += self.jump()
        return item

    def deliver(self, items: list[Item]) -> None:
        self.world.send_changes(self.version, items)

    def flush(self) -> None:
        """Send what has not been sent; the run is over."""
