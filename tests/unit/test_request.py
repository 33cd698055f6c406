"""From a prompt to the body of a request: who decides what, and what is sent."""

from __future__ import annotations

import json

import pytest

from getcode_lsp.prompts.directives import Directives
from getcode_lsp.prompts.languages import LANGUAGES, language_for
from getcode_lsp.prompts.request import (
    LONGEST_PROMPT,
    OUTPUT_TYPES,
    GenerateRequest,
    Overrides,
    build,
    build_improve,
)


def body(
    language_id: str, directives: Directives | None = None, overrides: Overrides | None = None
) -> dict[str, str]:
    return build("make a list", language_for(language_id), directives, overrides).body()


def test_the_table_decides_where_nobody_else_does() -> None:
    assert body("python") == {
        "prompt": "make a list",
        "outputType": "api",
        "originalPrompt": "make a list",
        "language": "python",
    }
    assert body("vue")["language"] == "vue"
    assert body("javascript")["language"] == "nodejs"


def test_argument_before_directive_before_setting_before_table() -> None:
    python = language_for("python")
    settings = Overrides(output_types={"python": "website"}, languages={"python": "html"})
    directives = Directives("api", "php")
    argument = Overrides("website", "vue", settings.output_types, settings.languages)

    def chosen(directives: Directives | None, overrides: Overrides | None) -> tuple[str, str | None]:
        request = build("x", python, directives, overrides)
        return request.output_type, request.language

    assert chosen(None, None) == ("api", "python")
    assert chosen(None, settings) == ("website", "html")
    assert chosen(directives, settings) == ("api", "php")
    assert chosen(directives, argument) == ("website", "vue")


def test_a_setting_may_use_any_id_of_the_language() -> None:
    assert body("typescriptreact", None, Overrides(output_types={"tsx": "api"}))["outputType"] == "api"
    both = Overrides(output_types={"tsx": "api", "TypeScriptReact": "chart"})
    assert body("tsx", None, both)["outputType"] == "chart"
    assert body("unheard-of", None, Overrides(output_types={"unheard-of": "word"}))["outputType"] == "word"


@pytest.mark.parametrize("output_type", OUTPUT_TYPES)
def test_the_language_goes_with_website_and_api_only(output_type: str) -> None:
    sent = body("python", Directives(output_type, "react"))
    assert sent.get("language") == ("react" if output_type in {"website", "api"} else None)
    assert sent["outputType"] == output_type


def test_a_language_that_the_api_has_no_word_for_is_asked_for_in_the_prompt() -> None:
    assert body("go") == {
        "prompt": "make a list\n\nWrite it in Go.",
        "outputType": "api",
        "originalPrompt": "make a list",
        "language": "auto",
    }
    assert body("rust")["prompt"].endswith("Write it in Rust.")
    assert body("unheard-of")["prompt"].endswith("Write it in unheard-of.")
    assert body("svg")["prompt"].endswith("Write it in SVG.")
    assert body("plaintext")["prompt"] == "make a list"
    assert body("go", Directives(language="python")) == {**body("python")}


def test_the_original_prompt_is_what_was_typed() -> None:
    request = build("a detailed brief", language_for("go"), original=" books ")
    assert request.body()["originalPrompt"] == "books"
    assert GenerateRequest("p", "pdf").body() == {"prompt": "p", "outputType": "pdf"}


@pytest.mark.parametrize("prompt", ["", " \n\t"])
def test_an_empty_prompt_is_refused_with_what_to_do(prompt: str) -> None:
    with pytest.raises(ValueError, match="write what you want"):
        build(prompt, language_for("go"))
    with pytest.raises(ValueError, match="write what you want"):
        build_improve(prompt, language_for("go"))


def test_a_value_that_the_api_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(ValueError, match='"web" is no output type; use one of website, chart'):
        body("go", None, Overrides(output_type="web"))
    with pytest.raises(ValueError, match='"go" is no language; use one of auto, html'):
        body("go", None, Overrides(languages={"go": "go"}))


def test_improving_sends_the_prompt_as_typed_and_the_output_type() -> None:
    request = build_improve(" a list ", language_for("go"), Directives("chart"))
    assert request.body() == {"prompt": "a list", "outputType": "chart"}


def test_no_surrogate_reaches_the_encoder() -> None:
    sent = build("a \ud83d\ude00 b \ud800 c", language_for("python")).body()
    assert sent["prompt"] == "a \U0001f600 b \ufffd c"
    assert json.dumps(sent, ensure_ascii=False).encode()


def test_every_row_of_the_table_makes_a_request() -> None:
    for language in LANGUAGES:
        sent = build("x", language).body()
        assert ("language" in sent) == (language.output_type in {"website", "api"})


def test_what_goes_with_a_prompt_comes_last() -> None:
    request = build("a list", language_for("go"), context="It goes into the file a.go.")
    assert request.prompt == "a list\n\nWrite it in Go.\n\nIt goes into the file a.go."
    assert request.original_prompt == "a list"


def test_for_another_document_this_ones_language_counts_only_for_its_own_output_type() -> None:
    def asked(language_id: str, directives: Directives) -> tuple[str, str | None]:
        request = build("x", language_for(language_id), directives, elsewhere=True)
        return request.prompt, request.language

    assert asked("python", Directives("website")) == ("x", "auto")
    assert asked("python", Directives("api")) == ("x", "python")
    assert asked("python", Directives("website", "vue")) == ("x", "vue")
    assert asked("go", Directives("website")) == ("x", "auto")
    assert asked("go", Directives()) == ("x\n\nWrite it in Go.", "auto")
    assert asked("go", Directives("excel")) == ("x", None)


def test_a_prompt_that_is_too_long_is_refused_before_anything_is_sent() -> None:
    assert len(build("x" * LONGEST_PROMPT, language_for("python")).prompt) == LONGEST_PROMPT
    for refused in (build, build_improve):
        with pytest.raises(ValueError, match=r"100,001 characters, and at most 100,000 are sent: shorten it"):
            refused("x" * (LONGEST_PROMPT + 1), language_for("python"))
