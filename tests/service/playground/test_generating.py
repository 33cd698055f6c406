"""A person generates in the playground: what they see while it streams, and what they get."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser import opened
from tests.service.playground.person import Person
from tests.service.playground.playing_service import KEY
from tests.service.processes import clean_environment, process


def test_what_is_generated_arrives_with_its_figures(person: Person) -> None:
    person.generates("say Owls — 🦉 — see\nin the dark.")
    assert person.output == "Owls — 🦉 — see\nin the dark."
    person.is_told("Done: 28 characters, 7 tokens.")
    expect(person.page.locator("#figure-tokens")).to_have_text("7")
    expect(person.page.locator("#figure-model")).to_have_text("sayer")
    expect(person.page.locator("#figure-time")).to_have_text(re.compile(r"^\d+\.\d s$"))
    expect(person.page.locator("#figure-rate")).to_have_text(re.compile(r"^[\d,]+ characters/s$"))


def test_control_and_enter_send(person: Person) -> None:
    person.writes("say hello")
    person.page.keyboard.press("Control+Enter")
    person.is_told("Done")
    assert person.output == "hello"


def test_the_notice_of_the_queue_is_shown_until_its_turn_comes(person: Person) -> None:
    person.sends("queue now it is mine")
    person.is_told("In the queue: 2 before you")
    person.is_told("Done: 14 characters, 77 tokens.")
    assert person.output == "now it is mine"


@pytest.mark.parametrize("how", ["button", "key"])
def test_a_stopped_generation_keeps_what_came(person: Person, how: str) -> None:
    person.sends("slow")
    person.waits_for_output("line 9")
    if how == "button":
        person.clicks("Stop")
    else:
        person.page.keyboard.press("Escape")
    person.is_told(re.compile(r"^Stopped: [\d,]+ characters kept\.$"))
    kept = person.output
    assert kept.startswith("line 0\nline 1\n")
    person.page.wait_for_timeout(300)  # for as long as thirty more lines would need
    assert person.output == kept
    person.generates("say and on")
    assert person.output == "and on"


def test_the_body_holds_what_was_chosen_and_a_language_where_it_applies(person: Person) -> None:
    bodies: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/generate"):
            bodies.append(json.loads(request.post_data or ""))

    person.page.on("request", note)
    person.chooses("API")
    person.picks_language("PHP")
    person.generates("say 1")
    person.chooses("Chart")
    expect(person.page.get_by_label("Language")).to_be_hidden()
    person.generates("say 2")
    assert bodies == [
        {"prompt": "say 1", "outputType": "api", "language": "php"},
        {"prompt": "say 2", "outputType": "chart"},
    ]


def test_all_ten_types_and_eight_languages_can_be_chosen(person: Person) -> None:
    from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES

    types = person.page.eval_on_selector_all("input[name=type]", "all => all.map(one => one.value)")
    languages = person.page.eval_on_selector_all("#language option", "all => all.map(one => one.value)")
    assert sorted(types) == sorted(OUTPUT_TYPES)
    assert languages == list(API_LANGUAGES)


@pytest.mark.parametrize(
    ("output_type", "language", "text", "name"),
    [
        ("API", "Python", "x = 1", "say-x-1.py"),
        ("API", "Node.js", "x", "say-x.js"),
        ("API", "TypeScript", "x", "say-x.ts"),
        ("API", "PHP", "x", "say-x.php"),
        ("API", "Choose for me", "from fastapi import FastAPI", "say-from-fastapi-import-fastapi.py"),
        ("Website", "HTML", "<p>x</p>", "say-p-x-p.html"),
        ("Website", "React", "x", "say-x.jsx"),
        ("Website", "Vue", "x", "say-x.vue"),
        ("Chart", None, "<svg/>", "say-svg.svg"),
        ("Image", None, "<svg><g/></svg>", "say-svg-g-svg.svg"),
        ("Email", None, "<p>x</p>", "say-p-x-p.html"),
        ("Excel", None, "a,b", "say-b.csv"),
        ("Slides", None, "<!doctype html>", "say-doctype-html.html"),
        ("Word", None, "plain", "say-plain.txt"),
    ],
)
def test_a_download_is_named_for_what_it_is(
    person: Person, tmp_path: Path, output_type: str, language: str | None, text: str, name: str
) -> None:
    person.chooses(output_type)
    if language:
        person.picks_language(language)
    person.generates(f"say {text}")
    saved = person.downloads(tmp_path)
    assert (saved.name, saved.read_text("utf-8")) == (name, text)


def test_copy_takes_the_whole_output(person: Person) -> None:
    person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.generates("say one\n\ntwo  🦉\n")
    person.clicks("Copy")
    person.is_told("Copied 13 characters.")
    assert person.page.evaluate("navigator.clipboard.readText()") == "one\n\ntwo  🦉\n"


def test_an_improved_prompt_is_used_and_the_first_one_kept(person: Person, url: str) -> None:
    person.chooses("Improve prompt")
    person.chooses("Chart")
    person.sends("owls")
    person.is_told("The improved prompt is below")
    person.clicks("Use as prompt")
    assert person.prompt == "say A better chart: owls"
    person.clicks("Generate")
    person.is_told("Done")
    assert person.output == "A better chart: owls"
    headers = {"Authorization": f"Bearer {KEY}"}
    newest = httpx.get(f"{url}/api/history?limit=1", headers=headers, trust_env=False).json()["generations"][
        0
    ]
    assert (newest["prompt"], newest["originalPrompt"]) == ("say A better chart: owls", "owls")
    person.page.get_by_text("Sent with your own first prompt").click()
    person.clicks("Go back to it")
    assert person.prompt == "owls"


def test_the_history_opens_older_generations_and_their_prompts(person: Person) -> None:
    for number in range(11):
        person.generates(f"say number {number}")
    person.clicks("Show what this key generated")
    entries = person.page.locator("#history-list li")
    expect(entries).to_have_count(10)
    person.clicks("Show older ones")
    entries.filter(has_text="say number 0").get_by_role("button").first.click()
    person.is_told("From the history: “say number 0”")
    assert person.output == "number 0"
    expect(person.page.locator("#figure-model")).to_have_text("sayer")
    person.clicks("Use its prompt")
    assert person.prompt == "say number 0"
    person.pastes("another key")
    expect(entries).to_have_count(0)


@pytest.fixture(scope="module")
def scaffold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service as a person starts it."""
    folder = tmp_path_factory.mktemp("scaffold")
    environment = clean_environment({"GETCODE_SERVICE_KEY": KEY}, folder)
    with process(["-m", "getcode_lsp", "serve", "--port", "0", "--engine", "scaffold"], environment) as child:
        yield child.out.next().split()[-1]


