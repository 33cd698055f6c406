"""Output of types word and pdf: clean HTML for print on A4, which a word processor opens and a browser prints."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.colours import readable
from getcode_lsp.service.engines.scaffold.look import Look, Tone
from getcode_lsp.service.engines.scaffold.pages import invoices
from getcode_lsp.service.engines.scaffold.pages.about import comment_safe
from getcode_lsp.service.engines.scaffold.pages.document_reader import read_document
from getcode_lsp.service.engines.scaffold.pages.documents import (
    Block,
    Document,
    document_brief,
    document_kind,
)
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.letters import read_message
from getcode_lsp.service.engines.scaffold.pages.messages import Message, message_brief
from getcode_lsp.service.engines.scaffold.pages.prompt import admitted
from getcode_lsp.service.engines.scaffold.pages.tree import Content, Element, Html, escaped, h, joined
from getcode_lsp.service.engines.scaffold.pages.wording import body_lines, closing, greeting
from getcode_lsp.service.engines.scaffold.templates.source import wrap
from getcode_lsp.service.engines.scaffold.writer import Writer

_SERIF = 'Georgia, "Times New Roman", "DejaVu Serif", serif'
_SANS = '"Segoe UI", Roboto, Helvetica, Arial, "DejaVu Sans", sans-serif'
_TITLES = {"invoice": "Invoice", "quote": "Quotation", "receipt": "Receipt"}


def _is_letter(text: str) -> bool:
    return text.lstrip().startswith("E-mail brief.") or document_kind(text) == "letter"


def _write(task: Task) -> str:
    text = admitted(task.prompt)
    if invoices.is_invoice(text):
        return _invoice(invoices.read_invoice(text))
    if _is_letter(text):
        return _letter(read_message(text, "letter"))
    return _document(read_document(text))


def _improve(task: Task) -> str:
    text = admitted(task.prompt)
    if invoices.is_invoice(text):
        return invoices.invoice_brief(invoices.read_invoice(text))
    if _is_letter(text):
        return message_brief(read_message(text, "letter"))
    return document_brief(read_document(text))


def _document(document: Document) -> str:
    numbered = document.kind not in ("cv", "certificate", "recipe")
    facts = (
        h(
            "table",
            [h("tr", h("th", label, scope="row"), h("td", value)) for label, value in document.facts],
            class_="facts",
        )
        if document.facts
        else None
    )
    parts: list[Content] = [
        h(
            "header",
            h("p", document.look.brand, class_="brand")
            if document.look.brand and not document.title.startswith(document.look.brand)
            else None,
            h("h1", document.title),
            facts,
        )
    ]
    count = 0
    for block in document.blocks:
        count += bool(block.heading)
        parts.append(_block(block, f"{count}. " if numbered and block.heading else ""))
    if document.signers:
        cells = [
            h("td", h("p", "", class_="line"), h("p", f"{name}"), h("p", "[Place, date]", class_="quiet"))
            for name in document.signers
        ]
        parts.append(h("table", h("tr", cells), class_="signatures"))
    understood = [f"{document.kind}: {document.title}"]
    for block in document.blocks:
        table = f" (table: {', '.join(block.columns)})" if block.columns else ""
        understood += [f"section: {block.heading}{table}"] if block.heading else []
    return _file(document.title, document.look, parts, understood, document.ignored)


def _block(block: Block, number: str) -> Element:
    content: list[Content] = [h("p", text) for text in block.paragraphs]
    content += [h("ul", [h("li", point) for point in block.points])] if block.points else []
    content += [_table(block.columns, block.rows)] if block.columns else []
    if not content:
        content = [h("p", f"[The text of “{block.heading}”.]", class_="quiet")]
    return h("section", h("h2", f"{number}{block.heading}") if block.heading else None, content)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    numeric = [
        bool(rows) and all(_is_figure(row[at]) for row in rows if at < len(row)) for at in range(len(columns))
    ]
    head = h(
        "thead",
        h(
            "tr",
            [
                h("th", column, scope="col", class_="figure" if numeric[at] else None)
                for at, column in enumerate(columns)
            ],
        ),
    )
    body = h(
        "tbody",
        [
            h(
                "tr",
                [
                    h("td", cell, class_="figure" if at < len(numeric) and numeric[at] else None)
                    for at, cell in enumerate(row)
                ],
            )
            for row in rows
        ],
    )
    return h("table", head, body, class_="grid")


def _is_figure(text: str) -> bool:
    return bool(text) and text.strip("€$£%+-− .,'0123456789kKmM") == "" and any(c.isdigit() for c in text)


def _invoice(invoice: invoices.Invoice) -> str:
    title = _TITLES.get(invoice.kind, "Invoice")
    facts = [
        ("Number", invoice.number or "[Number]"),
        ("Date", invoice.date or "[Date]"),
        *(
            [("Due", invoice.due)]
            if invoice.due
            else []
            if invoice.kind != "invoice"
            else [("Due", "[Date]")]
        ),
    ]
    seller = h(
        "td",
        h("p", "From", class_="quiet"),
        h("p", invoice.seller or "[Your name]", class_="party"),
        h("p", invoice.contact or "[Address]"),
    )
    buyer = h(
        "td",
        h("p", "To", class_="quiet"),
        h("p", invoice.buyer or "[Customer]", class_="party"),
        h("p", invoice.address or "[Address]"),
    )
    columns = ("Description", "Quantity", "Price", "Amount")
    head = h(
        "thead",
        h(
            "tr",
            [
                h("th", column, scope="col", class_="figure" if at else None)
                for at, column in enumerate(columns)
            ],
        ),
    )
    body = h(
        "tbody",
        [
            h("tr", [h("td", cell, class_="figure" if at else None) for at, cell in enumerate(row)])
            for row in invoices.rows(invoice)
        ],
    )
    sums = invoices.totals(invoice)
    foot = h(
        "tfoot",
        [
            h(
                "tr",
                h("th", label, scope="row", colspan="3", class_="figure"),
                h("td", value, class_="figure"),
                class_="total" if at == len(sums) - 1 else None,
            )
            for at, (label, value) in enumerate(sums)
        ],
    )
    parts: list[Content] = [
        h(
            "header",
            h("h1", title),
            h(
                "table",
                [h("tr", h("th", label, scope="row"), h("td", value)) for label, value in facts],
                class_="facts",
            ),
        ),
        h("table", h("tr", seller, buyer), class_="parties"),
        h("table", head, body, foot, class_="grid"),
        h(
            "p",
            f"{invoice.payment[:1].upper()}{invoice.payment[1:]}"
            if invoice.payment
            else "[How to pay: bank account, reference]"
            if invoice.kind == "invoice"
            else "[Terms]",
            class_="quiet",
        ),
    ]
    understood = [
        f"{invoice.kind} from {invoice.seller or '?'} to {invoice.buyer or '?'}, {len(invoice.lines)} line{'' if len(invoice.lines) == 1 else 's'}, total {sums[-1][1]}"
    ]
    return _file(f"{title} {invoice.number}".strip(), invoice.look, parts, understood, invoice.ignored)


def _letter(message: Message) -> str:
    formula, name = closing(message)
    date = next(
        (value for label, value in message.facts if label == "Date" and DATE.fullmatch(value)), "[Date]"
    )
    to = (
        message.recipient
        if message.recipient[:1].isupper()
        else message.recipient[:1].upper() + message.recipient[1:]
        if message.recipient.startswith("the ")
        else f"[Name of the {message.recipient}]"
        if message.recipient
        else "[Recipient]"
    )
    parts: list[Content] = [
        h("table", h("tr", h("td", h("p", name, class_="party"), h("p", message.address) if message.address else h("p", "[Your address]", class_="quiet")), h("td", h("p", date), class_="figure")), class_="parties"),
        h("p", to, class_="party"), h("p", "[Address of the recipient]", class_="quiet"),
        h("h1", message.subject, class_="subject"), h("p", greeting(message)), [h("p", line) for line in body_lines(message)],
        h("ul", [h("li", ": ".join(filter(None, point))) for point in message.points]) if message.points else None,
        h("p", formula), h("p", "", class_="space"), h("p", name),
    ]  # fmt: skip
    return _file(
        message.subject,
        message.look,
        parts,
        [f"letter ({message.kind}) to {to}: {message.subject}"],
        message.ignored,
    )


def _file(
    title: str, look: Look, parts: list[Content], understood: Sequence[str], ignored: Sequence[str]
) -> str:
    comment = wrap(
        comment_safe(
            f"{title}: a document for print on A4, scaffolded from a prompt by getcode-lsp. It is a starting point, not a finished document."
        )
    )
    comment += [
        "",
        "Understood from the prompt:",
        *(line for text in understood for line in wrap(comment_safe(text), first="- ", then="  ")),
    ]
    comment += [
        "",
        *wrap(
            "Texts in [square brackets] are placeholders: replace them. A browser prints this file to PDF; a word processor opens it as it is."
        ),
    ]
    if ignored:
        comment += [
            "",
            "Ignored, not built:",
            *(line for text in ignored for line in wrap(comment_safe(text)[:200], first="- ", then="  ")),
        ]
    lines = [
        "<!doctype html>",
        "<!--",
        *(f"  {line}".rstrip() for line in comment),
        "-->",
        '<html lang="en">',
        "<head>",
        '  <meta charset="utf-8">',
    ]
    lines += [
        '  <meta name="viewport" content="width=device-width, initial-scale=1">',
        f"  <title>{escaped(title)}</title>",
        "  <style>",
        *(f"    {line}" for line in _styles(look)),
        "  </style>",
        "</head>",
        "<body>",
    ]
    for part in h("main", parts).children:
        lines += Html().lines(part, 1)
    body = lines.index("<body>") + 1
    lines[body:body] = ["  <main>"]
    return joined([*lines, "  </main>", "</body>", "</html>"])


def _styles(look: Look) -> list[str]:
    """On paper the page is white; the accent of the look is used where it can be read on it."""
    accent = readable(look.palette.accent, "#ffffff", least=4.6)
    body = (
        _SANS
        if look.tone in (Tone.MINIMAL, Tone.TECHNICAL, Tone.PLAYFUL, Tone.BOLD, Tone.FRIENDLY)
        else _SERIF
    )
    return f"""\
