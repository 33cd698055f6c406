"""The engine: refuses what it can't do, and hands out the code in small pieces."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

from getcode_lsp.service.engines.base import Brief, EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.brief import brief
from getcode_lsp.service.engines.scaffold.grammar.directives import language_label, languages_named
from getcode_lsp.service.engines.scaffold.grammar.resolve import NotUnderstood, understand
from getcode_lsp.service.engines.scaffold.spec import Spec
from getcode_lsp.service.engines.scaffold.templates import nodejs_express, python_fastapi

MAXIMUM_PROMPT = 20_000
"""Characters of a prompt; a longer one is no description that a grammar could read."""

_OTHERS = (
    "Such prompts need a service with a language model behind it: the hosted one, or the engines llama and openai, "
    "which are to come and are not in this version."
)
_PIECE = re.compile(r"\s*\S+\s?|\s+")
_RENDER = {"python": python_fastapi.render, "nodejs": nodejs_express.render}
_ALIASES = {"js": "nodejs", "javascript": "nodejs", "node": "nodejs", "py": "python"}


class ScaffoldEngine:
    """Writes CRUD APIs from a prompt's entities and fields; deterministic, offline, always there."""

    name = "scaffold"

    async def generate(self, task: Task) -> AsyncIterator[str]:
        """Yield the program word by word, without a code fence; raises `EngineRefusal` before the first."""
        language = choose_language(task)
        spec = await asyncio.to_thread(_understand, task)
        for count, piece in enumerate(_PIECE.findall(_RENDER[language](spec))):
            if count % 16 == 0:
                await asyncio.sleep(0)  # others get their turn, and a cancellation its chance
            yield piece

    async def improve(self, task: Task) -> Brief:
        """The prompt as a detailed brief; raises `EngineRefusal`."""
        language = choose_language(task)
        return Brief(brief(await asyncio.to_thread(_understand, task), language))

    async def close(self) -> None:
        """There is nothing to let go of."""


def choose_language(task: Task) -> str:
    """The language to write, "python" or "nodejs"; raises `EngineRefusal` for any other."""
    if task.output_type != "api":
        raise EngineRefusal(
            f"The scaffold engine writes output of type api only, not {task.output_type}, in this version. {_OTHERS}"
        )
    named = languages_named(task.prompt)
    wanted = task.language
    if wanted == "auto":
        known = [name for name in named if name in _RENDER]
        # "Express with TypeScript" asks for TypeScript.
        others = [name for name in named if name not in _RENDER]
        wanted = others[0] if others else known[0] if known else "python"
    wanted = _ALIASES.get(wanted, wanted)
    if wanted not in _RENDER:
        raise EngineRefusal(
            f"The scaffold engine writes Python (FastAPI) and Node.js (Express) only, not {language_label(wanted)}, "
            f"in this version. {_OTHERS}"
        )
    return wanted


def _understand(task: Task) -> Spec:
    if len(task.prompt) > MAXIMUM_PROMPT:
        raise EngineRefusal(
            f"The prompt has more than {MAXIMUM_PROMPT} characters; describe what to store more shortly. {_OTHERS}"
        )
    try:
        return understand(task.prompt)
    except (NotUnderstood, RecursionError):
        raise EngineRefusal(
            "The scaffold engine found nothing to store in the prompt: it writes CRUD APIs from entities and their "
            'fields, as in "a bookstore API with books (title, author, price) and authors". It does no algorithms '
            f"and no business logic. {_OTHERS}"
        ) from None
