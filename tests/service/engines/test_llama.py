"""The engine `llama` with a small real model: too small to write code, large enough for everything around it."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from getcode_lsp.service.engines.base import EngineRefusal, EngineUnavailable, Task, Waiting
from getcode_lsp.service.engines.llama import form
from getcode_lsp.service.engines.llama.engine import LlamaEngine
from getcode_lsp.service.engines.llama.model import LlamaModel, Machine
from getcode_lsp.service.engines.llama.reading import read_form
from getcode_lsp.service.engines.scaffold.api import write_program
from tests.service.engines.conftest import Output, collect
from tests.service.engines.llama_server import fixture_model
from tests.service.processes import clean_environment, process, wait_until
from tests.service.scaffold.programs import running

SHORT = Task("Say hi.", "api")
ENDLESS = Task("a red circle", "image")
BOOKS = Task("A bookstore API with books (title, price) and authors", "api", "python")
MACHINE = Machine(threads=1, context=1024)


@pytest.fixture(scope="module")
def engine() -> Iterator[LlamaEngine]:
    engine = LlamaEngine(fixture_model(), "smollm2", MACHINE, most_tokens=60)
    yield engine
    asyncio.run(engine.close())


async def test_the_same_prompt_gives_the_same_text_token_by_token(engine: LlamaEngine) -> None:
    first, second = [await collect(engine.generate(SHORT)) for _ in range(2)]
    assert first.text == second.text
    assert "i" in first.text
    assert len([piece for piece in second.pieces if isinstance(piece, str)]) > 3
    assert first.tokens == second.tokens
    assert 3 < first.tokens[0] < 60
    assert engine.name == "smollm2 (llama)"


async def test_loading_is_told_and_holds_nobody_up() -> None:
    engine = LlamaEngine(fixture_model(), "smollm2", MACHINE, most_tokens=4)
    turned = 0

    async def others() -> None:
        nonlocal turned
        while True:
            await asyncio.sleep(0)
            turned += 1

    meanwhile = asyncio.create_task(others())
    output = Output()
    with suppress(EngineUnavailable):  # the limit of four tokens
        await collect(engine.generate(SHORT), output)
    meanwhile.cancel()
    await engine.close()
    assert output.notices[0] == "The model smollm2 (llama) is being loaded."
    assert turned > 100
    assert isinstance(output.pieces[0], Waiting)
    with pytest.raises(EngineUnavailable):
        await collect(engine.generate(SHORT))


async def test_one_at_a_time_and_the_others_are_told(engine: LlamaEngine) -> None:
    outputs = [Output() for _ in range(3)]
    await asyncio.gather(*(collect(engine.generate(SHORT), output) for output in outputs))
    places = [[notice for notice in output.notices if "before this one" in notice] for output in outputs]
    assert [len(told) for told in places] == [0, 1, 2]
    assert "2 requests are before this one" in places[2][0]
    assert len({output.text for output in outputs}) == 1


async def test_going_away_stops_it_within_a_second(engine: LlamaEngine) -> None:
    pieces = engine.generate(ENDLESS)
    slowest, began = 0.0, time.monotonic()
    async for piece in pieces:
        slowest, began = max(slowest, time.monotonic() - began), time.monotonic()
        if isinstance(piece, str):
            break
    await pieces.aclose()
    assert time.monotonic() - began < max(1.0, 3 * slowest)
    notices = (await collect(engine.generate(SHORT))).notices
    assert not [notice for notice in notices if "before this one" in notice]


async def test_it_can_be_stopped_while_it_reads_a_long_prompt() -> None:
    model = LlamaModel(fixture_model(), MACHINE)
    await model.load()
    steps = model.steps({"messages": [{"role": "user", "content": "word " * 900}], "max_tokens": 5})
    slowest, began = 0.0, time.monotonic()
    for _ in range(4):
        step = await anext(steps)
        slowest, began = max(slowest, time.monotonic() - began), time.monotonic()
    assert step.read is not None
    assert step.read < 0.5
    await steps.aclose()
    took = time.monotonic() - began
    await model.close()
    assert took < max(
        1.0, 3 * slowest
    )  # no step takes a second unless the machine is busy with something else


async def test_the_limit_of_length_is_told_and_the_text_kept(engine: LlamaEngine) -> None:
    output = Output()
    with pytest.raises(EngineUnavailable, match="cut off"):
        await collect(engine.generate(ENDLESS), output)
    assert output.text.startswith("<svg")
    assert output.tokens == [60]


async def test_a_prompt_beyond_the_context_is_refused(engine: LlamaEngine) -> None:
    with pytest.raises(EngineRefusal, match="too long for the model's context"):
        await collect(engine.generate(Task("word " * 3000, "image")))


async def test_a_form_is_what_the_schema_allows_and_becomes_a_program_that_runs(tmp_path: Path) -> None:
    model = LlamaModel(fixture_model(), MACHINE)
    await model.load()
    request = {"messages": form.chat(BOOKS), "grammar": form.grammar(), "temperature": 0, "max_tokens": 200}
    text = ""
    async for step in model.steps(request):
        text += step.text
    await model.close()
    assert text.startswith('{"title":"')
    assert "\n" not in text
    spec = read_form(text, BOOKS.prompt, "smollm2", grounded=False)
    code = write_program(BOOKS, spec)
    path = f"/{spec.entities[0].plural.kebab}"
    folder = tmp_path / "program"
    folder.mkdir()

    def call() -> None:
        with running(code, "python", folder) as program:
            assert program.http.get(path).json() == []
            assert program.http.post(path, json={"no_such_field": 1}).status_code == 422

    await asyncio.to_thread(call)


async def test_an_api_is_written_by_templates_and_says_who_read_the_prompt(engine: LlamaEngine) -> None:
    output = await collect(engine.generate(BOOKS))
    compile(output.text, "books.py", "exec")
    header = " ".join(output.text.split('"""')[1].split())
    assert "by the model smollm2 (llama)" in header or "so a grammar read the prompt" in header
    assert "/books" in output.text
    assert output.tokens[0] > 20


