"""Random edits of generated code: whatever the user wrote survives, whatever was left alone goes."""

from __future__ import annotations

import random
import time
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import pytest

from getcode_lsp.editing import discarding
from getcode_lsp.editing.discarding import aligned, discard, discard_edits
from getcode_lsp.editing.text import Document


class Line(NamedTuple):
    text: str
    generated: bool


def edited(rng: random.Random, lines: list[str], copies: bool) -> list[Line]:
    """The lines after some edits of the user's; what the user writes is unlike all that was generated."""
    now = [Line(text, True) for text in lines]
    for number in range(rng.randint(0, 12)):
        at = rng.randint(0, len(now))
        if rng.random() < 0.5 or not now:
            text = rng.choice(lines) if copies and lines and rng.random() < 0.3 else f"mine {number}"
            now.insert(at, Line(text, False))
        elif rng.random() < 0.5:
            del now[at - 1]
        else:
            now[at - 1] = Line(f"{now[at - 1].text} changed {number}", False)
    return now


def joined(lines: list[str], line_end: str) -> str:
    return "".join(line_end + line for line in lines)


@pytest.mark.parametrize("block", range(10))
def test_what_the_user_wrote_is_exactly_what_stays(block: int) -> None:
    for seed in range(block * 300, block * 300 + 300):
        rng = random.Random(seed)
        lines = [f"{'  ' * rng.randint(0, 2)}line {number}" for number in range(rng.randint(0, 20))]
        now = edited(rng, lines, copies=False)
        present = joined([line.text for line in now], rng.choice(["\n", "\r\n"]))
        discarded = discard(joined(lines, "\n"), present)
        mine = [line.text for line in now if not line.generated]
        assert Document(discarded.text).lines[0].strip() == "", f"seed {seed}"
        assert discarded.text.replace("\r\n", "\n") == joined(mine, "\n"), f"seed {seed}"
        assert discarded.kept == len(mine), f"seed {seed}"


@pytest.mark.parametrize("block", range(10))
def test_with_many_equal_lines_nothing_is_lost_and_no_more_than_needed_stays(block: int) -> None:
    for seed in range(block * 300, block * 300 + 300):
        rng = random.Random(seed)
        lines = rng.choices(["", "a", "}", "  }", "b"], k=rng.randint(0, 20))
        now = edited(rng, lines, copies=True)
        discarded = discard(joined(lines, "\n"), joined([line.text for line in now], "\n"))
        stays = Counter(line.strip() for line in discarded.text.split("\n") if line.strip())
        written = Counter(line.text.strip() for line in now if line.text.strip())
        generated = Counter(line.strip() for line in lines if line.strip())
        mine = [line.text for line in now if not line.generated and line.text.strip()]
        assert stays >= written - generated, f"seed {seed}"
        assert discarded.kept == stays.total() <= len(mine), f"seed {seed}"
        order = [line for line in discarded.text.split("\n") if line.startswith("mine")]
        assert order == [line for line in mine if line.startswith("mine")], f"seed {seed}"


@pytest.mark.parametrize("block", range(4))
def test_the_edits_make_the_same_of_the_document(block: int) -> None:
    for seed in range(block * 300, block * 300 + 300):
        rng = random.Random(seed)
        lines = rng.choices(["", "a", "}", "  é \U0001f600", "b"], k=rng.randint(0, 12))
        line_end = rng.choice(["\n", "\r\n", "\r"])
        present = joined([line.text for line in edited(rng, lines, copies=True)], line_end)
        before, behind = f"x{line_end}# todo", rng.choice(["", f"{line_end}z"])
        document = Document(before + present + behind)
        discarded = discard(joined(lines, "\n"), present, at_end_of_file=not behind)
        start = document.line_end_at(1)
        splices = discard_edits(discarded, start, present)
        for splice in reversed(splices):
            assert document.slice(splice.start, splice.end) == splice.old, f"seed {seed}"
            document.apply(splice)
        assert document.text == before + discarded.text + behind, f"seed {seed}"


def longest_common(base: list[str], now: list[str]) -> int:
    """The textbook's table."""
    row = [0] * (len(base) + 1)
    for line in now:
        above = row
        row = [0]
        for index, other in enumerate(base):
            row.append(above[index] + 1 if line == other else max(row[index], above[index + 1]))
    return row[-1]


def rises(pairs: list[tuple[int, int]]) -> bool:
    return all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def test_the_alignment_is_as_long_as_can_be() -> None:
    for seed in range(3000):
        rng = random.Random(seed)
        letters = "abcdefgh"[: rng.randint(1, 8)]
        base, now = (rng.choices(letters, k=rng.randint(0, 15)) for _ in range(2))
        pairs = aligned(base, now)
        assert len(pairs) == longest_common(base, now), f"seed {seed}: {base} {now}"
        assert rises(pairs), f"seed {seed}: {base} {now}"
        assert all(base[one] == now[other] for one, other in pairs), f"seed {seed}: {base} {now}"


def test_a_region_too_large_for_that_is_aligned_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discarding, "_MOST_BITS", -1)
    for seed in range(3000):
        rng = random.Random(seed)
        unique = rng.random() < 0.5
        base = [str(number) for number in range(15)] if unique else rng.choices("abc", k=15)
        now = [line.text for line in edited(rng, base, copies=not unique)]
        pairs = aligned(base, now)
        assert rises(pairs), f"seed {seed}: {base} {now}"
        assert all(base[one] == now[other] for one, other in pairs), f"seed {seed}: {base} {now}"
        if unique:
            assert len(pairs) == longest_common(base, now), f"seed {seed}: {base} {now}"


@pytest.mark.parametrize("lines", [10_000, 100_000])
@pytest.mark.parametrize("kinds", [3, 200, 1_000_000])
def test_a_large_region_takes_no_time_worth_noticing(lines: int, kinds: int) -> None:
    rng = random.Random(lines + kinds)
    base = [str(rng.randrange(kinds)) for _ in range(lines)]
    now = list(base)
    for number in range(2000):
        now[rng.randrange(len(now))] = f"mine {number}"
    begun = time.process_time()
    discarded = discard(joined(base, "\n"), joined(now, "\n"))
    taken = time.process_time() - begun
    assert discarded.kept >= 1500
    assert taken < 5, f"{taken:.2f} s"  # a bound against quadratic work; figures are the benchmark's