def test_the_scaffold_engine_writes_a_program_from_the_example(
    chromium: Browser, scaffold: str, tmp_path: Path
) -> None:
    with opened(chromium) as tab:
        person = Person(tab, scaffold)
        person.chooses("API")
        person.picks_language("Python")
        person.clicks("Use an example")
        person.page.keyboard.press("Control+Enter")
        person.is_told("Done")
        program = person.downloads(tmp_path)
        assert program.suffix == ".py"
        compile(program.read_text("utf-8"), program.name, "exec")
        person.saw_no_fault()


@pytest.mark.parametrize(
    ("output_type", "suffix", "shown"),
    [
        ("Website", ".html", "h1"),
        ("Chart", ".svg", "svg"),
        ("Email", ".html", "h1"),
        ("Word", ".html", "h1"),
        ("PDF", ".html", "h1"),
        ("Slides", ".html", "h1"),
        ("Image", ".svg", "svg"),
        ("Video", ".html", ".scene"),
    ],
)
def test_what_the_scaffold_engine_makes_of_the_example_is_previewed(
    chromium: Browser, scaffold: str, tmp_path: Path, output_type: str, suffix: str, shown: str
) -> None:
    with opened(chromium) as tab:
        person = Person(tab, scaffold)
        person.chooses(output_type)
        person.clicks("Use an example")
        person.clicks("Generate")
        person.is_told("Done")
        assert person.downloads(tmp_path).suffix == suffix
        expect(person.previews().locator(shown).first).to_be_visible()
        person.saw_no_fault()


def test_a_storyboard_of_the_scaffold_engine_plays_in_its_preview(chromium: Browser, scaffold: str) -> None:
    with opened(chromium) as tab:
        person = Person(tab, scaffold)
        person.chooses("Video")
        person.clicks("Use an example")
        person.clicks("Generate")
        person.is_told("Done")
        shown = person.previews()
        shown.get_by_role("button", name="Next scene").click()
        expect(shown.locator(".scene:visible")).to_contain_text("Dusk over a forest")
        expect(shown.locator(".scene:visible svg")).to_be_visible()
        shown.get_by_role("button", name="Play", exact=True).click()
        expect(shown.locator(".scene:visible")).to_contain_text("An owl wakes", timeout=30_000)
        person.saw_no_fault()


def test_a_spreadsheet_of_the_scaffold_engine_is_previewed_as_a_table(
    chromium: Browser, scaffold: str, tmp_path: Path
) -> None:
    with opened(chromium) as tab:
        person = Person(tab, scaffold)
        person.chooses("Excel")
        person.clicks("Use an example")
        person.clicks("Generate")
        person.is_told("Done")
        saved = person.downloads(tmp_path)
        assert saved.suffix == ".csv"
        person.clicks("Preview")
        with saved.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        shown = person.page.locator("#preview tr").all()
        assert [row.locator("th, td").all_text_contents() for row in shown] == rows
        person.saw_no_fault()
