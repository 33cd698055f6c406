"""`Material` as a prompt: what a person would ask for with the document at hand, in the words that fit the output type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from getcode_lsp.service.analysis.material import Material
from getcode_lsp.service.analysis.wording.figures import chart_prompt, excel_prompt
from getcode_lsp.service.analysis.wording.pages import document_prompt, email_prompt, website_prompt
from getcode_lsp.service.analysis.wording.programs import api_prompt
from getcode_lsp.service.analysis.wording.scenes import image_prompt, slides_prompt, video_prompt

_WORDINGS: Mapping[str, Callable[[Material], str]] = {
    "api": api_prompt,
    "website": website_prompt,
    "email": email_prompt,
    "pdf": lambda material: document_prompt(material, "PDF"),
    "word": lambda material: document_prompt(material, "Word"),
    "excel": excel_prompt,
    "chart": chart_prompt,
    "powerpoint": slides_prompt,
    "video": video_prompt,
    "image": image_prompt,
}


def prompt_for(material: Material, output_type: str, longest: int) -> str:
    """The prompt, of at most so many characters, with the notes on what was not looked at as its last lines."""
    notes = "\n".join(f"({note})" for note in material.notes)
    text = _shortened(_WORDINGS[output_type](material), longest - len(notes) - 2)
    return f"{text}\n\n{notes}" if notes else text


def _shortened(text: str, longest: int) -> str:
    """The text up to the last whole line or sentence within the length."""
    text = re.sub(r"[ \t]+\n", "\n", text).strip()
    if len(text) <= longest:
        return text
    cut = text[:longest]
    at = max(cut.rfind("\n"), cut.rfind(". ") + 1)
    return cut[: at if at > longest // 2 else longest].rstrip()
