"""How screenshots are kept."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

_COLOURS = 256


def save(page: Page, file: Path, height: int | None = None) -> None:
    """Keep what is seen, or its upper part, in a palette: text and plain grounds lose nothing by it."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    picture = picture.crop((0, 0, picture.width, height or picture.height))
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
