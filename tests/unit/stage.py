"""A stage for an edit session: its mirror, a clock, and what the editor and the user do."""

from __future__ import annotations

import pytest

from getcode_lsp.editing.session import EditLimits, EditSession, Policy, Profile
from getcode_lsp.editing.settling import Answer, Edit
from getcode_lsp.editing.text import Document, Point

STRICT = Profile(strict=True, honest=True)
STOCK_NEOVIM = Profile(strict=True, honest=False)
VSCODE = Profile(strict=False, honest=True)
UNKNOWN = Profile()
IGNORES_VERSIONS = Profile(policy=Policy.FINAL)
EVERY = pytest.mark.parametrize("profile", [STRICT, STOCK_NEOVIM, VSCODE, UNKNOWN])


class Stage:
    """A session, its mirror and a clock. Places in the text are offsets; the comment is the first line."""

    def __init__(
        self, text: str = "# todo", profile: Profile = STRICT, limits: EditLimits | None = None
    ) -> None:
        self.document = Document(text)
        self.session = EditSession(self.document, self.document.line_end_at(0), profile, limits)
        self.now = 100.0

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def generated(self) -> str:
        """The text of the region."""
        return self.document.slice(*self.session.region)

    def in_flight(self) -> bool:
        return self.session.in_flight

    def ended(self) -> bool:
        return self.session.ended

    def policy(self) -> Policy:
        return self.session.policy

    def point(self, offset: int) -> Point:
        for number, line in enumerate(self.document.lines):
            if offset < len(line) or number == len(self.document.lines) - 1:
                return Point(number, offset)
            offset -= len(line)
        raise AssertionError

    def feed(self, text: str) -> Edit:
        """Feed some text; it must go out at once."""
        self.session.feed(text)
        return self.edit()

    def edit(self) -> Edit:
        edit = self.session.next_edit(self.now)
        assert edit is not None, self.session
        return edit

    def nothing_to_send(self) -> bool:
        return self.session.next_edit(self.now) is None

    def change(self, offset: int, new: str, remove: int = 0, *, ranged: bool = True) -> None:
        """The mirror hears of a change, whoever made it."""
        splice = self.document.splice(self.point(offset), self.point(offset + remove), new)
        self.session.changed(splice, self.now, ranged=ranged)
        self.document.apply(splice)

    def type_before(self, what: str, new: str) -> None:
        self.change(self.text.index(what), new)

    def type_behind(self, what: str, new: str) -> None:
        self.change(self.text.index(what) + len(what), new)

    def remove(self, what: str) -> None:
        self.change(self.text.index(what), "", len(what))

    def becomes(self, text: str) -> None:
        """A change without a range."""
        splice = self.document.whole(text)
        self.session.changed(splice, self.now)
        self.document.apply(splice)

    def shows(self, edit: Edit) -> None:
        """The editor shows the change that an edit made."""
        splice = self.document.splice(edit.start, edit.end, edit.text)
        self.session.changed(splice, self.now, ranged=True)
        self.document.apply(splice)

    def answers(self, edit: Edit, answer: Answer = Answer.APPLIED) -> None:
        self.session.answered(edit.id, answer, self.now)

    def lands(self, edit: Edit) -> None:
        self.shows(edit)
        self.answers(edit)

    def wait(self, seconds: float) -> None:
        """Let time pass as the driver does: wake when the session wants to be woken."""
        until = self.now + seconds
        for _ in range(1000):
            wake = self.session.wake_at(self.now)
            if wake is None or wake > until:
                break
            self.now = wake
            self.session.tick(self.now)
        self.now = until
        self.session.tick(until)

    def finish(self) -> None:
        self.session.finish(self.now)
