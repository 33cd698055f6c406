"""What the reader of pages makes of prompts as people write them: sections in order, items with values, fields, addresses."""

from __future__ import annotations

import pytest

from getcode_lsp.service.engines.base import EngineRefusal
from getcode_lsp.service.engines.scaffold.pages.model import FormField, Item, Kind, Section
from getcode_lsp.service.engines.scaffold.pages.reader import read_page


def told(section: Section) -> str:
    """A section in short: its kind and title, and its items or fields."""
    fields = [f"{one.label}:{one.type}{'' if one.required else '?'}" for one in section.fields]
    items = ["|".join(filter(None, (one.title, one.text, one.value, one.unit))) for one in section.items]
    inner = (
        f" ({'; '.join(fields or items)})"
        if fields or items
        else f" x{section.count}"
        if section.count
        else ""
    )
    return f"{section.kind.value}{': ' + section.title if section.title else ''}{inner}"


READINGS = [
    (
        ("Landing page for a SaaS called Ledgerly: hero, features, pricing with three plans (Free 0, Pro 12, Team 29 per month), testimonials, "
        "FAQ, contact form with name, email and message, footer"),
        ["hero", "features: Features", "pricing: Pricing (Free|0|per month; Pro|12|per month; Team|29|per month)", "testimonials: Testimonials",
         "faq: Frequently asked questions", "form: Contact us (Name:text; Email:email; Message:textarea)", "footer: Footer"],
    ),
    (
        ("I need a one page site for my dog grooming business Pawfect in Leeds. We've been washing dogs since 2009. List services with prices: wash 25 "
        "pounds, full groom 45, nail trim 10. Opening times tue-sat 9am-5pm. People should be able to send a booking request (name, phone, dog breed, "
        "preferred date). Phone 0113 496 0123."),
        ["price list: Services with prices (Wash|25 pounds; Full groom|45; Nail trim|10)", "opening hours: Opening times (Tue–Sat|9am–5pm)",
         "form: Booking request (Name:text; Phone:tel; Dog breed:text; Preferred date:date)", "contact details: Contact"],
    ),
    (
        ("# Landing page for Kettle, a tea subscription\n\n## Hero\nHeadline: Tea that finds you\nSubheadline: Fresh leaves every month\nButton: Start tasting\n\n"
        "## How it works\n1. Pick your taste\n2. We blend\n3. You sip\n\n## Pricing\n- Small: £8 / month\n- Large: £14 / month\n\n"
        "## FAQ\n- Can I pause? Yes, any time.\n- Where do you ship? Only in the UK."),
        ["hero: Tea that finds you", "steps: How it works (Pick your taste; We blend; You sip)", "pricing: Pricing (Small|£8|per month; Large|£14|per month)",
         "faq: Frequently asked questions (Can I pause?|Yes, any time.; Where do you ship?|Only in the UK.)"],
    ),
    (
        ("Create a responsive pricing page. Three tiers: Starter at $9/mo with 1 project and email support, Growth at $29/mo with 10 projects and priority "
        "support (most popular), Enterprise with custom pricing."),
        ["pricing: Pricing (Starter|1 project and email support|$9|per month; Growth|10 projects and priority support|$29|per month; Enterprise|Custom)"],
    ),
    (
        ("Homepage for a law firm with practice areas, attorney profiles, client testimonials and a consultation request form (full name, email, phone, "
        "type of case: family/criminal/business, message)"),
        ["cards: Practice areas", "team: Attorney profiles", "testimonials: Client testimonials",
         "form: Consultation request form (Full name:text; Email:email; Phone:tel; Type of case:select; Message:textarea)"],
    ),
    (
        "Nonprofit site for Clean Rivers. Mission statement, impact numbers (120 rivers cleaned, 4,500 volunteers, 35 tons of trash), upcoming events, donate button",
        ["text: Mission statement", "statistics: Impact numbers (Rivers cleaned|120; Volunteers|4,500; Tons of trash|35)", "cards: Upcoming events",
         "call to action: Donate"],
    ),
    (
        'Restaurant website for "La Piazza". Sections: hero image, about, menu with starters (Bruschetta 6€, Caprese 8€) and mains (Lasagne 13€), reservations',
        ["hero", "text: About us", "price list: Menu (Bruschetta|6€; Caprese|8€; Lasagne|13€)",
         "form: Reservations (Name:text; Email:email; Date:date; Time:time; Number of guests:number)"],
    ),
    (
        "admin dashboard with sidebar (Overview, Users, Billing), 4 KPI cards, a line chart of signups and a table of recent users with name, email and joined date",
        ["navigation: Sidebar (Overview; Users; Billing)", "statistics: Key figures x4", "chart: Chart", "table: Users (Name:text; Email:email; Joined date:date)"],
    ),
    (
        "real estate listing page with 6 property cards, each with photo, price and bedrooms; search bar; contact agent form",
        ["cards: Property cards x6", "form: Search (Search:search)", "form: Contact agent form (Name:text; Email:email; Message:textarea)"],
    ),
    (
        'FAQ page for an online shop: "How long is delivery?" "Two to four days." "Can I return items?" "Yes, within 30 days."',
        ["faq: Frequently asked questions (How long is delivery?|Two to four days.; Can I return items?|Yes, within 30 days.)"],
    ),
    (
        'Landing page for a course "Learn Pottery" - instructor bio, curriculum (Week 1: clay, Week 2: wheel), student reviews: "Best course ever" — Ina; "So calm" — Raj',
        ["text: Instructor bio", "steps: Curriculum (Week 1|clay; Week 2|wheel)", "testimonials: Student reviews (Ina|Best course ever; Raj|So calm)"],
    ),
    (
        "an about page for Nordwind GmbH with company history timeline: 1998 founded in Kiel, 2007 first wind farm",
        ["text: About us", "steps: History timeline (1998|founded in Kiel; 2007|first wind farm)"],
    ),
    (
        "Wedding website for Anna & Tom: our story, schedule (Ceremony 14:00, Dinner 18:00), location, RSVP form with name, number of guests and a message",
        ["text: Our story", "steps: Schedule (Ceremony|14:00; Dinner|18:00)", "contact details: Where to find us",
         "form: RSVP (Name:text; Number of guests:number; Message:textarea)"],
    ),
    (
        "Survey form: satisfaction (radio: very happy, ok, unhappy), what did you like (long text), would you recommend us (yes/no), email optional",
        ["form: Survey form (Satisfaction:radio; What did you like:textarea; Would you recommend us:checkbox; Email:email?)"],
    ),
    ("vue component: FAQ accordion with 5 questions about shipping", ["faq: Frequently asked questions x5"]),
    ("A page with tabs for Overview, Specs and Reviews", ["tabs: Overview (Overview; Specs; Reviews)"]),
    ("Site for a kindergarten, sections: about us, our groups (Bees, Bears), daily schedule, team",
     ["text: About us", "cards: Our groups (Bees; Bears)", "steps: Daily schedule", "team: Our team"]),
    (
        "Modern SaaS landing page with responsive nav",
        ["navigation: Nav", "hero", "features: What we offer x3", "text: About us",
         "form: Contact us (Name:text; Email:email; Message:textarea)", "footer: Footer"],
    ),
    ("Link in bio page with links to Instagram, YouTube and my shop", ["social links: Links (Instagram; YouTube; My shop)"]),
    (
        'site for the bookshop "Page & Pine": a big picture at the top, a table of books (title, author, price), a map',
        ["hero", "table: Books (Title:text; Author:text; Price:number)", "map: Where to find us"],
    ),
    (
        "A site for our band with tour dates in a table (date, city, venue) and a gallery",
        ["table: Tour dates (Date:date; City:text; Venue:text)", "gallery: Gallery"],
    ),
    (
        "Site for a football club. Show the league table with position, team, played, points.",
        ["table: League table (Position:text; Team:text; Played:checkbox; Points:number)"],
    ),
    (
        "I need a website comparing three phones in a table with columns model, price, battery and camera.",
        ["table: Three phones (Model:text; Price:number; Battery:text; Camera:text)"],
    ),
    ("build a page with a list of my favourite films: Alien, Heat, Amélie and Stalker", ["cards: My favourite films (Alien; Heat; Amélie; Stalker)"]),
    (
        "A page for a club. It should list upcoming fixtures: 3 May vs Ripon (home), 10 May vs Selby (away). Please show a weekly timetable: Monday 18:00 Vinyasa, Friday 7:30 Yin.",
        ["cards: Upcoming fixtures (3 May vs Ripon|home; 10 May vs Selby|away)", "steps: Weekly timetable (Monday 18:00 Vinyasa; Friday 7:30 Yin)"],
    ),
    (
        "Website for a museum. Ticket prices: adult £12, child £6. Current exhibitions: Monet in London, Vikings, Space Age.",
        ["price list: Ticket prices (Adult|£12; Child|£6)", "cards: Current exhibitions (Monet in London; Vikings; Space Age)"],
    ),
    ("a page listing job vacancies: chef, waiter, barista", ["cards: Job vacancies (Chef; Waiter; Barista)"]),
    (
        "Homepage for a dentist. Must have: services (check-ups, whitening), FAQs",
        ["cards: Services (Check-ups; Whitening)", "faq: Frequently asked questions"],
    ),
    (
        "Personal site of Mia Chen. Sections for about, work (Spotify, Airbnb), and contact.",
        ["text: About us", "cards: Work (Spotify; Airbnb)", "contact details: Contact"],
    ),
    (
        "Site for Daniel Okafor, backend engineer. Sections for experience (Stripe 2019-2022, Shopify 2022-present) and skills (Go, Postgres)",
        ["steps: Experience (Stripe 2019-2022; Shopify 2022-present)", "features: Skills (Go; Postgres)"],
    ),
    (
        "A portfolio site with a gallery of 9 photos, a bit about me and a form to get in touch with name, email, wedding date and message.",
        ["gallery: Gallery x9", "text: About me", "form: Contact us (Name:text; Email:email; Wedding date:date; Message:textarea)"],
    ),
    (
        "Page for my bakery. We sell sourdough (£4), croissants (£2.20) and rolls (£2.80). People should be able to order through a form with their name, phone number and address.",
        ["price list: Price list (Sourdough|£4; Croissants|£2.20; Rolls|£2.80)", "form: Order (Name:text; Phone number:tel; Address:text)"],
    ),
    ("Make a website for a barber: haircuts £15, beard trim £8, kids £10.", ["price list: Price list (Haircuts|£15; Beard trim|£8; Kids|£10)"]),
    (
        "A restaurant menu page for Casa Lupo: Starters - Bruschetta 6.50, Burrata 9; Mains - Carbonara 14, Lasagne 15",
        ["price list: Restaurant menu (Bruschetta|6.50; Burrata|9; Carbonara|14; Lasagne|15)"],
    ),
    (
        'Site for "Paws Rescue". Hero headline "Every dog deserves a home" with a Donate button, numbers: 45 volunteers, 12 years.',
        ["hero: Every dog deserves a home", "statistics: In numbers (Volunteers|45; Years|12)"],
    ),
    (
        'Coming soon page for "Nimbus" with a countdown to 1 June 2026 and an email signup',
        ["newsletter: Stay in touch (Email:email)"],
    ),
    (
        "online store for candles, show 6 products with picture, name and price, a cart and newsletter",
        ["cards: Products x6", "newsletter: Newsletter (Email:email)"],
    ),
    (
        "Simple page with a FAQ: Do you deliver? Yes, in Leeds. Can I pay by card? Yes, you can.",
        ["faq: Frequently asked questions (Do you deliver?|Yes, in Leeds.; Can I pay by card?|Yes, you can.)"],
    ),
    (
        "Build a site for a plumber. We offer boiler repair, bathroom fitting and leak detection. Ring 0113 496 0123.",
        ["hero", "features: What we offer (Boiler repair; Bathroom fitting; Leak detection)", "text: About us",
         "form: Contact us (Name:text; Email:email; Message:textarea)", "contact details: Contact", "footer: Footer"],
    ),
    (
        "Portfolio for Priya Raman, a potter. Sections: about me, selected works (Tide bowl, Moon jar), exhibitions (Arnolfini 2023, Tate 2024), contact",
        ["text: About me", "cards: Selected works (Tide bowl; Moon jar)", "cards: Exhibitions (Arnolfini|2023; Tate|2024)", "contact details: Contact"],
    ),
    (
        "page for The Choir with concert dates: 3 May Leeds, 10 May York; a contact form with name and voice (alto, bass). merch: t-shirt £20, vinyl £25.",
        ["cards: Concert dates (3 May Leeds; 10 May York)", "form: Contact us (Name:text; Voice:select)", "price list: Merch (T-shirt|£20; Vinyl|£25)"],
    ),
    (
        "restaurant site, The Copper Pan, menu with starters (Soup £6, Whitebait £7) and mains (Pie £14), open Wed to Sun 12-22, closed Mon and Tue, reservations on 01756 555 019",
        ["price list: Menu (Soup|£6; Whitebait|£7; Pie|£14)", "opening hours: Opening hours (Wed–Sun|12–22; Mon and Tue|Closed)", "contact details: Contact"],
    ),
    (
        'landing page with the heading "Learn Spanish" and below it a paragraph "Small groups." and a green button that says "Start now"',
        ["hero: Learn Spanish"],
    ),
    (
        "wedding page for Chloe and Marcus. timeline: ceremony 1pm, drinks 3pm, dinner 5pm. newsletter at the bottom.",
        ["steps: Timeline (Ceremony|1pm; Drinks|3pm; Dinner|5pm)", "newsletter: Newsletter (Email:email)"],
    ),
    (
        "Gym page. Three plans side by side: Off-peak £19/month (weekdays, pool), Full £34/month (classes). Add a register button.",
        ["pricing: Plans (Off-peak|weekdays, pool|£19|per month; Full|classes|£34|per month)", "call to action: Register"],
    ),
    (
        'contact form for a solicitor: first name, phone, consent checkbox "I agree", submit button "Request a call"',
        ["form: Contact us (First name:text; Phone:tel; I agree:checkbox)"],
    ),
    (
        "plumber website: call out 24/7, services boiler repair, blocked drains. Links github.com/plumb",
        ["cards: Services (Boiler repair; Blocked drains)", "social links: Links (github.com/plumb)"],
    ),
    (
        "I want people to see our opening hours (Tue-Fri 10 to 6), our 2 best sellers - Brie 6, Gouda 7 - and how to reach us: 4 Market Place, Skipton",
        ["opening hours: Opening hours (Tue–Fri|10–6)", "cards: Best sellers (Brie|6; Gouda|7)", "contact details: How to reach us"],
    ),
    (
        "FAQ page for a shop with these questions and answers:\nQ: Do I pay?\nA: Yes.\nQ: Can I rent?\nA: At the shop on the quay.",
        ["faq: Frequently asked questions (Do I pay?|Yes; Can I rent?|At the shop on the quay.)"],
    ),
    (
        'Portfolio. Testimonials from Rita and Paul: "She was invisible."',
        ["testimonials: Testimonials (Rita and Paul|She was invisible.)"],
    ),
    (
        'page for BrewBot with an email signup and the text "Something warm"',
        ["newsletter: Stay in touch (Email:email)"],
    ),
    (
        "Pricing page comparing Basic and Max: a comparison table with rows storage (10 GB, 1 TB), users (1, unlimited)",
        ["table: Comparison table (Feature:text; Basic:text; Max:text)"],
    ),
    (
        'Countdown page to the party at Club Meridian, 31 December 2026, 9 pm, black and gold, button "Get tickets"',
        ["call to action: Get tickets"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "sections"), READINGS)
def test_sections_are_read_in_order_with_what_is_in_them(prompt: str, sections: list[str]) -> None:
    assert [told(section) for section in read_page(prompt).sections] == sections


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Wedding website for Anna & Tom: our story", "Anna & Tom"),
        ("yoga studio", "Yoga studio"),
        ("travel agency, destinations Bali and Peru, newsletter", "Travel agency"),
        ("Landing page for a mobile banking app, features", "Mobile banking app"),
        ("A page with tabs for Overview and Specs", "Page"),
    ],
)
def test_the_title_is_the_brand_else_the_subject(prompt: str, title: str) -> None:
    assert read_page(prompt).title == title


