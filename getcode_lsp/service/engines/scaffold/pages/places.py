"""The sections of a website that are told, visited or filled in: texts, contact, hours, forms, header, hero, footer."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.grammar.words import split_words
from getcode_lsp.service.engines.scaffold.look import Tone
from getcode_lsp.service.engines.scaffold.pages import live
from getcode_lsp.service.engines.scaffold.pages.art import picture
from getcode_lsp.service.engines.scaffold.pages.frame import Frame, said
from getcode_lsp.service.engines.scaffold.pages.model import FormField, Item, Kind, Section
from getcode_lsp.service.engines.scaffold.pages.tree import Content, Element, Value, h


def header(frame: Frame) -> Element:
    """The brand, a button for the menu on small screens, and links to the sections."""
    page = frame.page
    nav = page.first(Kind.NAV)
    links = frame.menu()
    button = (
        h(
            "button",
            h("span", "Menu"),
            class_="menu-button",
            type="button",
            aria_expanded=live.MENU_OPEN,
            aria_controls="nav-links",
            on_click=live.MENU_TOGGLE,
        )
        if links
        else None
    )
    entries = [h("li", h("a", label, href=way, on_click=live.MENU_CLOSE)) for label, way in links]
    actions = [
        h("li", h("a", label, class_="button button-small", href=frame.way(label), on_click=live.MENU_CLOSE))
        for label in (nav.actions if nav else ())
    ]
    menu = (
        h("nav", h("ul", entries, actions, class_="nav-links", id="nav-links"), aria_label="Main")
        if links or actions
        else None
    )
    theme = (
        h("button", "Light or dark", class_="theme-button", type="button", on_click=live.THEME_TOGGLE)
        if page.theme_switch
        else None
    )
    return h(
        "header",
        h(
            "div",
            h("a", page.title, class_="brand", href="#top"),
            h("div", button, menu, theme, class_="header-side"),
            class_="inner header-row",
        ),
        class_="site-header",
        component="Header",
    )


def hero(frame: Frame, section: Section) -> Element:
    """The first thing that is seen: headline, a sentence, calls to action, a drawing."""
    page = frame.page
    subject = page.look.subject
    headline = section.title or (f"{page.title}" if page.look.brand else page.title)
    kicker = (
        subject
        if subject and page.look.brand and section.title != subject
        else page.look.brand
        if section.title and page.look.brand
        else ""
    )
    lead = section.text or page.summary or f"[One sentence: what {page.title} offers, and for whom.]"
    labels = section.actions or (
        ("Get started",) if page.first(Kind.FORM, Kind.NEWSLETTER, Kind.PRICING) else ()
    )
    style = hero_style(frame)
    words = h(
        "div",
        h("p", kicker[:1].upper() + kicker[1:], class_="kicker") if kicker else None,
        h("h1", headline),
        h("p", lead, class_="lead"),
        frame.actions(labels),
        class_="hero-words",
    )
    art = (
        h("div", picture(page.title + headline, "", wide=style == "banner", hidden=True), class_="hero-art")
        if style != "plain"
        else None
    )
    return h(
        "section",
        h("div", words, art, class_="inner hero-row"),
        class_=f"hero hero-{style}",
        id=frame.id_of(section),
        component="Hero",
    )


def hero_style(frame: Frame) -> str:
    """Split beside a drawing, plain and large, or a banner in the accent colour, as tone and subject suggest."""
    look = frame.page.look
    if look.tone in (Tone.MINIMAL, Tone.FORMAL):
        return "plain"
    if look.tone in (Tone.BOLD, Tone.PLAYFUL):
        return "banner"
    if re.search(
        r"saas|app\b|software|tool|platform|startup|api|product|newsletter",
        f"{look.subject} {frame.page.purpose}",
        re.IGNORECASE,
    ):
        return "center"
    return "split"


def intro(frame: Frame) -> Element:
    """The top of a page without a hero: its one h1."""
    page = frame.page
    text = page.summary or (page.look.subject if page.look.brand else "")
    return h(
        "div",
        h(
            "div",
            h("h1", page.title),
            h("p", text[:1].upper() + text[1:], class_="lead") if text else None,
            class_="inner",
        ),
        class_="intro",
        component="Intro",
    )


def text(frame: Frame, section: Section) -> Element:
    """A section of prose."""
    paragraphs = [h("p", said(section.text, f"A paragraph for “{section.title}”."))]
    return frame.section(section, h("div", paragraphs, class_="prose"), frame.actions(section.actions))


def call(frame: Frame, section: Section) -> Element:
    """A band with one thing to do."""
    name = frame.id_of(section)
    labels = section.actions or ("Get started",)
    lead = h("p", section.text, class_="lead") if section.text else None
    return h(
        "section",
        h(
            "div",
            h("h2", section.title, id=f"{name}-title"),
            lead,
            frame.actions(labels, first="button button-inverse"),
            class_="inner",
        ),
        class_="section section-cta",
        id=name,
        aria_labelledby=f"{name}-title",
        component="CallToAction",
    )


def contact(frame: Frame, section: Section) -> Element:
    """Addresses that can be clicked."""
    return frame.section(
        section,
        h("p", section.text) if section.text else None,
        h("address", addresses(frame), class_="addresses"),
    )


def addresses(frame: Frame) -> list[Content]:
    """The given addresses, and placeholders for those that are left out altogether."""
    given = frame.page.contact
    lines: list[Content] = []
    if given.address:
        lines.append(h("p", given.address))
    if given.phone:
        lines.append(h("p", h("a", given.phone, href="tel:" + re.sub(r"[^+\d]", "", given.phone))))
    if given.email:
        lines.append(h("p", h("a", given.email, href=f"mailto:{given.email}")))
    return lines or [h("p", "[Street and town]"), h("p", "[Telephone number]"), h("p", "[E-mail address]")]


def hours(frame: Frame, section: Section) -> Element:
    """Days and times."""
    items = section.items or (Item("[Days]", value="[Times]"), Item("[Days]", value="[Times]"))
    rows = [h("div", h("dt", item.title), h("dd", item.value), class_="hours-row") for item in items]
    return frame.section(section, h("dl", rows, class_="hours"), band="band")


def stand_in(frame: Frame, section: Section) -> Element:
    """A drawing where a map or a video will be."""
    what = "map" if section.kind is Kind.MAP else "video"
    drawing = picture(section.title, f"Stand-in for the {what}", wide=True)
    caption = section.text or f"[Put the {what} here.]"
    place = frame.page.contact.address if what == "map" else ""
    return frame.section(
        section, h("figure", drawing, h("figcaption", f"{place} {caption}".strip()), class_="stand-in")
    )


def social(frame: Frame, section: Section) -> Element:
    """Links to other places; given addresses lead there, names wait for theirs."""
    return frame.section(
        section,
        h(
            "ul",
            [h("li", _outward(item.title)) for item in section.items or (Item("[Link]"),)],
            class_="links",
        ),
    )


def _outward(title: str) -> Element:
    address = re.fullmatch(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", title, re.IGNORECASE)
    href = (title if title.startswith("http") else f"https://{title}") if address else "#top"
    return h("a", title, href=href, rel="noopener" if address else None)


def footer(frame: Frame, section: Section | None) -> Element:
    """The end of the page: brand, what was asked for, addresses."""
    page = frame.page
    links = [
        h(
            "li",
            _outward(item.title)
            if "." in item.title
            else h("a", item.title, href=frame.way(item.title) if item.title.lower() != "home" else "#top"),
        )
        for item in (section.items if section else ())
    ]
    said_here = section.text if section else ""
    has_contact = page.contact.email or page.contact.phone or page.contact.address
    places = h("address", addresses(frame)) if has_contact and page.first(Kind.CONTACT) is None else None
    closing = said_here or page.title
    return h(
        "footer",
        h(
            "div",
            h("p", closing),
            places,
            h("ul", links, class_="links") if links else None,
            class_="inner footer-row",
        ),
        class_="site-footer",
        component="Footer",
    )


def form(frame: Frame, section: Section, *, heading: str = "h2") -> Element:
    """A form that checks what is typed and sends nothing."""
    name = frame.id_of(section)
    made = [_field(name, field) for field in _named(section.fields)]
    label = section.actions[0] if section.actions else "Send"
    body = h(
        "form", made, h("button", label, class_="button", type="submit"), h("p", live.status(f"{name}-form"), class_="status", role="status"),
        id=f"{name}-form", novalidate=True, on_submit=live.CHECK, aria_labelledby=f"{name}-title",
    )  # fmt: skip
    inline = section.kind is Kind.NEWSLETTER and len(section.fields) == 1
    head = h(heading, section.title, id=f"{name}-title")
    lead = (
        h("p", section.text, class_="lead")
        if section.text
        else h("p", "All fields marked with * are needed.", class_="quiet")
        if _mixed(section)
        else None
    )
    classes = f"section section-form{' section-inline' if inline else ''}{' band' if inline else ''}"
    return h(
        "section",
        h("div", head, lead, body, class_="inner"),
        class_=classes,
        id=name,
        aria_labelledby=f"{name}-title",
        component="".join(w.capitalize() for w in name.split("-")),
    )


def _mixed(section: Section) -> bool:
    return any(f.required for f in section.fields) and any(
        not f.required and f.type != "checkbox" for f in section.fields
    )


def _named(fields: tuple[FormField, ...]) -> list[tuple[str, FormField]]:
    taken: set[str] = set()
    named = []
    for field in fields:
        base = "-".join(split_words(field.label))[:40] or "field"
        name, at = base, 2
        while name in taken:
            name, at = f"{base}-{at}", at + 1
        taken.add(name)
        named.append((name, field))
    return named


def _field(section: str, named: tuple[str, FormField]) -> Element:
    name, field = named
    key = f"{section}-form-{name}"
    needed = field.required
    shared: dict[str, Value | None] = {
        "name": name, "required": needed or None, "aria_invalid": live.invalid(key), "aria_describedby": f"{key}-error",
    }  # fmt: skip
    label = [
        field.label,
        h("span", " *", class_="needed", aria_hidden="true") if needed and field.type != "checkbox" else None,
    ]
    wrong = h("p", live.error(key), class_="error", id=f"{key}-error")
    if field.type == "radio":
        options = [
            h(
                "label",
                h("input", type="radio", name=name, value=choice, required=needed or None),
                " ",
                choice,
                class_="choice",
            )
            for choice in field.choices
        ]
        return h("fieldset", h("legend", label), options, wrong, class_="field")
    if field.type == "checkbox":
        box = h(
            "input",
            type="checkbox",
            id=key,
            **{
                **shared,
                "required": (
                    needed
                    and bool(re.search(r"accept|agree|terms|consent|privacy", field.label, re.IGNORECASE))
                )
                or None,
            },
        )
        return h("div", h("label", box, " ", field.label, class_="choice"), wrong, class_="field")
    return h("div", h("label", label, for_=key), _control(key, field, shared), wrong, class_="field")


def _control(key: str, field: FormField, shared: dict[str, Value | None]) -> Element:
    if field.type == "textarea":
        return h("textarea", id=key, rows="4", maxlength=_whole(field.maximum), **shared)
    if field.type == "select":
        options = [
            h("option", "Please choose", value=""),
            *(h("option", choice, value=choice) for choice in field.choices),
        ]
        return h("select", options, id=key, **shared)
    return h(
        "input",
        id=key,
        type=field.type,
        autocomplete=_AUTOCOMPLETE.get(field.label.lower()) or _AUTOCOMPLETE.get(field.type),
        min=_whole(field.minimum) if field.type == "number" else None,
        max=_whole(field.maximum) if field.type == "number" else None,
        **shared,
    )


_AUTOCOMPLETE = {
    "name": "name",
    "full name": "name",
    "first name": "given-name",
    "last name": "family-name",
    "email": "email",
    "tel": "tel",
    "company": "organization",
    "address": "street-address",
    "city": "address-level2",
    "country": "country-name",
    "password": "current-password",
}


def _whole(value: float | None) -> str | None:
    return None if value is None else str(int(value) if value == int(value) else value)
