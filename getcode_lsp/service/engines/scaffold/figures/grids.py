"""Tables written in a prompt: Markdown, CSV and TSV; and points written as pairs in brackets."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_POINT = re.compile(r"[(\[]\s*(-?\d+(?:\.\d+)?)\s*[,;|]\s*(-?\d+(?:\.\d+)?)\s*[)\]]")
MOST_ROWS = 2000
MOST_COLUMNS = 40


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
    for at in range(len(lines)):
        for delimiter in ("|", "\t", ";", ","):
            end = _end(lines, at, delimiter)
            if end - at >= 2:
                found = _grid(lines, at, end, delimiter, loose=loose)
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


def _end(lines: list[str], at: int, delimiter: str) -> int:
    """The line behind a table that begins at a line; the same line where none does."""
    wanted = 0
    end = at
    while end < len(lines) and end - at < MOST_ROWS and delimiter in lines[end]:
        count = len(_cells(lines[end], delimiter))
        wanted = wanted or count
        if count != wanted or not 2 <= count <= MOST_COLUMNS:
            break
        end += 1
    return end


def _grid(lines: list[str], at: int, end: int, delimiter: str, *, loose: bool) -> Grid | None:
    rows = [
        _cells(line, delimiter) for line in lines[at:end] if not (delimiter == "|" and _RULE.fullmatch(line))
    ]
    if len(rows) < 2 or (delimiter != "|" and not _is_table(rows, delimiter, loose=loose)):
        return None
    around = "\n".join([*lines[:at], *lines[end:]])
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
