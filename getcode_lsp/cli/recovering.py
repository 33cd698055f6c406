"""`recover`: the texts that could not be written into a document, shown, taken out and removed."""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp.cli.terminal import FAILED, OK, UsageError, complain, say

if TYPE_CHECKING:
    from getcode_lsp.recovery import Kept

_NAME = re.compile(r"\d{8}-\d{6}-\d+-(.+)")  # as `recovery.keep` makes it


def define_recover(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp recover`."""
    parser.description = (
        "List what was received and could not be written into its document, the newest first; with a number or a "
        "name out of that list, print one."
    )
    parser.add_argument("which", nargs="?", metavar="NUMBER|NAME", help="which one to print")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="into this new file instead")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    removing = parser.add_mutually_exclusive_group()
    removing.add_argument("--remove", metavar="NUMBER|NAME", help="remove one")
    removing.add_argument("--all", action="store_true", help="remove all of them")
    parser.set_defaults(run=_recover)


def _recover(options: argparse.Namespace) -> int:
    from getcode_lsp.recovery import kept

    entries = kept()
    if options.which is not None and (options.all or options.remove is not None):
        raise UsageError("Print one or remove, not both at once.")
    if options.output is not None and options.which is None:
        raise UsageError("Say which one goes into the file, by its number or name.")
    if options.all:
        return _remove(entries)
    if options.remove is not None:
        return _remove([_chosen(options.remove, entries)])
    if options.which is not None:
        return _take(_chosen(options.which, entries), options.output, force=options.force)
    return _list(entries, as_json=options.json)


def _chosen(which: str, entries: list[Kept]) -> Kept:
    """The entry of a number or a name; UsageError where there is none."""
    for number, entry in enumerate(entries, 1):
        if which in (str(number), entry.path.name):
            return entry
    raise UsageError(f"There is no kept text {which[:80]!a}; `getcode-lsp recover` lists them.")


def _list(entries: list[Kept], *, as_json: bool) -> int:
    if as_json:
        say(json.dumps([_fields(number, entry) for number, entry in enumerate(entries, 1)]))
        return OK
    if not entries:
        say("Nothing is kept.")
        return OK
    for number, entry in enumerate(entries, 1):
        fields = _fields(number, entry)
        say(f"{number:>3}  {_age(entry.at):>7}  {fields['bytes']:>9,} bytes  {fields['from']}")
        say(f"     {_shown(entry.path.name)}")
        say(f"     | {fields['firstLine']}")
    return OK


def _fields(number: int, entry: Kept) -> dict[str, object]:
    try:
        size = entry.path.stat().st_size
        with entry.path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(4096)
    except OSError:  # removed meanwhile
        size, head = 0, ""
    first = next((line for line in head.split("\n") if line.strip()), "")
    named = _NAME.fullmatch(entry.path.name)
    return {
        "number": number,
        "name": entry.path.name,
        "path": str(entry.path),
        "from": _shown(named[1] if named else entry.path.name),
        "seconds": max(0, round(time.time() - entry.at)),
        "bytes": size,
        "firstLine": _shown(first),
    }


def _shown(text: str) -> str:
    from getcode_lsp.api.errors import clean

    return clean(text, None, 100)


def _age(at: float) -> str:
    seconds = max(0.0, time.time() - at)
    for length, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _take(entry: Kept, output: Path | None, *, force: bool) -> int:
    from getcode_lsp.cli.output import Reply, Unchanged, check_target, write_file

    if output is not None and (problem := check_target(output, force=force)):
        raise UsageError(problem)
    try:
        with entry.path.open(encoding="utf-8", errors="replace", newline="") as file:
            text = file.read()
        if output is not None:
            write_file(output, text, force=force)
            return OK
    except OSError as error:
        complain(f"{output or entry.path}: {error.strerror or error}. The text is still in {entry.path}.")
        return FAILED
    reply = Reply(Unchanged(), live=True)
    reply.feed(text)
    reply.finish()
    return OK


def _remove(entries: list[Kept]) -> int:
    removed = [_removed(entry.path) for entry in entries]
    return OK if all(removed) else FAILED


def _removed(path: Path) -> bool:
    """Remove a file and say so; False where that could not be done."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        complain(f"{path} can't be removed: {error.strerror or error}.")
        return False
    say(f"removed {path.name}")
    return True
