"""How an output shall look, read from a prompt: brand, subject, colours with readable contrast, and tone."""

from __future__ import annotations

import colorsys
import re
import zlib
from dataclasses import dataclass
from enum import Enum

from getcode_lsp.service.engines.scaffold import stopping
from getcode_lsp.service.engines.scaffold.brands import QUOTED, find_brand
from getcode_lsp.service.engines.scaffold.colours import (
    MODIFIERS,
    NAMED,
    Palette,
    counterpart,
    hexadecimal,
    luminance,
    palette,
    saturation,
    shade,
)

LONGEST = 4000
"""Characters of a prompt in which its look is looked for."""


class Tone(Enum):
    """The manner that a prompt asks for."""

    NEUTRAL = "neutral"
    FORMAL = "formal"
    FRIENDLY = "friendly"
    PLAYFUL = "playful"
    ELEGANT = "elegant"
    MINIMAL = "minimal"
    BOLD = "bold"
    TECHNICAL = "technical"


class Scheme(Enum):
    """Whether an output is light, dark, or as the reader's system prefers."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """What a prompt says of an output's look.

    `brand` is the name as written, "" where there is none; `subject` is what it is, as in "bakery", or "".
    `palette` is the one to use; `dark` is the one for readers who prefer dark, of use where `scheme` is AUTO.
    `colours` are the ones that the prompt names, as #rrggbb in its order.
    """

    brand: str
    subject: str
    palette: Palette
    dark: Palette
    scheme: Scheme
    colours: tuple[str, ...]
    tone: Tone


_MODIFIER = "|".join(MODIFIERS)
_NAME = "|".join(sorted(NAMED, key=len, reverse=True))
_COLOUR = (
    rf"(?:\#(?:[0-9a-f]{{8}}|[0-9a-f]{{6}}|[0-9a-f]{{3,4}})\b|rgba?\([^)]{{5,40}}\)|hsla?\([^)]{{5,40}}\)|"
    rf"\b(?:(?:very\s+)?(?:{_MODIFIER})[\s-]+){{0,2}}(?:{_NAME})(?:ish)?(?:[\s-]+(?:{_NAME}))?\b)"
)
_JOIN = r"(?:\s*(?:,\s*and|,|\band\b|&|\+|/|\bon\b|\bwith\b|\bto\b|-)\s*(?:an?\s+|some\s+)?)"
_GROUP = re.compile(rf"{_COLOUR}(?:{_JOIN}{_COLOUR})*", re.IGNORECASE)
_ONE = re.compile(_COLOUR, re.IGNORECASE)
_ROLE = (
    "colou?rs?|theme|themed|palette|scheme|tones?|accents?|accented|background|backgrounds|bg|buttons?|design|style|"
    "styling|branding|shades?|text|headings?|headlines?|look|highlights?|links?|details|bars?|lines?|slices|gradient|"
    "hues?|touches|elements|primary|secondary|sky|sea|sun|logo|circle|square|letters?|font|dots?"
)
_AFTER = re.compile(rf"[\s-]*(?:{_ROLE})\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:\b(?:in|use|uses|using|used|be|is|are|{_ROLE}|of|plus|primary|secondary|main)\b\s*(?::|=|-|are|is|of|in|as)?"
    r"\s*(?:an?|the|mostly|only|just|mainly|some)?\s*)\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:\Z|[.,;:!?)\n]|(?:with|for|and|on|but|that|which|in|plus|as|so|please|where)\b)", re.IGNORECASE
)
_AMBIGUOUS = frozenset(
    """orange olive lime salmon cream chocolate coffee caramel wine peach apricot plum mint sage rose copper bronze gold
    silver sand sky forest brick rust moss coral amber ruby emerald mustard aubergine tan jade slate azure""".split()
)
_BACKGROUND = re.compile(r"\s*(?:page\s+)?(?:background|bg)\b", re.IGNORECASE)
_BACKGROUND_BEFORE = re.compile(
    r"\b(?:background|bg)(?:\s+(?:colou?r|is|in|of))*\s*[:=]?\s*(?:an?\s+)?\Z|\bon\s+(?:an?\s+)?\Z",
    re.IGNORECASE,
)
_TEXT = re.compile(r"\s*(?:text|letters|font|writing|headings?|headlines?)\b", re.IGNORECASE)
_DARK = re.compile(
    r"\bdark[\s-]+(?:theme|mode|background|design|style|look|ui|interface|colou?r\s+scheme|version|page|layout|aesthetic)|"
    r"\b(?:in\s+dark(?!\s+(?:"
    + _NAME
    + r"))|dark\s+and\s+(?:moody|modern|sleek|minimal)|night\s+mode|darkmode)\b|"
    r"^(?:a|an|create\s+a|build\s+a|make\s+a)?\s*dark,?\s+(?!" + _NAME + r")",
    re.IGNORECASE,
)
_LIGHT = re.compile(r"\b(?:light|bright|white)[\s-]+(?:theme|mode|background|design|ui)\b", re.IGNORECASE)
_SWITCH = re.compile(
    r"\b(?:dark[\s-]*(?:mode)?\s*(?:/|and|&|or)\s*light|light[\s-]*(?:mode)?\s*(?:/|and|&|or)\s*dark|"
    r"(?:dark[\s-]*mode|theme|dark)[\s-]+(?:toggle|switch(?:er)?|button)|toggle\s+for\s+(?:the\s+)?dark|"
    r"(?:supports?|with)\s+(?:a\s+)?dark\s+mode\s+(?:support|option))",
    re.IGNORECASE,
)
_MOODS = (
    (r"warm|cosy|cozy|autumn\w*|sunset", "#c2562d", "#fdf6ec"),
    (r"cool|icy|winter\w*|ocean|nautical|marine", "#1d6fa5", "#f3f8fb"),
    (r"earthy?|earth\s+tones?|natural|rustic|organic", "#6f6a2e", "#f7f3e8"),
    (r"pastels?", "#9b7fd1", "#fbf7ff"),
    (r"monochrom\w*|black[\s-]and[\s-]white|greyscale|grayscale", "#1c1c1e", "#ffffff"),
    (r"vibrant|vivid|colou?rful|lively|bright|bold", "#e0357f", "#fffafc"),
    (r"neon|cyberpunk|synthwave|retrowave", "#22e0c8", "#0d0b1a"),
    (r"luxur\w+|premium|opulent", "#a9823a", "#fbf9f4"),
    (r"calm\w*|soothing|serene|relax\w+", "#3f7f78", "#f5f9f7"),
    (r"tropical|summer\w*|spring\w*", "#0f9d7a", "#f6fcf6"),
    (r"vintage|retro", "#b5523b", "#f7efdd"),
)  # fmt: skip
_MOOD_NOUN = r"[\s-]+(?:\w+\s+)?(?:colou?rs?|tones?|palette|colou?r\s+(?:scheme|palette)|shades?|hues|theme|look|feel|vibe|design|style)\b"
_SUBJECTS = (
    (r"bak\w+|bread|cafe|café|coffee|patisserie|pastr\w+|restaurant|bistro|pizz\w+|burger\w*", "#b4532a"),
    (r"law\w*|attorney|notary|bank\w*|financ\w*|account\w*|insur\w*|consult\w*|invest\w*|audit\w*", "#1f3a68"),
    (r"clinic\w*|dent\w*|doctor\w*|health\w*|medic\w*|pharmac\w*|physio\w*|hospital\w*|vet\w*", "#0f7a7a"),
    (r"garden\w*|plant\w*|flor\w+|flower\w*|eco\w*|sustainab\w*|organic|farm\w*|hik\w+|outdoor\w*|park|tree\w*", "#2f7a3d"),
    (r"yoga|spa|massage|wellness|meditat\w*|pilates", "#5f7a5a"),
    (r"kids?|child\w*|toy\w*|kindergarten|school\w*|pet\w*|dogs?|cats?", "#d2571e"),
    (r"fitness|gym|sport\w*|running|cycl\w+|boxing|crossfit", "#d02c2c"),
    (r"wedding\w*|beaut\w+|salon|fashion|jewel\w*|cosmetic\w*|perfume\w*", "#a8456a"),
    (r"photograph\w*|architect\w*|art\w*|galler\w*|museum|design\w*|studio", "#2b2b30"),
    (r"tech\w*|software|saas|app|cloud|data\w*|develop\w*|crypto\w*|ai|startup\w*|analytic\w*|api", "#3b4fd8"),
    (r"travel\w*|hotel\w*|beach|sail\w*|surf\w*|boat\w*|holiday\w*|water", "#0f73a8"),
    (r"music\w*|band|festival\w*|concert\w*|club|gam\w+|esport\w*|podcast\w*", "#7a2fc4"),
)  # fmt: skip
_DEFAULTS = ("#2f5bd0", "#0f766e", "#b0413e", "#6d3fc0", "#2e6f40", "#a8511a")
_TONES = (
    (Tone.PLAYFUL, r"playful|fun|quirky|whimsical|childlike|cheerful|cute|for\s+(?:kids|children)|funny"),
    (Tone.ELEGANT, r"elegant|luxur\w+|sophisticated|refined|classy|premium|editorial|wedding|romantic|high[\s-]end|stylish"),
    (Tone.MINIMAL, r"minimal\w*|simple\s+and\s+clean|clean|sparse|plain|understated"),
    (Tone.TECHNICAL, r"technical|developer|hacker|terminal|engineering|geeky|monospace\w*|cli|nerdy"),
    (Tone.BOLD, r"bold|striking|loud|energetic|brutalist|edgy|daring|high[\s-]impact|dramatic"),
    (Tone.FORMAL, r"formal|serious|corporate|official|legal|professional|business[\s-]like|conservative|trustworthy"),
    (Tone.FRIENDLY, r"friendly|warm|welcoming|casual|informal|cosy|cozy|approachable|relaxed|inviting|personal"),
)  # fmt: skip
_SUBJECT = re.compile(
    r"\b(?:for|(?<=page\s)of|(?<=site\s)of|(?<=blog\s)of|(?<=shop\s)of|about|promoting|presenting|on\s+behalf\s+of)\s+(?:an?|the|my|our|your|his|her|their|some|this)\s+"
    r"((?:(?!called\b|named\b|with\b|that\b|which\b|and\b|in\b|at\b|on\b|who\b|featuring\b|including\b|to\b|from\b|"
    r"where\b|for\b|about\b|using\b|has\b|is\b|based\b|near\b|titled\b|whose\b|selling\b|offering\b|making\b|serving\b|showing\b|looking\b|located\b|specialising\b|specializing\b|running\b|helping\b|of\b(?!\s+\w+\s+(?:called|named)))"
    r"[^\W\d_][\w'’&-]*\s*){1,5})",
    re.IGNORECASE,
)


def read_look(prompt: str) -> Look:
    """Read brand, subject, colours and tone; what the prompt leaves open is chosen by its subject, always alike."""
    stopping.check()
    brand, bare = _without_names(prompt[:LONGEST])
    found = _colours(bare)
    subject = _subject(bare)
    scheme = _scheme(bare, found)
    accent, background, ink, second = _roles(found) if found else (*_mood(bare, brand, subject), "", "")
    if scheme is Scheme.DARK and (not background or luminance(background) > 0.18):
        background = "" if background and luminance(background) > 0.18 else background
        base = palette(accent)
        own = counterpart(base, accent)
        return Look(brand, subject, own, own, scheme, _named_colours(found), _tone(bare))
    light = palette(accent, background, ink, second)
    return Look(brand, subject, light, counterpart(light, accent), scheme, _named_colours(found), _tone(bare))


def names_colours(text: str) -> bool:
    """Whether a piece of a prompt says which colours to use; as `read_look` finds them, without the rest of its work."""
    return bool(_colours(_without_names(text[:LONGEST])[1]))


def _without_names(text: str) -> tuple[str, str]:
    """The brand that a text names, and the text without it and without what stands in quotes."""
    brand = find_brand(text)
    bare = QUOTED.sub(" ", text)
    return brand, bare.replace(brand, " ") if brand else bare


def named_colour(text: str) -> str:
    """The colour of one phrase as #rrggbb ("dark green", "#0a0", "rgb(0, 128, 0)"), or "" where it is none."""
    match = _ONE.fullmatch(text.strip())
    return _value(match[0]) if match else ""


