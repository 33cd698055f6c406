"""Colours: names and hex in a text, contrast by WCAG, and palettes in which every text can be read."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

AA = 4.5
"""The contrast that WCAG AA asks of text of ordinary size."""
CONTROL = 3.0
"""The contrast that WCAG AA asks of the borders of controls and of shapes that mean something."""

NAMED = dict(
    pair.split("=")
    for pair in """black=#111111 white=#ffffff grey=#6b7280 gray=#6b7280 charcoal=#2b2f36 slate=#475569
    silver=#c0c5ce anthracite=#33373d red=#dc2626 crimson=#c8102e scarlet=#e0311d maroon=#7f1d1d burgundy=#6d1a2d
    wine=#722f37 ruby=#9b111e brick=#a63d2f rust=#b7410e terracotta=#c65d3b copper=#b06a3b bronze=#9a6b33
    orange=#ea7317 amber=#f59e0b apricot=#f6ae7b peach=#f9b997 coral=#f26b5e salmon=#ef8674 yellow=#f5c518
    mustard=#d4a017 gold=#c99a2e sand=#dcc9a3 beige=#e8dcc4 cream=#faf4e3 ivory=#fbf8ef tan=#c9a47a khaki=#b5a36a
    brown=#7a4a25 chocolate=#5c3317 coffee=#5b4030 caramel=#b5703a olive=#6b7a2a lime=#7cb518 green=#2a8a43
    emerald=#059669 forest=#20552f sage=#9caf88 mint=#a6e3c8 moss=#5d6b2f jade=#1c9c72 teal=#0f7f7b
    turquoise=#1fb5ad cyan=#0ea5c6 aqua=#22b8c9 sky=#3ba4e8 azure=#2c86e8 blue=#2563eb navy=#1b2a4e
    indigo=#4338ca cobalt=#0047ab sapphire=#1e4fa3 violet=#7c3aed purple=#7e3fb3 lavender=#b9a5e2 lilac=#c3a6d8
    plum=#7b3b6b aubergine=#4a2545 mauve=#b48ead magenta=#c4238f fuchsia=#d0269e pink=#ec5c9c rose=#e2557a
    blush=#f0c4c4""".split()
)
"""The names of colours in ordinary English, and what each one means here."""

MODIFIERS = {
    "dark": (0.62, 1.0), "deep": (0.62, 1.1), "rich": (0.85, 1.15), "midnight": (0.5, 1.0), "royal": (0.8, 1.2),
    "forest": (0.55, 1.0), "bottle": (0.5, 1.0), "light": (1.45, 0.9), "pale": (1.65, 0.7), "pastel": (1.6, 0.75),
    "soft": (1.3, 0.7), "bright": (1.08, 1.25), "vivid": (1.0, 1.35), "neon": (1.1, 1.6), "electric": (1.05, 1.4),
    "muted": (1.0, 0.55), "dusty": (1.15, 0.5), "warm": (1.0, 1.0), "cool": (1.0, 1.0), "baby": (1.6, 0.8),
    "hot": (1.0, 1.3), "burnt": (0.8, 1.0), "olive": (0.8, 0.8), "sky": (1.35, 1.1), "navy": (0.5, 1.0),
    "off": (0.97, 1.0), "powder": (1.5, 0.6), "sage": (1.2, 0.5), "honey": (1.0, 1.0),
    "lemon": (1.1, 1.1), "sunny": (1.1, 1.1), "cherry": (0.9, 1.1), "tomato": (1.05, 1.0), "blood": (0.75, 1.0),
    "grass": (0.95, 1.0), "ocean": (0.85, 1.0), "sea": (1.0, 0.8), "steel": (0.9, 0.5), "pure": (1.0, 1.0),
    "plain": (1.0, 1.0), "mid": (1.0, 1.0), "medium": (1.0, 1.0),
}  # fmt: skip
"""What an adjective does to a colour: factors of its lightness and saturation."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a page as #rrggbb; every text colour has AA contrast with what it stands on.

    `text`, `muted` and `link` are for text on `background` and `surface`; `on_accent` is for text on `accent`;
    `control` is for borders of form fields; `line` is decoration. `series` are the colours of a chart's series.
    """

    background: str
    surface: str
    text: str
    muted: str
    link: str
    accent: str
    on_accent: str
    control: str
    line: str
    series: tuple[str, ...]

    @property
    def is_dark(self) -> bool:
        """Whether the background is dark."""
        return luminance(self.background) < 0.18


def rgb(colour: str) -> tuple[float, float, float]:
    """A #rrggbb or #rgb colour as three numbers from 0 to 1."""
    digits = colour.lstrip("#")
    if len(digits) in (3, 4):
        digits = "".join(d * 2 for d in digits)
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255


