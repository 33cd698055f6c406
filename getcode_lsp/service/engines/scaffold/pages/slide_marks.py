"""Slides that are told one by one in running text: "first slide the title …, second slide …", "on slide 3 …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.pages.prompt import QUOTE, sentences, split_list

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CARDINALS = "one two three four five six seven eight nine ten".split()
_MARK = re.compile(
    r"(?:\A|(?<=[.,;:!?\n])|(?<=\sand)|(?<=\sthen)|(?<=\swith))[ \t]*(?:(?:and|then|finally|also|on|for|in|lastly|my|our|a),?\s+){0,3}(?:the\s+)?"
    rf"(?:(?P<order>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|next|last|final|closing|opening|title|cover)\s+slide|"
    r"(?P<another>an?|one|another)\s+slide(?=\s+(?:about|on|for|with|showing)\b)|"
    rf"slide\s+(?:no\.?\s?|number\s+|#)?(?P<number>\d{{1,2}}|{'|'.join(_CARDINALS)}))\b(?!\s+(?:deck|show|presentation)\b)\s*(?:[:.)–—,-]+(?=\s|\Z))?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s*(?:(?:that|which|should|must|will|can|just|simply|also|to)\s+)*(?:be|is|are|has|have|shows?|showing|says?|saying|reads?|contains?|lists?|covers?|covering|includes?|explains?|"
    r"introduces?|deals\s+with|talks?\s+about|gives?|with|about|on|for|of|titled|called|headed|a\s+slide\s+(?:on|about))\b\s*(?:(?:about|only|just)\s+)?:?\s*",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?:(?:the|a|an|its)\s+)?(?:title|heading|headline|words?|text)(?:\s+(?:is|of\s+the\s+(?:talk|presentation|deck)|saying|that\s+says))?\s*:?\s+(?=[A-ZÀ-Þ{QUOTE[1:-1]}])"
)
_POINTS = re.compile(
    r"[\s,]*(?:\b(?:with|and|showing|listing|has|have|plus)\s+)?(?:(?:the|these|following|my|our|a\s+few|some|\d|two|three|four|five|six|seven|eight)\s+)*(?:short\s+|key\s+|main\s+)?"
    r"(?:bullet\s+points?|bullets|points|items|topics)(?:\s*(?::|-|–|—|saying|on|about|for)\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[\s,]*\b(?:and|with)\s+(?:the\s+|my\s+|our\s+)?(?:name|names|subtitle|date|author|speaker|presenter)s?(?:\s+(?:is|of))?\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-*•–]\s+|\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one slide: the words for its title, its points, a line under the title, and further sentences."""

    number: int
    title: str
    points: tuple[str, ...] = ()
    under: str = ""
    more: tuple[str, ...] = ()


def told_slides(text: str) -> list[Told]:
    """The slides of a prompt that tells them one by one; none where fewer than two are."""
    marks = list(_MARK.finditer(text))
    if len(marks) < 2 or marks[0]["another"] or re.search(r"^#{1,6}\s", text, re.MULTILINE):
        return []
    found: list[Told] = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        before = found[-1].number if found else 0
        found.append(_told(_number(mark, before), text[mark.end() : end]))
    return found


def _number(mark: re.Match[str], before: int) -> int:
    word = (mark["order"] or mark["number"] or "next").lower()
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    for words in (_ORDINALS, _CARDINALS):
        if word in words:
            return words.index(word) + 1
    return 1 if word in ("opening", "title", "cover") else before + 1


def _told(number: int, text: str) -> Told:
    first, *lines = [line.strip() for line in text.strip().split("\n") if line.strip()] or [""]
    if _BULLET.match(first):
        first, lines = "", [first, *lines]
    listed = [_BULLET.sub("", line, count=1) for line in lines if _BULLET.match(line)]
    said = sentences(first) or [""]
    more = [
        *said[1:],
        *(sentence for line in lines if not _BULLET.match(line) for sentence in sentences(line)),
    ]
    head = re.sub(r"(?:[\s,;]+(?:and|then|finally|also))*[\s,;.]*\Z", "", said[0])
    verb = _VERB.match(head)
    head = head[verb.end() :] if verb else head
    head = _TITLED.sub("", head, count=1)
    points = _POINTS.search(head)
    if points:
        listed = [*split_list(head[points.end() :]), *listed]
        head = head[: points.start()]
    name = _NAME.search(head)
    under = head[name.end() :] if name else ""
    head = head[: name.start()] if name else head
    main, _, rest = head.partition(" with ")
    if not points and len(split_list(rest)) > 1 and "(" not in head and ": " not in head:
        head, listed = main, [*split_list(rest), *listed]
    return Told(number, head.strip(" ,.;"), tuple(listed), under.strip(" ,.;"), tuple(more))
