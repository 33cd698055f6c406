"""Landscapes out of layers: a sky for the time of day, hills, mountains, water, trees, houses, weather."""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Callable

from getcode_lsp.service.engines.scaffold.colours import mix
from getcode_lsp.service.engines.scaffold.figures.icons import icon
from getcode_lsp.service.engines.scaffold.figures.picture import Picture
from getcode_lsp.service.engines.scaffold.figures.svg import number, tag

Paint = Callable[[str], str]
"""A colour as the light of the time of day shows it."""

FEATURES: dict[str, str] = {
    "sunset": r"sun\s?set|dusk|evening|golden hour|twilight", "sunrise": r"sun\s?rises?|dawn|morning", "night": r"night|midnight|moonlit|starry",
    "mountains": r"mountains?|alps|alpine|peaks?|summit|himalaya\w*", "hills": r"hills?|meadows?|fields?|valley|countryside|rolling|prairie|grass\w*",
    "lake": r"lake|river|pond|water|reflection", "sea": r"seas?|ocean|beach|coast|shore|waves?|seaside|island|lagoon|harbou?rs?|bay", "desert": r"desert|dunes?|sahara",
    "forest": r"forests?|trees?|woods?|pines?|firs?|jungle|park", "city": r"city|skyline|skyscrapers?|town|urban|buildings", "house": r"house|cabin|cottage|farm\w*|hut|barn",
    "boat": r"boats?|ships?|sail\w*", "birds": r"birds?|gulls?|seagulls?", "clouds": r"clouds?|cloudy", "rain": r"rain\w*|storm\w*", "snow": r"snow\w*|winter\w*",
    "stars": r"stars?|starry", "moon": r"moon\w*", "sun": r"sun|sunny|sunshine", "rainbow": r"rainbows?", "flowers": r"flowers?|blossoms?",
}  # fmt: skip
"""What can stand in a landscape, and the words for it."""

_SKIES = {"sunset": ("#3b2a63", "#f2784b", "#ffd08a"), "sunrise": ("#6f8fd6", "#ffc2a1", "#ffe9b8"), "night": ("#0b1233", "#1d2a5c", "#35457f"),
          "rain": ("#5b6675", "#8893a1", "#aeb7c2"), "day": ("#4ea3ea", "#9fd2f7", "#e2f3fd")}  # fmt: skip


def draw_scene(picture: Picture) -> tuple[float, float, list[str]]:
    """The landscape with the features that the picture names."""
    wide, high = map(float, picture.size)
    has = {thing.name for thing in picture.things}
    chance = random.Random(zlib.crc32(" ".join(sorted(has)).encode()))  # noqa: S311, a shape, not a secret
    time = next((name for name in ("night", "sunset", "sunrise", "rain") if name in has), "day")
    horizon = high * (0.58 if has & {"lake", "sea"} else 0.66)
    parts = [_sky(time, wide, high), *_lights(has, time, wide, horizon, chance)]
    if "rainbow" in has:
        parts += _rainbow(wide, horizon)
    if has & {"clouds", "rain"} or (time == "day" and not has & {"night"}):
        parts += _clouds(time, wide, high, 5 if has & {"clouds", "rain"} else 2, chance)
    tint = {
        "night": ("#0d1430", 0.6),
        "sunset": ("#5a2a4f", 0.38),
        "sunrise": ("#e8a58a", 0.18),
        "rain": ("#4a5563", 0.35),
        "day": ("#ffffff", 0.0),
    }[time]

    def lit(colour: str) -> str:
        return mix(colour, tint[0], tint[1])

    if "mountains" in has:
        parts += _mountains(wide, high, horizon, lit, chance)
    if "city" in has:
        parts += _city(wide, horizon, lit, chance, bright=time in ("night", "sunset"))
    ground = (
        "#f2f6fb"
        if "snow" in has
        else "#d9b36c"
        if has & {"desert"}
        else "#e8d3a2"
        if "sea" in has
        else "#6fae54"
    )
    if not has & {"sea", "lake"} or has & {"hills", "desert"}:
        parts += _hills(wide, high, horizon, lit(ground), chance)
    if has & {"lake", "sea"}:
        parts += _water(time, wide, high, horizon, lit, has)
    else:
        parts.append(_front(wide, high, lit(mix(ground, "#000000", 0.06)), chance))
    parts += _standing(has, wide, high, horizon, lit, chance)
    if has & {"rain", "snow"}:
        parts += _falling(has, wide, high, chance)
    clip = tag("clipPath", tag("rect", width=wide, height=high, rx=12), id="frame")
    return wide, high, [tag("defs", [clip, _gradient(time)]), tag("g", parts, clip_path="url(#frame)")]


