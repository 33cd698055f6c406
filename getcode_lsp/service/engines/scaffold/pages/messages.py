"""A message as a prompt wants it, and its brief."""

from __future__ import annotations

from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.look import Look
from getcode_lsp.service.engines.scaffold.pages.briefs import Entry, write_brief


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the prompt wants it; "" is what the prompt leaves open."""

    kind: str
    subject: str
    recipient: str
    sender: str
    paragraphs: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    """Topics, each with what is said of it."""
    facts: tuple[tuple[str, str], ...]
    action: str
    link: str
    look: Look
    ignored: tuple[str, ...] = ()
    salutation: str = ""
    """The first line, "Hi Claire,", where the prompt has it."""
    address: str = ""
    """Where the sender lives."""
    formula: str = ""
    """The words before the name below it, "Best wishes,", where the prompt has them."""


def message_brief(message: Message) -> str:
    """The improved prompt of a message."""
    entries: list[Entry] = [
        ("Kind", (message.kind,)),
        ("Subject", (message.subject,)),
        ("To", (message.recipient,)),
        ("From", (message.sender,)),
        ("Address", (message.address,)),
        ("Greeting", (message.salutation,)),
        ("Closing", (message.formula,)),
    ]
    entries += [("Text", (paragraph,)) for paragraph in message.paragraphs]
    entries += [("Point", tuple(filter(None, point))) for point in message.points]
    entries += [("Fact", fact) for fact in message.facts]
    entries += [("Button", tuple(filter(None, (message.action, message.link))))] if message.action else []
    return write_brief("E-mail", message.look, entries)
