"""What a prompt says of a message to somebody: kind, subject, from and to whom, what to say, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, read_look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, first, pairs, read_brief, write_brief
from getcode_lsp.service.engines.scaffold.pages.cues import CUE, KINDS
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    NUMBERS,
    QUOTE,
    Prompt,
    plain,
    prepare,
    sentences,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.values import contact_in
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

_PERSON = r"[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:(?:of|von|van|de)\s+)?[A-ZÀ-Þ&][\w'’.-]*){0,3}"
_TO = re.compile(
    rf"\b(?:to|dear|hi|hello|recipient\s*:?|[Ii]nvit(?:e|es|ing)|[Tt]ell(?:s|ing)?|[Tt]hank(?:s|ing)?|[Rr]emind(?:s|ing)?|[Aa]sk(?:s|ing)?|[Ii]nform(?:s|ing)?|[Ww]elcom(?:e|es|ing)|[Cc]ongratulat(?:e|es|ing))\s+(?:my\s+(?:boss|manager|landlord|colleague|friend|client|teacher|neighbou?r)\s+)?(?P<name>{_PERSON})(?=\s*(?:,|:|\.|$|\s(?:at|from|about|that|with|saying|who|for|and|to|of|on|in|because|thanking|telling|asking|,)\b))"
)
_OCCASION = re.compile(
    r"\binvit\w+\b[^.,;:\n]{0,60}?\s+to\s+(?P<what>(?:the|our|my|a|an)\s+[^,.;:\n]+?)(?=\s+(?:on|at|with|from|in|next|this)\b|[,.;:\n]|$)",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\b(?:to|for)\s+(?:all\s+)?(?:my|our|the|a|an|new|all)\s+(?P<who>(?:[a-z]+\s+){0,2}?(?:boss|manager|landlord|colleagues?|friends?|clients?|customers?|team|users?|members?|guests?|neighbou?rs?|subscribers?|employees?|teacher|parents|tenants?|partners?|investors?|candidates?|applicants?|suppliers?|readers|students|patients|donors|volunteers|attendees))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:from|signed(?:\s+by)?|sign(?:ed)?\s+(?:it\s+)?(?:as|by|off\s+as)|[Ss]ign\s+it|[Ss]igned|From|signature\s*:?|sender\s*:?|regards,?|on\s+behalf\s+of|sincerely,?|cheers,?)\s+(?:the\s+)?(?P<name>{_PERSON}(?:(?:\s+at|,|\s+from|\s+of)\s+(?:the\s+)?{_PERSON})?|team)"
)
_SUBJECT = re.compile(
    rf"\bsubject(?:\s+line)?\s*(?:is|:|=|-)?\s*(?:(?P<quoted>{QUOTE})|(?P<plain>[A-Z][^\n.]*))", re.IGNORECASE
)
_BUTTON = re.compile(
    rf"(?:button|cta|call[\s-]to[\s-]action|link)s?\s*(?:saying|labell?ed|that\s+says|called|with\s+the\s+text|with|:|-)?\s*(?P<after>{QUOTE})|(?P<before>{QUOTE})\s+(?:button|cta|link)|(?:button|cta|call[\s-]to[\s-]action)\s+to\s+(?P<deed>(?:(?!and\b|with\b)[a-z]+\s*){{1,4}})",
    re.IGNORECASE,
)
_FACTS = (
    ("Invoice", r"\binvoice\s+(?:number\s+|no\.?\s+|nr\.?\s+|#\s?)?(?P<v>#?[A-Z]{0,4}-?\d[\w/-]*)"), ("Order", r"\border\s+(?:number\s+|no\.?\s+|#\s?)?(?P<v>#?[A-Z]{0,4}-?\d[\w/-]*)"),
    ("Amount", r"(?P<v>(?:[€$£]\s?\d[\d.,]*\d|[€$£]\s?\d)|\d[\d.,]*\s?(?:€|\$|£|EUR|USD|GBP|euros?|dollars?|pounds?)(?!\w))"),
    ("Due", r"\bdue\s+(?:on\s+|by\s+|date\s*:?\s*)?(?:the\s+)?(?P<v>{date})"), ("Date", r"\b(?:on|date\s*:?)\s+(?:the\s+)?(?P<v>{date})"), ("Time", r"\b(?:at|time\s*:?|from)\s+(?P<v>\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}[:.]\d{2}(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?)"),
    ("Place", r"\b(?:in\s+the|at\s+the|venue\s*:?|location\s*:?|place\s*:?)\s+(?P<v>(?:the\s+)?[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){0,4})"), ("Code", r"\bcode\s*:?\s+(?P<v>[A-Z0-9][A-Z0-9-]{3,})"),
)  # fmt: skip
_DATE = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:,?\s+)?)?(?:(?:the\s+)?\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})|(?:(?:next|this)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DATE = re.compile(_DATE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the prompt wants it; "" is what the prompt leaves open."""

    kind: str
    subject: str
    recipient: str
    sender: str
    paragraphs: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    """Topics, each with what is said of it."""
    facts: tuple[tuple[str, str], ...]
    action: str
    link: str
    look: Look
    ignored: tuple[str, ...] = ()


