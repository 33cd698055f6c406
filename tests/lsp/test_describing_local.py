"""The whole way of a file: an editor's comment, the language server, the embedded service, and back into the comment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from getcode_lsp.service.engines.scaffold.grammar.resolve import understand
from tests.fakes.editor import Editor
from tests.fakes.profiles import NEOVIM, VSCODE, Profile
from tests.lsp.conftest import SERVER
from tests.service.uploads import documents, pictures

SLOW = 100.0  # seconds, for text recognition in a child's child on a loaded machine


async def described(ed: Editor, environment: dict[str, str], text: str, action: str) -> str:
    """The comment that a description left in place of the one that named the file."""
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open(text)
    await ed.run(await ed.action(action))
    await ed.until(lambda: text.replace("$0", "") != ed.text, "a description", SLOW)
    await ed.progress_ended(within=SLOW)
    *comment, code, _ = ed.text.split("\n")
    assert code == "x = 1"
    assert all(line.startswith("#") for line in comment)
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in comment)


@pytest.mark.parametrize("profile", [VSCODE, NEOVIM], ids=lambda profile: profile.name)
async def test_a_pdf_becomes_a_comment_and_the_comment_a_program(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    (ed.folder / "bill.pdf").write_bytes(documents.invoice())
    prompt = await described(ed, environment, "# like bill.pdf$0\nx = 1\n", "Describe bill.pdf as a prompt")
    assert {entity.name.spaced for entity in understand(prompt).entities} == {"invoice", "line item"}
    ed.go_to_start()
    await ed.generate()
    await ed.until(lambda: "FastAPI(" in ed.text and "__main__" in ed.text, "an API", SLOW)
    await ed.progress_ended(within=SLOW)
    assert "/line-items" in ed.text


@pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
async def test_a_screenshot_becomes_a_comment(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    (ed.folder / "form.png").write_bytes(pictures.encoded(pictures.contact_form()))
    prompt = await described(ed, environment, "# as in form.png$0\nx = 1\n", "Describe form.png as a prompt")
    assert prompt.startswith("An API for contact requests with full name (text), email address (email)")


@pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
async def test_a_broken_file_is_told_and_the_comment_stays(
    editors: Callable[..., Editor], environment: dict[str, str], profile: Profile
) -> None:
    ed = editors(profile)
    (ed.folder / "bill.pdf").write_bytes(documents.invoice()[:600])
    await ed.start(SERVER, {**environment, "GETCODE_BASE_URL": "local"})
    ed.open("# like bill.pdf$0\nx = 1\n")
    await ed.run(await ed.action("Describe bill.pdf as a prompt"))
    await ed.told("damaged", within=SLOW)
    await ed.progress_ended(within=SLOW)
    assert ed.text == "# like bill.pdf\nx = 1\n"
