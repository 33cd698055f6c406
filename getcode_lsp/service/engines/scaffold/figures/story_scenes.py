"""The scenes of a storyboard: what each shows or says, and how long it stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS, one_of
from getcode_lsp.service.engines.scaffold.figures.story_forms import in_bullets

LONGEST = 600.0
"""Seconds of a scene; a longer one is shortened to this."""
NUMBER = rf"(?<!\w)(\d{{1,3}}(?:\.\d{{1,2}})?|(?:{one_of(range(1, 101))})(?=[\s-]))"
UNIT = r"(s\b|secs?\b|seconds?\b|min(?:ute)?s?\b)"
QUOTED = r"(?:\"([^\"\n]{1,90})\"|“([^”\n]{1,90})”|'([^'\n]{1,90})'(?!\w))"
OPEN = "(to be filled in)"
_OWN = re.compile(
    rf"\s*[(\[,–-]?\s*(?:for\s+|lasting\s+)?{NUMBER}\s?{UNIT}\s*[)\]]?\s*\.?\s*\Z", re.IGNORECASE
)
_COUNT = re.compile(
    rf"\b{NUMBER}\s+(scenes?|steps?|slides?|shots?|parts?|chapters?|frames?)\b", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+(.+)$", re.MULTILINE)
_SCENE = re.compile(
    r"(?:^|(?<=[\s.;,]))(?:scene|step|slide|shot|part|chapter|frame)\s{1,3}(?:\d{1,2}|"
    + one_of()
    + r")\s{0,3}"
    r"(?:[(\[](?P<own>[^)\]\n]{0,24})[)\]]|,\s(?P<bare>[\d.]{1,4}\s?s(?:ec(?:ond)?s?)?\b))?\s{0,3}[:–.-]\s{0,3}",
    re.IGNORECASE,
)
_BARE_SCENE = re.compile(
    r"(?:^|(?<=[\s.;,:]))(?:scene|step|slide|shot|part|chapter|frame)\s(?P<number>\d{1,2})\s(?=[^\W\d_])",
    re.IGNORECASE,
)
_STARTS = re.compile(r"\b(?:starts?|begins?|opens?|starting|beginning|opening)\swith\s", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:,|\b(?<=\w))\s(?:and\s)?(?=(?:then|next|finally|followed by|after that|ends?\swith|ending\swith|close with)\b)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(\d{1,3}(?:\.\d)?)\s?s?(?:ec)?\s?(?:-|–|to)\s?(\d{1,3}(?:\.\d)?)", re.IGNORECASE)
_ALL_EACH = re.compile(
    rf"(?:(?<=[.;!\n]\s)|(?<=\n)|^)(?:each|every|all)\s(?:\w{{1,12}}\s){{0,2}}(?:(?:lasts?|takes?|is|are|for|should (?:last|be|take))\s)?(?:about\s)?{NUMBER}[\s-]?{UNIT}(?:\slong)?\.?",
    re.IGNORECASE,
)
_EACH_BEHIND = re.compile(
    rf"\s?[-–,(]\s?{NUMBER}[\s-]?{UNIT}\s(?:each|per (?:scene|slide|shot))\)?(?=\s*(?:[.\n]|\Z))",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"(?:an?\s|the\s)?(?:\w{1,15}\s){0,2}(?:background|background music|music|voice-?over|narration|fonts?|colou?rs|theme)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and\s+)?(?:first(?:ly)?|then|next|after that|afterwards|finally|lastly|at the end|second(?:ly)?|third(?:ly)?|in the (?:first|second|third|last|next) scene|to start|start(?:s|ing)? (?:with|by)|begin(?:s|ning)? with|(?:it )?opens? with|followed by|ends? (?:it )?with|ending with|close with|and finally|we see|you see)[\s,:]+)+",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"^(?:show(?:s|ing)?|display|there is|there are|we show|let us see)\s+|^(?:(?:the|a)\s+)?text\s+(?=[\"'“])",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:please\s+)?(?:(?:can|could) you\s+)?(?:make|create|generate|build|produce|i need|i want|i'd like|give me|design|write|animate|an?\b|the\b|use\b|in\b|with\b|colou?rs?\b|style\b|background\b|add\b)?[^:\n]*\b(?:video|intro|outro|reel|promo|clip|animation|animated|storyboard|explainer|teaser|trailer|tutorial|advert|ad|spot|slideshow|film|music|colou?rs?|voice|seconds? (?:long|each)|fonts?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:please\s)?(?:add|use|include|with|put|keep)\s(?:[\w-]{1,15}\s){0,3}(?:captions?|music|subtitles?|sounds?|transitions?|voice-?over|effects?|narration)\b[^.]{0,30}\.?\Z",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"(?:(?:opening|closing|final|first|last|next|end|wide|establishing|close-?up)\s)?(?:shot|scene|frame|card)|(?:then\s)?(?:cut|fade|dissolve|pan|zoom|switch) (?:to(?: black)?|in on|out to|in|out|up)|opening|closing|opens? (?:on|with)|ends? (?:on|with)",
    re.IGNORECASE,
)
"""What a script says to whoever cuts it, not to who watches."""
_CAPTIONED = re.compile(
    rf"(?P<seen>[^\n]*?)(?:,|;|\s[-–]|\swith)?\s?(?:\bthe\s|\ba\s)?\b(?:caption(?:ed)?|subtitle|on-screen text|voice-?over)\s?:?\s?(?P<said>{QUOTED})\.?\s?\Z",
    re.IGNORECASE,
)
_COUNTDOWN = re.compile(
    r"\bcount(?:s|ing)?[\s-]?down\s+from\s+(\d{1,2})(?:\s+to\s+(\d{1,2}))?(?:[\s,]*(?:then|and then|followed by|and)\s+(?:show\s+)?([^\n.]{2,80}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: a heading, "" where there is none, what it says or shows, and how long it stays in seconds."""

    heading: str
    text: str
    seconds: float = 0.0


