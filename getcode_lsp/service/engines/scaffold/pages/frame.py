"""What every section of a website needs: ids, links that lead somewhere, headings, and placeholders that say what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.grammar.words import split_words
from getcode_lsp.service.engines.scaffold.pages.model import Item, Kind, Page, Section
from getcode_lsp.service.engines.scaffold.pages.tree import Content, Element, h

_WAYS = (
    (r"book|reserv|appointment|order|contact|touch|message|write|quote|apply|rsvp|hire|demo|join|sign|regist|start|try|trial|talk", (Kind.FORM, Kind.NEWSLETTER, Kind.PRICING, Kind.CONTACT, Kind.CTA)),
    (r"price|pricing|plan|buy|upgrade|ticket", (Kind.PRICING, Kind.PRICES, Kind.CARDS)),
    (r"menu|dish|food|eat", (Kind.PRICES,)), (r"shop|browse|product|collection|work|project|portfolio|course|class", (Kind.CARDS, Kind.GALLERY)),
    (r"subscri|newsletter|updates|notify|waitlist|early", (Kind.NEWSLETTER, Kind.FORM)), (r"learn|more|discover|how|about|story|read", (Kind.TEXT, Kind.FEATURES, Kind.STEPS, Kind.POSTS)),
    (r"gallery|photos|see|view|look", (Kind.GALLERY, Kind.CARDS)), (r"visit|find|direction", (Kind.CONTACT, Kind.MAP, Kind.HOURS)), (r"faq|question", (Kind.FAQ,)),
)  # fmt: skip
_SHORT_TITLES = {
    "Frequently asked questions": "FAQ",
    "Questions and answers": "FAQ",
    "In numbers": "Numbers",
    "From the blog": "Blog",
    "Where to find us": "Find us",
    "What people say": "Reviews",
}


@dataclass(slots=True)
class Frame:
    """A page while its sections are laid out: the ids given out, and where links lead."""

    page: Page
    ids: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counted: dict[str, int] = field(default_factory=dict)
    """The number at the end of the last id of each form."""
    titled: dict[str, Section] = field(default_factory=dict)
    """The first section of each name that a link can lead to."""

    def __post_init__(self) -> None:
        for section in self.page.sections:
            base = "-".join(split_words(section.title or section.kind.value))[:40] or "section"
            self.ids[id(section)] = self.unique(base)
            if section.kind not in (Kind.NAV, Kind.HERO, Kind.FOOTER):
                for name in (section.title, _SHORT_TITLES.get(section.title, section.title)):
                    self.titled.setdefault(_key(name), section)

    def unique(self, base: str) -> str:
        """An id that nothing else on the page has."""
        if base[:1].isdigit():
            base = f"section-{base}"
        name, at = base, self.counted.get(base, 1)
        while name in self.taken or name in ("page", "top", "main", "app", "nav-links"):
            at += 1
            name = f"{base}-{at}"
        self.counted[base] = at
        self.taken.add(name)
        return name

    def id_of(self, section: Section) -> str:
        """The id of a section."""
        return self.ids[id(section)]

    def way(self, label: str) -> str:
        """Where a link or button leads: to the section that it names or that fits it, else to the top."""
        lower = label.lower()
        contact = self.page.contact
        if named := self.titled.get(_key(label)):
            return f"#{self.id_of(named)}"
        if re.search(r"\b(?:call|phone)\b", lower) and contact.phone:
            return "tel:" + re.sub(r"[^+\d]", "", contact.phone)
        if re.search(r"\be-?mail\b", lower) and contact.email:
            return f"mailto:{contact.email}"
        for words, kinds in _WAYS:
            target = self.page.first(*kinds) if re.search(rf"\b(?:{words})", lower) else None
            if target is not None:
                return f"#{self.id_of(target)}"
        last = self.page.first(Kind.FORM, Kind.NEWSLETTER, Kind.CONTACT, Kind.PRICING)
        return f"#{self.id_of(last)}" if last else "#top"

    def menu(self) -> list[tuple[str, str]]:
        """The links of the navigation: those asked for, else to the titled sections."""
        nav = self.page.first(Kind.NAV)
        if nav is not None and nav.items:
            return [
                (item.title, "#top" if item.title.lower() == "home" else self.way(item.title))
                for item in nav.items
            ]
        skipped = (Kind.NAV, Kind.HERO, Kind.FOOTER, Kind.CTA, Kind.SOCIAL, Kind.VIDEO, Kind.LOGOS)
        named = [
            section
            for section in self.page.sections
            if section.kind not in skipped and section.title and len(section.title) < 32
        ]
        return [
            (_SHORT_TITLES.get(section.title, section.title), f"#{self.id_of(section)}")
            for section in named[:6]
        ]

    def section(self, section: Section, *content: Content, band: str = "", intro: str = "") -> Element:
        """A titled section around its content."""
        name = self.id_of(section)
        classes = " ".join(filter(None, ("section", f"section-{section.kind.name.lower()}", band)))
        head = h("h2", section.title, id=f"{name}-title")
        lead = h("p", intro, class_="lead") if intro else None
        return h(
            "section",
            h("div", head, lead, content, class_="inner"),
            class_=classes,
            id=name,
            aria_labelledby=f"{name}-title",
            component=component_name(section, name),
        )

    def actions(self, labels: tuple[str, ...], *, first: str = "button") -> Element | None:
        """A row of links that look like buttons."""
        links = [
            h("a", label, class_=first if at == 0 else "button button-quiet", href=self.way(label))
            for at, label in enumerate(labels)
        ]
        return h("div", links, class_="actions") if links else None


def component_name(section: Section, name: str) -> str:
    """What the section's component is called in React."""
    return (
        "".join(word[:1].upper() + word[1:] for word in re.split(r"[^a-z0-9]+", name) if word)
        if section.kind is not Kind.HERO
        else "Hero"
    )


def _key(title: str) -> str:
    """A title without case and plural, to find it by."""
    return title.lower().rstrip("s")


def filled(section: Section, what: str, least: int = 3) -> list[Item]:
    """The items of a section, or as many placeholders as are asked for; each says what belongs there."""
    if section.items:
        return list(section.items)
    return [Item(f"[{what} {at}]") for at in range(1, (section.count or least) + 1)]


def said(text: str, placeholder: str) -> str:
    """A given text, else a placeholder in square brackets."""
    return text or f"[{placeholder}]"


def grid(section: Section, most: int) -> str:
    """The class of a grid with the columns asked for, else with what suits the number of its items."""
    count = len(section.items) or section.count or most
    columns = section.columns or (2 if count in (2, 4) and most > 2 else min(max(count, 1), most))
    return f"grid columns-{columns}"
