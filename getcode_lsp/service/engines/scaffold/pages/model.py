"""What a prompt asks of a page: its sections in order, with the texts, lists, fields and values that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from getcode_lsp.service.engines.scaffold.look import Look


class Kind(Enum):
    """What a section is; the value is the word for it in a brief."""

    NAV = "navigation"
    HERO = "hero"
    FEATURES = "features"
    CARDS = "cards"
    PRICES = "price list"
    PRICING = "pricing"
    TESTIMONIALS = "testimonials"
    FAQ = "faq"
    FORM = "form"
    NEWSLETTER = "newsletter"
    CONTACT = "contact details"
    HOURS = "opening hours"
    TEAM = "team"
    GALLERY = "gallery"
    STATS = "statistics"
    STEPS = "steps"
    TABLE = "table"
    CHART = "chart"
    LOGOS = "logos"
    TEXT = "text"
    CTA = "call to action"
    POSTS = "posts"
    TABS = "tabs"
    VIDEO = "video"
    MAP = "map"
    SOCIAL = "social links"
    FOOTER = "footer"


LISTS = frozenset(
    {
        Kind.FEATURES,
        Kind.CARDS,
        Kind.PRICES,
        Kind.PRICING,
        Kind.TESTIMONIALS,
        Kind.FAQ,
        Kind.TEAM,
        Kind.GALLERY,
    }
    | {Kind.STATS, Kind.STEPS, Kind.LOGOS, Kind.POSTS, Kind.HOURS, Kind.TABS, Kind.CHART, Kind.SOCIAL}
)
"""The kinds whose content is a list of items."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list: a card, plan, dish, person, question, opening time; "" is what the prompt leaves open."""

    title: str
    text: str = ""
    value: str = ""
    unit: str = ""
    """What the value is for, as in "per month"."""
    featured: bool = False
    group: str = ""
    """The heading that it stands under, as "Starters"."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form, or a column of a table.

    `type` is that of an HTML input (text, email, tel, url, number, date, time, datetime-local, password, checkbox),
    or textarea, select, radio; bounds are those of a number or of a text's length, None where there is none.
    """

    label: str
    type: str = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its kind, its title in the prompt's words, and what is in it.

    `count` is how many items are asked for where they aren't named, `columns` in how many columns (0: any).
    """

    kind: Kind
    title: str
    text: str = ""
    items: tuple[Item, ...] = ()
    fields: tuple[FormField, ...] = ()
    actions: tuple[str, ...] = ()
    count: int = 0
    columns: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    """The rows of a table that the prompt gives, each with a text for every column."""
    assumed: bool = False
    """Whether the prompt doesn't ask for it: a page of this kind usually has it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The addresses that a prompt gives."""

    email: str = ""
    phone: str = ""
    address: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: what it is, what it is called, and its sections; `ignored` is what isn't built."""

    purpose: str
    """As in "landing page", "dashboard", "login page"."""
    title: str
    look: Look
    sections: tuple[Section, ...]
    contact: Contact = Contact()
    summary: str = ""
    """What the prompt tells of its subject, where no section has it."""
    theme_switch: bool = False
    ignored: tuple[str, ...] = ()
    language: str = "en"

    def first(self, *kinds: Kind) -> Section | None:
        """The first section of one of these kinds."""
        return next((section for section in self.sections if section.kind in kinds), None)
