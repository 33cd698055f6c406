"""Output of type api: one runnable file in the language that is asked for."""

from __future__ import annotations

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.brief import brief
from getcode_lsp.service.engines.scaffold.grammar.directives import language_label, languages_named
from getcode_lsp.service.engines.scaffold.grammar.resolve import NotUnderstood, understand
from getcode_lsp.service.engines.scaffold.spec import Spec
from getcode_lsp.service.engines.scaffold.templates import nodejs_express, python_fastapi
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

_RENDER = {"python": python_fastapi.render, "nodejs": nodejs_express.render}
_ALIASES = {"js": "nodejs", "javascript": "nodejs", "node": "nodejs", "py": "python"}


def choose_language(task: Task) -> str:
    """The language to write, "python" or "nodejs"; raises `EngineRefusal` for any other."""
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
            f"in this version. {OTHER_ENGINES}"
        )
    return wanted


def _understand(task: Task) -> Spec:
    try:
        return understand(task.prompt)
    except (NotUnderstood, RecursionError):
        raise EngineRefusal(
            "The scaffold engine found nothing to store in the prompt: it writes CRUD APIs from entities and their "
            'fields, as in "a bookstore API with books (title, author, price) and authors". It does no algorithms '
            f"and no business logic. {OTHER_ENGINES}"
        ) from None


def _write(task: Task) -> str:
    language = choose_language(task)
    return _RENDER[language](_understand(task))


def _improve(task: Task) -> str:
    language = choose_language(task)
    return brief(_understand(task), language)


WRITER = Writer(_write, _improve)
