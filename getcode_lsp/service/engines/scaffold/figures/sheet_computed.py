"""Tables that are plain arithmetic: timetables, calendars, dates in steps, multiplication, repayment of a loan."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from getcode_lsp.service.engines.scaffold.calendar_names import DAYS, MONTHS
from getcode_lsp.service.engines.scaffold.figures.categories import month_place
from getcode_lsp.service.engines.scaffold.figures.sheet import MOST_ROWS, Column, Sheet
from getcode_lsp.service.engines.scaffold.spec import Type

_CENT = Decimal("0.01")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"


def computed_sheet(text: str) -> Sheet | None:
    """The table of one of these kinds that a text asks for; None where it asks for none."""
    for read in _READERS:
        found = read(text)
        if found is not None:
            return found
    return None


def _table(names: list[str], rows: list[list[str]], said: str, types: list[Type] | None = None) -> Sheet:
    kinds = types or [Type.STRING] * len(names)
    columns = tuple(Column(name, kind) for name, kind in zip(names, kinds, strict=True))
    return Sheet(columns, tuple(tuple(row) for row in rows[:MOST_ROWS]), said=said)


def _multiplication(text: str) -> Sheet | None:
    match = re.search(r"\b(?:multiplication|times)\s+tables?\b", text, re.IGNORECASE)
    if match is None:
        return None
    numbers = [int(n) for n in re.findall(r"\b\d{1,3}\b", text)]
    low, high = (
        (numbers[0], numbers[1])
        if len(numbers) > 1 and numbers[0] < numbers[1]
        else (1, (numbers or [10])[0])
    )
    if numbers[:2] == [numbers[0]] * 2 if len(numbers) > 1 else False:
        low, high = 1, numbers[0]
    if not 0 < high - low < 100:
        return None
    span = range(low, high + 1)
    rows = [[str(a), *(str(a * b) for b in span)] for a in span]
    names = ["×", *(str(b) for b in span)]
    return _table(names, rows, f"Multiplication table from {low} to {high}", [Type.INTEGER] * len(names))


def _months(text: str) -> Sheet | None:
    if not re.search(
        r"\bmonths? of the year\b|\b(?:all|twelve|12) months\b|\beach month\b", text, re.IGNORECASE
    ) or not re.search(r"\bdays\b", text, re.IGNORECASE):
        return None
    match = re.search(r"\b((?:19|20)\d\d)\b", text)
    year = int(match[1]) if match else 2025
    rows = [[name, str(calendar.monthrange(year, at + 1)[1])] for at, name in enumerate(MONTHS)]
    return _table(
        ["Month", "Days"], rows, f"Each month of {year} with its number of days", [Type.STRING, Type.INTEGER]
    )


def _calendar(text: str) -> Sheet | None:
    match = re.search(
        r"\b(?:calendar|days?|dates?)\b[^.\n]{0,30}?\b(?:for|of|in)\s+(?:the\s+month\s+of\s+)?([A-Za-z]{3,9})\s+((?:19|20)\d\d)\b",
        text,
        re.IGNORECASE,
    )
    place = month_place(match[1]) if match else None
    if match is None or place is None:
        return None
    year, month = int(match[2]), place + 1
    first, count = date(year, month, 1), calendar.monthrange(year, month)[1]
    days = [first + timedelta(days=n) for n in range(count)]
    rows = [[day.isoformat(), DAYS[day.weekday()], ""] for day in days]
    return _table(
        ["Date", "Weekday", "Notes"],
        rows,
        f"Calendar for {MONTHS[place]} {year}",
        [Type.DATE, Type.STRING, Type.STRING],
    )


_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"


def _timetable(text: str) -> Sheet | None:
    if not re.search(
        r"\btime\s?table|\bschedule|\bplanner|\brota\b|\btime slots?|\bhourly\b", text, re.IGNORECASE
    ):
        return None
    times = re.search(
        rf"\b(?:from|between)?\s*{_CLOCK}\s*(?:to|-|–|until|and)\s*{_CLOCK}(?!\s*(?:rows|columns|,))",
        text,
        re.IGNORECASE,
    )
    if times is None or not (times[2] or times[3] or times[5] or times[6]):
        return None
    start, end = _minutes(times[1], times[2], times[3]), _minutes(times[4], times[5], times[6])
    every = re.search(
        r"\b(?:every|in|each|per)\s+(\d{1,3}|half)[\s-]*(min|hour)|(\d{1,3})[\s-]min(?:ute)?",
        text,
        re.IGNORECASE,
    )
    step = 60
    if every:
        step = (
            int(every[3])
            if every[3]
            else 30
            if every[1] == "half"
            else int(every[1]) * (60 if every[2].lower() == "hour" else 1)
        )
    if not 0 <= start < end <= 1440 or not 5 <= step <= 720:
        return None
    days = _weekdays(text)
    rows = []
    for at in range(start, end, step):
        slot = f"{at // 60:02d}:{at % 60:02d}–{min(at + step, end) // 60:02d}:{min(at + step, end) % 60:02d}"
        rows.append([slot, *[""] * len(days)])
    said = f"Timetable from {start // 60:02d}:{start % 60:02d} to {end // 60:02d}:{end % 60:02d}, every {step} minutes, {days[0]} to {days[-1]}"
    return _table(["Time", *days], rows, said)


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour)
    return hours * 60 + int(minute or 0)


def _weekdays(text: str) -> list[str]:
    match = re.search(
        rf"\b({'|'.join(DAYS)})s?\s*(?:to|-|–|through|until)\s*({'|'.join(DAYS)})", text, re.IGNORECASE
    )
    first, last = (
        (match[1], match[2])
        if match
        else (
            "Monday",
            "Sunday" if re.search(r"\bweekend|seven days|7 days", text, re.IGNORECASE) else "Friday",
        )
    )
    low, high = DAYS.index(first.capitalize()), DAYS.index(last.capitalize())
    return DAYS[low : high + 1] if low <= high else DAYS[low:] + DAYS[: high + 1]


def _loan(text: str) -> Sheet | None:
    if not re.search(r"\b(?:loan|mortgage|repayment|amorti[sz]ation|annuity)\b", text, re.IGNORECASE):
        return None
    rate = re.search(rf"{_NUMBER}\s*(?:%|percent)", text, re.IGNORECASE)
    term = re.search(
        r"(\d{1,3})\s*[- ]?(months?|years?)\b|\b(?:over|for|in)\s+a\s+(year)\b", text, re.IGNORECASE
    )
    amounts = list(re.finditer(rf"[$€£]?\s?{_NUMBER}\s*(k\b|million\b|thousand\b)?", text, re.IGNORECASE))
    taken = {m.start(1) for m in (rate, term) if m and m[1]}
    scales = {"k": 1000, "thousand": 1000, "million": 1000000}
    sums = [_decimal(m[1]) * scales.get((m[2] or "").lower(), 1) for m in amounts if m.start(1) not in taken]
    principal = next((amount for amount in sums if amount >= 100), Decimal(0))
    if rate is None or term is None or not principal:
        return None
    months = 12 if term[3] else int(term[1]) * (12 if term[2].lower().startswith("year") else 1)
    yearly = _decimal(rate[1])
    if not (0 < months <= 480 and yearly < 100 and principal < Decimal(10) ** 12):
        return None
    said = f"Loan repayment plan for {_plain(principal)} at {_plain(yearly)}% yearly interest over {months} months"
    names = ["Month", "Payment", "Interest", "Principal", "Balance"]
    return _table(names, repayments(principal, yearly, months), said, [Type.INTEGER, *[Type.NUMBER] * 4])


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def repayments(principal: Decimal, yearly: Decimal, months: int) -> list[list[str]]:
    """The months of an annuity, rounded to cents: number, payment, interest, repaid, balance; the last payment settles."""
    with localcontext() as context:
        context.prec, context.rounding = 40, ROUND_HALF_UP
        rate = yearly / 1200
        exact = principal / months if not rate else principal * rate / (1 - (1 + rate) ** -months)
        payment, balance, rows = exact.quantize(_CENT), principal.quantize(_CENT), []
        for month in range(1, months + 1):
            interest = (balance * rate).quantize(_CENT)
            paid = balance + interest if month == months else min(payment, balance + interest)
            balance = balance + interest - paid
            rows.append(
                [str(month), f"{paid:.2f}", f"{interest:.2f}", f"{paid - interest:.2f}", f"{balance:.2f}"]
            )
    return rows


_ISO = r"((?:19|20)\d\d)-(\d\d)-(\d\d)"


def _attendance(text: str) -> Sheet | None:
    if not re.search(
        r"\battendance|\bsign[\s-]?in sheet|\bpresence|\brota\b|\broster|\bchores?\b|\bduty (?:plan|schedule)",
        text,
        re.IGNORECASE,
    ):
        return None
    people = re.search(r"\bfor\s+((?:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?:,\s*|,?\s+and\s+)?){2,40})", text)
    if people is None:
        return None
    names = [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", people[1]) if name.strip()]
    names = [name for name in names if name not in DAYS]
    if len(names) < 2:
        return None
    start = _date(re.search(_ISO, text))
    days = [start + timedelta(days=n) for n in range(5)] if start else []
    heads = [f"{DAYS[day.weekday()][:3]} {day.isoformat()}" for day in days] or _weekdays(text)
    rows = [[name, *[""] * len(heads)] for name in names]
    week = f" for the week of {start.isoformat()}" if start else ""
    span = "" if start else f", {heads[0]} to {heads[-1]}"
    return _table(
        ["Name", *heads],
        rows,
        f"Attendance sheet for {' and '.join([', '.join(names[:-1]), names[-1]])}{week}{span}",
    )


def _date(match: re.Match[str] | None) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _date_steps(text: str) -> Sheet | None:
    """Dates in steps: "every Monday from 2025-01-06 to 2025-03-01", "10 weekly dates from 2025-01-01"."""
    starts = [found for found in map(_date, re.finditer(_ISO, text)) if found]
    every = re.search(
        rf"\b(?:every|each)\s+(?:(\d{{1,3}}|second|other)\s*(?:nd|rd|th)?\s*)?(day|week|month|{'|'.join(DAYS)})s?\b|\b(dai)ly\b|\b(week)ly\b|\b(month)ly\b",
        text,
        re.IGNORECASE,
    )
    if not starts or every is None:
        return None
    unit = next(part for part in every.groups()[1:] if part).lower().replace("dai", "day")
    step = {"": 1, "second": 2, "other": 2}.get((every[1] or "").lower()) or int(every[1])
    count = re.search(
        r"\b(\d{1,3})\s+(?:rows|dates|times|entries|lines|weeks|days|months|payments|appointments)\b",
        text,
        re.IGNORECASE,
    )
    last = starts[1] if len(starts) > 1 else None
    wanted = int(count[1]) if count else 0 if last else 10
    if unit.capitalize() in DAYS:
        starts[0] += timedelta(days=(DAYS.index(unit.capitalize()) - starts[0].weekday()) % 7)
    dates: list[date] = []
    while step and len(dates) < (wanted or MOST_ROWS):
        found = _later(starts[0], unit, step * len(dates))
        if found is None or (last and found > last):
            break
        dates.append(found)
    rows = [[day.isoformat(), DAYS[day.weekday()], ""] for day in dates]
    end = f"to {last.isoformat()}" if last else f"with {len(dates)} rows"
    spelled = unit.capitalize() if unit.capitalize() in DAYS else unit
    return (
        _table(
            ["Date", "Weekday", "Notes"],
            rows,
            f"Dates from {starts[0].isoformat()} {end}, every {f'{step} ' if step > 1 else ''}{spelled}",
            [Type.DATE, Type.STRING, Type.STRING],
        )
        if rows
        else None
    )


def _later(start: date, unit: str, steps: int) -> date | None:
    try:
        if unit == "month":
            year, month = divmod(start.year * 12 + start.month - 1 + steps, 12)
            return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
        return start + timedelta(days=steps * (1 if unit == "day" else 7))
    except (ValueError, OverflowError):
        return None


_READERS: tuple[Callable[[str], Sheet | None], ...] = (
    _multiplication, _months, _timetable, _loan, _attendance, _calendar, _date_steps,
)  # fmt: skip