def test_addresses_are_found_wherever_they_stand() -> None:
    page = read_page(
        "Contact page, 12 Harbour Street, Porto, phone +351 22 123 4567, mail hi@sol.example, www.sol.example, a map"
    )
    assert (page.contact.address, page.contact.phone, page.contact.email, page.contact.links) == (
        "12 Harbour Street, Porto", "+351 22 123 4567", "hi@sol.example", ("www.sol.example",),
    )  # fmt: skip


@pytest.mark.parametrize("phone", ["01904 496000", "07700 900123"])
def test_a_telephone_number_may_have_six_digits_at_its_end(phone: str) -> None:
    assert read_page(f"Contact page with a map. Ring {phone}.").contact.phone == phone


def test_a_field_has_its_choices_and_bounds() -> None:
    (form,) = read_page(
        "booking form with size (S, M or L), number of guests between 1 and 8 and notes (optional)"
    ).sections
    assert form.fields == (
        FormField("Size", "select", choices=("S", "M", "L")),
        FormField("Number of guests", "number", minimum=1, maximum=8),
        FormField("Notes", "textarea", required=False),
    )


def test_a_later_sentence_tells_more_of_a_section() -> None:
    page = read_page(
        "Landing page with pricing and a form. The pricing section has two plans: Basic 5 and Plus 9. The form asks for name and phone."
    )
    assert [told(section) for section in page.sections] == [
        "pricing: Pricing (Basic|5; Plus|9)",
        "form: Form (Name:text; Phone:tel)",
    ]


