"""The fields that a PDF form declares (AcroForm, ISO 32000-1 section 12.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from getcode_lsp.service.analysis.labels import is_label, plain_label
from getcode_lsp.service.analysis.material import Entry, Kind
from getcode_lsp.service.analysis.reading import Page
from getcode_lsp.service.analysis.rows import clean, rows_of
from getcode_lsp.service.analysis.values import kind_by_label

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_FIELDS = 60
_MOST_CHOICES = 12
_REQUIRED, _MULTILINE, _RADIO, _PUSH = 1 << 1, 1 << 12, 1 << 15, 1 << 16
_SAYS_NOTHING = re.compile(
    r"(?:text|field|check\s?box|radio|button|combo\s?box|list\s?box|undefined|untitled|form|group|dropdown|topmostsubform|fill)?[\W_\d]*",
    re.IGNORECASE,
)


def form_of(reader: PdfReader, pages: Sequence[Page]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The fields of a form in their order, and its buttons; nothing where there is none or it can't be read."""
    try:
        declared = reader.get_fields() or {}
        places = _places(reader, len(pages))
    except Exception:  # noqa: BLE001 - a form that can't be read is not worth the rest of the document
        return (), ()
    found: list[tuple[tuple[int, float, float], Entry]] = []
    buttons: list[str] = []
    for name, declaration in list(declared.items())[: MOST_FIELDS * 4]:
        kind, flags = declaration.get("/FT"), _flags(declaration)
        if kind is None:
            continue
        place = places.get(name, (len(pages), 0.0, 0.0))
        label = _label(name, declaration, place, pages)
        if not label:
            continue
        if kind == "/Btn" and flags & _PUSH:
            buttons.append(label)
        else:
            found.append((place, _entry(label, declaration, flags)))
    found.sort(key=lambda item: item[0])
    return tuple(entry for _, entry in found[:MOST_FIELDS]), tuple(buttons[:8])


def _flags(declaration: Mapping[str, Any]) -> int:
    flags = declaration.get("/Ff", 0)
    return flags if isinstance(flags, int) else 0


def _entry(label: str, declaration: Mapping[str, Any], flags: int) -> Entry:
    required = bool(flags & _REQUIRED)
    kind = declaration.get("/FT")
    if kind == "/Btn":
        states = [clean(str(state).lstrip("/"), 40) for state in declaration.get("/_States_", [])]
        choices = tuple(state for state in states if state and state.lower() != "off")
        if flags & _RADIO and len(choices) > 1:
            return Entry(label, Kind.CHOICE, choices=choices[:_MOST_CHOICES], required=required)
        return Entry(label, Kind.BOOLEAN, required=required)
    if kind == "/Ch":
        options = declaration.get("/Opt", declaration.get("/_States_", []))
        choices = tuple(clean(_shown(option), 40) for option in options)
        return Entry(
            label,
            Kind.CHOICE,
            choices=tuple(one for one in choices if one)[:_MOST_CHOICES],
            required=required,
        )
    if kind == "/Sig":
        return Entry(label, Kind.TEXT, required=required)
    long = bool(flags & _MULTILINE)
    return Entry(label, Kind.LONG_TEXT if long else kind_by_label(label), required=required)


def _shown(option: object) -> str:
    """An option's text: alone, or behind the value that it stands for."""
    if isinstance(option, (list, tuple)) and option:
        return str(option[-1])
    return str(option)


def _label(
    name: str, declaration: Mapping[str, Any], place: tuple[int, float, float], pages: Sequence[Page]
) -> str:
    told = clean(str(declaration.get("/TU") or ""), 80)
    if told and not _SAYS_NOTHING.fullmatch(told):
        return plain_label(told)[:60]
    last = name.rpartition(".")[2]
    if not _SAYS_NOTHING.fullmatch(last):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", clean(last, 60)).strip()
        return words[:1].upper() + words[1:].lower() if words else ""
    return _beside(place, pages)


def _beside(place: tuple[int, float, float], pages: Sequence[Page]) -> str:
    """The label that stands left of a place, or above it."""
    at, top, x0 = place
    if at >= len(pages):
        return ""
    best, nearest = "", 200.0
    for row in rows_of(pages[at].segments):
        for segment in row:
            left = abs(segment.middle - top) < 14 and segment.x1 <= x0 + 4
            above = 0 < top - segment.middle < 34 and abs(segment.x0 - x0) < 30
            distance = (x0 - segment.x1) if left else (top - segment.middle) * 2
            if (left or above) and distance < nearest and is_label(segment.text):
                best, nearest = plain_label(segment.text), distance
    return best


def _places(reader: PdfReader, pages: int) -> dict[str, tuple[int, float, float]]:
    """Where the fields stand: the page, and on it how far from the top and from the left."""
    places: dict[str, tuple[int, float, float]] = {}
    for at in range(min(pages, len(reader.pages))):
        page = reader.pages[at]
        height = float(page.mediabox.height)
        for reference in page.get("/Annots") or []:
            annotation = reference.get_object()
            if annotation.get("/Subtype") != "/Widget":
                continue
            x0, y0, _x1, y1 = (float(number) for number in annotation["/Rect"])
            places.setdefault(_full_name(annotation), (at, height - (y0 + y1) / 2, x0))
    return places


def _full_name(annotation: Any) -> str:  # noqa: ANN401 - pypdf gives what the file holds
    names: list[str] = []
    node, depth = annotation, 0
    while node is not None and depth < 12:
        if "/T" in node:
            names.insert(0, str(node["/T"]))
        node = node["/Parent"].get_object() if "/Parent" in node else None
        depth += 1
    return ".".join(names)
