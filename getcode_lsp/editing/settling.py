"""Settling: whether one edit that was sent has become part of the document.

The editor's answer proves nothing by itself: some say `applied: true` and drop the edit. The text decides, and
while it leaves both readings open, both are kept: the edit has not come (`absent`), or it came with one of the
changes seen (`landed`). Each carries the region through every later change. The answer, which comes before or
after the change, then chooses between the readings that are left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from getcode_lsp.editing.borders import carry, follow
from getcode_lsp.editing.text import Document, Point, Span, Splice, advance, normalize, reduce, shift

# So many characters are not typed by chance at the very place where an edit would put them.
_TELLING = 8


class Answer(Enum):
    """What the editor replied to `workspace/applyEdit`."""

    APPLIED = auto()
    REFUSED = auto()
    FAILED = auto()  # an error
    DECLINED = auto()  # the user said no
    UNCLEAR = auto()  # null, or something that is no answer


class Outcome(Enum):
    """How an edit ended."""

    LANDED = auto()
    ABSENT = auto()
    CROSSED = auto()  # it came, but at the place it was made for and not where that place is now
    UNDECIDED = auto()


@dataclass(frozen=True, slots=True)
class Edit:
    """The text between `start` and `end` is to become `text`; `id` counts the edits of one session."""

    id: int
    start: Point
    end: Point
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an edit ended and where the region is then; no region where it was broken into.

    `stray` is where a crossed edit's text stands.
    """

    outcome: Outcome
    region: Span | None
    stray: Span | None = None


@dataclass(slots=True)
class Reading:
    """One way to understand the changes seen so far.

    `anchor` is what the edit replaces while it is absent, and what it made once it has landed; `region` is the
    session's region. Either is None once a foreign change has broken into it.
    """

    outcome: Outcome
    anchor: Span | None
    region: Span | None
    exact: bool = True

    def carried(self, change: Splice, document: Document) -> Reading:
        """The same reading after a foreign change."""
        anchor = carry(self.anchor, change, document) if self.anchor else None
        region = self.region
        if region is not None:
            region = anchor if region == self.anchor else carry(region, change, document)
        return Reading(self.outcome, anchor, region, self.exact)


