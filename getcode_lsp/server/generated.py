"""The regions that were generated: remembered while their document is open, and followed through every change.

What is remembered is bounded, in a document and in all of them together; the oldest go first.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from getcode_lsp.api.events import Done
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.borders import follow
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.text import Document, Point, Span, Splice, normalize, reduce
from getcode_lsp.prompts.request import GenerateRequest

MOST_IN_A_DOCUMENT = 50
MOST = 500
MOST_CHARACTERS = 8_000_000

# After these the session has not followed the change that ended it.
_LOST_SIGHT = (Stop.TOUCHED, Stop.CROSSED, Stop.UNDECIDED, Stop.OUT_OF_STEP)

_numbers = itertools.count()


@dataclass(slots=True, eq=False)
class GeneratedRegion:
    """One stretch of generated text: where it is, what came, and what was asked for.

    `text` is what was put in, so that what the user made of it since can be told from it. `delivery` is there
    while the text is still coming; `tokens` and `model` are known once the service said that it is done.
    """

    request: GenerateRequest
    span: Span
    text: str = ""
    tokens: int = 0
    model: str = ""
    delivery: Delivery | None = None
    number: int = field(default_factory=lambda: next(_numbers))
    _frozen: bool = False

    @property
    def under_way(self) -> bool:
        """Whether text is still coming."""
        return self.delivery is not None and not self.delivery.session.ended

    def first_line(self, document: Document) -> int:
        """The line on which its first visible character stands."""
        at = self.span.start
        breaks = document.lines[at.line][at.column :].strip() == "" and self.span.end.line > at.line
        return at.line + 1 if breaks else at.line

    def touches(self, span: Span) -> bool:
        """Whether a range of the user's lies in it, or has a part of it."""
        return self.span.start <= span.end and span.start <= self.span.end

    def sync(self, document: Document) -> None:
        """Take over what the session knows of its region, as long as that is certain; it sees a change next."""
        session = self.delivery.session if self.delivery else None
        if session is None or self._frozen:
            return
        if session.ended:
            self.freeze(document)
        elif session.stopped is None and not session.in_flight:
            self.span = session.region

    def changed(self, change: Splice) -> None:
        """Follow one change of the document; the session has seen it."""
        session = self.delivery.session if self.delivery and not self._frozen else None
        if session is not None and session.stopped is None and not session.in_flight:
            self.span = session.region
        elif session is not None and self.span == (change.start, change.start):
            self.span = Span(change.start, change.new_end)  # most likely the first of our own text
        else:
            self.span = follow(self.span, change)

    def freeze(self, document: Document) -> None:
        """The session has ended and follows nothing any more: keep where its text is and what it was."""
        if self.delivery is None or self._frozen:
            return
        self._frozen = True
        session, self.text = self.delivery.session, self.delivery.landed
        if session.stopped not in _LOST_SIGHT:
            self.span = Span(document.clamp(session.region.start), document.clamp(session.region.end))
            there = document.slice(*self.span)
            if normalize(there) != normalize(self.text):
                # The client spelled it in its own way, or a late answer left more of it in the document.
                self.text = there

    def is_blank(self, document: Document) -> bool:
        """Whether nothing of it can be seen: an undo may be spelled so that a line end seems to be left."""
        (first, start), (last, end) = self.span
        for line in range(first, last + 1):
            text = document.lines[line]
            if text[start if line == first else 0 : end if line == last else len(text)].strip():
                return False
        return True


class GeneratedRegions:
    """The regions of one document, oldest first."""

    def __init__(self) -> None:
        self._regions: list[GeneratedRegion] = []
        self.on_change: Callable[[], None] = _nothing

    def __iter__(self) -> Iterator[GeneratedRegion]:
        return iter(self._regions)

    def __len__(self) -> int:
        return len(self._regions)

    def add(self, region: GeneratedRegion) -> None:
        """Remember one more; the oldest that is complete goes where there are too many."""
        self._regions.append(region)
        if len(self._regions) > MOST_IN_A_DOCUMENT:
            complete = [old for old in self._regions if not old.under_way]
            for old in complete[: len(self._regions) - MOST_IN_A_DOCUMENT]:
                self._regions.remove(old)
        self.on_change()

    def forget(self, region: GeneratedRegion) -> None:
        """Remember one no longer."""
        if region in self._regions:
            self._regions.remove(region)
            self.on_change()

    def sync(self, document: Document) -> None:
        """Get ready for a change of a document: neither it nor the sessions have seen it yet."""
        for region in self._regions:
            region.sync(document)

    def changed(self, change: Splice, document: Document) -> None:
        """Follow one change, which the sessions and the document have seen; what is deleted is forgotten."""
        if not self._regions:
            return
        change = reduce(change)
        for region in list(self._regions):
            region.changed(change)
            if change.old and not region.under_way and region.is_blank(document):
                self.forget(region)

    def at(self, span: Span, comment_end: Point | None = None) -> GeneratedRegion | None:
        """The region that a range touches, or the one right below a comment; the innermost, then the newest."""
        exact = [region for region in self._regions if region.span == span]
        found = exact or [region for region in self._regions if _holds(region, span, comment_end)]
        return min(found, key=lambda region: (_height(region.span), -region.number), default=None)


class Following:
    """Begins and ends to follow what generations write, in every open document."""

    def __init__(self, documents: Callable[[], Iterable[GeneratedRegions]]) -> None:
        self._documents = documents
        self.on_change: Callable[[], None] = _nothing

    def begin(
        self, regions: GeneratedRegions, delivery: Delivery, request: GenerateRequest
    ) -> GeneratedRegion:
        """Follow the region of a delivery."""
        region = GeneratedRegion(request, delivery.session.region, delivery=delivery)
        regions.on_change = self.on_change
        regions.add(region)
        return region

    def end(
        self, regions: GeneratedRegions, document: Document, region: GeneratedRegion, done: Done | None
    ) -> None:
        """The delivery has ended: remember what came, unless nothing of it is there."""
        region.freeze(document)
        region.delivery = None
        if done is not None:
            region.tokens, region.model = done.tokens_used, done.model
        if region.is_blank(document):
            regions.forget(region)
        within_limits(self._documents())
        self.on_change()


def within_limits(documents: Iterable[GeneratedRegions]) -> None:
    """Forget the oldest of all where all documents together remember too much."""
    every = sorted(
        ((region, regions) for regions in documents for region in regions if not region.under_way),
        key=lambda pair: pair[0].number,
    )
    characters = sum(len(region.text) for region, _ in every)
    count = len(every)
    for region, regions in every:
        if count <= MOST and characters <= MOST_CHARACTERS:
            return
        regions.forget(region)
        count, characters = count - 1, characters - len(region.text)


def _holds(region: GeneratedRegion, span: Span, comment_end: Point | None) -> bool:
    if comment_end is not None and region.span.start == comment_end:
        return True
    # It begins with the line end of the comment's line: the end of that line is not in it.
    if span.end <= region.span.start and region.span.start != region.span.end:
        return False
    return region.touches(span)


def _height(span: Span) -> tuple[int, int]:
    lines = span.end.line - span.start.line
    return (lines, span.end.column - span.start.column if lines == 0 else 0)


def _nothing() -> None:
    """Stands where nobody wants to know."""
