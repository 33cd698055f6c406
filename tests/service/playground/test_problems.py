"""What goes wrong is told in a sentence with what to do next, and nothing that came is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import opened
from tests.service.playground.conftest import playing_service
from tests.service.playground.person import Person
from tests.service.playground.playing_service import FREE_KEY, SPENT_KEY


def test_a_wrong_key_is_told_and_marked(person: Person) -> None:
    person.pastes("gc_wrong")
    person.sends("say x")
    person.is_shown_problem("The key was refused", "The key is missing or wrong", "getcode-lsp keys add")
    expect(person.page.get_by_label("API key")).to_have_attribute("aria-invalid", "true")
    assert person.prompt == "say x"


@pytest.mark.parametrize(
    ("key", "told"),
    [("", "Paste a key of this service"), ("my key", "It holds blanks"), ("schlüssel", "It holds")],
)
def test_what_can_be_no_key_is_not_sent(person: Person, key: str, told: str) -> None:
    person.pastes(key)
    person.sends("say x")
    person.sees(told)
    expect(person.page.get_by_label("API key")).to_be_focused()
    assert person.tab.errors == []


def test_an_empty_prompt_is_not_sent(person: Person) -> None:
    person.sends("  ")
    person.sees("A prompt is needed")
    expect(person.page.get_by_label("Prompt", exact=True)).to_be_focused()


def test_a_plan_that_is_not_enough_is_told(person: Person) -> None:
    person.pastes(FREE_KEY)
    person.sends("say x")
    person.is_shown_problem(
        "This key's plan is not enough", "This needs the Pro plan; the key has the Free plan.", "Use a key"
    )


def test_a_used_up_limit_counts_down(person: Person) -> None:
    person.pastes(SPENT_KEY)
    person.chooses("Improve prompt")
    person.sends("one")
    person.is_told("The improved prompt is below")
    person.page.clock.install()
    person.sends("two")
    person.is_shown_problem("Too many requests for this key", "requests of this hour are used up")
    countdown = person.page.locator("#countdown")
    expect(countdown).to_have_text(re.compile(r"^Try again in (59|60) min \d+ s\.$"))
    before = countdown.text_content()
    person.page.clock.run_for(2_000)
    assert countdown.text_content() != before
    person.page.clock.fast_forward(3_600_000)
    person.page.clock.run_for(1_000)
    expect(countdown).to_have_text("You can try again now.")


def test_what_the_engine_refuses_is_told_in_its_words(person: Person) -> None:
    person.sends("refuse")
    person.is_shown_problem("The generation failed", "The sayer can't say this; say something else.")


def test_a_failure_on_the_way_keeps_what_came(person: Person) -> None:
    person.sends("break")
    person.is_shown_problem("The generation failed, 10 characters kept", "The engine failed")
    assert person.output == "half of it"
    expect(person.page.get_by_role("button", name="Copy")).to_be_visible()


def test_a_prompt_that_is_too_large_is_told(person: Person) -> None:
    person.sends("say " + "x" * (1024 * 1024))
    person.is_shown_problem("That is too large", "Send a smaller file or a shorter prompt.")


def test_a_service_that_dies_on_the_way_leaves_what_came(chromium: Browser, tmp_path: Path) -> None:
    with playing_service(tmp_path) as (url, process), opened(chromium) as tab:
        person = Person(tab, url)
        person.sends("slow")
        person.waits_for_output("line 9")
        process.popen.kill()
        expect(person.page.locator("#problem-title")).to_have_text(
            re.compile(r"^The stream stopped early, \d+ characters kept$"), timeout=30_000
        )
        assert person.output.startswith("line 0\nline 1\n")
        person.page.locator("#send").click()
        person.is_shown_problem(
            "The service can't be reached", "getcode-lsp serve", "Your prompt stays here."
        )
        assert person.prompt == "slow"
        person.saw_no_fault()


def test_a_service_without_a_history_shows_none(chromium: Browser, tmp_path: Path) -> None:
    with playing_service(tmp_path, "--no-history") as (url, _process), opened(chromium) as tab:
        person = Person(tab, url)
        expect(person.page.locator("#history")).to_be_hidden()
        person.generates("say x")
        person.saw_no_fault()


def test_markup_in_messages_and_texts_stays_text(person: Person) -> None:
    markup = "<img src=x onerror=document.title='hit'><script>document.title='hit'</script>"
    person.chooses("Improve prompt")
    person.sends(markup)
    person.is_told("The improved prompt is below")
    person.clicks("Use as prompt")
    person.clicks("Generate")
    person.is_told("Done")
    person.clicks("Show what this key generated")
    expect(person.page.locator("#history-list li").first).to_contain_text(markup)
    assert markup in person.output
    assert person.page.title() == "GetCode playground"
    assert person.page.locator("main img, main script").count() == 0
