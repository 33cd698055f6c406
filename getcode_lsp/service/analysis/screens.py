"""Input fields, check boxes and buttons in a picture of a form: rectangles, and the text in and beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from getcode_lsp.service.analysis.labels import field_of, is_label
from getcode_lsp.service.analysis.material import Entry, Kind
from getcode_lsp.service.analysis.rows import Box, Segment

if TYPE_CHECKING:
    from PIL.Image import Image

_ACTION = re.compile(
    r"(?:submit|send|save|cancel|sign\s?(?:in|up)|log\s?(?:in|out)|register|search|next|back|continue|ok|apply|buy|order|book|"
    r"add|delete|upload|download|subscribe|join|start|create|update|reset|checkout|pay|confirm|close|edit)\b.{0,24}",
    re.IGNORECASE,
)
_CHOOSE = re.compile(r"(?:--?\s*)?(?:please\s)?(?:select|choose)\b.*", re.IGNORECASE)
_COLOURED = 36  # how far a button's colour is from the page's, of 255


@dataclass(frozen=True, slots=True)
class Controls:
    """What a person could use on a screen; `used` are the texts that belong to it."""

    fields: tuple[Entry, ...]
    buttons: tuple[str, ...]
    used: tuple[Segment, ...]


def controls_of(image: Image, segments: Sequence[Segment]) -> Controls:
    """The controls in an RGB image, from top to bottom."""
    if not segments:
        return Controls((), (), ())
    text = median(one.bottom - one.top for one in segments)
    boxes = _rectangles(image, text, segments)
    fields: list[Entry] = []
    buttons: list[str] = []
    used: list[Segment] = []
    for box in boxes:
        inside = [one for one in segments if box.holds(one)]
        if len(inside) > 1:
            continue
        small = box.bottom - box.top < 1.7 * text and box.x1 - box.x0 < 1.9 * text
        if small:
            label = None if inside else _right_of(box, segments, text)
            if label and label not in used:
                fields.append(field_of(label.text, Kind.BOOLEAN))
                used.append(label)
        elif inside and _is_button(image, box, inside[0]):
            buttons.append(inside[0].text)
            used += inside
        else:
            _field(box, inside, [one for one in segments if one not in used], text, fields, used)
    return Controls(tuple(fields), tuple(buttons), tuple(used))


def _field(
    box: Box,
    inside: list[Segment],
    free: Sequence[Segment],
    text: float,
    fields: list[Entry],
    used: list[Segment],
) -> None:
    label = _label_of(box, [one for one in free if one not in inside], text)
    shown = label or (inside[0] if inside else None)
    if shown is None or not is_label(shown.text):
        return
    entry = field_of(shown.text)
    if box.bottom - box.top > 3.2 * text and entry.kind is Kind.TEXT:
        entry = field_of(shown.text, Kind.LONG_TEXT)
    elif inside and _CHOOSE.fullmatch(inside[0].text):
        entry = field_of(shown.text, Kind.CHOICE)
    fields.append(entry)
    used += [*inside, *([label] if label else [])]


def _label_of(box: Box, segments: Sequence[Segment], text: float) -> Segment | None:
    above = [
        one
        for one in segments
        if 0 <= box.top - one.bottom + 0.4 * text < 1.6 * text and one.x0 < box.x1 and one.x1 > box.x0
    ]
    if above:
        return max(above, key=lambda one: one.bottom)
    left = [
        one
        for one in segments
        if abs(one.middle - (box.top + box.bottom) / 2) < 0.9 * text and 0 <= box.x0 - one.x1 + 2 < 16 * text
    ]
    return max(left, key=lambda one: one.x1) if left else None


def _right_of(box: Box, segments: Sequence[Segment], text: float) -> Segment | None:
    right = [
        one
        for one in segments
        if abs(one.middle - (box.top + box.bottom) / 2) < 0.7 * text and 0 <= one.x0 - box.x1 + 3 < 2 * text
    ]
    return min(right, key=lambda one: one.x0) if right else None


def _is_button(image: Image, box: Box, label: Segment) -> bool:
    if len(label.text.split()) > 4:
        return False
    page = image.getpixel((2, 2))
    fill = image.getpixel((int(box.x0 + (box.x1 - box.x0) * 0.06) + 1, int((box.top + box.bottom) / 2)))
    page, fill = _parts(page), _parts(fill)
    coloured = max(abs(a - b) for a, b in zip(page, fill, strict=True)) > _COLOURED
    return coloured or bool(_ACTION.fullmatch(label.text))


def _parts(pixel: object) -> tuple[int, ...]:
    return tuple(pixel) if isinstance(pixel, tuple) else (0, 0, 0)


def _rectangles(image: Image, text: float, segments: Sequence[Segment]) -> list[Box]:
    """The rectangles of the size of controls, each once, from top to bottom."""
    import cv2
    import numpy as np

    grey: Any = np.asarray(image.convert("L"))
    edges = cv2.dilate(cv2.Canny(grey, 25, 75), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Box] = []
    for contour in contours[:20_000]:
        x, y, width, height = cv2.boundingRect(contour)
        control = width > 2.2 * text and 1.05 * text < height < 12 * text and width < image.width * 0.98
        tick = 0.45 * text < height < 1.7 * text and 0.75 < width / height < 1.33
        if not (control or tick) or cv2.contourArea(contour) < 0.8 * width * height:
            continue
        box = Box(float(x), float(x + width), float(y), float(y + height))
        if tick and not control and any(_within(box, one) for one in segments):
            continue  # a letter
        if not any(_same(box, other) for other in found):
            found.append(box)
    return sorted(found, key=lambda box: (round(box.top / max(text, 1)), box.x0))


def _within(box: Box, one: Segment) -> bool:
    return (
        one.x0 - 2 <= box.x0
        and box.x1 <= one.x1 + 2
        and one.top - 4 <= box.top
        and box.bottom <= one.bottom + 4
    )


def _same(box: Box, other: Box) -> bool:
    near = max(6.0, 0.2 * (box.bottom - box.top))
    return (
        abs(box.x0 - other.x0) < near
        and abs(box.x1 - other.x1) < near
        and abs(box.top - other.top) < near
        and abs(box.bottom - other.bottom) < near
    )
