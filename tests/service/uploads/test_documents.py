"""PDFs as prompts: what a person would have written with the document at hand."""

from __future__ import annotations

import asyncio
import csv
import functools
import io
import random
from pathlib import Path

import pytest

from getcode_lsp.service.analysis.file_types import PDF
from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.material import Kind, Material
from getcode_lsp.service.analysis.wording import prompt_for
from getcode_lsp.service.analysis.wording.names import field_name
from getcode_lsp.service.analysis.worker import read
from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine
from getcode_lsp.service.engines.scaffold.grammar.resolve import understand
from getcode_lsp.settings import OUTPUT_TYPES
from tests.service.scaffold.programs import generated, running
from tests.service.uploads import documents

LIMITS = AnalysisLimits()


@functools.cache
def material(name: str) -> Material:
    content: bytes = getattr(documents, name)()
    return read(content, PDF, LIMITS)


def prompt(name: str, output_type: str) -> str:
    return prompt_for(material(name), output_type, LIMITS.prompt_characters)


def entities(text: str) -> dict[str, dict[str, str]]:
    """What the scaffold engine's grammar reads out of a prompt: the fields with their types, by entity."""
    return {
        entity.name.spaced: {field.name.spaced: field.type.value for field in entity.fields}
        for entity in understand(text).entities
    }


LINE_ITEMS = {"description": "string", "quantity": "integer", "unit price": "number", "amount": "number"}


@pytest.mark.parametrize("ruled", [True, False], ids=["with lines", "without lines"])
def test_an_invoice_as_an_api(ruled: bool) -> None:
    found = read(documents.invoice(ruled=ruled), PDF, LIMITS)
    assert found.genre == "invoice"
    text = prompt_for(found, "api", LIMITS.prompt_characters)
    assert text.startswith(
        "An API for invoices with number (text), date (date), due date (date), customer (text)"
    )
    read_back = entities(text)
    assert set(read_back) == {"invoice", "line item"}
    invoice = read_back["invoice"]
    assert {
        name: invoice[name] for name in ("number", "date", "due date", "customer", "payment terms", "iban")
    } == {
        "number": "string",
        "date": "date",
        "due date": "date",
        "customer": "string",
        "payment terms": "string",
        "iban": "string",
    }
    assert {invoice[name] for name in ("subtotal", "vat", "total")} == {"number"}
    assert read_back["line item"] == {**LINE_ITEMS, "invoice id": "reference"}


def test_the_prompt_for_an_api_gives_a_program_that_runs(tmp_path: Path) -> None:
    with running(generated(prompt("invoice", "api")), "python", tmp_path) as program:
        invoice = {
            "number": "2024-0017",
            "date": "2024-03-12",
            "due_date": "2024-04-11",
            "customer": "Ada Byron",
            "payment_terms": "30 days",
            "iban": "DE02",
            "subtotal": 1924,
            "vat": 384.8,
            "total": 2308.8,
        }
        made = program("POST", "/invoices", invoice, 201)
        item = {
            "description": "Oak table",
            "quantity": 2,
            "unit_price": 450,
            "amount": 900,
            "invoice_id": made["id"],
        }
        assert program("POST", "/line-items", item, 201)["invoice_id"] == made["id"]
        program.refuses("POST", "/invoices", {**invoice, "date": "soon"}, "date")


def test_an_invoice_as_a_document_names_its_parts_and_no_persons() -> None:
    text = prompt("invoice", "pdf")
    assert text.startswith("Generate a PDF invoice template")
    for part in (
        "Invoice number (text)",
        "Due date (date)",
        "line items",
        "Unit price (amount in EUR)",
        "VAT 20% and Total",
    ):
        assert part in text
    assert "Ada Byron" not in text
    assert "2024-0017" not in text
    assert prompt("invoice", "word").startswith("Generate a Word invoice template")


def test_an_invoice_as_a_spreadsheet_and_as_a_chart() -> None:
    sheet = prompt("invoice", "excel")
    assert "for the line items of an invoice with the columns Description (text), Qty (whole number)" in sheet
    assert "Oak table, 2, 450.00, 900.00; Chair with arms, 8, 120.50, 964.00" in sheet
    assert "Subtotal, VAT 20% and Total" in sheet
    chart = prompt("invoice", "chart")
    assert "in EUR: Oak table 900.00, Chair with arms 964.00, Delivery to the second floor 60.00" in chart


def written(text: str, output_type: str) -> str:
    """What the scaffold engine makes of a prompt."""

    async def collect() -> str:
        return "".join([piece async for piece in ScaffoldEngine().generate(Task(text, output_type))])

    return asyncio.run(collect())


