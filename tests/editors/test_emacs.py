"""A real Emacs with eglot and with lsp-mode, as Debian packages them, and the real server."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.editors import emacs as emacs_module
from tests.editors.emacs import Client, Emacs
from tests.editors.nvim import SERVER
from tests.fakes.api import FakeApi
from tests.packages import needs

UNDO = "\x1f"  # C-/
Start = Callable[..., AbstractAsyncContextManager[Emacs]]


@pytest.fixture
def start(tmp_path: Path, api: FakeApi) -> Start:
    @contextlib.asynccontextmanager
    async def start(client: Client = "eglot", *, asks: bool = True, **env: str) -> AsyncIterator[Emacs]:
        needs(emacs_module.missing(client))
        environment = {"GETCODE_API_KEY": api.key, "GETCODE_BASE_URL": api.url, **env}
        async with Emacs.start(tmp_path, SERVER, client=client, asks=asks, env=environment) as emacs:
            yield emacs
            assert api.key not in await emacs.messages()

    return start


async def stream(api: FakeApi, *tokens: str) -> None:
    await api.request()
    for token in tokens:
        await api.send(token)


async def test_eglot_asks_once_and_the_whole_text_goes_in(start: Start, api: FakeApi) -> None:
    async with start() as emacs:
        await emacs.open("a.py", "import os\n# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n", "y = 2\n")
        emacs.press("zz")
        await emacs.is_told(":contentChanges")  # eglot shows what was typed when its user pauses
        await api.send("z = 3\n")
        await api.done()
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        await emacs.text_is("import os\n# make xzz\nx = 1\ny = 2\nz = 3\nlast\n")
        assert (await emacs.messages()).count('"workspace/applyEdit"') == 1
        emacs.press(UNDO)  # one step, and Emacs counts the keys right before as one with it
        await emacs.text_is("import os\n# make x\nlast\n")


async def test_keys_that_eglot_has_not_shown_yet_cost_a_second_question(start: Start, api: FakeApi) -> None:
    """It asks first and compares versions then."""
    async with start() as emacs:
        await emacs.eval("(setq-default eglot-send-changes-idle-time 2)")
        await emacs.open("a.py", "# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n")
        emacs.press("z")
        await emacs.text_is("# make xz\nlast\n")
        await api.done()
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        await emacs.is_told("require version")
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        await emacs.text_is("# make xz\nx = 1\nlast\n")


async def test_a_no_keeps_the_text_and_a_code_action_puts_it_in(start: Start, api: FakeApi) -> None:
    async with start() as emacs:
        await emacs.open("a.py", "# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n")
        await api.done()
        await emacs.is_asked("Server wants to edit")
        emacs.press("n")
        await emacs.is_told("“Insert the generated code” at the comment puts it in")
        assert await emacs.text() == "# make x\nlast\n"
        await emacs.act("insert")
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        await emacs.text_is("# make x\nx = 1\nlast\n")
        assert len(api.requests) == 1


async def test_without_questions_live_edits_are_each_applied(start: Start, api: FakeApi) -> None:
    async with start(asks=False) as emacs:
        await emacs.eval("""(setq-default eglot-workspace-configuration '(:getcode (:apply "live")))""")
        await emacs.open("a.py", "top\n# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n")
        await emacs.text_is("top\n# make x\nx = 1\nlast\n")  # before the reply is complete
        emacs.press("\x1b<")  # M-<, to the start
        for number in range(8):
            await api.send(f"y = {number}\n")
            emacs.press("a")
        await api.done()
        code = "".join(f"y = {number}\n" for number in range(8))
        await emacs.text_is(f"{'a' * 8}top\n# make x\nx = 1\n{code}last\n")


async def test_live_edits_and_a_no_ask_once_more_at_the_end(start: Start, api: FakeApi) -> None:
    async with start() as emacs:
        await emacs.eval("""(setq-default eglot-workspace-configuration '(:getcode (:apply "live")))""")
        await emacs.open("a.py", "# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n")
        await emacs.is_asked("Server wants to edit")
        emacs.press("n")
        await emacs.is_told("User cancelled server edit")
        for number in range(5):
            await api.send(f"y = {number}\n")
        await api.done()
        await emacs.is_asked("Server wants to edit")
        emacs.press("y")
        code = "".join(f"y = {number}\n" for number in range(5))
        await emacs.text_is(f"# make x\nx = 1\n{code}last\n")
        assert (await emacs.messages()).count('"workspace/applyEdit"') == 2


CRLF = b"a = 1\r\n# make x$0\r\nb = 2\r\n", b"a = 1\r\n# make x\r\nx = 1\r\ny = 2\r\nb = 2\r\n"
ASTRAL = "# 😀 make x 😀$0\nb = '😀'\n".encode(), "# 😀 make x 😀\nx = 1\ny = 2\nb = '😀'\n".encode()
UNENDED = b"a = 1\n# make x$0", b"a = 1\n# make x\nx = 1\ny = 2"
LAST = b"a = 1\n# make x$0\n", b"a = 1\n# make x\nx = 1\ny = 2\n"


@pytest.mark.parametrize(
    ("client", "texts"),
    [
        ("eglot", CRLF),
        ("eglot", ASTRAL),
        ("eglot", UNENDED),
        ("eglot", LAST),
        ("lsp-mode", CRLF),
        ("lsp-mode", UNENDED),
        ("lsp-mode", LAST),
        # Not ASTRAL: lsp-mode 8.0 counts characters, not UTF-16, so it tells of other places than it means.
    ],
    ids="eglot-crlf eglot-astral eglot-unended eglot-last lsp-crlf lsp-unended lsp-last".split(),
)
async def test_the_file_on_disk_is_what_it_should_be(
    start: Start, api: FakeApi, client: Client, texts: tuple[bytes, bytes]
) -> None:
    text, expected = texts
    async with start(client, asks=False) as emacs:
        path = await emacs.open("a.py", text)
        await emacs.generate()
        await stream(api, "x = 1\n", "y = 2\n")
        await api.done()
        await emacs.text_is(expected.decode().replace("\r\n", "\n"))
        await emacs.save()
        assert path.read_bytes() == expected


async def test_lsp_mode_streams_while_keys_are_typed(start: Start, api: FakeApi) -> None:
    async with start("lsp-mode") as emacs:
        await emacs.open("a.py", "top\n# make x$0\nlast\n")
        await emacs.generate()
        await stream(api, "x = 1\n")
        await emacs.text_is("top\n# make x\nx = 1\nlast\n")
        emacs.press("\x1b<")  # M-<, to the start
        for number in range(8):
            await api.send(f"y = {number}\n")
            emacs.press("a")
        await api.done()
        code = "".join(f"y = {number}\n" for number in range(8))
        await emacs.text_is(f"{'a' * 8}top\n# make x\nx = 1\n{code}last\n")
