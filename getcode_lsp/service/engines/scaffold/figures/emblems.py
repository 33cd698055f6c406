"""Logos, badges, banners, avatars, patterns, flags and rows of icons."""

from __future__ import annotations

import math
import re

from getcode_lsp.service.engines.scaffold.colours import mix, readable
from getcode_lsp.service.engines.scaffold.figures.icons import icon
from getcode_lsp.service.engines.scaffold.figures.picture import Motif, Picture, Thing
from getcode_lsp.service.engines.scaffold.figures.svg import number, tag, text, width_of, wrapped

Drawn = tuple[float, float, list[str]]


def initials(words: str) -> str:
    """Up to two initials of a name: "BT" for Bean There."""
    found: list[str] = re.findall(r"[^\W_]+", words)
    if not found:
        return ""
    if len(found) == 1:
        capitals = re.findall(r"[A-ZÀ-Þ0-9]", found[0])
        return (
            "".join(capitals[:2])
            if len(capitals) > 1 and not found[0].isupper()
            else found[0][: 2 if found[0].isupper() and len(found[0]) < 3 else 1].upper()
        )
    parts = [word for word in found if word.lower() not in ("the", "and", "of", "a", "an", "for")] or found
    return (parts[0][0] + parts[1][0] if len(parts) > 1 else parts[0][0]).upper()


_BOLD = 1.1
"""How much wider bold letters are."""


def fitted(words: str, wide: float, largest: float, smallest: float = 10.0) -> float:
    """The size at which a text in bold is no wider than that."""
    return max(smallest, min(largest, wide / max(width_of(words, _BOLD), 0.1)))


def draw_logo(picture: Picture) -> Drawn:
    """A mark (a thing of the library, or initials) beside the name."""
    if not picture.words and picture.things:  # a mark alone
        return draw_icons(picture)
    ground, accent = picture.ground, picture.accent
    name = picture.words or "Logo"
    shape = picture.things[0] if picture.things else Thing("circle")
    if shape.name in _SHAPES and len(name) < 4 and name.isupper():
        return _letters(picture, name, shape)
    size = fitted(name, 380, 64, 18)
    wide = 190 + min(width_of(name, size * _BOLD), 420) + 40
    high = 200.0
    parts = [_ground(wide, high, ground)]
    on = readable("#ffffff", accent, least=3)
    tile = mix(ground, accent, 0.16) if picture.things else accent
    parts.append(tag("rect", x=40, y=40, width=120, height=120, rx=_corner(name), fill=tile))
    if picture.things:
        thing = picture.things[0]
        parts.append(icon(thing.name, thing.colour or accent, 62, 62, 76))
    else:
        mark = initials(name) or "•"
        parts.append(tag("circle", cx=128, cy=72, r=26, fill=picture.second, fill_opacity=0.55))
        parts.append(
            text(
                100,
                100 + fitted(mark, 84, 58) * 0.36,
                mark,
                font_size=fitted(mark, 84, 58),
                font_weight="700",
                text_anchor="middle",
                fill=on,
            )
        )
    ink = readable(accent, ground, least=4.5)
    lines = wrapped(name, size, 420, 2)
    middle = 100 + size * 0.34 - (10 if picture.more else 0) - (len(lines) - 1) * size * 0.55
    for at, line in enumerate(lines):
        parts.append(text(186, middle + at * size * 1.1, line, font_size=size, font_weight="700", fill=ink))
    if picture.more:
        more = fitted(picture.more, 400, 20, 10)
        parts.append(
            text(
                188,
                middle + (len(lines) - 1) * size * 1.1 + 30,
                picture.more,
                font_size=more,
                fill=readable(mix(ink, ground, 0.3), ground),
            )
        )
        wide = max(wide, 188 + width_of(picture.more, more) + 30)
        parts[0] = _ground(wide, high, ground)
    return wide, high, parts


_SHAPES = frozenset("circle square triangle hexagon diamond star heart shield".split())


def _letters(picture: Picture, mark: str, shape: Thing) -> Drawn:
    """Letters within a shape, and nothing beside it."""
    colour = shape.colour or picture.accent
    room = {"triangle": 60.0, "star": 64.0, "heart": 90.0}.get(shape.name, 110.0)
    size = fitted(mark, room, 110)
    low = 34.0 if shape.name == "triangle" else 0.0
    letters = text(
        120, 120 + low + size * 0.36, mark, font_size=size, font_weight="700", text_anchor="middle",
        fill=readable("#ffffff", colour, least=3),
    )  # fmt: skip
    below = picture.more and text(
        120, 232, picture.more, font_size=fitted(picture.more, 220, 18, 9), text_anchor="middle",
        fill=readable(picture.accent, picture.ground, least=4.5),
    )  # fmt: skip
    high = 250.0 if picture.more else 240.0
    return (
        240.0,
        high,
        [_ground(240, high, picture.ground), icon(shape.name, colour, 20, 20, 200), letters, below],
    )


