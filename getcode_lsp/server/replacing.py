"""`into=replace`: when a generation is complete, its comment goes, in one edit, if nobody has changed it since."""

from __future__ import annotations

from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.text import Document, Point, Span, content
from getcode_lsp.prompts.comments import Comment
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.stages import Stages

_CHANGED = "The comment stays: it was changed while the code was generated."


class Replacement:
    """Follows a comment from the beginning of its generation, and takes it out at the end."""

    def __init__(self, jobs: Jobs, document: OpenDocument, comment: Comment, stages: Stages) -> None:
        span = extent(document.mirror, comment)
        self._jobs = jobs
        self._document = document
        self._stages = stages
        self._lines = _contents(document.mirror, span)
        self._column = span.start.column
        # A session that is fed nothing sends nothing: it only carries the comment through all changes.
        self._watch = jobs.delivery(document, span, replacing=True, joined=True)

    def drop(self) -> None:
        """Follow the comment no longer: it stays."""
        if self._watch is not None:
            self._watch.abandon(Stop.CANCELLED)

    async def carry_out(self) -> None:
        """Take the comment out and wait until that has settled; a line of the log says it where it stays."""
        span = self._unchanged()
        self.drop()
        if span is None:
            self._jobs.window.log(_CHANGED)
            return
        delivery = self._jobs.delivery(self._document, removal(self._document.mirror, span), replacing=True)
        if delivery is None:
            return
        self._stages.go_on(delivery)
        delivery.session.feed("")
        delivery.finish()
        await delivery.ended.wait()
        if delivery.session.stopped is not None:
            self._jobs.window.log(f"The comment stays: {delivery.end_reason}.")

    def _unchanged(self) -> Span | None:
        """Where the comment is now, if its lines are still what they were."""
        if self._watch is None or self._watch.session.stopped is not None:
            return None
        span, mirror = self._watch.session.region, self._document.mirror
        same = span.start.column == self._column and _contents(mirror, span) == self._lines
        return span if same else None


def extent(document: Document, comment: Comment) -> Span:
    """A comment with the braces that JSX wants around it."""
    (start, end), form = comment.span, comment.form
    before, behind = (
        document.lines[start.line][: start.column],
        content(document.lines[end.line])[end.column :],
    )
    if form is None or not form.syntax.braces or (before.strip(), behind.strip()) != ("{", "}"):
        return comment.span
    return Span(Point(start.line, before.index("{")), Point(end.line, end.column + behind.index("}") + 1))


def removal(document: Document, span: Span) -> Span:
    """What is to be deleted so that a comment is gone and leaves no blank line and no trailing blanks."""
    start, end = span
    before = document.lines[start.line][: start.column]
    behind = content(document.lines[end.line])[end.column :]
    if behind.strip():
        blanks = len(behind) - len(behind.lstrip(" \t")) if not before.strip() else 0
        return Span(start, Point(end.line, end.column + blanks))
    if before.strip():
        return Span(Point(start.line, len(before.rstrip(" \t"))), document.line_end_at(end.line))
    if end.line + 1 < len(document.lines):
        return Span(Point(start.line, 0), Point(end.line + 1, 0))
    above = document.line_end_at(start.line - 1) if start.line else Point(0, 0)
    return Span(above, document.line_end_at(end.line))


def _contents(document: Document, span: Span) -> list[str]:
    return [content(line) for line in document.lines[span.start.line : span.end.line + 1]]
