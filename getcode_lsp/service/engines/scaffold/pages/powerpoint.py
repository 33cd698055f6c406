"""Output of type powerpoint: slides in one self-contained HTML file, for the screen and, one on a page, for paper."""

from __future__ import annotations

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.look import Scheme
from getcode_lsp.service.engines.scaffold.pages.about import comment_safe
from getcode_lsp.service.engines.scaffold.pages.art import picture
from getcode_lsp.service.engines.scaffold.pages.prompt import admitted
from getcode_lsp.service.engines.scaffold.pages.slides import Deck, Slide, deck_brief, read_deck
from getcode_lsp.service.engines.scaffold.pages.styles import fonts, variables
from getcode_lsp.service.engines.scaffold.pages.tree import Content, Element, Html, escaped, h, joined
from getcode_lsp.service.engines.scaffold.templates.source import wrap
from getcode_lsp.service.engines.scaffold.writer import Writer

_SCRIPT = """\
const slides = [...document.querySelectorAll(".slide")];
const bar = document.querySelector(".progress");
const said = document.querySelector(".position");
let at = Math.min(Math.max(parseInt(location.hash.slice(1), 10) || 1, 1), slides.length) - 1;

function show(next, focus = true) {
  at = Math.min(Math.max(next, 0), slides.length - 1);
  slides.forEach((slide, index) => (slide.hidden = index !== at));
  bar.value = at + 1;
  said.textContent = `${at + 1} / ${slides.length}`;
  previous.disabled = at === 0;
  following.disabled = at === slides.length - 1;
  try { history.replaceState(null, "", `#${at + 1}`); } catch { /* a sandboxed frame has no history */ }
  if (focus) slides[at].focus();
}

const previous = document.querySelector(".previous");
const following = document.querySelector(".following");
previous.addEventListener("click", () => show(at - 1));
following.addEventListener("click", () => show(at + 1));
const notes = document.querySelector(".notes-button");
const turnNotes = () => notes.setAttribute("aria-pressed", String(document.body.classList.toggle("with-notes")));
notes.addEventListener("click", turnNotes);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onButton = event.target.closest("button");
  if (["ArrowRight", "ArrowDown", "PageDown"].includes(event.key) || (event.key === " " && !onButton)) show(at + 1);
  else if (["ArrowLeft", "ArrowUp", "PageUp"].includes(event.key)) show(at - 1);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else if (event.key === "n") turnNotes();
  else return;
  event.preventDefault();
});

let from = null;
document.addEventListener("touchstart", (event) => (from = event.changedTouches[0].clientX), { passive: true });
document.addEventListener("touchend", (event) => {
  const moved = event.changedTouches[0].clientX - from;
  if (from !== null && Math.abs(moved) > 50) show(moved < 0 ? at + 1 : at - 1, false);
  from = null;
});
show(at, false);"""


def _write(task: Task) -> str:
    return _deck(read_deck(admitted(task.prompt)))


def _improve(task: Task) -> str:
    return deck_brief(read_deck(admitted(task.prompt)))


def _slide(deck: Deck, slide: Slide, number: int) -> Element:
    name = f"slide-{number}-title"
    notes = h(
        "aside",
        h("p", slide.notes or "[No notes for this slide.]"),
        class_="notes",
        aria_label="Speaker notes",
    )
    shared = {
        "id": f"slide-{number}",
        "aria_labelledby": name,
        "tabindex": "-1",
        "aria_roledescription": "slide",
    }
    if number == 1:
        body: list[Content] = [
            h(
                "div",
                h("h1", slide.title, id=name),
                h("p", slide.text, class_="under") if slide.text else None,
                _points(slide) if slide.points else None,
                class_="words",
            ),
            h("div", picture(deck.title, "", hidden=True), class_="art"),
        ]
        return h("section", body, notes, class_="slide opening", **shared)
    content = (
        _points(slide)
        if slide.points
        else h("p", slide.text or f"[What to say about “{slide.title.strip('[]')}”.]", class_="under")
    )
    few = " few" if 0 < len(slide.points) <= 3 else ""
    return h(
        "section",
        h("div", h("h2", slide.title, id=name), content, class_="words"),
        h("p", f"{deck.title} · {number}", class_="foot"),
        notes,
        class_=f"slide{few}",
        **shared,
    )


