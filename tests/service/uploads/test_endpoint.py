"""POST /api/upload of the real service: its fields, its refusals, and what becomes of the process behind it."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.service.processes import DEADLINE, gone, wait_until
from tests.service.serving import Home, Running, error_of, events
from tests.service.uploads import documents, pictures

KEY = "gc_canary_of_the_upload_tests"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("uploads"), {"GETCODE_SERVICE_KEY": KEY})


@pytest.fixture(scope="module")
def service(home: Home) -> Iterator[Running]:
    with home.serve("--upload-limit", "1") as running:
        yield running
        assert not [line for line in running.process.err.lines if "Traceback" in line]


def body(content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    given = documents.invoice() if content is None else content
    fields = {
        "fileData": base64.b64encode(given).decode(),
        "mimeType": "application/pdf",
        "fileName": "invoice.pdf",
        "outputType": "api",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def upload(service: Running, fields: object, key: str = KEY) -> httpx.Response:
    with service.client(key) as client:
        return client.post("/api/upload", json=fields, timeout=110)


def refused(service: Running, fields: object, status: int) -> str:
    answer = upload(service, fields)
    assert answer.status_code == status, answer.text
    return error_of(answer)


def children(service: Running) -> list[psutil.Process]:
    return psutil.Process(service.process.pid).children(recursive=True)


def test_a_pdf_is_a_document(service: Running) -> None:
    answer = upload(service, body())
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert set(found) == {"analysedPrompt", "fileName", "fileType"}
    assert found["analysedPrompt"].startswith("An API for invoices with number (text)")
    assert (found["fileName"], found["fileType"]) == ("invoice.pdf", "document")
    assert children(service) == []


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_every_kind_of_image_is_an_image(service: Running, kind: str) -> None:
    picture, _ = pictures.canvas(12, 12, "#1d4ed8")  # too small to hold text: nothing is looked for
    asked = body(pictures.encoded(picture, kind), mimeType=f"image/{kind}", fileName=f"Ünï çode.{kind}")
    found = upload(service, asked).json()
    assert (found["fileName"], found["fileType"]) == (f"Ünï çode.{kind}", "image")
    assert "12 × 12 pixels (square)" in found["analysedPrompt"]


@pytest.mark.parametrize("field", ["fileData", "mimeType", "fileName", "outputType"])
def test_each_field_is_required_and_a_string(service: Running, field: str) -> None:
    assert (
        refused(service, {name: value for name, value in body().items() if name != field}, 400)
        == f"{field} is missing."
    )
    assert refused(service, {**body(), field: 7}, 400).startswith(field)
    assert refused(service, {**body(), field: ""}, 400).startswith(field)
    assert "more" in refused(service, {**body(), "more": "x"}, 400)


ENCODED = base64.b64encode(documents.invoice()).decode()


@pytest.mark.parametrize(
    "data",
    [
        ENCODED[:-1],
        ENCODED[:40] + "\n" + ENCODED[40:],
        ENCODED + "====",
        "data:application/pdf;base64," + ENCODED,
        ENCODED.replace("A", "-", 1) + "_",
        "JVBERi0xLjR=",  # bits that say nothing are not nought
        "né" * 20,
        "not base64 at all",
        "====",
    ],
)
def test_what_is_not_strict_base64_is_refused(service: Running, data: str) -> None:
    assert refused(service, body(fileData=data), 400).startswith("fileData must be the file in base64")


def test_the_first_bytes_must_be_those_of_the_type(service: Running) -> None:
    png = pictures.encoded(pictures.canvas(4, 4)[0])
    assert "fileData holds a PNG, but mimeType says application/pdf" in refused(service, body(png), 400)
    assert "fileData holds no PDF" in refused(service, body(b"MZ\x90 a program"), 400)
    assert "fileData holds no GIF" in refused(service, body(b"<svg/>", mimeType="image/gif"), 400)
    assert refused(service, body(mimeType="image/svg+xml"), 400).startswith("mimeType must be one of")
    assert refused(service, body(outputType="novel"), 400).startswith("outputType must be one of")


@pytest.mark.parametrize(
    "name",
    [
        "../x.pdf",
        "/etc/passwd.pdf",
        "C:\\x.pdf",
        "c:x.pdf",
        "folder\\x.pdf",
        "a\0b.pdf",
        "a\nb.pdf",
        "a\x1b[31m.pdf",
        "a\u202efdp.exe",
        "..",
        ". .",
        "x" * 300,
    ],
)
def test_a_name_that_is_more_than_a_name_is_refused(service: Running, name: str) -> None:
    message = refused(service, body(fileName=name), 400)
    assert message.startswith("fileName")
    assert "passwd" not in message


def test_the_limit_counts_the_decoded_bytes(service: Running) -> None:
    pdf = documents.invoice()
    fits = pdf + b"%" * (MEGABYTE - len(pdf))
    assert upload(service, body(fits)).status_code == 200
    message = refused(service, body(fits + b"%"), 413)
    assert message == "fileData holds 1,048,577 bytes, at most 1,048,576 are taken: send a smaller file."
    assert "larger than" in refused(service, body(bytes(3 * MEGABYTE)), 413)


def test_a_bomb_is_refused_by_the_service_too(service: Running) -> None:
    from tests.service.uploads.test_refusals import FLATE, huge_png, one_page, packed, stream

    bomb = one_page(stream(packed(400 * MEGABYTE), FLATE))
    assert "unpacks to too much" in refused(service, body(bomb), 413)
    asked = body(huge_png(50_000, 50_000), mimeType="image/png", fileName="x.png")
    assert "50,000 × 50,000 pixels" in refused(service, asked, 413)
    assert "damaged" in refused(service, body(b"%PDF-1.7\nnothing"), 422)
    assert upload(service, body()).status_code == 200


def test_wrong_keys_methods_and_types_are_refused(service: Running) -> None:
    assert upload(service, body(), "gc_wrong_key_0123456789").status_code == 401
    assert service.get(KEY, "/api/upload").status_code == 405
    with service.client(KEY) as client:
        assert client.post("/api/upload", content=b"x").status_code == 415
        assert client.post("/api/upload", json=[1]).status_code == 400


def test_it_needs_the_plan_pro(home: Home, service: Running) -> None:
    starter, pro = home.key("starter"), home.key("pro")
    answer = upload(service, body(), starter)
    assert answer.status_code == 403
    assert "Pro" in error_of(answer)
    assert upload(service, body(), pro).status_code == 200


def test_nothing_of_a_file_is_logged_or_left_behind(home: Home, service: Running) -> None:
    canary = "canary-of-the-content"
    content = documents.built([documents.paragraph(canary, "Title"), documents.paragraph("text " * 40)])
    assert canary in upload(service, body(content, fileName="canary-name.pdf", outputType="pdf")).text
    refused(service, body(content[:500]), 422)
    assert not [line for line in service.process.err.lines if "canary" in line]
    for path in Path(home.folder).rglob("*"):
        assert "canary" not in path.name
        if path.is_file():
            assert canary.encode() not in path.read_bytes(), path


def slow_request(service: Running) -> socket.socket:
    """A request whose analysis takes a second or more, sent on a connection of its own."""
    picture = pictures.encoded(pictures.letter_page())
    raw = json.dumps(body(picture, mimeType="image/png", fileName="page.png")).encode()
    head = (
        f"POST /api/upload HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=DEADLINE)
    connection.sendall(head.encode() + raw)
    return connection


def test_a_client_that_goes_away_takes_its_analysis_along(service: Running) -> None:
    connection = slow_request(service)
    wait_until(lambda: bool(children(service)), "an analysis")
    (child,) = children(service)
    environment = child.environ()
    assert not [name for name in environment if name.startswith("GETCODE")]
    assert KEY not in environment.values()
    assert KEY not in " ".join(child.cmdline())
    connection.close()
    wait_until(lambda: gone(child.pid), "the end of the analysis", 5)


def test_others_are_served_while_a_file_is_read(service: Running) -> None:
    with slow_request(service):
        wait_until(lambda: bool(children(service)), "an analysis")
        (child,) = children(service)
        generated = service.generate(KEY)
        assert events(generated)[-1]["type"] == "done"
        assert not gone(child.pid), "the file was read before anybody else was served"
    wait_until(lambda: gone(child.pid), "the end of the analysis", 5)


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_no_analysis_outlives_the_service(tmp_path: Path, how: str) -> None:
    home = Home(tmp_path, {"GETCODE_SERVICE_KEY": KEY})
    with home.serve() as running:
        connection = slow_request(running)
        wait_until(lambda: bool(children(running)), "an analysis")
        (child,) = children(running)
        getattr(running.process.popen, how)()
        running.process.exit_code()
        wait_until(lambda: gone(child.pid), "the end of the analysis", 5)
        connection.close()
