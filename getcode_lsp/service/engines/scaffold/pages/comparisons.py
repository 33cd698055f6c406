"""Tables that a prompt fills itself: "columns Basic, Plus and rows storage (10 GB, 1 TB), users (1, 5)"."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.model import FormField, Kind, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, brackets, plain, split_list

_ROWS = re.compile(
    r"[\s,]*\b(?:(?:and|with|has|having)\s+)*(?:the\s+)?rows?\b(?:\s+(?:for|are|of))?\s*:?\s+(?=[^\W\d_][^,()]{0,60}\()",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\A[\s,:]*(?:(?:of|for|with|comparing|compares|between|has|having|the|columns?|plans?|and)\b[\s:]*)+",
    re.IGNORECASE,
)


def read_comparison(detail: str, title: str, prompt: Prompt) -> Section | None:
    """A table with the columns and rows that stand in its prompt; None where it gives no rows."""
    begin = _ROWS.search(detail)
    if begin is None:
        return None
    names = [_said(name, prompt) for name in split_list(_LEAD.sub("", f"{detail[: begin.start()]} "))]
    rows: list[tuple[str, ...]] = []
    for part in split_list(detail[begin.end() :]):
        name, inside = brackets(part)
        if inside:
            rows.append(
                (_said(name, prompt), *(_said(cell, prompt, capital=False) for cell in split_list(inside[0])))
            )
    width = max((len(row) - 1 for row in rows), default=0)
    if not rows or not width or (names and len(names) != width):
        return None
    labels = ["Feature", *(names or [f"[Column {at}]" for at in range(1, width + 1)])]
    filled = tuple((*row, *("–" for _ in range(width + 1 - len(row)))) for row in rows)
    return Section(Kind.TABLE, title, fields=tuple(FormField(label) for label in labels), rows=filled)


def _said(text: str, prompt: Prompt, *, capital: bool = True) -> str:
    text = plain(prompt.restore(text)).strip(" .:")
    return text[:1].upper() + text[1:] if capital else text
