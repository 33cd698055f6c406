"""The colours of a picture by their names in ordinary English."""

from __future__ import annotations

import colorsys
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 64
_LEAST_SHARE = 0.05
_LEAST_SHARE_OF_A_HUE = 0.012  # a button is small, and says more of a design than its grey lines
_MOST = 4
_GREYS = ("white", "black", "grey", "light grey", "dark grey")
_HUES = ((14, "red"), (40, "orange"), (68, "yellow"), (160, "green"), (195, "turquoise"), (255, "blue"),
         (290, "purple"), (335, "pink"), (361, "red"))  # fmt: skip
_SHADES_OF_A_PHOTO = 0.22  # different colours, as a share of the looked-at pixels


def name_of(red: int, green: int, blue: int) -> str:
    """The name of a colour, each part from 0 to 255."""
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if lightness > 0.94:
        return "white"
    if lightness < 0.08:
        return "black"
    if saturation < 0.12 or max(red, green, blue) - min(red, green, blue) < 18:
        return "light grey" if lightness > 0.7 else "dark grey" if lightness < 0.35 else "grey"
    degrees = hue * 360
    name = next(name for end, name in _HUES if degrees < end)
    if name == "orange" and lightness < 0.4:
        return "brown"
    return f"light {name}" if lightness > 0.75 else f"dark {name}" if lightness < 0.3 else name


def colours_of(image: Image) -> tuple[tuple[str, ...], bool]:
    """The names of an RGB image's most frequent colours, and whether it has the many shades of a photo."""
    from PIL.Image import Resampling

    small = image.resize((_SIDE, _SIDE), Resampling.NEAREST)  # mixed colours at edges are in no picture
    pixels = list(zip(*[iter(small.tobytes())] * 3, strict=True))
    names = Counter(name_of(*pixel) for pixel in pixels)
    frequent = [
        name
        for name, count in sorted(names.items(), key=lambda item: (-item[1], item[0]))
        if count >= len(pixels) * (_LEAST_SHARE if name in _GREYS else _LEAST_SHARE_OF_A_HUE)
    ][:_MOST]
    shades = len({tuple(part >> 2 for part in pixel) for pixel in pixels}) / len(pixels)
    return tuple(frequent), shades > _SHADES_OF_A_PHOTO
