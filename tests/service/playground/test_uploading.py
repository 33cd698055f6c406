"""A person gives the playground a file: it is checked, described by the service, and used as a prompt."""

from __future__ import annotations

import base64
import re

import httpx
import pytest
from playwright.sync_api import FilePayload, expect

from tests.service.playground.person import Person
from tests.service.playground.playing_service import KEY
from tests.service.uploads.documents import invoice
from tests.service.uploads.pictures import contact_form, encoded

PNG = b"\x89PNG\r\n\x1a\n"
DROP = """([name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, {type}));
    for (const kind of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
    }
}"""


def choose(person: Person, name: str, content: bytes) -> None:
    payload: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.page.get_by_label("PDF or image").set_input_files(payload)


@pytest.fixture
def uploader(person: Person) -> Person:
    person.chooses("From a file")
    return person


def test_a_pdf_becomes_a_prompt_and_what_was_typed_is_kept(person: Person, url: str) -> None:
    person.writes("say invoices")
    person.chooses("From a file")
    person.chooses("API")
    choose(person, "invoice.pdf", invoice())
    person.sees("invoice.pdf, ")
    person.clicks("Describe the file")
    person.is_told("invoice.pdf as a prompt is below")
    described = person.output
    assert "invoice" in described.lower()
    person.clicks("Use as prompt")
    assert person.prompt == described
    expect(person.page.get_by_role("radio", name="Generate", exact=True)).to_be_checked()
    person.writes("say done")
    person.clicks("Generate")
    person.is_told("Done")
    headers = {"Authorization": f"Bearer {KEY}"}
    newest = httpx.get(f"{url}/api/history?limit=1", headers=headers, trust_env=False).json()["generations"][
        0
    ]
    assert newest["originalPrompt"] == "say invoices"


def test_a_picture_that_is_dropped_anywhere_is_taken(person: Person) -> None:
    data = base64.b64encode(encoded(contact_form())).decode()
    person.page.evaluate(DROP, ["form.png", "image/png", data])
    person.sees("form.png, ")
    expect(person.page.locator("#chosen img")).to_have_js_property("complete", True)
    person.page.keyboard.press("Control+Enter")
    person.is_told(re.compile("form.png as a prompt is below"))
    assert person.output.strip()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.pdf", b"only notes", "notes.pdf is neither a PDF nor a JPEG, PNG, WebP or GIF image."),
        ("empty.pdf", b"", "empty.pdf is empty: choose another file."),
        ("photo.jpg", PNG + b"rest", "photo.jpg is a PNG by its content: rename it, then choose it again."),
        (
            "big.png",
            PNG + b"x" * (10 * 1024 * 1024),
            "big.png is larger than 10 MB, the most that can be sent: choose a smaller one.",
        ),
    ],
)
def test_what_would_be_refused_is_told_before_it_is_sent(
    uploader: Person, name: str, content: bytes, told: str
) -> None:
    choose(uploader, name, content)
    uploader.sees(told)
    uploader.clicks("Describe the file")
    uploader.sees("A file is needed")
    assert uploader.tab.errors == []


def test_a_file_that_the_service_can_not_read_is_told(uploader: Person) -> None:
    choose(uploader, "broken.png", PNG + b"no picture at all")
    uploader.clicks("Describe the file")
    expect(uploader.page.locator("#problem-message")).not_to_be_empty(timeout=30_000)
    uploader.sees("broken.png, 25 bytes")
