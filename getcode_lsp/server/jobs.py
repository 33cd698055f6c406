"""The work that commands start: each a task of our own, with one progress that ends exactly once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from getcode_lsp import recovery
from getcode_lsp.api.errors import GetCodeError, KeyMissing, KeyRefused
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.characters import Escape
from getcode_lsp.editing.session import EditLimits, EditSession, Stop
from getcode_lsp.editing.shaping import Shaper
from getcode_lsp.editing.text import Point, Span
from getcode_lsp.generation import Generation, Result
from getcode_lsp.prompts.comments import Comment
from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest
from getcode_lsp.prompts.write_back import write_back
from getcode_lsp.rewriting import Rewritten, rewrite
from getcode_lsp.server.access import ServiceAccess
from getcode_lsp.server.clients import with_policy
from getcode_lsp.server.documents import ImprovedComment, OpenDocument
from getcode_lsp.server.editor import ERROR, INFO, WARNING, DocumentEditor, Window
from getcode_lsp.server.protocol import GetCodeProtocol
from getcode_lsp.settings import Settings

logger = logging.getLogger(__name__)

_SET_KEY = "Set a key"
_USE_LOCAL = "Use the local service"
_OPEN_REST = "Open it"
_BUSY = "Code is being generated there already: wait for it, or cancel it first."
# The user ended these on purpose, or can see why: no message on top, only the progress says so.
_QUIET = (Stop.CANCELLED, Stop.CLOSED, Stop.TOUCHED)


@dataclass(frozen=True, slots=True)
class Shape:
    """How text is to stand in a document: see `Shaper`."""

    indent: str
    fences: bool
    escape: Escape


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One piece of work under way on a document."""

    document: OpenDocument
    delivery: Delivery
    task: asyncio.Task[None]


