"""The comment at the top of an output: what was understood, what is placeholder text, what is not built."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.pages.model import Page, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import visible
from getcode_lsp.service.engines.scaffold.templates.source import harmless, wrap


def about(page: Page, what: str, notes: Sequence[str]) -> list[str]:
    """The lines of the comment, without its marks; no text of the prompt can end a comment of any language here."""
    lines = wrap(
        f"{_calm(page.title)}: {what}, scaffolded from a prompt by getcode-lsp. It is a starting point, not a finished work."
    )
    lines += ["", "Understood from the prompt:"]
    for section in page.sections:
        lines += wrap(_calm(_understood(section)), first="- ", then="  ")
    lines += [
        "",
        *(
            line
            for note in ("Texts in [square brackets] are placeholders: replace them.", *notes)
            for line in wrap(note)
        ),
    ]
    if page.ignored:
        lines += ["", "Ignored, not built:"]
        for text in page.ignored:
            lines += wrap(_calm(text)[:200], first="- ", then="  ")
    return lines


def _understood(section: Section) -> str:
    named = (
        f"{section.kind.value}: {section.title}"
        if section.title and section.title.lower() != section.kind.value
        else section.kind.value
    )
    parts = [field.label + ("" if field.required else " (optional)") for field in section.fields]
    parts += [" ".join(filter(None, (item.title, item.value, item.unit))) for item in section.items]
    inner = f" ({', '.join(part[:60] for part in parts)})" if parts else ""
    return f"{named}{inner}{'; assumed, the prompt does not ask for it' if section.assumed else ''}"[:400]


def _calm(text: str) -> str:
    return comment_safe(text)


def comment_safe(text: str) -> str:
    """A text that can end neither an HTML comment nor one of JavaScript, CSS, or an expression of a template."""
    flat = harmless(visible(text))
    for mark, calm in (("<", "‹"), (">", "›"), ("{", "("), ("}", ")"), ("$(", "$ (")):
        flat = flat.replace(mark, calm)
    while "--" in flat:
        flat = flat.replace("--", "- -")
    return flat
