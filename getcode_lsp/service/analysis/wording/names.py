"""Names of entities and fields out of labels, in the plain words that programs are made of."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.grammar.words import Name, ascii_letters

_SHORT = {
    "no": "number", "nr": "number", "num": "number", "qty": "quantity", "amt": "amount", "desc": "description",
    "tel": "phone", "telephone": "phone", "mobile": "phone", "addr": "address", "dob": "birth date", "e": "", "mail": "email",
    "rechnungsnummer": "invoice number", "rechnungsdatum": "invoice date", "kundennummer": "customer number", "datum": "date",
    "kunde": "customer", "beschreibung": "description", "bezeichnung": "description", "menge": "quantity", "anzahl": "quantity",
    "einzelpreis": "unit price", "preis": "price", "betrag": "amount", "gesamtbetrag": "total", "gesamt": "total", "summe": "total",
    "zwischensumme": "subtotal", "mwst": "vat", "nummer": "number", "vorname": "first name", "nachname": "last name",
    "adresse": "address", "telefon": "phone", "faellig": "due", "geburtsdatum": "birth date", "quantite": "quantity", "prix": "price",
    "montant": "amount", "nom": "name", "prenom": "first name", "client": "client", "cantidad": "quantity", "precio": "price",
    "importe": "amount", "nombre": "name", "fecha": "date",
    "ref": "reference", "pct": "percent", "po": "order", "cust": "customer", "acct": "account",
}  # fmt: skip
# Words that a sentence would take for its own.
_DROPPED = frozenset(
    """a an the of your our my his her their this that please enter in on at by for with from and or is are has have do does
    you we i it as be per each every must should can will would optional required etc which who what when where how to unique
    list id ids fields field columns column one either new all any not more less than least most between default""".split()
)
_PROGRAMS = frozenset(
    """api apis service services server app application system platform tracker manager management tool module program software rest
    database registry directory portal site website interface dashboard backend endpoint route user users table data record
    object type model entity resource collection schema string text number integer date boolean time""".split()
)
_LONGEST = 4
_OF = re.compile(r"^\W*(\w+)\s(?:of|for)\s(?:the\s|your\s)?(\w+)\W*$", re.IGNORECASE)


def words_in(label: str) -> list[str]:
    """The words of a label that carry its meaning, in lower case and Latin letters."""
    bare = (
        re.sub(r"\([^)]*\)|\[[^\]]*\]|\d+(?:[.,]\d+)?\s*%", " ", label)
        .replace("#", " number ")
        .replace("%", " percent ")
    )
    bare = bare.replace("e-mail", "email").replace("E-mail", "email").replace("E-Mail", "email")
    bare = _OF.sub(r"\2 \1", re.sub(r"\bnumber of\b", "count of", bare, flags=re.IGNORECASE))
    found = [word.lower() for word in re.findall(r"[A-Za-z]+", ascii_letters(bare))]
    expanded = [part for word in found for part in _SHORT.get(word, word).split()]
    kept = [word for word in expanded if word not in _DROPPED]
    return list(dict.fromkeys(kept))[:_LONGEST]


def field_name(label: str, entity: str = "") -> str:
    """A field's name; the entity's own before it goes unsaid ("invoice date" of an invoice is "date"); "" for none."""
    if re.fullmatch(r"bill(?:ed)?\s(?:to|for)|sold\sto|ship(?:ped)?\sto", label.strip(), re.IGNORECASE):
        return "shipping address" if label.lower().startswith("ship") else "customer"
    words = words_in(label)
    own = entity.lower().split()
    if len(words) > len(own) and words[: len(own)] == own:
        words = words[len(own) :]
    if not words and re.search(r"\bid\b", label, re.IGNORECASE):
        return "reference"
    name = " ".join(words)
    return name if len(name.replace(" ", "")) > 1 else ""


def entity_name(text: str, otherwise: str) -> str:
    """The name of one record out of a heading or a column's label; a word for programs is no entity."""
    words = words_in(text)[-3:]
    words = [*words[:-1], *Name((words[-1],)).singular().words] if words else []
    if not words or len(words[-1]) < 3:
        return otherwise
    if words[-1] == "application" and len(words) > 1:
        return " ".join([*words[:-1], "request"])
    if words[-1] in _PROGRAMS:
        words = [*words, "entry"]
    return " ".join(words)


def plural(name: str) -> str:
    """The name of many records."""
    return Name(tuple(name.lower().split())).plural().spaced
