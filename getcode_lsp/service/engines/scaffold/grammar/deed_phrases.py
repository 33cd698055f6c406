"""Relations that are told as deeds or in passing, found in the text itself.

Every pattern is bounded, so that a hostile text costs no more than a long one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from getcode_lsp.service.engines.scaffold.grammar.clauses import COMMON_FIELDS
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTORS,
    FILLERS,
    NEVER_IN_NAMES,
    PROGRAMS,
    SYSTEM_SUBJECTS,
)
from getcode_lsp.service.engines.scaffold.grammar.words import counts_as_plural, plural, singular

# What one of them does belongs to him: "teachers teach courses".
_OWN = "teach write own publish host place submit post upload supervise lead organi[sz]e send leave report record release".split()
# What many do with many; with something told of it, it is a record of its own: "students enroll in courses with a grade".
_DEEDS = {
    "enrol": "enrollment", "enroll": "enrollment", "register": "registration", "sign up": "signup", "attend": "attendance",
    "subscribe": "subscription", "borrow": "loan", "rent": "rental", "book": "booking", "reserve": "reservation", "review": "review",
    "rate": "rating", "order": "order", "buy": "purchase", "purchase": "purchase", "apply": "application", "join": "membership",
    "take part": "participation", "participate": "participation", "compete": "participation",
}  # fmt: skip
_MANY = frozenset("enrol enroll register subscribe attend join participate compete".split()) | {
    "sign up",
    "take part",
}
_VERBS = rf"(?:{'|'.join([*_OWN, *_DEEDS])})"
_NOUN = r"[a-z]{2,20}s"
_BEFORE = r"(?P<before>^\s*|[.;:\n,]\s{1,9}(?:and )?|\band )"
_NOUNS = rf"(?:[a-z]{{2,20}} )?{_NOUN}"
_NEXT = rf"(?:,? and |, ){_NOUN} {_VERBS}(?: (?:in|for|to|on))? {_NOUNS}\b|(?:,? and |, ){_NOUN} (?:have|contain|include|consist)\b"
_DEED = re.compile(
    rf"{_BEFORE}(?P<who>{_NOUN})(?: can| may| could)? (?P<verb>{_VERBS})(?: (?:in|for|to|on))? (?P<what>{_NOUNS})"
    rf"(?: for (?P<about>{_NOUNS}))?(?P<told> with (?:an? |the |their )[^.;:\n]{{1,160}}?)?(?=\s*(?:[.;\n]|$|{_NEXT}))",
    re.IGNORECASE,
)
_ADDING = re.compile(
    rf"{_BEFORE}(?:users?|people|i|we|they|you|one)(?: can| may)? (?:add|put|save) (?P<what>{_NOUNS}) (?:to|in|into) (?:their |my |our )?"
    rf"(?P<into>{_NOUNS})\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    rf"\b(?P<who>{_NOUN}) (?P<verb>reporting|sending|recording|producing|submitting|placing|writing|posting|publishing|leaving|owning|"
    rf"hosting|uploading|organi[sz]ing|supervising|teaching) (?P<what>{_NOUNS})(?=\s*(?:\(|with\b|[.;\n]|$))",
    re.IGNORECASE,
)
_THEIR = re.compile(rf"\b(?P<who>{_NOUN})(?:,? and|,) their (?P<what>{_NOUNS})(?! of\b)", re.IGNORECASE)
_IN_FIELDS = re.compile(
    r"\b(?:with|has|have|having|includ\w{1,4}|contain\w{0,4}|of|store|stores)\b[^.;:\n]{0,200}\Z",
    re.IGNORECASE,
)
# "Books and their authors": a book has an author, not the other way round.
PERSONS = frozenset(
    """authors owners doctors teachers customers clients members employees managers artists directors publishers suppliers vendors
    parents players students patients drivers tenants landlords instructors hosts coaches speakers organizers composers""".split()
)
_NO_RECORDS = ACTORS | FILLERS | NEVER_IN_NAMES | PROGRAMS | SYSTEM_SUBJECTS


@dataclass(frozen=True, slots=True)
class Passing:
    """That a record belongs to another one, or to many as they to it; both in the singular. Told in passing.

    `said` is the clause that tells it, and nothing else.
    """

    record: str
    owner: str
    many: bool = False
    said: str = ""


def with_relations(text: str) -> tuple[str, list[Passing]]:
    """The text with deeds and "members and their workouts" as lists of records, and how these are related."""
    found: list[Passing] = []
    for pattern, read in ((_DEED, _deed), (_ADDING, _adding), (_DOING, _doing), (_THEIR, _their)):
        text = pattern.sub(partial(read, found), text)
    return text, found


def _deed(found: list[Passing], match: re.Match[str]) -> str:
    who, what, about = (match[name].lower() if match[name] else "" for name in ("who", "what", "about"))
    if about and singular(what) in SYSTEM_SUBJECTS:
        what = f"{_one(about)} {what}"  # "applications for jobs"
    if not _is_record(who) or not _is_record(what.split(" ")[-1]):
        return match[0]
    one, other, noun = singular(who), _one(what), _noun_of(match)
    if noun and not match["told"]:
        if match["verb"].lower() not in _MANY:
            return match[0]
        found.append(Passing(other, one, many=True))
    elif not noun:
        said = match[0][len(match["before"]) :]
        found += [Passing(other, one, said=said), *([Passing(other, _one(about))] if about else [])]
        if not about and not match["told"]:
            return (". " if match["before"].startswith((",", "and")) else match["before"]) + said
    has = re.sub(r"^ with ", " has ", match["told"] or "").replace(" their ", " a ")
    records = f"{_sentence(match)}{who} and {what}" + (f" and {about}" if about and not noun else "")
    if noun and has:
        return f"{records} and {_many(noun)}. Each {noun} belongs to a {one} and a {other} and{has}"
    return records + (f". Each {other}{has}" if has else "")


def _noun_of(match: re.Match[str]) -> str:
    """What a deed that is kept as a record of its own is called; empty for one that makes its object."""
    noun = _DEEDS.get(match["verb"].lower(), "")
    return f"{_one(match['what'].lower())} {noun}" if noun in SYSTEM_SUBJECTS else noun


def _adding(_: list[Passing], match: re.Match[str]) -> str:
    what, into = match["what"].lower(), match["into"].lower()
    if not _is_record(what.split(" ")[-1]) or not _is_record(into.split(" ")[-1]):
        return match[0]
    return f"{_sentence(match)}{what} and {into}. Each {_one(into)} has many {what}"


def _doing(found: list[Passing], match: re.Match[str]) -> str:
    who, what = match["who"].lower(), match["what"].lower()
    if not _is_record(who) or not _is_record(what.split(" ")[-1]):
        return match[0]
    found.append(Passing(_one(what), singular(who)))
    return f"{match['who']} and {match['what']}"


def _their(found: list[Passing], match: re.Match[str]) -> str:
    who, what = match["who"].lower(), match["what"].lower()
    last = what.split(" ")[-1]
    if not (_is_record(who) or who in ACTORS) or _IN_FIELDS.search(
        match.string[max(0, match.start() - 240) : match.start()]
    ):
        return match[0]
    if singular(last) in COMMON_FIELDS and last not in PERSONS:
        return f"{match['who']} with {_one(what)}"
    if not _is_record(last):
        return match[0]
    one, other = singular(who), _one(what)
    found.append(Passing(one, other) if last in PERSONS and who not in PERSONS else Passing(other, one))
    return f"{match['who']} and {match['what']}"


def _sentence(match: re.Match[str]) -> str:
    """The end of what stands before a deed: a deed is a sentence of its own."""
    return re.sub(r"^[,:]\s+(?:and )?|^and ", ". ", match["before"])


def _is_record(word: str) -> bool:
    return counts_as_plural(word) and word not in _NO_RECORDS


def _one(phrase: str) -> str:
    *before, last = phrase.split(" ")
    return " ".join([*before, singular(last)])


def _many(phrase: str) -> str:
    *before, last = phrase.split(" ")
    return " ".join([*before, plural(last)])
