"""Diagrams of boxes and arrows as SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.colours import mix, readable
from getcode_lsp.service.engines.scaffold.figures.diagram_layout import Cell, Layout, lay_out
from getcode_lsp.service.engines.scaffold.figures.diagram_prompt import Diagram
from getcode_lsp.service.engines.scaffold.figures.picture import Picture
from getcode_lsp.service.engines.scaffold.figures.svg import Boxes, number, tag, text, width_of, wrapped

SIZE = 14.0
LINE = 18.0
MARGIN = 32.0
_ENDS = frozenset("start end begin stop finish done exit".split())
_STORES = re.compile(
    r"\b(?:database|db|storage|data store|postgres\w*|mysql|redis|cache|warehouse|bucket|s3|mongo\w*|sqlite)\b",
    re.IGNORECASE,
)
Place = Callable[[float, float], tuple[float, float]]


def draw_diagram(picture: Picture) -> tuple[float, float, list[str]]:
    """The width and height of a diagram, and its parts."""
    diagram = picture.diagram or Diagram()
    labels = [wrapped(name, SIZE, 150, 4) for name in diagram.nodes]
    sizes = [_size(name, lines) for name, lines in zip(diagram.nodes, labels, strict=True)]
    written = max((width_of(edge.label, SIZE - 1) for edge in diagram.edges), default=0.0)
    upright = _lay(diagram, sizes, upright=True, written=written)
    lying = _lay(diagram, sizes, upright=False, written=written)
    # A picture that is wide but fits on a screen reads best; a tree hangs down.
    use_lying = not diagram.plain and lying.length <= 1100 and lying.breadth <= 900
    layout = lying if use_lying else upright
    head = 44.0 if diagram.title else 0.0
    wide, high = (layout.length, layout.breadth) if use_lying else (layout.breadth, layout.length)
    title_room = width_of(diagram.title, 20)
    shift = max(0.0, (title_room - wide) / 2)

    def place(along: float, across: float) -> tuple[float, float]:
        x, y = (along, across) if use_lying else (across, along)
        return x + MARGIN + shift, y + MARGIN + head

    parts = [_arrow_head(picture)]
    if diagram.title:
        parts.append(
            text(MARGIN, MARGIN + 16, diagram.title, font_size=20, font_weight="600", fill=_ink(picture))
        )
    taken = Boxes()
    for cell in _cells(layout):
        x, y = place(cell.start, cell.place - cell.across / 2)
        w, h = (cell.along, cell.across) if use_lying else (cell.across, cell.along)
        taken.take(x, y, w, h)
    parts += _arrows(picture, diagram, layout, place, taken)
    for cell in _cells(layout):
        x, y = place(cell.start, cell.place - cell.across / 2)
        w, h = (cell.along, cell.across) if use_lying else (cell.across, cell.along)
        parts.append(_box(picture, diagram.nodes[cell.box], labels[cell.box], x, y, w, h))
    return wide + 2 * (MARGIN + shift), high + 2 * MARGIN + head, parts


def _cells(layout: Layout) -> list[Cell]:
    return [cell for row in layout.layers for cell in row if cell.box >= 0]


def _lay(diagram: Diagram, sizes: list[tuple[float, float]], *, upright: bool, written: float) -> Layout:
    turned = [(h, w) if upright else (w, h) for w, h in sizes]
    between = 56.0 if upright else max(56.0, written + 30)
    return lay_out(diagram, turned, between=between, beside=28.0)


def _ink(picture: Picture) -> str:
    return readable("#1d2230", picture.ground, least=7)


def _size(name: str, lines: list[str]) -> tuple[float, float]:
    wide = max(width_of(line, SIZE) for line in lines) + 32
    high = len(lines) * LINE + 26
    if name.endswith("?"):
        return wide * 1.35 + 10, high * 1.5 + 10
    if _STORES.search(name):
        return max(wide, 92.0), high + 22
    return max(wide, 84.0), high


def _box(picture: Picture, name: str, lines: list[str], x: float, y: float, w: float, h: float) -> str:
    fill, stroke = mix(picture.ground, picture.accent, 0.14), picture.accent
    ink = _ink(picture)
    middle = y + h / 2
    if name.lower() in _ENDS:
        fill = picture.accent
        ink = readable("#ffffff", fill, least=4.5)
        shape = tag("rect", x=x, y=y, width=w, height=h, rx=h / 2, fill=fill)
    elif name.endswith("?"):
        shape = tag(
            "polygon",
            points=f"{number(x + w / 2)},{number(y)} {number(x + w)},{number(middle)} {number(x + w / 2)},{number(y + h)} {number(x)},{number(middle)}",
            fill=mix(picture.ground, picture.second, 0.18),
            stroke=picture.second,
            stroke_width=1.5,
        )
    elif _STORES.search(name):
        d = f"M {number(x)} {number(y + 9)} a {number(w / 2)} 9 0 0 1 {number(w)} 0 v {number(h - 18)} a {number(w / 2)} 9 0 0 1 {number(-w)} 0 Z M {number(x)} {number(y + 9)} a {number(w / 2)} 9 0 0 0 {number(w)} 0"
        shape = tag("path", d=d, fill=fill, stroke=stroke, stroke_width=1.5)
        middle += 8
    else:
        shape = tag("rect", x=x, y=y, width=w, height=h, rx=10, fill=fill, stroke=stroke, stroke_width=1.5)
    first = middle - (len(lines) - 1) * LINE / 2 + SIZE * 0.35
    words = [
        text(x + w / 2, first + at * LINE, line, font_size=SIZE, text_anchor="middle", fill=ink)
        for at, line in enumerate(lines)
    ]
    return tag("g", [shape, *words], class_="box", data_name=name)


def _arrow_head(picture: Picture) -> str:
    path = tag("path", d="M0 0 L10 5 L0 10 Z", fill=_line(picture))
    marker = tag(
        "marker",
        path,
        id="head",
        viewBox="0 0 10 10",
        refX=9,
        refY=5,
        markerWidth=8,
        markerHeight=8,
        orient="auto-start-reverse",
    )
    return tag("defs", [marker])


def _line(picture: Picture) -> str:
    return readable(mix(_ink(picture), picture.ground, 0.35), picture.ground, least=3)


def _arrows(picture: Picture, diagram: Diagram, layout: Layout, place: Place, taken: Boxes) -> list[str]:
    parts, labels = [], []
    out: dict[int, int] = {}
    for edge in diagram.edges:
        out[edge.start] = out.get(edge.start, 0) + 1
    for edge, way in zip(diagram.edges, layout.ways, strict=True):
        backwards = way[0].layer > way[-1].layer
        points = []
        for at, cell in enumerate(way):
            if cell.box < 0:
                sides = [place(cell.start, cell.place), place(cell.start + cell.along, cell.place)]
                points += sides[::-1] if backwards else sides
            else:
                near = (at == 0) is backwards
                points.append(place(cell.start if near else cell.start + cell.along, cell.place))
        parts.append(
            tag("path", d=_curve(points, place), fill="none", stroke=_line(picture), stroke_width=1.75, class_="arrow",
                marker_end=None if diagram.plain else "url(#head)", data_from=diagram.nodes[edge.start], data_to=diagram.nodes[edge.end])
        )  # fmt: skip
        if edge.label:
            labels += _label(picture, edge.label, points, taken)
    return parts + labels


def _curve(points: list[tuple[float, float]], place: Place) -> str:
    """A smooth line that leaves and enters along the layers' direction."""
    lying = place(0, 0)[0] != place(1, 0)[0]
    d = f"M {number(points[0][0])} {number(points[0][1])}"
    for (x0, y0), (x1, y1) in pairwise(points):
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        c = (
            f"{number(mx)} {number(y0)} {number(mx)} {number(y1)}"
            if lying
            else f"{number(x0)} {number(my)} {number(x1)} {number(my)}"
        )
        d += f" C {c} {number(x1)} {number(y1)}"
    return d


def _label(picture: Picture, words: str, points: list[tuple[float, float]], taken: Boxes) -> list[str]:
    (x0, y0), (x1, y1) = points[0], points[1]
    wide = width_of(words, SIZE - 1) + 8
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        for dy in (0, -14, 14):
            if taken.take(x - wide / 2, y - 9 + dy, wide, 18):
                ground = tag(
                    "rect", x=x - wide / 2, y=y - 9 + dy, width=wide, height=18, rx=4, fill=picture.ground
                )
                return [
                    ground,
                    text(
                        x,
                        y + 4.5 + dy,
                        words,
                        font_size=SIZE - 1,
                        text_anchor="middle",
                        fill=_ink(picture),
                        class_="arrow-label",
                    ),
                ]
    return [
        text(
            (x0 + x1) / 2,
            (y0 + y1) / 2 - 4,
            words,
            font_size=SIZE - 1,
            text_anchor="middle",
            fill=_ink(picture),
            class_="arrow-label",
        )
    ]
