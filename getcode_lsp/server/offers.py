"""What can be offered at a place in a document: the interface between the menu and the modules behind it.

A capability (generating, improving, …) is one module with one class. It names the kinds of its code actions and its
commands, and says what it offers at a place; `features.py` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from getcode_lsp.editing.text import Span
from getcode_lsp.prompts.comments import Comment
from getcode_lsp.server.documents import OpenDocument

KIND = "refactor.rewrite.getcode"

Command = Callable[[object], object]
"""Takes the list of arguments as it came; raises InvalidParamsError where it is wrong, and never waits.

What it returns is the answer to the client: None, or plain JSON.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A range of an open document as the client asked about it; `comment` is the one that stands there."""

    document: OpenDocument
    span: Span
    comment: Comment | None
    argument: Mapping[str, Any]
    """The object that a command gets for this place: `{uri, version, range}`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of the menu: what the user reads, its kind, and the command behind it with its one argument."""

    title: str
    kind: str
    command: str
    argument: Mapping[str, Any]


class Capability(Protocol):
    """One thing that the server can do."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the code actions that it may offer."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """Its commands by name."""

    @property
    def requests(self) -> frozenset[str]:
        """Those of its commands that ask the service about a place: they wait for settings on their way."""

    def offers(self, place: Place) -> Iterable[Offer]:
        """What it offers at a place; no I/O, so that a menu opens at once."""
