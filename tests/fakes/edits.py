"""The document half of the scripted editor: it applies the server's edits and tells the server of changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lsprotocol import types

from tests.fakes.buffer import LINE_BREAK, BadPositionError, Buffer, Change, Position, difference
from tests.fakes.client import Client
from tests.fakes.profiles import Echo, Profile, Reply, Spelling, Stale

DEBOUNCE = 0.15  # seconds, as Neovim does


@dataclass(frozen=True)
class Received:
    """One edit of the server: what it asked for and whether it was carried out."""

    uri: str
    version: int | None
    start: Position
    end: Position
    text: str
    stale: bool
    applied: bool


class Edits:
    """The buffers, the edits that arrive for them and the changes that go back."""

    def __init__(self, client: Client, profile: Profile) -> None:
        self.client = client
        self.profile = profile
        self.habits = profile.habits
        self.encoding = "utf-16"
        self.buffers: dict[str, Buffer] = {}
        self.received: list[Received] = []
        self.nothings = 0  # edits that change nothing
        self.reply = Reply.TRUTH
        self.reason: dict[str, str] = {}  # what goes along with a refusal
        self.create: Callable[[Any, types.CreateFile], None] | None = None
        self.holding = False  # edits wait, as behind a prompt
        self._held: list[tuple[Any, types.ApplyWorkspaceEditParams]] = []
        self._items: dict[str, list[types.TextDocumentContentChangeEvent]] = {}
        self._told: dict[str, str] = {}  # the text that the server knows of
        self._timer: asyncio.TimerHandle | None = None
        self._flushed: float | None = None
        self._unanswered = 0
        self._command_at = 0.0
        client.requests["workspace/applyEdit"] = self._apply_requested

    # -- the server's edits

    def _apply_requested(self, msg_id: Any, params: types.ApplyWorkspaceEditParams) -> None:
        workspace = self.profile.capabilities.workspace
        assert workspace is not None, "this client can't apply edits"
        assert workspace.apply_edit, "this client can't apply edits"
        assert params.label is None, "a label on an edit makes some editors print a message per edit"
        changes = params.edit.document_changes or []
        if len(changes) == 1 and isinstance(creation := changes[0], types.CreateFile):
            assert self.create is not None
            self.create(msg_id, creation)
            return
        self._unanswered += 1
        assert self._unanswered == 1, "a second edit while one is not answered yet"
        if self.holding and not _is_nothing(params.edit):
            self._held.append((msg_id, params))
        else:
            self._carry_out(msg_id, params)

    @property
    def waiting(self) -> int:
        """How many edits are held."""
        return len(self._held)

    def release(self) -> None:
        """Let the edits in that were held."""
        self.holding = False
        held, self._held = self._held, []
        for msg_id, params in held:
            self._carry_out(msg_id, params)

    def answered(self) -> None:
        """An edit was answered by hand; one that was to have no answer (`Reply.NEVER`) waits for none."""
        self._unanswered = max(0, self._unanswered - 1)

    def drop(self) -> None:
        """Refuse the edits that were held: their file is gone."""
        self.holding = False
        held, self._held = self._held, []
        for msg_id, _ in held:
            self._unanswered -= 1
            self.client.protocol.answer(msg_id, {"applied": False})

    def _carry_out(self, msg_id: Any, params: types.ApplyWorkspaceEditParams) -> None:
        uri, version, edits = self._parts(params.edit)
        buffer = self.buffers.get(uri)
        assert buffer is not None, f"an edit of {uri}, which is not open"
        stale = version is not None and version != buffer.version
        if stale and version == 0 and self.habits.compares_no_zero:
            stale, applies = False, True
        else:
            applies = not stale or self.habits.stale is Stale.APPLIED
        applies = applies and self.reply in (Reply.TRUTH, Reply.NEVER) and not self._is_too_late()
        exact = version == buffer.version
        changes = [self._change(buffer, edit, strict=exact) for edit in edits]
        for edit, change in zip(edits, changes, strict=True):
            if _is_nothing(params.edit):
                self.nothings += 1
                continue
            span = edit.range
            start = Position(span.start.line, span.start.character)
            end = Position(span.end.line, span.end.character)
            self.received.append(Received(uri, version, start, end, change.new, stale, applies))
        if self.habits.answers_first:
            self._answer(msg_id, stale=stale, nothing=_is_nothing(params.edit))
        if applies:
            for change in sorted(changes, key=lambda made: made.start, reverse=True):
                self.change(buffer, change, push=self.habits.pushes_cursor)
        if not self.habits.answers_first:
            self._answer(msg_id, stale=stale, nothing=_is_nothing(params.edit))
        self.client.stir()

    def _parts(self, edit: types.WorkspaceEdit) -> tuple[str, int | None, list[types.TextEdit]]:
        """The one document that an edit is for."""
        if not self.profile.versioned:
            assert not edit.document_changes, "documentChanges for a client that doesn't know them"
            assert edit.changes is not None
            assert len(edit.changes) == 1, "edits of several documents"
            ((uri, edits),) = edit.changes.items()
            return uri, None, list(edits)
        assert edit.document_changes, "this client knows versioned edits"
        (change,) = edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version is not None, "an edit without a version"
        texts = [text for text in change.edits if isinstance(text, types.TextEdit)]
        assert len(texts) == len(change.edits), "annotated edits for a client that doesn't know them"
        return change.text_document.uri, change.text_document.version, texts

    def _change(self, buffer: Buffer, edit: types.TextEdit, *, strict: bool) -> Change:
        try:
            start, end = (
                buffer.offset(Position(place.line, place.character), strict=strict)
                for place in (edit.range.start, edit.range.end)
            )
        except BadPositionError as fault:
            raise AssertionError(f"an edit at a position that isn't there: {fault}") from fault
        new = LINE_BREAK.sub(buffer.line_end, edit.new_text) if self.habits.normalizes else edit.new_text
        return Change(start, buffer.text[start:end], new)

    def _answer(self, msg_id: Any, *, stale: bool, nothing: bool) -> None:
        self._unanswered -= 1
        if self.reply is Reply.NEVER and not nothing:
            return
        answer, refuse = self.client.protocol.answer, self.client.protocol.refuse
        if self.reply is Reply.NULL:
            answer(msg_id, None)
        elif self.reply is Reply.MALFORMED:
            answer(msg_id, {"applied": {"yes": 1}})
        elif self.reply is Reply.DECLINED:
            refuse(msg_id, "User cancelled server edit")
        elif self._is_too_late():
            answer(msg_id, {"applied": False})
        elif self.reply is Reply.ERROR or (stale and self.habits.stale is Stale.ERROR):
            refuse(msg_id, "the edit was made for another version")
        else:
            refused = self.reply is Reply.FALSE or (stale and self.habits.stale is Stale.REFUSED)
            answer(msg_id, {"applied": False, **self.reason} if refused else {"applied": True})

    def ran_command(self) -> None:
        """The user has run a command: where edits are taken only then, now they are."""
        self._command_at = asyncio.get_running_loop().time()

    def _is_too_late(self) -> bool:
        grace = self.habits.grace
        return grace is not None and asyncio.get_running_loop().time() > self._command_at + grace

    # -- changes, whoever made them

    def change(self, buffer: Buffer, change: Change, *, push: bool = True, undoable: bool = True) -> None:
        """Change a buffer and tell the server in the way of this editor."""
        self._told.setdefault(buffer.uri, buffer.text)
        spelled = change
        if self.habits.spelling is Spelling.SHIFTED:
            before = buffer.text
            after = before[: change.start] + change.new + before[change.start + len(change.old) :]
            spelled = difference(before, after)
        item = self._item(buffer, spelled)
        buffer.replace(change.start, change.start + len(change.old), change.new, push=push)
        if undoable and (change.old or change.new):
            buffer.done.append(change)
            buffer.undone.clear()
        buffer.version += self.habits.version_step
        self._items.setdefault(buffer.uri, []).append(item)
        if change.old or change.new or self.habits.echo is not Echo.HELD:
            self._schedule()
        else:
            self.flush()  # what a test holds back are changes that are some
        self.client.stir()

    def _item(self, buffer: Buffer, change: Change) -> types.TextDocumentContentChangePartial:
        start = buffer.position(change.start)
        end = buffer.position(change.start + len(change.old))
        return types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(*start), types.Position(*end)), text=change.new
        )

    def _schedule(self) -> None:
        if self.habits.echo is Echo.AT_ONCE:
            self.flush()
        elif self.habits.echo is Echo.DEBOUNCED:
            if self._timer is not None:
                self._timer.cancel()
            loop = asyncio.get_running_loop()
            since = 0.0 if self._flushed is None else loop.time() - self._flushed
            self._timer = loop.call_later(max(DEBOUNCE - since, 0), self.flush)

    def flush(self) -> None:
        """Tell the server of all changes that it doesn't know yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        items, self._items = self._items, {}
        if items:
            self._flushed = asyncio.get_running_loop().time()
        for uri, exact in items.items():
            buffer = self.buffers.get(uri)
            if buffer is None:
                continue
            identifier = types.VersionedTextDocumentIdentifier(version=buffer.version, uri=uri)
            changes = self._spelled(buffer, exact)
            self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, changes))
            self._told[uri] = buffer.text

    def _spelled(
        self, buffer: Buffer, exact: list[types.TextDocumentContentChangeEvent]
    ) -> list[types.TextDocumentContentChangeEvent]:
        if self.habits.spelling is Spelling.WHOLE:
            return [types.TextDocumentContentChangeWholeDocument(text=buffer.text)]
        if self.habits.spelling is Spelling.MERGED:
            known = Buffer(buffer.uri, buffer.language, self._told[buffer.uri], self.encoding)
            return [self._item(known, difference(known.text, buffer.text))]
        return exact

    def opened(self, buffer: Buffer) -> None:
        self.buffers[buffer.uri] = buffer
        self._told[buffer.uri] = buffer.text

    def closed(self, uri: str) -> None:
        del self.buffers[uri]
        self._items.pop(uri, None)
        self._told.pop(uri, None)


def _is_nothing(edit: types.WorkspaceEdit) -> bool:
    """Whether an edit changes nothing, as one does that is there to see the buffer's version."""
    changes = edit.document_changes or []
    if len(changes) != 1 or not isinstance(change := changes[0], types.TextDocumentEdit):
        return False
    return all(
        isinstance(text, types.TextEdit) and not text.new_text and text.range.start == text.range.end
        for text in change.edits
    )
