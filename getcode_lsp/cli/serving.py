"""`serve` and `demo`: the GetCode API on this machine, and the main job shown with it."""

from __future__ import annotations

import argparse
import os
import secrets

from getcode_lsp.cli.terminal import FAILED, OK, USAGE, complain, say


def define_serve(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp serve`."""
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


def define_demo(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp demo`."""
    parser.description = "Show the main job in this terminal, with the local service: no key, no internet."
    parser.add_argument("--comment", metavar="TEXT", help="your own comment instead of the bookstore's")
    parser.add_argument("--filetype", metavar="LANGUAGE", help="the language of the file, as in javascript")
    parser.set_defaults(run=_demo)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= 65_535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from getcode_lsp.credentials import check_key
    from getcode_lsp.local_service import missing_packages

    if message := missing_packages():
        complain(message)
        return FAILED
    given = os.environ.pop("GETCODE_SERVICE_KEY", None)  # an engine's own processes have no use for it
    try:
        key = f"gc_local_{secrets.token_urlsafe(32)}" if given is None else check_key(given)
    except ValueError as error:
        complain(f"GETCODE_SERVICE_KEY: {error}")
        return USAGE
    from getcode_lsp.service.serve import ServeError, ServeOptions, serve

    def announce(url: str) -> None:
        say(f"GetCode service at {url}")
        if given is None:
            say(f"key: {key}")

    engine = options.engine or os.environ.get("GETCODE_ENGINE") or "auto"
    try:
        serve(ServeOptions(key, options.host, options.port, engine, options.parent_pipe), announce)
    except ServeError as error:
        complain(str(error))
        return FAILED
    return OK


def _demo(options: argparse.Namespace) -> int:
    from getcode_lsp.demo import run

    return run(comment=options.comment, filetype=options.filetype)