async def test_a_brief(engine: LlamaEngine) -> None:
    brief = await engine.improve(Task("hi", "email"))
    assert brief.text
    assert brief.tokens
    assert brief.tokens <= 400


async def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF" + b"x" * 100)
    engine = LlamaEngine(bad)
    with pytest.raises(EngineUnavailable, match=r"bad\.gguf can't be loaded"):
        await collect(engine.generate(SHORT))
    await engine.close()


async def test_its_end_frees_the_memory() -> None:
    model = LlamaModel(fixture_model(), MACHINE)
    own = psutil.Process()
    before = own.memory_info().rss
    others = set(threading.enumerate())
    await model.load()
    async for _ in model.steps({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}):
        pass
    loaded = own.memory_info().rss
    started = {thread for thread in threading.enumerate() if thread.name.startswith("llama")} - others
    assert started
    await model.close()
    freed = loaded - own.memory_info().rss
    print(f"before {before:,}, loaded {loaded:,}, freed {freed:,}")
    assert freed > 60_000_000
    assert not [thread for thread in started if thread.is_alive()]


def test_the_service_serves_it_and_still_hears_a_signal(tmp_path: Path) -> None:
    environment = {"GETCODE_MODEL": str(fixture_model()), "GETCODE_SERVICE_KEY": "service-key-0123456789"}
    words = ["-m", "getcode_lsp", "serve", "--port", "0", "--threads", "1", "--context", "1024"]
    with process(words, clean_environment(environment, tmp_path)) as child:
        url = child.out.next().rpartition(" ")[2]
        assert child.out.next() == f"engine: llama, model {fixture_model().stem!a}, 1 thread"
        headers = {"Authorization": "Bearer service-key-0123456789"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=90) as client:
            response = client.post("/api/generate", json={"prompt": "Say hi.", "outputType": "api"})
            events = [json.loads(line[6:]) for line in response.text.split("\n") if line]
            assert events[0] == {
                "type": "queue",
                "message": f"The model {fixture_model().stem} (llama) is being loaded.",
            }
            assert events[-1]["type"] == "done", events
            assert events[-1]["model"] == f"{fixture_model().stem} (llama)"
            assert client.get("/healthz").json()["engine"] == f"{fixture_model().stem} (llama)"
            asked = {"prompt": "a red circle", "outputType": "image"}
            with client.stream("POST", "/api/generate", json=asked) as stream:
                next(line for line in stream.iter_lines() if '"token"' in line)
            spent = psutil.Process(child.pid)

            def idle() -> bool:
                """Whether the process has used next to no processor for a moment."""
                used = sum(spent.cpu_times()[:2])
                threading.Event().wait(0.2)
                return bool(sum(spent.cpu_times()[:2]) - used < 0.05)

            wait_until(idle, "the engine to stop", 8.0)  # by itself it would go on for longer
        child.popen.terminate()
        assert child.exit_code(10) == 0
        assert not any("Traceback" in line for line in child.err.rest())
