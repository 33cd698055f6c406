"""One generation on the command line: its events into the output, its states into the status, and its end."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp import recovery
from getcode_lsp.api.errors import GetCodeError, StoppedEarly
from getcode_lsp.api.events import Done, Queue, Retry, Token
from getcode_lsp.cli.output import ForAFile, Reply, TextFilter, Unchanged
from getcode_lsp.cli.terminal import Status, complain
from getcode_lsp.editing.fences import wrapped_in_fences
from getcode_lsp.editing.shaping import Shaper

if TYPE_CHECKING:
    from getcode_lsp.api.client import GetCodeClient
    from getcode_lsp.cli.asking import Asked
    from getcode_lsp.prompts.request import GenerateRequest


_REMARKS = Path("remarks.txt")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a generation ended: its text, the figures of `done`, or the error and where a part of it is."""

    text: str
    error: GetCodeError | None = None
    kept: str = ""  # a sentence to follow the error's
    end: str | None = None  # the line that tells of a good end
    figures: dict[str, object] = field(default_factory=dict)


def reply_for(options: argparse.Namespace, asked: Asked) -> Reply:
    """Where the tokens go, and through which filter."""
    shaped = asked.known and not options.raw
    text_filter: TextFilter = Unchanged()
    if shaped:
        language = asked.language
        shaper = Shaper(
            fences=wrapped_in_fences(language.id),
            escape=language.escape,
            languages=(*language.ids, language.name),
        )
        text_filter = ForAFile(shaper)
    return Reply(text_filter, live=asked.output is None and not options.json)


async def generate(
    client: GetCodeClient, request: GenerateRequest, reply: Reply, status: Status, keep_as: Path | None
) -> Outcome:
    """Run a generation; a part of a reply that was meant for the file `keep_as` is kept when it breaks off."""
    try:
        done = await _receive(client, request, reply, status)
    except GetCodeError as error:
        _finish(reply, status, keep_as)
        return Outcome(reply.text, error, _told(reply, keep_as))
    except asyncio.CancelledError:
        _finish(reply, status, keep_as)
        if reply.text and keep_as is not None:
            status.note(keep(reply.text, keep_as).strip())
        raise
    _finish(reply, status, keep_as)
    figures: dict[str, object] = {"tokensUsed": done.tokens_used, "model": done.model}
    return Outcome(reply.text, end=f"{done.tokens_used:,} tokens, model {done.model}.", figures=figures)


def _finish(reply: Reply, status: Status, keep_as: Path | None) -> None:
    """End a reply; tell what was changed in it, and keep what a service said around the code."""
    status.clear()
    reply.finish()
    shaper = reply.shaper
    if shaper is None:
        return
    if shaper.warning is not None:
        complain(shaper.warning)
    if shaper.remarks:
        status.note(
            f"The service wrote something around the code.{keep(shaper.remarks, keep_as or _REMARKS)}"
        )


async def _receive(client: GetCodeClient, request: GenerateRequest, reply: Reply, status: Status) -> Done:
    """The events of a generation up to `done`: tokens into the reply, everything else into the status."""
    status.show("waiting for the first token…")
    tell_retry = countdown(status)
    async with client.generate(request) as events:
        async for event in events:
            if isinstance(event, Token):
                status.clear()
                reply.feed(event.text)
            elif isinstance(event, Queue):
                status.show(event.message or "in the queue…")
            elif isinstance(event, Retry):
                tell_retry(event)
            elif isinstance(event, Done):
                return event
    raise StoppedEarly  # the client raises it itself; this is for the type checker's sake


def _told(reply: Reply, keep_as: Path | None) -> str:
    """What became of the part of a reply that broke off."""
    if keep_as is not None:
        return f" {keep_as} was not written.{keep(reply.text, keep_as)}"
    return f" The {len(reply.text):,} characters that came are above." if reply.live and reply.text else ""


def keep(text: str, meant_for: Path) -> str:
    """Keep a text that could not go where it was meant to; a sentence that says where it is."""
    if not text:
        return ""
    try:
        return f" The {len(text):,} characters that came are in {recovery.keep(text, meant_for.name)}."
    except OSError as error:
        return f" The {len(text):,} characters that came could not be kept: {error.strerror or error}."


def countdown(status: Status) -> Callable[[Retry], None]:
    """A function that shows the wait before another try, counting down where a line may change."""
    running: set[asyncio.Task[None]] = set()

    async def count(retry: Retry) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + retry.seconds
        while (left := until - loop.time()) > 0:
            status.show(f"{retry.reason}: trying again in {left:.0f} s (Ctrl+C ends it)")
            await asyncio.sleep(min(1.0, left))
        status.clear()

    def show(retry: Retry) -> None:
        for task in running:
            task.cancel()
        if not status.changes:
            status.show(f"{retry.reason}: trying again in {retry.seconds:.0f} s")
            return
        task = asyncio.ensure_future(count(retry))
        running.add(task)
        task.add_done_callback(running.discard)

    return show
