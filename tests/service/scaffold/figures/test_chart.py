"""Charts: what is read from a prompt, what is refused, what a hostile prompt can't do."""

from __future__ import annotations

import pytest

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.figures.chart import brief
from getcode_lsp.service.engines.scaffold.figures.chart_prompt import read_chart
from getcode_lsp.service.engines.scaffold.figures.scales import bins, scale, shown, ticks_shown
from tests.service.scaffold.figures.chart_prompts import KINDS, READINGS, Values
from tests.service.scaffold.figures.documents import NAMESPACE, improved, parsed, written, written_or_refused
from tests.service.scaffold.figures.hostile import hostile, long_ones

PROMPTS = [prompt for prompt, _categories, _values in READINGS] + [prompt for prompt, _kind in KINDS]
ROLES = (
    "bar chart titled {x}: a 1, b 2", "sales: {x} 1, {x} 2", "{x}", "line chart of {x}: Jan {x}, Feb 2, Mar 3", "pie: {x} 40%, b 60%",
    '"{x}" chart: a 1, b 2. Y axis: {x}', "{x}: 1, 2, 3; b: 4, 5, 6 for {x}, y, z", "|{x}|b|\n|---|---|\n|a{x}|1|\n|c|2|", "radar: {x} 1, b 2, c {x}, d 4",
    "scatter (1, {x}), (2, 3), (4, 5) x axis: {x}", "histogram of 1, 2, {x}, 4, 5", "stacked: {x}: a 1, b 2; d: a {x}, b 3",
)  # fmt: skip


@pytest.mark.parametrize(("prompt", "categories", "values"), READINGS)
def test_the_numbers_are_read_with_their_names(prompt: str, categories: list[str], values: Values) -> None:
    data = read_chart(prompt).data
    assert list(data.categories) == categories
    assert [list(series.values) for series in data.series] == list(values.values())
    if len(values) > 1 or "" not in values:
        assert [series.name for series in data.series] == list(values)


@pytest.mark.parametrize(("prompt", "kind"), KINDS)
def test_the_kind_is_the_one_that_is_asked_for_or_fits(prompt: str, kind: str) -> None:
    assert read_chart(prompt).kind.value == kind


@pytest.mark.parametrize(
    ("prompt", "title", "x", "y"),
    [
        ('bar chart titled "Orders & returns": a 1, b 2', "Orders & returns", "", ""),
        ("Bar chart of monthly sales: Jan 1, Feb 2", "Monthly sales", "", ""),
        ("bar chart titled Team Velocity with sprints: Jan 1, Feb 2", "Team Velocity", "", ""),
        ("pie chart of market share: A 40%, B 60%", "Market share", "", ""),
        (
            "chart ranking programming languages by popularity (Python 28, Java 16)",
            "Programming languages by popularity",
            "",
            "",
        ),
        ("line graph of my weight over 3 weeks: 82.5, 81.9, 81.2", "Weight over 3 weeks", "", ""),
        ("comparing two phones on size, weight and price. A: 8, 9, 7. B: 6, 7, 9.", "Two phones", "", ""),
        ("bar chart of iPhone sales: Q1 10M, Q2 12M", "iPhone sales", "", ""),
        ("a chart: average rain (mm) in London - Jan 55, Feb 41", "Average rain in London", "", ""),
        ("bar chart with labels Red, Blue and data 12, 19", "Chart", "", ""),
        ("scatter plot of hours vs score: 1h 52, 2h 55, 3h 61", "Hours vs score", "Hours", "Score"),
        ("a 1, b 2, x axis: Fruit, y axis: Kilos", "Chart", "Fruit", "Kilos"),
        ("We had 120 users in 2019, 340 in 2020", "Users", "", ""),
        (
            "profit by quarter in millions of euros: Q1 -1.2, Q2 0.4",
            "Profit by quarter",
            "",
            "Millions of euros",
        ),
        ("Revenue ($ millions) 2021 12.4, 2022 15.1", "Revenue", "", "$ millions"),
        (
            "bar chart, passengers in thousands. A: 2021 4, 2022 5. B: 2021 1, 2022 9",
            "Passengers",
            "",
            "Thousands",
        ),
        ("scatter of kiln heat against loss: (9, 6), (8, 7)", "Kiln heat against loss", "Kiln heat", "Loss"),
        ("Quarterly tickets Q1/24 310, Q2/24 280", "Quarterly tickets", "", ""),
        ("scatter plot, x = age, y = income: (23, 31), (35, 52)", "Chart", "Age", "Income"),
        (
            "Hives of the beekeepers' club rose from 3 in 2019 to 9 in 2022",
            "Hives of the beekeepers' club",
            "",
            "",
        ),
        ("heat ranged from -4 to 11 in May, 2 to 13 in June", "Heat", "", ""),
        (
            "a line chart comparing heart rate at minutes 0, 5: Nina 62, 110; Otto 7, 9",
            "Heart rate",
            "Minutes",
            "",
        ),
        ("scatter plot of height vs weight: (1, 2), (3, 4)", "Height vs weight", "Height", "Weight"),
        (
            "Please draw a pie chart of our budget: rent 5, food 3. Title: Where it goes",
            "Where it goes",
            "",
            "",
        ),
    ],
)
def test_titles_of_chart_and_axes_are_read(prompt: str, title: str, x: str, y: str) -> None:
    chart = read_chart(prompt)
    assert (chart.title, chart.x_title, chart.y_title) == (title, x, y)


