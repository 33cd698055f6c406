"""Simulated editors: a buffer, an undo stack, and each editor's own way with edits and changes.

A buffer holds LF; what goes over the wire has the line ends of the file. `World` is the rest of the run: the
clock and the two directions of the wire. Everything random comes from the run's one generator.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from getcode_lsp.editing.session import Policy, Profile
from getcode_lsp.editing.settling import Answer
from getcode_lsp.editing.text import Point
from getcode_lsp.server.clients import describe
from tests.sim.truth import Change, Truth, Wrong, reduced, spellings


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


def told(editor: str, **own: object) -> Profile:
    """The profile that the server gives a client of that name; `own`: what a client of ours says of itself."""
    workspace = {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}
    options = {"client": own} if own else {}
    return describe(
        {
            "clientInfo": {"name": editor},
            "capabilities": {"workspace": workspace},
            "initializationOptions": options,
        }
    ).profile


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


class VsCode(Editor):
    """Sends every change at once; its answer may overtake the change that the edit made."""

    name = "vscode"
    profile = told("Visual Studio Code")

    def changed(self, items: list[Item]) -> None:
        self.deliver(items)

    def apply_edit(self, edit: WireEdit) -> None:
        if edit.version != self.version and not self.applies_stale():
            self.world.send_answer(edit.id, Answer.REFUSED)
            return
        items = [self.insert(edit)]
        if self.world.rng.random() < 0.5:
            self.world.send_answer(edit.id, Answer.APPLIED)
            self.deliver(items)
        else:
            self.deliver(items)
            self.world.later(
                self.world.rng.choice((0.0, 0.0, 0.02, 0.2)),
                lambda: self.world.send_answer(edit.id, Answer.APPLIED),
            )

    def applies_stale(self) -> bool:
        return False


class OldVsCode(VsCode):
    """An older build: now and then it applies a stale edit, where the edit says."""

    name = "vscode-old"

    def applies_stale(self) -> bool:
        return self.world.rng.random() < 0.4

    def applies_unchecked(self) -> bool:
        return True


class StockNeovim(Editor):
    """Collects changes for 150 ms, drops stale edits and says that it applied them.

    Where a buffer has version 0, because it has not been changed yet, Neovim compares no version; the server sends
    an edit that changes nothing first, so that no session meets it.
    """

    name = "neovim-stock"
    profile = told("Neovim")
    debounce = 0.15

    def __init__(self, world: World, text: str, line_end: str) -> None:
        super().__init__(world, text, line_end)
        self.pending: list[Item] = []
        self.last_flush: float | None = None
        self.timer = 0

    def jump(self) -> int:
        return self.world.rng.choice((1, 1, 1, 2, 3))

    def spell(self, change: Change) -> Change:
        """Neovim compares the lines before and after, so any spelling may come out, and the least change."""
        if self.world.rng.random() < 0.3:
            return change
        return self.world.rng.choice(spellings(reduced(change, self.text), self.text))

    def changed(self, items: list[Item]) -> None:
        self.pending.extend(items)
        self.timer += 1
        mine = self.timer
        since = self.world.now - self.last_flush if self.last_flush is not None else 0.0
        self.world.later(
            max(self.debounce - since, 0.0), lambda: self.flush() if mine == self.timer else None
        )

    def flush(self) -> None:
        if self.pending:
            items, self.pending = self.pending, []
            self.deliver(items)
            self.timer += 1
        self.last_flush = self.world.now

    def apply_edit(self, edit: WireEdit) -> None:
        if edit.version < self.version:
            self.world.truth.lied()
            self.world.note("  dropped")
        else:
            self.changed([self.insert(edit)])
        self.world.send_answer(edit.id, Answer.APPLIED)
        if self.world.rng.random() < 0.1:
            self.flush()  # some request of the client, which sends what waits

    def refuse_read_only(self, edit: WireEdit) -> None:
        self.world.send_answer(edit.id, Answer.FAILED)


class OurNeovim(StockNeovim):
    """With our client: stale edits are refused, changes are sent at once, ours is one undo step."""

    name = "neovim"
    profile = told("Neovim", name="getcode.nvim", honestRefusals=True)

    def __init__(self, world: World, text: str, line_end: str) -> None:
        super().__init__(world, text, line_end)
        self.own_version = -1

    def apply_edit(self, edit: WireEdit) -> None:
        if edit.version < self.version:
            self.flush()
            self.world.send_answer(edit.id, Answer.REFUSED)
            return
        self.changed([self.insert(edit, join=self.version == self.own_version)])
        self.own_version = self.version
        self.flush()
        self.world.send_answer(edit.id, Answer.APPLIED)


class Eglot(Editor):
    """Sends changes when idle, now and then as the whole text; answers a stale edit with an error."""

    name = "eglot"
    profile = told("Eglot")
    idle = 0.5

    def __init__(self, world: World, text: str, line_end: str) -> None:
        super().__init__(world, text, line_end)
        self.pending: list[Item] = []
        self.timer = 0
        self.told = text, self.world.truth.readings  # what the server knows
        self.own: str | None = None  # our edit since then

    def changed(self, items: list[Item]) -> None:
        self.pending.extend(items)
        self.timer += 1
        mine = self.timer
        self.world.later(self.idle, lambda: self.flush() if mine == self.timer else None)

    def flush(self) -> None:
        if self.pending:
            items, self.pending = self.pending, []
            if self.world.rng.random() < 0.2:
                self.world.truth.merged(*self.told, self.own, self.text)
                items = [self.whole_text()]
            self.told, self.own = (self.text, self.world.truth.readings), None
            self.deliver(items)
            self.timer += 1

    def apply_edit(self, edit: WireEdit) -> None:
        if edit.version != self.version:
            self.world.send_answer(edit.id, Answer.FAILED)
            return
        self.own = edit.text.replace("\r\n", "\n").replace("\r", "\n")
        self.changed([self.insert(edit)])
        self.world.send_answer(edit.id, Answer.APPLIED)
        if self.world.rng.random() < 0.2:
            self.flush()

    def refuse_read_only(self, edit: WireEdit) -> None:
        self.world.send_answer(edit.id, Answer.FAILED)


class VersionIgnoring(Editor):
    """Applies every edit where it says, answers before or after that, and shows changes late."""

    name = "version-ignoring"
    profile = told("vim-lsp")

    def __init__(self, world: World, text: str, line_end: str) -> None:
        super().__init__(world, text, line_end)
        self.pending: list[Item] = []
        self.timer = 0

    def type(self, changes: list[Change]) -> None:
        super().type(changes)
        self.flush()

    def changed(self, items: list[Item]) -> None:
        self.pending.extend(items)
        self.timer += 1
        mine = self.timer
        wait = self.world.rng.choice((0.3, 1.0, 4.0))
        self.world.later(wait, lambda: self.flush() if mine == self.timer else None)

    def flush(self) -> None:
        if self.pending:
            items, self.pending = self.pending, []
            self.timer += 1
            self.deliver(items)

    def applies_unchecked(self) -> bool:
        return True

    def apply_edit(self, edit: WireEdit) -> None:
        before = self.world.rng.random() < 0.5
        if before:
            self.world.send_answer(edit.id, Answer.APPLIED)
        delay = self.world.rng.choice((0.0, 0.0, 0.05)) if before else 0.0
        self.world.later(delay, lambda: self._apply(edit, answer=not before))

    def _apply(self, edit: WireEdit, *, answer: bool) -> None:
        self.changed([self.insert(edit)])
        if answer:
            self.world.send_answer(edit.id, Answer.APPLIED)


class LiveEglot(Eglot):
    """Eglot where the user asked for live edits and turned off eglot's questions."""

    name = "eglot-live"
    profile = replace(Eglot.profile, policy=Policy.LIVE)


class LiveVersionIgnoring(VersionIgnoring):
    """Such an editor where the user asked for live edits all the same."""

    name = "version-ignoring-live"
    profile = replace(VersionIgnoring.profile, policy=Policy.LIVE)


EDITORS: dict[str, type[Editor]] = {
    editor.name: editor
    for editor in (
        VsCode,
        OldVsCode,
        StockNeovim,
        OurNeovim,
        Eglot,
        LiveEglot,
        VersionIgnoring,
        LiveVersionIgnoring,
    )
}
