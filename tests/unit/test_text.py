"""The mirror of a document against a naive model: one string, and positions counted as LSP 3.17 says."""

from __future__ import annotations

import random
import time

import pytest

from getcode_lsp.editing.text import (
    ENCODINGS,
    Document,
    Encoding,
    Point,
    Splice,
    advance,
    common_affixes,
    content,
    from_units,
    normalize,
    reduce,
    shift,
    split_lines,
    to_units,
)

PIECES = [
    "a", "b", "ab", "\n", "\n", "\r\n", "\r", "\r", "é", "€", "😀", "𝒳", "\x0b", "\x0c", "\x1c", "\x85",
    "\u2028", "\u2029", "\t", " ", "\u200d", "\ufeff",
]  # fmt: skip
RUNS = 4000


def some_text(rng: random.Random, most: int = 14) -> str:
    return "".join(rng.choices(PIECES, k=rng.randint(0, most)))


# The naive model.


def naive_lines(text: str) -> list[tuple[int, int]]:
    """Where each line begins and where its content ends, character by character."""
    lines, start, at = [], 0, 0
    while at < len(text):
        if text[at] in "\r\n":
            lines.append((start, at))
            at += 2 if text[at : at + 2] == "\r\n" else 1
            start = at
        else:
            at += 1
    return [*lines, (start, len(text))]


def width(character: str, encoding: Encoding) -> int:
    if encoding == "utf-32":
        return 1
    return len(character.encode(encoding)) if encoding == "utf-8" else 1 + (ord(character) > 0xFFFF)


def naive_offset(text: str, line: int, units: int, encoding: Encoding) -> int:
    lines = naive_lines(text)
    if line < 0:
        return 0
    if line >= len(lines):
        return len(text)
    at, end = lines[line]
    while at < end and units >= width(text[at], encoding):
        units -= width(text[at], encoding)
        at += 1
    return at


def naive_point(text: str, offset: int) -> Point:
    for number, (start, end) in reversed(list(enumerate(naive_lines(text)))):
        if offset >= start:
            return Point(number, min(offset, end) - start)
    raise AssertionError(offset)


def offset_of(document: Document, point: Point) -> int:
    return sum(map(len, document.lines[: point.line])) + point.column


def some_position(rng: random.Random, text: str, encoding: Encoding) -> tuple[int, int]:
    """A position; now and then past the end of a line or of the text."""
    lines = naive_lines(text)
    line = rng.randint(0, len(lines) + (rng.random() < 0.1))
    units = 1_000_000 if rng.random() < 0.1 else rng.randint(0, 12)
    return line, units


def some_points(rng: random.Random, text: str) -> tuple[Point, Point]:
    """Two points that exist, in order."""
    first, second = sorted(naive_point(text, rng.randint(0, len(text))) for _ in range(2))
    return first, second


# Random runs.


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_random_edits_give_what_the_naive_model_gives(encoding: Encoding) -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        text = some_text(rng)
        document = Document(text)
        for _ in range(rng.randint(1, 12)):
            new = some_text(rng, 6)
            if rng.random() < 0.1:
                document.apply(document.whole(new))
                text = new
            else:
                (a, b), (c, d) = sorted(some_position(rng, text, encoding) for _ in range(2))
                start, end = naive_offset(text, a, b, encoding), naive_offset(text, c, d, encoding)
                splice = document.splice(document.point(a, b, encoding), document.point(c, d, encoding), new)
                assert splice.old == text[start:end], f"seed {seed}"
                document.apply(splice)
                text = text[:start] + new + text[end:]
            assert document.text == text, f"seed {seed}"
            assert document.lines == split_lines(text), f"seed {seed}: {text!r}"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_positions_go_there_and_back(encoding: Encoding) -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        text = some_text(rng)
        document = Document(text)
        line, units = some_position(rng, text, encoding)
        point = document.point(line, units, encoding)
        offset = naive_offset(text, line, units, encoding)
        assert offset_of(document, point) == offset, f"seed {seed}: {text!r} {line}:{units}"
        back = document.units(point, encoding)
        assert document.point(point.line, back, encoding) == point, f"seed {seed}: {text!r} {point}"
        start = naive_lines(text)[point.line][0]
        assert back == sum(width(character, encoding) for character in text[start:offset]), f"seed {seed}"


