"""The command `getcode-lsp`: without an argument the language server over stdio, else what `--help` lists.

One module holds each group of commands and imports what it needs when it runs, so that an editor does not wait
for the service's packages, nor a command for the language server's.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from getcode_lsp import __version__
from getcode_lsp.cli import asking, describing, doctor, history, keys, login, models, recovering, serving
from getcode_lsp.cli.terminal import FAILED, INTERRUPTED, USAGE, UsageError, complain

_DESCRIPTION = """\
A language server that turns a comment into code, streamed into the open document.

Without a command it speaks the Language Server Protocol over standard input and
output: that is how an editor starts it."""

_EPILOG = """\
environment:
  GETCODE_API_KEY      the API key; else the one that `getcode-lsp login` keeps
  GETCODE_BASE_URL     where the API is (default https://getcode.one), or `local`
                       for a service of one's own that is started when needed
  GETCODE_ENGINE       the engine of `serve` (default auto)
  GETCODE_SERVICE_KEY  a key that `serve` takes from its clients; `serve --help`
                       names the other variables of the service

exit codes:
  0    done
  1    the service or the connection failed, or a file could not be read or written
  2    wrong usage
  3    no key, a refused key, or a plan that does not include this
  4    too many requests: the message says when to come again
  130  interrupted (Ctrl+C)

examples:
  getcode-lsp login                             keep an API key
  getcode-lsp generate "A login page" --type website
  getcode-lsp generate - -o app.py < brief.txt  into a new file
  getcode-lsp doctor                            why does it not connect?
  getcode-lsp demo                              see a comment become code
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code, one of those that `--help` lists."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words in ([], ["--stdio"]):  # editors' client libraries add --stdio by themselves
        return _language_server()
    parser = _parser()
    try:
        options = parser.parse_args(words)
    except SystemExit as ended:  # argparse has said what there is to say
        return ended.code if isinstance(ended.code, int) else USAGE
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "run", None)
    if command is None:
        parser.print_usage(sys.stderr)
        return USAGE
    try:
        return command(options)
    except UsageError as error:
        complain(f"{error} See `getcode-lsp {words[0]} --help`.")
        return USAGE
    except KeyboardInterrupt:
        complain("interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output is gone; without this Python complains once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="getcode-lsp",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"getcode-lsp {__version__}")
    parser.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, allow_abbrev=False)

    asking.define_generate(command("generate", "generate from a prompt, to standard output or a file"))
    asking.define_improve(command("improve", "put a prompt into better words"))
    serving.define_serve(command("serve", "run the GetCode API on this machine"))
    keys.define_keys(command("keys", "make, list and revoke the keys of one's own service"))
    history.define_history(command("history", "what one's own service generated"))
    models.define_models(command("models", "fetch and list models for one's own service"))
    serving.define_demo(command("demo", "see a comment become running code"))
    describing.define_describe(command("describe", "turn a PDF or an image into a prompt"))
    recovering.define_recover(command("recover", "list what could not be written, and take it out"))
    doctor.define_doctor(command("doctor", "find out why the service can't be reached"))
    login.define_login(command("login", "keep an API key for this user"))
    login.define_logout(command("logout", "remove the key that was kept"))
    return parser


def _language_server() -> int:
    if sys.stdin is not None and sys.stdin.isatty():
        complain("this is a language server: an editor starts it. See `getcode-lsp --help`; Ctrl+C ends it.")
    from getcode_lsp.server.main import run_stdio

    return run_stdio()
