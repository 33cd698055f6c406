"""`serve` and `demo`: the GetCode API on this machine, and the main job shown with it."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp.cli import engine_options
from getcode_lsp.cli.keys import add_data_option, data_folder
from getcode_lsp.cli.terminal import FAILED, OK, USAGE, complain, say

if TYPE_CHECKING:
    from getcode_lsp.service.access.plans import Plan
    from getcode_lsp.service.composing import Policy
    from getcode_lsp.service.listening import Place


_SERVE = """\
Run the GetCode API on this machine, with a playground at its address.

Keys. The service takes the keys that `getcode-lsp keys add` made, each with its plan, and beside
them the one in GETCODE_SERVICE_KEY, if it is set. Where there is neither, it makes a key for this
start and prints it once. A key from the environment, or made at the start, belongs to whoever runs
the service: it may do everything, without an hourly limit unless --limits is given."""

_SERVE_EPILOG = f"""\
environment (an option comes before its variable):
  GETCODE_SERVICE_KEY        a key of your own that clients may use
  GETCODE_SERVICE_DATA       --data
{engine_options.ENVIRONMENT}  GETCODE_LIMITS             --limits
  GETCODE_REDIS_URL          --redis-url; the place for a URL with a password
  GETCODE_FREE_MAY_GENERATE  1 is --free-may-generate
  GETCODE_ALLOWED_HOSTS      --allow-host, several separated by commas

examples:
  getcode-lsp serve
  getcode-lsp keys add alice --plan pro && getcode-lsp serve
  getcode-lsp serve --host 192.0.2.7 --tls-cert cert.pem --tls-key key.pem
  getcode-lsp serve --behind-proxy --allow-host code.example.org
"""


def define_serve(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp serve`."""
    parser.description = _SERVE
    parser.epilog = _SERVE_EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    engine_options.define_engine(parser.add_argument_group("what writes the code"))
    _define_place(parser.add_argument_group("where"))
    _define_policy(parser.add_argument_group("for whom"))
    _define_storage(parser.add_argument_group("what is kept"))
    _define_uploads(parser.add_argument_group("what is taken"))
    parser.add_argument(
        "--parent-pipe",
        action="store_true",
        help="for a program that starts the service: end when standard input ends, keep everything in memory, know "
        "no key but GETCODE_SERVICE_KEY",
    )
    parser.set_defaults(run=_serve)


def _define_place(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--host", default="127.0.0.1", help="address to bind (default %(default)s)")
    group.add_argument(
        "--port", type=_port, default=8765, help="port to bind, 0 for a free one (default %(default)s)"
    )
    group.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="certificate, with those that lead to it (PEM)"
    )
    group.add_argument("--tls-key", type=Path, metavar="FILE", help="the certificate's private key (PEM)")
    group.add_argument(
        "--behind-proxy",
        nargs="?",
        const="",
        metavar="ADDRESSES",
        help="a proxy with TLS passes requests on: believe its X-Forwarded-For and X-Forwarded-Proto, if it comes "
        "from one of these addresses or networks (default: this machine)",
    )
    group.add_argument(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="a host name by which clients call the service, beside the loopback ones; may be repeated",
    )


def _define_policy(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--free-may-generate",
        action="store_true",
        help="keys with the plan free may generate too, a few at a time, after a queue notice",
    )
    group.add_argument(
        "--limits",
        type=_limits,
        metavar="PLAN=N,…",
        help="requests that a key may make in any hour (default free=10,starter=60,pro=300)",
    )
    group.add_argument(
        "--redis-url", metavar="URL", help="count them in this Redis, for several replicas (extra [redis])"
    )
    group.add_argument(
        "--no-limits", action="store_true", help="no plans and no hourly limits: any right key may"
    )


def _define_storage(group: argparse._ArgumentGroup) -> None:
    add_data_option(group)
    group.add_argument("--no-history", action="store_true", help="keep no generations")
    group.add_argument(
        "--history-most",
        type=_count,
        default=1000,
        metavar="N",
        help="generations to keep of each key (default %(default)s)",
    )
    group.add_argument(
        "--history-days",
        type=_count,
        default=90,
        metavar="N",
        help="days to keep them (default %(default)s)",
    )


def _define_uploads(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--upload-limit",
        type=_megabytes,
        default=10,
        metavar="MB",
        help="size of the largest file that /api/upload takes, up to 100 (default %(default)s)",
    )


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


def _limits(text: str) -> Mapping[Plan, int]:
    from getcode_lsp.service.access.limits import parse_limits

    try:
        return parse_limits(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= 1_000_000):
        raise argparse.ArgumentTypeError("a number from 1 to 1,000,000")
    return int(text)


def _megabytes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= 100):
        raise argparse.ArgumentTypeError("a number from 1 to 100")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from getcode_lsp.local_service import missing_packages

    if message := missing_packages():
        complain(message)
        return FAILED
    from getcode_lsp.service.errors import ServeError
    from getcode_lsp.service.serve import ServeOptions, serve

    try:
        chosen = ServeOptions(
            _place(options),
            _policy(options),
            engine_options.engine_choice(options),
            options.parent_pipe,
        )
    except ValueError as error:
        complain(str(error))
        return USAGE

    def announce(url: str, made: str | None, engine: str) -> None:
        say(f"GetCode service at {url}")
        if made is not None:
            say(f"key: {made}")
        say(f"engine: {engine}")

    try:
        serve(chosen, announce, lambda: f"gc_local_{secrets.token_urlsafe(32)}", complain)
    except ServeError as error:
        complain(str(error))
        return FAILED
    return OK


def _place(options: argparse.Namespace) -> Place:
    from getcode_lsp.service.listening import LOOPBACK_PROXIES, Place

    named = os.environ.get("GETCODE_ALLOWED_HOSTS", "").split(",")
    hosts = options.allow_host or [name.strip() for name in named if name.strip()]
    proxies = LOOPBACK_PROXIES if options.behind_proxy == "" else options.behind_proxy
    return Place(options.host, options.port, options.tls_cert, options.tls_key, proxies, tuple(hosts))


def _policy(options: argparse.Namespace) -> Policy:
    """Whom the service lets in; raises ValueError that names the variable which can't be used."""
    from getcode_lsp.credentials import check_key
    from getcode_lsp.service.access.limits import parse_limits
    from getcode_lsp.service.composing import Policy

    # Neither is left in the environment: an engine's own processes have no use for them.
    key = os.environ.pop("GETCODE_SERVICE_KEY", None)
    redis_url = os.environ.pop("GETCODE_REDIS_URL", None) or None
    per_hour, words = options.limits, os.environ.get("GETCODE_LIMITS")
    name = "GETCODE_SERVICE_KEY"
    try:
        if key is not None:
            check_key(key)
        if per_hour is None and words:
            name = "GETCODE_LIMITS"
            per_hour = parse_limits(words)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    return Policy(
        key,
        limited=not options.no_limits,
        per_hour=per_hour,
        redis_url=options.redis_url or redis_url,
        free_may_generate=options.free_may_generate or os.environ.get("GETCODE_FREE_MAY_GENERATE") == "1",
        history=not options.no_history,
        most_kept=options.history_most,
        days_kept=options.history_days,
        folder=data_folder(options),
        in_memory=options.parent_pipe,
        upload_bytes=options.upload_limit * 1024 * 1024,
    )


def _demo(options: argparse.Namespace) -> int:
    from getcode_lsp.demo import run

    return run(comment=options.comment, filetype=options.filetype)
