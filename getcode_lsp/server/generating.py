"""The capability "Generate from comment"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from getcode_lsp.api.errors import GetCodeError
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.shaping import Shaper
from getcode_lsp.editing.text import Span
from getcode_lsp.generation import Generation, Result
from getcode_lsp.prompts.request import GenerateRequest, build
from getcode_lsp.server.arguments import read_target
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import Prompt, overrides, prompt_of

COMMAND = "getcode.generate"


class Generating:
    """Generates below a comment, or from the prompt that the argument brings."""

    kinds = (f"{KIND}.generate",)
    requests = frozenset({COMMAND})

    def __init__(self, jobs: Jobs, again: Callable[[str, object], None]) -> None:
        self._jobs = jobs
        self._window = jobs.window
        self._again = again
        self.commands: Mapping[str, Command] = {COMMAND: self.generate}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, wherever there is a prompt."""
        if place.comment is not None:
            yield Offer("Generate from comment", self.kinds[0], COMMAND, place.argument)

    def generate(self, arguments: object) -> None:
        """Run the command `getcode.generate`."""
        target = read_target(self._jobs.documents, arguments)
        prompt = prompt_of(target, self._window)
        if prompt is None:
            return
        if prompt.parsed.directives.into not in (None, "below"):
            self._window.show(WARNING, "into=replace and into=new are not in this version: leave it out.")
            return
        original = target.document.original_prompt(prompt.span)
        wishes = overrides(target, self._jobs.settings)
        try:
            request = build(prompt.text, prompt.language, prompt.parsed.directives, wishes, original)
        except ValueError as error:
            self._window.show(WARNING, str(error))
            return
        self.start(prompt, request, lambda: self._again(COMMAND, arguments))

    def start(self, prompt: Prompt, request: GenerateRequest, again: Callable[[], None]) -> None:
        """Start a generation below a prompt; `again` asks for all of it once more."""
        document, language = prompt.target.document, prompt.language
        shaper = Shaper(
            indent=prompt.indent,
            line_end=document.mirror.line_end,
            fences=language.id != "markdown",
            escape=language.escape,
        )
        at = prompt.insertion
        delivery = self._jobs.delivery(document, Span(at, at), replacing=False)
        if delivery is None:
            return
        reports = self._jobs.reports
        progress = self._window.progress("GetCode: generating", lambda: delivery.stop(Stop.CANCELLED))
        generation = Generation(self._jobs.access.client, request, shaper, delivery, progress)

        async def work() -> None:
            result: Result | None = None
            try:
                result = await generation.run()
                progress.end(_last_word(result))
                self._tell(result, shaper, again)
            except BaseException:
                delivery.abandon(Stop.FAILED)
                raise
            finally:
                progress.end(_last_word(result))
                await reports.hand_back(document, delivery, await generation.handed_back())

        self._jobs.start(document, delivery, work())

    def _tell(self, result: Result, shaper: Shaper, again: Callable[[], None]) -> None:
        if result.done is not None:
            self._window.log(_summary(result))
        if result.error is not None:
            self._tell_error(result.error, result.characters, again)
        if (warning := shaper.warning) is not None:
            self._window.show(WARNING, warning)

    def _tell_error(self, error: GetCodeError, characters: int, again: Callable[[], None]) -> None:
        kept = f" {characters:,} characters were kept." if characters else ""
        self._jobs.reports.error(error, kept, again)


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
