"""What a prompt asks of a chart: its kind, title, axes, order, colours and data."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from getcode_lsp.service.engines.scaffold.colours import Palette
from getcode_lsp.service.engines.scaffold.figures.chart_titles import (
    CHART,
    KIND_WORDS,
    cleaned,
    derived_title,
    x_title,
    y_title,
)
from getcode_lsp.service.engines.scaffold.figures.lexing import visible
from getcode_lsp.service.engines.scaffold.figures.phrasing import plain
from getcode_lsp.service.engines.scaffold.figures.series import Data, Series, read_data, with_points
from getcode_lsp.service.engines.scaffold.look import named_colour, read_look


class Kind(Enum):
    """The kinds of charts that can be drawn; the value is the name in a brief."""

    BAR = "Bar chart"
    STACKED = "Stacked bar chart"
    HORIZONTAL = "Horizontal bar chart"
    STACKED_HORIZONTAL = "Stacked horizontal bar chart"
    LINE = "Line chart"
    AREA = "Area chart"
    STACKED_AREA = "Stacked area chart"
    PIE = "Pie chart"
    DONUT = "Donut chart"
    SCATTER = "Scatter chart"
    HISTOGRAM = "Histogram"
    RADAR = "Radar chart"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it is drawn. `limits` are those of the value axis, where the prompt sets them."""

    kind: Kind
    title: str
    data: Data
    x_title: str
    y_title: str
    palette: Palette
    colours: tuple[str, ...]
    limits: tuple[float, float] | None = None
    example: bool = False
    notes: tuple[str, ...] = ()


class NoNumbers(ValueError):
    """A prompt without numbers that a chart can show."""


class UnknownKind(ValueError):
    """A prompt that asks for a kind of chart that can't be drawn; the argument names it."""


