"""Lists beyond whole collections, in every language: what belongs to a record, and what a query asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.service.scaffold.programs import LANGUAGES, generated, running


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_to_a_record_is_listed_under_it(language: str, tmp_path: Path, express: Path) -> None:
    prompt = (
        "API for authors (name), books (title, author) and playlists (name, books). Teams have a name. Matches have a home "
        "team, an away team and a date. A category has a name and a parent category."
    )
    with running(generated(prompt, language), language, tmp_path, express) as program:

        def create(path: str, **fields: Any) -> int:
            made: int = program("POST", path, program.body(**fields), 201)["id"]
            return made

        def ids(path: str) -> list[int]:
            return [record["id"] for record in program("GET", path)]

        one, two = create("/authors", name="a"), create("/authors", name="b")
        first, second = create("/books", title="x", author_id=one), create("/books", title="y", author_id=one)
        third = create("/books", title="z", author_id=two)
        assert program("GET", f"/authors/{two}/books") == [program("GET", f"/books/{third}")]
        assert ids(f"/authors/{one}/books") == [first, second]
        program("DELETE", f"/books/{second}", status=204)
        assert ids(f"/authors/{one}/books") == [first]
        program("GET", "/authors/999/books", status=404)
        program("GET", f"/books/{first}/authors", status=404)
        program("POST", f"/authors/{one}/books", {"title": "q"}, 405)

        playlist = create("/playlists", name="p", book_ids=[third, first])
        empty = create("/playlists", name="q", book_ids=[])
        assert sorted(ids(f"/playlists/{playlist}/books")) == [first, third]
        assert ids(f"/playlists/{empty}/books") == []
        assert ids(f"/books/{first}/playlists") == [playlist]

        home, away = create("/teams", name="h"), create("/teams", name="v")
        match = create("/matches", home_team_id=home, away_team_id=away, date="2025-01-31")
        assert ids(f"/teams/{home}/matches") == ids(f"/teams/{away}/matches") == [match]
        root = create("/categories", name="r")
        leaf = create("/categories", name="l", parent_category_id=root)
        assert ids(f"/categories/{root}/categories") == [leaf]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_filtered_searched_sorted_and_taken_in_pages(
    language: str, tmp_path: Path, express: Path
) -> None:
    prompt = (
        "API for authors (name) and books (title, isbn unique, price, pages (integer), status (draft or out), sold (bool), "
        "published on, rating optional (integer), tags (list), author) with search, filters, sorting and pagination"
    )
    with running(generated(prompt, language), language, tmp_path, express) as program:

        def found(query: str) -> list[str]:
            return [record["title"] for record in program("GET", f"/books?{query}")]

        for name in ("Ann", "Bob"):
            program("POST", "/authors", {"name": name}, 201)
        for title, isbn, price, status, author, rating, tags in (
            ("Dune", "A-1", 9.5, "out", 1, 3, ["sand", "Worms"]),
            ("Dune Two", "A-12", 12, "draft", 1, None, []),
            ("Zoë", "B-1", 3.25, "out", 2, 5, ["sand"]),
        ):
            fields = {
                "title": title, "isbn": isbn, "price": price, "pages": int(price * 10), "status": status,
                "sold": status == "out", "published_on": f"2020-01-0{author}", "author_id": author, "rating": rating, "tags": tags,
            }  # fmt: skip
            program("POST", "/books", program.body(**fields), 201)
        everything = ["Dune", "Dune Two", "Zoë"]
        assert found("") == found("nothing=known") == everything
        by_author, published = program.spell("author_id"), program.spell("published_on")
        for query, wanted in (
            (f"{by_author}=1", everything[:2]), (f"{by_author}=2", ["Zoë"]), (f"{by_author}=77", []), ("title=dune", everything[:2]),
            ("title=ZO%C3%AB", ["Zoë"]), ("isbn=A-1", ["Dune"]), ("status=out", ["Dune", "Zoë"]), ("status=ou", []),
            ("sold=true", ["Dune", "Zoë"]), ("sold=false", ["Dune Two"]), ("price=12", ["Dune Two"]), ("price=9.5", ["Dune"]),
            ("tags=worms", ["Dune"]), (f"{published}=2020-01-02", ["Zoë"]), ("status=out&price=9.5", ["Dune"]), ("q=b-1", ["Zoë"]),
            ("q=%2F.*%5B", []), ("sort=price", ["Zoë", "Dune", "Dune Two"]), ("sort=-price", ["Dune Two", "Dune", "Zoë"]),
            ("sort=rating", ["Dune", "Zoë", "Dune Two"]), ("sort=-rating", ["Zoë", "Dune", "Dune Two"]), ("limit=2", everything[:2]),
            ("offset=1", everything[1:]), ("limit=1&offset=1", ["Dune Two"]), ("limit=0", []), ("sort=-id&limit=1", ["Zoë"]),
        ):  # fmt: skip
            assert found(query) == wanted, query
        counted = program.http.get("/books?title=dune&limit=1")
        assert counted.headers["X-Total-Count"] == "2"
        assert [book["title"] for book in program("GET", "/authors/1/books?sort=-price")] == [
            "Dune Two",
            "Dune",
        ]
        for query, field in (
            (f"{by_author}=x", "author_id"), ("price=cheap", "price"), ("sort=colour", "sort"), ("limit=-1", "limit"),
            ("limit=many", "limit"), ("offset=-2", "offset"), ("price=", "price"),
        ):  # fmt: skip
            program.refuses("GET", f"/books?{query}", None, field)
        for odd in (
            "%FF%FE",
            "title=%00",
            "title[]=x",
            "sort=",
            "q=",
            "&&=&",
            "limit=1&limit=2",
            "sort=-",
            "title=%ED%A0%80",
        ):
            program("GET", f"/books?{odd}", status=(200, 400, 422))
