"""What was found in a file: the input of every wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The kind of a value; the member's value is the word for it in a prompt."""

    TEXT = "text"
    LONG_TEXT = "long text"
    INTEGER = "whole number"
    NUMBER = "number"
    AMOUNT = "amount"
    PERCENT = "percentage"
    DATE = "date"
    TIME = "time"
    EMAIL = "email"
    PHONE = "phone"
    URL = "link"
    BOOLEAN = "check box"
    CHOICE = "choice"

    @property
    def numeric(self) -> bool:
        """Whether values are numbers."""
        return self in (Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled value: a field of a form, a column of a table, or a line such as "Due date: 1 May 2024"."""

    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with the kinds of their values, its rows, and the totals below it."""

    columns: tuple[Entry, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    totals: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1 is the highest), the first sentence below it, and the items of its lists."""

    heading: str
    level: int = 1
    gist: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of a chart by their labels."""

    name: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image shows to the eye of a program: pixels, named colours (the most frequent first), frames.

    `photo` is whether it has the many shades of a photo. Without `text_sought` nobody could look for text.
    """

    width: int
    height: int
    colours: tuple[str, ...]
    photo: bool
    frames: int = 1
    text_sought: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    """All that was found.

    `genre` is a name of `genres.GENRES`. `lines` are texts that are in no section, table or field. `axis` is what a
    chart's scale reaches from and to. `notes` are sentences about what was not looked at.
    """

    medium: str
    genre: str = "document"
    title: str = ""
    author: str = ""
    pages: int = 1
    sections: tuple[Section, ...] = ()
    entries: tuple[Entry, ...] = ()
    form: tuple[Entry, ...] = ()
    buttons: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    series: tuple[Series, ...] = ()
    axis: tuple[str, str] | None = None
    lines: tuple[str, ...] = ()
    picture: Picture | None = None
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no text was found."""
        return not (self.title or self.sections or self.entries or self.form or self.tables or self.lines)
