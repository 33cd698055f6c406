"""Simulated editors: each one's own way with edits and with the changes that it shows."""

from __future__ import annotations

from dataclasses import replace

from getcode_lsp.editing.session import Policy, Profile
from getcode_lsp.editing.settling import Answer
from getcode_lsp.server.clients import describe
from tests.sim.buffer import Editor, Item, WireEdit, World
from tests.sim.truth import Change, reduced, spellings


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


class DecliningEglot(LiveEglot):
    """Its user says no to an edit now and then."""

    name = "eglot-declining"

    def apply_edit(self, edit: WireEdit) -> None:
        if self.world.rng.random() < 0.3:
            self.world.send_answer(edit.id, Answer.DECLINED)
        else:
            super().apply_edit(edit)


class VimLsp(VersionIgnoring):
    """Shows what an edit changed when its user next does something, and not before."""

    name = "vim-lsp"

    def changed(self, items: list[Item]) -> None:
        self.pending.extend(items)


class Kate(VersionIgnoring):
    """Takes edits for two seconds after a command, shows them at once, and refuses all that come later."""

    name = "kate"
    profile = told("Kate")
    grace = 2.0

    def changed(self, items: list[Item]) -> None:
        self.deliver(items)

    def apply_edit(self, edit: WireEdit) -> None:
        if self.world.now > self.grace:
            self.world.send_answer(edit.id, Answer.REFUSED)
        else:
            self._apply(edit, answer=True)


class Silent(VsCode):
    """Applies edits and never answers; where the user asked for one edit at the end."""

    name = "silent"
    profile = replace(told("Something else"), policy=Policy.FINAL)

    def apply_edit(self, edit: WireEdit) -> None:
        if edit.version == self.version:
            self.deliver([self.insert(edit)])


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
        DecliningEglot,
        VimLsp,
        Kate,
        Silent,
    )
}