def test_given_texts_are_taken_word_for_word() -> None:
    page = read_page(
        'Page with a hero “Don\'t panic — ever”, a button \'Go, now\' and features ("A & B: both", "{{x}}")'
    )
    hero, features = page.sections
    assert (hero.title, hero.actions) == ("Don't panic — ever", ("Go, now",))
    assert features.items == (Item("A & B: both"), Item("{{x}}"))


@pytest.mark.parametrize(
    "look",
    [
        "in warm colors",
        "in blue and white",
        "in dark green",
        "in a modern style",
        "in a playful tone",
        "dark theme",
    ],
)
def test_a_look_behind_a_form_is_no_field(look: str) -> None:
    (form,) = read_page(f"a page with a form with name, favorite color, theme and email, {look}").sections
    assert [one.label for one in form.fields] == ["Name", "Favorite color", "Theme", "Email"]


def test_the_dishes_of_a_course_stand_under_it() -> None:
    (menu,) = read_page(
        "Restaurant page with a menu: Starters - Soup 6, Salad 8; Mains - Fish 14, Pie 12"
    ).sections
    assert [(dish.group, dish.title) for dish in menu.items] == [
        ("Starters", "Soup"), ("Starters", "Salad"), ("Mains", "Fish"), ("Mains", "Pie"),
    ]  # fmt: skip


