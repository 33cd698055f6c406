"""Documents of every shape: the server's picture of the text is the editor's, wherever an edit goes."""

from __future__ import annotations

import random
import time

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import EGLOT, LIVE, VSCODE, Profile, Spelling
from tests.lsp.conftest import Start, every_editor

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}

SHAPES = {
    "end of file without newline": ("# make a list$0", "# make a list\nx = 1\ny = 2"),
    "only the comment and a newline": ("# make a list$0\n", "# make a list\nx = 1\ny = 2\n"),
    "CRLF": ("a\r\n# make a list$0\r\nb\r\n", "a\r\n# make a list\r\nx = 1\r\ny = 2\r\nb\r\n"),
    "CRLF without a last newline": ("a\r\n# make a list$0", "a\r\n# make a list\r\nx = 1\r\ny = 2"),
    "CR": ("a\r# make a list$0\rb\r", "a\r# make a list\rx = 1\ry = 2\rb\r"),
    "emoji": ("a = '😀'\n# make 😀😀 a list$0 👩‍👩‍👧\nb\n", "a = '😀'\n# make 😀😀 a list 👩‍👩‍👧\nx = 1\ny = 2\nb\n"),
    "form feed": ("a\x0c\n# make\x0c a list$0\x0b\nb\n", "a\x0c\n# make\x0c a list\x0b\nx = 1\ny = 2\nb\n"),
    "NEL and U+2028": ("a\x85\u2028\n# make a\u2028 list$0\nb\n", "a\x85\u2028\n# make a\u2028 list\nx = 1\ny = 2\nb\n"),
    "trailing blanks": ("# make a list$0  \nb\n", "# make a list  \nx = 1\ny = 2\nb\n"),
    "behind code": ("z = 1  # make a list$0\nb\n", "z = 1  # make a list\nx = 1\ny = 2\nb\n"),
    "a byte order mark": ("\ufeff# make a list$0\nb\n", "\ufeff# make a list\nx = 1\ny = 2\nb\n"),
}  # fmt: skip


@every_editor
async def test_documents_of_every_shape(ed: Editor, api: FakeApi) -> None:
    api.script("x = 1\n", "y = 2\n", DONE)
    for name, (before, after) in SHAPES.items():
        ed.open(before)
        await ed.generate()
        await ed.until(lambda after=after: ed.text == after, lambda name=name: f"{name}: {ed.text!r}")  # type: ignore[misc]
        await ed.progress_ended()


@in_vscode
async def test_an_empty_file_offers_nothing(ed: Editor) -> None:
    ed.open("")
    assert await ed.actions() == []
    ed.type("# make a list")
    assert len(await ed.actions()) == 2


@pytest.mark.parametrize(
    ("profile", "encodings"),
    [
        (VSCODE, ("utf-8",)),
        (VSCODE, ("utf-16",)),
        (VSCODE, ("utf-32",)),
        (VSCODE, ()),
        (EGLOT, ("utf-32", "utf-8")),
    ],
    ids=lambda value: getattr(value, "name", None) or "-".join(value) or "none",
)
async def test_every_position_encoding(
    start: Start, api: FakeApi, profile: Profile, encodings: tuple[str, ...]
) -> None:
    ed = await start(profile.offering(*encodings))
    assert ed.edits.encoding in (encodings or ("utf-16",))
    ed.open("a = 'ü€😀'; # 😀 make$0 a list of 😀ü€\nb = '😀'\n")
    await ed.generate()
    request = await api.request()
    assert request.json["prompt"] == "😀 make a list of 😀ü€"
    ed.go_to_start()
    for number in range(5):
        await api.send(f"x = '😀{number}")
        ed.type("😀")
        await api.send("😀'\n")
    await api.done()
    code = "".join(f"x = '😀{number}😀'\n" for number in range(5))
    await ed.text_is(f"{'😀' * 5}a = 'ü€😀'; # 😀 make a list of 😀ü€\n{code}b = '😀'\n", within=20)
    await ed.progress_ended()


LETTERS = [
    "a",
    " ",
    "x = 1",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "😀",
    "ü",
    "€",
    "\x0c",
    "\x0b",
    "\x85",
    "\u2028",
    "\t",
]


