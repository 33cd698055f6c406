"""What a language model is told beside the prompt: one instruction for each output type and language.

They are short: a small model on a processor reads some ten tokens a second, and follows a few plain sentences
better than a page of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from getcode_lsp.service.engines.base import Task


class Message(TypedDict):
    """One message of a chat."""

    role: str
    content: str


_ONLY = (
    "Answer with the contents of one file and nothing else: no explanation before or after it, no Markdown, no code "
    "fence. It must be complete and work as it is: no placeholders, no omissions, no TODO."
)

_CODE: Mapping[str, str] = {
    "auto": "the language that the request names or implies",
    "python": "Python 3 with type hints; for a web API use FastAPI, and start it with uvicorn under "
    '`if __name__ == "__main__"` on the port in the environment variable PORT, else 8000',
    "nodejs": "JavaScript for Node.js 20 (CommonJS); for a web API use Express, and listen on process.env.PORT",
    "typescript": "TypeScript in strict mode; for a web API use Express, and listen on process.env.PORT",
    "php": "PHP 8 with strict types and without a framework",
}

_API = (
    "You write source code in {code}. Write exactly what is asked for: where that is a function or a class, only that, "
    "with the names that the request gives. Check input, treat edge cases, and use the standard library where it does. "
    "For a web API use JSON, right status codes, and storage in memory unless another is asked for. Comments are few "
    "and say why."
)

_WEBSITE: Mapping[str, str] = {
    "auto": "a complete, self-contained HTML5 document with its styles and scripts inside",
    "html": "a complete, self-contained HTML5 document with its styles and scripts inside",
    "react": "one React component module in JSX: it imports only from react, holds its own styles, and exports the "
    "component as default",
    "vue": "one Vue 3 single-file component with <script setup>, <template> and <style scoped>",
    "typescript": "one React component module in TypeScript (TSX): it imports only from react, holds its own styles, "
    "and exports the component as default",
    "python": "one Python file that serves the page with the standard library's http.server",
    "nodejs": "one JavaScript file that serves the page with the http module of Node.js",
    "php": "one PHP 8 file that prints the whole page",
}

_PAGE = (
    "You are a web designer. Write {form}. Real text that fits the request, no lorem ipsum; responsive, accessible, "
    "semantic elements, readable contrast; no external fonts, scripts, styles or images (draw with CSS or inline SVG)."
)

_TYPES: Mapping[str, str] = {
    "chart": "You draw charts. Write one self-contained HTML5 document with the chart as inline SVG, drawn from exactly "
    "the numbers in the request, with title, axes or legend, and the values as labels. No external files or scripts.",
    "email": "You write HTML emails. Write one HTML document with inline styles and a table layout at most 600 px wide, "
    "no scripts, no external images, with a preheader, a clear subject in <title>, and one call to action.",
    "pdf": "You write documents for print. Write one self-contained HTML5 document with print styles (@page, A4), "
    "headings, tables where they help, and real content. No scripts, no external files.",
    "word": "You write documents for a word processor. Write one self-contained HTML5 document of headings, paragraphs, "
    "lists and tables with simple styles. No scripts, no external files.",
    "excel": "You make spreadsheets. Write CSV as in RFC 4180: one header row, then rows with the same number of columns, "
    "fields with commas, quotes or line breaks in double quotes, numbers without units, dates as YYYY-MM-DD.",
    "powerpoint": "You make slides. Write one self-contained HTML5 document with one <section> for each slide, moved "
    "through with the arrow keys by a small inline script, a title slide, short bullet points, no external files.",
    "image": "You draw vector images. Write one SVG document that begins with <svg, with xmlns, a viewBox and a <title>, "
    "made of shapes, paths and gradients. No scripts, no external references, no <foreignObject>.",
    "video": "You make animated storyboards. Write one self-contained HTML5 document whose scenes are inline SVG animated "
    "with CSS, played one after another in a loop, each with a caption. No external files.",
}

_FORMS: Mapping[str, str] = {
    "website": "a web page",
    "chart": "a chart",
    "api": "code",
    "email": "an HTML email",
    "pdf": "a document for print",
    "excel": "a spreadsheet",
    "word": "a document",
    "powerpoint": "a deck of slides",
    "video": "an animated storyboard",
    "image": "a vector image",
}

_IMPROVE = (
    "You turn a short request for {form} into a detailed brief for the person who will make it. Keep everything that the "
    "request says, its language and its names. Add what is left open as concrete decisions: {open}. Answer with the "
    "brief alone, in plain sentences of at most 150 words: no heading, no greeting, no Markdown, and not the {form} "
    "itself."
)

_LEFT_OPEN: Mapping[str, str] = {
    "api": "inputs and outputs with their types, rules for valid input, errors, edge cases, storage",
    "website": "sections in order, what stands in each, colours, type, behaviour on small screens",
    "chart": "the kind of chart, axes, units, order, colours, labels",
    "email": "subject, audience, tone, the parts in order, the call to action",
    "excel": "columns with their types and formats, example rows, totals",
    "image": "subject, composition, style, colours, proportions",
    "video": "scenes in order, length, captions, style, movement",
}
_LEFT_OPEN_OF_DOCUMENTS = "audience, parts in order, what stands in each, tables and figures, tone"


def system(task: Task) -> str:
    """What the model is for, and the form of its answer, for a generation."""
    if task.output_type == "api":
        told = _API.format(code=_CODE.get(task.language, task.language))
    elif task.output_type == "website":
        told = _PAGE.format(form=_WEBSITE.get(task.language, _WEBSITE["auto"]))
    else:
        told = _TYPES[task.output_type]
    return f"{told} {_ONLY}"


def generation(task: Task) -> list[Message]:
    """The chat that asks for the output of a task."""
    return [{"role": "system", "content": system(task)}, {"role": "user", "content": task.prompt}]


def improvement(task: Task) -> list[Message]:
    """The chat that asks for a better prompt."""
    told = _IMPROVE.format(
        form=_FORMS[task.output_type], open=_LEFT_OPEN.get(task.output_type, _LEFT_OPEN_OF_DOCUMENTS)
    )
    return [{"role": "system", "content": told}, {"role": "user", "content": task.prompt}]
