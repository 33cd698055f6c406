"""Tables written in a prompt: Markdown, CSV and TSV; and points written as pairs in brackets."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold import stopping

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_POINT = re.compile(r"[(\[]\s*(-?\d+(?:\.\d+)?)\s*[,;|]\s*(-?\d+(?:\.\d+)?)\s*[)\]]")
_LEADS = re.compile(
    r"\b(?:csv|tables?|sheet|spreadsheet|excel|charts?|graph|plot|bars|columns|lines?|pie)\W*\Z",
    re.IGNORECASE,
)
_DELIMITERS = ("|", "\t", ";", ",")
MOST_ROWS = 2000
MOST_COLUMNS = 40
_MOST_TRIES = 20  # of lines in one run that a table could begin with


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the prompt: its header row, its other rows (each as long as the header), and the text around it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    around: str
    delimiter: str


def read_grid(text: str, *, loose: bool = False) -> Grid | None:
    """The first table of a text; None where there is none. `loose` takes lines with commas without any number too."""
    lines = text.split("\n")
    ends = {delimiter: _ends(lines, delimiter) for delimiter in _DELIMITERS}
    tries: Counter[tuple[str, int]] = Counter()
    for at in range(len(lines)):
        for delimiter in _DELIMITERS:
            end = ends[delimiter][at]
            if end - at < 2 or tries[delimiter, end] >= _MOST_TRIES:
                continue
            tries[delimiter, end] += 1
            found = _grid(lines, at, min(end, at + MOST_ROWS), delimiter, loose=loose)
            if found is not None:
                return found
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == "|":
        bare = line.strip()
        bare = bare.removeprefix("|").removesuffix("|")
        return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]
    try:
        return [
            cell.strip()
            for cell in next(csv.reader([line.strip()], delimiter=delimiter, skipinitialspace=True))
        ]
    except (csv.Error, StopIteration):
        return []


def _ends(lines: list[str], delimiter: str) -> list[int]:
    """For each line the line behind the run of lines with as many cells that it is in; itself where it has no cells."""
    stopping.check()
    counts = [len(_cells(line, delimiter)) if delimiter in line else 0 for line in lines]
    ends = list(range(len(lines)))
    for at in reversed(range(len(lines))):
        if 2 <= counts[at] <= MOST_COLUMNS:
            goes_on = at + 1 < len(lines) and counts[at + 1] == counts[at]
            ends[at] = ends[at + 1] if goes_on else at + 1
    return ends


def _grid(lines: list[str], at: int, end: int, delimiter: str, *, loose: bool) -> Grid | None:
    stopping.check()
    rows = [
        _cells(line, delimiter) for line in lines[at:end] if not (delimiter == "|" and _RULE.fullmatch(line))
    ]
    lead, colon, head = rows[0][0].partition(":") if rows and delimiter in ",;" else ("", "", "")
    if colon and head.strip() and len(rows) > 2 and _LEADS.search(lead):  # "make a csv: country, capital"
        rows[0][0] = head.strip()
    else:
        lead = ""
    if len(rows) < 2 or (delimiter != "|" and not _is_table(rows, delimiter, loose=loose)):
        return None
    around = "\n".join([*lines[:at], *([lead] if lead else []), *lines[end:]])
    return Grid(tuple(rows[0]), tuple(map(tuple, rows[1:])), around, delimiter)


def _is_table(rows: list[list[str]], delimiter: str, *, loose: bool) -> bool:
    """Whether lines parted by commas are a table, not sentences or a list of values under a label."""
    if any(len(cell.split()) > 6 for row in rows for cell in row):
        return False
    if any(":" in row[0] and not re.fullmatch(r"\d+:\d\d", row[0]) for row in rows):
        return False
    if any(row[0].lstrip().startswith(("-", "*", "•")) for row in rows) and delimiter == ",":
        return False
    if all(_is_number(cell) for cell in rows[0]):
        return False
    return (loose and len(rows) > 2) or any(_is_number(cell) for row in rows[1:] for cell in row)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+$€£]?\s?[\d.,]*\d\s?[%€kKmM]?", cell) is not None


def read_points(text: str) -> list[tuple[float, float]]:
    """The points "(160, 55), (165, 62)" of a text, where there are at least two."""
    found = [(float(match[1]), float(match[2])) for match in _POINT.finditer(text)]
    good = [(x, y) for x, y in found if abs(x) < 1e15 and abs(y) < 1e15]
    return good if len(good) > 1 else []


def without_points(text: str) -> str:
    """A text without its points."""
    return _POINT.sub(" ", text)
