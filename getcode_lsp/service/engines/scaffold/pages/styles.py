"""The style sheet of a website: the look's colours as variables, type and spacing by tone, light and dark, wide and narrow."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.colours import (
    AA,
    Palette,
    contrast,
    mix,
    readable,
    saturation,
    turned,
)
from getcode_lsp.service.engines.scaffold.look import Look, Scheme, Tone

_SANS = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
_SERIF = '"Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, "DejaVu Serif", serif'
_ROUND = 'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, Nunito, system-ui, sans-serif'
_MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
_TYPE = {
    Tone.NEUTRAL: (_SANS, _SANS, 10, 680, "-0.02em"), Tone.FORMAL: (_SERIF, _SANS, 4, 600, "-0.01em"), Tone.FRIENDLY: (_SANS, _SANS, 16, 720, "-0.02em"),
    Tone.PLAYFUL: (_ROUND, _ROUND, 24, 800, "-0.015em"), Tone.ELEGANT: (_SERIF, _SANS, 2, 500, "-0.01em"), Tone.MINIMAL: (_SANS, _SANS, 6, 600, "-0.03em"),
    Tone.BOLD: (_SANS, _SANS, 6, 850, "-0.035em"), Tone.TECHNICAL: (_MONO, _SANS, 6, 650, "-0.04em"),
}  # fmt: skip
_SERIF_SUBJECTS = (
    "bakery",
    "restaurant",
    "café",
    "cafe",
    "hotel",
    "law",
    "museum",
    "wine",
    "wedding",
    "photograph",
    "book",
    "florist",
    "flower",
    "ceramic",
    "pottery",
    "studio",
)


def fonts(look: Look) -> tuple[str, str]:
    """The fonts of headings and of text."""
    heading, text, _, _, _ = _TYPE[look.tone]
    if look.tone in (Tone.NEUTRAL, Tone.FRIENDLY) and any(
        word in f"{look.subject} {look.brand}".lower() for word in _SERIF_SUBJECTS
    ):
        heading = _SERIF
    return heading, text


def _beside(look: Look, palette: Palette) -> str:
    """The second colour of drawings: one that the prompt names, else a neighbour of the accent."""
    named = [
        colour
        for colour in look.colours
        if saturation(colour) > 0.15
        and colour not in (palette.accent, palette.background, look.palette.accent, look.palette.background)
    ]
    return named[-1] if named else turned(palette.accent, 0.08)


def variables(palette: Palette, look: Look) -> list[str]:
    """The colours of a palette as custom properties; the tones of drawings, and what is read on a tinted band."""
    band = mix(palette.background, palette.accent, 0.09 if palette.is_dark else 0.07)
    accent_ground = palette.accent
    tones = (0.14, 0.32, 0.55, 0.8)
    colours = {
        "background": palette.background, "surface": palette.surface, "text": palette.text, "muted": readable(palette.muted, palette.background, palette.surface, band, least=AA + 0.1),
        "link": readable(palette.link, palette.background, palette.surface, band, least=AA + 0.1), "accent": palette.accent, "on-accent": palette.on_accent,
        "control": readable(palette.control, palette.background, palette.surface, band, least=3.1), "line": palette.line, "band": band,
        "error": readable("#ff8f85" if palette.is_dark else "#b3261e", palette.background, palette.surface, band, least=AA + 0.1),
        "tone-1": mix(palette.background, palette.accent, tones[0]), "tone-2": mix(palette.background, palette.accent, tones[1]), "tone-3": mix(palette.background, palette.accent, tones[2]),
        "tone-4": mix(_beside(look, palette), palette.background, 0.3), "tone-5": mix(palette.background, palette.accent, tones[3]),
        "inverse": palette.on_accent if contrast(palette.on_accent, accent_ground) >= AA else palette.text,
    }  # fmt: skip
    return [f"--{name}: {value};" for name, value in colours.items()]


def stylesheet(look: Look) -> list[str]:
    """The lines of the style sheet."""
    heading, text = fonts(look)
    _, _, radius, weight, tracking = _TYPE[look.tone]
    base = look.palette
    scheme = "light dark" if look.scheme is Scheme.AUTO else "dark" if base.is_dark else "light"
    lines = [".page {", f"  color-scheme: {scheme};", *(f"  {line}" for line in variables(base, look))]
    lines += [
        f"  --heading: {heading};",
        f"  --body: {text};",
        f"  --radius: {radius}px;",
        f"  --weight: {weight};",
        f"  --tracking: {tracking};",
        "}",
    ]
    if look.scheme is Scheme.AUTO:
        dark = variables(look.dark, look)
        lines += [
            "@media (prefers-color-scheme: dark) {",
            '  .page:not([data-theme="light"]) {',
            *(f"    {line}" for line in dark),
            "  }",
            "}",
        ]
        lines += [
            '.page[data-theme="dark"] {',
            "  color-scheme: dark;",
            *(f"  {line}" for line in dark),
            "}",
            '.page[data-theme="light"] {',
            "  color-scheme: light;",
            "}",
        ]
    return [*lines, *_RULES.strip("\n").split("\n")]


_RULES = """
.page, .page *, .page *::before, .page *::after { box-sizing: border-box; }
.page {
  min-height: 100vh; display: flex; flex-direction: column;
  background: var(--background); color: var(--text);
  font: 400 1.0625rem/1.65 var(--body); -webkit-font-smoothing: antialiased; overflow-wrap: break-word;
}
.page main { flex: 1; }
.page h1, .page h2, .page h3 { font-family: var(--heading); font-weight: var(--weight); line-height: 1.12; letter-spacing: var(--tracking); margin: 0; text-wrap: balance; }
.page h1 { font-size: clamp(2.25rem, 1.4rem + 3.8vw, 4.25rem); }
.page h2 { font-size: clamp(1.65rem, 1.3rem + 1.5vw, 2.5rem); }
.page h3 { font-size: 1.1875rem; line-height: 1.3; letter-spacing: -0.01em; }
.page p, .page ul, .page ol, .page dl, .page dd, .page figure, .page blockquote, .page fieldset { margin: 0; }
.page ul, .page ol { padding: 0; list-style: none; }
.page a { color: var(--link); text-underline-offset: 0.2em; }
.page :focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 4px; }
.inner { width: min(100% - 2.5rem, 70rem); margin-inline: auto; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--text); color: var(--background) !important; z-index: 20; }
.skip:focus { top: 1rem; }
.lead { font-size: clamp(1.1rem, 1rem + 0.5vw, 1.3rem); line-height: 1.55; color: var(--muted); max-width: 40rem; }
.quiet { color: var(--muted); font-size: 0.9375rem; }
.prose { max-width: 44rem; font-size: 1.125rem; line-height: 1.75; }

