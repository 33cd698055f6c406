"""A `Page` as a detailed brief in English, one line for each section, and those lines read back exactly.

A line that a person has changed so that it has another form is left to the reader of ordinary English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.look import Look, Scheme, Tone
from getcode_lsp.service.engines.scaffold.pages.model import FormField, Item, Kind, Page, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, Prompt, visible

_FRAMEWORKS = {"react": " in React", "typescript": " in React with TypeScript", "vue": " in Vue"}
_WIDGETS = {"textarea": "long text", "tel": "phone", "datetime-local": "date and time"}
_TYPES = {word: kind for kind, word in _WIDGETS.items()}
_LAST = "Make it responsive down to 360 pixels, accessible and self-contained."


def page_brief(page: Page, language: str) -> str:
    """The improved prompt of a website."""
    named = f"called {quote(page.title)}" if page.look.brand else f"under the heading {quote(page.title)}"
    subject = (
        f" for a {page.look.subject}"
        if page.look.subject and page.look.subject.lower() not in page.title.lower()
        else ""
    )
    lines = [
        f"Website brief{_FRAMEWORKS.get(language, '')}: a {page.purpose} {named}{subject}.",
        *look_lines(page.look),
    ]
    lines += ["With a dark mode toggle."] if page.theme_switch else []
    lines += [f"Summary: {quote(page.summary)}."] if page.summary else []
    return "\n".join(
        [
            *lines,
            *_contact(page),
            "",
            "Sections:",
            *(section_line(section) for section in page.sections),
            "",
            _LAST,
        ]
    )


def quote(text: str) -> str:
    """A text in quotes that the reader takes verbatim."""
    flat = " ".join(visible(text).split())
    if '"' not in flat:
        return f'"{flat}"'
    return f"“{flat}”" if "”" not in flat else f"«{flat.replace('»', '›')}»"


def look_lines(look: Look) -> list[str]:
    """The look, with every colour as a number."""
    schemes = {Scheme.AUTO: ", light and dark", Scheme.DARK: ", dark theme", Scheme.LIGHT: ""}
    lines = [
        f"Colours: {look.palette.accent} on a {look.palette.background} background{schemes[look.scheme]}."
    ]
    return [*lines, f"Tone: {look.tone.value}."] if look.tone is not Tone.NEUTRAL else lines


def _contact(page: Page) -> list[str]:
    given = page.contact
    parts = [part for part in (given.email, given.phone, given.address, *given.links) if part]
    return [f"Reach us: {'; '.join(parts)}."] if parts else []


def section_line(section: Section) -> str:
    """A section with all that is in it, on one line."""
    parts = [quote(section.title)] if section.title else []
    parts += [f"text {quote(section.text)}"] if section.text else []
    parts += [f"button {quote(label)}" for label in section.actions]
    parts += [f"row {' / '.join(quote(cell) for cell in row)}" for row in section.rows]
    parts += [f"in {section.columns} columns"] if section.columns else []
    parts += [f"{section.count} of them"] if section.count else []
    listed = [_field(one) for one in section.fields] or [_item(one) for one in section.items]
    name = section.kind.value.capitalize()
    return f"- {name}{' ' if parts else ''}{', '.join(parts)}{': ' + '; '.join(listed) if listed else ''}"


def _item(item: Item) -> str:
    value = f"[{item.value}{f' | {item.unit}' if item.unit else ''}]" if item.value else ""
    return " ".join(
        filter(
            None,
            (
                quote(item.title),
                value,
                quote(item.text) if item.text else "",
                "(recommended)" if item.featured else "",
                f"(under {quote(item.group)})" if item.group else "",
            ),
        )
    )


def _field(field: FormField) -> str:
    kind = _WIDGETS.get(field.type, field.type)
    notes = [f"{kind}: {', '.join(map(quote, field.choices))}" if field.choices else kind]
    notes += [f"at least {field.minimum:g}"] if field.minimum is not None else []
    notes += [f"at most {field.maximum:g}"] if field.maximum is not None else []
    return f"{quote(field.label)} ({'; '.join(notes)}{'' if field.required else '; optional'})"


# ---- reading -------------------------------------------------------------------------------------------

_KINDS = {kind.value.capitalize(): kind for kind in Kind}
_NAMES = "|".join(sorted((re.escape(name) for name in _KINDS), key=len, reverse=True))
_PART = rf"(?:text {QUOTE}|button {QUOTE}|row {QUOTE}(?: / {QUOTE})*|in \d columns|\d+ of them)"
_LINE = re.compile(
    rf"(?P<kind>{_NAMES})(?: (?P<title>{QUOTE}))?(?P<parts>(?:,? {_PART})*)(?:: (?P<list>.+))?\Z", re.DOTALL
)
_ITEM = re.compile(
    rf"(?P<title>{QUOTE})(?: \[(?P<value>[^\]|]+?)(?: \| (?P<unit>[^\]]+))?\])?(?: (?P<text>{QUOTE}))?(?P<featured> \(recommended\))?(?: \(under (?P<group>{QUOTE})\))?"
)
_FIELD = re.compile(
    rf"(?P<label>{QUOTE}) \((?P<type>[a-z][a-z -]*)(?:: (?P<choices>{QUOTE}(?:, {QUOTE})*))?(?:; at least (?P<low>[\d.e+-]+))?"
    r"(?:; at most (?P<high>[\d.e+-]+))?(?P<optional>; optional)?\)"
)
_HEAD = re.compile(
    rf"\s*Website brief[^:\n]*: an? (?P<purpose>[^\n:]{{1,60}}?) (?:called|under the heading) (?P<title>{QUOTE})"
)
_SUMMARY = re.compile(rf"^Summary: ({QUOTE})\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines of a brief say: purpose, title and summary, and the text without them."""

    purpose: str
    title: str
    summary: str
    rest: str


