"""What a document is, by its words and its structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from getcode_lsp.service.analysis.material import Entry, Kind, Section, Table

Defaults = tuple[tuple[str, Kind], ...]
_NAME, _DATE, _EMAIL, _PHONE = (
    ("name", Kind.TEXT),
    ("date", Kind.DATE),
    ("email", Kind.EMAIL),
    ("phone", Kind.PHONE),
)


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document.

    `title` finds it in the title or first lines, `body` are words each of which makes it more likely. `record` is what
    a program would store of it, `item` what one row of its table is. `fields` are what every such document has.
    """

    name: str
    title: str
    body: str
    record: str
    item: str = ""
    fields: Defaults = ()


_LINES = "line item"
_BILL: Defaults = (("number", Kind.TEXT), _DATE, ("customer name", Kind.TEXT))
GENRES: tuple[Genre, ...] = (
    Genre("credit note", r"credit\snote|gutschrift", r"credit|refund|invoice", "credit note", _LINES, _BILL),
    Genre(
        "invoice",
        r"(?:tax\s|pro\sforma\s)?invoice|rechnung|facture|factura|fattura",
        r"bill\sto|billed\sto|due\sdate|sub\s?total|amount\sdue|payment\sterms|vat|qty|quantity|unit\sprice|iban|total",
        "invoice", _LINES, (*_BILL, ("total", Kind.AMOUNT)),
    ),
    Genre("receipt", r"receipt|kassenbon|quittung", r"cash|change|card|total|thank\syou|cashier|vat", "receipt", _LINES,
          (("store name", Kind.TEXT), _DATE, ("total", Kind.AMOUNT))),
    Genre("quote", r"quotation|quote|estimate|angebot|offer", r"valid\suntil|qty|unit\sprice|total|scope", "quote", _LINES,
          (*_BILL, ("total", Kind.AMOUNT))),
    Genre("purchase order", r"purchase\sorder|order\s(?:form|confirmation)", r"ship\sto|vendor|qty|total|po\snumber",
          "order", _LINES, (*_BILL, ("total", Kind.AMOUNT))),
    Genre("delivery note", r"delivery\snote|packing\s(?:slip|list)|lieferschein", r"ship\sto|qty|quantity|weight",
          "delivery", "package", _BILL),
    Genre("bank statement", r"(?:bank|account)\sstatement|kontoauszug", r"opening\sbalance|closing\sbalance|debit|credit|iban",
          "account", "transaction", (("account number", Kind.TEXT), ("opening balance", Kind.AMOUNT))),
    Genre("CV", r"curriculum\svitae|résumé|resume|cv|lebenslauf",
          r"experience|education|skills|employment|languages|references|projects|certifications|profile|berufserfahrung|ausbildung",
          "candidate", "position", (_NAME, _EMAIL, _PHONE)),
    Genre("contract", r"contract|agreement|terms\s(?:and|&)\sconditions|vertrag|lease",
          r"party|parties|hereby|termination|liability|governing\slaw|shall|whereas|effective\sdate|signature", "contract",
          "clause", (("title", Kind.TEXT), ("first party", Kind.TEXT), ("second party", Kind.TEXT), ("effective date", Kind.DATE))),
    Genre("menu", r"menu|speisekarte|wine\slist", r"starters|mains|desserts|drinks|soups|salads|pasta|pizza|coffee", "dish", "dish",
          (_NAME, ("price", Kind.AMOUNT))),
    Genre("price list", r"price\slist|price(?:s|ing)|catalogue|catalog|preisliste", r"price|per|discount|article|sku", "product",
          "product", (_NAME, ("price", Kind.AMOUNT))),
    Genre("timetable", r"time\s?table|schedule|agenda|programme|stundenplan|itinerary",
          r"monday|tuesday|wednesday|thursday|friday|time|room|session|speaker", "session", "session",
          (("title", Kind.TEXT), ("start time", Kind.TIME))),
    Genre("certificate", r"certificate|diploma|zertifikat", r"awarded|certify|completed|hereby|presented", "certificate", "",
          (("recipient", Kind.TEXT), ("title", Kind.TEXT), _DATE)),
    Genre("meeting minutes", r"(?:meeting\s)?minutes|protokoll", r"attendees|action\sitems|agenda|decisions|present|absent",
          "meeting", "action item", (("title", Kind.TEXT), _DATE, ("attendees", Kind.TEXT))),
    Genre("recipe", r"recipe|rezept", r"ingredients|method|serves|minutes|oven|tablespoon|preheat|bake", "recipe", "ingredient",
          (("title", Kind.TEXT), ("servings", Kind.INTEGER))),
    Genre("letter", r"(?:cover\s)?letter", r"dear|sincerely|regards|yours|faithfully|sehr\sgeehrte", "letter", "",
          (("sender", Kind.TEXT), ("recipient", Kind.TEXT), _DATE, ("subject", Kind.TEXT), ("body", Kind.LONG_TEXT))),
    Genre("form", r"form|application|registration|questionnaire|survey|sign[\s-]?up|log[\s-]?in|booking|checkout|antrag|formular",
          r"please\s(?:fill|complete|tick)|signature|submit|block\scapitals|required", "submission", "entry"),
    Genre("report", r"report|review|analysis|study|white\s?paper|annual|bericht|findings|results",
          r"summary|introduction|conclusions?|results|method|recommendations|discussion|background|appendix|outlook", "report", "figure",
          (("title", Kind.TEXT), _DATE, ("summary", Kind.LONG_TEXT))),
)  # fmt: skip
DOCUMENT = Genre("document", "", "", "document", "entry", (("title", Kind.TEXT), ("text", Kind.LONG_TEXT)))

