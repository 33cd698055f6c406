"""Output of type video: an animated storyboard as one HTML page that plays without anything from outside."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.colours import mix, readable
from getcode_lsp.service.engines.scaffold.figures.icons import icon
from getcode_lsp.service.engines.scaffold.figures.picture import Motif, Picture, Thing
from getcode_lsp.service.engines.scaffold.figures.player import SCRIPT, STYLE
from getcode_lsp.service.engines.scaffold.figures.scenes import FEATURES, draw_scene
from getcode_lsp.service.engines.scaffold.figures.story_prompt import NoScenes, Story, read_story
from getcode_lsp.service.engines.scaffold.figures.story_scenes import Scene
from getcode_lsp.service.engines.scaffold.figures.svg import comment, escaped, number, own_ids, tag
from getcode_lsp.service.engines.scaffold.figures.things import things_in
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

_GROUNDS = {
    "mountains",
    "hills",
    "lake",
    "sea",
    "desert",
    "forest",
    "city",
    "night",
    "sunset",
    "sunrise",
    "rain",
    "snow",
    "rainbow",
}


def _understand(task: Task) -> Story:
    try:
        return read_story(task.prompt)
    except NoScenes:
        raise EngineRefusal(
            "The scaffold engine found no scenes in the prompt: say what happens in each, as in "
            '"a video for a recycling app, 3 scenes of 5 seconds: collect bottles, scan the code, earn points". It '
            f"animates words and simple pictures and films nothing. {OTHER_ENGINES}"
        ) from None


def _write(task: Task) -> str:
    story = _understand(task)
    cards = [
        Scene("", story.title, story.opening),
        *story.scenes,
        Scene("", story.closing, story.ending),
    ]
    starts = [round(sum(card.seconds for card in cards[:at]), 3) for at in range(len(cards))]
    sections, rows = [], []
    for at, (card, start) in enumerate(zip(cards, starts, strict=True)):
        sections.append(_section(story, card, at, start, card_only=at in (0, len(cards) - 1)))
        name = "Title" if at == 0 else "End" if at == len(cards) - 1 else card.heading or f"Scene {at}"
        rows.append(
            f'<li><button type="button" data-scene="{at}"><span>{_clock(start)}</span>'
            f"<span>{escaped(name)}: {escaped(card.text)}</span></button></li>"
        )
    return _page(story, sections, rows)


def _page(story: Story, sections: list[str], rows: list[str]) -> str:
    head = comment(
        [
            f"{story.title}: an animated storyboard, scaffolded from a prompt (by rules, not by AI).",
            f"Understood: {len(story.scenes)} scenes, with title and end card {number(story.length)} seconds.",
            *(f"Note: {note}." for note in story.notes),
        ]
    )
    title = escaped(story.title)
    return "\n".join(
        [
            "<!DOCTYPE html>", head, '<html lang="en">', "<head>", '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{title}</title>",
            f"<style>\n:root {{ --accent: {story.accent}; --ground: {story.ground}; }}\n{STYLE}\n</style>", "</head>", "<body>", "<main>",
            f'<h1 style="font-size: 1.3rem; overflow-wrap: anywhere">{title}</h1>',
            f'<div class="stage" role="group" aria-label="Storyboard, {number(story.length)} seconds">', *sections,
            '<div class="caption" id="caption" hidden><span aria-live="polite"></span></div>', "</div>", '<div class="controls">',
            '<button type="button" id="toggle">Play</button>', '<button type="button" id="previous" aria-label="Previous scene">◀</button>',
            '<button type="button" id="next" aria-label="Next scene">▶</button>',
            f'<input type="range" id="seek" min="0" max="{number(story.length)}" step="0.05" value="0" aria-label="Position in seconds">',
            '<span class="time" id="time"></span>', '<button type="button" id="captions" aria-pressed="false">Captions</button>', "</div>",
            '<p class="keys">Keys: space plays and pauses, arrows seek, digits choose a scene, C shows captions.</p>',
            "<h2>Scenes</h2>", "<ol>", *rows, "</ol>", "</main>", f"<script>\n{SCRIPT}\n</script>", "</body>", "</html>", "",
        ]
    )  # fmt: skip


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def _section(story: Story, card: Scene, at: int, start: float, *, card_only: bool) -> str:
    own = story.accent if card_only else mix(story.accent if at % 2 else story.second, "#ffffff", 0.72)
    ink = readable("#ffffff" if card_only else "#1d2230", own, least=4.5)
    art = "" if card_only else _art(f"{card.heading} {card.text}", own)
    size = (
        5.6 if len(card.text) < 40 else 4.2 if len(card.text) < 90 else 3.0 if len(card.text) < 160 else 2.4
    )
    if len(card.text) < 4:
        size = 18.0
    if art:
        size = min(size, 3.6)
    heading = f"<h2>{escaped(card.heading)}</h2>" if card.heading else ""
    words = f'{heading}<p style="--size: {size}cqw">{escaped(card.text)}</p>'
    if art:
        words = f'<div class="plate">{words}</div>'
    said = f"{card.heading}: {card.text}" if card.heading else card.text
    return (
        f'<section class="scene" data-start="{start:g}" data-end="{round(start + card.seconds, 3):g}" data-caption="{escaped(said)}" '
        f'style="--own: {own}; --ink: {ink}"{" hidden" if at else ""}>\n{art}<div class="words">{words}</div>\n</section>'
    )


def _art(words: str, ground: str) -> str:
    """What a scene shows: a landscape or things that its words name; "" where they name none."""
    features = [
        name for name, pattern in FEATURES.items() if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)
    ]
    things = list(dict.fromkeys(things_in(words)))[:4]
    landscape = _GROUNDS.intersection(features)
    if landscape:
        picture = Picture(
            Motif.SCENE, "", "", ground, (960, 540), things=tuple(Thing(name) for name in features)
        )
        _wide, _high, parts = draw_scene(picture)
    elif things:
        side, gap = 210.0, 30.0
        left = (960 - len(things) * side - (len(things) - 1) * gap) / 2
        parts = [tag("circle", cx=480, cy=210, r=330, fill="#ffffff", fill_opacity=0.45)]
        parts += [
            icon(thing.name, thing.colour, left + at * (side + gap), 90, side)
            for at, thing in enumerate(things)
        ]
    else:
        return ""
    return (
        own_ids(
            tag(
                "svg",
                parts,
                viewBox="0 0 960 540",
                preserveAspectRatio="xMidYMid slice",
                class_="art",
                aria_hidden="true",
            )
        )
        + "\n"
    )


def _improve(task: Task) -> str:
    story = _understand(task)
    rows = [
        f"- {f'{scene.heading}: ' if scene.heading else ''}{scene.text} ({scene.seconds:g}s)"
        for scene in story.scenes
    ]
    cards = f"Title card of {story.opening:g} seconds, end card of {story.ending:g} seconds."
    colours = f"Colours: {story.accent}, {story.second}, {story.ground}."
    head = (
        f'Video titled "{_quotable(story.title)}". {cards} End card: "{_quotable(story.closing)}". {colours}'
    )
    return "\n".join([head, *rows])


def _quotable(text: str) -> str:
    return text.replace('"', "'")


WRITER = Writer(_write, _improve)