@dataclass(slots=True)
class Settling:
    """One edit under way: feed it the changes and the answer, ask it for the verdict.

    `strict`: the client never applies an edit made for an older version, so that ours is the first change
    after it was sent, or never comes. `honest`: its answer may decide what the text leaves open.
    """

    edit: Edit
    region: Span
    strict: bool
    honest: bool
    changes: int = 0
    answer: Answer | None = None
    answered_at: float = 0.0
    absent: Reading = field(init=False)
    landed: list[Reading] = field(default_factory=list)

    def __post_init__(self) -> None:
        anchor = Span(self.edit.start, self.edit.end)
        if anchor.start == anchor.end == self.region.end:
            anchor = self.region  # more text at the region's end: the two are one
        self.absent = Reading(Outcome.ABSENT, anchor, self.region)

    @property
    def appends(self) -> bool:
        """Whether the edit puts text at the region's end (else it replaces its anchor)."""
        return self.edit.start == self.edit.end

    @property
    def shown(self) -> Span | None:
        """The region in the reading in which a change gave the very text that the edit would, and nobody touched it.

        None where there is no such reading; a short text may be somebody else's.
        """
        if len(self.edit.text.strip()) < _TELLING:
            return None
        return next((reading.region for reading in self.landed if reading.exact and reading.region), None)

    @property
    def broken(self) -> bool:
        """Whether a foreign change has broken into the region in every reading that is left."""
        return self.absent.region is None and all(reading.region is None for reading in self.landed)

    def changed(self, change: Splice, document: Document, ranged: bool) -> None:
        """Take in one content change, reduced; `document` is the text before it, `ranged` as in the session."""
        if not change.old and not change.new:
            self.changes += 1
            return
        arrivals = self._arrivals(change, document, ranged)
        self.landed = [reading.carried(change, document) for reading in self.landed] + arrivals
        self.absent = self.absent.carried(change, document)
        self.changes += 1

    def answered(self, answer: Answer, now: float) -> None:
        """Take in the editor's answer, at `now` in seconds."""
        if self.answer is None:
            self.answer, self.answered_at = answer, now

    def verdict(self, now: float, patience: float) -> Verdict | None:
        """The verdict, None while it is open; `patience`: seconds from a doubtful answer to believing it."""
        if self.answer is None:
            return None
        exact = next((reading for reading in self._by_trust() if reading.exact), None)
        if self.answer is Answer.APPLIED:
            return self._applied(exact)
        return self._not_applied(exact, now, patience)

    def _by_trust(self) -> list[Reading]:
        return sorted(self.landed, key=lambda reading: reading.outcome is Outcome.CROSSED)

    def _applied(self, exact: Reading | None) -> Verdict | None:
        if exact:
            return _verdict(exact)
        if self.landed:
            return _verdict(self.landed[0]) if self.honest else _UNDECIDED
        if self.strict and self.changes:
            # It would have come first. An honest client says it did come: then it came altered.
            return _UNDECIDED if self.honest else _verdict(self.absent)
        return None

    def _not_applied(self, exact: Reading | None, now: float, patience: float) -> Verdict | None:
        if self.honest or (self.answer is Answer.DECLINED and not self.landed):
            return _verdict(self.absent)
        if exact and self.answer is Answer.UNCLEAR:
            return _verdict(exact)
        if self.landed:
            return _UNDECIDED
        if now < self.answered_at + patience and not (self.strict and self.changes):
            return None
        return _verdict(self.absent)

    def _arrivals(self, change: Splice, document: Document, ranged: bool) -> list[Reading]:
        """The readings in which this change is, or brings along, our edit."""
        if self.strict and self.changes:
            return []
        arrivals = []
        if (anchor := self.absent.anchor) is not None:
            target = self._target(anchor, document)
            if (reading := self._arrival(target, change, document, ranged)) is not None:
                arrivals.append(reading)
        if not arrivals and not self.strict and self.changes and self.appends:
            arrivals.extend(self._crossing(change, document))
        return arrivals

    def _target(self, anchor: Span, document: Document) -> Splice:
        start = anchor.end if self.appends else anchor.start
        return Splice(start, anchor.end, document.slice(start, anchor.end), self.edit.text)

    def _arrival(self, target: Splice, change: Splice, document: Document, ranged: bool) -> Reading | None:
        end = _end_if_equal(target, change, document)
        if end is not None:
            return self._landed_reading(target, end)
        if ranged and not self.honest and normalize(self.edit.text) not in normalize(change.new):
            # The client names what happened one by one, and this is something else.
            return None
        starts = [span.start.line for span in (self.absent.anchor, self.absent.region) if span]
        foreign = _foreign_part(target, change, document, min(starts))
        if foreign is None:
            return None
        splice, after, first_line = foreign
        reading = self._landed_reading(target, target.new_end)
        local = Reading(
            Outcome.LANDED,
            _lines_up(reading.anchor, first_line),
            _lines_up(reading.region, first_line),
            False,
        ).carried(splice, after)
        return Reading(
            Outcome.LANDED, _lines_up(local.anchor, -first_line), _lines_up(local.region, -first_line), False
        )

    def _landed_reading(self, target: Splice, end: Point) -> Reading:
        anchor, region = self.absent.anchor, self.absent.region
        if self.appends and region is not None:
            whole = Span(region.start, end)
            return Reading(Outcome.LANDED, whole, whole)
        made = Span(target.start, end)
        if region == anchor:
            return Reading(Outcome.LANDED, made, made)
        return Reading(Outcome.LANDED, made, region and follow(region, target))

    def _crossing(self, change: Splice, document: Document) -> list[Reading]:
        """Our text put in where its place was when the edit was made, though the text has moved since."""
        at = document.clamp(self.edit.start)
        if change.old or (self.absent.anchor and at == self.absent.anchor.end):
            return []
        target = Splice(at, at, "", self.edit.text)
        end = _end_if_equal(target, change, document)
        if end is None:
            return []
        region = self.absent.region
        if region is not None and region.start < at < region.end:
            region = Span(region.start, shift(region.end, Splice(at, at, "", change.new)))
        elif region is not None:
            region = carry(region, change, document)
        return [Reading(Outcome.CROSSED, Span(at, end), region)]


