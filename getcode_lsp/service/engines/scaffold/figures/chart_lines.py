"""Charts of lines, areas and points."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.figures.chart_bars import legend_of, plot_area, totals
from getcode_lsp.service.engines.scaffold.figures.chart_frame import (
    MARGIN,
    SIZE,
    WIDTH,
    Frame,
    begin,
    colours_for,
    room_for_values,
    value_axis,
)
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import Chart, Kind
from getcode_lsp.service.engines.scaffold.figures.scales import scale, shown, ticks_shown
from getcode_lsp.service.engines.scaffold.figures.svg import escaped, number, tag, width_of

Place = tuple[float, float]


def lines(chart: Chart) -> Frame:
    """Lines, or areas under them, on top of each other where they are stacked."""
    data = chart.data
    stacked, filled = chart.kind is Kind.STACKED_AREA, chart.kind in (Kind.AREA, Kind.STACKED_AREA)
    colours = colours_for(chart, len(data.series))
    frame = begin(chart, legend=legend_of(chart, colours))
    values = totals(chart) if stacked else data.values()
    spread = max(values) - min(values)
    zero = filled or min(values) <= 0 or spread > 0.25 * max(abs(v) for v in values) or len(values) < 2
    scaled, centres, _band = plot_area(frame, values, list(data.categories), zero=zero)
    base = [0.0] * len(data.categories)
    areas, strokes, dots, labels = [], [], [], []
    for row, series in enumerate(data.series):
        places: list[list[Place]] = [[]]
        floor: list[list[Place]] = [[]]
        for at, value in enumerate(series.values):
            if value is None:
                places.append([])
                floor.append([])
                continue
            top = base[at] + value if stacked else value
            places[-1].append((centres[at], scaled.place(top)))
            floor[-1].append((centres[at], scaled.place(base[at] if stacked else max(scaled.low, 0.0))))
            words = f"{data.categories[at]}, {series.name}: {shown(value, data.unit, short=False)}"
            dots.append(
                _dot(*places[-1][-1], colours[row], words, data.categories[at], value, _radius(len(centres)))
            )
            if len(data.series) == 1:
                labels += _above(
                    frame, series.values, at, places[-1][-1], shown(value, data.unit), scaled.start
                )
            if stacked:
                base[at] = top
        for run, under in zip(places, floor, strict=True):
            if filled and len(run) > 1:
                areas.append(
                    tag(
                        "polygon",
                        points=_points([*run, *reversed(under)]),
                        fill=colours[row],
                        fill_opacity=0.75 if stacked else 0.22,
                    )
                )
            if len(run) > 1:
                strokes.append(
                    tag(
                        "polyline",
                        points=_points(run),
                        fill="none",
                        stroke=colours[row],
                        stroke_width=2.5,
                        stroke_linejoin="round",
                        stroke_linecap="round",
                        class_="line",
                        data_name=series.name,
                    )
                )
    frame.parts += [
        tag("g", group, class_=name)
        for group, name in ((areas, "areas"), (strokes, "lines"), (dots, "marks"), (labels, "values"))
        if group
    ]
    return frame


def _radius(count: int) -> float:
    return 4.0 if count <= 24 else 2.5 if count <= 60 else 1.5


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def _dot(x: float, y: float, colour: str, words: str, name: str, value: float, radius: float) -> str:
    return tag(
        "circle", tag("title", escaped(words)), cx=x, cy=y, r=radius, fill=colour, class_="point", data_name=name,
        data_value=repr(value),
    )  # fmt: skip


def _above(
    frame: Frame, values: Sequence[float | None], at: int, place: Place, words: str, floor: float
) -> list[str]:
    """A point's value above it, or below it in a valley; left out where there is no room."""
    if len(values) > 31:
        return []
    value = values[at] or 0.0
    around = [
        v
        for v in (values[at - 1] if at else None, values[at + 1] if at + 1 < len(values) else None)
        if v is not None
    ]
    valley = bool(around) and all(value < other for other in around)
    size = SIZE - 1
    wide = width_of(words, size)
    x, y = place[0], place[1] + (19 if valley and place[1] + 24 < floor else -10)
    if len(around) == 2 and around[0] != value != around[1] and (around[0] > value) != (around[1] > value):
        x += (wide / 2 - 2) * (1 if around[0] > value else -1)  # beside a slope, not across it
    if x + wide / 2 > WIDTH - 2 or not frame.boxes.take(x - wide / 2 - 2, y - 12, wide + 4, 15):
        return []
    return [frame.label(x, y, words, font_size=size, fill=frame.ink, class_="value")]


def scatter(chart: Chart) -> Frame:
    """Points on two value axes."""
    points = chart.data.points or tuple(
        (float(at + 1), value)
        for series in chart.data.series
        for at, value in enumerate(series.values)
        if value is not None
    )
    frame = begin(chart, 500)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across = scale(xs, 0, 1, zero=False, count=8)
    up = scale(ys, 0, 1, zero=False, limits=chart.limits)
    frame.left = MARGIN + room_for_values(up, chart.data.unit, chart.y_title)
    names = ticks_shown(across.ticks, "")
    frame.right -= width_of(names[-1], SIZE) / 2
    bottom = frame.bottom - 22 - (20 if chart.x_title else 0)
    up = scale(ys, bottom, frame.top + 14, zero=False, limits=chart.limits)
    across = scale(xs, frame.left, frame.right, zero=False, count=8)
    value_axis(frame, up, chart.data.unit, chart.y_title)
    axis = []
    for tick, words in zip(across.ticks, names, strict=True):
        x = across.place(tick)
        axis.append(tag("line", x1=x, x2=x, y1=frame.top + 14, y2=bottom, stroke=chart.palette.line))
        if frame.boxes.take(x - width_of(words, SIZE) / 2 - 3, bottom + 4, width_of(words, SIZE) + 6, 16):
            axis.append(frame.label(x, bottom + 18, words))
    if chart.x_title:
        axis.append(
            frame.label(
                (frame.left + frame.right) / 2,
                bottom + 38,
                chart.x_title,
                fill=frame.ink,
                class_="axis-title",
            )
        )
    colour = colours_for(chart, 1)[0]
    marks = [
        tag(
            "circle", tag("title", escaped(f"{x:g}, {y:g}")), cx=across.place(x), cy=up.place(y), r=5 if len(points) < 80 else 3,
            fill=colour, fill_opacity=0.8, class_="point", data_x=repr(x), data_value=repr(y),
        )
        for x, y in points
    ]  # fmt: skip
    frame.parts += [tag("g", axis, class_="category-axis"), tag("g", marks, class_="marks")]
    return frame
