"""Taking generated code out again: a three-way merge whose third side is empty.

The base is the text as it was generated, the other side what stands in its place now. A line that still stands
there as it was generated goes; a line that the user wrote, or changed, stays. So with no change at all the
document is byte-identical to what it was before.

- Lines are compared without the white space around them: who only indented a line anew, or had it done by a
  formatter, wrote nothing that would be lost. Line ends don't count either.
- A line that the user copied stays once: there are two, and one was generated. A line that was moved counts
  as deleted here and written there, so it stays.
- Blank lines stay beside a line of the user's and go where they would be all that is left.
- At the end of a file its last line end stays, whoever put it there.

The alignment is a longest common subsequence, computed on the bits of integers (Hyyrö 2004): as many lines go as
can go in their order. A region too large for that is aligned by the occurrences of each line, which is
almost as good and always fast.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from getcode_lsp.editing.text import Point, Splice, advance, content, normalize, split_lines

# Bits of the table of an exact alignment, lines times lines: 20,000 lines against as many.
_MOST_BITS = 400_000_000


@dataclass(frozen=True, slots=True)
class Discarded:
    """What is to become of a region.

    `text` is what stays of it, byte for byte; `kept` counts the user's lines in that, blank ones aside. `cuts`
    are the parts that go, as offsets from the region's start: the same change in smaller pieces.
    """

    text: str
    kept: int
    cuts: tuple[tuple[int, int], ...]


class ChangedSinceError(Exception):
    """The text is not what it was any more, so it is not put back; the message is one for the user."""


def discard(generated: str, present: str, *, at_end_of_file: bool = False) -> Discarded:
    """What is left of a region without the generated code.

    `generated` is the text as it was inserted, behind the comment's last character: it begins with a line end.
    `present` is the text of the region now; `at_end_of_file` says that nothing stands behind it.
    """
    units = _units(present)
    base = [unit.strip() for unit in _units(generated)[1:]]
    now = [unit.strip() for unit in units]
    # The first unit stands on the comment's line: it is one of the region's lines only if there is text in it.
    skipped = 0 if now[0] else 1
    gone = {index + skipped for index in generated_lines(base, now[skipped:])}
    stays = set(range(skipped, len(now))) - gone
    for run in _runs(stays):
        if not any(now[index] for index in run):
            stays.difference_update(run)
    if at_end_of_file and len(units) > skipped and not now[-1] and (not base or base[-1]):
        stays.add(len(units) - 1)
    return Discarded(
        text="".join(units[index] for index in sorted(stays)),
        kept=sum(1 for index in stays if now[index]),
        cuts=tuple(_cuts(units, stays)),
    )


def discard_edits(discarded: Discarded, start: Point, present: str) -> list[Splice]:
    """The cuts as splices of the document as it is now, the region beginning at `start`."""
    splices = []
    point, offset = start, 0
    for first, last in discarded.cuts:
        begin = advance(point, present[offset:first])
        end = advance(begin, present[first:last])
        splices.append(Splice(begin, end, present[first:last], ""))
        point, offset = end, last
    return splices


def undo_improvement(original: str, improved: str, present: str) -> str:
    """The text to put in the place of an improved comment: the original one, in the present line ends.

    `improved` is the comment as it was written, `present` what stands in its place now. ChangedSinceError
    where somebody changed it since: there is no way to keep that and undo the rest.
    """
    if _lines_of(present) != _lines_of(improved):
        raise ChangedSinceError(
            "The comment was changed after it was improved, so it stays as it is: edit it by hand, or use undo."
        )
    first = split_lines(present)[0]
    line_end = first[len(content(first)) :]
    if not line_end:  # one line: the original brings its own line ends
        return original
    return normalize(original).replace("\n", line_end)


def generated_lines(base: Sequence[str], now: Sequence[str]) -> Iterator[int]:
    """The indexes in `now` of the lines that are still those of the base.

    Lines with text are aligned first and blank ones in the gaps that are left: a blank line must not take the
    place of one that says something.
    """
    of_base = [index for index, line in enumerate(base) if line]
    of_now = [index for index, line in enumerate(now) if line]
    pairs = aligned([base[index] for index in of_base], [now[index] for index in of_now])
    last_base = last_now = -1
    for line_of_base, line_of_now in (*((of_base[b], of_now[n]) for b, n in pairs), (len(base), len(now))):
        gap = aligned(base[last_base + 1 : line_of_base], now[last_now + 1 : line_of_now])
        for _blank, index in gap:
            yield last_now + 1 + index
        if line_of_now < len(now):
            yield line_of_now
        last_base, last_now = line_of_base, line_of_now


def aligned(base: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    """The indexes of the lines that both have in the same order, in pairs and in that order."""
    head, limit = 0, min(len(base), len(now))
    while head < limit and base[head] == now[head]:
        head += 1
    tail = 0
    while tail < limit - head and base[-1 - tail] == now[-1 - tail]:
        tail += 1
    middle_base, middle_now = base[head : len(base) - tail], now[head : len(now) - tail]
    small = len(middle_base) * len(middle_now) <= _MOST_BITS
    middle = (_longest if small else _by_occurrence)(middle_base, middle_now)
    return [
        *((index, index) for index in range(head)),
        *((head + one, head + other) for one, other in reversed(list(middle))),
        *((len(base) - back, len(now) - back) for back in range(tail, 0, -1)),
    ]


def _longest(base: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of a longest common subsequence, from the last one back.

    Bit `i` of row `j` is 0 where line `i` of the base lengthens the subsequence with the first `j` lines.
    """
    if not base or not now:
        return
    masks: dict[str, int] = {}
    for index, line in enumerate(base):
        masks[line] = masks.get(line, 0) | 1 << index
    every = (1 << len(base)) - 1
    row = every
    rows = [row]
    for line in now:
        matches = masks.get(line, 0)
        if matches:
            both = row & matches
            row = (row + both | row - both) & every
        rows.append(row)
    at, bit = len(now), len(base) - 1
    while at and bit >= 0:
        if rows[at] >> bit & 1:
            bit -= 1
        elif not rows[at - 1] >> bit & 1:
            at -= 1
        else:
            at -= 1
            yield bit, at
            bit -= 1