def _corner(name: str) -> float:
    return (28.0, 60.0, 16.0)[sum(map(ord, name)) % 3]


def _ground(wide: float, high: float, colour: str) -> str:
    return tag("rect", width=wide, height=high, fill=colour)


def draw_badge(picture: Picture) -> Drawn:
    """A badge of two parts, as on a project's page: what it is of, and its value."""
    left, right = picture.words, picture.more
    a, b = width_of(left, 13) + 18 if left else 0.0, width_of(right, 13) + 18
    wide, high = a + b, 26.0
    clip = tag("clipPath", tag("rect", width=wide, height=high, rx=5), id="round")
    dark = "#3c434d"
    parts = [
        tag("rect", width=a, height=high, fill=dark) if left else "",
        tag("rect", x=a, width=b, height=high, fill=picture.accent),
        text(a / 2, 17.5, left, font_size=13, text_anchor="middle", fill="#ffffff") if left else "",
        text(
            a + b / 2,
            17.5,
            right,
            font_size=13,
            text_anchor="middle",
            fill=readable("#ffffff", picture.accent),
            font_weight="600",
        ),
    ]
    return wide, high, [tag("defs", [clip]), tag("g", parts, clip_path="url(#round)")]


def _on_ground(picture: Picture, x: float, y: float, side: float) -> list[str]:
    """The thing of a banner; one in the colour of the ground stands on a light disc."""
    thing = picture.things[0]
    drawn = icon(thing.name, thing.colour, x, y, side)
    if thing.colour != picture.accent:
        return [drawn]
    light = mix(picture.accent, "#ffffff", 0.8)
    return [tag("circle", cx=x + side / 2, cy=y + side / 2, r=side * 0.62, fill=light), drawn]


def draw_banner(picture: Picture) -> Drawn:
    """Large words on a ground with soft shapes."""
    wide, high = map(float, picture.size)
    ink = readable("#ffffff", picture.accent, least=4.5)
    parts = [_ground(wide, high, picture.accent)]
    lighter, darker = mix(picture.accent, "#ffffff", 0.14), mix(picture.accent, "#000000", 0.14)
    parts.append(tag("circle", cx=wide * 0.92, cy=high * 0.1, r=high * 0.7, fill=lighter))
    parts.append(tag("circle", cx=wide * 0.04, cy=high * 1.05, r=high * 0.55, fill=darker))
    parts.append(
        tag("circle", cx=wide * 0.8, cy=high * 0.98, r=high * 0.2, fill=picture.second, fill_opacity=0.6)
    )
    room = wide * 0.86
    ink = readable(ink, picture.accent, lighter, darker, least=3)
    unit = min(high, wide * 0.6)  # of a tall picture the width says how large words can be
    lines = wrapped(picture.words, 1, max(room / (unit * 0.26), 4), 3)
    size = min(fitted(max(lines, key=len), room, unit * (0.34 if len(lines) == 1 else 0.24)), unit * 0.34)
    total = len(lines) * size * 1.15 + (size * 0.7 if picture.more else 0)
    left, above = bool(picture.things) and wide >= high * 1.3, bool(picture.things) and wide < high * 1.3
    y = (high - total) / 2 + size * 0.85
    x = wide / 2 + (high * 0.3 if left else 0)
    if above:
        side = min(wide * 0.5, (high - total) * 0.6)
        y = (high + side - total) / 2 + size * 0.85
        parts += _on_ground(picture, (wide - side) / 2, (high - total - side) / 2 - size * 0.1, side)
    if left:
        parts += _on_ground(picture, wide * 0.05, high * 0.25, high * 0.5)
        size = min(size, fitted(max(lines, key=len), wide * 0.9 - high * 0.7, size))
    for line in lines:
        parts.append(text(x, y, line, font_size=size, font_weight="700", text_anchor="middle", fill=ink))
        y += size * 1.15
    if picture.more:
        more = fitted(picture.more, room * 0.9, size * 0.45, 9)
        parts.append(text(x, y - size * 0.35, picture.more, font_size=more, text_anchor="middle", fill=ink))
    return wide, high, parts


