"""The capability "Regenerate": the same request again, and what comes takes the place of what came before.

The code that is there stays until the first text of the new reply has come: a key that is refused, or a service that
is down, costs nobody anything. Then it goes in one edit, what the user wrote into it stays, and the new text streams
into its place. Where edits go out only at the end, it goes at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from getcode_lsp.delivery import Delivery
from getcode_lsp.editing.indentation import unit_of
from getcode_lsp.editing.session import Policy, Stop
from getcode_lsp.editing.shaping import Shaper
from getcode_lsp.editing.text import Span, content, split_lines
from getcode_lsp.generation import Generation
from getcode_lsp.prompts.languages import language_for
from getcode_lsp.prompts.request import GenerateRequest
from getcode_lsp.server.arguments import Target, read_target
from getcode_lsp.server.discarding import BUSY, NOT_THERE, NotDiscardedError, is_busy, region_at, take_out
from getcode_lsp.server.documents import OpenDocument
from getcode_lsp.server.editor import WARNING
from getcode_lsp.server.generated import GeneratedRegion
from getcode_lsp.server.generating import TITLE, Generating, Run
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.offers import KIND, Command, Offer, Place
from getcode_lsp.server.prompting import comment_at, wanted
from getcode_lsp.server.stages import Stages

COMMAND = "getcode.regenerate"


class Regenerating:
    """Generates once more in the place of what was generated."""

    kinds = (f"{KIND}.regenerate",)
    requests = frozenset({COMMAND})

    def __init__(self, jobs: Jobs, generating: Generating, again: Callable[[str, object], None]) -> None:
        self._jobs = jobs
        self._generating = generating
        self._again = again
        self.commands: Mapping[str, Command] = {COMMAND: self.regenerate}

    def offers(self, place: Place) -> Iterable[Offer]:
        """The action, where the cursor or the selection touches generated code or its comment."""
        region = region_at(place.document, place.span)
        if region is not None and not region.under_way:
            yield Offer("Regenerate", self.kinds[0], COMMAND, place.argument)

    def regenerate(self, arguments: object) -> None:
        """Run the command `getcode.regenerate`."""
        target = read_target(self._jobs.documents, arguments)
        region = region_at(target.document, target.span)
        if region is None:
            self._jobs.window.show(WARNING, NOT_THERE)
        elif is_busy(target.document, region):
            self._jobs.window.show(WARNING, BUSY)
        elif (request := self._request(target, region)) is not None:
            self._start(target.document, region, request, lambda: self._again(COMMAND, arguments))

    def _request(self, target: Target, region: GeneratedRegion) -> GenerateRequest | None:
        """What the comment asks for now, the remembered request where there is none; None with a message."""
        document, documents = target.document, self._jobs.documents
        end = Span(region.span.start, region.span.start)
        comment = comment_at(document, end)
        if comment is None or comment.kind != "comment" or comment.insertion != end.end:
            return region.request
        argument: dict[str, Any] = {"uri": document.uri, "range": documents.range(document.mirror, end)}
        if target.output_type is not None:
            argument["outputType"] = target.output_type
        if target.language is not None:
            argument["language"] = target.language
        found = wanted(documents, [argument], self._jobs.settings, self._jobs.window)
        return found.request if found else None

    def _start(
        self,
        document: OpenDocument,
        old: GeneratedRegion,
        request: GenerateRequest,
        again: Callable[[], None],
    ) -> None:
        at = old.span.start
        delivery = self._jobs.delivery(document, Span(at, at), replacing=False)
        if delivery is None:
            return
        shaper = _shaper(document, old)
        clearing = Clearing(self._jobs, document, old, delivery)
        delivery.gate = clearing.is_over
        progress = self._jobs.window.progress(TITLE, lambda: clearing.stop(Stop.CANCELLED))
        generation = Generation(self._jobs.access.client, request, shaper, delivery, progress)
        new = self._jobs.following.begin(document.generated, delivery, request)
        run = Run(generation, document, delivery, shaper, progress, again, new)
        self._jobs.start(document, clearing, self._generating.work(run))


class Clearing:
    """Takes the old code out when there is new text to send, which waits for that; both are stopped as one thing."""

    def __init__(self, jobs: Jobs, document: OpenDocument, old: GeneratedRegion, delivery: Delivery) -> None:
        self._jobs = jobs
        self._document = document
        self._old = old
        self._delivery = delivery
        self._stages = Stages()
        self._over = False
        self._task: asyncio.Task[None] | None = None

    def is_over(self) -> bool:
        """Whether the place is clear; it is cleared from the first call on."""
        session = self._delivery.session
        if session.policy is Policy.FINAL and not session.finished:
            return False
        if self._task is None and not session.stopped:
            self._task = asyncio.ensure_future(self._clear())
        return self._over

    def stop(self, reason: Stop) -> None:
        """Send nothing more; an edit under way is still settled."""
        self._stages.stop(reason)
        self._delivery.stop(reason)

    def abandon(self, reason: Stop) -> None:
        """End at once."""
        self._stages.abandon(reason)
        self._delivery.abandon(reason)

    async def _clear(self) -> None:
        try:
            await take_out(self._jobs, self._document, self._old, self._stages)
        except NotDiscardedError as error:
            self._delivery.stop(Stop.REFUSED if str(error) else Stop.CANCELLED)
        else:
            self._over = True
            self._document.turns.pump_soon()


class InPlaceShaper(Shaper):
    """Like `Shaper`, with no line end before the first line: there is none in the place where it goes in."""

    _first = True

    def feed(self, token: str) -> str:
        """The text that may go into the document after one more token; maybe none."""
        return self._without_first(super().feed(token))

    def finish(self, *, at_end_of_file: bool = False) -> str:
        """The last text, once."""
        return self._without_first(super().finish(at_end_of_file=at_end_of_file))

    def _without_first(self, text: str) -> str:
        if text and self._first:
            self._first = False
            return text.removeprefix("\r").removeprefix("\n")
        return text


def _shaper(document: OpenDocument, old: GeneratedRegion) -> Shaper:
    """The shaper that puts text where the old text begins, indented as that was."""
    language = language_for(document.language_id, document.uri)
    lines = split_lines(old.text)
    first = next((content(line) for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    present = document.mirror.slice(*old.span)
    in_place = bool(present) and present[0] not in "\r\n"
    return (InPlaceShaper if in_place else Shaper)(
        indent=indent,
        line_end=document.mirror.line_end,
        fences=language.id != "markdown",
        escape=language.escape,
        unit=unit_of(document.mirror.lines, indent=indent, language_id=language.id),
        languages=(*language.ids, language.name),
    )