def _points(slide: Slide) -> Element:
    return h("ul", [h("li", point) for point in slide.points])


def _deck(deck: Deck) -> str:
    slides = [_slide(deck, slide, number) for number, slide in enumerate(deck.slides, 1)]
    noted = sum(bool(slide.notes) for slide in deck.slides)
    comment = wrap(
        comment_safe(
            f"{deck.title}: {len(slides)} slides in one HTML file, scaffolded from a prompt by getcode-lsp. It is a starting point, not a finished presentation."
        )
    )
    comment += ["", "Understood from the prompt:"]
    for number, slide in enumerate(deck.slides, 1):
        comment += wrap(
            comment_safe(
                f"{number}. {slide.title}{f' ({len(slide.points)} points)' if slide.points else ''}"
            ),
            first="- ",
            then="  ",
        )
    comment += [
        "",
        *wrap(
            f"Arrow keys, Page Up and Down, Home, End or a swipe turn the slides; N shows the speaker notes ({noted} given). Printed, each slide is a page."
        ),
    ]
    comment += wrap(
        "Texts in [square brackets] are placeholders: replace them. Nothing is loaded from elsewhere."
    )
    if deck.ignored:
        comment += [
            "",
            "Ignored, not built:",
            *(
                line
                for text in deck.ignored
                for line in wrap(comment_safe(text)[:200], first="- ", then="  ")
            ),
        ]
    controls = h(
        "nav", h("button", "Previous", class_="previous", type="button"), h("span", f"1 / {len(slides)}", class_="position", role="status"), h("button", "Next", class_="following", type="button"),
        h("button", "Notes", class_="notes-button", type="button", aria_pressed="false"), h("progress", class_="progress", max=str(len(slides)), value="1", aria_label="Progress"), aria_label="Slides",
    )  # fmt: skip
    printer = Html()
    lines = [
        "<!doctype html>",
        "<!--",
        *(f"  {line}".rstrip() for line in comment),
        "-->",
        '<html lang="en">',
        "<head>",
        '  <meta charset="utf-8">',
        '  <meta name="viewport" content="width=device-width, initial-scale=1">',
    ]
    lines += [
        f"  <title>{escaped(deck.title)}</title>",
        "  <style>",
        *(f"    {line}" for line in _styles(deck)),
        "  </style>",
        "</head>",
        "<body>",
        "  <main>",
    ]
    for slide_element in slides:
        lines += printer.lines(slide_element, 2)
    lines += [
        "  </main>",
        *printer.lines(controls, 1),
        "  <script>",
        *(f"    {line}" for line in _SCRIPT.split("\n")),
        "  </script>",
        "</body>",
        "</html>",
    ]
    return joined(lines)


def _styles(deck: Deck) -> list[str]:
    look = deck.look
    heading, text = fonts(look)
    lines = [
        ":root {",
        f"  color-scheme: {'dark' if look.palette.is_dark else 'light'};",
        *(f"  {line}" for line in variables(look.palette, look)),
        f"  --heading: {heading};",
        f"  --body: {text};",
        "}",
    ]
    if look.scheme is Scheme.AUTO:
        lines += [
            "@media screen and (prefers-color-scheme: dark) {",
            "  :root {",
            "    color-scheme: dark;",
            *(f"    {line}" for line in variables(look.dark, look)),
            "  }",
            "}",
        ]
    return [*lines, *_RULES.strip().split("\n")]