def read_message(text: str, what: str) -> Message:
    """Read a prompt for a message; `what` is what the engine calls it; raises `EngineRefusal`."""
    known = read_brief("E-mail", text)
    if known is not None:
        return _from_brief(*known)
    prompt = prepare(text)
    look = read_look(text)
    if is_computation(prompt.text) or not re.search(r"[^\W\d_]{3}", text):
        raise EngineRefusal(
            f'The scaffold engine found no {what} in the prompt: it reads who writes to whom and what is said, as in "a welcome e-mail from Acme to new '
            f"customers with three tips and a button 'Get started'\". It does no algorithms and no business logic. {OTHER_ENGINES}"
        )
    return _Reader(prompt, look).message()


def message_brief(message: Message) -> str:
    """The improved prompt of a message."""
    entries: list[Entry] = [
        ("Kind", (message.kind,)),
        ("Subject", (message.subject,)),
        ("To", (message.recipient,)),
        ("From", (message.sender,)),
    ]
    entries += [("Text", (paragraph,)) for paragraph in message.paragraphs]
    entries += [("Point", tuple(filter(None, point))) for point in message.points]
    entries += [("Fact", fact) for fact in message.facts]
    entries += [("Button", tuple(filter(None, (message.action, message.link))))] if message.action else []
    return write_brief("E-mail", message.look, entries)


def _from_brief(look: Look, entries: list[Entry], other: list[str]) -> Message:
    button = pairs(entries, "Button")
    more = _Reader(prepare("\n".join(other)), look)
    more.kind = first(entries, "Kind")
    texts, points = more.content()
    return Message(
        first(entries, "Kind"), first(entries, "Subject"), first(entries, "To"), first(entries, "From"),
        (*(text for text, _ in pairs(entries, "Text")), *texts), (*pairs(entries, "Point"), *points), pairs(entries, "Fact"),
        button[0][0] if button else "", button[0][1] if button else "", look,
    )  # fmt: skip


