"""Which engine answers: by name, else the best one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from getcode_lsp.service.engines.base import Engine
from getcode_lsp.service.errors import ServeError

ENGINES = ("scaffold", "openai")


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What is known about the engine before it is there.

    `name` is one of `ENGINES`, or auto; `url` and `key` are those of a server for `openai`; `model` is what that
    server calls it. `at_once` bounds the generations that run together; None leaves it to the engine.
    """

    name: str = "auto"
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    model: str | None = None
    at_once: int | None = None


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
    )


def _count(text: str | None, variable: str, low: int, high: int) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and low <= int(text[:9]) <= high):
        raise ValueError(f"{variable}: a number from {low} to {high:,} is expected.")
    return int(text)


def choose(choice: EngineChoice) -> Chosen:
    """The engine of a choice; `auto` is a server where an address is set, else the scaffold engine.

    Raises ServeError. Nothing is loaded or connected to yet.
    """
    if choice.name not in ("auto", *ENGINES):
        raise ServeError(
            f"There is no engine {choice.name[:40]!a}; the engines are: auto, {', '.join(ENGINES)}."
        )
    if choice.name == "openai" or (choice.name == "auto" and choice.url is not None):
        return _openai(choice)
    return _scaffold()


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


def _scaffold() -> Chosen:
    from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine

    return Chosen(ScaffoldEngine(), "scaffold")
