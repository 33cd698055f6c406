"""Where a section begins in a sentence: its words with what stands around them."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.lexicon import KINDS, PURPOSE, SAID
from getcode_lsp.service.engines.scaffold.pages.model import Kind
from getcode_lsp.service.engines.scaffold.pages.prompt import NUMBERS

_ALL = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]") for phrase in sorted(KINDS, key=len, reverse=True))
_LEAD = (
    r"(?:(?:people|users?|visitors?|customers?|guests?|clients?|they|you|one)\s+(?:should\s+be\s+able\s+to|are\s+able\s+to|to|can|could|may|should)\s+(?:also\s+)?(?:send|fill\s+(?:in|out)|leave|submit|see|find|browse|book|make|write|use|view|read|read\s+through|look\s+at)\s+(?:us\s+)?|"
    r"(?:it|the\s+page|the\s+site|the\s+website|this|page|i|we|there)\s+(?:(?:should|must|shall|will|also|would|'d)\s+)*"
    r"(?:has|have|be|is|are|need|needs|want|like|include|includes|contain|contains|show|shows)\s+(?:to\s+(?:have|include|see)\s+)?|"
    r"(?:list|offer|please|also|and|then|next|first|finally|lastly|maybe|with|include|including|includes|add|show|showing|displays?|have|has|having|"
    r"featuring|listing|plus|need|needs?|want|put|use|create|make|build|at\s+the\s+(?:top|bottom|end|start|side)|on\s+(?:the\s+)?(?:top|left|right)|below(?:\s+that|\s+it)?|"
    r"underneath|after\s+that|followed\s+by|followed|by|(?:page\s+)?sections?\s*\d*\s*[:.-]|above\s+it)[,:]?\s+)"
)
_ADJECTIVE = (
    r"(?:(?:a|an|the|our|my|your|its|their|some|small|big|large|huge|simple|short|long|nice|full[\s-]?width|full[\s-]?screen|modern|clean|"
    r"responsive|sticky|fixed|dark|light|minimal|bold|animated|beautiful|clear|basic|working|interactive|expandable|collapsible|"
    r"filterable|sortable|searchable|paginated|horizontal|vertical|separate|dedicated|prominent|strong|tiled|proper|professional|"
    r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d-column|two-column|three-column|four-column|several|few|"
    r"different|latest|recent|upcoming|customer|client|main|quick|brief|list\s+of|lists\s+of|grid\s+of|row\s+of|rows\s+of|strip\s+of|set\s+of|collection\s+of|"
    r"series\s+of|bit|something|a\s+few\s+words|section\s+of|section\s+with|sections?\s+for|sections?\s+about|sections?\s+on|carousel\s+of|cards\s+for|cards\s+with|tiles\s+for|bullet\s+list\s+of|column\s+of|"
    r"closing|opening|extra|long|photo|image|monthly|annual|printable|happy|popular|featured|company|online|new|old|optional|second|third|more|real|fancy|little|usual|static|mobile|classic|prominent|highlighted|single|double|key)\s+)"
)
_HEADS = {
    "form": Kind.FORM, "request": Kind.FORM, "table": Kind.TABLE, "cards": Kind.CARDS, "tiles": Kind.CARDS, "timeline": Kind.STEPS, "roadmap": Kind.STEPS, "agenda": Kind.STEPS,
    "schedule": Kind.STEPS, "curriculum": Kind.STEPS, "gallery": Kind.GALLERY, "photos": Kind.GALLERY, "carousel": Kind.GALLERY, "reviews": Kind.TESTIMONIALS, "testimonials": Kind.TESTIMONIALS,
    "quotes": Kind.TESTIMONIALS, "profiles": Kind.TEAM, "bios": Kind.TEAM, "numbers": Kind.STATS, "stats": Kind.STATS, "statistics": Kind.STATS, "figures": Kind.STATS, "metrics": Kind.STATS,
    "chart": Kind.CHART, "graph": Kind.CHART, "posts": Kind.POSTS, "articles": Kind.POSTS, "stories": Kind.POSTS, "logos": Kind.LOGOS, "faq": Kind.FAQ, "faqs": Kind.FAQ, "accordion": Kind.FAQ,
    "button": Kind.CTA, "buttons": Kind.CTA, "banner": Kind.CTA, "events": Kind.CARDS, "products": Kind.CARDS, "projects": Kind.CARDS, "listings": Kind.CARDS, "courses": Kind.CARDS, "menu": Kind.PRICES,
    "plans": Kind.PRICING, "prices": Kind.PRICES, "packages": Kind.PRICING, "hours": Kind.HOURS, "map": Kind.MAP, "newsletter": Kind.NEWSLETTER, "signup": Kind.NEWSLETTER, "sign-up": Kind.NEWSLETTER,
    "story": Kind.TEXT, "bio": Kind.TEXT, "statement": Kind.TEXT, "summary": Kind.TEXT, "history": Kind.TEXT, "introduction": Kind.TEXT, "biography": Kind.TEXT, "steps": Kind.STEPS, "benefits": Kind.FEATURES,
    "features": Kind.FEATURES, "highlights": Kind.FEATURES, "services": Kind.CARDS, "members": Kind.TEAM, "team": Kind.TEAM, "list": Kind.CARDS,
}  # fmt: skip
"""The last word of a section that is named freely: "consultation request form", "impact numbers"."""
_FREE = (
    r"(?!(?:with|of|for|and|or|to|in|on|at|by|from|about|the|a|an|is|are|has|have|that|which|who|called|named|my|our|your|each|per|as|show|showing|use|make|create|build|i|we|it|no|not|"
    r"like|should|must|can|want|need|send|see|connect|save|store|button|link|react|vue|html|please)\b)[a-z][\w'’-]*\s+"
)
_SUFFIX = r"(?:\s+(?:section|area|block|part|strip|row|grid|list|page|panel|box|module|component|overview|items?|info|information|sections))?"
_SECTION = re.compile(
    rf"{_LEAD}{{0,4}}{_ADJECTIVE}{{0,5}}(?P<phrase>{_ALL})\b(?P<suffix>{_SUFFIX})(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_HEADED = re.compile(
    rf"{_LEAD}{{0,4}}{_ADJECTIVE}{{0,4}}(?P<free>(?:{_FREE}){{1,3}})(?P<head>{'|'.join(_HEADS)})\b{_SUFFIX}(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = re.compile(
    r"\s*(?:\Z|[:(\-–—,.\ue000-\uf8ff]|(?:with|for|of|showing|listing|shows|lists|where|that|which|in|on|at|to|from|about|containing|contains|"
    r"including|includes|has|have|having|featuring|features|called|titled|named|saying|says|reading|who|whose|each|as|asks?|asking|collecting|"
    r"displaying|is|are|should|must|below|above|and|using|by|next|also|titled|without|can|will|around|like|labelled|labeled|when|under|so|made)\b|\d)",
    re.IGNORECASE,
)
_NAMED_SECTION = re.compile(
    rf"{_LEAD}{{0,4}}(?:(?:an?|the|our|one|another|custom|extra|separate|short|small|big)\s+)*(?:section|block|area)\s+(?:(?:is\s+)?(?:called|titled|named|about|on|for|headed|explaining|describing|introducing)|with\s+the\s+(?:title|heading))\s+"
    r"(?:the\s+|our\s+)?(?P<title>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ANY_SECTION = re.compile(
    rf"{_LEAD}{{0,4}}{_ADJECTIVE}{{0,4}}(?P<title>[\ue000-\uf8ff]|[^\W\d_][\w'’&-]*(?:\s+[\w'’&-]+){{0,3}})\s+section\b(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)


_OURS = re.compile(
    r"(?P<words>(?:our|my)\s+[a-z][\w'’-]*(?:\s+[a-z][\w'’-]*)?)(?P<rest>\s*(?:\(.*|:\s.*)?)\Z", re.DOTALL
)
"""As in "our groups (Bees, Bears)": a section under a name of its own."""
_LISTED = re.compile(
    rf"(?i:(?:(?:it|this|the\s+\w+|i|we|you)\s+)?(?:(?:should|must|will|could|can|also)\s+)*{_LEAD}{{0,4}}(?:(?:an?|the)\s+)?(?:lists?|show|display|listing|showing|displaying|(?:\w+\s+)?list\s+of)\s+)"
    rf"(?P<words>(?:(?:our|my|the|these|all|an?)\s+)?(?:{_FREE}){{0,3}}[a-z][\w'’-]*)\s*(?P<rest>:\s.*|\(.*)\Z",
    re.DOTALL,
)
"""As in "list the fixtures: Leeds, York" and "a list of my films: Heat, Alien": what is listed names the section."""
TIMED = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[ap]m\b", re.IGNORECASE)
"""Something at a time of the day: a step of a programme."""


def section_at(text: str) -> tuple[Kind, str, str] | None:
    """The section that a piece of a prompt begins with: kind, the words for it, and the rest; None where there is none."""
    text = text.lstrip()
    found = _SECTION.match(text)
    if found is None or not (_JOINS.match(found["rest"]) or _given(found)) or _verbal(found):
        return _other_section(text)
    phrase = " ".join(found["phrase"].split())
    if _tells_price(phrase, found["rest"]):
        return None
    if phrase.lower() in SAID and not _QUOTES.match(found["rest"]):
        return None
    kind = KINDS[_key(phrase)]
    before = text[: found.start("phrase")]
    phrase = _longest(before, phrase, kind)
    rest = _with_count(kind, before, found["rest"].strip())
    return kind, f"{phrase}{_counted_suffix(found['suffix'])}", rest


_ONE_PRICE = re.compile(
    r"\s*(?:is\s+|of\s+|:\s*)?(?:[$€£]\s?\d|\d[\d.,]*\s?(?:[$€£]|euros?|pounds?|dollars?|usd|eur|gbp))",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:(?:start|range)\w*\s+)?(?:from|between|at)\s+[$€£]?\s?\d[^,;:]*\Z", re.IGNORECASE)


def _tells_price(phrase: str, rest: str) -> bool:
    """Whether "price $129" or "prices from 18 to 45 pounds" tells a price, and asks for no section of plans."""
    if phrase.lower() == "price":
        return _ONE_PRICE.match(rest) is not None
    return phrase.lower() == "prices" and _RANGE.match(rest) is not None


_QUOTES = re.compile(r"\s*(?:is\s|that\s+says\s|saying\s|reading\s|:)?\s*[\ue000-\uf8ff]", re.IGNORECASE)
_COUNT = re.compile(rf"\b(\d{{1,2}}|{'|'.join(list(NUMBERS)[:12])})\s+(?:[\w-]+\s+){{0,2}}\Z", re.IGNORECASE)


def _with_count(kind: Kind, before: str, rest: str) -> str:
    """What follows the words of a section, with the number before them: "4 KPI cards" has 4 items."""
    count = _COUNT.search(before)
    if count is None or kind in (Kind.FORM, Kind.TABLE, Kind.NEWSLETTER, Kind.HERO):
        return rest
    return f"{count[1]} items {rest}".strip()


def _longest(before: str, phrase: str, kind: Kind) -> str:
    """The words of a section with those before them that belong to its name: "our story", "line chart"."""
    words = before.lower().split()
    for length in (2, 1):
        name = " ".join([*words[-length:], phrase.lower()]) if len(words) >= length else ""
        if KINDS.get(name) is kind:
            return name
    return phrase


def _verbal(found: re.Match[str]) -> bool:
    """Whether "people should …" speaks of those who use the page, not of a section."""
    named = found["phrase"].lower() in (
        "people",
        "members",
        "clients",
        "hosts",
        "register",
        "sign up",
        "log in",
        "search",
        "links",
    )
    return (
        named
        and re.match(r"\s+(?:should|must|can|will|may|could|are|is|have|who)\b", found["rest"], re.IGNORECASE)
        is not None
    )


def _given(found: re.Match[str]) -> bool:
    """Whether opening times or an address stand behind their name without a word between."""
    kind = KINDS[_key(" ".join(found["phrase"].split()))]
    if kind is Kind.HOURS:
        return bool(
            re.match(
                r"\s+(?:mon|tue|wed|thu|fri|sat|sun|daily|every|week|open|closed)",
                found["rest"],
                re.IGNORECASE,
            )
        )
    if _lists(found):
        return True
    listed = kind in (
        Kind.CONTACT,
        Kind.PRICING,
        Kind.PRICES,
        Kind.CARDS,
        Kind.TEAM,
        Kind.FEATURES,
        Kind.STEPS,
        Kind.LOGOS,
    )
    return listed and found["phrase"][:1].islower() and bool(re.match(r"\s+[A-ZÀ-Þ$€£]", found["rest"]))


def _lists(found: re.Match[str]) -> bool:
    """Whether the first thing of a list stands behind its name without a word between: "services boiler repair"."""
    if found["phrase"].lower() == "links":
        return bool(re.match(r"\s+(?:https?://|(?:[a-z0-9-]+\.)+[a-z]{2,})", found["rest"]))
    return found["phrase"].lower() in ("services", "skills", "amenities", "facilities") and bool(
        re.match(r"\s+(?!we\b|i\b|our\b|my\b|you\b|they\b)[a-z]+(?:\s+[a-z]+){0,3}\Z", found["rest"])
    )


def _key(phrase: str) -> str:
    lower = phrase.lower()
    if lower in KINDS:
        return lower
    return next((key for key in KINDS if key.replace(" ", "-") == lower.replace(" ", "-")), "features")


def _counted_suffix(suffix: str) -> str:
    return " section" if "section" in suffix.lower() else ""


def _other_section(text: str) -> tuple[Kind, str, str] | None:
    named = _NAMED_SECTION.match(text)
    if named:
        title, _, rest = re.sub(
            r"\s+(with|including|that|which|where|:)\s", r"\n\1 ", named["title"], count=1
        ).partition("\n")
        inner = section_at(title)
        if inner:
            return inner[0], inner[1], f"{inner[2]} {rest}".strip()
        return Kind.TEXT, title.strip(" .:"), rest
    headed = _HEADED.match(text)
    if headed and _JOINS.match(headed["rest"]) and not PURPOSE.match(headed["free"].strip()):
        words = " ".join(f"{headed['free']}{headed['head']}".split())
        own = KINDS.get(" ".join(headed["free"].lower().split()))  # "testimonials carousel"
        own = None if headed["head"].lower() in ("button", "buttons") else own
        return (
            own or _HEADS[headed["head"].lower()],
            words,
            _with_count(
                own or _HEADS[headed["head"].lower()], text[: headed.start("free")], headed["rest"].strip()
            ),
        )
    listed = _LISTED.match(text)
    if listed and listed["words"].lower() not in ("items", "following", "the following", "this", "these"):
        words = re.sub(r"^(?:the|these|all|an?)\s+", "", listed["words"])
        return (Kind.STEPS if TIMED.search(listed["rest"]) else Kind.CARDS), words, listed["rest"].strip()
    ours = _OURS.match(text)
    if ours:
        return (
            (Kind.CARDS if ours["rest"].lstrip().startswith("(") else Kind.TEXT),
            ours["words"].strip(),
            ours["rest"].strip(),
        )
    other = _ANY_SECTION.match(text)
    if other and not PURPOSE.fullmatch(other["title"]):
        return Kind.TEXT, other["title"].strip(), other["rest"].strip()
    return None
