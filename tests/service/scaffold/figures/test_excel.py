"""Tables as CSV: columns, rows, examples, formulas, computed tables; parsed back by Python's csv."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.figures.sheet_computed import repayments
from tests.service.scaffold.figures.documents import improved, written, written_or_refused
from tests.service.scaffold.figures.hostile import hostile, long_ones

BUDGET = "a budget with columns category, planned, actual, difference, 10 rows, totals at the bottom"
COLUMNS = (
    (BUDGET, "Category,Planned,Actual,Difference"),
    ("Employee list: name, email, department (HR, IT, Sales), start date, salary. 20 sample rows", "Name,Email,Department,Start date,Salary"),
    ("inventory sheet with SKU, product, quantity, unit price and total value = quantity * unit price, 15 items", "SKU,Product,Quantity,Unit price,Total value"),
    ("invoice with item, qty, price, amount; 3 sample lines and a grand total", "Item,Qty,Price,Amount"),
    ("Project plan with task, owner, start, end, status (todo/doing/done) - 8 rows please", "Task,Owner,Start,End,Status"),
    ("spreadsheet columns: Date | Customer | Amount (EUR)", "Date,Customer,Amount (EUR)"),
    ("Make me an excel with the columns ID, First name, Last name and Country", "ID,First name,Last name,Country"),
    ("I need a guest list with name, email, attending (yes/no) and notes columns", "Name,Email,Attending,Notes"),
    ("a table (title, author, year) of books with 5 examples", "Title,Author,Year"),
    ("shopping list: 2 kg apples 3.50, 1 l milk 1.20, 6 eggs 2.40", "Item,Quantity,Unit,Price"),
    ("sales per month: Jan 120, Feb 135, Mar 99", "Month,Sales per month"),
    ("name,city\nAnn,Rome\nBob,Oslo", "name,city"),
    ("| a | b |\n|---|---|\n| 1 | x |", "a,b"),
    ("attendance sheet for Anna, Ben and Clara for the week of 2025-03-03", "Name,Mon 2025-03-03,Tue 2025-03-04,Wed 2025-03-05,Thu 2025-03-06,Fri 2025-03-07"),
    ("price list: espresso 2.50, cappuccino 3.20, latte 3.50", "Item,Price"),
    ("Household chores schedule for Anna and Ben, Monday to Wednesday", "Name,Monday,Tuesday,Wednesday"),
    ("I need a table with Name, Qty, Price and Total (Qty * Price) and at the end the sum of Total. 4 rows.", "Name,Qty,Price,Total"),
    ("columns name and age. Rows: Ann, 34; Bob, 27", "Name,Age"),
    ("spreadsheet to track household expenses with category, amount, date and 10 sample rows", "Category,Amount,Date"),
    ("timesheets with employee name, date, hours worked and hourly rate, plus total pay", "Employee name,Date,Hours worked,Hourly rate,Total pay"),
    ("grade book: student name, math, science, english, average of the three, 12 students", "Student name,Math,Science,English,Average"),
    ("monthly budget with income and expenses for each month from January to March and a savings column (income minus expenses)", "Month,Income,Expenses,Savings"),
    ("sales with columns Region, Q1, Q2, Q3, Q4 and Total (sum of the four quarters) for North, South and East", "Region,Q1,Q2,Q3,Q4,Total"),
    ("a weekly meal planner from Monday to Sunday with breakfast, lunch and dinner", "Day,Breakfast,Lunch,Dinner"),
    ("Price list: Mug $8.50, Pen $1.10. Include a column for price with 20% VAT", "Item,Price,price with 20% VAT"),
    ("table: Region, Q1, Q2, Total, 4 rows with random data", "Region,Q1,Q2,Total"),
    ("expense tracker with 6 sample rows and a total", "Date,Category,Description,Amount"),
    ("catering with dish, portions, price per portion and cost = portions * price per portion, 5 sample rows and the total cost", "Dish,Portions,Price per portion,Cost"),
    ("columns: plot no, crop, sown on, yield (t), price per t, revenue = yield * price per t. Total revenue at the bottom. 3 rows", "Plot no,Crop,Sown on,Yield (t),Price per t,Revenue"),
    ("rent roll with tenant, monthly rent in EUR, deposit (3 * monthly rent) and paid (yes/no), 2 rows", "Tenant,Monthly rent (EUR),Deposit,Paid"),
    ("tax return: quarter, net sales, VAT 20% of net sales, gross (net sales + VAT)", "Quarter,Net sales,VAT (20%),Gross"),
    ("table with amount in USD, rate, amount in EUR = amount in USD * rate, 2 rows", "Amount (USD),Rate,Amount (EUR)"),
    ("rainfall log with 12 rows, one for each month, and the columns rain, sun hours and mean temperature", "Month,Rain,Sun hours,Mean temperature"),
    ("seat plan with 3 rows and columns A to D", "A,B,C,D"),
    ("columns Name, Q1 to Q4, Total", "Name,Q1,Q2,Q3,Q4,Total"),
    ("a rota with staff and Monday to Friday, 3 rows", "Staff,Monday,Tuesday,Wednesday,Thursday,Friday"),
    ("vineyard harvest: Riesling 4200 kg, Merlot 3100 kg, Pinot 1800 kg with a total", "Category,Vineyard harvest (kg)"),
    ("kennel price list: small dog 18.00 per night, medium dog 22.50", "Item,Price"),
    ("a packing list: tent, 2 sleeping bags, stove, 3 torches", "Item,Quantity,Unit"),
    ("make a csv: country, capital, people\nPeru, Lima, 33 million\nChile, Santiago, 19 million", "country,capital,people"),
    ("weekly plan: day, task, minutes. Monday: vacuum, 30. Tuesday: laundry, 45", "Day,Task,Minutes"),
    ("table of the planets with name, diameter (km) and number of moons", "Name,Diameter (km),Number of moons"),
)  # fmt: skip
PROMPTS = [prompt for prompt, _columns in COLUMNS]
ROLES = (
    "table with columns {x}, b and c, 3 rows", "columns a, b. Rows: {x}, 1; {x}, 2", "| {x} | b |\n|---|---|\n| {x} | 1 |\n| c | {x} |", "{x}",
    "shopping list: 2 kg {x} 3.50, milk 1", "a budget with category, {x} (one of {x}, b), actual, 2 sample rows", "columns a, b, c = a * {x}, 3 rows, a total",
    "loan of {x} at 5% over {x} months", "timetable from {x} to 16:00", "calendar for {x} 2025", "multiplication table {x}", "sales: {x} 1, {x} 2",
)  # fmt: skip


def cells(text: str) -> list[list[str]]:
    assert text.endswith("\r\n")
    assert not re.search(r'(?<!\r)\n(?=(?:[^"]*"[^"]*")*[^"]*\Z)', text), "each line ends in CRLF"
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def table(prompt: str) -> list[list[str]]:
    rows = cells(written(prompt, "excel"))
    assert len({len(row) for row in rows}) == 1, "a cell for each column in every row"
    return rows


def value(rows: list[list[str]], cell: str) -> float:
    """What a spreadsheet shows in a cell such as "=B2*C2" or "=SUM(B2:B11)"."""

    def at(name: str) -> str:
        match = re.fullmatch(r"([A-Z])(\d+)", name)
        assert match
        return rows[int(match[2]) - 1][ord(match[1]) - 65]

    if not cell.startswith("="):
        return float(cell)
    called = re.fullmatch(r"=(SUM|AVERAGE)\(([A-Z])(\d+):\2(\d+)\)", cell)
    if called:
        numbers = [value(rows, at(f"{called[2]}{row}")) for row in range(int(called[3]), int(called[4]) + 1)]
        return sum(numbers) / (1 if called[1] == "SUM" else len(numbers))
    match = re.fullmatch(r"=([A-Z]\d+)([-+*/])([A-Z]\d+)", cell)
    assert match, cell
    left, right = value(rows, at(match[1])), value(rows, at(match[3]))
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / (right or 1)}[match[2]]


@pytest.mark.parametrize(("prompt", "columns"), COLUMNS)
def test_the_columns_are_those_of_the_prompt(prompt: str, columns: str) -> None:
    assert table(prompt)[0] == columns.split(",")


def test_examples_are_as_many_as_asked_for_typed_and_different() -> None:
    rows = table(COLUMNS[1][0])[1:]
    assert len(rows) == 20
    assert len({row[0] for row in rows}) == 20
    for name, email, department, start, salary in rows:
        assert email == f"{name.lower().replace(' ', '.')}@example.com"
        assert department in ("HR", "IT", "Sales")
        assert date.fromisoformat(start)
        assert 20_000 < float(salary) < 100_000
    assert {row[2] for row in rows} == {"HR", "IT", "Sales"}


def test_ends_lie_after_starts_and_choices_are_the_ones_given() -> None:
    for _task, _owner, start, end, status in table(COLUMNS[4][0])[1:]:
        assert start < end
        assert status in ("todo", "doing", "done")


def test_computed_columns_and_totals_are_formulas_that_are_right() -> None:
    rows = table(BUDGET)
    assert rows[1][3] == "=B2-C2"
    assert rows[-1] == ["Total", "=SUM(B2:B11)", "=SUM(C2:C11)", "=SUM(D2:D11)"]
    assert value(rows, rows[-1][3]) == pytest.approx(value(rows, rows[-1][1]) - value(rows, rows[-1][2]))
    invoice = table(COLUMNS[3][0])
    assert invoice[-1] == ["Total", "=SUM(B2:B4)", "", "=SUM(D2:D4)"]
    assert value(invoice, invoice[-1][3]) == pytest.approx(
        sum(float(q) * float(p) for _i, q, p, _a in invoice[1:-1])
    )


def test_columns_that_take_others_of_their_row_are_formulas() -> None:
    rows = table("grade book: student name, math, science, english, average of the three, 12 students")
    assert len(rows) == 13
    assert {row[4] for row in rows[1:]} == {f"=AVERAGE(B{at}:D{at})" for at in range(2, 14)}
    assert all(50 < float(mark) <= 100 for row in rows[1:] for mark in row[1:4])
    assert table("table: Region, Q1, Q2, Total, 4 rows with random data")[1][3] == "=SUM(B2:C2)"
    assert (
        table("hours and rate, plus total pay, with columns name, hours, hourly rate, total pay")[1][3]
        == "=B2*C2"
    )
    assert table("Price list: Mug $8.50, Pen $1.10. Include a column for price with 20% VAT")[1:] == [
        ["Mug", "8.50", "=B2*1.2"],
        ["Pen", "1.10", "=B3*1.2"],
    ]


def test_rows_that_the_prompt_names_are_there() -> None:
    assert table("sales with columns Region, Q1, Q2 and Total (sum of the two quarters) for North, South and East")[1:] == [
        ["North", "", "", "=SUM(B2:C2)"],
        ["South", "", "", "=SUM(B3:C3)"],
        ["East", "", "", "=SUM(B4:C4)"],
    ]  # fmt: skip
    budget = table("budget with income, expenses and a savings column (income minus expenses) for each month")
    assert [budget[1], len(budget)] == [["January", "", "", "=B2-C2"], 13]
    week = table("shifts with morning and evening, from Monday to Wednesday")
    assert [row[0] for row in week] == ["Day", "Monday", "Tuesday", "Wednesday"]


@pytest.mark.parametrize(
    ("prompt", "last"),
    [
        ("catering with dish, portions, price and cost = portions * price, 5 sample rows and the total cost", "Total,,,=SUM(D2:D6)"),
        ("columns: crop, yield (t), price per t, revenue = yield * price per t. Total revenue at the bottom. 3 rows", "Total,,,=SUM(D2:D4)"),
        ("vineyard harvest: Riesling 4200 kg, Merlot 3100 kg, Pinot 1800 kg with a total", "Total,=SUM(B2:B4)"),
    ],
)  # fmt: skip
def test_the_total_of_one_column_is_a_row(prompt: str, last: str) -> None:
    assert table(prompt)[-1] == last.split(",")


@pytest.mark.parametrize(
    ("prompt", "row"),
    [
        ("rent roll with tenant, monthly rent in EUR, deposit (3 * monthly rent), 1 row", r"Tenant 1,[\d.]+,=B2\*3"),
        ("tax return: quarter, net sales, VAT 20% of net sales, gross (net sales + VAT), 1 row", r"Q1,[\d.]+,=B2\*0.2,=B2\+C2"),
        ("invoice with description, net, VAT (19%), gross = net + VAT; 1 row", r"Description 1,[\d.]+,=B2\*0.19,=B2\+C2"),
        ("columns Ticket, Opened, Closed, Days open (Closed minus Opened), one row", r"Ticket 1,2025-01-06,2025-01-20,=C2-B2"),
        ("columns Name, Q1 to Q3, Total. 1 row", r"Anna Meyer,[\d.]+,[\d.]+,[\d.]+,=SUM\(B2:D2\)"),
        ("hives: frames, honey (kg), last inspection, next due. 1 example row", r"\d+,[\d.]+,2025-01-06,2025-01-20"),
        ("columns book and rating 1-5, 1 sample row", r".+,[1-5]"),
        ("a rota with staff and Monday to Tuesday, 1 row", r"Staff 1,,"),
        ("table of the planets with name and number of moons", "Mercury,"),
        ("table of the continents: population, area (km²)", "Africa,,"),
        ("weekly plan: day, task, minutes. Monday: vacuum, 30. Tuesday: laundry, 45", "Monday,vacuum,30"),
        ("make a csv: country, capital, people\nPeru, Lima, 33 million\nChile, Santiago, 19 million", "Peru,Lima,33 million"),
        ("kennel price list: small dog 18.00 per night, medium dog 22.50", r"small dog \(per night\),18.00"),
        ("a packing list: 2 sleeping bags, stove", "sleeping bags,2,"),
    ],
)  # fmt: skip
def test_what_is_known_of_a_row_stands_in_it(prompt: str, row: str) -> None:
    assert re.fullmatch(row, ",".join(table(prompt)[1]))


def test_a_word_behind_columns_is_not_always_a_column() -> None:
    assert table("stock take; amount columns and a total")[0][0] == "SKU"


def test_a_mean_among_the_columns_asks_for_no_row() -> None:
    rows = table("12 rows, one for each month, and the columns rain, sun hours and mean temperature")
    assert (len(rows), rows[-1][0]) == (13, "December")


def test_sample_people_differ_and_last_contacts_are_dates() -> None:
    rows = table("contacts with first name, last name, last contacted. 18 example rows")[1:]
    assert len({row[0] for row in rows}) == 18
    assert all(date.fromisoformat(row[2]) for row in rows)


def test_without_rows_there_is_a_header_and_room_for_what_is_computed() -> None:
    assert table("columns name, email and phone") == [["Name", "Email", "Phone"]]
    rows = table("a budget with columns category, planned, actual, difference")
    assert rows[1:] == [["", "", "", f"=B{row}-C{row}"] for row in range(2, 12)]


def test_rows_of_the_prompt_are_kept_to_the_letter() -> None:
    assert table("columns name and age. Rows: Ann, 34; Bob, 27")[1:] == [["Ann", "34"], ["Bob", "27"]]
    assert table('name,says\n"Smith, Jr.","he said ""hi"""\nB,x\nC,y')[1] == ["Smith, Jr.", 'he said "hi"']
    assert table("| item | price |\n|---|---|\n| tea | 3.50 |\n| Käse 🙂 | 1,200 |")[1:] == [
        ["tea", "3.50"],
        ["Käse 🙂", "1200"],
    ]
    assert table("sales per month: Jan 120, Feb -5.5")[1:] == [["Jan", "120"], ["Feb", "-5.5"]]


