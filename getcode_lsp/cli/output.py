"""Where the text of a reply goes: to standard output as it comes, or whole into a new file."""

from __future__ import annotations

import codecs
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from getcode_lsp.editing.characters import CharacterFilter
from getcode_lsp.editing.shaping import Shaper


class TextFilter(Protocol):
    """A streaming filter: tokens in, text out, and what it held back at the end."""

    def feed(self, token: str) -> str:
        """The text that is certain after one more token."""

    def finish(self) -> str:
        """What was held back; nothing follows."""


class Unchanged:
    """The tokens as they came, fit for UTF-8: split surrogate pairs joined, lone surrogates U+FFFD."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16-le")("replace")

    def feed(self, token: str) -> str:
        """The text that is certain after one more token."""
        return self._decoder.decode(token.encode("utf-16-le", "surrogatepass"))

    def finish(self) -> str:
        """What was held back; nothing follows."""
        return self._decoder.decode(b"", final=True)


class ForAFile:
    """A reply as it goes into a file of its own: without fences, with one line end at its end."""

    def __init__(self, shaper: Shaper) -> None:
        self.shaper = shaper
        self._begun = False

    def feed(self, token: str) -> str:
        """The text that is certain after one more token."""
        return self._first(self.shaper.feed(token))

    def finish(self) -> str:
        """What was held back; nothing follows."""
        text = self._first(self.shaper.finish())
        return f"{text}\n" if self._begun else text

    def _first(self, text: str) -> str:
        if text and not self._begun:
            self._begun = True
            return text.removeprefix("\n")  # which would stand between a comment and its code
        return text


class Reply:
    """The text of a reply, kept, and unless it is for a file or for JSON written to standard output at once.

    At a terminal control characters are written visibly: a reply must not move the cursor or set its title.
    """

    def __init__(self, text_filter: TextFilter, *, live: bool) -> None:
        self._filter = text_filter
        self.live = live
        self._safe = CharacterFilter() if live and sys.stdout.isatty() else None
        self._pieces: list[str] = []

    @property
    def shaper(self) -> Shaper | None:
        """What shaped the text for a file, where it is for one."""
        return self._filter.shaper if isinstance(self._filter, ForAFile) else None

    @property
    def text(self) -> str:
        """What came so far, filtered."""
        return "".join(self._pieces)

    def feed(self, token: str) -> None:
        """Take one token; raises BrokenPipeError where nobody reads standard output any more."""
        self._add(self._filter.feed(token))

    def finish(self) -> None:
        """The reply is over, complete or not."""
        self._add(self._filter.finish())
        if self._safe is not None:
            last = self._safe.finish()
            sys.stdout.write(last if not self._pieces or self._pieces[-1].endswith("\n") else f"{last}\n")
            sys.stdout.flush()

    def _add(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._safe is not None:
            sys.stdout.write(self._safe.feed(text))
            sys.stdout.flush()
        elif self.live:
            # UTF-8 whatever the locale says, and the line ends as they came.
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()


def check_target(path: Path, *, force: bool) -> str | None:
    """Why a file can't be written, before anything is spent on its contents; None where it can."""
    if path.is_dir():
        return f"{path} is a folder; name a file."
    if path.exists() and not force:
        return f"{path} exists and is left as it is; name another file, or use --force."
    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist; make it first."
    return None


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a file whole or not at all; FileExistsError where there is one and `force` does not say to replace it.

    OSError for anything else that went wrong; then nothing is left behind.
    """
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(path)
        else:
            _put_new(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _put_new(beside: Path, path: Path) -> None:
    """Give a finished file its name, unless another one has it by now."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this file system: take the name first, then fill it
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        beside.replace(path)