def draw_avatar(picture: Picture) -> Drawn:
    """Initials, or a plain head and shoulders, in a circle."""
    on = readable("#ffffff", picture.accent, least=3)
    parts = [tag("circle", cx=128, cy=128, r=128, fill=picture.accent)]
    if picture.words:
        size = fitted(picture.words, 180, 104)
        parts.append(
            text(
                128,
                128 + size * 0.36,
                picture.words,
                font_size=size,
                font_weight="600",
                text_anchor="middle",
                fill=on,
            )
        )
    else:
        clip = tag("clipPath", tag("circle", cx=128, cy=128, r=128), id="round")
        body = [
            tag("circle", cx=128, cy=102, r=46, fill=on),
            tag("ellipse", cx=128, cy=232, rx=84, ry=72, fill=on),
        ]
        parts += [tag("defs", [clip]), tag("g", body, clip_path="url(#round)")]
    return 256, 256, parts


def draw_pattern(picture: Picture) -> Drawn:
    """A pattern that repeats: dots, stripes, waves, a grid, triangles, or a thing of the library."""
    wide, high = map(float, picture.size)
    name = picture.things[0].name if picture.things else "circle"
    side = 64.0
    light = mix(picture.ground, picture.accent, 0.08)
    if name == "stripe":
        cell = [
            tag(
                "path",
                d=f"M-8 {number(side)} L{number(side)} -8 M{number(side - 8)} {number(side + 8)} L{number(side + 8)} {number(side - 8)} M-8 8 L8 -8",
                stroke=picture.accent,
                stroke_width=14,
                fill="none",
            )
        ]
    elif name == "wave":
        cell = [
            tag("path", d=f"M0 {y} q16 -18 32 0 t32 0", fill="none", stroke=picture.accent, stroke_width=5)
            for y in (16, 48)
        ]
    elif name == "grid":
        cell = [
            tag(
                "path", d=f"M0 0 H{side:g} M0 0 V{side:g}", fill="none", stroke=picture.accent, stroke_width=4
            )
        ]
    elif name == "check":
        cell = [
            tag("rect", width=side / 2, height=side / 2, fill=picture.accent),
            tag("rect", x=side / 2, y=side / 2, width=side / 2, height=side / 2, fill=picture.accent),
        ]
    elif name == "triangle":
        cell = [
            tag("path", d="M0 64 L32 0 L64 64 Z", fill=picture.accent),
            tag(
                "path",
                d="M32 0 L64 64 L96 0 Z M-32 0 L0 64 L32 0 Z",
                fill=mix(picture.accent, picture.ground, 0.55),
            ),
        ]
    elif name == "circle":
        cell = [
            tag("circle", cx=16, cy=16, r=9, fill=picture.accent),
            tag("circle", cx=48, cy=48, r=9, fill=mix(picture.accent, picture.ground, 0.45)),
        ]
    else:
        cell = [icon(name, picture.accent, 4, 4, 26), icon(name, picture.second, 36, 36, 26)]
    pattern = tag("pattern", cell, id="pattern", width=side, height=side, patternUnits="userSpaceOnUse")
    return (
        wide,
        high,
        [
            tag("defs", [pattern]),
            _ground(wide, high, light),
            tag("rect", width=wide, height=high, fill="url(#pattern)"),
        ],
    )


def draw_icons(picture: Picture) -> Drawn:
    """Things of the library, in rows."""
    count = len(picture.things)
    across = min(count, 6) if count <= 6 else math.ceil(math.sqrt(count * 1.6))
    rows = math.ceil(count / across)
    side = 240.0 if count == 1 else 160.0
    gap = 24.0
    parts = []
    for at, thing in enumerate(picture.things):
        row, place = divmod(at, across)
        parts.append(
            icon(thing.name, thing.colour, gap + place * (side + gap), gap + row * (side + gap), side)
        )
    wide, high = gap + across * (side + gap), gap + rows * (side + gap)
    return wide, high, [tag("rect", width=wide, height=high, rx=20, fill=picture.ground), *parts]


