"""`@getcode into=new`: the code goes into a document of its own, never over one that exists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.api import FakeApi, done
from tests.fakes.editor import Editor
from tests.fakes.new_files import path_of
from tests.fakes.profiles import EGLOT, MINIMAL, NEOVIM, OUR_NEOVIM, VSCODE, Profile
from tests.lsp.conftest import Start

ABLE = (VSCODE, NEOVIM, OUR_NEOVIM)
UNABLE = (EGLOT, MINIMAL)
TEXT = "# books with authors @getcode into=new$0\nx = 1\n"
KEPT = TEXT.replace("$0", "")
CODE = "def books():\n    return []\n"
SOON = {"limits": {"openSeconds": 0.3}}

able_editors = pytest.mark.parametrize("profile", ABLE, ids=lambda profile: profile.name)
in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


def name_of(uri: str) -> str:
    return path_of(uri).name


@able_editors
async def test_the_code_goes_into_a_new_file_beside_the_document(ed: Editor, api: FakeApi) -> None:
    old = ed.open(TEXT)
    await ed.generate()
    buffer = await ed.new_file()
    request = await api.request()
    assert request.json["prompt"] == "books with authors"
    assert path_of(buffer.uri) == ed.folder / "books_authors.py"
    for token in ("```python\n", "def books():\n", "    return []\n", "```\n"):
        await api.send(token)
    await api.done()
    await ed.text_is(CODE)
    await ed.progress_ended()
    assert ed.text == CODE
    assert old.text == KEPT


@able_editors
async def test_nothing_is_asked_of_the_service_before_the_document_is_open(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    ed.new_files.opens = False
    ed.open(TEXT)
    await ed.generate()
    await ed.shown_document()
    await ed.caught_up()
    assert not api.requests
    ed.new_files.open_late()
    await ed.new_file()
    await ed.text_is(CODE)
    await ed.progress_ended()


@able_editors
async def test_a_file_that_exists_is_passed_over(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    (ed.folder / "books_authors.py").write_text("mine\n")
    (ed.folder / "books_authors_2.py").symlink_to(ed.folder / "nowhere")
    ed.open(TEXT)
    await ed.generate()
    buffer = await ed.new_file()
    assert name_of(buffer.uri) == "books_authors_3.py"
    await ed.text_is(CODE)
    await ed.progress_ended()
    assert (ed.folder / "books_authors.py").read_text() == "mine\n"
    assert not (ed.folder / "nowhere").exists()


@in_vscode
async def test_a_file_that_comes_to_be_meanwhile_is_passed_over(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())

    def be_quicker(path: Path) -> None:
        if path.name == "books_authors.py":
            path.write_text("mine\n")

    ed.new_files.before_creating = be_quicker
    ed.open(TEXT)
    await ed.generate()
    assert name_of((await ed.new_file()).uri) == "books_authors_2.py"
    await ed.text_is(CODE)
    await ed.progress_ended()
    assert (ed.folder / "books_authors.py").read_text() == "mine\n"
    assert all(not options.overwrite and not options.ignore_if_exists for options in ed.new_files.options)


@pytest.mark.parametrize("profile", [NEOVIM, OUR_NEOVIM], ids=["neovim", "our-neovim"])
async def test_neovim_which_would_empty_it_is_told_not_to(ed: Editor, api: FakeApi) -> None:
    ed.new_files.before_creating = lambda path: void(path.write_text("mine\n"))
    ed.open(TEXT)
    await ed.generate()
    await ed.told("not empty", "books_authors.py")
    await ed.new_file()
    assert ed.text == "mine\n"
    assert (ed.folder / "books_authors.py").read_text() == "mine\n"
    await ed.progress_ended()
    assert not api.requests


def void(_value: object) -> None:
    """Drop a value."""


@in_vscode
async def test_an_open_document_of_that_name_is_passed_over(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    other = ed.open("not saved yet\n", uri=(ed.folder / "books_authors.py").as_uri())
    ed.open(TEXT)
    await ed.generate()
    assert name_of((await ed.new_file()).uri) == "books_authors_2.py"
    await ed.text_is(CODE)
    await ed.progress_ended()
    assert other.text == "not saved yet\n"


@in_vscode
async def test_two_at_once_get_two_files(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    old = ed.open(TEXT)
    await ed.generate()
    await ed.generate()
    await ed.until(lambda: len(ed.new_files.opened) == 2, "two new documents")
    await ed.shown_document()
    first, second = ed.new_files.opened
    assert {name_of(first.uri), name_of(second.uri)} == {"books_authors.py", "books_authors_2.py"}
    await ed.until(lambda: first.text == second.text == CODE, "the code in both")
    await ed.progress_ended()
    assert old.text == KEPT


@in_vscode
async def test_an_untitled_document_gets_an_untitled_one(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    ed.open(TEXT, uri="untitled:Untitled-1")
    await ed.generate()
    buffer = await ed.new_file()
    assert buffer.uri == "untitled:books_authors.py"
    await ed.text_is(CODE)
    await ed.progress_ended()
    assert not list(ed.folder.iterdir())


@pytest.mark.parametrize("profile", [NEOVIM], ids=["neovim"])
async def test_a_document_without_a_folder_is_to_be_saved_first(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT, uri="untitled:Untitled-1")
    await ed.generate()
    await ed.told("save it first")
    assert not api.requests


@pytest.mark.parametrize("profile", UNABLE, ids=lambda profile: profile.name)
async def test_an_editor_that_can_do_neither_is_told_the_reason(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    await ed.told("into=new", "window/showDocument", "below the comment")
    await ed.caught_up()
    assert not api.requests
    assert ed.text == KEPT
    assert not list(ed.folder.iterdir())


@able_editors
async def test_the_argument_says_where_it_goes_too(ed: Editor, api: FakeApi) -> None:
    api.script(CODE, done())
    ed.open("# books with authors @getcode into=below$0\n")
    place = {"line": 0, "character": 3}
    argument = {"uri": ed.buffer.uri, "range": {"start": place, "end": place}, "into": "new"}
    await ed.execute("getcode.generate", argument)
    await ed.new_file()
    await ed.text_is(CODE)
    await ed.progress_ended()


@pytest.mark.parametrize(
    ("directives", "name", "sent"),
    [
        ("type=website", "books-authors.html", {"outputType": "website", "language": "auto"}),
        ("type=website lang=vue", "BooksAuthors.vue", {"outputType": "website", "language": "vue"}),
        ("type=website lang=react", "BooksAuthors.jsx", {"outputType": "website", "language": "react"}),
        ("lang=php", "books_authors.php", {"outputType": "api", "language": "php"}),
        ("type=excel", "books_authors.csv", {"outputType": "excel"}),
        ("type=image", "books-authors.svg", {"outputType": "image"}),
    ],
)
async def test_the_ending_fits_what_is_asked_for(
    start: Start, api: FakeApi, directives: str, name: str, sent: dict[str, Any]
) -> None:
    ed = await start(VSCODE)
    api.script("x", done())
    ed.open(f"# books with authors @getcode {directives} into=new$0\n")
    await ed.generate()
    assert name_of((await ed.new_file()).uri) == name
    await ed.text_is("x\n")
    await ed.progress_ended()
    body = api.newest.json
    assert {key: body[key] for key in sent} == sent
    assert ("language" in body) == ("language" in sent)
    assert body["prompt"] == "books with authors"


@able_editors
async def test_an_editor_that_never_opens_it_is_given_up(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    ed = await start(profile, settings=SOON, options={**(profile.options or {}), "settings": SOON})
    ed.new_files.opens = False
    ed.open(TEXT)
    await ed.generate()
    await ed.told("did not open books_authors.py", "0.3 s")
    await ed.progress_ended()
    await ed.shown_document()
    ed.new_files.open_late()
    await ed.caught_up()
    assert not api.requests
    assert ed.new_files.opened[-1].text.strip() == ""


@in_vscode
async def test_an_editor_that_does_not_show_it_is_given_up_at_once(ed: Editor, api: FakeApi) -> None:
    ed.new_files.shows = False
    ed.open(TEXT)
    await ed.generate()
    await ed.told("did not show", "books_authors.py")
    await ed.progress_ended()
    ed.claim("window/showDocument")
    assert not api.requests


@in_vscode
async def test_an_editor_that_does_not_create_it_says_why(ed: Editor, api: FakeApi) -> None:
    ed.new_files.refusal = "the folder is read-only"
    ed.open(TEXT)
    await ed.generate()
    await ed.told("did not create books_authors.py", "the folder is read-only")
    await ed.progress_ended()
    assert not api.requests


@able_editors
@pytest.mark.parametrize("way", ["button", "command"])
async def test_cancel_works_while_the_document_is_awaited(ed: Editor, api: FakeApi, way: str) -> None:
    ed.new_files.opens = False
    old = ed.open(TEXT)
    await ed.generate()
    await ed.shown_document()
    await ed.progress_began()
    if way == "button":
        ed.cancel()
    else:
        await ed.execute("getcode.cancel", {"uri": old.uri})
    await ed.progress_ended()
    ed.new_files.open_late()
    await ed.caught_up()
    assert not api.requests
    assert ed.new_files.opened[-1].text.strip() == ""


@able_editors
@pytest.mark.parametrize("way", ["button", "old document", "new document"])
async def test_cancel_works_while_it_streams(ed: Editor, api: FakeApi, way: str) -> None:
    old = ed.open(TEXT)
    await ed.generate()
    buffer = await ed.new_file()
    await api.request()
    await api.send("def books():")
    await ed.until(lambda: "def books():" in buffer.text, "the first token")
    if way == "button":
        ed.cancel()
    else:
        await ed.execute("getcode.cancel", {"uri": (old if way == "old document" else buffer).uri})
    await api.closed(within=0.5)
    await ed.progress_ended()
    assert buffer.text.strip() == "def books():"


@able_editors
async def test_closing_the_new_document_ends_it(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    buffer = await ed.new_file()
    await api.request()
    await api.send("def books():")
    await ed.until(lambda: "def books():" in buffer.text, "the first token")
    ed.close()
    await api.closed(within=0.5)
    await ed.progress_ended()


@in_vscode
async def test_the_end_of_the_session_ends_the_wait(ed: Editor, api: FakeApi) -> None:
    ed.new_files.opens = False
    ed.open(TEXT)
    await ed.generate()
    await ed.shown_document()
    await ed.shutdown()
    await ed.exit()
    assert not api.requests


async def test_without_a_key_no_document_is_made(start: Start, environment: dict[str, str]) -> None:
    ed = await start(VSCODE, environment=environment)
    ed.open(TEXT)
    await ed.generate()
    question = await ed.asked("key")
    question.dismiss()
    await ed.progress_ended()
    assert not ed.new_files.created
    assert not list(ed.folder.iterdir())


@in_vscode
async def test_what_is_written_into_it_meanwhile_stays(ed: Editor, api: FakeApi) -> None:
    ed.open(TEXT)
    await ed.generate()
    buffer = await ed.new_file()
    await api.request()
    await api.send("def books():\n")
    await ed.text_is("def books():")
    ed.go_to_start()
    ed.insert("# mine\n")
    await api.send("    return []\n")
    await api.done()
    await ed.text_is("# mine\n" + CODE)
    await ed.progress_ended()
    assert buffer.text == "# mine\n" + CODE