def test_an_average_is_written_for_the_column_that_is_named() -> None:
    rows = table("name,age,year\nAnn,34,2001\nBob,27,2003\n\nadd a row with the average age")
    assert rows[-1] == ["Average", "=AVERAGE(B2:B3)", ""]
    assert value(rows, rows[-1][1]) == 30.5


@pytest.mark.parametrize(
    "attack", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1+2", '=HYPERLINK("http://x","y")']
)
def test_text_of_the_prompt_is_never_a_formula(attack: str) -> None:
    rows = table(f"| name | note |\n|---|---|\n| {attack.replace('|', '/')} | 1 |\n| b | -2 |")
    assert rows[1][0] == "'" + attack.replace("|", "/")
    assert rows[2] == ["b", "-2"]


def test_a_loan_is_repaid_to_the_cent() -> None:
    rows = table("loan repayment plan: 10,000 at 5% yearly interest over 12 months")
    assert rows[1] == ["1", "856.07", "41.67", "814.40", "9185.60"]
    assert rows[-1][4] == "0.00"
    for principal, yearly, months in ((250_000, "3.75", 360), (1000, "0", 7), (99, "29.9", 1)):
        plan = repayments(Decimal(principal), Decimal(yearly), months)
        assert len(plan) == months
        assert sum(Decimal(row[3]) for row in plan) == principal
        assert plan[-1][4] == "0.00"
        for row in plan:
            assert Decimal(row[1]) == Decimal(row[2]) + Decimal(row[3])