@page {{ size: A4; margin: 22mm 20mm 24mm; @bottom-right {{ content: counter(page) " / " counter(pages); font: 9pt {_SANS}; color: #555; }} }}
html {{ background: #e9eaec; }}
body {{ margin: 0; font: 11pt/1.55 {body}; color: #1c1d20; overflow-wrap: break-word; }}
main {{ box-sizing: border-box; max-width: 210mm; margin: 24px auto; padding: 22mm 20mm 26mm; background: #fff; }}
h1, h2, th, .brand, .quiet, .facts {{ font-family: {_SANS}; }}
h1 {{ font-size: 24pt; line-height: 1.15; margin: 0 0 10pt; color: {accent}; }}
h2 {{ font-size: 13.5pt; line-height: 1.3; margin: 22pt 0 6pt; break-after: avoid; }}
p {{ margin: 0 0 8pt; orphans: 3; widows: 3; }}
ul {{ margin: 0 0 8pt; padding-left: 16pt; }}
li {{ margin-bottom: 3pt; }}
header {{ border-bottom: 2px solid {accent}; padding-bottom: 12pt; margin-bottom: 18pt; }}
.brand {{ font-size: 9pt; font-weight: bold; text-transform: uppercase; letter-spacing: 0.12em; }}
.quiet {{ color: #5c5e64; font-size: 10pt; }}
.subject {{ font-size: 14pt; margin: 30pt 0 14pt; }}
.party {{ font-weight: bold; margin-bottom: 2pt; }}
.space {{ height: 34pt; }}
table {{ border-collapse: collapse; }}
.facts th {{ text-align: left; font-weight: normal; color: #5c5e64; padding: 1pt 16pt 1pt 0; vertical-align: top; font-size: 10pt; }}
.facts td {{ padding: 1pt 0; font-size: 10pt; }}
.parties, .grid, .signatures {{ width: 100%; }}
.parties {{ margin-bottom: 24pt; }}
.parties td {{ width: 50%; vertical-align: top; }}
.grid {{ margin: 6pt 0 14pt; font-size: 10.5pt; }}
.grid th, .grid td {{ text-align: left; padding: 6pt 8pt; border-bottom: 1px solid #d6d8dc; vertical-align: top; }}
.grid thead th {{ border-bottom: 2px solid #1c1d20; font-size: 9pt; text-transform: uppercase; letter-spacing: 0.05em; }}
.grid tfoot th, .grid tfoot td {{ border-bottom: 0; font-weight: normal; padding-block: 3pt; }}
.grid tfoot .total th, .grid tfoot .total td {{ font-weight: bold; font-size: 12pt; border-top: 2px solid #1c1d20; padding-top: 7pt; }}
.grid .figure, .parties .figure {{ text-align: right; font-variant-numeric: tabular-nums; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
.signatures {{ margin-top: 44pt; break-inside: avoid; }}
.signatures td {{ width: 50%; padding-right: 24pt; }}
.line {{ border-bottom: 1px solid #1c1d20; height: 26pt; }}
@media (max-width: 700px) {{ main {{ margin: 0; padding: 24px 18px; }} .grid {{ display: block; overflow-x: auto; }} h1 {{ font-size: 20pt; }} }}
@media print {{ html {{ background: none; }} main {{ margin: 0; padding: 0; max-width: none; }} a {{ color: inherit; }} }}""".split(
        "\n"
    )


WRITER = Writer(_write, _improve)
