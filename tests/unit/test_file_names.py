"""Names for new documents."""

from __future__ import annotations

import re

import pytest

from getcode_lsp.prompts.directives import API_LANGUAGES, OUTPUT_TYPES, Directives
from getcode_lsp.prompts.file_names import numbered, propose
from getcode_lsp.prompts.languages import LANGUAGES, language_for
from getcode_lsp.prompts.request import build


def proposed(
    prompt: str, language_id: str, output_type: str | None = None, language: str | None = None
) -> str:
    own = language_for(language_id)
    request = build(prompt, own, Directives(output_type, language, "new"), elsewhere=True)
    return propose(prompt, request, own)


@pytest.mark.parametrize(
    ("prompt", "language", "name"),
    [
        ("An API for books with authors and tags", "python", "books_authors_tags.py"),
        ("a page for my Bookstore", "html", "bookstore.html"),
        ("a page for my bookstore's customers", "vue", "BookstoreCustomers.vue"),
        ("make a list", "go", "list.go"),
        ("make it", "python", "generated.py"),
        ("бронирование столиков", "python", "бронирование_столиков.py"),
        ("1. first\n2. second", "python", "1_first_generated.py"),
        ("con", "python", "con_generated.py"),
        ("../../etc/passwd", "python", "etc_passwd.py"),
        ("C:\\Windows\\x", "python", "c_windows_x.py"),
        (".hidden", "python", "hidden.py"),
        ("x" * 300, "python", "generated.py"),
        ("a table of prices", "csv", "table_prices.csv"),
        ("the talk", "slides", "talk.marp.md"),
        ("stock", "unheard-of", "stock.txt"),
    ],
)
def test_the_name_is_made_of_the_prompts_words(prompt: str, language: str, name: str) -> None:
    assert proposed(prompt, language) == name


@pytest.mark.parametrize(
    ("language", "output_type", "asked", "ending"),
    [
        ("python", None, None, ".py"),
        ("python", "website", None, ".html"),
        ("python", "website", "html", ".html"),
        ("python", "website", "react", ".jsx"),
        ("python", "website", "vue", ".vue"),
        ("html", "api", "python", ".py"),
        ("html", "api", "nodejs", ".js"),
        ("html", "api", "typescript", ".ts"),
        ("html", "api", "php", ".php"),
        ("typescriptreact", None, None, ".tsx"),
        ("javascriptreact", None, None, ".jsx"),
        ("typescriptreact", None, "react", ".tsx"),
        ("go", None, None, ".go"),
        ("go", "excel", None, ".csv"),
        ("go", "image", None, ".svg"),
        ("go", "word", None, ".md"),
        ("markdown", "word", None, ".md"),
        ("latex", None, None, ".tex"),
        ("dockerfile", None, None, ".txt"),
    ],
)
def test_the_ending_is_that_of_what_is_asked_for(
    language: str, output_type: str | None, asked: str | None, ending: str
) -> None:
    assert proposed("books", language, output_type, asked).lower() == f"books{ending}"


def test_every_name_is_a_plain_one() -> None:
    for language in LANGUAGES:
        for output_type in OUTPUT_TYPES:
            for asked in (None, *API_LANGUAGES):
                name = proposed("A page/for\\the ..books", language.id, output_type, asked)
                assert re.fullmatch(r"\w[\w-]{0,60}(\.\w+){1,2}", name), name


def test_the_next_names_are_numbered() -> None:
    assert [numbered("books.py", number) for number in (1, 2, 3)] == ["books.py", "books_2.py", "books_3.py"]
    assert numbered("my-books.html", 2) == "my-books-2.html"
    assert numbered("talk.marp.md", 2) == "talk_2.marp.md"
    assert numbered("Books.vue", 12) == "Books12.vue"
