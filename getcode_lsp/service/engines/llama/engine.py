"""The engine: a model of this machine, one generation at a time, the others in line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from getcode_lsp.service.engines import instructions
from getcode_lsp.service.engines.base import (
    Brief,
    EngineRefusal,
    EngineUnavailable,
    Piece,
    Task,
    Used,
    Waiting,
)
from getcode_lsp.service.engines.briefs import nothing_from, plain_brief
from getcode_lsp.service.engines.llama import form
from getcode_lsp.service.engines.llama.model import LlamaModel, Machine, Step
from getcode_lsp.service.engines.llama.reading import FormUnusable, read_form
from getcode_lsp.service.engines.scaffold import api
from getcode_lsp.service.engines.scaffold.engine import word_by_word
from getcode_lsp.service.engines.scaffold.spec import Spec
from getcode_lsp.service.engines.turns import Turns
from getcode_lsp.service.engines.unfencing import Unfencer

logger = logging.getLogger(__name__)

_NOTICE_SECONDS = 5.0
_BRIEF_TOKENS = 400
# The likeliest token each time: the same prompt gives the same output.
_SAMPLING: Mapping[str, Any] = {"temperature": 0, "seed": 1}


class LlamaEngine:
    """A GGUF model by llama.cpp. `most_tokens` bounds an output; the context bounds it anyhow."""

    def __init__(
        self,
        path: Path,
        name: str | None = None,
        machine: Machine = Machine(),  # noqa: B008 - frozen
        most_tokens: int | None = None,
    ) -> None:
        self.name = f"{name or path.stem} (llama)"
        self._model = LlamaModel(path, machine)
        self._turns = Turns(machine.at_once)
        self._most_tokens = most_tokens

    async def generate(self, task: Task) -> AsyncGenerator[Piece, None]:
        """Yield an API that keeps records out of a form that the model fills in, anything else as it writes it."""
        turn = self._turns.join()
        try:
            async with aclosing(turn.come()) as notices:
                async for notice in notices:
                    yield notice
            if not self._model.loaded:
                yield Waiting(f"The model {self.name} is being loaded.")
                await self._model.load()
            pieces = self._filled_in(task) if form.fits(task) else self._free(task)
            async with aclosing(pieces):
                async for piece in pieces:
                    yield piece
        finally:
            turn.leave()

    async def improve(self, task: Task) -> Brief:
        """Have the model write the prompt as a brief."""
        turn = self._turns.join()
        text, tokens, cut = "", 0, False
        try:
            async with aclosing(turn.come()) as notices:
                async for _ in notices:
                    pass
            await self._model.load()
            request = self._request(instructions.improvement(task), _BRIEF_TOKENS)
            async with aclosing(self._model.steps(request)) as steps:
                async for step in steps:
                    text += step.text
                    cut = cut or step.finished == "length"
                    tokens = tokens if step.tokens is None else step.tokens
        finally:
            turn.leave()
        # A brief that grew too long is one all the same, up to the end of its last sentence.
        whole = max(text.rfind(end) for end in (". ", ".\n")) + 1 if cut else 0
        return Brief(plain_brief(text[: whole or None], self.name), tokens)

    async def close(self) -> None:
        """Stop what runs, and free the model's memory."""
        await self._model.close()

    def _request(self, messages: list[instructions.Message], most: int | None) -> dict[str, Any]:
        bound = {} if most is None else {"max_tokens": most}
        return {"messages": messages, **_SAMPLING, **bound}

    async def _free(self, task: Task) -> AsyncGenerator[Piece, None]:
        """What the model writes, without a fence or words around it; it is stopped where the fence closes."""
        unfencer = Unfencer()
        begun, written, finished = False, 0, None
        tokens: int | None = None
        request = self._request(instructions.generation(task), self._most_tokens)
        async with aclosing(self._model.steps(request)) as raw, aclosing(self._noticed(raw)) as steps:
            async for step in steps:
                if isinstance(step, Waiting):
                    if not begun:
                        yield step
                    continue
                written += bool(step.text)
                finished = step.finished or finished
                tokens = tokens if step.tokens is None else step.tokens
                if text := unfencer.feed(step.text):
                    begun = True
                    yield text
                if unfencer.closed:
                    break
        if text := unfencer.finish():
            begun = True
            yield text
        yield Used(written if tokens is None else tokens)
        if finished == "length":
            raise EngineUnavailable(
                f"The model {self.name} came to the limit of its length, so the output is cut off: ask for less, or "
                "raise --context.",
                502,
            )
        if not begun:
            raise EngineUnavailable(nothing_from(self.name), 502)

    async def _filled_in(self, task: Task) -> AsyncGenerator[Piece, None]:
        """A program by the scaffold engine's templates, from the form; what can't be one is written freely."""
        text, tokens = "", 0
        request = {
            **self._request(form.chat(task), form.MOST_TOKENS),
            "grammar": await asyncio.to_thread(form.grammar),
        }
        async with aclosing(self._model.steps(request)) as raw, aclosing(self._noticed(raw)) as steps:
            async for step in steps:
                if isinstance(step, Waiting):
                    yield step
                    continue
                text += step.text
                tokens = tokens if step.tokens is None else step.tokens
        program = await asyncio.to_thread(self._program, task, text)
        if program is not None:
            async for word in word_by_word(program):
                yield word
            yield Used(tokens)
            return
        async with aclosing(self._free(task)) as pieces:
            async for piece in pieces:
                yield Used(piece.tokens + tokens) if isinstance(piece, Used) else piece

    def _program(self, task: Task, text: str) -> str | None:
        """The program of a form, or of what the grammar reads where the form is no use; None where neither is."""
        try:
            return api.write_program(task, self._spec(task, text))
        except EngineRefusal:
            return None

    def _spec(self, task: Task, text: str) -> Spec:
        try:
            return read_form(text, task.prompt, self.name)
        except FormUnusable as unusable:
            logger.info("The form that %s filled in can't be used: %s", self.name, unusable)
            spec = api.grammar_spec(task)
            note = f"what the model {self.name} read could not be used ({unusable}), so a grammar read the prompt"
            return replace(spec, notes=(note, *spec.notes))

    async def _noticed(self, steps: AsyncIterator[Step]) -> AsyncGenerator[Step | Waiting, None]:
        """The steps, with a word now and then about how far the model has come."""
        loop = asyncio.get_running_loop()
        told, written = loop.time(), 0
        async for step in steps:
            written += bool(step.text)
            if loop.time() - told >= _NOTICE_SECONDS:
                told = loop.time()
                if step.read is not None:
                    yield Waiting(f"The model {self.name} reads the prompt: {step.read:.0%}.")
                elif written:
                    yield Waiting(f"The model {self.name} is at work: {written} tokens so far.")
            if step.read is None:
                yield step
