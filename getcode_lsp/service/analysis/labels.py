"""Labels with their values or with room to fill them in: "Due date: 1 May 2024", "Name: ________"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.analysis.material import Entry, Kind
from getcode_lsp.service.analysis.rows import Row, Segment
from getcode_lsp.service.analysis.tables import TOTALS
from getcode_lsp.service.analysis.values import is_code, kind_by_label, kind_of, kind_of_column

_LONGEST_LABEL = 40
_MOST_WORDS = 5
_BLANK = re.compile(r"[_.…·]{4,}|_{2,}")
_BOX = re.compile(r"[☐☑☒□■▢]|\[[ xX]?\]|\(\s?\)|(?<!\w)[○◯](?!\w)")
_PAIR = re.compile(r"([^\W\d_][^:：?]{0,60}?)\s*[:：]\s*(.*)")
_NUMBERED = re.compile(
    r"((?:invoice|order|quote|receipt|customer|reference|ticket|contract|policy|po|rechnung)\s?(?:no\.?|number|nr\.?|#|id))\s*#?\s*(\S*\d\S*)",
    re.IGNORECASE,
)
_REQUIRED = re.compile(r"\s*(?:\*+|\(required\))\s*$", re.IGNORECASE)


def plain_label(text: str) -> str:
    """A label without its colon, its asterisk and its blanks."""
    return _REQUIRED.sub("", _BLANK.sub("", text).strip(" :：*")).strip(" :：")


def is_label(text: str) -> bool:
    """Whether a text is short enough to be one."""
    bare = plain_label(text)
    return 1 < len(bare) <= _LONGEST_LABEL and len(bare.split()) <= _MOST_WORDS and bare[0].isalpha()


def entry_of(label: str, value: str) -> Entry:
    """A label and its value as an entry."""
    bare = plain_label(label)
    return Entry(bare, kind_of_column(bare, [value]), value.strip(), required=bool(_REQUIRED.search(label)))


def field_of(label: str, kind: Kind | None = None, choices: tuple[str, ...] = ()) -> Entry:
    """A field to be filled in."""
    bare = plain_label(label)
    given = kind or (Kind.CHOICE if choices else kind_by_label(bare))
    return Entry(bare, given, choices=choices, required=bool(_REQUIRED.search(label)))


def labelled(row: Row) -> tuple[list[Entry], list[Entry]]:
    """The values that a row gives by their labels, and the fields that it leaves to be filled in."""
    text = "  ".join(segment.text for segment in row)
    if _BOX.search(text):
        return [], _boxes(text)
    if _BLANK.search(text):
        return [], [field_of(label) for label in _BLANK.split(text) if is_label(label)]
    entries: list[Entry] = []
    at = 0
    while at < len(row):
        entry, taken = _one(row[at : at + 2])
        if entry:
            entries.append(entry)
        at += taken
    return entries, []


def _one(segments: Sequence[Segment]) -> tuple[Entry | None, int]:
    """The entry at the beginning of these segments, and how many of them it took."""
    first = segments[0].text
    second = segments[1].text if len(segments) > 1 else ""
    pair = _PAIR.fullmatch(first)
    if pair and is_label(pair[1]) and "://" not in first and kind_of(first) is Kind.TEXT:
        if pair[2]:
            return entry_of(pair[1], pair[2]), 1
        taken = 1 if not second or _PAIR.fullmatch(second) else 2
        return entry_of(pair[1], second if taken == 2 else ""), taken
    numbered = _NUMBERED.fullmatch(first)
    if numbered:
        return entry_of(numbered[1], numbered[2]), 1
    if second and is_label(first) and (TOTALS.fullmatch(first) or _telling(first, second)):
        return entry_of(first, second), 2
    return None, 1


def _telling(label: str, value: str) -> bool:
    """Whether a label without a colon promises just the kind that stands beside it."""
    if is_code(label) and kind_by_label(label) is Kind.TEXT and re.search(r"\d", value):
        return len(value) <= _LONGEST_LABEL
    kind = kind_of(value)
    return kind is not Kind.TEXT and kind is kind_by_label(label)


def _boxes(text: str) -> list[Entry]:
    """A row of boxes to tick: one choice where something stands before them, else a check box each."""
    before, *options = (part.strip() for part in _BOX.split(text))
    options = [plain_label(option) for option in options if option]
    if len(options) > 1 and is_label(before):
        if {option.lower() for option in options} == {"yes", "no"}:
            return [field_of(before, Kind.BOOLEAN)]
        return [field_of(before, None, tuple(options))]
    if not options and is_label(before):
        return [field_of(before, Kind.BOOLEAN)]
    return [field_of(option, Kind.BOOLEAN) for option in options if option and option[0].isalpha()]
