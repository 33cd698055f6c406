"""Brand, subject, colours and tone out of ordinary English, and palettes in which every text can be read."""

from __future__ import annotations

import random

import pytest

from getcode_lsp.service.engines.scaffold.colours import (
    AA,
    CONTROL,
    NAMED,
    Palette,
    contrast,
    counterpart,
    hexadecimal,
    luminance,
    mix,
    palette,
)
from getcode_lsp.service.engines.scaffold.look import Scheme, Tone, named_colour, read_look


@pytest.mark.parametrize(
    ("prompt", "brand"),
    [
        ("Landing page for a bakery called Sol & Sal with a menu and opening hours", "Sol & Sal"),
        ("landing page for a bakery called sol & sal with a menu", "sol & sal"),
        ("Acme's pricing page with three plans", "Acme"),
        ("Jane's Flowers website, pastel colors", "Jane's Flowers"),
        ("A dashboard for Acme Corp in dark mode", "Acme Corp"),
        ("Portfolio website for photographer Jane Doe, minimal", "Jane Doe"),
        ('Create a landing page for my yoga studio "Still Water" with warm colours', "Still Water"),
        ("build a website for our law firm Smith & Partners in navy", "Smith & Partners"),
        ("welcome email for new users of TaskFlow, friendly tone", "TaskFlow"),
        ("An invoice from Bright Ideas GmbH to Northwind Traders", "Bright Ideas GmbH"),
        ("a page called pixel pals with a gallery", "pixel pals"),
        ("Make a React landing page for a SaaS product named “Ledgerly”", "Ledgerly"),
        ("Blue Bottle landing page", "Blue Bottle"),
        ("Create a Ledgerly landing page with features", "Ledgerly"),
        ("Presentation about climate change for Greenpeace, 5 slides", "Greenpeace"),
        ("Company name: Nord Æther. A landing page.", "Nord Æther"),
        ("A one-pager. The brand is Kiln. Show three features", "Kiln"),
        ("Site for a club called The Otley Owls with fixtures", "The Otley Owls"),
        ("restaurant site, The Copper Pan, menu with Soup 6", "The Copper Pan"),
        ("Farm shop site Hollow Tree Farm: a map", "Hollow Tree Farm"),
        ("cottage website, Seal Cottage in Robin Hood's Bay, sleeps 6", "Seal Cottage"),
        ("conference website 'Rust on Rails', 12 September in Lisbon", "Rust on Rails"),
        ("landing page for our SaaS product LogLake. Pricing below.", "LogLake"),
        ("Countdown page to New Year's Eve at Club Meridian", "Club Meridian"),
        ("One page site for the village fete in Little Snoring on Saturday 4 July", ""),
        ('Portfolio of photographer Ines Duarte. Testimonials from Rita and Paul: "Magic."', "Ines Duarte"),
        ("Website for escape room The Locked Attic. 3 rooms", "The Locked Attic"),
        ("landing page with the heading 'Learn Spanish'", ""),
        ("landing page, Opening Hours, Photo Gallery", ""),
        ("chart titled 'Visitors by month': Jan 10, Feb 12", "Visitors by month"),
        ("Landing page for my shop", ""),
        ("Create a landing page with hero, features, pricing and FAQ", ""),
        ("bar chart of sales in 2023: Jan 10, Feb 20", ""),
        ("Monthly report for March", ""),
        ("A website in HTML for Monday", ""),
        ("React landing page", ""),
        ("", ""),
    ],
)
def test_the_brand_is_the_name_that_the_prompt_gives(prompt: str, brand: str) -> None:
    assert read_look(prompt).brand == brand


@pytest.mark.parametrize(
    ("prompt", "colours"),
    [
        ("a page in teal", [NAMED["teal"]]),
        ("a page in dark green and cream", ["#1a562a", NAMED["cream"]]),
        ("Website with #0a7 buttons on a #FFF8F0 background", ["#00aa77", "#fff8f0"]),
        ("colors: rgb(10, 20, 30) and hsl(120, 100%, 25%)", ["#0a141e", "#008000"]),
        ("navy and gold colour scheme", [NAMED["navy"], NAMED["gold"]]),
        ("accent colour orange", [NAMED["orange"]]),
        ("use orange, please", [NAMED["orange"]]),
        ("a blue landing page with purple accents", [NAMED["purple"]]),
        ("with a red, white and blue theme", [NAMED["red"], NAMED["white"], NAMED["blue"]]),
        ("Landing page for a shop that sells orange juice, olive oil and green tea", []),
        ("a page for Blue Bottle", []),
        ('a page that says "Red is the new black"', []),
        ("a form with name, colour (red, green or blue) and size", []),
        ("a landing page with hero and footer", []),
        ("see issue #12 and heading # 4", []),
    ],
)
def test_the_colours_are_those_that_are_meant_as_colours(prompt: str, colours: list[str]) -> None:
    assert list(read_look(prompt).colours) == colours