@dataclass(frozen=True, slots=True)
class _Found:
    colour: str
    role: str


def _named_colours(found: list[_Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.colour for one in found))


def _colours(text: str) -> list[_Found]:
    found: list[_Found] = []
    for group in _GROUP.finditer(text):
        before, after = text[: group.start()], text[group.end() :]
        if not _means_colour(group[0], before, after):
            continue
        ones = list(_ONE.finditer(group[0]))
        for at, one in enumerate(ones):
            last = at == len(ones) - 1
            own_before = before if at == 0 else group[0][: one.start()]
            found.append(_Found(_value(one[0]), _role(own_before, after if last else "")))
    return [one for one in found if one.colour]


def _means_colour(group: str, before: str, after: str) -> bool:
    """Whether a name of a colour is one here, not orange juice, nor a choice of a field."""
    if re.search(r"\bcolou?rs?\s*\(\s*\Z", before):
        return False
    if "#" in group or "(" in group:
        return not before.endswith(("&", "/"))
    led, followed = _BEFORE.search(before) is not None, _AFTER.match(after) is not None
    if followed:
        return True
    words = {word.lower() for word in re.findall(r"[a-z]+", group, re.IGNORECASE)}
    plain = bool(words - _AMBIGUOUS - (set(MODIFIERS) - set(NAMED)) - {"and", "on", "with", "to", "a", "an"})
    return (led or plain) and _ENDS.match(after) is not None and (led or _starts(before))


