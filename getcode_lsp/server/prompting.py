"""From a command's argument to a prompt: the comment at its range, what it says, and what overrides it."""

from __future__ import annotations

from dataclasses import dataclass

from getcode_lsp.editing.text import Point, Span
from getcode_lsp.prompts.comments import Comment, find_comment
from getcode_lsp.prompts.context import context_for
from getcode_lsp.prompts.directives import Into, Parsed, parse
from getcode_lsp.prompts.languages import Language, language_for
from getcode_lsp.prompts.request import GenerateRequest, Overrides, build
from getcode_lsp.server.arguments import Target, read_target
from getcode_lsp.server.documents import Documents, OpenDocument
from getcode_lsp.server.editor import WARNING, Window
from getcode_lsp.settings import Settings

_GONE = "There is no comment there any more: put the cursor into one and try again."


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a target asks for; `comment` is None where the argument brought the prompt and there is none."""

    target: Target
    comment: Comment | None
    parsed: Parsed
    language: Language

    @property
    def text(self) -> str:
        """The prompt without directives."""
        return self.parsed.prompt

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.comment.span if self.comment else self.target.span

    @property
    def insertion(self) -> Point:
        """Where text goes in below it."""
        if self.comment is not None:
            return self.comment.insertion
        return self.target.document.mirror.line_end_at(self.target.span.end.line)

    @property
    def indent(self) -> str:
        """The blanks that its line begins with."""
        if self.comment is not None:
            return self.comment.indent
        line = self.target.document.mirror.lines[self.target.span.end.line]
        return line[: len(line) - len(line.lstrip(" \t"))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be generated, and where it is to go."""

    prompt: Prompt
    request: GenerateRequest
    into: Into


def comment_at(document: OpenDocument, span: Span) -> Comment | None:
    """The comment, or the selected text, that stands at a span."""
    return find_comment(document.mirror.lines, span, language_for(document.language_id, document.uri))


def prompt_of(target: Target, window: Window) -> Prompt | None:
    """What a target asks for; None, with a message, where that can't be used."""
    document = target.document
    comment = comment_at(document, target.span)
    if comment is None and target.prompt is None:
        window.show(WARNING, _GONE)
        return None
    parsed = parse(target.prompt or (comment.text if comment else ""))
    if parsed.problems:
        window.show(WARNING, f"{'. '.join(parsed.problems)}.")
        return None
    return Prompt(target, comment, parsed, language_for(document.language_id, document.uri))


def overrides(target: Target, settings: Settings) -> Overrides:
    """What the command's argument and the settings put over the table's choice."""
    return Overrides(target.output_type, target.language, settings.output_type, settings.language)


def wanted(documents: Documents, arguments: object, settings: Settings, window: Window) -> Wanted | None:
    """What a command's argument asks to generate; None, with a message, where that can't be used.

    InvalidParamsError where the argument does not have its form.
    """
    target = read_target(documents, arguments)
    prompt = prompt_of(target, window)
    if prompt is None:
        return None
    document, directives = target.document, prompt.parsed.directives
    into = target.into or directives.into or "below"
    context = context_for(
        settings.context,
        document.mirror.lines,
        prompt.span,
        prompt.language,
        document.uri,
        settings.context_characters,
    )
    try:
        request = build(
            prompt.text,
            prompt.language,
            directives,
            overrides(target, settings),
            document.original_prompt(prompt.span),
            context=context,
            elsewhere=into == "new",
        )
    except ValueError as error:
        window.show(WARNING, str(error))
        return None
    return Wanted(prompt, request, into)
