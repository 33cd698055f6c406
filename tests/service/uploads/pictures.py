"""Real pictures for the tests, drawn by Pillow."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

Draw = ImageDraw.ImageDraw
INK, BLUE, GREY = "#111827", "#1d4ed8", "#9ca3af"


def font(size: int) -> Any:
    return ImageFont.load_default(size)


def canvas(width: int, height: int, colour: str = "white") -> tuple[Image.Image, Draw]:
    image = Image.new("RGB", (width, height), colour)
    return image, ImageDraw.Draw(image)


def encoded(image: Image.Image, name: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def contact_form() -> Image.Image:
    """A screenshot of a form: four fields with labels above, a box to tick, a button."""
    image, draw = canvas(760, 760)
    draw.text((60, 36), "Contact us", fill=INK, font=font(44))
    for at, label in enumerate(("Full name", "Email address", "Phone number")):
        top = 120 + 104 * at
        draw.text((60, top), label, fill=INK, font=font(24))
        draw.rectangle((60, top + 36, 640, top + 82), outline=GREY, width=2)
    draw.text((60, 432), "Message", fill=INK, font=font(24))
    draw.rectangle((60, 468, 640, 600), outline=GREY, width=2)
    draw.rectangle((60, 624, 84, 648), outline=INK, width=2)
    draw.text((100, 622), "Subscribe to the newsletter", fill=INK, font=font(24))
    draw.rounded_rectangle((60, 676, 240, 728), 10, fill=BLUE)
    draw.text((112, 686), "Send", fill="white", font=font(28))
    return image


def bar_chart() -> Image.Image:
    """Bars with their numbers above and their labels below."""
    image, draw = canvas(900, 600)
    draw.text((240, 24), "Visitors by season", fill=INK, font=font(40))
    draw.line((80, 500, 860, 500), fill=INK, width=3)
    for at, (label, value) in enumerate((("Spring", 320), ("Summer", 540), ("Autumn", 410), ("Winter", 150))):
        left = 130 + 185 * at
        draw.rectangle((left, 500 - value * 0.65, left + 110, 500), fill=BLUE)
        draw.text((left + 28, 500 - value * 0.65 - 38), str(value), fill=INK, font=font(28))
        draw.text((left + 8, 516), label, fill=INK, font=font(28))
    return image


def photo(seed: int = 7) -> Image.Image:
    """Many shades of blue and green, and no text."""
    shades = random.Random(seed)
    image = Image.new("RGB", (48, 32))
    image.putdata(
        [
            (shades.randrange(60), 90 + shades.randrange(90), 150 + shades.randrange(90))
            if at < 48 * 18
            else (40 + shades.randrange(50), 110 + shades.randrange(80), 40 + shades.randrange(50))
            for at in range(48 * 32)
        ]
    )
    return image.resize((960, 640), Image.Resampling.BICUBIC)


def letter_page() -> Image.Image:
    """A page as a scanner sees it: a receipt with its lines."""
    image, draw = canvas(1240, 1754)
    draw.text((120, 110), "RECEIPT", fill=INK, font=font(72))
    draw.text((120, 230), "Corner Bakery", fill=INK, font=font(36))
    draw.text((120, 300), "Receipt number: 4711", fill=INK, font=font(34))
    draw.text((120, 360), "Date: 2024-05-02", fill=INK, font=font(34))
    for at, row in enumerate(
        (
            ("Item", "Qty", "Price"),
            ("Sourdough loaf", "2", "9.00"),
            ("Croissant", "4", "11.20"),
            ("Coffee", "1", "3.10"),
        )
    ):
        for left, text in zip((120, 640, 900), row, strict=True):
            draw.text((left, 480 + 64 * at), text, fill=INK, font=font(34))
    draw.text((640, 800), "Total", fill=INK, font=font(34))
    draw.text((900, 800), "23.30", fill=INK, font=font(34))
    return image


def animation(frames: int) -> bytes:
    """A GIF of so many frames, all different."""
    pictures = [Image.new("P", (2, 2), at % 256) for at in range(frames)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:], optimize=False, duration=20)