def test_computed_tables_are_right() -> None:
    times = table("Multiplication table 1 to 12")
    assert all(int(row[at]) == int(row[0]) * int(times[0][at]) for row in times[1:] for at in range(1, 13))
    months = dict(table("a CSV with the months of the year and how many days each has in 2024")[1:])
    assert (months["February"], len(months)) == ("29", 12)
    assert [row[0] for row in table("weekly timetable from 8:00 to 10:00 every 30 minutes, Monday to Wednesday")] == [
        "Time", "08:00–08:30", "08:30–09:00", "09:00–09:30", "09:30–10:00",
    ]  # fmt: skip
    march = table("calendar for March 2025")
    assert (len(march), march[1][:2]) == (32, ["2025-03-01", "Saturday"])
    assert [row[0] for row in table("dates from 2025-01-31, every month, 4 rows")[1:]] == [
        "2025-01-31",
        "2025-02-28",
        "2025-03-31",
        "2025-04-30",
    ]
    assert [row[0] for row in table("every Monday from 2025-01-01 to 2025-01-20")[1:]] == [
        "2025-01-06",
        "2025-01-13",
        "2025-01-20",
    ]


@pytest.mark.parametrize("prompt", ["make a nice table", "", "the planets of our solar system"])
def test_without_columns_it_refuses(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match="no columns"):
        written(prompt, "excel")


