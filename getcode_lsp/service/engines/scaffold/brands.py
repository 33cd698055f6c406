"""The name of who or what an output is for, in ordinary English: "a bakery called Sol & Sal", "Acme's report"."""

from __future__ import annotations

import re

_WORD = r"[^\W\d_][\w'’.+-]*"
_PROPER = r"(?:(?:St|Dr|Mr|Mrs|Ms)\.\s|[A-ZÀ-ÖØ-Þ0-9][\w'’+-]*(?:\.(?:[a-z]{2,6})\b)?)"
_LINK = r"(?:&|\+|and|of|the|de|la|le|el|von|van|di|da|du|for)"
RUN = rf"(?=[^\W\d_]){_PROPER}(?:\s+(?:{_LINK}\s+){{0,2}}{_PROPER})*"
_QUOTES = r"\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”|«\s?([^»\n]{1,120})\s?»|„([^“”\n]{1,120})[“”]|(?<![\w])'([^'\n]{1,120})'(?![\w])|‘([^’\n]{1,120})’"
QUOTED = re.compile(_QUOTES)
"""A text in quotes of any form; one of the groups holds what is inside."""

_NAMING = (
    r"(?:called|named|titled|entitled|branded(?:\s+as)?|known\s+as|by\s+the\s+name\s+of|"
    r"(?:with\s+the\s+)?(?:brand|company|business|shop|product|app|event|project|site|restaurant|studio|store|firm|"
    r"organi[sz]ation|startup)(?:['’]s)?\s+name(?:\s+(?:is|will\s+be)|\s*[:=])?|"
    r"(?:brand|company|business|title|name)(?:\s+(?:is|will\s+be)|\s*[:=]))"
)
_AFTER_NAMING = re.compile(rf"\b{_NAMING}\s+(?:(?-i:the)\s+)?(?={_QUOTES}|\S)", re.IGNORECASE)
_OWNED = re.compile(rf"(?:^|\b(?:for|of|about)\s+)({_PROPER}['’]s(?:\s+{_PROPER})+)")
_POSSESSIVE = re.compile(
    rf"(?:^|\b(?:for|of|about|on|in|to|from|create|build|make|design)\s+)({RUN})['’]s?\s"
)
_FOR = re.compile(
    rf"\b(?:for|of|about|from|at|on\s+behalf\s+of|welcome\s+to|promoting|introducing|announcing)\s+({RUN})"
)
_APPOSITION = re.compile(
    rf"\b(?:for|about|of|from|at|by)\s+(?:an?|the|my|our)\s+(?:(?:[a-z][\w'’-]*|SaaS|AI|B2B|IT)\s+){{1,4}},?\s?({RUN})"
)
_MADE = (
    r"(?:landing|home|web|sales|product|coming)?\s?-?(?:page|website|site|homepage|one-pager|portfolio|blog|dashboard|shop|store|"
    r"newsletter|e-?mail|invoice|report|letter|presentation|deck|slides|logo|banner|poster|chart|video|brochure|contract|"
    r"proposal|menu|cv|resume|résumé|storyboard|app)"
)
_ROLE_BEFORE = re.compile(
    rf"\b(?:for|about|of|from|by)\s+(?:(?:an?|the|my|our|your|his|her)\s+)?(?:[a-z][\w'’-]*\s+){{1,3}}({RUN})"
)
_QUOTED_AFTER = re.compile(
    rf"\b(?:for|about|of|from|by)\s+(?:(?:an?|the|my|our|your|his|her)\s+)?(?:[^\W\d_][\w'’-]*\s+){{0,4}}(?={_QUOTES})"
)
_BEFORE_MADE = re.compile(rf"(?:^|\b(?:an?|the|create|build|make|design|write)\s+)({RUN})\s+{_MADE}\b")
_PLACED = re.compile(r"\b(?:in|at|near|to|on|around)\s+\Z")
_MADE_THEN = re.compile(
    rf"\b(?:page|website|site|homepage|one-pager)(?:\s*,)?\s+(?P<name>{_PROPER}(?:\s+(?:{_LINK}\s+){{0,2}}{_PROPER}){{1,5}})(?=\s*[:,.;\n(]|\s+(?:in|at|near|on|with)\s|\s+[-–—]\s|\Z)"
)
"""As in "restaurant site, The Copper Pan, menu …"; one word could be a section."""
_NO_NAMES = frozenset(
    "hours gallery photo map faq team services products news events menu features header banner story us me".split()
)
_QUOTED_FIRST = re.compile(
    rf"\A\s*(?:(?!(?:with|having|heading|headline|hero|title|button|text|saying|says|slogan|tagline|quote|link|label|section|that|form)\b)[^\W\d_][\w'’-]*\s+){{1,8}}(?={_QUOTES})",
    re.IGNORECASE,
)
_LOWER = re.compile(rf"{_WORD}(?:\s+(?:&\s+)?{_WORD}){{0,3}}")
_LOWER_STOPS = frozenset(
    """with that which who in on at for from and or where whose featuring including based selling offering has have is
    are it its to by as the using of about because so but then showing containing we they i please should must can
    located near""".split()
)
_LISTED = re.compile(
    r"\b(?:tabs?|links?|cards?|sections?|buttons?|fields?|tiles?|columns?|rows?|options?|prices?|table|chart|list|answers?|plans?|"
    r"categories|groups?|testimonials?|reviews?|quotes?|feedback)\s*\Z",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    """create build make design write generate give draw show send please produce prepare draft add include use need
    want an a the this that my our your their his her one two three four five six i we it in on at with for to of by and
    or monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december q1 q2 q3 q4 html css react vue vue.js next.js javascript typescript python php
    node tailwind bootstrap jsx tsx svg pdf word excel csv powerpoint email e-mail api saas faq cta b2b b2c ai url
    english german french spanish italian us uk eu usd eur new modern simple responsive beautiful professional clean
    elegant landing website web page homepage home dashboard portfolio blog hero features pricing testimonials footer
    contact about sales revenue invoice report letter newsletter presentation chart line bar pie slide slides slides:
    quarterly monthly weekly annual yearly marketing launch welcome dark light minimal minimalist colorful
    colourful personal online product company business small single multi full short formal friendly half title
    saas ngo crm erp vpn diy hr ux ui uk usa wedding nonprofit non-profit restaurant company event product status
    subject name brand dear hello hi sections section form login signup sign""".split()
)