def test_a_background_is_the_named_one_else_the_palest() -> None:
    assert read_look("#0a7 buttons on a #fff8f0 background").palette.background == "#fff8f0"
    assert read_look("a page in dark green and cream").palette.background == NAMED["cream"]
    assert read_look("background: black, gold accents").palette.background == NAMED["black"]


@pytest.mark.parametrize(
    ("prompt", "scheme"),
    [
        ("a dashboard with a dark theme", Scheme.DARK),
        ("dark mode landing page", Scheme.DARK),
        ("page with a dark mode toggle", Scheme.AUTO),
        ("page in light and dark mode", Scheme.AUTO),
        ("page in dark green and cream", Scheme.LIGHT),
        ("A landing page", Scheme.AUTO),
        ("page with a white background", Scheme.LIGHT),
    ],
)
def test_dark_is_dark_only_when_the_theme_is_meant(prompt: str, scheme: Scheme) -> None:
    look = read_look(prompt)
    assert look.scheme is scheme
    assert look.palette.is_dark == (scheme is Scheme.DARK)
    assert look.dark.is_dark


@pytest.mark.parametrize(
    ("prompt", "tone"),
    [
        ("a playful page for kids", Tone.PLAYFUL),
        ("an elegant wedding invitation", Tone.ELEGANT),
        ("minimalist portfolio", Tone.MINIMAL),
        ("a formal letter", Tone.FORMAL),
        ("friendly newsletter", Tone.FRIENDLY),
        ("a bold landing page", Tone.BOLD),
        ("page for a developer tool", Tone.TECHNICAL),
        ("a page", Tone.NEUTRAL),
    ],
)
def test_the_tone_is_read_from_its_adjective(prompt: str, tone: Tone) -> None:
    assert read_look(prompt).tone is tone


def test_moods_and_subjects_choose_an_accent_where_no_colour_is_named() -> None:
    assert read_look("a page with warm colours").palette.accent == "#c2562d"
    assert read_look("page for a law firm").palette.accent == read_look("page for a bank").palette.accent
    assert read_look("page for a law firm").palette.accent != read_look("page for a bakery").palette.accent


def test_the_same_prompt_looks_the_same_each_time() -> None:
    assert read_look("page about kites") == read_look("page about kites")


def assert_readable(colours: Palette, why: str) -> None:
    for ground in (colours.background, colours.surface):
        assert contrast(colours.text, ground) >= AA, f"text {why}"
        assert contrast(colours.muted, ground) >= AA, f"muted {why}"
        assert contrast(colours.link, ground) >= AA, f"link {why}"
        assert contrast(colours.control, ground) >= CONTROL, f"control {why}"
        assert all(contrast(one, ground) >= CONTROL for one in colours.series), f"series {why}"
    assert contrast(colours.on_accent, colours.accent) >= AA, f"accent {why}"


def test_every_palette_of_any_colours_can_be_read() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)

    def any_colour() -> str:
        if chance.random() < 0.3:
            return chance.choice(list(NAMED.values()))
        return hexadecimal(chance.random(), chance.random(), chance.random())

    for run in range(250):
        accent, background = any_colour(), chance.choice((any_colour(), ""))
        text, second = chance.choice((any_colour(), "")), chance.choice((any_colour(), ""))
        why = f"seed {seed}, run {run}: {accent} {background} {text} {second}"
        light = palette(accent, background, text, second)
        assert_readable(light, why)
        assert_readable(counterpart(light, accent), f"dark of {why}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize(
    ("text", "colour"),
    [("teal", NAMED["teal"]), ("#0A7", "#00aa77"), ("#00aa7780", "#00aa77"), ("greenish", NAMED["green"]),
     ("rgb(300, 0, 0)", "#ff0000"), ("off-white", "#faf8f3"), ("owl", ""), ("#12", ""), ("", "")],
)  # fmt: skip
def test_one_colour_is_read_alone(text: str, colour: str) -> None:
    assert named_colour(text) == colour


@pytest.mark.parametrize(
    "text", ["called ", "a b " * 4000, '"' * 9000, "for A & " * 2000, "red and " * 2000, "(" * 20000]
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert_readable(read_look(text).palette, text[:20])