_BY_NAME = {genre.name: genre for genre in (*GENRES, DOCUMENT)}


def genre(name: str) -> Genre:
    """The genre of a name."""
    return _BY_NAME[name]


def recognise(
    title: str,
    lines: Sequence[str],
    sections: Sequence[Section],
    tables: Sequence[Table],
    form: Sequence[Entry],
) -> str:
    """The name of the genre that fits best; `document` where none does.

    `lines` are all texts of the document, the first ones first.
    """
    top = " \n ".join([title, *lines[:12]]).lower()
    text = " \n ".join(
        [*lines, *(section.heading for section in sections), *(c.label for t in tables for c in t.columns)]
    ).lower()[:20_000]
    best, most = DOCUMENT.name, 2.5
    for one in GENRES:
        score = _score(one, title.lower(), top, text) + _structure(one.name, sections, tables, form)
        if score > most:
            best, most = one.name, score
    return best


_OF_A_CV = re.compile(
    r"\b(?:experience|employment|education|skills|berufserfahrung|ausbildung)\b", re.IGNORECASE
)
_GREETS = re.compile(r"\b(?:dear|sehr\sgeehrte\w*|madame|estimad[oa])\b")
_CLOSES = re.compile(r"\b(?:sincerely|regards|faithfully|yours|grüßen|cordialement)\b")


def _score(one: Genre, title: str, top: str, text: str) -> float:
    named = 3.0 if re.search(rf"\b(?:{one.title})\b", title) else 0.0
    named = named or (1.5 if re.search(rf"\b(?:{one.title})\b", top) else 0.0)
    words = {match[0] for match in re.finditer(rf"\b(?:{one.body})\b", text)}
    greeted = one.name == "letter" and _GREETS.search(text) and _CLOSES.search(text)
    return named + min(len(words), 5) * 0.6 + (2.0 if greeted else 0.0)


def _structure(
    name: str, sections: Sequence[Section], tables: Sequence[Table], form: Sequence[Entry]
) -> float:
    """What the structure says for or against a genre."""
    priced = any(column.kind is Kind.AMOUNT for table in tables for column in table.columns)
    if name == "form":
        return min(len(form), 4) * 0.9
    if form and len(form) >= 3:
        return -3.0
    if name in ("invoice", "receipt", "quote", "purchase order", "credit note"):
        return 0.5 if priced else -0.8
    if name == "report":
        return 0.5 * min(len(sections), 3)
    if name == "CV":
        told = sum(bool(_OF_A_CV.search(section.heading)) for section in sections)
        return 1.5 if told >= 2 else -1.0 if len(sections) < 2 else 0.0
    return 0.0
