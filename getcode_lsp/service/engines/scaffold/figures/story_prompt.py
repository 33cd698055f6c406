"""A storyboard out of a prompt: its title, its scenes with their lengths, the words at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from getcode_lsp.service.engines.scaffold.figures.counts import COUNTS, one_of
from getcode_lsp.service.engines.scaffold.figures.lexing import visible
from getcode_lsp.service.engines.scaffold.look import read_look

MOST_SCENES = 60
LONGEST = 600.0
"""Seconds of a scene; a longer one is shortened to this."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: a heading, "" where there is none, what it says or shows, and how long it stays in seconds."""

    heading: str
    text: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """A storyboard. `opening` and `ending` are the seconds of the cards with the title and with the last words."""

    title: str
    scenes: tuple[Scene, ...]
    closing: str
    opening: float
    ending: float
    accent: str
    second: str
    ground: str
    notes: tuple[str, ...] = ()

    @property
    def length(self) -> float:
        """The whole in seconds."""
        return self.opening + sum(scene.seconds for scene in self.scenes) + self.ending


class NoScenes(ValueError):
    """A prompt in which nothing happens that could be a scene."""


_NUMBER = rf"(?<!\w)(\d{{1,3}}(?:\.\d{{1,2}})?|(?:{one_of(range(1, 101))})(?=[\s-]))"
_UNIT = r"(s\b|secs?\b|seconds?\b|min(?:ute)?s?\b)"
_EACH = re.compile(
    rf"\b(?:of|for|lasting|at|takes?|,)?\s*{_NUMBER}[\s-]*{_UNIT}\s*(?:each|per (?:scene|slide|step)|a scene|long each)|\b(?:scenes?|slides?|steps?|shots?)\s+(?:of|with|lasting)\s+{_NUMBER}[\s-]*{_UNIT}|\beach\s+(?:(?:scene|step|slide|shot|part)\s+)?(?:lasts?|takes?|is|for)?\s*{_NUMBER}[\s-]*{_UNIT}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\b{_NUMBER}[\s-]*{_UNIT}(?:[\s-]+(?:long|total))?\s+(?:(?:\w+\s+){{0,3}}?(?:video|promo|clip|animation|ad|advert|spot|film|intro|teaser|trailer|explainer|story|storyboard|commercial))|\b(?:total(?:\s+length)?|length|duration|lasting|long)\s*(?:of|:|is)?\s*{_NUMBER}[\s-]*{_UNIT}|\bin\s+{_NUMBER}[\s-]*{_UNIT}|,\s*{_NUMBER}[\s-]*{_UNIT}\s*\.?\s*\Z|(?<=[a-z]),\s{_NUMBER}[\s-]?{_UNIT}\s?:\s",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\s*[(\[,–-]?\s*(?:for\s+|lasting\s+)?{_NUMBER}\s?{_UNIT}\s*[)\]]?\s*\.?\s*\Z", re.IGNORECASE
)
_COUNT = re.compile(
    rf"\b{_NUMBER}\s+(scenes?|steps?|slides?|shots?|parts?|chapters?|frames?)\b", re.IGNORECASE
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
    rf"(?:(?<=[.;!\n]\s)|(?<=\n)|^)(?:each|every|all)\s(?:\w{{1,12}}\s){{0,2}}(?:lasts?|takes?|is|are|should (?:last|be|take))\s(?:about\s)?{_NUMBER}[\s-]?{_UNIT}(?:\slong)?\.?",
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
_QUOTED = r"(?:\"([^\"\n]{1,90})\"|“([^”\n]{1,90})”|'([^'\n]{1,90})'(?!\w))"
_UNTITLED = "Storyboard"
_OPEN = "(to be filled in)"
_TITLED = re.compile(rf"[,;]?\s*\b(?:titled|entitled|title|called|named)\s*:?\s*(?:is\s+)?{_QUOTED}")
_ENDED = re.compile(
    rf"\b(?:end card|ending card|closing card|end (?:it )?with the (?:text|words))(?: of [\d.]+ seconds)?\s*:?\s*{_QUOTED}",
    re.IGNORECASE,
)
_CARDS = re.compile(r"Title card of ([\d.]{1,5}) seconds, end card of ([\d.]{1,5}) seconds")
_COLOURED = re.compile(r"Colours: (#[0-9a-f]{6}), (#[0-9a-f]{6}), (#[0-9a-f]{6})\.")
_ABOUT = re.compile(
    r"\b(?:video|promo|clip|animation|storyboard|explainer|teaser|trailer|advert|ad|spot|film|slideshow|story|intro|commercial|reel)\b(?:\s+video)?(?:\swith\s(?:\w{1,15}\s){1,3}?)?\s*(?:for|about|on|of|showing|explaining|to promote|introducing)\s+(?:an?\s+|the\s+|our\s+|my\s+)?([^\n.:;,]{2,60})|\b(?:tutorial|how)\b[^\n.:;,]*?\b(how to [^\n.:;,]{2,50})",
    re.IGNORECASE,
)
_OF_KIND = re.compile(
    r"(?:(?:make|create|write|i need|i want)\s)?(?:an?\s|the\s|our\s)?((?:[^\W\d_][\w'-]{1,20}\s){1,3})(?:video|promo|clip|teaser|trailer|advert|ad|spot|storyboard)\s?:",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:short|quick|animated|animation|simple|nice|new|seconds?|minutes?|explainer|social|media|for|me|of|my|please)\b",
    re.IGNORECASE,
)
_COUNTDOWN = re.compile(
    r"\bcount(?:s|ing)?[\s-]?down\s+from\s+(\d{1,2})(?:\s+to\s+(\d{1,2}))?(?:[\s,]*(?:then|and then|followed by|and)\s+(?:show\s+)?([^\n.]{2,80}))?",
    re.IGNORECASE,
)


