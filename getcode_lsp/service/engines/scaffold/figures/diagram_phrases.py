"""Diagrams told in words, put into arrows: "three boxes: A, B and C, connected by arrows", "an arrow from A to B"."""

from __future__ import annotations

import re

_BOXES = re.compile(
    r"\b(?:boxes|nodes|blocks|rectangles|circles|stations|stages|bubbles)\b(?:\sin\sa\s(?:row|line|column|circle))?\s?(?:labell?ed|named|called|saying|with the (?:labels|words|names)|for)?\s?:?\s"
    r"(?P<list>[^\n.;:]{1,40}?(?:,\s[^\n.;:,]{1,40}?){0,20},?\sand\s[^\n.;:,]{1,40}?)(?P<how>,?\s(?:(?:are|all|each|that are)\s)*(?:connected|joined|linked|with arrows|and arrows|with lines|from left|from top|in that order|in a (?:row|chain|circle|loop|cycle))[^\n.;]{0,60})?(?=[.;\n]|\Z)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:connected|joined|linked|arrows?|chain|sequence|in order|pipeline|flow|left to right|top to bottom)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(r"\b(?:circle|loop|cycle|ring|back to the (?:first|start))\b", re.IGNORECASE)
_NAME = r"[\"'“]?[^\W_][^\n,.;:\"'”“]{0,40}?[\"'”]?"
_ARROW_FROM = re.compile(
    rf"\b(?:an?\s|another\s|one\s)?(?:arrow|line|edge|link|connection)s?\s(?:goes\s|leads\s|runs\s|points\s)?from\s(?:the\s)?(?!(?:left|right|top|bottom)\s)(?P<a>{_NAME})\s(?:box\s)?to\s(?:the\s)?(?P<b>{_NAME})"
    rf"(?:,?\s(?:labell?ed|that says|saying|with the (?:label|text|words)|called|named|marked)\s(?P<label>{_NAME}))?(?=\s*(?:[,.;\n]|and\s(?:an?\s|another\s|one\s)?(?:arrow|line|edge|link)|\Z))",
    re.IGNORECASE,
)
_LINKED = re.compile(
    rf"(?P<a>{_NAME})\s(?:(?:is|are|that is|which is)\s)?(?:connected|linked|wired|attached|joined)\s(?:to|with)\s(?P<b>[^\n.;:]{{2,120}})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:(?:and|with|showing|of)\s)*(?:an?|the|one|its)\s", re.IGNORECASE)
_WHEN = re.compile(
    r"(?P<arrow>[-=]{1,3}>|→)\s*(?P<box>[^\n,;.>→|]{1,50}?),?\s(?:when|if|after|on|once)\s(?P<label>[^\n,;>→|]{2,30}?)(?=[,;\n]|\.(?:\s|\Z)|\Z)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?P<arrow>[-=]{1,3}>|→)\s*(?P<box>[^\n,;.>→|]{1,50}?),?\s(?:labell?ed|with (?:the )?(?:label|text))\s[\"'“]?(?P<label>[^\n,;>→|\"'”]{1,30})[\"'”]?",
    re.IGNORECASE,
)


def in_arrows(text: str) -> str:
    """The arrows that a text tells of, a line each; "" where it tells of none."""
    told = [
        f"{_bare(one['a'])} ->{_barred(_bare(one['label'] or ''))} {_bare(one['b'])}"
        for one in _ARROW_FROM.finditer(text)
    ][:100]
    if told:
        return "\n".join(told)
    boxes = _BOXES.search(text)
    if boxes and _JOINED.search(text):
        names = [_bare(name) for name in re.split(r",\s(?:and\s)?|\sand\s", boxes["list"])]
        names += names[:1] if _ROUND.search(boxes["how"] or "") else []
        return " -> ".join(name for name in names if name)
    return ""


def links(text: str) -> list[tuple[str, str]]:
    """What is said to be connected to what: "a router connected to three laptops and a printer"."""
    found: list[tuple[str, str]] = []
    for one in list(_LINKED.finditer(text))[:50]:
        start = re.split(r"\b(?:with|of|showing|where|:)\s", one["a"])[-1]
        ends = re.split(r",\s(?:and\s)?|\sand\s", one["b"])
        found += [(_bare(start), _bare(end)) for end in ends if _bare(end)]
    return found


def with_labels(text: str) -> str:
    """Arrows with what is said of them: "idle -> hot when lit" of a diagram of states, "A -> B with label 'x'" of any."""
    text = _MARKED.sub(r"\g<arrow>|\g<label>| \g<box>", text)
    if re.search(r"\bstates?\b|\btransitions?\b", text, re.IGNORECASE):
        text = _WHEN.sub(r"\g<arrow>|\g<label>| \g<box>", text)
    return text


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name.strip().strip("\"'“”")).strip().strip("\"'“”")


def _barred(label: str) -> str:
    return f"|{label[:30]}|" if label else ""
