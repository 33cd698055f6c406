"""From a draft to a finished section; and the sections that a page of a kind usually has, where the prompt names none."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.look import Look
from getcode_lsp.service.engines.scaffold.pages.comparisons import read_comparison
from getcode_lsp.service.engines.scaffold.pages.drafts import Draft
from getcode_lsp.service.engines.scaffold.pages.forms import read_fields
from getcode_lsp.service.engines.scaffold.pages.items import Details, read_details
from getcode_lsp.service.engines.scaffold.pages.model import LISTS, Contact, FormField, Item, Kind, Section
from getcode_lsp.service.engines.scaffold.pages.prompt import Prompt, split_list
from getcode_lsp.service.engines.scaffold.pages.values import contact_in, opening_hours, priced

_TITLES = {
    "faq": "Frequently asked questions", "faqs": "Frequently asked questions", "faq accordion": "Frequently asked questions",
    "accordion": "Frequently asked questions", "q&a": "Questions and answers", "q & a": "Questions and answers", "testimonial": "Testimonials",
    "cards": "At a glance", "feature": "Features", "feature cards": "Features", "feature grid": "Features", "feature list": "Features",
    "pricing table": "Pricing", "pricing plans": "Pricing", "pricing tiers": "Pricing", "pricing cards": "Pricing", "tiers": "Pricing",
    "menu with prices": "Menu", "menu items": "Menu", "service cards": "Services", "product grid": "Products", "product cards": "Products",
    "project cards": "Projects", "stats": "In numbers", "statistics": "In numbers", "numbers": "In numbers", "counters": "In numbers",
    "metrics": "Key figures", "kpis": "Key figures", "kpi": "Key figures", "kpi cards": "Key figures", "stat cards": "Key figures", "stats cards": "Key figures",
    "summary cards": "Key figures", "metric cards": "Key figures", "overview cards": "Key figures", "tiles": "Key figures", "stat tiles": "Key figures",
    "table": "Overview", "data table": "Overview", "logos": "Trusted by", "client logos": "Our clients", "customer logos": "Our customers",
    "partner logos": "Our partners", "logo strip": "Trusted by", "logo cloud": "Trusted by", "logo bar": "Trusted by", "logo row": "Trusted by", "clients": "Our clients",
    "partners": "Our partners", "sponsors": "Our sponsors", "brands": "Brands", "blog": "From the blog", "blog posts": "From the blog", "posts": "From the blog",
    "blog list": "From the blog", "blog section": "From the blog", "blog preview": "From the blog", "articles": "Articles", "form": "Form", "form section": "Form",
    "team members": "Our team", "team": "Our team", "photos": "Gallery", "photo gallery": "Gallery", "image gallery": "Gallery", "images": "Gallery", "pictures": "Gallery",
    "image grid": "Gallery", "photo grid": "Gallery", "carousel": "Gallery", "image carousel": "Gallery", "slider": "Gallery", "image slider": "Gallery",
    "about": "About us", "about text": "About us", "bio": "About me", "biography": "About me", "short bio": "About me", "description": "About", "intro": "Welcome", "introduction": "Welcome",
    "login": "Log in", "login form": "Log in", "log-in form": "Log in", "sign in": "Sign in", "sign in form": "Sign in", "sign-in form": "Sign in", "signup": "Sign up",
    "signup form": "Sign up", "sign-up form": "Sign up", "sign up form": "Sign up", "sign-up": "Sign up", "register": "Register", "registration form": "Register", "contact form": "Contact us",
    "contact us form": "Contact us", "booking form": "Book", "reservation form": "Reserve a table", "table booking": "Book a table", "order form": "Order", "rsvp": "RSVP", "rsvp form": "RSVP",
    "contact": "Contact", "contact info": "Contact", "contact information": "Contact", "contact details": "Contact", "contact section": "Contact", "address": "Where to find us",
    "location": "Where to find us", "map": "Where to find us", "google map": "Where to find us", "hours": "Opening hours", "newsletter signup": "Newsletter", "newsletter sign-up": "Newsletter",
    "newsletter form": "Newsletter", "newsletter signup form": "Newsletter", "email capture": "Stay in touch", "email signup": "Stay in touch", "waitlist": "Join the waitlist", "waitlist form": "Join the waitlist",
    "subscribe form": "Subscribe", "cta": "Ready to start?", "call to action": "Ready to start?", "call-to-action": "Ready to start?", "final cta": "Ready to start?", "cta banner": "Ready to start?", "cta section": "Ready to start?",
    "steps": "How it works", "process": "How it works", "social links": "Follow us", "social media links": "Follow us", "social icons": "Follow us", "links": "Links", "search bar": "Search", "search box": "Search",
    "search form": "Search", "bar chart": "Chart", "line chart": "Chart", "graph": "Chart", "work experience": "Work experience", "footer": "Footer", "tabs": "Overview", "tabbed section": "Overview",
}  # fmt: skip
_DEFAULT_FIELDS = (
    (r"log\s?-?in|sign\s?-?in", (("Email", "email"), ("Password", "password"))),
    (r"sign\s?-?up|regist", (("Name", "text"), ("Email", "email"), ("Password", "password"))),
    (r"forgot|reset", (("Email", "email"),)),
    (r"search", (("Search", "search"),)),
    (r"book|reserv|appointment|table", (("Name", "text"), ("Email", "email"), ("Date", "date"), ("Time", "time"), ("Number of guests", "number"))),
    (r"newsletter|subscri|capture|waitlist|mailing|e-?mail|notify|early", (("Email", "email"),)),
    (r"order|checkout", (("Name", "text"), ("Email", "email"), ("Address", "textarea"))),
    (r"rsvp", (("Name", "text"), ("Email", "email"), ("Number of guests", "number"), ("Message", "textarea"))),
)  # fmt: skip
_BUTTONS = (
    (r"log\s?-?in", "Log in"), (r"sign\s?-?in", "Sign in"), (r"sign\s?-?up", "Sign up"), (r"regist", "Register"), (r"search", "Search"), (r"newsletter|subscri|mailing", "Subscribe"),
    (r"waitlist|early", "Join the waitlist"), (r"book|reserv|appointment", "Book"), (r"order", "Order"), (r"rsvp", "Send reply"), (r"donat", "Donate"), (r"apply|application", "Apply"),
)  # fmt: skip
_TEXT_AFTER = re.compile(
    r"^[\s:,–—-]*(?:(?:with|that|which|saying|says?|reading|the|a|an|text|paragraph|short|headline|titled?|about|of|on|for)\s+)*",
    re.IGNORECASE,
)


def complete(draft: Draft, prompt: Prompt, contact: Contact) -> Section:
    """A finished section: its items, fields and texts read with the grammar of its kind."""
    if draft.ready is not None:
        return draft.ready
    title = _title(draft, prompt)
    if draft.kind in (Kind.CARDS, Kind.FEATURES) and _counts(draft):
        draft.kind, title = Kind.STATS, "Key figures"
    given = (
        read_comparison(draft.detail, _called(draft, prompt) or title, prompt)
        if draft.kind is Kind.TABLE
        else None
    )
    if given is not None:
        return given
    if draft.kind in (Kind.FORM, Kind.NEWSLETTER, Kind.TABLE):
        return _with_fields(draft, title, prompt)
    details = read_details(draft.kind, draft.detail, draft.children, prompt)
    items = tuple(details.items)
    if draft.kind in (Kind.NAV, Kind.FOOTER):
        return _frame(draft, title, details, prompt)
    if draft.kind in (Kind.HERO, Kind.TEXT, Kind.CTA, Kind.VIDEO, Kind.MAP, Kind.CONTACT):
        return _told(draft, title, details, prompt)
    if draft.kind is Kind.SOCIAL and not items:
        items = tuple(Item(link) for link in contact.links)
    if draft.kind is Kind.HOURS and not items:
        items = opening_hours(prompt.restore(prompt.text))
    if (
        draft.kind is Kind.PRICING
        and (not items or not items[0].value)
        and (price := priced(f"x {draft.detail}"))
    ):
        items = (replace(price, title=title if price.title == "x" else price.title),)
    text = _called(draft, prompt)
    count = details.count if not items else 0
    return Section(
        draft.kind,
        text or title,
        items=items,
        actions=tuple(details.actions),
        count=count,
        columns=details.columns,
    )


def _counts(draft: Draft) -> bool:
    """Whether cards show figures: "cards for revenue 12,400 and users 312"."""
    if draft.words.lower() not in ("cards", "info cards"):
        return False
    parts = [*split_list(draft.detail), *draft.children]
    return len(parts) > 1 and all(
        len(part) < 200 and re.search(r"[^\W\d_].*\s[+-]?[$€£]?\d[\d,.]*\s?[%kKmM+€]*\s*\Z", part)
        for part in parts
    )


def _title(draft: Draft, prompt: Prompt) -> str:
    words = prompt.restore(draft.words).strip()
    plain = words.lower().removesuffix(" section")
    if plain in _TITLES:
        return _TITLES[plain]
    words = re.sub(r"\s+section$", "", words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _called(draft: Draft, prompt: Prompt) -> str:
    """A title that the prompt gives in quotes: `a features section called "Why us"`."""
    match = re.search(
        "\\b(?:called|titled|named|headed|with\\s+(?:the\\s+)?(?:title|heading|headline))\\s*([\ue000-\uf8ff])",
        draft.detail,
    )
    return prompt.restore(match[1]) if match else ""


def _with_fields(draft: Draft, title: str, prompt: Prompt) -> Section:
    detail = re.sub("\\b(?:called|titled|named)\\s*[\ue000-\uf8ff]", " ", draft.detail)
    button = re.search(
        "(?:,?\\s*(?:and\\s+)?(?:with\\s+)?(?:an?\\s+)?(?:submit\\s+|send\\s+)?(?:button|cta)\\s*(?:saying|labell?ed|that\\s+says|called|with|:)?\\s*([\ue000-\uf8ff]))|([\ue000-\uf8ff])\\s+(?:submit\\s+)?button",
        detail,
    )
    if button:
        detail = detail[: button.start()] + " , " + detail[button.end() :]
    intro = re.search(
        "(?:,\\s*)?(?:\\b(?:and|with)\\s+)?(?:\\b(?:the|an?)\\s+)?\\b(?:text|intro|headline|note|saying)\\s*:?\\s*([\ue000-\uf8ff])",
        detail,
    )
    if intro:
        detail = detail[: intro.start()] + detail[intro.end() :]
    about = ""
    if draft.kind is Kind.TABLE:
        match = re.match(
            r"\s*(?:of|for|with|showing|listing)?\s*(?:the\s+|all\s+|recent\s+|latest\s+|our\s+)?([^\W\d_][\w'’ -]{2,30}?)\s*(?=\(|:|\bwith\b|\bshowing\b)",
            detail,
        )
        if match and match[1].lower() not in ("columns", "the columns", "columns for"):
            about, detail = match[1].strip(), detail[match.end() :]
    fields = read_fields(detail, draft.children, prompt)
    words = f"{draft.words} {title}"
    if draft.kind is not Kind.TABLE and not fields:
        words = "newsletter" if draft.kind is Kind.NEWSLETTER else words
        fields = _default_fields(words, draft.kind)
    if draft.kind is Kind.TABLE:
        fields = tuple(replace(field, required=True) for field in fields)
        title = about[:1].upper() + about[1:] if about else title
    action = prompt.restore(button[1] or button[2]) if button else ""
    action = action or (
        ""
        if draft.kind is Kind.TABLE
        else next((label for sought, label in _BUTTONS if re.search(sought, words, re.IGNORECASE)), "Send")
    )
    rows = re.search(r"\b(\d{1,2}|three|four|five|six|eight|ten)\s+(?:sample\s+|example\s+)?rows\b", detail)
    count = int(rows[1]) if rows and rows[1].isdigit() else 0
    return Section(
        draft.kind,
        _called(draft, prompt) or title,
        prompt.restore(intro[1]) if intro else "",
        fields=fields,
        actions=(action,) if action else (),
        count=count,
    )


def _default_fields(words: str, kind: Kind) -> tuple[FormField, ...]:
    chosen = next(
        (fields for sought, fields in _DEFAULT_FIELDS if re.search(sought, words, re.IGNORECASE)), None
    )
    if chosen is None:
        chosen = (
            (("Email", "email"),)
            if kind is Kind.NEWSLETTER
            else (("Name", "text"), ("Email", "email"), ("Message", "textarea"))
        )
    return tuple(FormField(label, kind_) for label, kind_ in chosen)


def _frame(draft: Draft, title: str, details: Details, prompt: Prompt) -> Section:
    given = Contact()
    items = tuple(item for item in details.items if contact_in(item.title) == given)
    items = tuple(
        item
        for item in items
        if not re.fullmatch(
            r"(?:logo|brand|brand name|hamburger.*|menu|sticky.*|navigation.*)", item.title, re.IGNORECASE
        )
    )
    quotes = prompt.quoted_in(draft.detail)
    text = next(
        (
            quote
            for quote in quotes
            if all(item.title != quote for item in items) and quote not in details.actions
        ),
        "",
    )
    if draft.kind is Kind.FOOTER and len(items) == 1 and not text and items[0].title in quotes:
        text, items = items[0].title, ()
    return Section(draft.kind, title, text, items=items, actions=tuple(details.actions))


def _told(draft: Draft, title: str, details: Details, prompt: Prompt) -> Section:
    """A section of texts: the first quoted one is its headline, the others its text."""
    quotes = [
        quote
        for text in (draft.detail, *draft.children)
        for quote in prompt.quoted_in(text)
        if quote not in details.actions
    ]
    wordy = prompt.restore(_TEXT_AFTER.sub("", draft.detail)).strip(" ,:") if not quotes else ""
    told = [
        child
        for child in map(prompt.restore, draft.children)
        if not prompt.quoted_in(child) and len(child.split()) > 2
    ]
    if draft.kind is Kind.CONTACT:
        bare = contact_in(prompt.restore(draft.detail))
        return Section(
            draft.kind, title, " ".join(quotes) if bare == Contact() else "", actions=tuple(details.actions)
        )
    if draft.kind is Kind.HERO:
        return _hero(draft, details, prompt)
    if (
        draft.kind is Kind.TEXT
        and not quotes
        and ((len(wordy.split()) > 3 and draft.detail.lstrip().startswith((":", "-", "–", "—"))) or told)
    ):
        return Section(
            draft.kind,
            title,
            " ".join(filter(None, (wordy, *(t for t in told if not quotes)))),
            actions=tuple(details.actions),
        )
    if draft.kind in (Kind.CTA, Kind.VIDEO) and quotes:
        return Section(
            draft.kind,
            quotes[0] if draft.kind is Kind.CTA and len(quotes) > 0 else title,
            " ".join(quotes[1:]),
            actions=tuple(details.actions),
        )
    heading = _called(draft, prompt)
    named = (
        re.fullmatch(r"(.+?)\s+buttons?", title) if draft.kind is Kind.CTA and not details.actions else None
    )
    if named:  # "a donate button"
        return Section(draft.kind, named[1], actions=(named[1],))
    return Section(
        draft.kind,
        heading or title,
        " ".join(quote for quote in quotes if quote != heading),
        actions=tuple(details.actions),
    )


_HEADLINE = r"(?:headlines?|title|heading|h1|text|saying|says|reading)"
_UNDER = (
    r"(?:sub-?\s?headlines?|sub-?titles?|sub-?headings?|sub|tagline|slogan|lead|paragraph|intro|description)"
)


def _hero(draft: Draft, details: Details, prompt: Prompt) -> Section:
    """Headline and text of a hero: those that are named so, else the first and the second text in quotes."""
    source = " , ".join([draft.detail, *draft.children])
    under = _labelled(_UNDER, source, prompt)
    headline = _labelled(rf"(?<!sub)(?<!sub-)(?<!sub ){_HEADLINE}", source, prompt)
    free = [quote for quote in prompt.quoted_in(source) if quote not in (*details.actions, under, headline)]
    headline = headline or (free.pop(0) if free else "")
    actions = list(details.actions)
    for child in draft.children:
        named = re.match(r"(?:buttons?|cta|call to action|link)\s*:\s*(?P<label>.+)\Z", child, re.IGNORECASE)
        label = prompt.restore(named["label"]) if named else ""
        actions += [label] if label and label not in actions else []
    return Section(draft.kind, headline, " ".join(filter(None, (under, *free))), actions=tuple(actions))


def _labelled(name: str, source: str, prompt: Prompt) -> str:
    """The text behind a name for it: in quotes, or behind a colon, or beginning with a capital letter."""
    match = re.search(
        rf"\b{name}\s*(?:(?:is|of|that\s+says|saying|with)\s+)?(?P<colon>:)?\s*(?P<text>[\ue000-\uf8ff]|[^,\ue000-\uf8ff]+)",
        source,
        re.IGNORECASE,
    )
    if match is None:
        return ""
    text = match["text"].strip()
    if re.fullmatch(r"[\ue000-\uf8ff]", text):
        return prompt.restore(text)
    spoken = match["colon"] or (text[:1].isupper() and len(text.split()) > 1)
    return prompt.restore(text).strip(" .,") if spoken and text else ""


# What stands around the content of a page: asked for alone, it says nothing of the content.
FRAME = frozenset({Kind.NAV, Kind.FOOTER})


def usual(purpose: str, look: Look, facts: list[str]) -> list[Section]:
    """What a page of this kind usually has."""
    story = " ".join(facts)
    hero = Section(Kind.HERO, "", story if len(story) < 200 else "", assumed=True)
    footer = Section(Kind.FOOTER, "Footer", assumed=True)
    about = Section(Kind.TEXT, "About us", story if not hero.text else "", assumed=True)
    contact = Section(
        Kind.FORM, "Contact us", fields=_default_fields("contact", Kind.FORM), actions=("Send",), assumed=True
    )
    subject = f"{purpose} {look.subject}".lower()
    for words, sections in (
        (r"dashboard|admin|panel", [Section(Kind.STATS, "Key figures", count=4, assumed=True), Section(Kind.CHART, "Over time", assumed=True), Section(Kind.TABLE, "Recent entries", assumed=True)]),
        (r"log-?\s?in|sign-?\s?in", [Section(Kind.FORM, "Log in", fields=_default_fields("login", Kind.FORM), actions=("Log in",), assumed=True)]),
        (r"sign-?\s?up|registration", [Section(Kind.FORM, "Sign up", fields=_default_fields("signup", Kind.FORM), actions=("Sign up",), assumed=True)]),
        (r"portfolio|photograph|designer|artist", [hero, Section(Kind.CARDS, "Selected work", count=6, columns=3, assumed=True), replace(about, title="About me"), contact, footer]),
        (r"blog|journal|magazine", [hero, Section(Kind.POSTS, "Latest posts", count=4, assumed=True), replace(about, title="About"), footer]),
        (r"restaurant|cafe|café|bistro|bakery|pizzeria|bar\b", [hero, Section(Kind.PRICES, "Menu", count=6, assumed=True), Section(Kind.HOURS, "Opening hours", assumed=True), Section(Kind.CONTACT, "Where to find us", assumed=True), footer]),
        (r"shop|store", [hero, Section(Kind.CARDS, "Products", count=6, columns=3, assumed=True), about, footer]),
        (r"404|error page", [Section(Kind.HERO, "Page not found", actions=("Back to the start",), assumed=True)]),
        (r"coming soon|thank you|splash", [hero]),
        (r"resume|profile", [hero, replace(about, title="About me"), Section(Kind.STEPS, "Work experience", count=3, assumed=True), contact, footer]),
    ):  # fmt: skip
        if re.search(words, subject):
            return sections
    return [hero, Section(Kind.FEATURES, "What we offer", count=3, assumed=True), about, contact, footer]


_OFFER = re.compile(
    r"\bwe\s+(?:also\s+|mainly\s+)?(?:offer|sell|make|bake|provide|teach|repair|do|specialise\s+in|specialize\s+in)\s+(?P<list>[^.!?]{5,400})",
    re.IGNORECASE,
)


def with_offers(usual: list[Section], facts: list[str]) -> list[Section]:
    """What the prompt says that they offer, as the items of the section about that."""
    offers = [part for fact in facts for match in _OFFER.finditer(fact) for part in split_list(match["list"])]
    if not 1 < len(offers) < 13 or any(len(offer.split()) > 5 for offer in offers):
        return usual
    items = tuple(Item(offer[:1].upper() + offer[1:]) for offer in offers)
    return [
        replace(section, items=items, count=0)
        if section.kind is Kind.FEATURES or section.title in ("Products", "Menu")
        else section
        for section in usual
    ]


def framed(usual: list[Section], asked: list[Section]) -> list[Section]:
    """The usual sections between those that stand around any page: the navigation first, the footer last."""
    own = {section.kind for section in asked}
    sections = [*(section for section in usual if section.kind not in own), *asked]
    order = {Kind.NAV: 0, Kind.FOOTER: 2}
    return sorted(sections, key=lambda section: order.get(section.kind, 1))


def is_list(kind: Kind) -> bool:
    """Whether a section of this kind holds a list of items."""
    return kind in LISTS
