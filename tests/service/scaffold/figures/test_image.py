"""Pictures: what is composed of simple shapes, what is refused, and how it looks to Chromium."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.figures.diagram_prompt import read_diagram
from getcode_lsp.service.engines.scaffold.figures.icons import NAMES
from getcode_lsp.service.engines.scaffold.figures.image_prompt import read_picture
from tests.browser import chromium as chromium
from tests.browser import opened
from tests.service.scaffold.figures.documents import improved, parsed, written, written_or_refused
from tests.service.scaffold.figures.hostile import hostile, long_ones

MOTIFS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("logo for a coffee shop called Bean There, brown and cream", "Logo", "Bean There", ["cup"]),
    ("logo with the letters XY, minimal, black", "Logo", "XY", []),
    ("a blue circle logo with the letter G", "Logo", "G", ["circle"]),
    ("logo with the letters AB in a green hexagon", "Logo", "AB", ["hexagon"]),
    ("company logo TechNova, modern, with a rocket", "Logo", "TechNova", ["rocket"]),
    ("icon of a house", "Icons", "", ["house"]),
    ("a red heart and a yellow star", "Icons", "", ["heart", "star"]),
    ("three blue stars", "Icons", "", ["star"] * 3),
    ("icons: sun, cloud, rain and lightning", "Icons", "", ["sun", "cloud", "rain", "lightning"]),
    ("badge saying build passing in green", "Badge", "build", []),
    ("name badge for Dr. Amara Okafor, cardiology", "Badge", "Dr. Amara", []),
    ("poster saying Choir concert at St. Mary's, purple", "Banner", "Choir concert at St. Mary's", []),
    ("birthday card saying Happy 70th, Grandpa! with balloons", "Banner", "Happy 70th, Grandpa!", ["balloon"]),
    ("a poster: 'LOST CAT' in large letters, below it 'Call 0171 555 123', orange cat icon", "Banner", "LOST CAT", ["cat"]),
    ("logo with three circles in red, green and blue", "Logo", "", ["circle"] * 3),
    ("a traffic light with red, yellow and green circles", "Icons", "", ["circle"] * 3),
    ("logo: letter K in a red circle, tagline 'Keys in a minute'", "Logo", "K", ["circle"]),
    ("timeline: 1990 founded, 2005 first branch, 2020 new logo", "Diagram", "", []),
    ("a dozen red balloons", "Icons", "", ["balloon"] * 12),
    ("a harbour at dawn with boats, gulls and hills", "Landscape", "", ["sunrise", "hills", "sea", "boat", "birds"]),
    ("avatar with initials JD on purple background", "Avatar", "JD", []),
    ("banner 1200x300 with text Summer Sale 50% off, orange", "Banner", "Summer Sale 50% off", []),
    ("geometric pattern of blue triangles", "Pattern", "", ["triangle"]),
    ("polka dot pattern in pink and white", "Pattern", "", ["circle"]),
    ("French flag", "Flag", "France", []),
    ("the flag of Japan", "Flag", "Japan", []),
    ("a mountain landscape at sunset with a lake", "Landscape", "", ["sunset", "mountains", "lake"]),
    ("night sky over a city skyline with stars", "Landscape", "", ["night", "city", "stars"]),
    ("flowchart: Start -> Check stock -> Done", "Diagram", "", []),
    ("happy birthday card with a cake and balloons", "Banner", "Happy birthday", ["cake"]),
    ("weather icons for sunny, cloudy and rainy", "Icons", "", ["sun", "cloud", "rain"]),
    ("draw a sailing ship on the ocean at night with a moon", "Landscape", "", ["night", "sea", "boat", "moon"]),
)  # fmt: skip
DIAGRAMS = (
    ("flowchart of a loan: Reader asks -> On the shelf? -> (yes) Hand it out -> Done; (no) Reserve -> Notify -> Done",
     "Reader asks>On the shelf?, On the shelf?>Hand it out/yes, Hand it out>Done, On the shelf?>Reserve/no, Reserve>Notify, Notify>Done"),
    ("org chart: Director > Head of Sales, Head of IT; Head of IT > Dev team", "Director>Head of Sales, Director>Head of IT, Head of IT>Dev team"),
    ("timeline: 1990 founded, 2005 first branch abroad, 2020 new logo", "1990 founded>2005 first branch abroad, 2005 first branch abroad>2020 new logo"),
    ("process: order received -> paid? -> yes: ship; no: cancel", "Order received>Paid?, Paid?>Ship/yes, Paid?>Cancel/no"),
    ("flowchart: Start, Fill kettle, Boiling? if yes pour tea, if no wait, End",
     "Start>Fill kettle, Fill kettle>Boiling?, Boiling?>Pour tea/yes, Boiling?>Wait/no, Pour tea>End, Wait>End"),
    ("state diagram: idle -> heating when button pressed, heating -> ready if 1200 °C, ready -> idle after opening",
     "Idle>Heating/button pressed, Heating>Ready/1200 °C, Ready>Idle/opening"),
    ("sequence: Browser -> Server, Server -> Browser with label 'HTML'", "Browser>Server, Server>Browser/HTML"),
    ("A diagram with three boxes: Sensor, Gateway and Cloud, connected by arrows from left to right", "Sensor>Gateway, Gateway>Cloud"),
    ("three boxes in a row labelled Plan, Build and Ship connected with arrows", "Plan>Build, Build>Ship"),
    ("an arrow from A to B labelled sends, and an arrow from B to C labelled stores", "A>B/sends, B>C/stores"),
    ("network diagram with a router connected to three laptops and a printer", "Router>Three laptops, Router>Printer"),
    ("family tree: Olga and Peter have children Ida, Max and Lea; Ida has a son Tom", "Olga and Peter>Ida, Olga and Peter>Max, Olga and Peter>Lea, Ida>Tom"),
    ("flowchart: Start -> Check stock -> In stock? yes -> Ship order; no -> Reorder -> End",
     "Start>Check stock, Check stock>In stock?, In stock?>Ship order/yes, In stock?>Reorder/no, Reorder>End"),
    ("flowchart: start -> check stock -> if yes ship, if no reorder", "Start>Check stock, Check stock>Ship/yes, Check stock>Reorder/no"),
    ("flowchart: order -> in stock? if yes pack it, if no backorder -> end",
     "Order>In stock?, In stock?>Pack it/yes, In stock?>Backorder/no, Pack it>End, Backorder>End"),
    ("flowchart of an order: order placed, if payment is ok, ship it, otherwise cancel it, send mail",
     "Order placed>Payment is ok?, Payment is ok?>Ship it/yes, Payment is ok?>Cancel it/no, Ship it>Send mail, Cancel it>Send mail"),
    ("Flow chart: wake up, is it raining? yes take umbrella, no wear hat, leave",
     "Wake up>Is it raining?, Is it raining?>Take umbrella/yes, Is it raining?>Wear hat/no, Take umbrella>Leave, Wear hat>Leave"),
    ("flowchart: verify email -> email valid? yes -> create account, no -> show error",
     "Verify email>Email valid?, Email valid?>Create account/yes, Email valid?>Show error/no"),
    ("mind map of health with branches sleep, sport and food", "Health>Sleep, Health>Sport, Health>Food"),
    ("browser -> load balancer -> web server -> database, web server -> cache", "Browser>Load balancer, Load balancer>Web server, Web server>Database, Web server>Cache"),
    ("Login flow: User enters password -> Correct? yes -> Dashboard; no -> Error message -> User enters password",
     "User enters password>Correct?, Correct?>Dashboard/yes, Correct?>Error message/no, Error message>User enters password"),
    ("A -> B and C", "A>B, A>C"),
    ("A --> B; B -ok-> C; B ->|no| A", "A>B, B>C/ok, B>A/no"),
    ("org chart: CEO Maria, under her CTO Tom and CFO Lisa; Tom leads Dev and QA", "CEO Maria>CTO Tom, CEO Maria>CFO Lisa, CTO Tom>Dev, CTO Tom>QA"),
    ("org chart:\n- CEO\n  - CTO\n    - Dev\n  - CFO", "CEO>CTO, CTO>Dev, CEO>CFO"),
    ("organizational chart. Ann manages Bob and Cid. Dora reports to Bob.", "Ann>Bob, Ann>Cid, Bob>Dora"),
    ("flowchart of making tea: boil water, add tea, wait, and enjoy", "Boil water>Add tea, Add tea>Wait, Wait>Enjoy"),
    ("workflow:\n1. Receive order\n2. Check payment\n3. Ship", "Receive order>Check payment, Check payment>Ship"),
    ("life cycle of a butterfly: egg, caterpillar, chrysalis, adult", "Egg>Caterpillar, Caterpillar>Chrysalis, Chrysalis>Adult, Adult>Egg"),
    ("mind map of holidays: beach, mountains and cruise", "Holidays>Beach, Holidays>Mountains, Holidays>Cruise"),
)  # fmt: skip
BEYOND = (
    "Venn diagram of cats and dogs",
    "a photo of my grandmother holding a puppy", "a portrait of Napoleon in oil", "realistic 3D render of a car", "", "something nice",
    "the flag of Brazil", "an astronaut riding a horse", "our team at the office party laughing around the table with balloons",
    "watercolour of a house", "an elephant", "a dragon fighting a knight in front of a castle",
)  # fmt: skip
PROMPTS = [prompt for prompt, *_rest in MOTIFS] + [prompt for prompt, _edges in DIAGRAMS]
ROLES = (
    "flowchart: {x} -> B -> {x}", "logo called {x}", "badge saying {x} {x}", "banner with text {x}", "avatar with initials {x}", "{x}", "icon of a {x} house",
    "pattern of {x} stars", "org chart: {x} leads {x} and B", "a landscape with {x}, mountains and a lake", "mind map of {x}: a, {x}, c", 'logo "{x}" tagline {x}',
)  # fmt: skip
MEASURE = """() => {
  const at = e => { const b = e.getBoundingClientRect(); return {x: b.x, y: b.y, right: b.right, bottom: b.bottom}; };
  return {
    view: at(document.querySelector('svg')),
    boxes: [...document.querySelectorAll('.box')].map(e => ({name: e.dataset.name, ...at(e.firstElementChild), texts: [...e.querySelectorAll('text')].map(at)})),
    texts: [...document.querySelectorAll('text')].map(e => ({words: e.textContent, ...at(e)})),
    labels: [...document.querySelectorAll('.arrow-label')].map(at),
    arrows: [...document.querySelectorAll('.arrow')].map(e => {
      const first = e.getPointAtLength(0), last = e.getPointAtLength(e.getTotalLength()), m = e.getScreenCTM();
      const put = p => [p.x * m.a + m.e, p.y * m.d + m.f];
      return {from: e.dataset.from, to: e.dataset.to, first: put(first), last: put(last)};
    }),
  };
}"""


@pytest.mark.parametrize(("prompt", "motif", "words", "things"), MOTIFS)
def test_the_motif_is_read_from_the_prompt(prompt: str, motif: str, words: str, things: list[str]) -> None:
    picture = read_picture(prompt)
    assert (picture.motif.value, picture.words) == (motif, words)
    assert [thing.name for thing in picture.things] == things


@pytest.mark.parametrize(("prompt", "edges"), DIAGRAMS)
def test_the_arrows_are_those_of_the_prompt(prompt: str, edges: str) -> None:
    found = read_diagram(prompt)
    assert found
    written_edges = [
        f"{found.nodes[edge.start]}>{found.nodes[edge.end]}{f'/{edge.label}' if edge.label else ''}"
        for edge in found.edges
    ]
    assert ", ".join(written_edges) == edges


@pytest.mark.parametrize(
    "prompt",
    [
        "red, yellow and green circles",
        "three circles: red, yellow and green",
        "circles in red, yellow and green",
    ],
)
def test_colours_in_a_list_are_of_one_thing_each(prompt: str) -> None:
    assert [thing.colour for thing in read_picture(prompt).things] == ["#dc2626", "#f5c518", "#2a8a43"]


def test_the_ground_has_the_colour_that_is_said_and_a_poster_its_second_words() -> None:
    assert read_picture("seven yellow stars on a dark blue background").ground == "#0e3a9a"
    assert read_picture("poster: 'LOST CAT', below it 'Call 0171 555'").more == "Call 0171 555"


def test_colours_are_those_that_stand_before_the_things() -> None:
    heart, star = read_picture("a red heart and a yellow star").things
    assert heart.colour != star.colour
    assert heart.colour in written("a red heart and a yellow star", "image")


@pytest.mark.parametrize("prompt", BEYOND)
def test_what_simple_shapes_cannot_give_is_refused(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match="can't draw this"):
        written(prompt, "image")


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_the_improved_prompt_gives_the_same_picture(prompt: str) -> None:
    brief = await improved(prompt, "image")
    assert written(brief, "image") == written(prompt, "image")
    assert await improved(brief, "image") == brief


def measured(browser: Browser, svg: str) -> dict[str, Any]:
    with opened(browser, width=1400, height=1400) as page:
        page.page.set_content(f"<body style='margin:0'>{svg}")
        found: dict[str, Any] = page.page.evaluate(MEASURE)
        page.is_clean()
    return found


def test_words_of_a_tall_poster_are_large(chromium: Browser) -> None:
    found = measured(
        chromium, written("poster 600x800: 'LOST CAT', below it 'Call 0171 555', orange cat icon", "image")
    )
    widest = max(words["right"] - words["x"] for words in found["texts"])
    assert widest > 200
    assert min(words["x"] for words in found["texts"]) < 250


@pytest.mark.parametrize("prompt", PROMPTS)
def test_words_lie_inside_the_picture(chromium: Browser, prompt: str) -> None:
    found = measured(chromium, written(prompt, "image"))
    for words in found["texts"]:
        assert words["x"] >= found["view"]["x"] - 1, words
        assert words["right"] <= found["view"]["right"] + 1, words
        assert words["bottom"] <= found["view"]["bottom"] + 1, words


@pytest.mark.parametrize(
    "prompt",
    ["logo for a bakery named 'Golden Crust' with a bread icon", 'a banner that says "Grand Opening"'],
)
def test_bold_words_keep_a_margin(chromium: Browser, prompt: str) -> None:
    found = measured(chromium, written(prompt, "image"))
    wide = found["view"]["right"] - found["view"]["x"]
    assert all(words["right"] <= found["view"]["right"] - wide * 0.04 for words in found["texts"])


TANGLED = "A -> B, A -> C, B -> D, C -> D, D -> A, A -> D, E -> D, D -> F; F? no -> A; B -> E; a rather long name of a step -> C; C -> the database of all customers"


@pytest.mark.parametrize("prompt", [*(prompt for prompt, _edges in DIAGRAMS), TANGLED])
def test_boxes_stand_apart_hold_their_words_and_are_met_by_their_arrows(
    chromium: Browser, prompt: str
) -> None:
    found = measured(chromium, written(prompt, "image"))
    boxes = {box["name"]: box for box in found["boxes"]}
    assert len(boxes) > 1
    for one, other in combinations(found["boxes"], 2):
        apart = (
            one["right"] <= other["x"]
            or other["right"] <= one["x"]
            or one["bottom"] <= other["y"]
            or other["bottom"] <= one["y"]
        )
        assert apart, (one["name"], other["name"])
    for box in found["boxes"]:
        for words in box["texts"]:
            assert box["x"] <= words["x"] <= words["right"] <= box["right"], box["name"]
            assert box["y"] - 1 <= words["y"] <= words["bottom"] <= box["bottom"] + 1, box["name"]
    for arrow in found["arrows"]:
        for end, name in (("first", arrow["from"]), ("last", arrow["to"])):
            (x, y), box = arrow[end], boxes[name]
            assert box["x"] - 1.5 <= x <= box["right"] + 1.5, (name, arrow)
            assert box["y"] - 1.5 <= y <= box["bottom"] + 1.5, (name, arrow)


def test_every_icon_fills_its_square_and_no_more(chromium: Browser) -> None:
    with opened(chromium) as page:
        for at in range(0, len(NAMES), 12):
            page.page.set_content(
                written(
                    f"Icons picture of {', '.join(NAMES[at : at + 12])}. Colours: #2255aa, #aa5522, #ffffff.",
                    "image",
                )
            )
            sizes = page.page.evaluate(
                "() => [...document.querySelectorAll('.icon')].map(e => { const b = e.getBBox(); return [e.dataset.name, b.x, b.y, b.x + b.width, b.y + b.height]; })"
            )
            assert len(sizes) == len(NAMES[at : at + 12])
            for name, left, top, right, bottom in sizes:
                assert min(left, top) >= -3, name
                assert max(right, bottom) <= 103, name
                assert max(right - left, bottom - top) > 55, name
        page.is_clean()


def test_two_pictures_in_one_page_keep_their_own_grounds() -> None:
    first, second = written("beach scene, sunny", "image"), written("night sky over a city skyline", "image")
    ids = [
        {element.get("id") for element in parsed(svg).iter() if element.get("id")} for svg in (first, second)
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("block", range(4))
def test_no_prompt_breaks_the_document(block: int) -> None:
    drawn = 0
    for seed in range(block * 75, block * 75 + 75):
        prompt = hostile(seed, PROMPTS, ROLES)
        try:
            svg = written_or_refused(prompt, "image")
            if svg:
                parsed(svg)
                drawn += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}: {prompt!r}") from error
    assert drawn > 25


@pytest.mark.parametrize("prompt", long_ones(), ids=lambda prompt: repr(prompt[:12]))
def test_long_prompts_end_in_a_document_or_a_refusal(prompt: str) -> None:
    svg = written_or_refused(prompt, "image")
    if svg:
        parsed(svg)
        assert len(svg) < 1_000_000


@pytest.mark.parametrize(
    "prompt", ["an icon of a shopping cart in dark orange", "a dark orange shopping cart"]
)
def test_a_thing_has_the_colour_before_or_behind_it(prompt: str) -> None:
    colours = [thing.colour for thing in read_picture(prompt).things]
    assert len(colours) == 1
    assert colours[0]


def test_letters_alone_stand_once_in_the_shape_of_their_logo() -> None:
    for prompt in ("a blue circle logo with the letter G", "logo with the letter G, black"):
        words = [
            element.text
            for element in parsed(written(prompt, "image")).iter()
            if element.tag.endswith("}text")
        ]
        assert words == ["G"]