def read_scenes(body: str) -> list[Scene]:
    """The scenes that a text tells, or as many open ones as it counts; none where it does neither."""
    body = in_bullets(body) if not _SCENE.search(body) else body
    down = _COUNTDOWN.search(body)
    if down:
        return _countdown(down)
    bullets = _BULLET.findall(body)
    if bullets:
        return _made(bullets)
    body = _EACH_BEHIND.sub("", _ALL_EACH.sub(" ", body))
    numbered = _headed(body) or re.split(r"(?:(?<=\s)|^)\d{1,2}[.)]\s+", body)[1:]
    if numbered:
        return _made([part.strip(" ;,\n") for part in numbered])
    colon = re.search(r":\s+(?=\S)", body)
    if (
        colon
        and not re.search(r"[.!?]\s", body[: colon.start()])
        and (_COUNT.search(body[: colon.start()]) or _ASKING.search(body[: colon.start()]))
    ):
        rest = body[colon.end() :].strip()
        parts = [part for part in _sentences(rest) if not _ASIDE.match(part)]
        counted = _COUNT.search(body[: colon.start()])
        if len(parts) < 2 or (counted and len(parts) != _number(counted[1]) == len(_listed(parts[0]))):
            parts = _listed(parts[0] if parts else rest)
        told = [part for part in parts if not _STYLE.fullmatch(part.strip(" ."))]
        if found := _made(told):
            return found
    told = _told(body)
    found = _made(told)
    if found and (len(found) > 1 or _LEAD.match(told[0])):
        return found
    lone = (
        _made(_listed(body[colon.end() :])) if colon and not re.search(r"[.!?]\s", body.strip()[:-1]) else []
    )
    return lone if len(lone) > 2 else _placeholders(body)


def _listed(words: str) -> list[str]:
    """The scenes of a list, parted by commas, or by dashes, bars or arrows with blanks around them."""
    dashed = re.split(r"\s(?:-|–|—|/|\||->|→|>)\s", words.rstrip("."))
    if len(dashed) > 2:
        return dashed
    parts = re.split(r"\s*[,;]\s*(?:and\s+|then\s+)*|\s+(?:and then|then)\s+", words.rstrip("."))
    last = re.split(r"\s+and\s+", parts[-1])
    parts[-1:] = last if len(parts) > 1 and len(last) == 2 else [parts[-1]]
    return parts


def _told(body: str) -> list[str]:
    """The sentences that tell of a scene; one that "starts with" something and goes on tells of several."""
    parts: list[str] = []
    for sentence in _sentences(body):
        start = _STARTS.search(sentence)
        several = _GOES_ON.split(sentence[start.start() :]) if start else []
        if len(several) > 1:
            parts += several
        elif not _ASKING.match(sentence):
            parts.append(sentence)
    return parts


def _headed(body: str) -> list[str]:
    """What stands behind each "Scene 1:", "Scene 2 (5s):" or "step 3", with the time of its head at its end."""
    heads = list(_SCENE.finditer(body))
    if not heads:
        bare = list(_BARE_SCENE.finditer(body))
        counted = len(bare) > 1 and [int(head["number"]) for head in bare] == list(range(1, len(bare) + 1))
        return [body[a.end() : b] for a, b in _spans(bare, len(body))] if counted else []
    parts = []
    for head, end in _spans(heads, len(body)):
        time = _span_seconds(head["own"] or head["bare"] or "")
        parts.append(body[head.end() : end].strip(" ;,\n") + (f" ({time})" if time else ""))
    return parts