def _starts(before: str) -> bool:
    """Whether a colour may stand here without a word that announces it: after "with", a comma or at the start."""
    return (
        re.search(r"(?:\A|[,;:.(\n]|\b(?:with|and|a|an|the|them|it|page|website|site)\b)\s*\Z", before)
        is not None
    )


def _value(text: str) -> str:
    lower = text.lower()
    if lower.startswith("#"):
        digits = lower[1:]
        return "#" + ("".join(d * 2 for d in digits[:3]) if len(digits) < 6 else digits[:6])
    if "(" in lower:
        return _function(lower)
    words = re.findall(r"[a-z]+", lower)
    names = [word.removesuffix("ish") if word not in NAMED else word for word in words]
    names = [name + "e" if name + "e" in NAMED and name not in NAMED else name for name in names]
    base = next((name for name in reversed(names) if name in NAMED), "")
    if not base:
        return ""
    if "off" in names and base == "white":
        return "#faf8f3"
    colour = NAMED[base]
    for name in names:
        if name in MODIFIERS and name != base:
            colour = shade(colour, *MODIFIERS[name])
    return colour


def _function(text: str) -> str:
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)[:3]]
    if len(numbers) < 3:
        return ""
    if text.startswith("rgb"):
        return hexadecimal(*(n / 255 for n in numbers))
    return hexadecimal(
        *colorsys.hls_to_rgb(numbers[0] % 360 / 360, min(numbers[2], 100) / 100, min(numbers[1], 100) / 100)
    )


