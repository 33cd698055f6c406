"""The capability "Generate from comment": below the comment, in its place, or into a new document."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from getcode_lsp.api.errors import GetCodeError
from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.fences import wrapped_in_fences
from getcode_lsp.editing.indentation import unit_of
from getcode_lsp.editing.new_text import NewTextShaper
from getcode_lsp.editing.session import Stop
from getcode_lsp.editing.shaping import Shaper
from getcode_lsp.editing.text import Point, Span
from getcode_lsp.generation import Generation, Result
from getcode_lsp.prompts.directives import Into
from getcode_lsp.prompts.file_names import propose
from getcode_lsp.prompts.languages import language_for
from getcode_lsp.prompts.request import GenerateRequest
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import WARNING, Progress
from getcode_lsp.server.generated import GeneratedRegion
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.new_documents import NotOpened
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import Prompt, wanted
from getcode_lsp.server.replacing import Replacement
from getcode_lsp.server.stages import Stages

COMMAND = "getcode.generate"

TITLE = "GetCode: generating"
_NOTHING_TO_REPLACE = "There is no comment that could be replaced: leave out into=replace."

Again = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One generation into one document, and what belongs to it."""

    generation: Generation
    document: OpenDocument
    delivery: Delivery
    shaper: Shaper
    progress: Progress
    again: Again
    region: GeneratedRegion


class Generating:
    """Generates from a comment, or from the prompt that the argument brings."""

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
        found = wanted(self._jobs.documents, arguments, self._jobs.settings, self._window)
        if found is not None:
            self.start(found.prompt, found.request, lambda: self._again(COMMAND, arguments), found.into)

    def start(self, prompt: Prompt, request: GenerateRequest, again: Again, into: Into = "below") -> None:
        """Start a generation from a prompt; `again` asks for all of it once more."""
        if into == "new":
            self._start_new(prompt, request, again)
        elif into == "replace" and prompt.comment is None:
            self._window.show(WARNING, _NOTHING_TO_REPLACE)
        else:
            self._start_below(prompt, request, again, replacing=into == "replace")

    def _start_below(
        self, prompt: Prompt, request: GenerateRequest, again: Again, *, replacing: bool
    ) -> None:
        document, language = prompt.target.document, prompt.language
        shaper = Shaper(
            indent=prompt.indent,
            line_end=document.mirror.line_end,
            fences=wrapped_in_fences(language.id),
            escape=language.escape,
            unit=unit_of(document.mirror.lines, indent=prompt.indent, language_id=language.id),
            languages=(*language.ids, language.name),
        )
        at = prompt.insertion
        delivery = self._jobs.delivery(document, Span(at, at), replacing=False)
        if delivery is None:
            return
        stages = Stages(delivery)
        progress = self._window.progress(TITLE, lambda: stages.stop(Stop.CANCELLED))
        generation = Generation(self._jobs.access.client, request, shaper, delivery, progress)
        replacement = (
            Replacement(self._jobs, document, prompt.comment, stages)
            if replacing and prompt.comment is not None
            else None
        )
        region = self._jobs.following.begin(document.generated, delivery, request)
        run = Run(generation, document, delivery, shaper, progress, again, region)
        self._jobs.start(document, stages, self.work(run, replacement))

    async def work(self, run: Run, replacement: Replacement | None = None) -> None:
        """Run a generation to its end, tell how it ended, and keep what did not reach the document."""
        result: Result | None = None
        try:
            result = await run.generation.run()
            if replacement is not None:
                await _replace(run, result, replacement)
            run.progress.end(_last_word(result))
            self._tell(result, run.shaper, run.again)
        except BaseException:
            run.delivery.abandon(Stop.FAILED)
            raise
        finally:
            if replacement is not None:
                replacement.drop()
            run.progress.end(_last_word(result))
            unsent = await run.generation.handed_back()
            self._jobs.following.end(
                run.document.generated, run.document.mirror, run.region, result.done if result else None
            )
            await self._jobs.reports.hand_back(run.document, run.delivery, unsent)

    def _start_new(self, prompt: Prompt, request: GenerateRequest, again: Again) -> None:
        document = prompt.target.document
        if (why_not := self._jobs.new_documents.why_not(document)) is not None:
            self._window.show(WARNING, why_not)
            return
        stages = Stages()
        progress = self._window.progress(TITLE, lambda: stages.stop(Stop.CANCELLED))
        name = propose(prompt.text, request, prompt.language)

        async def open_new() -> OpenDocument:
            await self._jobs.access.client()  # without a key no document is made
            progress.report("opening a new document")
            patience = self._jobs.settings.limits_open_seconds
            return await self._jobs.new_documents.open(document, name, patience)

        async def work() -> None:
            last = "failed"
            try:
                opened = await stages.run(open_new())
                if opened is None:
                    last = "stopped: cancelled"
                    return
                await self._fill(opened, request, stages, progress, again)
            except NotOpened as error:
                self._window.show(WARNING, str(error))
            except GetCodeError as error:
                self._jobs.reports.error(error, "", again)
            finally:
                progress.end(last)

        self._jobs.start(document, stages, work())

    async def _fill(
        self,
        document: OpenDocument,
        request: GenerateRequest,
        stages: Stages,
        progress: Progress,
        again: Again,
    ) -> None:
        """Generate into a document that has just been opened and is blank."""
        language = language_for(document.language_id, document.uri)
        shaper = NewTextShaper(
            line_end=document.mirror.line_end,
            fences=wrapped_in_fences(language.id),
            escape=language.escape,
            languages=(*language.ids, language.name),
            final=len(document.mirror.lines) == 1,
        )
        top = Point(0, 0)
        delivery = self._jobs.delivery(document, Span(top, top), replacing=False)
        if delivery is None:
            return
        stages.go_on(delivery)
        generation = Generation(self._jobs.access.client, request, shaper, delivery, progress)
        region = self._jobs.following.begin(document.generated, delivery, request)
        run = Run(generation, document, delivery, shaper, progress, again, region)
        await asyncio.wait({self._jobs.start(document, stages, self.work(run))})

    def _tell(self, result: Result, shaper: Shaper, again: Again) -> None:
        if result.done is not None:
            self._jobs.usage.generated(result.done.model, result.done.tokens_used)
            self._window.log(_summary(result))
        if result.error is not None:
            self._tell_error(result.error, result.characters, again)
        if (warning := shaper.warning) is not None:
            self._window.show(WARNING, warning)

    def _tell_error(self, error: GetCodeError, characters: int, again: Again) -> None:
        kept = f" {characters:,} characters were kept." if characters else ""
        self._jobs.reports.error(error, kept, again)


async def _replace(run: Run, result: Result, replacement: Replacement) -> None:
    """Take the comment out where the generation is complete and something of it can be seen."""
    await run.delivery.ended.wait()
    region = run.delivery.session.region
    if result.done is not None and region.start < region.end:
        run.progress.report("taking the comment out")
        await replacement.carry_out()


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
