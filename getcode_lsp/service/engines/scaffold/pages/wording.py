"""The words of a message that its kind and tone bring: greeting, opening, closing."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.look import Tone
from getcode_lsp.service.engines.scaffold.pages.messages import Message


def greeting(message: Message) -> str:
    """The first line."""
    who = message.recipient
    if message.salutation:
        return message.salutation
    if message.look.tone is Tone.FORMAL:
        return f"Dear {who}," if who and who[:1].isupper() else "Dear Sir or Madam,"
    if who and who[:1].isupper():
        return f"Hello {who}," if message.look.tone is not Tone.FRIENDLY else f"Hi {who},"
    return "Hello everyone," if who.endswith(("s", "team")) else "Hello [first name],"


def closing(message: Message) -> tuple[str, str]:
    """The last lines: the formula, and who signs."""
    formula = {
        Tone.FORMAL: "Yours sincerely,",
        Tone.FRIENDLY: "Warm wishes,",
        Tone.PLAYFUL: "See you soon,",
    }.get(message.look.tone, "Kind regards,")
    return message.formula or formula, message.sender or "[Your name]"


_OPENINGS = {
    "password reset": "You asked to reset your password. Use the button below to choose a new one. If you did not ask for this, you can ignore this message.",
    "verification": "Please confirm your e-mail address with the button below.", "payment reminder": "This is a reminder that a payment is still open. If you have already paid, please ignore this message.",
    "order confirmation": "Thank you for your order. We have received it.", "booking confirmation": "Your booking is confirmed.", "shipping notice": "Your order has left our hands and is on its way to you.",
    "abandoned cart": "You left something in your cart. It is still there.", "invitation": "You are invited.", "welcome": "Welcome. It is good to have you here.", "job rejection": "Thank you for your interest and the time you took. We have decided to go on with other candidates.",
    "cancellation": "With this message I cancel the following: [what is cancelled, and from when].", "resignation": "With this letter I resign from my position as [position], with effect from [date].", "thank-you": "Thank you.", "apology": "We are sorry about what happened.",
    "feedback request": "We would like to know how it went. It takes two minutes.", "follow-up": "I am writing to follow up on [subject].",
}  # fmt: skip


def opening(message: Message) -> str:
    """The first paragraph: what such a message usually begins with, where the prompt says nothing itself."""
    if message.paragraphs:
        usual = (
            _OPENINGS.get(message.kind, "")
            if message.kind in ("password reset", "welcome", "payment reminder")
            else ""
        )
        if message.kind == "welcome" and message.look.brand:
            return f"Welcome to {message.look.brand}. It is good to have you here."
        return usual
    if message.kind == "welcome" and message.look.brand:
        return f"Welcome to {message.look.brand}. It is good to have you here."
    return _OPENINGS.get(
        message.kind, "" if message.points else "[What this message is about, in one or two sentences.]"
    )


def body_lines(message: Message) -> list[str]:
    """The paragraphs of a message after its greeting."""
    return [paragraph for paragraph in (opening(message), *message.paragraphs) if paragraph]
