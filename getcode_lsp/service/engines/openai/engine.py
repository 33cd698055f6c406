"""The engine: a chat for each task, its answer without what models put around a file, and patience in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace

import anyio

from getcode_lsp.service.engines import instructions
from getcode_lsp.service.engines.base import Brief, EngineUnavailable, Piece, Task, Used, Waiting
from getcode_lsp.service.engines.briefs import nothing_from, plain_brief
from getcode_lsp.service.engines.instructions import Message
from getcode_lsp.service.engines.openai.address import Address
from getcode_lsp.service.engines.openai.exchange import Exchanges
from getcode_lsp.service.engines.openai.replies import Chunk, shown
from getcode_lsp.service.engines.turns import Turns
from getcode_lsp.service.engines.unfencing import Unfencer

_MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for the first text (a server may have to load a model), then from piece to piece.

    While nothing has come, whoever waits is told each `notice` seconds.
    """

    first: float = 900.0
    next: float = 180.0
    notice: float = 15.0


class OpenAIEngine:
    """Chat completions of one server. `model` is None for the first one that the server lists."""

    def __init__(
        self,
        address: Address,
        model: str | None = None,
        at_once: int | None = None,
        patience: Patience = Patience(),
    ) -> None:
        self._exchanges = Exchanges(address)
        self._address = address
        self._model = model
        self._listed: str | None = None
        self._turns = Turns(at_once)
        self._patience = patience

    @property
    def name(self) -> str:
        """The model's name, once it is known."""
        model = self._model or self._listed
        return "openai" if model is None else f"{shown(model)} (openai)"

    async def generate(self, task: Task) -> AsyncGenerator[Piece, None]:
        """Yield the output as the server sends it, without a fence or words around it."""
        begun = False
        async with aclosing(self._answer(instructions.generation(task), Unfencer())) as pieces:
            async for piece in pieces:
                begun = begun or isinstance(piece, str)
                yield piece
        if not begun:
            raise EngineUnavailable(nothing_from(self.name), 502)

    async def improve(self, task: Task) -> Brief:
        """Have the model write the prompt as a brief."""
        text, tokens = "", None
        async with aclosing(self._answer(instructions.improvement(task), None)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str):
                    text += piece
                elif isinstance(piece, Used):
                    tokens = piece.tokens
        return Brief(plain_brief(text, self.name), tokens)

    async def close(self) -> None:
        """Each request closes its own connection."""

    async def _answer(
        self, messages: list[Message], unfencer: Unfencer | None
    ) -> AsyncGenerator[Piece, None]:
        """The text of an answer, in turn with the others."""
        turn = self._turns.join()
        try:
            async with aclosing(turn.come()) as notices:
                async for notice in notices:
                    yield notice
            model = await self._chosen()
            async with (
                aclosing(self._exchanges.chat(model, messages)) as raw,
                aclosing(_unfenced(raw, unfencer)) as chunks,
                aclosing(self._patiently(chunks)) as pieces,
            ):
                async for piece in pieces:
                    yield piece
        except EngineUnavailable:
            self._listed = None  # the server may have another model by now
            raise
        finally:
            turn.leave()

    async def _chosen(self) -> str:
        if self._model is not None:
            return self._model
        if self._listed is None:
            models = await self._exchanges.models()
            if not models:
                raise EngineUnavailable(
                    f"The engine's server at {self._address.host} has no model: load one there, or name one in "
                    "GETCODE_MODEL.",
                    502,
                )
            self._listed = models[0]
        return self._listed

    async def _patiently(self, chunks: AsyncIterator[Chunk]) -> AsyncGenerator[Piece, None]:
        """The text of the chunks, then the tokens it took; raises EngineUnavailable for an answer that is cut off."""
        tokens: int | None = None
        finished: str | None = None
        size = 0
        async with aclosing(self._awaited(chunks)) as pieces:
            async for chunk in pieces:
                if isinstance(chunk, Waiting):
                    yield chunk
                    continue
                tokens = chunk.tokens if chunk.tokens is not None else tokens
                finished = chunk.finished or finished
                size += len(chunk.text)
                if size > _MOST_CHARACTERS:
                    raise EngineUnavailable(
                        f"The model {self.name} did not come to an end, and was stopped.", 502
                    )
                if chunk.text:
                    yield chunk.text
        if tokens is not None:
            yield Used(tokens)
        if finished == "length":
            raise EngineUnavailable(
                f"The model {self.name} came to the limit of its length, so the output is cut off: raise the limit of "
                "its server (tokens or context), or ask for less.",
                502,
            )
        if finished == "content_filter":
            raise EngineUnavailable(f"The provider of {self.name} withheld the rest of the output.", 502)

    async def _awaited(self, chunks: AsyncIterator[Chunk]) -> AsyncGenerator[Chunk | Waiting, None]:
        """The chunks as they come, with a notice now and then before the first text; raises when it takes too long."""
        loop = asyncio.get_running_loop()
        begun, since, noticed = False, loop.time(), loop.time()
        coming: asyncio.Future[Chunk] | None = None
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(chunks))
                limit = self._patience.next if begun else self._patience.first
                left = since + limit - loop.time()
                patience = left if begun else min(left, noticed + self._patience.notice - loop.time())
                await asyncio.wait({coming}, timeout=max(patience, 0.0))
                if not begun and loop.time() >= noticed + self._patience.notice:
                    noticed = loop.time()
                    yield Waiting(f"The model {self.name} is at work: {loop.time() - since:.0f} s so far.")
                if not coming.done():
                    if loop.time() >= since + limit:
                        raise EngineUnavailable(f"The model {self.name} sent nothing for {limit:g} s.", 504)
                    continue
                try:
                    chunk = coming.result()
                except StopAsyncIteration:
                    return
                coming = None
                if chunk.text or chunk.thinking:
                    since = loop.time() if begun or chunk.text else since
                    begun = begun or bool(chunk.text)
                yield chunk
        finally:
            if coming is not None and not coming.done():
                coming.cancel()
                with anyio.CancelScope(shield=True):  # a cancelled scope would not let us wait for its end
                    await asyncio.wait({coming})


async def _unfenced(chunks: AsyncIterator[Chunk], unfencer: Unfencer | None) -> AsyncGenerator[Chunk, None]:
    """The chunks with what belongs in the file as their text; what is left out counts as thinking."""
    async for chunk in chunks:
        if unfencer is not None and chunk.text:
            chunk = replace(chunk, text=unfencer.feed(chunk.text), thinking=True)
        yield chunk
    if unfencer is not None:
        yield Chunk(unfencer.finish())
