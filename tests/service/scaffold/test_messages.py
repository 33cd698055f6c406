"""E-mails: what mail programs take, what the prompt asks for, and the part in plain text."""

from __future__ import annotations

import email
import re
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from getcode_lsp.service.engines.base import EngineRefusal
from tests.browser import opened
from tests.service.scaffold.pages import assert_accessible, assert_fits, show, written
from tests.service.scaffold.test_page_briefs import MESSAGES

SEEN = (
    ["Welcome to TaskFlow", "Create a project", "Set a reminder", "Get started", "TaskFlow"],
    [
        "Hello Maria,",
        "Thank you for the meeting on Tuesday.",
        "Please send the contract by Friday.",
        "Jonas Weber",
    ],
    ["Payment reminder", "Northwind Traders", "2024-117", "€1,250.00", "3 May 2024", "Bright Ideas GmbH"],
    ["News from Sol & Sal", "New sourdough", "Baking course on 12 June", "Book the course"],
)


class Styles(HTMLParser):
    """Notes the elements of a mail, and those of its text that have no style of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bare: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if (
            tag in ("p", "h1", "a", "td", "th", "body", "div")
            and not dict(attributes).get("style")
            and not (tag == "td" and dict(attributes).get("align"))
        ):
            self.bare.append(self.get_starttag_text() or tag)


@pytest.mark.parametrize(("prompt", "seen"), [*zip(MESSAGES, SEEN, strict=True)])
def test_a_mail_says_what_was_asked_for(
    prompt: str, seen: list[str], chromium: Browser, tmp_path: Path, frontend: Path
) -> None:
    html = written(prompt, "email")
    for width in (1280, 360):
        with opened(chromium, width=width) as tab:
            show(tab.page, html, tmp_path)
            text = tab.page.inner_text("body")
            assert [words for words in seen if words not in text] == []
            widths = tab.page.eval_on_selector_all(
                "table table", "all => all.map((one) => one.getBoundingClientRect().width)"
            )
            assert max(widths) <= 600
            assert_fits(tab.page)
            tab.page.evaluate(
                "document.querySelector('body > div').remove()"
            )  # the preheader, which is hidden
            assert_contrast_only(tab.page, frontend)
            tab.is_clean()


def assert_contrast_only(tab: object, frontend: Path) -> None:
    """A mail has no landmarks: its client brings them."""
    from playwright.sync_api import Page

    assert isinstance(tab, Page)
    tab.evaluate("document.querySelector('body > table').setAttribute('role', 'main')")
    assert_accessible(tab, frontend)


@pytest.mark.parametrize("prompt", MESSAGES)
def test_a_mail_needs_no_style_sheet_and_no_script(prompt: str) -> None:
    html = written(prompt, "email")
    parser = Styles()
    parser.feed(html)
    assert {"style", "script", "link", "img", "svg", "form", "video", "iframe"} & set(parser.tags) == set()
    assert parser.bare == []
    assert "max-width: 600px" in html
    assert not re.search(r"\b(?:flex|grid|position)\b\s*:?", re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL))


def test_the_comment_holds_subject_and_plain_text() -> None:
    html = written(MESSAGES[1], "email")
    comment = html[html.index("<!--") : html.index("-->")]
    assert "Subject: Thank you" in comment
    assert "Please send the contract by Friday." in comment
    assert "scaffold" in comment
    assert html.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ("Write an email to my team and include three tips for working from home", ["[Tip 1 for working from home]", "[Tip 3 for working from home]"]),
        ("Welcome email for a gym with 5 tips for beginners", ["[Tip 5 for beginners]"]),
        ("Ask my boss Karen for two days off, 4 and 5 March, because my sister is getting married",
         ["Hello Karen,", "I would like to ask for two days off, 4 and 5 March, because my sister is getting married."]),
        ("Send an email telling the client that the delivery is late, apologise, and offer a 10% discount",
         ["The delivery is late.", "We are sorry about this.", "We would like to offer you a 10% discount."]),
        ("Thank you note to Dr. Patel for the interview yesterday", ["Hello Dr. Patel,", "Thank you for the interview yesterday."]),
        ("Write to parents: bring a packed lunch and wear sturdy shoes. Sign it Mrs Clarke.", ["Mrs Clarke"]),
        ("email about our sale: 25% off all shoes. From Stride Footwear.", ["Stride Footwear"]),
        ("Invite everybody to the Christmas party on 18 December. Ask people to RSVP by 10 December.",
         ["You are invited to the Christmas party.", "Please RSVP by 10 December."]),
        ("Email to the team. Tell them the office is closed on Monday and that we are back on Tuesday. Ask whether they have keys.",
         ["The office is closed on Monday and we are back on Tuesday.", "Please let me know whether you have keys."]),
        ("Write an email to my boss Karen that I'm sick today. Best, Tom", ["Hello Karen,", "I'm sick today.", "Best, Tom"]),
        ("Email to my landlord Mr Petrov: the heating has been broken since Friday, please send someone. Regards, Ellen Marsh, flat 12",
         ["Subject: The heating has been broken since Friday", "Hello Mr Petrov,", "The heating has been broken since Friday. Please send someone.", "Regards, Ellen Marsh, flat 12"]),
        ("To: claire@fern.example\nSubject: Quote for the wall\n\nHi Claire, here it is: materials 420, labour 680. We could start on 9 March. Thanks, Rob",
         ["Subject: Quote for the wall", "Hi Claire, Here it is: materials 420, labour 680. We could start on 9 March. Thanks, Rob"]),
        ("reminder to patients: check-up on Monday, bring your card, call 020 7946 0018 to reschedule", ["* Bring your card", "* Call 020 7946 0018 to reschedule"]),
        ("thank Maria for her help and ask her to send the photos, from Peter", ["Thank you for your help.", "Please send the photos."]),
        ("Decline the applicant Lena Fischer politely for the position of data analyst, from the HR team at Nordhaus",
         ["Subject: Your application: data analyst", "Hello Lena Fischer,", "HR team at Nordhaus"]),
        ("Invite Dr Singh to speak at our conference in Oslo on 5 October. Best wishes, Ingrid Dahl",
         ["We would like to invite you to speak at our conference in Oslo on 5 October.", "Best wishes, Ingrid Dahl"]),
        ("Order confirmation for Anna Berg: order 4711, 2 mugs at €12, total €24.00", ["Hello Anna Berg,", "* 2 mugs at €12", "Total: €24.00"]),
        ("apologise to Mrs Kaya for the wrong size, from Nadia at Loom", ["We apologise for the wrong size.", "Nadia at Loom"]),
        ("Password reset email for Northwind. Link valid for 30 minutes. Keep it short.", ["Link valid for 30 minutes. Reset password"]),
    ],
)  # fmt: skip
def test_what_is_asked_in_passing_is_said(prompt: str, lines: list[str]) -> None:
    html = written(prompt, "email")
    comment = " ".join(html[html.index("<!--") : html.index("-->")].split())
    assert [line for line in lines if line not in comment] == []


def test_an_eml_is_a_message_with_both_parts() -> None:
    message = email.message_from_string(written(f"{MESSAGES[0]}, as an .eml file", "email"), policy=default)
    assert message["Subject"] == "Welcome to TaskFlow"
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "* Create a project" in plain.get_content()
    assert "Create a project</td>" in html.get_content()
    assert message.defects == []


@pytest.mark.parametrize(
    ("prompt", "subject"),
    [
        ("Password reset email for Acme", "Reset your password"),
        ('announce that we are raising prices, subject "Changes to our prices"', "Changes to our prices"),
        ("Newsletter from Kiln", "News from Kiln"),
        ("write an apology to customers for the outage", "We are sorry"),
        ("sale email, 30% off everything with code BLACK30", "30% off everything"),
        (
            "an email with the subject Your parcel is on its way to Mrs Okafor, order 88213, button Track parcel",
            "Your parcel is on its way",
        ),
        (
            "subject line: 50% off, this weekend only, with a button Shop now, from Stride",
            "50% off, this weekend only",
        ),
        (
            "Please write an email to Anna. Subject should be short. Tell her the train leaves at 9.",
            "The train leaves at 9",
        ),
        (
            "Invitation to our summer party on Saturday 14 June at 18:00",
            "You are invited to our summer party",
        ),
    ],
)
def test_the_subject_is_the_given_one_or_that_of_its_kind(prompt: str, subject: str) -> None:
    assert f"Subject: {subject}\n" in written(prompt, "email")


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        (
            "invite Mara to the opening of a gallery on 14 May",
            ("Hello Mara,", "You are invited to the opening of a gallery."),
        ),
        (
            "an email thanking John Smith for the workshop",
            ("Hello John Smith,", "Thank you for the workshop."),
        ),
        ("Ask Peter to send the report", ("Hello Peter,", "Please send the report.")),
        ("Remind the team to submit timesheets by Friday", ("Please submit timesheets by Friday.",)),
    ],
)
def test_who_is_named_is_greeted_and_what_is_said_is_there(prompt: str, lines: tuple[str, ...]) -> None:
    text = written(prompt, "email")
    assert [line for line in lines if f"\n  {line}\n" not in text] == []


@pytest.mark.parametrize(
    ("prompt", "line"),
    [
        ("Please write an email to Anna. Tell her the train leaves at 9.", "Please write an email"),
        (
            'Sale email for Fig & Co: 30% off linen, button "Shop" linking to https://fig.example/sale',
            "Linking to",
        ),
        ("Sale email: 30% off linen, free delivery over £50", "Amount:"),
        ("email for my dentist to move the appointment from Monday to Thursday", "\n  Monday\n"),
    ],
)
def test_what_is_said_of_a_message_is_no_part_of_it(prompt: str, line: str) -> None:
    assert line not in written(prompt, "email")


@pytest.mark.parametrize("prompt", ["sort a list", "", "binary search in rust"])
def test_what_is_no_message_is_refused(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match=r"llama .* openai"):
        written(prompt, "email")
