"""Charts as Chromium draws them: marks where the numbers say, labels on nothing else."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium as chromium
from tests.browser import opened
from tests.service.scaffold.figures.chart_prompts import KINDS, READINGS
from tests.service.scaffold.figures.documents import written, written_or_refused
from tests.service.scaffold.figures.hostile import hostile
from tests.service.scaffold.figures.test_chart import ROLES

MEASURE = """() => {
  const marks = [...document.querySelectorAll('[data-value]')].map(e => {
    const b = e.getBBox();
    return {shape: e.tagName, x: b.x, y: b.y, width: b.width, height: b.height,
            cx: b.x + b.width / 2, cy: b.y + b.height / 2, value: Number(e.dataset.value), name: e.dataset.name};
  });
  const ticks = [...document.querySelectorAll('.value-axis text:not(.axis-title)')].map(e => e.textContent);
  const view = document.querySelector('svg').viewBox.baseVal;
  const labels = [...document.querySelectorAll('text')].map(e => {
    const own = e.getBBox(), m = e.getCTM(), p = document.querySelector('svg').getCTM().inverse().multiply(m);
    const corners = [[own.x, own.y], [own.x + own.width, own.y], [own.x + own.width, own.y + own.height], [own.x, own.y + own.height]]
      .map(([x, y]) => [p.a * x + p.c * y + p.e, p.b * x + p.d * y + p.f]);
    return {text: e.textContent, corners};
  });
  return {marks, ticks, labels, width: view.width, height: view.height};
}"""
DRAWN = tuple(prompt for prompt, *_rest in READINGS) + tuple(prompt for prompt, _kind in KINDS)
CROWDED = (
    "bar chart: " + ", ".join(f"Customer number {n} {n * 37 % 90 + 10}" for n in range(1, 25)),
    "bar chart of emissions: United States of America 5000, People's Republic of China 11000, India 2900, Russian Federation 1700",
    "line chart " + ", ".join(str(n * n * 7 % 97) for n in range(150)),
    "pie chart: " + ", ".join(f"a rather long name of slice number {n}: {n + 1}" for n in range(1, 16)),
    "radar: " + ", ".join(f"property {n}: {n % 7 + 1}" for n in range(1, 19)),
    "grouped bars: " + "; ".join(f"Q{q}: " + ", ".join(f"region {r} {q * r * 1234567}" for r in range(1, 8)) for q in (1, 2, 3, 4)),
    "line: Jan 1000000, Feb 1000001, Mar 1000002, Apr 1000001, May 1000003, Jun 1000000",
    "horizontal bars: " + ", ".join(f"a very long name that hardly fits in anything {n}: {n - 5}" for n in range(1, 12)),
    "histogram of " + ", ".join(str(n * n % 1013 + 0.5) for n in range(300)),
)  # fmt: skip


def measured(browser: Browser, svg: str) -> dict[str, Any]:
    with opened(browser) as page:
        page.page.set_content(svg)
        found: dict[str, Any] = page.page.evaluate(MEASURE)
        page.is_clean()
    return found


def straight(pairs: list[tuple[float, float]]) -> bool:
    """Whether places grow in proportion to values, one line through all of them."""
    (v0, p0), (v1, p1) = min(pairs), max(pairs)
    slope = (p1 - p0) / ((v1 - v0) or 1)
    return all(math.isclose(p, p0 + slope * (v - v0), abs_tol=0.06) for v, p in pairs)


@pytest.mark.parametrize("prompt", ["bar chart: Jan 120, Feb 135.5, Mar 99, Apr 7", "a 5, b -3, c 8, d -1"])
def test_the_heights_of_bars_are_their_values(chromium: Browser, prompt: str) -> None:
    bars = measured(chromium, written(prompt, "chart"))["marks"]
    assert len(bars) == 4
    rate = bars[0]["height"] / bars[0]["value"]
    for bar in bars:
        assert math.isclose(bar["height"], abs(bar["value"]) * rate, abs_tol=0.05), bar
    above = [bar["y"] + bar["height"] for bar in bars if bar["value"] > 0]
    below = [bar["y"] for bar in bars if bar["value"] < 0]
    assert max(above + below) - min(above + below) < 0.05, "all stand on, or hang from, one line"


def test_the_widths_of_lying_bars_are_their_values(chromium: Browser) -> None:
    bars = measured(chromium, written("horizontal bars: a 10, b 25, c 40", "chart"))["marks"]
    assert straight([(0, 0), *((bar["value"], bar["width"]) for bar in bars)])


def test_stacked_bars_stand_on_each_other(chromium: Browser) -> None:
    bars = measured(chromium, written("stacked bars: Q1: a 10, b 20; Q2: a 5, b 30", "chart"))["marks"]
    assert straight([(0, 0), *((bar["value"], bar["height"]) for bar in bars)])
    lower, upper = ([bar for bar in bars if bar["value"] in values] for values in ((10, 5), (20, 30)))
    for low, high in zip(lower, upper, strict=True):
        assert math.isclose(low["y"], high["y"] + high["height"], abs_tol=0.05)


@pytest.mark.parametrize(
    "prompt", ["line chart: Jan -2, Feb 7, Mar 3.5", "area chart: Jan 2, Feb 7, Mar 3.5"]
)
def test_points_of_a_line_lie_at_their_values(chromium: Browser, prompt: str) -> None:
    points = measured(chromium, written(prompt, "chart"))["marks"]
    assert straight([(point["value"], point["cy"]) for point in points])
    assert points[1]["cy"] < points[2]["cy"] < points[0]["cy"]
    assert math.isclose(points[1]["cx"] - points[0]["cx"], points[2]["cx"] - points[1]["cx"], abs_tol=0.05)


def test_slices_have_their_shares_of_the_circle(chromium: Browser) -> None:
    with opened(chromium) as page:
        page.page.set_content(written("pie chart: a 50, b 25, c 25", "chart"))
        # A point just inside the rim, a little after the start and before the end of each quarter.
        names = page.page.evaluate(
            """() => { const s = [...document.querySelectorAll('.slice')], b = s.map(e => e.getBBox());
            const x = Math.min(...b.map(r => r.x)), r = (Math.max(...b.map(r => r.x + r.width)) - x) / 2;
            const y = Math.min(...b.map(r => r.y)) + r, svg = document.querySelector('svg');
            return [0.02, 0.48, 0.52, 0.73, 0.77, 0.98].map(t => { const p = svg.createSVGPoint();
              p.x = x + r + 0.9 * r * Math.sin(2 * Math.PI * t); p.y = y - 0.9 * r * Math.cos(2 * Math.PI * t);
              return s.find(e => e.isPointInFill(p))?.dataset.name; }); }"""
        )
    assert names == ["a", "a", "b", "b", "c", "c"]


def test_points_of_a_scatter_chart_lie_at_both_values(chromium: Browser) -> None:
    svg = written("scatter: (160, 55), (165, 62.5), (180, 82)", "chart")
    points = measured(chromium, svg)["marks"]
    assert straight([(x, point["cx"]) for x, point in zip((160, 165, 180), points, strict=True)])
    assert straight([(point["value"], point["cy"]) for point in points])


@pytest.mark.parametrize("block", range(6))
def test_labels_lie_inside_the_picture_and_on_no_other(chromium: Browser, block: int) -> None:
    hostiles = [hostile(seed, DRAWN, ROLES) for seed in range(900, 936)]
    with opened(chromium) as page:
        for prompt in (*DRAWN, *CROWDED, *hostiles)[block::6]:
            svg = written_or_refused(prompt, "chart")
            assert svg or prompt in hostiles, prompt
            if svg:
                page.page.set_content(svg)
                labels_are_apart(prompt, page.page.evaluate(MEASURE))
        page.is_clean()


def labels_are_apart(prompt: str, found: dict[str, Any]) -> None:
    assert len(found["labels"]) > 1
    for label in found["labels"]:
        for x, y in label["corners"]:
            assert -1 <= x <= found["width"] + 1, (prompt, label)
            assert -1 <= y <= found["height"] + 1, (prompt, label)
    for one, other in combinations(found["labels"], 2):
        assert not overlap(one["corners"], other["corners"]), (prompt, one["text"], other["text"])


def overlap(one: list[list[float]], other: list[list[float]]) -> bool:
    """Whether two turned rectangles share more than a hair's breadth: no edge of either separates them."""
    for shape in (one, other):
        for (ax, ay), (bx, by) in zip(shape, shape[1:] + shape[:1], strict=True):
            normal = (ay - by, bx - ax)
            length = math.hypot(*normal) or 1.0
            spans = [
                [(x * normal[0] + y * normal[1]) / length for x, y in corners] for corners in (one, other)
            ]
            if max(spans[0]) < min(spans[1]) + 2.5 or max(spans[1]) < min(spans[0]) + 2.5:
                return False
    return True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_is_its_own_in_a_dark_preview(chromium: Browser, scheme: str) -> None:
    with opened(chromium, scheme=scheme, width=400) as page:
        page.page.set_content(f"<body style='margin:0;background:#111'>{written('a 1, b 2', 'chart')}")
        width, fill = page.page.evaluate(
            "() => { const r = document.querySelector('svg > rect'); return [document.querySelector('svg').getBoundingClientRect().width, getComputedStyle(r).fill]; }"
        )
        page.is_clean()
    assert width <= 400
    assert sum(int(part) for part in fill.removeprefix("rgb(").removesuffix(")").split(",")) > 690
