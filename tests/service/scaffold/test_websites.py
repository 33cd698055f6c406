"""Websites in HTML, opened in Chromium: what was asked for is there, works, can be read, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import opened
from tests.service.scaffold.pages import assert_accessible, assert_fits, show, written

SAAS = (
    "Landing page for a SaaS called Ledgerly: navigation, hero, features, pricing with three plans (Free 0, Pro 12, Team 29 per month), "
    'testimonials, FAQ with "What does it cost?" and "Can I cancel?", contact form with name, email and message, footer'
)
BAKERY = (
    'A landing page for a bakery called Sol & Sal in dark green and cream with a hero with headline "Bread worth waking up for" '
    'and button "Order now", a menu (Sourdough €5, Croissant €2.50, Rye loaf €4), opening hours Mon-Fri 7-18, Sat 8-14, closed Sunday, '
    "and the address 12 Harbour Street, Porto"
)
DASHBOARD = (
    "Create a dashboard for Acme Corp in dark mode with cards for revenue 12,400, users 312 and churn 2.1%, a bar chart of sales "
    "(Jan 10, Feb 24, Mar 18), a table of orders (id, customer, total, status) and a sidebar"
)
LAW = """Website for our law firm
- Hero: "Justice, plainly" with a "Call us" button
- Practice areas: Family law, Criminal law, Tax
- Team: Anna Berg (partner), Ben Cho (associate)
- FAQ
  - What does it cost? The first talk is free.
  - Do you speak Spanish?
