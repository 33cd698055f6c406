"""Briefs of messages, documents and slides: one line for each thing that is known, its values in quotes, read back exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.look import Look, read_look
from getcode_lsp.service.engines.scaffold.pages.brief import look_lines, quote
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, prepare

Entry = tuple[str, tuple[str, ...]]
"""A name and its values, as in `("Point", ("Title", "what is said of it"))`."""

_LINE = re.compile(rf"(?P<name>[A-Z][a-z ]{{1,30}}): (?P<values>{QUOTE}(?:, {QUOTE})*)\.?")


def write_brief(what: str, look: Look, entries: Iterable[Entry]) -> str:
    """The brief of a thing: its name, its look, its entries; entries without a value are left out."""
    told = [
        f"{name}: {', '.join(quote(value) or '“”' for value in values)}."
        for name, values in entries
        if any(values)
    ]
    brand = [f"Brand: {quote(look.brand)}."] if look.brand else []
    return "\n".join([f"{what} brief.", *look_lines(look), *brand, *told])


def read_brief(what: str, text: str) -> tuple[Look, list[Entry], list[str]] | None:
    """The look and the entries of a brief, and the lines that have another form; None where a text is none."""
    prompt = prepare(text)
    first, _, rest = prompt.text.strip().partition("\n")
    if first.strip() != f"{what} brief.":
        return None
    entries: list[Entry] = []
    other: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in rest.split("\n"))):
        found = _LINE.fullmatch(line)
        if found:
            entries.append((found["name"], tuple(prompt.quoted_in(found["values"]))))
        elif not line.startswith(("Colours: ", "Tone: ")):
            other.append(prompt.restore(line))
    brand = next((values[0] for name, values in entries if name == "Brand"), "")
    look = read_look("\n".join(line for line in text.split("\n") if line.startswith(("Colours: ", "Tone: "))))
    return replace(look, brand=brand, subject=""), [entry for entry in entries if entry[0] != "Brand"], other


def first(entries: list[Entry], name: str) -> str:
    """The first value under a name; "" where there is none."""
    return next((values[0] for key, values in entries if key == name), "")


def pairs(entries: list[Entry], name: str) -> tuple[tuple[str, str], ...]:
    """The entries under a name, each as two values; the second is "" where it is left out."""
    return tuple((values[0], values[1] if len(values) > 1 else "") for key, values in entries if key == name)
