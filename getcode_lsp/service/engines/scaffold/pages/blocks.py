"""The sections of a website that are made of cards, lists and texts."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages import live
from getcode_lsp.service.engines.scaffold.pages.art import bars, icon, picture
from getcode_lsp.service.engines.scaffold.pages.frame import Frame, filled, grid, said
from getcode_lsp.service.engines.scaffold.pages.model import Item, Section
from getcode_lsp.service.engines.scaffold.pages.tree import Content, Element, h


def features(frame: Frame, section: Section) -> Element:
    """Cards with an icon each."""
    cards = [
        h(
            "li",
            icon(item.title, at),
            h("h3", item.title),
            h("p", said(item.text, "One or two sentences about this.")),
            class_="card feature",
        )
        for at, item in enumerate(filled(section, "Feature"))
    ]
    return frame.section(section, h("ul", cards, class_=grid(section, 3)), frame.actions(section.actions))


def cards(frame: Frame, section: Section) -> Element:
    """Cards with a picture each; a price where one is given."""
    what = (
        re.sub(r"^(?:our|my|the|selected)\s+", "", section.title, flags=re.IGNORECASE)
        .rstrip("s")
        .capitalize()
        or "Card"
    )
    made = []
    for item in filled(section, what):
        text = item.text or ("" if item.value else "[One sentence about this.]")
        body = [h("h3", item.title), h("p", text) if text else None, _price(item)]
        made.append(
            h(
                "li",
                picture(item.title + section.title, item.title, wide=True, hidden=True),
                h("div", body, class_="card-body"),
                class_="card with-picture",
            )
        )
    return frame.section(section, h("ul", made, class_=grid(section, 3)), frame.actions(section.actions))


def _price(item: Item) -> Element | None:
    if not item.value:
        return None
    return h("p", h("strong", item.value), f" {item.unit}" if item.unit else None, class_="price")


def prices(frame: Frame, section: Section) -> Element:
    """Price lists: name, dots, price; one list for each group."""
    items = filled(section, "Dish" if "menu" in section.title.lower() else "Entry", 6)
    lists = [
        [
            h("h3", group, class_="price-group") if group else None,
            h("ul", [_dish(item) for item in items if item.group == group], class_="price-list"),
        ]
        for group in dict.fromkeys(item.group for item in items)
    ]
    return frame.section(section, lists, frame.actions(section.actions), band="band")


def _dish(item: Item) -> Element:
    value = f"{item.value or '[Price]'} {item.unit}".strip()
    row = h(
        "div",
        h("span", item.title, class_="price-name"),
        h("span", class_="dots", aria_hidden="true"),
        h("span", value, class_="price-value"),
        class_="price-row",
    )
    return h("li", row, h("p", item.text) if item.text else None)


def pricing(frame: Frame, section: Section) -> Element:
    """Plans side by side; the recommended one stands out."""
    plans = []
    for item in filled(section, "Plan"):
        value, unit = item.value or "[Price]", item.unit
        points = [
            point.strip() for point in re.split(r",\s+|;\s+|\s+and\s+", item.text) if point.strip()
        ] or ["[What is included]"]
        label = section.actions[0] if section.actions else f"Choose {item.title}"
        plans.append(
            h(
                "li",
                h("p", "Most popular", class_="badge") if item.featured else None,
                h("h3", item.title),
                h("p", h("strong", value, class_="plan-price"), h("span", f" {unit}", class_="unit") if unit else None, class_="plan-line"),
                h("ul", [h("li", point[:1].upper() + point[1:]) for point in points], class_="ticks"),
                h("a", label, class_="button" if item.featured else "button button-quiet", href=frame.way("contact"), aria_label=None if item.title in label else f"{label}: {item.title}"),
                class_="card plan featured" if item.featured else "card plan",
            )
        )  # fmt: skip
    return frame.section(section, h("ul", plans, class_=grid(section, 4 if len(plans) == 4 else 3)))


def testimonials(frame: Frame, section: Section) -> Element:
    """What people said, with their names."""
    quotes = []
    for at, item in enumerate(filled(section, "Name of customer", 3), 1):
        text = item.text or f"[What customer {at} says, in their own words.]"
        quotes.append(
            h(
                "li",
                h(
                    "figure",
                    h("blockquote", h("p", text)),
                    h(
                        "figcaption",
                        h("span", _initials(item.title), class_="avatar", aria_hidden="true"),
                        item.title or "[Name of customer]",
                    ),
                ),
                class_="card quote",
            )
        )
    return frame.section(section, h("ul", quotes, class_=grid(section, 3)), band="band")


def _initials(name: str) -> str:
    return (
        "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)[:2]).upper()
        if not name.startswith("[")
        else "★"
    )


def faq(frame: Frame, section: Section) -> Element:
    """Questions that open and show their answers."""
    entries = [
        h(
            "details",
            h("summary", h("span", item.title)),
            h("p", said(item.text, "The answer to this question."), class_="answer"),
        )
        for item in (
            section.items or [Item(f"[Question {at}?]") for at in range(1, (section.count or 3) + 1)]
        )
    ]
    return frame.section(section, h("div", entries, class_="questions"))


def team(frame: Frame, section: Section) -> Element:
    """People with their roles; initials stand for the portraits."""
    people = [
        h(
            "li",
            h("span", _initials(item.title), class_="portrait", aria_hidden="true"),
            h("h3", item.title),
            h("p", said(item.text, "Role"), class_="role"),
            class_="person",
        )
        for item in filled(section, "Name")
    ]
    return frame.section(section, h("ul", people, class_=grid(section, 4)))


def gallery(frame: Frame, section: Section) -> Element:
    """Drawn stand-ins for pictures, each with its caption."""
    tiles = [
        h(
            "li",
            h(
                "figure",
                picture(f"{item.title}{at}", f"Stand-in for the picture: {item.title.strip('[]')}"),
                h("figcaption", item.title),
            ),
        )
        for at, item in enumerate(filled(section, "Photo", 6))
    ]
    return frame.section(section, h("ul", tiles, class_=f"{grid(section, 3)} gallery"))


def stats(frame: Frame, section: Section) -> Element:
    """Figures with what they count."""
    tiles = [
        h("div", h("dt", item.title), h("dd", item.value or "[0]"), class_="stat")
        for item in filled(section, "Figure", 4)
    ]
    return frame.section(section, h("dl", tiles, class_=f"stats {grid(section, 4)}"), band="band")


def steps(frame: Frame, section: Section) -> Element:
    """Numbered steps or the stations of a time line."""
    made = []
    for item in filled(section, "Step"):
        text = " · ".join(filter(None, (item.value, item.text))) or "[What happens in this step.]"
        made.append(h("li", h("h3", item.title), h("p", text), class_="step"))
    return frame.section(section, h("ol", made, class_="steps"))


def table(frame: Frame, section: Section) -> Element:
    """A table with the columns asked for, and the given rows or placeholders."""
    labels = [field.label for field in section.fields] or ["Name", "Date", "Status"]
    rows = [
        h("tr", [h("td", f"[{label} {row}]", data_label=label) for label in labels])
        for row in range(1, (section.count or 4) + 1)
    ]
    if section.rows:
        rows = [
            h("tr", [h("td", cell, data_label=label) for label, cell in zip(labels, row, strict=True)])
            for row in section.rows
        ]
    head = h("thead", h("tr", [h("th", label, scope="col") for label in labels]))
    body = h(
        "table",
        None if section.rows else h("caption", f"{section.title}: placeholder rows", class_="quiet"),
        head,
        h("tbody", rows),
    )
    return frame.section(
        section,
        h(
            "div",
            body,
            class_="table-frame",
            tabindex="0",
            role="group",
            aria_label=f"Table: {section.title}",
        ),
    )


def chart(frame: Frame, section: Section) -> Element:
    """Bars of the figures that the prompt gives, else of figures that say that they are placeholders."""
    given = [
        (item.title, _number(item.value), item.value)
        for item in section.items
        if re.search(r"\d", item.value)
    ]
    values = given or [
        (f"[{at}]", float(figure), f"[{figure}]") for at, figure in enumerate((3, 5, 4, 6, 5, 7), 1)
    ]
    note = None if given else h("p", "[Placeholder figures]", class_="quiet")
    return frame.section(section, h("div", bars(values[:14]), note, class_="card"))


def _number(text: str) -> float:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else 0.0


def logos(frame: Frame, section: Section) -> Element:
    """Names where logos will stand."""
    return frame.section(
        section, h("ul", [h("li", item.title) for item in filled(section, "Logo", 5)], class_="logos")
    )


def posts(frame: Frame, section: Section) -> Element:
    """Articles with a picture, a title and the beginning."""
    made = [
        h("li", h("article", picture(item.title + str(at), item.title, wide=True, hidden=True), h("div", h("p", "[Date]", class_="quiet"), h("h3", item.title), h("p", said(item.text, "The first sentence of this post.")), class_="card-body")), class_="card with-picture")
        for at, item in enumerate(filled(section, "Title of post"))
    ]  # fmt: skip
    return frame.section(section, h("ul", made, class_=grid(section, 3)), frame.actions(section.actions))


def tabs(frame: Frame, section: Section) -> Element:
    """Tabs that show one panel at a time; the arrow keys move between them."""
    group = frame.id_of(section)
    items = filled(section, "Tab")
    heads: list[Content] = []
    panels: list[Content] = []
    for at, item in enumerate(items):
        heads.append(
            h(
                "button",
                item.title,
                type="button",
                role="tab",
                id=f"{group}-tab-{at + 1}",
                aria_controls=f"{group}-panel-{at + 1}",
                aria_selected=live.selected(group, at),
                tabindex=live.focusable(group, at),
                on_click=live.choose(group, at),
            )
        )
        panels.append(
            h(
                "div",
                h("p", said(item.text, f"What belongs to {item.title.strip('[]')}.")),
                class_="card",
                role="tabpanel",
                id=f"{group}-panel-{at + 1}",
                aria_labelledby=f"{group}-tab-{at + 1}",
                tabindex="0",
                hidden=live.hidden(group, at),
            )
        )
    return frame.section(
        section,
        h(
            "div",
            heads,
            class_="tabs",
            role="tablist",
            aria_labelledby=f"{group}-title",
            on_keydown=live.turn(group),
        ),
        panels,
    )