def unquoted(match: re.Match[str]) -> str:
    """What is inside the quotes of a match of `QUOTED`."""
    return next((group for group in match.groups() if group), "").strip()


def find_brand(text: str) -> str:
    """The brand, company, product, person or title that a prompt names; "" where it names none."""
    return _named(text) or _possessive(text) or _made_for(text)


def _named(text: str) -> str:
    for match in _AFTER_NAMING.finditer(text):
        rest = text[match.end() :]
        said = QUOTED.match(rest)
        if said:
            return unquoted(said)
        run = re.match(RUN, rest)
        name = _without_end(run[0]) if run else _lower_name(rest)
        if name:
            return name
    return _quoted_after(text) or _quoted_first(text) or _behind_made(text)


def _quoted_first(text: str) -> str:
    """A name in quotes behind what is made: "conference website 'Rust on Rails'"."""
    match = _QUOTED_FIRST.match(text)
    said = QUOTED.match(text[match.end() :]) if match else None
    return unquoted(said) if said and len(unquoted(said)) <= 60 else ""


def _behind_made(text: str) -> str:
    for match in _MADE_THEN.finditer(text):
        words = {word.lower() for word in match["name"].split()}
        if not words & (
            _NOT_NAMES - {"the", "of", "and", "for", "on", "in", "one", "two", "company", "new", "small"}
            | _NO_NAMES
        ):
            return match["name"]
    return ""


def _quoted_after(text: str) -> str:
    """A name in quotes behind what it names: "for my yoga studio 'Still Water'"."""
    for match in _QUOTED_AFTER.finditer(text):
        said = QUOTED.match(text[match.end() :])
        if said and len(unquoted(said)) <= 60:
            return unquoted(said)
    return ""


def _lower_name(rest: str) -> str:
    """A name in lower case, up to the first word that a name doesn't hold: "called sol & sal with a menu"."""
    match = _LOWER.match(rest)
    if match is None:
        return ""
    kept: list[str] = []
    for word in match[0].split():
        if word.lower().rstrip(".,") in _LOWER_STOPS:
            break
        kept.append(word.rstrip(".,:;!?"))
        if word[-1] in ".,:;!?":
            break
    return " ".join(kept).strip("& ") if kept and kept[-1] else ""


def _possessive(text: str) -> str:
    owned = _OWNED.search(text)  # "Jane's Flowers"
    if owned and not {word.lower() for word in owned[1].split()} & _NOT_NAMES:
        return owned[1]
    for match in _POSSESSIVE.finditer(text):
        name = _without_start(match[1])
        if re.match(r"(?:in|to|from)\s", match[0]) and text[match.end() : match.end() + 1].isupper():
            continue  # "in Robin Hood's Bay"
        if name and not match[0].rstrip().endswith(("'", "’")):
            return name
    return ""


def _made_for(text: str) -> str:
    for pattern in (_FOR, _BEFORE_MADE, _APPOSITION, _ROLE_BEFORE):
        for match in pattern.finditer(text):
            if pattern in (_APPOSITION, _ROLE_BEFORE) and _PLACED.search(text[: match.start(1)]):
                continue  # "for the fete in Little Snoring"
            name = _without_end(match[1] if pattern is _FOR else _without_start(match[1]))
            if pattern in (_APPOSITION, _ROLE_BEFORE) and match[1] == f"The {name}":
                name = match[1]
            if {word.lower() for word in name.split()} <= _NOT_NAMES:
                continue
            after = text[match.end(1) :]
            if _LISTED.search(text[: match.start()]):
                continue
            if name and not after.startswith(("'s ", "’s ")) and not re.fullmatch(r"[\d\W]+", name):
                return name
    return ""


def _without_start(name: str) -> str:
    words = name.split()
    while words and words[0].lower().strip(".,") in _NOT_NAMES | {"&"}:
        words = words[1:]
    return " ".join(words)


def _without_end(name: str) -> str:
    words = name.split()
    while words and (words[-1].lower().strip(".,") in _LOWER_STOPS | {"&"} or words[-1] == "Sections"):
        words = words[:-1]
    if words and words[0].lower() in _NOT_NAMES and len(words) == 1:
        return ""
    return " ".join(words).rstrip(".,:;'’")