def _by_occurrence(base: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of a common subsequence, from the last one back: the n-th of equal lines goes with the n-th.

    Of these pairs the longest run that rises is taken, by patience sorting.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(base):
        places.setdefault(line, []).append(index)
    turns = {line: iter(indexes) for line, indexes in places.items()}
    ends: list[int] = []  # the smallest place in the base at which a run of each length ends
    last: list[int] = []  # the pair that it ends with
    pairs: list[tuple[int, int, int]] = []  # a place in the base, one in `now`, and the pair before
    for index, line in enumerate(now):
        place = next(turns[line], None) if line in turns else None
        if place is None:
            continue
        length = bisect_left(ends, place)
        pairs.append((place, index, last[length - 1] if length else -1))
        ends[length : length + 1] = [place]
        last[length : length + 1] = [len(pairs) - 1]
    pair = last[-1] if last else -1
    while pair >= 0:
        place, index, pair = pairs[pair]
        yield place, index


def _units(text: str) -> list[str]:
    """The lines of a text, each with the line end before it rather than the one behind it."""
    lines = split_lines(text)
    ends = ["", *(line[len(content(line)) :] for line in lines)]
    return [end + content(line) for end, line in zip(ends, lines, strict=False)]


def _runs(indexes: Iterable[int]) -> Iterator[list[int]]:
    """The indexes in runs without a gap."""
    numbered = enumerate(sorted(indexes))
    for _key, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        yield [index for _number, index in run]


def _cuts(units: Sequence[str], stays: set[int]) -> Iterator[tuple[int, int]]:
    """The offsets of the parts that go, neighbours joined."""
    start = offset = 0
    for index, unit in enumerate(units):
        if index in stays:
            if start < offset:
                yield start, offset
            start = offset + len(unit)
        offset += len(unit)
    if start < offset:
        yield start, offset


def _lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in normalize(text).split("\n")]
