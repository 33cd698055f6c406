"""The words for the sections of a page, and for the pages themselves."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.scaffold.pages.model import Kind

_PHRASES: dict[Kind, str] = {
    Kind.NAV: "navigation bar|navigation menu|navigation|nav bar|navbar|nav menu|nav|menu bar|top bar|sticky header|header|sidebar|"
    "side bar|side navigation|hamburger menu|top menu|sticky nav|sticky navbar",
    Kind.HERO: "main heading|heading|big text|large text|small text|paragraph|subheadline|sub-headline|sub headline|subtitle|subheading|tagline|slogan|sub|hero headline|hero heading|hero title|hero text|hero banner|hero image|hero|banner|big headline|headline|jumbotron|splash|welcome banner|welcome text|"
    "welcome message|intro banner|header image|cover|above the fold|hero area",
    Kind.FEATURES: "key features|main features|features|feature|feature cards|feature grid|feature list|benefits|key benefits|"
    "highlights|advantages|why choose us|why us|what we offer|perks|use cases|our values|values|reasons|skills|tech stack|facts|"
    "selling points|specs|key specs|specifications|technical specs|ingredients|requirements|what is included|what you get|curriculum highlights|feature highlights|amenities|facilities|info cards",
    Kind.CARDS: "cards|services|our services|service cards|classes|courses|treatments|offers|offerings|products|our products|"
    "product grid|product cards|product list|product catalogue|product catalog|featured products|bestsellers|best sellers|projects|my projects|"
    "project cards|portfolio|selected work|my work|our work|works|case studies|recipes|rooms|listings|properties|destinations|"
    "tours|events|upcoming events|concerts|gigs|tour dates|workshops|collections|categories|books|albums|episodes|"
    "practice areas|specialties|specialities|job openings|open positions|jobs|animals|adoptable pets|cars|menu highlights|activities|programs|programmes",
    Kind.PRICES: "menu with prices|food menu|drinks menu|menu|price list|dishes|drinks|wine list|lunch menu|dinner menu|"
    "menu items|rates|list of services with prices|services with prices|rate card",
    Kind.PRICING: "price|pricing table|pricing plans|pricing tiers|pricing cards|pricing|price table|plans|price plans|subscription plans|subscriptions|"
    "tiers|packages|memberships|membership|membership options|prices|ticket options|tickets|membership plans",
    Kind.TESTIMONIALS: "testimonials|testimonial|customer testimonials|client testimonials|reviews|customer reviews|customer quotes|quotes|"
    "what our customers say|what customers say|what people say|what clients say|customer stories|success stories|client quotes|social proof",
    Kind.FAQ: "faq|faqs|faq accordion|frequently asked questions|questions\u2060and\u2060answers|q&a|q & a|accordion|common questions|questions",
    Kind.NEWSLETTER: "newsletter signup|newsletter sign-up|newsletter sign up|newsletter subscription|newsletter|newsletter form|email capture|"
    "e-mail capture|email signup|email sign-up|subscribe form|subscription form|mailing list signup|mailing list|waitlist|waitlist form|"
    "email signup form|newsletter signup form|notify me form|subscribe box|newsletter sign-up form|early access form|waitlist signup",
    Kind.FORM: "contact form|contact us form|booking form|reservation form|sign-up form|signup form|sign up form|registration form|"
    "login form|log-in form|sign-in form|sign in form|login|sign in|sign up|signup|register|order form|feedback form|survey|survey form|"
    "quote request form|quote form|application form|enquiry form|inquiry form|rsvp form|rsvp|form|checkout form|search form|search bar|search box|"
    "search field|search|appointment form|appointment booking|appointment request form|request form|donation form|volunteer form|booking|"
    "reservation|reservations|table booking|forgot password form|password reset form|password reset|message form|support form|job application form|"
    "profile form|settings form|address form|payment form|demo request form|book a table form|book a demo form|questionnaire|sign-up|log in",
    Kind.CONTACT: "contact details|contact information|contact info|contact section|contact us|contact|get in touch|address|location|find us|"
    "where to find us|visit us|directions|contacts|how to find us|how to reach us|our location|email address|phone number|contact data",
    Kind.MAP: "map|google map|google maps|location map|map of our location|embedded map",
    Kind.HOURS: "opening hours|opening times|business hours|hours|open hours|hours of operation|office hours|store hours",
    Kind.TEAM: "team|our team|the team|team members|staff|people|meet the team|chefs|instructors|trainers|teachers|speakers|doctors|"
    "dentists|founders|crew|lawyers|attorneys|artists|band members|lineup|line-up|coaches|hosts|members|our people|keynote speakers|stylists",
    Kind.GALLERY: "image|photo|picture|product image|product photo|product images|portrait|gallery|photo gallery|image gallery|picture gallery|photos|pictures|image grid|photo grid|images|carousel|image carousel|"
    "photo carousel|slider|image slider|slideshow|lookbook|masonry grid|screenshots",
    Kind.STATS: "stats|statistics|numbers|counters|metrics|key figures|key numbers|kpis|kpi cards|kpi|stat cards|stats cards|summary cards|"
    "stats section|achievements|figures|key metrics|summary tiles|tiles|stat tiles|metric cards|overview cards",
    Kind.STEPS: "steps|how it works|process|our process|timeline|roadmap|itinerary|agenda|program|programme|milestones|work experience|"
    "experience|education|curriculum|syllabus|modules|incident history|schedule|career|history timeline|event schedule|how to|instructions|workflow|journey",
    Kind.TABLE: "table|data table|comparison table|class schedule|class timetable|timetable|leaderboard|schedule table|recent orders|"
    "recent transactions|latest orders|recent activity|orders table|users table|comparison|activity table|ranking|list of orders|order list",
    Kind.CHART: "chart|bar chart|line chart|graph|line graph|bar graph|revenue chart|sales chart|pie chart|area chart|charts",
    Kind.LOGOS: "client logos|customer logos|partner logos|logos|logo strip|logo cloud|logo bar|partners|our partners|trusted by|as seen in|sponsors|"
    "brands|clients|our clients|press logos|brand logos|logos of clients|logo row",
    Kind.TEXT: "about us|about me|about|our story|my story|story|who we are|who i am|mission|our mission|mission statement|vision|bio|biography|short bio|"
    "introduction|intro|history|our history|philosophy|description|about text|problem statement|the problem|the solution|announcement|privacy policy|imprint|"
    "terms\u2060and\u2060conditions|welcome|overview",
    Kind.CTA: "call to action|call-to-action|cta|final cta|cta banner|cta section|sign up button|signup button|big button|download button|"
    "download buttons|app store buttons|calls to action|closing cta|buy button|donate button|call to action banner|download section|download links|donation button|book now button|buy now button",
    Kind.POSTS: "blog|blog posts|posts|articles|latest posts|latest articles|news|latest news|recent posts|blog list|list of posts|post list|"
    "recent articles|blog section|blog preview|featured articles|press releases|featured post|journal|updates",
    Kind.TABS: "tabs|tabbed section|tab panel|tabbed content|tabbed area",
    Kind.VIDEO: "video|intro video|promo video|product video|demo video|video section|trailer|explainer video",
    Kind.SOCIAL: "social links|social media links|social icons|social media icons|social media|socials|links to social media|social buttons|links",
    Kind.FOOTER: "footer",
}  # fmt: skip
KINDS: dict[str, Kind] = {phrase: kind for kind, phrases in _PHRASES.items() for phrase in phrases.split("|")}

SAID = frozenset({"heading", "main heading", "big text", "large text", "small text", "paragraph"})
"""Words for a part of the first section where a text in quotes follows them, and for nothing else."""

WEAK = frozenset(
    """address location contact email address phone number hours menu people members story description history intro
    introduction quotes numbers images pictures photos links brands clients experience education questions search
    booking reservation rooms jobs cars books animals video map schedule feature cover header news updates values tickets membership
    rates members program programme comparison announcement overview figures facts categories drinks dishes headline skills events services welcome
    career how to instructions table form products courses classes activities projects charts register sign up signup login products tiles
    packages plans prices tours offers process cards""".split()
) | {"email address", "phone number", "how to", "sign up", "log in", "social media"}
"""Words that may also name a field, a column or an item of a list that is being read."""

PURPOSES = (
    "landing page|home page|homepage|one-pager|one pager|single page|coming soon page|portfolio website|portfolio site|portfolio page|portfolio|"
    "personal website|personal site|blog page|blog|admin dashboard|analytics dashboard|dashboard|admin panel|control panel|login page|sign-in page|"
    "log-in page|sign in page|signup page|sign-up page|sign up page|registration page|login screen|login form|sign-up form|signup form|registration form|pricing page|contact page|about page|faq page|"
    "product page|event page|wedding website|wedding page|company website|business website|restaurant website|online shop|online store|web shop|"
    "webshop|shop page|e-commerce site|ecommerce site|e-commerce website|ecommerce website|store page|404 page|error page|thank you page|resume page|profile page|settings page|"
    "documentation page|docs page|web page|webpage|website|web site|web app|site|page|link in bio page|team page|gallery page|menu page|booking page|checkout page|status page|news page|microsite|splash page|sales page|app|ui|screen|form|component|widget"
)
PURPOSE = re.compile(rf"\b(?:{PURPOSES.replace(' ', '[- ]')})\b", re.IGNORECASE)
"""What a page is called; the first one in a prompt is its purpose."""


def is_weak(words: str) -> bool:
    """Whether the words of a section may as well be an item of the list before it."""
    return words.lower() in WEAK
