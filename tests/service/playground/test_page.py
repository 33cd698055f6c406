"""The page itself: where the key is, and how it is used by keyboard, in the dark, on a narrow screen, by everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import opened
from tests.npm import modules_of
from tests.service.playground.person import Person
from tests.service.playground.playing_service import KEY

PLACES = """async () => JSON.stringify([
    location.href, document.cookie, {...localStorage}, {...sessionStorage}, history.state, name,
    document.documentElement.outerHTML,
    (await indexedDB.databases()).map(one => one.name), await caches.keys(),
    performance.getEntries().map(one => one.name),
])"""
FRONTEND = Path(__file__).parents[1] / "scaffold" / "frontend"  # its modules have axe-core among them


def test_the_key_is_in_memory_only(person: Person) -> None:
    person.generates("say x")
    person.clicks("Show what this key generated")
    expect(person.page.locator("#history-list li").first).to_be_visible()
    assert KEY not in person.page.evaluate(PLACES)
    field = person.page.get_by_label("API key")
    assert (field.get_attribute("type"), field.get_attribute("autocomplete")) == ("password", "off")
    assert (field.get_attribute("name"), field.evaluate("field => field.form")) == (None, None)
    person.page.reload()
    person.is_at_the_page()
    assert field.input_value() == ""
    assert KEY not in person.page.evaluate(PLACES)
    assert person.page.context.storage_state() == {"cookies": [], "origins": []}


def test_a_page_that_is_come_back_to_has_no_key(person: Person, url: str) -> None:
    person.page.goto(f"{url}/healthz")
    person.page.go_back()
    person.is_at_the_page()
    assert person.page.get_by_label("API key").input_value() == ""


def focused(person: Person) -> str:
    found: str = person.page.evaluate(
        """() => {
            const at = document.activeElement;
            const shown = at.type === "radio" ? at.nextElementSibling : at;
            const style = getComputedStyle(shown);
            if (at !== document.body && style.outlineStyle === "none") throw new Error("no focus shown: " + at.outerHTML);
            return at.id || at.value || at.textContent.trim();
        }"""
    )
    return found


def test_everything_is_done_with_the_keyboard_and_the_focus_is_always_seen(person: Person) -> None:
    press = person.page.keyboard.press
    person.page.reload()
    person.is_at_the_page()
    press("Tab")
    assert focused(person) == "Skip to the output"
    press("Tab")
    assert focused(person) == "key"
    person.page.keyboard.type(KEY)
    press("Tab")
    assert focused(person) == "generate"
    press("ArrowRight")
    assert focused(person) == "improve"
    press("Tab")
    assert focused(person) == "website"
    press("ArrowRight")
    assert focused(person) == "chart"
    press("Tab")
    assert focused(person) == "example"
    press("Tab")
    assert focused(person) == "prompt"
    person.page.keyboard.type("owls")
    press("Tab")
    assert focused(person) == "send"
    press("Enter")
    person.is_told("The improved prompt is below")
    assert focused(person) == "send"
    for name in ("use", "copy", "download", "output"):
        press("Tab")
        assert focused(person) == name
    for _ in range(3):
        press("Shift+Tab")
    press("Enter")
    assert focused(person) == "prompt"
    assert person.prompt == "say A better chart: owls"
    press("Control+Enter")
    person.is_told("Done")
    assert person.output == "A better chart: owls"


def test_the_status_is_spoken_politely_and_the_stream_is_not(person: Person) -> None:
    expect(person.page.locator("#status")).to_have_attribute("aria-live", "polite")
    assert (
        person.page.locator("#output").evaluate("at => at.closest('[aria-live], [role=log], [role=status]')")
        is None
    )
    person.sends("slow")
    person.is_told("Writing…")
    said = person.page.evaluate(
        """() => new Promise(done => {
            let changes = 0;
            const status = document.querySelector("#status"), output = document.querySelector("#output");
            const everything = {childList: true, characterData: true, subtree: true};
            new MutationObserver(() => { changes += 1; }).observe(status, everything);
            const wait = () => output.textContent.includes("line 50") ? done(changes) : requestAnimationFrame(wait);
            wait();
        })"""
    )
    person.clicks("Stop")
    assert said == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_scrolls_sideways_and_axe_finds_nothing(
    chromium: Browser, url: str, width: int, scheme: str
) -> None:
    axe = (modules_of(FRONTEND) / "axe-core" / "axe.min.js").read_text("utf-8")
    with opened(chromium, width=width, scheme=scheme) as tab:
        person = Person(tab, url)
        person.page.evaluate(axe)  # through the debugging protocol, which the page's policy does not govern
        _is_in_order(person, "at first")
        person.generates(f"say <h1>Owls</h1><p>{'long' * 300}</p>")
        _is_in_order(person, "with an output")
        person.clicks("Preview")
        _is_in_order(person, "with a preview")
        person.chooses("Improve prompt")
        person.sends("x" * 200)
        person.is_told("The improved prompt is below")
        person.clicks("Use as prompt")
        person.clicks("Show what this key generated")
        expect(person.page.locator("#history-list li").first).to_be_visible()
        _is_in_order(person, "with a history and a first prompt")
        person.chooses("Excel")
        person.generates("say a,b\n1,2")
        person.clicks("Preview")
        _is_in_order(person, "with a table")
        person.sends("refuse")
        person.is_shown_problem("The generation failed")
        person.sends("")
        person.sees("A prompt is needed")
        _is_in_order(person, "with problems")
        person.saw_no_fault()


def _is_in_order(person: Person, when: str) -> None:
    widest = person.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    assert widest <= person.page.evaluate("innerWidth"), when
    # Frames are left out: what was generated there is not the page's.
    found: dict[str, Any] = person.page.evaluate("axe.run(document, {iframes: false})")
    assert [(when, one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_light_and_dark_differ_and_no_motion_is_forced(chromium: Browser, url: str) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        with opened(chromium, scheme=scheme) as tab:
            person = Person(tab, url)
            grounds.add(person.page.evaluate("getComputedStyle(document.body).backgroundColor"))
            person.page.emulate_media(reduced_motion="reduce")
            person.sends("slow")
            person.is_told("Writing…")
            dot = "getComputedStyle(document.querySelector('#status'), '::before').animationName"
            assert person.page.evaluate(dot) == "none"
            person.clicks("Stop")
    assert len(grounds) == 2


def test_a_long_stream_is_whole_and_followed_until_the_reader_scrolls_up(person: Person) -> None:
    person.sends("lines 15000")  # 1.2 MB
    person.waits_until("document.querySelector('#output').textContent.length > 100000")
    at_end = (
        "(at => at.scrollHeight - at.scrollTop - at.clientHeight < 40)(document.querySelector('#output'))"
    )
    person.waits_until(at_end)
    person.page.locator("#output").hover()
    person.page.evaluate("document.querySelector('#output').scrollTop = 40")
    person.is_told("Done: 1,200,000 characters")
    assert person.page.evaluate("document.querySelector('#output').scrollTop") == 40
    lines = person.output.splitlines()
    assert [int(line.split()[0]) for line in lines] == list(range(15_000))
    assert person.page.locator("#output > div").count() > 100


def test_a_selection_that_is_copied_has_the_lines_of_the_text(person: Person) -> None:
    person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.generates("lines 400")
    person.page.locator("#output").evaluate("at => getSelection().selectAllChildren(at)")
    person.page.keyboard.press("Control+c")
    assert person.page.evaluate("navigator.clipboard.readText()") == person.output
