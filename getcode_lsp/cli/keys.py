"""`keys`: the keys of one's own service and their plans, in its database."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp.cli.terminal import FAILED, OK, UsageError, complain, say

if TYPE_CHECKING:
    from getcode_lsp.service.access.accounts import Accounts, KeptKey

PLANS = ("free", "starter", "pro")


def define_keys(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp keys`."""
    parser.description = (
        "The keys of your own service (`getcode-lsp serve`). Only a hash of a key is kept, and a change counts at once, "
        "also for a service that runs. Plans: starter may improve; pro may generate and upload, too; free may "
        "generate where `serve --free-may-generate` says so."
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a key and print it, this once", allow_abbrev=False)
    add.add_argument("name", nargs="?", default="", metavar="NAME", help="whose it is, for the list")
    add.add_argument("--plan", choices=PLANS, default="pro", help="its plan (default %(default)s)")
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="list the keys, by their ids", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="revoke a key for ever", allow_abbrev=False)
    revoke.add_argument("which", metavar="ID|NAME", help="its id or name in the list; never the key itself")
    revoke.set_defaults(run=_revoke)
    for action in (add, listing, revoke):
        add_data_option(action)


def add_data_option(parser: argparse._ActionsContainer) -> None:
    """`--data`, the folder of the service's database."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="where keys, limits and history are kept (default GETCODE_SERVICE_DATA, else your data folder)",
    )


def data_folder(options: argparse.Namespace) -> Path | None:
    """The folder that the option or the environment names; None for the default one."""
    named: Path | None = options.data
    if named is None and (given := os.environ.get("GETCODE_SERVICE_DATA")):
        return Path(given)
    return named


def _accounts(options: argparse.Namespace, *, make: bool) -> Accounts | None:
    """The keys; None where there is no database yet and none is made. Raises StorageError."""
    from getcode_lsp.service.access.accounts import Accounts
    from getcode_lsp.service.database import Database, database_file

    path = database_file(data_folder(options))
    return Accounts(Database(path)) if make or path.exists() else None


def _add(options: argparse.Namespace) -> int:
    from getcode_lsp.service.access.plans import Plan
    from getcode_lsp.service.database import StorageError

    try:
        accounts = _accounts(options, make=True)
        if accounts is None:
            return FAILED
        kept, key = accounts.add(options.name, Plan.of(options.plan))
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    except StorageError as error:
        complain(str(error))
        return FAILED
    say(key)
    complain(f"this is the key {kept.key_id} with the plan {kept.plan.word}; it is not shown again.")
    return OK


def _list(options: argparse.Namespace) -> int:
    from getcode_lsp.service.database import StorageError

    try:
        accounts = _accounts(options, make=False)
        keys = accounts.kept() if accounts else []
    except (StorageError, OSError) as error:
        complain(str(error))
        return FAILED
    if options.json:
        say(json.dumps([_fields(key) for key in keys]))
    elif not keys:
        say("There are no keys; `getcode-lsp keys add` makes one.")
    else:
        for key in keys:
            say(_line(key))
    return OK


def _fields(key: KeptKey) -> dict[str, object]:
    return {
        "id": key.key_id,
        "name": key.name,
        "plan": key.plan.word,
        "created": _moment(key.created),
        "revoked": None if key.revoked is None else _moment(key.revoked),
    }


def _line(key: KeptKey) -> str:
    ended = f"  revoked {_moment(key.revoked)}" if key.revoked is not None else ""
    return f"{key.key_id}  {key.plan.word:<7}  {_moment(key.created)}  {key.name}{ended}".rstrip()


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def _revoke(options: argparse.Namespace) -> int:
    from getcode_lsp.service.database import StorageError

    try:
        accounts = _accounts(options, make=False)
        if accounts is None:
            raise UsageError("There are no keys.")
        key = _chosen(options.which, accounts.kept())
        revoked = accounts.revoke(key.key_id)
    except (StorageError, OSError) as error:
        complain(str(error))
        return FAILED
    say(f"The key {key.key_id} is revoked." if revoked else f"The key {key.key_id} was revoked before.")
    return OK


def _chosen(which: str, keys: list[KeptKey]) -> KeptKey:
    """The key of an id or a name; UsageError, which does not repeat a key, where there is not exactly one."""
    found = [key for key in keys if key.key_id == which]
    found = found or [key for key in keys if key.name and key.name == which and key.revoked is None]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise UsageError(f"There are {len(found)} keys of this name: give the id that `keys list` shows.")
    raise UsageError(
        "There is no such key: give the id or the name that `keys list` shows, not the key itself."
    )
