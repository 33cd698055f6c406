"""What the grammar reads out of prompts."""

from __future__ import annotations

import pytest

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.scaffold.api import choose_language
from getcode_lsp.service.engines.scaffold.brief import brief
from getcode_lsp.service.engines.scaffold.grammar.resolve import NotUnderstood, understand
from getcode_lsp.service.engines.scaffold.grammar.words import Name, plural, singular, split_words
from getcode_lsp.service.engines.scaffold.spec import Bound, Entity, Field, Persistence, Type
from tests.service.scaffold.more_prompts import MORE_CASES
from tests.service.scaffold.prompts import CASES
from tests.service.scaffold.readings import READINGS, REFUSED
from tests.service.scaffold.styles import STYLES


def short(entity: Entity) -> str:
    return f"{entity.plural.kebab}: {', '.join(map(short_field, entity.fields))}"


def short_field(field: Field) -> str:
    kind = "" if field.type in (Type.STRING, Type.REFERENCE) else f" {field.type.value}"
    default = "=now" if field.stamp else "" if field.default is None else f"={field.default}"
    choices = f"[{'|'.join(map(str, field.choices))}]" if field.choices else ""
    return (
        f"{field.name.snake}{kind}{'*' if field.many else ''}{f'->{field.target.kebab}' if field.target else ''}"
        f"{'?' if field.nullable else ''}{'!' if field.unique else ''}{default}{choices}{short_bounds(field)}"
    )


def short_bounds(field: Field) -> str:
    if field.minimum is field.maximum is None or (field.minimum == Bound(1) and field.type is Type.STRING):
        return ""
    return f" {field.minimum.value if field.minimum else ''}..{field.maximum.value if field.maximum else ''}"


ALL = READINGS + STYLES


@pytest.mark.parametrize(("prompt", "reading"), ALL, ids=[prompt[:40] for prompt, _ in ALL])
def test_a_prompt_is_read_as(prompt: str, reading: str) -> None:
    spec = understand(prompt)
    assert "\n".join(map(short, spec.entities)) == reading.replace("* ,", "*,")


def test_what_is_honoured_is_not_listed_as_ignored() -> None:
    spec = understand("API for notes with title and text. Save everything to a SQLite database. Use FastAPI.")
    assert (spec.persistence, spec.ignored) == (Persistence.FILE, ())
    spec = understand(
        "API for notes with title and text. Keep the data in memory. Send an email for each note."
    )
    assert spec.persistence is Persistence.MEMORY
    assert any("email" in text for text in spec.ignored)
    assert not any("memory" in text for text in spec.ignored)


def test_what_is_said_of_a_field_later_is_honoured_and_of_none_ignored() -> None:
    prompt = "API for books with title and price. The price must be positive. Covers must be red."
    spec = understand(prompt)
    assert spec.ignored == ("Covers must be red",)
    assert spec.entities[0].fields[1].minimum == Bound(0, exclusive=True)


@pytest.mark.parametrize(
    "clause",
    [
        "Everybody may borrow whatever they like", "The staff decides what happens", "It would be good if we had more time",
        "Customers who rent cars want to know why", "Nobody wants this to be slow because users get angry",
    ],
)  # fmt: skip
def test_no_clause_becomes_the_name_of_an_entity(clause: str) -> None:
    spec = understand(f"An API for books with a title. {clause}.")
    assert all(len(entity.name.words) < 4 for entity in spec.entities)
    assert short(spec.entities[0]) == "books: title"
    assert any(text in clause or clause in text for text in spec.ignored), list(map(short, spec.entities))


