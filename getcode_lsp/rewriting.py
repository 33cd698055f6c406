"""One improved prompt: the service's answer replaces a comment, in one edit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from getcode_lsp.api.client import GetCodeClient, Improved
from getcode_lsp.api.errors import BadReply, GetCodeError
from getcode_lsp.api.events import Retry
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop
from getcode_lsp.generation import Reporter
from getcode_lsp.prompts.request import ImproveRequest

Connect = Callable[[], Awaitable[GetCodeClient]]

_EMPTY = "The service's improved prompt is empty: the comment stays as it is."


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How it ended: exactly one of the three is set."""

    improved: Improved | None = None
    stopped: Stop | None = None
    error: GetCodeError | None = None


async def rewrite(
    connect: Connect,
    request: ImproveRequest,
    as_comment: Callable[[str], str],
    delivery: Delivery,
    reporter: Reporter,
) -> Rewritten:
    """Ask for a better prompt and put it, as a comment, in the place of the delivery's region."""
    reporter.report("waiting for a better prompt")
    asking = asyncio.ensure_future(_ask(connect, request, reporter))
    halted = asyncio.ensure_future(delivery.halted.wait())
    try:
        await asyncio.wait({asking, halted}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            return Rewritten(stopped=delivery.session.stopped)
        try:
            improved = asking.result()
            delivery.feed(_comment(as_comment, improved.improved))
        except GetCodeError as error:
            delivery.finish()  # nothing was fed: it ends at once
            return Rewritten(error=error)
        delivery.finish()
        await halted
    finally:
        for task in (asking, halted):
            task.cancel()
        await asyncio.wait({asking, halted})
    stopped = delivery.session.stopped
    return Rewritten(stopped=stopped) if stopped else Rewritten(improved=improved)


def _comment(as_comment: Callable[[str], str], text: str) -> str:
    try:
        return as_comment(text)
    except ValueError:
        raise BadReply(_EMPTY) from None


async def _ask(connect: Connect, request: ImproveRequest, reporter: Reporter) -> Improved:
    def on_retry(retry: Retry) -> None:
        reporter.report(f"{retry.reason}; retrying in {retry.seconds:.0f} s")

    client = await connect()
    return await client.improve(request, on_retry)
