"""Charts of bars: upright, lying, grouped, stacked; and histograms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.colours import contrast
from getcode_lsp.service.engines.scaffold.figures.chart_frame import (
    MARGIN,
    SIZE,
    WIDTH,
    Frame,
    begin,
    colours_for,
    name_axis,
    name_labels,
    overhang,
    room_for_values,
    value_axis,
)
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import Chart, Kind
from getcode_lsp.service.engines.scaffold.figures.scales import Scale, bins, scale, shown, ticks_shown
from getcode_lsp.service.engines.scaffold.figures.svg import escaped, shortened, tag, width_of


def totals(chart: Chart) -> list[float]:
    """The ends of stacked bars: the sums of what is above zero and of what is below it."""
    columns = list(zip(*(series.values for series in chart.data.series), strict=True))
    return [
        sum(v for v in column if v is not None and (v > 0) is up)
        for column in columns
        for up in (True, False)
    ]


def legend_of(chart: Chart, colours: Sequence[str]) -> list[tuple[str, str]]:
    """The legend's entries; none where one series says nothing that the title doesn't."""
    if len(chart.data.series) < 2:
        return []
    return [(series.name, colour) for series, colour in zip(chart.data.series, colours, strict=True)]


def bar(
    x: float, y: float, width: float, height: float, colour: str, name: str, value: float, words: str
) -> str:
    """One bar, with its value as a tooltip and as data attributes."""
    return tag(
        "rect", tag("title", escaped(words)), x=x, y=y, width=max(width, 0.5), height=max(height, 0.5), fill=colour,
        rx=min(3.0, width / 4, height / 2), class_="bar", data_name=name, data_value=repr(value),
    )  # fmt: skip


def upright(chart: Chart) -> Frame:
    """Bars that stand, side by side or on top of each other."""
    data, stacked = chart.data, chart.kind is Kind.STACKED
    colours = colours_for(chart, len(data.series))
    frame = begin(chart, legend=legend_of(chart, colours))
    values = totals(chart) if stacked else data.values()
    found = plot_area(frame, values, list(data.categories))
    scaled, centres, band = found
    count = 1 if stacked else len(data.series)
    room = min(band * 0.76, 90.0 * count)
    each = room / count
    ends: dict[tuple[int, bool], float] = {}
    marks, labels = [], []
    for row, series in enumerate(data.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            base = ends.get((at, value >= 0), 0.0) if stacked else 0.0
            ends[at, value >= 0] = base + value
            x = centres[at] - room / 2 + (0 if stacked else row * each)
            y, zero = scaled.place(base + value), scaled.place(base)
            words = _words(chart, data.categories[at], series.name, value)
            gap = min(1.5, each * 0.08) if count > 1 else 0
            marks.append(
                bar(
                    x + gap,
                    min(y, zero),
                    each - 2 * gap,
                    abs(zero - y),
                    colours[row],
                    data.categories[at],
                    value,
                    words,
                )
            )
            shown_value = shown(value, data.unit)
            middle = x + each / 2
            if stacked:
                if abs(zero - y) > 18 and width_of(shown_value, SIZE) < room - 4:
                    labels.append(
                        frame.label(middle, (y + zero) / 2 + 4.5, shown_value, fill=ink_on(colours[row]))
                    )
            else:
                labels += _beside(frame, middle, y - 6 if value >= 0 else y + 16, shown_value)
    frame.parts += [tag("g", marks, class_="marks"), tag("g", labels, class_="values")]
    return frame


def plot_area(
    frame: Frame, values: Sequence[float], names: list[str], *, zero: bool = True
) -> tuple[Scale, list[float], float]:
    """Draw both axes; the scale of the values, the places of the names, and the width that each has."""
    chart = frame.chart
    count = max(len(names), 1)
    scaled = scale(values, 0, 1, zero=zero, limits=chart.limits)
    frame.left = MARGIN + room_for_values(scaled, chart.data.unit, chart.y_title)
    band = (frame.right - frame.left) / count
    labels = name_labels(names, band)
    frame.left = max(frame.left, MARGIN - 10 + overhang(names, labels, band))
    if labels.turned:
        frame.height += max(0.0, labels.height - 60)
        frame.bottom = frame.height - MARGIN
    band = (frame.right - frame.left) / count
    below = 18 if min(values, default=0) < 0 else 0  # for the values under bars that hang
    bottom = frame.bottom - labels.height - (20 if chart.x_title else 0) - below
    scaled = scale(values, bottom, frame.top + 14, zero=zero, limits=chart.limits)
    value_axis(frame, scaled, chart.data.unit, chart.y_title)
    centres = [frame.left + band * (at + 0.5) for at in range(len(names))]
    name_axis(frame, centres, labels, bottom + below, chart.x_title)
    return scaled, centres, band


def _words(chart: Chart, name: str, series: str, value: float) -> str:
    lead = f"{name}, {series}" if len(chart.data.series) > 1 else name
    return f"{lead}: {shown(value, chart.data.unit, short=False)}"


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    return max(("#ffffff", "#16181d"), key=lambda ink: contrast(ink, colour))


def _beside(frame: Frame, x: float, y: float, words: str) -> list[str]:
    """A value beside its mark, where it lies on no other and inside the picture."""
    size = SIZE - 1
    wide = width_of(words, size)
    if (
        x - wide / 2 < 2
        or x + wide / 2 > WIDTH - 2
        or not frame.boxes.take(x - wide / 2 - 1, y - 12, wide + 2, 15)
    ):
        return []
    return [frame.label(x, y, words, font_size=size, fill=frame.ink, class_="value")]


def lying(chart: Chart) -> Frame:
    """Bars that lie; the figure grows with their number."""
    data, stacked = chart.data, chart.kind is Kind.STACKED_HORIZONTAL
    colours = colours_for(chart, len(data.series))
    each = 26.0 if stacked or len(data.series) == 1 else max(12.0, 22.0 - 2 * len(data.series))
    band = each * (1 if stacked else len(data.series)) + 12
    frame = begin(chart, legend=legend_of(chart, colours))
    labels_at = min(230.0, max((width_of(name, SIZE) for name in data.categories), default=0) + 4)
    frame.left = MARGIN + labels_at + 8 + (22 if chart.x_title else 0)
    values = totals(chart) if stacked else data.values()
    widest = 0.0 if stacked else max(width_of(shown(v, data.unit), SIZE) for v in values) + 10
    low_room = widest if min(values) < 0 else 0.0
    scaled = scale(values, frame.left + low_room, frame.right - widest, limits=chart.limits)
    top = frame.top + 4
    bottom = top + band * len(data.categories)
    frame.height = bottom + 24 + (22 if chart.y_title else 0) + MARGIN - 8
    _lying_axis(frame, scaled, top, bottom)
    marks, labels, names = [], [], []
    for at, name in enumerate(data.categories):
        middle = top + band * (at + 0.5)
        names.append(
            frame.label(
                frame.left - 8, middle + 4.5, shortened(name, SIZE, labels_at), anchor="end", fill=frame.ink
            )
        )
        ends = {True: 0.0, False: 0.0}
        for row, series in enumerate(data.series):
            value = series.values[at]
            if value is None:
                continue
            base = ends[value >= 0] if stacked else 0.0
            ends[value >= 0] = base + value
            x, zero = scaled.place(base + value), scaled.place(base)
            y = middle - band / 2 + 6 + (0 if stacked else row * each)
            marks.append(
                bar(
                    min(x, zero),
                    y,
                    abs(x - zero),
                    each - 2,
                    colours[row],
                    name,
                    value,
                    _words(chart, name, series.name, value),
                )
            )
            words = shown(value, data.unit)
            baseline = y + (each - 2) / 2 + 4.5
            if stacked:
                if abs(x - zero) > width_of(words, SIZE) + 4:
                    labels.append(frame.label((x + zero) / 2, baseline, words, fill=ink_on(colours[row])))
            else:
                labels.append(
                    frame.label(
                        x + (6 if value >= 0 else -6),
                        baseline,
                        words,
                        anchor="start" if value >= 0 else "end",
                        font_size=min(SIZE - 1, each),
                        fill=frame.ink,
                        class_="value",
                    )
                )
    frame.parts += [
        tag("g", names, class_="category-axis"),
        tag("g", marks, class_="marks"),
        tag("g", labels, class_="values"),
    ]
    return frame


def _lying_axis(frame: Frame, scaled: Scale, top: float, bottom: float) -> None:
    chart = frame.chart
    parts = []
    ticks = ticks_shown(scaled.ticks, chart.data.unit)
    for tick, words in zip(scaled.ticks, ticks, strict=True):
        x = scaled.place(tick)
        stroke = chart.palette.control if tick == 0 else chart.palette.line
        parts.append(tag("line", x1=x, x2=x, y1=top, y2=bottom, stroke=stroke))
        if frame.boxes.take(x - width_of(words, SIZE) / 2 - 3, bottom + 4, width_of(words, SIZE) + 6, 16):
            parts.append(frame.label(x, bottom + 18, words))
    if chart.y_title:
        parts.append(
            frame.label(
                (scaled.start + scaled.end) / 2,
                bottom + 40,
                chart.y_title,
                fill=frame.ink,
                class_="axis-title",
            )
        )
    if chart.x_title:
        middle = (top + bottom) / 2
        words = shortened(chart.x_title, SIZE, bottom - top)
        parts.append(
            frame.label(
                MARGIN,
                middle,
                words,
                fill=frame.ink,
                class_="axis-title",
                transform=f"rotate(-90 {MARGIN:g} {middle:.1f})",
            )
        )
    frame.parts.append(tag("g", parts, class_="value-axis"))


def histogram(chart: Chart) -> Frame:
    """How many values lie in each class; the bars touch, the edges are written below them."""
    found = bins(chart.data.values())
    frame = begin(chart)
    counts = [float(count) for count in found.counts]
    scaled = scale(counts, 0, 1, count=min(5, int(max(counts))))
    y_title = chart.y_title or "Count"
    frame.left = MARGIN + room_for_values(scaled, "", y_title)
    edges = ticks_shown(found.edges, chart.data.unit)
    bottom = frame.bottom - 22 - (20 if chart.x_title else 0)
    scaled = scale(counts, bottom, frame.top + 14, count=min(5, int(max(counts))))
    value_axis(frame, scaled, "", y_title)
    right = frame.right - width_of(edges[-1], SIZE) / 2
    step = (right - frame.left) / len(counts)
    colour = colours_for(chart, 1)[0]
    marks, labels = [], []
    for at, ((low, high), count) in enumerate(zip(pairwise(edges), counts, strict=True)):
        x, y = frame.left + at * step, scaled.place(count)
        last = at == len(counts) - 1
        words = f"{low} to {'' if last else 'under '}{high}: {count:g}"
        if count:
            marks.append(bar(x + 0.75, y, step - 1.5, bottom - y, colour, f"{low}–{high}", count, words))
            labels += _beside(frame, x + step / 2, y - 6, f"{count:g}")
    every = next(
        n for n in (1, 2, 5, 10, 50) if step * n > max(width_of(edge, SIZE) for edge in edges) + 8 or n == 50
    )
    axis = [
        frame.label(frame.left + at * step, bottom + 18, edge)
        for at, edge in enumerate(edges)
        if at % every == 0
    ]
    if chart.x_title:
        axis.append(
            frame.label(
                (frame.left + right) / 2, bottom + 38, chart.x_title, fill=frame.ink, class_="axis-title"
            )
        )
    frame.parts += [
        tag("g", axis, class_="category-axis"),
        tag("g", marks, class_="marks"),
        tag("g", labels, class_="values"),
    ]
    return frame
