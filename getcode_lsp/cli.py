"""The command `getcode-lsp`: without an argument the language server over stdio, else what `--help` lists.

Each command imports its own part, so that an editor does not wait for the service's packages.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Sequence

from getcode_lsp import __version__

OK, FAILED, USAGE = 0, 1, 2

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
  GETCODE_SERVICE_KEY  the key that `serve` wants from its clients

examples:
  getcode-lsp login                          keep an API key
  getcode-lsp serve --port 8765              the API on this machine
  getcode-lsp demo                           see a comment become code
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0, 1 for a failure, 2 for wrong usage."""
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
    except KeyboardInterrupt:
        return FAILED
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
    _define_serve(
        commands.add_parser("serve", help="run the GetCode API on this machine", allow_abbrev=False)
    )
    _define_login(commands.add_parser("login", help="keep an API key for this user", allow_abbrev=False))
    _define_logout(commands.add_parser("logout", help="remove the key that was kept", allow_abbrev=False))
    _define_demo(commands.add_parser("demo", help="see a comment become running code", allow_abbrev=False))
    return parser


def _define_serve(parser: argparse.ArgumentParser) -> None:
    parser.description = "Run the GetCode API on this machine, for this machine: it binds loopback only."
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8765, help="port to bind, 0 for a free one (default %(default)s)"
    )
    parser.add_argument(
        "--engine",
        default=None,
        help="what writes the code: scaffold, or auto for the best one there is (default GETCODE_ENGINE, else auto)",
    )
    parser.add_argument(
        "--no-limits", action="store_true", help="no plan and rate limits (there are none yet for one key)"
    )
    parser.add_argument("--parent-pipe", action="store_true", help="end when standard input ends")
    parser.set_defaults(run=_serve)


def _define_login(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Keep the API key for the origin in GETCODE_BASE_URL (default https://getcode.one): in the system's keyring "
        "where there is one, else in a file that only you may read."
    )
    parser.add_argument("--stdin", action="store_true", help="read the key from standard input, one line")
    parser.set_defaults(run=_login)


def _define_logout(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Remove the key kept for the origin in GETCODE_BASE_URL (default https://getcode.one)."
    )
    parser.set_defaults(run=_logout)


def _define_demo(parser: argparse.ArgumentParser) -> None:
    parser.description = "Show the main job in this terminal, with the local service: no key, no internet."
    parser.add_argument("--comment", metavar="TEXT", help="your own comment instead of the bookstore's")
    parser.add_argument("--filetype", metavar="LANGUAGE", help="the language of the file, as in javascript")
    parser.set_defaults(run=_demo)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= 65_535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _complain(message: str) -> None:
    print(f"getcode-lsp: {message}", file=sys.stderr)  # noqa: T201 - a command speaks to its user


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the output of a command; the language server has no part in this


def _language_server() -> int:
    if sys.stdin is not None and sys.stdin.isatty():
        _complain("this is a language server: an editor starts it. See `getcode-lsp --help`; Ctrl+C ends it.")
    from getcode_lsp.server.main import run_stdio

    return run_stdio()


def _serve(options: argparse.Namespace) -> int:
    from getcode_lsp.credentials import check_key
    from getcode_lsp.local_service import missing_packages

    if message := missing_packages():
        _complain(message)
        return FAILED
    given = os.environ.pop("GETCODE_SERVICE_KEY", None)  # an engine's own processes have no use for it
    try:
        key = f"gc_local_{secrets.token_urlsafe(32)}" if given is None else check_key(given)
    except ValueError as error:
        _complain(f"GETCODE_SERVICE_KEY: {error}")
        return USAGE
    from getcode_lsp.service.serve import ServeError, ServeOptions, serve

    def announce(url: str) -> None:
        _say(f"GetCode service at {url}")
        if given is None:
            _say(f"key: {key}")

    engine = options.engine or os.environ.get("GETCODE_ENGINE") or "auto"
    try:
        serve(ServeOptions(key, options.host, options.port, engine, options.parent_pipe), announce)
    except ServeError as error:
        _complain(str(error))
        return FAILED
    return OK


def _origin() -> str | None:
    """The origin that keys are kept for; None, and a word about it, where there is none."""
    from getcode_lsp.settings import Environment

    environment = Environment.read(os.environ)
    if environment.problem:
        _complain(environment.problem)
    elif environment.local:
        _complain("the local service makes its own key; GETCODE_BASE_URL is local.")
    else:
        return environment.base_url
    return None


def _login(options: argparse.Namespace) -> int:
    from getcode_lsp.credentials import ENVIRONMENT_VARIABLE, CredentialsError, store_key

    origin = _origin()
    if origin is None:
        return FAILED
    try:
        key = _read_key(origin, from_stdin=options.stdin)
        place = store_key(origin, key)
    except (ValueError, CredentialsError, EOFError) as error:
        _complain(str(error) or "no key was given")
        return FAILED
    _say(f"The key for {origin} is kept in {place}.")
    if ENVIRONMENT_VARIABLE in os.environ:
        _complain(f"note: {ENVIRONMENT_VARIABLE} is set, and comes before the key that is kept.")
    return OK


def _read_key(origin: str, *, from_stdin: bool) -> str:
    """The key from one line of standard input, or typed unseen."""
    if from_stdin:
        try:
            return sys.stdin.readline(8192).removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise ValueError("the key has a character outside ASCII") from None
    if not sys.stdin.isatty():
        raise ValueError("there is no terminal to type the key at; use `getcode-lsp login --stdin`")
    import getpass

    return getpass.getpass(f"API key for {origin}: ").strip()


def _logout(_options: argparse.Namespace) -> int:
    from getcode_lsp.credentials import CredentialsError, forget_key

    origin = _origin()
    if origin is None:
        return FAILED
    try:
        forgotten = forget_key(origin)
    except CredentialsError as error:
        _complain(str(error))
        return FAILED
    _say(f"The key for {origin} is removed." if forgotten else f"No key was kept for {origin}.")
    return OK


def _demo(options: argparse.Namespace) -> int:
    from getcode_lsp.demo import run

    return run(comment=options.comment, filetype=options.filetype)


if __name__ == "__main__":
    sys.exit(main())
