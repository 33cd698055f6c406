"""Files that are built to harm, broken, or of another kind than they say: each is refused with a clear sentence."""

from __future__ import annotations

import asyncio
import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image

from getcode_lsp.service.analysis import parts
from getcode_lsp.service.analysis.analyst import Analyst
from getcode_lsp.service.analysis.file_types import PDF, type_of
from getcode_lsp.service.analysis.frames import frames_of_gif
from getcode_lsp.service.analysis.limits import MEGABYTE, AnalysisLimits
from getcode_lsp.service.analysis.refusals import PART_MISSING, TOO_MUCH, FileRefused
from getcode_lsp.service.analysis.worker import read
from tests.service.processes import DEADLINE, gone, wait_until
from tests.service.uploads import documents, pictures

LIMITS = AnalysisLimits()
PNG, GIF = "image/png", "image/gif"


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, the first one its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


def stream(data: bytes, words: bytes) -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), words, data)


def one_page(contents: bytes, *more: bytes, pages: int = 1) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * pages, pages),
        page,
        contents,
        *more,
    )


def packed(size: int, times: int = 1) -> bytes:
    """So many blanks, compressed; once more for each time."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds a few rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(4 * (1 + 3 * width)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


FLATE = b"/Filter/FlateDecode"
TWICE = b"/Filter[/FlateDecode/FlateDecode]"
HARMFUL: dict[str, tuple[Callable[[], bytes], str, str, int]] = {
    "a stream of 400 MB": (lambda: one_page(stream(packed(400 * MEGABYTE), FLATE)), PDF, "unpacks", TOO_MUCH),
    "packed twice": (lambda: one_page(stream(packed(400 * MEGABYTE, 2), TWICE)), PDF, "unpacks", TOO_MUCH),
    "many streams of 40 MB": (
        lambda: one_page(*[stream(packed(40 * MEGABYTE), FLATE)] * 8),
        PDF,
        "unpacks",
        TOO_MUCH,
    ),
    "an image of 10^10 pixels": (
        lambda: one_page(
            stream(b"", b""), stream(b"", b"/Type/XObject/Subtype/Image/Width 100000/Height 100000" + FLATE)
        ),
        PDF,
        "pixels",
        TOO_MUCH,
    ),
    "150,000 objects": (lambda: one_page(stream(b"", b""), *[b"null"] * 150_000), PDF, "parts", TOO_MUCH),
    "pages that hold themselves": (
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
        PDF,
        "PDF",
        422,
    ),
    "3,000 pages": (lambda: one_page(stream(b"", b""), pages=3000), PDF, "3,000 pages", TOO_MUCH),
    "no objects": (lambda: b"%PDF-1.7\n%%EOF", PDF, "damaged", 422),
    "half a PDF": (lambda: documents.invoice()[:900], PDF, "damaged", 422),
    "noise": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 40, PDF, "damaged", 422),
    "an empty page": (lambda: one_page(stream(b"", b"")), PDF, "no text", 422),
    "50,000 x 50,000": (lambda: huge_png(50_000, 50_000), PNG, "50,000 × 50,000 pixels", TOO_MUCH),
    "10,000 frames": (lambda: pictures.animation(10_000), GIF, "500 frames", TOO_MUCH),
    "half a PNG": (lambda: pictures.encoded(pictures.photo())[:2000], PNG, "damaged", 422),
    "no pixels": (lambda: b"\x89PNG\r\n\x1a\n", PNG, "damaged", 422),
    "half a JPEG": (lambda: pictures.encoded(pictures.photo(), "JPEG")[:300], "image/jpeg", "damaged", 422),
    "no WebP": (lambda: b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8), "image/webp", "damaged", 422),
    "a GIF's head": (lambda: b"GIF89a" + bytes(7), GIF, "damaged", 422),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_harms_is_refused_with_the_reason(name: str) -> None:
    make, mime_type, words, status = HARMFUL[name]
    content = make()
    assert len(content) < 10 * MEGABYTE
    assert type_of(content) == mime_type
    before = psutil.Process().memory_info().rss
    with pytest.raises(FileRefused, match=words) as refused:
        read(content, mime_type, LIMITS)
    assert refused.value.status == status
    assert str(refused.value).endswith(".")
    assert psutil.Process().memory_info().rss - before < 300 * MEGABYTE


def test_an_encrypted_pdf_is_refused_and_one_that_anybody_may_read_is_not() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    secret = documents.built([documents.paragraph("x")], encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(FileRefused, match="encrypted: save a copy without a password"):
        read(secret, PDF, LIMITS)
    free = documents.built([documents.paragraph("Plan", "Title")], encrypt=StandardEncryption("", "owner"))
    assert read(free, PDF, LIMITS).title == "Plan"


@pytest.mark.parametrize(("count", "most", "found"), [(1, 500, 1), (7, 500, 7), (40, 10, 11)])
def test_frames_are_counted_without_decoding(count: int, most: int, found: int) -> None:
    assert frames_of_gif(pictures.animation(count), most) == found


def test_an_image_on_its_side_is_looked_at_upright(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_OCR", ("no_such_package",))
    exif = Image.Exif()
    exif[0x0112] = 6
    content = pictures.encoded(Image.new("RGB", (60, 20), "red"), "JPEG", exif=exif)
    picture = read(content, "image/jpeg", LIMITS).picture
    assert picture is not None
    assert (picture.width, picture.height, picture.colours) == (20, 60, ("red",))


def test_without_the_extra_the_one_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_UPLOAD", ("no_such_package",))
    with pytest.raises(FileRefused, match=r"pip install 'getcode-lsp\[upload\]'") as refused:
        read(documents.invoice(), PDF, LIMITS)
    assert refused.value.status == PART_MISSING


def test_without_ocr_a_picture_gives_what_can_be_told_and_a_scan_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "_OCR", ("no_such_package",))
    found = read(pictures.encoded(pictures.contact_form()), PNG, LIMITS)
    assert found.picture is not None
    assert found.picture.colours == ("white", "blue")
    assert "pip install 'getcode-lsp[ocr]'" in found.notes[0]
    scan = documents.scanned(Image.new("RGB", (200, 280), "white"))
    with pytest.raises(FileRefused, match=r"pip install 'getcode-lsp\[ocr\]'") as refused:
        read(scan, PDF, LIMITS)
    assert refused.value.status == PART_MISSING


ODD = """
import socket, subprocess, sys, urllib.request
from pathlib import Path
from getcode_lsp.service.analysis.confinement import confine
from getcode_lsp.service.analysis.limits import AnalysisLimits
confine(AnalysisLimits())
for deed in (
    lambda: Path(sys.argv[1]).write_text("x"),
    lambda: Path(sys.argv[1]).mkdir(),
    lambda: Path(sys.argv[2]).unlink(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: urllib.request.urlopen("http://127.0.0.1:9"),
    lambda: subprocess.run(["true"]),
    lambda: __import__("os").system("true"),
    lambda: __import__("os").fork(),
):
    try:
        deed()
    except OSError as error:
        print(type(getattr(error, "reason", error)).__name__)
    else:
        print("done")
"""


@pytest.mark.skipif(os.name != "posix", reason="fork is POSIX")
def test_an_analysis_can_write_start_and_reach_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.touch()
    words = [sys.executable, "-c", ODD, str(tmp_path / "new"), str(kept)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["Confined"] * 8, done.stderr
    assert list(tmp_path.iterdir()) == [kept]


async def started(analyst: Analyst, count: int) -> None:
    """So many analyses are under way."""
    deadline = asyncio.get_running_loop().time() + DEADLINE
    while len(analyst.pids) < count:
        assert asyncio.get_running_loop().time() < deadline, "none was started"
        await asyncio.sleep(0.005)


async def test_memory_is_bounded() -> None:
    analyst = Analyst(AnalysisLimits(memory=200 * MEGABYTE, pixels=10**9))
    large = io.BytesIO()
    Image.new("L", (16_000, 16_000)).save(large, "PNG")
    with pytest.raises(FileRefused, match=r"memory|can't be read"):
        await analyst.describe(large.getvalue(), PNG, "api")
    assert analyst.pids == []


async def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getcode_lsp.service.analysis.analyst._START_SECONDS", 0.0)
    analyst = Analyst(AnalysisLimits(seconds=0.05))
    with pytest.raises(FileRefused, match=r"longer than 0\.05 s"):
        await analyst.describe(documents.invoice(), PDF, "api")
    assert analyst.pids == []


async def test_a_cancelled_analysis_takes_its_process_along() -> None:
    analyst = Analyst()
    asked = asyncio.ensure_future(analyst.describe(pictures.encoded(pictures.letter_page()), PNG, "api"))
    await started(analyst, 1)
    (pid,) = analyst.pids
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert gone(pid)


async def test_so_many_at_a_time_and_then_no_more() -> None:
    analyst = Analyst(at_once=2)
    content = documents.invoice()
    asked = [asyncio.ensure_future(analyst.describe(content, PDF, "api")) for _ in range(18)]
    most = 0
    await started(analyst, 2)
    with pytest.raises(FileRefused, match="Too many files") as refused:
        await analyst.describe(content, PDF, "api")
    assert refused.value.status == 503
    while not any(one.done() for one in asked):
        most = max(most, len(analyst.pids))
        await asyncio.sleep(0.01)
    assert most == 2
    pids = analyst.pids
    await analyst.close()
    for one in asked:
        one.cancel()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert any(isinstance(result, str) and result.startswith("An API for invoices") for result in results)
    assert all(gone(pid) for pid in pids)
    with pytest.raises(FileRefused, match="ending"):
        await analyst.describe(content, PDF, "api")


def test_the_process_ends_with_the_service_and_by_itself(tmp_path: Path) -> None:
    """Whoever asked is killed, so that nobody ends the child: its input does."""
    code = """
import asyncio, sys
from getcode_lsp.service.analysis.analyst import Analyst
from tests.service.uploads import pictures

async def main():
    analyst = Analyst()
    asked = asyncio.ensure_future(analyst.describe(pictures.encoded(pictures.letter_page()), "image/png", "api"))
    while not analyst.pids:
        await asyncio.sleep(0.01)
    print(analyst.pids[0], flush=True)
    await asked

asyncio.run(main())
"""
    root = str(Path(__file__).parents[3])
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root) as asker:
        assert asker.stdout
        pid = int(asker.stdout.readline())
        asker.kill()
        asker.wait()
        wait_until(lambda: gone(pid), "the end of the analysis")
