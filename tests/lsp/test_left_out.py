"""What stands around the code in a reply: not in the document, and not lost."""

from __future__ import annotations

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])


async def generate(ed: Editor, api: FakeApi, *tokens: str) -> None:
    ed.open("# make a list$0\nb\n")
    await ed.generate()
    await api.request()
    for token in tokens:
        await api.send(token)
    await api.done()
    await ed.text_is("# make a list\nitems = []\nb\n")
    await ed.progress_ended()


@in_vscode
async def test_sentences_and_other_blocks_are_kept_silently(ed: Editor, api: FakeApi) -> None:
    await generate(
        ed, api, "Here it is:\n```pyt", "hon\nitems = []\n``", "`\nRun it:\n```sh\nls\n```\n", "Bye."
    )
    await ed.logged("that were not written are in")
    await ed.until(lambda: ed.recovered != "", "a recovery file")
    assert ed.recovered == "Here it is:\nRun it:\n```sh\nls\n```\nBye."


@in_vscode
async def test_a_plain_fence_leaves_no_file(ed: Editor, api: FakeApi) -> None:
    await generate(ed, api, "```python\n", "items = []\n", "```\n")
    await generate(ed, api, "Now a word:\n```\n", "items = []\n", "```")
    # The second reply's file is the only one: the first, which came before it, has left none.
    await ed.until(lambda: ed.recovered != "", "a recovery file")
    assert ed.recovered == "Now a word:"
