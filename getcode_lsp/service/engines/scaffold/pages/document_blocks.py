"""The parts of a document as a prompt names them: headings, enumerations, tables and what else has a form of its own."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.grammar.layout import Unit
from getcode_lsp.service.engines.scaffold.pages.documents import Block, from_section
from getcode_lsp.service.engines.scaffold.pages.drafts import Draft
from getcode_lsp.service.engines.scaffold.pages.letter_facts import DATE
from getcode_lsp.service.engines.scaffold.pages.model import Contact, Kind
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, split_list
from getcode_lsp.service.engines.scaffold.pages.recognition import section_at
from getcode_lsp.service.engines.scaffold.pages.sections import complete

_LEAD = re.compile(
    r"^(?:(?:and|then|also|finally|an?|the|our|your|short|brief|sections?\s+(?:on|for|about|called|titled)?|chapters?\s+(?:on|about)|headings?|paragraphs?\s+(?:on|about))\s+)+",
    re.IGNORECASE,
)


def heading_of(prompt: Prompt, text: str) -> str:
    """A heading as it is printed, without what leads up to it."""
    words = prompt.restore(text).strip(" .:,")
    words = _LEAD.sub("", words) or words
    words = re.sub(r"\s+(?:section|chapter|clause|part)$", "", words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:120]


def parts_of(text: str) -> list[str]:
    """The parts of an enumeration, "a table of x with a, b" kept whole."""
    parts: list[str] = []
    for part in split_list(text):
        open_table = (
            parts
            and re.search(r"\btable\b[^()]*\b(?:with|columns|of)\b[^()]*\Z", parts[-1], re.IGNORECASE)
            and not section_at(part)
            and len(part.split()) < 4
        )
        if open_table:
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def special_block(prompt: Prompt, text: str, children: list[str]) -> Block | None:
    """A table, time line, list of people or questions: what the grammar of pages knows."""
    table = re.match(
        r"(?:an?\s+|the\s+)?table\s*(?:(?:of|for|showing|with)\s+)?(?:the\s+)?(?P<about>(?!columns)[^():,]{2,40}?)?\s*(?:\(|:|with\s+(?:the\s+)?(?:columns?\s*:?)?|columns?\s*:?|$)",
        text,
        re.IGNORECASE,
    )
    if table is None and not children and "(" not in text and ":" not in text:
        return None
    found = section_at(text)
    if found is None or found[0] not in (
        Kind.TABLE,
        Kind.STEPS,
        Kind.TEAM,
        Kind.FAQ,
        Kind.HOURS,
        Kind.STATS,
    ):
        return None
    section = complete(Draft(found[0], found[1], found[2], children), prompt, Contact())
    return from_section(section)


def is_date(text: str) -> bool:
    """Whether a text is a date and no more."""
    return bool(
        re.fullmatch(
            rf"\W*(?:(?:on|date|dated|held\s+on|from|as\s+of)\s*:?\s*)?(?:{DATE.pattern})\W*",
            text,
            re.IGNORECASE,
        )
    )


def flat(unit: Unit) -> str:
    """A list item with what stands under it, on one line."""
    under = "; ".join(flat(child) for child in unit.children)
    return f"{unit.text.rstrip(':')}: {under}" if under else unit.text
