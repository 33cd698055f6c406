"""E-mails: one HTML document with inline styles that mail clients take, or a whole multipart message where `.eml` is asked for.

The comment at its top holds the subject and the text/plain part: what a mail program wants beside the HTML.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTPUTF8

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.colours import mix, readable
from getcode_lsp.service.engines.scaffold.look import Scheme, Tone
from getcode_lsp.service.engines.scaffold.pages.about import comment_safe
from getcode_lsp.service.engines.scaffold.pages.letters import read_message
from getcode_lsp.service.engines.scaffold.pages.messages import Message, message_brief
from getcode_lsp.service.engines.scaffold.pages.prompt import admitted, visible
from getcode_lsp.service.engines.scaffold.pages.tree import escaped
from getcode_lsp.service.engines.scaffold.pages.wording import body_lines, closing, greeting
from getcode_lsp.service.engines.scaffold.templates.source import wrap
from getcode_lsp.service.engines.scaffold.writer import Writer

_WHOLE = re.compile(r"\.eml\b|\bmultipart|\bMIME\b|\braw\s+e?-?mail\b", re.IGNORECASE)
_SANS = "'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_SERIF = "Georgia, 'Times New Roman', serif"


def _write(task: Task) -> str:
    message = read_message(admitted(task.prompt), "e-mail")
    if _WHOLE.search(task.prompt):
        return _multipart(message)
    return f"{_document(message, _comment(message))}\n"


def _improve(task: Task) -> str:
    return message_brief(read_message(admitted(task.prompt), "e-mail"))


def plain_part(message: Message) -> str:
    """The text/plain part."""
    blocks = [[greeting(message)], *([line] for line in body_lines(message))]
    if message.points:
        blocks.append([f"* {title}{f': {told}' if told else ''}" for title, told in message.points])
    if message.facts:
        blocks.append([f"{label}: {value}" for label, value in message.facts])
    if message.action:
        blocks.append([f"{message.action}: {message.link or '[link]'}"])
    blocks.append(list(closing(message)))
    return "\n\n".join(
        "\n".join(line for text in block for line in (wrap(visible(text).replace("\n", " "), width=76)))
        for block in blocks
    )


def preheader(message: Message) -> str:
    """What a list of messages shows behind the subject."""
    lines = body_lines(message) or [title for title, _ in message.points]
    text = " ".join(lines) or message.subject
    return text if len(text) < 110 else text[:107].rsplit(" ", 1)[0] + "…"


def _comment(message: Message) -> str:
    lines = [
        "E-mail, scaffolded from a prompt by getcode-lsp. It is a starting point, not a finished message."
    ]
    lines += [
        f"Understood: {message.kind}{f', from {message.sender}' if message.sender else ''}{f', to {message.recipient}' if message.recipient else ''}."
    ]
    lines += [
        "Texts in [square brackets] are placeholders: replace them, and the address behind the button."
        if message.action
        else "Texts in [square brackets] are placeholders: replace them."
    ]
    lines += [
        "The HTML part is below; nothing in it is loaded from elsewhere.",
        "",
        f"Subject: {message.subject}",
        "",
        "The text/plain part:",
        "",
    ]
    told = [line for text in lines for line in (wrap(text) if text else [""])] + plain_part(message).split(
        "\n"
    )
    return "\n".join(["<!--", *(f"  {comment_safe(line)}".rstrip() for line in told), "-->"])


def _document(message: Message, comment: str) -> str:
    """The HTML part: tables and inline styles only, at most 600 pixels wide."""
    look = message.look
    palette = look.palette
    serif = look.tone in (Tone.ELEGANT, Tone.FORMAL)
    font, heading = (_SERIF if serif else _SANS), (_SERIF if serif else _SANS)
    outside = mix(palette.background, palette.accent, 0.1)
    ink, quiet = (
        readable(palette.text, palette.surface, least=7),
        readable(palette.muted, palette.surface, outside, least=4.6),
    )
    text = f"margin: 0 0 16px; font-family: {font}; font-size: 16px; line-height: 26px; color: {ink};"
    rows = [f'<p style="{text}">{escaped(greeting(message))}</p>']
    rows += [f'<p style="{text}">{escaped(line)}</p>' for line in body_lines(message)]
    rows += _points(message, text, palette.link)
    rows += _facts(message, font, ink, quiet, palette.line)
    rows += _button(message, font, palette.accent, palette.on_accent)
    formula, name = closing(message)
    rows.append(f'<p style="{text} margin: 8px 0 0;">{escaped(formula)}<br>{escaped(name)}</p>')
    brand = look.brand or message.sender
    scheme = "light dark" if look.scheme is Scheme.AUTO else "dark" if palette.is_dark else "light"
    head = f'<td style="padding: 22px 32px; background-color: {palette.accent};"><p style="margin: 0; font-family: {heading}; font-size: 19px; font-weight: bold; line-height: 26px; color: {palette.on_accent};">{escaped(brand)}</p></td>'
    return "\n".join(
        [
            "<!doctype html>", comment, '<html lang="en">', "<head>", '  <meta charset="utf-8">', '  <meta name="viewport" content="width=device-width, initial-scale=1">',
            f'  <meta name="color-scheme" content="{scheme}">', f"  <title>{escaped(message.subject)}</title>", "</head>",
            f'<body style="margin: 0; padding: 0; background-color: {outside};">',
            f'  <div style="display: none; max-height: 0; overflow: hidden;">{escaped(preheader(message))}</div>',
            f'  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color: {outside};">', "    <tr>", '      <td align="center" style="padding: 32px 12px;">',
            f'        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 600px; background-color: {palette.surface}; border-radius: 8px; overflow: hidden;">',
            *([f"          <tr>{head}</tr>"] if brand else []),
            "          <tr>", '            <td style="padding: 36px 32px 40px;">',
            f'              <h1 style="margin: 0 0 24px; font-family: {heading}; font-size: 27px; line-height: 34px; color: {ink};">{escaped(message.subject)}</h1>',
            *(f"              {row}" for row in rows), "            </td>", "          </tr>", "        </table>",
            f'        <p style="max-width: 600px; margin: 18px auto 0; font-family: {font}; font-size: 13px; line-height: 20px; color: {quiet};">{escaped(_footer(message, brand))}</p>',
            "      </td>", "    </tr>", "  </table>", "</body>", "</html>",
        ]
    )  # fmt: skip


def _footer(message: Message, brand: str) -> str:
    if message.kind in ("newsletter", "sale", "announcement", "welcome", "abandoned cart"):
        return f"{brand or '[Sender]'} · [Postal address] · [Link to unsubscribe]"
    return f"{brand or '[Sender]'}"


def _points(message: Message, text: str, colour: str) -> list[str]:
    rows = []
    for title, told in message.points:
        shown = f"<strong>{escaped(title)}</strong><br>{escaped(told)}" if told else escaped(title)
        rows.append(
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
            f'<td width="24" valign="top" style="{text} color: {colour};">&bull;</td><td valign="top" style="{text} padding-bottom: 10px;">{shown}</td></tr></table>'
        )
    return rows


def _facts(message: Message, font: str, ink: str, quiet: str, line: str) -> list[str]:
    if not message.facts:
        return []
    cell = f"padding: 10px 0; border-bottom: 1px solid {line}; font-family: {font}; font-size: 15px; line-height: 22px;"
    rows = "".join(
        f'<tr><th scope="row" align="left" style="{cell} font-weight: normal; color: {quiet};">{escaped(label)}</th><td align="right" style="{cell} font-weight: bold; color: {ink};">{escaped(value)}</td></tr>'
        for label, value in message.facts
    )
    return [
        f'<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin: 4px 0 24px;">{rows}</table>'
    ]


def _button(message: Message, font: str, fill: str, ink: str) -> list[str]:
    if not message.action:
        return []
    href = (
        escaped(message.link if re.match(r"https?://", message.link) else f"https://{message.link}")
        if message.link
        else "#"
    )
    cell = f"border-radius: 6px; background-color: {fill};"
    link = f"display: inline-block; padding: 14px 28px; font-family: {font}; font-size: 16px; font-weight: bold; line-height: 20px; color: {ink}; text-decoration: none;"
    table = (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 10px 0 28px;">'
    )
    return [
        f'{table}<tr><td style="{cell}"><a href="{href}" style="{link}">{escaped(message.action)}</a></td></tr></table>'
    ]


def _multipart(message: Message) -> str:
    """The whole message as a file: headers, text/plain, text/html."""
    mail = EmailMessage(policy=SMTPUTF8.clone(linesep="\n"))
    mail["Subject"] = " ".join(visible(message.subject).split())
    mail["From"] = "sender@example.com"
    mail["To"] = "recipient@example.com"
    mail["X-Scaffold"] = (
        "getcode-lsp; a starting point from a prompt, addresses and texts in [brackets] are placeholders"
    )
    mail.set_content(plain_part(message) + "\n", cte="quoted-printable")
    note = "<!-- E-mail, scaffolded from a prompt by getcode-lsp: texts in [square brackets] are placeholders. -->"
    mail.add_alternative(_document(message, note) + "\n", subtype="html", cte="quoted-printable")
    mail.set_boundary("=_scaffold_alternative")
    return mail.as_string()


WRITER = Writer(_write, _improve)
