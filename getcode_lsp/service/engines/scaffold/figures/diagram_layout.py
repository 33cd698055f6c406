"""Where the boxes of a diagram stand: in layers along the arrows, with few crossings, and ways for long arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.figures.diagram_prompt import Diagram


@dataclass
class Cell:
    """A place in a layer: a box, or a point that a long arrow passes; sizes along and across the layers."""

    box: int
    along: float
    across: float
    layer: int = 0
    place: float = 0.0
    start: float = 0.0


@dataclass
class Layout:
    """Cells by layer, and for each arrow the cells that it passes, ends included."""

    layers: list[list[Cell]]
    ways: list[list[Cell]]
    length: float
    breadth: float


def layers_of(diagram: Diagram) -> tuple[list[int], set[int]]:
    """The layer of each box, and the arrows (by index) that go backwards in a circle."""
    ahead: list[list[tuple[int, int]]] = [[] for _ in diagram.nodes]
    for index, edge in enumerate(diagram.edges):
        ahead[edge.start].append((edge.end, index))
    order, back = _walk(ahead)
    layer = [0] * len(diagram.nodes)
    for node in reversed(order):
        for end, index in ahead[node]:
            if index not in back:
                layer[end] = max(layer[end], layer[node] + 1)
    return layer, back


def _walk(ahead: list[list[tuple[int, int]]]) -> tuple[list[int], set[int]]:
    """The boxes, each after all that it leads to, and the arrows to a box that is still under way."""
    state, back, order = [0] * len(ahead), set[int](), list[int]()

    def visit(node: int) -> None:
        state[node] = 1
        for end, index in ahead[node]:
            if state[end] == 1:
                back.add(index)
            elif not state[end]:
                visit(end)
        state[node] = 2
        order.append(node)

    for node in range(len(ahead)):
        if not state[node]:
            visit(node)
    return order, back


def lay_out(
    diagram: Diagram, sizes: Sequence[tuple[float, float]], *, between: float, beside: float
) -> Layout:
    """Place boxes of (along, across) sizes; `between` is the room between layers, `beside` that in a layer."""
    layer, back = layers_of(diagram)
    rows: list[list[Cell]] = [[] for _ in range(max(layer, default=0) + 1)]
    cells = [Cell(at, along, across, layer[at]) for at, (along, across) in enumerate(sizes)]
    for cell in cells:
        rows[cell.layer].append(cell)
    ways: list[list[Cell]] = []
    for index, edge in enumerate(diagram.edges):
        first, last = (edge.end, edge.start) if index in back else (edge.start, edge.end)
        way = [cells[first]]
        for between_layer in range(layer[first] + 1, layer[last]):
            passing = Cell(-1, 0, 12, between_layer)
            rows[between_layer].append(passing)
            way.append(passing)
        way.append(cells[last])
        ways.append(way[::-1] if index in back else way)
    _order(rows, ways)
    _place(rows, ways, beside)
    length = 0.0
    for row in rows:
        deep = max((cell.along for cell in row), default=0.0)
        for cell in row:
            if cell.box < 0:
                cell.along = deep
            cell.start = length + (deep - cell.along) / 2
        length += deep + between
    left = min((cell.place - cell.across / 2 for row in rows for cell in row), default=0.0)
    for row in rows:
        for cell in row:
            cell.place -= left
    breadth = max((cell.place + cell.across / 2 for row in rows for cell in row), default=0.0)
    return Layout(rows, ways, length - between, breadth)


def _neighbours(ways: list[list[Cell]]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for way in ways:
        for one, other in pairwise(way):
            found.setdefault(id(one), []).append(other)
            found.setdefault(id(other), []).append(one)
    return found


def _order(rows: list[list[Cell]], ways: list[list[Cell]]) -> None:
    """Sort each layer by the middle of what its cells hang on, down and up a few times."""
    near = _neighbours(ways)
    for sweep in range(8):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            positions = {id(cell): at for other in rows for at, cell in enumerate(other)}
            wanted: list[float] = []
            for at, cell in enumerate(row):
                side = [
                    positions[id(o)]
                    for o in near.get(id(cell), [])
                    if (o.layer < cell.layer) is down and o.layer != cell.layer
                ]
                wanted.append(sum(side) / len(side) if side else float(at))
            order = sorted(range(len(row)), key=wanted.__getitem__)
            row[:] = [row[at] for at in order]


def _place(rows: list[list[Cell]], ways: list[list[Cell]], beside: float) -> None:
    near = _neighbours(ways)
    for row in rows:
        at = 0.0
        for cell in row:
            cell.place = at + cell.across / 2
            at += cell.across + beside
        for cell in row:
            cell.place -= (at - beside) / 2
    for sweep in range(10):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            wanted = []
            for cell in row:
                side = [
                    o.place
                    for o in near.get(id(cell), [])
                    if (o.layer < cell.layer) is down and o.layer != cell.layer
                ]
                wanted.append(sum(side) / len(side) if side else cell.place)
            _settle(row, wanted, beside)


def _settle(row: list[Cell], wanted: list[float], beside: float) -> None:
    """Move cells to where they are wanted, as far as those beside them leave room: the mean of both directions."""
    rightwards, edge = [], float("-inf")
    for cell, want in zip(row, wanted, strict=True):
        place = max(want, edge + cell.across / 2)
        rightwards.append(place)
        edge = place + cell.across / 2 + beside
    leftwards, edge = [], float("inf")
    for cell, want in zip(reversed(row), reversed(wanted), strict=True):
        place = min(want, edge - cell.across / 2)
        leftwards.append(place)
        edge = place - cell.across / 2 - beside
    for cell, one, other in zip(row, rightwards, reversed(leftwards), strict=True):
        cell.place = (one + other) / 2