.site-header { position: sticky; top: 0; z-index: 10; background: var(--background); border-bottom: 1px solid var(--line); }
.header-row { display: flex; align-items: center; justify-content: space-between; gap: 1rem; min-height: 4.25rem; }
.page .brand { font: var(--weight) 1.25rem/1.2 var(--heading); letter-spacing: var(--tracking); color: var(--text); text-decoration: none; }
.header-side { display: flex; align-items: center; gap: 1.25rem; }
.nav-links { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.6rem; }
.page .nav-links a:not(.button) { color: var(--text); text-decoration: none; font-size: 0.975rem; padding-block: 0.4rem; }
.page .nav-links a:not(.button):hover { color: var(--link); text-decoration: underline; }
.menu-button { display: none; }
.menu-button, .theme-button { font: inherit; font-size: 0.9375rem; color: var(--text); background: none; border: 1px solid var(--control); border-radius: 999px; padding: 0.4rem 0.95rem; cursor: pointer; }

.button { display: inline-block; font: 600 1rem/1.25 var(--body); padding: 0.85rem 1.5rem; border: 2px solid var(--accent); border-radius: calc(var(--radius) * 0.8); background: var(--accent); cursor: pointer; text-align: center; transition: filter 0.15s, transform 0.15s; }
.page a.button, .page button.button { color: var(--on-accent); text-decoration: none; }
.page .button:hover { filter: brightness(1.08); transform: translateY(-1px); }
.page a.button-quiet { background: transparent; border-color: var(--control); color: var(--text); }
.page a.button-inverse { background: var(--on-accent); border-color: var(--on-accent); color: var(--accent); }
.button-small { padding: 0.5rem 1rem; font-size: 0.9375rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0.85rem; margin-top: 2rem; }

