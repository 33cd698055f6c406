"""Round charts: pie, donut, radar."""

from __future__ import annotations

import math

from getcode_lsp.service.engines.scaffold.figures.chart_bars import ink_on, legend_of
from getcode_lsp.service.engines.scaffold.figures.chart_frame import (
    LINE,
    MARGIN,
    SIZE,
    WIDTH,
    Frame,
    begin,
    colours_for,
)
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import Chart, Kind
from getcode_lsp.service.engines.scaffold.figures.scales import scale, shown, ticks_shown
from getcode_lsp.service.engines.scaffold.figures.svg import escaped, number, shortened, tag, width_of

RADIUS = 150.0


def pie(chart: Chart) -> Frame:
    """Slices from the top clockwise, with names and shares in a list beside them."""
    data = chart.data
    values = [value or 0.0 for value in data.series[0].values]
    total = sum(values)
    colours = colours_for(chart, len(values))
    frame = begin(chart)
    rows = len(values)
    frame.height = max(frame.top + 2 * RADIUS + 34, frame.top + rows * 26 + 40)
    x, y = MARGIN + RADIUS + 20, frame.top + RADIUS + 6
    inner = RADIUS * 0.58 if chart.kind is Kind.DONUT else 0.0
    marks, labels, at = [], [], 0.0
    for name, value, colour in zip(data.categories, values, colours, strict=True):
        share = value / total
        words = (
            f"{name}: {_value(value, data.unit)} ({share:.1%})"
            if data.unit != "%"
            else f"{name}: {shown(value, '%', short=False)}"
        )
        marks.append(
            tag(
                "path", tag("title", escaped(words)), d=_slice(x, y, inner, at, share), fill=colour, stroke=chart.palette.background,
                stroke_width=2, class_="slice", data_name=name, data_value=repr(value),
            )
        )  # fmt: skip
        if share >= 0.06:
            angle = 2 * math.pi * (at + share / 2)
            reach = (RADIUS + inner) / 2 if inner else RADIUS * 0.68
            ink = ink_on(colour)
            labels.append(
                frame.label(
                    x + reach * math.sin(angle),
                    y - reach * math.cos(angle) + 4.5,
                    f"{share:.0%}",
                    fill=ink,
                    font_weight="600",
                )
            )
        at += share
    if inner:
        labels.append(
            frame.label(x, y + 2, shown(total, data.unit), font_size=24, font_weight="600", fill=frame.ink)
        )
        labels.append(frame.label(x, y + 22, "total"))
    frame.parts += [
        tag("g", marks, class_="marks"),
        tag("g", labels, class_="values"),
        _list(frame, values, total, colours, x + RADIUS + 44, y),
    ]
    return frame


def _value(value: float, unit: str) -> str:
    return shown(value, unit, short=False)


def _slice(x: float, y: float, inner: float, start: float, share: float) -> str:
    share = min(share, 0.99999)
    a, b = 2 * math.pi * start, 2 * math.pi * (start + share)
    large = 1 if share > 0.5 else 0

    def at(angle: float, radius: float) -> str:
        return f"{number(x + radius * math.sin(angle))} {number(y - radius * math.cos(angle))}"

    outer = f"M {at(a, RADIUS)} A {RADIUS:g} {RADIUS:g} 0 {large} 1 {at(b, RADIUS)}"
    if not inner:
        return f"{outer} L {number(x)} {number(y)} Z"
    return f"{outer} L {at(b, inner)} A {inner:g} {inner:g} 0 {large} 0 {at(a, inner)} Z"


