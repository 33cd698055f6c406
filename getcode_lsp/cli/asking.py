"""`generate` and `improve`: what they take, and one request each.

What comes back goes to standard output, states and errors to standard error, so that a pipe carries text alone.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp.cli.terminal import FAILED, KEY, OK, RATE_LIMIT, Status, UsageError, complain, say
from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES

if TYPE_CHECKING:
    import asyncio

    from getcode_lsp.api.client import GetCodeClient
    from getcode_lsp.api.errors import GetCodeError
    from getcode_lsp.cli.generating import Outcome
    from getcode_lsp.prompts.directives import Directives
    from getcode_lsp.prompts.languages import Language
    from getcode_lsp.prompts.request import Overrides

_LARGEST_PROMPT = 1024 * 1024  # bytes


def define_generate(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp generate`."""
    parser.description = (
        "Generate from a prompt. The text goes to standard output as it comes, as the service sends it; what is "
        "going on (queue, retries, errors) to standard error. With -o or --filetype it is shaped as in an editor: "
        "without the fence around it and blanks at line ends. `@getcode type=… lang=…` in the prompt is heeded."
    )
    _define_prompt(parser)
    define_type(parser)
    parser.add_argument(
        "--lang", choices=API_LANGUAGES, metavar="LANGUAGE", help=f"one of {', '.join(API_LANGUAGES)}"
    )
    parser.add_argument("--original", metavar="TEXT", help="what was typed before the prompt was improved")
    parser.add_argument("--raw", action="store_true", help="not shaped, whatever the file is")
    define_output(
        parser,
        "one JSON object at the end instead: complete, text (or file), outputType, language, tokensUsed, model; "
        "error where complete is false",
    )
    parser.set_defaults(run=_generate)


