"""Sections as they are read: which piece of a sentence begins one, and which goes on with the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from getcode_lsp.service.engines.scaffold.look import names_colours
from getcode_lsp.service.engines.scaffold.pages.lexicon import SAID, is_weak
from getcode_lsp.service.engines.scaffold.pages.model import Kind, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, split_with_separators
from getcode_lsp.service.engines.scaffold.pages.recognition import TIMED, section_at
from getcode_lsp.service.engines.scaffold.pages.rewordings import has_prices
from getcode_lsp.service.engines.scaffold.pages.tellings import listed
from getcode_lsp.service.engines.scaffold.pages.values import contact_in, only_hours

_FIELDISH = frozenset(
    """address email address phone number description people members numbers images pictures photos links experience education
    questions introduction quotes values search members rates skills website story activities categories program programme
    services booking courses classes header intro""".split()
) | {"email address", "phone number", "location", "rooms", "tickets", "quote", "feedback"}
_COLUMNS = frozenset(
    "price position team feature features plan benefits rating reviews venue artist storage support users".split()
)
"""Bare words that are columns in the list of a table that is still open."""
_CLOSED = re.compile(r"[^(),:]*\([^()]*,[^()]*\)\s*")
"""A table whose columns all stand in brackets, so that nothing behind them is one."""
_ENUMERATED = (Kind.FORM, Kind.NEWSLETTER, Kind.TABLE, Kind.CHART)
_ROLES = frozenset("headline subheadline sub-headline subtitle subheading tagline slogan sub".split()) | {
    "sub headline",
    "big headline",
    *SAID,
}
_ALONE = (Kind.PRICING, Kind.FORM, Kind.FAQ, Kind.TESTIMONIALS, Kind.PRICES, Kind.GALLERY)
_EACH = re.compile(
    r"(?:each|every\s+one|all\s+of\s+them)\s+(?:with|has|have|having|showing|shows|includes?|containing)\b",
    re.IGNORECASE,
)
_PARTS = frozenset(
    "price prices image photo picture images photos title name description rating location size".split()
)
"""What a card has: no sections of their own behind "each with"."""
_SHOWN = re.compile(
    r"\bwith\s+(?:(?:an?|the|their|its)\s+)?(?:\w+\s+)?(?:image|photo|picture|title|name|description)s?\b(?:(?:,| and)\s+(?:an?\s+)?\w+)*\Z",
    re.IGNORECASE,
)
"""What a card shows, told without "each": "6 products with picture, name"."""
_SECTIONS = re.compile(
    r"\s*(?:with\s+)?(?:the\s+|page\s+)*sections?(?:\s+(?:for|on|about)\b|\s*:)", re.IGNORECASE
)
"""What is enumerated behind it is a section, whatever its name."""
_LOOK = re.compile(
    r"in\s+(?:an?\s+)?(?:[\w-]+\s+){1,3}(?:colou?rs?|tones?|shades|theme|styl(?:e|ing)|palette|mode|design|look)|(?:dark|light)\s+(?:theme|mode|design)",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    rf"(?:an?\s+)?(?:[\w-]+\s+){{0,2}}(?:button|cta)\s*(?:saying|labell?ed|that\s+says|called|:)?\s*(?P<label>{QUOTE})",
    re.IGNORECASE,
)
_THE = re.compile(r"\s*(?:the|this|that|its|your|every|each|all)\b", re.IGNORECASE)
_GENERIC = frozenset(
    {
        "form",
        "table",
        "cards",
        "gallery",
        "menu",
        "plans",
        "chart",
        "list",
        "section",
        "team",
        "header",
        "banner",
    }
)


@dataclass(slots=True)
class Draft:
    """One section as the prompt words it: its kind, the words for it, what is said of it, the list items under it."""

    kind: Kind
    words: str
    detail: str = ""
    children: list[str] = field(default_factory=list)
    ready: Section | None = None
    """The finished section, where it was read from the line of a brief."""


@dataclass(slots=True)
class Drafts:
    """The sections of a page in order; the last one that was spoken of takes what goes on."""

    all: list[Draft] = field(default_factory=list)
    current: Draft | None = None

    def pause(self) -> Draft | None:
        """Speak of no section for now; the one that was spoken of is handed back."""
        before, self.current = self.current, None
        return before

    def add(self, section: Section) -> None:
        """A section that is finished as it is."""
        self.all.append(Draft(section.kind, section.title, ready=section))
        self.current = None

    def begin(self, kind: Kind, words: str, detail: str, *, known: bool = False) -> Draft:
        """A new section, or where one like it is known, that one with more detail."""
        if kind is Kind.HERO and words.lower() in _ROLES:
            detail = f"{words} {detail.lstrip(' :')}"  # "headline" names a part of it
        before = self._like(kind, words, known=known)
        if before is not None:
            before.detail = (
                f"{before.detail} , {detail}" if before.detail and detail else before.detail or detail
            )
            self.current = before
        else:
            self.current = Draft(kind, words, detail)
            self.all.append(self.current)
        return self.current

    def _like(self, kind: Kind, words: str, *, known: bool) -> Draft | None:
        same = [draft for draft in self.all if draft.kind is kind]
        if kind is Kind.HERO and words.lower() in _ROLES:
            return same[-1] if same else None
        if kind is Kind.TEXT or not known:
            same = [draft for draft in same if _plain(draft.words) == _plain(words)]
            return same[-1] if same and (known or not same[-1].detail) else None
        named = [draft for draft in same if _plain(draft.words) == _plain(words)]
        if named or not same:
            return named[-1] if named else None
        return same[-1] if len(same) == 1 and (kind in _ALONE or _plain(words) in _GENERIC) else None

    def read_pieces(self, text: str, *, known: bool = False) -> list[str]:
        """Read an enumeration of sections; what stands before the first one is handed back."""
        left: list[str] = []
        begun = structure = closed = aside = False
        named = _SECTIONS.match(text) is not None
        for at, (piece, separator) in enumerate(split_with_separators(text)):
            structure = (structure or _EACH.match(piece) is not None) and ";" not in separator
            found = section_at(piece)
            aside = self._is_aside(piece, found, begun=begun, goes_on=aside and _again(separator) == " and ")
            if aside:
                continue
            if structure and begun and (found is None or is_weak(found[1]) or found[1].lower() in _PARTS):
                continue
            if found is not None and not self._goes_on(piece, found, at):
                self.begin(*found, known=known or (at == 0 and bool(_THE.match(piece))))
                begun, closed = True, False
            elif named and begun and (own := _own(piece)) and self._is_closed():
                self.begin(*own)
            elif found is None and (told := self._told(piece, closed=closed)):
                self.begin(*told)
                begun, closed = True, piece.endswith(")")
            elif closed and found is None:
                self.current = None
                left.append(piece)
            elif self.current is not None and re.match("an? ", piece) and _SHOWN.search(self.current.detail):
                left.append(piece)
            elif self.current is not None and begun:
                self.current.detail += _again(separator, self.current.kind) + piece
            else:
                left.append(piece)
        return left

    def _is_aside(
        self, piece: str, found: tuple[Kind, str, str] | None, *, begun: bool, goes_on: bool
    ) -> bool:
        """Whether a piece is neither a section nor an item: a look, opening hours, a number to call."""
        if found is not None and _reached(found):
            return True
        return self._is_hours(piece, goes_on=goes_on) or (begun and self._is_look(piece, goes_on=goes_on))

    def _told(self, piece: str, *, closed: bool) -> tuple[Kind, str, str] | None:
        """A section without a name that is known: a list under its own name, or a button by itself."""
        button = _BUTTON.fullmatch(piece) if self.current is None else None
        if button:
            return Kind.CTA, button["label"], piece
        told = listed(piece) if closed or self._is_plain() else None
        return (Kind.PRICES if has_prices(told[1]) else Kind.CARDS, *told) if told else None

    def _is_plain(self) -> bool:
        """Whether no section is spoken of that could have a list."""
        return self.current is None or self.current.kind in (Kind.TEXT, Kind.CONTACT, Kind.MAP)

    def _is_hours(self, piece: str, *, goes_on: bool) -> bool:
        """Whether a piece behind a list of things tells when it is open; it is no thing of the list."""
        if self.current is None or self.current.kind not in (Kind.PRICES, Kind.CARDS, Kind.FEATURES):
            return False
        return only_hours(piece) and (goes_on or re.match(r"open|closed", piece, re.IGNORECASE) is not None)

    def _is_closed(self) -> bool:
        """Whether no list is open that the next piece could belong to."""
        detail = self.current.detail if self.current else "open"
        return not detail or (detail.startswith("(") and detail.endswith(")"))

    def _is_look(self, piece: str, *, goes_on: bool) -> bool:
        """Whether a piece behind a form or table says how the page looks; its colours are no fields."""
        if self.current is None or self.current.kind not in _ENUMERATED:
            return False
        if goes_on:
            piece = f"in {piece}"
        plainly = piece.lower().startswith("in ") and names_colours(piece)
        return plainly or _LOOK.fullmatch(piece) is not None

    def _goes_on(self, piece: str, found: tuple[Kind, str, str], at: int) -> bool:
        """Whether the words of a section are an item of the list that is being read."""
        current = self.current
        if current is None or not at or not current.detail or "section" in found[1]:
            return False
        words = found[1].lower()
        if _is_part(current, piece, found):
            return True
        if current.kind in _ENUMERATED:
            if current.kind is Kind.TABLE and _CLOSED.fullmatch(current.detail):
                return False
            column = words in _COLUMNS and piece.lower() == words
            return words in _FIELDISH or (current.kind is Kind.TABLE and (is_weak(words) or column))
        if found[0] is Kind.CTA and current.kind is Kind.HERO and re.search(QUOTE, piece):
            return True
        if found[0] is Kind.HERO and words in ("headline", "big headline", "hero image", "header image"):
            return current.kind in (Kind.CTA, Kind.HERO)
        if current.kind in (Kind.TABS, Kind.NAV, Kind.FOOTER, Kind.SOCIAL):
            return not found[2] and (
                piece[:1].isupper() or current.kind is Kind.SOCIAL or "links" in current.detail
            )
        if words in _PARTS and piece.lower() == words and _SHOWN.search(current.detail):
            return True
        titled = piece[:1].isupper() and not found[2] and is_weak(words)
        return titled and re.search(r"(?:^|[:,(]\s*|\bwith\s+)[A-Z]", current.detail) is not None


def _is_part(current: Draft, piece: str, found: tuple[Kind, str, str]) -> bool:
    """Whether a piece is a text, time or button of the section before it: "form with name, button 'Send'"."""
    if found[1].lower() in SAID:
        return current.kind is not Kind.HERO
    if current.kind is Kind.STEPS:
        return bool(TIMED.search(piece) and TIMED.search(current.detail))
    return found[0] is Kind.CTA and current.kind is Kind.FORM and re.search(QUOTE, piece) is not None


def _reached(found: tuple[Kind, str, str]) -> bool:
    """Whether "reservations on 01756 555019" names a number, which no form is needed for."""
    if found[0] is not Kind.FORM or "form" in found[1] or len(found[2].split()) > 7:
        return False
    given = contact_in(found[2])
    return bool(given.phone or given.email)


def _own(piece: str) -> tuple[Kind, str, str] | None:
    """A section under a name that no page knows: "clients (Acme, Globex)"."""
    match = re.fullmatch(
        r"(?:(?:an?|the)\s+)?(?P<words>[^\W\d_][\w'’&-]*(?:\s[\w'’&-]+){0,3})\s*(?P<rest>\(.*\))?",
        piece,
        re.DOTALL,
    )
    if match is None or _LOOK.search(piece):
        return None
    return (Kind.CARDS if match["rest"] else Kind.TEXT), match["words"], match["rest"] or ""


def _again(separator: str, kind: Kind = Kind.TEXT) -> str:
    if kind is Kind.PRICES and ";" in separator:
        return "; "  # it parts the courses of a menu
    return " and " if separator.strip().lower() in ("and", "&") else ", "


@lru_cache(4096)
def _plain(words: str) -> str:
    plain = re.sub(r"\s+section$|^our\s+|^my\s+|^the\s+|^latest\s+", "", words.lower())
    return plain.removesuffix("s") if len(plain) > 3 else plain
