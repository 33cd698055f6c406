"""Drawings in inline SVG that stand where pictures will be: abstract, in the page's colours, always the same for a name."""

from __future__ import annotations

import zlib

from getcode_lsp.service.engines.scaffold.pages.tree import Element, h

_ICONS = {
    "bolt": "M13 2 4 14h6l-1 8 9-12h-6z", "shield": "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4", "clock": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2",
    "heart": "M12 20s-8-5-8-11a4.5 4.5 0 018-2.8A4.5 4.5 0 0120 9c0 6-8 11-8 11z", "leaf": "M5 19c0-9 5-14 15-14 0 10-5 15-12 15-1 0-2-.3-3-1zM5 19c3-5 6-7 10-9",
    "chart": "M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6", "globe": "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18", "star": "M12 3l2.7 5.7 6.3.8-4.6 4.3 1.2 6.2-5.6-3-5.6 3 1.2-6.2L3 9.5l6.3-.8z",
    "people": "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 010 6.5M18 14c2 .8 3.3 3 3.5 6", "chat": "M4 5h16v11H10l-5 4v-4H4z",
    "cup": "M5 8h12v6a5 5 0 01-5 5h-2a5 5 0 01-5-5zM17 9h2a2 2 0 010 5h-2M8 2v3M12 2v3", "pin": "M12 21s7-6.5 7-11.5a7 7 0 00-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
    "tag": "M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01", "check": "M12 3a9 9 0 100 18 9 9 0 000-18zM8 12l3 3 5-6", "gear": "M12 9a3 3 0 100 6 3 3 0 000-6zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3", "book": "M4 5c3-1 6-1 8 1v14c-2-2-5-2-8-1zM20 5c-3-1-6-1-8 1v14c2-2 5-2 8-1z",
}  # fmt: skip
_MEANINGS = (
    ("bolt", "fast quick speed instant power energy deliver"), ("shield", "secur safe privacy protect trust insur guarante law"), ("clock", "time hour schedul 24 day remind book"),
    ("heart", "care love health wellness hand kind happy family pet"), ("leaf", "fresh organic eco green natur local plant sustain garden vegan"), ("chart", "analytic report track insight data growth progress stat"),
    ("globe", "global world language online travel anywhere remote web"), ("people", "team people communit user member group class famil"), ("chat", "support chat message help contact consult talk"),
    ("cup", "coffee tea drink breakfast bread cake food kitchen menu"), ("pin", "location map place local near visit park delivery"), ("tag", "price cheap free discount offer afford cost plan"),
    ("gear", "integrat automat custom setup tool config repair service"), ("book", "learn course guide read book lesson train workshop"), ("star", "best quality premium award top expert"), ("check", "easy simple no any"),
)  # fmt: skip


def icon(title: str, at: int) -> Element:
    """A small line drawing that fits a title, or the next one of the set."""
    lower = title.lower()
    name = next((name for name, words in _MEANINGS if any(word in lower for word in words.split())), "")
    name = name or ("star", "check", "leaf", "chart", "globe", "chat", "tag", "bolt")[at % 8]
    return h(
        "svg", h("path", d=_ICONS[name]), class_="icon", viewBox="0 0 24 24", fill="none", stroke="currentColor",
        stroke_width="1.6", stroke_linecap="round", stroke_linejoin="round", aria_hidden="true",
    )  # fmt: skip


