"""Which engine answers: options before the environment, one clear sentence for what can't be used."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from getcode_lsp.service.engines.choosing import EngineChoice, choose, read_choice
from getcode_lsp.service.errors import ServeError

URL = "http://127.0.0.1:11434"


def test_an_option_comes_before_its_variable() -> None:
    environ = {
        "GETCODE_ENGINE": "scaffold",
        "GETCODE_ENGINE_URL": URL,
        "GETCODE_MODEL": "a",
        "GETCODE_ENGINE_KEY": "k",
    }
    assert read_choice(environ, {}) == EngineChoice("scaffold", URL, "k", "a")
    options = {"engine": "OpenAI", "engine_url": "http://b", "model": "b", "at_once": "3"}
    assert read_choice(environ, options) == EngineChoice("openai", "http://b", "k", "b", at_once=3)
    assert read_choice({"GETCODE_ENGINE": " "}, {"engine": None}) == EngineChoice()


def test_the_key_is_in_no_representation() -> None:
    assert "canary" not in repr(read_choice({"GETCODE_ENGINE_KEY": "canary"}, {}))


@pytest.mark.parametrize("value", ["0", "-1", "many", "1e3", "99999999999999999999", "²"])
def test_a_number_that_is_none_names_its_variable(value: str) -> None:
    with pytest.raises(ValueError, match="GETCODE_ENGINE_AT_ONCE"):
        read_choice({"GETCODE_ENGINE_AT_ONCE": value}, {})


def test_auto_takes_a_server_where_there_is_an_address_else_the_scaffold_engine() -> None:
    assert choose(EngineChoice()).told == "scaffold"
    server = choose(EngineChoice(url=URL))
    assert (server.told, server.engine.name) == (
        "openai at 127.0.0.1:11434, the first model that it lists",
        "openai",
    )
    assert choose(EngineChoice(url=URL, model="qwen")).engine.name == "qwen (openai)"
    assert choose(EngineChoice("scaffold", url=URL)).engine.name == "scaffold"


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"name": "warp"}, "no engine 'warp'; the engines are: auto, scaffold"),
        ({"name": "openai"}, "set GETCODE_ENGINE_URL, as in http://127.0.0.1:11434"),
        ({"url": "http://example.com"}, "GETCODE_ENGINE_URL: plain http"),
        ({"url": URL, "key": "a b"}, "GETCODE_ENGINE_KEY"),
    ],
)
def test_what_can_not_be_used_is_said_in_one_sentence(choice: Mapping[str, str], says: str) -> None:
    with pytest.raises(ServeError) as refused:
        choose(EngineChoice(**choice))  # type: ignore[arg-type]
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
