"""Images as prompts, with text recognition; each picture is looked at once, for all of these tests."""

from __future__ import annotations

import functools

import pytest

from getcode_lsp.service.analysis.charts import chart_of
from getcode_lsp.service.analysis.colours import name_of
from getcode_lsp.service.analysis.file_types import PDF
from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.material import Kind, Material
from getcode_lsp.service.analysis.rows import Segment
from getcode_lsp.service.analysis.wording import prompt_for
from getcode_lsp.service.analysis.worker import read
from getcode_lsp.service.engines.scaffold.grammar.resolve import understand
from getcode_lsp.settings import OUTPUT_TYPES
from tests.service.uploads import documents, pictures

LIMITS = AnalysisLimits()


@functools.cache
def material(name: str) -> Material:
    image = getattr(pictures, name)()
    if name == "letter_page":  # as a page of a PDF that is nothing but a picture
        return read(documents.scanned(image), PDF, LIMITS)
    kind = "JPEG" if name == "photo" else "PNG"
    return read(pictures.encoded(image, kind), f"image/{kind.lower()}", LIMITS)


def prompt(name: str, output_type: str) -> str:
    return prompt_for(material(name), output_type, LIMITS.prompt_characters)


def test_a_screenshot_of_a_form_has_its_fields_and_its_button() -> None:
    found = material("contact_form")
    assert (found.genre, found.title) == ("form", "Contact us")
    assert [(one.label, one.kind) for one in found.form] == [
        ("Full name", Kind.TEXT),
        ("Email address", Kind.EMAIL),
        ("Phone number", Kind.PHONE),
        ("Message", Kind.LONG_TEXT),
        ("Subscribe to the newsletter", Kind.BOOLEAN),
    ]
    assert found.buttons == ("Send",)
    (entity,) = understand(prompt("contact_form", "api")).entities
    assert entity.name.spaced == "contact request"
    assert [field.name.spaced for field in entity.fields][:2] == ["full name", "email address"]
    website = prompt("contact_form", "website")
    assert "A web page titled “Contact us” with a form." in website
    assert "the button “Send”" in website
    assert "Colours: white and blue." in website


def test_a_picture_of_a_chart_has_its_labels_and_numbers() -> None:
    found = material("bar_chart")
    assert found.genre == "chart"
    text = prompt("bar_chart", "chart")
    assert text == "A bar chart titled “Visitors by season”: Spring 320, Summer 540, Autumn 410, Winter 150."
    sheet = prompt("bar_chart", "excel")
    assert sheet.endswith("Its first rows: Spring, 320; Summer, 540; Autumn, 410; Winter, 150")
    (entity,) = understand(prompt("bar_chart", "api")).entities
    assert [field.name.spaced for field in entity.fields] == ["season", "value"]


def test_a_photo_without_text_says_what_can_be_told_and_what_not() -> None:
    found = material("photo")
    assert found.picture is not None
    assert found.picture.photo
    for output_type in OUTPUT_TYPES:
        text = prompt("photo", output_type)
        assert "960 × 640 pixels (landscape), like a photo" in text
        assert "There is no readable text in it" in text
        assert "green" in text
        assert "blue" in text
    (entity,) = understand(prompt("photo", "api")).entities
    assert entity.name.spaced == "picture"


def test_a_scanned_page_is_read() -> None:
    found = material("letter_page")
    assert (found.genre, found.title) == ("receipt", "RECEIPT")
    values = {one.label: one.value for one in found.entries}
    assert values == {"Receipt number": "4711", "Date": "2024-05-02", "Total": "23.30"}
    (table,) = found.tables
    assert [column.label for column in table.columns] == ["Item", "Qty", "Price"]
    assert table.rows[1] == ("Croissant", "4", "11.20")
    names = {entity.name.spaced for entity in understand(prompt("letter_page", "api")).entities}
    assert names == {"receipt", "line item"}


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((255, 255, 255), "white"),
        ((0, 0, 0), "black"),
        ((128, 128, 128), "grey"),
        ((29, 78, 216), "blue"),
        ((10, 20, 70), "dark blue"),
        ((220, 30, 30), "red"),
        ((120, 70, 20), "brown"),
        ((190, 230, 190), "light green"),
    ],
)
def test_colours_have_ordinary_names(colour: tuple[int, int, int], name: str) -> None:
    assert name_of(*colour) == name


def text_at(text: str, x: float, y: float) -> Segment:
    return Segment(text, x, x + 10 * len(text), y, y + 20, 16)


def test_a_scale_is_no_series() -> None:
    scale = [text_at(str(number), 10, 300 - number) for number in (0, 100, 200, 300)]
    labels = [text_at(name, 100 + 120 * at, 340) for at, name in enumerate(("North", "South", "East"))]
    chart = chart_of([text_at("Sales", 200, -60), *scale, *labels])
    assert chart is not None
    assert chart.axis == ("0", "300")
    assert chart.series[0].points == (("North", ""), ("South", ""), ("East", ""))
    assert chart.title == "Sales"


def test_a_pie_has_its_shares_beside_its_labels() -> None:
    parts = [
        text_at(text, 100, 100 + 60 * at) for at, text in enumerate(("Rent 45%", "Food: 30%", "Other (25%)"))
    ]
    chart = chart_of(parts)
    assert chart is not None
    assert chart.series[0].points == (("Rent", "45%"), ("Food", "30%"), ("Other", "25%"))