def picture(name: str, label: str, *, wide: bool = False, hidden: bool = False) -> Element:
    """An abstract picture for a name: layers of hills, discs and stripes; `label` is its alternative text."""
    seed = zlib.crc32(name.encode("utf-8", "replace"))
    width, height = (640, 400) if wide else (480, 480)
    shapes = (_hills, _discs, _waves, _blocks)[seed % 4](seed // 4, width, height)
    named = {"aria_hidden": "true"} if hidden else {"role": "img", "aria_label": label}
    return h(
        "svg", h("rect", width=str(width), height=str(height), class_="tone-1"), shapes,
        class_="picture", viewBox=f"0 0 {width} {height}", preserveAspectRatio="xMidYMid slice", **named,
    )  # fmt: skip


def _part(seed: int, at: int, low: int, high: int) -> int:
    return low + (seed >> (at * 3)) % (high - low + 1)


def _hills(seed: int, width: int, height: int) -> list[Element]:
    sun = h(
        "circle",
        cx=str(_part(seed, 0, width // 5, width * 4 // 5)),
        cy=str(height // 3),
        r=str(_part(seed, 1, 36, 64)),
        class_="tone-4",
    )
    layers = []
    for at in range(3):
        top = height * (52 + at * 14) // 100
        rise = _part(seed, at + 2, 40, 90)
        layers.append(
            h("path", d=f"M0 {top} C {width // 4} {top - rise} {width // 3} {top + rise // 2} {width // 2} {top} S {width * 3 // 4} {top - rise} {width} {top} V {height} H 0 Z", class_=f"tone-{at + 2 if at < 2 else 5}")
        )  # fmt: skip
    return [sun, *layers]


def _discs(seed: int, width: int, height: int) -> list[Element]:
    x, y = _part(seed, 0, width // 3, width * 2 // 3), _part(seed, 1, height * 2 // 5, height * 3 // 5)
    big = _part(seed, 2, height // 4, height * 2 // 5)
    return [
        h("circle", cx=str(x), cy=str(y), r=str(big), class_="tone-2"),
        h("circle", cx=str(x + big // 2), cy=str(y - big // 3), r=str(big * 3 // 5), class_="tone-3"),
        h("circle", cx=str(x - big * 2 // 3), cy=str(y + big // 2), r=str(big // 3), class_="tone-4"),
        h("circle", cx=str(x + big), cy=str(y + big * 2 // 3), r=str(big // 5), class_="tone-5"),
    ]


def _waves(seed: int, width: int, height: int) -> list[Element]:
    out = []
    for at in range(5):
        y = height * (18 + at * 17) // 100
        swing = _part(seed, at, 18, 46)
        out.append(
            h(
                "path",
                d=f"M0 {y} Q {width // 4} {y - swing} {width // 2} {y} T {width} {y} V {height} H 0 Z",
                class_=f"tone-{(at + _part(seed, 1, 0, 2)) % 4 + 2}",
            )
        )
    return out


def _blocks(seed: int, width: int, height: int) -> list[Element]:
    """A quilt of quarter circles."""
    out = []
    columns, rows = (5, 3) if width > height else (4, 4)
    wide, tall = width / columns, height / rows
    for at in range(columns * rows):
        x, y = at % columns * wide, at // columns * tall
        turn = (seed >> (at % 13)) % 5
        corner = ((x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall))[turn % 4]
        if turn == 4:
            out.append(
                h(
                    "rect",
                    x=f"{x:g}",
                    y=f"{y:g}",
                    width=f"{wide:g}",
                    height=f"{tall:g}",
                    class_=f"tone-{2 + (at + seed) % 3}",
                )
            )
            continue
        ends = (
            ((x + wide, y), (x, y + tall)),
            ((x + wide, y + tall), (x, y)),
            ((x, y + tall), (x + wide, y)),
            ((x, y), (x + wide, y + tall)),
        )[turn]
        arc = f"M{corner[0]:g} {corner[1]:g} L{ends[0][0]:g} {ends[0][1]:g} A{wide:g} {tall:g} 0 0 1 {ends[1][0]:g} {ends[1][1]:g} Z"
        out.append(h("path", d=arc, class_=f"tone-{2 + (at * 7 + seed) % 4}"))
    return out


def bars(values: list[tuple[str, float, str]]) -> Element:
    """A bar chart of (label, value, value as written), with the figures as text for those who can't see it."""
    width, height, top = 640, 260, 28
    most = max((abs(value) for _, value, _ in values), default=1.0) or 1.0
    step = width / max(len(values), 1)
    parts: list[Element] = [
        h("line", x1="0", x2=str(width), y1=str(height - 30), y2=str(height - 30), class_="axis")
    ]
    for at, (label, value, said) in enumerate(values):
        tall = round(abs(value) / most * (height - 30 - top))
        middle = f"{at * step + step / 2:.0f}"
        parts.append(
            h(
                "rect",
                x=f"{at * step + step * 0.2:.0f}",
                y=str(height - 30 - tall),
                width=f"{step * 0.6:.0f}",
                height=str(tall),
                rx="4",
                class_="bar",
            )
        )
        parts.append(
            h("text", said, x=middle, y=str(height - 38 - tall), text_anchor="middle", class_="figure")
        )
        parts.append(h("text", label[:14], x=middle, y=str(height - 10), text_anchor="middle", class_="tick"))
    told = ", ".join(f"{label}: {said}" for label, _, said in values)
    return h(
        "svg",
        parts,
        class_="chart",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=f"Bar chart. {told}",
    )
