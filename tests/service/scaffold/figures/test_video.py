"""Storyboards: the scenes of a prompt, and the page that plays them in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser, Page, expect

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.figures.story_prompt import read_story
from tests.browser import chromium as chromium
from tests.browser import opened
from tests.service.scaffold.figures.documents import improved, written, written_or_refused
from tests.service.scaffold.figures.hostile import hostile, long_ones

APP = (
    "explainer video for a recycling app, 3 scenes of 5 seconds: collect bottles, scan the code, earn points"
)
STORIES = (
    (APP, "Recycling app", ["Collect bottles", "Scan the code", "Earn points"], [5, 5, 5], 21),
    ("Make a 30 second promo for our bakery. First show fresh bread. Then happy customers. End with our address: 12 Main Street.", "Bakery", ["Fresh bread", "Happy customers", "12 Main Street"], [8, 8, 8], 30),
    ("- Intro: Welcome to Acme (3s)\n- Problem: too many emails (4s)\n- Call to action: acme.com (2.5s)", "Storyboard", ["Welcome to Acme", "Too many emails", "acme.com"], [3, 4, 2.5], 15.5),
    ("countdown from 3 to 1 then Happy New Year", "Storyboard", ["3", "2", "1", "Happy New Year"], [1, 1, 1, 3], 12),
    ("Animated story: The sun rises over the hills. A bird wakes up. Night falls.", "Storyboard", ["The sun rises over the hills", "A bird wakes up", "Night falls"], [4, 3, 3], 16),
    ('video titled "Day one" with scene 1: wake up. Scene 2: coffee. Scene 3: work', "Day one", ["Wake up", "Coffee", "Work"], [3, 3, 3], 15),
    ("a 1 minute video about trees with 4 seconds each: seed, sprout, tree, forest", "Trees", ["Seed", "Sprout", "Tree", "Forest"], [4, 4, 4, 4], 22),
    ("slideshow:\n1. One fish\n2. Two fish", "Storyboard", ["One fish", "Two fish"], [3, 3], 12),
    ("30-second video explaining how our app works: 1) download the app 2) create an account 3) invite friends 4) start chatting", "How our app works", ["Download the app", "Create an account", "Invite friends", "Start chatting"], [6, 6, 6, 6], 30),
    ("intro video for YouTube channel 'Cooking with Ana': logo appears, then text 'New recipes every week', 8 seconds", "Cooking with Ana", ["Logo appears", "New recipes every week"], None, 8),
    ("Saving water. Scene 1 (5s): dripping tap. Scene 2 (7 seconds): a family. Scene 3, 4s: \"Every drop counts\".", "Storyboard", ["Dripping tap", "A family", "Every drop counts"], [5, 7, 4], 22),
    ("Scene 1 (0-5s): Sunrise. Scene 2 (5-12s): People walking.", "Storyboard", ["Sunrise", "People walking"], [5, 7], 18),
    ("tutorial: step 1 unbox it, step 2 plug it in, step 3 enjoy. Each step takes 6 seconds", "Storyboard", ["Unbox it", "Plug it in", "Enjoy"], [6, 6, 6], 24),
    ("promo for Acme: people lifting weights, logo with the slogan 'Wake up', text 'Run further' and the price", "Acme", ["People lifting weights", "Logo with the slogan 'Wake up'", "Run further", "The price"], [3, 4, 3, 3], 19),
    ("An intro for my podcast 'Night Talks': dark background, the title fades in, then the hosts, total 10 seconds", "Night Talks", ["The title fades in", "The hosts"], [2, 2], 10),
    ("TikTok reel, 20 seconds: a hook, three flavours, a price", "Storyboard", ["A hook", "Three flavours", "A price"], None, 20),
    ("a video that starts with the sun on a roof, then shows a house with lights, and ends with 'Go solar'.", "Storyboard", ["The sun on a roof", "A house with lights", "Go solar"], [4, 3, 3], 16),
    ("Product launch video: Slide one: 'Meet Nova', slide two: 'Out now'", "Product launch", ["Meet Nova", "Out now"], [3, 3], 12),
    ("A countdown from 2 then 'Launch!'", "Storyboard", ["2", "1", "Launch!"], [1, 1, 3], 11),
    ("| Shot | Seconds | Caption |\n|---|---|---|\n| Empty stage | 3 | Quiet |\n| Drummer enters | 5 | Listen! |", "Storyboard", ["Quiet", "Listen!"], [3, 5], 14),
    ("0:00-0:04 a snail crosses the path, 0:04-0:10 rain starts, 0:10-0:12 the snail hides", "Storyboard", ["A snail crosses the path", "Rain starts", "The snail hides"], [4, 6, 2], 18),
    ("00:00 logo of the museum, 00:05 a guide opens the door, 00:12 visitors look at vases", "Storyboard", ["Logo of the museum", "A guide opens the door", "Visitors look at vases"], [5, 7, 3], 21),
    ("0-3s: a match is struck; 3-8s: the candle burns; 8-10s: smoke", "Storyboard", ["A match is struck", "The candle burns", "Smoke"], [3, 5, 2], 16),
    ("A 15-second clip about brushing teeth, with the captions 'Wet', 'Brush', 'Rinse' and 'Smile'", "Brushing teeth", ["Wet", "Brush", "Rinse", "Smile"], None, 15),
    ("Storyboard for a pottery class ad. Scene 1: hands on wet clay, caption \"Make it yours\", 4 seconds. Scene 2: the kiln glows, caption \"Fire it\", 3 seconds.", "Pottery class ad", ["Make it yours", "Fire it"], [4, 3], 13),
    ("Opening shot: harbour at dawn. Cut to: the market. Closing: 'Fresh since 1911'. Each shot 4s. Fade out.", "Storyboard", ["Harbour at dawn", "The market", "Fresh since 1911"], [4, 4, 4], 18),
    ("45 second safety briefing for ferry passengers: 1. Find your life jacket (10s) 2. Follow the crew (8s)", "Safety briefing for ferry passengers", ["Find your life jacket", "Follow the crew"], [10, 8], 24),
    ("Title: The Lost Key. A boy finds a key. He opens the attic. Caption at the end: 'To be continued'", "The Lost Key", ["A boy finds a key", "He opens the attic"], [4, 3], 13),
    ("Make a video that explains photosynthesis: light hits the leaf, water rises, sugar forms. Add captions.", "Photosynthesis", ["Light hits the leaf", "Water rises", "Sugar forms"], [3, 3, 3], 15),
    ("a 20s ad for a bike lock with three scenes: thief looks, lock holds, owner smiles; slogan 'Locked is locked'", "Bike lock", ["Thief looks", "Lock holds", "Owner smiles"], None, 20),
    ("Storyboard in 4 frames: seedling in pot - watering can - sun - big tomato", "Storyboard", ["Seedling in pot", "Watering can", "Sun", "Big tomato"], [3, 3, 3, 3], 18),
    ("the founding years of our club, each for 2 seconds: 1899, 1923, 1950", "Storyboard", ["1899", "1923", "1950"], [2, 2, 2], 12),
    ("Make a title sequence: 'Winter', 'Spring', 'Summer' - 4 seconds each", "Storyboard", ["Winter", "Spring", "Summer"], [4, 4, 4], 18),
    ("how to boil an egg\n- boil water\n- wait 6 minutes\n- cool it (4s)", "How to boil an egg", ["Boil water", "Wait 6 minutes", "Cool it"], [3, 3, 4], 16),
    ("6 second teaser for Acme: fast, safe, cheap", "Acme", ["Fast", "Safe", "Cheap"], None, 6),
)  # fmt: skip
PROMPTS = [prompt for prompt, *_rest in STORIES]
ROLES = (
    "video: 3 scenes of 5 seconds: {x}, b, {x}", "{x}", "- {x} (3s)\n- b: {x} (4s)", 'video titled "{x}" with scene 1: {x}. Scene 2: b',
    "a {x} second promo for {x}. First show {x}. Then {x}.", "countdown from 3 to 1 then {x}", "Animated story: {x}. {x}.",
)  # fmt: skip


@pytest.mark.parametrize(("prompt", "title", "texts", "seconds", "length"), STORIES)
def test_scenes_and_lengths_are_read(
    prompt: str, title: str, texts: list[str], seconds: list[float] | None, length: float
) -> None:
    story = read_story(prompt)
    assert story.title == title
    assert [scene.text for scene in story.scenes] == texts
    if seconds:
        assert [scene.seconds for scene in story.scenes] == seconds
    assert story.length == pytest.approx(length, abs=0.1)


@pytest.mark.parametrize("prompt", ["", "a video", "make a viral clip for my channel"])
def test_without_scenes_it_refuses(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match="no scenes"):
        written(prompt, "video")


def test_what_is_seen_heads_what_is_said_and_the_last_words_close() -> None:
    story = read_story("Scene 1: wet clay, caption 'Make it'. Scene 2: the kiln, caption 'Fire it'")
    assert [scene.heading for scene in story.scenes] == ["Wet clay", "Kiln"]
    assert (
        read_story("A boy finds a key. He hides. Caption at the end: 'To be continued'").closing
        == "To be continued"
    )


def test_scenes_that_the_prompt_only_counts_are_marked_as_open() -> None:
    html = written("tutorial how to tie a tie in 6 steps", "video")
    assert html.count("to be filled in") >= 12
    assert "Note: the prompt does not say what happens" in html


@pytest.mark.parametrize("prompt", [*PROMPTS, "tutorial how to tie a tie in 6 steps"])
async def test_the_improved_prompt_gives_the_same_video(prompt: str) -> None:
    brief = await improved(prompt, "video")
    assert written(brief, "video") == written(prompt, "video")
    assert await improved(brief, "video") == brief


@contextmanager
def playing(browser: Browser, html: str, scheme: str = "light", width: int = 1280) -> Iterator[Page]:
    with opened(browser, scheme=scheme, width=width) as page:
        page.page.set_content(html)
        yield page.page
        page.is_clean()


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.scene')].filter(e => e.checkVisibility()).map(e => e.dataset.caption)"
    )
    return found


def test_each_moment_shows_its_scene_and_no_other(chromium: Browser) -> None:
    with playing(chromium, written(APP, "video")) as page:
        for second, scene in (
            (0, "Recycling app"),
            (2.9, "Recycling app"),
            (3, "Collect bottles"),
            (7.95, "Collect bottles"),
            (8, "Scan the code"),
            (13, "Earn points"),
            (18, "Recycling app"),
            (21, "Recycling app"),
        ):
            page.locator("#seek").fill(str(second))
            assert shown(page) == [scene], second
            expect(page.locator("#time")).to_have_text(f"0:{int(second):02d} / 0:21")
            assert page.locator("[aria-current]").count() == 1


def test_it_plays_pauses_and_goes_on_to_the_next_scene(chromium: Browser) -> None:
    with playing(chromium, written(APP, "video")) as page:
        page.locator("#seek").fill("7.8")
        page.get_by_role("button", name="Play").click()
        page.wait_for_function("() => Number(document.querySelector('#seek').value) > 8.05")
        assert shown(page) == ["Scan the code"]
        page.get_by_role("button", name="Pause").click()
        stopped = page.locator("#seek").input_value()
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
        )
        assert page.locator("#seek").input_value() == stopped
        page.locator("#seek").fill("20.9")
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Play again").click()
        page.wait_for_function("() => Number(document.querySelector('#seek').value) < 15")
        assert shown(page) == ["Recycling app"]


def test_keys_buttons_and_the_list_of_scenes_move_it(chromium: Browser) -> None:
    with playing(chromium, written(APP, "video")) as page:
        position = page.locator("#seek")
        for key, at in (
            ("ArrowRight", "1"),
            ("Shift+ArrowRight", "6"),
            ("ArrowLeft", "5"),
            ("End", "21"),
            ("Home", "0"),
            ("3", "8"),
        ):
            page.keyboard.press(key)
            assert position.input_value() == at, key
        page.get_by_role("button", name="Next scene").click()
        assert shown(page) == ["Earn points"]
        page.get_by_role("button", name="Previous scene").click()
        assert shown(page) == ["Scan the code"]
        page.get_by_role("button", name="Earn points").click()
        assert position.input_value() == "13"
        assert not page.locator("#caption").is_visible()
        page.keyboard.press("c")
        expect(page.locator("#caption")).to_have_text("Earn points")
        page.keyboard.press("k")
        expect(page.locator("#toggle")).to_have_text("Pause")
        page.keyboard.press(" ")


def test_who_wants_less_motion_gets_none(chromium: Browser) -> None:
    with opened(chromium) as page:
        page.page.emulate_media(reduced_motion="reduce")
        page.page.set_content(written("Animated story: A bird wakes up. Night falls.", "video"))
        page.page.locator("#seek").fill("4.5")
        moved = page.page.evaluate(
            "() => [...document.querySelectorAll('.art, .words')].map(e => getComputedStyle(e).transform).filter(t => t !== 'none')"
        )
        assert (
            moved,
            page.page.locator(".scene:not([hidden]) .words").evaluate("e => getComputedStyle(e).opacity"),
        ) == ([], "1")
        page.is_clean()


@pytest.mark.parametrize(
    ("prompt", "width", "scheme"),
    [
        (prompt, 400 if at % 2 else 1280, "dark" if at % 3 else "light")
        for at, prompt in enumerate([*PROMPTS, f"- {'very long words ' * 20}\n- {'x' * 200}"])
    ],
)
def test_words_stay_inside_the_stage(chromium: Browser, prompt: str, width: int, scheme: str) -> None:
    with playing(chromium, written(prompt, "video"), scheme, width) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        for start in page.evaluate(
            "() => [...document.querySelectorAll('.scene')].map(e => Number(e.dataset.start))"
        ):
            page.locator("#seek").fill(f"{int(start * 20 + 1) / 20 + 0.6:.2f}")
            outside = page.evaluate(
                """() => { const s = document.querySelector('.stage').getBoundingClientRect();
                const p = document.querySelector('.scene:not([hidden]) p').getBoundingClientRect();
                return p.left < s.left || p.right > s.right || p.top < s.top || p.bottom > s.bottom; }"""
            )
            assert not outside, (start, shown(page))


class Elements(HTMLParser):
    """Counts the elements of a page, and notes what may not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, value in attributes:
            if name.startswith("on") or (name in ("src", "href") and value):
                self.wrong.append(f"{tag} {name}")