def read_head(prompt: Prompt) -> Head | None:
    """The head of a brief; None where a prompt is none."""
    head = _HEAD.match(prompt.text)
    if head is None:
        return None
    rest = prompt.text[head.end() :].partition("\n")[2].replace(_LAST, "")
    summary = _SUMMARY.search(rest)
    rest = _SUMMARY.sub("", rest)
    return Head(
        head["purpose"], prompt.restore(head["title"]), prompt.restore(summary[1]) if summary else "", rest
    )


def read_line(text: str, prompt: Prompt) -> Section | None:
    """A section from its line in a brief; None where the line has another form."""
    line = _LINE.match(" ".join(text.split()))
    if line is None:
        return None
    kind = _KINDS[line["kind"]]
    listed = re.split(r"; (?=[\ue000-\uf8ff])", line["list"] or "") if line["list"] else []
    fields = [_FIELD.fullmatch(one) for one in listed]
    items = [_ITEM.fullmatch(one) for one in listed]
    parts = line["parts"] or ""
    texts = re.findall(f"text ({QUOTE})", parts)
    if not (all(fields) or all(items)) or not (
        line["title"] or parts or listed or kind in (Kind.HERO, Kind.FOOTER, Kind.NAV)
    ):
        return None
    columns, count = re.search(r"in (\d) columns", parts), re.search(r"(\d+) of them", parts)
    return Section(
        kind,
        prompt.restore(line["title"]) if line["title"] else "",
        prompt.restore(texts[0]) if texts else "",
        items=_items(items, prompt) if listed and all(items) else (),
        fields=_fields(fields, prompt) if listed and not all(items) else (),
        actions=tuple(prompt.restore(one) for one in re.findall(f"button ({QUOTE})", parts)),
        rows=tuple(
            tuple(prompt.quoted_in(one)) for one in re.findall(f"row ({QUOTE}(?: / {QUOTE})*)", parts)
        ),
        count=min(int(count[1]), 24) if count else 0,
        columns=min(int(columns[1]), 6) if columns else 0,
    )


def _items(found: Sequence[re.Match[str] | None], prompt: Prompt) -> tuple[Item, ...]:
    return tuple(
        Item(
            prompt.restore(one["title"]),
            prompt.restore(one["text"] or ""),
            one["value"] or "",
            one["unit"] or "",
            bool(one["featured"]),
            prompt.restore(one["group"] or ""),
        )
        for one in found
        if one
    )


def _fields(found: Sequence[re.Match[str] | None], prompt: Prompt) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            prompt.restore(one["label"]), _TYPES.get(one["type"], one["type"]), not one["optional"],
            tuple(prompt.quoted_in(one["choices"] or "")), _number(one["low"]), _number(one["high"]),
        )
        for one in found
        if one
    )  # fmt: skip


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
