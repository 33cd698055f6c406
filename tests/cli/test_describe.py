"""`getcode-lsp describe FILE`: what is in a file, as a prompt."""

from __future__ import annotations

import base64
import json

import pytest

from tests.cli.running import Shell
from tests.fakes.api import respond
from tests.fakes.api_thread import ThreadedFakeApi
from tests.service.uploads import documents

PDF = b"%PDF-1.4\n%nothing in it\n"
ANSWER = {"analysedPrompt": "An invoice\nwith lines", "fileName": "bill.pdf", "fileType": "document"}


def test_the_description_comes_out(shell: Shell, api: ThreadedFakeApi) -> None:
    (shell.folder / "bill.pdf").write_bytes(PDF)
    api.script(respond(200, ANSWER), path="/api/upload")
    ran = shell.run("describe", "bill.pdf", "--type", "pdf")
    assert (ran.code, ran.out) == (0, "An invoice\nwith lines\n")
    assert api.requests[0].json == {
        "fileData": base64.b64encode(PDF).decode(),
        "mimeType": "application/pdf",
        "fileName": "bill.pdf",
        "outputType": "pdf",
    }


def test_as_json(shell: Shell, api: ThreadedFakeApi) -> None:
    (shell.folder / "bill.pdf").write_bytes(PDF)
    api.script(respond(200, ANSWER))
    told = json.loads(shell.run("describe", "bill.pdf", "--json").out)
    assert told == {
        "prompt": "An invoice\nwith lines",
        "fileName": "bill.pdf",
        "fileType": "document",
        "outputType": "api",
    }


@pytest.mark.parametrize("name", ["missing.pdf", "notes.txt", "folder.pdf", "fake.pdf"])
def test_what_cannot_be_described_is_not_sent(shell: Shell, api: ThreadedFakeApi, name: str) -> None:
    (shell.folder / "notes.txt").write_text("notes")
    (shell.folder / "folder.pdf").mkdir()
    (shell.folder / "fake.pdf").write_bytes(b"MZ not a document")
    ran = shell.run("describe", name)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("getcode-lsp: ")
    assert api.requests == []


def test_a_plan_that_does_not_reach(shell: Shell, api: ThreadedFakeApi) -> None:
    (shell.folder / "bill.pdf").write_bytes(PDF)
    api.script(respond(403, {"error": "Pro only"}))
    assert shell.run("describe", "bill.pdf").code == 3


def test_a_document_with_the_local_service(shell: Shell, api: ThreadedFakeApi) -> None:
    (shell.folder / "bill.pdf").write_bytes(documents.invoice())
    ran = shell.run("describe", "bill.pdf", "--local", "--type", "excel")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("A spreadsheet titled “INVOICE” for the line items of an invoice")
    assert "Unit price (amount in EUR)" in ran.out
    assert api.requests == []


def test_what_the_local_service_refuses_is_told(shell: Shell) -> None:
    (shell.folder / "half.pdf").write_bytes(documents.invoice()[:600])
    ran = shell.run("describe", "half.pdf", "--local")
    assert (ran.code != 0, ran.out) == (True, "")
    assert "damaged" in ran.err
