"""The table of languages: one row each, no id twice, everything of the API reachable."""

from __future__ import annotations

from collections import Counter

import pytest

from getcode_lsp.editing.escapes import javascript_escape, visible
from getcode_lsp.prompts.languages import LANGUAGES, language_for
from getcode_lsp.prompts.page_syntax import GENERIC
from getcode_lsp.prompts.request import API_LANGUAGES, OUTPUT_TYPES


def test_no_id_and_no_ending_is_there_twice() -> None:
    ids = Counter(name for language in LANGUAGES for name in language.ids)
    endings = Counter(suffix for language in LANGUAGES for suffix in language.suffixes)
    assert {name for name, count in (ids + endings).items() if count > 1} == set()
    assert all(name == name.lower() for name in ids)


def test_every_output_type_and_every_language_of_the_api_is_reached_by_some_file() -> None:
    assert {language.output_type for language in LANGUAGES} == set(OUTPUT_TYPES)
    assert {language.api_language for language in LANGUAGES} - {None} == set(API_LANGUAGES) - {"auto"}


@pytest.mark.parametrize(
    ("language_id", "output_type", "api_language"),
    [
        ("html", "website", "html"),
        ("javascriptreact", "website", "react"),
        ("typescriptreact", "website", "react"),
        ("vue", "website", "vue"),
        ("css", "website", None),
        ("typescript", "api", "typescript"),
        ("python", "api", "python"),
        ("javascript", "api", "nodejs"),
        ("php", "api", "php"),
        ("go", "api", None),
        ("rust", "api", None),
        ("csv", "excel", None),
        ("svg", "image", None),
        ("latex", "pdf", None),
    ],
)
def test_what_a_file_stands_for(language_id: str, output_type: str, api_language: str | None) -> None:
    language = language_for(language_id)
    assert (language.id, language.output_type, language.api_language) == (
        language_id,
        output_type,
        api_language,
    )


@pytest.mark.parametrize(
    ("alias", "language_id"),
    [
        ("jsx", "javascriptreact"),
        ("tsx", "typescriptreact"),
        ("typescript.tsx", "typescriptreact"),
        ("sh", "shellscript"),
        ("bash", "shellscript"),
        ("cs", "csharp"),
        ("tex", "latex"),
        ("Python", "python"),
    ],
)
def test_other_ids_for_the_same_language(alias: str, language_id: str) -> None:
    assert language_for(alias).id == language_id


@pytest.mark.parametrize(
    ("language_id", "uri", "found"),
    [
        ("", "file:///a/b.py", "python"),
        ("plaintext", "file:///a/b.go", "go"),
        ("plaintext", "untitled:Untitled-1", "plaintext"),
        ("markdown", "file:///a/talk.slides.md", "slides"),
        ("markdown", "file:///a/slides.md?x#y", "slides"),
        ("markdown", "file:///a/readme.md", "markdown"),
        ("xml", "file:///a/logo.svg", "svg"),
        ("python", "file:///a/b.js", "python"),
        ("unheard-of", "file:///C%3A%5Ca%5Cb.rs", "rust"),
        ("", "file:///a/b%2", ""),
        ("", "file://[bad/Dockerfile", "dockerfile"),
    ],
)
def test_the_file_name_helps_where_the_id_says_little(language_id: str, uri: str, found: str) -> None:
    assert language_for(language_id, uri).id == found


def test_an_unknown_language_takes_the_common_marks() -> None:
    language = language_for("unheard-of", "file:///a/b.xyz")
    assert (language.id, language.name, language.syntax) == ("unheard-of", "unheard-of", GENERIC)
    assert language.line[:3] == ("//", "#", "--")
    assert [block.open for block in language.block][:2] == ["/*", "<!--"]


def test_a_language_spells_stray_characters_in_its_own_way() -> None:
    assert language_for("jsx").escape is javascript_escape
    assert language_for("plaintext").escape is visible


def test_the_shape_of_documentation_comments() -> None:
    assert language_for("java").doc_prefix == " * "
    assert language_for("html").doc_prefix is None