@pytest.mark.parametrize(
    ("prompt", "colours"),
    [
        ("line chart, Oslo blue, Madrid in red. Oslo: 1, 2, 3. Madrid: 4, 5, 6", ("#2563eb", "#dc2626")),
        ("pie chart with Yes 60, No 40, No is red and Yes is green", ("#2a8a43", "#dc2626")),
    ],
)
def test_each_series_or_slice_has_the_colour_that_is_said_of_it(
    prompt: str, colours: tuple[str, ...]
) -> None:
    assert read_chart(prompt).colours == colours


def test_amounts_that_name_the_values_of_a_scatter_chart_are_its_points() -> None:
    assert read_chart("scatter plot: 1h 52, 2h 55, 3.5h 61").data.points == ((1, 52), (2, 55), (3.5, 61))
    arrows = read_chart("scatter: weight 50 kg → dose 10 mg, 60 kg → 12 mg, 80 kg → 16 mg")
    assert arrows.data.points == ((50, 10), (60, 12), (80, 16))


def test_an_axis_in_a_unit_gives_the_unit() -> None:
    chart = read_chart("line chart of heat: Jan 5, Feb 6. Y axis in °C")
    assert (chart.data.unit, chart.y_title) == ("°C", "")


@pytest.mark.parametrize(
    "prompt",
    ["a nice dashboard chart for my startup", "", "bar chart of sales per month", "chart: NaN, 1e999"],
)
def test_without_numbers_nothing_is_invented(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match="no numbers"):
        written(prompt, "chart")


def test_example_data_are_drawn_where_they_are_asked_for_and_say_so() -> None:
    svg = written("a line chart template with example data for monthly sales", "chart")
    title = parsed(svg).findtext(f"{NAMESPACE}title")
    assert title
    assert "example" in title.lower()
    assert "example data, to be replaced" in svg


def test_a_kind_that_it_cannot_draw_is_refused() -> None:
    with pytest.raises(EngineRefusal, match="draws no sankey"):
        written("a sankey diagram: a 1, b 2", "chart")


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_the_improved_prompt_is_read_back_as_the_same_chart(prompt: str) -> None:
    first = read_chart(prompt)
    second = read_chart(await improved(prompt, "chart"))
    assert (second.kind, second.title, second.x_title, second.y_title) == (
        first.kind,
        first.title,
        first.x_title,
        first.y_title,
    )
    assert second.data.points == first.data.points
    assert second.data.categories == first.data.categories
    assert [series.values for series in second.data.series] == [series.values for series in first.data.series]
    assert second.data.unit == first.data.unit
    assert brief(second) == brief(first)


@pytest.mark.parametrize("block", range(8))
def test_no_prompt_breaks_the_document(block: int) -> None:
    drawn = 0
    for seed in range(block * 50, block * 50 + 50):
        prompt = hostile(seed, PROMPTS, ROLES)
        try:
            svg = written_or_refused(prompt, "chart")
            if svg:
                parsed(svg)
                drawn += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}: {prompt!r}") from error
    assert drawn > 20


@pytest.mark.parametrize("prompt", long_ones(), ids=lambda prompt: repr(prompt[:12]))
def test_long_prompts_end_in_a_document_or_a_refusal(prompt: str) -> None:
    svg = written_or_refused(prompt, "chart")
    if svg:
        parsed(svg)
        assert len(svg) < 3_000_000


def test_ticks_are_round_and_hold_all_values() -> None:
    for values in ([0.0], [5.0], [-3.0, 7.0], [1e-9, 2e-9], [1e14, 3e14], [99.0, 101.0], [-5.0, -1.0]):
        found = scale(values, 400, 0)
        assert found.low <= min(values)
        assert found.high >= max(values)
        assert 2 <= len(found.ticks) <= 12
        assert len(set(ticks_shown(found.ticks, ""))) == len(found.ticks)


def test_numbers_are_shown_as_people_write_them() -> None:
    assert [shown(v, u) for v, u in ((1234.5, ""), (3.7e6, "$"), (-2.0, "°C"), (40.0, "%"), (0.125, ""), (0.0, "€"))] == [
        "1,234.5", "$3.7M", "−2 °C", "40%", "0.125", "€0",
    ]  # fmt: skip


def test_every_value_lies_in_one_class_of_a_histogram() -> None:
    values = [55.0, 61, 64, 67, 70, 70, 80, 95]
    found = bins(values)
    assert sum(found.counts) == len(values)
    assert len(found.edges) == len(found.counts) + 1


def test_values_on_a_slope_stand_beside_their_line() -> None:
    """On a falling line to the right of their points, on a rising one to the left, so that it doesn't cross them."""
    for prompt, side in (("line chart: Jan 9, Feb 6, Mar 1", 1), ("line chart: Jan 1, Feb 6, Mar 9", -1)):
        root = parsed(written(prompt, "chart"))
        label = next(e for e in root.iter(f"{NAMESPACE}text") if e.get("class") == "value" and e.text == "6")
        point = next(e for e in root.iter(f"{NAMESPACE}circle") if e.get("data-name") == "Feb")
        assert (float(label.get("x", "")) - float(point.get("cx", ""))) * side > 1
