"""Documents printed to PDF by Chromium and read back, and slides that are turned, swiped and printed."""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.pages.money import Line, cents, read_line, sums
from getcode_lsp.service.engines.scaffold.pages.slides import read_deck
from tests.browser import opened
from tests.service.scaffold.pages import assert_accessible, assert_fits, show, written
from tests.service.scaffold.test_page_briefs import DECKS, DOCUMENTS

READ = (
    [
        "Quarterly sales report for Acme Corp",
        "1. Summary",
        "2. Regions",
        "REVENUE",
        "3. Key findings",
        "4. Conclusion",
    ],
    [
        "Service agreement",
        "Bright Ideas GmbH and Northwind Traders",
        "3 May 2024",
        "1. Scope of work",
        "30 days net",
        "3. Termination",
        "[Place, date]",
    ],
    [
        "Invoice",
        "2024-117",
        "Northwind Traders",
        "Design",
        "3 hours",
        "€240.00",
        "€19.98",
        "€379.98",
        "VAT 19%",
        "€72.20",
        "€452.18",
        "14 days",
    ],
    [
        "Mr Smith",
        "Dear Mr Smith,",
        "This is about the delayed delivery of our order.",
        "Please refund the shipping costs.",
        "Yours sincerely,",
        "Anna Berg",
    ],
    [
        "Jonas Weber",
        "software engineer in Zurich",
        "jonas@weber.example",
        "Experience",
        "Google 2019-2023",
        "Skills",
        "Python",
    ],
)


@pytest.mark.parametrize(("prompt", "texts"), [*zip(DOCUMENTS, READ, strict=True)])
def test_a_document_is_printed_on_a4_with_what_was_asked_for(
    prompt: str, texts: list[str], chromium: Browser, tmp_path: Path, frontend: Path
) -> None:
    html = written(prompt, "pdf")
    assert html == written(prompt, "word")
    with opened(chromium) as tab:
        show(tab.page, html, tmp_path)
        assert_accessible(tab.page, frontend)
        tab.page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True, print_background=True)
        tab.is_clean()
    with opened(chromium, width=360) as tab:
        show(tab.page, html, tmp_path)
        assert_fits(tab.page)
    pdf = pypdf.PdfReader(tmp_path / "out.pdf")
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] in (
        [595, 842],
        [594, 841],
        [595, 841],
        [596, 842],
    )
    text = " ".join(
        unicodedata.normalize("NFKC", " ".join(page.extract_text() for page in pdf.pages)).split()
    )
    assert [one for one in texts if one not in text] == []


def test_a_long_document_breaks_between_rows_and_repeats_the_head_of_its_table(
    chromium: Browser, tmp_path: Path
) -> None:
    rows = "\n".join(f"| Entry {at} | {at * 3} |" for at in range(1, 91))
    with opened(chromium) as tab:
        show(
            tab.page,
            written(
                f"# Report on stock\n\n## Stock\n| Item | Count |\n|---|---|\n{rows}\n\n## End\nThat is all.",
                "pdf",
            ),
            tmp_path,
        )
        tab.page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "out.pdf").pages]
    assert len(pages) > 2
    assert "ITEM" in pages[1].upper()
    assert "Entry 90" in " ".join(pages)
    assert "That is all." in pages[-1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("3 hours of design at €80", Line("Design", Decimal(3), "hours", Decimal(80))),
        ("2 x Widget at 9.99", Line("Widget", Decimal(2), "", Decimal("9.99"))),
        (f"2 x Widget at {'9' * 61}.99", None),
        ("Hosting 120", Line("Hosting", Decimal(1), "", Decimal(120))),
        ("logo design (10 hours at $50)", Line("Logo design", Decimal(10), "hours", Decimal(50))),
        ("5 licenses at 1,200.00 USD each", Line("Licenses", Decimal(5), "", Decimal("1200.00"))),
        ("Consulting: 4 days x 900", Line("Consulting", Decimal(4), "days", Decimal(900))),
        ("1.5 hours of coaching at 60", Line("Coaching", Decimal("1.5"), "hours", Decimal(60))),
        ("nothing to see", None),
        ("", None),
    ],
)
def test_a_line_item_is_read(text: str, line: Line | None) -> None:
    assert read_line(text) == line


