"""`docs/faults.md` names at least one test for each fault, and every test that it names is there."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAULTS = 48
SERVICE_FAULTS = 15  # of `getcode-lsp serve`, numbered S1 and on
LATER = ("VS Code only", "Neovim later")  # how a row says that its test belongs to a client that is to come

_ROW = re.compile(r"^\| (S?\d+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[tuple[str, str]]:
    """The number of each row, and what stands under "tests"."""
    page = (ROOT / "docs" / "faults.md").read_text("utf-8")
    return [(number, tests) for number, _fault, tests in _ROW.findall(page)]


@functools.cache
def names_in(path: str) -> frozenset[str]:
    """The names of the test functions and methods of a file."""
    file = ROOT / path
    if not file.exists():
        return frozenset()
    tree = ast.parse(file.read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))


def complaints(number: str, tests: str) -> list[str]:
    named = _TEST.findall(tests)
    if not named and not any(mark in tests for mark in LATER):
        return [f"row {number} names no test"]
    if tests.count("::") != len(named):
        return [f"row {number} has a name that can't be read"]
    return [f"row {number}: {path} has no {name}" for path, name in named if name not in names_in(path)]


def test_every_fault_has_a_row() -> None:
    expected = [str(number) for number in range(1, FAULTS + 1)]
    expected += [f"S{number}" for number in range(1, SERVICE_FAULTS + 1)]
    assert [number for number, _ in rows()] == expected


@pytest.mark.parametrize(("number", "tests"), rows())
def test_the_tests_of_a_row_exist(number: str, tests: str) -> None:
    assert complaints(number, tests) == []


@pytest.mark.parametrize(
    "tests",
    [
        "",
        "`tests/lsp/test_nothing.py::test_x`",
        "`tests/unit/test_faults.py::test_that_is_not_there`",
        "tests/unit/test_faults.py::test_every_fault_has_a_row",
    ],
)
def test_a_row_that_names_nothing_would_be_found(tests: str) -> None:
    assert complaints("0", tests)
