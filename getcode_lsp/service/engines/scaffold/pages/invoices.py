"""Invoices, quotations and receipts: who to whom, the lines, and sums computed to the cent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, read_look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, first, read_brief, write_brief
from getcode_lsp.service.engines.scaffold.pages.documents import document_kind
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.money import Line, Sums, currency, read_line, shown, sums
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, plain, prepare, split_list
from getcode_lsp.service.engines.scaffold.pages.values import contact_in

KINDS = ("invoice", "quote", "receipt")
_NAME = r"(?:the\s+)?[A-ZÀ-Þ][\w'’.&-]*(?:\s+(?:[A-ZÀ-Þ&][\w'’.&-]*|of|von|de|and(?=\s+[A-Z])))*"
_FROM = re.compile(
    rf"\b(?:from|by|issued\s+by|seller\s*:?|supplier\s*:?)\s+(?:my\s+\w+\s+)?(?P<name>{_NAME})"
)
_TO = re.compile(
    rf"\b(?:to|for|client\s*:?|customer\s*:?|bill(?:ed)?\s+to\s*:?|buyer\s*:?)\s+(?:(?:the|my|our)\s+(?:client|customer|company)\s+)?(?P<name>{_NAME})"
)
_NUMBER = re.compile(
    r"\b(?:invoice|quotation|quote|receipt|estimate)?\s*(?:number|no\.?|nr\.?|#)\s*:?\s*#?(?P<number>[A-Z]{0,4}-?\d[\w/-]*)",
    re.IGNORECASE,
)
_DUE = re.compile(
    rf"\b(?:due|payable|pay(?:ment)?\s+(?:by|within|due))\s*(?:on|by|within|in|date)?\s*:?\s*(?P<due>\d{{1,3}}\s+days|{DATE.pattern})",
    re.IGNORECASE,
)
_SKIPPED = re.compile(
    r"\b(?:vat|tax|gst|mwst|discount|off|due|number|total|subtotal|no\.|payable|within|days\s+net|currency|dated)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:for|with|items?|lines?|positions?|including|covering|containing|services)\s*:?\s+(?=\S)|:\s+",
    re.IGNORECASE,
)


_ACCOUNT = re.compile(
    r"\b(?:iban|(?:bank\s+)?account|sort\s+code|bic|swift|paypal)\b\s*(?:number|no\.?)?\s*:?\s*(?=[\w.@-]*\d|[\w.-]+@)[A-Z0-9][^,;\n]*?(?=,?\s+(?:due|with|and\s+(?!sort|bic|iban|account))|[;\n]|\.(?:\s|\Z)|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or its like; "" is what the prompt leaves open."""

    kind: str
    number: str
    seller: str
    buyer: str
    date: str
    due: str
    lines: tuple[Line, ...]
    sign: str
    sums: Sums
    terms: str
    """The words that name tax and discount, from which the sums are made."""
    look: Look
    contact: str = ""
    ignored: tuple[str, ...] = ()
    payment: str = ""
    """How to pay: an account, a sort code."""
    address: str = ""
    """Where the buyer is."""


def is_invoice(text: str) -> bool:
    """Whether a prompt asks for an invoice or its like."""
    return text.lstrip().startswith("Invoice brief.") or document_kind(text) in KINDS


def read_invoice(text: str) -> Invoice:
    """Read a prompt for an invoice; without any line there is one placeholder."""
    known = read_brief("Invoice", text)
    if known is not None:
        return _from_brief(*known)
    prompt = prepare(text)
    flat = plain(prompt.restore(prompt.text))
    lines = tuple(_lines(prompt))
    seller, buyer = _FROM.search(flat), _TO.search(flat)
    number, due, date = _NUMBER.search(flat), _DUE.search(flat), DATE.search(_DUE.sub(" ", flat))
    account = _ACCOUNT.search(flat)
    contact = contact_in(_ACCOUNT.sub(" ", flat))
    place = contact_in(flat[buyer.end("name") :][:120]).address if buyer else ""
    terms = ", ".join(
        match[0]
        for match in re.finditer(
            r"\d{1,2}(?:[.,]\d{1,2})?\s?%\s*(?:vat|tax|sales\s+tax|gst|mwst|discount|off|rebate|iva|ust)|(?:vat|tax|gst|discount)\s*(?:of|:|at|rate)?\s*\d{1,2}(?:[.,]\d{1,2})?\s?%",
            flat,
            re.IGNORECASE,
        )
    )
    look = read_look(text)
    return Invoice(
        document_kind(text), number["number"] if number else "", seller["name"] if seller else look.brand if not buyer or look.brand != buyer["name"] else "",
        buyer["name"] if buyer and (not seller or buyer["name"] != seller["name"]) else "", date[0] if date else "", due["due"] if due else "", lines, currency(flat),
        sums(lines, terms), terms, look, " · ".join(filter(None, (contact.email, contact.phone))),
        payment=account[0].strip(" ,") if account else "", address=place if buyer and flat[buyer.end("name") :].lstrip(" ,").startswith(place) else "",
    )  # fmt: skip