_RULES = """
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--background); color: var(--text); font-family: var(--body); overflow-wrap: break-word; }
main { flex: 1; min-height: 0; position: relative; }
.slide { position: absolute; inset: 0; display: grid; grid-template-rows: 1fr auto auto; padding: clamp(1.25rem, 5vmin, 4.5rem) clamp(1.25rem, 7vmin, 7rem) clamp(0.75rem, 2.5vmin, 2rem); overflow: auto; outline: none; }
.slide[hidden] { display: none; }
.words { align-self: center; width: 100%; max-width: 76rem; margin-inline: auto; }
h1, h2 { font-family: var(--heading); line-height: 1.08; letter-spacing: -0.02em; margin: 0; text-wrap: balance; }
h1 { font-size: clamp(2.1rem, 8.6vmin, 6rem); }
h2 { font-size: clamp(1.7rem, 6vmin, 4rem); color: var(--link); }
.words ul { margin: clamp(1.2rem, 5vmin, 3.2rem) 0 0; padding: 0; list-style: none; display: grid; gap: clamp(0.6rem, 2.3vmin, 1.6rem); font-size: clamp(1.1rem, 3.4vmin, 2.1rem); line-height: 1.35; }
.words li { position: relative; padding-left: 1.5em; }
.words li::before { content: ""; position: absolute; left: 0.15em; top: 0.45em; width: 0.5em; height: 0.5em; background: var(--link); border-radius: 0.12em; }
.few .words ul { font-size: clamp(1.2rem, 4.2vmin, 2.6rem); }
.under { font-size: clamp(1.1rem, 3.6vmin, 2.2rem); line-height: 1.4; color: var(--muted); margin: clamp(0.8rem, 3vmin, 2rem) 0 0; }
.opening { grid-template-columns: 1.25fr 0.75fr; column-gap: clamp(1rem, 5vmin, 5rem); background: linear-gradient(160deg, var(--band), var(--background) 80%); }
.opening .notes { grid-column: 1 / -1; }
.opening .art { align-self: center; }
.art .picture { display: block; width: 100%; max-height: 68vh; aspect-ratio: 1; border-radius: 1.5rem; }
.tone-1 { fill: var(--tone-1); } .tone-2 { fill: var(--tone-2); } .tone-3 { fill: var(--tone-3); } .tone-4 { fill: var(--tone-4); } .tone-5 { fill: var(--tone-5); }
.foot { margin: 0.75rem 0 0; font-size: 0.875rem; color: var(--muted); }
.notes { display: none; margin: 1rem 0 0; padding: 0.9rem 1.2rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--link); font-size: 1rem; line-height: 1.5; }
.notes p { margin: 0; }
.with-notes .notes { display: block; }
nav { display: flex; align-items: center; gap: 0.75rem; padding: 0.6rem clamp(1rem, 3vw, 2rem); border-top: 1px solid var(--line); background: var(--background); }
nav button { font: 600 0.9375rem/1.2 var(--body); color: var(--text); background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 0.5rem 0.9rem; cursor: pointer; }
nav button:disabled { opacity: 0.45; cursor: default; }
nav button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.position { font-variant-numeric: tabular-nums; min-width: 4ch; text-align: center; }
.progress { flex: 1; min-width: 2rem; height: 6px; accent-color: var(--link); }
@media (max-width: 44rem) {
  .opening { grid-template-columns: 1fr; grid-template-rows: auto auto auto; align-content: center; row-gap: 1.5rem; }
  .art .picture { aspect-ratio: 16 / 9; }
  nav { flex-wrap: wrap; gap: 0.5rem; }
  .progress { flex-basis: 100%; order: 5; }
}
@page { size: 297mm 167mm; margin: 0; }
@media print {
  html, body, main { height: auto; display: block; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav { display: none; }
  .slide, .slide[hidden] { display: grid; position: relative; inset: auto; width: 297mm; height: 167mm; padding: 14mm 20mm 8mm; break-after: page; break-inside: avoid; overflow: hidden; }
  .slide:last-child { break-after: auto; }
  h1 { font-size: 44pt; } h2 { font-size: 32pt; } .words ul, .under, .few .words ul { font-size: 19pt; }
}
"""
WRITER = Writer(_write, _improve)