@pytest.mark.parametrize("block", range(3))
def test_no_prompt_breaks_the_page(block: int) -> None:
    made = 0
    for seed in range(block * 70, block * 70 + 70):
        prompt = hostile(seed, PROMPTS, ROLES)
        html = written_or_refused(prompt, "video")
        if html:
            made += 1
            page = Elements()
            page.feed(html)
            assert page.wrong == [], f"seed {seed}: {prompt!r}"
            assert [page.counts[tag] for tag in ("html", "body", "script", "style", "ol", "h1")] == [1] * 6, (
                f"seed {seed}: {prompt!r}"
            )
            assert page.counts["section"] == page.counts["li"], f"seed {seed}: {prompt!r}"
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u202e\ud800-\udfff]", html), (
                f"seed {seed}: {prompt!r}"
            )
    assert made > 25


@pytest.mark.parametrize("seed", range(500, 508))
def test_a_hostile_prompt_gives_a_page_that_plays(chromium: Browser, seed: int) -> None:
    html = written_or_refused(hostile(seed, PROMPTS, ROLES), "video")
    if html:
        with playing(chromium, html) as page:
            page.locator("#seek").fill("3")
            assert len(shown(page)) == 1, seed


@pytest.mark.parametrize("prompt", long_ones(), ids=lambda prompt: repr(prompt[:12]))
def test_long_prompts_end_in_a_page_or_a_refusal(prompt: str) -> None:
    assert len(written_or_refused(prompt, "video")) < 1_500_000