- Our promise: We answer within a day.
- Footer with phone +351 123 456 789 and mail hello@law.example"""
PLAYFUL = (
    "A playful website for a toy shop called Wobble with a dark mode toggle, a hero, tabs (Toys, Books, Games), a gallery of 6 photos, "
    "how it works in three steps: Choose, Pay, Play, a newsletter signup and a call to action"
)
FORM = (
    "registration form with full name, email, phone (optional), date of birth, t-shirt size (S, M, L or XL), number of guests between 1 and 4, "
    "payment (radio: card, cash) and a checkbox for accepting the terms"
)
PROMPTS = {
    "saas": SAAS,
    "bakery": BAKERY,
    "dashboard": DASHBOARD,
    "law": LAW,
    "playful": PLAYFUL,
    "form": FORM,
    "bare": "yoga studio",
}
SEEN = {
    "saas": ["Ledgerly", "Features", "Free", "12", "per month", "Testimonials", "Can I cancel?", "Message", "[Feature 1]"],
    "bakery": ["Bread worth waking up for", "Order now", "Croissant", "€2.50", "Mon–Fri", "7–18", "Closed", "12 Harbour Street, Porto"],
    "dashboard": ["Acme Corp", "12,400", "Churn", "Orders", "Customer", "Feb"],
    "law": ["Justice, plainly", "Call us", "Criminal law", "Anna Berg", "associate", "Do you speak Spanish?", "We answer within a day.", "hello@law.example"],
    "playful": ["Wobble", "Toys", "Choose", "Pay", "Play", "Newsletter"],
    "form": ["Full name", "T-shirt size", "Number of guests"],
    "bare": ["Yoga studio", "What we offer", "About us", "Contact us"],
}  # fmt: skip


@pytest.mark.parametrize("name", PROMPTS)
def test_a_page_shows_what_was_asked_for_wide_and_narrow_light_and_dark(
    name: str, chromium: Browser, tmp_path: Path, frontend: Path
) -> None:
    html = written(PROMPTS[name])
    for width, scheme in ((1280, "light"), (360, "dark")):
        with opened(chromium, width=width, scheme=scheme) as tab:
            show(tab.page, html, tmp_path)
            text = tab.page.inner_text("body")
            assert [words for words in SEEN[name] if words.lower() not in text.lower()] == []
            assert tab.page.locator("h1").count() == 1
            assert_fits(tab.page)
            assert_accessible(tab.page, frontend)
            tab.is_clean()


def test_sections_stand_in_the_order_in_which_they_are_asked_for(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(SAAS), tmp_path)
        assert tab.page.locator("main h1, main h2").all_inner_texts() == [
            "Ledgerly", "Features", "Pricing", "Testimonials", "Frequently asked questions", "Contact us",
        ]  # fmt: skip


def test_every_link_leads_to_a_section_of_the_page(chromium: Browser, tmp_path: Path) -> None:
    for prompt in PROMPTS.values():
        with opened(chromium) as tab:
            show(tab.page, written(prompt), tmp_path)
            links = tab.page.eval_on_selector_all("a", "all => all.map((a) => a.getAttribute('href'))")
            inner = [link for link in links if link.startswith("#")]
            assert [link for link in inner if tab.page.locator(f"[id='{link[1:]}']").count() != 1] == []
            assert [link for link in links if not link.startswith(("#", "tel:", "mailto:"))] == []


def test_the_menu_opens_on_a_small_screen_and_closes_behind_a_link(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, width=360) as tab:
        show(tab.page, written(SAAS), tmp_path)
        links, button = tab.page.locator(".nav-links"), tab.page.get_by_role("button", name="Menu")
        expect(links).to_be_hidden()
        button.click()
        expect(links).to_be_visible()
        expect(button).to_have_attribute("aria-expanded", "true")
        assert_fits(tab.page)
        links.get_by_text("Pricing").click()
        expect(links).to_be_hidden()
        expect(tab.page.locator("#pricing")).to_be_in_viewport()
        button.press("Enter")
        tab.page.keyboard.press("Escape")
        expect(links).to_be_hidden()
        tab.is_clean()


def test_a_question_opens_by_mouse_and_keyboard(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(LAW), tmp_path)
        answer = tab.page.get_by_text("The first talk is free.")
        expect(answer).to_be_hidden()
        tab.page.get_by_text("What does it cost?").click()
        expect(answer).to_be_visible()
        tab.page.locator("summary", has_text="Do you speak Spanish?").focus()
        tab.page.keyboard.press("Enter")
        expect(tab.page.get_by_text("[The answer to this question.]")).to_be_visible()


def test_a_form_says_what_is_wrong_and_sends_nothing(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        sent: list[str] = []
        tab.page.on("request", lambda request: sent.append(request.url))
        show(tab.page, written(FORM), tmp_path)
        sent.clear()
        tab.page.get_by_role("button", name="Register").click()
        assert tab.page.locator(".error:not(:empty)").count() == 7
        expect(tab.page.get_by_label("Full name")).to_be_focused()
        tab.page.get_by_label("Full name").fill("Ada")
        tab.page.get_by_label("Email").fill("ada")
        tab.page.get_by_label("Date of birth").fill("2000-02-01")
        tab.page.get_by_label("T-shirt size").select_option("M")
        tab.page.get_by_label("Number of guests").fill("9")
        tab.page.get_by_label("cash").check()
        tab.page.get_by_label("accepting the terms").check()
        tab.page.keyboard.press("Enter")
        expect(tab.page.get_by_text("Please enter an e-mail address")).to_be_visible()
        expect(tab.page.get_by_text("Please enter 4 or less.")).to_be_visible()
        assert tab.page.locator(".error:not(:empty)").count() == 2
        tab.page.get_by_label("Email").fill("ada@example.com")
        tab.page.get_by_label("Number of guests").fill("4")
        tab.page.get_by_role("button", name="Register").click()
        expect(tab.page.get_by_role("status")).to_contain_text("nothing was sent")
        assert tab.page.locator(".error:not(:empty)").count() == 0
        assert sent == []
        tab.is_clean()


def test_tabs_show_one_panel_and_take_the_arrow_keys(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(PLAYFUL), tmp_path)
        panels = tab.page.get_by_role("tabpanel")
        expect(panels).to_have_count(1)
        tab.page.get_by_role("tab", name="Games").click()
        expect(panels).to_contain_text("Games")
        tab.page.keyboard.press("ArrowRight")
        expect(tab.page.get_by_role("tab", name="Toys")).to_be_focused()
        expect(panels).to_contain_text("Toys")


def test_the_theme_switch_changes_the_colours(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(PLAYFUL), tmp_path)
        colour = "getComputedStyle(document.body).backgroundColor"
        before = tab.page.evaluate(colour)
        tab.page.get_by_role("button", name="Light or dark").click()
        assert tab.page.evaluate(colour) != before
        tab.page.get_by_role("button", name="Light or dark").click()
        assert tab.page.evaluate(colour) == before


def test_the_colours_of_the_prompt_are_on_the_page(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(BAKERY), tmp_path)
        assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 244, 227)"
        button = tab.page.get_by_role("link", name="Order now")
        assert button.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(26, 86, 42)"


def test_the_file_names_nothing_outside_itself() -> None:
    for prompt in PROMPTS.values():
        html = written(prompt)
        assert not re.findall(r"""(?:src|href|url|import|@import)\s*[=(]\s*["']?\s*(?:https?:)?//""", html)
        assert "<link" not in html


def test_the_comment_says_what_was_understood_assumed_and_ignored() -> None:
    html = written(
        "Landing page for a gym with pricing and a contact form. Connect it to Stripe and send an email to the owner."
    )
    comment = html[html.index("<!--") : html.index("-->")]
    assert "- pricing\n" in comment
    assert "- form: Contact us (Name, Email, Message)" in comment
    assert "scaffold" in comment
    assert "placeholder" in comment
    assert "Ignored, not built:" in comment
    assert "Stripe" in comment[comment.index("Ignored") :]
    assert "assumed" in written("yoga studio")