def test_the_prompts_for_sheets_and_charts_give_the_documents_own_numbers() -> None:
    rows = list(csv.reader(io.StringIO(written(prompt("report", "excel"), "excel"))))
    assert rows[:3] == [
        ["Region", "Revenue 2023", "Revenue 2024", "Growth"],
        ["North", "1200", "1500", "25"],
        ["South", "900", "990", "10"],
    ]
    assert written(prompt("invoice", "excel"), "excel").splitlines()[1].startswith("Oak table,2,450.00,")
    chart = written(prompt("report", "chart"), "chart")
    assert chart.rstrip().endswith("</svg>")
    for word in ("Revenue by region", "North", "Revenue 2024"):
        assert word in chart


@pytest.mark.parametrize("output_type", ["website", "email", "pdf", "word", "powerpoint"])
def test_the_prompts_for_pages_give_pages_with_the_documents_title(output_type: str) -> None:
    assert "Annual Report 2024" in written(prompt("report", output_type), output_type)


def test_a_report_has_its_headings_in_order_and_its_table() -> None:
    found = material("report")
    assert (found.genre, found.title, found.author) == ("report", "Annual Report 2024", "Ada Byron")
    assert [(one.heading, one.level) for one in found.sections] == [
        ("Executive Summary", 1),
        ("Sales", 1),
        ("Revenue by region", 2),
        ("New stores", 2),
        ("Recommendations", 1),
        ("Outlook", 1),
    ]
    assert found.sections[0].gist == "The year was a good one for the team."
    assert found.sections[4].items == ("Open two stores in the east", "Send less by air")
    (table,) = found.tables
    assert table.title == "Revenue by region"
    assert [(one.label, one.kind) for one in table.columns] == [
        ("Region", Kind.TEXT),
        ("Revenue 2023", Kind.AMOUNT),
        ("Revenue 2024", Kind.AMOUNT),
        ("Growth", Kind.PERCENT),
    ]


def test_a_report_for_each_output_type() -> None:
    website = prompt("report", "website")
    headings = [
        website.index(f"“{name}”") for name in ("Executive Summary", "Sales", "Recommendations", "Outlook")
    ]
    assert headings == sorted(headings)
    assert "hero section with the headline “Annual Report 2024”" in website
    slides = prompt("report", "powerpoint").splitlines()
    assert slides[1] == "1. Title: “Annual Report 2024”"
    assert slides[2].startswith("2. “Executive Summary”")
    chart = prompt("report", "chart")
    assert "- Revenue 2024: North 1500, South 990, East 770, West 380" in chart
    assert "Growth" not in chart  # shares have no scale in common with amounts
    api = entities(prompt("report", "api"))
    assert api["report"]["summary"] == "string"
    assert api["region"] == {
        "name": "string",
        "revenue": "number",
        "growth": "number",
        "year": "integer",
        "report id": "reference",
    }
    assert "section" in api
    assert "subject “Annual Report 2024”" in prompt("report", "email")
    assert "with these scenes" in prompt("report", "video")
    assert "“Annual Report 2024”" in prompt("report", "image")


def test_a_cv_becomes_candidates_with_their_positions() -> None:
    assert material("cv").genre == "CV"
    found = entities(prompt("cv", "api"))
    assert found["candidate"] == {"name": "string", "email": "email", "phone": "string"}
    assert {"position", "degree", "skill", "language"} <= set(found)
    assert found["position"]["start date"] == "date"
    website = prompt("cv", "website")
    assert "“Grace Hopper”" in website
    assert "grace@example.org" in website


def test_an_invoice_that_is_placed_by_hand() -> None:
    found = material("placed_invoice")
    assert (found.genre, found.title) == ("invoice", "ACME Corp INVOICE")
    assert [column.label for column in found.tables[0].columns] == [
        "Hrs/Qty",
        "Service",
        "Rate/Price",
        "Adjust",
        "Sub Total",
    ]
    assert len(found.tables) == 1
    read_back = entities(prompt("placed_invoice", "api"))
    assert {"number", "date", "due date", "total due", "tax", "total"} <= set(read_back["invoice"])


def test_an_invoice_in_german_has_english_fields() -> None:
    read_back = entities(prompt("german_invoice", "api"))
    assert set(read_back["invoice"]) == {"number", "date", "customer", "total"}
    assert read_back["line item"] == {**LINE_ITEMS, "invoice id": "reference"}
    assert "Schrauben 12.00, Holzbrett 34.00" in prompt("german_invoice", "chart")


def test_two_columns_are_read_one_after_the_other() -> None:
    found = material("cv_with_sidebar")
    assert found.genre == "CV"
    assert [one.heading for one in found.sections] == ["CONTACT", "SKILLS", "EXPERIENCE", "EDUCATION"]
    assert found.sections[1].gist == "Figma User research Prototyping"
    assert {"candidate", "skill", "position", "degree"} == set(entities(prompt("cv_with_sidebar", "api")))


