"""A PDF: what it says of itself, its form, and what stands where on its first pages."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.material import Material
from getcode_lsp.service.analysis.parts import import_upload, ocr_is_there
from getcode_lsp.service.analysis.pdf_forms import form_of
from getcode_lsp.service.analysis.reading import Page, read_pages, with_form
from getcode_lsp.service.analysis.refusals import TOO_MUCH, FileRefused
from getcode_lsp.service.analysis.rows import Box, Segment, clean
from getcode_lsp.service.analysis.streams import check_streams
from getcode_lsp.service.analysis.tables import Grid

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumbedPage
    from pypdf import PdfReader

_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_FEWEST_LETTERS = 16
_MOST_LETTERS = 30_000  # of one page
_MOST_RULES = 2_500
_SIDE = 1600  # pixels of a rendered page's longer side
_BROKEN = "The PDF can't be read: it is damaged or incomplete. Open it and save or print it to a new PDF."


def read_pdf(content: bytes, limits: AnalysisLimits) -> Material:
    """What a PDF holds; raises FileRefused."""
    import_upload()
    check_streams(content, limits)
    reader = _opened(content, limits)
    count = len(reader.pages)
    pages, scanned, read = _pages(content, count, limits)
    notes = []
    if scanned and not ocr_is_there():
        notes.append(
            f"{'All' if len(scanned) == count else 'Some'} of its pages are pictures whose text was not read: "
            "pip install 'getcode-lsp[ocr]' on the service's machine adds that."
        )
    if read < count:
        notes.append(f"Only the first {read} of its {count} pages were looked at.")
    title, author = _told(reader)
    material = replace(read_pages(pages, "PDF", title, author), pages=count, notes=tuple(notes))
    form, buttons = form_of(reader, pages)
    if form or buttons:
        material = with_form(material, form, buttons)
    if material.empty and not scanned:
        raise FileRefused("The PDF holds no text and no pictures: there is nothing to describe.")
    if material.empty and not ocr_is_there():
        raise FileRefused(
            "The PDF's pages are pictures without text of their own: reading them needs text recognition. "
            "On the service's machine run: pip install 'getcode-lsp[ocr]'",
            501,
        )
    if material.empty:
        raise FileRefused("No text was found on the PDF's pages: there is nothing to describe.")
    return material


def _opened(content: bytes, limits: AnalysisLimits) -> PdfReader:
    """A reader of a PDF that may be read; raises FileRefused for encrypted, broken and endless ones."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefused("The PDF is encrypted: save a copy without a password and send that.")
        objects = sum(map(len, reader.xref.values())) + len(reader.xref_objStm)
        count = len(reader.pages)
    except FileRefused:
        raise
    except DependencyError:
        raise FileRefused("The PDF is encrypted: save a copy without a password and send that.") from None
    except (PyPdfError, MemoryError, RecursionError, *_WRONG):
        raise FileRefused(_BROKEN) from None
    if objects > limits.most_objects:
        raise FileRefused("The PDF has too many parts: send fewer of its pages.", TOO_MUCH)
    if count > limits.most_pages:
        raise FileRefused(
            f"The PDF has {count:,} pages, at most {limits.most_pages:,} are taken: send a part of it.",
            TOO_MUCH,
        )
    if count == 0:
        raise FileRefused("The PDF has no pages.")
    return reader


# What the readers raise for files that are not what they seem; each has its own set.
_WRONG = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    ArithmeticError,
    AssertionError,
)


def _told(reader: PdfReader) -> tuple[str, str]:
    """The title and author that a PDF claims."""
    try:
        claimed = reader.metadata
        return (
            (clean(str(claimed.title or ""), 160), clean(str(claimed.author or ""), 80))
            if claimed
            else ("", "")
        )
    except Exception:  # noqa: BLE001 - a claim that can't be read is none
        return "", ""


def _pages(content: bytes, count: int, limits: AnalysisLimits) -> tuple[list[Page], list[int], int]:
    """The pages looked at, the indices of those that are pictures, and how many were looked at."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    pages: list[Page] = []
    scanned: list[int] = []
    began = time.monotonic()
    try:
        with pdfplumber.open(io.BytesIO(content), password="") as document:
            for at in range(min(count, len(document.pages), limits.pages)):
                if at and time.monotonic() - began > limits.reading_seconds:
                    break
                plumbed = document.pages[at]
                page = _page(plumbed)
                letters = sum(len(one.text) for one in page.segments)
                if letters < _FEWEST_LETTERS and (plumbed.images or plumbed.curves):
                    scanned.append(at)
                pages.append(page)
                plumbed.close()
    except (PdfminerException, PDFException, RecursionError, *_WRONG):
        if not pages:
            raise FileRefused(_BROKEN) from None
    if scanned and ocr_is_there():
        for at in scanned[: limits.ocr_pages]:
            pages[at] = _recognised(content, at)
    return pages, scanned, len(pages)


def _page(plumbed: PlumbedPage) -> Page:
    if len(plumbed.chars) > _MOST_LETTERS:
        raise FileRefused("A page of the PDF has too much text on it: send fewer of its pages.", TOO_MUCH)
    words = plumbed.extract_words(extra_attrs=["fontname", "size"])
    segments = tuple(
        Segment(
            clean(word["text"], 200),
            float(word["x0"]),
            float(word["x1"]),
            float(word["top"]),
            float(word["bottom"]),
            max(float(word["size"]), 1.0),
            bool(_BOLD.search(word["fontname"] or "")),
        )
        for word in words
    )
    rules = len(plumbed.lines) + len(plumbed.rects) + len(plumbed.curves)
    grids = _grids(plumbed) if 0 < rules <= _MOST_RULES else ()
    return Page(float(plumbed.width), float(plumbed.height), segments, grids)


def _grids(plumbed: PlumbedPage) -> tuple[tuple[Box, Grid], ...]:
    found = []
    for table in plumbed.find_tables()[:20]:
        x0, top, x1, bottom = table.bbox
        cells = [[cell or "" for cell in row] for row in table.extract()]
        found.append((Box(float(x0), float(x1), float(top), float(bottom)), cells))
    return tuple(found)


def _recognised(content: bytes, at: int) -> Page:
    """A page's text as it is seen, in points."""
    import pypdfium2

    from getcode_lsp.service.analysis.ocr import read_text

    document = pypdfium2.PdfDocument(content)
    try:
        page = document[at]
        width, height = page.get_size()
        scale = min(_SIDE / max(width, height, 1.0), 4.0)
        image = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise FileRefused(_BROKEN) from None
    finally:
        document.close()
    segments = [_scaled(one, 1 / scale) for one in read_text(image)]
    return Page(width, height, tuple(segments))


def _scaled(one: Segment, factor: float) -> Segment:
    return replace(
        one,
        x0=one.x0 * factor,
        x1=one.x1 * factor,
        top=one.top * factor,
        bottom=one.bottom * factor,
        size=one.size * factor,
    )
