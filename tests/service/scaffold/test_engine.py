"""The engine as the service sees it: what it takes, what it refuses, how it hands out its text."""

from __future__ import annotations

import asyncio
import re

import pytest

from getcode_lsp.service.engines.base import Engine, EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.engine import MAXIMUM_PROMPT, ScaffoldEngine

BOOKS = "API for books (title)"
MARKS = {
    "python": "from fastapi import",
    "nodejs": 'require("express")',
    "typescript": 'from "express"',
    "php": "declare(strict_types=1);",
}


async def whole(task: Task) -> str:
    return "".join([piece async for piece in ScaffoldEngine().generate(task)])


def test_it_is_an_engine() -> None:
    engine: Engine = ScaffoldEngine()
    assert engine.name == "scaffold"


async def test_the_text_comes_in_small_pieces_without_a_fence() -> None:
    pieces = [piece async for piece in ScaffoldEngine().generate(Task(BOOKS, "api"))]
    text = "".join(pieces)
    assert len(pieces) > 200
    assert max(len(piece.strip()) for piece in pieces) < 100
    assert all(pieces)
    assert "```" not in text
    assert text.startswith("# /// script\n")
    assert text.endswith("\n")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)


async def test_the_same_prompt_gives_the_same_text() -> None:
    assert await whole(Task(BOOKS, "api")) == await whole(Task(BOOKS, "api"))


async def test_a_cancelled_generation_stops() -> None:
    engine = ScaffoldEngine()
    taken = 0

    async def take() -> None:
        nonlocal taken
        async for _ in engine.generate(Task(BOOKS, "api")):
            taken += 1
            if taken == 40:
                raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await take()
    assert taken == 40


@pytest.mark.parametrize(
    ("prompt", "language", "wanted"),
    [
        (BOOKS, "auto", "python"),
        (BOOKS, "python", "python"),
        (BOOKS, "nodejs", "nodejs"),
        ("API for books in Node", "auto", "nodejs"),
        ("An Express API for books", "auto", "nodejs"),
        ("API for books with express.js", "auto", "nodejs"),
        ("JavaScript backend for books", "auto", "nodejs"),
        ("FastAPI backend for books", "auto", "python"),
        ("Flask API for books", "auto", "python"),
        ("Express API for books", "python", "python"),
        ("API for nodes and expresses", "auto", "python"),
        ("A mesh API: a node has a name and an express flag", "auto", "python"),
        (BOOKS, "typescript", "typescript"),
        (BOOKS, "php", "php"),
        ("TypeScript API for books", "auto", "typescript"),
        (f"{BOOKS} with Express and TypeScript", "auto", "typescript"),
        ("NestJS backend for books", "auto", "typescript"),
        ("Koa server for books", "auto", "nodejs"),
        ("API for books in PHP", "auto", "php"),
        ("Laravel API for books", "auto", "php"),
        ("Django backend for books in Python", "auto", "python"),
        (f"{BOOKS}. Write it in Go.", "python", "python"),
    ],
)
async def test_the_language_is_the_asked_one_or_what_the_prompt_names(
    prompt: str, language: str, wanted: str
) -> None:
    text = await whole(Task(prompt, "api", language))
    assert [name for name, mark in MARKS.items() if mark in text] == [wanted]


@pytest.mark.parametrize(
    ("prompt", "language", "note"),
    [
        ("Flask API for books", "auto", "Flask was asked for: this is Python with FastAPI"),
        ("Laravel API for books", "auto", "Laravel was asked for: this is PHP without a framework"),
        ("NestJS API for books", "auto", "NestJS was asked for: this is TypeScript with Express"),
        ("Express API for books", "python", "the prompt names Node.js: this is Python with FastAPI"),
        (f"{BOOKS}. Write it in Go.", "php", "the prompt names Go: this is PHP without a framework"),
    ],
)
async def test_the_header_says_when_it_is_written_with_something_else(
    prompt: str, language: str, note: str
) -> None:
    assert note in " ".join((await whole(Task(prompt, "api", language))).replace(" * ", " ").split())


@pytest.mark.parametrize(
    ("task", "says"),
    [
        (Task("sort a list", "website"), "nothing of a page"),
        (Task(BOOKS, "chart"), "no numbers"),
        (Task(BOOKS, "api", "vue"), "Language vue is for output of type website"),
        (Task(BOOKS, "api", "html"), "TypeScript with Express, and PHP"),
        (Task(BOOKS, "api", "react"), "ask for type website, or for another language"),
        (Task(f"{BOOKS}. Write it in Go.", "api"), "not Go"),
        (Task(f"{BOOKS} using Spring Boot", "api"), "not Java"),
        (Task(f"{BOOKS} in Rust", "api"), "not Rust"),
        (Task("sort a list", "api"), "nothing to store"),
        (Task("A Python function merge(items, size) that joins lists", "api"), "nothing to store"),
        (Task("Write a JavaScript function `chunk(items, size)`", "api", "nodejs"), "nothing to store"),
        (Task("", "api"), "nothing to store"),
        (Task(BOOKS + " " * MAXIMUM_PROMPT, "api"), "20000 characters"),
    ],
)
async def test_what_it_cannot_do_is_refused_before_the_first_piece(task: Task, says: str) -> None:
    for attempt in (whole(task), ScaffoldEngine().improve(task)):
        with pytest.raises(EngineRefusal) as refusal:
            await attempt
        message = str(refusal.value)
        assert says in message
        assert "llama" in message
        assert "openai" in message
        assert "--engine" not in message
        assert "\n" not in message


async def test_improve_says_every_field_type_and_relation() -> None:
    brief = await ScaffoldEngine().improve(
        Task("bookshop with books (title, author, price, published date, isbn unique) and authors", "api")
    )
    assert (
        "Each book has title (string), price (number), published date (date) and isbn (string, unique)."
        in brief.text
    )
    assert "Each book belongs to an author." in brief.text
    assert "FastAPI" in brief.text


async def test_the_header_says_what_was_understood_and_ignored_and_lists_the_routes() -> None:
    prompt = "bookstore API with books (title, author) and authors. Add JWT login and pagination."
    texts = {language: await whole(Task(prompt, "api", language)) for language in MARKS}
    for language, text in texts.items():
        field = "author_id" if language in ("python", "php") else "authorId"
        for line in (
            "Bookstore API",
            f"Book: title (string), {field} (id of an author)",
            "assumed, the prompt names no fields",
            "authentication",
            "q=TEXT for any text",
            "GET, POST /books",
            "GET, PUT, PATCH, DELETE /authors/{id}",
            "GET /authors/{id}/books",
        ):
            assert line in text
    assert "python FILE.py" in texts["python"]
    assert "npm install express\n" in texts["nodejs"]
    assert "npx tsx FILE.ts" in texts["typescript"]
    assert "npm install express@5 tsx" in texts["typescript"]
    assert "php FILE.php" in texts["php"]
