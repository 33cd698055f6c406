"""Slides read from a prompt: as many as are asked for, with their points and the notes of the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, names_colours, read_look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, first, read_brief, write_brief
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    NUMBERS,
    QUOTE,
    Prompt,
    brackets,
    plain,
    prepare,
    sentences,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.slide_marks import Told, told_slides
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

MOST = 40
_NOUN = r"(?:presentation|slide\s*deck|slideshow|slide\s+show|deck|slides?|powerpoint(?:\s+presentation)?|pptx?|keynote|pitch\s+deck|talk|lecture)"
_COUNT = re.compile(
    rf"(?<!slide )\b(?!(?:one|an?|1)\s+slide\s+(?:each|per)\b|an?\s+[\w-]+\s+slide\b)(\d{{1,2}}|{'|'.join(NUMBERS)})(?!\s+(?:[\w-]+\s+)?\d)[\s-]+(?:[\w-]+\s+){{0,2}}?(?:slides?|pages?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"\b(?:each|every|all|per)\s+(?:slides?\s+)?(?:[a-z]+\s+){{0,3}}?(\d|{'|'.join(list(NUMBERS)[:8])})\s+(?:short\s+)?(?:bullet\s+)?(?:points|bullets)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"\b(?:{_NOUN}|pitch|overview|introduction)\s+(?:\([^)]*\)\s+)?(?:about|on|for|of|explaining|introducing|covering|to)\s+(?P<topic>(?:(?!\bwith\b|\bcovering\b|\bincluding\b|\bin\s+\d|\btitled\b|\bcalled\b)[^,.:;\n])+)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?P<kind>(?:[\w-]+\s+){0,2}?(?:pitch\s+deck|presentation|deck|talk|lecture))\b", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?:\b(?:with(?:\s+(?:\w+\s+)?slides?(?:\s+(?:on|for|about))?)?|covering|including|slides?(?:\s+(?:on|for|about))?\s*:|topics?\s*:|agenda\s*:|contents?\s*:|sections?\s*:|points?\s*:|cover|include|it\s+should\s+(?:cover|include|have)|one\s+(?:slide\s+)?(?:each\s+)?(?:for|on|about)|structured\s+as)\s*:?|:)(?=\s)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|then|also|finally|(?-i:an?|the|our|my|one))\s+)*(?:(?:(?:first|second|third|next|last|final|closing|opening)\s+)?slides?\s*(?:\d{1,2})?\s*(?:[:.–-]|(?:about|on|for|with|called|titled|showing)\b)?\s*)?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\A(?P<name>[^(:{QUOTE[1:-1]}]{{3,60}}?)\s+slide(?:\s+(?P<with>with|showing)(?:\s+(?:the|our|my|a))?|(?P<more>\s*[:(])|\Z)\s*",
    re.IGNORECASE,
)
"""As in "thank you slide", where the word for it is no part of its title."""
_NOTES = re.compile(r"(?:speaker\s+)?notes?\s*:?\s*", re.IGNORECASE)
_STYLE = re.compile(
    r"\b(?:style|theme|colou?rs?|design|tone|font|background|minimal(?:ist)?|modern|professional|dark|light|slides?\s+long|minutes?\s+long|speaker\s+notes|animations?|transitions?)\b",
    re.IGNORECASE,
)
_TITLE_SLIDE = re.compile(r"title|title\s+(?:slide|page)|cover|intro(?:duction)?\s+slide", re.IGNORECASE)
_USUAL = (
    "Agenda",
    "Background",
    "The problem",
    "Our approach",
    "How it works",
    "Results",
    "Examples",
    "Timeline",
    "Next steps",
    "Questions",
)
_PITCH = ("The problem", "The solution", "Market", "Product", "Business model", "Traction", "Team", "The ask")


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; without points its text is a placeholder. The first one of a deck has the title of the whole."""

    title: str
    points: tuple[str, ...] = ()
    text: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides, the title slide among them."""

    title: str
    slides: tuple[Slide, ...]
    look: Look
    ignored: tuple[str, ...] = ()


def read_deck(text: str) -> Deck:
    """Read a prompt for slides; raises `EngineRefusal` where there is nothing to show in it."""
    known = read_brief("Slides", text)
    if known is not None:
        return _from_brief(*known)
    if is_computation(text) or not re.search(r"[^\W\d_]{3}", text):
        raise EngineRefusal(
            'The scaffold engine found nothing to show in the prompt: it reads a topic, how many slides, and their titles and points, as in "5 slides about owls: '
            f'habitat, food, calls". It does no algorithms and no business logic. {OTHER_ENGINES}'
        )
    return _Reader(prepare(text), read_look(text)).deck()


@dataclass(slots=True)
class _Reader:
    prompt: Prompt
    look: Look
    slides: list[Slide] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def deck(self) -> Deck:
        count = _COUNT.search(self.prompt.text)
        wanted = (int(count[1]) if count[1].isdigit() else NUMBERS[count[1].lower()]) if count else 0
        told = told_slides(self.prompt.text)
        for one in told[:MOST]:
            self._one_by_one(one)
        for unit in () if told else read_layout(self._uncounted()):
            self._unit(unit)
        title = self._title(opened=bool(told) and told[0].number == 1)
        wanted = wanted or (len(self.slides) + (told[0].number != 1) if told else 0)
        slides = self._with_points(self._complete(title, min(wanted, MOST)))
        return Deck(title, tuple(slides), self.look, tuple(dict.fromkeys(self.left))[:8])

    def _uncounted(self) -> str:
        return _COUNT.sub(lambda m: re.sub(r"^\S+[\s-]+", "", m[0]), self.prompt.text, count=1)

    def _one_by_one(self, told: Told) -> None:
        """A slide of "first slide the title …, second slide …"; what is said behind it is told on it."""
        slide = self._slide(told.title) or Slide(f"[Title of slide {told.number}]")
        under = plain(self.prompt.restore(told.under))
        points = [plain(self.prompt.restore(point)) for point in told.points]
        self.slides.append(replace(slide, points=(*slide.points, *points), text=under or slide.text))
        for sentence in told.more:
            if _NOTES.match(sentence) or _STYLE.search(sentence) or names_colours(sentence):
                self._sentence(sentence)
            elif re.match(
                r"\s*(?:use|make|keep|please|add|don't|do\s+not|no|each|every)\b", sentence, re.IGNORECASE
            ):
                self.left.append(plain(self.prompt.restore(sentence)))
            else:
                last = self.slides[-1]
                self.slides[-1] = replace(
                    last, points=(*last.points, plain(self.prompt.restore(sentence)).rstrip("."))
                )

    def _complete(self, title: str, wanted: int) -> list[Slide]:
        own = list(self.slides)
        if own and (_TITLE_SLIDE.fullmatch(own[0].title) or own[0].title == title):
            own[0] = replace(own[0], title=title)
        elif not own or wanted != len(own):
            brand = self.look.brand
            own.insert(0, Slide(title, text="" if brand.lower() in title.lower() else brand))
        if not wanted:
            wanted = len(own) if len(own) > 1 else 6
        usual = (
            ("Summary", "Questions")
            if self.slides
            else _PITCH
            if "pitch" in self.prompt.text.lower()
            else _USUAL
        )
        for name in usual:
            if len(own) >= wanted:
                break
            if not any(slide.title.lower() == name.lower() for slide in own):
                own.append(Slide(name))
        while len(own) < wanted:
            own.append(Slide(f"[Slide {len(own) + 1}]"))
        return own[: max(wanted, len(self.slides))]

    def _with_points(self, slides: list[Slide]) -> list[Slide]:
        """A place for each point of "each slide with 3 bullet points", where the prompt gives none."""
        each = _EACH.search(self.prompt.text)
        if each is None:
            return slides
        count = min(int(each[1]) if each[1].isdigit() else NUMBERS[each[1].lower()], 8)
        places = tuple(f"[Point {at}]" for at in range(1, count + 1))
        return [
            slides[0],
            *(slide if slide.points else replace(slide, points=places) for slide in slides[1:]),
        ]

    # ---- what stands in the prompt ---------------------------------------------------------------------

    def _unit(self, unit: Unit) -> None:
        if unit.level < 0:
            if not self.slides and any(child.level < 0 for child in unit.children):
                for child in unit.children:
                    self._unit(child)
            else:
                self._listed(unit)
        elif unit.bullet:
            self._listed(unit)
        else:
            for sentence in sentences(unit.text):
                self._sentence(sentence)
            for child in unit.children:
                self._unit(child)

    def _listed(self, unit: Unit) -> None:
        notes = [child for child in unit.children if _NOTES.match(child.text)]
        points = [
            self.prompt.restore(_flat(child))
            for child in unit.children
            if child not in notes and child.level >= 0
        ]
        slide = self._slide(unit.text)
        if slide is not None:
            told = " ".join(_NOTES.sub("", self.prompt.restore(child.text), count=1) for child in notes)
            self.slides.append(replace(slide, points=(*slide.points, *points), notes=slide.notes or told))

    def _sentence(self, sentence: str) -> None:
        if (
            self.slides
            and (told := _NOTES.match(sentence))
            and not re.match(r"(?:on|for|in|with|to)\b", sentence[told.end() :])
        ):
            self.slides[-1] = replace(
                self.slides[-1], notes=plain(self.prompt.restore(sentence[told.end() :]))
            )
            return
        own = re.match(r"\s*slide\s+\d{1,2}\s*[:.–-]\s*", sentence, re.IGNORECASE)
        if own:
            slide = self._slide(sentence[own.end() :])
            self.slides += [slide] if slide else []
            return
        begin = _BEGINS.search(sentence)
        if begin is None or (
            begin[0].lower().startswith("with")
            and _STYLE.search(sentence[begin.end() :])
            and "," not in sentence[begin.end() :]
        ):
            if (
                not re.search(rf"\b{_NOUN}\b", sentence, re.IGNORECASE)
                and not _STYLE.search(sentence)
                and not names_colours(sentence)
            ):
                self.left.append(plain(self.prompt.restore(sentence)))
            return
        for part in split_list(sentence[begin.end() :]):
            slide = self._slide(part)
            if slide is not None:
                self.slides.append(slide)

    def _slide(self, text: str) -> Slide | None:
        """One slide: "Costs: rent, staff", "Costs (rent, staff)", "Costs - what we pay (notes: be brief)"."""
        bare = _CALLED.sub(
            lambda called: f"{called['name']}{': ' if called['with'] else called['more'] or ''}",
            _LEAD.sub("", text.strip(" .,;")),
        )
        outside, inside = brackets(bare)
        notes = " ".join(
            _NOTES.sub("", self.prompt.restore(one), count=1) for one in inside if _NOTES.match(one)
        )
        listed = [part for one in inside if not _NOTES.match(one) for part in split_list(one)]
        head, _, told = re.sub(r"\s+[-–—]\s+", ": ", outside, count=1).partition(": ")
        marked = re.search(r"\b(?:speaker\s+)?notes?\s*:?\s*(?=\S)", told, re.IGNORECASE)
        if marked:
            notes, told = notes or self.prompt.restore(told[marked.end() :]), told[: marked.start()]
        quotes = self.prompt.quoted_in(head)
        title = (
            quotes[0]
            if quotes and re.match(rf"\W*{QUOTE}", head)
            else self.prompt.restore(re.sub(QUOTE, " ", head))
        )
        title = " ".join(title.split()).strip(" .:,;")
        if (
            not re.search(r"\w", title)
            or len(title) > 140
            or (_STYLE.search(title) and len(title.split()) < 5)
            or names_colours(title)
        ):
            return None
        points = listed + (split_list(told) if told.strip() else [])
        extra = [quote for quote in quotes if quote != title]
        return Slide(
            title[:1].upper() + title[1:],
            tuple(self.prompt.restore(point).strip() for point in [*points]) + tuple(extra),
            "",
            plain(notes).strip(" ."),
        )

    def _title(self, *, opened: bool) -> str:
        """The title of the whole: the given one, that of the slide that opens it, or its topic."""
        opening = self.slides[0] if self.slides else None
        if opening is not None and _TITLE_SLIDE.fullmatch(opening.title):
            if opening.points:  # "1. Title: Quarterly review"
                self.slides[0] = replace(opening, points=())
                return ", ".join(opening.points)
        elif opening is not None and opened:
            return opening.title
        titled = re.search(rf"\b(?:titled|called|entitled|title)\s*(?:is|:)?\s*({QUOTE})", self.prompt.text)
        if titled:
            return self.prompt.restore(titled[1])
        plainly = re.search(
            r"(?:\A|(?<=[.;\n]))\s*[Tt]itle\s*:\s+(?P<title>[^.;:\n]{2,120})", self.prompt.text
        )
        if plainly:
            return plain(self.prompt.restore(plainly["title"]))
        line = next((line for line in self.prompt.text.split("\n") if line.strip()), "")
        if line.startswith("# "):
            return plain(self.prompt.restore(line[2:]))
        topic = _TOPIC.search(self._uncounted())
        if topic:
            about = re.sub(
                r"\A(?:slides?|(?:an?\s+|the\s+|our\s+)?[a-z]+)\s+(?:for\s+[^,]*?\s+)?about\s+",
                "",
                topic["topic"],
            )
            words = re.sub(r"^(?:the|our|my|a|an)\s+(?=[a-z])", "", plain(self.prompt.restore(about)))
            return words[:1].upper() + words[1:]
        kind = _KIND.search(self.prompt.text)
        words = (
            re.sub(
                r"^(?:(?:create|make|write|an?|the|my|our|\d+|slides?)\s+)+",
                "",
                kind["kind"],
                flags=re.IGNORECASE,
            )
            if kind
            else ""
        )
        return self.look.brand or (words[:1].upper() + words[1:]) or "Presentation"


def _flat(unit: Unit) -> str:
    under = "; ".join(_flat(child) for child in unit.children)
    return f"{unit.text.rstrip(':')}: {under}" if under else unit.text


def deck_brief(deck: Deck) -> str:
    """The improved prompt of slides."""
    entries: list[Entry] = [("Title", (deck.title,))]
    for slide in deck.slides:
        entries.append(("Slide", (slide.title,)))
        entries += [
            ("Text", (slide.text,)),
            *(("Point", (point,)) for point in slide.points),
            ("Notes", (slide.notes,)),
        ]
    return write_brief("Slides", deck.look, entries)


def _from_brief(look: Look, entries: list[Entry], other: list[str]) -> Deck:
    slides: list[Slide] = []
    for name, values in entries:
        if name == "Slide":
            slides.append(Slide(values[0]))
        elif slides and name == "Text":
            slides[-1] = replace(slides[-1], text=values[0])
        elif slides and name == "Notes":
            slides[-1] = replace(slides[-1], notes=values[0])
        elif slides and name == "Point":
            slides[-1] = replace(slides[-1], points=(*slides[-1].points, values[0]))
    title = first(entries, "Title") or "Presentation"
    return Deck(title, tuple(slides) or (Slide(title),), look, tuple(other))