def test_sums_are_exact() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for _ in range(200):
        lines = tuple(
            Line("x", Decimal(chance.randint(1, 9)), "", Decimal(chance.randint(1, 99999)) / 100)
            for _ in range(chance.randint(1, 9))
        )
        rate, off = chance.randint(1, 25), chance.randint(1, 50)
        made = sums(lines, f"{rate}% VAT and {off}% discount")
        net = sum((line.count * line.price for line in lines), Decimal())
        assert made.net == net, seed
        assert made.total == cents(net - cents(net * off / 100)) + cents(
            (net - cents(net * off / 100)) * rate / 100
        ), seed


@pytest.mark.parametrize(
    ("prompt", "texts"),
    [
        ("Job description: Senior Gardener at Rowan Hall. Full time. Duties: mowing, pruning. Apply by 30 April to jobs@rowan.example",
         [">Senior Gardener at Rowan Hall</h1>", ">1. Duties<", ">2. How to apply<", "Apply by 30 April to jobs@rowan.example"]),
        ("job description for a night nurse", [">Job description for a night nurse<", "Responsibilities<", "Requirements<"]),
        ("Recipe for banana bread: 3 bananas, 2 eggs. Mash the bananas, mix everything and then pour it into a tin and bake 50 minutes. Serves 8.",
         [">Recipe for banana bread<", ">8</td>", ">Ingredients<", "<li>3 bananas</li>", "<li>2 eggs</li>", ">Method<", "<li>Mash the bananas</li>"]),
        ("Certificate of completion for Aisha Khan for finishing the First Aid course on 12 May 2026, signed by Dr. Paul Hewitt, Red Valley Training",
         [">Certificate of completion</h1>", "This certificate is awarded to", ">Aisha Khan</h2>", "For finishing the First Aid course.", "12 May 2026", "Dr. Paul Hewitt", "Red Valley Training"]),
        ("certificate for the winner of the spelling bee, Oliver Grant, awarded by Elm Grove Primary, gold and navy",
         [">Oliver Grant</h2>", "Winner of the spelling bee.", "Elm Grove Primary"]),
        ("gift voucher for a spa day worth £75 for Emma from Grandma, valid until 31 December 2026",
         [">Gift voucher</h1>", ">Emma</h2>", "For a spa day.", ">Grandma<", ">£75<", ">31 December 2026<"]),
        ("Rental agreement between Olga Stern (landlord) and Finn Doyle (tenant) for the flat at 9 Canal Street, rent €950 per month, starting 1 August 2026, notice three months",
         ["The flat at 9 Canal Street.", "Rent €950 per month.", "Starting 1 August 2026. Notice three months."]),
        ("Meeting agenda for the PTA, 6 May, 7 pm, school hall: 1. Welcome 2. Treasurer's report 3. Sports day",
         [">7 pm<", ">school hall<", ">1. Welcome<", ">2. Treasurer’s report<", ">3. Sports day<"]),
        ("Report titled Water Quality in Lake Semer with headings Methods, Results. Results: phosphorus fell, algae bloomed.",
         [">Water Quality in Lake Semer</h1>", ">1. Methods<", ">2. Results<", "<li>phosphorus fell</li>"]),
        ("Minutes of the committee. Decisions: raise rent; buy tools. Next meeting 11 April.", [">2. Next meeting<", "Next meeting 11 April."]),
        ("House rules for our flat: no smoking, quiet after 10 pm", [">House rules for our flat</h1>", "<li>No smoking</li>", "<li>Quiet after 10 pm</li>"]),
        ("recipe: pancakes for 4. Ingredients: 2 eggs, 250 ml milk. Method: whisk everything.", [">Pancakes</h1>", ">4</td>", "<li>2 eggs</li>", "<li>Whisk everything</li>"]),
        ("Letter of recommendation for Sofia Reyes, who worked as a barista at Café Luna. Mention that she is kind.",
         ["I recommend Sofia Reyes, who worked as a barista at Café Luna.", "She is kind."]),
        ("Checklist for the café: turn on the machine, put out the chairs", ["<li>Turn on the machine</li>", "<li>Put out the chairs</li>"]),
        ("Press release: Kestrel opens in Ghent on 2 May. Founded in 2019, it has 40 employees.", [">Kestrel opens in Ghent on 2 May</h1>"]),
        ("CV of Marta Nowak, pastry chef, Gdańsk. Skills: bread.", [">pastry chef<", ">Gdańsk<"]),
        ("invoice from Tom's Tree Care to Mrs. Bell, 2 Orchard Row: felling 240. Pay to account 12345678 sort code 20-30-40",
         ["2 Orchard Row", "Account 12345678 sort code 20-30-40"]),
    ],
)  # fmt: skip
def test_each_kind_of_document_has_its_parts(prompt: str, texts: list[str]) -> None:
    html = written(prompt, "pdf").replace("'", "’")
    assert [text for text in texts if text.replace("'", "’") not in html] == []