class _Reader:
    """Reads one prompt."""

    def __init__(self, prompt: Prompt, look: Look) -> None:
        self.prompt, self.look = prompt, look
        self.used: list[str] = []
        self.kind = ""

    def message(self) -> Message:
        text = self.prompt.text
        flat = plain(self.prompt.restore(text))
        name, subject, action = _kind(text)
        self.kind = name
        subject_given = self._subject()
        button = self._button()
        paragraphs, points = self.content()
        offer = (
            re.search(
                r"\b(?:up\s+to\s+)?\d{1,2}\s?%\s+(?:off|discount)\b[^,.;:\n]*?(?=\s+with\b|[,.;:\n]|$)",
                text,
                re.IGNORECASE,
            )
            if name == "sale"
            else None
        )
        if offer:
            subject = offer[0][:1].upper() + offer[0][1:]
            paragraphs.insert(0, _as_sentence(self.prompt.restore(offer[0])))
        occasion = (
            _OCCASION.search(text)
            if name == "invitation" and all(one.startswith("Please ") for one in paragraphs)
            else None
        )
        if occasion:
            subject = f"You are invited to {self.prompt.restore(occasion['what']).strip()}"
            paragraphs.insert(0, f"{subject}.")
        contact = contact_in(flat)
        facts = _facts(_SUBJECT.sub(" ", self.prompt.restore(text))) if name in _FACTUAL else ()
        return Message(
            name, subject_given or self._made_subject(name, subject), self._recipient(), self._sender(), tuple(paragraphs), tuple(points), facts,
            button or (action if name not in ("invitation",) or "rsvp" not in flat.lower() else "RSVP"), contact.links[0] if contact.links else "", self.look,
        )  # fmt: skip

    def _subject(self) -> str:
        match = _SUBJECT.search(self.prompt.text)
        if match is None:
            return ""
        said = self.prompt.restore(match["quoted"] or match["plain"]).strip()
        self.used.append(said)
        return said

    def _made_subject(self, kind: str, usual: str) -> str:
        brand = self.look.brand
        if kind == "welcome" and brand:
            return f"Welcome to {brand}"
        if kind == "newsletter" and brand:
            return f"News from {brand}"
        if kind in ("announcement", "message", "request", "reminder", "complaint") or not usual:
            topic = re.search(
                r"\b(?:about|announcing|on|regarding|for)\s+(?:the\s+|our\s+|a\s+|an\s+|my\s+)?(?P<t>[^,.\n:]{3,60}?)(?=\s+(?:with|to|from|that|and\s+\w+ing|saying|in)\b|[,.\n:]|$)",
                self.prompt.text,
            )
            said = self.prompt.restore(topic["t"]).strip() if topic else ""
            return said[:1].upper() + said[1:] if said else usual or "[Subject]"
        return usual

    def _button(self) -> str:
        match = _BUTTON.search(self.prompt.text)
        if match is None:
            return ""
        said = self.prompt.restore(match["after"] or match["before"] or match["deed"]).strip()
        self.used.append(said)
        return said[:1].upper() + said[1:]

    def _recipient(self) -> str:
        match = _TO.search(self.prompt.text)
        if (
            match
            and match["name"] != self.look.brand
            and not re.match(
                r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
                match["name"],
            )
        ):
            return match["name"].rstrip(".")
        who = _TO_WHOM.search(self.prompt.text)
        return who["who"].lower().strip() if who else ""

    def _sender(self) -> str:
        match = _FROM.search(self.prompt.text)
        if match and match["name"] != "team":
            return match["name"].rstrip(".,")
        return self.look.brand

    def content(self) -> tuple[list[str], list[tuple[str, str]]]:
        """The paragraphs and the points of the message."""
        paragraphs: list[str] = []
        points: list[tuple[str, str]] = []
        for unit in read_layout(self.prompt.text):
            if unit.bullet:
                points.append(self._point(unit))
                continue
            for sentence in sentences(unit.text):
                self._sentence(sentence, paragraphs, points)
            points += [self._point(child) for child in unit.children]
        taken = " ".join([*paragraphs, *(f"{title} {text}" for title, text in points)])
        left = [
            quote
            for quote in self.prompt.quotes
            if quote not in self.used and quote not in taken and quote != self.look.brand
        ]
        return [*paragraphs, *left], points

    def _point(self, unit: Unit) -> tuple[str, str]:
        text = unit.text + ("".join(f"; {child.text}" for child in unit.children))
        title, _, told = re.sub(r"\s+[-–—]\s+", ": ", text, count=1).partition(": ")
        return self.prompt.restore(title).strip(" .") if told else self.prompt.restore(
            title
        ).strip(), self.prompt.restore(told).strip()

    def _sentence(self, sentence: str, paragraphs: list[str], points: list[tuple[str, str]]) -> None:
        sentence = _BUTTON.sub(" ", _SUBJECT.sub(" ", sentence))
        sentence = (
            re.sub(rf",?\s*{_FROM.pattern}\s*(?=\Z|[.,])", " ", sentence)
            if not sentence.lstrip().lower().startswith(("from", "regards"))
            else ""
        )
        colon = re.match(r"[^:]{3,120}:\s+(?=\S)", sentence)
        if colon and self.kind in _TOPICAL and not re.search(r"\b(?:subject|saying|says|that)\b", colon[0]):
            self._clause("listed", sentence[colon.end() :].strip(), paragraphs, points)
            return
        marks = list(CUE.finditer(sentence))
        if not marks and re.match(
            r"\s*(?:we|our|i|my|you|your|the|it|please|there|this|on|as|from|due|since|after|unfortunately)\b(?!\s+(?:e-?mail|message|letter|tone|style|subject|button|should|need|want|would))",
            sentence,
            re.IGNORECASE,
        ):
            paragraphs.append(_as_sentence(self.prompt.restore(sentence)))
            return
        for at, mark in enumerate(marks):
            end = marks[at + 1].start() if at + 1 < len(marks) else len(sentence)
            clause = re.sub(
                r"[\s,:]*\b(?:and|while|then|also|,)?\s*\Z", "", sentence[mark.end() : end].strip(" ,:;")
            )
            kind = mark.lastgroup or ""
            if kind == "regret":
                paragraphs.append("We are sorry about this.")
            elif clause:
                self._clause(kind, clause, paragraphs, points)

    def _clause(self, kind: str, clause: str, paragraphs: list[str], points: list[tuple[str, str]]) -> None:
        said = _to_reader(self.prompt.restore(clause).strip(" .,:"))
        if kind == "listed" and (counted_points := _counted_points(clause)):
            points += [(point, "") for point in counted_points]
            return
        if kind == "listed" and self.kind not in _TOPICAL and len(split_list(clause)) == 1:
            start = {
                "complaint": "I am writing to complain about",
                "apology": "We apologise for",
                "follow-up": "I am following up on",
            }.get(self.kind, "This is about")
            paragraphs.append(_as_sentence(f"{start} {said}"))
            return
        if kind == "listed":
            for part in split_list(re.sub(r"^(?:the\s+following|these)\s*\w*\s*:?\s*", "", clause)):
                title, _, told = self.prompt.restore(part).partition(": ")
                title = (
                    re.sub(
                        r"^(?:an?|the|our|my|some|\d+|one|two|three|four|five)\s+(?=[a-z])",
                        "",
                        title.strip(" ."),
                    )
                    or title
                )
                if (
                    len(re.findall(r"[^\W_]", title)) < 2
                    or title.lower() in _MANNERS
                    or (self.kind == "payment reminder" and _facts(self.prompt.restore(part)))
                ):
                    continue
                if title and not re.search(
                    r"\b(?:tone|style|button|colou?rs?|signature|subject|greeting)\b", title
                ):
                    points.append((title[:1].upper() + title[1:], told.strip()))
            return
        opening = {
            "thanks": "Thank you for ",
            "please": "Please ",
            "asked": "I would like to ask for ",
            "offer": "We would like to offer you ",
            "sorry": "We apologise for ",
        }.get(kind, "")
        paragraphs.append(_as_sentence(f"{opening}{said}" if opening else said))


