"""The capability "Describe FILE as a prompt"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path, PureWindowsPath

from getcode_lsp.api.errors import clean
from getcode_lsp.attachments import read_mentioned
from getcode_lsp.prompts.mentions import mentioned_files
from getcode_lsp.prompts.request import output_type_for
from getcode_lsp.rewriting import DescribeRequest
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.comment_rewriting import Words, start_rewriting
from getcode_lsp.server.documents import InvalidParamsError
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import Prompt, overrides, prompt_of
from getcode_lsp.server.workspace import path_of

COMMAND = "getcode.describe"

_MOST_OFFERED = 5
_LONGEST_NAME = 60  # characters of a file's name in a menu


class Describing:
    """Replaces a comment that names a PDF or an image by what the service sees in the file, in one edit."""

    kinds = (f"{KIND}.describe",)
    requests = frozenset({COMMAND})

    def __init__(
        self, jobs: Jobs, again: Callable[[str, object], None], roots: Callable[[], Sequence[Path]]
    ) -> None:
        self._jobs = jobs
        self._window = jobs.window
        self._again = again
        self._roots = roots
        self.commands: Mapping[str, Command] = {COMMAND: self.describe}

    def offers(self, place: Place) -> Iterable[Offer]:
        """One action for each file that the comment names; whether it is there is not looked at before it is run."""
        comment = place.comment
        if comment is None or comment.kind != "comment":
            return
        for file in mentioned_files(comment.text)[:_MOST_OFFERED]:
            argument = {**place.argument, "file": file}
            yield Offer(f"Describe {_shown(file)} as a prompt", self.kinds[0], COMMAND, argument)

    def describe(self, arguments: object) -> None:
        """Run the command `getcode.describe`."""
        target = read_target(self._jobs.documents, arguments, takes_file=True)
        if target.file is None:
            raise InvalidParamsError("file must name the file to describe")
        if target.prompt is not None:
            raise InvalidParamsError("prompt: a description takes the place of a comment")
        prompt = prompt_of(target, self._window)
        if prompt is None or (comment := prompt.comment) is None:
            return
        if comment.kind != "comment":
            self._window.show(
                WARNING, "Only a comment can be replaced by a description: put the cursor into one."
            )
            return
        try:
            request = self._request(prompt, target.file)
        except ValueError as error:
            self._window.show(WARNING, str(error))
            return
        original = target.document.original_prompt(comment.span) or prompt.text
        name = _shown(target.file)
        words = Words(f"GetCode: describing {name}", "file described", lambda _answer: f"{name} described.")
        start_rewriting(
            self._jobs,
            target.document,
            comment,
            original,
            request,
            words,
            lambda: self._again(COMMAND, arguments),
        )

    def _request(self, prompt: Prompt, file: str) -> DescribeRequest:
        target = prompt.target
        wishes = overrides(target, self._jobs.settings)
        output_type = output_type_for(prompt.language, prompt.parsed.directives, wishes)
        document = path_of(target.document.uri)
        return DescribeRequest(partial(read_mentioned, file, document, self._roots()), output_type)


def _shown(file: str) -> str:
    """A file's name as a menu shows it: without its folder, on one line, nothing invisible."""
    return clean(PureWindowsPath(file).name, None, _LONGEST_NAME) or "the file"