def test_who_gets_a_certificate_is_not_who_gives_it() -> None:
    assert (
        written("Certificate of merit for Aisha Khan for finishing the course", "pdf").count(">Aisha Khan<")
        == 1
    )


@pytest.mark.parametrize("prompt", ["sort a list", "", "quicksort in C"])
@pytest.mark.parametrize("output_type", ["word", "pdf", "powerpoint"])
def test_what_is_no_document_is_refused(prompt: str, output_type: str) -> None:
    with pytest.raises(EngineRefusal, match=r"llama .* openai"):
        written(prompt, output_type)


@pytest.mark.parametrize(
    ("prompt", "titles"),
    [
        (DECKS[0], ["Owls", "Habitat", "Food", "Calls", "Summary"]),
        ("Pitch deck for Ledgerly with problem, solution, market size, team and ask", ["Ledgerly", "Problem", "Solution", "Market size", "Team", "Ask"]),
        ("3 slide presentation: Slide 1: Title. Slide 2: Costs (rent, staff). Slide 3: Questions", ["Presentation", "Costs", "Questions"]),
        ("ten slides on bees", ["Bees", "Agenda", "Background", "The problem", "Our approach", "How it works", "Results", "Examples", "Timeline", "Next steps"]),
        ("Deck for investors about Mossy, 3 slides: problem, ask", ["Mossy", "Problem", "Ask"]),
        ("1. Title: Quarterly review\n2. Risks\n3. Wins", ["Quarterly review", "Risks", "Wins"]),
        ("Talk on Venice. Title slide, then one slide each for trade and the plague. End with a question slide.", ["Venice", "Trade", "Plague", "Question"]),
        ("12 slides", ["Presentation", "Agenda", "Background", "The problem", "Our approach", "How it works", "Results", "Examples", "Timeline", "Next steps", "Questions", "[Slide 12]"]),
    ],
)  # fmt: skip
def test_there_are_as_many_slides_as_are_asked_for(
    prompt: str, titles: list[str], chromium: Browser, tmp_path: Path
) -> None:
    with opened(chromium) as tab:
        show(tab.page, written(prompt, "powerpoint"), tmp_path)
        assert tab.page.locator("h1, h2").all_text_contents() == titles


