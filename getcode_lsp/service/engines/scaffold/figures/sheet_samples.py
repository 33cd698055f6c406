"""Example values for the columns of a table: plausible by name and type, always the same for the same sheet."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import date, timedelta

from getcode_lsp.service.engines.scaffold.figures.sheet import Column, Sheet
from getcode_lsp.service.engines.scaffold.figures.sheet_spans import SERIAL
from getcode_lsp.service.engines.scaffold.grammar.words import ascii_letters
from getcode_lsp.service.engines.scaffold.spec import Type

_FIRST = "Anna Ben Clara David Elena Felix Greta Hugo Ines Jonas Karla Liam Maria Noah Olga Paul Rosa Simon Tara Victor".split()
_LAST = "Meyer Santos Kowalski Rossi Novak Jensen Dubois Silva Keller Murphy Tanaka Okafor Lindgren Haas Moreau Costa Weber Singh Evans Petrov".split()
_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"first name|given name", tuple(_FIRST)),
    (r"last name|surname|family name", tuple(_LAST)),
    (r"\b(?:department|team|division)", ("Sales", "IT", "Marketing", "Finance", "HR", "Operations", "Support")),
    (r"\b(?:position|job|role|job title|title of job)", ("Engineer", "Accountant", "Designer", "Analyst", "Manager", "Assistant")),
    (r"\bcity|town|location|place|venue|destination", ("Berlin", "Lisbon", "Vienna", "Oslo", "Dublin", "Prague", "Turin", "Ghent")),
    (r"\bcountry|nation", ("Germany", "Portugal", "Austria", "Norway", "Ireland", "Italy", "Belgium", "Spain")),
    (r"\bcompany|supplier|vendor|client|manufacturer|brand|publisher", ("Northwind Ltd", "Lindgren & Co", "Blue Harbor GmbH", "Alta Supplies", "Fenwick Bros", "Solano SA")),
    (r"\bcategory\b(?=.*budget)|\bexpense|\bbudget", ("Rent", "Groceries", "Transport", "Utilities", "Insurance", "Leisure", "Clothing", "Health", "Savings", "Gifts")),
    (r"\bproduct|\bitem|\barticle|\bgoods|\bpart\b", ("Hammer", "Screwdriver set", "Cordless drill", "Tape measure", "Wood screws", "Paint roller", "Spirit level", "Work gloves", "Extension cable", "Ladder")),
    (r"\btask|\bactivity|\btodo|\bto-do|\bmilestone|\bwork\b", ("Collect requirements", "Draft the design", "Review the design", "Build a prototype", "Write tests", "Fix findings", "Prepare training", "Roll out", "Hold a retrospective", "Write documentation")),
    (r"\bbook|\btitle", ("The Long Harbor", "Winter Orchard", "A Map of Rain", "Small Hours", "The Glass Bridge", "Northern Letters")),
    (r"\bsubject|\bcourse|\bclass", ("Mathematics", "Physics", "History", "English", "Biology", "Music")),
    (r"\bgenre", ("Drama", "Comedy", "Thriller", "Documentary", "Fantasy")),
    (r"\bexercise|\bworkout", ("Squats", "Push-ups", "Rowing", "Plank", "Lunges", "Deadlift")),
    (r"\bmeal|\bdish|\brecipe|\bfood|\bingredient", ("Lentil soup", "Pasta salad", "Baked fish", "Rice bowl", "Omelette", "Vegetable curry")),
    (r"\bcolou?r", ("Blue", "Red", "Green", "Black", "White", "Yellow")),
    (r"\bsize", ("S", "M", "L", "XL")),
    (r"\bstatus|\bstate\b|\bstage", ("Open", "In progress", "Done")),
    (r"\bpriority|\bseverity|\brisk level", ("High", "Medium", "Low")),
    (r"\bgrade", ("A", "B", "C", "B", "A")),
    (r"\bpayment|\bmethod", ("Card", "Cash", "Transfer")),
    (r"\bcategory|\btype|\bkind|\bgroup", ("A", "B", "C", "D")),
    (r"\bunit", ("pcs", "box", "kg", "l")),
    (r"\bnote|\bcomment|\bremark|\bdescription", ("As agreed", "To be checked", "Recurring", "New this year")),
    (r"\bday\b|\bweekday", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
    (r"\bmonth", ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")),
    (r"\bquarter", ("Q1", "Q2", "Q3", "Q4")),
)  # fmt: skip
_IN_ORDER = re.compile(
    r"\bday\b|\bweekday|\bmonth|\bquarter|\btask|\bcategory|\bproduct|\bitem|\bexpense|\bbudget",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:name|employee|student|customer|owner|person|author|teacher|assignee|contact|member|guest|responsible|manager|patient|player|instructor|participant|who|attendee|driver|buyer|seller|candidate|recipient)s?\b",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"(?:test|exam|quiz)\s?\d{1,2}|maths?|mathematics|science|english|history|physics|chemistry|biology|geography"
)
_START = date(2025, 1, 6)


def example_rows(sheet: Sheet, count: int) -> tuple[tuple[str, ...], ...]:
    """So many rows of example values; computed columns stay empty."""
    return tuple(_row(sheet, at, sheet.topic) for at in range(count))


def _row(sheet: Sheet, at: int, topic: str) -> tuple[str, ...]:
    cells = ["" if column.formula else _value(column, at, topic) for column in sheet.columns]
    return tuple(_consistent(sheet, cells))


def _consistent(sheet: Sheet, cells: list[str]) -> list[str]:
    """Let the e-mail address be that of the person in the row."""
    names = [column.name.lower() for column in sheet.columns]
    person = next(
        (
            cells[at]
            for at, column in enumerate(sheet.columns)
            if _PEOPLE.search(column.name) and " " in cells[at]
        ),
        "",
    )
    if "first name" in names and "last name" in names:
        person = f"{cells[names.index('first name')]} {cells[names.index('last name')]}"
    if person:
        local = ".".join(ascii_letters(person).lower().split())
        return [
            f"{local}@example.com" if column.type is Type.EMAIL else cell
            for column, cell in zip(sheet.columns, cells, strict=True)
        ]
    return cells


def _pick(name: str, at: int, below: int) -> int:
    """A number below a limit that looks arbitrary but is always the same for this column and row."""
    return zlib.crc32(f"{name.lower()}/{at}".encode("utf-8", "replace")) % below


def _value(column: Column, at: int, topic: str) -> str:
    name, low = column.name, column.name.lower()
    if re.match(r"(?:average|mean|total|sum)\b", low) and column.type in (
        Type.INTEGER,
        Type.NUMBER,
        Type.STRING,
    ):
        return ""  # what it sums up is not known
    if column.choices:
        return column.choices[(at + _pick(name, at, 2)) % len(column.choices)]
    scale = re.search(r"(?<![\d-])(\d{1,3})\s?[-–]\s?(\d{1,3})\)?$", name)
    if scale and int(scale[1]) < int(scale[2]):  # "Rating 1-5"
        return str(int(scale[1]) + _pick(low, at, int(scale[2]) - int(scale[1]) + 1))
    makers: dict[Type, Callable[[], str]] = {
        Type.BOOLEAN: lambda: "Yes" if _pick(name, at, 3) else "No",
        Type.DATE: lambda: _date(low, at),
        Type.DATETIME: lambda: f"{_date(low, at)} {8 + at % 9:02d}:{15 * (at % 4):02d}",
        Type.TIME: lambda: f"{8 + at % 10:02d}:{(30 * at) % 60:02d}",
        Type.EMAIL: lambda: f"person{at + 1}@example.com",
        Type.URL: lambda: f"https://example.com/{at + 1}",
        Type.INTEGER: lambda: _integer(low, at),
        Type.NUMBER: lambda: _number(low, at),
    }
    if column.type in makers:
        return makers[column.type]()
    return _words(name, at, topic)


def _date(low: str, at: int) -> str:
    """A working day; ends lie after starts, since they are later by weeks."""
    late = (
        14
        if re.search(
            r"\b(?:end|due|deadline|finish|until|return|delivery|completed|closed|harvest|received|resolved|check-?out|departure|paid)",
            low,
        )
        else 0
    )
    if re.search(r"birth|born", low):
        return (date(1975, 3, 1) + timedelta(days=at * 521 % 9000)).isoformat()
    if re.search(r"\bhire|joined|start date|since", low) and "end" not in low:
        return (_START + timedelta(days=7 * at)).isoformat()
    return (_START + timedelta(days=7 * at + late)).isoformat()


def _integer(low: str, at: int) -> str:
    if re.search(r"\b(?:id|no|number|nr)\b|#", low):
        return str(at + 1)
    ranges = (("age", 19, 45), ("year", 1995, 30), ("rating", 1, 5), ("score", 40, 60), ("stock", 5, 180), ("qty|quantity|units|pieces|count", 1, 24), ("sets", 3, 3), ("reps", 6, 10), ("pages", 80, 400), ("calories", 90, 500), ("systolic", 108, 34), ("diastolic", 66, 24), ("pulse", 58, 34))  # fmt: skip
    for words, least, span in ranges:
        if re.search(rf"\b(?:{words})", low):
            return str(least + _pick(low, at, span))
    return str(1 + _pick(low, at, 100))


def _number(low: str, at: int) -> str:
    if re.search(r"salary|wage", low):
        return str(32000 + 500 * _pick(low, at, 80))
    if re.search(r"planned|budget|actual|spent|income|revenue|forecast", low):
        base = 100 + 50 * _pick("budget", at, 18)  # planned and actual are near each other
        drift = 0 if re.search(r"planned|budget|forecast", low) else 10 * (_pick(low, at, 13) - 6)
        return f"{base + drift:.2f}"
    if re.search(r"hours?\b", low):
        return f"{1 + _pick(low, at, 15) * 0.5:g}"
    if re.search(r"%|percent|rate\b|discount|vat|tax", low):
        return str((5, 7, 10, 19, 20)[_pick(low, at, 5)])
    if _MARKS.fullmatch(low):
        return str(58 + _pick(low, at, 41))
    if re.search(r"rating", low):
        return f"{3 + _pick(low, at, 21) / 10:g}"
    return f"{4 + _pick(low, at, 120)}.{(0, 25, 50, 90, 99)[_pick(low + 'c', at, 5)]:02d}"


def _words(name: str, at: int, topic: str) -> str:
    low = name.lower()
    if re.search(r"\b(?:sku|code|article number|serial|reference|ref|invoice|order)\b", low):
        letters = (
            "".join(word[0] for word in re.findall(r"[a-z]+", low))[:3].upper()
            if " " in low
            else low[:3].upper()
        )
        return f"{letters}-{at + 1001}"
    if re.search(r"\bid\b|\bno\b|number", low) and "phone" not in low:
        return str(at + 1)
    if re.search(r"phone|mobile|tel\b", low):
        return f"555-{100 + at:04d}"
    if re.search(r"address|street", low):
        return f"{3 + at * 4} {('Mill Road', 'Station Street', 'Garden Lane', 'Harbor Way')[at % 4]}"
    if SERIAL.fullmatch(name):  # the columns of a rota: who is there, nobody knows
        return ""
    thing = f"{low} {topic}" if low in ("category", "name", "title", "description") else low
    for pattern, values in _LISTS:
        if low in ("name", "description", "title") and not re.search(
            r"product|inventory|item|task|book|hardware|store|movie", topic
        ):
            break
        if re.search(pattern, thing if low not in ("name", "title") else f"{thing}"):
            ordered = _IN_ORDER.search(pattern) or _IN_ORDER.search(low) or "first name" in pattern
            step = at if ordered else at + _pick(low, at, 2)
            more = (
                ""
                if step < len(values)
                or len(values) < 5
                or re.search(r"day|month|department|city|country|first name|last name", pattern)
                else f" {step // len(values) + 1}"
            )
            return f"{values[step % len(values)]}{more}"
    if _PEOPLE.search(name):
        return f"{_FIRST[at % len(_FIRST)]} {_LAST[(at * 7 + at // len(_FIRST)) % len(_LAST)]}"
    return f"{name} {at + 1}"