_UNKNOWN = re.compile(
    r"\b(gantt|sankey|tree\s?map|heat\s?map|candlestick|box\s?plot|violin plot|bubble chart|waterfall|funnel chart|gauge|speedometer|"
    r"choropleth|word cloud|venn|chord diagram|network graph|sunburst|3d chart|contour|pyramid chart)\b",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.RADAR, r"radar|spider (?:chart|web|graph)|star chart"),
    (Kind.HISTOGRAM, r"histogram|distribution of"),
    (Kind.DONUT, r"do(?:ugh)?nut|ring chart"),
    (Kind.PIE, rf"pie(?:[\s-]{CHART})?|as a pie|pies\b"),
    (Kind.SCATTER, rf"scatter\w*|point (?:cloud|{CHART})|dot plot|xy[\s-]{CHART}"),
    (Kind.STACKED_AREA, rf"stacked area|area[\s-]{CHART}[^.]{{0,30}}\bstacked"),
    (Kind.AREA, rf"area[\s-]?{CHART}?|filled line"),
    (Kind.STACKED_HORIZONTAL, r"(?:stacked[\s,]+horizontal|horizontal[\s,]+stacked)"),
    (Kind.HORIZONTAL, rf"horizontal[\s-]+(?:\w+\s+)?(?:bars?|column|{CHART})|(?:bars?|{CHART})\s+(?:\w+\s+)?horizontal\w*|hbar|sideways"),
    (Kind.STACKED, r"stacked|bars? on top of each other|stack (?:the|them|bars)|stack\b(?=[^.]{0,20}bars?)"),
    (Kind.LINE, rf"lines?[\s-]{CHART}|line\s?graph|spline|curve|trend\s?line|(?:as|with) (?:a )?lines?\b|time series|sparkline|linechart|a line (?:of|showing|for)\b"),
    (Kind.BAR, rf"(?:bars?|columns?)[\s-]?{CHART}s?|(?:as|with|in|grouped|clustered|vertical|side[\s-]by[\s-]side) (?:\w+ )?(?:bars?|columns)\b|\bbars\b"),
)  # fmt: skip
_QUOTED = r"(?:\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”|'([^'\n]{1,120})'(?!\w)|«([^»\n]{1,120})»)"
_TITLE = re.compile(
    rf"(?i:[,;]?\s{{0,3}}\b(?:(?:with|and|under|use)\s+)?(?:the\s+|a\s+)?(?:(?:chart\s+)?(?:titled|entitled|title|heading|headline)|called|named|chart name)(?:\s+(?:is|of|it|should be|reads|says))*\s{{0,3}}[:=]?\s{{0,3}})"
    rf"(?:{_QUOTED}|(?=[A-Z])([^\n,;.\"|]{{2,80}}?)(?=\s(?i:with)\s[a-z]|:\s|[\n,;.\"|]|\Z|(?<=[^\n]{{80}})))",
)
_AXIS = re.compile(
    rf"[,;]?\s*\b(?:(?:with|and|label|name|the|on|use)\s+)*(x|y|horizontal|vertical|value|category)[\s-]*axis(?:[\s-]+(?:title|label|name|labell?ed|titled|called|named|shows?|is|should|be|reads|as|for|showing|represents))*\s*[:=]?\s*(?:as\s+)?(?:the\s+)?"
    rf"(?:{_QUOTED}|([^\W\d_][^\n,;.:\"|]{{0,50}}?)(?=\s*[,;.:\n]|\s+and\s+(?:the\s+)?[xy]|\Z))",
    re.IGNORECASE,
)
_LISTED_AXIS = re.compile(
    r"[,;.]?\s{0,3}\bx[\s-]?axis(?:\s(?:labels?|values|categories))?\s{0,3}[:=]\s{0,3}(?P<list>[^\n.;:,\d\"]{1,30}(?:,[^\n.;:,\d\"]{1,30}){2,40})",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\b(?:series|data\s?set|line)\s\d{1,2}\s?\(([^()\d\n]{1,40})\)\s?:", re.IGNORECASE)
_LIMITS = re.compile(
    r"[,;]?\s*\b(?:(?:with|and|the)\s+)*(?:y|value|vertical)?[\s-]*(?:axis|scale)\s*(?:range|limits?|goes|going|running|runs|is|starts?|starting|shows?)*\s*(?:from|between|:)?\s*(-?\d+(?:\.\d+)?)\s*(?:to|and|-|–)\s*(-?\d+(?:\.\d+)?)\s*%?",
    re.IGNORECASE,
)
_COLOURED = re.compile(r"\bcolou?rs?\s*[:=]\s*((?:#[0-9a-f]{6}\s*,?\s*)+)", re.IGNORECASE)
_UNIT = re.compile(
    r"\(?\b(?:in|values in|measured in|unit:?|units:?)\s+(USD|EUR|GBP|CHF|dollars|euros|pounds|percent|%|°C|°F|celsius|fahrenheit|kWh|MWh|kW|kg|g|tons|tonnes|km|m|cm|mm|hours|minutes|seconds|ms|litres|liters|degrees|GB|MB)(?![\w])\)?|\(\s*(USD|EUR|GBP|CHF|\$|€|£|%|percent|°C|°F|kWh|MWh|kW|kg|g|km|cm|mm|ms|hours|h|min|GB|MB)\s*\)|\bunit:\s(min|h|t|l|ml|mg|lbs|mph|km/h|ppm|TB|GWh|MW|GW|kcal|bpm|°)(?![\w/])",
    re.IGNORECASE,
)
_ROUND = (Kind.PIE, Kind.DONUT, Kind.RADAR)
"""The kinds that have no axis for a title of the values."""
_SCALE = re.compile(
    r",?\s?(?:\(\s?(?:in\s)?(?P<brackets>(?:[$€£]\s?)?(?:thousands?|millions?|billions?|(?<=[$€£])(?:k|m|mn|bn)|(?<=[$€£]\s)(?:k|m|mn|bn))(?:\s(?:of\s)?[^\W\d]\w{1,15})?)\s?\)"
    r"|\b(?:values\s)?in\s(?P<plain>(?:[$€£]\s?)?(?:thousands?|millions?|billions?)(?:\sof\s[^\W\d]\w{1,15}|\s(?:tonnes|tons|dollars|euros|pounds|litres|liters|people|USD|EUR|GBP|kWh|MWh|barrels|passengers|visitors|users|units|km))?)(?=\s*(?:[:.,;()\n-]|\Z)|\s(?:by|for|per|from|between)\s))",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(
    rf"^\W*(?:please\s)?(?:(?:draw|make|create|plot|give me|i need)\s)?(?:an?\s)?(?:(?:grouped|clustered|stacked|simple|horizontal|vertical|small|nice)\s)?(?:(?:bar|column|line|area|pie|donut|doughnut|scatter|radar)\s{CHART}|pie|donut|bars|histogram)\s?(?:,|\s[-–])\s+",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?<!\w)x\s?=\s?(?P<x>[^\W\d][\w ]{1,30}?)\s?(?:,|;|and)\s?y\s?=\s?(?P<y>[^\W\d][\w ]{1,30}?)(?=\s?[,;:.\n(])",
    re.IGNORECASE,
)
_UNITS = {"usd": "$", "eur": "€", "gbp": "£", "dollars": "$", "euros": "€", "pounds": "£", "percent": "%", "celsius": "°C",
          "fahrenheit": "°F", "degrees": "°", "°c": "°C", "°f": "°F", "litres": "l", "liters": "l", "seconds": "s",
          "minutes": "min", "hours": "h", "tonnes": "t", "tons": "t", "kwh": "kWh", "mwh": "MWh", "kw": "kW", "gb": "GB", "mb": "MB", "chf": "CHF"}  # fmt: skip
_SORT = re.compile(
    r"\b(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?)\b[^.\n]{0,40}?\b(desc\w*|asc\w*|largest|highest|biggest|smallest|lowest|size|value)\b|\bfrom (largest|highest|biggest|smallest|lowest) to\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:example|sample|dummy|placeholder|template|demo|mock|made[\s-]up|fake|random|fictional|fictitious|test)\b[^.\n]{0,20}\b(?:data|values|numbers|figures|chart|graph|series|plot)?",
    re.IGNORECASE,
)


def read_chart(prompt: str) -> Chart:
    """Read a prompt; raises `NoNumbers` and `UnknownKind`."""
    shown = visible(prompt)
    look = read_look(shown)
    bare = re.sub(_QUOTED, " ", shown)
    unknown = _UNKNOWN.search(bare)
    if unknown:
        raise UnknownKind(" ".join(unknown[1].lower().split()))
    title, text = _take_title(shown)
    axes, text = _take_axes(_SERIES.sub(r"\1:", _LISTED_AXIS.sub(_as_labels, text)))
    limits, text = _take_limits(text)
    colours, text = _take_colours(text)
    unit, text = _take_unit(text)
    if _UNIT.fullmatch(axes.get("y", "")):  # "y axis in °C" names a unit, not the axis
        unit = unit or _take_unit(axes.pop("y"))[0]
    kind = _said_kind(bare)
    text = _KIND_FIRST.sub("", text, count=1)
    scale, text = _take_scale(text) if kind not in _ROUND else ("", text)
    data, example = read_data(KIND_WORDS.sub(" ", text)), False
    if data is None or not (data.values() or data.points):
        if not _EXAMPLE.search(bare):
            raise NoNumbers
        data, example = _example_data(bare), True
    data = replace(data, unit=data.unit or unit)
    notes = list(data.notes)
    if kind is Kind.SCATTER:
        data = with_points(data, text)
    kind = _fitting(kind, data, notes) if kind else _chosen(data, bare)
    if kind is Kind.RADAR and len(data.categories) < 3 <= len(data.series):
        data = _turned(data)
    if len(data.series) == 1:
        data = replace(data, series=(_named(data.series[0]),))
    data = _sorted(data, bare, kind)
    title = title or derived_title(plain(text), data) or "Chart"
    if example:
        title = f"{title} (example data)" if "example" not in title.lower() else title
        notes.append("the prompt gives no numbers; these are example data, to be replaced")
    return Chart(
        kind, title[:140], data, axes.get("x", x_title(data, counted=kind is Kind.HISTOGRAM)), axes.get("y", scale or y_title(data, title)), look.palette,
        colours or _own_colours(bare, data, kind) or look.colours, limits, example, tuple(notes),
    )  # fmt: skip


def _as_labels(match: re.Match[str]) -> str:
    parts = re.split(r",\s*(?:and\s+)?", match["list"])
    plain = all(len(part.split()) < 3 for part in parts) and not re.search(
        r"\b(?:axis|title|bars?|lines?|legend|with|charts?|colou?rs?)\b", match["list"], re.IGNORECASE
    )
    return f". Labels: {match['list']}" if plain else match[0]


def _group(match: re.Match[str], first: int = 1) -> str:
    return " ".join(next((part for part in match.groups()[first - 1 :] if part), "").split())


def _take_title(text: str) -> tuple[str, str]:
    match = _TITLE.search(text)
    if match is None:
        return "", text
    return _group(match).strip(" :-"), f"{text[: match.start()]} . {text[match.end() :]}"


def _take_axes(text: str) -> tuple[dict[str, str], str]:
    found: dict[str, str] = {}
    letters = _LETTERS.search(text)
    if letters:  # "x = age, y = income: (23, 31000)"
        found = {"x": letters["x"].capitalize(), "y": letters["y"].capitalize()}
        text = text[: letters.start()] + text[letters.end() :]
    for match in _AXIS.finditer(text):
        words = _group(match, 2)
        if not re.match(r"(?:from|range|starts?|at|goes|between|to)\b", words, re.IGNORECASE):
            found["x" if match[1].lower() in ("x", "horizontal", "category") else "y"] = words
    return found, _AXIS.sub(lambda m: " " if _group(m, 2) in found.values() else m[0], text)


def _take_scale(text: str) -> tuple[str, str]:
    """What the values are in, as in "in millions of euros"; it is written at their axis, and the values stay as they are."""
    match = _SCALE.search(text)
    if match is None:
        return "", text
    words = " ".join((match["brackets"] or match["plain"]).split())
    return words[:1].upper() + words[1:], f"{text[: match.start()]} {text[match.end() :]}".replace(" :", ":")


def _take_limits(text: str) -> tuple[tuple[float, float] | None, str]:
    match = _LIMITS.search(text)
    if match is None or float(match[1]) >= float(match[2]) or abs(float(match[2])) > 1e15:
        return None, text
    return (float(match[1]), float(match[2])), text[: match.start()] + " " + text[match.end() :]


def _take_colours(text: str) -> tuple[tuple[str, ...], str]:
    match = _COLOURED.search(text)
    if match is None:
        return (), text
    return tuple(re.findall(r"#[0-9a-f]{6}", match[1].lower())), text.replace(match[0], " ")


def _take_unit(text: str) -> tuple[str, str]:
    match = _UNIT.search(text)
    if match is None:
        return "", text
    unit = match[1] or match[2] or match[3]
    return _UNITS.get(unit.lower(), unit), text[: match.start()] + " " + text[match.end() :]


def _named(series: Series) -> Series:
    """The only series without "draw a chart of" in its name."""
    name = cleaned(series.name) or "Value"
    return series if name.lower() == series.name.lower() else Series(name, series.values)


_MOST_NAMES = 24  # that are looked for with a colour of their own behind them


def _own_colours(text: str, data: Data, kind: Kind) -> tuple[str, ...]:
    """The colours of the series or slices, where the text gives each its own: "Oslo blue, Madrid in dark red"."""
    sliced = kind in (Kind.PIE, Kind.DONUT)
    names = data.categories if sliced else tuple(series.name for series in data.series)
    if not (2 <= len(names) <= _MOST_NAMES):
        return ()
    found = []
    for name in names:
        said = re.finditer(
            rf"(?<!\w){re.escape(name)}\s+(?:(?:should be|is|as|in)\s+)?([a-z]+)(?:\s([a-z]+))?",
            text,
            re.IGNORECASE,
        )
        colours = (named_colour(f"{one[1]} {one[2]}") or named_colour(one[1]) for one in said)
        found.append(next((colour for colour in colours if colour), ""))
    return tuple(found) if all(found) and len(set(found)) == len(found) else ()


def _said_kind(text: str) -> Kind | None:
    for kind, words in _KINDS:
        if re.search(rf"\b(?:{words})", text, re.IGNORECASE):
            return kind
    return None


def _fitting(kind: Kind, data: Data, notes: list[str]) -> Kind:
    """The kind that is asked for, or the nearest that can show this data, with a note."""
    values = data.values()
    if data.points and kind not in (Kind.SCATTER, Kind.LINE):
        notes.append(f"points are drawn as a scatter chart, not as a {kind.value.lower()}")
        return Kind.SCATTER
    if kind in (Kind.PIE, Kind.DONUT):
        if any(value < 0 for value in values) or not sum(values):
            notes.append("a pie can't show these values, so they are bars")
            return Kind.BAR
        if len(data.series) > 1:
            notes.append("a pie shows one series, so these are stacked bars")
            return Kind.STACKED
    if kind is Kind.RADAR and len(data.categories) < 3 and len(data.series) < 3:
        notes.append("a radar chart needs three categories, so these are bars")
        return Kind.BAR
    if kind is Kind.HISTOGRAM and not _countable(data):
        return Kind.BAR
    if kind is Kind.SCATTER and not data.points and len(data.series) != 1:
        return Kind.SCATTER
    if kind in (Kind.STACKED, Kind.STACKED_AREA, Kind.STACKED_HORIZONTAL) and any(v < 0 for v in values):
        notes.append("values below zero are stacked downwards")
    return kind


def _countable(data: Data) -> bool:
    return len(data.series) == 1 and data.numbered and len(data.values()) > 1


def _chosen(data: Data, text: str) -> Kind:
    if data.points:
        return Kind.SCATTER
    count, values = len(data.categories), data.values()
    total = sum(values)
    if (
        data.unit == "%"
        and len(data.series) == 1
        and 98 <= total <= 102
        and 1 < count <= 8
        and min(values) >= 0
    ):
        return Kind.PIE
    trend = re.search(r"\b(?:trend|over time|growth|evolution|development|progress)\b", text, re.IGNORECASE)
    if data.ordered and not data.numbered and (count >= 6 or (trend and count >= 3)):
        return Kind.LINE
    if data.numbered and count > 15:
        return Kind.LINE
    longest = max((len(name) for name in data.categories), default=0)
    if not data.ordered and (longest > 18 or count > 14):
        return Kind.HORIZONTAL
    return Kind.BAR


def _turned(data: Data) -> Data:
    """The same values with series and categories exchanged."""
    columns = zip(data.categories, zip(*(series.values for series in data.series), strict=True), strict=True)
    return replace(
        data,
        categories=tuple(s.name for s in data.series),
        series=tuple(Series(n, tuple(v)) for n, v in columns),
        ordered=False,
    )


def _sorted(data: Data, text: str, kind: Kind) -> Data:
    match = _SORT.search(text)
    if match is None or not data.series or kind in (Kind.LINE, Kind.AREA, Kind.STACKED_AREA):
        return data
    word = (match[1] or match[2]).lower()
    rising = word.startswith("asc") or word in ("smallest", "lowest")
    first = data.series[0].values
    order = sorted(range(len(data.categories)), key=lambda at: first[at] or 0.0, reverse=not rising)
    return replace(
        data,
        categories=tuple(data.categories[at] for at in order),
        series=tuple(Series(s.name, tuple(s.values[at] for at in order)) for s in data.series),
        ordered=False,
    )


def _example_data(text: str) -> Data:
    low = text.lower()
    if "quarter" in low:
        names: tuple[str, ...] = ("Q1", "Q2", "Q3", "Q4")
    elif "week" in low or "daily" in low:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    elif "month" in low or "time" in low or "line" in low:
        names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    else:
        names = ("A", "B", "C", "D", "E")
    values = (42.0, 55.0, 48.0, 63.0, 71.0, 66.0, 80.0)[: len(names)]
    return Data(names, (Series("Example", values),), ordered=names[0] != "A")