@pytest.mark.parametrize(
    "prompt",
    [
        *PROMPTS,
        "Multiplication table 1 to 12",
        "loan of 10k at 4.5% over 2 years",
        "calendar for March 2025",
        "timetable from 8:00 to 12:00",
        "every Monday from 2025-01-01 to 2025-01-20",
    ],
)
async def test_the_improved_prompt_gives_the_same_table(prompt: str) -> None:
    brief = await improved(prompt, "excel")
    assert written(brief, "excel") == written(prompt, "excel")
    assert await improved(brief, "excel") == brief


@pytest.mark.parametrize("block", range(4))
def test_no_prompt_breaks_the_table(block: int) -> None:
    made = 0
    for seed in range(block * 100, block * 100 + 100):
        prompt = hostile(seed, PROMPTS, ROLES)
        try:
            text = written_or_refused(prompt, "excel")
            if not text:
                continue
            made += 1
            rows = cells(text)
            assert len({len(row) for row in rows}) == 1
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u202e\ud800-\udfff]", text)
            for row in rows:
                for cell in row:
                    if cell[:1] in ("=", "@", "+", "-"):
                        assert re.fullmatch(
                            r"=(?:SUM|AVERAGE)\([A-Z]+\d+:[A-Z]+\d+\)|=[A-Z]+\d+(?:[-+*/](?:[A-Z]+\d+|[\d.]+%?))+|[-+]\d[\d.,]*(?:[eE][+-]?\d+)?%?",
                            cell,
                        ), cell
        except Exception as error:
            raise AssertionError(f"seed {seed}: {prompt!r}") from error
    assert made > 40


@pytest.mark.parametrize("prompt", long_ones(), ids=lambda prompt: repr(prompt[:12]))
def test_long_prompts_end_in_a_table_or_a_refusal(prompt: str) -> None:
    text = written_or_refused(prompt, "excel")
    if text:
        assert len(cells(text)) <= 2003
