"""One rewriting: a better prompt, or a file's description, replaces a comment, in one edit."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from getcode_lsp.api.client import GetCodeClient, UploadRequest
from getcode_lsp.api.errors import BadReply, GetCodeError
from getcode_lsp.api.events import Retry
from getcode_lsp.attachments import Attachment
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.session import Stop
from getcode_lsp.generation import REPORT_EVERY, Reporter
from getcode_lsp.prompts.request import ImproveRequest

Connect = Callable[[], Awaitable[GetCodeClient]]

_EMPTY = "The service's answer says nothing: the comment stays as it is."


@dataclass(frozen=True, slots=True)
class DescribeRequest:
    """A file to be described; `read` reads it, in a thread, and raises GetCodeError where it may not be sent."""

    read: Callable[[], Attachment]
    output_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service would have in the comment; `tokens_used` where it says so."""

    text: str
    tokens_used: int | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How it ended: exactly one of the three is set."""

    answer: Answer | None = None
    stopped: Stop | None = None
    error: GetCodeError | None = None


async def rewrite(
    connect: Connect,
    request: ImproveRequest | DescribeRequest,
    as_comment: Callable[[str], str],
    delivery: Delivery,
    reporter: Reporter,
) -> Rewritten:
    """Ask for another text and put it, as a comment, in the place of the delivery's region."""
    waiting = _Waiting(reporter)
    asking = asyncio.ensure_future(_ask(connect, request, waiting.retry))
    halted = asyncio.ensure_future(delivery.halted.wait())
    reporting = asyncio.ensure_future(waiting.report())
    try:
        await asyncio.wait({asking, halted}, return_when=asyncio.FIRST_COMPLETED)
        reporting.cancel()
        if not asking.done():
            return Rewritten(stopped=delivery.session.stopped)
        try:
            answer = asking.result()
            delivery.feed(_comment(as_comment, answer.text))
        except GetCodeError as error:
            delivery.finish()  # nothing was fed: it ends at once
            return Rewritten(error=error)
        delivery.finish()
        await halted
    finally:
        for task in (asking, halted, reporting):
            task.cancel()
        await asyncio.wait({asking, halted, reporting})
    stopped = delivery.session.stopped
    return Rewritten(stopped=stopped) if stopped else Rewritten(answer=answer)


class _Waiting:
    """What the progress says until the answer is there: how long it has taken, or when it is tried again."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._loop = asyncio.get_running_loop()
        self._begun = self._loop.time()
        self._reason, self._retry_at = "", self._begun

    def retry(self, retry: Retry) -> None:
        """Count down from now."""
        self._reason, self._retry_at = retry.reason, self._loop.time() + retry.seconds

    def status(self) -> str:
        """One line for now."""
        now = self._loop.time()
        if self._retry_at > now:
            return f"{self._reason}; retrying in {math.ceil(self._retry_at - now)} s"
        return f"waiting, {now - self._begun:.0f} s"

    async def report(self) -> None:
        """Tell it whenever it changes."""
        last = ""
        while True:
            if (status := self.status()) != last:
                self._reporter.report(status)
                last = status
            await asyncio.sleep(REPORT_EVERY)


def _comment(as_comment: Callable[[str], str], text: str) -> str:
    try:
        return as_comment(text)
    except ValueError:
        raise BadReply(_EMPTY) from None


async def _ask(
    connect: Connect, request: ImproveRequest | DescribeRequest, on_retry: Callable[[Retry], None]
) -> Answer:
    if isinstance(request, ImproveRequest):
        improved = await (await connect()).improve(request, on_retry)
        return Answer(improved.improved, improved.tokens_used)
    file = await asyncio.to_thread(request.read)
    upload = UploadRequest(file.content, file.mime_type, file.file_name, request.output_type)
    described = await (await connect()).upload(upload, on_retry)
    return Answer(described.prompt)
