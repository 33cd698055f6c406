"""`models`: models for the engine `llama` of one's own service."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path

from getcode_lsp.cli.terminal import FAILED, OK, complain, say

_MODELS = """\
Models that the engine `llama` of `getcode-lsp serve` runs on this machine. They come from their
makers' repositories on the hub, and are accepted by their sha256 alone."""

_EPILOG = """\
examples:
  getcode-lsp models pull qwen2.5-coder-1.5b
  getcode-lsp models pull qwen2.5-coder-1.5b --from /media/usb   on a machine without a hub
  getcode-lsp models list
"""
_BAR = 24
_NOTICE_SECONDS = 0.2


def define_models(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp models`."""
    parser.description, parser.epilog = _MODELS, _EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    pull = actions.add_parser("pull", help="fetch a model; a second try goes on where the first stopped")
    pull.add_argument("name", metavar="MODEL")
    pull.add_argument(
        "--from", dest="source", metavar="FILE|FOLDER", type=Path, help="copy it from here instead"
    )
    pull.add_argument(
        "--url", metavar="URL", help="a mirror of the hub (default HF_ENDPOINT, else the hub itself)"
    )
    pull.set_defaults(run=_pull)
    listing = actions.add_parser("list", help="the models there are, and which of them are here")
    listing.set_defaults(run=_list)
    remove = actions.add_parser("remove", help="delete a model")
    remove.add_argument("name", metavar="MODEL")
    remove.set_defaults(run=_remove)
    path = actions.add_parser("path", help="where a model is, or the folder of all of them")
    path.add_argument("name", metavar="MODEL", nargs="?")
    path.set_defaults(run=_path)


def _pull(options: argparse.Namespace) -> int:
    from getcode_lsp.service.models import pulling
    from getcode_lsp.service.models.catalogue import DEFAULT_HUB
    from getcode_lsp.service.models.store import ModelError, ModelStore

    store = ModelStore()
    bar = ProgressBar()
    hub = options.url or os.environ.get("HF_ENDPOINT") or DEFAULT_HUB
    try:
        model = store.named(options.name)
        if options.source is not None:
            place = pulling.take(store, model, options.source, bar.show)
        else:
            place = pulling.pull(store, model, _hub(hub), bar.show)
    except ModelError as error:
        bar.end()
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        bar.end()
        complain("what came is kept: the same command goes on from there.")
        raise
    bar.end()
    say(f"{model.name} ({model.licence}) is in {place}.")
    return OK


def _hub(url: str) -> str:
    from getcode_lsp.service.models.store import ModelError

    if not re.fullmatch(r"https?://[\x21-\x3f\x41-\x7e]+", url) or "?" in url or "#" in url:
        raise ModelError(
            "The hub's address must begin with https:// or http://, without a user name, query or fragment."
        )
    return url


def _list(_options: argparse.Namespace) -> int:
    from getcode_lsp.service.models.pulling import megabytes
    from getcode_lsp.service.models.store import ModelStore

    store = ModelStore()
    for model in store.catalogue:
        arrived = store.arrived(model)
        state = (
            "here"
            if arrived == model.size
            else f"{100 * arrived // model.size}% here"
            if arrived
            else "not here"
        )
        say(f"{model.name:<20} {megabytes(model.size):>9}  {model.licence:<11} {state}")
    return OK


def _remove(options: argparse.Namespace) -> int:
    from getcode_lsp.service.models.pulling import megabytes
    from getcode_lsp.service.models.store import ModelError, ModelStore

    store = ModelStore()
    try:
        model = store.named(options.name)
        freed = store.remove(model)
    except ModelError as error:
        complain(str(error))
        return FAILED
    say(
        f"{model.name} is removed: {megabytes(freed)} are free again."
        if freed
        else f"{model.name} was not here."
    )
    return OK


def _path(options: argparse.Namespace) -> int:
    from getcode_lsp.service.models.store import ModelError, ModelStore

    store = ModelStore()
    if options.name is None:
        say(str(store.folder))
        return OK
    try:
        model = store.named(options.name)
    except ModelError as error:
        complain(str(error))
        return FAILED
    if not store.has(model):
        complain(f"{model.name} is not here: `getcode-lsp models pull {model.name}` fetches it.")
        return FAILED
    say(str(store.place(model)))
    return OK


class ProgressBar:
    """How far a file has come: one line at a terminal that changes, else a line for each tenth."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._began: tuple[float, int] | None = None
        self._shown = 0.0
        self._tenth = -1

    def show(self, arrived: int, whole: int) -> None:
        """So many of so many bytes are here."""
        now = time.monotonic()
        self._began = self._began or (now, arrived)
        if not self._live:
            tenth = 10 * arrived // whole
            if tenth > self._tenth:
                self._tenth = tenth
                sys.stderr.write(f"{10 * tenth}% of {whole / 1e6:,.0f} MB\n")
                sys.stderr.flush()
        elif now - self._shown >= _NOTICE_SECONDS or arrived == whole:
            self._shown = now
            sys.stderr.write(f"\r{self._line(arrived, whole, now)}\x1b[K")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._began is not None:
            sys.stderr.write("\n")
            sys.stderr.flush()
        self._began = None

    def _line(self, arrived: int, whole: int, now: float) -> str:
        began, before = self._began or (now, arrived)
        rate = (arrived - before) / (now - began) if now > began else 0.0
        done = _BAR * arrived // whole
        left = ""
        if rate > 0:
            seconds = round((whole - arrived) / rate)
            left = f"  {rate / 1e6:.1f} MB/s  {seconds // 60}:{seconds % 60:02d} left"
        sizes = f"{arrived / 1e6:,.0f} of {whole / 1e6:,.0f} MB"
        return f"[{'#' * done}{'.' * (_BAR - done)}] {100 * arrived // whole:3d}%  {sizes}{left}"