class Jobs:
    """Everything under way."""

    def __init__(self, protocol: GetCodeProtocol, window: Window, access: ServiceAccess) -> None:
        self._protocol = protocol
        self._window = window
        self._access = access
        self._jobs: set[Job] = set()
        self._questions: set[asyncio.Task[None]] = set()
        self._closed = False
        self.settings = Settings()

    def generate(
        self,
        document: OpenDocument,
        at: Point,
        shape: Shape,
        request: GenerateRequest,
        again: Callable[[], None],
    ) -> None:
        """Start a generation whose text goes in at a point; `again` asks for all of it once more."""
        shaper = Shaper(
            indent=shape.indent, line_end=document.mirror.line_end, fences=shape.fences, escape=shape.escape
        )
        delivery = self._delivery(document, Span(at, at), replacing=False)
        if delivery is None:
            return
        progress = self._window.progress("GetCode: generating", lambda: delivery.stop(Stop.CANCELLED))
        generation = Generation(self._access.client, request, shaper, delivery, progress)

        async def work() -> None:
            result: Result | None = None
            try:
                result = await generation.run()
                progress.end(_last_word(result))
                self._tell_generated(result, shaper, again)
            except BaseException:
                delivery.abandon(Stop.FAILED)
                raise
            finally:
                progress.end(_last_word(result))
                await self._hand_back(document, delivery, await generation.handed_back())

        self._start(document, delivery, work())

    def improve(
        self,
        document: OpenDocument,
        comment: Comment,
        original: str,
        request: ImproveRequest,
        again: Callable[[], None],
    ) -> None:
        """Start to replace a comment by a better prompt; `again` asks for all of it once more."""
        delivery = self._delivery(document, comment.span, replacing=True)
        if delivery is None:
            return
        progress = self._window.progress("GetCode: improving", lambda: delivery.stop(Stop.CANCELLED))

        def as_comment(text: str) -> str:
            width = self.settings.improve_width
            return write_back(comment, text, width=width, line_end=document.mirror.line_end)

        async def work() -> None:
            result: Rewritten | None = None
            try:
                result = await rewrite(self._access.client, request, as_comment, delivery, progress)
            finally:
                progress.end(_last_word_of_improving(result))
            if result.improved is not None:
                document.improved.append(ImprovedComment(delivery.session.region, original))
                self._window.log(f"prompt improved, {result.improved.tokens_used:,} tokens used.")
            elif result.error is not None:
                self._tell_error(result.error, "", again)
            await delivery.ended.wait()
            await self._hand_back(document, delivery, delivery.session.unsent)

        self._start(document, delivery, work())

    def end_all(self) -> None:
        """Cancel everything and begin nothing any more."""
        self._closed = True
        self.cancel(None)

    def cancel(self, document: OpenDocument | None) -> None:
        """Cancel what is under way on a document, or everywhere."""
        for job in list(self._jobs):
            if document is None or job.document is document:
                job.delivery.stop(Stop.CANCELLED)

    async def close(self) -> None:
        """Cancel everything, wait until the streams are closed and keep what was not written."""
        self.end_all()
        for question in self._questions:
            question.cancel()
        jobs = list(self._jobs)
        if not jobs:
            return
        tasks = [job.task for job in jobs]
        await asyncio.wait(tasks, timeout=0.4)
        for job in jobs:
            job.delivery.abandon(Stop.CANCELLED)  # nobody is left to settle an edit under way
        await asyncio.wait(tasks, timeout=0.8)
        for task in tasks:
            task.cancel()

    def _delivery(self, document: OpenDocument, span: Span, *, replacing: bool) -> Delivery | None:
        if self._closed:
            return None
        if not self._window.client.applies_edits:
            self._window.show(
                ERROR, "This editor takes no edits from a language server, so nothing can be written."
            )
            return None
        if document.turns.occupied(span.end, document.mirror):
            self._window.show(WARNING, _BUSY)
            return None
        settings = self.settings
        limits = EditLimits(
            refusals=settings.limits_refusals,
            quiet=settings.limits_quiet_ms / 1000,
            give_up=settings.limits_give_up_seconds,
            unsettled=settings.limits_unsettled_seconds,
            interval=settings.limits_coalesce_ms / 1000,
        )
        client = self._window.client
        profile = with_policy(client.profile, settings.apply)
        replaced = span if replacing else None
        session = EditSession(document.mirror, span.end, profile, limits, replacing=replaced)
        return Delivery(session, DocumentEditor(self._protocol, client, document), document.turns)

    def _start(self, document: OpenDocument, delivery: Delivery, work: Coroutine[None, None, None]) -> None:
        job = Job(document, delivery, asyncio.ensure_future(work))
        self._jobs.add(job)
        job.task.add_done_callback(lambda task: self._ended(job, task))

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        self._jobs.discard(job)
        job.delivery.abandon(Stop.CANCELLED)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("A job failed: %s", type(error).__name__, exc_info=error)
            self._window.show(ERROR, "Something went wrong in the language server; its log says what.")

    def _tell_generated(self, result: Result, shaper: Shaper, again: Callable[[], None]) -> None:
        if result.done is not None:
            self._window.log(_summary(result))
        if result.error is not None:
            kept = f" {result.characters:,} characters were kept." if result.characters else ""
            self._tell_error(result.error, kept, again)
        if (warning := shaper.warning) is not None:
            self._window.show(WARNING, warning)

    def _tell_error(self, error: GetCodeError, kept: str, again: Callable[[], None]) -> None:
        if isinstance(error, KeyRefused):
            self._access.forget_key()  # the user may log in anew before the next try
        if isinstance(error, KeyMissing):
            self._later(self._ask_for_service(error, again))
        else:
            self._window.show(ERROR, f"{error.message}{kept}")

    async def _ask_for_service(self, error: KeyMissing, again: Callable[[], None]) -> None:
        answer = await self._window.ask(WARNING, error.message, (_SET_KEY, _USE_LOCAL))
        if answer == _USE_LOCAL:
            self._access.use_local()
            again()
        elif answer == _SET_KEY:
            self._window.show(INFO, "Run `getcode-lsp login` in a terminal, then generate again.")
            self._access.forget_key()

    async def _hand_back(self, document: OpenDocument, delivery: Delivery, unsent: str) -> None:
        """Keep what did not reach the document; say so unless the user ended it on purpose."""
        if not unsent.strip():
            return
        name = unquote(document.uri.rpartition("/")[2])
        try:
            path = await asyncio.to_thread(recovery.keep, unsent, name)
        except OSError as error:
            self._window.show(ERROR, f"The rest of the text could not be kept: {error.strerror}.")
            return
        stopped = delivery.session.stopped
        if stopped in _QUIET or stopped is None:
            self._window.log(f"{len(unsent):,} characters that were not written are in {path}.")
        else:
            message = f"Stopped: {delivery.end_reason}. The rest, {len(unsent):,} characters, is in {path}."
            self._later(self._offer(message, path))

    async def _offer(self, message: str, path: Path) -> None:
        if not self._window.client.shows_documents or self._window.client.questions_block:
            self._window.show(WARNING, message)
        elif await self._window.ask(WARNING, message, (_OPEN_REST,)) == _OPEN_REST:
            await self._window.show_file(path.as_uri())

    def _later(self, question: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(question)
        self._questions.add(task)
        task.add_done_callback(self._questions.discard)


def _summary(result: Result) -> str:
    if result.done is None:
        return ""
    done = result.done
    return f"done: {result.characters:,} characters, {done.tokens_used:,} tokens used, model {done.model}"


def _last_word(result: Result | None) -> str:
    if result is None:
        return "failed"
    if result.done is not None:
        return _summary(result)
    if result.stopped is not None:
        return f"stopped: {result.stopped.value}"
    return f"failed, {result.characters:,} characters kept"


def _last_word_of_improving(result: Rewritten | None) -> str:
    if result is None or result.error is not None:
        return "failed"
    if result.stopped is not None:
        return (
            "stopped: the comment changed"
            if result.stopped is Stop.TOUCHED
            else f"stopped: {result.stopped.value}"
        )
    return "prompt improved"
