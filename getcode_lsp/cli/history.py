"""`history`: what one's own service generated, listed, shown and removed."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from getcode_lsp.cli.keys import add_data_option, data_folder
from getcode_lsp.cli.terminal import FAILED, OK, UsageError, complain, say

if TYPE_CHECKING:
    from getcode_lsp.service.history import Generation, History

_MOST = 1000


def define_history(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp history`."""
    parser.description = (
        "What your own service (`getcode-lsp serve`) generated, of all its keys, the newest first. Only completed "
        "generations are kept."
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--key", metavar="ID", help="of this key only (`getcode-lsp keys list` shows the ids)"
    )
    parser.add_argument(
        "--limit", type=_limit, default=20, metavar="N", help="how many to list (default %(default)s)"
    )
    add_data_option(parser)
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(metavar="ACTION")
    show = actions.add_parser("show", help="print the output of one", allow_abbrev=False)
    show.add_argument("number", type=_number, metavar="ID", help="its number in the list")
    show.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="all of it, as JSON")
    show.set_defaults(run=_show)
    remove = actions.add_parser("remove", help="remove one, or all", allow_abbrev=False)
    which = remove.add_mutually_exclusive_group(required=True)
    which.add_argument("number", type=_number, nargs="?", metavar="ID", help="its number in the list")
    which.add_argument("--all", action="store_true", help="all of them, or all of the key that --key names")
    remove.set_defaults(run=_remove)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:17]) < 2**53):
        raise argparse.ArgumentTypeError("an id is a number out of the list")
    return int(text)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= _MOST):
        raise argparse.ArgumentTypeError(f"a number from 1 to {_MOST}")
    return int(text)


def _history(options: argparse.Namespace) -> History | None:
    """The history; None where there is no database. Raises StorageError."""
    from getcode_lsp.service.database import Database, database_file
    from getcode_lsp.service.history import History

    path = database_file(data_folder(options))
    return History(Database(path)) if path.exists() else None


def _list(options: argparse.Namespace) -> int:
    from getcode_lsp.service.database import StorageError

    try:
        history = _history(options)
        generations = history.page(options.key, options.limit) if history else []
    except (StorageError, OSError) as error:
        complain(str(error))
        return FAILED
    if options.json:
        say(json.dumps([_fields(generation) for generation in generations]))
    elif not generations:
        say("Nothing is in the history.")
    else:
        for generation in generations:
            say(_line(generation))
    return OK


def _fields(generation: Generation) -> dict[str, object]:
    from getcode_lsp.service.history import as_json

    return {"key": generation.key_id, **as_json(generation)}


def _line(generation: Generation) -> str:
    from getcode_lsp.api.errors import clean

    language = "" if generation.language == "auto" else f" {generation.language}"
    ignored = " (ignored)" if generation.language_ignored else ""
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(generation.created))
    head = f"{generation.number:>6}  {when}  {generation.key_id}  {generation.output_type}{language}{ignored}"
    tail = f"{generation.model}, {generation.tokens_used:,} tokens"
    return f"{head}  {tail}\n        | {clean(generation.prompt, None, 100)}"


def _show(options: argparse.Namespace) -> int:
    from getcode_lsp.cli.output import Reply, Unchanged
    from getcode_lsp.service.database import StorageError

    try:
        history = _history(options)
        generation = history.get(options.number, options.key) if history else None
    except (StorageError, OSError) as error:
        complain(str(error))
        return FAILED
    if generation is None:
        raise UsageError(f"There is no generation {options.number}; `getcode-lsp history` lists them.")
    if options.json:
        say(json.dumps({**_fields(generation), "output": generation.output}))
        return OK
    reply = Reply(Unchanged(), live=True)
    reply.feed(generation.output)
    reply.finish()
    return OK


def _remove(options: argparse.Namespace) -> int:
    from getcode_lsp.service.database import StorageError

    try:
        history = _history(options)
        removed = history.remove(options.number, options.key) if history else 0
    except (StorageError, OSError) as error:
        complain(str(error))
        return FAILED
    if not removed and not options.all:
        raise UsageError(f"There is no generation {options.number}; `getcode-lsp history` lists them.")
    say(f"{removed} removed.")
    return OK
