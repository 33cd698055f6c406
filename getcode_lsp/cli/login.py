"""`login` and `logout`: the API key, kept for one origin."""

from __future__ import annotations

import argparse
import os
import sys

from getcode_lsp.cli.terminal import FAILED, OK, complain, say


def define_login(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp login`."""
    parser.description = (
        "Keep the API key for the origin in GETCODE_BASE_URL (default https://getcode.one): in the system's keyring "
        "where there is one, else in a file that only you may read."
    )
    parser.add_argument("--stdin", action="store_true", help="read the key from standard input, one line")
    parser.set_defaults(run=_login)


def define_logout(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp logout`."""
    parser.description = (
        "Remove the key kept for the origin in GETCODE_BASE_URL (default https://getcode.one)."
    )
    parser.set_defaults(run=_logout)


def _origin() -> str | None:
    """The origin that keys are kept for; None, and a word about it, where there is none."""
    from getcode_lsp.settings import Environment

    environment = Environment.read(os.environ)
    if environment.problem:
        complain(environment.problem)
    elif environment.local:
        complain("the local service makes its own key; GETCODE_BASE_URL is local.")
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
        complain(str(error) or "no key was given")
        return FAILED
    say(f"The key for {origin} is kept in {place}.")
    if ENVIRONMENT_VARIABLE in os.environ:
        complain(f"note: {ENVIRONMENT_VARIABLE} is set, and comes before the key that is kept.")
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
        complain(str(error))
        return FAILED
    say(f"The key for {origin} is removed." if forgotten else f"No key was kept for {origin}.")
    return OK
