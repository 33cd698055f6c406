"""From a prompt in ordinary English to a `Page`: its purpose, and its sections in the order in which they are asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.grammar.directives import features_in, is_computation
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, named_colour, names_colours, read_look
from getcode_lsp.service.engines.scaffold.pages.beyond import counted_down, without_beyond
from getcode_lsp.service.engines.scaffold.pages.brief import read_head, read_line
from getcode_lsp.service.engines.scaffold.pages.drafts import Drafts
from getcode_lsp.service.engines.scaffold.pages.featured import with_featured, without_featured
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.lexicon import PURPOSE
from getcode_lsp.service.engines.scaffold.pages.model import Contact, Kind, Page, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    QUOTE,
    Prompt,
    plain,
    prepare,
    sentences,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.recognition import section_at
from getcode_lsp.service.engines.scaffold.pages.rewordings import has_prices, reworded
from getcode_lsp.service.engines.scaffold.pages.sections import FRAME, complete, framed, usual, with_offers
from getcode_lsp.service.engines.scaffold.pages.tellings import is_told, without_name
from getcode_lsp.service.engines.scaffold.pages.tellings import sentence as as_sentence
from getcode_lsp.service.engines.scaffold.pages.values import contact_in, opening_hours
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

_LIST_BEGINS = re.compile(
    r"\s*(?:,\s*)?(?:\b(?:with|featuring|including|includes?|containing|contains|having|has|have|consisting\s+of|that\s+(?:has|have|includes|contains|shows|lists)|"
    r"which\s+(?:has|includes|contains)|(?:it\s+)?(?:should|must)\s+(?:have|include|contain|show)|must[\s-]haves|needs?|showing|listing|made\s+up\s+of|consists\s+of|comprising|plus|and\s+(?:with|include))\b:?|:(?=\s))",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"\s*,?\s*(?:showing|listing)\b", re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")
_TOLD = (Kind.TEXT, Kind.CONTACT, Kind.CARDS, Kind.POSTS, Kind.PRICING)
_STYLE = re.compile(
    r"\b(?:colou?rs?|theme|palette|style|styled|styling|design|responsive|mobile|modern|clean|minimal\w*|fonts?|typography|serif|dark|light|tone|look|feel|layout|"
    r"accessible|accessibility|friendly|elegant|playful|professional|whitespace|white\s+space|spacing|rounded|html|css|react|vue|jsx|tailwind|single\s+file|"
    r"self[\s-]contained|one\s+file|no\s+dependencies|without\s+dependencies|beautiful|pretty|simple|language|english|component|script\s+setup|wcag|contrast)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\s*(?:we|our|i|my|it's|they|he|she|since|founded|[A-Z][\w'’&]+(?:\s+[A-Z&][\w'’&]*){0,3}\s+(?:is|are|helps|offers|makes|sells|was))\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\s*(?:we|i|it|they|my|our\s+\w+)\s+(?:(?:would|'d|really|also|just)\s+)*(?:need|want|like|would|should|must|please)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:open|opening|closed|hours)\b", re.IGNORECASE)
_FRAMEWORK = re.compile(
    r"\b(?:in|using|with|as|for)?\s*(?:an?\s+)?(?:plain\s+)?(?:html5?(?:/css)?|css|react(?:\.?js)?|vue(?:\.?js)?(?:\s?3)?|jsx|tsx|tailwind(?:\s?css)?|vanilla\s+js|typescript|javascript)\b",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"\b(?:dark[\s-]*(?:/|and|&)?[\s-]*(?:light)?[\s-]*(?:mode)?|theme|colou?r[\s-]scheme|light/dark)[\s-]+(?:mode\s+)?(?:toggle|switch(?:er)?|button)\b|\btoggle\s+(?:for|between)\s+(?:the\s+)?(?:dark|light)",
    re.IGNORECASE,
)
_NAMED_LIST = re.compile(
    r"\s*(?P<name>[^\W\d_][\w'’-]*(?:\s+[\w'’&-]+){0,3}):\s+(?P<list>[^:]+)\Z", re.DOTALL
)


def read_page(text: str) -> Page:
    """Read a prompt; raises `EngineRefusal` where there is nothing in it that a page could be made of."""
    prompt = prepare(text)
    look = read_look(text)
    kept, beyond = without_beyond(prompt.text)
    ignored = [plain(prompt.restore(clause)) for clause in beyond]
    source = re.sub(r"(?:\s*\.){2,}", ".", kept) if ignored else prompt.text
    reader = _Reader(prompt, look, reworded(_SWITCH.sub(" ", source)))
    days = (plain(prompt.restore(counted_down(clause))) for clause in beyond)
    reader.facts += [as_sentence(day) for day in days if day]
    reader.read()
    if not reader.drafts.all and (not reader.purpose or reader.purpose in _PROGRAMS):
        # "A Vue component for a landing page" is a page; "a component" alone could be anything.
        program = bool(reader.purpose) and not _PAGE.search(source)
        _refuse_unless_subject(text, look, program=program)
    return reader.page(tuple(dict.fromkeys(ignored)), theme_switch=bool(_SWITCH.search(prompt.text)))


_PAGE = re.compile(r"\b(?:(?:home|web)?page|(?:web)?site)\b", re.IGNORECASE)
_PROGRAMS = ("app", "web app", "ui", "component", "widget", "screen")


def _refuse_unless_subject(text: str, look: Look, *, program: bool) -> None:
    """Refuse a prompt of which nothing was read, unless it names what a page could be about."""
    words = text.split()
    bare = re.match(
        r"\s*(?:please\s+)?(?:create|build|make|design|show|write|generate|draft|prepare|a|an|the|my|our)?\b",
        text,
        re.IGNORECASE,
    )
    named = bool(look.brand or look.subject) or (
        0 < len(words) <= 8 and bare is not None and bool(re.search(r"[^\W\d_]{3}", text))
    )
    if program or (is_computation(text) and not _PAGE.search(text)) or not named:
        raise EngineRefusal(
            "The scaffold engine found nothing of a page in the prompt: it reads the sections and what is in them, as in "
            '"a landing page for a bakery with hero, menu, opening hours and a contact form". It does no algorithms and '
            f"no business logic. {OTHER_ENGINES}"
        )


class _Reader:
    """Reads one prompt, unit by unit."""

    def __init__(self, prompt: Prompt, look: Look, text: str) -> None:
        self.prompt = prompt
        self.look = look
        self.text = text
        self.drafts = Drafts()
        self.purpose = ""
        self.head = read_head(prompt)
        self.facts: list[str] = []
        self.left: list[str] = []

    def read(self) -> None:
        if self.head is not None:
            self.purpose, self.text = self.head.purpose, _SWITCH.sub(" ", self.head.rest)
        units = read_layout(self.text)
        listed = sum(unit.bullet for unit in units) > 1
        for unit in units:
            self._unit(unit, listed=listed and unit.bullet)

    def _unit(self, unit: Unit, *, listed: bool) -> None:
        before = self.drafts.pause()
        line = read_line(unit.text, self.prompt) if unit.bullet and not unit.children else None
        if line is not None:
            self.drafts.add(line)
            return
        text, answered = _questions(unit.text)
        parts = sentences(text) or [""]
        for at, sentence in enumerate(parts):
            self._sentence(sentence, listed=listed and at == 0)
        current = self.drafts.current
        if answered and current is not None:
            current.children += answered
        if not unit.children:
            return
        ends_open = unit.text.rstrip().endswith(":")
        names_page = bool(PURPOSE.search(unit.text)) and current is None
        if current is not None and not (ends_open and names_page):
            current.children += [_flat(child) for child in unit.children]
        else:
            self.drafts.current = before
            for child in unit.children:
                self._unit(child, listed=True)

    def _sentence(self, sentence: str, *, listed: bool) -> None:
        text = _FRAMEWORK.sub("", sentence) if not section_at(sentence) else sentence
        found = PURPOSE.search(text)
        if found and not self.purpose and not (section_at(text) and self.drafts.all):
            self.purpose = _purpose(found[0])
            if not _is_section(text, found):
                self._first(text, found.end())
                return
        if section_at(text) is None and (self._custom(text) if listed else self._enumerated(text)):
            return
        known = bool(self.drafts.all) and not listed
        begin = _LIST_BEGINS.search(text)
        first = section_at(text)
        if begin and not _PROSE.match(text[: begin.start()]) and not _WANTED.match(text):
            if first is None and section_at(text[begin.end() :]):
                left = self.drafts.read_pieces(text[begin.end() :])
                if not left or len(left) < len(text.split(",")):
                    return
            elif (
                first
                and first[0] in _TOLD
                and _is_section(text, found)
                and self._told_with_sections(text, begin.end(), first)
            ):
                return
        again = re.search(r"^\s*(?:then|also|and|next|add)\b", text, re.IGNORECASE)
        self._leftover(self.drafts.read_pieces(_without_wish(text), known=known and not again), sentence)

    def _told_with_sections(self, text: str, at: int, first: tuple[Kind, str, str]) -> bool:
        """A page that is itself a section, "about page with a company timeline": both are there."""
        inner = section_at(text[at:])
        if inner is None:
            return False
        compared = (first[0], inner[0]) == (Kind.PRICING, Kind.TABLE)  # the table holds the plans
        if first[0] is Kind.PRICING and not compared:
            return False
        if inner[0] is not first[0] and not compared:
            self.drafts.begin(first[0], first[1], "")
        self._leftover(self.drafts.read_pieces(text[at:]), "")
        return True

    def _first(self, text: str, end: int) -> None:
        """The sentence that names the page: the sections follow "with", a colon, a dash or the first comma."""
        begin, dash = _LIST_BEGINS.search(text, end), _DASH.search(text, end)
        begin = min((one for one in (begin, dash) if one), key=lambda one: one.start(), default=None)
        comma = text.find(", ", end)
        stops = [at for at in (comma, begin.start() if begin else -1) if at >= 0]
        named = text[end : min(stops)] if stops else text[end:]
        if DATE.search(named):  # "for the village fete on 4 July"
            named = re.sub(
                r"\A\s*(?:(?:web)?site\s+)?(?:for|of|about)\s+(?:(?:the|our|my|an?)\s+)?", "", named
            )
            self.facts.append(as_sentence(plain(self.prompt.restore(named)).rstrip(".")))
        if begin is None or -1 < comma < begin.start():
            rest = text[end:] if comma < 0 else text[comma + 2 :]
        else:
            rest = text[begin.start() if _SHOWING.match(begin[0]) else begin.end() :]
        left = self.drafts.read_pieces(rest)
        if left and not self.drafts.all and self.purpose.endswith("form"):
            self.drafts.begin(Kind.FORM, self.purpose, rest)
            return
        if left and not self.drafts.all and has_prices(rest) and not PURPOSE.search(rest):
            self.drafts.begin(Kind.PRICES, "price list", f": {rest}")
            return
        if comma >= 0 or begin is not None:
            self._leftover([piece for piece in left if len(piece.split()) > 1 or piece[:1].isupper()], "")

    def _custom(self, text: str) -> bool:
        """A list item that names no known section: one of its own, "Our story: since 1998"."""
        title, _, rest = re.sub(r"\s+[-–—]\s+", ": ", text, count=1).partition(": ")
        if len(title.split()) > 6 or _STYLE.search(title) or not re.search(r"\w|[\ue000-\uf8ff]", title):
            return False
        if re.match(
            r"\s*(?:use|make|keep|no|don't|do\s+not|add|the|it|should|must|please|all)\b",
            title,
            re.IGNORECASE,
        ):
            return False
        self.drafts.begin(Kind.TEXT, title.strip(" .:"), f": {rest}" if rest else "")
        return True

    def _enumerated(self, text: str) -> bool:
        """A sentence that is a name and a list, "Current shows: Hamlet, Medea": a section under that name."""
        match = _NAMED_LIST.match(text)
        if match is None or not self.purpose or len(split_list(match["list"])) < 2:
            return False
        if not match["name"][:1].isupper() and not is_told(match["name"]):
            return False
        if section_at(match["list"]) or _LIST_BEGINS.match(text):
            return False
        whole = self.prompt.restore(text)
        if (
            _STYLE.search(match["name"])
            or names_colours(whole)
            or _PROSE.match(text)
            or PURPOSE.search(match["name"])
        ):
            return False
        if contact_in(whole) != Contact() or opening_hours(whole):
            return False
        kind = Kind.PRICES if has_prices(match["list"]) else Kind.CARDS
        self.drafts.begin(kind, match["name"], f": {match['list']}")
        return True

    def _leftover(self, left: list[str], sentence: str) -> None:
        left = [
            piece
            for piece in left
            if not names_colours(self.prompt.restore(piece)) and not named_colour(piece)
        ]
        text = without_featured(", ".join(left))
        if not left or _STYLE.search(text) or len(text.split()) < 2 or PURPOSE.search(text):
            return
        prose = bool(_PROSE.match(text)) and not _WANTED.match(text) and len(text.split()) > 3
        timed = bool(opening_hours(text)) and not (prose and not _OPEN.search(text))
        if contact_in(text) != Contact() or timed or self._is_brand(text):
            return
        if prose:
            said = plain(self.prompt.restore(sentence or text))
            name = rf"\A(?:my\s+name\s+is|i\s+am\s+called)\s+{re.escape(self.look.brand)}(?:,\s*|\s+and\s+)"
            self.facts.append(as_sentence(re.sub(name, "", said, flags=re.IGNORECASE)))
        else:
            told = [piece for piece in left if is_told(piece)] if is_told(left[0]) else []
            pieces = without_name((plain(self.prompt.restore(piece)) for piece in told), self.look.brand)
            self.facts += [as_sentence(", ".join(pieces))] if pieces else []
            rest = [piece for piece in left if piece not in told]
            self.left += [plain(self.prompt.restore(", ".join(rest)))] if rest else []

    def _is_brand(self, text: str) -> bool:
        brand = self.look.brand.lower()
        return (
            bool(brand)
            and brand in plain(self.prompt.restore(text)).lower()
            and len(text.split()) < len(brand.split()) + 5
        )

    def page(self, beyond: tuple[str, ...], *, theme_switch: bool) -> Page:
        whole = self.prompt.restore(self.text)
        contact = contact_in(whole)
        sections = with_featured([complete(draft, self.prompt, contact) for draft in self.drafts.all], whole)
        facts = self._unasked(sections, whole, contact)
        purpose, summary = self.purpose or ("page" if self.drafts.all else "landing page"), ""
        if not self.purpose and not self.drafts.all:
            self.left.clear()
        if all(section.assumed or section.kind in FRAME for section in sections):
            common = with_offers(usual(purpose, self.look, self.facts), self.facts)
            sections = framed(common, [*sections, *facts])
        else:
            sections, summary = _with_facts([*sections, *facts], self.facts)
        summary = self.head.summary if self.head is not None else summary
        asked = {
            name for name in features_in(" ".join(self.left)) if name not in ("authentication", "search")
        }
        ignored = (*beyond, *(text for text in self.left), *sorted(asked - set(self.left)))
        return Page(
            purpose,
            self._title(purpose),
            self.look,
            tuple(sections),
            contact,
            summary,
            theme_switch,
            tuple(dict.fromkeys(ignored))[:12],
        )

    def _unasked(self, sections: list[Section], whole: str, contact: Contact) -> list[Section]:
        """Opening times and addresses that are given outside any section."""
        kinds = {section.kind for section in sections}
        more: list[Section] = []
        hours = opening_hours(whole)
        if (
            hours
            and Kind.HOURS not in kinds
            and Kind.TABLE not in kinds
            and not any(s.kind is Kind.STEPS for s in sections)
        ):
            more.append(Section(Kind.HOURS, "Opening hours", items=hours))
        given = contact.email or contact.phone or contact.address
        if given and not kinds & {Kind.CONTACT, Kind.FOOTER, Kind.MAP}:
            more.append(Section(Kind.CONTACT, "Contact"))
        return more

    def _title(self, purpose: str) -> str:
        if self.head is not None:
            return self.head.title
        if self.look.brand:
            return self.look.brand
        bare = plain(self.prompt.restore(self.text)).strip(" .!")
        if not self.purpose and not self.look.subject:
            first = bare.partition(",")[0].strip()
            purpose = (
                first if len(first.split()) < 5 and len(first) < 60 and not section_at(first) else purpose
            )
        subject = self.look.subject or purpose
        return subject[:1].upper() + subject[1:]


_ASKED = re.compile(
    r"\b(?:faqs?|q&a|questions)\b[^?:.\n]{0,60}(?P<colon>:)\s+(?=[^?:\n]{3,160}\?\s+[^\s?])", re.IGNORECASE
)


def _questions(text: str) -> tuple[str, list[str]]:
    """A text up to its list of questions in plain sentences, and those with their answers."""
    match = _ASKED.search(text)
    if match is None or re.search(QUOTE, text[match.end() :]):
        return text, []
    asked = re.split(r"(?<=[.!])\s+(?=[^.!?]{3,160}\?)", text[match.end() :])
    return text[: match.start("colon")], [one for one in asked if "?" in one]


def _is_section(text: str, purpose: re.Match[str] | None) -> bool:
    """Whether what a sentence begins with is a section, not the page as a whole ("a portfolio with …")."""
    found = section_at(text)
    if found is None:
        return False
    whole = purpose is not None and found[1].lower() in (
        "portfolio",
        "blog",
        "journal",
        "table",
        "form section",
    )
    return not (whole and purpose is not None and found[1].lower() in purpose[0].lower())


def _purpose(words: str) -> str:
    return " ".join(
        words.lower().replace("one-pager", "landing page").replace("homepage", "home page").split()
    )


def _without_wish(text: str) -> str:
    return re.sub(
        r"^\s*(?:i|we)\s+(?:(?:would|'d|really|also|just)\s+)*(?:need|want|like)\s+(?:to\s+have\s+)?",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _flat(unit: Unit) -> str:
    """A list item with what stands under it, on one line."""
    under = "; ".join(_flat(child) for child in unit.children)
    return f"{unit.text.rstrip(':')}: {under}" if under else unit.text


def _with_facts(sections: list[Section], facts: list[str]) -> tuple[list[Section], str]:
    """Give what the prompt tells of itself to the section that tells about it, else to the first one with room."""
    for kinds in ((Kind.TEXT,), (Kind.HERO,)):
        for at, section in enumerate(sections):
            if facts and section.kind in kinds and not section.text:
                return [*sections[:at], replace(section, text=" ".join(facts)), *sections[at + 1 :]], ""
    return sections, " ".join(facts)
