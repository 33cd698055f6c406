"""Which engine answers: options before the environment, one clear sentence for what can't be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from getcode_lsp.service.engines import choosing
from getcode_lsp.service.engines.choosing import EngineChoice, choose, read_choice
from getcode_lsp.service.errors import ServeError
from getcode_lsp.service.models.catalogue import CATALOGUE, Model
from getcode_lsp.service.models.store import ModelStore

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
    sizes = read_choice({"GETCODE_ENGINE_THREADS": "3"}, {"context": "4096"})
    assert (sizes.threads, sizes.context) == (3, 4096)


def test_the_key_is_in_no_representation() -> None:
    assert "canary" not in repr(read_choice({"GETCODE_ENGINE_KEY": "canary"}, {}))


@pytest.mark.parametrize("value", ["0", "-1", "many", "1e3", "99999999999999999999", "²"])
def test_a_number_that_is_none_names_its_variable(value: str) -> None:
    with pytest.raises(ValueError, match="GETCODE_ENGINE_AT_ONCE"):
        read_choice({"GETCODE_ENGINE_AT_ONCE": value}, {})


def test_auto_takes_a_server_where_there_is_an_address_else_the_scaffold_engine(tmp_path: Path) -> None:
    assert choose(EngineChoice(), ModelStore(tmp_path)).told == "scaffold"
    server = choose(EngineChoice(url=URL))
    assert (server.told, server.engine.name) == (
        "openai at 127.0.0.1:11434, the first model that it lists",
        "openai",
    )
    assert choose(EngineChoice(url=URL, model="qwen")).engine.name == "qwen (openai)"
    assert choose(EngineChoice("scaffold", url=URL)).engine.name == "scaffold"


def pulled(folder: Path, *models: Model) -> ModelStore:
    store = ModelStore(folder)
    for model in models:
        with store.place(model).open("wb") as file:
            file.write(b"GGUF")
            file.truncate(model.size)  # no bytes on the disk
    return store


def test_auto_takes_the_best_model_that_is_here(tmp_path: Path) -> None:
    store = pulled(tmp_path, CATALOGUE[1])
    chosen = choose(EngineChoice(threads=2), store)
    assert chosen.engine.name == f"{CATALOGUE[1].name} (llama)"
    assert chosen.told == f"llama, model '{CATALOGUE[1].name}', 2 threads"
    store = pulled(tmp_path, CATALOGUE[0])
    assert choose(EngineChoice(), store).engine.name == f"{CATALOGUE[0].name} (llama)"
    assert choose(EngineChoice(model=CATALOGUE[1].name), store).engine.name == f"{CATALOGUE[1].name} (llama)"


@pytest.mark.parametrize(("cores", "threads"), [(1, "1 thread"), (2, "1 thread"), (8, "7 threads")])
def test_a_model_leaves_one_core_to_everything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int, threads: str
) -> None:
    monkeypatch.setattr("getcode_lsp.service.engines.llama.model._cores", lambda: cores)
    assert choose(EngineChoice(), pulled(tmp_path, CATALOGUE[1])).told.endswith(f", {threads}")


def test_a_model_without_what_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_has_llama", lambda: False)
    store = pulled(tmp_path, CATALOGUE[1])
    chosen = choose(EngineChoice(), store)
    assert chosen.engine.name == "scaffold"
    assert "pip install 'getcode-lsp[local]'" in chosen.told
    with pytest.raises(ServeError, match="pip install"):
        choose(EngineChoice("llama"), store)


def test_a_model_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "My Model.gguf").write_bytes(b"GGUF....")
    assert choose(EngineChoice(model=str(tmp_path / "My Model.gguf"))).engine.name == "My Model (llama)"


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("nowhere.gguf", "no GGUF file that can be read"),
        (__file__, "no GGUF file that can be read"),
        ("gpt-9", "There is no model 'gpt-9'; the models are: qwen2.5-coder-1.5b"),
        ("qwen2.5-coder-1.5b", "`getcode-lsp models pull qwen2.5-coder-1.5b`"),
    ],
)
def test_a_model_that_is_not_there(tmp_path: Path, model: str, says: str) -> None:
    with pytest.raises(ServeError) as refused:
        choose(EngineChoice(model=model), ModelStore(tmp_path))
    assert says in str(refused.value)


def test_llama_without_any_model_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="models pull"):
        choose(EngineChoice("llama"), ModelStore(tmp_path))


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