def test_a_whole_new_text_becomes_the_smallest_splice_of_lines() -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        before, after = some_text(rng), some_text(rng)
        if rng.random() < 0.5:
            cut = rng.randint(0, len(before))
            after = before[:cut] + some_text(rng, 2) + before[cut:]
        document = Document(before)
        splice = document.whole(after)
        assert splice.old == document.slice(splice.start, splice.end), f"seed {seed}: {before!r} {after!r}"
        document.apply(splice)
        assert document.text == after, f"seed {seed}: {before!r} {after!r}"


def test_reducing_a_splice_changes_nothing_but_its_spelling() -> None:
    for seed in range(RUNS * 2):
        rng = random.Random(seed)
        text = some_text(rng)
        document = Document(text)
        new = some_text(rng, 6)
        splice = document.splice(*some_points(rng, text), new)
        if rng.random() < 0.5:
            cut = rng.randint(0, len(splice.old))
            new = splice.old[:cut] + new + splice.old[rng.randint(cut, len(splice.old)) :]
            splice = document.splice(splice.start, splice.end, new)
        smaller = reduce(splice)
        where = f"seed {seed}: {text!r} {splice}"
        assert smaller.old == document.slice(smaller.start, smaller.end), where
        assert document.clamp(smaller.start) == smaller.start, where
        assert document.clamp(smaller.end) == smaller.end, where
        assert smaller.cost <= splice.cost, where
        document.apply(splice)
        other = Document(text)
        other.apply(smaller)
        assert other.text == document.text, where


def joins_a_line_break(text: str, start: int, end: int, new: str) -> bool:
    """Whether a CR and a LF that were apart come together, so that two line breaks become one."""
    return (text[:start][-1:] == "\r" and (new + text[end:])[:1] == "\n") or (
        new[-1:] == "\r" and text[end : end + 1] == "\n"
    )


def test_points_are_carried_through_a_splice() -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        text = some_text(rng)
        document = Document(text)
        splice = document.splice(*some_points(rng, text), some_text(rng, 6))
        start, end = offset_of(document, splice.start), offset_of(document, splice.end)
        if joins_a_line_break(text, start, end, splice.new):
            continue
        point = naive_point(text, rng.randint(end, len(text)))
        carried = shift(point, splice)
        offset = offset_of(document, point) + len(splice.new) - len(splice.old)
        new_end = splice.new_end
        document.apply(splice)
        assert offset_of(document, carried) == offset, f"seed {seed}: {text!r} {splice} {point}"
        assert offset_of(document, new_end) == start + len(splice.new), f"seed {seed}"


def test_slices_and_clamps_stay_in_the_text() -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        text = some_text(rng)
        document = Document(text)
        start, end = some_points(rng, text)
        expected = text[offset_of(document, start) : offset_of(document, end)]
        assert document.slice(start, end) == expected, f"seed {seed}: {text!r} {start} {end}"
        assert document.splice(end, start, "").old == expected, "the wrong way round is put right"
        wild = Point(rng.randint(-2, 20), rng.randint(-2, 20))
        assert document.clamp(wild) == naive_point(
            text, naive_offset(text, wild.line, wild.column, "utf-32")
        ), f"seed {seed}: {text!r} {wild}"


def test_common_affixes_are_the_longest() -> None:
    for seed in range(RUNS):
        rng = random.Random(seed)
        before, after = ("".join(rng.choices("ab", k=rng.randint(0, 9))) for _ in range(2))
        head, tail = common_affixes(before, after)
        limit = min(len(before), len(after))
        heads = [n for n in range(limit + 1) if before[:n] == after[:n]]
        assert head == max(heads), f"seed {seed}"
        tails = [n for n in range(limit - head + 1) if not n or before[-n:] == after[-n:]]
        assert tail == max(tails), f"seed {seed}"


