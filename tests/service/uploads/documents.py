"""Real PDFs for the tests, made by reportlab: what people send."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STYLES = getSampleStyleSheet()
PROSE = (
    "The year was a good one for the team. Sales grew in every region but one, and the new stores in the north "
    "opened on time. Costs rose more slowly than in the year before, because fewer goods were sent by air."
)


def built(flowables: Sequence[Any], **claims: Any) -> bytes:
    """A PDF of these flowables; `claims` are title, author and encryption."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, **claims).build(list(flowables))
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    """A PDF of one page that is drawn by hand."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def grid(rows: Sequence[Sequence[str]], *, ruled: bool = True) -> Table:
    lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    return Table(rows, style=TableStyle([*lines, ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]))


def paragraph(text: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(text, STYLES[style])


INVOICE_ROWS = (
    ("Description", "Qty", "Unit price", "Amount"),
    ("Oak table", "2", "€450.00", "€900.00"),
    ("Chair with arms", "8", "€120.50", "€964.00"),
    ("Delivery to the second floor", "1", "€60.00", "€60.00"),
    ("", "", "Subtotal", "€1,924.00"),
    ("", "", "VAT 20%", "€384.80"),
    ("", "", "Total", "€2,308.80"),
)


def invoice(*, ruled: bool = True) -> bytes:
    return built(
        [
            paragraph("INVOICE", "Title"),
            paragraph("Sol &amp; Sal Furniture"),
            paragraph("Invoice number: 2024-0017"),
            paragraph("Invoice date: 12 March 2024"),
            paragraph("Due date: 2024-04-11"),
            paragraph("Bill to: Ada Byron, 12 St James Square, London"),
            Spacer(1, 24),
            grid(INVOICE_ROWS, ruled=ruled),
            Spacer(1, 24),
            paragraph("Payment terms: 30 days"),
            paragraph("IBAN: DE02 1203 0000 0000 2020 51"),
        ]
    )


def report() -> bytes:
    rows = (
        ("Region", "Revenue 2023", "Revenue 2024", "Growth"),
        ("North", "1,200", "1,500", "25%"),
        ("South", "900", "990", "10%"),
        ("East", "700", "770", "10%"),
        ("West", "400", "380", "-5%"),
    )
    return built(
        [
            paragraph("Annual Report 2024", "Title"),
            paragraph("Executive Summary", "Heading1"),
            paragraph(PROSE),
            paragraph("Sales", "Heading1"),
            paragraph("Revenue by region", "Heading2"),
            paragraph("All figures are in thousands of pounds."),
            grid(rows),
            paragraph("New stores", "Heading2"),
            paragraph(PROSE),
            paragraph("Recommendations", "Heading1"),
            ListFlowable(
                [paragraph("Open two stores in the east"), paragraph("Send less by air")],
                bulletType="bullet",
            ),
            paragraph("Outlook", "Heading1"),
            paragraph(PROSE),
        ],
        title="Annual Report 2024",
        author="Ada Byron",
    )


def cv() -> bytes:
    return built(
        [
            paragraph("Grace Hopper", "Title"),
            paragraph("grace@example.org | +1 212 555 0123 | New York"),
            paragraph("Profile", "Heading2"),
            paragraph(
                "A programmer who likes compilers and clocks, and who writes manuals that people read."
            ),
            paragraph("Experience", "Heading2"),
            paragraph("Senior programmer, Eckert-Mauchly, 1949 to 1967"),
            paragraph("Education", "Heading2"),
            paragraph("PhD in mathematics, Yale, 1934"),
            paragraph("Skills", "Heading2"),
            paragraph("COBOL, FLOW-MATIC, assembly"),
            paragraph("Languages", "Heading2"),
            paragraph("English, German"),
        ]
    )


def form() -> bytes:
    """An AcroForm with fields of every kind; the last one says nothing in its own name."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 780, "Membership application")
        canvas.setFont("Helvetica", 11)
        fields = canvas.acroForm
        for at, (label, name, flags) in enumerate(
            (
                ("Full name", "full_name", "required"),
                ("Email address", "emailAddress", "required"),
                ("Date of birth", "date_of_birth", ""),
                ("Phone", "Text7", ""),
                ("Message", "message", "multiline"),
            )
        ):
            canvas.drawString(60, 730 - 40 * at, label)
            fields.textfield(name=name, x=180, y=722 - 40 * at, width=220, height=22, fieldFlags=flags)
        canvas.drawString(60, 530, "Membership")
        fields.choice(
            name="membership",
            options=["Basic", "Family", "Student"],
            value="Basic",
            x=180,
            y=522,
            width=120,
            height=22,
        )
        fields.checkbox(name="newsletter", x=180, y=480)
        canvas.drawString(210, 484, "Newsletter")

    return drawn(draw)