.hero { overflow: hidden; background: linear-gradient(170deg, var(--band), var(--background) 75%); }
.hero-row { display: grid; grid-template-columns: 1.1fr 0.9fr; align-items: center; gap: clamp(2rem, 5vw, 5rem); padding-block: clamp(3.5rem, 9vw, 7.5rem); }
.hero-words .lead { margin-top: 1.4rem; }
.kicker { text-transform: uppercase; letter-spacing: 0.14em; font-size: 0.8125rem; font-weight: 650; color: var(--link); margin-bottom: 1.1rem !important; }
.hero-art .picture { display: block; width: 100%; aspect-ratio: 1; border-radius: calc(var(--radius) * 2); }
.hero-center .hero-row { grid-template-columns: 1fr; justify-items: center; text-align: center; padding-bottom: 0; gap: 3rem; }
.hero-center .hero-words { max-width: 52rem; }
.hero-center .lead { margin-inline: auto; }
.hero-center .actions { justify-content: center; }
.hero-center .hero-art { width: 100%; }
.hero-center .hero-art .picture { aspect-ratio: 24 / 7; border-radius: calc(var(--radius) * 2) calc(var(--radius) * 2) 0 0; }
.hero-plain { background: none; border-bottom: 1px solid var(--line); }
.hero-plain .hero-row { grid-template-columns: 1fr; }
.hero-plain .hero-words { max-width: 54rem; }
.hero-banner { background: var(--accent); color: var(--on-accent); }
.hero-banner .lead, .hero-banner .kicker { color: var(--on-accent); }
.page .hero-banner a.button { background: var(--on-accent); border-color: var(--on-accent); color: var(--accent); }
.page .hero-banner a.button-quiet { background: transparent; color: var(--on-accent); }
.hero-banner :focus-visible, .section-cta :focus-visible { outline-color: var(--on-accent) !important; }
.intro { padding-block: clamp(2.5rem, 6vw, 4.5rem) 0; }
.intro .lead { margin-top: 0.9rem; }
.intro h1 { font-size: clamp(2rem, 1.5rem + 2.4vw, 3.25rem); }

.section { padding-block: clamp(3.25rem, 7vw, 6rem); scroll-margin-top: 4.5rem; }
.section h2 { margin-bottom: clamp(1.5rem, 3vw, 2.5rem); max-width: 44rem; }
.section h2 + .lead, .section h2 + .quiet { margin-top: -1rem; margin-bottom: 2rem; }
.band { background: var(--band); }
.grid { display: grid; gap: clamp(1rem, 2vw, 1.75rem); grid-template-columns: repeat(var(--columns, 3), minmax(0, 1fr)); }
.columns-1 { --columns: 1; } .columns-2 { --columns: 2; } .columns-3 { --columns: 3; }
.columns-4 { --columns: 4; } .columns-5 { --columns: 5; } .columns-6 { --columns: 6; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: clamp(1.35rem, 2.4vw, 2rem); }
.feature h3 + p, .card-body h3 + p { margin-top: 0.55rem; color: var(--muted); }
.icon { width: 2.6rem; height: 2.6rem; padding: 0.6rem; margin-bottom: 1.1rem; color: var(--link); background: var(--tone-1); border-radius: calc(var(--radius) * 0.9); box-sizing: border-box; }
.with-picture { padding: 0; overflow: hidden; }
.with-picture .picture { display: block; width: 100%; aspect-ratio: 16 / 10; }
.card-body { padding: 1.35rem 1.5rem 1.6rem; }
.price { margin-top: 0.55rem !important; color: var(--text); }
.tone-1 { fill: var(--tone-1); } .tone-2 { fill: var(--tone-2); } .tone-3 { fill: var(--tone-3); }
.tone-4 { fill: var(--tone-4); } .tone-5 { fill: var(--tone-5); }