def _list(
    frame: Frame, values: list[float], total: float, colours: list[str], x: float, middle: float
) -> str:
    names, unit = frame.chart.data.categories, frame.chart.data.unit
    step = 26.0
    y = max(frame.top + 20, middle - step * (len(names) - 1) / 2)
    parts = []
    for name, value, colour in zip(names, values, colours, strict=True):
        share = f"{value / total:.1%}".replace(".0%", "%")
        words = shown(value, unit) if unit == "%" else f"{shown(value, unit)} · {share}"
        wide = width_of(words, SIZE)
        right = WIDTH - MARGIN
        parts.append(tag("rect", x=x, y=y - 11, width=13, height=13, rx=3, fill=colour))
        parts.append(
            frame.label(
                x + 22,
                y,
                shortened(name, SIZE + 1, right - wide - x - 40),
                anchor="start",
                fill=frame.ink,
                font_size=SIZE + 1,
            )
        )
        parts.append(frame.label(right, y, words, anchor="end"))
        y += step
    return tag("g", parts, class_="legend")


def radar(chart: Chart) -> Frame:
    """Each category a spoke, each series a closed line."""
    data = chart.data
    colours = colours_for(chart, len(data.series))
    frame = begin(chart, legend=legend_of(chart, colours))
    frame.height = frame.top + 2 * RADIUS + 100
    x, y = WIDTH / 2, frame.top + RADIUS + 34
    values = data.values()
    scaled = scale(values, 0, RADIUS, limits=chart.limits, count=4)
    count = len(data.categories)

    def place(at: int, radius: float) -> tuple[float, float]:
        angle = 2 * math.pi * at / count
        return x + radius * math.sin(angle), y - radius * math.cos(angle)

    def ring(radius: float) -> str:
        return " ".join(f"{number(a)},{number(b)}" for a, b in (place(at, radius) for at in range(count)))

    parts = [
        tag("polygon", points=ring(scaled.place(tick)), fill="none", stroke=chart.palette.line)
        for tick in scaled.ticks[1:]
    ]
    ticks = ticks_shown(scaled.ticks, data.unit)
    for at, name in enumerate(data.categories):
        end, out = place(at, RADIUS), place(at, RADIUS + 14)
        parts.append(tag("line", x1=x, y1=y, x2=end[0], y2=end[1], stroke=chart.palette.line))
        side = out[0] - x
        anchor = "middle" if abs(side) < 10 else "start" if side > 0 else "end"
        down = 4.5 + (6 if out[1] > y + 40 else -4 if out[1] < y - 40 else 0)
        words = shortened(name, SIZE, WIDTH / 2 - abs(side) - 8)
        if count <= 40 and frame.boxes.take(
            out[0] - (0 if side > 0 else width_of(words, SIZE)),
            out[1] + down - LINE,
            width_of(words, SIZE),
            LINE,
        ):
            parts.append(frame.label(*(out[0], out[1] + down), words, anchor=anchor, fill=frame.ink))
    marks = []
    for series, colour in zip(data.series, colours, strict=True):
        places = [
            place(at, scaled.place(value if value is not None else scaled.low))
            for at, value in enumerate(series.values)
        ]
        marks.append(
            tag(
                "polygon",
                points=" ".join(f"{number(a)},{number(b)}" for a, b in places),
                fill=colour,
                fill_opacity=0.18,
                stroke=colour,
                stroke_width=2.5,
                stroke_linejoin="round",
            )
        )
        for (a, b), name, value in zip(places, data.categories, series.values, strict=True):
            words = f"{name}, {series.name}: {shown(value or 0.0, data.unit, short=False)}"
            marks.append(
                tag(
                    "circle",
                    tag("title", escaped(words)),
                    cx=a,
                    cy=b,
                    r=4,
                    fill=colour,
                    class_="point",
                    data_name=name,
                    data_value=repr(value),
                )
            )
    labels = [
        frame.label(
            x + 5, y - scaled.place(tick) + 13, words, anchor="start", font_size=SIZE - 2, class_="value"
        )
        for tick, words in zip(scaled.ticks[1:], ticks[1:], strict=True)
    ]
    frame.parts += [
        tag("g", parts, class_="category-axis"),
        tag("g", marks, class_="marks"),
        tag("g", labels, class_="value-axis"),
    ]
    return frame
