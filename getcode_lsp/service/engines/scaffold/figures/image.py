"""Output of type image: one SVG document, composed of simple shapes; what these can't give is refused."""

from __future__ import annotations

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.figures.diagram import draw_diagram
from getcode_lsp.service.engines.scaffold.figures.emblems import DRAW
from getcode_lsp.service.engines.scaffold.figures.image_prompt import CannotDraw, read_picture
from getcode_lsp.service.engines.scaffold.figures.picture import Motif, Picture
from getcode_lsp.service.engines.scaffold.figures.scenes import draw_scene
from getcode_lsp.service.engines.scaffold.figures.svg import comment, document, tag
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer


def _understand(task: Task) -> Picture:
    try:
        return read_picture(task.prompt)
    except CannotDraw:
        raise EngineRefusal(
            "The scaffold engine can't draw this: it composes logos, badges, banners, avatars, icons of common things, "
            "patterns, simple landscapes, some flags, and diagrams of boxes and arrows, as in "
            f'"flowchart: Start -> Check -> Done". {OTHER_ENGINES}'
        ) from None


def _write(task: Task) -> str:
    picture = _understand(task)
    if picture.motif is Motif.DIAGRAM:
        wide, high, parts = draw_diagram(picture)
        parts = [tag("rect", width=wide, height=high, rx=10, fill=picture.ground), *parts]
    elif picture.motif is Motif.SCENE:
        wide, high, parts = draw_scene(picture)
    else:
        wide, high, parts = DRAW[picture.motif](picture)
    title = title_of(picture)
    head = comment(
        [
            f"{title}: a picture, scaffolded from a prompt (by rules, not by AI).",
            f"Understood: {describe(picture)}",
        ]
    )
    return document(wide, high, title, describe(picture), head, [part for part in parts if part])


def title_of(picture: Picture) -> str:
    """What the picture is called."""
    if picture.motif is Motif.FLAG:
        return f"Flag of {picture.words}"
    if picture.words:
        return picture.words
    if picture.things:
        names = list(dict.fromkeys(thing.name for thing in picture.things))
        return f"{picture.motif.value}: {', '.join(names)}"
    return str(picture.motif.value)


def describe(picture: Picture) -> str:
    """The picture in words, for those who can't see it."""
    if picture.diagram:
        arrows = [
            f"{picture.diagram.nodes[edge.start]} → {picture.diagram.nodes[edge.end]}{f' ({edge.label})' if edge.label else ''}"
            for edge in picture.diagram.edges
        ]
        return f"a diagram of {len(picture.diagram.nodes)} boxes. {'; '.join(arrows[:60])}."
    counts: dict[str, int] = {}
    for thing in picture.things:
        counts[thing.name] = counts.get(thing.name, 0) + 1
    shown = ", ".join(f"{count} × {name}" if count > 1 else name for name, count in counts.items())
    said = f' with the words "{picture.words}"' if picture.words else ""
    return f"{picture.motif.value.lower()}{f' of {shown}' if shown else ''}{said}."


def _improve(task: Task) -> str:
    picture = _understand(task)
    things = ", ".join(
        f"{thing.name} in {thing.colour}" if thing.colour else thing.name for thing in picture.things
    )
    text = f"{picture.motif.value} picture{f' of {things}' if things else ''}, {picture.size[0]}x{picture.size[1]}. Colours: {picture.accent}, {picture.second}, {picture.ground}."
    if picture.words:
        text += f' Words: "{picture.words}".'
    if picture.more:
        text += f' Below: "{picture.more}".'
    if picture.diagram:
        nodes = picture.diagram.nodes
        text += f" Arrows{' without heads' if picture.diagram.plain else ''}:"
        text += "".join(
            f"\n{nodes[edge.start]} -> {f'{edge.label} :: ' if edge.label else ''}{nodes[edge.end]}"
            for edge in picture.diagram.edges
        )
    return text


WRITER = Writer(_write, _improve)
