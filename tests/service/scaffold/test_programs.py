"""Every program that is generated here is started and called.

The first cases in every language, the others in one each by turns; `make test-languages` runs all in all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.service.scaffold.more_prompts import MORE_CASES
from tests.service.scaffold.programs import (
    ENDINGS,
    LANGUAGES,
    Program,
    assert_compiles,
    generated,
    node_binary,
    php_binary,
    running,
)
from tests.service.scaffold.prompts import CASES as FIRST_CASES
from tests.service.scaffold.prompts import Case, Collection, Ref


def made(program: Program, case: Case, collection: Collection, tag: str = "") -> dict[str, Any]:
    """A right body of a collection; what it refers to is created first. A tag makes unique texts differ."""
    body: dict[str, Any] = {}
    for name, value in collection.body.items():
        if isinstance(value, Ref):
            other = next(each for each in case.collections if each.path == value.path)
            body[program.spell(name)] = program("POST", other.path, made(program, case, other, tag), 201)[
                "id"
            ]
        else:
            tagged = tag and name in ("isbn", "email") and isinstance(value, str)
            body[program.spell(name)] = tag + value if tagged else value
    return body


def holds(record: dict[str, Any], body: dict[str, Any]) -> None:
    assert {name: record.get(name) for name in body} == body


CASES = FIRST_CASES + MORE_CASES
VARIANTS = [
    case.prompt + more
    for case in CASES
    for more in ("", " Use a SQLite database.", " Add search and paging.")
]
IN_EVERY_LANGUAGE = 5


def languages_of(number: int) -> tuple[str, ...]:
    """The languages that a case is run in. JavaScript and TypeScript share their template, and take one turn."""
    if number < IN_EVERY_LANGUAGE or os.environ.get("GETCODE_EVERY_LANGUAGE"):
        return LANGUAGES
    return (("python", "nodejs", "php", "python", "typescript", "php")[number % 6],)


RUNS = [(case, language) for number, case in enumerate(CASES) for language in languages_of(number)]


@pytest.mark.parametrize(
    ("case", "language"), RUNS, ids=[f"{case.name}-{language}" for case, language in RUNS]
)
def test_a_generated_api_does_what_was_asked(
    case: Case, language: str, tmp_path: Path, express: Path
) -> None:
    with running(generated(case.prompt, language), language, tmp_path, express) as program:
        for collection in case.collections:
            check_life(program, case, collection)
            check_bad_input(program, case, collection)
            check_odd_bodies(program, collection.path)


def check_life(program: Program, case: Case, collection: Collection) -> None:
    path = collection.path
    body = made(program, case, collection)
    first = program("POST", path, {**body, "id": 4711, "no_such_field": 1}, 201)
    assert type(first["id"]) is int
    assert first["id"] != 4711
    assert "no_such_field" not in first
    holds(first, body)
    one = f"{path}/{first['id']}"
    assert program("GET", one) == first
    assert first in program("GET", path)
    second = program("POST", path, made(program, case, collection, "other"), 201)
    assert second["id"] != first["id"]

    replacement = made(program, case, collection, "third")
    replaced = program("PUT", one, {**replacement, "id": 9})
    holds(replaced, replacement)
    assert replaced["id"] == first["id"]
    for name, value in replacement.items():
        patched = program("PATCH", one, {name: value})
        assert patched == replaced
    assert program("PATCH", one, {}) == replaced == program("GET", one)

    program("DELETE", one, status=204)
    for method, content in (("GET", None), ("PUT", replacement), ("PATCH", {}), ("DELETE", None)):
        program(method, one, content, 404)
    assert first["id"] not in [record["id"] for record in program("GET", path)]
    assert second in program("GET", path)


def check_bad_input(program: Program, case: Case, collection: Collection) -> None:
    path = collection.path
    body = made(program, case, collection, "bad")
    record = program("POST", path, body, 201)
    one = f"{path}/{record['id']}"
    for name in collection.body:
        spelled = program.spell(name)
        without = {key: value for key, value in body.items() if key != spelled}
        if name in collection.optional:
            program("PUT", one, body)
            program("PUT", one, {**without})
        else:
            program.refuses("POST", path, without, name)
            program.refuses("PUT", one, without, name)
            program.refuses("PATCH", one, {spelled: None}, name)
    program("PUT", one, body)
    for name, values in collection.bad.items():
        for value in values:
            wrong = {**body, program.spell(name): value}
            program.refuses("POST", path, wrong, name)
            program.refuses("PUT", one, wrong, name)
            program.refuses("PATCH", one, {program.spell(name): value}, name)
    assert program("GET", one) == record


def check_odd_bodies(program: Program, path: str) -> None:
    refused = (400, 413, 422)
    for content in (
        b"",
        b"{",
        b"[]",
        b"null",
        b"5",
        b'"x"',
        b"\xff\xfe",
        b"[" * 5000,
        b'{"a":' * 3000,
        b"{}x",
        b"NaN",
    ):
        program.raw("POST", path, content, refused)
    for one in ("0", "-1", "x", "1.5", "9" * 30, "9" * 5000, "%00", "%F0", "1e3", "true"):
        program("GET", f"{path}/{one}", status=(400, 404, 422))
    program("GET", "/no-such-collection", status=404)
    program("DELETE", path, status=(404, 405))


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_values_are_taken_or_refused_but_never_break_the_program(
    language: str, tmp_path: Path, express: Path
) -> None:
    prompt = (
        "API for things with name, count, price, done flag, seen on, created at, start time, email, url, tags (list), "
        "settings and level (one of 1, 2 or 3)"
    )
    values = [
        "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 400, "-" + "9" * 400, "9" * 5000, "1" + "0" * 25, "true", "null",
        '"\\ud800"', '"\\u0000"', '"' + "x" * 50_000 + '"', '["\\ud800"]', "[[]]", '{"a":NaN}', '{"a":1e999}', '{"a":"\\udc00"}',
        '{"__proto__":1}', '{"constructor":1}', "1.0", "-0", "0.1", '"0000-00-00"', '"9999-12-31T23:59:59+23:59"',
        '"0001-01-01T00:00:00+23:59"', '"2024-01-01T25:00:00Z"', '"2024-02-30T00:00:00Z"', '"2024-W01-1"', '"20240101"',
    ]  # fmt: skip
    with running(generated(prompt, language), language, tmp_path, express) as program:
        fields = {
            "name": '"n"', "count": "1", "price": "1.5", "done": "true", "seen_on": '"2024-01-01"', "email": '"a@b"',
            "start_time": '"10:00"', "url": '"http://x"', "level": "2", "settings": "{}",
        }  # fmt: skip
        text = json.loads("{" + ",".join(f'"{program.spell(k)}":{v}' for k, v in fields.items()) + "}")
        record = program("POST", "/things", text, 201)
        assert record[program.spell("created_at")]
        for name in [*fields, "created_at", "tags", "__proto__", "toString"]:
            for value in values:
                spelled = name if name.startswith("__") else program.spell(name)
                content = f'{{"{spelled}":{value}}}'.encode()
                program.raw("PATCH", f"/things/{record['id']}", content, (200, 400, 413, 422))
                program("GET", "/things")
        for wrong in (True, 4, "2", 2.5):
            program.refuses("PATCH", f"/things/{record['id']}", {"level": wrong}, "level")


@pytest.mark.parametrize("language", LANGUAGES)
def test_patch_merges_and_null_clears_what_is_optional(language: str, tmp_path: Path, express: Path) -> None:
    prompt = "notes with a title, an optional text, an optional rating (integer) and tags (list), pinned flag"
    with running(generated(f"API for {prompt}", language), language, tmp_path, express) as program:
        note = program(
            "POST", "/notes", {"title": "a", "text": "b", "rating": 3, "tags": ["c"], "pinned": True}, 201
        )
        one = f"/notes/{note['id']}"
        assert program("PATCH", one, {"text": None}) == {**note, "text": None}
        assert program("PATCH", one, {"title": "z"}) == {**note, "title": "z", "text": None}
        program.refuses("PATCH", one, {"title": None}, "title")
        program.refuses("PATCH", one, {"pinned": None}, "pinned")
        replaced = program("PUT", one, {"title": "y"})
        assert replaced == {
            "id": note["id"],
            "title": "y",
            "text": None,
            "rating": None,
            "tags": [],
            "pinned": False,
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_unique_values_and_the_fate_of_references(language: str, tmp_path: Path, express: Path) -> None:
    prompt = (
        "API for authors (name, email unique), books (title, author) and shelves (label, optional author). "
        "A tag has a name. A shelf has a label and tags and size."
    )
    with running(generated(prompt, language), language, tmp_path, express) as program:
        author = program("POST", "/authors", {"name": "a", "email": "a@a.example"}, 201)["id"]
        program.refuses("POST", "/authors", {"name": "b", "email": "a@a.example"}, "email")
        program("PUT", f"/authors/{author}", {"name": "c", "email": "a@a.example"})
        tag = program("POST", "/tags", {"name": "t"}, 201)["id"]
        book = program("POST", "/books", program.body(title="x", author_id=author), 201)["id"]
        fields = program.body(label="l", author_id=author, tag_ids=[tag], size="s")
        shelf = program("POST", "/shelves", fields, 201)
        program.refuses("PATCH", f"/shelves/{shelf['id']}", program.body(tag_ids=[tag, 77]), "tag_ids")
        program("DELETE", f"/authors/{author}", status=204)
        program("DELETE", f"/tags/{tag}", status=204)
        program("GET", f"/books/{book}", status=404)
        left = program("GET", f"/shelves/{shelf['id']}")
        assert left == {**shelf, **program.body(author_id=None, tag_ids=[])}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["Save the data to a file.", "Data must survive a restart, use SQLite."])
def test_data_is_kept_where_persistence_is_asked_for(
    language: str, how: str, tmp_path: Path, express: Path
) -> None:
    code = generated(
        f"A notes API. Notes have a title, a created date and belong to a folder (optional). {how}", language
    )
    with running(code, language, tmp_path, express) as program:
        folder = program("POST", "/folders", {"name": "f"}, 201)["id"]
        kept = program("POST", "/notes", program.body(title="kept", folder_id=folder), 201)
        gone = program("POST", "/notes", program.body(title="gone", folder_id=folder), 201)
        program("DELETE", f"/notes/{gone['id']}", status=204)
        program("PATCH", f"/notes/{kept['id']}", {"title": "kept well"})
        program("DELETE", f"/folders/{folder}", status=204)
    with running(code, language, tmp_path, express) as program:
        left = program("GET", "/notes")
        assert [(note["title"], note["id"]) for note in left] == [("kept well", kept["id"])]
        assert left[0][program.spell("folder_id")] is None
        assert program("GET", "/folders") == []
        assert program("POST", "/notes", {"title": "new"}, 201)["id"] != kept["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_memory_data_leaves_no_file(language: str, tmp_path: Path, express: Path) -> None:
    code = generated("API for notes with title. No database, keep it in memory.", language)
    with running(code, language, tmp_path, express) as program:
        program("POST", "/notes", {"title": "x"}, 201)
    names = {path.name for path in tmp_path.iterdir() if path.name != "__pycache__"}
    assert names == {"output.txt", f"program.{ENDINGS[language]}"}


def test_express_4_runs_the_same_program(tmp_path: Path, express: Path) -> None:
    case = CASES[0]
    code = (generated(case.prompt, "nodejs")).replace('require("express")', 'require("express4")')
    with running(code, "nodejs", tmp_path, express) as program:
        for collection in case.collections:
            check_life(program, case, collection)
            check_bad_input(program, case, collection)
            check_odd_bodies(program, collection.path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_python_is_formatted_and_passes_the_linter(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    for persistence in ("", " Use a SQLite database. Add search and paging."):
        file.write_text(generated(case.prompt + persistence, "python"), encoding="utf-8")
        for arguments in (["format", "--diff"], ["check"]):
            done = subprocess.run(
                [sys.executable, "-m", "ruff", *arguments, "--isolated", "--target-version=py310", file],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", ["nodejs", "php"])
def test_every_case_is_right_syntax(language: str, tmp_path: Path) -> None:
    check = [node_binary(), "--check"] if language == "nodejs" else [php_binary(), "-l"]
    for number, text in enumerate(VARIANTS):
        file = tmp_path / f"program{number}.{ENDINGS[language]}"
        file.write_text(generated(text, language), encoding="utf-8")
    # One process looks at one file; a dozen of them shows as much as all.
    for file in sorted(tmp_path.iterdir())[::6]:
        done = subprocess.run([*check, file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_case_in_typescript_passes_the_strict_compiler(tmp_path: Path, express: Path) -> None:
    for number, text in enumerate(VARIANTS):
        file = tmp_path / f"program{number}.ts"
        file.write_text(generated(text, "typescript"), encoding="utf-8")
    assert_compiles(tmp_path, express)
