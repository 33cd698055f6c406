"""What stands around the marks of a chart: ground, title, legend, axes with their labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from getcode_lsp.service.engines.scaffold.colours import CONTROL, mix, readable, turned
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import Chart
from getcode_lsp.service.engines.scaffold.figures.scales import Scale, ticks_shown
from getcode_lsp.service.engines.scaffold.figures.svg import Boxes, shortened, tag, text, width_of, wrapped

WIDTH = 800.0
MARGIN = 28.0
SIZE = 13.0
"""Of labels; the title is larger."""
LINE = 17.0


@dataclass
class Frame:
    """A chart under way: its parts so far, and the room that is left for the plot."""

    chart: Chart
    height: float = 460.0
    top: float = MARGIN
    bottom: float = 0.0
    left: float = MARGIN
    right: float = WIDTH - MARGIN
    parts: list[str] = field(default_factory=list)
    boxes: Boxes = field(default_factory=Boxes)

    def __post_init__(self) -> None:
        self.bottom = self.height - MARGIN

    @property
    def ink(self) -> str:
        """The colour of text."""
        return self.chart.palette.text

    @property
    def muted(self) -> str:
        """The colour of less important text."""
        return self.chart.palette.muted

    def label(
        self, x: float, y: float, words: str, *, anchor: str = "middle", **more: str | float | None
    ) -> str:
        """A text of ordinary size whose baseline is at y."""
        attributes: dict[str, str | float | None] = {
            "font_size": SIZE,
            "fill": self.muted,
            "text_anchor": anchor,
        }
        attributes.update(more)
        if attributes.get("class_") == "value":  # a rim in the ground's colour keeps it readable on lines
            attributes.update(stroke=self.chart.palette.background, stroke_width=3, paint_order="stroke")
        return text(x, y, words, **attributes)


def colours_for(chart: Chart, count: int) -> list[str]:
    """So many colours that differ from each other and from the ground."""
    ground = chart.palette.background
    found = [readable(colour, ground, least=1.5) for colour in chart.colours if colour != ground]
    found += [colour for colour in chart.palette.series if colour not in found]
    base = chart.palette.accent
    at = 0
    while len(found) < count:
        at += 1
        candidate = readable(turned(base, 0.381966 * at), ground, least=CONTROL)
        found.append(mix(candidate, chart.palette.text, 0.12 * (at % 4)))
    return found[:count]


def begin(chart: Chart, height: float = 460.0, legend: Sequence[tuple[str, str]] = ()) -> Frame:
    """A frame with its title, and a legend of (name, colour) pairs."""
    frame = Frame(chart, height)
    y = MARGIN + 14
    for line in wrapped(chart.title, 20, WIDTH - 2 * MARGIN, 2):
        frame.parts.append(
            text(MARGIN, y, line, font_size=20, font_weight="600", fill=frame.ink, class_="title")
        )
        y += 26
    frame.top = y - 6
    if legend:
        _legend(frame, legend)
    frame.top += 8
    return frame


def _legend(frame: Frame, entries: Sequence[tuple[str, str]]) -> None:
    x, y = MARGIN, frame.top + 10
    parts = []
    for name, colour in entries:
        shown = shortened(name, SIZE, 220)
        wide = 20 + width_of(shown, SIZE) + 18
        if x + wide > WIDTH - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 22
        parts.append(tag("rect", x=x, y=y - 10, width=12, height=12, rx=3, fill=colour))
        parts.append(frame.label(x + 18, y, shown, anchor="start", fill=frame.ink))
        x += wide
    frame.parts.append(tag("g", parts, class_="legend"))
    frame.height += max(0.0, y - frame.top - 10)
    frame.bottom = frame.height - MARGIN
    frame.top = y + 12


def value_axis(frame: Frame, scale: Scale, unit: str, title: str) -> None:
    """The horizontal grid lines with their values on the left; the scale's places must be set already."""
    labels = ticks_shown(scale.ticks, unit)
    parts = []
    for tick, shown in zip(scale.ticks, labels, strict=True):
        y = scale.place(tick)
        strong = tick == 0
        parts.append(
            tag(
                "line",
                x1=frame.left,
                x2=frame.right,
                y1=y,
                y2=y,
                stroke=frame.chart.palette.control if strong else frame.chart.palette.line,
            )
        )
        parts.append(frame.label(frame.left - 8, y + 4.5, shown, anchor="end"))
    if title:
        middle = (scale.start + scale.end) / 2
        words = shortened(title, SIZE, abs(scale.end - scale.start))
        parts.append(
            frame.label(
                MARGIN,
                middle,
                words,
                transform=f"rotate(-90 {MARGIN:g} {middle:.1f})",
                fill=frame.ink,
                class_="axis-title",
            )
        )
    frame.parts.append(tag("g", parts, class_="value-axis"))