@media (min-width: 60rem) {
  .section-faq > .inner, .section-form:not(.section-inline) > .inner, .section-hours > .inner, .section-text > .inner, .section-contact > .inner, .section-steps > .inner, .section-newsletter > .inner {
    display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.7fr); column-gap: clamp(2rem, 5vw, 5rem);
  }
  .section-faq > .inner > *, .section-form > .inner > *, .section-hours > .inner > *, .section-text > .inner > *, .section-contact > .inner > *, .section-steps > .inner > * { grid-column: 2; }
  .section-faq > .inner > h2, .section-form > .inner > h2, .section-hours > .inner > h2, .section-text > .inner > h2, .section-contact > .inner > h2, .section-steps > .inner > h2 { grid-column: 1; grid-row: 1 / span 6; }
  .section h2 + .lead, .section h2 + .quiet { margin-top: 0; }
  .page.solo .section-form > .inner, .board .section > .inner { display: block; }
  .board.with-sidebar { display: grid; grid-template-columns: 15rem minmax(0, 1fr); grid-template-rows: 1fr auto; }
  .with-sidebar .site-header { position: sticky; top: 0; height: 100vh; grid-row: 1 / span 2; border-bottom: 0; border-right: 1px solid var(--line); background: var(--surface); }
  .with-sidebar .header-row { flex-direction: column; align-items: stretch; justify-content: flex-start; padding-block: 1.5rem; gap: 1.5rem; }
  .with-sidebar .header-side, .with-sidebar .nav-links { flex-direction: column; align-items: stretch; }
  .with-sidebar .inner { width: min(100% - 3rem, 70rem); }
}
.price-list { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.2rem clamp(2rem, 5vw, 4.5rem); }
.page .price-group { margin: 2rem 0 1rem; color: var(--link); }
.price-row { display: flex; align-items: baseline; gap: 0.6rem; font-size: 1.125rem; }
.price-name { font-family: var(--heading); font-weight: 600; }
.dots { flex: 1; min-width: 1rem; border-bottom: 2px dotted var(--control); transform: translateY(-0.25em); }
.price-value { font-variant-numeric: tabular-nums; white-space: nowrap; }
.price-list p { color: var(--muted); }
.plan { display: flex; flex-direction: column; gap: 1rem; position: relative; }
.plan .ticks { flex: 1; }
.plan-price { font: var(--weight) 2.6rem/1 var(--heading); letter-spacing: var(--tracking); }
.unit { color: var(--muted); }
.ticks li { position: relative; padding: 0.3rem 0 0.3rem 1.7rem; }
.ticks li::before { content: ""; position: absolute; left: 0.2rem; top: 0.75rem; width: 0.75rem; height: 0.4rem; border: solid var(--link); border-width: 0 0 2px 2px; transform: rotate(-45deg); }
.featured { border: 2px solid var(--link); box-shadow: 0 1.2rem 2.5rem -1.6rem var(--text); }
.badge { position: absolute; top: -0.85rem; left: 1.5rem; background: var(--accent); color: var(--on-accent); font-size: 0.8125rem; font-weight: 650; padding: 0.15rem 0.75rem; border-radius: 999px; }
.quote blockquote { font: 400 1.1875rem/1.55 var(--heading); }
.quote blockquote p::before { content: "“"; } .quote blockquote p::after { content: "”"; }
.quote figcaption { display: flex; align-items: center; gap: 0.75rem; margin-top: 1.35rem; color: var(--muted); }
.avatar { display: grid; place-items: center; flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--accent); color: var(--on-accent); font-weight: 650; font-size: 0.875rem; }
.questions { max-width: 48rem; border-top: 1px solid var(--line); }
.questions details { border-bottom: 1px solid var(--line); }
.questions summary { display: flex; justify-content: space-between; gap: 1.5rem; padding: 1.15rem 0.25rem; font-weight: 600; font-size: 1.0938rem; cursor: pointer; list-style: none; }
.questions summary::-webkit-details-marker { display: none; }
.questions summary::after { content: "+"; font-size: 1.5rem; line-height: 1; color: var(--link); }
.questions details[open] summary::after { content: "–"; }
.answer { padding: 0 0.25rem 1.35rem; color: var(--muted); max-width: 42rem; }
.person { text-align: center; }
.portrait { display: grid; place-items: center; width: 7rem; height: 7rem; margin: 0 auto 1.1rem; border-radius: 50%; background: var(--tone-1); color: var(--link); font: var(--weight) 1.9rem/1 var(--heading); }
.role { color: var(--muted); margin-top: 0.25rem !important; }
.gallery figure { position: relative; }
.gallery .picture { display: block; width: 100%; aspect-ratio: 4 / 3; border-radius: var(--radius); }
.gallery figcaption, .stand-in figcaption { margin-top: 0.6rem; color: var(--muted); font-size: 0.9375rem; }
.stand-in .picture { display: block; width: 100%; aspect-ratio: 21 / 9; border-radius: var(--radius); }
.stat { display: flex; flex-direction: column-reverse; justify-content: flex-end; gap: 0.35rem; }
.stat dd { font: var(--weight) clamp(2rem, 1.5rem + 2vw, 3.1rem)/1 var(--heading); letter-spacing: var(--tracking); color: var(--link); }
.stat dt { color: var(--muted); }
.steps { counter-reset: step; display: grid; gap: 1.75rem; max-width: 46rem; }
.step { counter-increment: step; position: relative; padding-left: 4.25rem; min-height: 3rem; }
.step::before { content: counter(step); position: absolute; left: 0; top: -0.2rem; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border: 2px solid var(--link); border-radius: 50%; color: var(--link); font: var(--weight) 1.1rem/1 var(--heading); }
.step:not(:last-child)::after { content: ""; position: absolute; left: 1.35rem; top: 2.9rem; bottom: -1.4rem; width: 2px; background: var(--line); }
.step p { margin-top: 0.35rem; color: var(--muted); }
.table-frame { overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.table-frame table { width: 100%; border-collapse: collapse; }
.table-frame caption { caption-side: bottom; text-align: left; padding: 0.8rem 1.2rem; }
.table-frame th, .table-frame td { text-align: left; padding: 0.85rem 1.2rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
.table-frame th { font-size: 0.8438rem; text-transform: uppercase; letter-spacing: 0.06em; color: var(--muted); }
.chart { display: block; width: 100%; height: auto; }
.bar { fill: var(--link); } .axis { stroke: var(--control); }
.tick { fill: var(--muted); font: 14px var(--body); } .figure { fill: var(--text); font: 600 14px var(--body); }
.logos { display: flex; flex-wrap: wrap; gap: 1rem clamp(1.5rem, 4vw, 3.5rem); align-items: center; font: 650 1.25rem/1.2 var(--heading); color: var(--muted); }
.hours { max-width: 30rem; }
.hours-row { display: flex; justify-content: space-between; gap: 1rem; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.hours dd { font-variant-numeric: tabular-nums; font-weight: 600; text-align: right; }
.addresses { font-style: normal; font-size: 1.125rem; display: grid; gap: 0.5rem; }
.links { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-bottom: 1.25rem; }
.tabs button { font: inherit; font-weight: 600; color: var(--text); background: transparent; border: 1px solid var(--control); border-radius: 999px; padding: 0.5rem 1.2rem; cursor: pointer; }
.tabs button[aria-selected="true"] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.section-cta { background: var(--accent); color: var(--on-accent); text-align: center; }
.section-cta h2 { margin-inline: auto; margin-bottom: 0.75rem; }
.section-cta .lead { color: var(--on-accent); margin: 0 auto; }
.section-cta .actions { justify-content: center; }

form { display: grid; gap: 1.2rem; max-width: 34rem; }
.field { display: grid; gap: 0.4rem; border: 0; padding: 0; min-width: 0; }
.field label, .field legend { font-weight: 600; font-size: 0.975rem; padding: 0; }
.field .choice { font-weight: 400; display: flex; gap: 0.65rem; align-items: baseline; margin-top: 0.25rem; }
.field .choice input { accent-color: var(--link); width: 1.05rem; height: 1.05rem; flex: none; translate: 0 0.12rem; }
.needed { color: var(--error); }
.field input:not([type="checkbox"]):not([type="radio"]), .field select, .field textarea { font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--control); border-radius: calc(var(--radius) * 0.6); padding: 0.7rem 0.85rem; width: 100%; min-height: 3rem; }
.field textarea { resize: vertical; }
.field [aria-invalid="true"] { border-color: var(--error) !important; box-shadow: 0 0 0 1px var(--error); }
.error { color: var(--error); font-size: 0.9375rem; }
.error:empty, .status:empty { display: none; }
form .button { justify-self: start; }
.section-inline form { grid-template-columns: minmax(0, 1fr) auto; align-items: end; }
.section-inline .status { grid-column: 1 / -1; }
.section-inline .button { min-height: 3rem; padding-block: 0.6rem; }
.section-inline .error { position: static; }

.solo { display: flex; flex-direction: column; align-items: center; justify-content: center; min-height: 100vh; padding: 2rem 1.25rem; }
.solo-brand { font: var(--weight) 1.375rem/1 var(--heading); margin-bottom: 1.5rem !important; }
.solo .section { width: 100%; max-width: 27rem; padding: clamp(1.5rem, 5vw, 2.5rem); background: var(--surface); border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.5); }
.solo .inner { width: 100%; }
.solo h1 { font-size: 1.75rem; margin-bottom: 1.5rem; }
.solo form .button { justify-self: stretch; }
.page.solo { display: flex; padding: 0; }
.board .section { padding-block: 1.25rem; background: none; }
.board .section h2 { font-size: 1.25rem; margin-bottom: 1rem; letter-spacing: -0.01em; }
.board .intro { padding-block: 2rem 0.75rem; }
.board .intro h1 { font-size: 1.9rem; }
.board .stat { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 1.25rem 1.4rem; }
.board .stat dd { font-size: 2rem; color: var(--text); }
.board .site-footer { margin-top: 2rem; }

.site-footer { border-top: 1px solid var(--line); padding-block: 2.5rem; color: var(--muted); font-size: 0.975rem; }
.footer-row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem 2.5rem; }
.site-footer .addresses, .site-footer address { font-style: normal; font-size: inherit; }

@media (max-width: 60rem) {
  .grid { --columns: 2; } .columns-1 { --columns: 1; }
  .hero-row { grid-template-columns: 1fr; }
  .hero-split .hero-art .picture { aspect-ratio: 16 / 9; }
}
@media (max-width: 47rem) {
  .grid { --columns: 1; }
  .stats.grid, .gallery.grid { --columns: 2; }
  .price-list { grid-template-columns: 1fr; }
  .section-inline form { grid-template-columns: 1fr; }
  .menu-button { display: inline-block; }
  .nav-links { display: none; position: absolute; left: 0; right: 0; top: 100%; flex-direction: column; align-items: stretch; gap: 0; padding: 0.5rem 1.25rem 1rem !important; background: var(--background); border-bottom: 1px solid var(--line); }
  .menu-button[aria-expanded="true"] + nav .nav-links { display: flex; }
  .page .nav-links a:not(.button) { display: block; padding-block: 0.7rem; }
  .header-side { gap: 0; }
  .theme-button { margin-left: 0.6rem; }
}
@media (prefers-reduced-motion: no-preference) { .page { scroll-behavior: smooth; } }
@media print { .site-header { position: static; } .actions, form .button { display: none; } }
"""
