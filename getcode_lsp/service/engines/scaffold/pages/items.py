"""The items of a section: cards, plans, dishes, questions, people, steps, each with what the prompt says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

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

_JOINER = re.compile(
    r"^(?:[\s:,–—-]|(?:with|for|of|showing|listing|shows|lists|that|which|containing|contains|including|includes|include|has|have|having|"
    r"featuring|features|are|is|be|should|must|like|such\s+as|namely|about|displaying|where|called|and|e\.?g\.?|in|to|has\s+to)\b(?!\s*\())+\s*",
    re.IGNORECASE,
)
_STRUCTURE = frozenset(
    """headline headlines heading headings title titles subtitle subtitles subheadline subheading tagline taglines slogan image images icon
    icons photo photos picture pictures avatar avatars description descriptions text texts button buttons link links card cards column
    columns grid row rows price prices name names quote quotes details detail list lists item items plan plans star stars rating ratings
    section sections short small big large each every a an the of and or with for their its our some one two three four five six seven
    eight nine ten twelve few several person people member members role roles job question questions answer answers step steps feature
    features service services product products testimonial testimonials review reviews customer customers client clients logo logos
    tier tiers post posts article articles excerpt excerpts date dates bullet bullets point points below above left right top bottom side
    by in on at under next to hover effect effects animation animations animated style styled illustration illustrations background
    placeholder placeholders sample example examples real fake lorem ipsum option options package packages entry entries numbered
    accordion collapsible expandable social media responsive layout per different photos' circle round rounded thumbnail thumbnails caption captions
    value values number numbers content line lines long full overlay gradient centered centred video content info information which that
    nice clean modern beautiful bold is are has have dish dishes class classes course courses project projects event events speaker speakers
    category categories slides slide instructor instructors preview latest recent monthly yearly toggle author authors
    very well clearly visible call action label labels slider carousel it them this these here there page site cta""".split()
)
_ACTION = re.compile(
    rf"(?:(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)(?:\s+(?:buttons?|text))?\s*(?:(?:saying|labell?ed|that\s+says?|which\s+says?|called|with\s+(?:the\s+)?(?:text|label)|reading|named|with|:|=|-)\s*)*"
    rf"(?P<after>{QUOTE}(?:\s*(?:,|and|or|,\s*and)\s*{QUOTE})*))|(?P<before>{QUOTE}(?:\s*(?:,|and)\s*{QUOTE})*)\s+(?:(?:cta|primary|secondary|call)\s+)?(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)\b|"
    r"\b(?:buttons?|ctas?|calls?[\s-]to[\s-]action|links?)\s+to\s+(?!the\b|our\b|my\b)(?P<deed>[a-z]+(?:\s+[\w'’-]+){0,4})|"
    r"\b(?P<name>(?:[A-Z][\w'’-]*|book|buy|order|sign|get|start|learn|download|subscribe|donate|contact|shop|try|join|reserve|call|view)(?:\s+[\w'’-]+){0,3}?)\s+(?:cta\s+)?button\b|"
    r"\b(?:buttons?|cta|call[\s-]to[\s-]action)\s*(?:saying|labell?ed|that\s+says?|called|:|=)\s*(?P<words>[A-Z][\w'’-]*(?:\s+[a-z\d'’-]+){0,4})",
)
_HERE = re.compile(
    r"\s+(?:in|at|on|with|below|above|next|that|which|and|under|for)\b.*\Z", re.IGNORECASE | re.DOTALL
)
_DASHED = re.compile(r"\s*(?::\s+|\s[-–—]{1,2}\s|\s*=\s*)")
_FEATURED = re.compile(
    r"\b(?:highlighted|most\s+popular|popular|recommended|featured|best\s+value|emphasi[sz]ed)\b",
    re.IGNORECASE,
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
    detail = _take_actions(found, _take_columns(found, detail), prompt)
    lists, rest = _lists(detail)
    rest = _JOINER.sub("", rest)
    found.count = counted(rest + " x") or found.count
    if kind is Kind.HOURS:
        found.items = list(opening_hours(" , ".join([detail, *children])))
        return found
    if kind is Kind.TESTIMONIALS:
        found.items = _testimonials(detail, children, prompt)
        return found
    parts = [part for one in lists for part in split_list(one)] or (split_list(rest) if rest else [])
    parts += [_take_actions(found, child, prompt) for child in children]
    for part in parts:
        item = read_item(kind, part, prompt)
        if item is not None:
            found.items.append(item)
    if kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS):
        found.items = list(share_units(found.items))
    if kind is Kind.FAQ:
        found.items = _answered(found.items)
    found.count = found.count or _inner_count(rest)
    return found


def _take_actions(found: Details, text: str, prompt: Prompt) -> str:
    def take(match: re.Match[str]) -> str:
        quoted = prompt.quoted_in(match["after"] or match["before"] or "")
        words = match["name"] or match["words"] or match["deed"] or ""
        words = prompt.restore(_HERE.sub("", words)).strip()
        if match["name"] and set(words.lower().split()) <= _STRUCTURE | {"action"}:
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
    if listed and not _content(re.sub(r"^\W+", "", _JOINER.sub("", rest))):
        return listed, rest
    if colon and not _content(_JOINER.sub("", before)):
        at = detail.find(": ")
        return [detail[at + 2 :]], before
    if rest != detail.strip() and inside:
        return [], detail
    return [], rest


def _content(text: str) -> str:
    """What is left of a text without the words that only say how a section is built."""
    words = re.findall(rf"[\w'’-]+|{QUOTE}", text)
    return " ".join(word for word in words if word.lower() not in _STRUCTURE and not word.isdigit())


def _inner_count(text: str) -> int:
    for match in re.finditer(
        r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?!columns?|stars?|[a-z]*\s*columns)[a-z]",
        text,
        re.IGNORECASE,
    ):
        word = match[1].lower()
        return min(int(word) if word.isdigit() else NUMBERS.get(word, 0), 24)
    return 0


def read_item(kind: Kind, part: str, prompt: Prompt) -> Item | None:
    """Read one part of a list; None where it names nothing."""
    part = _JOINER.sub("", part).strip(" .,;")
    featured = bool(_FEATURED.search(part)) and kind is Kind.PRICING
    if featured:
        part = re.sub(
            rf"\s*\(?\s*(?:the\s+)?{_FEATURED.pattern}\s*\)?", "", part, flags=re.IGNORECASE
        ).strip()
    if not _content(part):
        return None
    found = _quoted_item(part, prompt) or _worded_item(kind, part, prompt)
    return replace(found, featured=featured) if found else None


def _quoted_item(part: str, prompt: Prompt) -> Item | None:
    """As in `"Fast" 12 per month: "In a minute"`: the first quoted text is the title."""
    match = re.match(rf"^\W*({QUOTE})(?P<rest>.*)\Z", part, re.DOTALL)
    if match is None:
        return None
    title = prompt.restore(match[1])
    quotes = prompt.quoted_in(match["rest"])
    bare = re.sub(
        rf"{QUOTE}|[(),:;–—]|\s-\s|\bwith\b|\band\b|\bthe\b|\btext\b|\bdescription\b|\banswer\b|\bsubtitle\b",
        " ",
        match["rest"],
    ).strip()
    price = priced(f"x {bare}") if bare else None
    if price is not None and price.title == "x":
        return Item(title, " ".join(quotes), price.value, price.unit)
    number = _NUMBER.fullmatch(bare)
    return Item(
        title, " ".join(quotes) or ("" if number else prompt.restore(bare)), number[0] if number else ""
    )


_NUMBER = re.compile(r"[+-]?[$€£]?\d[\d,. ]*\s?(?:%|[kKmM]\+?|\+|x|/\d+)?[€£]?")


def _worded_item(kind: Kind, part: str, prompt: Prompt) -> Item | None:
    head, text = part, ""
    outside, inside = brackets(part)
    if inside and outside:
        price = priced(f"x {inside[0]}") if len(split_list(inside[0])) == 1 else None
        if price is not None and kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS, Kind.POSTS):
            return Item(_title(prompt.restore(outside)), value=price.value, unit=price.unit)
        head, text = outside, ", ".join(inside)
    elif inside:
        head = inside[0]
    if kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS):
        price, more = _price_and_more(head)
        if price is not None:
            return replace(
                price, title=_title(prompt.restore(price.title)), text=prompt.restore(text or more)
            )
    if kind in (Kind.STATS, Kind.CHART):
        return _stat(prompt.restore(head), prompt.restore(text))
    head, text = _head_and_text(kind, head, text)
    quoted = prompt.quoted_in(text)
    title = prompt.restore(head).strip(" :,-–—")
    if not title or len(title) > 160:
        return None
    return Item(_title(title), " ".join(quoted) if quoted else prompt.restore(text).strip())


_ROLE = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’.-]*(?:\s+[A-ZÀ-Þ][\w'’.-]*)*)(?:\s*,)?\s+"
    r"(?:the\s+|as\s+|is\s+(?:our\s+|the\s+|an?\s+)?|our\s+)?(?P<role>[a-z].*)\Z"
)


def _head_and_text(kind: Kind, head: str, text: str) -> tuple[str, str]:
    """The name of a thing, and what is told of it: "Sam: coach", "Sam - coach", "Sam the coach"."""
    split = _DASHED.split(head, maxsplit=1)
    if len(split) == 2 and split[0].strip():
        return split[0], " ".join(filter(None, (split[1], text)))
    role = _ROLE.match(head) if kind is Kind.TEAM else None
    return (role["name"], role["role"]) if role else (head, text)


def _price_and_more(head: str) -> tuple[Item | None, str]:
    """A price at the end, or before what else is said: "Pro 12 per month with unlimited projects"."""
    price = priced(head)
    if price is not None:
        return price, ""
    for match in re.finditer(
        r"\s+(?:with|including|includes|for|that|which)\s+|\s*:\s+|\s+[-–—]\s+|,\s+", head
    ):
        price = priced(head[: match.start()])
        if price is not None:
            return price, head[match.end() :].strip()
    return None, ""


def _stat(head: str, text: str) -> Item | None:
    number = r"[+-]?[$€£]?\d[\d,.]*(?:\s?(?:%|[kKmM]\b\+?|\+|million|thousand|percent))?\s?[€£]?(?:/\d+)?"
    after = re.match(rf"(?P<name>.*?[^\W\d_].*?)[\s:=–-]+(?P<value>{number})\Z", head)
    before = re.match(rf"(?P<value>{number})\s+(?P<name>[^\W\d_].*)\Z", head)
    found = before or after
    if found:
        return Item(_title(found["name"].strip()), text, found["value"].strip())
    bare = re.fullmatch(number, text)
    return Item(_title(head), "" if bare else text, text if bare else "") if head and len(head) < 80 else None


def _title(text: str) -> str:
    text = re.sub(r"^(?:an?|the)\s+(?=[^A-Z])", "", text.strip(" .,;:"), flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


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
            r"([A-ZÀ-Þ][\w'’.-]*(?:\s+[A-ZÀ-Þ&][\w'’.-]*)*)\s*(?:\([^)]*\)\s*)?(?::|says|said)\s*\Z",
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
    names = re.search(r"\b(?:from|by)\s+(.+)\Z", _JOINER.sub("", detail))
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
