"""An image: its bounds are checked before it is decoded; then its colours, its text, and what the text is part of."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from getcode_lsp.service.analysis.charts import chart_of
from getcode_lsp.service.analysis.colours import colours_of
from getcode_lsp.service.analysis.file_types import NAMES
from getcode_lsp.service.analysis.frames import frames_of_gif
from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.material import Material, Picture
from getcode_lsp.service.analysis.parts import import_upload, ocr_is_there
from getcode_lsp.service.analysis.reading import Page, read_pages, with_form
from getcode_lsp.service.analysis.refusals import TOO_MUCH, FileRefused
from getcode_lsp.service.analysis.rows import Segment, body_size, rows_of

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 1440  # pixels of the longer side in which letters are read well
_LARGEST_FACTOR = 2.0
_HINT = "Text in it was not looked for: pip install 'getcode-lsp[ocr]' on the service's machine adds that."


def read_image(content: bytes, mime_type: str, limits: AnalysisLimits) -> Material:
    """What an image shows; raises FileRefused."""
    import_upload()
    image, frames = _decoded(content, mime_type, limits)
    colours, photo = colours_of(image)
    medium = f"{NAMES[mime_type]} image"
    picture = Picture(image.width, image.height, colours, photo, frames, ocr_is_there())
    if not picture.text_sought:
        return Material(medium, "picture", picture=picture, notes=(_HINT,))
    scaled = _for_reading(image)
    segments = _read(scaled)
    if not segments:
        return Material(medium, "picture", picture=picture)
    return replace(_with_text(scaled, segments, medium), picture=picture)


def _decoded(content: bytes, mime_type: str, limits: AnalysisLimits) -> tuple[Image, int]:
    """The first frame in RGB, upright, on white; and how many frames there are."""
    from PIL import Image, ImageOps

    name = NAMES[mime_type]
    if mime_type == "image/gif" and frames_of_gif(content, limits.frames) > limits.frames:
        raise _too_many_frames(limits)
    Image.MAX_IMAGE_PIXELS = None  # it is checked here, for every format alike
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(content), formats=[name])
        if opened.width * opened.height > limits.pixels:
            raise FileRefused(
                f"The image has {opened.width:,} × {opened.height:,} pixels, more than {limits.pixels:,} in all: "
                "make it smaller.",
                TOO_MUCH,
            )
        frames = (
            frames_of_gif(content, limits.frames)
            if mime_type == "image/gif"
            else getattr(opened, "n_frames", 1)
        )
        if frames > limits.frames:
            raise _too_many_frames(limits)
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        rgba = upright.convert("RGBA") if upright.mode != "RGB" else upright
        if rgba.mode == "RGBA":
            white = Image.new("RGBA", rgba.size, "white")
            rgba = Image.alpha_composite(white, rgba).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, TypeError):
        raise FileRefused(f"The {name} image can't be read: it is damaged or incomplete.") from None
    return rgba, max(frames, 1)


def _too_many_frames(limits: AnalysisLimits) -> FileRefused:
    return FileRefused(
        f"The image has more than {limits.frames:,} frames: send one of them as a picture of its own.",
        TOO_MUCH,
    )


def _for_reading(image: Image) -> Image:
    """The image in a size at which its letters are read well."""
    factor = min(_SIDE / max(image.size), _LARGEST_FACTOR)
    return image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))))


def _read(image: Image) -> list[Segment]:
    from getcode_lsp.service.analysis.ocr import read_text

    if min(image.size) < 16:
        return []
    return read_text(image)


def _with_text(image: Image, segments: list[Segment], medium: str) -> Material:
    """A form, a chart, or a page, by what stands where."""
    from getcode_lsp.service.analysis.screens import controls_of

    controls = controls_of(image, segments)
    if len(controls.fields) >= 2 or (controls.fields and controls.buttons):
        rest = [one for one in segments if one not in controls.used]
        letters = body_size(rows_of(segments))
        material = read_pages([Page(image.width, image.height, tuple(rest))], medium, letters=letters)
        return replace(with_form(material, controls.fields, controls.buttons), genre="form")
    chart = chart_of(segments)
    if chart:
        return Material(
            medium, "chart", chart.title, series=chart.series, axis=chart.axis, lines=chart.others
        )
    material = read_pages([Page(image.width, image.height, tuple(segments))], medium)
    return replace(material, buttons=controls.buttons)