def _gradient(time: str) -> str:
    stops = [
        tag("stop", offset=at, stop_color=colour)
        for at, colour in zip(("0", "0.6", "1"), _SKIES[time], strict=True)
    ]
    return tag("linearGradient", stops, id="sky", x1=0, y1=0, x2=0, y2=1)


def _sky(time: str, wide: float, high: float) -> str:
    return tag("rect", width=wide, height=high, fill="url(#sky)", class_="sky", data_name=time)


def _lights(has: set[str], time: str, wide: float, horizon: float, chance: random.Random) -> list[str]:
    parts = []
    if time == "night":
        parts += [
            tag(
                "circle",
                cx=chance.uniform(0, wide),
                cy=chance.uniform(0, horizon),
                r=chance.uniform(0.6, 1.9),
                fill="#ffffff",
                fill_opacity=chance.uniform(0.5, 1),
            )
            for _ in range(90)
        ]
        parts.append(
            tag(
                "path",
                d=f"M {number(wide * 0.78)} {number(horizon * 0.14)} a 42 42 0 1 0 34 62 a 36 36 0 0 1 -34 -62 Z",
                fill="#f5ecc8",
            )
        )
    elif time in ("sunset", "sunrise"):
        y = horizon * (0.4 if has & {"mountains", "city"} else 0.86 if time == "sunset" else 0.74)
        parts += [
            tag("circle", cx=wide * 0.5, cy=y, r=radius, fill="#fff1c4", fill_opacity=opacity)
            for radius, opacity in ((130, 0.14), (90, 0.2), (56, 1))
        ]
    elif time == "day":
        parts += [
            tag("circle", cx=wide * 0.8, cy=horizon * 0.25, r=radius, fill="#fff3b8", fill_opacity=opacity)
            for radius, opacity in ((74, 0.3), (46, 1))
        ]
    return parts


def _rainbow(wide: float, horizon: float) -> list[str]:
    colours = ("#e5484d", "#f28c28", "#f7d038", "#46a758", "#3e63dd", "#8e4ec6")
    return [
        tag(
            "circle",
            cx=wide / 2,
            cy=horizon,
            r=wide * 0.38 - at * 11,
            fill="none",
            stroke=colour,
            stroke_width=11,
            stroke_opacity=0.75,
        )
        for at, colour in enumerate(colours)
    ]


def _clouds(time: str, wide: float, high: float, count: int, chance: random.Random) -> list[str]:
    colour = {
        "night": "#4a588f",
        "sunset": "#f6b08f",
        "sunrise": "#ffe3d3",
        "rain": "#cdd4dc",
        "day": "#ffffff",
    }[time]
    parts = []
    for at in range(count):
        x, y, s = (
            wide * (at + chance.uniform(0.1, 0.7)) / count,
            high * chance.uniform(0.08, 0.28),
            chance.uniform(0.7, 1.3),
        )
        puffs = [
            tag("ellipse", cx=x + dx * s, cy=y + dy * s, rx=rx * s, ry=ry * s, fill=colour)
            for dx, dy, rx, ry in ((0, 0, 46, 22), (-38, 8, 34, 16), (40, 8, 36, 16), (8, -14, 28, 20))
        ]
        parts.append(tag("g", puffs, fill_opacity=0.85, class_="cloud"))
    return parts


