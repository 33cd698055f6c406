"""What a prompt says of a message to somebody: kind, subject, from and to whom, what to say, what to do."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.calendar_names import MONTH_OR_DAY
from getcode_lsp.service.engines.scaffold.grammar.directives import is_computation
from getcode_lsp.service.engines.scaffold.grammar.layout import Unit, read_layout
from getcode_lsp.service.engines.scaffold.look import Look, read_look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, first, pairs, read_brief
from getcode_lsp.service.engines.scaffold.pages.cues import CUE, KINDS
from getcode_lsp.service.engines.scaffold.pages.dictated import (
    PERSON,
    clauses,
    greeted,
    signed,
    without_subject,
)
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE, facts_in
from getcode_lsp.service.engines.scaffold.pages.letter_words import (
    as_sentence,
    counted_points,
    is_told,
    to_reader,
)
from getcode_lsp.service.engines.scaffold.pages.messages import Message
from getcode_lsp.service.engines.scaffold.pages.prompt import (
    QUOTE,
    Prompt,
    plain,
    prepare,
    sentences,
    split_list,
)
from getcode_lsp.service.engines.scaffold.pages.values import contact_in
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES

_TO = re.compile(
    rf"\b(?:to|dear|hi|hello|recipient\s*:?|[Ii]nvit(?:e|es|ing)|[Tt]ell(?:s|ing)?|[Tt]hank(?:s|ing)?|[Rr]emind(?:s|ing)?|[Aa]sk(?:s|ing)?|[Ii]nform(?:s|ing)?|[Ww]elcom(?:e|es|ing)|[Cc]ongratulat(?:e|es|ing)|applicant|candidate|customer|client|colleague|tenant|patient)\s+(?:my\s+(?:boss|manager|landlord|colleague|friend|client|teacher|neighbou?r)\s+)?(?P<name>{PERSON})(?=\s*(?:,|:|\.|$|\s(?:[a-z]+ly\s+)?(?:at|from|about|that|with|saying|who|for|and|to|of|on|in|because|thanking|telling|asking|,)\b))"
)
_OCCASION = re.compile(
    r"\binvit\w+\b[^.,;:\n]{0,60}?\s+to\s+(?P<what>(?:the|our|my|a|an)\s+[^,.;:\n]+?)(?=\s+(?:on|at|with|from|in|next|this)\b|[,.;:\n]|$)",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\b(?:to|for)\s+(?:all\s+)?(?:my|our|the|a|an|new|all)\s+(?P<who>(?:[a-z]+\s+){0,2}?(?:boss|manager|landlord|colleagues?|friends?|clients?|customers?|team|users?|members?|guests?|neighbou?rs?|subscribers?|employees?|teacher|parents|tenants?|partners?|investors?|candidates?|applicants?|suppliers?|readers|students|patients|donors|volunteers|attendees))\b|"
    r"\b(?:letter|e-?mail|message|note|reply|writ(?:e|ing))\s+to\s+(?:the|my|our|all)\s+(?P<other>[a-z]+(?:\s+[a-z]+)??)(?=\s+(?:about|regarding|that|from|to|for|in|of|at|on|with|and|saying|asking|because)\b|[,.:\n]|\Z)",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:from|signed(?:\s+by)?|sign(?:ed)?\s+(?:it\s+)?(?:as|by|off\s+as)|[Ss]ign\s+it|[Ss]igned|From|signature\s*:?|sender\s*:?|regards,?|on\s+behalf\s+of|sincerely,?|cheers,?)\s+(?:the\s+)?(?P<name>{PERSON}(?:\s+[Tt]eam)?(?:(?:\s+at|,|\s+from|\s+of)\s+(?:the\s+)?{PERSON})?|team)"
)
_BUTTON = re.compile(
    rf"(?:button|cta|call[\s-]to[\s-]action|link)s?\s*(?:saying|labell?ed|that\s+says|called|with\s+the\s+text|with|:|-)?\s*(?P<after>{QUOTE})|(?P<before>{QUOTE})\s+(?:button|cta|link)|(?:button|cta|call[\s-]to[\s-]action)\s+to\s+(?P<deed>(?:(?!and\b|with\b)[a-z]+\s*){{1,4}})|"
    r"(?:button|cta)\s*(?:saying|labell?ed|that\s+says|called|with\s+the\s+text|:|-)?\s*(?P<words>(?-i:[A-Z])[\w'’-]*(?:\s+[a-z\d'’-]+){0,3}?)(?=\s*(?:[,.;\n]|\Z)|\s+(?:linking|that|which|and|to)\b)",
    re.IGNORECASE,
)
_PRAISED = re.compile(
    rf"\b(?:recommendation|reference)\s+(?:letter\s+)?for\s+(?P<name>{PERSON})(?P<deed>,?\s+who\s+[^.;:\n]+)?"
)
_AT_HOME = re.compile(rf"\bfrom\s+(?:the\s+)?{PERSON}(?P<place>,\s+\d[^.;:\n]{{4,90}})")
_LINKED = re.compile(
    r",?\s*\b(?:that\s+|which\s+)?(?:link(?:s|ing|ed)?|lead(?:s|ing)?|point(?:s|ing)?|go(?:es|ing)?)\s+to\s+(?=https?:|www\.)\S*[^\s.,;:]",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:confirmation|reminder|receipt)\s+for\s+(?P<name>(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)?)(?=\s*(?:[,:.;\n]|\Z))"
)
_SPEECH = re.compile(
    r"\b[Ii]nvit\w+\b[^.,;:\n]{0,60}?\s+to\s+(?P<deed>(?!(?:the|our|my|an?|all|his|her|their)\b)[a-z]+\s+[^.;:\n]+)"
)
_POST = re.compile(
    r"\b(?:position|role|job|post)\s+(?:of|as)\s+(?:an?\s+|the\s+)?(?P<post>[^,.;:\n]{3,60}?)(?=[,.;:\n]|\s+(?:at|from|and|with|politely)\b|\Z)",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(
    rf"\b(?:last\s+(?:working\s+)?day|with\s+effect\s+from|effective|as\s+of|leaving)\s*(?:is|will\s+be|:|on)?\s*(?P<date>{DATE.pattern})",
    re.IGNORECASE,
)


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


def _from_brief(look: Look, entries: list[Entry], other: list[str]) -> Message:
    button = pairs(entries, "Button")
    more = _Reader(prepare("\n".join(other)), look)
    more.kind = first(entries, "Kind")
    texts, points = more.content()
    return Message(
        first(entries, "Kind"), first(entries, "Subject"), first(entries, "To"), first(entries, "From"),
        (*(text for text, _ in pairs(entries, "Text")), *texts), (*pairs(entries, "Point"), *points), pairs(entries, "Fact"),
        button[0][0] if button else "", button[0][1] if button else "", look, formula=first(entries, "Closing"), salutation=first(entries, "Greeting"), address=first(entries, "Address"),
    )  # fmt: skip


class _Reader:
    """Reads one prompt."""

    def __init__(self, prompt: Prompt, look: Look) -> None:
        self.prompt, self.look = prompt, look
        self.used: list[str] = []
        self.kind = self.greeted = self.salutation = self.first_told = self.address = ""
        self.begun = False
        subject, self.text = without_subject(prompt.text)
        self.subject = plain(prompt.restore(subject))
        self.formula, self.signed, self.text = signed(self.text)

    def message(self) -> Message:
        text = self.text
        flat = plain(self.prompt.restore(text))
        name, subject, action = _kind(f"{self.subject} {text}")
        self.kind = name
        self.used.append(self.subject)
        button = self._button()
        place = _AT_HOME.search(text)
        if place and (found := contact_in(place["place"]).address):
            self.address = found
            text = self.text = text.replace(f", {found}", "", 1)
        given = greeted(text)
        if given is not None:
            # What stands behind a greeting is the message itself: nothing is told of it, nothing added to it.
            self.kind, name, action, self.greeted = "message", "message", "", given[0]
            self.salutation = given[1]
            self.text = _BUTTON.sub(" ", given[2]) if button else given[2]
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
            paragraphs.insert(0, as_sentence(self.prompt.restore(offer[0])))
        occasion = (
            _OCCASION.search(text)
            if name == "invitation" and all(one.startswith("Please ") for one in paragraphs)
            else None
        )
        if occasion:
            subject = f"You are invited to {self.prompt.restore(occasion['what']).strip()}"
            paragraphs.insert(0, f"{subject}.")
        paragraphs = [*self._by_kind(name, text, paragraphs), *paragraphs]
        if name == "job rejection" and (post := _POST.search(text)):
            subject = f"{subject}: {plain(self.prompt.restore(post['post']))}"
        contact = contact_in(flat)
        facts = facts_in(self.prompt.restore(text)) if name in _FACTUAL else ()
        if name in ("sale", "invitation"):  # "free delivery over £50" is no amount of the message
            facts = tuple(fact for fact in facts if fact[0] != "Amount")
        return Message(
            name, self.subject or self._made_subject(name, subject), self._recipient(), self._sender(), tuple(paragraphs), tuple(points), facts,
            button or (action if name not in ("invitation",) or "rsvp" not in flat.lower() else "RSVP"), contact.links[0] if contact.links else "", self.look, formula=self.formula, salutation=self.salutation, address=self.address,
        )  # fmt: skip

    def _by_kind(self, kind: str, text: str, paragraphs: list[str]) -> list[str]:
        """What a kind of message says before all else, with what the prompt tells of it."""
        speech = _SPEECH.search(text) if kind == "invitation" else None
        if speech and not any("invite" in one for one in paragraphs):
            deed = plain(self.prompt.restore(speech["deed"])).strip(" ,")
            return [as_sentence(f"We would like to invite you to {deed}")]
        praised = _PRAISED.search(text) if kind == "recommendation" else None
        if praised:
            return [as_sentence(f"I recommend {praised['name']}{praised['deed'] or ''}")]
        last = _LAST_DAY.search(text) if kind == "resignation" else None
        if last:
            return [f"With this letter I resign from my position. My last day is {last['date'].rstrip('.')}."]
        return []

    def _made_subject(self, kind: str, usual: str) -> str:
        brand = self.look.brand
        if kind == "welcome" and brand:
            return f"Welcome to {brand}"
        if kind == "newsletter" and brand:
            return f"News from {brand}"
        if kind in ("announcement", "message", "request", "reminder", "complaint") or not usual:
            topic = re.search(
                r"\b(?:about|announcing|on|regarding|for)\s+(?:the\s+|our\s+|a\s+|an\s+|my\s+)?(?P<t>[^,.\n:]{3,60}?)(?=\s+(?:with|to|from|that|and\s+\w+ing|saying|in)\b|[,.\n:]|$)",
                self.text,
            )
            said = self.prompt.restore(topic["t"]).strip() if topic else ""
            if self.first_told and (
                topic is None or DATE.match(said) or not re.match(r"about|announcing|regarding", topic[0])
            ):
                said = self.first_told
            return said[:1].upper() + said[1:] if said else usual or "[Subject]"
        return usual

    def _button(self) -> str:
        match = _BUTTON.search(self.text)
        if match is None:
            return ""
        said = self.prompt.restore(
            match["after"] or match["before"] or match["deed"] or match["words"]
        ).strip()
        self.used.append(said)
        return said[:1].upper() + said[1:]

    def _recipient(self) -> str:
        if self.greeted:
            return "" if self.greeted == "there" else self.greeted
        match = _TO.search(self.text)
        customer = _CUSTOMER.search(self.text) if self.kind in _STATED else None
        if customer:
            return customer["name"]
        if (
            match
            and match["name"] != self.look.brand
            and not re.match(rf"(?:{MONTH_OR_DAY})\b", match["name"])
        ):
            return match["name"].rstrip(".")
        who = _TO_WHOM.search(self.text)
        return (who["who"] or f"the {who['other']}").lower().strip() if who else ""

    def _sender(self) -> str:
        if self.signed:
            return self.signed
        for match in _FROM.finditer(self.text):
            if match["name"] != "team" and not DATE.match(match["name"]):
                return match["name"].rstrip(".,")
        brand = self.look.brand  # "our conference in Oslo" names no sender
        if brand in (self.greeted, self._recipient()) or re.search(
            rf"\b(?:in|near|to|[Dd]ear|[Hh]i|[Hh]ello)\s+{re.escape(brand)}(?!\w)", self.text
        ):
            return ""
        return brand

    def content(self) -> tuple[list[str], list[tuple[str, str]]]:
        """The paragraphs and the points of the message."""
        paragraphs: list[str] = []
        points: list[tuple[str, str]] = []
        for unit in read_layout(self.text):
            if unit.bullet:
                points.append(self._point(unit))
                continue
            if self.greeted:
                paragraphs.append(as_sentence(self.prompt.restore(unit.text)))
            for sentence in sentences(unit.text) if not self.greeted else ():
                said = len(paragraphs) + len(points)
                self._sentence(sentence, paragraphs, points)
                if self.begun and said == len(paragraphs) + len(points) and is_told(sentence):
                    paragraphs.append(as_sentence(self.prompt.restore(sentence)))
                self.begun = True
            points += [self._point(child) for child in unit.children]
        taken = " ".join([*paragraphs, *(f"{title} {text}" for title, text in points)])
        left = [
            quote
            for quote in self.prompt.quotes
            if quote not in self.used and quote not in taken and quote != self.look.brand
        ]
        return [*paragraphs, *left], points

    @staticmethod
    def _is_fact(text: str) -> bool:
        """Whether a part is hardly more than a fact that has a line of its own: "total €24.00"."""
        return len(text.split()) < 4 and bool(facts_in(text))

    def _point(self, unit: Unit) -> tuple[str, str]:
        text = unit.text + ("".join(f"; {child.text}" for child in unit.children))
        title, _, told = re.sub(r"\s+[-–—]\s+", ": ", text, count=1).partition(": ")
        return self.prompt.restore(title).strip(" .") if told else self.prompt.restore(
            title
        ).strip(), self.prompt.restore(told).strip()

    def _sentence(self, sentence: str, paragraphs: list[str], points: list[tuple[str, str]]) -> None:
        sentence = _BUTTON.sub(" ", _LINKED.sub(" ", sentence))
        sentence = (
            re.sub(rf",?\s*{_FROM.pattern}\s*(?=\Z|[.,])", " ", sentence)
            if not sentence.lstrip().lower().startswith(("from", "regards"))
            else ""
        )
        colon = re.match(r"[^:]{3,120}:\s+(?=\S)", sentence)
        if (
            colon
            and not re.search(r"\b(?:subject|saying|says|that)\b", colon[0])
            and self._behind_colon(sentence[colon.end() :].strip(), paragraphs, points)
        ):
            return
        marks = list(CUE.finditer(sentence))
        if not marks and re.match(
            r"\s*(?:we|our|i|my|you|your|the|it|please(?!\s+(?:write|send|create|make|draft|generate|prepare|compose)\s+(?:me\s+)?an?\b)|there|this|on|as|from|due|since|after|unfortunately)\b(?!\s+(?:e-?mail|message|letter|tone|style|subject|button|should|need|want|would))",
            sentence,
            re.IGNORECASE,
        ):
            paragraphs.append(as_sentence(self.prompt.restore(sentence)))
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

    def _behind_colon(self, text: str, paragraphs: list[str], points: list[tuple[str, str]]) -> bool:
        """Read what stands behind "e-mail to Anna:": sentences to be said as they are, or a list of topics."""
        told = [self.prompt.restore(clause) for clause in clauses(text)] if not CUE.search(text) else []
        paragraphs += [as_sentence(clause) for clause in told]
        if not told and (self.kind in _TOPICAL or not CUE.search(text)):
            self._clause("listed", text, paragraphs, points, behind_colon=True)
            told = [title for title, _ in points[:1]]
        if told and len(told[0].split()) < 10:
            self.first_told = self.first_told or told[0].strip(" .")
        return bool(told) or self.kind in _TOPICAL

    def _clause(
        self,
        kind: str,
        clause: str,
        paragraphs: list[str],
        points: list[tuple[str, str]],
        *,
        behind_colon: bool = False,
    ) -> None:
        said = to_reader(
            self.prompt.restore(clause).strip(" .,:"), named=kind in ("thanks", "please", "offer")
        )
        if kind == "listed" and (places := counted_points(clause)):
            points += [(point, "") for point in places]
            return
        if (
            kind == "listed"
            and (self.kind not in (*_TOPICAL, "reminder") or self.kind == "message")
            and len(split_list(clause)) == 1
            and not behind_colon
        ):
            start = {
                "complaint": "I am writing to complain about",
                "apology": "We apologise for",
                "follow-up": "I am following up on",
            }.get(self.kind, "This is about")
            paragraphs.append(as_sentence(f"{start} {said}"))
            return
        if kind == "listed":
            for part in split_list(re.sub(r"^(?:the\s+following|these)\s*\w*\s*:?\s*", "", clause)):
                title, _, told = self.prompt.restore(part).partition(": ")
                title = (
                    re.sub(
                        r"^(?:an?|the|our|my|some)\s+(?=[a-z])",
                        "",
                        title.strip(" ."),
                    )
                    or title
                )
                if (
                    len(re.findall(r"[^\W_]", title)) < 2
                    or title.lower() in _MANNERS
                    or (self.kind in _STATED and self._is_fact(self.prompt.restore(part)))
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
            "question": "Please let me know ",
        }.get(kind, "")
        said = re.sub(r"\Athat\s+", "", re.sub(r"\band that\b", "and", said)) if kind == "said" else said
        paragraphs.append(as_sentence(f"{opening}{said}" if opening else said))
        if kind == "said" and len(said.split()) < 10:
            self.first_told = self.first_told or said[:1].upper() + said[1:]


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
_STATED = ("payment reminder", "order confirmation", "booking confirmation", "shipping notice")
_TOPICAL = ("newsletter", "announcement", "welcome", "invitation", "message", "sale", "payment reminder")
_MANNERS = frozenset(
    "polite friendly formal short brief professional casual warm concise informal kind firm".split()
)
