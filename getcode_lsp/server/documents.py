"""The open documents: our own mirror of what the editor holds, and the streams that go into it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from getcode_lsp.delivery import Turns
from getcode_lsp.editing.borders import follow
from getcode_lsp.editing.session import EditSession, Stop
from getcode_lsp.editing.text import Document, Encoding, Point, Span, Splice
from getcode_lsp.server.generated import GeneratedRegions

# Versions for which a range that a client holds can still be carried to the present.
_REMEMBERED = 500


class InvalidParamsError(ValueError):
    """A message of the client's that does not have the form that LSP prescribes."""


class OutOfStepError(InvalidParamsError):
    """A document whose text is not known any more, because a change of it could not be read."""

    def __init__(self) -> None:
        super().__init__("A change of this document could not be read: close it and open it again.")


@dataclass(slots=True)
class ImprovedComment:
    """A comment that "Improve prompt" rewrote: where it is and what the user had typed.

    `original` is the prompt. `before` is the whole comment as it stood in the document, `written` the one that took
    its place; both are empty where it can't be put back.
    """

    span: Span
    original: str
    before: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Rewriting:
    """A comment that is being rewritten: the session that does it, what the user had typed, the comment as it stood."""

    session: EditSession
    original: str
    before: str


@dataclass(slots=True, eq=False)
class OpenDocument:
    """One document between didOpen and didClose."""

    uri: str
    language_id: str
    version: int
    mirror: Document
    turns: Turns = field(default_factory=Turns)
    improved: list[ImprovedComment] = field(default_factory=list)
    rewriting: list[_Rewriting] = field(default_factory=list)
    generated: GeneratedRegions = field(default_factory=GeneratedRegions)
    history: deque[tuple[int, Splice]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    first_version: int = field(init=False)

    def __post_init__(self) -> None:
        self.first_version = self.version

    def change(self, splice: Splice, *, ranged: bool) -> None:
        """Carry out one content change, having told everyone whom it concerns."""
        self.generated.sync(self.mirror)
        self.sync_improved()
        self.turns.changed(splice, ranged=ranged)
        for entry in self.improved:
            entry.span = follow(entry.span, splice)
        self.history.append((self.version, splice))
        self.mirror.apply(splice)
        self.generated.changed(splice, self.mirror)

    def carried(self, span: Span, version: int) -> Span | None:
        """A span of an earlier version, as it lies now; None where that is too long ago to tell."""
        if version < self.first_version:
            return None
        if version < self.version and len(self.history) == _REMEMBERED and version < self.history[0][0]:
            return None
        if version != self.version:
            for made_for, splice in self.history:
                if made_for >= version:
                    span = follow(span, splice)
        return Span(self.mirror.clamp(span.start), self.mirror.clamp(span.end))

    def follow_rewriting(self, session: EditSession, original: str) -> None:
        """Remember the comment that a session is about to rewrite, from the moment when that is done."""
        self.rewriting.append(_Rewriting(session, original, self.mirror.slice(*session.region)))

    def sync_improved(self) -> None:
        """Take over the comments whose sessions have ended; those follow no change any more. The oldest are forgotten."""
        for entry in [entry for entry in self.rewriting if entry.session.ended]:
            self.rewriting.remove(entry)
            span = entry.session.region
            if entry.session.stopped is None and (written := self.mirror.slice(*span)) != entry.before:
                self.improved.append(ImprovedComment(span, entry.original, entry.before, written))
        del self.improved[:-_REMEMBERED]

    def original_prompt(self, span: Span) -> str | None:
        """What the user typed where a comment has been improved since."""
        for entry in reversed(self.improved):
            if entry.span.start <= span.end and span.start <= entry.span.end:
                return entry.original
        return None


class Documents:
    """All open documents by URI, kept by the three notifications of LSP's text synchronization.

    A document is lost when a change of it can't be read, for then the text is not known any more. It is found
    again when the client opens it anew or sends the whole text.
    """

    def __init__(self) -> None:
        self._documents: dict[str, OpenDocument] = {}
        self._lost: dict[str, OpenDocument] = {}
        self.encoding: Encoding = "utf-16"
        self.on_lost: Callable[[str], None] = lambda _uri: None

    def get(self, uri: str) -> OpenDocument | None:
        """The document of a URI if it is open; OutOfStepError where it is lost."""
        if uri in self._lost:
            raise OutOfStepError
        return self._documents.get(uri)

    def lose(self, uri: str | None) -> None:
        """Give up what is known of a document's text, or of all of them where it can't be told which."""
        for lost in [uri] if uri is not None else list(self._documents):
            document = self._documents.pop(lost, None)
            if document is not None:
                self._lost[lost] = document
                document.turns.abandon(Stop.OUT_OF_STEP)
                self.on_lost(lost)

    def all(self) -> list[OpenDocument]:
        """Every open document."""
        return list(self._documents.values())

    def opened(self, params: object) -> None:
        """Take in `textDocument/didOpen`; InvalidParamsError where it is malformed."""
        item = _object(_object(params, "params").get("textDocument"), "textDocument")
        uri, text = _string(item, "uri"), _string(item, "text")
        self._drop(uri)
        self._documents[uri] = OpenDocument(
            uri, _string(item, "languageId"), _integer(item, "version"), Document(text)
        )

    def changed(self, params: object) -> None:
        """Take in `textDocument/didChange`; where that can't be done, the document is lost."""
        tree = _object(params, "params")
        identifier = _object(tree.get("textDocument"), "textDocument")
        uri = _string(identifier, "uri")
        try:
            self._change(uri, identifier.get("version"), tree.get("contentChanges"))
        except Exception:
            self.lose(uri)
            raise

    def _change(self, uri: str, version: object, changes: object) -> None:
        """Carry out changes one by one, each for the text that the last one left."""
        if not isinstance(changes, list):
            raise InvalidParamsError("contentChanges must be a list")
        trees = [self._checked(change) for change in changes]
        document = self._documents.get(uri) or self._found_again(uri, trees)
        if document is None:
            raise InvalidParamsError("the document is not open")
        for tree in trees:
            document.change(self._splice(document.mirror, tree), ranged=tree.get("range") is not None)
        if not trees:  # a new version alone makes an edit under way stale as well
            document.turns.changed(document.mirror.splice(Point(0, 0), Point(0, 0), ""), ranged=True)
        document.version = version if isinstance(version, int) else document.version + 1
        document.turns.pump_soon()

    def _found_again(self, uri: str, changes: list[Mapping[str, Any]]) -> OpenDocument | None:
        """A lost document, known again where its whole text comes; None where it was never open."""
        lost = self._lost.get(uri)
        if lost is None:
            return None
        if all(change.get("range") is not None for change in changes):
            raise OutOfStepError
        while changes[0].get("range") is not None:
            del changes[0]  # made in a text that is not known, and replaced as a whole by what follows
        document = OpenDocument(uri, lost.language_id, lost.version + 1, Document(""))
        self._documents[uri] = document
        del self._lost[uri]
        return document

    def closed(self, params: object) -> None:
        """Take in `textDocument/didClose`."""
        self._drop(_string(_object(_object(params, "params").get("textDocument"), "textDocument"), "uri"))

    def span(self, mirror: Document, raw: object) -> Span:
        """A range of the client's in characters of a mirror; InvalidParamsError where it is malformed."""
        tree = _object(raw, "range")
        start, end = (self._point(mirror, _object(tree.get(name), name)) for name in ("start", "end"))
        return Span(min(start, end), max(start, end))

    def unclamped_span(self, raw: object) -> Span:
        """A range of the client's in a text that is not there any more: its units count as characters."""
        tree = _object(raw, "range")
        positions = [_object(tree.get(name), name) for name in ("start", "end")]
        start, end = (Point(_count(place, "line"), _count(place, "character")) for place in positions)
        return Span(min(start, end), max(start, end))

    def range(self, mirror: Document, span: Span) -> dict[str, dict[str, int]]:
        """A span of a mirror as an LSP range."""
        return {"start": self._position(mirror, span.start), "end": self._position(mirror, span.end)}

    def _checked(self, change: object) -> Mapping[str, Any]:
        """One item of a didChange; all are looked at before the first is carried out."""
        tree = _object(change, "change")
        _string(tree, "text")
        if tree.get("range") is not None:
            self.unclamped_span(tree["range"])
        return tree

    def _splice(self, mirror: Document, change: Mapping[str, Any]) -> Splice:
        text = _string(change, "text")
        if change.get("range") is None:
            return mirror.whole(text)
        span = self.span(mirror, change["range"])
        return mirror.splice(span.start, span.end, text)

    def _point(self, mirror: Document, position: Mapping[str, Any]) -> Point:
        return mirror.point(_count(position, "line"), _count(position, "character"), self.encoding)

    def _position(self, mirror: Document, point: Point) -> dict[str, int]:
        return {"line": point.line, "character": mirror.units(point, self.encoding)}

    def _drop(self, uri: str) -> None:
        self._lost.pop(uri, None)
        document = self._documents.pop(uri, None)
        if document is not None:
            document.turns.abandon(Stop.CLOSED)


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidParamsError(f"{name} must be an object")
    return value


def _string(tree: Mapping[str, Any], name: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str):
        raise InvalidParamsError(f"{name} must be a string")
    return value


def _integer(tree: Mapping[str, Any], name: str) -> int:
    value = tree.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidParamsError(f"{name} must be an integer")
    return value


def _count(tree: Mapping[str, Any], name: str) -> int:
    value = _integer(tree, name)
    if value < 0:
        raise InvalidParamsError(f"{name} must not be negative")
    return value
