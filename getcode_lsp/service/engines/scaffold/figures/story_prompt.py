"""A storyboard out of a prompt: its title, its scenes with their lengths, the words at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from getcode_lsp.service.engines.scaffold.figures.lexing import visible
from getcode_lsp.service.engines.scaffold.figures.story_scenes import (
    LONGEST,
    NUMBER,
    OPEN,
    QUOTED,
    UNIT,
    Scene,
    group,
    in_seconds,
    read_scenes,
)
from getcode_lsp.service.engines.scaffold.look import read_look

MOST_SCENES = 60


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


_EACH = re.compile(
    rf"\b(?:of|for|lasting|at|takes?|,)?\s*{NUMBER}[\s-]*{UNIT}\s*(?:each|per (?:scene|slide|step)|a scene|long each)|\b(?:scenes?|slides?|steps?|shots?)\s+(?:of|with|lasting)\s+{NUMBER}[\s-]*{UNIT}|\b(?:each|every)\s+(?:(?:scene|step|slide|shot|part|one)\s+)?(?:lasts?|takes?|is|for)?\s*{NUMBER}[\s-]*{UNIT}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\b{NUMBER}[\s-]*{UNIT}(?:[\s-]+(?:long|total))?\s+(?:(?:\w+\s+){{0,3}}?(?:video|promo|clip|animation|ad|advert|spot|film|intro|teaser|trailer|explainer|story|storyboard|commercial))|\b(?:total(?:\s+length)?|length|duration|lasting|long)\s*(?:of|:|is)?\s*{NUMBER}[\s-]*{UNIT}|\bin\s+{NUMBER}[\s-]*{UNIT}|,\s*{NUMBER}[\s-]*{UNIT}\s*\.?\s*\Z|(?<=[a-z]),\s{NUMBER}[\s-]?{UNIT}\s?:\s",
    re.IGNORECASE,
)
_UNTITLED = "Storyboard"
_TITLED = re.compile(rf"[,;]?\s*\b(?:titled|entitled|title|called|named)\s*:?\s*(?:is\s+)?{QUOTED}")
_PLAINLY_TITLED = re.compile(
    r"(?:^|(?<=[.;]\s)|(?<=\n))title\s?:\s?([^\n.\"“']{2,60})(?:[.\n]\s?|\Z)", re.IGNORECASE
)
_ENDED = re.compile(
    rf"\b(?:(?:caption|text|words|slogan) at the (?:very )?end|(?<=[;.]\s)(?:with\s)?(?:the\s|our\s)?slogan(?=[^.;\n]{{2,95}}\Z)|end card|ending card|closing card|end (?:it )?with the (?:text|words))(?: of [\d.]+ seconds)?\s*:?\s*{QUOTED}",
    re.IGNORECASE,
)
_CARDS = re.compile(r"Title card of ([\d.]{1,5}) seconds, end card of ([\d.]{1,5}) seconds")
_COLOURED = re.compile(r"Colours: (#[0-9a-f]{6}), (#[0-9a-f]{6}), (#[0-9a-f]{6})\.")
_ABOUT = re.compile(
    r"\b(?:video|promo|clip|animation|storyboard|explainer|teaser|trailer|advert|ad|spot|film|slideshow|story|intro|commercial|reel)\b(?:\s+video)?(?:\swith\s(?:\w{1,15}\s){1,3}?)?\s*(?:for|about|on|of|showing|explaining|that explains|to promote|introducing)\s+(?:an?\s+|the\s+|our\s+|my\s+)?([^\n.:;,]{2,60})|\b(?:tutorial|how)\b[^\n.:;,]*?\b(how to [^\n.:;,]{2,50})|^(how to [^\n.:;,]{2,50})(?=[:\n])",
    re.IGNORECASE,
)
_OF_KIND = re.compile(
    r"(?:(?:make|create|write|i need|i want)\s)?(?:an?\s|the\s|our\s)?((?:[^\W\d_][\w'-]{1,20}\s){1,3})(?:video|promo|clip|teaser|trailer|advert|ad|spot|storyboard)\s?:",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"(?:(?:please|make|create|write|draw|animate|i need|i want)\s)*(?:me\s)?(?:an?\s|the\s|our\s)?(?:(?:\d{1,3}|[a-z]{3,9})[\s-](?:seconds?|secs?|minutes?)\s)?(?:animated\s|short\s)*"
    r"([^\W\d][^\n:.;,\"“]{2,30}?\s(?:for|about|of|on)\s[^\n:.;,\"“]{2,40}?)\s?[:\n]",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\b(?:scenes?|slides?|steps?|shots?|parts?|frames?|seconds?|captions?|countdown)\b", re.IGNORECASE
)
_PLAIN = re.compile(
    r"\b(?:short|quick|animated|animation|simple|nice|new|seconds?|minutes?|explainer|social|media|for|me|of|my|please)\b",
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
    titled = titled or _PLAINLY_TITLED.search(text)
    body = text
    for match in (titled, ended, cards, colours):
        if match:
            body = body.replace(match[0], " ")
    scenes = read_scenes(body)[:MOST_SCENES]
    if not scenes:
        raise NoScenes
    title = group(titled) if titled else _derived(body) or look.brand or _UNTITLED
    opening, ending = (float(cards[1]), float(cards[2])) if cards else (3.0, 3.0)
    timed = _timed(scenes, body, opening + ending, fixed=cards is not None)
    told = all(scene.seconds for scene in scenes)  # then the last "5 seconds" are those of the last scene
    if not cards and not told and (total := _total(body)) and total < opening + ending + 2 * len(scenes):
        opening = ending = max(0.5, round(total * 0.12, 1))
        timed = _timed(scenes, body, opening + ending, fixed=False)
    accent, second, ground = (
        colours.groups()
        if colours
        else (look.palette.accent, look.palette.series[1], look.palette.background)
    )
    closing = group(ended) if ended else _closing(text) or (title if title != _UNTITLED else "The end")
    notes = (
        ("the prompt does not say what happens in the scenes: they are to be filled in",)
        if any(scene.text.endswith(OPEN) for scene in scenes)
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


def _derived(text: str) -> str:
    named = re.search(r"\bfor\s[^:.\n]{0,40}?(?<!\w)['\"“]([^'\"”\n]{2,50})['\"”]", text)
    if named:
        return named[1]
    match = _ABOUT.search(text)
    if match is None:
        kind = _OF_KIND.match(text)
        name = kind[1].strip() if kind and not _PLAIN.search(kind[1]) else ""
        lead = _OF_WHAT.match(text)
        name = lead[1] if lead and not name and not _PARTS.search(lead[1]) else name
        return name[:1].upper() + name[1:]
    words = re.split(r"\s+(?:with|in|that|which|having|using|lasting)\s", group(match))[0].strip()
    return words[:1].upper() + words[1:]


def _closing(text: str) -> str:
    found = re.search(
        r"\b((?:www\.)?[a-z0-9-]{2,40}\.(?:com|org|net|io|dev|app|de|co\.uk|eu))\b", text, re.IGNORECASE
    )
    return found[1] if found else ""


def _pair(match: re.Match[str] | None) -> float:
    if match is None:
        return 0.0
    parts = [part for part in match.groups() if part]
    return in_seconds(parts[0], parts[1])


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
