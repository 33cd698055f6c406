"""The engine `openai` against a real llama.cpp server with a small real model."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from getcode_lsp.service.engines import instructions
from getcode_lsp.service.engines.base import EngineRefusal, EngineUnavailable, Task
from getcode_lsp.service.engines.openai.address import read_address
from getcode_lsp.service.engines.openai.engine import OpenAIEngine
from tests.service.engines.conftest import LlamaServer, Output, collect
from tests.service.processes import clean_environment, process, wait_until

SHORT = Task("Say hi.", "api")
ENDLESS = Task("a red circle", "image")


def ask_directly(server: LlamaServer, task: Task) -> dict[str, object]:
    """What the server answers to the same chat when nothing of ours is between."""
    answer = httpx.post(
        f"{server.url}/v1/chat/completions",
        json={"messages": instructions.generation(task), "temperature": 0},
        headers={"Authorization": f"Bearer {server.key}"},
        trust_env=False,
        timeout=60,
    ).json()
    return {
        "text": answer["choices"][0]["message"]["content"],
        "tokens": answer["usage"]["completion_tokens"],
    }


def slots(server: LlamaServer) -> list[Any]:
    """What the server says of its work: whether it is at some, and whether the last had come to its end."""
    headers = {"Authorization": f"Bearer {server.key}"}
    answer: list[Any] = httpx.get(f"{server.url}/slots", headers=headers, trust_env=False, timeout=20).json()
    return answer


def busy(server: LlamaServer) -> bool:
    return any(slot["is_processing"] for slot in slots(server))


def stops_before_the_end(server: LlamaServer) -> None:
    """The server must stop in the middle of its answer; how soon it looks for that is its own affair."""
    took = wait_until(lambda: not busy(server), "the server to stop", 10)
    print("stopped after", took)
    assert all(slot["next_token"][0]["has_next_token"] for slot in slots(server)), "it came to its end"


async def test_the_text_and_the_tokens_are_the_servers(llama_server: LlamaServer) -> None:
    engine = OpenAIEngine(llama_server.address)
    output = await collect(engine.generate(SHORT))
    direct = ask_directly(llama_server, SHORT)
    assert output.text == direct["text"]
    assert output.tokens == [direct["tokens"]]
    assert len(output.pieces) > 3, "token by token"
    assert engine.name == "smollm2 (openai)"


@pytest.mark.parametrize("key", [None, "sk-wrong-0123456789"])
async def test_the_server_wants_its_key(llama_server: LlamaServer, key: str | None) -> None:
    engine = OpenAIEngine(read_address(llama_server.url, key), "smollm2")
    with pytest.raises(EngineUnavailable, match=r"401.*GETCODE_ENGINE_KEY") as refused:
        await collect(engine.generate(SHORT))
    assert refused.value.status == 502
    assert "sk-wrong" not in str(refused.value)


async def test_the_limit_of_the_servers_length_is_told_and_the_text_kept(llama_server: LlamaServer) -> None:
    output = Output()
    with pytest.raises(EngineUnavailable, match="cut off"):
        await collect(OpenAIEngine(llama_server.address).generate(ENDLESS), output)
    assert output.text.startswith("<svg")
    assert output.tokens == [300]


async def test_a_prompt_beyond_the_context_is_refused(llama_server: LlamaServer) -> None:
    with pytest.raises(EngineRefusal, match="shorten it"):
        await collect(OpenAIEngine(llama_server.address).generate(Task("word " * 5000, "api")))


async def test_the_server_stops_when_the_client_goes_away(llama_server: LlamaServer) -> None:
    pieces = OpenAIEngine(llama_server.address).generate(ENDLESS)
    await anext(pieces)
    await pieces.aclose()
    await asyncio.to_thread(stops_before_the_end, llama_server)


def test_the_service_streams_from_it_and_shows_the_model(llama_server: LlamaServer, tmp_path: Path) -> None:
    environment = {
        "GETCODE_ENGINE_URL": llama_server.url,
        "GETCODE_ENGINE_KEY": llama_server.key,
        "GETCODE_MODEL": "smollm2",
        "GETCODE_SERVICE_KEY": "service-key-0123456789",
    }
    words = ["-m", "getcode_lsp", "serve", "--port", "0"]
    with process(words, clean_environment(environment, tmp_path)) as child:
        url = child.out.next().rpartition(" ")[2]
        assert (
            child.out.next()
            == f"engine: openai at {llama_server.url.removeprefix('http://')}, model 'smollm2'"
        )
        with httpx.Client(
            base_url=url,
            headers={"Authorization": "Bearer service-key-0123456789"},
            trust_env=False,
            timeout=60,
        ) as client:
            assert client.get("/healthz").json()["engine"] == "smollm2 (openai)"
            response = client.post("/api/generate", json={"prompt": "Say hi.", "outputType": "api"})
            events = [json.loads(line[6:]) for line in response.text.split("\n") if line]
            assert events[-1]["type"] == "done", events
            assert events[-1]["model"] == "smollm2 (openai)"
            assert 0 < events[-1]["tokensUsed"] <= 300
            asked = {"prompt": "a red circle", "outputType": "image"}
            with client.stream("POST", "/api/generate", json=asked) as stream:
                next(stream.iter_lines())
            stops_before_the_end(llama_server)
        child.popen.terminate()
        assert child.exit_code(10) == 0
        assert llama_server.key not in "\n".join(child.out.rest() + child.err.rest())
