"""Sentences about numbers, put into the plain form that the reader of runs takes: "3 in 2019", "January: low 1, high 9"."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.figures.categories import DAY, MONTH
from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS, one_of

_AMOUNT = r"[-−]?[$€£]?\d(?:[\d.,]{0,14}\d)?(?:\s?(?:%|°C|°F|[km](?!\w)|thousand\b|million\b|billion\b|percent\b|[a-z]{1,3}(?!\w)(?<!to)(?<!in)(?<!on)(?<!and)(?<!for)))?"
_WHEN = rf"(?:(?:{MONTH}\s)?(?:19|20)\d\d|{MONTH}|{DAY}|Q[1-4](?:\s(?:19|20)\d\d)?)(?!\w)"
_THEN = re.compile(
    rf"\bfrom\s(?P<a>{_AMOUNT})\sto\s(?P<b>{_AMOUNT})(?P<noun>\s(?!in\s|for\s|at\s|on\s|by\s|over\s|between\s|from\s)[^\W\d]\w{{1,20}})?"
    rf"\s(?:between|from)\s(?P<c>{_WHEN})\s(?:and|to|until|till)\s(?P<d>{_WHEN})",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:between|from)\s(?P<c>{_WHEN})\s(?:and|to|until|till)\s(?P<d>{_WHEN}),?(?P<what>\s[^\d.;:\n]{{2,80}}?)\sfrom\s(?P<a>{_AMOUNT})\sto\s(?P<b>{_AMOUNT})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\bbetween\s(?P<c>{_WHEN})\sand\s(?P<d>{_WHEN})", re.IGNORECASE)
_NAME = rf"(?:{_WHEN}|[^\W\d]\w{{0,20}}(?:\s[^\W\d]\w{{0,20}})?)"
_RANGE = re.compile(
    rf"(?:(?:and|between|from|with)\s)*(?P<a>{_AMOUNT})\s?(?:to|and|-|–)\s?(?P<b>{_AMOUNT})\s(?:in|on|for|at)\s(?:the\s)?(?P<name>{_NAME})(?=\s*(?:[,.;\n]|\sand\s|\Z))",
    re.IGNORECASE,
)
_NAMED_RANGE = re.compile(
    rf"(?:and\s)?(?P<name>{_NAME})\s?(?:[:=]|was|is|from|between)?\s?(?P<a>{_AMOUNT})\s?(?:to|-|–)\s?(?P<b>{_AMOUNT})(?=\s*(?:[,.;\n]|\sand\s|\Z))",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:rang\w+|spreads?|vary|varies|varied|low\w* (?:and|to) high\w*)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s,:]*(?:\b(?:rang\w+|varied|varies|vary|from|between|were|was|is|are)\b[\s,:]*)+\Z", re.IGNORECASE
)
_MOST = 400  # ranges of one text
_OUT_OF = re.compile(
    r"\b(?P<part>\d{1,4})\s(?:out\sof|in|of)\s(?:every\s)?(?P<whole>\d{1,4})\s(?P<what>[^\W\d][^\d.,;:\n]{2,60})",
    re.IGNORECASE,
)
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_FRACTION = re.compile(
    rf"\b(?:(?P<count>an?|{one_of(range(1, 10))})[\s-])?(?P<part>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)\b(?!\s(?:of\s)?(?:(?:19|20)\d\d|\d))",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d+)?\s?%)\sof\s(?:the|our|my|all|their)?\s?(?P<what>[^\W\d][\w ]{1,30}?)\s(?:goes|go|went|is|are|was|were)(?:\sspent)?\s(?:to\s|on\s|for\s)?",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?<![\w./])([1-9])/([2-9]|1\d)(?![\w/])")
_DAYS = re.compile(
    rf"(?<![\w.])(?P<day>\d{{1,2}}\s{MONTH})\s(?!(?:19|20)\d\d\b)(?=-?[$€£]?\d{{1,9}}(?!\d|\s?{MONTH}))",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?P<word>\b[^\W\d]\w{0,20}\s)?(?<![\w.,])(?P<first>[1-9]\d{0,2})(?P<rest>(?: \d{3}){1,4})(?!\w|[.,]\d{3})(?P<unit>\s?(?:[€$£%]|kg|g|t|km|m|l|kWh|MWh|people|EUR|USD|SEK|NOK|DKK|CHF|PLN)(?!\w))?"
)
_HOURS = re.compile(
    r"(?<![\w.:])(\d{1,3})\s?(?:h|hrs?|hours?)\s(?:and\s)?([0-5]?\d)\s?(?:m|mins?|minutes?)(?!\w)",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    r"(?<![\w.])(?P<x>-?\d{1,9}(?:\.\d{1,6})?)\s?[a-z°%]{0,4}\s?(?:→|->|=>)\s?(?:[a-z]{1,12}\s)?(?P<y>-?\d{1,9}(?:\.\d{1,6})?)(?:\s?(?:[a-z°%]{1,3})(?!\w))?",
    re.IGNORECASE,
)
_ROSE = re.compile(r"\b(?:rose|grew|gained|increased|climbed|up)\s(?:by\s)?\d[\d.,]*\s?%", re.IGNORECASE)
_FELL = re.compile(
    r"\b(?P<word>fell|dropped|lost|decreased|declined|shrank|sank|down)\s(?:by\s)?(?P<share>\d[\d.,]*\s?%)",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    rf"\b(?P<part>\d{{1,2}}|{one_of()})\s(?:in|out\sof)\s(?:every\s)?(?P<whole>\d{{1,3}}|{one_of()})(?=\s(?:[^\W\d]))",
    re.IGNORECASE,
)
_SHARES = re.compile(r"\b(?:rest|remainder|remaining|others?)\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\b(?P<count>{one_of(range(1, 101))})(?=\s(?!(?:of|or|and|more|by|other|different|series|lines?|bars?|charts?|columns?|colou?rs?|groups?|categories|values|numbers|slices|axes|axis|plots?|graphs?|panels?|dimensional)\b)[^\W\d])",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"[,\s]{0,2}\b(?:at|for|on|in|over|after|with|by)\s(?:the\s)?(?P<noun>[^\W\d]\w{1,20})\s(?P<list>-?\d{1,6}(?:\.\d{1,4})?(?:\s?,\s?-?\d{1,6}(?:\.\d{1,4})?){1,60}(?:,?\sand\s-?\d{1,6}(?:\.\d{1,4})?)?)\s?[:.]\s(?=[^\W\d])"
)


def plain(text: str) -> str:
    """The text with such sentences in plain form; the text itself where it has none."""
    text = _HOURS.sub(lambda one: f"{int(one[1]) * 60 + int(one[2])} min", text)
    if "scatter" in text.lower() and len(_PAIRED.findall(text)) > 1:
        text = _PAIRED.sub(r"(\g<x>, \g<y>)", text)
    if _ROSE.search(text):
        text = _FELL.sub(r"\g<word> -\g<share>", text)
    if re.search(r"\d\.\d+\s?%", text):
        text = re.sub(r"(?<=[^\W\d] )(\d{1,3}),(\d{1,2})(?=\s?%)", r"\1.\2", text)
    text = _fractions(_joined(text))
    if len(_DAYS.findall(text)) > 1:
        text = _DAYS.sub(r"\g<day>: ", text)
    text = _THEN.sub(r"from \g<a>\g<noun> in \g<c> to \g<b>\g<noun> in \g<d>", text)
    text = _FIRST.sub(r"\g<what> from \g<a> in \g<c> to \g<b> in \g<d>", text)
    text = _BETWEEN.sub(r"\g<c> to \g<d>", text)
    return _PLACES.sub(r". \g<noun> x-values: \g<list>. ", _ranges(text))


def _joined(text: str) -> str:
    """Write "1 180 kg" as 1180 kg; "Room 1 180 kg, Room 2 300 kg" counts its rooms, and stays."""
    found = list(_SPACED.finditer(text))
    firsts = [int(one["first"]) for one in found]
    alike = len(found) > 1 and len({one["word"] for one in found}) == 1 and found[0]["word"] is not None
    if (alike and firsts == list(range(firsts[0], firsts[0] + len(firsts)))) or not any(
        one["unit"] or len(one["rest"]) > 4 for one in found
    ):
        return text
    return _SPACED.sub(
        lambda one: f"{one['word'] or ''}{one['first']}{one['rest'].replace(' ', '')}{one['unit'] or ''}",
        text,
    )


def _fractions(text: str) -> str:
    """Write "one third" as 33.33%, and "3 out of 4 dentists" as both of their parts; number words where no digit stands."""
    digits = re.search(r"\d", text) is not None
    parts = list(_FRACTION.finditer(text))
    text = text if parts else _shared(text)
    if parts and not re.search(r"\d(?!\d*\s?%|\d*\.\d)", text) and (len(parts) > 1 or _SHARES.search(text)):
        return _shared(_FRACTION.sub(_percent, text))
    slashed = [int(one[1]) / int(one[2]) for one in _SLASHED.finditer(text)]
    if len(slashed) > 1 and sum(slashed) < 1.001 and not re.search(r"\d", _SLASHED.sub("", text)):
        return _shared(_SLASHED.sub(lambda one: f"{round(100 * int(one[1]) / int(one[2]), 2):g}%", text))
    ins = list(_ONE_IN.finditer(text))
    if (
        len(ins) > 1
        and not re.search(r"\d", _ONE_IN.sub("", text))
        and all(_count(o["part"]) < _count(o["whole"]) for o in ins)
    ):
        return _ONE_IN.sub(lambda o: f"{round(100 * _count(o['part']) / _count(o['whole']), 2):g}%", text)
    outs = list(_OUT_OF.finditer(text))
    if len(outs) == 1 and len(re.findall(r"\d+", text)) == 2 and int(outs[0]["part"]) < int(outs[0]["whole"]):
        out = outs[0]
        rest = int(out["whole"]) - int(out["part"])
        return (
            f"{text[: out.start()]}: {out['what'].strip()}: {out['part']}, others: {rest}{text[out.end() :]}"
        )
    if not digits and len(_COUNTED.findall(text)) > 1:
        return _COUNTED.sub(lambda match: str(COUNTS[match["count"].lower()]), text)
    return text


def _shared(text: str) -> str:
    """Write "50% of the budget goes to rent, 25% to food" as "budget: 50% for rent, 25% for food"."""
    told = _GOES.sub(r"\g<what>: \g<share> for ", text)
    return (
        told
        if told == text
        else re.sub(r"(?<=\d%)\s(?:(?:is|goes|go)\s)?(?:to|on)\s(?=[^\W\d])", " for ", told)
    )


def _count(word: str) -> int:
    return int(word) if word.isdigit() else COUNTS[word.lower()]


def _percent(match: re.Match[str]) -> str:
    part = match["part"].lower().rstrip("s") if match["part"].lower() != "halves" else "half"
    count = COUNTS.get((match["count"] or "one").lower(), 1)
    return f"{round(100 * count / _PARTS[part], 2):g}%"


def _ranges(text: str) -> str:
    """Write "-4 to 11 in January, -2 to 13 in February" as two values for each, where there are several."""
    for pattern in (_RANGE, _NAMED_RANGE) if _SPREAD.search(text) else ():
        found = list(pattern.finditer(text))[:_MOST]
        if len(found) > 1 and all(_value(one["a"]) < _value(one["b"]) for one in found):
            rows = "; ".join(f"{one['name']}: low {one['a']}, high {one['b']}" for one in found)
            return (
                f"{_TAIL.sub('', text[: found[0].start()])}. {rows}. {text[found[-1].end() :].lstrip(' ,.;')}"
            )
    return text


def _value(words: str) -> float:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    size = float(digits[0].replace(",", "")) if digits else 0.0
    return -size if words[0] in "-−" else size