def test_a_table_is_filled_with_the_rows_that_are_given() -> None:
    (table,) = read_page(
        "page with a comparison table with columns Basic and Pro and rows Storage (1 GB, 10 GB), Support (mail, phone)"
    ).sections
    assert [one.label for one in table.fields] == ["Feature", "Basic", "Pro"]
    assert table.rows == (("Storage", "1 GB", "10 GB"), ("Support", "mail", "phone"))


def test_what_is_not_asked_for_is_not_added() -> None:
    assert [section.kind for section in read_page("Landing page with a gallery and a footer").sections] == [
        Kind.GALLERY,
        Kind.FOOTER,
    ]
    assert all(section.assumed for section in read_page("Landing page for a gym").sections)


@pytest.mark.parametrize(
    ("prompt", "summary"),
    [
        ("cottage website, Seal Cottage in Whitby, sleeps 6, from £140 a night. Gallery of 5 photos.", "In Whitby, sleeps 6, from £140 a night."),
        ('festival website "Lantern Night", Friday 30 October in Hull. Sponsors: Larkhill Bank, Moor Bakery. Free entry. Parking at the station.',
         "Friday 30 October in Hull. Free entry. Parking at the station."),
        ("Page for Brew, with a gallery and a countdown to the launch on 1 March 2027", "Launch on 1 March 2027."),
        ('Countdown page to the party at Club Meridian, 31 December 2026, black and gold, button "Get tickets"', "Party at Club Meridian. 31 December 2026."),
        ("One page site for the fete in Hull on Saturday 4 July, with a map. Entry £2, children free.", "Fete in Hull on Saturday 4 July. Entry £2, children free."),
        ("Page of a school with a gallery. Each course costs 240 euros.", "Each course costs 240 euros."),
        ("Product page for a backpack: price $129, weight 1.2 kg, reviews", "Price $129, weight 1.2 kg."),
        ("Nail bar page with a gallery. We do nails, prices from 18 to 45 pounds.", "We do nails, prices from 18 to 45 pounds."),
        ("Chess site with a gallery. We meet every Thursday from 7pm to 10pm at the Old Library.", "We meet every Thursday from 7pm to 10pm at the Old Library."),
        ("personal page, my name is Tom Zet, I am a developer from Kraków, skills Go, Postgres", "I am a developer from Kraków."),
        ("Gym page with plans: Basic 5, Full 9. The Full plan is the most popular. We are open Mon-Fri 7-20.", ""),
    ],
)  # fmt: skip
def test_what_is_told_outside_of_sections_stands_on_the_page(prompt: str, summary: str) -> None:
    page = read_page(prompt)
    assert page.summary == summary
    assert [text for text in page.ignored if "ountdown" not in text] == []


@pytest.mark.parametrize(
    "said",
    ["Highlight the Plus plan", "The middle one is most popular", "The Plus plan should be highlighted"],
)
def test_the_plan_that_shall_stand_out_does(said: str) -> None:
    page = read_page(f"Page with three plans: Basic 5, Plus 9, Max 20. {said}.")
    assert [item.featured for item in page.sections[0].items] == [False, True, False]
    assert (page.summary, page.ignored) == ("", ())


def test_what_is_not_built_is_named() -> None:
    page = read_page(
        "Landing page with pricing. Connect it to Stripe. Add a live chat. Compute the route between two cities."
    )
    assert [text for text in page.ignored if "Stripe" in text or "chat" in text or "route" in text] == list(
        page.ignored
    )
    assert len(page.ignored) == 3


@pytest.mark.parametrize(
    "prompt",
    [
        "sort a list",
        "write a python script that prints primes",
        "",
        "!!!",
        "Create a todo app with filters",
        "function that reverses a string",
        "solve x^2 = 4",
    ],
)
def test_what_is_no_page_is_refused_with_the_way_out(prompt: str) -> None:
    with pytest.raises(EngineRefusal, match=r"llama .* openai"):
        read_page(prompt)