def test_slides_turn_by_key_button_and_swipe(chromium: Browser, tmp_path: Path, frontend: Path) -> None:
    context = chromium.new_context(has_touch=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    show(page, written(DECKS[2], "powerpoint"), tmp_path)
    position = page.locator(".position")
    expect(position).to_have_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(position).to_have_text("2 / 3")
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    expect(page.locator(".slide:visible")).to_have_count(1)
    expect(page.get_by_text("mention the survey")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.get_by_text("mention the survey")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(position).to_have_text("3 / 3")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.keyboard.press("Home")
    swipe = "([from, to]) => { for (const [type, x] of [['touchstart', from], ['touchend', to]]) { const touch = new Touch({ identifier: 1, target: document.body, clientX: x }); document.dispatchEvent(new TouchEvent(type, { changedTouches: [touch], bubbles: true })); } }"
    page.evaluate(swipe, [900, 300])
    expect(position).to_have_text("2 / 3")
    page.evaluate(swipe, [300, 900])
    expect(position).to_have_text("1 / 3")
    assert page.locator("progress").evaluate("(e) => e.value") == 1
    context.close()


@pytest.mark.parametrize("prompt", DECKS)
def test_slides_fit_can_be_read_and_print_one_to_a_page(
    prompt: str, chromium: Browser, tmp_path: Path, frontend: Path
) -> None:
    html = written(prompt, "powerpoint")
    for width, scheme in ((1280, "light"), (360, "dark")):
        with opened(chromium, width=width, scheme=scheme) as tab:
            show(tab.page, html, tmp_path)
            for _ in range(2):
                assert_fits(tab.page)
                assert_accessible(tab.page, frontend)
                tab.page.keyboard.press("PageDown")
            tab.is_clean()
    with opened(chromium) as tab:
        show(tab.page, html, tmp_path)
        count = tab.page.locator(".slide").count()
        titles = tab.page.locator("h1, h2").all_text_contents()
        tab.page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True, print_background=True)
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "out.pdf").pages]
    assert len(pages) == count
    assert [title for title, page in zip(titles, pages, strict=True) if title not in page] == []


def test_the_count_of_slides_is_the_number_before_them() -> None:
    deck = read_deck(
        "Create a 6 slide presentation about the climate covering causes, effects and what we can do"
    )
    assert [slide.title for slide in deck.slides] == [
        "Climate", "Causes", "Effects", "What we can do", "Summary", "Questions",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "slides"),
    [
        ("First slide the title Saving Water, second slide why it matters with the points cost and drought, last slide thank you",
         [("Saving Water", (), ""), ("Why it matters", ("cost", "drought"), ""), ("Thank you", (), "")]),
        ('The first slide shows the title "Bats" and my name Ruth Ellery. The second slide has two bullets: pipistrelles, horseshoe bats. Slide three says goodbye.',
         [("Bats", (), "Ruth Ellery"), ("[Title of slide 2]", ("pipistrelles", "horseshoe bats"), ""), ("Goodbye", (), "")]),
        ("Slide 1 - Bees\nSlide 2 - The year\n- spring: swarms\n- summer: honey\nSlide 3 - Questions?",
         [("Bees", (), ""), ("The year", ("spring: swarms", "summer: honey"), ""), ("Questions?", (), "")]),
        ("Slides on fire safety: on slide 2 the exits, on slide 3 meeting point is the car park",
         [("Fire safety", (), ""), ("Exits", (), ""), ("Meeting point is the car park", (), "")]),
        ('slide 1 title page "Our Garden", slide 2 costs: seeds 40, tools 120', [("Our Garden", (), ""), ("Costs", ("seeds 40", "tools 120"), "")]),
        ("Make 3 slides. Title: Sourdough basics. Slide 2: feeding. Slide 3: baking.", [("Sourdough basics", (), ""), ("Feeding", (), ""), ("Baking", (), "")]),
        ('Title slide "Owls", a slide about food, a slide about nests, closing slide with thanks',
         [("Owls", (), ""), ("Food", (), ""), ("Nests", (), ""), ("Thanks", (), "")]),
    ],
)  # fmt: skip
def test_slides_that_are_told_one_by_one_are_those(
    prompt: str, slides: list[tuple[str, tuple[str, ...], str]]
) -> None:
    assert [(one.title, one.points, one.text) for one in read_deck(prompt).slides] == slides


def test_each_slide_has_a_place_for_as_many_points_as_are_asked_for() -> None:
    deck = read_deck(
        "Slides for waiters: greeting guests, taking orders. Each slide should have 3 bullet points."
    )
    assert [len(slide.points) for slide in deck.slides] == [0, 3, 3]