def _mountains(wide: float, high: float, horizon: float, lit: Paint, chance: random.Random) -> list[str]:
    parts = []
    for row, (colour, low, tall, count) in enumerate((("#8b9dc0", 0.34, 0.5, 4), ("#5f7396", 0.28, 0.42, 5))):
        peaks = []
        for at in range(count):
            x = wide * (at + 0.5 + chance.uniform(-0.2, 0.2)) / count
            half, top = (
                wide / count * chance.uniform(0.75, 0.95),
                horizon - high * chance.uniform(low, tall) * (1 if row == 0 else 0.8),
            )
            peaks.append(
                tag(
                    "path",
                    d=f"M {number(x - half)} {number(horizon + 4)} L {number(x)} {number(top)} L {number(x + half)} {number(horizon + 4)} Z",
                    fill=lit(colour),
                )
            )
            drop = (horizon - top) * 0.24
            side = half * 0.24
            peaks.append(
                tag(
                    "path",
                    d=f"M {number(x)} {number(top)} L {number(x + side)} {number(top + drop)} L {number(x + side * 0.35)} {number(top + drop * 0.78)} L {number(x)} {number(top + drop * 1.1)} L {number(x - side * 0.4)} {number(top + drop * 0.8)} L {number(x - side)} {number(top + drop)} Z",
                    fill=lit("#ffffff"),
                )
            )
        parts.append(tag("g", peaks, class_="mountains"))
    return parts


def _wave(wide: float, base: float, swing: float, chance: random.Random) -> str:
    shift = chance.uniform(0, 6)
    points = [(wide * at / 24, base + swing * math.sin(shift + at / 24 * 7)) for at in range(25)]
    return " ".join(f"L {number(x)} {number(y)}" for x, y in points)


def _hills(wide: float, high: float, horizon: float, colour: str, chance: random.Random) -> list[str]:
    parts = []
    for row in range(3):
        base = horizon + high * 0.02 + row * high * 0.075
        path = (
            f"M 0 {number(high)} {_wave(wide, base, high * 0.035, chance)} L {number(wide)} {number(high)} Z"
        )
        parts.append(
            tag("path", d=path, fill=mix(colour, "#1d3b2a" if row else "#ffffff", 0.1 * row if row else 0.16))
        )
    return [tag("g", parts, class_="hills")]


def _front(wide: float, high: float, colour: str, chance: random.Random) -> str:
    return tag(
        "path",
        d=f"M 0 {number(high)} {_wave(wide, high * 0.9, high * 0.02, chance)} L {number(wide)} {number(high)} Z",
        fill=colour,
    )


def _water(time: str, wide: float, high: float, horizon: float, lit: Paint, has: set[str]) -> list[str]:
    base = lit("#3f8fc9")
    parts = [tag("rect", y=horizon, width=wide, height=high - horizon, fill=base)]
    glow = {"sunset": "#ffcf8f", "sunrise": "#ffe3b5", "night": "#cfd8ff"}.get(time, "#bfe3fa")
    middle = wide * (0.8 if time in ("day", "night", "rain") else 0.5)
    for at in range(14):
        y = horizon + (high - horizon) * (at + 0.6) / 15
        half = 16 + at * 7
        parts.append(
            tag(
                "rect",
                x=middle - half + (at * 37 % 23) - 11,
                y=y,
                width=half * 2,
                height=3,
                rx=1.5,
                fill=glow,
                fill_opacity=0.5,
            )
        )
        parts.append(
            tag(
                "rect",
                x=(at * 211) % max(int(wide) - 90, 1),
                y=y + 5,
                width=70,
                height=2,
                rx=1,
                fill="#ffffff",
                fill_opacity=0.22,
            )
        )
    if "sea" in has:
        parts.append(
            tag(
                "path",
                d=f"M 0 {number(high)} V {number(high * 0.93)} Q {number(wide * 0.3)} {number(high * 0.84)} {number(wide * 0.62)} {number(high * 0.92)} T {number(wide)} {number(high * 0.9)} V {number(high)} Z",
                fill=lit("#ecd9a8"),
            )
        )
    else:
        parts.append(
            tag(
                "path",
                d=f"M 0 {number(high)} V {number(high * 0.9)} Q {number(wide * 0.2)} {number(high * 0.85)} {number(wide * 0.46)} {number(high)} Z",
                fill=lit("#4f7d45"),
            )
        )
    return [tag("g", parts, class_="water")]


