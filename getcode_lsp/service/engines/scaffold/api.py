"""Output of type api: one runnable file in the language that is asked for."""

from __future__ import annotations

from dataclasses import replace

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.brief import brief
from getcode_lsp.service.engines.scaffold.grammar.resolve import NotUnderstood, understand
from getcode_lsp.service.engines.scaffold.grammar.technology import (
    frameworks_named,
    languages_named,
    other_languages_named,
)
from getcode_lsp.service.engines.scaffold.spec import Spec
from getcode_lsp.service.engines.scaffold.templates import express, php, python_fastapi
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

_RENDER = {
    "python": python_fastapi.render,
    "nodejs": express.render_javascript,
    "typescript": express.render_typescript,
    "php": php.render,
}
_NAMES = {
    "python": "Python with FastAPI",
    "nodejs": "Node.js with Express",
    "typescript": "TypeScript with Express",
    "php": "PHP without a framework",
}
_ALIASES = {"js": "nodejs", "javascript": "nodejs", "node": "nodejs", "py": "python", "ts": "typescript"}
_OF_WEBSITES = ("html", "react", "vue")
_WRITES = f"APIs in {', '.join(list(_NAMES.values())[:-1])}, and {_NAMES['php']}"


def choose_language(task: Task) -> str:
    """The language to write, one of the four; raises `EngineRefusal` for any other.

    What the request says goes before what the prompt says.
    """
    wanted = _ALIASES.get(task.language, task.language)
    if wanted in _OF_WEBSITES:
        raise EngineRefusal(
            f"Language {wanted} is for output of type website; of type api the scaffold engine writes {_WRITES}: ask "
            f"for type website, or for another language. {OTHER_ENGINES}"
        )
    if wanted == "auto":
        return _named(task.prompt)
    if wanted not in _RENDER:
        raise EngineRefusal(f"The scaffold engine writes {_WRITES}, not {wanted}. {OTHER_ENGINES}")
    return wanted


def _named(prompt: str) -> str:
    named = [*languages_named(prompt), *frameworks_named(prompt).values()]
    # "Express with TypeScript" asks for TypeScript; Node.js is only what it runs on.
    named = [name for name in named if name != "nodejs"] or named
    others = other_languages_named(prompt)
    if others and not named:
        raise EngineRefusal(f"The scaffold engine writes {_WRITES}, not {others[0]}. {OTHER_ENGINES}")
    return named[0] if named else "python"


def _remarks(task: Task, language: str) -> list[str]:
    """What is written otherwise than the prompt says."""
    written = _NAMES[language]
    found = [f"{name} was asked for: this is {written}" for name in frameworks_named(task.prompt)]
    named = [
        name for name in languages_named(task.prompt) if not {name, language} <= {"nodejs", "typescript"}
    ]
    found += [
        f"the prompt names {_NAMES[name].split()[0]}: this is {written}" for name in named if name != language
    ]
    found += [f"the prompt names {name}: this is {written}" for name in other_languages_named(task.prompt)]
    return found


def grammar_spec(task: Task) -> Spec:
    """What the grammar reads in a prompt; raises `EngineRefusal`."""
    try:
        return understand(task.prompt)
    except (NotUnderstood, RecursionError):
        raise EngineRefusal(
            "The scaffold engine found nothing to store in the prompt: it writes CRUD APIs from entities and their "
            'fields, as in "a bookstore API with books (title, author, price) and authors". It does no algorithms '
            f"and no business logic. {OTHER_ENGINES}"
        ) from None


def write_program(task: Task, spec: Spec) -> str:
    """A `Spec` as a program in the task's language; raises `EngineRefusal` where there is none for it."""
    language = choose_language(task)
    return _RENDER[language](replace(spec, notes=(*_remarks(task, language), *spec.notes)))


def _write(task: Task) -> str:
    choose_language(task)
    return write_program(task, grammar_spec(task))


def _improve(task: Task) -> str:
    language = choose_language(task)
    spec = grammar_spec(task)
    return brief(replace(spec, notes=(*_remarks(task, language), *spec.notes)), language)


WRITER = Writer(_write, _improve)