def room_for_values(scale: Scale, unit: str, title: str) -> float:
    """How much room the labels of a value axis take on the left."""
    return max(width_of(label, SIZE) for label in ticks_shown(scale.ticks, unit)) + 12 + (22 if title else 0)


@dataclass(frozen=True, slots=True)
class NameLabels:
    """How the names below an axis are written: lines of each, whether they are turned, and which are shown."""

    lines: tuple[tuple[str, ...], ...]
    turned: bool
    every: int
    height: float


def name_labels(names: Sequence[str], band: float) -> NameLabels:
    """Names that fit under bands of that width: on one or two lines, turned, or only some of them."""
    widest = max((width_of(name, SIZE) for name in names), default=0.0)
    if widest <= band - 6:
        return NameLabels(tuple((name,) for name in names), False, 1, 22)
    two = [tuple(wrapped(name, SIZE, band - 6, 2)) for name in names]
    if all(not line.endswith("…") and width_of(line, SIZE) <= band - 6 for lines in two for line in lines):
        return NameLabels(tuple(two), False, 1, 22 + LINE)
    short = [shortened(name, SIZE, 150) for name in names]
    if len(set(short)) < len(set(names)):  # what differs stands at the end
        short = [shortened(name, SIZE, 240) for name in names]
    every = max(1, math.ceil(20 / band))
    if every > 1 and widest < 60:  # numbers and years: fewer of them read better than turned ones
        every = max(every, math.ceil((widest + 10) / band))
        return NameLabels(tuple((name,) for name in names), False, every, 22)
    tall = max(width_of(name, SIZE) for name in short) * math.sin(math.radians(40)) + 16
    return NameLabels(tuple((name,) for name in short), True, every, tall)


def name_axis(frame: Frame, centres: Sequence[float], labels: NameLabels, y: float, title: str) -> None:
    """The names under their places, and the title of the axis under them."""
    parts = []
    for at, (x, lines) in enumerate(zip(centres, labels.lines, strict=True)):
        if at % labels.every:
            continue
        for row, line in enumerate(lines):
            if labels.turned:
                parts.append(
                    frame.label(
                        x + 4, y + 14, line, anchor="end", transform=f"rotate(-40 {x + 4:.1f} {y + 14:.1f})"
                    )
                )
            else:
                parts.append(frame.label(x, y + 18 + row * LINE, line))
    if title:
        middle = (frame.left + frame.right) / 2
        parts.append(
            frame.label(
                middle,
                y + labels.height + 16,
                shortened(title, SIZE, 600),
                fill=frame.ink,
                class_="axis-title",
            )
        )
    frame.parts.append(tag("g", parts, class_="category-axis"))


def overhang(names: Sequence[str], labels: NameLabels, band: float) -> float:
    """How far the first turned name reaches to the left of its place."""
    if not labels.turned or not names:
        return 0.0
    return max(
        width_of(lines[0], SIZE) * math.cos(math.radians(40)) - at * band - band / 2
        for at, lines in enumerate(labels.lines)
        if at % labels.every == 0
    )
