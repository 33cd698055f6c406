"""The twelve prompts of the benchmark of engines, and what each output must do when it is run."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.engine_sandbox import Failed, call_javascript, call_python, check, serving
from getcode_lsp.service.engines.base import Task
from tests.browser import opened


@dataclass(frozen=True)
class Workshop:
    """What outputs are run with."""

    folder: Path
    browser: Browser
    node: str
    express: Path


@dataclass(frozen=True)
class Trial:
    """A prompt, and the check of its output, which raises Failed."""

    name: str
    task: Task
    check: Callable[[str, Workshop], None]


def _function(name: str, cases: list[tuple[list[Any], Any]]) -> Callable[[str, Workshop], None]:
    """A check that calls a Python function; a wanted "error" is any exception."""

    def run(code: str, shop: Workshop) -> None:
        results = call_python(code, name, [given for given, _ in cases], shop.folder)
        _compare(results, cases)

    return run


def _compare(results: list[Any], cases: list[tuple[list[Any], Any]]) -> None:
    for (kind, got), (given, wanted) in zip(results, cases, strict=True):
        right = kind == "error" if wanted == "error" else (kind, got) == ("value", wanted)
        check(right, f"{given!r:.60} gave {got!r:.60}, not {wanted!r:.60}")


@dataclass(frozen=True)
class _Records:
    """One kind of record of an API: its path, one that is right, a change to it, and one that is wrong."""

    path: str
    right: Mapping[str, Any]
    change: Mapping[str, Any]
    wrong: Mapping[str, Any]


def _crud(records: _Records, language: str) -> Callable[[str, Workshop], None]:
    def run(code: str, shop: Workshop) -> None:
        if language == "python":
            words, file, more = [sys.executable, "output.py"], "output.py", {}
        else:
            words, file, more = [shop.node, "output.js"], "output.js", {"NODE_PATH": str(shop.express)}
        (shop.folder / file).write_text(code, "utf-8")
        with serving(words, shop.folder, **more) as http:
            _create_read_change_delete(http, records)

    return run


def _create_read_change_delete(http: Any, records: _Records) -> None:  # noqa: ANN401 - an httpx client
    path = records.path
    made = http.post(path, json=records.right)
    check(made.status_code in (200, 201), f"POST {path}: {made.status_code}")
    record = made.json()
    check(all(record.get(name) == value for name, value in records.right.items()), "POST gave another record")
    one = f"{path}/{record.get('id')}"
    listed = http.get(path)
    check(listed.status_code == 200 and record in listed.json(), f"GET {path} does not list it")
    check(http.get(one).json() == record, f"GET {one} gave another record")
    changed = http.put(one, json={**records.right, **records.change})
    check(changed.status_code in (200, 204), f"PUT {one}: {changed.status_code}")
    after = http.get(one).json()
    check(all(after.get(name) == value for name, value in records.change.items()), "PUT changed nothing")
    check(400 <= http.post(path, json=records.wrong).status_code < 500, "bad input was not refused")
    check(http.delete(one).status_code in (200, 204), "DELETE failed")
    check(http.get(one).status_code == 404, "it is still there after DELETE")
    check(http.get(f"{path}/999999").status_code == 404, "an unknown id is not 404")


def _page(look: Callable[[Page], None]) -> Callable[[str, Workshop], None]:
    """A check that opens the output in Chromium, without any network."""

    def run(code: str, shop: Workshop) -> None:
        file = shop.folder / ("output.svg" if code.lstrip().startswith("<svg") else "output.html")
        file.write_text(code, "utf-8")
        with opened(shop.browser) as page:
            page.page.goto(file.as_uri(), wait_until="load", timeout=20_000)
            look(page.page)
            check(not page.outside, f"it asks for {page.outside[:1]}")
            check(not page.errors, f"the console says {page.errors[:1]}")

    return run


def _landing(page: Page) -> None:
    text = page.locator("body").inner_text()
    check(page.locator("h1").count() == 1, "it has not one h1")
    check("Fern & Crumb" in text, "the name is missing")
    for word in ("Menu", "Hours", "Contact"):
        check(re.search(word, text, re.IGNORECASE), f"{word} is missing")
    check(page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways")


def _chart(page: Page) -> None:
    shapes = page.evaluate("document.querySelectorAll('svg rect, svg path, svg circle, svg polyline').length")
    check(shapes >= 4, f"it draws {shapes} shapes")
    text = page.evaluate("document.documentElement.textContent")
    for word in ("Q1", "Q2", "Q3", "Q4", "12", "18", "24"):
        check(word in text, f"{word} is missing")


def _email(page: Page) -> None:
    check(page.locator("script").count() == 0, "it has a script")
    text = page.locator("body").inner_text()
    for word in ("Mara", "14 May", "19:00"):
        check(word in text, f"{word} is missing")
    check(page.locator("a").count() >= 1, "it has no link")
    check(page.evaluate("document.querySelectorAll('[style]').length") > 2, "its styles are not inline")


def _table(code: str, _shop: Workshop) -> None:
    rows = [row for row in csv.reader(io.StringIO(code.strip()), strict=True) if row]
    check(len(rows) >= 6, f"it has {len(rows)} rows")
    check({len(row) for row in rows} == {4}, f"its rows have {sorted({len(row) for row in rows})} columns")
    header = " ".join(rows[0]).lower()
    for word in ("date", "category", "amount", "note"):
        check(word in header, f"the column {word} is missing")
    at = next(number for number, name in enumerate(rows[0]) if "amount" in name.lower())
    try:
        [float(row[at]) for row in rows[1:]]
    except ValueError:
        raise Failed("an amount is not a number") from None


def _helper(code: str, shop: Workshop) -> None:
    cases: list[tuple[list[Any], Any]] = [
        ([[1, 2, 3, 4, 5], 2], [[1, 2], [3, 4], [5]]),
        ([[], 3], []),
        ([["a"], 5], [["a"]]),
        ([[1], 0], "error"),
    ]
    _compare(call_javascript(code, "chunk", [given for given, _ in cases], shop.folder, shop.node), cases)


_BOOKS = _Records(
    "/books",
    {"title": "Emma", "isbn": "9780141439587", "price": 9.5},
    {"price": 7.25},
    {"title": "Emma"},
)
_TASKS = _Records(
    "/tasks",
    {"title": "Water the fern", "due_date": "2026-05-14", "done": False},
    {"done": True},
    {"title": "x", "due_date": "soon", "done": False},
)
_NOTES = _Records("/notes", {"title": "Tea", "text": "Buy more"}, {"text": "Bought"}, {"title": 7})

TRIALS: tuple[Trial, ...] = (
    Trial(
        "slugify",
        Task(
            "A Python function slugify(text) that lower-cases a title, turns every run of characters other than letters "
            "a-z and digits into one hyphen, and leaves no hyphen at either end.",
            "api",
            "python",
        ),
        _function(
            "slugify",
            [(["Hello, World!"], "hello-world"), (["  A  b--C "], "a-b-c"), (["!!!"], ""), (["x1"], "x1")],
        ),
    ),
    Trial(
        "parse_duration",
        Task(
            "A Python function parse_duration(text) that turns texts like '1h30m', '45s', '2h' or '1h5m10s' into seconds "
            "as an int, and raises ValueError for anything else, an empty text too.",
            "api",
            "python",
        ),
        _function(
            "parse_duration",
            [(["1h30m"], 5400), (["45s"], 45), (["1h5m10s"], 3910), ([""], "error"), (["5 apples"], "error")],
        ),
    ),
    Trial(
        "to_roman",
        Task(
            "A Python function to_roman(number) that gives the Roman numeral of an int from 1 to 3999, and raises "
            "ValueError for others.",
            "api",
            "python",
        ),
        _function(
            "to_roman",
            [([1994], "MCMXCIV"), ([4], "IV"), ([3999], "MMMCMXCIX"), ([0], "error"), ([4000], "error")],
        ),
    ),
    Trial(
        "merge_intervals",
        Task(
            "A Python function merge_intervals(intervals) that takes a list of [start, end] pairs in any order and gives "
            "a sorted list of pairs in which those that overlap or touch are merged.",
            "api",
            "python",
        ),
        _function(
            "merge_intervals",
            [
                ([[[5, 7], [1, 3], [2, 4]]], [[1, 4], [5, 7]]),
                ([[]], []),
                ([[[1, 2], [2, 3]]], [[1, 3]]),
                ([[[1, 9], [2, 3]]], [[1, 9]]),
            ],
        ),
    ),
    Trial(
        "bookstore API",
        Task("A bookstore API with books that have a title, an isbn (a string) and a price, all required.", "api", "python"),
        _crud(_BOOKS, "python"),
    ),
    Trial(
        "tasks API",
        Task("A REST API for tasks with a title, a due_date (a date) and done (a boolean, default false).", "api", "python"),
        _crud(_TASKS, "python"),
    ),
    Trial(
        "Express API",
        Task("An Express API for notes; each note has a title and a text, both strings.", "api", "nodejs"),
        _crud(_NOTES, "nodejs"),
    ),
    Trial(
        "landing page",
        Task(
            "A landing page for a bakery called Fern & Crumb, with a hero, a menu, opening hours and contact, in warm "
            "colours.",
            "website",
            "html",
        ),
        _page(_landing),
    ),
    Trial(
        "chart",
        Task("A bar chart of revenue by quarter: Q1 12, Q2 18, Q3 9, Q4 24 (thousand euros).", "chart"),
        _page(_chart),
    ),
    Trial(
        "email",
        Task(
            "An email that invites Mara to the opening of a gallery on 14 May at 19:00, with a button to reply.",
            "email",
        ),
        _page(_email),
    ),
    Trial(
        "CSV",
        Task("A table of household expenses with the columns Date, Category, Amount and Note, and 8 example rows.", "excel"),
        _table,
    ),
    Trial(
        "JavaScript helper",
        Task(
            "A JavaScript function chunk(items, size) that splits an array into arrays of at most size items, and throws "
            "a RangeError where size is less than 1.",
            "api",
            "nodejs",
        ),
        _helper,
    ),
)  # fmt: skip
