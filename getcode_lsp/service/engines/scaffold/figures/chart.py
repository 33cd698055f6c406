"""Output of type chart: one SVG document, drawn from the numbers in the prompt."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.figures.chart_bars import histogram, lying, upright
from getcode_lsp.service.engines.scaffold.figures.chart_frame import WIDTH
from getcode_lsp.service.engines.scaffold.figures.chart_lines import lines, scatter
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import (
    Chart,
    Kind,
    NoNumbers,
    UnknownKind,
    read_chart,
)
from getcode_lsp.service.engines.scaffold.figures.chart_round import pie, radar
from getcode_lsp.service.engines.scaffold.figures.scales import shown
from getcode_lsp.service.engines.scaffold.figures.series import Data
from getcode_lsp.service.engines.scaffold.figures.svg import comment, document, tag
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

_DRAW = {
    Kind.BAR: upright, Kind.STACKED: upright, Kind.HORIZONTAL: lying, Kind.STACKED_HORIZONTAL: lying,
    Kind.LINE: lines, Kind.AREA: lines, Kind.STACKED_AREA: lines, Kind.PIE: pie, Kind.DONUT: pie,
    Kind.SCATTER: scatter, Kind.HISTOGRAM: histogram, Kind.RADAR: radar,
}  # fmt: skip


def _understand(task: Task) -> Chart:
    try:
        return read_chart(task.prompt)
    except NoNumbers:
        raise EngineRefusal(
            "The scaffold engine found no numbers to draw in the prompt: write them into it, as in "
            '"bar chart of sales: Jan 120, Feb 135, Mar 99", or ask for example data. '
            f"{OTHER_ENGINES}"
        ) from None
    except UnknownKind as kind:
        raise EngineRefusal(
            f"The scaffold engine draws no {kind}: it draws bars (also stacked and horizontal), lines, areas, pies, "
            f"donuts, scatter charts, histograms and radar charts. {OTHER_ENGINES}"
        ) from None


def _write(task: Task) -> str:
    chart = _understand(task)
    frame = _DRAW[chart.kind](chart)
    ground = tag("rect", width=WIDTH, height=frame.height, rx=8, fill=chart.palette.background)
    return document(WIDTH, frame.height, chart.title, describe(chart), _head(chart), [ground, *frame.parts])


def describe(chart: Chart) -> str:
    """The chart in words, for those who can't see it: its kind and every value, as far as they are few."""
    data = chart.data
    if data.points:
        return f"{chart.kind.value} with {len(data.points)} points."
    said = []
    for series in data.series:
        pairs = [
            f"{name} {shown(value, data.unit, short=False)}"
            for name, value in zip(data.categories, series.values, strict=True)
            if value is not None
        ]
        more = f", and {len(pairs) - 40} more" if len(pairs) > 40 else ""
        lead = f"{series.name}: " if len(data.series) > 1 else ""
        said.append(f"{lead}{', '.join(pairs[:40])}{more}")
    return f"{chart.kind.value}. {'; '.join(said[:12])}."


def _head(chart: Chart) -> str:
    data = chart.data
    count = (
        f"{len(data.points)} points"
        if data.points
        else f"{len(data.series)} series of {len(data.categories)} values: {', '.join(s.name for s in data.series)[:300]}"
    )
    lines_ = [
        f"{chart.title}: a chart, scaffolded from the numbers in a prompt (by rules, not by AI).",
        f"Understood: {chart.kind.value.lower()}, {count}{f', in {data.unit}' if data.unit else ''}.",
        *(f"Note: {note}." for note in chart.notes),
    ]
    return comment(lines_)


def _improve(task: Task) -> str:
    return brief(_understand(task))


def brief(chart: Chart) -> str:
    """The chart as a prompt that is read back as the same chart."""
    data = chart.data
    sentences = [f'{chart.kind.value} titled "{_quotable(chart.title)}".']
    for axis, title in (("X", chart.x_title), ("Y", chart.y_title)):
        if title:
            sentences.append(f'{axis} axis: "{_quotable(title)}".')
    if data.unit:
        sentences.append(f"Unit: {data.unit}." if data.unit not in ("$", "€", "£", "¥", "₹", "%") else "")
    if chart.limits:
        sentences.append(f"Value axis from {chart.limits[0]:.15g} to {chart.limits[1]:.15g}.")
    if chart.colours:
        sentences.append(f"Colours: {', '.join(chart.colours)}.")
    if chart.example:
        sentences.append("The data are examples, to be replaced.")
    head = " ".join(sentence for sentence in sentences if sentence)
    if data.points:
        return f"{head}\n\nPoints: {', '.join(f'({_plain(x)}, {_plain(y)})' for x, y in data.points)}"
    rows = [
        [_first_column(data), *(series.name for series in data.series)],
        ["---"] * (len(data.series) + 1),
    ]
    for at, name in enumerate(data.categories):
        values = [series.values[at] for series in data.series]
        rows.append([name, *(_cell(value, data.unit) for value in values)])
    table = "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    return f"{head}\n\n{table}"


def _first_column(data: Data) -> str:
    """The head of the categories; where these are numbers, it says that they aren't values."""
    numbers = not data.numbered and all(re.fullmatch(r"-?\d[\d.]*", name) for name in data.categories)
    return (
        f"{data.axis} x-values" if numbers and data.axis not in ("", "Category") else data.axis or "Category"
    )


def _quotable(text: str) -> str:
    return text.replace('"', "'").replace("\n", " ")


def _plain(value: float) -> str:
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.15f}".rstrip("0").rstrip(".")


def _cell(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return (
        f"{'-' if value < 0 else ''}{unit}{_plain(abs(value))}"
        if unit in ("$", "€", "£", "¥", "₹")
        else f"{_plain(value)}{unit if unit == '%' else ''}"
    )


WRITER = Writer(_write, _improve)