def hexadecimal(red: float, green: float, blue: float) -> str:
    """Three numbers from 0 to 1 as #rrggbb."""
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in (red, green, blue))


def luminance(colour: str) -> float:
    """The relative luminance of WCAG, from 0 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two; `share` is how much of the other one is in it, from 0 to 1."""
    return hexadecimal(*(a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True)))


def saturation(colour: str) -> float:
    """How far a colour is from grey, from 0 to 1."""
    parts = rgb(colour)
    return max(parts) - min(parts)


def shade(colour: str, lightness: float, strength: float = 1.0) -> str:
    """A colour with its lightness and saturation (HLS) multiplied."""
    hue, light, sat = colorsys.rgb_to_hls(*rgb(colour))
    light = light * lightness if lightness <= 1 else 1 - (1 - light) / lightness
    return hexadecimal(*colorsys.hls_to_rgb(hue, min(light, 1.0), min(sat * strength, 1.0)))


def turned(colour: str, share: float) -> str:
    """A colour with its hue turned by a share of the circle."""
    hue, light, sat = colorsys.rgb_to_hls(*rgb(colour))
    return hexadecimal(*colorsys.hls_to_rgb((hue + share) % 1.0, light, sat))


def readable(colour: str, *grounds: str, least: float = AA) -> str:
    """This colour, or the nearest darker or lighter one with that contrast to every ground."""

    def worst(candidate: str) -> float:
        return min(contrast(candidate, ground) for ground in grounds)

    if worst(colour) >= least:
        return colour
    goal = max(("#000000", "#ffffff"), key=worst)
    for step in range(1, 51):
        candidate = mix(colour, goal, step / 50)
        if worst(candidate) >= least:
            return candidate
    return goal


def palette(accent: str, background: str = "", text: str = "", second: str = "") -> Palette:
    """A palette around an accent; what isn't given is derived, what can't be read is moved until it can.

    Raises nothing: any colours give a palette that keeps the contrasts.
    """
    ground = background or mix("#ffffff", accent, 0.025)
    dark = luminance(ground) < 0.18
    middling = not dark and luminance(ground) < 0.55
    surface = mix(ground, "#ffffff", 0.07) if dark else mix(ground, "#ffffff", 0.35 if middling else 0.75)
    if not dark and contrast(surface, ground) < 1.02:
        surface = mix(ground, mix(accent, "#000000", 0.3), 0.05)
    ink = text or mix("#f4f4f6" if dark else "#16181d", accent, 0.08)
    ink = readable(ink, ground, surface, least=7.0)
    # Text that stays unreadable on a middling ground needs that ground to give way.
    for _ in range(12):
        if min(contrast(ink, ground), contrast(ink, surface)) >= AA + 1.5:
            break
        ground, surface = _further(ground, ink), _further(surface, ink)
        ink = readable(ink, ground, surface, least=7.0)
    fill = readable(accent, ground, least=1.6) if contrast(accent, ground) < 1.6 else accent
    on_fill = max(("#ffffff", mix("#0b0c0e", accent, 0.06)), key=lambda c: contrast(c, fill))
    return Palette(
        background=ground,
        surface=surface,
        text=ink,
        muted=readable(mix(ink, ground, 0.38), ground, surface, least=AA + 0.3),
        link=readable(accent, ground, surface, least=AA + 0.1),
        accent=readable(fill, on_fill, least=AA),
        on_accent=on_fill,
        control=readable(mix(ink, ground, 0.5), ground, surface, least=CONTROL + 0.1),
        line=mix(ground, ink, 0.14),
        series=_series(accent, second, ground, surface),
    )


def _further(ground: str, ink: str) -> str:
    return mix(ground, "#ffffff" if luminance(ink) < luminance(ground) else "#000000", 0.15)


def _series(accent: str, second: str, ground: str, surface: str) -> tuple[str, ...]:
    base = accent if saturation(accent) > 0.2 else "#2563eb"
    wheel = [second or turned(base, 0.42), turned(base, 0.12), turned(base, 0.62), turned(base, 0.8)]
    wheel += [turned(base, 0.28), shade(base, 0.7), turned(base, 0.5)]
    return tuple(readable(colour, ground, surface, least=CONTROL) for colour in (accent, *wheel))


def counterpart(light: Palette, accent: str) -> Palette:
    """The palette for those who prefer dark, around the same accent."""
    ground = mix("#101216", accent, 0.06)
    bright = accent if luminance(accent) > 0.2 else shade(accent, 1.5)
    return replace(palette(readable(bright, ground, least=CONTROL), ground), series=_on_dark(light, ground))


def _on_dark(light: Palette, ground: str) -> tuple[str, ...]:
    surface = mix(ground, "#ffffff", 0.07)
    return tuple(readable(colour, ground, surface, least=CONTROL) for colour in light.series)
