"""The capability "Improve prompt"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from getcode_lsp.editing.session import Stop
from getcode_lsp.prompts.comments import Comment
from getcode_lsp.prompts.request import ImproveRequest, build_improve
from getcode_lsp.prompts.write_back import write_back
from getcode_lsp.rewriting import Rewritten, rewrite
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.documents import InvalidParamsError, OpenDocument
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import overrides, prompt_of

COMMAND = "getcode.improve"


class Improving:
    """Replaces a comment by a better prompt, in one edit."""

    kinds = (f"{KIND}.improve",)
    requests = frozenset({COMMAND})

    def __init__(self, jobs: Jobs, again: Callable[[str, object], None]) -> None:
        self._jobs = jobs
        self._window = jobs.window
        self._again = again
        self.commands: Mapping[str, Command] = {COMMAND: self.improve}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, where the prompt is a comment: a selection can't be written back."""
        if place.comment is not None and place.comment.kind == "comment":
            yield Offer("Improve prompt", self.kinds[0], COMMAND, place.argument)

    def improve(self, arguments: object) -> None:
        """Run the command `getcode.improve`."""
        target = read_target(self._jobs.documents, arguments)
        if target.prompt is not None:
            raise InvalidParamsError("prompt: a prompt that stands in no comment can't be improved in place")
        prompt = prompt_of(target, self._window)
        if prompt is None or (comment := prompt.comment) is None:
            return
        if comment.kind != "comment":
            self._window.show(WARNING, "Only a comment can be improved in place: put the cursor into one.")
            return
        wishes = overrides(target, self._jobs.settings)
        try:
            request = build_improve(prompt.text, prompt.language, prompt.parsed.directives, wishes)
        except ValueError as error:
            self._window.show(WARNING, str(error))
            return
        original = target.document.original_prompt(comment.span) or prompt.text
        self.start(target.document, comment, original, request, lambda: self._again(COMMAND, arguments))

    def start(
        self,
        document: OpenDocument,
        comment: Comment,
        original: str,
        request: ImproveRequest,
        again: Callable[[], None],
    ) -> None:
        """Start to replace a comment by a better prompt; `again` asks for all of it once more."""
        delivery = self._jobs.delivery(document, comment.span, replacing=True)
        if delivery is None:
            return
        progress = self._window.progress("GetCode: improving", lambda: delivery.stop(Stop.CANCELLED))

        def as_comment(text: str) -> str:
            width = self._jobs.settings.improve_width
            return write_back(comment, text, width=width, line_end=document.mirror.line_end)

        before = document.mirror.slice(*comment.span)

        async def work() -> None:
            result: Rewritten | None = None
            try:
                result = await rewrite(self._jobs.access.client, request, as_comment, delivery, progress)
            finally:
                progress.end(_last_word(result))
            if result.answer is not None:
                document.remember_improved(delivery.session.region, original, before)
                self._jobs.following.on_change()
                self._jobs.usage.improved(result.answer.tokens_used)
                self._window.log(f"prompt improved, {result.answer.tokens_used or 0:,} tokens used.")
            elif result.error is not None:
                self._jobs.reports.error(result.error, "", again)
            await delivery.ended.wait()
            await self._jobs.reports.hand_back(document, delivery, delivery.session.unsent)

        self._jobs.start(document, delivery, work())


def _last_word(result: Rewritten | None) -> str:
    if result is None or result.error is not None:
        return "failed"
    if result.stopped is Stop.TOUCHED:
        return "stopped: the comment changed"
    if result.stopped is not None:
        return f"stopped: {result.stopped.value}"
    return "prompt improved"