@in_vscode
@pytest.mark.parametrize(
    ("encoding", "spelling"),
    [
        ("utf-8", Spelling.EXACT),
        ("utf-16", Spelling.EXACT),
        ("utf-32", Spelling.EXACT),
        ("utf-8", Spelling.SHIFTED),
        ("utf-16", Spelling.MERGED),
        ("utf-16", Spelling.WHOLE),
    ],
    ids=lambda value: getattr(value, "name", str(value)).lower(),
)
async def test_the_mirror_is_the_editors_text_after_random_edits(
    start: Start, api: FakeApi, profile: Profile, encoding: str, spelling: Spelling
) -> None:
    """Seen through the prompts that the server makes of the text: what is selected is what it sends."""
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    chance = random.Random(seed)
    api.script(DONE)
    ed = await start(profile.offering(encoding).behaving(spelling=spelling, normalizes=False))
    ed.open("a\r\nb\n😀c\rd\n" * 3)
    for _ in range(6):
        for _ in range(40):
            at, to = sorted(legal(chance, ed.text) for _ in range(2))
            if chance.random() < 0.6:
                to = at
            elif to - at > 12:
                to = legal(chance, ed.text, at, at + 12)
            ed.splice(at, to, chance.choice(LETTERS))
        begin = "BEGIN{"
        ed.splice(0, 0, begin)
        ed.splice(len(ed.text), len(ed.text), "}END")
        selected = ed.text
        ed.go_to_start()
        argument = {
            "uri": ed.buffer.uri,
            "version": ed.buffer.version,
            "range": {
                "start": {"line": 0, "character": 0},
                "end": dict(zip(("line", "character"), ed.buffer.position(len(selected)), strict=True)),
            },
        }
        await ed.execute("getcode.generate", argument)
        prompt = (await api.request()).json["prompt"]
        await ed.progress_ended()
        expected = selected[len(begin) : selected.rindex("}END")]
        found = prompt[prompt.index(begin) + len(begin) : prompt.rindex("}END")]
        assert _plain(found) == _plain(expected)


def legal(chance: random.Random, text: str, low: int = 0, high: int | None = None) -> int:
    """An offset that is a position: not between CR and LF."""
    at = chance.randint(low, min(len(text), len(text) if high is None else high))
    return at - 1 if text[at - 1 : at + 1] == "\r\n" else at


def _plain(text: str) -> list[str]:
    """A text by its lines, whose blanks at both ends, of any kind, a prompt may leave out."""
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


@pytest.mark.parametrize("profile", LIVE, ids=lambda profile: profile.name)
async def test_edits_after_random_edits_land_below_the_comment(
    start: Start, api: FakeApi, profile: Profile
) -> None:
    """Each edit names a position that must exist, at the end of the comment's line, wherever that moved."""
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    chance = random.Random(seed)
    api.script("x = 1\n", DONE)
    ed = await start(profile.behaving(normalizes=False))
    ed.open("first\r\n😀 second\x0c\nthird")
    for number in range(8):
        for _ in range(30):
            at = legal(chance, ed.text)
            ed.splice(at, at, chance.choice(LETTERS))
        place = ed.text.rfind("\n") + 1
        ed.splice(place, place, f"# make {number} lists\nz = 1\n")
        ed.go_after(f"make {number}")
        text = ed.text
        await ed.generate()
        head, comment, tail = text.partition(f"# make {number} lists")
        end = ed.buffer.line_end
        await ed.text_is(f"{head}{comment}{end}x = 1{tail}")
        await ed.progress_ended()


@in_vscode
async def test_a_file_of_two_hundred_thousand_lines(ed: Editor, api: FakeApi) -> None:
    half = "value = 1\n" * 100_000
    ed.open(f"{half}# make a list$0\n{half}")
    began = time.monotonic()
    await ed.generate()
    await api.request()
    for number in range(20):
        await api.send(f"x = {number}\n")
        ed.splice(0, 0, "y\n")
    await api.done()
    code = "".join(f"x = {number}\n" for number in range(20))
    await ed.text_is("y\n" * 20 + f"{half}# make a list\n{code}{half}", within=30)
    await ed.progress_ended()
    assert time.monotonic() - began < 30


@in_vscode
async def test_a_line_of_a_hundred_thousand_characters(ed: Editor, api: FakeApi) -> None:
    long = "s = '" + "ü😀" * 50_000 + "'"
    ed.open(f"{long}\n# make a list$0\n{long}")
    await ed.generate()
    await api.request()
    await api.send(f"{long}\n")
    await api.send("x = 1\n")
    await api.done()
    await ed.text_is(f"{long}\n# make a list\n{long}\nx = 1\n{long}", within=30)
    await ed.progress_ended()


URIS = [
    "untitled:Untitled-1",
    "vscode-notebook-cell:/home/user/a.ipynb#W0sZmlsZQ%3D%3D",
    "file:///c%3A/Users/%C3%BC%20b/a.py",
    "file://server/share/a%23b%3F.py",
    "git:/a.py?%7B%22ref%22%3A%22%22%7D",
]


@in_vscode
@pytest.mark.parametrize("uri", URIS)
async def test_uris_of_every_kind(ed: Editor, api: FakeApi, uri: str) -> None:
    ed.open("# make a list$0\n", uri=uri)
    await ed.generate()
    await api.request()
    await api.send("x = 1\n")
    await api.done()
    await ed.text_is("# make a list\nx = 1\n")
    await ed.progress_ended()
    assert not [path for path in ed.folder.rglob("*") if path.is_file()]


@in_vscode
async def test_changes_of_files_that_are_not_open_do_no_harm(ed: Editor, api: FakeApi) -> None:
    ed.open("# make a list$0\n")
    uri = (ed.folder / "never_opened.py").as_uri()
    version = {"uri": uri, "version": 3}
    ed.send("textDocument/didChange", {"textDocument": version, "contentChanges": [{"text": "x"}]})
    ed.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    ed.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    api.script("x = 1\n", DONE)
    await ed.generate()
    await ed.text_is("# make a list\nx = 1\n")
    await ed.progress_ended()
