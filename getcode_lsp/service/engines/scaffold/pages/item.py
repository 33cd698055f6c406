"""One thing of a list: "Pro 12 per month", "Anna Berg (partner)", '"Fast": in a minute'."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.pages.model import Item, Kind
from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, Prompt, brackets, split_list
from getcode_lsp.service.engines.scaffold.pages.values import priced

JOINER = re.compile(
    r"^(?:[\s:,–—-]|(?:with|for|of|showing|listing|shows|lists|that|which|containing|contains|including|includes|include|has|have|having|"
    r"featuring|features|are|is|be|should|must|like|such\s+as|namely|about|displaying|where|called|and|e\.?g\.?|in|to|has\s+to)\b(?!\s*\())+\s*",
    re.IGNORECASE,
)
STRUCTURE = frozenset(
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
_DASHED = re.compile(r"\s*(?::\s+|\s[-–—]{1,2}\s|\s*=\s*)")
_FEATURED = re.compile(
    r"\b(?:highlighted|most\s+popular|popular|recommended|featured|best\s+value|emphasi[sz]ed)\b",
    re.IGNORECASE,
)


def content(text: str) -> str:
    """What is left of a text without the words that only say how a section is built."""
    words = re.findall(rf"[\w'’-]+|{QUOTE}", text)
    return " ".join(word for word in words if word.lower() not in STRUCTURE and not word.isdigit())


def read_item(kind: Kind, part: str, prompt: Prompt) -> Item | None:
    """Read one part of a list; None where it names nothing."""
    if kind in (Kind.NAV, Kind.FOOTER, Kind.SOCIAL):
        part = re.sub(
            r"^\W*(?:(?:with|and)\s+)?links?\s+(?:to|for)\s+(?:the\s+|our\s+|my\s+)?",
            "",
            part,
            flags=re.IGNORECASE,
        )
    part = (part if kind is Kind.FAQ and "?" in part else JOINER.sub("", part)).strip(" .,;")
    featured = bool(_FEATURED.search(part)) and kind is Kind.PRICING
    if featured:
        part = re.sub(
            rf"\s*\(?\s*(?:the\s+)?{_FEATURED.pattern}\s*\)?", "", part, flags=re.IGNORECASE
        ).strip()
    bare = kind in (Kind.TABS, Kind.NAV, Kind.FOOTER, Kind.SOCIAL) and re.search(r"\w", part)
    if not bare and not content(part):
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
        if (
            price is not None
            and price.title == "x"
            and kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS, Kind.POSTS)
        ):
            return Item(_title(prompt.restore(outside)), value=price.value, unit=price.unit)
        head, text = outside, ", ".join(inside)
    elif inside:
        head = inside[0]
    if kind in (Kind.PRICING, Kind.PRICES, Kind.CARDS):
        price, more = price_and_more(head)
        if price is not None:
            return replace(
                price, title=_title(prompt.restore(price.title)), text=prompt.restore(text or more)
            )
    if kind in (Kind.STATS, Kind.CHART):
        return _stat(prompt.restore(head), prompt.restore(text))
    if kind is Kind.STEPS and (when := _WHEN.fullmatch(head)):
        return Item(_title(prompt.restore(when["what"])), prompt.restore(text), when["time"])
    if kind is Kind.STEPS and (year := _YEAR.fullmatch(head)):
        return Item(
            year["year"], " ".join(filter(None, (prompt.restore(year["what"]), prompt.restore(text))))
        )
    head, text = _head_and_text(kind, head, text)
    quoted = prompt.quoted_in(text)
    title = prompt.restore(head).strip(" :,-–—")
    if not title or len(title) > 160:
        return None
    return Item(_title(title), " ".join(quoted) if quoted else prompt.restore(text).strip())


_CLOCK = r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]m"
_WHEN = re.compile(
    rf"(?P<what>[^\d]*[^\W\d_].*?)\s*(?:[:,–-]|\bat\b|\bfrom\b)?\s*(?P<time>(?:{_CLOCK})(?:\s*[-–]\s*(?:{_CLOCK}))?)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2}(?:\s?[-–]\s?(?:(?:19|20)\d{2}|now|today|present))?)\s*(?:[:,–-]\s*)?(?P<what>[^\W\d_].*)"
)
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


_CUSTOM = re.compile(
    r"(?P<name>.+?)\s*(?:[:–-]|with|at|has|is|\()\s*(?:an?\s+)?(?P<value>custom|individual|tailored)\s+(?:pricing|price|quote|plan)?\)?\Z",
    re.IGNORECASE,
)


_LONGEST_PRICED = 400  # characters of a thing with its price and what it includes


def price_and_more(head: str) -> tuple[Item | None, str]:
    """A price at the end, or before what else is said: "Pro 12 per month with unlimited projects"."""
    if len(head) > _LONGEST_PRICED:
        return None, ""
    custom = _CUSTOM.match(head)
    if custom:
        return Item(custom["name"].strip(), value=custom["value"].capitalize()), ""
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
    if re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", text):
        return text  # an address keeps its letters
    return text[:1].upper() + text[1:]