_STRIPES = {
    "france": "v #0055a4 #ffffff #ef4135", "italy": "v #009246 #ffffff #ce2b37", "ireland": "v #169b62 #ffffff #ff883e", "belgium": "v #000000 #fdda24 #ef3340",
    "romania": "v #002b7f #fcd116 #ce1126", "nigeria": "v #008751 #ffffff #008751", "peru": "v #d91023 #ffffff #d91023", "mali": "v #14b53a #fcd116 #ce1126",
    "germany": "h #000000 #dd0000 #ffce00", "netherlands": "h #ae1c28 #ffffff #21468b", "austria": "h #ed2939 #ffffff #ed2939", "hungary": "h #cd2a3e #ffffff #436f4d",
    "russia": "h #ffffff #0039a6 #d52b1e", "bulgaria": "h #ffffff #00966e #d62612", "estonia": "h #0072ce #000000 #ffffff", "lithuania": "h #fdb913 #006a44 #c1272d",
    "poland": "h #ffffff #dc143c", "ukraine": "h #0057b7 #ffd700", "indonesia": "h #ff0000 #ffffff", "monaco": "h #ce1126 #ffffff", "colombia": "h #fcd116 #fcd116 #003893 #ce1126",
    "luxembourg": "h #ed2939 #ffffff #00a1de", "yemen": "h #ce1126 #ffffff #000000", "latvia": "h #9e3039 #9e3039 #ffffff #9e3039 #9e3039", "thailand": "h #a51931 #f4f5f8 #2d2a4a #2d2a4a #f4f5f8 #a51931",
    "sweden": "x #006aa7 #fecc02", "denmark": "x #c8102e #ffffff", "finland": "x #ffffff #002f6c", "norway": "x #ba0c2f #ffffff #00205b", "iceland": "x #02529c #ffffff #dc1e35",
    "japan": "o #ffffff #bc002d", "bangladesh": "o #006a4e #f42a41", "switzerland": "+ #da291c #ffffff", "rainbow": "h #e40303 #ff8c00 #ffed00 #008026 #24408e #732982",
}  # fmt: skip
_PEOPLE = {
    "french": "france", "italian": "italy", "irish": "ireland", "belgian": "belgium", "romanian": "romania", "german": "germany", "dutch": "netherlands",
    "austrian": "austria", "hungarian": "hungary", "russian": "russia", "bulgarian": "bulgaria", "estonian": "estonia", "lithuanian": "lithuania", "polish": "poland",
    "ukrainian": "ukraine", "indonesian": "indonesia", "swedish": "sweden", "danish": "denmark", "finnish": "finland", "norwegian": "norway", "icelandic": "iceland",
    "japanese": "japan", "swiss": "switzerland", "holland": "netherlands", "pride": "rainbow", "lgbt": "rainbow", "nigerian": "nigeria", "peruvian": "peru", "latvian": "latvia", "thai": "thailand", "colombian": "colombia",
}  # fmt: skip


def flag_named(text: str) -> str:
    """The country whose flag a text asks for; "" where it isn't one that can be drawn."""
    for word in re.findall(r"[a-z]+", text.lower()):
        name: str = _PEOPLE.get(word, word)
        if name in _STRIPES:
            return name
    return ""


def draw_flag(picture: Picture) -> Drawn:
    """A flag of stripes, a cross, or a disc: the ones that simple shapes give exactly enough."""
    kind, *colours = _STRIPES[picture.words.lower()].split(" ")
    wide, high = (400.0, 400.0) if kind == "+" else (600.0, 400.0)
    parts = [_ground(wide, high, colours[0])]
    if kind in "vh":
        step = (wide if kind == "v" else high) / len(colours)
        for at, colour in enumerate(colours):
            parts.append(
                tag(
                    "rect",
                    x=at * step if kind == "v" else 0,
                    y=0 if kind == "v" else at * step,
                    width=step if kind == "v" else wide,
                    height=high if kind == "v" else step,
                    fill=colour,
                )
            )
    elif kind == "x":
        for colour, broad in zip(colours[1:], (100.0, 50.0), strict=False):
            parts.append(tag("rect", x=215 - broad / 2, width=broad, height=high, fill=colour))
            parts.append(tag("rect", y=200 - broad / 2, width=wide, height=broad, fill=colour))
    elif kind == "o":
        parts.append(tag("circle", cx=300, cy=200, r=120, fill=colours[1]))
    else:
        parts.append(
            tag("path", d="M160 80 H240 V160 H320 V240 H240 V320 H160 V240 H80 V160 H160 Z", fill=colours[1])
        )
    parts.append(
        tag(
            "rect",
            x=0.5,
            y=0.5,
            width=wide - 1,
            height=high - 1,
            fill="none",
            stroke="#000000",
            stroke_opacity=0.18,
        )
    )
    return wide, high, parts


DRAW = {
    Motif.LOGO: draw_logo, Motif.BADGE: draw_badge, Motif.BANNER: draw_banner, Motif.AVATAR: draw_avatar,
    Motif.PATTERN: draw_pattern, Motif.ICONS: draw_icons, Motif.FLAG: draw_flag,
}  # fmt: skip
