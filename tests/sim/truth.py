"""What is right: the readings of the text in which the user's words are whole and so is the generated text.

A change can be spelled at several places with the same result (typing an `a` beside an `a`), and a session sees
only what its editor spells. So the truth is a set of readings, each saying where the region is and how much of the
reply it holds; every edit of ours must continue at least one of them, and a reading dies when the user breaks
into its region. Texts are plain strings with LF line ends, places are offsets.
"""

from __future__ import annotations

from typing import NamedTuple

MOST_READINGS = 64


class Wrong(AssertionError):
    """The session did what it must never do."""


class Reading(NamedTuple):
    """The region from `start` to `end` holds the first `landed` characters of the reply."""

    start: int
    end: int
    landed: int


class Change(NamedTuple):
    """The text from `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def reduced(change: Change, text: str) -> Change:
    """The change without what it takes away and puts back."""
    start, end, new = change
    old = text[start:end]
    limit = min(len(old), len(new))
    head = 0
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Change(start + head, end - tail, new[head : len(new) - tail])


def spellings(change: Change, text: str) -> list[Change]:
    """All pure insertions or deletions with the same result, the given one first."""
    start, end, new = change
    found = [change]
    if new and start == end:
        at, turned = start, new
        while at > 0 and text[at - 1] == turned[-1]:
            at, turned = at - 1, turned[-1] + turned[:-1]
            found.append(Change(at, at, turned))
        at, turned = start, new
        while at < len(text) and text[at] == turned[0]:
            at, turned = at + 1, turned[1:] + turned[0]
            found.append(Change(at, at, turned))
    elif not new and start < end:
        a, b = start, end
        while a > 0 and text[a - 1] == text[b - 1]:
            a, b = a - 1, b - 1
            found.append(Change(a, b, ""))
        a, b = start, end
        while b < len(text) and text[a] == text[b]:
            a, b = a + 1, b + 1
            found.append(Change(a, b, ""))
    return found


def carried(reading: Reading, change: Change) -> Reading | None:
    """The reading after somebody else's change; None where that breaks into its region."""
    start, end, landed = reading
    moved = len(change.new) - (change.end - change.start)
    if change.end <= start:
        return Reading(start + moved, end + moved, landed)
    if change.start >= end:
        return reading
    if start == end and not change.new:
        return Reading(change.start, change.start, landed)
    return None