_UNDECIDED = Verdict(Outcome.UNDECIDED, None)


def _verdict(reading: Reading) -> Verdict:
    stray = reading.anchor if reading.outcome is Outcome.CROSSED else None
    return Verdict(reading.outcome, reading.region, stray)


def _lines_up(span: Span | None, lines: int) -> Span | None:
    if span is None:
        return None
    (first, column), (last, last_column) = span
    return Span(Point(first - lines, column), Point(last - lines, last_column))


def _end_if_equal(target: Splice, change: Splice, document: Document) -> Point | None:
    """Where our text ends if a change gives the very text that our edit would; line breaks may differ.

    Only the changed lines are compared: the same text can be spelled at other, equivalent places.
    """
    if not _may_be_equal(target, change, document):
        return None
    first, before, wanted, got = _around(target, change, document)
    if normalize(wanted) != normalize(got):
        return None
    tail = before[_offset(document, first, target.end) :]
    if not got.endswith(tail):
        return None
    return advance(Point(first, 0), got[: len(got) - len(tail)])


def _may_be_equal(target: Splice, change: Splice, document: Document) -> bool:
    """Cheap reasons why two changes can't be the same one."""
    growth = len(normalize(change.new)) - len(normalize(change.old))
    if growth != len(normalize(target.new)) - len(normalize(target.old)):
        return False
    if change.start.line == target.start.line or change.old:
        return abs(change.start.line - target.start.line) <= 2 + target.new.count("\n") + change.old.count(
            "\n"
        )
    # An insertion can be spelled elsewhere only along a repetition of itself.
    line = document.lines[change.start.line]
    if change.start < target.start:
        return normalize(line[change.start.column : change.start.column + 1]) == normalize(change.new[0])
    if change.start.column:
        return line[change.start.column - 1] == change.new[-1]
    return change.new[-1] in "\r\n"


def _around(
    target: Splice, change: Splice, document: Document, above: int | None = None
) -> tuple[int, str, str, str]:
    """The lines that either change touches: the first one's number, their text, and it after each change."""
    first = min(target.start.line, change.start.line)
    if above is not None:
        first = min(first, above)
    last = max(target.end.line, change.end.line)
    before = "".join(document.lines[first : last + 1])
    return first, before, _after(before, target, document, first), _after(before, change, document, first)


def _after(before: str, splice: Splice, document: Document, first: int) -> str:
    start, end = _offset(document, first, splice.start), _offset(document, first, splice.end)
    return before[:start] + splice.new + before[end:]


def _offset(document: Document, first: int, point: Point) -> int:
    return sum(map(len, document.lines[first : point.line])) + point.column


def _foreign_part(
    target: Splice, change: Splice, document: Document, above: int
) -> tuple[Splice, Document, int] | None:
    """What somebody else did, if a change holds our edit and more: cheaper to explain with it than without.

    Returns that part, the lines it was done to (our edit in them), and the number of the first of them.
    """
    if (
        change.end.line + 1 < target.start.line
        or target.end.line + 1 < change.start.line
        or len(change.new) < len(target.new) // 2
    ):
        return None
    first, _before, wanted, got = _around(target, change, document, above)
    # Line ends may have been rewritten: lines and columns are the same without them.
    after, got = Document(normalize(wanted)), normalize(got)
    foreign = reduce(Splice(Point(0, 0), after.end, after.text, got))
    return (foreign, after, first) if foreign.cost < change.cost else None
