"""The brief of `improve` reads back as the same thing, for every page-like type."""

from __future__ import annotations

import pytest

from tests.service.scaffold.pages import improved, written
from tests.service.scaffold.test_page_reader import READINGS
from tests.service.scaffold.test_websites import PROMPTS

MESSAGES = (
    'Welcome email for new users of TaskFlow, friendly tone, with three tips: create a project, invite your team, set a reminder, and a "Get started" button',
    "Write an email to Maria thanking her for the meeting on Tuesday and asking her to send the contract by Friday, from Jonas Weber",
    "Invoice reminder from Bright Ideas GmbH to Northwind Traders: invoice 2024-117 over €1,250.00, due 3 May 2024, polite",
    'Newsletter for the bakery Sol & Sal: new sourdough, baking course on 12 June. Button "Book the course" linking to https://sol.example. Warm colors.',
)
LETTERS = (
    "Hi Claire, here is the quote: labour 680. We could start on 9 March. Thanks, Rob",
    "Letter to the council about the lamp, from Hannah Price, 14 Mill Lane, Ripon. Say that it has been dark for weeks and ask when it will be repaired.",
)
DOCUMENTS = (
    "Quarterly sales report for Acme Corp with summary, a table of regions (region, revenue, growth), key findings and conclusion, navy",
    "Service agreement between Bright Ideas GmbH and Northwind Traders with clauses: scope of work, payment terms (30 days net), termination. Dated 3 May 2024.",
    "Invoice from Bright Ideas GmbH to Northwind Traders: 3 hours of design at €80, 2 x Widget at 9.99, hosting 120. 19% VAT, due within 14 days, invoice number 2024-117",
    "Formal letter to Mr Smith about the delayed delivery of our order, from Anna Berg, asking him to refund the shipping costs",
    "CV for Jonas Weber, software engineer in Zurich. Experience: Google 2019-2023, Acme 2023-now. Skills: Go, Python. Email jonas@weber.example",
)
FORMS = (
    "Certificate of completion for Aisha Khan for finishing the First Aid course on 12 May 2026, signed by Dr. Paul Hewitt, Red Valley Training",
    "Recipe for banana bread: 3 bananas, 2 eggs. Mash the bananas and bake them for 50 minutes. Serves 8.",
    "invoice from Tom's Tree Care to Mrs. Bell, 2 Orchard Row: felling 240. Pay to account 12345678 sort code 20-30-40",
)
DECKS = (
    "5 slides about owls: habitat, food, calls",
    "Presentation about our new product Kettle 3000, 4 slides, dark theme with orange accents",
    "# Remote work\n\n## Why\n- Less travel\n- More focus\n- Notes: mention the survey\n\n## How\n- Two days a week",
    'First slide the title "Tides" and my name Ida Holm, second slide why they come with the points moon and sun, last slide thank you',
)
ALL = [
    *(("website", prompt) for prompt in (*PROMPTS.values(), *(prompt for prompt, _ in READINGS))),
    *(("email", prompt) for prompt in (*MESSAGES, *LETTERS)), *(("word", prompt) for prompt in LETTERS[1:]), *(("pdf", prompt) for prompt in (*DOCUMENTS, *FORMS)), *(("word", prompt) for prompt in DOCUMENTS[:2]),
    *(("powerpoint", prompt) for prompt in DECKS),
]  # fmt: skip


def visible_part(output: str) -> str:
    """An output without its comment and style sheet: what a reader sees, and how it is built."""
    body = output[output.index("-->") :]
    return body[body.index("</style>") :] if "</style>" in body else body


@pytest.mark.parametrize(("output_type", "prompt"), ALL)
def test_a_brief_reads_back_as_the_same_thing(output_type: str, prompt: str) -> None:
    brief = improved(prompt, output_type)
    assert visible_part(written(brief, output_type)) == visible_part(written(prompt, output_type))
    assert improved(brief, output_type) == brief


def test_a_brief_is_english_that_can_be_changed() -> None:
    brief = improved("Landing page for Acme with features (Fast, Safe) and a footer")
    assert '- Features "Features": "Fast"; "Safe"' in brief
    changed = brief.replace("- Footer", "- a gallery of 4 photos\n- Footer")
    html = written(changed)
    assert html.index("[Photo 4]") < html.index("<footer")


def test_a_changed_line_of_a_message_is_not_lost() -> None:
    brief = improved(MESSAGES[0], "email") + "\nAnd mention that support answers within a day."
    assert "Support answers within a day." in written(brief, "email")


def test_the_framework_stays_in_the_brief() -> None:
    assert written(improved("a React landing page for Acme")).startswith("/*")
    assert "<script setup>" in written(improved("a landing page for Acme", language="vue"))
