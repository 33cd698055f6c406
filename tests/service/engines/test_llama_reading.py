"""A form that a model filled in becomes a program's `Spec`, or is given up with the reason."""

from __future__ import annotations

import json

import pytest

from getcode_lsp.service.engines.base import Task
from getcode_lsp.service.engines.llama import form
from getcode_lsp.service.engines.llama.reading import FormUnusable, read_form
from getcode_lsp.service.engines.scaffold.api import write_program
from getcode_lsp.service.engines.scaffold.spec import Persistence, Spec, Type

PROMPT = (
    "A Python API for a library: books (title, price, rating 1 to 5, status new or used), their author, tags."
)
BOOK = {
    "name": "book",
    "fields": [
        {"name": "title", "type": "string", "required": True, "unique": True},
        {"name": "price", "type": "number", "required": False},
        {"name": "rating", "type": "integer", "required": True, "minimum": 1, "maximum": 5},
        {"name": "status", "type": "string", "required": True, "choices": ["new", "used"]},
    ],
    "belongs_to": ["author"],
    "has_and_belongs_to_many": ["tag"],
}
AUTHOR = {
    "name": "author",
    "fields": [{"name": "name", "type": "string", "required": True}],
    "belongs_to": [],
}
TAG = {"name": "tags", "fields": [{"name": "label", "type": "string", "required": True}], "belongs_to": []}


def form_of(*entities: object, title: str = "Library") -> str:
    return json.dumps({"title": title, "entities": entities})


def fields_of(spec: Spec, entity: str) -> dict[str, object]:
    [found] = [one for one in spec.entities if one.name.snake == entity]
    return {field.name.snake: field for field in found.fields}


def test_a_form_is_a_spec_with_types_choices_bounds_and_relations() -> None:
    spec = read_form(form_of(BOOK, AUTHOR, TAG), PROMPT, "m")
    assert spec.title == "Library API"
    assert [entity.name.snake for entity in spec.entities] == ["book", "author", "tag"]
    [book, *_] = spec.entities
    fields = {field.name.snake: field for field in book.fields}
    assert fields["title"].unique
    assert (fields["price"].type, fields["price"].required) == (Type.NUMBER, False)
    assert fields["rating"].minimum is not None
    assert fields["rating"].minimum.value == 1
    assert fields["status"].choices == ("new", "used")
    assert (fields["author_id"].type, fields["author_id"].many) == (Type.REFERENCE, False)
    assert fields["tag_ids"].many
    assert any("by the model m" in note for note in spec.notes)


@pytest.mark.parametrize("language", ["python", "nodejs", "typescript", "php"])
def test_every_language_has_templates_for_it(language: str) -> None:
    code = write_program(Task(PROMPT, "api", language), read_form(form_of(BOOK, AUTHOR, TAG), PROMPT, "m"))
    assert "rating" in code
    assert "by the model m" in " ".join(code.split())


def test_what_the_model_made_up_is_not_imposed() -> None:
    field = {"name": "title", "type": "string", "required": True, "choices": ["Dune", "Emma"], "maximum": 77}
    spec = read_form(form_of({**BOOK, "fields": [field]}, AUTHOR, TAG), PROMPT, "m")
    [title, *_] = spec.entities[0].fields
    assert title.choices == ()
    assert title.maximum is None


def test_a_target_that_is_no_entity_becomes_one() -> None:
    spec = read_form(form_of(BOOK), PROMPT, "m")
    assert {entity.name.snake for entity in spec.entities} == {"book", "author", "tag"}


def test_a_circle_of_requirements_is_opened() -> None:
    author = {**AUTHOR, "belongs_to": ["book"]}
    spec = read_form(form_of({**BOOK, "has_and_belongs_to_many": []}, author), PROMPT, "m")
    required = [field.required for entity in spec.entities for field in entity.references()]
    assert sorted(required) == [False, True]


def test_a_form_that_was_cut_off_keeps_its_whole_parts_and_says_so() -> None:
    whole = form_of(BOOK, AUTHOR)
    for length in range(whole.index('"rating"'), len(whole)):
        spec = read_form(whole[:length], PROMPT, "m")
        assert "title" in fields_of(spec, "book")
        assert any("did not come to the end" in note for note in spec.notes)


def test_where_to_keep_the_data_is_still_the_prompts_word() -> None:
    prompt = PROMPT + " Save everything to a file."
    assert read_form(form_of(BOOK), prompt, "m").persistence is Persistence.FILE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("nonsense", "not JSON"),
        ('{"title": "x', "not JSON"),
        ("[1, 2]", "not JSON"),
        ('{"title": "x", "entities": []}', "no records"),
        ('{"title": "x", "entities": "books"}', "no records"),
        ('{"title": "x", "entities": [7, {"name": 8}, {"name": "9lives"}]}', "no records"),
        (
            form_of({**BOOK, "name": "spaceship", "belongs_to": [], "has_and_belongs_to_many": []}),
            "something else",
        ),
        ("[" * 50_000, "not JSON"),
    ],
)
def test_what_can_not_be_used_is_given_up(text: str, why: str) -> None:
    with pytest.raises(FormUnusable, match=why):
        read_form(text, PROMPT, "m")


@pytest.mark.parametrize(
    ("prompt", "language", "wanted"),
    [
        ("A bookstore API with books (title, price)", "auto", True),
        ("A REST API in PHP that manages members and their bookings", "auto", True),
        ("An Express backend for recipes", "nodejs", True),
        ("A function that calls the weather API", "python", False),
        ("Sort a list of numbers", "python", False),
        ("A Rust API for books", "auto", False),
        ("A landing page for books", "html", False),
        ("parse_duration(text) turns '1h30m' into seconds", "python", False),
    ],
)
def test_which_tasks_are_for_the_form(prompt: str, language: str, wanted: bool) -> None:
    assert form.fits(Task(prompt, "api", language)) is wanted
    assert not form.fits(Task(prompt, "website", language))
