"""From a comment to the body of a request (GetCode API reference, /api/generate and /api/improve)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from getcode_lsp.prompts.directives import API_LANGUAGES, OUTPUT_TYPES, Directives
from getcode_lsp.prompts.languages import Language

__all__ = [
    "API_LANGUAGES",
    "LONGEST_PROMPT",
    "OUTPUT_TYPES",
    "GenerateRequest",
    "ImproveRequest",
    "Overrides",
    "build",
    "build_improve",
]

LONGEST_PROMPT = 100_000  # characters

_WITH_LANGUAGE = ("website", "api")
_EMPTY = "The comment says nothing yet: write what you want to have generated, then ask again."


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """What /api/generate is asked for; `language` only for website and api."""

    prompt: str
    output_type: str
    original_prompt: str | None = None
    language: str | None = None

    def body(self) -> dict[str, str]:
        """The JSON object to send: text that UTF-8 can hold, no field without a value."""
        body = {"prompt": _encodable(self.prompt), "outputType": self.output_type}
        if self.original_prompt is not None:
            body["originalPrompt"] = _encodable(self.original_prompt)
        if self.language is not None:
            body["language"] = self.language
        return body


@dataclass(frozen=True, slots=True)
class ImproveRequest:
    """What /api/improve is asked for."""

    prompt: str
    output_type: str

    def body(self) -> dict[str, str]:
        """The JSON object to send: text that UTF-8 can hold."""
        return {"prompt": _encodable(self.prompt), "outputType": self.output_type}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What overrules the table: the command's argument first, then (after directives) the settings.

    `output_types` and `languages` are keyed by any id of the editor's language.
    """

    output_type: str | None = None
    language: str | None = None
    output_types: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


def output_type_for(language: Language, directives: Directives, overrides: Overrides) -> str:
    """The output type by precedence: argument, directive, setting, table; ValueError for one that is none."""
    chosen = (
        overrides.output_type
        or directives.output_type
        or _setting(overrides.output_types, language)
        or language.output_type
    )
    return _one_of(chosen, OUTPUT_TYPES, "output type")


def build(
    prompt: str,
    language: Language,
    directives: Directives | None = None,
    overrides: Overrides | None = None,
    original: str | None = None,
    *,
    context: str = "",
    elsewhere: bool = False,
) -> GenerateRequest:
    """Build a request from a prompt without directives.

    `original` is what the user typed where the prompt has been improved since. `context` is what goes with the
    prompt (see `context`). `elsewhere`: the reply is for another document, so that the language of this one says
    nothing about an output type that is not its own. ValueError, fit to be shown, where the prompt is empty or too
    long, or a value is none of the API's.
    """
    directives, overrides = directives or Directives(), overrides or Overrides()
    prompt = _prompt(prompt)
    output_type = output_type_for(language, directives, overrides)
    own = not elsewhere or output_type == language.output_type
    asked = overrides.language or directives.language or _setting(overrides.languages, language)
    chosen = _one_of(asked or (own and language.api_language) or "auto", API_LANGUAGES, "language")
    # The API has no word for this language and nothing else was asked for: then the prompt must say it.
    say = f"Write it in {language.name}." if language.name and language.api_language is None and own else ""
    said = [prompt, say if chosen == "auto" else "", context]
    return GenerateRequest(
        prompt="\n\n".join(part for part in said if part),
        output_type=output_type,
        original_prompt=(original or "").strip() or prompt,
        language=chosen if output_type in _WITH_LANGUAGE else None,
    )


def build_improve(
    prompt: str,
    language: Language,
    directives: Directives | None = None,
    overrides: Overrides | None = None,
) -> ImproveRequest:
    """Build the request that improves a prompt; ValueError as for `build`."""
    output_type = output_type_for(language, directives or Directives(), overrides or Overrides())
    return ImproveRequest(_prompt(prompt), output_type)


def _prompt(prompt: str) -> str:
    prompt = prompt.strip()
    if not prompt:
        raise ValueError(_EMPTY)
    if len(prompt) > LONGEST_PROMPT:
        raise ValueError(
            f"The prompt has {len(prompt):,} characters, and at most {LONGEST_PROMPT:,} are sent: "
            "shorten it, or select less."
        )
    return prompt


def _setting(settings: Mapping[str, str], language: Language) -> str | None:
    if not settings:
        return None
    lowered = {key.lower(): value for key, value in settings.items()}
    return next((lowered[name.lower()] for name in language.ids if name.lower() in lowered), None)


def _one_of(value: str, choices: tuple[str, ...], what: str) -> str:
    if value not in choices:
        raise ValueError(f'"{value}" is no {what}; use one of {", ".join(choices)}.')
    return value


def _encodable(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which no UTF-8 can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