def test_a_menu_has_its_parts_and_its_dishes_with_prices() -> None:
    website = prompt("menu", "website")
    assert website.index("“Starters”") < website.index("“Mains”")
    assert "Tomato soup $6.50, Bruschetta $7.00, Risotto $14.50" in website
    assert entities(prompt("menu", "api")) == {"dish": {"name": "string", "price": "number"}}


def test_a_letter_is_known_by_how_it_begins_and_ends() -> None:
    assert material("letter").genre == "letter"
    assert set(entities(prompt("letter", "api"))["letter"]) == {
        "sender",
        "recipient",
        "date",
        "subject",
        "body",
    }


def test_the_fields_of_a_form_with_their_types_and_choices() -> None:
    found = material("form")
    assert (found.genre, found.title) == ("form", "Membership application")
    assert [(one.label, one.kind, one.required) for one in found.form] == [
        ("Full name", Kind.TEXT, True),
        ("Email address", Kind.EMAIL, True),
        ("Date of birth", Kind.DATE, False),
        ("Phone", Kind.PHONE, False),  # its own name says nothing: the text beside it does
        ("Message", Kind.LONG_TEXT, False),
        ("Membership", Kind.CHOICE, False),
        ("Newsletter", Kind.BOOLEAN, True),
    ]
    assert found.form[5].choices == ("Basic", "Family", "Student")
    api = understand(prompt("form", "api"))
    (entity,) = api.entities
    assert entity.name.spaced == "membership request"
    by_name = {field.name.spaced: field for field in entity.fields}
    assert by_name["membership"].choices == ("Basic", "Family", "Student")
    assert by_name["full name"].required
    assert not by_name["phone"].required
    website = prompt("form", "website")
    assert "Its fields, in this order: Full name (text, required)" in website
    assert "Membership (choice of Basic, Family or Student)" in website


def test_a_form_on_paper_has_fields_too() -> None:
    found = material("paper_form")
    assert found.genre == "form"
    assert [one.label for one in found.form] == [
        "Name",
        "Department",
        "First day",
        "Last day",
        "Reason for absence",
        "Paid leave",
        "Signature",
        "Date",
    ]
    assert {one.label: one.kind for one in found.form}["Paid leave"] is Kind.BOOLEAN
    assert entities(prompt("paper_form", "api"))["holiday request"]["first day"] == "date"


def test_pages_that_were_not_looked_at_are_named() -> None:
    text = prompt_for(read(documents.pages(30), PDF, LIMITS), "website", LIMITS.prompt_characters)
    assert text.endswith("(Only the first 12 of its 30 pages were looked at.)")


@pytest.mark.parametrize(
    "name", ["invoice", "report", "cv", "form", "paper_form", "placed_invoice", "menu", "letter"]
)
def test_every_document_for_every_type_is_short_and_the_same_each_time(name: str) -> None:
    again = read(getattr(documents, name)(), PDF, LIMITS)
    for output_type in OUTPUT_TYPES:
        text = prompt(name, output_type)
        assert 40 < len(text) <= LIMITS.prompt_characters
        assert text == prompt_for(again, output_type, LIMITS.prompt_characters)
        assert not any(ord(character) < 32 and character != "\n" for character in text)


def test_a_prompt_is_cut_at_the_end_of_a_line_or_sentence() -> None:
    text = prompt_for(material("report"), "website", 300)
    assert len(text) <= 300
    assert text.endswith((".", ")", "”"))


def test_texts_that_would_leave_the_prompt_are_made_harmless() -> None:
    hostile = documents.built(
        [
            documents.paragraph("Note\u202e\u0007 to ”self” “x”", "Title"),
            documents.paragraph("Name: \u2066evil\u2069"),
            documents.paragraph("a" * 5000),
        ]
    )
    for output_type in OUTPUT_TYPES:
        text = prompt_for(read(hostile, PDF, LIMITS), output_type, LIMITS.prompt_characters)
        assert not set(text) & set("\u202e\u0007\u2066\u2069")
        assert len(text) <= LIMITS.prompt_characters


def test_labels_of_every_kind_become_fields_that_the_grammar_reads() -> None:
    labels = """Invoice No.|P.O. Number|Customer ID|VAT (20%)|Unit Price (EUR)|Qty|Date of birth|Number of guests|E-Mail|Tel.|
    Zip / Postal code|Company name|Start date|Amount due|Terms & conditions|Card number|Emergency contact|Room type|
    Your message|Preferred time|Website|Nationality|Betrag|Größe|How did you hear about us?|Signature""".split(
        "|"
    )
    seed = random.randrange(1_000_000)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(12):
        chosen = chance.sample(labels, 6)
        names = [name for label in chosen if (name := field_name(label, "record"))]
        assert names, chosen
        listed = ", ".join(f"{name} (text)" for name in dict.fromkeys(names))
        (found,) = understand(f"An API for bookings with {listed}.").entities
        assert [field.name.spaced for field in found.fields] == list(dict.fromkeys(names)), chosen
