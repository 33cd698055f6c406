"""The work that "Improve prompt" and "Describe FILE" share: a comment gives way to what the service writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from getcode_lsp.editing.session import Stop
from getcode_lsp.prompts.comments import Comment
from getcode_lsp.prompts.request import ImproveRequest
from getcode_lsp.prompts.width import width_of
from getcode_lsp.prompts.write_back import write_back
from getcode_lsp.rewriting import Answer, DescribeRequest, Rewritten, rewrite
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Words:
    """What the user reads: the progress' title, its last word, and the line of log."""

    title: str
    done: str
    told: Callable[[Answer], str]


def start_rewriting(
    jobs: Jobs,
    document: OpenDocument,
    comment: Comment,
    original: str,
    request: ImproveRequest | DescribeRequest,
    words: Words,
    again: Callable[[], None],
) -> None:
    """Start to replace a comment in one edit; `original` is what the user typed, `again` asks once more."""
    delivery = jobs.delivery(document, comment.span, replacing=True)
    if delivery is None:
        return
    progress = jobs.window.progress(words.title, lambda: delivery.stop(Stop.CANCELLED))
    document.follow_rewriting(delivery.session, original)

    def as_comment(text: str) -> str:
        mirror = document.mirror
        width = jobs.settings.improve_width or width_of(mirror.lines, comment.span)
        return write_back(comment, text, width=width, line_end=mirror.line_end)

    async def work() -> None:
        result: Rewritten | None = None
        try:
            result = await rewrite(jobs.access.client, request, as_comment, delivery, progress)
        finally:
            progress.end(_last_word(result, words.done))
        document.sync_improved()
        if result.answer is not None:
            jobs.following.on_change()
            jobs.usage.improved(result.answer.tokens_used)
            jobs.window.log(words.told(result.answer))
        elif result.error is not None:
            jobs.reports.error(result.error, "", again)
        await delivery.ended.wait()
        await jobs.reports.hand_back(document, delivery, delivery.session.unsent)

    jobs.start(document, delivery, work())


def _last_word(result: Rewritten | None, done: str) -> str:
    if result is None or result.error is not None:
        return "failed"
    if result.stopped is Stop.TOUCHED:
        return "stopped: the comment changed"
    if result.stopped is not None:
        return f"stopped: {result.stopped.value}"
    return done