_COUNTED = re.compile(
    rf"(?P<count>\d{{1,2}}|{'|'.join(list(NUMBERS)[1:10])})\s+(?:\w+\s+)?(?P<noun>tip|reason|benefit|fact|idea|step)s\b(?!\s*:)(?P<on>[^:,;(]*)",
    re.IGNORECASE,
)


def _counted_points(clause: str) -> list[str]:
    """A place for each of "three tips for working from home", which the prompt leaves to the writer."""
    match = _COUNTED.fullmatch(clause.strip(" ."))
    if match is None:
        return []
    count = int(match["count"]) if match["count"].isdigit() else NUMBERS[match["count"].lower()]
    noun = match["noun"].capitalize()
    return [f"[{noun} {at}{match['on'].rstrip()}]" for at in range(1, min(count, 12) + 1)]


def _kind(text: str) -> tuple[str, str, str]:
    """The kind of message that a prompt names first: name, usual subject, usual button."""
    found = [
        (match.start(), at)
        for at, kind in enumerate(KINDS)
        if (match := re.search(rf"\b(?:{kind[1]})", text, re.IGNORECASE))
    ]
    if not found:
        return "message", "", ""
    name, _, subject, action = KINDS[min(found)[1]]
    return name, subject, action


_FACTUAL = (
    "payment reminder",
    "invitation",
    "order confirmation",
    "booking confirmation",
    "shipping notice",
    "sale",
    "verification",
    "reminder",
)
_TOPICAL = ("newsletter", "announcement", "welcome", "invitation", "message", "sale", "payment reminder")
_MANNERS = frozenset(
    "polite friendly formal short brief professional casual warm concise informal kind firm".split()
)


def _facts(text: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for label, pattern in _FACTS:
        match = re.search(
            pattern.replace("{date}", _DATE), text, re.IGNORECASE if label not in ("Place", "Code") else 0
        )
        if match and match["v"] not in found.values():
            found[label] = match["v"].strip(" .,")
    if "Date" in found and found.get("Date") == found.get("Due"):
        del found["Date"]
    return tuple(found.items())


def _to_reader(text: str) -> str:
    """What is said of them as it is said to them: "their" becomes "your"."""
    for pattern, told in (
        (r"\b(?:their|his or her)\b", "your"),
        (r"\b(?:them|they)\b", "you"),
        (r"\bthe customers?'?s?\b", "you"),
    ):
        text = re.sub(pattern, told, text)
    return text


def _as_sentence(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", '"', "”")) else f"{text}."