def paper_form() -> bytes:
    """A form to be printed, with lines to write on and boxes to tick."""
    return built(
        [
            paragraph("Holiday request form", "Title"),
            paragraph("Please fill in and give to your manager."),
            paragraph("Name: ______________________________"),
            paragraph("Department: ________________________"),
            paragraph("First day: ____________ Last day: ____________"),
            paragraph("Reason for absence: ______________________________"),
            paragraph("Paid leave: [ ] yes [ ] no"),
            paragraph("Signature: ____________________ Date: ____________"),
        ]
    )


def scanned(picture: Image.Image) -> bytes:
    """A page that is nothing but a picture."""
    return drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1]))


def pages(count: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number in range(count):
        canvas.drawString(60, 800, f"Handbook, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def placed_invoice() -> bytes:
    """An invoice whose parts are placed by hand: no lines, labels without colons, the address beside them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(40, 790, "ACME Corp")
        canvas.drawRightString(550, 790, "INVOICE")
        canvas.setFont("Helvetica", 10)
        for at, text in enumerate(("Bill To", "John Smith", "4490 Oak Drive")):
            canvas.drawString(40, 760 - 14 * at, text)
        values = (
            ("Invoice #", "INV-3337"),
            ("Invoice Date", "25/01/2024"),
            ("Due Date", "31/01/2024"),
            ("Total Due", "$93.50"),
        )
        for at, (label, value) in enumerate(values):
            canvas.drawString(380, 760 - 14 * at, label)
            canvas.drawRightString(550, 760 - 14 * at, value)
        rows = (
            ("Hrs/Qty", "Service", "Rate/Price", "Adjust", "Sub Total"),
            ("1.00", "Web Design", "$85.00", "0.00%", "$85.00"),
        )
        for at, row in enumerate(rows):
            for left, text in zip((40, 110, 300, 400, 490), row, strict=True):
                canvas.drawString(left, 660 - 20 * at, text)
        for at, (label, value) in enumerate((("Sub Total", "$85.00"), ("Tax", "$8.50"), ("Total", "$93.50"))):
            canvas.drawString(400, 600 - 16 * at, label)
            canvas.drawRightString(550, 600 - 16 * at, value)

    return drawn(draw)


def cv_with_sidebar() -> bytes:
    """A CV in two columns: a narrow one with lists, a wide one with text."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 26)
        canvas.drawString(40, 790, "Maria Rossi")
        column(canvas, 40, "CONTACT", 730, ("maria@example.com", "+39 06 1234 5678", "Rome, Italy"))
        column(canvas, 40, "SKILLS", 650, ("Figma", "User research", "Prototyping"))
        jobs = (
            "Senior Designer, Blu, 2019 - 2024",
            "Led the redesign of the booking flow for two million users.",
            "Built a library of components used by nine teams.",
            "Designer, Rosso, 2015 - 2019",
        )
        column(canvas, 220, "EXPERIENCE", 730, jobs)
        column(canvas, 220, "EDUCATION", 620, ("BA Design, Politecnico di Milano, 2015",))

    return drawn(draw)


def column(canvas: Canvas, left: float, heading: str, top: float, lines: Sequence[str]) -> None:
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(left, top, heading)
    canvas.setFont("Helvetica", 10)
    for at, line in enumerate(lines):
        canvas.drawString(left, top - 18 - 14 * at, line)


def menu() -> bytes:
    dishes = (
        ("Starters", (("Tomato soup", "6.50"), ("Bruschetta", "7.00"))),
        ("Mains", (("Risotto", "14.50"), ("Grilled trout", "18.00"), ("Lasagne", "13.00"))),
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 28)
        canvas.drawCentredString(300, 780, "Dinner Menu")
        top = 730
        for heading, rows in dishes:
            canvas.setFont("Times-Bold", 18)
            canvas.drawString(80, top, heading)
            canvas.setFont("Times-Roman", 12)
            for at, (dish, price) in enumerate(rows):
                canvas.drawString(80, top - 26 - 18 * at, dish)
                canvas.drawRightString(500, top - 26 - 18 * at, f"${price}")
            top -= 60 + 18 * len(rows)

    return drawn(draw)


def german_invoice() -> bytes:
    rows = (
        ("Beschreibung", "Menge", "Einzelpreis", "Betrag"),
        ("Schrauben", "100", "0,12 €", "12,00 €"),
        ("Holzbrett", "4", "8,50 €", "34,00 €"),
        ("", "", "Gesamtbetrag", "46,00 €"),
    )
    head = ("Rechnungsnummer: 2024-88", "Datum: 12.03.2024", "Kunde: Müller GmbH")
    return built([paragraph("Rechnung", "Title"), *map(paragraph, head), grid(rows)])


def letter() -> bytes:
    texts = (
        "12 St James Square, London",
        "3 May 2024",
        "Dear Mr Babbage,",
        PROSE,
        PROSE,
        "Yours sincerely,",
        "Ada Byron",
    )
    return built([paragraph(text) for text in texts])