@pytest.mark.parametrize("prompt", REFUSED)
def test_what_stores_nothing_is_not_understood(prompt: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(prompt)


EVERY = [prompt for prompt, _ in ALL if "Bücher" not in prompt] + [
    case.prompt for case in CASES + MORE_CASES if case.name != "other letters"
]


@pytest.mark.parametrize("prompt", EVERY, ids=[prompt[:40] for prompt in EVERY])
def test_the_improved_prompt_is_read_as_the_same_entities(prompt: str) -> None:
    spec = understand(prompt)
    text = brief(spec, "python")
    again = understand(text)
    assert {e.name: set(map(short_field, e.fields)) for e in again.entities} == {
        e.name: set(map(short_field, e.fields)) for e in spec.entities
    }, text
    assert again.persistence is spec.persistence
    assert again.queries is spec.queries


@pytest.mark.parametrize("language", ["python", "nodejs", "typescript", "php"])
def test_the_improved_prompt_asks_for_the_same_language_and_program(language: str) -> None:
    spec = understand("teams (name unique), players (name, team, level 1-5) with search. Save to a file.")
    task = Task(brief(spec, language), "api")
    assert choose_language(task) == language
    again = understand(task.prompt)
    assert [(e.name, set(e.fields)) for e in again.entities] == [
        (e.name, set(e.fields)) for e in spec.entities
    ]
    assert (again.persistence, again.queries, again.ignored) == (Persistence.FILE, True, ())


def test_slips_of_the_pen_are_mended_and_said() -> None:
    spec = understand("API for movies wiht title and raiting 1-10")
    assert list(map(short, spec.entities)) == ["movies: title, rating number 1..10"]
    assert spec.notes == ("'wiht' is read as 'with'", "'raiting' is read as 'rating'")


def test_routes_that_are_no_collection_are_said_to_be_ignored() -> None:
    spec = understand(
        "GET /books, POST /books, POST /login, POST /books/{id}/lend. Books have a title and pages."
    )
    assert list(map(short, spec.entities)) == ["books: title, pages integer"]
    assert spec.ignored[:2] == ("POST /login", "POST /books/{id}/lend")


@pytest.mark.parametrize(
    "wish",
    ["Give me the total price per author.", "Count the books of each author.", "Show the average price."],
)
def test_sums_and_counts_are_said_to_be_ignored(wish: str) -> None:
    spec = understand(f"Books have a title and a price. {wish}")
    assert list(map(short, spec.entities)) == ["books: title, price number"]
    assert spec.ignored


@pytest.mark.parametrize(
    "wish",
    [
        "Search by title.", "Filter by author and sort by price.", "Users can search for books by title or author.",
        "Books can be filtered by genre.", "Add search and pagination", "It should support filtering, sorting and paging.",
        "Please add full-text search over the titles", "GET /books?title=dune", "Allow me to sort the books by price",
        "The list should be paginated.", "- search by title\n- sort by price", "Paginate the results, please",
    ],
)  # fmt: skip
def test_lists_are_searched_where_that_is_asked_for(wish: str) -> None:
    spec = understand(f"An API for books with a title and a price. {wish}")
    assert spec.queries
    assert list(map(short, spec.entities)) == ["books: title, price number"]
    assert spec.ignored == ()


@pytest.mark.parametrize(
    ("prompt", "reading"),
    [
        ("books API with title, price, search and pagination", "books: title, price number"),
        ("API for books (title, price) with search by title, sorting and pagination", "books: title, price number"),
        ("API to list books (title, price), sorted by price", "books: title, price number"),
        ("categories with a name and a sort order (integer)", "categories: name, sort_order integer"),
        ("a search has a query and a date", "searches: query, date date"),
        ("API for coffee filters with a size and a price", "coffee-filters: size, price number"),
    ],
)  # fmt: skip
def test_wishes_for_lists_are_no_fields_and_fields_are_no_wishes(prompt: str, reading: str) -> None:
    assert list(map(short, understand(prompt).entities)) == [reading]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("API for books.", False),
        ("API for books. Save to a file.", True),
        ("API for books, persist the data", True),
        ("API for books stored in SQLite", True),
        ("API for books with a PostgreSQL database", True),
        ("API for books. No database.", False),
        ("API for books. Use an in-memory database.", False),
        ("movie database API", False),
        ("API for books; data must survive restarts", True),
    ],
)
def test_persistence_is_asked_for(text: str, kept: bool) -> None:
    assert (understand(text).persistence is Persistence.FILE) is kept


def test_what_is_not_built_is_said() -> None:
    spec = understand("Books API with books (title). Add JWT authentication, search and pagination.")
    assert "authentication" in spec.ignored
    assert not any("search" in text or "pagination" in text for text in spec.ignored)
    assert spec.queries
    assert [entity.name.snake for entity in spec.entities] == ["book"]


def test_a_circle_of_required_references_is_opened() -> None:
    spec = understand("A hen belongs to an egg. An egg belongs to a hen. Hens and eggs have a name.")
    required = [field.required for entity in spec.entities for field in entity.references()]
    assert sorted(required) == [False, True]


@pytest.mark.parametrize(
    ("one", "many"),
    [pair.split("/") for pair in (
        "book/books person/people child/children category/categories status/statuses box/boxes mouse/mice series/series "
        "news/news data/data movie/movies address/addresses class/classes bus/buses day/days city/cities hero/heroes "
        "photo/photos analysis/analyses man/men human/humans woman/women key/keys leaf/leaves shelf/shelves wish/wishes "
        "church/churches quiz/quizzes course/courses house/houses warehouse/warehouses expense/expenses match/matches "
        "size/sizes index/indexes bookshelf/bookshelves salesperson/salespeople database/databases license/licenses "
        "potato/potatoes shoe/shoes campus/campuses lens/lenses alias/aliases menu/menus tax/taxes foot/feet tooth/teeth "
        "goose/geese fish/fish sheep/sheep criterion/criteria cache/caches cookie/cookies virus/viruses toy/toys"
    ).split()],
)  # fmt: skip
def test_singular_and_plural(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)
    assert (plural(many), singular(one)) == (many, one)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("orderItem", "order item"), ("OrderItems", "order items"), ("order_items", "order items"), ("order-item", "order item"),
        ("ISBN", "isbn"), ("userID", "user id"), ("ISBNs", "isbns"), ("HTTPServer", "http server"), ("Größe", "grosse"),
        ("Книги", "knigi"), ("author's name", "author name"), ("naïve café", "naive cafe"), ("2fa enabled", "2fa enabled"),
        ("書名", "u66f8u540d"), ("x\u0000y\u202e", "x y"), ("x３٣", "x33"),
    ],
)  # fmt: skip
def test_identifiers(text: str, words: str) -> None:
    assert " ".join(split_words(text)) == words


def test_spellings() -> None:
    name = Name(("order", "item"))
    assert (name.snake, name.kebab, name.camel, name.pascal) == (
        "order_item",
        "order-item",
        "orderItem",
        "OrderItem",
    )
    assert Name(("point", "of", "sale")).plural().kebab == "points-of-sale"