def _lines(prompt: Prompt) -> list[Line]:
    found: list[Line] = []
    for unit in _flat(read_layout(prompt.text)):
        whole = read_line(prompt.restore(unit.text)) if unit.bullet else None
        if whole is not None and not _SKIPPED.search(unit.text):
            found.append(whole)
            continue
        begins = [0, *(match.end() for match in _LISTS.finditer(unit.text))]
        best = max(
            (_listed(unit.text[at:], prompt) for at in begins),
            key=lambda lines: (len(lines), -sum(len(line.what) for line in lines)),
            default=[],
        )
        found += best
    return found


def _listed(text: str, prompt: Prompt) -> list[Line]:
    lines = []
    for part in split_list(re.sub(r"\.\s+", ", ", text)):
        if _SKIPPED.search(part) or DATE.fullmatch(part.strip(" .")) or contact_in(part).phone:
            continue
        line = read_line(prompt.restore(part))
        if (
            line is not None
            and len(line.what) < 90
            and not re.search(r"\binvoice\b|\breceipt\b|\bquot", line.what, re.IGNORECASE)
        ):
            lines.append(line)
    return lines


def _flat(units: list[Unit]) -> list[Unit]:
    return [one for unit in units for one in (unit, *_flat(unit.children))]


def invoice_brief(invoice: Invoice) -> str:
    """The improved prompt of an invoice."""
    entries: list[Entry] = [
        ("Kind", (invoice.kind,)), ("Number", (invoice.number,)), ("From", (invoice.seller,)), ("To", (invoice.buyer,)), ("Date", (invoice.date,)),
        ("Due", (invoice.due,)), ("Currency", (invoice.sign,)), ("Terms", (invoice.terms,)), ("Contact", (invoice.contact,)),
        ("Payment", (invoice.payment,)), ("Address", (invoice.address,)),
    ]  # fmt: skip
    entries += [
        ("Line", (line.what, str(line.count), line.unit or "-", str(line.price))) for line in invoice.lines
    ]
    return write_brief("Invoice", invoice.look, entries)


def _from_brief(look: Look, entries: list[Entry], other: list[str]) -> Invoice:
    lines: list[Line] = []
    for name, values in entries:
        if name == "Line" and len(values) == 4:
            try:
                lines.append(
                    Line(
                        values[0],
                        Decimal(values[1]),
                        "" if values[2] == "-" else values[2],
                        Decimal(values[3]),
                    )
                )
            except InvalidOperation:
                other.append(" ".join(values))
    terms = first(entries, "Terms")
    return Invoice(
        first(entries, "Kind") or "invoice", first(entries, "Number"), first(entries, "From"), first(entries, "To"), first(entries, "Date"), first(entries, "Due"),
        tuple(lines), first(entries, "Currency"), sums(tuple(lines), terms), terms, look, first(entries, "Contact"), tuple(other),
        payment=first(entries, "Payment"), address=first(entries, "Address"),
    )  # fmt: skip


def rows(invoice: Invoice) -> list[tuple[str, str, str, str]]:
    """The rows of the table: what, quantity, price, amount."""
    if not invoice.lines:
        return [("[What was delivered]", "1", "[Price]", "[Amount]")]
    return [
        (
            line.what,
            f"{line.count:g} {line.unit}".strip(),
            shown(line.price, invoice.sign),
            shown(line.amount, invoice.sign),
        )
        for line in invoice.lines
    ]


def totals(invoice: Invoice) -> list[tuple[str, str]]:
    """The sums below the table."""
    if not invoice.lines:
        return [("Total", "[Amount]")]
    made = invoice.sums
    out = [("Net", shown(made.net, invoice.sign))] if made.discount or made.tax_rate else []
    out += (
        [(f"Discount {made.discount_rate:g}%", f"−{shown(made.discount, invoice.sign)}")]
        if made.discount
        else []
    )
    out += [(f"{made.tax_name} {made.tax_rate:g}%", shown(made.tax, invoice.sign))] if made.tax_rate else []
    return [*out, ("Total", shown(made.total, invoice.sign))]
