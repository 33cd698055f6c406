"""The benchmark runs, says everything that it promises, and notices a server that loses text.

No figure is judged: they depend on the machine, and on what else it does.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.editor import Landed
from benchmarks.figures import Spread, by_pairs, percentile, table
from benchmarks.runs import COMMENT, COMMENT_LINE, altered, document, first_seen, misplaced
from benchmarks.source import token
from benchmarks.streaming import LINES, RATES, SERVERS

ROOT = Path(__file__).resolve().parents[2]


def _cells(output: str) -> list[list[str]]:
    lines = [line for line in output.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.skipif(sys.platform == "win32", reason="the relay watches its pipes, which Windows can't")
def test_a_quick_run_fills_every_row() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.streaming", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Python" in run.stdout.splitlines()[0]
    assert "pygls" in run.stdout.splitlines()[0]
    rows = _cells(run.stdout)
    conditions = [[f"{rate:,}", f"{lines:,}", name] for rate in RATES for lines in LINES for name in SERVERS]
    assert [row[:3] for row in rows if row[2:3] and row[2] in SERVERS] == 2 * conditions
    assert [row[0] for row in rows if row[0] in SERVERS] == 2 * list(SERVERS)
    assert all(cell for row in rows for cell in row)


@pytest.mark.skipif(sys.platform == "win32", reason="the servers are ended by a signal")
def test_a_quick_run_of_the_service_fills_every_row() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.service", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    rows = [row for row in _cells(run.stdout) if row[2:3] and row[2] in ("bare", "ours")]
    assert [row[2] for row in rows] == ["bare", "ours"] * 3
    assert all(cell for row in rows for cell in row)


def _edits(*texts: str) -> list[Landed]:
    edits: list[Landed] = []
    line, column = COMMENT_LINE, len(COMMENT)
    for number, text in enumerate(texts):
        place = {"line": line, "character": column}
        edits.append(Landed(float(number), number + 1, {"start": place, "end": place}, text))
        lines = text.split("\n")
        line, column = line + len(lines) - 1, len(lines[-1]) + (column if len(lines) == 1 else 0)
    return edits


def test_text_that_came_whole_is_accepted() -> None:
    edits = _edits("\n" + token(0).strip(), " " + token(1), "".join(token(number) for number in range(2, 30)))
    assert altered(edits, 30) == ""
    assert misplaced(edits) == ""


@pytest.mark.parametrize(
    "texts",
    [
        ["\n", token(0), token(2)],
        ["\n", token(0), token(1), token(1), token(2)],
        ["\n", token(1), token(0), token(2)],
        [token(0), token(1), token(2)],
        ["\n", token(0), token(1), token(2), "x"],
    ],
    ids=["lost", "doubled", "swapped", "no line break", "foreign"],
)
def test_text_that_is_not_what_was_sent_is_noticed(texts: Sequence[str]) -> None:
    assert altered(_edits(*texts), 3)


def test_an_edit_at_a_wrong_place_or_for_a_wrong_version_is_noticed() -> None:
    first, second = _edits("\na\nbc", "d")
    assert misplaced([first, second]) == ""
    assert second.range["start"] == {"line": COMMENT_LINE + 2, "character": 2}
    assert "at 10:33" in misplaced([second])
    assert "edit 1" in misplaced([first, Landed(second.at, 1, second.range, second.text)])
    assert "edit 1" in misplaced([first, Landed(second.at, 2, first.range, second.text)])


def test_a_token_counts_from_its_first_appearance() -> None:
    seen = first_seen(_edits("\nt000000 t000001 ", "t000001 t000002\n"))
    assert seen == {0: 0.0, 1: 0.0, 2: 1.0}


def test_the_document_has_the_comment_where_it_is_looked_for() -> None:
    lines = document(200).splitlines()
    assert len(lines) == 200
    assert [number for number, line in enumerate(lines) if line.startswith("#")] == [COMMENT_LINE]
    assert lines[COMMENT_LINE] == COMMENT


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 5.0), (0.51, 6.0), (0.9, 9.0), (0.99, 10.0), (1.0, 10.0)]
)
def test_percentiles_are_by_nearest_rank(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(10, 0, -1)], share) == value


def test_ratios_are_taken_between_neighbours() -> None:
    # Everything was ten times as slow in the second repeat; the ratio does not show it.
    assert by_pairs([2.0, 30.0, 2.0], [1.0, 10.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert str(by_pairs([3.0], [2.0])) == "1.50 (1.50–1.50)"
    with pytest.raises(ValueError, match="zip"):
        by_pairs([1.0, 2.0], [1.0])


def test_a_table_is_markdown() -> None:
    assert table(["name", "n"], [["a", "1"], ["b", "20"]]) == (
        "| name |  n |\n| ---- | -: |\n| a    |  1 |\n| b    | 20 |"
    )