def read_story(prompt: str) -> Story:
    """Read a prompt; raises `NoScenes`."""
    text = visible(prompt).strip()
    look = read_look(text)
    cards, colours, ended, titled = (
        _CARDS.search(text),
        _COLOURED.search(text),
        _ENDED.search(text),
        _TITLED.search(text),
    )
    body = text
    for match in (titled, ended, cards, colours):
        if match:
            body = body.replace(match[0], " ")
    scenes = _scenes(body)[:MOST_SCENES]
    if not scenes:
        raise NoScenes
    title = _group(titled) if titled else _derived(body) or look.brand or _UNTITLED
    opening, ending = (float(cards[1]), float(cards[2])) if cards else (3.0, 3.0)
    timed = _timed(scenes, body, opening + ending, fixed=cards is not None)
    if not cards and (total := _total(body)) and total < opening + ending + 2 * len(scenes):
        opening = ending = max(0.5, round(total * 0.12, 1))
        timed = _timed(scenes, body, opening + ending, fixed=False)
    accent, second, ground = (
        colours.groups()
        if colours
        else (look.palette.accent, look.palette.series[1], look.palette.background)
    )
    closing = _group(ended) if ended else _closing(text) or (title if title != _UNTITLED else "The end")
    notes = (
        ("the prompt does not say what happens in the scenes: they are to be filled in",)
        if any(scene.text.endswith(_OPEN) for scene in scenes)
        else ()
    )
    return Story(
        title[:90],
        tuple(timed),
        closing[:90],
        min(opening, LONGEST),
        min(ending, LONGEST),
        accent,
        second,
        ground,
        notes,
    )


def _group(match: re.Match[str]) -> str:
    return " ".join(next((part for part in match.groups() if part), "").split())


def _derived(text: str) -> str:
    named = re.search(r"\bfor\s[^:.\n]{0,40}?(?<!\w)['\"“]([^'\"”\n]{2,50})['\"”]", text)
    if named:
        return named[1]
    match = _ABOUT.search(text)
    if match is None:
        kind = _OF_KIND.match(text)
        name = kind[1].strip() if kind and not _PLAIN.search(kind[1]) else ""
        return name[:1].upper() + name[1:]
    words = re.split(r"\s+(?:with|in|that|which|having|using|lasting)\s", _group(match))[0].strip()
    return words[:1].upper() + words[1:]


def _closing(text: str) -> str:
    found = re.search(
        r"\b((?:www\.)?[a-z0-9-]{2,40}\.(?:com|org|net|io|dev|app|de|co\.uk|eu))\b", text, re.IGNORECASE
    )
    return found[1] if found else ""