def _role(before: str, after: str) -> str:
    if _BACKGROUND.match(after) or _BACKGROUND_BEFORE.search(before):
        return "background"
    if _TEXT.match(after) or re.search(
        r"\b(?:text|font)(?:\s+colou?r)?(?:\s+(?:is|in))?\s*[:=]?\s*\Z", before, re.IGNORECASE
    ):
        return "text"
    return ""


def _roles(found: list[_Found]) -> tuple[str, str, str, str]:
    """Accent, background, text and second accent, from the colours that a prompt names."""
    background = next((one.colour for one in found if one.role == "background"), "")
    ink = next((one.colour for one in found if one.role == "text"), "")
    rest = [one.colour for one in found if not one.role] or [one.colour for one in found]
    colourful = [colour for colour in rest if saturation(colour) > 0.13 and luminance(colour) < 0.72]
    accent = (colourful or rest)[0]
    if not background:
        # "dark green and cream": the lightest one is what the page is printed on.
        pale = [c for c in rest if luminance(c) > 0.72 and c != accent]
        black = [c for c in rest if luminance(c) < 0.03 and c != accent and saturation(c) < 0.3]
        background = pale[0] if pale else black[0] if black and not pale else ""
    if background == accent:
        background = ""
    second = next((c for c in (*colourful, *rest) if c not in (accent, background)), "")
    return accent, background, ink, second


def _mood(text: str, brand: str, subject: str) -> tuple[str, str]:
    for words, accent, background in _MOODS:
        if re.search(rf"\b(?:{words})(?:,?\s+(?:and\s+)?\w+)?{_MOOD_NOUN}", text, re.IGNORECASE):
            return accent, background
    plain = re.sub(r"\b[\w-]+\s+(?:design|style|look|layout)\b", " ", text, flags=re.IGNORECASE)
    for place in (subject, plain):
        for words, accent in _SUBJECTS:
            if place and re.search(rf"\b(?:{words})\b", place, re.IGNORECASE):
                return accent, ""
    return _DEFAULTS[
        zlib.crc32((brand or subject or text.strip().lower()).encode("utf-8", "replace")) % len(_DEFAULTS)
    ], ""


def _scheme(text: str, found: list[_Found]) -> Scheme:
    if _SWITCH.search(text):
        return Scheme.AUTO
    if _DARK.search(text):
        return Scheme.DARK
    if _LIGHT.search(text) or any(one.role == "background" for one in found):
        return Scheme.LIGHT
    return Scheme.LIGHT if len(found) > 1 else Scheme.AUTO


def _tone(text: str) -> Tone:
    hits = [
        (match.start(), tone)
        for tone, words in _TONES
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)
    ]
    return min(hits, key=lambda hit: hit[0])[1] if hits else Tone.NEUTRAL


def _subject(text: str) -> str:
    match = _SUBJECT.search(text)
    words = " ".join(match[1].split()) if match else ""
    return (
        ""
        if re.fullmatch(r"(?:company|business|brand|client|page|website|site|following|team)?", words)
        else words
    )