# Examples that read as sentences.


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a\n", ""]),
        ("a\r\nb\rc\nd", ["a\r\n", "b\r", "c\n", "d"]),
        ("\r\r\n\n", ["\r", "\r\n", "\n", ""]),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg", ["a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg"]),
    ],
)
def test_lines_end_where_lsp_says_and_nowhere_else(text: str, lines: list[str]) -> None:
    assert Document(text).lines == lines


def test_a_carriage_return_and_a_line_feed_become_one_break_when_they_meet() -> None:
    document = Document("a\rx\nb")
    document.apply(document.splice(Point(1, 0), Point(1, 1), ""))
    assert document.lines == ["a\r\n", "b"]
    document = Document("a\rb")
    document.apply(document.splice(Point(1, 0), Point(1, 0), "\n"))
    assert document.lines == ["a\r\n", "b"]


def test_a_line_break_that_is_torn_apart_becomes_two() -> None:
    document = Document("a\r\nb")
    document.apply(Splice(Point(0, 1), Point(1, 0), "\r\n", "\rx\n"))
    assert document.lines == ["a\r", "x\n", "b"]


@pytest.mark.parametrize(
    ("encoding", "units"),
    [("utf-8", [0, 1, 3, 7, 8]), ("utf-16", [0, 1, 2, 4, 5]), ("utf-32", [0, 1, 2, 3, 4])],
)
def test_units_of_each_encoding(encoding: Encoding, units: list[int]) -> None:
    assert [to_units("aé😀b", count, encoding) for count in range(5)] == units
    assert [from_units("aé😀b", count, encoding) for count in units] == [0, 1, 2, 3, 4]


def test_a_position_inside_a_character_is_the_one_before_it() -> None:
    assert from_units("a😀b", 2, "utf-16") == 1
    assert [from_units("a😀b", units, "utf-8") for units in (2, 3, 4)] == [1, 1, 1]


def test_a_lone_surrogate_is_one_unit_and_one_character() -> None:
    assert [from_units("a\ud83db", units, "utf-16") for units in range(4)] == [0, 1, 2, 3]
    assert [to_units("a\ud83db", count, "utf-16") for count in range(4)] == [0, 1, 2, 3]
    assert [from_units("a\ude00\ud83d", units, "utf-16") for units in range(4)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "line_end"), [("", "\n"), ("a", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r")]
)
def test_the_line_end_is_that_of_the_first_line(text: str, line_end: str) -> None:
    assert Document(text).line_end == line_end


def test_small_things() -> None:
    assert content("a\x0c\r\n") == "a\x0c"
    assert content("") == ""
    assert normalize("a\r\nb\rc\n\r") == "a\nb\nc\n\n"
    assert advance(Point(2, 3), "") == Point(2, 3)
    assert advance(Point(2, 3), "ab\r\nc") == Point(3, 1)
    assert Document("ab\nc").end == Point(1, 1)
    assert Document("ab\r\nc").line_end_at(0) == Point(0, 2)


def cheapest_edit(lines: int) -> float:
    """The least of some measurements, in seconds: noise only ever adds."""
    document = Document("some text here\n" * lines)
    middle = lines // 2
    best = 1.0
    for _ in range(200):
        began = time.perf_counter()
        document.apply(document.splice(Point(middle, 4), Point(middle, 4), "x"))
        best = min(best, time.perf_counter() - began)
    return best


def test_an_edit_costs_the_same_in_a_long_document() -> None:
    assert cheapest_edit(100_000) < 20 * cheapest_edit(100)


def test_a_position_on_a_very_long_line_is_found_quickly() -> None:
    document = Document("é😀" * 50_000)
    began = time.perf_counter()
    for encoding in ENCODINGS:
        assert document.point(0, document.units(Point(0, 99_999), encoding), encoding) == Point(0, 99_999)
    assert time.perf_counter() - began < 0.5
