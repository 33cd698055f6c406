"""A model in llama.cpp: loaded when it is first needed, asked in threads, stopped between two of its steps.

llama.cpp's server comes with the binding as a whole: it also listens on a loopback port. Nobody needs that here, so
it gets a key that nobody knows. And it takes the signals that end a process; they are given back.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import threading
from collections.abc import AsyncGenerator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from getcode_lsp.service.engines.base import EngineRefusal, EngineUnavailable
from getcode_lsp.service.engines.words import clean

logger = logging.getLogger(__name__)

DEFAULT_CONTEXT = 8192
_BATCH = 16  # tokens of a prompt that are read in one step, after which it can be stopped


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model may use: processor threads (None: all cores but one), tokens of context, and generations at once."""

    threads: int | None = None
    context: int = DEFAULT_CONTEXT
    at_once: int = 1

    @property
    def cores(self) -> int:
        """The number of threads."""
        return self.threads or max(1, _cores() - 1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Step:
    """What one step brought: text, a share of the prompt that is read, or the end with its reason and tokens."""

    text: str = ""
    read: float | None = None
    finished: str | None = None
    tokens: int | None = None


class LlamaModel:
    """One GGUF file. Nothing is loaded before `load`; `close` frees the memory."""

    def __init__(self, path: Path, machine: Machine) -> None:
        self._path = path
        self._machine = machine
        self._server: Any = None
        self._loading: asyncio.Future[None] | None = None
        self._threads = ThreadPoolExecutor(machine.at_once + 1, thread_name_prefix="llama")
        self._stopping = threading.Event()
        self._closed = False

    @property
    def loaded(self) -> bool:
        """Whether it is in memory."""
        return self._server is not None

    async def load(self) -> None:
        """Load it, once for all who wait; raises EngineUnavailable. Who goes away meanwhile stops nothing."""
        if self._loading is None or (self._loading.done() and not self.loaded):
            self._loading = asyncio.ensure_future(self._load())
            self._loading.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(self._loading)

    async def _load(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            server = await loop.run_in_executor(self._threads, self._open)
        except RuntimeError:
            raise EngineUnavailable(
                f"{self._path.name} can't be loaded: it is no model that this llama.cpp knows, or there is too little "
                "memory.",
                503,
            ) from None
        finally:
            _take_signals_back()
        self._server = server

    def _open(self) -> Any:  # noqa: ANN401 - the binding has no types
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(self._path)
        params.model_alias = {self._path.stem}
        params.n_ctx = self._machine.context * self._machine.at_once
        params.n_parallel = self._machine.at_once
        params.n_batch = params.n_ubatch = _BATCH
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = self._machine.cores
        params.cache_ram_mib = 0  # no prompts kept beside the context
        params.verbosity = -1
        params.warmup = False
        params.hostnames, params.port, params.n_threads_http = ["127.0.0.1"], 0, 1
        params.api_keys = [secrets.token_urlsafe(32)]
        params.ui = params.endpoint_slots = params.endpoint_props = False
        return xllamacpp.Server(params)

    async def steps(self, request: Mapping[str, Any]) -> AsyncGenerator[Step, None]:
        """The steps of a chat as they happen; closing the generator ends them before the next one.

        `request` is the body of a chat completion. Raises EngineRefusal where the prompt is too long, and
        EngineUnavailable.
        """
        if self._server is None or self._closed:
            raise EngineUnavailable("The model is not loaded.")
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[Mapping[str, Any] | BaseException | None] = asyncio.Queue()
        stop = threading.Event()

        def hand_over(what: Mapping[str, Any] | BaseException | None) -> bool:
            """Pass something to the loop; whether the model should stop."""
            if stop.is_set() or self._stopping.is_set():
                return True
            try:
                loop.call_soon_threadsafe(arrived.put_nowait, what)
            except RuntimeError:  # the loop is closed
                return True
            return False

        def work(server: Any) -> None:  # noqa: ANN401 - the binding has no types
            try:
                server.handle_chat_completions({**request, **_STREAMED}, hand_over)
                hand_over(None)
            except Exception as error:  # noqa: BLE001 - it is raised where it can be told
                hand_over(error)

        working = loop.run_in_executor(self._threads, work, self._server)
        try:
            while (what := await arrived.get()) is not None:
                if isinstance(what, BaseException):
                    logger.error("The model failed: %s", clean(str(what)))
                    raise EngineUnavailable("The model failed; the service's own output says why.", 500)
                yield _step(what)
        finally:
            stop.set()
            with anyio.CancelScope(shield=True):  # a cancelled scope would not let us wait for its end
                await asyncio.wait({working})

    async def close(self) -> None:
        """Stop what runs, and free the memory."""
        self._closed = True
        self._stopping.set()
        if self._loading is not None and not self._loading.done():
            await asyncio.wait({self._loading})
        await asyncio.to_thread(self._free)

    def _free(self) -> None:
        self._threads.shutdown(wait=True)
        self._server = None


_STREAMED = {"stream": True, "stream_options": {"include_usage": True}, "return_progress": True}


def _step(chunk: Mapping[str, Any]) -> Step:
    """One piece of llama.cpp's stream; raises what an error in it means."""
    error = chunk.get("error")
    if error is not None:
        if error.get("type") == "exceed_context_size_error":
            raise EngineRefusal(
                f"The prompt is too long for the model's context ({error.get('n_prompt_tokens')} of "
                f"{error.get('n_ctx')} tokens): shorten it, or raise --context."
            )
        logger.error("The model failed: %s", clean(str(error.get("message"))))
        raise EngineUnavailable("The model failed; the service's own output says why.", 500)
    if progress := chunk.get("prompt_progress"):
        return Step(read=progress["processed"] / max(progress["total"], 1))
    if not chunk["choices"]:
        return Step(tokens=chunk["usage"]["completion_tokens"])
    choice = chunk["choices"][0]
    return Step(choice["delta"].get("content") or "", finished=choice["finish_reason"])


def _take_signals_back() -> None:
    """Give the signals that end a process back to Python's handlers, which llama.cpp has replaced."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            if handler is not None:
                signal.signal(number, handler)
