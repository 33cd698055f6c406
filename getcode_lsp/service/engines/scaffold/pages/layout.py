"""A `Page` laid out as a tree: header, main with its sections, footer; a dashboard or a lone form has its own arrangement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.pages import blocks, places
from getcode_lsp.service.engines.scaffold.pages.frame import Frame
from getcode_lsp.service.engines.scaffold.pages.model import Kind, Page, Section
from getcode_lsp.service.engines.scaffold.pages.tree import Element, h

_BLOCKS: dict[Kind, Callable[[Frame, Section], Element]] = {
    Kind.HERO: places.hero, Kind.FEATURES: blocks.features, Kind.CARDS: blocks.cards, Kind.PRICES: blocks.prices, Kind.PRICING: blocks.pricing,
    Kind.TESTIMONIALS: blocks.testimonials, Kind.FAQ: blocks.faq, Kind.FORM: places.form, Kind.NEWSLETTER: places.form, Kind.CONTACT: places.contact,
    Kind.HOURS: places.hours, Kind.TEAM: blocks.team, Kind.GALLERY: blocks.gallery, Kind.STATS: blocks.stats, Kind.STEPS: blocks.steps,
    Kind.TABLE: blocks.table, Kind.CHART: blocks.chart, Kind.LOGOS: blocks.logos, Kind.TEXT: places.text, Kind.CTA: places.call, Kind.POSTS: blocks.posts,
    Kind.TABS: blocks.tabs, Kind.VIDEO: places.stand_in, Kind.MAP: places.stand_in, Kind.SOCIAL: places.social,
}  # fmt: skip


def arrangement(page: Page) -> str:
    """How the page is arranged: "board" for a dashboard, "solo" for a lone form, else "flow"."""
    content = [section for section in page.sections if section.kind not in (Kind.NAV, Kind.FOOTER)]
    if len(content) == 1 and content[0].kind in (Kind.FORM, Kind.NEWSLETTER):
        return "solo"
    return "board" if any(word in page.purpose for word in ("dashboard", "panel", "admin")) else "flow"


def body_class(page: Page) -> str:
    """The classes of the element around the page."""
    nav = page.first(Kind.NAV)
    style = arrangement(page)
    return f"page {style}{' with-sidebar' if style == 'board' and nav is not None and 'side' in nav.title.lower() else ''}"


def lay_out(page: Page) -> list[Element]:
    """The header, main and footer of a page, in order."""
    frame = Frame(page)
    style = arrangement(page)
    content = [section for section in page.sections if section.kind not in (Kind.NAV, Kind.FOOTER)]
    if style == "solo":
        return _solo(frame, content[0])
    made = [_BLOCKS[section.kind](frame, section) for section in content]
    if page.first(Kind.HERO) is None:
        made.insert(0, places.intro(frame))
    else:
        made = _one_h1(made)
    made = _apart(made)
    parts = [places.header(frame)] if page.first(Kind.NAV) or len(content) > 2 or page.theme_switch else []
    parts.append(h("main", made, id="main"))
    end = page.first(Kind.FOOTER)
    return [*parts, places.footer(frame, end)] if end else parts


def _apart(made: list[Element]) -> list[Element]:
    """Of two tinted bands in a row the second one loses its tint, so that both are seen as sections."""
    out: list[Element] = []
    for element in made:
        classes = dict(element.attributes).get("class", "")
        banded = (
            bool(out)
            and "band" in str(classes).split()
            and "band" in str(dict(out[-1].attributes).get("class", "")).split()
        )
        plain = tuple(
            (key, str(value).replace(" band", "") if key == "class" else value)
            for key, value in element.attributes
        )
        out.append(replace(element, attributes=plain) if banded else element)
    return out


def _one_h1(made: list[Element]) -> list[Element]:
    """A second hero is a section like the others: only the first has the h1."""
    seen = False
    out = []
    for element in made:
        first = element.name == "Hero" and not seen
        out.append(_demoted(element) if element.name == "Hero" and seen else element)
        seen = seen or first
    return out


def _demoted(element: Element) -> Element:
    children = tuple(_demoted(child) if isinstance(child, Element) else child for child in element.children)
    return Element(
        "h2" if element.tag == "h1" else element.tag,
        element.attributes,
        children,
        "SecondHero" if element.name else "",
    )


def _solo(frame: Frame, section: Section) -> list[Element]:
    """A form alone in the middle."""
    page = frame.page
    brand = h("p", page.look.brand, class_="solo-brand") if page.look.brand else None
    note = h("p", page.summary, class_="quiet") if page.summary else None
    parts = [places.header(frame)] if page.first(Kind.NAV) or page.theme_switch else []
    parts.append(
        h("main", h("div", brand, places.form(frame, section, heading="h1"), note, class_="solo"), id="main")
    )
    end = page.first(Kind.FOOTER)
    return [*parts, places.footer(frame, end)] if end else parts
