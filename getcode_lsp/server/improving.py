"""The capability "Improve prompt"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from getcode_lsp.prompts.request import build_improve
from getcode_lsp.rewriting import Answer
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.comment_rewriting import Words, start_rewriting
from getcode_lsp.server.documents import InvalidParamsError
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
        start_rewriting(
            self._jobs,
            target.document,
            comment,
            original,
            request,
            _WORDS,
            lambda: self._again(COMMAND, arguments),
        )


def _told(answer: Answer) -> str:
    return f"prompt improved, {answer.tokens_used or 0:,} tokens used."


_WORDS = Words("GetCode: improving", "prompt improved", _told)
