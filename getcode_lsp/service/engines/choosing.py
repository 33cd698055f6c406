"""Which engine answers: by name, else the best one that is there."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from getcode_lsp.service.engines.base import Engine
from getcode_lsp.service.errors import ServeError
from getcode_lsp.service.models.store import ModelError, ModelStore

ENGINES = ("scaffold", "llama", "openai")

_INSTALL = "pip install 'getcode-lsp[local]'"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What is known about the engine before it is there.

    `name` is one of `ENGINES`, or auto; `url` and `key` are those of a server for `openai`; `model` is what that
    server calls it, or a GGUF file or a pulled model for `llama`. `at_once` bounds the generations that run together,
    `threads` and `context` (in tokens) a model of this machine; None leaves it to the engine.
    """

    name: str = "auto"
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    model: str | None = None
    at_once: int | None = None
    threads: int | None = None
    context: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engine, and how the operator is told of it: one line without an address that could be taken for ours."""

    engine: Engine
    told: str


def read_choice(environ: Mapping[str, str], options: Mapping[str, str | int | None]) -> EngineChoice:
    """The choice that options make, where they don't the environment: GETCODE_ENGINE and those that begin like it.

    Raises ValueError that names the variable which can't be used.
    """

    def either(option: str, variable: str) -> str | None:
        given = options.get(option) or environ.get(variable, "").strip()
        return str(given) if given else None

    return EngineChoice(
        (either("engine", "GETCODE_ENGINE") or "auto").lower(),
        either("engine_url", "GETCODE_ENGINE_URL"),
        environ.get("GETCODE_ENGINE_KEY") or None,
        either("model", "GETCODE_MODEL"),
        _count(either("at_once", "GETCODE_ENGINE_AT_ONCE"), "GETCODE_ENGINE_AT_ONCE", 1, 1024),
        _count(either("threads", "GETCODE_ENGINE_THREADS"), "GETCODE_ENGINE_THREADS", 1, 512),
        _count(either("context", "GETCODE_ENGINE_CONTEXT"), "GETCODE_ENGINE_CONTEXT", 512, 1_048_576),
    )


def _count(text: str | None, variable: str, low: int, high: int) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and low <= int(text[:9]) <= high):
        raise ValueError(f"{variable}: a number from {low} to {high:,} is expected.")
    return int(text)


def choose(choice: EngineChoice, store: ModelStore | None = None) -> Chosen:
    """The engine of a choice; nothing is loaded or connected to yet. Raises ServeError.

    `auto` is a server where an address is set, else a model where one is named or here, else the scaffold engine.
    """
    if choice.name not in ("auto", *ENGINES):
        raise ServeError(
            f"There is no engine {choice.name[:40]!a}; the engines are: auto, {', '.join(ENGINES)}."
        )
    if choice.name == "openai" or (choice.name == "auto" and choice.url is not None):
        return _openai(choice)
    if choice.name == "scaffold":
        return _scaffold()
    store = store or ModelStore()
    if choice.name == "llama" or choice.model is not None:
        return _llama(choice, store)
    best = store.best()
    if best is None:
        return _scaffold()
    if not _has_llama():
        return _scaffold(f" (the model {best.name} is here, but not what runs it: {_INSTALL})")
    return _llama(choice, store)


def _llama(choice: EngineChoice, store: ModelStore) -> Chosen:
    if not _has_llama():
        raise ServeError(f"The engine llama is not installed. Install it with: {_INSTALL}")
    from getcode_lsp.service.engines.llama.engine import LlamaEngine
    from getcode_lsp.service.engines.llama.model import DEFAULT_CONTEXT, Machine

    path, name = _model_file(choice.model, store)
    machine = Machine(choice.threads, choice.context or DEFAULT_CONTEXT, choice.at_once or 1)
    threads = f"{machine.cores} thread{'s' if machine.cores > 1 else ''}"
    return Chosen(LlamaEngine(path, name, machine), f"llama, model {name!a}, {threads}")


def _model_file(model: str | None, store: ModelStore) -> tuple[Path, str]:
    """The file of a model that is named, or of the best one that is here, and what it is called."""
    if model is None:
        best = store.best()
        if best is None:
            raise ServeError(
                f"There is no model for the engine llama: `getcode-lsp models pull {store.catalogue[0].name}`, or name a "
                "GGUF file in GETCODE_MODEL."
            )
        return store.place(best), best.name
    if model.lower().endswith(".gguf") or "/" in model or os.sep in model:
        path = Path(model).expanduser()
        if not _is_gguf(path):
            raise ServeError(f"GETCODE_MODEL: {path.name!a} is no GGUF file that can be read.")
        return path, path.stem
    try:
        known = store.named(model)
    except ModelError as error:
        raise ServeError(f"GETCODE_MODEL: {error} A GGUF file is named by its path.") from None
    if not store.has(known):
        raise ServeError(f"The model {known.name} is not here: `getcode-lsp models pull {known.name}`.")
    return store.place(known), known.name


def _is_gguf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"GGUF"
    except OSError:
        return False


def _has_llama() -> bool:
    return importlib.util.find_spec("xllamacpp") is not None


def _openai(choice: EngineChoice) -> Chosen:
    from getcode_lsp.service.engines.openai.address import read_address
    from getcode_lsp.service.engines.openai.engine import OpenAIEngine

    if choice.url is None:
        raise ServeError(
            "The engine openai needs the address of a server: set GETCODE_ENGINE_URL, as in http://127.0.0.1:11434."
        )
    try:
        address = read_address(choice.url, choice.key)
    except ValueError as error:
        raise ServeError(f"GETCODE_ENGINE_URL: {error}") from None
    model = f"model {choice.model!a}" if choice.model else "the first model that it lists"
    return Chosen(OpenAIEngine(address, choice.model, choice.at_once), f"openai at {address.host}, {model}")


def _scaffold(remark: str = "") -> Chosen:
    from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine

    return Chosen(ScaffoldEngine(), f"scaffold{remark}")