def _city(wide: float, horizon: float, lit: Paint, chance: random.Random, *, bright: bool) -> list[str]:
    parts, x = [], 0.0
    while x < wide:
        broad, tall = chance.uniform(40, 82), chance.uniform(0.25, 0.72) * horizon
        parts.append(
            tag(
                "rect",
                x=x,
                y=horizon - tall,
                width=broad,
                height=tall + 60,
                fill=lit(chance.choice(("#56657d", "#6b7a91", "#48566d"))),
            )
        )
        for row in range(int(tall // 26)):
            for place in range(int(broad // 18)):
                on = chance.random() < (0.55 if bright else 0.9)
                parts.append(
                    tag(
                        "rect",
                        x=x + 7 + place * 17,
                        y=horizon - tall + 10 + row * 25,
                        width=8,
                        height=12,
                        fill="#ffdf8a" if bright and on else "#b9d3ea" if on else "#39465c",
                        fill_opacity=0.85,
                    )
                )
        x += broad + chance.uniform(0, 6)
    return [tag("g", parts, class_="city")]


def _standing(
    has: set[str], wide: float, high: float, horizon: float, lit: Paint, chance: random.Random
) -> list[str]:
    parts: list[str] = []
    watery = bool(has & {"lake", "sea"})
    if "forest" in has:
        for at in range(16):
            side = chance.uniform(58, 104)
            x = wide * at / 16 + chance.uniform(-20, 20)
            y = (
                (horizon - side * 0.86)
                if watery
                else horizon + high * 0.05 + chance.uniform(0, high * 0.1) - side
            )
            parts.append(
                icon(
                    "pine" if at % 3 else "tree",
                    lit(chance.choice(("#2f7d46", "#3b8c4e", "#27693b"))),
                    x,
                    y,
                    side,
                )
            )
    if "house" in has:
        parts.append(
            icon("house", "", wide * 0.66, (horizon - 118) if watery else horizon + high * 0.04 - 60, 130)
        )
    if "boat" in has:
        parts.append(icon("boat", "", wide * 0.22, horizon + (high - horizon) * 0.12 - 40, 110))
    if "flowers" in has:
        parts += [
            icon(
                "flower",
                chance.choice(("#e8679a", "#f08a3c", "#c86ad8", "#e0483e")),
                wide * (at + 0.3) / 12,
                high - chance.uniform(56, 84),
                54,
            )
            for at in range(12)
        ]
    if "birds" in has:
        for at in range(5):
            x, y, s = (
                wide * 0.3 + at * 46 + chance.uniform(-12, 12),
                high * 0.18 + chance.uniform(-24, 30),
                chance.uniform(9, 15),
            )
            parts.append(
                tag(
                    "path",
                    d=f"M {number(x - s)} {number(y - s * 0.4)} Q {number(x - s * 0.4)} {number(y - s * 0.8)} {number(x)} {number(y)} Q {number(x + s * 0.4)} {number(y - s * 0.8)} {number(x + s)} {number(y - s * 0.4)}",
                    fill="none",
                    stroke="#2b3344",
                    stroke_width=2.4,
                    stroke_linecap="round",
                    class_="bird",
                )
            )
    return parts


def _falling(has: set[str], wide: float, high: float, chance: random.Random) -> list[str]:
    parts = []
    for _ in range(110):
        x, y = chance.uniform(0, wide), chance.uniform(0, high)
        if "snow" in has:
            parts.append(
                tag("circle", cx=x, cy=y, r=chance.uniform(1.5, 3.5), fill="#ffffff", fill_opacity=0.9)
            )
        else:
            parts.append(
                tag(
                    "path",
                    d=f"M {number(x)} {number(y)} l -5 16",
                    stroke="#d4e4f2",
                    stroke_width=1.6,
                    stroke_opacity=0.7,
                )
            )
    return [tag("g", parts, class_="weather")]
