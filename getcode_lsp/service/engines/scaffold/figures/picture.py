"""A picture as it is drawn: what it is, its size, its colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from getcode_lsp.service.engines.scaffold.figures.diagram_prompt import Diagram


class Motif(Enum):
    """What can be drawn; the value is the word for it in a brief."""

    DIAGRAM = "Diagram"
    LOGO = "Logo"
    BADGE = "Badge"
    BANNER = "Banner"
    AVATAR = "Avatar"
    PATTERN = "Pattern"
    SCENE = "Landscape"
    FLAG = "Flag"
    ICONS = "Icons"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a picture: its name in the library, and its colour, "" for its own."""

    name: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `words` are written in it, `more` below them; `things` are drawn.

    `accent`, `second` and `ground` are colours as #rrggbb, `size` is width and height in pixels.
    """

    motif: Motif
    accent: str
    second: str
    ground: str
    size: tuple[int, int]
    words: str = ""
    more: str = ""
    things: tuple[Thing, ...] = ()
    diagram: Diagram | None = None