def define_improve(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp improve`."""
    parser.description = "Put a prompt into better words: the better prompt goes to standard output."
    _define_prompt(parser)
    define_type(parser)
    define_output(parser, "one JSON object instead: improved (or file), outputType, tokensUsed")
    parser.set_defaults(run=_improve)


def _define_prompt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", nargs="?", metavar="PROMPT", help="the prompt; - or none: standard input")


def define_type(parser: argparse.ArgumentParser) -> None:
    """The options that say what the output is to be."""
    parser.add_argument(
        "--type",
        choices=OUTPUT_TYPES,
        metavar="TYPE",
        help=f"one of {', '.join(OUTPUT_TYPES)} (default: by the kind of file, else api)",
    )
    parser.add_argument(
        "--filetype",
        metavar="ID",
        help="the kind of file, as an editor says it (default: by the name after -o)",
    )


def define_output(parser: argparse.ArgumentParser, json_help: str) -> None:
    """The options that say where the output goes."""
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="into this new file, once complete")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")
    parser.add_argument("--json", action="store_true", help=json_help)
    parser.add_argument("--local", action="store_true", help="ask a service of one's own, started for this")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


class Asked:
    """What the words on the command line come to: a prompt, a kind of file, and what overrules its defaults."""

    def __init__(self, options: argparse.Namespace) -> None:
        from getcode_lsp.prompts import directives
        from getcode_lsp.prompts.request import Overrides

        self.output: Path | None = options.output
        self.force: bool = options.force
        check_output(self.output, force=self.force)
        parsed = directives.parse(read_prompt(options.prompt))
        if parsed.problems:
            raise UsageError(f"{parsed.problems[0].rstrip('.')}.")
        if not parsed.prompt.strip():
            raise UsageError("The prompt is empty; write what you want.")
        self.prompt = parsed.prompt
        self.directives: Directives = parsed.directives
        self.known, self.language = file_kind(options.filetype, self.output)
        self.overrides: Overrides = Overrides(options.type, getattr(options, "lang", None))


def file_kind(filetype: str | None, output: Path | None) -> tuple[bool, Language]:
    """Whether anything says what kind of file it will be, and the row of the table for it."""
    from getcode_lsp.prompts.languages import language_for

    name = output.name if output is not None else ""
    language = language_for(filetype or "", name)
    return bool(filetype or language.id), language


def check_output(output: Path | None, *, force: bool) -> None:
    """Raise UsageError where the file can't be written, before anything is spent on what goes into it."""
    from getcode_lsp.cli.output import check_target

    if output is not None and (problem := check_target(output, force=force)):
        raise UsageError(problem)


def read_prompt(given: str | None) -> str:
    """The prompt: the argument, or standard input where that is `-` or there is none; raises UsageError."""
    if given is not None and given != "-":
        return given
    if given is None and sys.stdin.isatty():
        raise UsageError("There is no prompt; give it as an argument, or on standard input.")
    raw = sys.stdin.buffer.read(_LARGEST_PROMPT + 1)
    if len(raw) > _LARGEST_PROMPT:
        raise UsageError("The prompt is larger than 1 MB; shorten it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("The prompt on standard input is not UTF-8; convert it.") from None


def ask(options: argparse.Namespace, work: Callable[[GetCodeClient, Status], Awaitable[int]]) -> int:
    """Run some work with the client for the service in force; a failure is told and becomes the exit code."""
    import asyncio

    from getcode_lsp.api.errors import GetCodeError

    status = Status(quiet=options.quiet)

    async def run() -> int:
        from getcode_lsp.server.access import ServiceAccess

        _cancelled_by_ctrl_c(asyncio.get_running_loop(), asyncio.current_task())
        access = ServiceAccess()
        if options.local:
            access.use_local()
        try:
            if access.local:
                status.show("starting the local service…")
            client = await access.client()
            status.clear()
            return await work(client, status)
        finally:
            status.clear()
            await access.close()

    try:
        return asyncio.run(run())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    except GetCodeError as error:
        complain(error.message)
        if options.json:
            say(json.dumps({"complete": False, "error": error.message}))
        return exit_code(error)


def _cancelled_by_ctrl_c(loop: asyncio.AbstractEventLoop, task: asyncio.Task[int] | None) -> None:
    """Let Ctrl+C cancel a task, so that it can keep what came; before Python 3.11 it could hit any line."""
    if task is not None:
        with suppress(NotImplementedError):  # Windows: there Ctrl+C stays an exception
            loop.add_signal_handler(signal.SIGINT, task.cancel)


def exit_code(error: GetCodeError) -> int:
    """The exit code for an error of the API."""
    from getcode_lsp.api import errors

    kinds = (errors.KeyMissing, errors.KeyMalformed, errors.KeyRefused, errors.PlanRequired)
    if isinstance(error, kinds):
        return KEY
    return RATE_LIMIT if isinstance(error, errors.RateLimited) else FAILED


def _generate(options: argparse.Namespace) -> int:
    from getcode_lsp.prompts.request import build

    asked = Asked(options)
    try:
        request = build(asked.prompt, asked.language, asked.directives, asked.overrides, options.original)
    except ValueError as error:
        raise UsageError(str(error)) from None

    async def work(client: GetCodeClient, status: Status) -> int:
        from getcode_lsp.cli.generating import generate, reply_for

        reply = reply_for(options, asked)
        outcome = await generate(client, request, reply, status, keep_as=asked.output)
        return _told(outcome, status)

    def _told(outcome: Outcome, status: Status) -> int:
        error, failure = outcome.error, outcome.error.message if outcome.error else None
        code = exit_code(error) if error is not None else OK
        result: dict[str, object] = {"text": outcome.text}
        if asked.output is not None and error is None:
            failure = put(asked.output, outcome.text, force=asked.force)
            result = {"text": outcome.text} if failure else {"file": str(asked.output)}
            code = FAILED if failure else OK
        if options.json:
            result = {
                "complete": failure is None,
                **result,
                "outputType": request.output_type,
                "language": request.language,
                **outcome.figures,
            }
            say(json.dumps({**result, "error": failure} if failure else result))
        if outcome.end is not None:
            status.note(outcome.end)
        if failure is not None:
            complain(f"{failure}{outcome.kept}")
        return code

    return ask(options, work)


def put(output: Path, text: str, *, force: bool) -> str | None:
    """Write a complete text into its file; where that fails it is kept, and the message says so."""
    from getcode_lsp.cli.generating import keep
    from getcode_lsp.cli.output import write_file

    try:
        write_file(output, text, force=force)
    except FileExistsError:
        return f"{output} exists by now and is left as it is.{keep(text, output)}"
    except OSError as error:
        return f"{output} can't be written: {error.strerror or error}.{keep(text, output)}"
    return None


def _improve(options: argparse.Namespace) -> int:
    from getcode_lsp.prompts.request import build_improve

    asked = Asked(options)
    request = build_improve(asked.prompt, asked.language, asked.directives, asked.overrides)

    async def work(client: GetCodeClient, status: Status) -> int:
        from getcode_lsp.cli.generating import countdown

        status.show("improving…")
        improved = await client.improve(request, on_retry=countdown(status))
        status.clear()
        fields = {"outputType": request.output_type, "tokensUsed": improved.tokens_used}
        code = deliver("improved", improved.improved, fields, options)
        status.note(f"{improved.tokens_used:,} tokens.")
        return code

    return ask(options, work)


def deliver(name: str, text: str, fields: dict[str, object], options: argparse.Namespace) -> int:
    """Hand over a whole text: into the file, as JSON under a name, or to standard output."""
    from getcode_lsp.cli.output import Reply, Unchanged

    failure = None
    if options.output is not None:
        failure = put(options.output, f"{text.rstrip()}\n", force=options.force)
    if options.json:
        where: dict[str, object] = {name: text}
        if options.output is not None and failure is None:
            where = {"file": str(options.output)}
        say(json.dumps({**where, **fields, **({"error": failure} if failure else {})}))
    elif options.output is None:
        reply = Reply(Unchanged(), live=True)
        reply.feed(text if text.endswith("\n") else f"{text}\n")
        reply.finish()
    if failure is not None:
        complain(failure)
    return FAILED if failure else OK