def _spans(heads: list[re.Match[str]], end: int) -> list[tuple[re.Match[str], int]]:
    return list(zip(heads, [*(head.start() for head in heads[1:]), end], strict=True))


def _span_seconds(words: str) -> str:
    """The time in the head of a scene: "5 seconds", or what lies between "0-5s"."""
    span = _SPAN.search(words)
    if span:
        return f"{max(float(span[2]) - float(span[1]), 0.5):g} seconds"
    return words if re.fullmatch(rf"\s*{NUMBER}\s?{UNIT}\s*", words, re.IGNORECASE) else ""


def _unquoted(text: str) -> str:
    """A text without the quotes around the whole of it, or around its first words where more follows."""
    text = text.strip().removesuffix(".").strip()
    whole = re.match(QUOTED, text)
    if whole and whole.end() < len(text) and re.match(r"\s\w", text[whole.end() :]):
        return f"{group(whole)}{text[whole.end() :]}"
    for quotes in ('""', "“”", "''", "««", "«»"):
        if len(text) > 1 and text[0] == quotes[0] and text[-1] == quotes[1] and quotes[0] not in text[1:-1]:
            text = text[1:-1]
    lone = text.count('"') == 1 or (text[:1] in "“'" and text[-1:] not in "”'")
    return (text.strip('"“') if lone else text).removesuffix(".").strip()


def _sentences(text: str) -> list[str]:
    return [
        part.strip() for part in re.split(r"(?<=[^\d\s][.!?])\s+|\n+|;\s+", text) if re.search(r"\w", part)
    ]


def _made(parts: list[str]) -> list[Scene]:
    return [scene for part in parts if (scene := _scene(part)) is not None]


def _scene(part: str) -> Scene | None:
    seconds = 0.0
    if re.fullmatch(
        rf"\s*(?:in\s)?(?:total|length|duration|about)?(?:\slength)?(?:\s?(?:of|:))?\s*{NUMBER}[\s-]?{UNIT}(?:\s(?:long|in total|total))?\.?\s*",
        part,
        re.IGNORECASE,
    ):
        return None
    own = _OWN.search(part)
    spoken = own is not None and own[2].lower().startswith("min") and own[0].strip()[:1] not in tuple("([,–-")
    if own and own.start() > 0 and not spoken:  # "wait 6 minutes" is what the scene says
        seconds = in_seconds(own[1], own[2])
        part = part[: own.start()]
    words = _SHOW.sub("", _LEAD.sub("", part.strip(" -–•,;\n\t")))
    heading, colon, text = words.partition(": ")
    if not colon or len(heading) > 40 or not text.strip():
        heading, text = "", words
    if _DIRECTION.fullmatch(heading.strip()):
        heading = ""
    captioned = _CAPTIONED.match(text)
    if captioned and not heading:
        seen, said = captioned["seen"].strip(" ,;-–"), _group_of(captioned["said"])
        heading, text = (seen, said) if len(seen) <= 40 else ("", f"{seen} – {said}")
        heading = heading if seen else ""
    text = _unquoted(text)
    if _DIRECTION.fullmatch(text) and not heading:
        return None
    if not re.search(r"\w", text):
        return None
    heading = heading.strip()
    heading = re.sub(r"^(?:our|the|my|a)\s+", "", heading, flags=re.IGNORECASE)
    return Scene(
        (heading[:1].upper() + heading[1:])[:40],
        (text if "." in text.split()[0] else text[:1].upper() + text[1:])[:240],
        seconds,
    )


def _group_of(quoted: str) -> str:
    match = re.match(QUOTED, quoted)
    return group(match) if match else quoted


def _countdown(down: re.Match[str]) -> list[Scene]:
    first, last = int(down[1]), int(down[2] or 1)
    step = -1 if last <= first else 1
    found = [Scene("", str(number), 1.0) for number in range(first, last + step, step)]
    if down[3]:
        found.append(Scene("", _unquoted(down[3]), 3.0))
    return found


def _placeholders(body: str) -> list[Scene]:
    """As many empty scenes as a prompt asks for that says nothing of what is in them, marked as such."""
    match = _COUNT.search(body)
    if match is None:
        return []
    count = int(_number(match[1]))
    word = match[2].rstrip("s").capitalize()
    return [Scene(f"{word} {at + 1}", f"What happens here {OPEN}") for at in range(min(count, 20))]


def group(match: re.Match[str]) -> str:
    """The first part of a match that is there, on one line."""
    return " ".join(next((part for part in match.groups() if part), "").split())


def _number(word: str) -> float:
    return float(COUNTS.get(word.lower(), 0) or word)


def in_seconds(number: str, unit: str) -> float:
    """A length in seconds, neither shorter nor longer than a scene can be."""
    return min(max(_number(number) * (60 if unit.lower().startswith("min") else 1), 0.5), LONGEST)
