"""The items of a section: cards, plans, dishes, questions, people, steps, each with what the prompt says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from getcode_lsp.service.engines.scaffold.pages.item import (
    JOINER,
    STRUCTURE,
    content,
    price_and_more,
    read_item,
)
from getcode_lsp.service.engines.scaffold.pages.model import Item, Kind
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    NUMBERS,
    QUOTE,
    Prompt,
    brackets,
    counted,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.values import opening_hours, priced, share_units

_ACTION = re.compile(
    rf"(?:(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)(?:\s+(?:buttons?|text))?\s*(?:(?:saying|labell?ed|that\s+says?|which\s+says?|called|with\s+(?:the\s+)?(?:text|label)|reading|named|with|:|=|-)\s*)*"
    rf"(?P<after>{QUOTE}(?:\s*(?:,|and|or|,\s*and)\s*{QUOTE})*))|(?P<before>{QUOTE}(?:\s*(?:,|and)\s*{QUOTE})*)\s+(?:(?:cta|primary|secondary|call)\s+)?(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)\b|"
    r"\b(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)\s+to\s+(?!the\b|our\b|my\b)(?P<deed>[a-z]+(?:\s+[\w'’-]+){0,4})|"
    r"\b(?P<name>(?:[A-Z][\w'’-]*|book|buy|order|sign|get|start|learn|download|subscribe|donate|contact|shop|try|join|reserve|call|view)(?:\s+[\w'’-]+){0,3}?)\s+(?:cta\s+)?button\b|"
    r"\b(?:button|cta|call[\s-]to[\s-]action)\s*(?:saying|labell?ed|that\s+says?|called|:|=|(?<=\s))\s*(?P<words>[A-Z][\w'’-]*(?:\s+[a-z\d'’-]+){0,4})",
)
_HERE = re.compile(
    r"\s+(?:in|at|on|with|below|above|next|that|which|and|under|for)\b.*\Z", re.IGNORECASE | re.DOTALL
)
_ANNOUNCED = re.compile(r"\b(?:these|the\s+following)\s+(?:questions|faqs)\b[^?]*\Z", re.IGNORECASE)
_NOUNS = frozenset(
    "benefits reasons pictures questions rows bars entries categories cards partners offers".split()
)
_EACH = re.compile(
    r"(?:,\s*)?\b(?:each|every\s+one|all)\s+(?:of\s+them\s+)?(?:with|has|having|showing|shows|have|includes?|containing)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_COUNT_ONLY = re.compile(
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|some|a\s+few)\s+(?P<noun>[a-z]+)(?:\s+(?:about|of|on|for|from|around|regarding|with|showing|in)\b.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_SAID_BY = re.compile(r"^\s*(?:[-–—]|by\b|from\b|,|said\b|says\b|\()\s*", re.IGNORECASE)


@dataclass(slots=True)
class Details:
    """What is said of a section beside its name, as it is read."""

    items: list[Item] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    count: int = 0
    columns: int = 0
    texts: list[str] = field(default_factory=list)
    """Texts in quotes that are no item."""
    ignored: list[str] = field(default_factory=list)


def read_details(kind: Kind, detail: str, children: list[str], prompt: Prompt) -> Details:
    """Read what follows the name of a section, and the list items under it."""
    found = Details()
    detail = _courses(detail) if kind is Kind.PRICES else detail
    detail = _EACH.sub(" ", detail) if kind not in (Kind.PRICING, Kind.PRICES) else detail
    detail = _take_actions(found, _take_columns(found, detail), prompt)
    told = re.match(r"\s*([\w-]+) items\b", detail)
    if told and (number := counted(told[0].strip())):
        found.count, detail = number, detail[told.end() :]
    lists, rest = _lists(detail)
    rest = JOINER.sub("", rest)
    found.count = found.count or counted(rest + " x")
    if kind is Kind.HOURS:
        found.items = list(opening_hours(" , ".join([detail, *children])))
        return found
    if kind is Kind.TESTIMONIALS:
        found.items = _testimonials(detail, children, prompt)
        return found
    parts = [part for one in lists for part in _parts(kind, one)] or (_parts(kind, rest) if rest else [])
    if (
        len(parts) == 1
        and not lists
        and (only := _COUNT_ONLY.match(parts[0]))
        and only["noun"].lower() in STRUCTURE | _NOUNS
    ):
        parts = []
    parts += [_take_actions(found, child, prompt) for child in children]
    for part in parts:
        item = read_item(kind, part, prompt)
        if item is not None:
            found.items.append(item)
    if kind is Kind.FAQ:
        found.items = [item for item in found.items if item.text or not _ANNOUNCED.search(item.title)]
        found.items = (
            _answered(found.items)
            if not _quoted_only(detail, children)
            else _quoted_pairs(prompt.quoted_in(" ".join([detail, *children])))
        )
    if kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS):
        found.items = (
            _grouped(list(share_units(found.items)), prompt)
            if kind is Kind.PRICES
            else list(share_units(found.items))
        )
    if kind is Kind.CHART and not any(item.value for item in found.items):
        found.items = []
    found.count = found.count or _inner_count(rest)
    return found


def _parts(kind: Kind, text: str) -> list[str]:
    """The parts of a list; "with 1 project and e-mail support" belongs to its plan."""
    parts = split_list(text)
    if kind not in (Kind.PRICING, Kind.PRICES, Kind.CARDS):
        return parts
    commas = [
        part.strip(" .,;")
        for part in re.split(r",\s+(?:and\s+)?(?![^(]*\))|;\s*|\n", text)
        if part.strip(" .,;")
    ]
    priced_parts, priced_commas = (
        sum(price_and_more(one)[0] is not None for one in ones) for ones in (parts, commas)
    )
    return commas if 1 < priced_commas >= priced_parts else parts


_COURSE = re.compile(r"(?P<course>[^\W\d_][\w'’& ]{1,40}?)\s*(?::|\s[-–—])\s+(?P<dishes>[^;\n]+)")


def _courses(detail: str) -> str:
    """A menu told course by course, "Starters - Soup 6, Salad 8; Mains - …", with the dishes of each in brackets."""
    _, _, told = detail.partition(": ")
    for text in (told, detail):
        lines = [line.strip(" .,") for line in re.split(r";|\n", text) if line.strip(" .,")] if text else []
        courses = [_COURSE.fullmatch(line) for line in lines]
        if len(lines) > 1 and all(one is not None and _dish_count(one["dishes"]) for one in courses):
            return ", ".join(f"{one['course'].strip()} ({one['dishes']})" for one in courses if one)
    return detail


def _dish_count(text: str) -> int:
    return sum(priced(part) is not None for part in split_list(text))


def _grouped(items: list[Item], prompt: Prompt) -> list[Item]:
    """Dishes under their group: "starters (Soup 6, Salad 8)"."""
    out: list[Item] = []
    for item in items:
        inner = (
            [read_item(Kind.PRICES, part, prompt) for part in _parts(Kind.PRICES, item.text)]
            if not item.value
            else []
        )
        dishes = [dish for dish in inner if dish is not None and dish.value]
        if dishes and len(dishes) == len(inner):
            out += [replace(dish, group=item.title) for dish in dishes]
        else:
            out.append(item)
    return out


def _quoted_only(detail: str, children: list[str]) -> bool:
    text = " ".join([detail, *children])
    return len(re.findall(QUOTE, text)) > 1 and not re.search(r"[^\W\d_]{3,}\?", re.sub(QUOTE, " ", text))


def _quoted_pairs(quotes: list[str]) -> list[Item]:
    """Questions in quotes, each with the quoted answer behind it."""
    out: list[Item] = []
    for quote in quotes:
        if not quote.endswith("?") and out and not out[-1].text:
            out[-1] = replace(out[-1], text=quote)
        else:
            out.append(Item(quote))
    return out


def _take_actions(found: Details, text: str, prompt: Prompt) -> str:
    def take(match: re.Match[str]) -> str:
        quoted = prompt.quoted_in(match["after"] or match["before"] or "")
        words = match["name"] or match["words"] or match["deed"] or ""
        words = prompt.restore(_HERE.sub("", words)).strip()
        if match["name"] and set(words.lower().split()) <= STRUCTURE | {"action"}:
            return match[0]
        found.actions += quoted or [words[:1].upper() + words[1:]]
        return " "

    return _ACTION.sub(take, text)


def _take_columns(found: Details, text: str) -> str:
    def take(match: re.Match[str]) -> str:
        word = match[1].lower()
        found.columns = min(int(word) if word.isdigit() else NUMBERS.get(word, 0), 6)
        return " "

    return re.sub(
        r"\b(?:in\s+|with\s+)?(?:a\s+)?(\d|two|three|four|five|six)[\s-]columns?(?:\s+(?:grid|layout))?",
        take,
        text,
        flags=re.IGNORECASE,
    )


def _lists(detail: str) -> tuple[list[str], str]:
    """The enumerations in brackets or behind a colon, and the rest."""
    rest, inside = brackets(detail)
    listed = [text for text in inside if len(split_list(text)) > 1 or re.search(QUOTE, text) or priced(text)]
    before, colon, _ = rest.partition(": ") if ": " in rest else (rest, "", "")
    if any(len(split_list(text)) > 1 for text in listed) and len(split_list(rest)) < 2:
        return [text for text in listed if len(split_list(text)) > 1], rest
    if listed and not content(re.sub(r"^\W+", "", JOINER.sub("", rest))):
        return listed, rest
    if colon and not content(JOINER.sub("", before)):
        at = detail.find(": ")
        return [detail[at + 2 :]], before
    if rest != detail.strip() and inside:
        return [], detail
    return [], rest


def _inner_count(text: str) -> int:
    for match in re.finditer(
        r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?!columns?|stars?|[a-z]*\s*columns)[a-z]",
        text,
        re.IGNORECASE,
    ):
        word = match[1].lower()
        return min(int(word) if word.isdigit() else NUMBERS.get(word, 0), 24)
    return 0


def _testimonials(detail: str, children: list[str], prompt: Prompt) -> list[Item]:
    """Quotes with who said them: `"Great bread" by Anna`, `Anna: "Great bread"`."""
    text = " , ".join([detail, *children])
    found: list[Item] = []
    marks = list(re.finditer(QUOTE, text))
    for at, match in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        after = _SAID_BY.match(text[match.end() : end])
        behind = (
            text[match.end() :][after.end() : end - match.end()] if after and after[0].strip() != "," else ""
        )
        before = re.search(
            r"([A-ZÀ-Þ][\w'’.-]*(?:\s+(?:and\s+)?[A-ZÀ-Þ&][\w'’.-]*)*)\s*(?:\([^)]*\)\s*)?(?::|says|said)\s*\Z",
            text[: match.start()],
        )
        who = (
            re.split(r"\s+and\s+|;|\)|,\s+(?=$|[A-Z]|and\b)|\s*,\s*\Z", behind, maxsplit=1)[0]
            if behind
            else before[1]
            if before
            else ""
        )
        found.append(Item(prompt.restore(who).strip(" .,:()-–—"), prompt.restore(match[0])))
    if found:
        return found
    names = re.search(r"\b(?:from|by)\s+(.+)\Z", JOINER.sub("", detail))
    people = split_list(names[1]) if names else []
    return [Item(prompt.restore(name)) for name in people if name[:1].isupper()]


def _answered(items: list[Item]) -> list[Item]:
    """Join "Q: …" with the "A: …" behind it."""
    joined: list[Item] = []
    for item in items:
        if item.title.lower() in ("a", "answer") and joined and not joined[-1].text:
            joined[-1] = replace(joined[-1], text=item.text)
        elif item.title.lower() in ("q", "question") and item.text:
            joined.append(Item(item.text))
        elif "? " in item.title:
            question, _, answer = item.title.partition("? ")
            joined.append(Item(f"{question}?", " ".join(filter(None, (answer, item.text)))))
        elif item.title.endswith("?") or item.text or not joined or joined[-1].text:
            joined.append(item)
        else:
            joined.append(item)
    return [
        replace(item, text=f"{item.text}.")
        if len(item.text.split()) > 2 and item.text[-1].isalnum()
        else item
        for item in joined
    ]