# ---- scenes --------------------------------------------------------------------------------------------


def _scenes(body: str) -> list[Scene]:
    down = _COUNTDOWN.search(body)
    if down:
        return _countdown(down)
    bullets = _BULLET.findall(body)
    if bullets:
        return _made(bullets)
    body = _ALL_EACH.sub(" ", body)
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
        parts = _sentences(rest)
        if len(parts) < 2:
            parts = re.split(r"\s*[,;]\s*(?:and\s+|then\s+)*|\s+(?:and then|then)\s+", rest.rstrip("."))
            last = re.split(r"\s+and\s+", parts[-1])
            parts[-1:] = last if len(parts) > 1 and len(last) == 2 else [parts[-1]]
        told = [part for part in parts if not _STYLE.fullmatch(part.strip(" ."))]
        if found := _made(told):
            return found
    told = _told(body)
    found = _made(told)
    if found and (len(found) > 1 or _LEAD.match(told[0])):
        return found
    return _placeholders(body)


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
    return words if re.fullmatch(rf"\s*{_NUMBER}\s?{_UNIT}\s*", words, re.IGNORECASE) else ""


def _unquoted(text: str) -> str:
    """A text without the quotes around the whole of it, or around its first words where more follows."""
    text = text.strip().removesuffix(".").strip()
    whole = re.match(_QUOTED, text)
    if whole and whole.end() < len(text) and re.match(r"\s\w", text[whole.end() :]):
        return f"{_group(whole)}{text[whole.end() :]}"
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
        rf"\s*(?:in\s)?(?:total|length|duration|about)?(?:\slength)?(?:\s?(?:of|:))?\s*{_NUMBER}[\s-]?{_UNIT}(?:\s(?:long|in total|total))?\.?\s*",
        part,
        re.IGNORECASE,
    ):
        return None
    own = _OWN.search(part)
    if own and own.start() > 0:
        seconds = _seconds(own[1], own[2])
        part = part[: own.start()]
    words = _SHOW.sub("", _LEAD.sub("", part.strip(" -–•,;\n\t")))
    heading, colon, text = words.partition(": ")
    if not colon or len(heading) > 40 or not text.strip():
        heading, text = "", words
    text = _unquoted(text)
    if not re.search(r"\w", text):
        return None
    heading = heading.strip()
    heading = re.sub(r"^(?:our|the|my|a)\s+", "", heading, flags=re.IGNORECASE)
    return Scene(
        (heading[:1].upper() + heading[1:])[:40],
        (text if "." in text.split()[0] else text[:1].upper() + text[1:])[:240],
        seconds,
    )


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
    return [Scene(f"{word} {at + 1}", f"What happens here {_OPEN}") for at in range(min(count, 20))]


# ---- lengths -------------------------------------------------------------------------------------------


def _number(word: str) -> float:
    return float(COUNTS.get(word.lower(), 0) or word)


def _seconds(number: str, unit: str) -> float:
    return min(max(_number(number) * (60 if unit.lower().startswith("min") else 1), 0.5), LONGEST)


def _pair(match: re.Match[str] | None) -> float:
    if match is None:
        return 0.0
    parts = [part for part in match.groups() if part]
    return _seconds(parts[0], parts[1])


def _total(body: str) -> float:
    return _pair(_TOTAL.search(_EACH.sub(" ", body)))


def _timed(scenes: list[Scene], body: str, cards: float, *, fixed: bool) -> list[Scene]:
    """The scenes with their lengths: their own, else the one of each, else a share of the whole, else by the words."""
    each = _pair(_EACH.search(body))
    total = 0.0 if fixed or each else _total(body)
    taken = sum(scene.seconds for scene in scenes)
    free = [scene for scene in scenes if not scene.seconds]
    share = round(max((total - cards - taken) / len(free), 0.5), 2) if total and free else 0.0
    return [
        scene if scene.seconds else replace(scene, seconds=each or share or _by_words(scene.text))
        for scene in scenes
    ]


def _by_words(text: str) -> float:
    """Time enough to read a text: three seconds, and more where it is long."""
    return float(min(12, max(3, round(1.5 + len(text.split()) / 2.5))))