class Truth:
    """The readings of one run, from a region that is empty at `at`."""

    def __init__(self, at: int) -> None:
        self.readings: set[Reading] = {Reading(at, at, 0)}
        self.reply = ""
        self.landed = {0}  # how much of the reply the readings hold, or held when the last of them died
        self.reached = {0}  # how much any reading ever held
        self.touched = False  # by the words of the change itself, whatever other spelling there may be
        self.ambiguous = False
        self._primary: Reading | None = Reading(at, at, 0)
        # While an edit is under way: the readings in which the user typed that very edit.
        self._under_way: str | None = None
        self._claims: set[Reading] = set()
        self._lied = False
        self._claimable: set[int] = set()
        # Changes that the server has not seen, each with the text and the readings before it.
        self.changes = 0
        self._unseen: list[tuple[int, Change, str, set[Reading]]] = []

    @property
    def region(self) -> Reading | None:
        """Where the region really is, as long as nobody touched it."""
        return self._primary

    def sent(self, text: str) -> None:
        """An edit is under way, to put `text` at the region's end."""
        self._under_way, self._lied = text, False
        self._claims, self._claimable = set(), set()
        for _number, change, before, readings in self._unseen:
            self._claims = self._carried(self._claims, change, before)
            self._claim(self._typed_by_the_user(change, before, readings))

    def seen(self, changes: int) -> None:
        """The server knows of the first so many changes."""
        self._unseen = [entry for entry in self._unseen if entry[0] > changes]

    def settled(self) -> None:
        """The session knows, or thinks it knows, what became of its edit."""
        self._under_way = None
        self._claims.clear()

    def lied(self) -> None:
        """The editor dropped the edit and says that it applied it."""
        self._lied = True
        self.reached |= self._claimable
        self._keep(self.readings | self._claims)
        self._claims.clear()

    def somebody_else(self, change: Change, text: str) -> None:
        """Carry everything through a change that is not ours; `text` is the one before."""
        change = reduced(change, text)
        if change.start == change.end and not change.new:
            return
        self.changes += 1
        self._unseen.append((self.changes, change, text, self.readings | self._claims))
        claims = self._typed_by_the_user(change, text, self.readings)
        self._carry_primary(change)
        self._claims = self._carried(self._claims, change, text)
        after = self._carried(self.readings, change, text)
        exact = {old: carried(old, change) for old in self.readings}
        if any(carried(old, spelled) != exact[old] for old in exact for spelled in spellings(change, text)):
            self.ambiguous = True
        if self._lied:
            self.reached |= {reading.landed for reading in claims}
            after |= claims
        else:
            self._claim(claims)
        self._keep(after)

    def crossed(self, change: Change, text: str) -> None:
        """An edit of ours landed where it was not meant to."""
        self.lied()  # it says that it applied the edit, so what the user typed may be taken for it
        self.somebody_else(change, text)

    def merged(self, before: str, readings: set[Reading], ours: str | None, after: str) -> None:
        """The server sees several changes as one: the text `before`, when the readings were these, became `after`.

        `ours` is the edit of ours among them, which came first.
        """
        for start, end, landed in readings:
            reading, text = Reading(start, end, landed), before
            if ours is not None:
                if not self.reply.startswith(ours, landed):
                    continue
                reading = Reading(start, end + len(ours), landed + len(ours))
                text = before[:end] + ours + before[end:]
            change = reduced(Change(0, len(text), after), text)
            self._keep(self.readings | self._carried({reading}, change, text))

    def _claim(self, claims: set[Reading]) -> None:
        self._claims |= claims
        self._claimable |= {reading.landed for reading in claims}

    def _carry_primary(self, change: Change) -> None:
        if self._primary is not None:
            around = change.start < self._primary.start and self._primary.end < change.end
            self._primary = carried(self._primary, change)
            self.touched = self.touched or around or self._primary is None

    @staticmethod
    def _carried(readings: set[Reading], change: Change, text: str) -> set[Reading]:
        if not readings:
            return set()
        same = spellings(change, text)
        return {new for old in readings for spelled in same if (new := carried(old, spelled))}

    def ours(self, change: Change, text: str, *, may_cross: bool = False) -> bool:
        """Whether an edit of ours continues a reading; if so it is taken in.

        `may_cross`: the editor did not look whether it is stale; then it may be right in one reading and be in
        the wrong place in another.
        """
        result = change.apply(text)
        size = len(change.new)
        after, others = set(), set()
        for reading in self.readings:
            start, end, landed = reading
            if self.reply.startswith(change.new, landed) and (
                end == change.start or text[:end] + change.new + text[end:] == result
            ):
                after.add(Reading(start, end + size, landed + size))
            else:
                others.add(reading)
        if not after:
            return False
        if self._primary is not None and (primary := self._primary):
            self._primary = Reading(primary.start, primary.end + size, primary.landed + size)
        others |= self._claims
        if may_cross and others:
            after |= self._carried(others, change, text)
            self.reached |= self._claimable
        self._claims.clear()
        self._keep(after)
        return True

    def _typed_by_the_user(self, change: Change, text: str, readings: set[Reading]) -> set[Reading]:
        """The readings in which a change is, character for character, the edit under way."""
        if change.start != change.end or self._under_way is None:
            return set()
        expected, result, size = self._under_way, change.apply(text), len(self._under_way)
        return {
            Reading(start, end + size, landed + size)
            for start, end, landed in readings
            if self.reply.startswith(expected, landed) and text[:end] + expected + text[end:] == result
        }

    def _keep(self, readings: set[Reading]) -> None:
        if len(readings) > MOST_READINGS:
            readings = set(sorted(readings)[:MOST_READINGS])
        self.readings = readings
        if readings:
            self.landed = {reading.landed for reading in readings}
            self.reached |= self.landed
